"""Inverses, determinants, and functions of whole arrays: their atoms hold an argument with indices of their own.

The indices that such a function runs over are written as *reserved* ones in its payload, which nothing renames.
"""

from __future__ import annotations

from collections.abc import Mapping

from derive.algebra.core import Algebra
from derive.algebra.functions import content
from derive.algebra.functions import inverse as reciprocal
from derive.algebra.heads import DELTA_NUMBER, Head
from derive.algebra.terms import (
    NAMED,
    RESERVED,
    Index,
    Monomial,
    NotCovered,
    Polynomial,
    Rational,
    atoms_of,
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
    names = {index: RESERVED + place for place, index in enumerate(reduced)}
    attrs = tuple(str(size) for size in reduced.values())
    _refuse_nesting(algebra, p)
    payload, at, alike = algebra.abstracted(algebra.renamed(p, names))
    return algebra.atom(Head(kind, attrs=attrs, payload=payload, symmetric=alike), at)


def inverse(algebra: Algebra, p: Polynomial, size: Size, at: tuple[Index, ...]) -> Polynomial:
    """The entry of the inverse of a matrix of that size whose entry at the indices 0 and 1 is ``p``."""
    factor, scale, rest = _without_scale(algebra, p)
    if rest == single((DELTA_NUMBER, (ROW, COLUMN))):
        entry = algebra.delta(*at)
    else:
        turned = algebra.renamed(rest, {ROW: COLUMN, COLUMN: ROW})
        _refuse_nesting(algebra, rest)
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
    _refuse_nesting(algebra, matrix)
    turned = algebra.renamed(matrix, {ROW: COLUMN, COLUMN: ROW})
    return algebra.atom(Head("det", payload=frozen(min(matrix, turned, key=sort_key))))


def entry(algebra: Algebra, head: Head, i: Index, j: Index) -> Polynomial:
    """The entry of the matrix that an inverse is the inverse of."""
    assert head.payload is not None
    return algebra.renamed(dict(head.payload), {ROW: i, COLUMN: j})


def _matrix(algebra: Algebra, p: Polynomial) -> Polynomial:
    """The entry at the reserved row and column."""
    matrix = algebra.renamed(p, {0: ROW, 1: COLUMN})
    if free_indices(matrix):
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


def _refuse_nesting(algebra: Algebra, p: Polynomial) -> None:
    """Refuse an argument in which a function has reserved indices inside: whose they are could be mistaken."""
    pending, seen = [p], set()
    while pending:
        for monomial in pending.pop():
            for component, _ in monomial:
                for (number, _), _ in atoms_of(component):
                    payload = algebra.heads[number].payload
                    if payload is not None and number not in seen:
                        seen.add(number)
                        inner = dict(payload)
                        if _has_reserved(inner):
                            raise NotCovered("it holds a function of a matrix within a function of a matrix")
                        pending.append(inner)


def _has_reserved(p: Polynomial) -> bool:
    return any(
        RESERVED <= index < NAMED
        for monomial in p
        for component, _ in monomial
        for (_, at), _ in atoms_of(component)
        for index in at
    )
