"""Ball arithmetic on python-flint: a result is an interval that certainly holds the true number.

The one place in this package that certifies anything: two numbers whose balls are apart are different. Balls
that overlap establish nothing, and no ball short of an exact zero shows that two numbers are equal.

flint keeps its working precision in one global context of the process. `precision` sets it and puts it back,
and holds a lock meanwhile, so that threads which go through this module do not disturb each other; code that
sets `flint.ctx` itself is not stopped. A ball keeps the radius it was made with: constants must be made
inside the function that is re-evaluated, or more bits do not make it narrower.

Source: F. Johansson, "Arb: efficient arbitrary-precision midpoint-radius interval arithmetic", IEEE Trans.
Comput. 66 (2017).
"""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import Enum
from fractions import Fraction
from typing import NoReturn, TypeAlias, TypeVar

from flint import arb, arb_series, ctx, fmpq

Ball = TypeVar("Ball", arb, arb_series)
"""A ball, or a truncated power series with balls for coefficients."""

Exact: TypeAlias = arb | Fraction | int
"""What a compared function may return. Floats are left out: 0.1 is not the number its writer meant."""

PRECISIONS = (53, 113, 256, 1024)
"""Working precisions tried in turn, in bits."""

_LOCK = threading.RLock()


class Sign(Enum):
    """What a ball says about the sign of the number in it. Not usable as a truth value."""

    POSITIVE = "certainly positive"
    NEGATIVE = "certainly negative"
    ZERO_EXACT = "exactly zero"
    UNKNOWN = "may be zero, as far as this precision tells"

    def __bool__(self) -> NoReturn:
        raise TypeError("a Sign has no truth value: compare it, as in `sign in (Sign.POSITIVE, Sign.NEGATIVE)`")


@dataclass(frozen=True, slots=True, eq=False)
class Comparison:
    """Two numbers compared in balls: the sign of left - right, the balls last computed, and the work.

    POSITIVE and NEGATIVE prove that the numbers differ, ZERO_EXACT that they are equal; UNKNOWN proves
    nothing. `bits` is the last working precision, `spent` the sum of those tried.
    """

    sign: Sign
    left: arb
    right: arb
    difference: arb
    bits: int
    spent: int

    def __bool__(self) -> NoReturn:
        raise TypeError("a Comparison has no truth value: look at its `sign`")


@contextmanager
def precision(bits: int) -> Iterator[None]:
    """Work with this many bits inside the block; flint's global precision is put back whatever happens in it.

    Also keeps series at two coefficients or more, whatever the global cap. Other threads that use this module
    wait. Raises ValueError for fewer than 2 bits. Do not suspend a generator or a coroutine inside the block.
    """
    if bits < 2:
        raise ValueError(f"precision of {bits} bits, expected at least 2")
    with _LOCK:
        saved_bits, saved_cap = ctx.prec, ctx.cap
        ctx.prec, ctx.cap = bits, max(saved_cap, 2)
        try:
            yield
        finally:
            ctx.prec, ctx.cap = saved_bits, saved_cap


def from_fraction(number: Fraction | int) -> arb:
    """The ball of a rational number at the working precision; exact when the number fits into it."""
    return arb(fmpq(number.numerator, number.denominator))


def sign_of(ball: arb) -> Sign:
    """The sign that every number in the ball has; UNKNOWN if there is none or the ball is not finite."""
    if not ball.is_finite():
        return Sign.UNKNOWN
    if ball.is_zero():
        return Sign.ZERO_EXACT
    if ball > 0:
        return Sign.POSITIVE
    return Sign.NEGATIVE if ball < 0 else Sign.UNKNOWN


def certainly_nonzero(ball: arb) -> bool:
    """True when no number in the ball is zero: a proof. False establishes nothing, least of all that it is
    zero."""
    return sign_of(ball) in (Sign.POSITIVE, Sign.NEGATIVE)


