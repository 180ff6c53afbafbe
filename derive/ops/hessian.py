"""The second derivatives of a scalar by two names, or by one twice, through the equations of all names.

The axes of the first name come first. It is evaluated by carrying power series to second order through the body.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from derive.operators import ATOM, Operator, expects, not_evaluated
from derive.shapes import Shape, ShapeError


def _shape(shapes: Sequence[Shape], attrs: Mapping[str, Any]) -> Shape:
    if not shapes[0].is_scalar:
        raise ShapeError(expects("a Hessian", "a scalar to differentiate", shapes[:1]))
    return Shape(shapes[1].sizes + shapes[2].sizes)


OPERATOR = Operator(
    name="hessian",
    parameters=("body", "v", "w"),
    shape=_shape,
    evaluate=not_evaluated,
    latex="",
    precedence=ATOM,
    source="the definition of the second derivative",
)
