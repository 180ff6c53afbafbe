"""The transpose: a matrix with rows and columns exchanged, a column as a row, a row as a column."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from derive.operators import POWER, Array, Call, Domain, Operator, expects
from derive.shapes import Shape, ShapeError


def _shape(shapes: Sequence[Shape], attrs: Mapping[str, Any]) -> Shape:
    if shapes[0].rank not in (1, 2):
        raise ShapeError(expects("a transpose", "a vector or a matrix", shapes))
    return shapes[0].transposed


def _evaluate(domain: Domain, values: Sequence[Array], call: Call) -> Array:
    return values[0].T


OPERATOR = Operator(
    name="transpose",
    parameters=("x",),
    shape=_shape,
    evaluate=_evaluate,
    pullback={"x": "transpose(y_bar)"},
    latex=r"#x!4^{\top}",
    precedence=POWER,
    source="matrix calculus: the transpose is linear and its own adjoint's inverse",
)
