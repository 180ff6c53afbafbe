"""A vector or a matrix written out: numbers row by row. The size of each axis is a number."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import prod
from typing import Any

from derive.operators import ATOM, Array, Call, Domain, Operator, expects
from derive.shapes import Shape, ShapeError


def _shape(shapes: Sequence[Shape], attrs: Mapping[str, Any]) -> Shape:
    target = attrs["shape"]
    lengths = [size.number or 0 for size in target.sizes] if isinstance(target, Shape) else []
    if len(lengths) not in (1, 2) or prod(lengths) != len(shapes) or not all(shape.is_scalar for shape in shapes):
        raise ShapeError(expects(f"an array of shape {target}", "as many numbers as it has entries", shapes))
    return Shape(target.sizes, target.row)


def _evaluate(domain: Domain, values: Sequence[Array], call: Call) -> Array:
    lengths = call.attrs["shape"].numbers(call.sizes)
    result = domain.full((len(values),), sum(values, domain.constant(0, 1)))
    for position, value in enumerate(values):
        result[position] = value
    return result.reshape(lengths)


OPERATOR = Operator(
    name="array",
    parameters=("first", "*rest"),
    shape=_shape,
    evaluate=_evaluate,
    written="array_like(first, *rest, y)",
    pullback={"first": "array_back(y_bar, y)", "rest": "array_back(y_bar, y, *before)"},
    latex="",
    precedence=ATOM,
    source="calculus: an entry depends on itself alone",
)
