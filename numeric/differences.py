"""Derivatives of a scalar function estimated from its values alone, each with its own error estimate.

Three ways that share no rule with a hand-written or symbolic gradient: central differences, central differences
extrapolated to step zero, and the complex step; `best` chooses between the last two. All take f and a real array x (a
number is an array of shape ()), call f on arrays of that shape, and give the gradient in that shape.

The error is absolute, per entry, in units of f per unit of x. It is meant to bound the true error
(truncation, roundoff and noise of f together) and does so for functions that are smooth within the steps
taken; it is an estimate from samples, not a certificate. Nothing here establishes that f is differentiable at
x: a jump of slope exactly at x is noticed and counted into the error, one within reach of the steps shows as
a large error, and an oscillation much faster than the steps (wavelengths below 1e-4 of max(|x|, 1)) is not
seen at all.

All raise NotFinite when x or f(x) is not finite, or f is not finite however small the step; TypeError when f
does not return a real scalar; ValueError when x is empty or the step is no positive number.
"""

import math
import warnings
from dataclasses import dataclass

import numpy as np

from numeric.arrays import Array, NotFinite, Numbers
from numeric.probing import EPSILON, Function, Probe, rounding_of

RATIO = (1 + math.sqrt(5)) / 2
"""Ratio of successive steps. Irrational, so that no period of f can be a multiple of three steps in a row."""

ROWS = 24
"""Most rows of the extrapolation tableau; the last step is 1e-5 of the first."""

REFUSALS = (TypeError, ValueError, ArithmeticError, AttributeError, LookupError, RuntimeError)
"""What programs raise when they are handed complex numbers that they were not written for."""


class NotAnalytic(ValueError):
    """The function as programmed does not carry a complex step: abs, max, a comparison, a cast to real."""


@dataclass(frozen=True, slots=True, eq=False)
class Estimate:
    """A gradient estimated from values, with its error.

    `value` and `error` have the shape of x; `error` is absolute and per entry. `coarse_slope` is the slope of
    f over a distance of max(|x|, 1) / 4, a scale for errors where the gradient is zero. `evaluations` counts
    the calls of the function, those for the error included.
    """

    value: Array
    error: Array
    method: str
    coarse_slope: float
    evaluations: int


def central(f: Function, x: object, step: float | None = None) -> Estimate:
    """Central differences (f(x+h) - f(x-h)) / 2h, entry by entry.

    Without `step`, h is the cube root of the machine epsilon times max(|x|, 1), and smaller where f is not
    finite that far out. The error is the distance to the difference at 2h (three times its leading term),
    plus noise.
    """
    if step is not None and not (math.isfinite(step) and step > 0):
        raise ValueError(f"step is {step}, expected a positive number")
    probe = Probe(f, x)
    value, error = np.empty_like(probe.x), np.empty_like(probe.x)
    for index in np.ndindex(probe.x.shape):
        value[index], error[index], _ = _central_entry(probe, index, step)
    return Estimate(value, error, "central", probe.coarse_slope(), probe.evaluations)


def richardson(f: Function, x: object) -> Estimate:
    """Central differences extrapolated to step zero: the entry of the tableau with the least error.

    Steps start at a fifth of max(|x|, 1), or where f is finite, and shrink by the golden ratio until roundoff
    alone exceeds the best error so far. About 15 to 50 evaluations per entry; errors near 1e-12 of the size
    of a smooth f.
    """
    probe = Probe(f, x)
    value, error = np.empty_like(probe.x), np.empty_like(probe.x)
    for index in np.ndindex(probe.x.shape):
        value[index], error[index] = _richardson_entry(probe, index)
    return Estimate(value, error, "richardson", probe.coarse_slope(), probe.evaluations)


def complex_step(f: Function, x: object, step: float = 1e-20) -> Estimate:
    """Im f(x + ih) / h, entry by entry: no subtraction, so no digits are lost whatever the step.

    f must accept complex arrays and be analytic as programmed. That is checked in every entry: NotAnalytic is
    raised when f returns a real value, refuses complex numbers, discards an imaginary part, or disagrees with
    a central difference by more than both errors together. The error is 16 times the spread under changes
    of x in the last place, plus 64 roundings of the value, and half a jump of slope at x: on a kink the complex
    step gives the slope of one side.
    """
    if not (math.isfinite(step) and step > 0):
        raise ValueError(f"step is {step}, expected a positive number")
    probe = Probe(f, x)
    value, error = np.empty_like(probe.x), np.empty_like(probe.x)
    for index in np.ndindex(probe.x.shape):
        value[index], error[index] = _complex_entry(probe, index, step)
        error[index] += _require_analytic(probe, index, float(value[index]), float(error[index]))
    return Estimate(value, error, "complex step", probe.coarse_slope(), probe.evaluations)


def best(f: Function, x: object) -> Estimate:
    """The complex step where f carries it, else Richardson's extrapolation; `method` says which it was."""
    try:
        return complex_step(f, x)
    except (NotAnalytic, NotFinite):
        return richardson(f, x)


