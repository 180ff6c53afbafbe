"""The matrix of that shape whose columns, one below the other, are a column: what undoes vec."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from derive.operators import ATOM, Array, Call, Domain, Operator, expects
from derive.shapes import Shape, ShapeError


def _shape(shapes: Sequence[Shape], attrs: Mapping[str, Any]) -> Shape:
    target, x = attrs["shape"], shapes[0]
    fits = isinstance(target, Shape) and target.rank == 2 and x.rank == 1 and not x.row
    if not fits or (target.sizes[0] * target.sizes[1],) != x.sizes:
        raise ShapeError(expects("the inverse of vec", f"a column of as many entries as {target} has", shapes))
    return Shape(target.sizes)


def _evaluate(domain: Domain, values: Sequence[Array], call: Call) -> Array:
    rows, columns = call.attrs["shape"].numbers(call.sizes)
    return values[0].reshape(columns, rows).transpose()


OPERATOR = Operator(
    name="unvec",
    parameters=("x",),
    shape=_shape,
    evaluate=_evaluate,
    written="unvec_like(x, y)",
    pullback={"x": "vec(y_bar)"},
    latex=r"\operatorname{vec}^{-1}(#x)",
    precedence=ATOM,
    source="linear algebra: vec X has the columns of X one below the other",
)
