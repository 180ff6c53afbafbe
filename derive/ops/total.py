"""The derivative of one named node of a model with respect to another, through every path between them.

``total(L, v)`` has the shape of ``v``; the loss ``L`` is a scalar. It means something only beside the model's
equations, through which `derive.lowering` evaluates it by power series.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from derive.operators import ATOM, Operator, expects, not_evaluated
from derive.shapes import Shape, ShapeError


def _shape(shapes: Sequence[Shape], attrs: Mapping[str, Any]) -> Shape:
    if not shapes[0].is_scalar:
        raise ShapeError(expects("a gradient", "a scalar to differentiate", shapes[:1]))
    return shapes[1]


OPERATOR = Operator(
    name="total",
    parameters=("node", "v"),
    shape=_shape,
    evaluate=not_evaluated,
    latex="",
    precedence=ATOM,
    source="the chain rule for several variables",
)
