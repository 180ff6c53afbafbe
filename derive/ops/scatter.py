"""Numbers added into an array of zeros at given positions, counted from 1: the adjoint of taking entries.

There is one array of positions for each axis of the result, all of the shape of x. A position that is no whole number,
or that lies outside, has no entry, and then there is no value.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from derive.arrays import holding, places_at
from derive.operators import ATOM, Array, Call, Domain, Operator, expects
from derive.shapes import Shape, ShapeError


def _shape(shapes: Sequence[Shape], attrs: Mapping[str, Any]) -> Shape:
    target, (x, *at) = attrs["shape"], shapes
    if not isinstance(target, Shape) or len(at) != target.rank or not at or any(other != x for other in at):
        needs = f"numbers, and positions of their shape for each axis of {target}"
        raise ShapeError(expects("scattering", needs, shapes))
    return Shape(target.sizes, target.row)


def _evaluate(domain: Domain, values: Sequence[Array], call: Call) -> Array:
    x, *at = values
    lengths = call.attrs["shape"].numbers(call.sizes)
    result = holding(domain.full(lengths, domain.constant(0, 1)), x)
    places = places_at(domain.whole, at, call.shapes[0].numbers(call.sizes), lengths)
    for index, place in enumerate(zip(*(axis.ravel().tolist() for axis in places), strict=True)):
        result[place] = result[place] + (x.flat[index] if isinstance(x, np.ndarray) else x)
    return result


OPERATOR = Operator(
    name="scatter",
    parameters=("x", "*at"),
    shape=_shape,
    evaluate=_evaluate,
    written="scatter_like(x, *at, y)",
    pullback={"x": "scatter_back(y_bar, y)", "at": "zeros_like(at)"},
    latex="",
    precedence=ATOM,
    source="calculus: a number is one term of the entry that it is added to",
)
