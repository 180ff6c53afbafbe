"""The largest entry along some axes of an array, or along all. What is left of one axis is a column.

Its derivative goes to the first of the largest entries and has no value where there are several.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from derive.arrays import sections
from derive.operators import ATOM, Array, Call, Domain, Operator, without_axes
from derive.shapes import Shape


def _shape(shapes: Sequence[Shape], attrs: Mapping[str, Any]) -> Shape:
    return without_axes("a maximum", shapes, attrs)


def _evaluate(domain: Domain, values: Sequence[Array], call: Call) -> Array:
    largest, *others = sections(values[0], call.attrs["axes"])
    for section in others:
        sign = domain.sign(section - largest)
        larger = (sign * sign + sign) / domain.constant(2, 1)
        largest = domain.choose(larger, section, largest)
    return largest


OPERATOR = Operator(
    name="max_along",
    parameters=("x",),
    shape=_shape,
    evaluate=_evaluate,
    written="max_along_like(x, y)",
    pullback={"x": "max_along_back(y_bar, y)"},
    latex=r"\max #x!4",
    precedence=ATOM,
    source="calculus: the maximum is whichever entry is largest",
)
