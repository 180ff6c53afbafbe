"""Kronecker products, vec, inverses and determinants by their entries."""

from __future__ import annotations

from typing import Protocol, TypeAlias

from derive.algebra import functions, matrices, sized
from derive.algebra.core import Algebra
from derive.algebra.terms import FIXED, Index, Polynomial, constant, scaled
from derive.building import is_apply, mul, unwrapped
from derive.ir import Apply, Expr, children

LARGEST_MATRIX = 3
"""The largest matrix whose determinant and inverse are written out entry by entry."""

At: TypeAlias = tuple[Index, ...]


class Entries(Protocol):
    """Writes entries of expressions."""

    algebra: Algebra

    def at(self, expr: Expr, at: At) -> Polynomial:
        """The entry at the given indices."""

    def entry(self, expr: Expr) -> Polynomial:
        """The entry at the indices 0, 1, …, one for each axis."""


def kron(x: Entries, e: Apply, at: At) -> Polynomial:
    """The entry of A at the high digits of the row and the column, times that of B at the low ones."""
    places = [_split(x, e, index, axis) for axis, index in enumerate(at)]
    return x.algebra.multiply(*(x.at(arg, tuple(index[k] for index in places)) for k, arg in enumerate(e.args)))


def _split(x: Entries, e: Apply, index: Index, axis: int) -> tuple[Index, Index]:
    """Where a row or column of a Kronecker product stands in each of its factors."""
    return x.algebra.digits.split(index, *(arg.shape.sizes[axis] for arg in e.args))


def kron_back(x: Entries, e: Apply, at: At) -> Polynomial:
    """The entries of x, each times the entry of the other factor that stands at the digits of its row and column."""
    product, factor = e.args
    opened = tuple(x.algebra.fresh() for _ in at)
    result, inner = x.at(product, opened), []
    for axis, index in enumerate(opened):
        sizes = [e.shape.sizes[axis], factor.shape.sizes[axis]]
        digits = x.algebra.digits.split(index, *(sizes if e.op.name == "kron_left" else reversed(sizes)))
        own, other = digits if e.op.name == "kron_left" else reversed(digits)
        result = x.algebra.multiply(result, x.algebra.delta(own, at[axis]))
        inner.append(other)
    result = x.algebra.multiply(result, x.at(factor, tuple(inner)))
    for index, size in zip(opened, product.shape.sizes, strict=True):
        result = x.algebra.summed(result, index, size)
    return result


def vec(x: Entries, e: Apply, at: At) -> Polynomial:
    """The entry in the row and the column that are the low and the high digit of the index."""
    rows, columns = e.args[0].shape.sizes
    return x.at(e.args[0], x.algebra.digits.split(at[0], columns, rows)[::-1])


def unvec(x: Entries, e: Apply, at: At) -> Polynomial:
    """The entry whose index has the column as its high digit and the row as its low one."""
    index, (rows, columns) = x.algebra.fresh(), e.shape.sizes
    column, row = x.algebra.digits.split(index, columns, rows)
    here = x.algebra.multiply(x.algebra.delta(row, at[0]), x.algebra.delta(column, at[1]))
    return x.algebra.summed(x.algebra.multiply(here, x.at(e.args[0], (index,))), index, rows * columns)


