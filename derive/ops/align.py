"""An array whose axes stand as axes of a larger array, repeated along all others: the x_i in Σ_i Σ_j x_i A_ij.

``axes`` says for each axis of x which axis of the result it is. It is written as the array itself.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from derive.operators import ATOM, Array, Call, Domain, Operator, expects
from derive.shapes import Shape, ShapeError


def _shape(shapes: Sequence[Shape], attrs: Mapping[str, Any]) -> Shape:
    target, axes, x = attrs["shape"], attrs["axes"], shapes[0]
    fits = isinstance(target, Shape) and isinstance(axes, tuple) and len(axes) == x.rank > 0
    fits = fits and len(set(axes)) == len(axes) and all(0 <= axis < target.rank for axis in axes)
    if not fits or any(target.sizes[axis] != size for axis, size in zip(axes, x.sizes, strict=True)):
        needs = f"an array with an axis of the same size for each of its axes {axes} in {target}"
        raise ShapeError(expects("an alignment", needs, shapes))
    return Shape(target.sizes, target.row)


def _evaluate(domain: Domain, values: Sequence[Array], call: Call) -> Array:
    axes, lengths = call.attrs["axes"], call.attrs["shape"].numbers(call.sizes)
    turned = values[0].transpose(sorted(range(len(axes)), key=axes.__getitem__))
    standing = tuple(length if axis in axes else 1 for axis, length in enumerate(lengths))
    result = np.empty(lengths, dtype=turned.dtype)
    result[...] = turned.reshape(standing)
    return result


OPERATOR = Operator(
    name="align",
    parameters=("x",),
    shape=_shape,
    evaluate=_evaluate,
    written="align_like(x, y)",
    pullback={"x": "align_back(y_bar, y)"},
    latex="#x",
    precedence=ATOM,
    source="calculus: a number used in several places receives the sum of their cotangents",
)
