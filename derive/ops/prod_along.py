"""The product over some axes of an array, or over all: Π_i x_i. What is left of one axis is a column.

Its derivative is written by a quotient and so has no value where an entry is 0.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from derive.operators import PRODUCT, Array, Call, Domain, Operator, without_axes
from derive.shapes import Shape


def _shape(shapes: Sequence[Shape], attrs: Mapping[str, Any]) -> Shape:
    return without_axes("a product", shapes, attrs)


def _evaluate(domain: Domain, values: Sequence[Array], call: Call) -> Array:
    return values[0].prod(axis=call.attrs["axes"])


OPERATOR = Operator(
    name="prod_along",
    parameters=("x",),
    shape=_shape,
    evaluate=_evaluate,
    written="prod_along_like(x, y)",
    pullback={"x": "prod_along_back(y_bar, y)"},
    latex=r"\prod #x!2",
    precedence=PRODUCT,
    source="calculus: the derivative of a product with respect to a factor is the product of the others",
    domain=(("nonzero", "x"),),
)
