"""Entries of an array at given positions, counted from 1: x_k, or the p_{y_i, i} for every i.

There is one array of positions for each axis of x, all of one shape, which is that of the result. The positions are
whole numbers: one that is none, or that lies outside, has no entry, and then there is no value.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from derive.arrays import places_at
from derive.operators import ATOM, Array, Call, Domain, Operator, expects
from derive.shapes import Shape, ShapeError


def _shape(shapes: Sequence[Shape], attrs: Mapping[str, Any]) -> Shape:
    x, *at = shapes
    if x.is_scalar or len(at) != x.rank or any(other != at[0] for other in at[1:]):
        raise ShapeError(expects("taking entries", "an array, and positions of one shape for each of its axes", shapes))
    return at[0]


def _evaluate(domain: Domain, values: Sequence[Array], call: Call) -> Array:
    x, *at = values
    return x[places_at(domain.whole, at, call.shapes[1].numbers(call.sizes), x.shape)]


OPERATOR = Operator(
    name="take",
    parameters=("x", "*at"),
    shape=_shape,
    evaluate=_evaluate,
    pullback={"x": "take_back(y_bar, y)", "at": "zeros_like(at)"},
    latex="",
    precedence=ATOM,
    source="calculus: an entry depends on itself alone",
)
