"""Functions of polynomials in entries: powers, exponentials, logarithms, signs, and functions nothing is known of.

Each returns a polynomial that equals the function of the given one wherever that has a value. A sum in a denominator
or under a root is a *base*: an atom that stands for the sum itself, with a negative or broken exponent.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from math import gcd, lcm

from derive.algebra.core import Algebra
from derive.algebra.factoring import factors
from derive.algebra.heads import DELTA_NUMBER
from derive.algebra.primes import primes
from derive.algebra.signs import Sign, sign_of, sign_of_power
from derive.algebra.terms import (
    LARGEST_POWER,
    UNIT,
    Component,
    Monomial,
    NotCovered,
    Polynomial,
    Rational,
    add_to,
    added,
    as_number,
    constant,
    frozen,
    is_bound,
    monomial_key,
    scaled,
    simple,
    single,
    times,
)

LARGEST_EXPONENT = 64
"""The largest whole exponent of a power that is written as such."""


def inverse(algebra: Algebra, p: Polynomial) -> Polynomial:
    """1/p. Raises `ZeroDivisionError` where p is identically 0, `NotCovered` where it holds a factor 0 or 1."""
    if not p:
        raise ZeroDivisionError("a denominator is identically zero")
    if as_number(p) is not None:
        return constant(Fraction(1) / p[UNIT])
    top, bases = over_common(algebra, p)
    if not top:
        raise ZeroDivisionError("a denominator is identically zero")
    factor, monomial, rest = content(algebra, top)
    flipped = _inverse_monomial(algebra, monomial)
    result = scaled(flipped, Fraction(1) / factor)
    if as_number(rest) is None:
        for part, exponent in factors(algebra, rest):
            result = algebra.multiply(result, _inverse_sum(algebra, part, exponent))
    return algebra.multiply(result, bases)


def _inverse_sum(algebra: Algebra, p: Polynomial, exponent: int) -> Polynomial:
    """1/p^exponent of a sum without factors, as a base in one of its two signs."""
    if len(p) == 1:
        return algebra.power(inverse(algebra, p), exponent)
    factor, monomial, rest = content(algebra, p)
    if sum(c < 0 for c in rest.values()) * 2 > len(rest):
        factor, rest = -factor, scaled(rest, -1)
    outside = scaled(_inverse_monomial(algebra, monomial), Fraction(1) / factor)
    return algebra.power(algebra.multiply(outside, base(algebra, rest, -1)), exponent)


def _inverse_monomial(algebra: Algebra, monomial: Monomial) -> Polynomial:
    result = constant(1)
    for component, exponent in monomial:
        if component[0] == DELTA_NUMBER:
            raise NotCovered("it divides by an entry of the identity matrix")
        if is_bound(component):
            result = algebra.multiply(result, base(algebra, single(component), simple(-exponent)))
        else:
            result = algebra.multiply(result, _power_of_atom(algebra, component, simple(-exponent)))
    return result


def _power_of_atom(algebra: Algebra, component: Component, exponent: Rational) -> Polynomial:
    """A power of an atom; whole powers of a base are written out."""
    head = algebra.heads[component[0]]
    if head.kind == "base" and isinstance(exponent, int) and 0 < exponent <= LARGEST_POWER:
        return algebra.power(algebra.payload_at(head, component[1]), exponent)
    return single(component, exponent)


def base(algebra: Algebra, p: Polynomial, exponent: Rational) -> Polynomial:
    """p to an exponent, as a power of one atom."""
    ((monomial, _),) = algebra.function("base", p).items()
    ((component, _),) = monomial
    return single(component, exponent)


def over_common(algebra: Algebra, p: Polynomial) -> tuple[Polynomial, Polynomial]:
    """p as a numerator, and the product of its denominators written out: 1 − 1/D is (D − 1)/D.

    Denominators are the bases with negative whole exponents that stand in a term by themselves, not in a sum.
    """
    lowest: dict[Component, int] = {}
    for monomial in p:
        for component, exponent in monomial:
            is_base = not is_bound(component) and algebra.heads[component[0]].kind == "base"
            if is_base and isinstance(exponent, int) and exponent < 0:
                lowest[component] = min(lowest.get(component, 0), exponent)
    if not lowest:
        return p, constant(1)
    raising: Monomial = frozenset((component, -exponent) for component, exponent in lowest.items())
    top: Polynomial = {}
    for monomial, coefficient in p.items():
        add_to(top, opened_bases(algebra, times(monomial, raising)), coefficient)
    return top, opened_bases(algebra, raising)


def opened_bases(algebra: Algebra, monomial: Monomial) -> Polynomial:
    """A monomial with positive whole powers of bases written out."""
    result = constant(1)
    for component, exponent in monomial:
        part = single(component, exponent) if is_bound(component) else _power_of_atom(algebra, component, exponent)
        result = algebra.multiply(result, part)
    return result


def content(algebra: Algebra, p: Polynomial) -> tuple[Rational, Monomial, Polynomial]:
    """p as a number times a monomial times the rest, which has neither in common; the number is positive for a sum.

    Of exponentials the largest power is taken out, so that 1 + e^z is e^z (1 + e^(−z)); of others the smallest.
    """
    if len(p) == 1:
        ((monomial, coefficient),) = p.items()
        return coefficient, monomial, constant(1)
    bottom = lcm(*(c.denominator for c in p.values()))
    top = gcd(*(int(c * bottom) for c in p.values()))
    powers = [dict(monomial) for monomial in p]
    shared: dict[Component, Rational] = {}
    for component in {c for monomial in powers for c in monomial}:
        exponents = [monomial.get(component, 0) for monomial in powers]
        is_exponential = not is_bound(component) and algebra.heads[component[0]].kind == "exp"
        shared[component] = max(exponents) if is_exponential else min(exponents)
    common: Monomial = frozenset((c, e) for c, e in shared.items() if e)
    away: Monomial = frozenset((c, -e) for c, e in common)
    rest = {times(m, away): simple(c * Fraction(bottom, top)) for m, c in p.items()}
    return Fraction(top, bottom), common, rest


def power(algebra: Algebra, p: Polynomial, exponent: Rational) -> Polynomial:
    """p to a rational exponent. For one that is not whole, p is not negative wherever that has a value."""
    if isinstance(exponent, int):
        if abs(exponent) > LARGEST_EXPONENT and len(p) > 1:
            raise NotCovered(f"it holds a power of a sum with the exponent {exponent}")
        lower = inverse(algebra, p) if exponent < 0 else p
        if len(lower) > 1 and abs(exponent) > LARGEST_POWER:
            return base(algebra, p, exponent)
        return algebra.power(lower, abs(exponent))
    if not p:
        if exponent < 0:
            raise ZeroDivisionError("a denominator is identically zero")
        return {}
    top, bases = over_common(algebra, p)
    if sign_of(algebra, bases) is not Sign.POSITIVE:
        top, bases = p, constant(1)
    factor, monomial, rest = content(algebra, top)
    if factor < 0:
        factor, rest = -factor, scaled(rest, -1)
    result, left = _roots(algebra, monomial, exponent)
    squares, rest = _squares(algebra, rest, exponent)
    rest = algebra.multiply(rest, {left: 1})
    result = algebra.multiply(result, squares, _power_of_number(algebra, factor, exponent))
    if as_number(rest) != 1:
        result = algebra.multiply(result, base(algebra, rest, exponent))
    return result if as_number(bases) == 1 else algebra.multiply(result, power(algebra, bases, -exponent))


def _roots(algebra: Algebra, monomial: Monomial, exponent: Rational) -> tuple[Polynomial, Monomial]:
    """The factors of a monomial whose power can be taken one by one, and the others: √(x²y) = |x| √y."""
    result, left = constant(1), UNIT
    for component, own in monomial:
        whole = simple(own * exponent)
        if sign_of_power(algebra, component, 1) is Sign.POSITIVE and not is_bound(component):
            result = algebra.multiply(result, single(component, whole))
        elif isinstance(own, int) and own % 2 == 0 and isinstance(whole, int) and not is_bound(component):
            # |x|^k is x^k sign(x)^k, for a negative k too: there x is not 0.
            signed = algebra.power(sign(algebra, single(component)), 2 - whole % 2)
            result = algebra.multiply(result, _power_of_atom(algebra, component, whole), signed)
        else:
            left = times(left, frozenset(((component, own),)))
    return result, left


def _squares(algebra: Algebra, rest: Polynomial, exponent: Rational) -> tuple[Polynomial, Polynomial]:
    """The power of the squares of sums in a sum, and what is left: √(v (u + w)²) = |u + w| √v."""
    counts: dict[frozenset[tuple[Monomial, Rational]], int] = {}
    for part, count in factors(algebra, rest) if as_number(rest) is None else ():
        counts[frozen(part)] = counts.get(frozen(part), 0) + count
    taken, left = constant(1), constant(1)
    for frozen_part, count in counts.items():
        part, whole = dict(frozen_part), simple(count * exponent)
        if count % 2 == 0 and isinstance(whole, int) and as_number(part) is None:
            # |u|^k is u^k sign(u)^k, as for a single factor.
            signed = algebra.power(sign(algebra, part), 2 - whole % 2)
            taken = algebra.multiply(taken, power(algebra, part, whole), signed)
        else:
            left = algebra.multiply(left, algebra.power(part, count))
    return taken, left if counts else rest


def _power_of_number(algebra: Algebra, factor: Rational, exponent: Rational) -> Polynomial:
    result = constant(1)
    for prime, count in primes(factor).items():
        result = algebra.multiply(result, base(algebra, constant(prime), simple(count * exponent)))
    return result


def exponential(algebra: Algebra, p: Polynomial) -> Polynomial:
    """e^p, as a product of powers of one exponential for each term: e^(u + v) = e^u e^v. e^(c log h) is h^c."""
    result = constant(1)
    for monomial, coefficient in p.items():
        logarithm = _only_logarithm(algebra, monomial)
        if logarithm is not None:
            part = power(algebra, logarithm, coefficient)
        else:
            atom = algebra.function("exp", {monomial: 1})
            part = {frozenset((c, coefficient) for c, _ in m): 1 for m in atom}
        result = algebra.multiply(result, part)
    return result


def _only_logarithm(algebra: Algebra, monomial: Monomial) -> Polynomial | None:
    """What the monomial is the logarithm of, where it is nothing else."""
    if len(monomial) != 1:
        return None
    ((component, exponent),) = monomial
    if exponent != 1 or is_bound(component) or algebra.heads[component[0]].kind != "log":
        return None
    return algebra.payload_at(algebra.heads[component[0]], component[1])


def logarithm(algebra: Algebra, p: Polynomial) -> Polynomial:
    """log p, split over the factors that are known to be positive."""
    if not p:
        raise NotCovered("it holds the logarithm of 0")
    top, bases = over_common(algebra, p)
    if as_number(bases) is None and sign_of(algebra, bases) is not Sign.POSITIVE:
        top, bases = p, constant(1)
    factor, monomial, rest = content(algebra, top)
    if factor < 0:
        factor, rest = -factor, scaled(rest, -1)
    result: Polynomial = {}
    for prime, count in primes(factor).items():
        add_to(result, algebra.function("log", constant(prime)), count)
    left: Monomial = UNIT
    for component, exponent in monomial:
        if sign_of_power(algebra, component, 1) is Sign.POSITIVE or _is_root(algebra, component, exponent):
            add_to(result, _log_of_component(algebra, component), exponent)
        else:
            left = times(left, frozenset(((component, exponent),)))
    if len(rest) > 1 and sign_of(algebra, rest) is Sign.POSITIVE:
        add_to(result, algebra.function("log", rest))
        rest = constant(1)
    rest = algebra.multiply(rest, {left: 1})
    if as_number(rest) != 1:
        add_to(result, algebra.function("log", rest))
    if as_number(bases) != 1:
        add_to(result, logarithm(algebra, bases), -1)
    return result


def _is_root(algebra: Algebra, component: Component, exponent: Rational) -> bool:
    """Whether it is a power of a base that has a value for positive bases only, 0 apart."""
    is_base = not is_bound(component) and algebra.heads[component[0]].kind == "base"
    return is_base and not isinstance(exponent, int)


def _log_of_component(algebra: Algebra, component: Component) -> Polynomial:
    head = None if is_bound(component) else algebra.heads[component[0]]
    if head is not None and head.kind == "exp":
        return algebra.payload_at(head, component[1])
    if head is not None and head.kind == "base":
        return algebra.function("log", algebra.payload_at(head, component[1]))
    return algebra.function("log", single(component))


def sign(algebra: Algebra, p: Polynomial) -> Polynomial:
    """The sign of p: -1, 0 or 1. That of a product is the product of the signs."""
    if not p:
        return {}
    top, bases = over_common(algebra, p)
    factor, monomial, rest = content(algebra, top)
    result = constant(1 if factor > 0 else -1)
    for component, exponent in monomial:
        if sign_of_power(algebra, component, exponent) is not Sign.POSITIVE:
            result = algebra.multiply(result, _sign_of_power(algebra, component, exponent))
    for part, exponent in factors(algebra, rest) if as_number(rest) is None else ():
        result = algebra.multiply(result, algebra.power(_sign_of_sum(algebra, part), exponent))
    if as_number(bases) is None and sign_of(algebra, bases) is not Sign.POSITIVE:
        result = algebra.multiply(result, sign(algebra, bases))
    return result


def _sign_of_sum(algebra: Algebra, p: Polynomial) -> Polynomial:
    """The sign of a sum without factors; that of a difference of exponentials is that of their exponents."""
    if as_number(p) is not None:
        return constant(1 if p[UNIT] > 0 else -1)
    if sign_of(algebra, p) is Sign.POSITIVE:
        return constant(1)
    if sign_of(algebra, scaled(p, -1)) is Sign.POSITIVE:
        return constant(-1)
    exponents = _exponents(algebra, p)
    if exponents is not None:
        return sign(algebra, exponents)
    other = turned(p)
    atom = algebra.function("sign", other)
    return atom if other is p else scaled(atom, -1)


def _exponents(algebra: Algebra, p: Polynomial) -> Polynomial | None:
    """u − v for a difference c e^u − c e^v with c > 0; None for anything else."""
    if sorted(p.values()) != [-max(p.values()), max(p.values())]:
        return None
    result: Polynomial = {}
    for monomial, coefficient in p.items():
        for component, exponent in monomial:
            if is_bound(component) or algebra.heads[component[0]].kind != "exp":
                return None
            head = algebra.heads[component[0]]
            payload = algebra.payload_at(head, component[1])
            result = added(result, scaled(payload, exponent if coefficient > 0 else -exponent))
    return result


def _sign_of_power(algebra: Algebra, component: Component, exponent: Rational) -> Polynomial:
    """The sign of a power of a component; the power of a base is as positive as the base where it has a value."""
    if component[0] == DELTA_NUMBER:
        return single(component)
    odd_one = 2 - exponent % 2 if isinstance(exponent, int) else 1
    head = None if is_bound(component) else algebra.heads[component[0]]
    if head is not None and head.kind == "base":
        return algebra.power(sign(algebra, algebra.payload_at(head, component[1])), odd_one)
    if not isinstance(exponent, int):
        raise NotCovered("it holds the sign of a root")
    return algebra.power(algebra.function("sign", single(component)), odd_one)


def turned(p: Polynomial) -> Polynomial:
    """p or −p, whichever comes first: the one with more positive terms, then by the largest term."""
    negative = sum(c < 0 for c in p.values())
    if negative * 2 == len(p):
        largest = max(p, key=monomial_key)
        return p if p[largest] > 0 else scaled(p, -1)
    return p if negative * 2 < len(p) else scaled(p, -1)


def odd(kind: str) -> Callable[[Algebra, Polynomial], Polynomial]:
    """A function with f(−p) = −f(p), of which nothing else is known here."""

    def function(algebra: Algebra, p: Polynomial) -> Polynomial:
        if not p:
            return {}
        other = turned(p)
        atom = algebra.function(kind, other)
        return atom if other is p else scaled(atom, -1)

    return function


def even(kind: str) -> Callable[[Algebra, Polynomial], Polynomial]:
    """A function with f(−p) = f(p), of which nothing else is known here."""

    def function(algebra: Algebra, p: Polynomial) -> Polynomial:
        return algebra.function(kind, turned(p) if p else p)

    return function


def normal(algebra: Algebra, p: Polynomial) -> Polynomial:
    """(1 + erf(p/√2))/2."""
    inside = algebra.multiply(p, power(algebra, constant(2), Fraction(-1, 2)))
    return scaled(added(constant(1), odd("erf")(algebra, inside)), Fraction(1, 2))


FUNCTIONS: dict[str, Callable[[Algebra, Polynomial], Polynomial]] = {
    "exp": exponential,
    "log": logarithm,
    "sign": sign,
    "sin": odd("sin"),
    "cos": even("cos"),
    "arctan": odd("arctan"),
    "erf": odd("erf"),
    "normal_cdf": normal,
}
"""Functions of one number."""
