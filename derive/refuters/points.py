"""Refutation at a point: exact, short, readable inputs at which the two sides certainly differ.

Derivatives in a claim are evaluated by power series through the model, so a refutation rests on no derivative rule.
Balls are the arbiter: two sides differ only where their balls do not meet.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import cycle
from types import MappingProxyType
from typing import Any

import numpy as np

from derive.arrays import entries, filled, mapped
from derive.balls import BITS, Balls, apart, ball, is_defined, relative_width
from derive.indexing import bounds_of_positions, last_position
from derive.ir import Expr, Var, variables
from derive.lowering import NoValue, Setting, evaluate
from derive.refuters.declared import as_declared
from derive.resizing import size_names
from derive.verdicts import Counterexample
from numeric.enclosure import enclosure_text, precision

POINTS = 4
"""How many points are tried before a claim counts as not refuted."""
SIZES = (2, 3, 5, 7, 4, 6, *range(8, 40))
"""What size names stand for, in turn: distinct and at least 2, so that a transposed array shows."""
DIGITS = 6
"""How many digits of the two values are shown."""
SHORT = (
    Fraction(2),
    Fraction(3),
    Fraction(-1),
    Fraction(1, 2),
    Fraction(-2),
    Fraction(3, 2),
    Fraction(5),
    Fraction(-3),
)
"""Numbers for a first point, which a person can put in by hand."""


@dataclass(frozen=True)
class Probe:
    """What evaluating at points said: a counterexample, or at how many points the sides agree and how closely."""

    counterexample: Counterexample | None
    agreeing: int = 0
    widest: float = 0.0


def numbered(sizes: Sequence[str], start: int = 0) -> dict[str, int]:
    """A number for each size, no two the same; from another ``start`` they are other numbers."""
    return dict(zip(sizes, SIZES[start:], strict=False))


def probe(
    left: Expr,
    right: Expr,
    given: Mapping[Var, Expr],
    inputs: Sequence[Var],
    sizes: Mapping[str, int],
    points: int = POINTS,
    facts: Mapping[Var, frozenset[str]] = MappingProxyType({}),
) -> Probe:
    """Evaluate both sides at short points until they certainly differ.

    ``inputs`` are the names that have no equation; ``sizes`` says what each size stands for (`numbered`).
    A point at which a side has no value is passed over. Points are only drawn where the declared ``facts`` hold.
    """
    domain, agreeing, widest = Balls(), 0, 0.0
    bounds = bounds_of_positions((left, right, *given.values()))
    ends = {v: end for v in inputs if (end := last_position(v, bounds, sizes))}
    with precision(BITS):
        for drawn in _points(inputs, sizes, points, ends):
            exact = {v: as_declared(value, facts.get(v, frozenset())) for v, value in drawn.items()}
            setting = Setting({v: mapped(ball, value) for v, value in exact.items()}, sizes, given)
            try:
                a, b = evaluate(left, setting, domain), evaluate(right, setting, domain)
            except (NoValue, ZeroDivisionError):
                continue
            if not (is_defined(a) and is_defined(b)):
                continue
            entry = apart(a, b)
            if entry is not None:
                return Probe(_counterexample(exact, sizes, entry, a, b, (left, right), given))
            agreeing += 1
            widest = max(widest, relative_width(a, b))
    return Probe(None, agreeing, widest)


def _counterexample(
    exact: Mapping[Var, Any],
    sizes: Mapping[str, int],
    entry: tuple[int, ...],
    left: Any,
    right: Any,
    sides: tuple[Expr, Expr],
    given: Mapping[Var, Expr],
) -> Counterexample:
    used = _used(sides, given)
    occurring = size_names(*sides, *(given.get(v, v) for v in used))
    a, b = (dict(entries(value))[entry] for value in (left, right))
    return Counterexample(
        {name: number for name, number in sizes.items() if name in occurring},
        {v.name: _text(value) for v, value in exact.items() if v in used},
        tuple(index + 1 for index in entry),
        enclosure_text(a, DIGITS),
        enclosure_text(b, DIGITS),
    )


def _used(sides: Sequence[Expr], given: Mapping[Var, Expr]) -> set[Var]:
    found: set[Var] = set()
    pending = variables(*sides)
    while pending:
        v = pending.pop()
        if v not in found:
            found.add(v)
            pending += variables(given[v]) if v in given else []
    return found


def _text(value: Any) -> str:
    if not isinstance(value, np.ndarray):
        return str(value)
    if value.ndim == 1:
        return "(" + ", ".join(map(str, value)) + ")"
    return "[" + "; ".join(", ".join(map(str, line)) for line in value) + "]"


def _points(
    inputs: Sequence[Var], sizes: Mapping[str, int], points: int, ends: Mapping[Var, int]
) -> Iterator[dict[Var, Any]]:
    """Short fractions first, then random ones between 0 and 1, where logarithms of them and of 1 − them exist.

    Names of positions, with the last position of each in ``ends``, count down from there.
    """
    yield _point(inputs, sizes, cycle(SHORT), ends)
    rng = random.Random(1)
    for number in range(points - 1):
        yield _point(inputs, sizes, _between(rng, 10 if number == 0 else 100), ends)


def _between(rng: random.Random, step: int) -> Iterator[Fraction]:
    """Multiples of 1/step between 0 and 1, without ½."""
    while True:
        yield Fraction(rng.choice([k for k in range(1, step) if 2 * k != step]), step)


def _point(
    inputs: Sequence[Var], sizes: Mapping[str, int], supply: Iterator[Fraction], ends: Mapping[Var, int]
) -> dict[Var, Any]:
    point = {}
    for v in inputs:
        numbers = map(Fraction, cycle(range(ends[v], 0, -1))) if v in ends else supply
        point[v] = filled(v.shape.numbers(sizes), lambda _, numbers=numbers: next(numbers))  # type: ignore[misc]
    return point