def inverse(x: Entries, e: Apply, at: At) -> Polynomial:
    """(AB)⁻¹ = B⁻¹A⁻¹, (A ⊗ B)⁻¹ = A⁻¹ ⊗ B⁻¹ for square A and B, (Aᵀ)⁻¹ = (A⁻¹)ᵀ, (A⁻¹)⁻¹ = A.

    Of the entries of any other inverse relations are known.
    """
    inner = e.args[0]
    if isinstance(inner, Apply) and inner.op.name == "inverse":
        return x.at(inner.args[0], at)
    if isinstance(inner, Apply) and inner.op.name == "transpose":
        return x.at(Apply(e.op, inner.args), at[::-1])
    if isinstance(inner, Apply) and inner.op.name == "matmul" and inner.args[0].shape == inner.args[1].shape:
        index, (a, b) = x.algebra.fresh(), (Apply(e.op, (arg,)) for arg in inner.args)
        product = x.algebra.multiply(x.at(b, (at[0], index)), x.at(a, (index, at[1])))
        return x.algebra.summed(product, index, e.shape.sizes[0])
    if isinstance(inner, Apply) and inner.op.name == "kron" and all(map(_is_square, inner.args)):
        return x.at(Apply(inner.op, tuple(Apply(e.op, (arg,)) for arg in inner.args)), at)
    factor, matrix = _scale(x, inner)
    if matrix is not inner:
        return x.algebra.multiply(functions.inverse(x.algebra, factor), x.at(Apply(e.op, (matrix,)), at))
    if _is_small(x, e):
        return matrices.small_inverse(x.algebra, _grid(x, inner), at)
    return matrices.inverse(x.algebra, x.entry(inner), e.shape.sizes[0], at)


def det(x: Entries, e: Apply, at: At) -> Polynomial:
    """det AB = det A det B, det (A ⊗ B) = (det A)^p (det B)^m for square A and B, det A⁻¹ = 1/det A, det Aᵀ = det A.

    det cA = cⁿ det A too, for a number c.
    """
    inner = e.args[0]
    while isinstance(inner, Apply) and inner.op.name == "transpose":
        inner = inner.args[0]
    if isinstance(inner, Apply) and inner.op.name == "inverse":
        return functions.inverse(x.algebra, x.at(Apply(e.op, inner.args), ()))
    if isinstance(inner, Apply) and inner.op.name == "matmul" and inner.args[0].shape == inner.args[1].shape:
        return x.algebra.multiply(*(x.at(Apply(e.op, (arg,)), ()) for arg in inner.args))
    if isinstance(inner, Apply) and inner.op.name == "kron" and all(map(_is_square, inner.args)):
        rows = [arg.shape.sizes[0] for arg in inner.args]
        own = [x.at(Apply(e.op, (arg,)), ()) for arg in inner.args]
        powers = (sized.power(x.algebra, d, size) for d, size in zip(own, reversed(rows), strict=True))
        return x.algebra.multiply(*powers)
    factor, matrix = _scale(x, inner)
    if matrix is not inner:
        power = sized.power(x.algebra, factor, inner.shape.sizes[0])
        return x.algebra.multiply(power, x.at(Apply(e.op, (matrix,)), ()))
    if _is_small(x, inner):
        return matrices.small_determinant(x.algebra, _grid(x, inner))
    return matrices.determinant(x.algebra, x.entry(inner), inner.shape.sizes[0])


def _scale(x: Entries, matrix: Expr) -> tuple[Polynomial, Expr]:
    """The number in front of a matrix, and the matrix behind it; 1 and the matrix itself where there is none."""
    if is_apply(matrix, "neg"):
        factor, inner = _scale(x, children(matrix)[0])
        return scaled(factor, -1), inner
    if not is_apply(matrix, "mul"):
        return constant(1), matrix
    numbers = [factor for factor in children(matrix) if unwrapped(factor).shape.is_scalar]
    others = [factor for factor in children(matrix) if not unwrapped(factor).shape.is_scalar]
    if not numbers or not others:
        return constant(1), matrix
    return x.algebra.multiply(*(x.at(unwrapped(factor), ()) for factor in numbers)), mul(*others)


def _is_square(matrix: Expr) -> bool:
    return matrix.shape.sizes[0] == matrix.shape.sizes[1]


def _is_small(x: Entries, matrix: Expr) -> bool:
    """Whether a matrix is written out entry by entry, and has few of them."""
    return x.algebra.explicit and (matrix.shape.sizes[0].number or LARGEST_MATRIX + 1) <= LARGEST_MATRIX


def _grid(x: Entries, matrix: Expr) -> list[list[Polynomial]]:
    places = [FIXED + 1 + k for k in range(matrix.shape.sizes[0].number or 0)]
    return [[x.at(matrix, (i, j)) for j in places] for i in places]
