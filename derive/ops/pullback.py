"""A cotangent carried back through an expression to a variable: Σ s ∂body/∂v over the entries of the body.

``s`` has the shape of the body, the result that of ``v``. It is evaluated by carrying power series through the body.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from derive.operators import PRODUCT, Operator, expects, not_evaluated
from derive.shapes import Shape, ShapeError


def _shape(shapes: Sequence[Shape], attrs: Mapping[str, Any]) -> Shape:
    if shapes[0] != shapes[1]:
        raise ShapeError(expects("a pullback", "a cotangent in the shape of the body", shapes[:2]))
    return shapes[2]


OPERATOR = Operator(
    name="pullback",
    parameters=("s", "body", "v"),
    shape=_shape,
    evaluate=not_evaluated,
    latex="",
    precedence=PRODUCT,
    source="the chain rule for several variables",
)
