"""Functions with a kink or a jump, and formulas by cases, by way of the sign: |p| is p sign(p)."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from derive.algebra.core import Algebra
from derive.algebra.functions import sign
from derive.algebra.signs import Sign, sign_of
from derive.algebra.terms import Polynomial, added, constant, scaled

HALF = Fraction(1, 2)


def absolute(algebra: Algebra, p: Polynomial) -> Polynomial:
    """p sign(p), at 0 too; p itself where that is known not to be negative."""
    return p if sign_of(algebra, p) is not Sign.UNKNOWN else algebra.multiply(p, sign(algebra, p))


def relu(algebra: Algebra, p: Polynomial) -> Polynomial:
    """(p + |p|)/2."""
    return scaled(added(p, absolute(algebra, p)), HALF)


def step(algebra: Algebra, p: Polynomial) -> Polynomial:
    """(1 + sign p)/2; at 0, where this is ½, the step has no value."""
    return scaled(added(constant(1), sign(algebra, p)), HALF)


def larger(algebra: Algebra, p: Polynomial, q: Polynomial) -> Polynomial:
    """(p + q + |p − q|)/2."""
    return scaled(added(p, q, absolute(algebra, algebra.subtracted(p, q))), HALF)


def smaller(algebra: Algebra, p: Polynomial, q: Polynomial) -> Polynomial:
    """(p + q − |p − q|)/2."""
    return scaled(added(p, q, scaled(absolute(algebra, algebra.subtracted(p, q)), -1)), HALF)


def greater(algebra: Algebra, p: Polynomial, q: Polynomial) -> Polynomial:
    """(s² + s)/2 with s the sign of the difference: 1 where p > q, else 0."""
    s = sign(algebra, algebra.subtracted(p, q))
    return scaled(added(algebra.power(s, 2), s), HALF)


def at_least(algebra: Algebra, p: Polynomial, q: Polynomial) -> Polynomial:
    """1 − (s² − s)/2 with s the sign of the difference: 1 where p ≥ q, else 0."""
    s = sign(algebra, algebra.subtracted(p, q))
    return added(constant(1), scaled(added(algebra.power(s, 2), scaled(s, -1)), -HALF))


def choose(algebra: Algebra, c: Polynomial, a: Polynomial, b: Polynomial) -> Polynomial:
    """c a + (1 − c) b: where a case that is not chosen has no value, its atoms stand beside a factor that is 0."""
    return added(algebra.multiply(c, a), algebra.multiply(algebra.subtracted(constant(1), c), b))


FUNCTIONS: dict[str, Callable[..., Polynomial]] = {
    "abs": absolute,
    "relu": relu,
    "step": step,
    "max": larger,
    "min": smaller,
    "greater": greater,
    "at_least": at_least,
    "choose": choose,
}
"""The operators that are made of signs, by name."""
