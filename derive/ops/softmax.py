"""The softmax of a vector: its exponentials, divided by their sum."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from derive.operators import ATOM, Array, Call, Domain, Operator, expects
from derive.shapes import Shape, ShapeError


def _shape(shapes: Sequence[Shape], attrs: Mapping[str, Any]) -> Shape:
    if shapes[0].rank != 1:
        raise ShapeError(expects("softmax", "a vector", shapes))
    return shapes[0]


def _evaluate(domain: Domain, values: Sequence[Array], call: Call) -> Array:
    up = domain.exp(values[0])
    return up / domain.full(up.shape, up.sum())


OPERATOR = Operator(
    name="softmax",
    parameters=("x",),
    shape=_shape,
    evaluate=_evaluate,
    pullback={"x": "y * (y_bar - sum(y * y_bar))"},
    latex=r"\operatorname{softmax}(#x)",
    precedence=ATOM,
    source="calculus: the quotient rule on e^(x_i) / Σ e^(x_j)",
)
