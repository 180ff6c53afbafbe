"""The derivative of every entry of an array by every entry of a name, through the equations of all names.

``layout`` is ``numerator``, where the axes of the array come first, or ``denominator``, where those of the name do.
It is evaluated by carrying power series through the body.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from derive.operators import ATOM, Operator, expects, not_evaluated
from derive.shapes import Shape, ShapeError


def _shape(shapes: Sequence[Shape], attrs: Mapping[str, Any]) -> Shape:
    body, v = shapes
    if body.is_scalar or attrs["layout"] not in ("numerator", "denominator"):
        needs = "an array to differentiate, and the layout 'numerator' or 'denominator'"
        raise ShapeError(expects("a Jacobian", needs, shapes))
    return Shape(body.sizes + v.sizes if attrs["layout"] == "numerator" else v.sizes + body.sizes)


OPERATOR = Operator(
    name="jacobian",
    parameters=("body", "v"),
    shape=_shape,
    evaluate=not_evaluated,
    latex="",
    precedence=ATOM,
    source="the definition of the derivative",
)
