"""Numbers without rounding: residues modulo a tower of primes, in which e^(u + v) = e^u · e^v holds exactly.

A value is a residue modulo each prime p₀, p₁, … of the tower, and each prime divides the next one less 1. So there is a
number g of order p₀ modulo p₁, and e^x modulo p₁ is defined as g to the power (x modulo p₀); and so on upwards. Modulo
p₀ an exponential has no value: it is one storey *deeper*, and as many may be nested as there are primes above p₀.

Every identity that follows from the laws of fields and that of exponentials holds here, and derivatives, which are
read off power series, are the formal ones. Nothing else need hold: there is no order, no root, no size. What rests on
those has no value here (`Undefined`), except of known rationals, which are kept beside their residues. The logarithm
has no value either, but its series has all other coefficients.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from math import prod
from typing import Any, NoReturn, TypeAlias

import flint

from derive.arrays import filled, mapped
from derive.operators import Undefined

EXACT_BITS = 256
"""How long the parts of a rational may get before it is only known by its residues."""

Residue: TypeAlias = Any
"""An integer of FLINT, which divides long integers much faster than Python does."""


@dataclass(frozen=True)
class Tower:
    """Primes, each of which divides the next one less 1, and for each but the first a number of the order of the last.

    Nothing of this is checked here; a test checks it of `TOWER`.
    """

    primes: tuple[int, ...]
    bases: tuple[int, ...]

    @cached_property
    def moduli(self) -> tuple[Residue, ...]:
        """For each depth the product of the primes from there on."""
        return tuple(flint.fmpz(prod(self.primes[depth:])) for depth in range(len(self.primes)))

    @cached_property
    def units(self) -> tuple[Residue, ...]:
        """For each prime the number that is 1 modulo it and 0 modulo all others."""
        others = [self.moduli[0] // p for p in self.primes]
        return tuple(rest * _inverse(rest, flint.fmpz(p)) for rest, p in zip(others, self.primes, strict=True))

    @cached_property
    def _storeys(self) -> tuple[tuple[Residue, ...], ...]:
        """For each prime above another one: the number of that one's order, that one, the prime itself, its unit."""
        rows = zip(self.bases, self.primes[:-1], self.primes[1:], self.units[1:], strict=True)
        return tuple(tuple(map(flint.fmpz, row)) for row in rows)

    def exponential(self, x: Residue, depth: int) -> Residue:
        """e^x modulo ``moduli[depth + 1]``, for a residue modulo ``moduli[depth]``."""
        found = flint.fmpz(0)
        for base, order, prime, unit in self._storeys[depth:]:
            found += pow(base, x % order, prime) * unit
        return found % self.moduli[depth + 1]


TOWER = Tower(
    (
        750788578175675939,
        130637212602567613387,
        12279897984641355658379,
        3119094088098904337228267,
        280718467928901390350544031,
        25264662113601125131548962791,
    ),
    (
        88451113653909277626,
        3673845030613489095559,
        2264367756050940583986513,
        59870158466958170725783613,
        18558782432394196769911743209,
    ),
)
"""Primes of 60 to 95 bits, the first one drawn at random, and powers of random numbers."""

Term: TypeAlias = Residue | None
"""A coefficient: a residue, or None where it has no known value."""


_Exactly = Callable[[Fraction, Fraction], Fraction]
_Combine = Callable[[tuple[Term, ...], tuple[Term, ...], int], tuple[Term, ...]]


