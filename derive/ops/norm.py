"""The length of a vector: the root of the sum of its squares. Its derivative has no value at the zero vector."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from derive.operators import ATOM, Array, Call, Domain, Operator, expects
from derive.shapes import SCALAR, Shape, ShapeError


def _shape(shapes: Sequence[Shape], attrs: Mapping[str, Any]) -> Shape:
    if shapes[0].rank != 1:
        raise ShapeError(expects("a norm", "a vector", shapes))
    return SCALAR


def _evaluate(domain: Domain, values: Sequence[Array], call: Call) -> Array:
    return domain.power((values[0] * values[0]).sum(), domain.constant(1, 2))


OPERATOR = Operator(
    name="norm",
    parameters=("x",),
    shape=_shape,
    evaluate=_evaluate,
    pullback={"x": "(y_bar / y) * x"},
    latex=r"\lVert #x \rVert",
    precedence=ATOM,
    source="calculus: the gradient of the length of x is x/‖x‖",
)
