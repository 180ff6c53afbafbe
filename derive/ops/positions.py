"""The positions along an axis as numbers: the column 1, 2, …, n."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from derive.operators import ATOM, Array, Call, Domain, Operator, expects
from derive.shapes import Shape, ShapeError, Size


def _shape(shapes: Sequence[Shape], attrs: Mapping[str, Any]) -> Shape:
    size = attrs.get("size")
    if not isinstance(size, Size):
        raise ShapeError(expects("a column of positions", "a size", shapes))
    return Shape((size,))


def _evaluate(domain: Domain, values: Sequence[Array], call: Call) -> Array:
    result = domain.full((call.attrs["size"].value(call.sizes),), domain.constant(0, 1))
    for position in range(len(result)):
        result[position] = domain.constant(position + 1, 1)
    return result


OPERATOR = Operator(
    name="positions",
    parameters=(),
    shape=_shape,
    evaluate=_evaluate,
    latex="",
    precedence=ATOM,
    source="an index is a constant",
)