def _difference(probe: Probe, index: tuple[int, ...], h: float) -> tuple[float, float, float]:
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


def _central_entry(probe: Probe, index: tuple[int, ...], step: float | None) -> tuple[float, float, float]:
    """The central difference, its error, and the part of the error that a jump of slope at x makes."""
    h = step if step is not None else EPSILON ** (1 / 3) * max(abs(float(probe.x[index])), 1.0)
    attempts = 1 if step is not None else 24
    for _ in range(attempts):
        slope, bend, roundoff = _difference(probe, index, h)
        wide, wide_bend, wide_roundoff = _difference(probe, index, 2 * h)
        if math.isfinite(slope) and math.isfinite(wide):
            jump = _jump_of_slope(probe, h, bend, wide_bend)
            return slope, abs(slope - wide) + roundoff + wide_roundoff + jump, jump
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


def _richardson_entry(probe: Probe, index: tuple[int, ...]) -> tuple[float, float]:
    h = _first_finite_step(probe, index, 0.2 * max(abs(float(probe.x[index])), 1.0))
    best, best_error, best_step = math.nan, math.inf, h
    row: list[tuple[float, float]] = []
    for k in range(ROWS):
        slope, _, roundoff = _difference(probe, index, h)
        if roundoff > best_error:
            break
        above, row = row, [(slope, roundoff)]
        for j in range(1, k + 1):
            entry, error = _extrapolate(row[j - 1], above[j - 1], j)
            row.append(entry)
            if j >= 2 and error < best_error:
                best, best_error, best_step = entry[0], error, h
        h /= RATIO
    if not math.isfinite(best_error):
        raise NotFinite(f"the function is not finite near entry {list(index)} of x")
    eta = min(1e-5 * max(abs(float(probe.x[index])), 1.0), best_step / 16)
    _, bend, _ = _difference(probe, index, eta)
    _, wide_bend, _ = _difference(probe, index, 2 * eta)
    # The tableau may have settled on steps that all lead over a kink beside x: then a tiny step sees another slope.
    tiny, _, roundoff = _difference(probe, index, min(1e-8 * max(abs(float(probe.x[index])), 1.0), best_step / 16))
    beside = abs(tiny - best) + roundoff if abs(tiny - best) > 4 * (roundoff + best_error) else 0.0
    return best, best_error + max(_jump_of_slope(probe, eta, bend, wide_bend), beside)


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


def _first_finite_step(probe: Probe, index: tuple[int, ...], h: float) -> float:
    for _ in range(80):
        if math.isfinite(_difference(probe, index, h)[0]):
            return h
        h /= 2
    raise NotFinite(f"the function is not finite within {2 * h:.1e} of entry {list(index)} of x")


def _complex_entry(probe: Probe, index: tuple[int, ...], step: float) -> tuple[float, float]:
    """The complex step in one entry: the value, and the error from two repetitions that round differently."""
    values = []
    unit = 2 * EPSILON * max(abs(float(probe.x[index])), 1.0)
    for nudge, factor in ((0.0, 1.0), (unit, 0.7), (-unit, 1.3)):
        point: Numbers = probe.x.astype(np.complex128)
        point[index] = point[index] + nudge + 1j * (step * factor)
        result = _call_complex(probe, point)
        if result.dtype.kind != "c":
            raise NotAnalytic(f"the function returned the real value {result} for a complex argument")
        values.append(float(result.imag) / (step * factor))
    value = values[0]
    spread = max(abs(other - value) for other in values[1:])
    smallest = float(np.finfo(np.float64).smallest_subnormal) / step
    return value, 16 * spread + 64 * EPSILON * abs(value) + smallest


def _call_complex(probe: Probe, point: Numbers) -> Numbers:
    """The function at a complex point; having worked at a real one, what it raises is about being complex."""
    with warnings.catch_warnings():
        warnings.simplefilter("error", np.exceptions.ComplexWarning)
        try:
            return probe.at_complex(point)
        except (*REFUSALS, np.exceptions.ComplexWarning) as error:
            raise NotAnalytic(f"the function cannot be evaluated at a complex argument: {error}") from error


def _require_analytic(probe: Probe, index: tuple[int, ...], value: float, error: float) -> float:
    """Raise NotAnalytic when the complex step and a central difference cannot both be right; the jump of slope."""
    if not math.isfinite(value):
        raise NotFinite(f"the complex step in entry {list(index)} is {value}, expected a finite number")
    slope, slope_error, jump = _central_entry(probe, index, None)
    if abs(value - slope) > 4 * (error + slope_error) + 1e-6 * max(abs(value), abs(slope)):
        raise NotAnalytic(
            f"entry {list(index)}: the complex step gives {value:.9g}, the central difference {slope:.9g} "
            f"within {slope_error:.1e}; is it analytic as programmed (no abs, max, cast to real)?"
        )
    return jump
