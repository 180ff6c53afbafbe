"""The columns of a matrix one below the other, as one column."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from derive.operators import ATOM, Array, Call, Domain, Operator, expects
from derive.shapes import Shape, ShapeError


def _shape(shapes: Sequence[Shape], attrs: Mapping[str, Any]) -> Shape:
    if shapes[0].rank != 2:
        raise ShapeError(expects("vec", "a matrix", shapes))
    rows, columns = shapes[0].sizes
    return Shape((rows * columns,))


def _evaluate(domain: Domain, values: Sequence[Array], call: Call) -> Array:
    return values[0].transpose().reshape(-1)


OPERATOR = Operator(
    name="vec",
    parameters=("x",),
    shape=_shape,
    evaluate=_evaluate,
    pullback={"x": "unvec_like(y_bar, x)"},
    latex=r"\operatorname{vec}(#x)",
    precedence=ATOM,
    source="linear algebra: vec X has the columns of X one below the other",
)
