"""A derivative not yet taken, in the shape of the variable.

The body is a scalar, or an array of the variable's shape whose entries depend on the same entry of the variable
alone: then each entry is differentiated with respect to its own. It is evaluated by carrying a power series through
the body, so its meaning shares no rule with this package.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from derive.operators import ATOM, Operator, expects, not_evaluated
from derive.shapes import Shape, ShapeError


def _shape(shapes: Sequence[Shape], attrs: Mapping[str, Any]) -> Shape:
    if not shapes[0].is_scalar and shapes[0] != shapes[1]:
        raise ShapeError(expects("a derivative", "a scalar, or an array of the shape of its variable", shapes))
    return shapes[1]


OPERATOR = Operator(
    name="derivative",
    parameters=("body", "v"),
    shape=_shape,
    evaluate=not_evaluated,
    latex="",
    precedence=ATOM,
    source="the definition of the derivative",
)