def differs(
    left: Callable[[], Exact],
    right: Callable[[], Exact],
    *,
    precisions: tuple[int, ...] = PRECISIONS,
    budget: int = sum(PRECISIONS),
) -> Comparison:
    """Compare two numbers, given as functions that evaluate them, at rising precision until they are
    certainly apart.

    Stops at the first precision that decides the sign of left - right, or before the one whose bits would
    exceed the budget (the sum of the precisions tried). Work is counted in bits, not in time. The functions
    must make their constants from exact numbers, inside. Raises ValueError when the budget does not reach the
    first precision, TypeError when a function returns anything but a ball, a Fraction or an int; what the
    functions raise goes through.
    """
    if not precisions or budget < precisions[0]:
        raise ValueError(f"a budget of {budget} bits does not reach the first of the precisions {precisions}")
    spent = 0
    comparison: Comparison | None = None
    for bits in precisions:
        if spent + bits > budget:
            break
        spent += bits
        with precision(bits):
            a, b = _to_ball("left", left()), _to_ball("right", right())
            difference = a - b
        comparison = Comparison(sign_of(difference), a, b, difference, bits, spent)
        if comparison.sign is not Sign.UNKNOWN:
            break
    assert comparison is not None  # the first precision fits into the budget
    return comparison


def _to_ball(side: str, value: object) -> arb:
    if isinstance(value, arb):
        return value
    if isinstance(value, Fraction | int) and not isinstance(value, bool):
        return from_fraction(value)
    raise TypeError(f"{side} returned {type(value).__name__}, expected a ball, a Fraction or an int")


def exp(x: Ball) -> Ball:
    """The exponential of a ball or a series."""
    return x.exp()


def log(x: Ball, base: int | None = None) -> Ball:
    """The logarithm, natural by default, of a ball or a series; not a number where the ball holds 0 or
    less."""
    return x.log() if base is None else x.log() / arb(base).log()


def sigma(x: Ball) -> Ball:
    """The sigmoid 1/(1 + e^{-x}) of a ball or a series. Source: deck 002, L. 24."""
    one_plus: Ball = (-x).exp() + 1
    return 1 / one_plus


def derivative(f: Callable[[arb_series], arb_series], x: Fraction | int | arb) -> arb:
    """The ball of f'(x): coefficient 1 of f at the power series x + t, cut off after t.

    A derivative by the arithmetic of power series in flint, which shares no rule with anything here. At the
    working precision. A kink, a pole or the edge of a domain gives a ball that is not a number (sign UNKNOWN)
    or what flint raises (ValueError). Raises TypeError when f returns no series: a constant has to be written
    as 0*x + c, since a function that lost its series must not look like one with derivative zero.
    """
    with precision(ctx.prec):
        centre = x if isinstance(x, arb) else from_fraction(x)
        result = f(variable(centre))
        if not isinstance(result, arb_series):
            raise TypeError(f"the function returned {type(result).__name__}, expected a series; a constant is 0*x + c")
        if result.prec < 2:
            raise TypeError(f"the function cut its series off after {result.prec} coefficients, 2 are needed")
        return result[1]


def variable(centre: arb) -> arb_series:
    """The series centre + t, cut off after t."""
    series = arb_series([0, 1], prec=2)
    return series + centre


def enclosure_text(ball: arb, digits: int = 15) -> str:
    """The ball as readable decimals that still enclose it: "0.333333 ± 3.4e-7", or "2" when exact.

    Digits that are not certain are left out. "NaN" and "± inf" stand for balls that enclose nothing of use.
    """
    text: str = ball.str(digits)
    if text.startswith("[+/-"):
        return "0 ± " + text[5:-1]
    if text.startswith("["):
        return text[1:-1].replace(" +/- ", " ± ")
    if "." in text and "e" not in text:
        return text.rstrip("0").rstrip(".")
    return "NaN" if text == "nan" else text
