"""The function of a head over another payload: where an index becomes another, or an argument what it is equal to."""

from __future__ import annotations

from derive.algebra import functions, sized
from derive.algebra.core import Algebra
from derive.algebra.heads import Head
from derive.algebra.terms import NotCovered, Polynomial, Rational, scaled
from derive.shapes import Size


def rebuilt(algebra: Algebra, head: Head, payload: Polynomial) -> Polynomial:
    """The function of a head over another payload."""
    if head.kind in functions.FUNCTIONS:
        return functions.FUNCTIONS[head.kind](algebra, payload)
    if head.kind == "base":
        if not payload:
            raise NotCovered("it holds a power of what is identically zero at equal indices")
        return functions.base(algebra, payload, 1)
    if head.kind == sized.KIND:
        (size,) = head.attrs
        assert isinstance(size, Size)
        return sized.power(algebra, payload, size)
    return algebra.function(head.kind, payload, head.attrs, head.own)


def power_of(algebra: Algebra, head: Head, payload: Polynomial, exponent: Rational) -> Polynomial:
    """A power of the function of a head over another payload."""
    if head.kind == "exp":
        return functions.exponential(algebra, scaled(payload, exponent))
    if head.kind == "base":
        return functions.power(algebra, payload, exponent)
    return functions.power(algebra, rebuilt(algebra, head, payload), exponent)
