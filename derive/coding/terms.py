"""Terms: what a line of array code computes, with broadcasting left to the arrays, as people write it.

A term has the shape of the array that it stands for: a size for each axis, or None for an axis of length 1 that
broadcasts; axes that would come first and broadcast are not there at all. Products and sums are kept flat, with exact
coefficients and exponents, so that what cancels is found. Equal terms are one object.
"""

from __future__ import annotations

import weakref
from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import Any, TypeAlias

from derive.shapes import Size

Axes: TypeAlias = tuple[Size | None, ...]
"""The shape of an array: its sizes, and None for an axis that broadcasts."""

COMPARISONS = frozenset({"step", "greater", "at_least", "equals"})
"""What is true or false, entry by entry, and stands for 1 or 0."""

_orders: dict[tuple[Any, ...], Term] = {}
_table: weakref.WeakValueDictionary[tuple[Any, ...], Term] = weakref.WeakValueDictionary()


class Term:
    """An operation on arrays: its name, its arguments, what else it needs to know, and the shape of its value."""

    __slots__ = ("__weakref__", "args", "data", "op", "shape")
    op: str
    args: tuple[Term, ...]
    data: Any
    shape: Axes

    def __new__(cls, op: str, args: Iterable[Term] = (), data: Any = None, shape: Axes = ()) -> Term:
        """The one term with these parts."""
        args = tuple(args)
        key = (op, args, data, shape)
        found = _table.get(key)
        if found is None:
            found = object.__new__(cls)
            found.op, found.args, found.data, found.shape = op, args, data, shape
            _table[key] = found
        return found

    @property
    def is_scalar(self) -> bool:
        """Whether the value is a single number."""
        return not self.shape

    def __repr__(self) -> str:
        inside = [*map(repr, self.args), *([] if self.data is None else [str(self.data)])]
        return str(self.data) if self.op in ("name", "number", "size") else f"{self.op}({', '.join(inside)})"


def forget() -> None:
    """Forget in which order factors and terms stood, so that a function does not depend on those written before."""
    _orders.clear()


def below(*roots: Term) -> Iterator[Term]:
    """Each distinct term below the roots once, arguments first."""
    done: set[Term] = set()
    stack = [(root, False) for root in reversed(roots)]
    while stack:
        term, entered = stack.pop()
        if term in done:
            continue
        if entered or not term.args:
            done.add(term)
            yield term
            continue
        stack.append((term, True))
        stack.extend((arg, False) for arg in reversed(term.args) if arg not in done)


NUMBERS = frozenset({"number", "size", "pi"})
"""What is a number before any array is there."""


def is_constant(term: Term) -> bool:
    """Whether a term is made of numbers and sizes alone."""
    return all(part.op in NUMBERS or part.args for part in below(term))


def name(text: str, shape: Axes = ()) -> Term:
    """A variable of the code."""
    return Term("name", (), text, shape)


def number(value: int | Fraction) -> Term:
    """An exact number."""
    return Term("number", (), Fraction(value))


def size(of: Size) -> Term:
    """The length of an axis, as a number."""
    return number(of.number) if of.number is not None else Term("size", (), of)


ZERO, ONE = number(0), number(1)


def joint(shapes: Iterable[Axes]) -> Axes:
    """The shape to which arrays of these shapes are broadcast together."""
    shapes = list(shapes)
    rank = max(map(len, shapes), default=0)
    result: list[Size | None] = [None] * rank
    for shape in shapes:
        for place, length in enumerate(shape, start=rank - len(shape)):
            result[place] = length if result[place] is None else result[place]
    return tuple(result)


def padded(shape: Axes, rank: int) -> Axes:
    """The shape with its broadcasting axes in front, up to that rank."""
    return (None,) * (rank - len(shape)) + shape


def entrywise(op: str, *args: Term, data: Any = None) -> Term:
    """A function applied entry by entry."""
    return Term(op, args, data, joint(arg.shape for arg in args))


# --- products: a coefficient, and bases with exponents


def factors(term: Term) -> tuple[Fraction, dict[Term, Fraction]]:
    """A term as a coefficient and its bases with their exponents, in order."""
    if term.op == "number":
        return term.data, {}
    if term.op == "product":
        return term.data, dict(map(_powered, term.args))
    base, exponent = _powered(term)
    return Fraction(1), {base: exponent}


def _powered(term: Term) -> tuple[Term, Fraction]:
    return (term.args[0], term.data) if term.op == "power" else (term, Fraction(1))


def power(base: Term, exponent: Fraction | int) -> Term:
    """A power with an exact exponent."""
    exponent = Fraction(exponent)
    if exponent == 0:
        return ONE
    if exponent == 1 or base is ONE:
        return base
    if base.op == "number" and base.data and exponent.denominator == 1:
        return number(base.data ** int(exponent))
    if exponent.denominator == 1 and base.op in ("power", "product"):
        coefficient, bases = factors(base)
        return of_factors(coefficient ** int(exponent), {b: e * exponent for b, e in bases.items()})
    if exponent.denominator == 2 and base.op != "number":
        if base.op == "power" and base.data == 2 and exponent == Fraction(1, 2):
            return entrywise("abs", base.args[0])
        return power(entrywise("sqrt", base), exponent * 2)
    if base.op == "sqrt" and exponent % 2 == 0:
        return power(base.args[0], exponent / 2)
    return Term("power", (base,), exponent, base.shape)


