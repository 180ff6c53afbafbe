"""The softmax of each column of a matrix, or of each row: ``axis`` is the one along which entries add up to 1."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from derive.operators import ATOM, Array, Call, Domain, Operator, expects
from derive.shapes import Shape, ShapeError


def _shape(shapes: Sequence[Shape], attrs: Mapping[str, Any]) -> Shape:
    if shapes[0].rank != 2 or attrs["axis"] not in (0, 1):
        raise ShapeError(expects("a softmax of each row or column", "a matrix, and the axis 0 or 1", shapes))
    return shapes[0]


def _evaluate(domain: Domain, values: Sequence[Array], call: Call) -> Array:
    up, axis = domain.exp(values[0]), call.attrs["axis"]
    below = up.sum(axis=axis)
    return up / np.array(np.broadcast_to(np.expand_dims(below, axis), up.shape))


OPERATOR = Operator(
    name="softmax_along",
    parameters=("x",),
    shape=_shape,
    evaluate=_evaluate,
    written="softmax_along_like(x, y)",
    pullback={"x": "y * (y_bar - sums_like(y * y_bar, y))"},
    latex=r"\operatorname{softmax}(#x)",
    precedence=ATOM,
    source="calculus: the quotient rule on e^(x_i) / Σ e^(x_j)",
)
