"""The sum over all entries."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from derive.operators import SUM, Array, Call, Domain, Operator, expects
from derive.shapes import SCALAR, Shape, ShapeError


def _shape(shapes: Sequence[Shape], attrs: Mapping[str, Any]) -> Shape:
    if shapes[0].is_scalar:
        raise ShapeError(expects("a sum over entries", "a vector or a matrix", shapes))
    return SCALAR


def _evaluate(domain: Domain, values: Sequence[Array], call: Call) -> Array:
    return values[0].sum()


OPERATOR = Operator(
    name="sum",
    parameters=("x",),
    shape=_shape,
    evaluate=_evaluate,
    pullback={"x": "broadcast_like(y_bar, x)"},
    latex=r"\sum #x!2",
    precedence=SUM,
    source="calculus: the derivative of a sum with respect to each of its terms is 1",
)