@dataclass(slots=True, eq=False)  # one that is not frozen is made in half the time, and many are
class Element:
    """A number of the tower, or a power series cut off: its coefficients modulo the primes from ``depth`` on.

    It is shared, and never changed.

    ``exact`` is the rational that the number certainly is, where that is known.
    """

    tower: Tower
    depth: int
    terms: tuple[Term, ...]
    exact: Fraction | None = None

    @property
    def modulus(self) -> Residue:
        """What the coefficients are residues of."""
        return self.tower.moduli[self.depth]

    # NotImplemented hands the operation to an array, which then does it entry by entry.

    def __add__(self, other: Any) -> Element:
        if not isinstance(other, Element):
            return NotImplemented
        return self._with(other, operator.add, _sum)

    def __sub__(self, other: Any) -> Element:
        if not isinstance(other, Element):
            return NotImplemented
        return self + -other

    def __mul__(self, other: Any) -> Element:
        if not isinstance(other, Element):
            return NotImplemented
        return self._with(other, operator.mul, _product)

    def __truediv__(self, other: Any) -> Element:
        if not isinstance(other, Element):
            return NotImplemented
        return self * other.reciprocal()

    def __neg__(self) -> Element:
        terms = _product((flint.fmpz(-1),), self.terms, self.modulus)
        return Element(self.tower, self.depth, terms, None if self.exact is None else -self.exact)

    def _with(self, other: Element, exactly: _Exactly, combine: _Combine) -> Element:
        exact = None
        if self.exact is not None and other.exact is not None:
            exact = _short(exactly(self.exact, other.exact))
        depth = self.depth if self.depth > other.depth else other.depth
        terms = combine(self.terms, other.terms, self.tower.moduli[depth])
        return Element(self.tower, depth, terms, exact)

    def reciprocal(self) -> Element:
        """1 divided by it. Raises ZeroDivisionError where it begins with 0 modulo one of the primes."""
        exact = 1 / self.exact if self.exact else None
        return Element(self.tower, self.depth, _reciprocal(self.terms, self.modulus), exact)

    def exp(self) -> Element:
        """e to it, one storey deeper, its coefficients by (e^a)′ = a′ e^a. Raises `Undefined` on the last storey."""
        if self.exact == 0:
            return rational(self.tower, Fraction(1))
        first, depth = self.terms[0], self.depth + 1
        if depth == len(self.tower.primes):
            raise Undefined(f"exponentials are nested more than {len(self.tower.bases)} deep")
        modulus = self.tower.moduli[depth]
        found: list[Term] = [None if first is None else self.tower.exponential(first, self.depth)]
        slope = (0, *_slope(self.terms))
        for order in range(1, len(self.terms)):
            found.append(_divided(_convolved(slope, found, order, modulus), order, modulus))
        return Element(self.tower, depth, tuple(found))

    def log(self) -> Element:
        """Its logarithm, without a value of its own: the other coefficients are those of ∫ a′/a."""
        if self.exact == 1:
            return rational(self.tower, Fraction(0))
        if len(self.terms) == 1:
            return Element(self.tower, self.depth, (None,))
        modulus = self.modulus
        inverse = _reciprocal(self.terms, modulus)[:-1]
        slopes = _product(_slope(self.terms), inverse, modulus)
        found = (_divided(slope, order, modulus) for order, slope in enumerate(slopes, start=1))
        return Element(self.tower, self.depth, (None, *found))

    def power(self, count: int) -> Element:
        """It to a whole power, by repeated squaring."""
        base = self if count >= 0 else self.reciprocal()
        result, count = rational(self.tower, Fraction(1)), abs(count)
        while count:
            result = result * base if count % 2 else result
            base, count = base * base, count // 2
        return result


def rational(tower: Tower, value: Fraction) -> Element:
    """A rational number. Raises ZeroDivisionError where its denominator is divisible by a prime of the tower."""
    residue = _divided(flint.fmpz(value.numerator), value.denominator, tower.moduli[0])
    return Element(tower, 0, (residue,), _short(value))


def _short(value: Fraction) -> Fraction | None:
    if max(value.numerator.bit_length(), value.denominator.bit_length()) > EXACT_BITS:
        return None
    return value


def _inverse(x: Residue, modulus: Residue) -> Residue:
    if x.gcd(modulus) != 1:  # FLINT would end the process
        raise ZeroDivisionError("a divisor is 0 modulo a prime of the tower")
    return pow(x, -1, modulus)


# --- power series as tuples of coefficients; a tuple of one is a constant and goes with series of every length


def _times(a: Term, b: Term, modulus: Residue) -> Term:
    return None if a is None or b is None else a * b % modulus


def _divided(a: Term, number: int, modulus: Residue) -> Term:
    """A coefficient divided by a positive integer."""
    if a is None:
        return None
    return a % modulus if number == 1 else a * _inverse(flint.fmpz(number), modulus) % modulus


def _plus(a: Term, b: Term, modulus: Residue) -> Term:
    return None if a is None or b is None else (a + b) % modulus


def _sum(a: tuple[Term, ...], b: tuple[Term, ...], modulus: Residue) -> tuple[Term, ...]:
    if len(a) == len(b) == 1:
        return (_plus(a[0], b[0], modulus),)
    if 1 in (len(a), len(b)):
        longer = a if len(a) > 1 else b
        return (_plus(a[0], b[0], modulus), *(_times(1, t, modulus) for t in longer[1:]))
    return tuple(_plus(s, t, modulus) for s, t in zip(a, b, strict=False))


def _product(a: tuple[Term, ...], b: tuple[Term, ...], modulus: Residue) -> tuple[Term, ...]:
    if 1 in (len(a), len(b)):
        constant, longer = (a[0], b) if len(a) == 1 else (b[0], a)
        return tuple(_times(constant, t, modulus) for t in longer)
    return tuple(_convolved(a, b, order, modulus) for order in range(min(len(a), len(b))))


def _convolved(a: Sequence[Term], b: Sequence[Term], order: int, modulus: Residue) -> Term:
    """The coefficient of a product: Σ a_k b_(order − k) over the k for which there is such a b."""
    total: Term = 0
    for k in range(max(0, order - len(b) + 1), order + 1):
        total = _plus(total, _times(a[k], b[order - k], modulus), modulus)
    return total


def _reciprocal(terms: tuple[Term, ...], modulus: Residue) -> tuple[Term, ...]:
    first = None if terms[0] is None else _inverse(terms[0], modulus)
    found: list[Term] = [first]
    for order in range(1, len(terms)):
        rest = _convolved(terms, found, order, modulus)
        found.append(_times(-1, _times(rest, first, modulus), modulus))
    return tuple(found)


