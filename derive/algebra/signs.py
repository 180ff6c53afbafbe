"""What is known of the sign of a polynomial in entries, whatever its atoms are: it follows from how it is built."""

from __future__ import annotations

from enum import IntEnum

from derive.algebra.core import Algebra
from derive.algebra.heads import Head
from derive.algebra.terms import UNIT, Component, Monomial, Polynomial, Rational, add_to, constant, is_bound, single
from derive.declared import BELOW_ONE
from derive.ir import Var


class Sign(IntEnum):
    """Nothing is known; it is 0 or more; it is more than 0."""

    UNKNOWN = 0
    NOT_NEGATIVE = 1
    POSITIVE = 2


LEFT = "left of one"
"""The kind of the atom 1 − a, for a name a that is declared to be below 1."""
ALWAYS_POSITIVE = ("exp", "size", "position", "pi", LEFT)
"""Kinds of heads whose atoms are positive."""
HIGHEST = 4
"""Up to which power of a the 1 − q in its place is written out."""


def sign_of(algebra: Algebra, polynomial: Polynomial) -> Sign:
    """What is known of a polynomial: a sum of positive terms is positive, and what is taken to be positive is."""
    if algebra.positive and algebra.abstracted(polynomial)[0] in algebra.positive:
        return Sign.POSITIVE
    found = _by_terms(algebra, polynomial)
    if found is Sign.UNKNOWN and len(polynomial) > 1:
        turned = _by_what_is_left(algebra, polynomial)
        found = found if turned is None else _by_terms(algebra, turned)
    if found is Sign.UNKNOWN and len(polynomial) > 1:
        cleared = _without_denominator(algebra, polynomial)
        found = found if cleared is None else _by_terms(algebra, cleared)
    return found


def _without_denominator(algebra: Algebra, polynomial: Polynomial) -> Polynomial | None:
    """The polynomial times the power of a positive base below it: 1 − σ(z) has the sign of (1 + e⁻ᶻ) − 1.

    None where nothing is divided by one such base, or by high powers of it.
    """
    below = {c for monomial in polynomial for c, exponent in monomial if _is_below(algebra, c, exponent)}
    if len(below) != 1:
        return None
    (component,) = below
    head = algebra.heads[component[0]]
    exponents = [dict(monomial).get(component, 0) for monomial in polynomial]
    lowest = min(exponents)
    whole = all(isinstance(exponent, int) for exponent in exponents) and lowest >= -HIGHEST and max(exponents) <= 0
    if not whole or sign_of(algebra, dict(head.payload or ())) is not Sign.POSITIVE:
        return None
    base = algebra.payload_at(head, component[1])
    result: Polynomial = {}
    for monomial, coefficient in polynomial.items():
        rest = frozenset(part for part in monomial if part[0] != component)
        power = algebra.power(base, int(dict(monomial).get(component, 0) - lowest))
        add_to(result, algebra.multiply({rest: coefficient}, power))
    return result


def _is_below(algebra: Algebra, component: Component, exponent: Rational) -> bool:
    """Whether a component is a base that divides."""
    return exponent < 0 and not is_bound(component) and algebra.heads[component[0]].kind == "base"


def _by_terms(algebra: Algebra, polynomial: Polynomial) -> Sign:
    found = Sign.UNKNOWN
    for monomial, coefficient in polynomial.items():
        sign = sign_of_monomial(algebra, monomial) if coefficient > 0 else Sign.UNKNOWN
        if sign is Sign.UNKNOWN:
            return Sign.UNKNOWN
        found = max(found, sign)
    return found


def _by_what_is_left(algebra: Algebra, polynomial: Polynomial) -> Polynomial | None:
    """The polynomial with 1 − q in place of each a that is declared to be below 1: there q > 0. None without any."""
    declared = {v for v, known in algebra.facts.items() if BELOW_ONE in known}
    components = {component for monomial in polynomial for component, _ in monomial} if declared else ()
    below = {c for c in components if not is_bound(c) and algebra.heads[c[0]].of in declared}
    if not below:
        return None
    result: Polynomial = {}
    for monomial, coefficient in polynomial.items():
        term: Polynomial = {UNIT: coefficient}
        for component, exponent in monomial:
            part = single(component, exponent)
            if component in below and isinstance(exponent, int) and 0 < exponent <= HIGHEST:
                head = algebra.heads[component[0]]
                left = algebra.atom(Head(LEFT, head.of, symmetric=head.symmetric), component[1])
                part = algebra.power(algebra.subtracted(constant(1), left), exponent)
            term = algebra.multiply(term, part)
        add_to(result, term)
    return result


def sign_of_monomial(algebra: Algebra, monomial: Monomial) -> Sign:
    """What is known of a product of powers."""
    return min((sign_of_power(algebra, c, e) for c, e in monomial), default=Sign.POSITIVE)


def sign_of_power(algebra: Algebra, component: Component, exponent: Rational) -> Sign:
    """What is known of a power of a component. A power that is not whole has a value only where its base allows it."""
    if algebra.positive and algebra.abstracted(single(component))[0] in algebra.positive:
        return Sign.POSITIVE
    if is_bound(component):
        inside = min(_sign_of_atom(algebra, head, e) for (head, _), e in component[2])
        if any(coefficient < 0 for size in component[1] for _, coefficient in algebra.sizes[size].terms):
            inside = min(inside, Sign.NOT_NEGATIVE)  # a sum over T − 1 entries may be a sum over none
        return inside if inside or exponent % 2 else Sign.NOT_NEGATIVE
    return _sign_of_atom(algebra, component[0], exponent)


def _sign_of_atom(algebra: Algebra, number: int, exponent: Rational) -> Sign:
    head = algebra.heads[number]
    if head.kind in ALWAYS_POSITIVE:
        return Sign.POSITIVE
    if isinstance(head.of, Var) and "positive" in algebra.facts.get(head.of, ()):
        return Sign.POSITIVE
    if head.payload is not None and head.kind == "base" and sign_of(algebra, dict(head.payload)) is Sign.POSITIVE:
        return Sign.POSITIVE
    if head.kind == "delta" or not isinstance(exponent, int) or exponent % 2 == 0:
        return Sign.NOT_NEGATIVE
    return Sign.UNKNOWN
