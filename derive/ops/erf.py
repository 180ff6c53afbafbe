"""The error function, entry by entry: 2/√π times the integral of e^(−t²) from 0 to x."""

from __future__ import annotations

from collections.abc import Sequence

from derive.operators import ATOM, Array, Call, Domain, Operator, same_shape


def _evaluate(domain: Domain, values: Sequence[Array], call: Call) -> Array:
    return domain.erf(values[0])


OPERATOR = Operator(
    name="erf",
    parameters=("x",),
    shape=same_shape("the error function"),
    evaluate=_evaluate,
    local={"x": "2 / pi() ** (1 / 2) * exp(-(x ** 2))"},
    latex=r"\operatorname{erf}(#x)",
    precedence=ATOM,
    source="calculus: the derivative of an integral by its upper end",
    elementwise=True,
)
