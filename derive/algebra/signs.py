"""What is known of the sign of a polynomial in entries, whatever its atoms are: it follows from how it is built."""

from __future__ import annotations

from enum import IntEnum

from derive.algebra.core import Algebra
from derive.algebra.terms import Component, Monomial, Polynomial, Rational, is_bound, single
from derive.ir import Var


class Sign(IntEnum):
    """Nothing is known; it is 0 or more; it is more than 0."""

    UNKNOWN = 0
    NOT_NEGATIVE = 1
    POSITIVE = 2


ALWAYS_POSITIVE = ("exp", "size", "position", "pi")
"""Kinds of heads whose atoms are positive."""


def sign_of(algebra: Algebra, polynomial: Polynomial) -> Sign:
    """What is known of a polynomial: a sum of positive terms is positive, and what is taken to be positive is."""
    if algebra.positive and algebra.abstracted(polynomial)[0] in algebra.positive:
        return Sign.POSITIVE
    found = Sign.UNKNOWN
    for monomial, coefficient in polynomial.items():
        sign = sign_of_monomial(algebra, monomial) if coefficient > 0 else Sign.UNKNOWN
        if sign is Sign.UNKNOWN:
            return Sign.UNKNOWN
        found = max(found, sign)
    return found


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
