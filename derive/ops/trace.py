"""The trace of a square matrix: the sum of its diagonal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from derive.operators import ATOM, Array, Call, Domain, Operator, expects
from derive.shapes import SCALAR, Shape, ShapeError


def _shape(shapes: Sequence[Shape], attrs: Mapping[str, Any]) -> Shape:
    if shapes[0].rank != 2 or shapes[0].sizes[0] != shapes[0].sizes[1]:
        raise ShapeError(expects("a trace", "a square matrix", shapes))
    return SCALAR


def _evaluate(domain: Domain, values: Sequence[Array], call: Call) -> Array:
    return values[0].diagonal().sum()


OPERATOR = Operator(
    name="trace",
    parameters=("x",),
    shape=_shape,
    evaluate=_evaluate,
    pullback={"x": "y_bar * eye_like(x)"},
    latex=r"\operatorname{tr}(#x)",
    precedence=ATOM,
    source="matrix calculus: the gradient of the trace is the identity matrix",
)
