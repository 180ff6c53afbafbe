"""Inverses, determinants, and functions of whole arrays: their atoms hold an argument with indices of their own.

The indices that such a function runs over are written as *reserved* ones in its payload, which nothing renames.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from derive.algebra import sized
from derive.algebra.core import Algebra
from derive.algebra.digits import check_own
from derive.algebra.functions import content, turned
from derive.algebra.functions import inverse as reciprocal
from derive.algebra.heads import DELTA_NUMBER, Head
from derive.algebra.signs import Sign, sign_of, sign_of_power
from derive.algebra.terms import (
    FIXED,
    RESERVED,
    Component,
    Index,
    Monomial,
    NotCovered,
    Polynomial,
    Rational,
    add_to,
    added,
    as_number,
    constant,
    free_indices,
    frozen,
    is_bound,
    mentions,
    scaled,
    simple,
    sort_key,
    times,
)
from derive.shapes import Size

MOST_LAYERS = 8
"""How many functions within one another an argmax is taken through."""
ROW, COLUMN = RESERVED, RESERVED + 1
"""The row and the column of a matrix in a payload."""


def functional(algebra: Algebra, kind: str, p: Polynomial, reduced: Mapping[Index, Size]) -> Polynomial:
    """A function of all entries of an array along some axes, of which nothing is known but that it is one."""
    check_own(algebra.digits, p, list(reduced))
    names = {index: RESERVED + place for place, index in enumerate(reduced)}
    attrs = tuple(str(size) for size in reduced.values())
    inner, own = algebra.renamed(p, names), frozenset(names.values())
    return algebra.function(kind, ordered(algebra, inner, own) if kind == "argmax" else inner, attrs, own)


def ordered(algebra: Algebra, p: Polynomial, own: frozenset[Index]) -> Polynomial:
    """A simpler array whose entries along the own indices are in the same order, ties included: its argmax is the same.

    Terms and positive factors that do not depend on these indices are left out; e^u, log u and powers of what is
    positive go up or down with u.
    """
    for _ in range(MOST_LAYERS):
        q = {m: c for m, c in p.items() if any(_depends(component, own) for component, _ in m)}
        if not q:
            return p
        factor, common, _ = content(algebra, q)
        beside: Monomial = frozenset((c, e) for c, e in common if not _depends(c, own) and _is_positive(algebra, c, e))
        away: Monomial = frozenset((c, -e) for c, e in beside)
        q = {times(m, away): simple(Fraction(c) / abs(Fraction(factor))) for m, c in q.items()}
        inside = _inside(algebra, q) if len(q) == 1 else None
        if inside is None:
            return q
        p = inside
    return p


def _inside(algebra: Algebra, q: Polynomial) -> Polynomial | None:
    """What goes up where one term does: u for e^u and log u, −u for −e^u and 1/u; None where it is no such term."""
    ((monomial, coefficient),) = q.items()
    if any(is_bound(component) for component, _ in monomial):
        return None
    sign = 1 if coefficient > 0 else -1
    heads = [(algebra.heads[c[0]], c[1], e) for c, e in monomial]
    if all(head.kind == "exp" for head, _, _ in heads):
        return added(*(scaled(algebra.payload_at(head, at), sign * e) for head, at, e in heads))
    head, at, exponent = heads[0]
    if len(heads) > 1 or head.kind not in ("base", "log") or (head.kind == "log" and exponent != 1):
        return None
    inner = algebra.payload_at(head, at)
    if head.kind == "base" and sign_of(algebra, inner) is not Sign.POSITIVE:
        return None
    return scaled(inner, sign if exponent > 0 else -sign)


def _depends(component: Component, own: frozenset[Index]) -> bool:
    return any(mentions(component, index) for index in own)


def _is_positive(algebra: Algebra, component: Component, exponent: Rational) -> bool:
    return sign_of_power(algebra, component, exponent) is Sign.POSITIVE


def inverse(algebra: Algebra, p: Polynomial, size: Size, at: tuple[Index, ...]) -> Polynomial:
    """The entry of the inverse of a matrix of that size whose entry at the indices 0 and 1 is ``p``."""
    factor, scale, rest = _without_scale(algebra, p)
    diagonal = _diagonal(rest)
    if diagonal is not None:
        below = reciprocal(algebra, algebra.renamed(diagonal, {ROW: at[0]}))
        entry = algebra.multiply(algebra.delta(*at), below)
    else:
        other = algebra.renamed(rest, {ROW: COLUMN, COLUMN: ROW})
        symmetric = other == rest
        if sort_key(other) < sort_key(rest):
            rest, at = other, at[::-1]
        entry = algebra.atom(Head("inverse", attrs=(size,), payload=frozen(rest), symmetric=symmetric), at)
    return algebra.multiply(entry, reciprocal(algebra, {scale: factor}))


def determinant(algebra: Algebra, p: Polynomial, size: Size) -> Polynomial:
    """The determinant of a matrix of that size whose entry at the indices 0 and 1 is ``p``.

    That of the transpose is the same; a number times a matrix has its power by the size in front.
    """
    if not _matrix(algebra, p):
        return {}
    factor, scale, rest = _without_scale(algebra, p)
    outside = sized.power(algebra, {scale: factor}, size)
    diagonal = _diagonal(rest)
    if diagonal is not None:
        own = algebra.renamed(diagonal, {ROW: 0})
        product = constant(1) if as_number(own) == 1 else functional(algebra, "prod_along", own, {0: size})
        return algebra.multiply(outside, product)
    ways = (rest, algebra.renamed(rest, {ROW: COLUMN, COLUMN: ROW}))
    matrix, way = min(((turned(way), way) for way in ways), key=lambda found: sort_key(found[0]))
    sign = 1 if matrix is way else -1
    atom = algebra.atom(Head("det", payload=frozen(matrix)))
    return algebra.multiply(outside, sized.power(algebra, constant(sign), size), atom)


def entry(algebra: Algebra, head: Head, i: Index, j: Index) -> Polynomial:
    """The entry of the matrix that an inverse is the inverse of."""
    assert head.payload is not None
    return algebra.renamed(dict(head.payload), {ROW: i, COLUMN: j})


def _diagonal(matrix: Polynomial) -> Polynomial | None:
    """The entry in a row of the diagonal of a matrix with nothing beside it; None for any other matrix."""
    delta, found = (DELTA_NUMBER, (ROW, COLUMN)), dict[Monomial, Rational]()
    for monomial, coefficient in matrix.items():
        rest: Monomial = monomial - {(delta, 1)}
        if rest == monomial or any(mentions(component, COLUMN) for component, _ in rest):
            return None
        found[rest] = coefficient
    return found


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
