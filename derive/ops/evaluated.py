"""An expression where a name is something else: f′(0), or ∂L/∂w at a certain w.

Names whose equations depend on ``v`` follow. Derivatives in the body are taken first, and then evaluated there.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from derive.operators import ATOM, Operator, expects, not_evaluated
from derive.shapes import Shape, ShapeError


def _shape(shapes: Sequence[Shape], attrs: Mapping[str, Any]) -> Shape:
    if shapes[1] != shapes[2]:
        raise ShapeError(expects("an evaluation at a point", "a point in the shape of the name", shapes[1:]))
    return shapes[0]


OPERATOR = Operator(
    name="evaluated",
    parameters=("body", "v", "point"),
    shape=_shape,
    evaluate=not_evaluated,
    latex="",
    precedence=ATOM,
    source="substitution",
)
