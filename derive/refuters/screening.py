"""What floating point says of two sides: where to look, and never that they differ or are equal.

Derivatives are taken by complex steps. Sides are compared relative to their own size, and floats that have overflowed,
or are so small that they may have underflowed, say nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from derive.ir import Var
from derive.lowering import Floats, NoValue
from derive.operators import Undefined
from derive.tapes import Bound

STEP = 1e-30
"""The imaginary step: its square is far below the last digit of a double."""
SMALLEST = 1e-200
"""Sides whose largest entry is smaller than this may have underflowed on the way."""
NOISE = 1e-6
"""Entries that are smaller than the largest one by this factor may be what is left of a cancellation."""


class ComplexSteps(Floats):
    """Floats with first derivatives: the imaginary part of a function of x + ih is h times its derivative."""

    name = "complex steps"

    def perturbed(self, x: Any, order: int = 1) -> complex:
        """x + ih. Raises `Undefined` for higher derivatives, and where x has a step in it already."""
        if order > 1 or isinstance(x, complex):
            raise Undefined("a complex step gives one first derivative")
        return complex(x, STEP)

    def coefficient(self, x: Any, order: int) -> Any:
        """The derivative, entry by entry."""
        return np.imag(x) / STEP


@dataclass(frozen=True)
class Look:
    """By how much two sides differ in the entry where they differ most, relative to it, and how large they are."""

    ratio: float
    size: float
    entry: tuple[int, ...] = ()


def look(bound: Bound, point: Mapping[Var, Any]) -> Look | None:
    """What floats say of the two roots of a tape at a point; None where they cannot say anything."""
    try:
        values = {v: _in_floats(value) for v, value in point.items()}
        with np.errstate(all="ignore"):
            found = bound.run(values, ComplexSteps())
            a, b = (_chosen(found[slot], bound.places) for slot in bound.tape.roots)
            left, right, apart = np.abs(a), np.abs(b), np.abs(a - b)
    except (NoValue, OverflowError):
        return None
    scale = np.maximum(left, right)
    largest = float(scale.max())
    if not (np.isfinite(scale).all() and largest > SMALLEST):
        return None
    ratios = apart / np.maximum(scale, NOISE * largest)
    index = tuple(int(i) for i in np.unravel_index(int(ratios.argmax()), ratios.shape))
    entry = bound.places[index[0]] if bound.places else index
    return Look(float(ratios[index]), float(scale[index]), entry)


def _in_floats(value: Any) -> Any:
    return value.astype(float) if isinstance(value, np.ndarray) else np.float64(value)


def _chosen(value: Any, places: tuple[tuple[int, ...], ...]) -> Any:
    """Those entries of an array in a row; all of it where none are chosen."""
    array = np.asarray(value, dtype=float)
    return np.array([array[place] for place in places]) if places else array
