"""The second derivative of a function by two entries of its argument, from its values alone, with its error.

Second differences have an error series in the square of the step, as slopes have, and are extrapolated likewise. A step
divides twice, so that half of the digits of the function are lost. Nothing here is a certificate: a kink that is closer
to the point than all steps is not seen.
"""

import math

from numeric.arrays import NotFinite
from numeric.probing import EPSILON, Probe, rounding_of
from numeric.slopes import extrapolated

WIDEST = 0.2
"""The first step, in units of the scale of an entry."""

CLOSE = 1e-3
"""The step at which a jump of curvature is looked for."""


def second_slope(probe: Probe, i: tuple[int, ...], j: tuple[int, ...]) -> tuple[float, float]:
    """The derivative by entries i and j, and its error. Raises NotFinite where there are no values around the point."""
    h = WIDEST
    for _ in range(80):
        if math.isfinite(_second(probe, i, j, h)[0]):
            break
        h /= 2
    limit = extrapolated(lambda step: _second(probe, i, j, step), h)
    if not math.isfinite(limit.error):
        raise NotFinite(f"the function is not finite near entries {list(i)} and {list(j)} of x")
    return limit.value, limit.error + (_jump_of_curvature(probe, i, min(CLOSE, h)) if i == j else 0.0)


def _second(probe: Probe, i: tuple[int, ...], j: tuple[int, ...], t: float) -> tuple[float, float]:
    """The second difference at a step, in units of the scales, and its roundoff."""
    return _bend(probe, i, t * probe.scale(i)) if i == j else _twist(probe, i, j, t)


def _bend(probe: Probe, i: tuple[int, ...], h: float) -> tuple[float, float]:
    """(f(x+h) - 2f(x) + f(x-h)) / h^2; that x + h rounds costs the slope times half a unit in the last place of x."""
    entry = float(probe.x[i])
    h = (entry + h) - entry
    if h == 0:
        return math.nan, math.inf
    above, below = probe.moved(i, entry + h), probe.moved(i, entry - h)
    value = (above - 2 * probe.centre + below) / h**2
    noise = max(probe.noise, rounding_of(above, below, probe.centre))
    uneven = EPSILON * (abs(entry) + h) * abs(above - below) / (2 * h)
    return value, (4 * noise + uneven) / h**2 + 4 * EPSILON * abs(value)


def _twist(probe: Probe, i: tuple[int, ...], j: tuple[int, ...], t: float) -> tuple[float, float]:
    """The mixed difference of the four corners of a rectangle around the point, over its area."""
    x, y = float(probe.x[i]), float(probe.x[j])
    h, k = t * probe.scale(i), t * probe.scale(j)
    corners = [
        (side, other, _corner(probe, i, x + side * h, j, y + other * k)) for side in (1, -1) for other in (1, -1)
    ]
    area = ((x + h) - (x - h)) * ((y + k) - (y - k))
    if area == 0:
        return math.nan, math.inf
    value = sum(side * other * there for side, other, there in corners) / area
    noise = max(probe.noise, rounding_of(*(there for _, _, there in corners)))
    return value, 4 * noise / area + 4 * EPSILON * abs(value)


def _corner(probe: Probe, i: tuple[int, ...], x: float, j: tuple[int, ...], y: float) -> float:
    point = probe.x.copy()
    point[i], point[j] = x, y
    return probe.at(point)


def _jump_of_curvature(probe: Probe, i: tuple[int, ...], t: float) -> float:
    """A little more than half the jump of curvature at x, or 0 when what there is can be a smooth change or noise."""
    entry, h = float(probe.x[i]), t * probe.scale(i)
    wide, close = _change(probe, i, entry, h), _change(probe, i, entry, h / 2)
    jump = abs(2 * close - wide)
    return 0.6 * jump if jump > 64 * probe.noise / h**2 and jump > 0.1 * abs(close) else 0.0


def _change(probe: Probe, i: tuple[int, ...], entry: float, h: float) -> float:
    """How much more the function bends on the right than on the left: with h it vanishes, unless there is a jump."""
    far, near = (probe.moved(i, entry + s * 2 * h) - probe.moved(i, entry - s * 2 * h) for s in (1.0, 0.5))
    return (far - 2 * near) / h**2
