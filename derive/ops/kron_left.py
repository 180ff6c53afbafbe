"""What carries a cotangent back to the left factor of a Kronecker product.

Its entry (i, j) is the sum of the products of the entries of block (i, j) of x with those of b.
``shape`` is the shape of that factor.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from derive.operators import ATOM, Array, Call, Domain, Operator, expects
from derive.shapes import Shape, ShapeError


def _shape(shapes: Sequence[Shape], attrs: Mapping[str, Any]) -> Shape:
    target, (x, b) = attrs["shape"], shapes
    fits = isinstance(target, Shape) and target.rank == x.rank == b.rank == 2
    if not fits or any(p * q != size for p, q, size in zip(target.sizes, b.sizes, x.sizes, strict=True)):
        raise ShapeError(
            expects("the left factor", f"a matrix of the size of a Kronecker product with {target}", shapes)
        )
    return Shape(target.sizes)


def _evaluate(domain: Domain, values: Sequence[Array], call: Call) -> Array:
    x, b = values
    rows, columns = call.attrs["shape"].numbers(call.sizes)
    return (x.reshape(rows, b.shape[0], columns, b.shape[1]) * b[None, :, None, :]).sum(axis=(1, 3))


OPERATOR = Operator(
    name="kron_left",
    parameters=("x", "b"),
    shape=_shape,
    evaluate=_evaluate,
    written="kron_left_like(x, b, y)",
    pullback={"x": "kron(y_bar, b)", "b": "kron_right_like(x, y_bar, b)"},
    latex=r"\operatorname{left}_{\otimes}(#x, #b)",
    precedence=ATOM,
    source="matrix calculus: the adjoint of A ↦ A ⊗ B",
)
