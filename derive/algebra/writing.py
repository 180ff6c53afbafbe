"""Steps of proofs as plain data, and back: heads in a table, each once, polynomials as lists.

Reading makes every sum anew and checks every head: what is called symmetric must be, indices must be as many as the
head takes, and none may be bound by a sum that does not stand there. The numbers in the data carry no weight.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any

from derive import wire
from derive.algebra import sized
from derive.algebra.core import FIRST_OPENED, Algebra
from derive.algebra.digits import Digit
from derive.algebra.heads import DELTA_NUMBER, FUNCTIONALS, Head
from derive.algebra.matrices import COLUMN, ROW
from derive.algebra.proofs import Case, Cleared, Multiple, Opened, Replacement, Split, Step, Unwound
from derive.algebra.terms import (
    DIGITS,
    FIXED,
    UNIT,
    Component,
    Index,
    Polynomial,
    Rational,
    add_to,
    atoms_of,
    constant,
    free_indices,
    frozen,
    in_order,
    is_bound,
    single,
)
from derive.ir import Var
from derive.shapes import Size

FUNCTIONS = ("base", "exp", "log", "sign", "sin", "cos", "arctan", "erf", "opaque", sized.KIND, *FUNCTIONALS)
"""Functions whose atoms have an index for each slot of the payload."""


class Malformed(Exception):
    """Data does not describe a step. The message says what is wrong."""


class Writer:
    """Writes the steps of one proof; ``heads`` and ``sizes`` say what the numbers in them stand for."""

    def __init__(
        self, heads: Mapping[int, Head], sizes: Mapping[int, Size], digits: Mapping[Index, Digit] | None = None
    ) -> None:
        self._heads, self._sizes, self._digits = heads, sizes, digits or {}
        self.table: list[list[Any]] = []
        self._places: dict[Head, int] = {}

    def step(self, step: Step) -> list[Any]:
        """A step as a list that begins with its kind."""
        match step:
            case Multiple():
                bound = self._bound(step.bound)
                return [
                    "multiple",
                    step.name,
                    self._head(step.head),
                    self._at(step.at),
                    self._terms(step.multiplier),
                    bound,
                ]
            case Replacement():
                inner = [self.step(one) for one in step.steps]
                where = [self._head(step.head), self._at(step.at), str(step.exponent)]
                rest = [self._terms(step.becomes), inner, self._terms(step.multiplier), self._bound(step.bound)]
                return ["replacement", *where, *rest]
            case Cleared():
                return ["cleared", self._component(step.component), str(step.exponent)]
            case Opened():
                return ["opened", self._terms(step.inside), step.index, wire.size_out(step.size)]
            case Split():
                cases = [self._case(case) for case in step.cases]
                return ["split", self._head(step.head), self._at(step.at), cases]
            case Unwound():
                return ["unwound", self._head(step.head), step.axis, step.before]

    def _at(self, at: tuple[Index, ...]) -> list[Any]:
        """Indices as numbers; a digit as its base and the sizes that make it one."""
        return [self._digit(self._digits[index]) if index in self._digits else index for index in at]

    def _digit(self, digit: Digit) -> list[Any]:
        return [digit.base, *map(wire.size_out, digit[1:])]

    def _case(self, case: Case) -> list[Any]:
        impossible = [[place, str(factor)] for place, factor in case.impossible]
        quotients = [[place, self._terms(quotient)] for place, quotient in case.quotients]
        return [[self.step(one) for one in case.steps], quotients, impossible]

    def _bound(self, bound: tuple[tuple[Index, Size], ...]) -> list[Any]:
        return [[index, wire.size_out(size)] for index, size in bound]

    def _terms(self, polynomial: Polynomial) -> list[Any]:
        return [
            [str(coefficient), [[self._component(c), str(e)] for c, e in sorted(monomial)]]
            for monomial, coefficient in in_order(polynomial)
        ]

    def _component(self, component: Component) -> list[Any]:
        atoms = [[self._head(self._heads[h]), self._at(at), str(e)] for (h, at), e in atoms_of(component)]
        sizes = [wire.size_out(self._sizes[s]) for s in component[1]] if is_bound(component) else []
        return [sizes, atoms]

    def _head(self, head: Head) -> int:
        if head not in self._places:
            payload = None if head.payload is None else self._terms(dict(head.payload))
            of = _of_out(head.of)
            attrs = [_attr_out(attr) for attr in head.attrs]
            self._places[head] = len(self.table)
            self.table.append([head.kind, of, attrs, payload, head.symmetric])
        return self._places[head]


def _of_out(of: Any) -> Any:
    """What a head is of: a name, a size, or text."""
    if isinstance(of, Size):
        return ["size", wire.size_out(of)]
    return of if isinstance(of, str) or of is None else ["name", wire.dump(of)]


def _of_in(data: Any) -> Any:
    if isinstance(data, str) or data is None:
        return data
    kind, value = data
    return wire.size_in(value) if kind == "size" else wire.load(value)[0]


def _attr_out(attr: Any) -> list[Any]:
    if isinstance(attr, Size):
        return ["size", wire.size_out(attr)]
    return ["pair", list(attr)] if isinstance(attr, tuple) else ["text", str(attr)]


def _attr_in(data: Any) -> Any:
    kind, value = data
    if kind == "size":
        return wire.size_in(value)
    if kind == "pair":
        name, item = value
        return str(name), item if isinstance(item, int) else str(item)
    return str(value)


class Reader:
    """Reads steps into an algebra. What it makes new, it makes beyond all indices that the steps speak of."""

    def __init__(self, algebra: Algebra, table: Any) -> None:
        self.algebra = algebra
        self._heads: list[Head] = []
        for row in table:
            self._heads.append(self._checked_head(row))

    def step(self, data: Any) -> Step:
        """The step that was written. Raises `Malformed`."""
        kind, *rest = data
        if kind == "multiple":
            name, head, at, multiplier, bound = rest
            return Multiple(str(name), self._head(head), self._at(at), self._terms(multiplier), self._bound(bound))
        if kind == "replacement":
            head, at, exponent, becomes, steps, multiplier, bound = rest
            inner = tuple(self.step(one) for one in steps)
            where = self._head(head), self._at(at), _number(exponent)
            return Replacement(*where, self._terms(becomes), inner, self._terms(multiplier), self._bound(bound))
        if kind == "cleared":
            component, exponent = rest
            return Cleared(_only(self._component(component)), _number(exponent))
        if kind == "opened":
            inside, index, size = rest
            return Opened(self._terms(inside), self._index(index), wire.size_in(size))
        if kind == "split":
            head, at, cases = rest
            return Split(self._head(head), self._at(at), tuple(map(self._case, cases)))
        if kind == "unwound":
            head, axis, before = rest
            return Unwound(self._head(head), self._index(axis), bool(before))
        raise Malformed(f"there is no step of the kind {kind!r}")

    def _case(self, data: Any) -> Case:
        steps, quotients, impossible = data
        chosen = tuple((int(place), _number(factor)) for place, factor in impossible)
        divided = tuple((int(place), self._terms(quotient)) for place, quotient in quotients)
        return Case(tuple(self.step(one) for one in steps), divided, chosen)

    def _head(self, place: Any) -> Head:
        if not isinstance(place, int) or isinstance(place, bool) or not 0 <= place < len(self._heads):
            raise Malformed(f"{place!r} is not the number of a head")
        return self._heads[place]

    def _checked_head(self, row: Any) -> Head:
        kind, of, attrs, payload, symmetric = row
        name = _of_in(of)
        argument = None if payload is None else self._terms(payload)
        known = tuple(_attr_in(attr) for attr in attrs)
        head = Head(str(kind), name, known, None if argument is None else frozen(argument), bool(symmetric))
        slots = free_indices(argument or {}) - head.own
        if slots != set(range(len(slots))):
            raise Malformed(f"the slots of {kind} are not numbered from 0")
        self._arity(head)
        if head.symmetric and not self._is_symmetric(head):
            raise Malformed(f"{kind} is called symmetric, and is not known to be")
        return head

    def _arity(self, head: Head) -> int:
        """How many indices an atom of the head has."""
        if head.kind == "name" and isinstance(head.of, Var):
            return head.of.shape.rank
        if head.kind in FUNCTIONS and head.payload is not None:
            return len(free_indices(dict(head.payload)) - head.own)
        slots = free_indices(dict(head.payload or ())) - head.own
        if head.kind == "digit":
            self._divided(head.attrs)
        sizes = {"delta": 2, "digit": 2, "position": 1, "size": 0, "pi": 0}
        if head.kind in sizes and head.payload is None:
            return sizes[head.kind]
        if head.kind in ("inverse", "det") and head.payload is not None and not slots:
            return 2 if head.kind == "inverse" else 0
        raise Malformed(f"there is no head of the kind {head.kind!r}, or not like this")

    def _is_symmetric(self, head: Head) -> bool:
        """Whether exchanging the indices of an atom changes nothing, as far as that can be seen."""
        if head.kind == "name":
            return isinstance(head.of, Var) and "symmetric" in self.algebra.facts.get(head.of, ())
        if head.kind == "delta":
            return True
        payload = dict(head.payload or ())
        if head.kind == "inverse":
            return matrix_turned(self.algebra, payload) == payload
        slots = len(free_indices(payload) - head.own)
        swaps = ({i: i + 1, i + 1: i} for i in range(slots - 1))
        return slots > 1 and all(self.algebra.renamed(payload, swap) == payload for swap in swaps)

    def _index(self, index: Any) -> Index:
        if isinstance(index, list):
            base, *sizes = index
            return self.algebra.digits.digit(self._index(base), *self._divided(map(wire.size_in, sizes)))
        if not isinstance(index, int) or isinstance(index, bool) or index < 0 or DIGITS <= index < FIXED:
            raise Malformed(f"{index!r} is no index")
        if FIRST_OPENED <= index < FIXED:
            self.algebra.opened = max(self.algebra.opened, index)
        return index

    def _divided(self, attrs: Iterable[Any]) -> tuple[Size, Size, Size]:
        """The stride, the size and the whole of a digit."""
        stride, size, whole = attrs
        sizes = all(isinstance(one, Size) and one.is_positive for one in (stride, size, whole))
        if not sizes or whole.over(stride * size) is None:
            raise Malformed("a digit has a stride, a size and a whole that they divide")
        return stride, size, whole

    def _at(self, at: Any) -> tuple[Index, ...]:
        return tuple(self._index(index) for index in at)

    def _bound(self, bound: Any) -> tuple[tuple[Index, Size], ...]:
        return tuple((self._index(index), wire.size_in(size)) for index, size in bound)

    def _terms(self, terms: Any) -> Polynomial:
        total: Polynomial = {}
        for coefficient, powers in terms:
            product = constant(_number(coefficient))
            for component, exponent in powers:
                product = self.algebra.multiply(product, self._power(component, _number(exponent)))
            add_to(total, product)
        return total

    def _power(self, data: Any, exponent: Rational) -> Polynomial:
        component = self._component(data)
        if not data[0]:
            return single(_only(component), exponent)
        if not isinstance(exponent, int) or exponent < 1:
            raise Malformed("a sum has a whole exponent from 1 on")
        return self.algebra.power(component, exponent)

    def _component(self, data: Any) -> Polynomial:
        """An atom, or a sum made anew from its open product."""
        sizes, atoms = data
        if not sizes:
            ((head, at, exponent),) = atoms
            if _number(exponent) != 1:
                raise Malformed("an atom by itself has no exponent of its own")
            return self._atom(head, self._at(at))
        names = {-1 - k: self.algebra.fresh() for k in range(len(sizes))}
        product = constant(1)
        for head, at, exponent in atoms:
            where = tuple(names[i] if isinstance(i, int) and i in names else self._index(i) for i in at)
            product = self.algebra.multiply(product, single(_only(self._atom(head, where)), _number(exponent)))
        for k, size in enumerate(sizes):
            product = self.algebra.summed(product, names[-1 - k], wire.size_in(size))
        return product

    def _atom(self, place: Any, at: tuple[Index, ...]) -> Polynomial:
        head = self._head(place)
        if self._arity(head) != len(at):
            raise Malformed(f"{head.kind} has {self._arity(head)} indices, and {len(at)} are given")
        if self.algebra.number(head) == DELTA_NUMBER:
            return self.algebra.delta(*at)
        if head.kind == "position" and isinstance(head.of, Size):
            return self.algebra.position(at[0], head.of)
        return self.algebra.atom(head, at)


def matrix_turned(algebra: Algebra, payload: Polynomial) -> Polynomial:
    """The payload of an inverse with rows and columns exchanged."""
    return algebra.renamed(payload, {ROW: COLUMN, COLUMN: ROW})


def _only(polynomial: Polynomial) -> Component:
    """The component that a polynomial is."""
    ((monomial, coefficient),) = polynomial.items()
    if coefficient != 1 or monomial == UNIT or len(monomial) != 1:
        raise Malformed("an atom was expected")
    ((component, exponent),) = monomial
    if exponent != 1:
        raise Malformed("an atom was expected")
    return component


def _number(text: Any) -> Rational:
    value = Fraction(text)
    return value.numerator if value.denominator == 1 else value
