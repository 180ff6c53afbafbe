"""Factors of a polynomial in its components, so that 1/(1 − 2a + a²) is known as 1/(1 − a)².

FLINT finds them; what it finds is multiplied out here and must give the polynomial again, so that nothing rests on it.
"""

from __future__ import annotations

from fractions import Fraction
from math import lcm

import flint

from derive.algebra.core import Algebra
from derive.algebra.terms import Component, Monomial, Polynomial, add_to, constant, simple

MOST_TERMS = 60
"""Larger polynomials are not factored."""
MOST_COMPONENTS = 8
"""Polynomials in more components are not factored."""
HIGHEST = 12
"""Nor are those with higher powers."""


def factors(algebra: Algebra, p: Polynomial) -> list[tuple[Polynomial, int]]:
    """The factors of a sum with their exponents; the sum itself where there are none, or it is not looked at."""
    whole = [(p, 1)]
    directions = _directions(p)
    if directions is None or not 2 <= len(p) <= MOST_TERMS:
        return whole
    names = sorted(directions)
    bottom = lcm(*(c.denominator for c in p.values()))
    context = flint.fmpz_mpoly_ctx.get([f"x{k}" for k in range(len(names))])
    rows = {
        tuple(abs(int(dict(monomial).get(name, 0))) for name in names): int(c * bottom) for monomial, c in p.items()
    }
    number, found = context.from_dict(rows).factor()
    if sum(exponent for _, exponent in found) < 2:
        return whole
    parts = [(_back(part, names, directions), int(exponent)) for part, exponent in found]
    scale = simple(Fraction(int(number), bottom))
    product = constant(scale)
    for part, exponent in parts:
        product = algebra.multiply(product, algebra.power(part, exponent))
    if product != p:
        return whole
    first, exponent = parts[0]
    return [({m: simple(c * scale) for m, c in first.items()}, 1), (first, exponent - 1), *parts[1:]]


def _directions(p: Polynomial) -> dict[Component, int] | None:
    """For each component whether its powers are positive or negative; None where that changes, or they are broken."""
    found: dict[Component, int] = {}
    highest = 0
    for monomial in p:
        for component, exponent in monomial:
            if not isinstance(exponent, int) or found.setdefault(component, 1 if exponent > 0 else -1) * exponent < 0:
                return None
            highest = max(highest, abs(exponent))
    if len(found) > MOST_COMPONENTS or highest > HIGHEST or (len(p) == 2 and highest < 2):
        return None
    return found


def _back(part: flint.fmpz_mpoly, names: list[Component], directions: dict[Component, int]) -> Polynomial:
    result: Polynomial = {}
    for exponents, coefficient in part.to_dict().items():
        monomial: Monomial = frozenset(
            (name, int(e) * directions[name]) for name, e in zip(names, exponents, strict=True) if e
        )
        add_to(result, {monomial: int(coefficient)})
    return result
