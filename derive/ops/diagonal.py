"""The diagonal of a square matrix, as a column."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from derive.operators import ATOM, Array, Call, Domain, Operator, expects
from derive.shapes import Shape, ShapeError


def _shape(shapes: Sequence[Shape], attrs: Mapping[str, Any]) -> Shape:
    if shapes[0].rank != 2 or shapes[0].sizes[0] != shapes[0].sizes[1]:
        raise ShapeError(expects("a diagonal", "a square matrix", shapes))
    return Shape(shapes[0].sizes[:1])


def _evaluate(domain: Domain, values: Sequence[Array], call: Call) -> Array:
    return values[0].diagonal().copy()


OPERATOR = Operator(
    name="diagonal",
    parameters=("x",),
    shape=_shape,
    evaluate=_evaluate,
    pullback={"x": "diag(y_bar)"},
    latex=r"\operatorname{diagonal}(#x)",
    precedence=ATOM,
    source="matrix calculus: the entries beside the diagonal do not occur",
)
