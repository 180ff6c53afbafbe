"""The determinant of a square matrix. A singular one has no value here, nor one that may be singular."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from derive.elimination import determinant
from derive.operators import ATOM, Array, Call, Domain, Operator, expects
from derive.shapes import SCALAR, Shape, ShapeError


def _shape(shapes: Sequence[Shape], attrs: Mapping[str, Any]) -> Shape:
    if shapes[0].rank != 2 or shapes[0].sizes[0] != shapes[0].sizes[1]:
        raise ShapeError(expects("a determinant", "a square matrix", shapes))
    return SCALAR


def _evaluate(domain: Domain, values: Sequence[Array], call: Call) -> Array:
    return determinant(domain, values[0])


OPERATOR = Operator(
    name="det",
    parameters=("x",),
    shape=_shape,
    evaluate=_evaluate,
    pullback={"x": "y_bar * y * inverse(transpose(x))"},
    latex=r"\det(#x)",
    precedence=ATOM,
    source="matrix calculus: Jacobi's formula",
)
