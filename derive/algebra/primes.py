"""The prime factors of rational numbers, as far as they are needed under roots and logarithms."""

from __future__ import annotations

from derive.algebra.terms import Rational

LARGEST_FACTOR = 10_000
"""Up to which prime a number under a root or a logarithm is factored."""


def primes(value: Rational) -> dict[int, int]:
    """The prime factors of a positive number with their exponents; what is left beyond `LARGEST_FACTOR` is one."""
    found: dict[int, int] = {}
    for number, direction in ((value.numerator, 1), (value.denominator, -1)):
        left, factor = number, 2
        while factor * factor <= left and factor <= LARGEST_FACTOR:
            while left % factor == 0:
                left //= factor
                found[factor] = found.get(factor, 0) + direction
            factor += 1
        if left > 1:
            found[left] = found.get(left, 0) + direction
    return {prime: count for prime, count in found.items() if count}
