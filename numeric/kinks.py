"""Kinks: the slopes of a function to either side of a point, and what slopes it has nearby.

At a kink of f along one entry of x (ReLU at 0, a tie of a maximum) the two one-sided slopes differ, and every value
between them is a right one to use: a subgradient of f along that entry (R. T. Rockafellar, Convex Analysis; for
functions that also bend down, F. H. Clarke, Optimization and Nonsmooth Analysis). Of several entries at once that is
necessary and not enough: |u + v| has no subgradient (1, -1). `reaches` compares with slopes at random points nearby.

Slopes to one side are extrapolated differences, as in `numeric.differences`, with an error from the same tableau.
Nothing here is a certificate. A kink closer to x than about 1e-8 of max(|x|, 1) counts as one at x.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from numeric.arrays import Array
from numeric.probing import EPSILON, Function, Probe, rounding_of

RATIO = 2.618033988749895
"""Ratio of successive steps: the square of the golden ratio, which no period of f is a multiple of."""

ROWS = 19
"""Most rows of the tableau: from a tenth of max(|x|, 1) down to 3e-9 of it."""

CONFIRMED_AT = (1e-5, 1e-6, 1e-7)
"""Steps, relative to max(|x|, 1), at which a plain difference must see the same slope."""

NEARBY, STEP = 1e-5, 1e-7
"""How far away slopes are looked at, and the step of the differences there, relative to max(|x|, 1)."""

SAMPLES = 48
"""At how many points nearby."""

OFTEN = 4
"""The steepest slope has been found, and not only approached, where so many points nearby have it."""


@dataclass(frozen=True, slots=True)
class Kink:
    """The slopes to the left and to the right of the point along one entry, and the error of both."""

    left: float
    right: float
    error: float

    def holds(self, slope: float, slack: float) -> bool:
        """Whether a slope lies between them."""
        low, high = min(self.left, self.right), max(self.left, self.right)
        return low - self.error - slack <= slope <= high + self.error + slack


def kink_at(f: Function, x: object, index: tuple[int, ...]) -> Kink | None:
    """The kink of f at x along one entry; None where there is none that stands out from the errors.

    Raises what `numeric.differences` raises for f and x.
    """
    probe = Probe(f, x)
    left, left_error = _one_sided(probe, index, -1)
    right, right_error = _one_sided(probe, index, 1)
    gap, error = abs(right - left), max(left_error, right_error)
    if not (math.isfinite(gap) and gap > 8 * error):
        return None
    for side, slope in ((-1, left), (1, right)):
        if not all(_is_slope(probe, index, side * step, slope, gap) for step in CONFIRMED_AT):
            return None
    return Kink(left, right, error)


def reaches(f: Callable[[Array], float], x: Array, direction: Array, seed: int = 0) -> tuple[float, bool]:
    """The steepest slope of f along a direction at random points near x, and whether that has been found often.

    Not found often, there may be steeper ones that no point met.
    """
    rng = np.random.default_rng(seed)
    scale = np.maximum(np.abs(x), 1.0)
    slopes = []
    for number in range(SAMPLES):
        away = rng.uniform(-1, 1, x.shape)
        # Along the direction itself the points are those where the most terms rise together.
        away = away + 2 * direction if number % 4 == 0 else away
        near = x + NEARBY * scale * away
        slopes.append((f(near + STEP * direction) - f(near - STEP * direction)) / (2 * STEP))
    found = np.array(slopes)
    steepest = float(np.max(found))
    spread = max(float(np.ptp(found)), abs(steepest), 1e-12)
    return steepest, int(np.sum(found >= steepest - 1e-2 * spread)) >= OFTEN


def _is_slope(probe: Probe, index: tuple[int, ...], step: float, slope: float, gap: float) -> bool:
    h = step * max(abs(float(probe.x[index])), 1.0)
    plain, roundoff = _difference(probe, index, h)
    return abs(plain - slope) <= 0.05 * gap + 4 * roundoff


def _difference(probe: Probe, index: tuple[int, ...], h: float) -> tuple[float, float]:
    """The slope from x to x + h, and its roundoff; the points actually used decide the distance."""
    entry = float(probe.x[index])
    moved = entry + h
    if moved == entry:
        return math.nan, math.inf
    there = probe.moved(index, moved)
    slope = (there - probe.centre) / (moved - entry)
    noise = 2 * max(probe.noise, rounding_of(there, probe.centre))
    return slope, noise / abs(h) + 4 * EPSILON * abs(slope)


def _one_sided(probe: Probe, index: tuple[int, ...], side: int) -> tuple[float, float]:
    """The slope to one side, extrapolated to step zero, and its error; NaN where the differences do not settle."""
    h = 0.1 * max(abs(float(probe.x[index])), 1.0)
    best, best_error = math.nan, math.inf
    row: list[tuple[float, float]] = []
    for k in range(ROWS):
        slope, roundoff = _difference(probe, index, side * h)
        if roundoff > best_error:
            break
        above, row = row, [(slope, roundoff)]
        for j in range(1, k + 1):
            weight = RATIO**j
            fine, coarse = row[j - 1], above[j - 1]
            entry = fine[0] + (fine[0] - coarse[0]) / (weight - 1)
            spread = (weight * fine[1] + coarse[1]) / (weight - 1)
            error = 2 * max(abs(entry - fine[0]), abs(entry - coarse[0])) + spread
            row.append((entry, spread))
            if j >= 2 and error < best_error:
                best, best_error = entry, error
        h /= RATIO
    return best, best_error
