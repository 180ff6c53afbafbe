"""A number repeated in every entry of an array. It is written as the number itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from derive.operators import ATOM, Array, Call, Domain, Operator, expects
from derive.shapes import Shape, ShapeError


def _shape(shapes: Sequence[Shape], attrs: Mapping[str, Any]) -> Shape:
    target = attrs["shape"]
    if not shapes[0].is_scalar or not isinstance(target, Shape) or target.is_scalar:
        raise ShapeError(expects("a broadcast", "a scalar, and the shape of an array", shapes))
    return target


def _evaluate(domain: Domain, values: Sequence[Array], call: Call) -> Array:
    return domain.full(call.attrs["shape"].numbers(call.sizes), values[0])


OPERATOR = Operator(
    name="broadcast",
    parameters=("x",),
    shape=_shape,
    evaluate=_evaluate,
    written="broadcast_like(x, y_bar)",
    pullback={"x": "sum(y_bar)"},
    latex="#x",
    precedence=ATOM,
    source="calculus: a number used in several places receives the sum of their cotangents",
)
