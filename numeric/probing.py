"""Evaluating somebody else's scalar function: counted, checked, and with the noise of its values measured.

The differences of a function are only as good as its values. How far those are off is measured here from a
table of differences, as in J. J. Moré and S. M. Wild, "Estimating computational noise", SIAM J. Sci. Comput.
33 (2011).
"""

import math
from collections.abc import Callable
from typing import Any, TypeAlias

import numpy as np

from numeric.arrays import Array, NotFinite, Numbers, as_numbers, as_real

Function: TypeAlias = Callable[[Any], Any]
"""A scalar function of an array: a real number for a real array (and a complex one for a complex array)."""

ManyValued: TypeAlias = Callable[[Any], Any]
"""A function of an array with an array for value, real for real arguments (and complex for complex ones)."""

EPSILON = float(np.finfo(np.float64).eps)
"""Distance of 1 from the next float64."""

SPACINGS = (2e-7, 2e-9, 2e-11, 2e-13, 1e-14)
"""How far apart the values are in which noise is looked for, in units of max(|x|, 1)."""

DETAIL = 1e-5
"""Noise of more than this part of the values may be detail: no computation in single precision is so noisy."""

SMOOTHER = 1e-3
"""To what part the noise of detail falls at least when the points come 100 times closer; a kink's falls to 1e-2."""


class Probe:
    """A function at a point: evaluates it nearby, one entry changed at a time, and counts the evaluations.

    The function always gets a fresh array, so one that writes into its argument does no harm. Warnings of
    NumPy are silenced during a call, because stepping over the edge of a domain is expected; what the
    function raises at the point itself goes through. Raises NotFinite when the function is not finite at the
    point itself. `fineness` is 1, and smaller where the function does all it does within a smaller distance: steps
    are to be multiplied with it.
    """

    def __init__(self, f: Function, x: object) -> None:
        self.f = f
        self.x = as_real("x", x)
        if self.x.size == 0:
            raise ValueError(f"x has shape {self.x.shape}: no entries to differentiate by")
        self.evaluations = 0
        self.centre = _real_scalar(self._call(self.x))
        if not math.isfinite(self.centre):
            raise NotFinite(f"the function is {self.centre} at the point itself, expected a finite number")
        self.noise, self.fineness = self._measure_noise()

    def at(self, point: Array) -> float:
        """The function at a point nearby: a float, NaN outside its domain. Raises TypeError if not a real
        scalar.

        Python's own functions raise outside their domain (ValueError, ArithmeticError) where NumPy gives NaN.
        Both mean the same here, since the function has worked at the point itself.
        """
        try:
            return _real_scalar(self._call(point))
        except (ValueError, ArithmeticError):
            return math.nan

    def at_complex(self, point: Numbers) -> Numbers:
        """The function at a complex point, of shape (), real or complex as the function left it."""
        return self._call(point)

    def moved(self, index: tuple[int, ...], entry: float) -> float:
        """The function at the point with one entry replaced."""
        point = self.x.copy()
        point[index] = entry
        return self.at(point)

    def _call(self, point: Numbers) -> Numbers:
        self.evaluations += 1
        with np.errstate(all="ignore"):
            value = as_numbers("the function's value", self.f(point.copy()))
        if value.shape != ():
            raise TypeError(f"the function returned an array of shape {value.shape}, expected a scalar")
        return value

    def coarse_slope(self) -> float:
        """The larger slope of the function to either side over a quarter of max(|x|, 1); 0 where not finite.

        A scale for derivatives, in their unit, where the derivative itself is zero.
        """
        reach = np.maximum(np.abs(self.x), 1.0) / 4
        ends = np.array([self.at(self.x + reach), self.at(self.x - reach)])
        slopes = np.abs(ends - self.centre) / float(np.max(reach))
        return float(np.max(slopes, initial=0.0, where=np.isfinite(slopes)))

    def scale(self, index: tuple[int, ...]) -> float:
        """The distance within which the function changes along an entry, as far as is known: max(|x|, 1), or less."""
        return self.fineness * max(abs(float(self.x[index])), 1.0)

    def _measure_noise(self) -> tuple[float, float]:
        """A bound on how far the values of the function near the point are off, in units of f; and the fineness.

        Eleven values along a line; in high differences a smooth function has disappeared and the noise has
        not. Misses noise in steps that are wider than the line is long (as of 1e12 + x). What looks like coarse noise,
        and is smooth when looked at closely, is no noise but detail.
        """
        seen: list[tuple[float, float]] = []
        fineness = 1.0
        for spacing in SPACINGS:
            line = self._line(spacing)
            if line is None:
                continue
            noise, size = _noise_in(line), float(np.max(np.abs(line)))
            is_smooth = not seen or (noise <= SMOOTHER * seen[-1][0] and np.ptp(line) > 0)
            if is_smooth and noise <= DETAIL * size:
                # Steps of the values may fit the spacing by accident, and another one shows them.
                again = self._line(spacing * 0.618)
                other = 0.0 if again is None else _noise_in(again)
                return max(4 * noise, 4 * other, rounding_of(*line)), fineness
            seen.append((noise, rounding_of(*line)))
            fineness = fineness if fineness < 1 else 25 * spacing
        noise, rounding = seen[0] if seen else (0.0, rounding_of(self.centre))
        return max(4 * noise, rounding), 1.0

    def _line(self, spacing: float) -> Array | None:
        """Eleven values around the point; None where one is not finite."""
        directions = np.random.default_rng(0).choice((-1.0, 1.0), size=self.x.shape)
        direction = directions * np.maximum(np.abs(self.x), 1.0)
        # No powers of two: steps that are exact in binary hide the rounding of sums inside the function.
        line = np.array([self.at(self.x + k * spacing * direction) for k in range(-5, 6)])
        return line if np.isfinite(line).all() else None


