"""The matrix product: row·column is a number, column·row a matrix, matrix·column a column, row·matrix a row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from derive.operators import PRODUCT, Array, Call, Domain, Operator, expects
from derive.shapes import Shape, ShapeError, Size


def _rows_and_columns(shape: Shape) -> tuple[Size | None, Size | None] | None:
    """Rows and columns, with None where a vector has a single one; None for what is no vector and no matrix."""
    if shape.rank == 2:
        return shape.sizes[0], shape.sizes[1]
    if shape.rank == 1:
        return (None, shape.sizes[0]) if shape.row else (shape.sizes[0], None)
    return None


def may_be_multiplied(left: Shape, right: Shape) -> bool:
    """Whether the matrix product of two arrays exists."""
    sides = _rows_and_columns(left), _rows_and_columns(right)
    return sides[0] is not None and sides[1] is not None and sides[0][1] == sides[1][0]


def _shape(shapes: Sequence[Shape], attrs: Mapping[str, Any]) -> Shape:
    left, right = (_rows_and_columns(shape) for shape in shapes)
    if left is None or right is None or left[1] != right[0]:
        needs = "as many columns on the left as there are rows on the right"
        raise ShapeError(expects("a matrix product", needs, shapes))
    sizes = tuple(size for size in (left[0], right[1]) if size is not None)
    return Shape(sizes, row=left[0] is None and right[1] is not None)


def _evaluate(domain: Domain, values: Sequence[Array], call: Call) -> Array:
    left, right = values
    column_times_row = call.shapes[1].row and not call.shapes[0].row and left.ndim == 1
    return left[:, None] * right[None, :] if column_times_row else left @ right


OPERATOR = Operator(
    name="matmul",
    parameters=("a", "b"),
    shape=_shape,
    evaluate=_evaluate,
    pullback={"a": "matmul(y_bar, transpose(b))", "b": "matmul(transpose(a), y_bar)"},
    latex="#a!2 #b!3",
    precedence=PRODUCT,
    source="matrix calculus: the adjoint of C = AB is (C̄Bᵀ, AᵀC̄)",
)
