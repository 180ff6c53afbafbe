"""The Kronecker product of two matrices: the matrix of the blocks a_ij B."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from derive.operators import SUM, Array, Call, Domain, Operator, expects
from derive.shapes import Shape, ShapeError


def _shape(shapes: Sequence[Shape], attrs: Mapping[str, Any]) -> Shape:
    if any(shape.rank != 2 for shape in shapes):
        raise ShapeError(expects("a Kronecker product", "two matrices", shapes))
    return Shape(tuple(p * q for p, q in zip(shapes[0].sizes, shapes[1].sizes, strict=True)))


def _evaluate(domain: Domain, values: Sequence[Array], call: Call) -> Array:
    a, b = values
    rows, columns = a.shape[0] * b.shape[0], a.shape[1] * b.shape[1]
    return (a[:, None, :, None] * b[None, :, None, :]).reshape(rows, columns)


OPERATOR = Operator(
    name="kron",
    parameters=("a", "b"),
    shape=_shape,
    evaluate=_evaluate,
    pullback={"a": "kron_left_like(y_bar, b, a)", "b": "kron_right_like(y_bar, a, b)"},
    latex=r"#a!3 \otimes #b!3",
    precedence=SUM,
    source="matrix calculus: the block (i, j) of A ⊗ B is a_ij B",
)