class SharedValues:
    """A function with many values, taken apart into scalar functions that share its evaluations.

    What has been computed is kept until `forget` is called. Raises TypeError when the function returns no numbers at
    the point itself, or later another shape than there.
    """

    def __init__(self, f: ManyValued, x: Array) -> None:
        self.x = x
        self.evaluations = 0
        self._f = f
        self._known: dict[tuple[str, bytes], Numbers] = {}
        first = as_numbers("the function's value", self._called(x))
        self.shape, self.size = first.shape, first.size

    def part(self, k: int) -> Function:
        """The function that has only one of the values, counted along the axes of the array."""

        def one(x: Numbers) -> Any:
            key = (x.dtype.kind, x.tobytes())
            if key not in self._known:
                value = as_numbers("the function's value", self._called(x))
                if value.shape != self.shape:
                    raise TypeError(f"the function returned the shape {value.shape}, and {self.shape} at the point")
                self._known[key] = value.ravel()
            return self._known[key][k]

        return one

    def forget(self) -> None:
        """Free what is kept."""
        self._known.clear()

    def _called(self, x: Numbers) -> Any:
        self.evaluations += 1
        with np.errstate(all="ignore"):
            return self._f(x.copy())


def _real_scalar(value: Numbers) -> float:
    if value.dtype.kind == "c":
        raise TypeError(f"the function returned the complex value {value} for a real argument")
    return float(value)


def rounding_of(*values: float) -> float:
    """Four times the rounding of the largest of these values: the least noise that computed values have."""
    return 4 * EPSILON * max(abs(value) for value in values)


def _noise_in(line: Array) -> float:
    """The standard deviation of the noise in equally spaced values of a smooth function.

    The k-th difference of independent errors of variance s^2 has variance s^2 (2k)! / (k!)^2. The larger of
    the estimates for k = 5 and 6 is taken; lower differences still hold something of the function.
    """
    estimates = []
    for k in (5, 6):
        differences = np.diff(line, k)
        estimates.append(math.sqrt(float(np.mean(differences**2)) / math.comb(2 * k, k)))
    return max(estimates)
