"""Adding, multiplying, renaming and summing polynomials in entries.

An `Algebra` keeps the table of heads for one pair of sides, and what is known of their names. Each operation is an
identity of real numbers for all sizes: where a function has no value, its atom stands for an arbitrary number.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import reduce

from derive.algebra.digits import Digits, has_digits, opened, summed_by_digits
from derive.algebra.heads import DELTA, DELTA_NUMBER, Head, Payload, digest, holds_delta, position
from derive.algebra.labelling import CLOSING, Work, labelled
from derive.algebra.slots import orders_of
from derive.algebra.terms import (
    FIXED,
    LARGEST_POWER,
    MOST_PRODUCTS,
    NAMED,
    RESERVED,
    UNIT,
    Atom,
    Component,
    Index,
    Monomial,
    NotCovered,
    Polynomial,
    Rational,
    TooBig,
    add_to,
    added,
    atoms_of,
    bounded,
    constant,
    copies,
    free_indices,
    frozen,
    index_rank,
    is_bound,
    mentions,
    scaled,
    simple,
    single,
    sort_key,
    times,
)
from derive.ir import Var
from derive.shapes import ONE, Size

LONGEST_SUM = 12
"""The longest sum that is written out entry by entry."""
FIRST_OPENED = 1_000
"""Indices of opened sums count from here; below it are free axes and slots."""

Facts = Mapping[Var, frozenset[str]]


@dataclass
class Algebra:
    """The heads that occur, the facts declared of names, and the payloads that are taken to be positive."""

    facts: Facts = field(default_factory=dict)
    rebuild: Callable[[Algebra, Head, Polynomial], Polynomial] | None = None
    """How a function of a changed payload is written: `derive.algebra.rebuilding.rebuilt`."""
    positive: set[Payload] = field(default_factory=set)
    pointed: frozenset[tuple[Size, object]] = frozenset()
    """Positions that entries are taken at, with the sizes of the axes: there the position lies within."""
    nonzero: set[Head] = field(default_factory=set)
    """The signs whose arguments are taken not to be 0."""
    heads: dict[int, Head] = field(default_factory=lambda: {DELTA_NUMBER: DELTA})
    sizes: dict[int, Size] = field(default_factory=dict)
    symmetric: set[int] = field(default_factory=lambda: {DELTA_NUMBER})
    digits: Digits = field(default_factory=Digits)
    opened: int = FIRST_OPENED
    products: int = 0
    """How many products of terms were taken so far."""
    work: Work = field(default_factory=Work)
    """What is left of the work that naming the indices of sums may take."""
    explicit: bool = False
    """Whether sums over a number of entries, up to `LONGEST_SUM`, are written out entry by entry."""
    _numbers: dict[Head, int] = field(default_factory=lambda: {DELTA: DELTA_NUMBER})
    _size_numbers: dict[Size, int] = field(default_factory=dict)

    def number(self, head: Head) -> int:
        """The number of a head: the same in every algebra, so that whatever is ordered by it is in the same order."""
        found = self._numbers.get(head)
        if found is None:
            found = head.digest
            while found in self.heads:
                found += 1
            self._numbers[head] = found
            self.heads[found] = head
            if head.symmetric:
                self.symmetric.add(found)
        return found

    def size_number(self, size: Size) -> int:
        """The number of a size, the same in every algebra."""
        found = self._size_numbers.get(size)
        if found is None:
            found = digest(str(size))
            while found in self.sizes:
                found += 1
            self._size_numbers[size] = found
            self.sizes[found] = size
        return found

    def fresh(self) -> Index:
        """An index that occurs nowhere else."""
        self.opened += 1
        return self.opened

    def atom(self, head: Head, at: tuple[Index, ...] = ()) -> Polynomial:
        """An atom on its own."""
        return single((self.number(head), tuple(sorted(at)) if head.symmetric else at))

    def delta(self, i: Index, j: Index) -> Polynomial:
        """1 where the two indices are equal, 0 elsewhere."""
        if i == j:
            return constant(1)
        if FIXED <= i < RESERVED and FIXED <= j < RESERVED:
            return {}
        return single((DELTA_NUMBER, (i, j) if i < j else (j, i)))

    def position(self, i: Index, size: Size) -> Polynomial:
        """The number of an index along an axis of that size."""
        return constant(i - FIXED) if FIXED <= i < RESERVED else self.atom(position(size), (i,))

    def extent(self, size: Size) -> Polynomial:
        """A size as a polynomial in its names, each of them an atom."""
        total: Polynomial = {}
        for names, coefficient in size.terms:
            powers: dict[Component, Rational] = {}
            for name in names:
                component = (self.number(Head("size", name)), ())
                powers[component] = powers.get(component, 0) + 1
            add_to(total, {frozenset(powers.items()): coefficient})
        return total

    def multiply(self, *polynomials: Polynomial) -> Polynomial:
        """The product. Raises `TooBig`."""
        if not polynomials:
            return constant(1)
        self._takes(len(polynomials[0]))
        return reduce(self._multiply, polynomials[1:], {m: bounded(c) for m, c in polynomials[0].items()})

    def _takes(self, products: int) -> None:
        self.products += products
        if self.products > MOST_PRODUCTS:
            raise TooBig(f"more than {MOST_PRODUCTS} products of terms")

    def _multiply(self, p: Polynomial, q: Polynomial) -> Polynomial:
        self._takes(len(p) * len(q))
        may_contract = any(map(holds_delta, p)) or any(map(holds_delta, q))
        result: Polynomial = {}
        for m, a in p.items():
            for n, b in q.items():
                product, value = times(m, n), bounded(a * b)
                if may_contract and m and n and holds_delta(product):
                    add_to(result, self._contracted(product), value)
                else:
                    add_to(result, {product: value})
        return result

    def _contracted(self, monomial: Monomial) -> Polynomial:
        """δ_ij f(j) = δ_ij f(i), and δ² = δ: in the other factors each index is the least of those it is equal to."""
        leader: dict[Index, Index] = {}

        def found(index: Index) -> Index:
            while index in leader:
                index = leader[index]
            return index

        for component, _ in monomial:
            if component[0] == DELTA_NUMBER:
                first, second = sorted(map(found, component[1]), key=index_rank)
                if first != second:
                    if FIXED <= first < RESERVED and FIXED <= second < RESERVED:
                        return {}
                    leader[second] = first
        names = {index: found(index) for index in leader}
        pairs = {(min(i, j), max(i, j)) for i, j in names.items()}
        joined = self.digits.joined(pairs) if self.digits else None
        if joined is not None:
            others = {(c, e) for c, e in monomial if c[0] != DELTA_NUMBER}
            return self._contracted(frozenset(others | {((DELTA_NUMBER, pair), 1) for pair in joined}))
        deltas = {(DELTA_NUMBER, pair) for pair in pairs}
        result: Polynomial = {frozenset((delta, 1) for delta in deltas): 1}
        for component, exponent in monomial:
            if component[0] != DELTA_NUMBER:
                result = self._times_plainly(result, self.renamed(single(component, exponent), names))
        return result

    def _times_plainly(self, p: Polynomial, q: Polynomial) -> Polynomial:
        result: Polynomial = {}
        for m, a in p.items():
            for n, b in q.items():
                add_to(result, {times(m, n): a * b})
        return result

    def power(self, polynomial: Polynomial, exponent: int) -> Polynomial:
        """A power with an exponent from 0 on. Raises `TooBig`."""
        if len(polynomial) == 1:
            ((monomial, coefficient),) = polynomial.items()
            if max(abs(coefficient.numerator), coefficient.denominator) > 1 and exponent > LARGEST_POWER**2:
                raise TooBig(f"a power of a number with the exponent {exponent}")
            raised = frozenset((c, 1 if c[0] == DELTA_NUMBER else simple(e * exponent)) for c, e in monomial)
            return {raised if exponent else UNIT: bounded(coefficient**exponent)}
        if exponent > LARGEST_POWER:
            raise TooBig(f"a power of a sum with the exponent {exponent}")
        return self.multiply(*[polynomial] * exponent)

    def renamed(self, polynomial: Polynomial, names: Mapping[Index, Index]) -> Polynomial:
        """The polynomial with other indices in the places of those in ``names``, all at once."""
        if all(i == j for i, j in names.items()):
            return polynomial
        names = self.digits.renamed(names, polynomial)
        result: Polynomial = {}
        for monomial, coefficient in polynomial.items():
            add_to(result, self._renamed_monomial(monomial, names), coefficient)
        return result

    def _renamed_monomial(self, monomial: Monomial, names: Mapping[Index, Index]) -> Polynomial:
        self.work.renames(len(monomial))
        plain, has_delta = UNIT, False
        others: list[Polynomial] = []
        for component, exponent in monomial:
            now = self._renamed_component(component, names)
            if isinstance(now, tuple):
                plain = times(plain, frozenset(((now, exponent),)))
                has_delta = has_delta or now[0] == DELTA_NUMBER
            else:
                others.append(self.raised(now, exponent))
        if not others:
            return self._contracted(plain) if has_delta else {plain: 1}
        return self.multiply({plain: 1}, *others)

    def _renamed_component(self, component: Component, names: Mapping[Index, Index]) -> Component | Polynomial:
        """The component under other names; a polynomial where it turns out to be no component any more."""
        if not is_bound(component):
            return self._renamed_atom((component[0], component[1]), names)
        if not any(index in names for atom, _ in component[2] for index in atom[1]):
            return component
        powers: dict[Atom, Rational] = {}
        for atom, exponent in component[2]:
            now = self._renamed_atom(atom, names)
            if not isinstance(now, tuple):
                return self._reopened(component, names)
            powers[now] = simple(powers.get(now, 0) + exponent)
        if not all(powers.values()):
            return self._reopened(component, names)
        sizes = {-1 - place: size for place, size in enumerate(component[1])}
        return labelled(powers, sizes, frozenset(self.symmetric), self.work)

    def _reopened(self, component: Component, names: Mapping[Index, Index]) -> Polynomial:
        """A bound component under other names by way of its open product, summed again."""
        bound = {-1 - place: self.fresh() for place in range(len(component[1]))}
        product = constant(1)
        for atom, exponent in component[2]:
            now = self._renamed_atom(atom, {**names, **bound})
            part = single(now) if isinstance(now, tuple) else now
            product = self.multiply(product, self.raised(part, exponent))
        for place, size in enumerate(component[1]):
            product = self.summed(product, bound[-1 - place], self.sizes[size])
        return product

    def _renamed_atom(self, atom: Atom, names: Mapping[Index, Index]) -> Atom | Polynomial:
        head, at = atom
        now = tuple(names.get(index, index) for index in at)
        if now == at:
            return atom
        if head == DELTA_NUMBER:
            delta = self.delta(*now)
            return next(iter(next(iter(delta))))[0] if delta and UNIT not in delta else delta
        record = self.heads[head]
        if record.kind == "position" and FIXED <= now[0] < RESERVED:
            return constant(now[0] - FIXED)
        if record.is_slotted and (len(set(now)) < len(now) or any(FIXED <= i < RESERVED for i in now)):
            return self.applied(record, now)
        return head, tuple(sorted(now)) if record.symmetric else now

    def applied(self, head: Head, at: tuple[Index, ...]) -> Polynomial:
        """A function of its payload at indices of which some may coincide or be positions."""
        assert self.rebuild is not None
        assert head.payload is not None
        return self.rebuild(self, head, self.renamed(dict(head.payload), dict(enumerate(at))))

    def payload_at(self, head: Head, at: tuple[Index, ...]) -> Polynomial:
        """The payload of a function with its slots filled."""
        assert head.payload is not None
        return self.renamed(dict(head.payload), dict(enumerate(at)))

    def raised(self, polynomial: Polynomial, exponent: Rational) -> Polynomial:
        """A power of what a component became; of a sum only a whole one from 0 on. Raises `NotCovered`."""
        if exponent == 1:
            return polynomial
        if isinstance(exponent, int) and exponent >= 0:
            return self.power(polynomial, exponent)
        if len(polynomial) == 1:
            ((monomial, coefficient),) = polynomial.items()
            if not any(is_bound(component) for component, _ in monomial):
                if isinstance(exponent, int):
                    powers = frozenset((c, simple(e * exponent)) for c, e in monomial)
                    return {powers: simple(Fraction(coefficient) ** exponent)}
                if coefficient == 1 and all(e == 1 for _, e in monomial):
                    return {frozenset((c, exponent) for c, _ in monomial): 1}
        raise NotCovered("it holds a negative or broken power of a sum at equal indices")

    def summed(self, polynomial: Polynomial, index: Index, size: Size) -> Polynomial:
        """The sum over an index of that size. Raises `TooBig`."""
        result: Polynomial = {}
        if size == ONE or (self.explicit and 0 < (size.number or 0) <= LONGEST_SUM):
            for place in range(size.number or 0):
                add_to(result, self.renamed(polynomial, {index: FIXED + place + 1}))
            return result
        for monomial, coefficient in polynomial.items():
            add_to(result, self._summed_monomial(monomial, index, size), coefficient)
        return result

    def _summed_monomial(self, monomial: Monomial, index: Index, size: Size) -> Polynomial:
        if not self.digits:
            return self.summed_plainly(monomial, index, size)
        visible = (index, *self.digits.of(index))
        inside = [(c, e) for c, e in monomial if any(mentions(c, i) for i in visible)]
        outside: Monomial = frozenset((c, e) for c, e in monomial if not any(mentions(c, i) for i in visible))
        if any(has_digits(self, component, visible[1:]) for component, _ in inside):
            product, sizes = opened(self, inside)
            return self._multiply({outside: 1}, summed_by_digits(self, product, {index: size, **sizes}))
        return self.summed_plainly(monomial, index, size)

    def summed_plainly(self, monomial: Monomial, index: Index, size: Size) -> Polynomial:
        """The sum over an index of which no digit occurs. Raises `TooBig`."""
        inside = [(c, e) for c, e in monomial if mentions(c, index)]
        outside: Monomial = frozenset((c, e) for c, e in monomial if not mentions(c, index))
        if not inside:
            return self._times_plainly({outside: 1}, self.extent(size))
        for component, _ in inside:
            if component[0] == DELTA_NUMBER:
                other = next(i for i in component[1] if i != index)
                if not self.is_within(other, size):
                    return {}
                rest: Monomial = frozenset((c, e) for c, e in inside if c != component)
                return self._multiply({outside: 1}, self.renamed({rest: 1}, {index: other}))
        component = self._closed(inside, index, self.size_number(size))
        return {times(outside, frozenset(((component, 1),))): 1}

    def is_within(self, index: Index, size: Size) -> bool:
        """Whether an index is one of an axis of that size; a position beyond its end is not.

        Raises `NotCovered` for a position of which that is not known, because no entry is taken there.
        """
        if index in self.digits.known and self.digits.known[index].size != size:
            raise NotCovered(f"it holds a sum over {size} entries, and an index of another size")
        if FIXED <= index < RESERVED and size.number is not None:
            return index - FIXED <= size.number
        if index < FIXED or RESERVED <= index < NAMED or (size, self._pointing(index)) in self.pointed:
            return True
        raise NotCovered(f"it holds a sum over {size} entries, and a position that may lie beyond them")

    def _pointing(self, index: Index) -> object:
        """What points at a position: a name, or the position itself."""
        return self.heads[index - NAMED].of if index >= NAMED else index

    def _closed(self, inside: Iterable[tuple[Component, Rational]], index: Index, size: int) -> Component:
        """One component for the sum over ``index`` of a product of components, their own sums opened into it."""
        self.work.renames(CLOSING)
        powers: dict[Atom, Rational] = {}
        sizes = {-1: size}
        for component, exponent in inside:
            for _ in range(copies(component, exponent)):
                names = {index: -1}
                if is_bound(component):
                    for place, own in enumerate(component[1]):
                        names[-1 - place] = -1 - len(sizes)
                        sizes[-1 - len(sizes)] = own
                for (head, at), own_exponent in atoms_of(component):
                    now = tuple(names.get(i, i) for i in at)
                    atom = head, tuple(sorted(now)) if head in self.symmetric else now
                    total = powers.get(atom, 0) + (own_exponent if is_bound(component) else exponent)
                    powers[atom] = simple(total)
        return labelled({a: e for a, e in powers.items() if e}, sizes, frozenset(self.symmetric), self.work)

    def abstracted(
        self, polynomial: Polynomial, own: frozenset[Index] = frozenset()
    ) -> tuple[Payload, tuple[Index, ...], bool]:
        """The polynomial with slots for its free indices, these indices in the order of the slots, and whether their
        order does not matter. The indices in ``own`` are those of a function of an array, and stay.

        Polynomials that differ only in their free indices get the same payload, unless they have many that look alike.
        """
        indices = sorted(free_indices(polynomial) - own)
        if len(indices) < 2:
            return frozen(self.renamed(polynomial, dict.fromkeys(indices, 0))), tuple(indices), False
        orders, is_one_group = orders_of(polynomial, indices, self.symmetric)
        best: list[tuple[tuple[object, ...], tuple[Index, ...], Polynomial]] = []
        for order in orders:
            slotted = self.renamed(polynomial, {i: slot for slot, i in enumerate(order)})
            best.append((sort_key(slotted), order, slotted))
        first = min(best, key=lambda found: found[0])
        alike = len(best) > 1 and is_one_group and all(found[0] == first[0] for found in best)
        return frozen(first[2]), first[1], alike

    def function(
        self,
        kind: str,
        polynomial: Polynomial,
        attrs: tuple[object, ...] = (),
        own: frozenset[Index] = frozenset(),
    ) -> Polynomial:
        """The atom that is a function of a polynomial, or of an array along the indices in ``own``."""
        payload, at, alike = self.abstracted(polynomial, own)
        return self.atom(Head(kind, attrs=attrs, payload=payload, symmetric=alike), at)

    def subtracted(self, p: Polynomial, q: Polynomial) -> Polynomial:
        """The difference."""
        return added(p, scaled(q, -1))
