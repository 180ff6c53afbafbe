"""Reducing a difference to 0: which relation to subtract next, by the terms that stand there.

Every move is a step of `derive.algebra.proofs`, so that what is found can be replayed without this. Moves make terms
smaller in an order of their own (exponents, pivots); fuel ends what does not end by itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from fractions import Fraction

from derive.algebra import matrices, sized
from derive.algebra.core import Algebra
from derive.algebra.heads import DELTA_NUMBER, Head
from derive.algebra.proofs import Multiple, Replacement, Step, instance
from derive.algebra.relations import NoRelation, hot_axis, shared_axis
from derive.algebra.terms import (
    Atom,
    Index,
    Monomial,
    Polynomial,
    Rational,
    TooBig,
    add_to,
    constant,
    frozen,
    is_bound,
    monomial_key,
    scaled,
    simple,
    times,
)
from derive.provers.pivots import Bound, Pivot, divided, pivots, private_match
from derive.shapes import Size

FUEL = 3_000
"""How many steps a proof may take."""
MOST_REWRITTEN = 50_000
"""How many terms all moves of one proof may rewrite: each of them may have many sums, whose indices are named anew."""


@dataclass
class Place:
    """One monomial with one of its sums opened, or with none: what stands in it and what is left outside."""

    atoms: dict[Atom, Rational]
    bound: tuple[tuple[Index, Size], ...]
    others: Monomial

    def without(self, *atoms: tuple[Atom, Rational]) -> Monomial:
        """The product of everything but the given powers."""
        left = dict(self.atoms)
        for atom, exponent in atoms:
            left[atom] = simple(left.get(atom, 0) - exponent)
        return times(self.others, frozenset((a, e) for a, e in left.items() if e))


@dataclass
class Reducer:
    """Reduces polynomials of one algebra; arguments of functions are reduced once for each head."""

    algebra: Algebra
    fuel: int = FUEL
    terms: int = MOST_REWRITTEN
    _arguments: dict[int, tuple[Polynomial, tuple[Step, ...]]] = field(default_factory=dict)
    _pivots: dict[int, tuple[Pivot, ...]] = field(default_factory=dict)
    _terms: dict[Head, Polynomial | None] = field(default_factory=dict)

    def reduced(self, polynomial: Polynomial) -> tuple[Polynomial, list[Step]]:
        """The polynomial with no more moves to make, and the steps that led there. Raises `TooBig`."""
        steps: list[Step] = []
        current, pending = dict(polynomial), list(polynomial)
        while pending:
            monomial = pending.pop()
            coefficient = current.get(monomial)
            if coefficient is None:
                continue
            move = self._move(monomial)
            if move is None:
                continue
            self.fuel -= 1
            if self.fuel < 0:
                raise TooBig(f"more than {FUEL} steps")
            step = _scaled_step(move, coefficient)
            subtracted = instance(self.algebra, step)
            self.terms -= len(subtracted)
            if self.terms < 0:
                raise TooBig(f"more than {MOST_REWRITTEN:,} terms were rewritten")
            add_to(current, subtracted, -1)
            steps.append(step)
            pending.extend(m for m in subtracted if m in current)
        return current, steps

    def _move(self, monomial: Monomial) -> Multiple | Replacement | None:
        for place in self._places(monomial):
            for atom, exponent in sorted(place.atoms.items()):
                kind = self.algebra.heads[atom[0]].kind
                rule = _MOVES.get(kind)
                own = rule(self, place, atom, exponent) if rule else None
                move = own or self._replaced_argument(place, atom, exponent)
                if move is not None:
                    return move
        return None

    def _places(self, monomial: Monomial) -> Iterator[Place]:
        plain = {c: e for c, e in monomial if not is_bound(c)}
        sums: Monomial = frozenset((c, e) for c, e in monomial if is_bound(c))
        if plain:
            yield Place(plain, (), sums)
        for component, _ in sorted(sums):
            names = {-1 - k: self.algebra.fresh() for k in range(len(component[1]))}
            atoms: dict[Atom, Rational] = {}
            for (head, at), own in component[2]:
                now = tuple(names.get(i, i) for i in at)
                atoms[head, tuple(sorted(now)) if head in self.algebra.symmetric else now] = own
            bound = tuple((names[-1 - k], self.algebra.sizes[s]) for k, s in enumerate(component[1]))
            rest = times(monomial, frozenset(((component, -1),)))
            yield Place(atoms, bound, rest)

    def pivots_of(self, number: int) -> tuple[Pivot, ...]:
        """The terms of a base by which it is told apart, worked out once."""
        if number not in self._pivots:
            self._pivots[number] = pivots(self.algebra, number)
        return self._pivots[number]

    def term_of(self, head: Head) -> Polynomial | None:
        """The term of a matrix by which its product with its inverse is told apart: one with few sums and factors."""
        if head not in self._terms:
            assert head.payload is not None
            terms = {m: c for m, c in head.payload if all(component[0] != DELTA_NUMBER for component, _ in m)}
            chosen = max(terms, key=lambda m: (-sum(is_bound(c) for c, _ in m), -len(m), monomial_key(m)), default=None)
            self._terms[head] = None if chosen is None else {chosen: terms[chosen]}
        return self._terms[head]

    def argument(self, number: int) -> tuple[Polynomial, tuple[Step, ...]]:
        """The reduced argument of a function, and how it is reduced."""
        if number not in self._arguments:
            payload = self.algebra.heads[number].payload
            assert payload is not None
            self._arguments[number] = (dict(payload), ())
            current, steps = self.reduced(dict(payload))
            self._arguments[number] = (current, tuple(steps))
        return self._arguments[number]

    def _replaced_argument(self, place: Place, atom: Atom, exponent: Rational) -> Replacement | None:
        head = self.algebra.heads[atom[0]]
        if not head.is_slotted and head.kind != "inverse":
            return None
        argument, steps = self.argument(atom[0])
        if not steps or frozen(argument) == head.payload:
            return None
        rest: Polynomial = {place.without((atom, exponent)): 1}
        return Replacement(head, atom[1], exponent, argument, steps, rest, place.bound)


def _scaled_step(step: Multiple | Replacement, factor: Rational) -> Multiple | Replacement:
    """The step, times a number."""
    multiplier = scaled(step.multiplier, factor)
    if isinstance(step, Multiple):
        return Multiple(step.name, step.head, step.at, multiplier, step.bound)
    return Replacement(step.head, step.at, step.exponent, step.becomes, step.steps, multiplier, step.bound)


def _base(r: Reducer, place: Place, atom: Atom, exponent: Rational) -> Multiple | None:
    """A base to a power from 1 on is written out; one below takes a term of its sum, where that stands beside it."""
    head = r.algebra.heads[atom[0]]
    if exponent >= 1:
        return Multiple("base", head, atom[1], {place.without((atom, 1)): 1}, place.bound)
    for pivot in r.pivots_of(atom[0]):
        found = divided(r.algebra, place.atoms, place.bound, place.others, pivot, atom)
        if found is not None:
            rest, bound, coefficient = found
            return Multiple("base", head, atom[1], {rest: simple(Fraction(-1) / coefficient)}, bound)
    return None


def _sign(r: Reducer, place: Place, atom: Atom, exponent: Rational) -> Multiple | None:
    head = r.algebra.heads[atom[0]]
    if not isinstance(exponent, int):
        return None
    if exponent >= 3:
        return Multiple("sign cubed", head, atom[1], {place.without((atom, 3)): 1}, place.bound)
    if exponent == 2:
        payload = r.algebra.payload_at(head, atom[1])
        if len(payload) == 1:
            ((monomial, coefficient),) = payload.items()
            powers = dict(monomial)
            if coefficient == 1 and all(place.atoms.get(c, 0) >= e > 0 for c, e in powers.items()):
                rest = place.without((atom, 2), *powers.items())
                return Multiple("sign of a size", head, atom[1], {rest: 1}, place.bound)
        if head in r.algebra.nonzero:
            return Multiple("sign squared", head, atom[1], {place.without((atom, 2)): 1}, place.bound)
    if exponent < 0 and head in r.algebra.nonzero:
        # sign⁻¹ (sign² − 1) = sign − sign⁻¹
        return Multiple("sign squared", head, atom[1], {place.without((atom, exponent)): 1}, place.bound)
    return None


def _name(r: Reducer, place: Place, atom: Atom, exponent: Rational) -> Multiple | None:
    head = r.algebra.heads[atom[0]]
    if head.of not in r.algebra.facts:
        return None
    shared = shared_axis(r.algebra, head)
    if shared is not None:
        return _adding_up(r, place, atom, exponent, shared[0])
    try:
        axis, _ = hot_axis(r.algebra, head)
    except NoRelation:
        return None
    at = atom[1]
    others = (*at[:axis], *at[axis + 1 :])
    if isinstance(exponent, int) and exponent >= 2:
        rest = place.without((atom, 2))
        return Multiple("one-hot product", head, (*others, at[axis], at[axis]), {rest: 1}, place.bound)
    for other, own in place.atoms.items():
        same_vector = other[0] == atom[0] and other != atom and (*other[1][:axis], *other[1][axis + 1 :]) == others
        if same_vector and own == exponent == 1:
            where = (*others, at[axis], other[1][axis])
            return Multiple("one-hot product", head, where, {place.without((atom, 1), (other, 1)): 1}, place.bound)
    return _adding_up(r, place, atom, exponent, axis)


def _adding_up(r: Reducer, place: Place, atom: Atom, exponent: Rational, axis: int) -> Multiple | None:
    """That the entries along an axis add up to 1, where one is summed by itself."""
    at = atom[1]
    private = [b for b in place.bound if b[0] == at[axis]]
    if not private or exponent != 1 or any(at[axis] in a[1] for a in place.atoms if a != atom):
        return None
    bound = tuple(b for b in place.bound if b[0] != at[axis])
    others = (*at[:axis], *at[axis + 1 :])
    return Multiple("one-hot sum", r.algebra.heads[atom[0]], others, {place.without((atom, 1)): 1}, bound)


def _inverse(r: Reducer, place: Place, atom: Atom, exponent: Rational) -> Multiple | None:
    """Σ_k A⁻¹_ik A_kj, or one term of the sum A_kj, with a k that occurs nowhere else."""
    head = r.algebra.heads[atom[0]]
    if exponent != 1:
        return None
    ways = [("inverse before", atom[1][0], atom[1][1]), ("inverse after", atom[1][1], atom[1][0])]
    if head.symmetric:
        ways += [("inverse before", atom[1][1], atom[1][0]), ("inverse after", atom[1][0], atom[1][1])]
    for name, outer, inner in ways:
        if all(inner != index for index, _ in place.bound):
            continue
        others = {i for a in place.atoms for i in a[1]} - {inner}
        for other in sorted(others):
            found = _matrix_term(r, head, place, atom, (inner, other) if name == "inverse before" else (other, inner))
            if found is not None and not any(inner in a[1] for a in found[0]):
                rest, bound, coefficient = found
                at = (outer, other) if name == "inverse before" else (other, outer)
                bound = tuple(b for b in bound if b[0] != inner)
                product = times(place.others, frozenset((a, e) for a, e in rest.items() if e))
                return Multiple(name, head, at, {product: simple(Fraction(1) / coefficient)}, bound)
    return None


def _matrix_term(
    r: Reducer, head: Head, place: Place, atom: Atom, at: tuple[Index, Index]
) -> tuple[dict[Atom, Rational], Bound, Rational] | None:
    """A product without an inverse and without the term of the matrix at ``at`` that is replaced by the others."""
    chosen = r.term_of(head)
    if chosen is None:
        return None
    entry = r.algebra.renamed(chosen, {matrices.ROW: at[0], matrices.COLUMN: at[1]})
    if len(entry) != 1:
        return None
    ((term, coefficient),) = entry.items()
    rest, bound = {a: e for a, e in place.atoms.items() if a != atom}, place.bound
    for component, exponent in term:
        if not is_bound(component):
            if rest.get(component) != exponent:
                return None
            del rest[component]
            continue
        match = private_match(r.algebra, component, rest, bound) if exponent == 1 else None
        if match is None:
            return None
        rest = {a: e for a, e in rest.items() if a not in match[0]}
        bound = tuple(b for b in bound if b[0] not in match[1])
    return rest, bound, coefficient


def _sine(r: Reducer, place: Place, atom: Atom, exponent: Rational) -> Multiple | None:
    if isinstance(exponent, int) and exponent >= 2:
        rest = place.without((atom, 2))
        return Multiple("sine squared", r.algebra.heads[atom[0]], atom[1], {rest: 1}, place.bound)
    return None


def _sized(r: Reducer, place: Place, atom: Atom, exponent: Rational) -> Multiple | None:
    head = r.algebra.heads[atom[0]]
    if isinstance(exponent, int) and exponent >= 2 and head.payload == frozen(constant(-1)):
        return Multiple("minus one squared", head, atom[1], {place.without((atom, 2)): 1}, place.bound)
    return None


_MOVES: dict[str, Callable[[Reducer, Place, Atom, Rational], Multiple | None]] = {
    "base": _base,
    "sign": _sign,
    "name": _name,
    "inverse": _inverse,
    "sin": _sine,
    sized.KIND: _sized,
}
"""How an atom of each kind is reduced, with what stands beside it."""