def _slope(terms: tuple[Term, ...]) -> tuple[Term, ...]:
    """The coefficients of the derivative."""
    return tuple(None if t is None else order * t for order, t in enumerate(terms) if order)


class Fields:
    """The numbers of a tower as a domain, and their power series: it is a `derive.lowering.SeriesDomain`."""

    name = "fields"

    def __init__(self, tower: Tower = TOWER) -> None:
        self.tower = tower
        self._constants: dict[tuple[int, int], Element] = {}
        self._exponentials: dict[tuple[int, Term, Fraction | None], Element] = {}

    def constant(self, numerator: int, denominator: int) -> Element:
        """The rational, exactly."""
        found = self._constants.get((numerator, denominator))
        if found is None:
            found = self._constants[numerator, denominator] = rational(self.tower, Fraction(numerator, denominator))
        return found

    def generic(self, residue: int) -> Element:
        """A number that is nothing but its residues."""
        return Element(self.tower, 0, (flint.fmpz(residue) % self.tower.moduli[0],))

    def full(self, shape: tuple[int, ...], value: Element) -> Any:
        """An array with that number in every entry."""
        return filled(shape, lambda _: value)

    def exp(self, x: Any) -> Any:
        """e to the x, entry by entry."""
        return mapped(self._exp, x)

    def _exp(self, x: Element) -> Element:
        """e to the x; along a series one entry of an array moves, and the others are asked for again."""
        if len(x.terms) > 1:
            return x.exp()
        known = (x.depth, x.terms[0], x.exact)
        if known not in self._exponentials:
            self._exponentials[known] = x.exp()
        return self._exponentials[known]

    def log(self, x: Any) -> Any:
        """The logarithm, entry by entry: unknown, but for its change along a series."""
        return mapped(Element.log, x)

    def power(self, x: Any, p: Any) -> Any:
        """x to a known whole power, entry by entry. Raises `Undefined` for any other."""
        return mapped(self._power, x, p)

    def _power(self, x: Element, p: Element) -> Element:
        count = self.whole(p)
        if count is None:
            raise Undefined("a finite field has powers to known whole numbers only")
        return x.power(count)

    def sign(self, x: Any) -> Any:
        """The sign of known rationals, entry by entry. Raises `Undefined` for other numbers."""
        return mapped(self._sign, x)

    def _sign(self, x: Element) -> Element:
        if x.exact is None:
            raise Undefined("a finite field has no order")
        return self.constant((x.exact > 0) - (x.exact < 0), 1)

    def sin(self, x: Any) -> NoReturn:
        """Raises `Undefined`."""
        raise Undefined("a finite field has no sines")

    def cos(self, x: Any) -> NoReturn:
        """Raises `Undefined`."""
        raise Undefined("a finite field has no cosines")

    def arctan(self, x: Any) -> NoReturn:
        """Raises `Undefined`."""
        raise Undefined("a finite field has no angles")

    def erf(self, x: Any) -> NoReturn:
        """Raises `Undefined`."""
        raise Undefined("a finite field has no error function")

    def pi(self) -> NoReturn:
        """Raises `Undefined`."""
        raise Undefined("a finite field has no π")

    def choose(self, c: Any, a: Any, b: Any) -> Any:
        """a where c is known to be 1, b where it is known to be 0, entry by entry. Raises `Undefined` elsewhere."""
        return mapped(self._choose, c, a, b)

    def _choose(self, c: Element, a: Element, b: Element) -> Element:
        which = self.whole(c)
        if which not in (0, 1):
            raise Undefined("a choice is by a number that is not known to be 0 or 1")
        return a if which else b

    def magnitude(self, x: Element) -> float:
        """1 for a number that can be divided by, 0 for others."""
        first = x.terms[0]
        return float(first is not None and first.gcd(x.modulus) == 1)

    def whole(self, x: Element) -> int | None:
        """The integer that a number is known to be, or None."""
        return x.exact.numerator if x.exact is not None and x.exact.denominator == 1 else None

    def perturbed(self, x: Element, order: int = 1) -> Element:
        """x + ε, cut off after that power of ε. Raises `Undefined` where x is a series already."""
        if len(x.terms) > 1:
            raise Undefined("a derivative within a derivative would need series in two variables")
        return Element(self.tower, x.depth, (x.terms[0], flint.fmpz(1), *(flint.fmpz(0),) * (order - 1)))

    def coefficient(self, x: Any, order: int) -> Any:
        """The coefficient of that power of ε, entry by entry; 0 for what does not depend on it."""
        return mapped(lambda t: self._coefficient(t, order), x)

    def _coefficient(self, x: Element, order: int) -> Element:
        if len(x.terms) == 1:
            return self.constant(0, 1)
        return Element(self.tower, x.depth, (x.terms[order],))

    def fingerprint(self, x: Element) -> int:
        """The residue modulo the last prime, where every number has one. Raises `Undefined` where it is unknown."""
        first = x.terms[0]
        if first is None or len(x.terms) > 1:
            raise Undefined("a logarithm has no value in a finite field")
        return int(first % self.tower.primes[-1])
