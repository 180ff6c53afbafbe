"""The position of the largest entry along one axis of an array, counted from 1; the first of several.

Its derivative is 0 and has no value where several entries are largest.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from derive.arrays import sections
from derive.operators import ATOM, Array, Call, Domain, Operator, expects, without_axes
from derive.shapes import Shape, ShapeError


def _shape(shapes: Sequence[Shape], attrs: Mapping[str, Any]) -> Shape:
    if len(attrs["axes"]) != 1:
        raise ShapeError(expects("the position of a maximum", "one axis to search along", shapes))
    return without_axes("the position of a maximum", shapes, attrs)


def _evaluate(domain: Domain, values: Sequence[Array], call: Call) -> Array:
    largest, *others = sections(values[0], call.attrs["axes"])
    first = domain.constant(1, 1)
    place = domain.full(largest.shape, first) if isinstance(largest, np.ndarray) else first
    for position, section in enumerate(others, start=2):
        sign = domain.sign(section - largest)
        larger = (sign * sign + sign) / domain.constant(2, 1)
        largest = domain.choose(larger, section, largest)
        place = domain.choose(larger, domain.constant(position, 1), place)
    return place


OPERATOR = Operator(
    name="argmax",
    parameters=("x",),
    shape=_shape,
    evaluate=_evaluate,
    written="argmax_like(x, y)",
    pullback={"x": "zeros_like(x)"},
    latex=r"\operatorname{argmax} #x!4",
    precedence=ATOM,
    source="the position of the largest entry does not move with small changes",
)
