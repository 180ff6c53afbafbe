"""The only entry of a 1×1 matrix, as a number. It is written as the matrix itself.

This is what `W X + b` means where there is one neuron and X holds one example in each column: its bias, declared as
a matrix of one row and one column, is added to every example.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from derive.operators import ATOM, Array, Call, Domain, Operator, expects
from derive.shapes import ONE, SCALAR, Shape, ShapeError


def _shape(shapes: Sequence[Shape], attrs: Mapping[str, Any]) -> Shape:
    if shapes[0].sizes != (ONE, ONE):
        raise ShapeError(expects("the only entry", "a matrix of one row and one column", shapes))
    return SCALAR


def _evaluate(domain: Domain, values: Sequence[Array], call: Call) -> Array:
    return values[0][0, 0]


OPERATOR = Operator(
    name="single",
    parameters=("x",),
    shape=_shape,
    evaluate=_evaluate,
    pullback={"x": "broadcast_like(y_bar, x)"},
    latex="#x",
    precedence=ATOM,
    source="linear algebra: a 1×1 matrix has one entry",
)
