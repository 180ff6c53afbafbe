"""The slope of a function along one entry of its argument, from its values alone, with the error of the slope.

What `numeric.differences` makes gradients and Jacobians of. A function comes as a `numeric.probing.Probe`, which stands
at the point. Nothing here is a certificate: an error comes from samples of the function.
"""

import math
import warnings
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from numeric.arrays import NotFinite, Numbers
from numeric.probing import EPSILON, Probe, rounding_of

RATIO = (1 + math.sqrt(5)) / 2
"""Ratio of successive steps. Irrational, so that no period of f can be a multiple of three steps in a row."""

ROWS = 24
"""Most rows of the extrapolation tableau; the last step is 1e-5 of the first."""

STARTS = (0.2, 2e-3, 2e-5)
"""With which steps a tableau begins, in turn: the first unless something closer to x shows."""

NUDGES = (
    (2 * EPSILON, 0.7316), (-2 * EPSILON, 1.3127), (1e-13, 0.6113), (-1e-13, 1.1379), (3e-12, 0.8467), (-3e-12, 1.2791),
)  # fmt: skip
"""Where a complex step is repeated, in units of max(|x|, 1), and with which part of the step: all round differently."""

CLOSER = (2e-7, 1e-8)
"""With which steps a difference is repeated that is too blunt, in units of the scale."""

BLUNT = 1e-3
"""A difference with a larger relative error than this says too little about a complex step."""

REFUSALS = (TypeError, ValueError, ArithmeticError, AttributeError, LookupError, RuntimeError)
"""What programs raise when they are handed complex numbers that they were not written for."""


class NotAnalytic(ValueError):
    """The function as programmed does not carry a complex step: abs, max, a comparison, a cast to real."""


@dataclass(frozen=True, slots=True)
class Limit:
    """What differences tend to as their step goes to zero: the best entry of the tableau, its error and its step."""

    value: float
    error: float
    step: float


def extrapolated(taken: Callable[[float], tuple[float, float]], h: float) -> Limit:
    """The limit of a difference that has an error series in h^2; it gives its value and its roundoff at a step.

    The error is infinite where the differences are not finite.
    """
    best = Limit(math.nan, math.inf, h)
    row: list[tuple[float, float]] = []
    for k in range(ROWS):
        value, roundoff = taken(h)
        if roundoff > best.error:
            break
        above, row = row, [(value, roundoff)]
        for j in range(1, k + 1):
            entry, error = _extrapolate(row[j - 1], above[j - 1], j)
            row.append(entry)
            if j >= 2 and error < best.error:
                best = Limit(entry[0], error, h)
        h /= RATIO
    return best


def _extrapolate(fine: tuple[float, float], coarse: tuple[float, float], j: int) -> tuple[tuple[float, float], float]:
    """Column j of the tableau: the entry and its roundoff from those left of it, and its error.

    Central differences have an error series in h^2, so column j removes the term in h^(2j). The entries it is
    made from are worse than the entry, so their distances from it, doubled for safety, bound what is left.
    """
    weight = RATIO ** (2 * j)
    entry = fine[0] + (fine[0] - coarse[0]) / (weight - 1)
    roundoff = (weight * fine[1] + coarse[1]) / (weight - 1)
    distance = max(abs(entry - fine[0]), abs(entry - coarse[0]))
    error = 2 * distance + roundoff
    return (entry, roundoff), error if math.isfinite(error) else math.inf


def difference(probe: Probe, index: tuple[int, ...], h: float) -> tuple[float, float, float]:
    """The central difference at step h, its second difference f(x+h) - 2f(x) + f(x-h), and its roundoff.

    Divides by the distance of the points actually used, since x + h rounds; that they are then not quite
    symmetric about x costs up to |f''| times half a unit in the last place of x.
    """
    entry = float(probe.x[index])
    right, left = entry + h, entry - h
    above, below = probe.moved(index, right), probe.moved(index, left)
    if right == left:
        return math.nan, math.nan, math.inf
    slope = (above - below) / (right - left)
    bend = above - 2 * probe.centre + below
    noise = max(probe.noise, rounding_of(above, below))
    asymmetry = EPSILON * max(abs(right), abs(left)) * (abs(bend) + 4 * noise) / h**2
    return slope, bend, noise / h + asymmetry + 4 * EPSILON * abs(slope)


@dataclass(frozen=True, slots=True)
class Central:
    """A central difference and its error; what the one at twice the step is away, by half more, and a kink's part."""

    value: float
    error: float
    spread: float
    jump: float


def central_slope(probe: Probe, index: tuple[int, ...], step: float | None = None) -> Central:
    """The central difference. Raises NotFinite where the function has no values around x."""
    h = step if step is not None else EPSILON ** (1 / 3) * probe.scale(index)
    attempts = 1 if step is not None else 24
    for _ in range(attempts):
        slope, bend, roundoff = difference(probe, index, h)
        wide, wide_bend, wide_roundoff = difference(probe, index, 2 * h)
        if math.isfinite(slope) and math.isfinite(wide):
            jump = _jump_of_slope(probe, h, bend, wide_bend)
            spread = 1.5 * abs(slope - wide)
            return Central(slope, spread + roundoff + wide_roundoff + jump, spread, jump)
        h /= 4
    raise NotFinite(f"the function is not finite within {4 * h:.1e} of entry {list(index)} of x")


