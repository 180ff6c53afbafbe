"""The inverse of a square matrix. A singular one has no value, nor one that may be singular."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from derive.elimination import inverse
from derive.operators import ATOM, Array, Call, Domain, Operator, expects
from derive.shapes import Shape, ShapeError


def _shape(shapes: Sequence[Shape], attrs: Mapping[str, Any]) -> Shape:
    if shapes[0].rank != 2 or shapes[0].sizes[0] != shapes[0].sizes[1]:
        raise ShapeError(expects("an inverse", "a square matrix", shapes))
    return shapes[0]


def _evaluate(domain: Domain, values: Sequence[Array], call: Call) -> Array:
    return inverse(domain, values[0])


OPERATOR = Operator(
    name="inverse",
    parameters=("x",),
    shape=_shape,
    evaluate=_evaluate,
    pullback={"x": "-matmul(matmul(transpose(y), y_bar), transpose(y))"},
    latex=r"#x!4^{-1}",
    precedence=ATOM,
    source="matrix calculus: d(X⁻¹) = −X⁻¹ dX X⁻¹",
)
