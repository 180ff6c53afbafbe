"""Exact rational numbers as a domain, with their power series: what has a rational value is computed without error.

Most functions have rational values at a few points only (e^0 = 1, log 1 = 0, √4 = 2). Anywhere else, and where
numbers grow beyond `LARGEST` bits, the value is `Undefined` here, which says nothing about other domains. Within a
derivative, a logarithm is a series whose constant term is not known: the slopes of sums and multiples do not need it.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from math import isqrt
from typing import Any, NoReturn, TypeAlias

import flint

from derive.arrays import entries, filled, mapped
from derive.operators import Undefined

LARGEST = 2_000
"""How many bits a number may have: a repeated square doubles them at every step."""
HALF = flint.fmpq(1, 2)

Exact: TypeAlias = "flint.fmpq | Jet"


class Jet:
    """A truncated power series in ε with rational coefficients; the first may be unknown (`known` is false).

    With a single coefficient it is a number.
    """

    __slots__ = ("known", "terms")

    def __init__(self, terms: tuple[flint.fmpq, ...], known: bool = True) -> None:
        self.terms, self.known = terms, known

    def _lifted(self, other: Any) -> Jet | None:
        if isinstance(other, Jet):
            return other
        return Jet((flint.fmpq(other),)) if isinstance(other, flint.fmpq | int) else None

    def _padded(self, length: int) -> tuple[flint.fmpq, ...]:
        return (*self.terms, *(flint.fmpq(0) for _ in range(length - len(self.terms))))

    def __add__(self, other: Any) -> Any:
        right = self._lifted(other)
        if right is None:
            return NotImplemented
        length = max(len(self.terms), len(right.terms))
        terms = (a + b for a, b in zip(self._padded(length), right._padded(length), strict=True))
        return Jet(tuple(terms), self.known and right.known)

    __radd__ = __add__

    def __neg__(self) -> Jet:
        return Jet(tuple(-term for term in self.terms), self.known)

    def __sub__(self, other: Any) -> Any:
        right = self._lifted(other)
        return NotImplemented if right is None else self + (-right)

    def __rsub__(self, other: Any) -> Any:
        return -self + other

    def __mul__(self, other: Any) -> Any:
        right = self._lifted(other)
        if right is None:
            return NotImplemented
        known = self.known and right.known
        if not known and not (self.is_constant or right.is_constant):
            raise Undefined("an unknown constant would be felt in a product")
        length = max(len(self.terms), len(right.terms))
        a, b = self._padded(length), right._padded(length)
        terms = (sum((a[j] * b[k - j] for j in range(k + 1)), flint.fmpq(0)) for k in range(length))
        return Jet(tuple(terms), known)

    __rmul__ = __mul__

    def __truediv__(self, other: Any) -> Any:
        right = self._lifted(other)
        return NotImplemented if right is None else self * right.reciprocal()

    def __rtruediv__(self, other: Any) -> Any:
        return self.reciprocal() * other

    @property
    def is_constant(self) -> bool:
        """Whether this is a known number that does not move."""
        return self.known and all(term == 0 for term in self.terms[1:])

    def reciprocal(self) -> Jet:
        """1 over the series. Raises `Undefined` where it begins with 0."""
        first = self.first
        if first == 0:
            raise Undefined("a series that begins with 0 has no reciprocal")
        return self.composed((1 / first, -1 / first**2, 1 / first**3))

    @property
    def first(self) -> flint.fmpq:
        """The constant term. Raises `Undefined` where it is not known."""
        if not self.known:
            raise Undefined("a constant is not known to be rational")
        return self.terms[0]

    def composed(self, taylor: tuple[flint.fmpq, ...], known: bool = True) -> Jet:
        """A function of the series, from the function's Taylor coefficients at the constant term."""
        step = Jet((flint.fmpq(0), *self.terms[1:]))
        result, power = Jet((taylor[0],)), Jet((flint.fmpq(1),))
        for coefficient in taylor[1 : len(self.terms)]:
            power = power * step
            result = result + power * coefficient
        return Jet(result.terms, known)


def rational(value: int | Fraction) -> flint.fmpq:
    """The number, in FLINT's exact arithmetic."""
    exact = Fraction(value)
    return flint.fmpq(exact.numerator, exact.denominator)


def within_bounds(value: Any) -> None:
    """Raise `Undefined` for a value with a number in it that has grown too large."""
    for _, entry in entries(value):
        terms = entry.terms if isinstance(entry, Jet) else (entry,)
        if any(term.height_bits() > LARGEST for term in terms):
            raise Undefined(f"an exact number has more than {LARGEST} bits")


def _centre(x: Exact) -> flint.fmpq:
    return x.first if isinstance(x, Jet) else x


def _at(centre: int, *numbers: str, what: str) -> Callable[[Any], Any]:
    """A function whose only known rational value is at one point; near it by its Taylor coefficients there."""
    taylor = tuple(map(rational, map(Fraction, numbers)))

    def function(x: Exact) -> Exact:
        if _centre(x) != centre:
            raise Undefined(f"{what} is not known to be rational here")
        return x.composed(taylor) if isinstance(x, Jet) else taylor[0]

    return function


_exp = _at(0, "1", "1", "1/2", what="an exponential")
_sin = _at(0, "0", "1", "0", what="a sine")
_cos = _at(0, "1", "0", "-1/2", what="a cosine")
_arctan = _at(0, "0", "1", "0", what="an inverse tangent")


