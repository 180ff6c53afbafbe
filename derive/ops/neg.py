"""The negative, entry by entry."""

from __future__ import annotations

from collections.abc import Sequence

from derive.operators import PRODUCT, Array, Call, Domain, Operator, same_shape


def _evaluate(domain: Domain, values: Sequence[Array], call: Call) -> Array:
    return -values[0]


OPERATOR = Operator(
    name="neg",
    parameters=("x",),
    shape=same_shape("a negative"),
    evaluate=_evaluate,
    local={"x": "-1"},
    latex="-#x!2",
    precedence=PRODUCT,
    source="calculus: the constant factor −1",
    elementwise=True,
)
