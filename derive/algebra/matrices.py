"""Inverses, determinants, and functions of whole arrays: their atoms hold an argument with indices of their own.

The indices that such a function runs over are written as *reserved* ones in its payload, which nothing renames.
"""

from __future__ import annotations

from collections.abc import Mapping

from derive.algebra.core import Algebra
from derive.algebra.digits import check_own
from derive.algebra.functions import content
from derive.algebra.functions import inverse as reciprocal
from derive.algebra.heads import DELTA_NUMBER, Head
from derive.algebra.terms import (
    FIXED,
    RESERVED,
    Index,
    Monomial,
    NotCovered,
    Polynomial,
    Rational,
    add_to,
    constant,
    free_indices,
    frozen,
    mentions,
    simple,
    single,
    sort_key,
)
from derive.shapes import Size

ROW, COLUMN = RESERVED, RESERVED + 1
"""The row and the column of a matrix in a payload."""


def functional(algebra: Algebra, kind: str, p: Polynomial, reduced: Mapping[Index, Size]) -> Polynomial:
    """A function of all entries of an array along some axes, of which nothing is known but that it is one."""
    check_own(algebra.digits, p, list(reduced))
    names = {index: RESERVED + place for place, index in enumerate(reduced)}
    attrs = tuple(str(size) for size in reduced.values())
    return algebra.function(kind, algebra.renamed(p, names), attrs, frozenset(names.values()))


def inverse(algebra: Algebra, p: Polynomial, size: Size, at: tuple[Index, ...]) -> Polynomial:
    """The entry of the inverse of a matrix of that size whose entry at the indices 0 and 1 is ``p``."""
    factor, scale, rest = _without_scale(algebra, p)
    if rest == single((DELTA_NUMBER, (ROW, COLUMN))):
        entry = algebra.delta(*at)
    else:
        turned = algebra.renamed(rest, {ROW: COLUMN, COLUMN: ROW})
        symmetric = turned == rest
        if sort_key(turned) < sort_key(rest):
            rest, at = turned, at[::-1]
        entry = algebra.atom(Head("inverse", attrs=(size,), payload=frozen(rest), symmetric=symmetric), at)
    return algebra.multiply(entry, reciprocal(algebra, {scale: factor}))


def determinant(algebra: Algebra, p: Polynomial) -> Polynomial:
    """The determinant of a matrix whose entry at the indices 0 and 1 is ``p``; that of the transpose is the same."""
    matrix = _matrix(algebra, p)
    if matrix == single((DELTA_NUMBER, (ROW, COLUMN))):
        return constant(1)
    turned = algebra.renamed(matrix, {ROW: COLUMN, COLUMN: ROW})
    return algebra.atom(Head("det", payload=frozen(min(matrix, turned, key=sort_key))))


def entry(algebra: Algebra, head: Head, i: Index, j: Index) -> Polynomial:
    """The entry of the matrix that an inverse is the inverse of."""
    assert head.payload is not None
    return algebra.renamed(dict(head.payload), {ROW: i, COLUMN: j})


def _matrix(algebra: Algebra, p: Polynomial) -> Polynomial:
    """The entry at the reserved row and column."""
    check_own(algebra.digits, p, (0, 1))
    matrix = algebra.renamed(p, {0: ROW, 1: COLUMN})
    if free_indices(matrix) - {ROW, COLUMN}:
        raise NotCovered("it holds a function of a matrix for each of several indices")
    return matrix


def _without_scale(algebra: Algebra, p: Polynomial) -> tuple[Rational, Monomial, Polynomial]:
    """The matrix as a number times a monomial that does not depend on its indices, times the rest."""
    matrix = _matrix(algebra, p)
    if not matrix:
        raise ZeroDivisionError("the inverse of a matrix that is identically zero")
    factor, monomial, rest = content(algebra, matrix)
    scale: Monomial = frozenset(
        (c, e) for c, e in monomial if not mentions(c, ROW) and not mentions(c, COLUMN) and c[0] != DELTA_NUMBER
    )
    return simple(factor), scale, algebra.multiply(rest, {monomial - scale: 1})


Grid = list[list[Polynomial]]


def small_determinant(algebra: Algebra, grid: Grid) -> Polynomial:
    """The determinant of a matrix written out, by cofactors along the first row."""
    if not grid:
        return constant(1)
    total: Polynomial = {}
    for column, own in enumerate(grid[0]):
        minor = small_determinant(algebra, _without(grid, 0, column))
        add_to(total, algebra.multiply(own, minor), -1 if column % 2 else 1)
    return total


def small_inverse(algebra: Algebra, grid: Grid, at: tuple[Index, ...]) -> Polynomial:
    """The entry of the inverse of a matrix written out: a cofactor over the determinant."""
    below = reciprocal(algebra, small_determinant(algebra, grid))
    result: Polynomial = {}
    for i in range(len(grid)):
        for j in range(len(grid)):
            here = algebra.multiply(algebra.delta(at[0], FIXED + 1 + j), algebra.delta(at[1], FIXED + 1 + i))
            cofactor = small_determinant(algebra, _without(grid, i, j))
            add_to(result, algebra.multiply(here, cofactor, below), -1 if (i + j) % 2 else 1)
    return result


def _without(grid: Grid, row: int, column: int) -> Grid:
    return [[p for j, p in enumerate(line) if j != column] for i, line in enumerate(grid) if i != row]
