"""Entries that a gradient check could not settle by one slope: is there a kink, and is the claim right on it?

An entry at a kink is accepted when it lies between the slopes to both sides. Entries accepted so are then looked at
together, in directions that move two of them: where the claim rises more steeply than the loss does anywhere nearby,
it is no subgradient (F. H. Clarke, Optimization and Nonsmooth Analysis: the generalised directional derivative), and
refused where that steepest slope is certain enough. What was not established is said in the remark.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from itertools import combinations
from typing import Any, TypeAlias

import numpy as np

from numeric.arrays import Array, Numbers
from numeric.kinks import Kink, kink_at, reaches
from numeric.outcomes import Entry, Outcome

Judged: TypeAlias = tuple[Outcome, Entry]

MOST_DIRECTIONS = 12
"""In how many directions entries are looked at together."""

MOST_ASKED = 200
"""How many entries are asked for a kink."""

SLACK = 1e-3
"""How much, relative to the slopes, the claim may rise more steeply than what was seen nearby."""

FINE_SLACK = 1e-4
"""The same for one entry by itself."""


class Landscape:
    """The loss as a function of all entries in one row, and of one parameter at a time."""

    def __init__(self, loss_of: Callable[[Mapping[str, Numbers]], Any], at: Mapping[str, Array]) -> None:
        self.at = at
        self.evaluations = 0
        self._loss_of = loss_of
        self._starts: dict[str, int] = {}
        start = 0
        for name, array in at.items():
            self._starts[name] = start
            start += array.size
        self.row = np.concatenate([array.ravel() for array in at.values()])

    def loss(self, row: Array) -> float:
        """The loss at all entries."""
        self.evaluations += 1
        parts = {
            name: row[self._starts[name] : self._starts[name] + array.size].reshape(array.shape)
            for name, array in self.at.items()
        }
        with np.errstate(all="ignore"):
            return float(np.real(np.asarray(self._loss_of(parts))))

    def place(self, entry: Entry) -> int:
        """Where an entry stands in the row."""
        shape = self.at[entry.parameter].shape
        return self._starts[entry.parameter] + (int(np.ravel_multi_index(entry.index, shape)) if shape else 0)

    def kink(self, entry: Entry) -> Kink | None:
        """The kink along one entry."""

        def along(array: Numbers) -> Any:
            self.evaluations += 1
            return self._loss_of({**self.at, entry.parameter: array})

        return kink_at(along, self.at[entry.parameter], entry.index)


def settled(
    judged: Sequence[Judged], claimed: Mapping[str, Array], landscape: Landscape, tolerance: float
) -> tuple[list[Judged], str]:
    """The entries with those at a kink judged as such, and what is to be said about them."""
    asked = [n for n, (outcome, entry) in enumerate(judged) if outcome is not Outcome.AGREES and _is_rough(entry)]
    result = list(judged)
    for n in asked[:MOST_ASKED]:
        entry = judged[n][1]
        kink = landscape.kink(entry)
        if kink is not None:
            size = max(abs(kink.left), abs(kink.right), abs(entry.claimed))
            holds = kink.holds(entry.claimed, tolerance * size)
            result[n] = (Outcome.AT_A_KINK if holds else Outcome.DISAGREES, replace(entry, kink=kink))
    if all(entry.kink is None for _, entry in result):
        return result, ""
    _reconsider(result, landscape)
    if any(outcome in (Outcome.DISAGREES, Outcome.TOO_ROUGH) for outcome, _ in result):
        return result, ""
    return _together(result, claimed, landscape)


def _is_rough(entry: Entry) -> bool:
    """Whether the error of the estimate leaves room for two slopes."""
    return entry.error > 1e-6 * max(abs(entry.claimed), abs(entry.estimated))


def _reconsider(result: list[Judged], landscape: Landscape) -> None:
    """Accept what lies between slopes nearby, where kinks of several terms hide each other along an entry."""
    for n, (outcome, entry) in enumerate(result):
        if outcome is Outcome.DISAGREES:
            direction = np.zeros_like(landscape.row)
            direction[landscape.place(entry)] = 1.0
            high, _ = reaches(landscape.loss, landscape.row, direction)
            low = -reaches(landscape.loss, landscape.row, -direction)[0]
            slack = FINE_SLACK * (high - low)
            # Slopes that differ by no more than curvature are one slope, and that has been compared already.
            if high - low > 1e-2 * max(abs(high), abs(low)) and low - slack <= entry.claimed <= high + slack:
                kink = entry.kink or Kink(low, high, slack)
                result[n] = (Outcome.AT_A_KINK, replace(entry, kink=replace(kink, left=low, right=high)))


def _together(result: list[Judged], claimed: Mapping[str, Array], landscape: Landscape) -> tuple[list[Judged], str]:
    """The entries at kinks in pairs; what is refused there is refused as a whole."""
    kinky = [n for n, (_, entry) in enumerate(result) if entry.kink is not None]
    if len(kinky) == 1:
        return result, ""
    # An array of which nothing is claimed does not move in these directions.
    row = np.concatenate([claimed.get(name, np.zeros_like(array)).ravel() for name, array in landscape.at.items()])
    unsure = False
    for direction, pair in _directions([result[n][1] for n in kinky], landscape):
        steepest, often = reaches(landscape.loss, landscape.row, direction)
        rise = float(row @ direction)
        if rise > steepest + SLACK * max(abs(rise), abs(steepest), float(np.max(np.abs(row)))):
            if often:
                for n in kinky:
                    if result[n][1] in pair:
                        result[n] = (Outcome.DISAGREES, result[n][1])
                places = " and ".join(entry.place for entry in pair)
                return result, f"{places} each lie between two slopes of the loss, but no subgradient has both"
            unsure = True
    if unsure:
        return result, "not established: that these entries together are one subgradient; each by itself is one"
    return result, "looked at in pairs, these entries fit together; that all of them do is not established"


def _directions(entries: Sequence[Entry], landscape: Landscape) -> list[tuple[Array, tuple[Entry, ...]]]:
    found: list[tuple[Array, tuple[Entry, ...]]] = []
    for pair in combinations(entries, 2):
        for signs in ((1, 1), (1, -1), (-1, 1), (-1, -1)):
            direction = np.zeros_like(landscape.row)
            for sign, entry in zip(signs, pair, strict=True):
                direction[landscape.place(entry)] = sign
            found.append((direction, pair))
            if len(found) >= MOST_DIRECTIONS:
                return found
    return found