def _jump_of_slope(probe: Probe, h: float, bend: float, wide_bend: float) -> float:
    """A little more than half the jump of slope at x, or 0 when what there is can be curvature or noise.

    Second differences over h are proportional to h for a smooth function and constant at a kink; extrapolated
    to h = 0 they leave the jump.
    """
    jump = abs(2 * bend / h - wide_bend / (2 * h))
    visible = jump > 8 * probe.noise / h and jump > 0.02 * abs(bend / h)
    # Half of it is what the mean of both slopes is off; the jump is seen a little small where it is a little beside x.
    return 0.6 * jump if visible else 0.0


def extrapolated_slope(probe: Probe, index: tuple[int, ...]) -> tuple[float, float]:
    """Extrapolated from wide steps, or from smaller ones where those all lead over something that is closer to x."""
    found: list[tuple[float, float]] = []
    for start in STARTS:
        limit = extrapolated(_slopes(probe, index), first_finite_step(probe, index, start * probe.scale(index)))
        if found and (limit.value == 0 or not math.isfinite(limit.error)):
            break  # looked at closely, values in steps look flat
        if not math.isfinite(limit.error):
            raise NotFinite(f"the function is not finite near entry {list(index)} of x")
        jump, beside = _overlooked(probe, index, limit)
        found.append((limit.error + jump + beside, limit.value))
        if not beside:
            break
    error, value = min(found)
    return value, error


def _slopes(probe: Probe, index: tuple[int, ...]) -> Callable[[float], tuple[float, float]]:
    def at(step: float) -> tuple[float, float]:
        slope, _, roundoff = difference(probe, index, step)
        return slope, roundoff

    return at


def _overlooked(probe: Probe, index: tuple[int, ...], limit: Limit) -> tuple[float, float]:
    """Errors that the tableau does not see: from a jump of slope at x, and from what all its steps lead over."""
    scale = probe.scale(index)
    eta = min(1e-5 * scale, limit.step / 16)
    _, bend, _ = difference(probe, index, eta)
    _, wide_bend, _ = difference(probe, index, 2 * eta)
    jump = _jump_of_slope(probe, eta, bend, wide_bend)
    # The tableau may have settled on steps that all lead over a kink beside x: then a tiny step sees another slope.
    tiny, _, roundoff = difference(probe, index, min(1e-8 * scale, limit.step / 16))
    away = abs(tiny - limit.value)
    return jump, 2 * away + roundoff if away > 4 * (roundoff + limit.error) else 0.0


def first_finite_step(probe: Probe, index: tuple[int, ...], h: float) -> float:
    """The largest of h, h/2, h/4 and so on at which the function is finite. Raises NotFinite where there is none."""
    for _ in range(80):
        if math.isfinite(difference(probe, index, h)[0]):
            return h
        h /= 2
    raise NotFinite(f"the function is not finite within {2 * h:.1e} of entry {list(index)} of x")


def complex_slope(probe: Probe, index: tuple[int, ...], step: float) -> tuple[float, float]:
    """The complex step in one entry: the value, and the error from repetitions that round differently."""
    values = []
    size = max(abs(float(probe.x[index])), 1.0)
    if probe.x[index] != 0:
        size = min(size, 1e6 * abs(float(probe.x[index])))  # there may be an edge at 0
    for nudge, factor in ((0.0, 1.0), *NUDGES):
        point: Numbers = probe.x.astype(np.complex128)
        point[index] = point[index] + nudge * size + 1j * (step * factor)
        result = _call_complex(probe, point)
        if result.dtype.kind != "c":
            raise NotAnalytic(f"the function returned the real value {result} for a complex argument")
        values.append(float(result.imag) / (step * factor))
    value, *near, right, left, far_right, far_left = values
    # Further away the derivative itself changes, at the same rate to both sides; what is left is noise.
    bends = (abs(left - 2 * value + right), abs(far_left - 2 * value + far_right))
    spread = max(*(abs(other - value) for other in near), *bends)
    smallest = float(np.finfo(np.float64).smallest_subnormal) / step
    return value, 32 * spread + 64 * EPSILON * abs(value) + smallest


def _call_complex(probe: Probe, point: Numbers) -> Numbers:
    """The function at a complex point; having worked at a real one, what it raises is about being complex."""
    with warnings.catch_warnings():
        warnings.simplefilter("error", np.exceptions.ComplexWarning)
        try:
            return probe.at_complex(point)
        except (*REFUSALS, np.exceptions.ComplexWarning) as error:
            raise NotAnalytic(f"the function cannot be evaluated at a complex argument: {error}") from error


def require_analytic(probe: Probe, index: tuple[int, ...], value: float, error: float) -> float:
    """What a central difference adds to the error: the jump of slope, or all that it leaves open where it is blunt.

    Raises NotAnalytic when the complex step and the central difference cannot both be right.
    """
    if not math.isfinite(value):
        raise NotFinite(f"the complex step in entry {list(index)} is {value}, expected a finite number")
    doubts = []
    for step in (None, *(step * probe.scale(index) for step in CLOSER)):
        try:
            slope = central_slope(probe, index, step)
        except NotFinite:
            if step is None:
                raise
            break
        distance, size = abs(value - slope.value), max(abs(value), abs(slope.value))
        if distance > 4 * (error + slope.error) + 1e-9 * size:
            raise NotAnalytic(
                f"entry {list(index)}: the complex step gives {value:.9g}, the central difference {slope.value:.9g} "
                f"within {slope.error:.1e}; is it analytic as programmed (no abs, max, cast to real)?"
            )
        if slope.spread <= BLUNT * size:
            return slope.jump
        doubts.append(max(slope.jump, distance + slope.error))
    return min(doubts)
