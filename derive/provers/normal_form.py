"""Proof for all sizes: both sides in index notation, as quotients of polynomials in their entries.

Every array is written by its entries, products of matrices become sums over a bound index, functions are atoms over
the normal form of their argument, exponentials split over sums (e^(u+v) = e^u e^v), and functions that others
define are written out. Two sides with the same cross product are equal for every size, wherever both have a value.
Sides that differ in this form may still be equal: the prover then says nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TypeAlias

from derive import ruletext
from derive.ir import Apply, Const, Expr, Var
from derive.provers.polynomials import ONE, UNIT, Atom, Monomial, Polynomial, Quotient, times
from derive.shapes import Size

Index: TypeAlias = Hashable
Indices: TypeAlias = tuple[Index, ...]
MAX_POWER = 12
"""The largest exponent that is multiplied out."""
MAX_DEPTH = 200
"""How deep an expression may be nested; normal forms of deeper ones are too large to be of use."""


class NotCovered(Exception):
    """The expression holds something that this normal form does not cover. The message says what."""


@dataclass
class Normaliser:
    """Turns expressions into normal forms; ``given`` holds the names that are to be written out by their equations."""

    given: Mapping[Var, Expr]
    denominators: list[Expr] = field(default_factory=list)
    _memo: dict[tuple[Expr, Indices], Quotient] = field(default_factory=dict)
    _bound: int = 0
    _depth: int = 0

    def of(self, expr: Expr, at: Indices = ()) -> Quotient:
        """The entry of an expression at the given indices. Raises `NotCovered` and `TooBig`."""
        key = (expr, at)
        if key not in self._memo:
            self._depth += 1
            if self._depth > MAX_DEPTH:
                raise NotCovered(f"it is nested more than {MAX_DEPTH} deep")
            self._memo[key] = self._normalise(expr, at)
            self._depth -= 1
        return self._memo[key]

    def _normalise(self, expr: Expr, at: Indices) -> Quotient:
        if isinstance(expr, Const):
            return Quotient(Polynomial.constant(expr.value))
        if isinstance(expr, Var):
            if expr in self.given:
                return self.of(self.given[expr], at)
            return Quotient(Polynomial.atom(("entry", expr, at)))
        if expr.op.definition:
            template = ruletext.parse(expr.op.definition)
            binding = dict(zip(expr.op.parameters, expr.args, strict=True))
            return self.of(ruletext.instantiate(template, binding), at)
        rule = _RULES.get(expr.op.name)
        if rule is None:
            raise NotCovered(f"it holds {expr.op.name}, which this normal form does not cover")
        return rule(self, expr, at)

    def fresh(self) -> Index:
        """A new bound index."""
        self._bound += 1
        return ("bound", self._bound)

    def summed(self, body: Quotient, index: Index, size: Size) -> Quotient:
        """The sum of ``body`` over a bound index, term by term."""
        outside, inside = body.bottom, body.top
        if _mentions_polynomial(body.bottom, index):
            outside, inside = ONE, body.top * Polynomial.atom(("over", body.bottom.key))
        terms = [_summed_term(monomial, c, index, size) for monomial, c in inside.terms.items()]
        total = Polynomial.of((m, c) for term in terms for m, c in term.terms.items())
        return Quotient(total, outside)


def _mentions(thing: object, index: Index) -> bool:
    if thing == index:
        return True
    if isinstance(thing, tuple | frozenset):
        return any(_mentions(part, index) for part in thing)
    return False


def _mentions_polynomial(polynomial: Polynomial, index: Index) -> bool:
    return any(_mentions(monomial, index) for monomial in polynomial.terms)


def _renamed(thing: Hashable, old: Index, new: Index) -> Hashable:
    if thing == old:
        return new
    if isinstance(thing, tuple):
        return tuple(_renamed(part, old, new) for part in thing)
    if isinstance(thing, frozenset):
        return frozenset(_renamed(part, old, new) for part in thing)
    return thing


def _nesting(thing: object) -> int:
    """The largest number among canonical bound indices, so that a new one does not clash."""
    if isinstance(thing, tuple) and len(thing) == 2 and thing[0] == "#":
        return int(thing[1])
    if isinstance(thing, tuple | frozenset):
        return max((_nesting(part) for part in thing), default=0)
    return 0


def _summed_term(monomial: Monomial, coefficient: Fraction, index: Index, size: Size) -> Polynomial:
    """Σ over the index of one term: what does not mention it stands outside."""
    bound = frozenset(part for part in monomial if _mentions(part, index))
    free = monomial - bound
    if not bound:
        return Polynomial({free: coefficient}) * size_polynomial(size)
    label = ("#", _nesting(bound) + 1)
    atom = ("sum", size, _renamed(bound, index, label))
    return Polynomial({times(free, frozenset(((atom, Fraction(1)),))): coefficient})


def size_polynomial(size: Size) -> Polynomial:
    """A size as a polynomial in its names."""
    total = Polynomial.constant(0)
    for names, coefficient in size.terms:
        term = Polynomial.constant(coefficient)
        for name in names:
            term = term * Polynomial.atom(("size", name))
        total = total + term
    return total


def _add(n: Normaliser, e: Apply, at: Indices) -> Quotient:
    total = n.of(e.args[0], at)
    for arg in e.args[1:]:
        total = total + n.of(arg, at)
    return total


def _mul(n: Normaliser, e: Apply, at: Indices) -> Quotient:
    product = n.of(e.args[0], at)
    for arg in e.args[1:]:
        product = product * n.of(arg, at)
    return product


def _div(n: Normaliser, e: Apply, at: Indices) -> Quotient:
    n.denominators.append(e.args[1])
    return n.of(e.args[0], at) * n.of(e.args[1], at).inverse()


def _power(n: Normaliser, e: Apply, at: Indices) -> Quotient:
    exponent = n.of(e.args[1], ()) if e.args[1].shape.is_scalar else n.of(e.args[1], at)
    value = _number(exponent)
    if value is None or value.denominator != 1 or abs(value) > MAX_POWER:
        raise NotCovered("it holds a power whose exponent is not a small whole number")
    base = n.of(e.args[0], at)
    if value < 0:
        n.denominators.append(e.args[0])
        base = base.inverse()
    result = Quotient(ONE)
    for _ in range(abs(int(value))):
        result = result * base
    return result


def _number(quotient: Quotient) -> Fraction | None:
    """The number that a quotient is, or None."""
    if set(quotient.top.terms) <= {UNIT} and set(quotient.bottom.terms) == {UNIT}:
        return quotient.top.terms.get(UNIT, Fraction(0)) / quotient.bottom.terms[UNIT]
    return None


def _exp(n: Normaliser, e: Apply, at: Indices) -> Quotient:
    """e^(c₁m₁ + c₂m₂ + …) = (e^m₁)^c₁ (e^m₂)^c₂ …"""
    argument = n.of(e.args[0], at)
    bottom = _number(Quotient(argument.bottom))
    if bottom is None:
        return Quotient(Polynomial.atom(("exp", argument.key)))
    powers: Monomial = UNIT
    for monomial, coefficient in argument.top.terms.items():
        atom: Atom = ("exp", monomial)
        powers = times(powers, frozenset(((atom, coefficient / bottom),)))
    up = frozenset((atom, exponent) for atom, exponent in powers if exponent > 0)
    down = frozenset((atom, -exponent) for atom, exponent in powers if exponent < 0)
    return Quotient(Polynomial({up: Fraction(1)}), Polynomial({down: Fraction(1)}))


def _function(n: Normaliser, e: Apply, at: Indices) -> Quotient:
    """A function of one number, of which nothing is known here but that equal arguments give equal values."""
    return Quotient(Polynomial.atom((e.op.name, e.attrs, n.of(e.args[0], at).key)))


def _comparison(n: Normaliser, e: Apply, at: Indices) -> Quotient:
    """An indicator is a function of the difference of its sides."""
    difference = n.of(e.args[0], at) + -n.of(e.args[1], at)
    return Quotient(Polynomial.atom((e.op.name, difference.key)))


def _choose(n: Normaliser, e: Apply, at: Indices) -> Quotient:
    """c a + (1 − c) b: where a case that is not chosen has no value, its atoms stand beside a factor that is 0."""
    c, a, b = (n.of(arg, at) for arg in e.args)
    return c * a + (Quotient(ONE) + -c) * b


def _transpose(n: Normaliser, e: Apply, at: Indices) -> Quotient:
    return n.of(e.args[0], at[::-1])


def _matmul(n: Normaliser, e: Apply, at: Indices) -> Quotient:
    a, b = e.args
    if not a.shape.row and a.shape.rank == 1:
        return n.of(a, at[:1]) * n.of(b, at[1:])
    index = n.fresh()
    left = (*at[: a.shape.rank - 1], index)
    right = (index, *at[a.shape.rank - 1 :])
    return n.summed(n.of(a, left) * n.of(b, right), index, a.shape.sizes[-1])


def _sum(n: Normaliser, e: Apply, at: Indices) -> Quotient:
    indices = tuple(n.fresh() for _ in e.args[0].shape.sizes)
    result = n.of(e.args[0], indices)
    for index, size in zip(indices, e.args[0].shape.sizes, strict=True):
        result = n.summed(result, index, size)
    return result


def _extent(n: Normaliser, e: Apply, at: Indices) -> Quotient:
    size = e.attr("size")
    assert isinstance(size, Size)
    return Quotient(size_polynomial(size))


def _align(n: Normaliser, e: Apply, at: Indices) -> Quotient:
    axes = e.attr("axes")
    assert isinstance(axes, tuple)
    return n.of(e.args[0], tuple(at[axis] for axis in axes))


def _sum_along(n: Normaliser, e: Apply, at: Indices) -> Quotient:
    axes, sizes, outer = e.attr("axes"), e.args[0].shape.sizes, iter(at)
    assert isinstance(axes, tuple)
    inner = tuple(n.fresh() if axis in axes else next(outer) for axis in range(len(sizes)))
    result = n.of(e.args[0], inner)
    for axis in axes:
        result = n.summed(result, inner[axis], sizes[axis])
    return result


def _eye(n: Normaliser, e: Apply, at: Indices) -> Quotient:
    """An entry of the identity matrix is 1 at equal indices, and otherwise an atom that is the same turned around."""
    return Quotient(ONE if at[0] == at[1] else Polynomial.atom(("eye", e.shape.sizes[0], frozenset(at))))


_RULES: dict[str, Callable[[Normaliser, Apply, Indices], Quotient]] = {
    "add": _add,
    "mul": _mul,
    "neg": lambda n, e, at: -n.of(e.args[0], at),
    "div": _div,
    "power": _power,
    "exp": _exp,
    "log": _function,
    "sin": _function,
    "cos": _function,
    "arctan": _function,
    "sign": _function,
    "equals": _comparison,
    "greater": _comparison,
    "at_least": _comparison,
    "choose": _choose,
    "opaque": _function,
    "pi": lambda n, e, at: Quotient(Polynomial.atom(("pi",))),
    "transpose": _transpose,
    "matmul": _matmul,
    "sum": _sum,
    "broadcast": lambda n, e, at: n.of(e.args[0], ()),
    "extent": _extent,
    "align": _align,
    "sum_along": _sum_along,
    "eye": _eye,
    "positions": lambda n, e, at: Quotient(Polynomial.atom(("position", e.shape.sizes[0], at))),
    "spread": lambda n, e, at: n.of(e.args[0], at[1:] if e.args[0].shape.row else at[:1]),
}


def equal_for_all_sizes(left: Expr, right: Expr, given: Mapping[Var, Expr]) -> tuple[bool, list[Expr]]:
    """Whether the normal forms agree, and the denominators that must not be zero for it.

    True is a proof for every size. False says nothing. Raises `NotCovered`, `TooBig` and `ZeroDivisionError`.
    """
    normaliser = Normaliser(given)
    at = tuple(("free", axis) for axis in range(left.shape.rank))
    try:
        same = normaliser.of(left, at).equals(normaliser.of(right, at))
    except RecursionError:
        # Atoms nest with the expression, a few frames of the stack each, and the caller has used some already.
        raise NotCovered("it is nested too deep for what is left of Python's stack") from None
    return same, normaliser.denominators
