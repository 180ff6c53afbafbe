"""Ball arithmetic as a domain: every number is an interval that certainly contains the true value.

Used where an answer must be certain: `apart` says that two values certainly differ, never that they are equal. FLINT's
power series make it a `derive.lowering.SeriesDomain`.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import flint

from derive.arrays import entries, filled, mapped
from derive.operators import Undefined
from numeric.enclosure import Sign, certainly_nonzero, from_fraction, sign_of

BITS = 128
"""The working precision: about 38 digits, enough to tell apart what a reader would, at a few microseconds a step."""


def ball(value: int | Fraction) -> flint.arb:
    """The exact rational as a ball at the working precision."""
    return from_fraction(value)


def _power(x: Any, p: Any) -> Any:
    exponent = p.unique_fmpz() if isinstance(p, flint.arb) and p.is_integer() else None
    if exponent is None:
        return (x.log() * p).exp()
    count = int(exponent)
    return _multiplied(x, count) if count >= 0 else 1 / _multiplied(x, -count)


def _multiplied(x: Any, count: int) -> Any:
    """x to a whole power by squaring: FLINT's own power is indeterminate for a ball with 0 in it, as (0 ± ε)² is."""
    result, square = flint.arb(1), x
    while count:
        if count % 2:
            result = square * result
        count //= 2
        square = square * square if count else square
    return result


_SIGNS = {Sign.POSITIVE: 1, Sign.NEGATIVE: -1, Sign.ZERO_EXACT: 0}


def _sign(x: Any) -> flint.arb:
    """The sign of a ball, or of a series near its centre; indeterminate where it is not certain."""
    constant, moves = _centre(x)
    sign = _SIGNS.get(sign_of(constant))
    return flint.arb("nan") if sign is None or (sign == 0 and moves) else flint.arb(sign)


def _centre(x: Any) -> tuple[flint.arb, bool]:
    """The constant term of a series, and whether it may have others; a ball is its own."""
    if not isinstance(x, flint.arb_series):
        return x, False
    return x[0], not all(x[order].is_zero() for order in range(1, x.prec))


def _whole(x: Any) -> int | None:
    constant, moves = _centre(x)
    integer = None if moves or not constant.is_integer() else constant.unique_fmpz()
    return None if integer is None else int(integer)


def _larger(p: Any, q: Any) -> Any:
    """The larger of two numbers as it is, where that is certain: so ReLU(−3) is 0, and not a ball around it."""
    difference = p - q
    sign = _SIGNS.get(sign_of(_centre(difference)[0]))
    if sign:
        return p if sign > 0 else q
    return (p + q + _power(difference * difference, flint.arb(0.5))) / 2


def _choose(c: Any, a: Any, b: Any) -> Any:
    which = _whole(c)
    return flint.arb("nan") if which not in (0, 1) else a if which else b


