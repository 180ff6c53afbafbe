"""The sum over some axes of an array, not all: Σ_j A_ij for every i. What is left of one axis is a column."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from derive.operators import SUM, Array, Call, Domain, Operator, expects, without_axes
from derive.shapes import Shape, ShapeError


def _shape(shapes: Sequence[Shape], attrs: Mapping[str, Any]) -> Shape:
    if len(attrs["axes"]) == shapes[0].rank:
        raise ShapeError(expects(f"a sum along the axes {attrs['axes']}", "an array with other axes too", shapes))
    return without_axes("a sum", shapes, attrs)


def _evaluate(domain: Domain, values: Sequence[Array], call: Call) -> Array:
    return values[0].sum(axis=call.attrs["axes"])


OPERATOR = Operator(
    name="sum_along",
    parameters=("x",),
    shape=_shape,
    evaluate=_evaluate,
    written="sum_along_like(x, y)",
    pullback={"x": "sum_along_back(y_bar, y)"},
    latex=r"\sum #x!2",
    precedence=SUM,
    source="calculus: the derivative of a sum with respect to each of its terms is 1",
)
