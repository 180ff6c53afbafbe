"""Derivatives of a function estimated from its values alone, each with its own error estimate.

Three ways to a gradient that share no rule with a hand-written or symbolic one: central differences, central
differences extrapolated to step zero, and the complex step. `best` chooses between the last two, and so do `jacobian`,
for a function with several values, and `hessian`, for second derivatives. All take f and a real array x (a number is an
array of shape ()), call f on arrays of that shape, and give the gradient in that shape.

The error is absolute, per entry, in units of f per unit of x. It is meant to bound the true error
(truncation, roundoff and noise of f together); it is an estimate from samples, not a certificate, and
`benchmarks/differing.py` measures how often it holds. Nothing here establishes that f is differentiable at x: a jump of
slope exactly at x is noticed and counted into the error, one within reach of the steps shows as a large error, and
detail on a scale below 1e-10 of max(|x|, 1) is not seen at all. Neither is what f lost by rounding where its values do
not show it nearby: where they go in steps wider than 1e-6, as log(1 + exp(x)) far below 0, f counts as flat.

All raise NotFinite when x or f(x) is not finite, or f is not finite however small the step; TypeError when f
does not return a real scalar; ValueError when x is empty or the step is no positive number.
"""

import math
from dataclasses import dataclass

import numpy as np

from numeric.arrays import Array, NotFinite, Numbers, as_real
from numeric.bends import second_slope
from numeric.probing import Function, ManyValued, Probe, SharedValues
from numeric.slopes import NotAnalytic, central_slope, complex_slope, extrapolated_slope, require_analytic

__all__ = [
    "Estimate", "NotAnalytic", "best", "central", "complex_step", "hessian", "jacobian", "richardson",
]  # fmt: skip

STEP = 1e-20
"""The imaginary part of a complex step: its square is lost in rounding."""


@dataclass(frozen=True, slots=True, eq=False)
class Estimate:
    """Derivatives estimated from values, with their errors.

    `value` and `error` have the same shape, that of x for a gradient; `error` is absolute and per entry.
    `coarse_slope` is the slope of f over a distance of max(|x|, 1) / 4, a scale for errors where the gradient is
    zero. `evaluations` counts the calls of the function, those for the error included.
    """

    value: Array
    error: Array
    method: str
    coarse_slope: float
    evaluations: int


def central(f: Function, x: object, step: float | None = None) -> Estimate:
    """Central differences (f(x+h) - f(x-h)) / 2h, entry by entry.

    Without `step`, h is the cube root of the machine epsilon times max(|x|, 1), and smaller where f is not
    finite that far out. The error is one and a half times the distance to the difference at 2h (which is three times
    its leading term), plus noise.
    """
    if step is not None and not (math.isfinite(step) and step > 0):
        raise ValueError(f"step is {step}, expected a positive number")
    probe = Probe(f, x)
    value, error = np.empty_like(probe.x), np.empty_like(probe.x)
    for index in np.ndindex(probe.x.shape):
        slope = central_slope(probe, index, step)
        value[index], error[index] = slope.value, slope.error
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
        value[index], error[index] = extrapolated_slope(probe, index)
    return Estimate(value, error, "richardson", probe.coarse_slope(), probe.evaluations)


def complex_step(f: Function, x: object, step: float = STEP) -> Estimate:
    """Im f(x + ih) / h, entry by entry: no subtraction, so no digits are lost whatever the step.

    f must accept complex arrays and be analytic as programmed. That is checked in every entry: NotAnalytic is
    raised when f returns a real value, refuses complex numbers, discards an imaginary part, or disagrees with
    a central difference by more than both errors together. The error is 32 times the spread under changes
    of x in the last places, plus 64 roundings of the value, and half a jump of slope at x: on a kink the complex
    step gives the slope of one side.
    """
    if not (math.isfinite(step) and step > 0):
        raise ValueError(f"step is {step}, expected a positive number")
    probe = Probe(f, x)
    value, error = np.empty_like(probe.x), np.empty_like(probe.x)
    for index in np.ndindex(probe.x.shape):
        value[index], error[index] = complex_slope(probe, index, step)
        error[index] += require_analytic(probe, index, float(value[index]), float(error[index]))
    return Estimate(value, error, "complex step", probe.coarse_slope(), probe.evaluations)


