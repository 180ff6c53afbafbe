"""How the loss of a pass curves: its Hessian from differences of the backward pass, and the steepest curvature.

Gradient descent on a quadratic loss converges where the rate is below 2 over the largest eigenvalue of its Hessian,
and grows without end above (calculus: along an eigenvector the distance is multiplied by 1 - rate * eigenvalue).
Other losses are quadratics only nearby, so this explains and does not certify.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from numeric.arrays import Array, as_real
from numeric.passes import Pass, Values

STEP = float(np.cbrt(np.finfo(np.float64).eps))
"""The step of the central differences, relative to the larger of 1 and the parameter."""


@dataclass(frozen=True, slots=True, eq=False)
class Curved:
    """The parameters in one row, the gradient and the Hessian in the same order, and how to take them apart again."""

    shapes: Mapping[str, tuple[int, ...]]
    point: Array
    gradient: Array
    hessian: Array

    def unpacked(self, row: Array) -> dict[str, Array]:
        """A row of all entries as arrays by name."""
        parts: dict[str, Array] = {}
        start = 0
        for name, shape in self.shapes.items():
            size = int(np.prod(shape, dtype=int))
            parts[name] = row[start : start + size].reshape(shape).copy()
            start += size
        return parts

    def name_of(self, place: int) -> str:
        """The entry at a place of the row, as one would write it."""
        numbered = self.unpacked(np.arange(len(self.point), dtype=float))
        for name, part in numbered.items():
            for index in np.ndindex(part.shape):
                if part[index] == place:
                    return name + (str(list(index)) if index else "")
        raise IndexError(place)


def curved(pass_: Pass, values: Values, parameters: Sequence[str]) -> Curved:
    """The curvature of the loss at these values: the Hessian from two backward passes for each entry, made symmetric.

    Exact to rounding for a quadratic loss; elsewhere off by the third derivatives times the square of the step.
    """
    shapes = {name: as_real(name, values[name]).shape for name in parameters}
    point = _packed({name: as_real(name, values[name]) for name in parameters})
    bare = Curved(shapes, point, point, point)

    def slopes(row: Array) -> Array:
        found = pass_.backward({**values, **bare.unpacked(row)})
        return _packed({name: np.asarray(found[name]) for name in parameters})

    columns = []
    for place, entry in enumerate(point):
        moved = point.copy()
        step = STEP * max(1.0, abs(float(entry)))
        moved[place] = entry + step
        above, right = slopes(moved), moved[place]
        moved[place] = entry - step
        columns.append((above - slopes(moved)) / (right - moved[place]))
    hessian = np.stack(columns)
    return Curved(shapes, point, slopes(point), (hessian + hessian.T) / 2)


def _packed(parts: Mapping[str, Array]) -> Array:
    return np.concatenate([part.reshape(-1) for part in parts.values()])


def steepest(pass_: Pass, values: Values, parameters: Sequence[str], rounds: int = 20) -> float:
    """The largest eigenvalue of the Hessian in magnitude, by the power method with differences of the backward pass.

    A lower bound that is near after a few rounds. It takes two backward passes a round, however many parameters there
    are. 0 where the gradient does not change.
    """
    at = {name: as_real(name, values[name]) for name in parameters}
    random = np.random.default_rng(0)
    direction = {name: random.normal(size=array.shape) for name, array in at.items()}
    largest = 0.0
    for _ in range(rounds):
        length = np.sqrt(sum(float(np.sum(part * part)) for part in direction.values()))
        if not (np.isfinite(length) and length > 0):
            return largest
        direction = {name: part / length for name, part in direction.items()}
        turned = _along(pass_, values, at, direction)
        largest = abs(sum(float(np.sum(turned[name] * direction[name])) for name in at))
        direction = turned
    return largest


def _along(pass_: Pass, values: Values, at: Mapping[str, Array], direction: Mapping[str, Array]) -> dict[str, Array]:
    """The Hessian times a direction of length 1."""
    step = STEP * max(1.0, *(float(np.max(np.abs(array))) for array in at.values()))
    above = pass_.backward({**values, **{name: at[name] + step * direction[name] for name in at}})
    below = pass_.backward({**values, **{name: at[name] - step * direction[name] for name in at}})
    return {name: (above[name] - below[name]) / (2 * step) for name in at}
