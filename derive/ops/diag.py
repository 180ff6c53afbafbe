"""The diagonal matrix with the entries of a vector on its diagonal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from derive.arrays import holding
from derive.operators import ATOM, Array, Call, Domain, Operator, expects
from derive.shapes import Shape, ShapeError


def _shape(shapes: Sequence[Shape], attrs: Mapping[str, Any]) -> Shape:
    if shapes[0].rank != 1:
        raise ShapeError(expects("a diagonal matrix", "a vector", shapes))
    return Shape(shapes[0].sizes * 2)


def _evaluate(domain: Domain, values: Sequence[Array], call: Call) -> Array:
    length = len(values[0])
    result = holding(domain.full((length, length), domain.constant(0, 1)), values[0])
    for position in range(length):
        result[position, position] = values[0][position]
    return result


OPERATOR = Operator(
    name="diag",
    parameters=("x",),
    shape=_shape,
    evaluate=_evaluate,
    pullback={"x": "turned_like(diagonal(y_bar), x)"},
    latex=r"\operatorname{diag}(#x)",
    precedence=ATOM,
    source="matrix calculus: the entries beside the diagonal are constant",
)
