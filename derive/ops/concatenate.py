"""Arrays put together along one axis, ``axis``: the rows of one below those of another, or their columns beside it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import reduce
from operator import add
from typing import Any

import numpy as np

from derive.operators import ATOM, Array, Call, Domain, Operator, expects
from derive.shapes import Shape, ShapeError


def _shape(shapes: Sequence[Shape], attrs: Mapping[str, Any]) -> Shape:
    axis, first = attrs["axis"], shapes[0]
    if not isinstance(axis, int) or not 0 <= axis < first.rank or any(s.rank != first.rank for s in shapes):
        raise ShapeError(expects(f"putting together along axis {axis}", "arrays that have this axis", shapes))
    others = {(*shape.sizes[:axis], *shape.sizes[axis + 1 :], shape.row) for shape in shapes}
    if len(others) > 1:
        raise ShapeError(expects(f"putting together along axis {axis}", "arrays equal along the other axes", shapes))
    length = reduce(add, (shape.sizes[axis] for shape in shapes))
    return Shape((*first.sizes[:axis], length, *first.sizes[axis + 1 :]), first.row)


def _evaluate(domain: Domain, values: Sequence[Array], call: Call) -> Array:
    return np.concatenate(values, axis=call.attrs["axis"])


OPERATOR = Operator(
    name="concatenate",
    parameters=("first", "*rest"),
    shape=_shape,
    evaluate=_evaluate,
    written="concatenate_like(first, *rest, y)",
    pullback={"first": "concatenate_back(y_bar, y, first)", "rest": "concatenate_back(y_bar, y, rest, *before)"},
    latex="",
    precedence=ATOM,
    source="calculus: an entry depends on itself alone",
)