class Balls:
    """Real balls, alone or in NumPy object arrays, and their power series."""

    name = "balls"

    def constant(self, numerator: int, denominator: int) -> flint.arb:
        """The rational as a ball."""
        return flint.arb(flint.fmpq(numerator, denominator))

    def full(self, shape: tuple[int, ...], value: Any) -> Any:
        """An array with that ball in every entry."""
        return filled(shape, lambda _: value)

    def exp(self, x: Any) -> Any:
        """e to the x."""
        return mapped(lambda t: t.exp(), x)

    def log(self, x: Any) -> Any:
        """The natural logarithm; an indeterminate ball outside its domain."""
        return mapped(lambda t: t.log(), x)

    def power(self, x: Any, p: Any) -> Any:
        """x to the p; for an exponent that is not an integer by way of the logarithm."""
        return mapped(_power, x, p)

    def sign(self, x: Any) -> Any:
        """-1, 0 or 1 where the sign is certain, an indeterminate ball otherwise.

        A series has the sign of its constant term; where that is 0, the sign jumps and the series has none.
        """
        return mapped(_sign, x)

    def sin(self, x: Any) -> Any:
        """The sine."""
        return mapped(lambda t: t.sin(), x)

    def cos(self, x: Any) -> Any:
        """The cosine."""
        return mapped(lambda t: t.cos(), x)

    def arctan(self, x: Any) -> Any:
        """The inverse tangent."""
        return mapped(lambda t: t.atan(), x)

    def erf(self, x: Any) -> Any:
        """The error function."""
        return mapped(lambda t: t.erf(), x)

    def larger(self, p: Any, q: Any) -> Any:
        """The larger of two numbers: exactly one of them, where balls tell which."""
        return mapped(_larger, p, q)

    def choose(self, c: Any, a: Any, b: Any) -> Any:
        """a where c is exactly 1, b where it is exactly 0, an indeterminate ball for any other c."""
        return mapped(_choose, c, a, b)

    def magnitude(self, x: Any) -> float:
        """The least absolute value of a single number, or of the constant term of a series; 0 where it is unknown."""
        least = _centre(x)[0].abs_lower()
        return float(least) if least.is_finite() else 0.0

    def whole(self, x: Any) -> int | None:
        """The integer that a ball, or a series without higher terms, exactly is, or None."""
        return _whole(x)

    def pi(self) -> flint.arb:
        """A ball around π."""
        return flint.arb.pi()

    def perturbed(self, x: Any, order: int = 1) -> flint.arb_series:
        """x + ε, cut off after that power of ε. Raises `Undefined` where x is a series already."""
        if isinstance(x, flint.arb_series):
            raise Undefined("a derivative within a derivative would need series in two variables")
        return flint.arb_series([x, 1], order + 1)

    def coefficient(self, x: Any, order: int) -> Any:
        """The coefficient of that power of ε, entry by entry; 0 for a number that does not depend on it.

        An indeterminate ball stays one: it stands for what has no series, as at a jump.
        """
        return mapped(lambda t: _coefficient(t, order), x)


def _coefficient(x: Any, order: int) -> flint.arb:
    if isinstance(x, flint.arb_series):
        return x[order]
    return flint.arb(0) if x.is_finite() else flint.arb("nan")


def is_defined(value: Any) -> bool:
    """Whether every entry is a finite ball: an indeterminate one says nothing."""
    return all(entry.is_finite() for _, entry in entries(value))


def apart(left: Any, right: Any) -> tuple[int, ...] | None:
    """The index of an entry where two values certainly differ, or None where no such entry is found."""
    for (index, a), (_, b) in zip(entries(left), entries(right), strict=True):
        if certainly_nonzero(a - b):
            return index
    return None


def farthest(left: Any, right: Any) -> tuple[tuple[int, ...], float] | None:
    """The entry in which two values certainly differ most, relative to the larger of them, and by how much there.

    None where no entry certainly differs. Of several, the first.
    """
    best: tuple[tuple[int, ...], float] | None = None
    for (index, a), (_, b) in zip(entries(left), entries(right), strict=True):
        difference = a - b
        if certainly_nonzero(difference):
            ratio = float((abs(difference) / abs(a).max(abs(b))).mid())
            if best is None or ratio > 1.001 * best[1]:
                best = index, ratio
    return best


def relative_width(left: Any, right: Any) -> float:
    """The largest possible difference, relative to the larger of the two values: how closely balls can agree.

    Where both values may be 0, the difference counts relative to the largest entry, and by itself where all may be 0.
    """
    pairs = [(a, b) for (_, a), (_, b) in zip(entries(left), entries(right), strict=True)]
    overall = flint.arb(0)
    for pair in pairs:
        for value in pair:
            overall = overall.max(value.abs_lower())
    worst = 0.0
    for a, b in pairs:
        width, scale = abs(a - b).abs_upper(), a.abs_lower().max(b.abs_lower())
        if width.is_zero():
            continue
        scale = scale if scale > 0 else overall if overall > 0 else flint.arb(1)
        worst = max(worst, float((width / scale).abs_upper()))
    return worst
