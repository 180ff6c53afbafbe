"""What carries a cotangent back to the right factor of a Kronecker product.

It is the sum of the blocks (i, j) of x, each times the entry (i, j) of a.
``shape`` is the shape of that factor.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from derive.operators import ATOM, Array, Call, Domain, Operator, expects
from derive.shapes import Shape, ShapeError


def _shape(shapes: Sequence[Shape], attrs: Mapping[str, Any]) -> Shape:
    target, (x, a) = attrs["shape"], shapes
    fits = isinstance(target, Shape) and target.rank == x.rank == a.rank == 2
    if not fits or any(p * q != size for p, q, size in zip(target.sizes, a.sizes, x.sizes, strict=True)):
        raise ShapeError(
            expects("the right factor", f"a matrix of the size of a Kronecker product with {target}", shapes)
        )
    return Shape(target.sizes)


def _evaluate(domain: Domain, values: Sequence[Array], call: Call) -> Array:
    x, a = values
    rows, columns = call.attrs["shape"].numbers(call.sizes)
    return (x.reshape(a.shape[0], rows, a.shape[1], columns) * a[:, None, :, None]).sum(axis=(0, 2))


OPERATOR = Operator(
    name="kron_right",
    parameters=("x", "a"),
    shape=_shape,
    evaluate=_evaluate,
    written="kron_right_like(x, a, y)",
    pullback={"x": "kron(a, y_bar)", "a": "kron_left_like(x, y_bar, a)"},
    latex=r"\operatorname{right}_{\otimes}(#x, #a)",
    precedence=ATOM,
    source="matrix calculus: the adjoint of B ↦ A ⊗ B",
)
