"""Powers whose exponents are sizes: (det A)^m, 2^n, (−1)^n, for bases of any sign.

A size is a whole number from 1 on, and so is a polynomial in sizes with whole coefficients that are not negative: such
a power has a value whatever its base is, that of a product is the product of the powers, and 0 to it is 0. What is
known to be positive is written as an exponential, so that its logarithm is known.
"""

from __future__ import annotations

from derive.algebra import functions
from derive.algebra.core import Algebra
from derive.algebra.factoring import factors
from derive.algebra.heads import DELTA_NUMBER
from derive.algebra.signs import Sign, sign_of, sign_of_power
from derive.algebra.terms import (
    Component,
    NotCovered,
    Polynomial,
    Rational,
    as_number,
    constant,
    is_bound,
    single,
)
from derive.shapes import Size

KIND = "sized"
"""The kind of the atoms u^s: their payload is u, their attribute the size s, a product of names."""


def whole(algebra: Algebra, exponent: Polynomial) -> Size | None:
    """The size that an exponent is: a sum of products of names of sizes, none with a minus; None for anything else."""
    terms: list[tuple[tuple[str, ...], int]] = []
    for monomial, coefficient in exponent.items():
        names: list[str] = []
        for component, power in monomial:
            head = None if is_bound(component) else algebra.heads[component[0]]
            if head is None or head.kind != "size" or not isinstance(power, int) or power < 1:
                return None
            names += [str(head.of)] * power
        if not isinstance(coefficient, int) or coefficient < 1:
            return None
        terms.append((tuple(sorted(names)), coefficient))
    return Size(tuple(sorted(terms))) if terms else None


def power(algebra: Algebra, p: Polynomial, exponent: Size) -> Polynomial:
    """p to a size. Raises `NotCovered` for a root in p of which it is not known that it is positive."""
    if exponent.number is not None:
        return functions.power(algebra, p, exponent.number)
    if not p:
        return {}
    if sign_of(algebra, p) is Sign.POSITIVE:
        return functions.exponential(
            algebra, algebra.multiply(algebra.extent(exponent), functions.logarithm(algebra, p))
        )
    top, bases = functions.over_common(algebra, p)
    if as_number(bases) is None:
        below = functions.inverse(algebra, power(algebra, bases, exponent))
        return algebra.multiply(power(algebra, top, exponent), below)
    factor, monomial, rest = functions.content(algebra, p)
    size: Rational = -factor if factor < 0 else factor
    result = constant(1) if size == 1 else power(algebra, constant(size), exponent)
    if factor < 0:
        result = algebra.multiply(result, _minus_one(algebra, exponent))
    for component, own in monomial:
        result = algebra.multiply(result, _of_component(algebra, component, own, exponent))
    for part, count in factors(algebra, rest) if as_number(rest) is None else ():
        turned = functions.turned(part)
        if turned is not part:
            result = algebra.multiply(result, *[_minus_one(algebra, exponent)] * (count % 2))
        result = algebra.multiply(result, algebra.power(_atoms(algebra, turned, exponent), count))
    return result


def _minus_one(algebra: Algebra, exponent: Size) -> Polynomial:
    """(−1)^s: of each product of names only whether it is counted an odd number of times matters."""
    odd = Size(tuple((names, 1) for names, count in exponent.terms if count % 2 and names))
    sign = -1 if dict(exponent.terms).get((), 0) % 2 else 1
    return algebra.multiply(constant(sign), _atoms(algebra, constant(-1), odd))


def _of_component(algebra: Algebra, component: Component, own: Rational, exponent: Size) -> Polynomial:
    if component[0] == DELTA_NUMBER:
        return single(component)
    if not isinstance(own, int):
        raise NotCovered("it holds a root to the power of a size")
    if sign_of_power(algebra, component, 1) is Sign.POSITIVE:
        return functions.power(algebra, power(algebra, single(component), exponent), own)
    head = None if is_bound(component) else algebra.heads[component[0]]
    if head is not None and head.kind == "base":
        return functions.power(algebra, power(algebra, algebra.payload_at(head, component[1]), exponent), own)
    if head is not None and head.kind == KIND:
        (size,) = head.attrs
        assert isinstance(size, Size)
        return functions.power(algebra, power(algebra, algebra.payload_at(head, component[1]), size * exponent), own)
    raised = _atoms(algebra, single(component), exponent)
    return functions.power(algebra, raised, own)


def _atoms(algebra: Algebra, p: Polynomial, exponent: Size) -> Polynomial:
    """u^s as a product of an atom for each product of names in s; a number in s is an exponent as any other."""
    result = constant(1)
    for names, count in exponent.terms:
        raised = algebra.function(KIND, p, (Size(((names, 1),)),)) if names else p
        result = algebra.multiply(result, algebra.power(raised, count))
    return result
