"""Determinants and inverses in any domain of numbers.

A domain that knows the ``magnitude`` of a number gets Gauss's elimination, its pivots the largest numbers that are
certainly not 0; a matrix without such a pivot is singular, or not known not to be, and has no value here. Formulas, of
which nothing is certain, are expanded by cofactors instead, which divides by the determinant alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from derive.operators import Array, Domain, Undefined

LARGEST = 4
"""Up to which size a determinant of formulas is written out: it has n! terms."""


def determinant(domain: Domain, matrix: Array) -> Array:
    """The determinant of a square matrix. Raises `Undefined`."""
    if not hasattr(domain, "magnitude"):
        _refuse_large(matrix)
        return _expanded(domain, matrix)
    return _eliminated(domain, matrix, _identity(domain, len(matrix)))[0]


def inverse(domain: Domain, matrix: Array) -> Array:
    """The inverse of a square matrix. Raises `Undefined` for a singular one, and where that is not certain."""
    if not hasattr(domain, "magnitude"):
        _refuse_large(matrix)
        return _from_cofactors(domain, matrix)
    return _eliminated(domain, matrix, _identity(domain, len(matrix)))[1]


def _identity(domain: Domain, size: int) -> Array:
    result = domain.full((size, size), domain.constant(0, 1))
    for position in range(size):
        result[position, position] = domain.constant(1, 1)
    return result


def _eliminated(domain: Any, matrix: Array, right: Array) -> tuple[Array, Array]:
    """The determinant, and the solution of ``matrix · solution = right``.

    Numbers are kept in slices of arrays: NumPy would take a lone power series for a sequence of its coefficients.
    """
    left, right = np.array(matrix), np.array(right, dtype=np.result_type(matrix, right))
    product = domain.full((1,), domain.constant(1, 1))
    for column in range(len(left)):
        pivot = _pivot(domain, left[:, column], column)
        if pivot != column:
            for side in (left, right):
                side[[column, pivot]] = side[[pivot, column]]
            product = -product
        product = product * left[column, column : column + 1]
        divisor = left[column, column : column + 1].copy()
        left[column], right[column] = left[column] / divisor, right[column] / divisor
        for row in range(len(left)):
            if row != column:
                factor = left[row, column : column + 1].copy()
                left[row], right[row] = left[row] - left[column] * factor, right[row] - right[column] * factor
    return product[0], right


def _pivot(domain: Any, column: Array, start: int) -> int:
    """The row from ``start`` on in which the largest number that is certainly not 0 stands."""
    best, largest = start, 0.0
    for row in range(start, len(column)):
        magnitude = domain.magnitude(column[row])
        if magnitude > largest:
            best, largest = row, magnitude
    if not largest:
        raise Undefined("the matrix is singular, or not certainly regular")
    return best


def _refuse_large(matrix: Array) -> None:
    if len(matrix) > LARGEST:
        raise Undefined(f"formulas are written out for matrices up to {LARGEST}×{LARGEST}, not {len(matrix)}")


def _minor(matrix: Array, row: int, column: int) -> Array:
    return np.delete(np.delete(matrix, row, axis=0), column, axis=1)


def _expanded(domain: Domain, matrix: Array) -> Array:
    """The determinant by cofactors along the first row; 1 for a matrix without entries."""
    if len(matrix) == 1:
        return matrix[0, 0]
    terms = [matrix[0, j] * _signed(0, j, _expanded(domain, _minor(matrix, 0, j))) for j in range(len(matrix))]
    return _total(terms) if terms else domain.constant(1, 1)


def _from_cofactors(domain: Domain, matrix: Array) -> Array:
    determinant_of_all, result = _expanded(domain, matrix), np.empty(matrix.shape, dtype=object)
    for row, column in np.ndindex(matrix.shape):
        cofactor = _signed(row, column, _expanded(domain, _minor(matrix, row, column)))
        result[column, row] = cofactor / determinant_of_all
    return result


def _signed(row: int, column: int, value: Array) -> Array:
    return -value if (row + column) % 2 else value


def _total(terms: Sequence[Array]) -> Array:
    result = terms[0]
    for term in terms[1:]:
        result = result + term
    return result
