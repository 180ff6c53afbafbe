"""A column repeated in every column of a matrix, or a row in every row. It is written as the column or row itself.

This is what `W X + b` means where X holds one example in each column: the bias is added to every example.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from derive.operators import ATOM, Array, Call, Domain, Operator, expects
from derive.shapes import Shape, ShapeError


def _shape(shapes: Sequence[Shape], attrs: Mapping[str, Any]) -> Shape:
    target, vector = attrs["shape"], shapes[0]
    fits = isinstance(target, Shape) and target.rank == 2 and vector.rank == 1
    if not fits or target.sizes[1 if vector.row else 0] != vector.sizes[0]:
        needs = "a column with the rows, or a row with the columns, of the matrix it is repeated in"
        raise ShapeError(expects("spreading", needs, shapes))
    return Shape(target.sizes)


def _evaluate(domain: Domain, values: Sequence[Array], call: Call) -> Array:
    rows, columns = call.attrs["shape"].numbers(call.sizes)
    vector = values[0]
    if call.shapes[0].row:
        return vector[None, :].repeat(rows, axis=0)
    return vector[:, None].repeat(columns, axis=1)


OPERATOR = Operator(
    name="spread",
    parameters=("x",),
    shape=_shape,
    evaluate=_evaluate,
    written="spread_like(x, y_bar)",
    pullback={"x": "gather_like(y_bar, x)"},
    latex="#x!4",
    precedence=ATOM,
    source="matrix calculus: a column used in every column of a matrix receives the sum of their cotangents",
)