def best(f: Function, x: object) -> Estimate:
    """The complex step where f carries it, else Richardson's extrapolation; `method` says which it was."""
    try:
        return complex_step(f, x)
    except (NotAnalytic, NotFinite):
        return richardson(f, x)


def jacobian(f: ManyValued, x: object) -> Estimate:
    """All derivatives of a function whose value is an array: entry [i..., j...] is that of f(x)[i...] by x[j...].

    The complex step for every value of f that carries it, Richardson's extrapolation for the others; the values
    share the evaluations of f. Raises TypeError when f returns no real numbers, or another shape than at x.
    """
    shared = SharedValues(f, as_real("x", x))
    probes = [Probe(shared.part(k), x) for k in range(shared.size)]
    shape = probes[0].x.shape if probes else shared.x.shape
    value, error = np.empty((shared.size, *shape)), np.empty((shared.size, *shape))
    by_steps = set(range(shared.size))
    for index in np.ndindex(shape):
        for k in sorted(by_steps):
            try:
                slope, doubt = complex_slope(probes[k], index, STEP)
                value[(k, *index)], error[(k, *index)] = slope, doubt + require_analytic(probes[k], index, slope, doubt)
            except (NotAnalytic, NotFinite):
                by_steps.remove(k)
        shared.forget()
    extrapolated = [k for k in range(shared.size) if k not in by_steps]
    for index in np.ndindex(shape) if extrapolated else ():
        for k in extrapolated:
            value[(k, *index)], error[(k, *index)] = extrapolated_slope(probes[k], index)
        shared.forget()
    methods = [name for name, used in (("complex step", by_steps), ("richardson", extrapolated)) if used]
    coarse = max((probe.coarse_slope() for probe in probes), default=0.0)
    return Estimate(
        value.reshape(shared.shape + shape), error.reshape(shared.shape + shape), " and ".join(methods), coarse,
        shared.evaluations,
    )  # fmt: skip


def hessian(f: Function, x: object) -> Estimate:
    """All second derivatives of a scalar function: entry [i..., j...] is that by x[i...] and x[j...].

    Where f carries a complex step at x, the differences of the slopes that it gives are extrapolated; elsewhere second
    differences of f are, which lose half of the digits. That f carries the step at x is checked, that it does nearby is
    not. A jump of curvature at x is counted into the error. `coarse_slope` is that of f.
    """
    x = as_real("x", x)
    try:
        first = complex_step(f, x)
    except (NotAnalytic, NotFinite):
        first = None
    probe = Probe(f, x)
    places = list(np.ndindex(x.shape))
    value, error = np.empty(2 * x.shape), np.empty(2 * x.shape)
    used = 0
    for number, i in enumerate(places):
        slopes = None if first is None else Probe(_slope_along(f, i), x)
        for j in places[number:]:
            found = second_slope(probe, i, j) if slopes is None else extrapolated_slope(slopes, j)
            value[i + j], error[i + j] = value[j + i], error[j + i] = found
        used += 0 if slopes is None else slopes.evaluations
    method = "richardson" if first is None else "complex step, then richardson"
    evaluations = used + probe.evaluations + (0 if first is None else first.evaluations)
    return Estimate(value, error, method, probe.coarse_slope(), evaluations)


def _slope_along(f: Function, index: tuple[int, ...]) -> Function:
    """The slope of f along an entry, by a complex step."""

    def slope(x: Array) -> float:
        point: Numbers = np.array(x, dtype=np.complex128)
        point[index] += 1j * STEP
        return float(np.imag(np.asarray(f(point)))) / STEP

    return slope
