"""A power, entry by entry. For an exponent that is not an integer the base must be positive."""

from __future__ import annotations

from collections.abc import Sequence

from derive.operators import POWER, Array, Call, Domain, Operator, same_shape


def _evaluate(domain: Domain, values: Sequence[Array], call: Call) -> Array:
    return domain.power(values[0], values[1])


OPERATOR = Operator(
    name="power",
    parameters=("x", "p"),
    shape=same_shape("a power"),
    evaluate=_evaluate,
    local={"x": "p * x ** (p - 1)", "p": "y * log(x)"},
    latex="#x!4^{#p}",
    precedence=POWER,
    source="calculus: the power rule d/dx x^n = n x^(n-1) (deck 001, line 61)",
    elementwise=True,
)
