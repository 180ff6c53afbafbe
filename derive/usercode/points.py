"""Where a backward function is tried: points of distinct small sizes, and one with all sizes 1."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np

from derive.ir import Var
from derive.lowering import Floats, NoValue, Setting, evaluate
from derive.refuters.supplies import Pointing, sizes_of
from derive.systems import System
from derive.tapes import Tape
from derive.valuefiles import ValueFile
from derive.working import inputs_from
from numeric.arrays import Array

STARTS = (0, 3)
"""From which number sizes are counted: no size is the same in both."""
DRAWS = 12
"""How many points are drawn to find one at which every parameter moves the loss: units may be switched off."""
RANGES = ((-2.0, 2.0), (0.1, 0.9), (1.1, 1.9), (-0.2, 0.2), (-0.9, -0.1))
"""Between which numbers values are drawn, in turn until the loss has a value."""


class NoPoint(Exception):
    """The loss has a value at none of the points that were tried."""


@dataclass(frozen=True)
class Point:
    """Values of the inputs at some sizes; ``given`` says that the user chose them."""

    system: System
    values: Mapping[Var, Array]
    sizes: Mapping[str, int]
    given: bool = False

    @property
    def ones(self) -> bool:
        """Whether there are sizes, and all are 1."""
        return bool(self.sizes) and set(self.sizes.values()) == {1}

    def all_values(self) -> dict[Var, Array]:
        """The values of all names that can be computed."""
        setting = Setting(self.values, self.sizes, self.system.equations)
        found: dict[Var, Array] = dict(self.values)
        with np.errstate(all="ignore"):
            for v in self.system.computable:
                try:
                    found[v] = np.asarray(evaluate(v, setting, Floats()))
                except NoValue:
                    continue  # a name for a derivative, which is not evaluated in floats
        return found

    @property
    def value(self) -> float:
        """The loss itself."""
        return float(np.real(self.loss({})))

    def loss(self, changed: Mapping[Var, Any]) -> Any:
        """The loss where some names have other values; those that are computed keep it, whatever they follow from."""
        return evaluate(
            self.system.loss, Setting({**self.values, **changed}, self.sizes, self.system.equations), Floats()
        )


def points(system: System, seed: int) -> list[Point]:
    """Points of a few sizes. Raises `NoPoint` where there is none but that of sizes 1."""
    tape = Tape((system.loss,), system.equations)
    found = [point for n, sizes in enumerate(_sizes(tape)) if (point := _drawn(system, tape, sizes, (seed, n)))]
    if all(point.ones for point in found):
        raise NoPoint(f"{system.loss} has a value at none of the points that were tried; give one with --at")
    return found


def given_point(system: System, file: ValueFile) -> Point:
    """The point that a file of values describes. Raises `derive.valuefiles.BadValues`, and `NoPoint`."""
    values, sizes = inputs_from(system, file)
    point = Point(system, {v: np.asarray(value, dtype=float) for v, value in values.items()}, sizes, given=True)
    if not _has_value(point):
        raise NoPoint(f"{file.source}: {system.loss} has no finite value there")
    return point


def _sizes(tape: Tape) -> Iterator[Mapping[str, int]]:
    for start in STARTS:
        yield sizes_of(tape, start)
    ones = dict.fromkeys(tape.named, 1)
    if ones and all(size.value(ones) > 0 for size in tape.sizes):
        yield ones


def _drawn(system: System, tape: Tape, sizes: Mapping[str, int], seed: tuple[int, int]) -> Point | None:
    pointing = Pointing(tape, system.facts)
    best: Point | None = None
    for low, high, draw in [(low, high, draw) for low, high in RANGES for draw in range(DRAWS)]:
        if best is not None and draw == 0:
            return best
        rng = np.random.default_rng((*seed, draw))
        try:
            drawn = pointing.made(partial(_uniform, rng, low, high), sizes)
        except (ValueError, IndexError):
            return None  # positions that are there at no such sizes
        values = {v: np.asarray(value, dtype=float) for v, value in drawn.items()}
        for v in (*system.parameters, *system.data):
            # What the loss does not depend on has no part in it.
            values.setdefault(v, np.full(v.shape.numbers(sizes), 0.5))
        point = Point(system, values, sizes)
        if _has_value(point) and (best is None or _moved_by(point) > _moved_by(best)):
            best = point
            if _moved_by(point) == len(system.parameters):
                return point
    return best


def _moved_by(point: Point) -> int:
    """How many parameters move the loss when they change a little."""
    changed = ({v: point.values[v] * 1.001} for v in point.system.parameters)
    return sum(bool(point.loss(change) != point.value) for change in changed)


def _uniform(rng: np.random.Generator, low: float, high: float, v: Var, shape: tuple[int, ...]) -> Array:
    """Numbers of few digits, so that a message can show them."""
    return np.round(rng.uniform(low, high, shape), 3)


def _has_value(point: Point) -> bool:
    try:
        with np.errstate(all="ignore"):
            return bool(np.isfinite(point.loss({})))
    except (NoValue, IndexError, np.linalg.LinAlgError):
        return False
