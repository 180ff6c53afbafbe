"""A cotangent carried back through the equation of a named node: Σ s ∂node/∂v over the entries of the node."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from derive.operators import PRODUCT, Operator, expects, not_evaluated
from derive.shapes import Shape, ShapeError


def _shape(shapes: Sequence[Shape], attrs: Mapping[str, Any]) -> Shape:
    if shapes[0] != shapes[1]:
        raise ShapeError(expects("a vector-Jacobian product", "a cotangent in the shape of the node", shapes[:2]))
    return shapes[2]


OPERATOR = Operator(
    name="vjp",
    parameters=("s", "node", "v"),
    shape=_shape,
    evaluate=not_evaluated,
    latex="",
    precedence=PRODUCT,
    source="the chain rule for several variables",
)
