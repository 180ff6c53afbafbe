"""A size as a number: the n in 1/n."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from derive.operators import ATOM, Array, Call, Domain, Operator, expects
from derive.shapes import SCALAR, Shape, ShapeError, Size


def _shape(shapes: Sequence[Shape], attrs: Mapping[str, Any]) -> Shape:
    if not isinstance(attrs.get("size"), Size):
        raise ShapeError(expects("an extent", "a size", shapes))
    return SCALAR


def _evaluate(domain: Domain, values: Sequence[Array], call: Call) -> Array:
    return domain.constant(call.attrs["size"].value(call.sizes), 1)


OPERATOR = Operator(
    name="extent",
    parameters=(),
    shape=_shape,
    evaluate=_evaluate,
    latex="",
    precedence=ATOM,
    source="a size is a constant",
)
