"""The mistake in numbers that somebody computed: the right formula is spoiled until it gives them, at every point.

For claims of which there is no formula, such as what a program returns. Nothing is confirmed in balls here: the numbers
are all there is, and several points of different sizes must agree.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

import numpy as np

from derive.diagnosis.desk import complements_of, desk, slopes_of
from derive.diagnosis.edits import HINTS
from derive.diagnosis.searching import Found, Search
from derive.diagnosis.values import Values, same, values_at
from derive.ir import Expr, Var, variables
from derive.lowering import NoValue
from derive.systems import System
from derive.verdicts import Mistake

MOST_TRIED = 40
"""How many explanations of the first point are tried at the others."""
UNSAID = ("missing-term", "extra-term", "other", "label", "rounding", "decimal-point")
"""Kinds that explain any numbers, and say nothing without the formula in which they were made."""


@dataclass(frozen=True)
class Seen:
    """What was computed at a point: the values of the inputs, the sizes, and the numbers."""

    point: Mapping[Var, Any]
    sizes: Mapping[str, int]
    numbers: Any


def mistake_in_numbers(forms: Sequence[Expr], system: System, seen: Sequence[Seen]) -> Mistake | None:
    """The mistake by which the numbers were computed instead of the right forms, where a single one explains them."""
    first, *others = [(_values(one, system), one.numbers) for one in seen]
    values, goal = first
    slopes = slopes_of(system.equations)
    names = dict.fromkeys((*variables(*forms), *_all_names(system)))
    with np.errstate(all="ignore"):
        for form in forms:
            try:
                table = desk(values, (*complements_of(system.equations), *forms), names, slopes)
                found = Search(form, goal, table).singles()
            except NoValue:
                continue
            for one in islice(found, MOST_TRIED):
                if all(_gives(one, at, numbers) for at, numbers in others):
                    slip = one.edits[0].reverse
                    if slip.kind not in UNSAID:
                        return Mistake(slip.kind, slip.message, slip.parts, HINTS[slip.kind])
    return None


def _values(one: Seen, system: System) -> Values:
    point = {v: np.asarray(value, dtype=float)[()] for v, value in one.point.items()}
    return values_at(point, one.sizes, system.equations)


def _gives(found: Found, values: Values, numbers: Any) -> bool:
    try:
        return same(values.of(found.root), numbers)
    except NoValue:
        return False


def _all_names(system: System) -> Iterable[Var]:
    yield from (*system.parameters, *system.data)
    yield from system.computable
