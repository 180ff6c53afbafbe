"""The natural logarithm, entry by entry."""

from __future__ import annotations

from collections.abc import Sequence

from derive.operators import PRODUCT, Array, Call, Domain, Operator, same_shape


def _evaluate(domain: Domain, values: Sequence[Array], call: Call) -> Array:
    return domain.log(values[0])


OPERATOR = Operator(
    name="log",
    parameters=("x",),
    shape=same_shape("log"),
    evaluate=_evaluate,
    local={"x": "1 / x"},
    latex=r"\log #x!3",
    precedence=PRODUCT,
    source="calculus: d/dx log x = 1/x (deck 001, line 67)",
    domain=(("positive", "x"),),
    elementwise=True,
)
