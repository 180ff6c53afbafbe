"""The local derivative of a scalar node: of its own equation with respect to one name in it, the others held
constant.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from derive.operators import ATOM, Operator, expects, not_evaluated
from derive.shapes import Shape, ShapeError


def _shape(shapes: Sequence[Shape], attrs: Mapping[str, Any]) -> Shape:
    if not shapes[0].is_scalar:
        raise ShapeError(expects("a local derivative", "a scalar node", shapes[:1]))
    return shapes[1]


OPERATOR = Operator(
    name="partial",
    parameters=("node", "v"),
    shape=_shape,
    evaluate=not_evaluated,
    latex="",
    precedence=ATOM,
    source="the definition of the partial derivative",
)
