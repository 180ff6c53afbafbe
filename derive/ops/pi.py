"""The number π."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from derive.operators import ATOM, Array, Call, Domain, Operator
from derive.shapes import SCALAR, Shape


def _shape(shapes: Sequence[Shape], attrs: Mapping[str, Any]) -> Shape:
    return SCALAR


def _evaluate(domain: Domain, values: Sequence[Array], call: Call) -> Array:
    return domain.pi()


OPERATOR = Operator(
    name="pi",
    parameters=(),
    shape=_shape,
    evaluate=_evaluate,
    latex=r"\pi",
    precedence=ATOM,
    source="the ratio of a circle's circumference to its diameter",
)
