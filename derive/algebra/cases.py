"""Cases: a polynomial where the sign of a number is known, and signs that cannot be together.

A *fact* is a polynomial with its sign: 1, 0 or -1. Facts hold at the indices that are visible outside, whatever these
are; what stands in sums over other indices is left as it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeAlias

from derive.algebra import rebuilding
from derive.algebra.core import Algebra
from derive.algebra.signs import Sign, sign_of
from derive.algebra.terms import Atom, NotCovered, Polynomial, Rational, add_to, constant, is_bound, scaled, single

Fact: TypeAlias = tuple[Polynomial, int]
WITHIN = ("base", "exp", "log", "sign", "sin", "cos", "arctan", "erf", "opaque")
"""The functions in whose arguments a sign is replaced too."""


def at_sign(algebra: Algebra, polynomial: Polynomial, atom: Atom, value: int) -> Polynomial:
    """The polynomial with a number for the atom of a sign. Raises `NotCovered` and `ZeroDivisionError`."""
    result: Polynomial = {}
    for monomial, coefficient in polynomial.items():
        product = constant(coefficient)
        for component, exponent in monomial:
            factor = single(component, exponent)
            if component == atom:
                if not isinstance(exponent, int):
                    raise NotCovered("it holds a broken power of a sign")
                if exponent < 0 and not value:
                    raise ZeroDivisionError("it divides by a sign that is 0")
                factor = constant(value if exponent % 2 else value * value)
            elif not is_bound(component) and algebra.heads[component[0]].kind in WITHIN:
                head = algebra.heads[component[0]]
                argument = algebra.payload_at(head, component[1])
                changed = at_sign(algebra, argument, atom, value)
                if changed != argument:
                    factor = rebuilding.power_of(algebra, head, changed, exponent)
            product = algebra.multiply(product, factor)
        add_to(result, product)
    return result


def contradict(algebra: Algebra, facts: Sequence[Fact], chosen: Iterable[tuple[int, Rational]]) -> bool:
    """Whether facts cannot hold together, as a combination of them shows.

    ``chosen`` are places of facts with multipliers, which are positive where the fact is that something is not 0. Then
    the sum of these numbers, each with its sign, is more than 0; there is a contradiction where it is known not to be.
    """
    total: Polynomial = {}
    strict = False
    for place, factor in chosen:
        if not 0 <= place < len(facts):
            return False
        polynomial, sign = facts[place]
        if sign and factor <= 0:
            return False
        strict = strict or sign != 0
        add_to(total, polynomial, factor * (sign or 1))
    known = sign_of(algebra, scaled(total, -1))
    return (strict and (not total or known is not Sign.UNKNOWN)) or known is Sign.POSITIVE
