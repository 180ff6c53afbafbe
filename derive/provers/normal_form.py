"""Proof for all sizes: the difference of two sides in index notation, reduced to 0.

Equal sides are often equal as sums of products already; else relations between their atoms are subtracted, denominators
are multiplied away, and sums are opened. Sides that are not brought to 0 may still be equal: the prover says nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from derive.algebra.core import FIRST_OPENED, Algebra
from derive.algebra.proofs import Cleared, Opened, Step, Unwound, applied
from derive.algebra.terms import (
    Component,
    Index,
    Monomial,
    Polynomial,
    Rational,
    add_to,
    atoms_of,
    is_bound,
    single,
    times,
)
from derive.provers.reducing import Reducer
from derive.provers.splitting import Splitter

MOST_UNWOUND = 2
"""How many inverses of matrices are multiplied away."""
DEEPEST = 2
"""How many sums within one another are opened."""
MOST_DENOMINATORS = 8
"""How many different denominators are multiplied away."""


@dataclass
class Found:
    """What reducing came to: what is left (nothing, where the sides are equal), and the steps."""

    left: Polynomial
    steps: tuple[Step, ...]


def searched(algebra: Algebra, start: Polynomial) -> Found:
    """Try to bring a polynomial to 0. Raises `NotCovered` and `TooBig`."""
    reducer = Reducer(algebra)
    left, steps = _attempted(reducer, start, DEEPEST)
    if left:
        split = Splitter(algebra, lambda polynomial: _cleared(reducer, polynomial)).split(left)
        left, steps = (left, steps) if split is None else ({}, [*steps, split])
    return Found(left, tuple(steps))


def _attempted(reducer: Reducer, start: Polynomial, depth: int) -> tuple[Polynomial, list[Step]]:
    """Reduce, multiply denominators and inverses away, then open a sum and do the same inside."""
    left, steps = _cleared(reducer, start)
    for unwound in _unwindings(reducer.algebra, left):
        if not left:
            break
        left, more = _cleared(reducer, applied(reducer.algebra, unwound, left))
        steps += [unwound, *more]
    if left and depth:
        for opened in _openings(reducer.algebra, left):
            inner, more = _attempted(reducer, opened.inside, depth - 1)
            if not inner:
                return {}, [*steps, opened, *more]
    return left, steps


def _cleared(reducer: Reducer, start: Polynomial) -> tuple[Polynomial, list[Step]]:
    """Reduce, and multiply away one denominator after the other."""
    left, steps = reducer.reduced(start)
    for cleared in _denominators(reducer.algebra, left):
        if any(c == cleared.component and e < 0 for m in left for c, e in m):
            left, more = reducer.reduced(applied(reducer.algebra, cleared, left))
            steps += [cleared, *more]
    return left, steps


def _unwindings(algebra: Algebra, polynomial: Polynomial) -> list[Unwound]:
    """The inverses of sums of matrices that stand at an end of the terms: multiplied by the matrix, they are gone."""
    found: dict[Unwound, None] = {}
    for monomial in sorted(polynomial, key=sorted):
        for component, _ in sorted(monomial):
            for (number, at), _ in atoms_of(component):
                head = algebra.heads[number]
                if head.kind == "inverse" and head.payload is not None and len(head.payload) > 1:
                    for place, index in enumerate(at):
                        if 0 <= index < FIRST_OPENED:
                            found[Unwound(head, index, before=place == 0)] = None
    return list(found)[:MOST_UNWOUND]


def _denominators(algebra: Algebra, polynomial: Polynomial) -> list[Cleared]:
    lowest: dict[Component, Rational] = {}
    for monomial in polynomial:
        for component, exponent in monomial:
            if not is_bound(component) and exponent < 0 and algebra.heads[component[0]].kind == "base":
                lowest[component] = min(lowest.get(component, 0), exponent)
    return [Cleared(c, -e) for c, e in sorted(lowest.items())][:MOST_DENOMINATORS]


def _openings(algebra: Algebra, polynomial: Polynomial) -> Iterator[Opened]:
    """Ways to write the polynomial as one sum over an index in whose terms a denominator stands."""
    for number, slot, size in _summed_denominators(algebra, polynomial):
        index = algebra.fresh()
        inside: Polynomial = {}
        for monomial, coefficient in polynomial.items():
            part = _opened(algebra, monomial, (number, slot, size), index)
            if part is None:
                break
            add_to(inside, part, coefficient)
        else:
            if algebra.summed(inside, index, algebra.sizes[size]) == polynomial:
                yield Opened(inside, index, algebra.sizes[size])


def _summed_denominators(algebra: Algebra, polynomial: Polynomial) -> list[tuple[int, int, int]]:
    """The bases with a negative exponent under a sum, each with the slot that a bound index fills, and its size."""
    found: dict[tuple[int, int, int], None] = {}
    for monomial in sorted(polynomial, key=sorted):
        for component, _ in sorted(monomial):
            if not is_bound(component):
                continue
            for (number, at), exponent in atoms_of(component):
                if exponent < 0 and algebra.heads[number].kind == "base":
                    for slot, index in enumerate(at):
                        if index < 0:
                            found[number, slot, component[1][-1 - index]] = None
    return list(found)


def _opened(algebra: Algebra, monomial: Monomial, wanted: tuple[int, int, int], index: Index) -> Polynomial | None:
    """A term as the term of a sum over ``index``: by its denominator, or any sum of that size, or the size."""
    number, slot, size = wanted
    choices: list[tuple[int, Component, Index]] = []
    for component, _ in sorted(monomial):
        if is_bound(component):
            for bound, own in enumerate(component[1]):
                if own == size:
                    at_base = any(h == number and at[slot] == -1 - bound for (h, at), _ in atoms_of(component))
                    choices.append((0 if at_base else 1, component, -1 - bound))
    if choices:
        _, component, bound_index = min(choices)
        rest = times(monomial, frozenset(((component, -1),)))
        return _with_open(algebra, component, bound_index, index, rest)
    name = algebra.extent(algebra.sizes[size])
    if len(name) == 1:
        ((factor, one),) = name.items()
        powers = dict(monomial)
        if one == 1 and len(factor) == 1 and all(powers.get(c, 0) >= 1 for c, _ in factor):
            return {times(monomial, frozenset((c, -e) for c, e in factor)): 1}
    return None


def _with_open(algebra: Algebra, component: Component, bound: Index, index: Index, rest: Monomial) -> Polynomial:
    """A sum with one of its indices opened and the others summed again, times the rest."""
    names = {-1 - k: index if -1 - k == bound else algebra.fresh() for k in range(len(component[1]))}
    result: Polynomial = {rest: 1}
    for (head, at), exponent in component[2]:
        now = tuple(names.get(i, i) for i in at)
        atom = head, tuple(sorted(now)) if head in algebra.symmetric else now
        result = algebra.multiply(result, single(atom, exponent))
    for k, size in enumerate(component[1]):
        if -1 - k != bound:
            result = algebra.summed(result, names[-1 - k], algebra.sizes[size])
    return result
