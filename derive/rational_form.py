"""Whether two expressions of numbers are the same rational expression in the same parts.

Both sides become sums of products of powers: of names, of functions (whose arguments are compared in the same way), of
e, and of sums that stand below or under a root. Powers of one base add their exponents, also symbolic ones; sums are
multiplied out over a common denominator. Two expressions that agree have the same value wherever both have one. That
two do not agree says nothing: no law of any function but the exponential is used.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from functools import reduce
from math import floor
from typing import Any, TypeAlias

from derive.building import unwrapped
from derive.constants import constant_value
from derive.ir import Const, Expr, Var

MOST_TERMS = 400
"""How many terms a sum may have, multiplied out."""
MOST_FOLD = 12
"""The highest power of a sum that is multiplied out."""

Exponent: TypeAlias = "frozenset[tuple[Monomial, Fraction]]"
Monomial: TypeAlias = "frozenset[tuple[Any, Exponent]]"
Polynomial: TypeAlias = "dict[Monomial, Fraction]"

NONE: Monomial = frozenset()
ONE: Exponent = frozenset({(NONE, Fraction(1))})
MINUS_ONE: Exponent = frozenset({(NONE, Fraction(-1))})
E = ("e",)
"""The base of all exponentials."""


class TooLarge(Exception):
    """Multiplied out, an expression has more terms than are compared."""


def identical(u: Expr, w: Expr) -> bool:
    """Whether u and w are the same rational expression; False too where they are too large to be compared."""
    try:
        return not _cleared(_sum(polynomial(u), _times({NONE: Fraction(-1)}, polynomial(w))))
    except TooLarge:
        return False


def polynomial(expr: Expr) -> Polynomial:
    """The expression as a sum of products of powers. Raises `TooLarge`."""
    return _polynomial(expr, {})


def _polynomial(expr: Expr, known: dict[Expr, Polynomial]) -> Polynomial:
    expr = unwrapped(expr)
    if expr not in known:
        known[expr] = _found(expr, known)
    return known[expr]


def _found(expr: Expr, known: dict[Expr, Polynomial]) -> Polynomial:
    if isinstance(expr, Const):
        return {NONE: expr.value} if expr.value else {}
    if isinstance(expr, Var):
        return {frozenset({(expr, ONE)}): Fraction(1)}
    parts = [_polynomial(arg, known) for arg in expr.args]
    arithmetic = _ARITHMETIC.get(expr.op.name)
    if arithmetic is not None:
        return arithmetic(parts, expr.args)
    key = (expr.op.name, expr.attrs, tuple(frozenset(part.items()) for part in parts))
    return {frozenset({(key, ONE)}): Fraction(1)}


def _number(exponent: Exponent) -> Fraction | None:
    """The number that an exponent is, or None."""
    if not exponent:
        return Fraction(0)
    (monomial, value), *others = exponent
    return value if not others and monomial == NONE else None


def _sum(*parts: Mapping[Monomial, Fraction]) -> Polynomial:
    found: Polynomial = {}
    for part in parts:
        for monomial, value in part.items():
            found[monomial] = found.get(monomial, Fraction(0)) + value
    return {monomial: value for monomial, value in found.items() if value}


def _times(u: Mapping[Monomial, Fraction], w: Mapping[Monomial, Fraction]) -> Polynomial:
    if len(u) * len(w) > MOST_TERMS:
        raise TooLarge
    return _sum(*(_folded(_joined(a, b), x * y) for a, x in u.items() for b, y in w.items()))


def _folded(monomial: Monomial, value: Fraction) -> Polynomial:
    """The monomial with whole powers of numbers multiplied into the number in front: 2^(−1/2) 2^(−1/2) is 1/2."""
    kept = []
    for base, exponent in monomial:
        whole = _floor(exponent) if isinstance(base, tuple) and base[0] == "number" and base[1] else 0
        if whole:
            value *= base[1] ** whole
        left = frozenset(_sum(dict(exponent), {NONE: Fraction(-whole)}).items()) if whole else exponent
        if left:
            kept.append((base, left))
    return {frozenset(kept): value}


def _joined(a: Monomial, b: Monomial) -> Monomial:
    exponents = dict(a)
    for base, exponent in b:
        whole = _sum(dict(exponents.get(base, frozenset())), dict(exponent))
        exponents[base] = frozenset(whole.items())
    return frozenset((base, exponent) for base, exponent in exponents.items() if exponent)


def _power(base: Polynomial, exponent: Exponent, written: Expr) -> Polynomial:
    number = _number(exponent)
    if number is not None and number.denominator == 1 and not (len(base) == 0 and number <= 0):
        if len(base) == 1:
            return _whole_power(base, number.numerator)
        if 0 <= number <= MOST_FOLD:
            return _multiplied_out(base, number.numerator)
        base, factor = _normed(base, number.numerator)
        return {frozenset({(("sum", frozenset(base.items())), exponent)}): factor}
    value = constant_value(written)
    if value is not None:
        return {frozenset({(("number", value), exponent)}) if exponent else NONE: Fraction(1)}
    [monomial, coefficient], *others = base.items() if base else [(NONE, Fraction(0))]
    if not others and coefficient == 1 and len(monomial) == 1:
        [(inner, power)] = monomial
        if power == ONE:
            return {frozenset({(inner, exponent)}): Fraction(1)}
        if inner == E:
            return _exponential(_times(dict(power), dict(exponent)))
    return {frozenset({(("sum", frozenset(base.items())), exponent)}): Fraction(1)}


def _whole_power(base: Polynomial, n: int) -> Polynomial:
    [(monomial, coefficient)] = base.items()
    raised = ((b, _times(dict(e), {NONE: Fraction(n)})) for b, e in monomial)
    return _folded(frozenset((b, frozenset(e.items())) for b, e in raised if e), coefficient**n)


def _multiplied_out(base: Polynomial, n: int) -> Polynomial:
    product: Polynomial = {NONE: Fraction(1)}
    for _ in range(n):
        product = _times(product, base)
    return product


def _normed(base: Polynomial, n: int) -> tuple[Polynomial, Fraction]:
    """A sum divided by one of its coefficients, the same whatever the sum is a multiple of; and what that makes."""
    first = base[min(base, key=_text)]
    return {monomial: value / first for monomial, value in base.items()}, first**n


def _text(part: Any) -> str:
    """A text that is the same for equal parts, in whatever order their sets are."""
    if isinstance(part, frozenset):
        return "{" + ",".join(sorted(map(_text, part))) + "}"
    if isinstance(part, tuple):
        return "(" + ",".join(map(_text, part)) + ")"
    return repr(part)


def _cleared(found: Polynomial) -> Polynomial:
    """The polynomial times powers of the sums in it, such that none has a whole power: zero where the first is."""
    while True:
        sums = {base for m in found for base, e in m if _is_sum(base) and _floor(e)}
        if not sums:
            return found
        largest = max(sums, key=lambda base: len(_text(base)))
        found = _without(found, largest)
    return found


def _is_sum(base: Any) -> bool:
    return isinstance(base, tuple) and base[0] == "sum"


def _floor(exponent: Exponent) -> int:
    return floor(dict(exponent).get(NONE, Fraction(0)))


def _without(found: Polynomial, base: Any) -> Polynomial:
    powers = {m: _floor(dict(m).get(base, frozenset())) for m in found}
    least = min(powers.values())
    parts = []
    for monomial, value in found.items():
        left = frozenset(_sum(dict(dict(monomial).get(base, frozenset())), {NONE: Fraction(-powers[monomial])}).items())
        rest = frozenset((b, e) for b, e in monomial if b != base)
        rest = rest | {(base, left)} if left else rest
        if powers[monomial] - least > MOST_FOLD:
            raise TooLarge
        parts.append(_times({rest: value}, _multiplied_out(dict(base[1]), powers[monomial] - least)))
    return _sum(*parts)


def _exponential(exponent: Polynomial) -> Polynomial:
    return {frozenset({(E, frozenset(exponent.items()))}) if exponent else NONE: Fraction(1)}


_ARITHMETIC: Mapping[str, Callable[[list[Polynomial], tuple[Expr, ...]], Polynomial]] = {
    "add": lambda parts, _: _sum(*parts),
    "neg": lambda parts, _: _times({NONE: Fraction(-1)}, parts[0]),
    "mul": lambda parts, _: reduce(_times, parts),
    "div": lambda parts, args: _times(parts[0], _power(parts[1], MINUS_ONE, args[1])),
    "power": lambda parts, args: _power(parts[0], frozenset(parts[1].items()), args[0]),
    "exp": lambda parts, _: _exponential(parts[0]),
}
