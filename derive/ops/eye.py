"""The identity matrix of a size: 1 where the row and the column are the same, 0 elsewhere."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from derive.operators import ATOM, Array, Call, Domain, Operator, expects
from derive.shapes import Shape, ShapeError, Size


def _shape(shapes: Sequence[Shape], attrs: Mapping[str, Any]) -> Shape:
    size = attrs.get("size")
    if not isinstance(size, Size):
        raise ShapeError(expects("an identity matrix", "a size", shapes))
    return Shape((size, size))


def _evaluate(domain: Domain, values: Sequence[Array], call: Call) -> Array:
    length = call.attrs["size"].value(call.sizes)
    result = domain.full((length, length), domain.constant(0, 1))
    for position in range(length):
        result[position, position] = domain.constant(1, 1)
    return result


OPERATOR = Operator(
    name="eye",
    parameters=(),
    shape=_shape,
    evaluate=_evaluate,
    latex="",
    precedence=ATOM,
    source="the identity matrix is a constant",
)
