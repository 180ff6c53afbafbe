"""The exponential function, entry by entry."""

from __future__ import annotations

from collections.abc import Sequence

from derive.operators import POWER, Array, Call, Domain, Operator, same_shape


def _evaluate(domain: Domain, values: Sequence[Array], call: Call) -> Array:
    return domain.exp(values[0])


OPERATOR = Operator(
    name="exp",
    parameters=("x",),
    shape=same_shape("exp"),
    evaluate=_evaluate,
    local={"x": "y"},
    latex="e^{#x}",
    precedence=POWER,
    source="calculus: d/dx e^x = e^x (deck 001, line 65)",
    elementwise=True,
)