def of_factors(coefficient: Fraction, bases: dict[Term, Fraction]) -> Term:
    """The product of a coefficient and powers; a minus sign turns a difference around where there is one."""
    if coefficient == 0:
        return ZERO
    kept = _with_roots({base: exponent for base, exponent in bases.items() if exponent})
    if coefficient < 0:
        for base, exponent in kept.items():
            if exponent == 1 and _turns(base):
                turned = of_terms({m: -c for m, c in terms(base).items()})
                return product(number(-coefficient), turned, *(power(b, e) for b, e in kept.items() if b is not base))
            if exponent == 1 and base.op == "sum" and _turns(base.args[0]):
                turned = Term("sum", (negative(base.args[0]),), base.data, base.shape)
                return product(number(-coefficient), turned, *(power(b, e) for b, e in kept.items() if b is not base))
    args = [power(base, exponent) for base, exponent in kept.items()]
    if not args:
        return number(coefficient)
    if coefficient == 1 and len(args) == 1:
        return args[0]
    key = ("product", coefficient, frozenset(args))
    if key not in _orders:
        _orders[key] = Term("product", args, coefficient, joint(arg.shape for arg in args))
    return _orders[key]


def _with_roots(bases: dict[Term, Fraction]) -> dict[Term, Fraction]:
    """u and its root as a power of the root, where both multiply or both divide."""
    found = dict(bases)
    for base, exponent in bases.items():
        inner = base.args[0] if base.op == "sqrt" else None
        if inner in found and exponent % 2 and found[inner] * exponent > 0:
            found[base] = exponent + 2 * found.pop(inner)
    return found


def _turns(base: Term) -> bool:
    """Whether a sum becomes no longer by a minus sign in front of it: it has a term with one that can come first."""
    return base.op == "sum_of" and any(c < 0 for c in terms(base).values())


def product(*args: Term) -> Term:
    """The product of terms, entry by entry, with equal bases put together."""
    coefficient = Fraction(1)
    bases: dict[Term, Fraction] = {}
    for arg in args:
        c, more = factors(arg)
        coefficient *= c
        for base, exponent in more.items():
            bases[base] = bases.get(base, Fraction(0)) + exponent
    return _normalized(of_factors(coefficient, bases))


def _normalized(term: Term) -> Term:
    """e^u over the sum of e^u along an axis is the softmax of u."""
    if term.op != "product":
        return term
    coefficient, bases = factors(term)
    for base, exponent in bases.items():
        if exponent != 1 or base.op != "exp":
            continue
        for other, opposite in bases.items():
            axis = _summed_axis(base, other) if opposite == -1 else None
            if axis is not None:
                rest = {b: e for b, e in bases.items() if b not in (base, other)}
                return of_factors(coefficient, {Term("softmax", base.args, axis, base.shape): Fraction(1), **rest})
    return term


def _summed_axis(summand: Term, total: Term) -> int | None:
    """The one axis along which the total sums the summand, so that both broadcast together again."""
    inner, kept = (total.args[0], total.data) if total.op == "expand" else (total, None)
    if inner.op != "sum" or inner.args[0] is not summand or len(inner.data) != 1:
        return None
    [axis] = inner.data
    rank = len(summand.shape)
    slots = tuple(place != axis for place in range(rank))
    while slots and not slots[0]:
        slots = slots[1:]
    expected = None if all(slots) else slots
    return int(axis) if kept == expected else None


def negative(term: Term) -> Term:
    """The negative."""
    return product(number(-1), term)


def quotient(p: Term, q: Term) -> Term:
    """The quotient, entry by entry."""
    return product(p, power(q, -1))


# --- sums: monomials with coefficients


def terms(term: Term) -> dict[Term, Fraction]:
    """A term as monomials with their coefficients, in order; a number is a multiple of 1."""
    if term.op == "sum_of":
        return dict(zip(term.args, term.data, strict=True))
    coefficient, bases = factors(term)
    if not bases:
        return {ONE: coefficient} if coefficient else {}
    return {of_factors(Fraction(1), bases): coefficient}


def of_terms(monomials: dict[Term, Fraction]) -> Term:
    """The sum of monomials with coefficients."""
    kept = {m: c for m, c in monomials.items() if c}
    if not kept:
        return ZERO
    if len(kept) == 1:
        [(monomial, coefficient)] = kept.items()
        return product(number(coefficient), monomial)
    key = ("sum_of", frozenset(kept.items()))
    if key not in _orders:
        _orders[key] = Term("sum_of", kept, tuple(kept.values()), joint(m.shape for m in kept))
    return _orders[key]


def total(*args: Term) -> Term:
    """The sum of terms, entry by entry, with equal monomials put together."""
    monomials: dict[Term, Fraction] = {}
    for arg in args:
        for monomial, coefficient in terms(arg).items():
            inner = terms(monomial) if monomial.op == "sum_of" else {monomial: Fraction(1)}
            for m, c in inner.items():
                monomials[m] = monomials.get(m, Fraction(0)) + c * coefficient
    return of_terms(monomials)


def difference(p: Term, q: Term) -> Term:
    """The difference, entry by entry."""
    return total(p, negative(q))
