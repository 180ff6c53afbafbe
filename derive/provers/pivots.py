"""Pivots: the term of a sum D that is replaced wherever it stands beside 1/D, as in p · 1/D = 1 − (D − p) · 1/D."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from derive.algebra.core import Algebra
from derive.algebra.signs import ALWAYS_POSITIVE
from derive.algebra.terms import (
    UNIT,
    Atom,
    Component,
    Index,
    Monomial,
    Rational,
    atoms_of,
    is_bound,
    monomial_key,
    simple,
    times,
)
from derive.shapes import Size

Powers: TypeAlias = "Mapping[Atom, Rational]"
Bound: TypeAlias = tuple[tuple[Index, Size], ...]


@dataclass(frozen=True)
class Pivot:
    """A term of a base's payload, with its coefficient.

    ``needs`` are powers that must stand beside the base for the term to be replaced: those of the term itself, or for
    the term 1 of 1 + e^(−z) a positive power of e^z.
    """

    monomial: Monomial
    coefficient: Rational
    needs: tuple[tuple[Component, Rational], ...]


def pivots(algebra: Algebra, number: int) -> tuple[Pivot, ...]:
    """The pivots of a base: one term that nothing else in the sum resembles, without sums if possible."""
    payload = algebra.heads[number].payload
    assert payload is not None
    terms = sorted(dict(payload).items(), key=lambda term: (_rank(algebra, term[0]), monomial_key(term[0])))
    found = []
    for monomial, coefficient in terms:
        if monomial != UNIT:
            needs = tuple(sorted((c, e) for c, e in monomial if not _is_unit(algebra, c)))
            found.append(Pivot(monomial, coefficient, needs or tuple(sorted(monomial))))
            break
    constant = dict(payload).get(UNIT)
    exponentials = {c for m in dict(payload) for c, _ in m if _is_kind(algebra, c, "exp")}
    if constant is not None:
        found += [Pivot(UNIT, constant, ((component, 1),)) for component in sorted(exponentials)]
    return tuple(found)


def _rank(algebra: Algebra, monomial: Monomial) -> tuple[int, int]:
    """Terms without sums come first, and of them the short ones."""
    return sum(is_bound(c) for c, _ in monomial), len(monomial)


def _is_kind(algebra: Algebra, component: Component, kind: str) -> bool:
    return not is_bound(component) and algebra.heads[component[0]].kind == kind


def _is_unit(algebra: Algebra, component: Component) -> bool:
    """Whether a component may stand in a denominator without a condition."""
    return not is_bound(component) and algebra.heads[component[0]].kind in ALWAYS_POSITIVE


def divided(
    algebra: Algebra, atoms: Powers, bound: Bound, others: Monomial, pivot: Pivot, atom: Atom
) -> tuple[Monomial, Bound, Rational] | None:
    """What is left of a product without the pivot: the rest, the indices still bound, the pivot's coefficient.

    ``atom`` is the base; it stays in the rest. None where the pivot does not stand there.
    """
    filled = dict(enumerate(atom[1]))
    needs = algebra.renamed({frozenset(pivot.needs): 1}, filled)
    term = algebra.renamed({pivot.monomial: 1}, filled)
    if len(needs) != 1 or len(term) != 1 or any(c != 1 for p in (needs, term) for c in p.values()):
        return None
    outside: dict[Component, Rational] = dict(others)
    taken: dict[Atom, Rational] = {}
    left_bound, left_others = bound, others
    for component, exponent in next(iter(needs)):
        if not is_bound(component):
            here: Rational = atoms.get(component, 0) or outside.get(component, 0)
            if here * exponent < exponent * exponent:
                return None
        elif outside.get(component, 0) >= exponent:
            left_others = times(left_others, frozenset(((component, -exponent),)))
        else:
            match = _private_match(algebra, component, atoms, left_bound) if exponent == 1 else None
            if match is None:
                return None
            taken.update(match[0])
            left_bound = tuple(b for b in left_bound if b[0] not in match[1])
    plain = [(c, e) for c, e in next(iter(term)) if not is_bound(c)]
    rest = dict(atoms)
    for component, exponent in plain:
        key: Atom = component
        rest[key] = simple(rest.get(key, 0) - exponent)
    for own, exponent in taken.items():
        rest[own] = simple(rest.get(own, 0) - exponent)
    inside: Monomial = frozenset((a, e) for a, e in rest.items() if e)
    return times(left_others, inside), left_bound, pivot.coefficient


def _private_match(
    algebra: Algebra, component: Component, atoms: Powers, bound: Bound
) -> tuple[dict[Atom, Rational], set[Index]] | None:
    """Atoms of an opened product that are the sum's, with bound indices that occur in none of the others."""
    wanted = list(atoms_of(component))
    sizes = [algebra.sizes[size] for size in component[1]]
    for names in _namings(wanted, atoms, {}, sizes, dict(bound)):
        chosen = {(h, tuple(names.get(i, i) for i in at)): e for (h, at), e in wanted}
        chosen = {(h, tuple(sorted(at)) if h in algebra.symmetric else at): e for (h, at), e in chosen.items()}
        private = set(names.values())
        mentioned = {a for a in atoms if private & set(a[1])}
        if mentioned == set(chosen) and all(atoms[a] == e for a, e in chosen.items()):
            return chosen, private
    return None


def _namings(
    wanted: list[tuple[Atom, Rational]],
    atoms: Powers,
    names: dict[Index, Index],
    sizes: list[Size],
    bound: Mapping[Index, Size],
) -> Iterator[dict[Index, Index]]:
    """The ways to call the sum's indices so that each of its atoms is one of the product's."""
    if not wanted:
        if len(names) == len(sizes):
            yield names
        return
    ((head, at), exponent), *rest = wanted
    for (other, now), own in atoms.items():
        if other != head or own != exponent or len(now) != len(at):
            continue
        extended = dict(names)
        for i, j in zip(at, now, strict=True):
            if i >= 0:
                if i != j:
                    break
            elif extended.setdefault(i, j) != j or bound.get(j) != sizes[-1 - i]:
                break
        else:
            if len(set(extended.values())) == len(extended):
                yield from _namings(rest, atoms, extended, sizes, bound)