def _log(x: Exact) -> Exact:
    centre = _centre(x)
    if centre <= 0:
        raise Undefined("a logarithm of what is not positive")
    if isinstance(x, Jet):
        return x.composed((flint.fmpq(0), 1 / centre, -HALF / centre**2), known=centre == 1)
    return flint.fmpq(0) if centre == 1 else Jet((flint.fmpq(0),), known=False)


def _root(x: Exact) -> Exact:
    """The square root of the square of a rational, and of a series that begins with one."""
    square = _centre(x)
    if square <= 0:
        raise Undefined("a root of what is not positive")
    top, bottom = isqrt(int(square.p)), isqrt(int(square.q))
    root = flint.fmpq(top, bottom)
    if root * root != square:
        raise Undefined("a root that is not rational")
    return x.composed((root, HALF / root, -HALF / (4 * root * square))) if isinstance(x, Jet) else root


def _power(x: Exact, p: Exact) -> Exact:
    exponent = _whole(p)
    if exponent is None:
        if isinstance(p, flint.fmpq) and p == HALF:
            return _root(x)
        raise Undefined("a power that is not rational")
    if abs(exponent) * _centre(x).height_bits() > LARGEST:
        raise Undefined(f"an exact number has more than {LARGEST} bits")
    if exponent < 0:
        return 1 / _power(x, flint.fmpq(-exponent))
    result: Exact = flint.fmpq(1)
    for bit in f"{exponent:b}":
        result = result * result * x if bit == "1" else result * result
    return result


def _sign(x: Exact) -> flint.fmpq:
    centre = _centre(x)
    if centre == 0 and isinstance(x, Jet) and not x.is_constant:
        raise Undefined("a sign at its jump")
    return flint.fmpq((centre > 0) - (centre < 0))


def _whole(x: Exact) -> int | None:
    if isinstance(x, Jet) and not x.is_constant:
        return None
    centre = _centre(x)
    return int(centre.p) if centre.q == 1 else None


def _choose(c: Exact, a: Exact, b: Exact) -> Exact:
    which = _whole(c)
    if which not in (0, 1):
        raise Undefined("a choice between other than 0 and 1")
    return a if which else b


def _coefficient(x: Exact, order: int) -> flint.fmpq:
    return x.terms[order] if isinstance(x, Jet) and order < len(x.terms) else flint.fmpq(0)


class Rationals:
    """Rational numbers, alone or in NumPy object arrays, and their power series."""

    name = "rationals"

    def constant(self, numerator: int, denominator: int) -> flint.fmpq:
        """The rational itself."""
        return flint.fmpq(numerator, denominator)

    def full(self, shape: tuple[int, ...], value: Any) -> Any:
        """An array with that number in every entry."""
        return filled(shape, lambda _: value)

    def exp(self, x: Any) -> Any:
        """e to the x, for 0."""
        return mapped(_exp, x)

    def log(self, x: Any) -> Any:
        """The natural logarithm, for 1."""
        return mapped(_log, x)

    def power(self, x: Any, p: Any) -> Any:
        """x to a whole number, and the square root of a square."""
        return mapped(_power, x, p)

    def sign(self, x: Any) -> Any:
        """-1, 0 or 1; none for a series that begins with 0, where the sign jumps."""
        return mapped(_sign, x)

    def sin(self, x: Any) -> Any:
        """The sine, for 0."""
        return mapped(_sin, x)

    def cos(self, x: Any) -> Any:
        """The cosine, for 0."""
        return mapped(_cos, x)

    def arctan(self, x: Any) -> Any:
        """The inverse tangent, for 0."""
        return mapped(_arctan, x)

    def erf(self, x: Any) -> NoReturn:
        """Raises `Undefined`: its slope at 0 is no rational number."""
        raise Undefined("a rational number has no error function here")

    def choose(self, c: Any, a: Any, b: Any) -> Any:
        """a where c is 1, b where it is 0."""
        return mapped(_choose, c, a, b)

    def magnitude(self, x: Any) -> float:
        """The absolute value of a number, or of the constant term of a series; large ones may come out as infinite."""
        centre = abs(_centre(x))
        try:
            return int(centre.p) / int(centre.q)
        except OverflowError:
            return float("inf")

    def whole(self, x: Any) -> int | None:
        """The integer that a number is, or None."""
        return _whole(x)

    def pi(self) -> flint.fmpq:
        """No rational: raises `Undefined`."""
        raise Undefined("π is not rational")

    def perturbed(self, x: Any, order: int = 1) -> Jet:
        """x + ε, cut off after that power of ε. Raises `Undefined` where x is a series already."""
        if isinstance(x, Jet):
            raise Undefined("a derivative within a derivative would need series in two variables")
        if order > 2:
            raise Undefined("series are cut off after ε²")
        return Jet((x, flint.fmpq(1), flint.fmpq(0))[: order + 1])

    def coefficient(self, x: Any, order: int) -> Any:
        """The coefficient of that power of ε, entry by entry; 0 for what does not depend on it."""
        return mapped(lambda t: _coefficient(t, order), x)


def as_fraction(value: Exact) -> Fraction:
    """The number as Python's. Raises `Undefined` for one that is not known."""
    number = _centre(value)
    return Fraction(int(number.p), int(number.q))
