"""Sparse polynomials with rational coefficients over hashable atoms, and their quotients.

A monomial is a frozenset of ``(atom, exponent)`` pairs with rational exponents other than 0. Work is counted: a
polynomial of more than `BUDGET` terms, a product that takes more than `WORK` and a coefficient of more than `LONGEST`
bits raise `TooBig` instead of taking forever.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeAlias

Atom: TypeAlias = Hashable
Monomial: TypeAlias = frozenset[tuple[Atom, Fraction]]
BUDGET = 20_000
"""The largest number of terms a polynomial may have."""
WORK = 100_000
"""The largest number of products of terms that one multiplication may take."""
LONGEST = 20_000
"""The largest number of bits that a coefficient may have, above or below its fraction bar."""
UNIT: Monomial = frozenset()


class TooBig(Exception):
    """A polynomial grew beyond a budget. The message says which."""


def times(p: Monomial, q: Monomial) -> Monomial:
    """The product of two monomials."""
    if not p or not q:
        return p or q
    exponents = dict(p)
    for atom, exponent in q:
        exponents[atom] = exponents.get(atom, Fraction(0)) + exponent
    return frozenset((atom, exponent) for atom, exponent in exponents.items() if exponent)


@dataclass(frozen=True)
class Polynomial:
    """A polynomial as ``monomial -> coefficient`` without zero coefficients."""

    terms: Mapping[Monomial, Fraction]

    @staticmethod
    def of(terms: Iterable[tuple[Monomial, Fraction]]) -> Polynomial:
        """The sum of the terms. Raises `TooBig`."""
        sums: dict[Monomial, Fraction] = {}
        for monomial, coefficient in terms:
            sums[monomial] = sums.get(monomial, Fraction(0)) + coefficient
            if len(sums) > BUDGET:
                raise TooBig(f"more than {BUDGET} terms")
        if any(max(c.numerator.bit_length(), c.denominator.bit_length()) > LONGEST for c in sums.values()):
            raise TooBig(f"a coefficient of more than {LONGEST} bits")
        return Polynomial({monomial: coefficient for monomial, coefficient in sums.items() if coefficient})

    @staticmethod
    def constant(value: Fraction | int) -> Polynomial:
        """A number."""
        return Polynomial({UNIT: Fraction(value)} if value else {})

    @staticmethod
    def atom(atom: Atom, exponent: Fraction | int = 1) -> Polynomial:
        """A single atom, or a power of it."""
        return Polynomial({frozenset(((atom, Fraction(exponent)),)): Fraction(1)})

    def __add__(self, other: Polynomial) -> Polynomial:
        return Polynomial.of((*self.terms.items(), *other.terms.items()))

    def __neg__(self) -> Polynomial:
        return Polynomial({monomial: -coefficient for monomial, coefficient in self.terms.items()})

    def __mul__(self, other: Polynomial) -> Polynomial:
        if len(self.terms) * len(other.terms) > WORK:
            raise TooBig(f"a product of {len(self.terms)} and {len(other.terms)} terms")
        return Polynomial.of((times(p, q), a * b) for p, a in self.terms.items() for q, b in other.terms.items())

    @property
    def is_zero(self) -> bool:
        """Whether it is the zero polynomial: then it is zero whatever the atoms stand for."""
        return not self.terms

    @property
    def key(self) -> frozenset[tuple[Monomial, Fraction]]:
        """The polynomial as a hashable value."""
        return frozenset(self.terms.items())


ONE = Polynomial.constant(1)


@dataclass(frozen=True)
class Quotient:
    """A quotient of polynomials. Equal quotients are equal wherever both denominators are not zero."""

    top: Polynomial
    bottom: Polynomial = ONE

    def __add__(self, other: Quotient) -> Quotient:
        if self.bottom == other.bottom:
            return Quotient(self.top + other.top, self.bottom)
        return Quotient(self.top * other.bottom + other.top * self.bottom, self.bottom * other.bottom)

    def __neg__(self) -> Quotient:
        return Quotient(-self.top, self.bottom)

    def __mul__(self, other: Quotient) -> Quotient:
        return Quotient(self.top * other.top, self.bottom * other.bottom)

    def inverse(self) -> Quotient:
        """1 over it; raises `ZeroDivisionError` where it is identically zero."""
        if self.top.is_zero:
            raise ZeroDivisionError("a denominator is identically zero")
        return Quotient(self.bottom, self.top)

    def equals(self, other: Quotient) -> bool:
        """Whether the cross products are the same polynomial."""
        return (self.top * other.bottom + -(other.top * self.bottom)).is_zero

    @property
    def key(self) -> tuple[frozenset[tuple[Monomial, Fraction]], frozenset[tuple[Monomial, Fraction]]]:
        """The quotient as a hashable value; equal quotients may have different keys."""
        return self.top.key, self.bottom.key
