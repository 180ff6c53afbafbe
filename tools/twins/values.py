"""Whether two formulas certainly differ, or agree: by values in balls at random points.

The points are drawn here, from other numbers and sizes than any refuter's, so that a claim that is called wrong or
right does not owe this to the code that is measured. Balls that are apart are a proof that two sides differ; balls
that agree at all points are evidence that they are equal.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from fractions import Fraction
from typing import Any

import numpy as np

from derive.arrays import entries, filled, mapped
from derive.balls import Balls, apart, ball, is_defined
from derive.indexing import bounds_of_positions, last_position
from derive.ir import Expr, Var, variables
from derive.lowering import NoValue, Setting, evaluate
from derive.operators import Undefined
from derive.resizing import size_names
from derive.rewriting import Assumption
from derive.systems import System
from numeric.enclosure import precision

BITS = 192
"""The working precision of the first evaluation."""
FINER = 2048
"""The working precision where the first one could not tell."""
CLOSE = 1e-30
"""How closely, relatively, balls must agree for two values to count as equal."""
SIZES = ((3, 2, 4, 5, 6), (2, 4, 3, 5, 7), (4, 3, 2, 6, 5))
"""Numbers for the names of sizes, in the order of the names: another row for each point."""
SPREADS = ("unit", "signed", "opposite", "unit", "wide")
"""From where the numbers of a point are drawn, in turn; the opposite ones have all signs the other way round."""
BELOW_ONE = tuple(Fraction(k, 1009) for k in range(71, 940) if k % 100)
"""The numbers of the spread "unit"."""


class Relation(Enum):
    """What values at points say of two sides."""

    APART = "certainly different"
    EQUAL = "equal at all points"
    UNKNOWN = "no values at any point, or none that tell"


@dataclass
class Witness:
    """The points of one scope; values are kept, since many formulas are compared with one and the same.

    Points at which one of the assumptions does not hold are left out.
    """

    system: System
    seed: int = 0
    points: int = 4
    assumptions: tuple[Assumption, ...] = ()
    _values: dict[tuple[Expr, int, str], Any] = field(default_factory=dict)
    _drawn: dict[tuple[Var, int, str, tuple[int, ...], int | None, int], Any] = field(default_factory=dict)

    def relation(self, left: Expr, right: Expr) -> Relation:
        """How two sides of one shape are related, in each way to take declared one-hot matrices."""
        found = [self._in_one_way(left, right, way) for way in self._ways()]
        return Relation.APART if all(one is Relation.APART for one in found) else min(found, key=_ORDER.index)

    def apart_at(self, left: Expr, right: Expr) -> bool:
        """Whether the two certainly differ at one of the points."""
        return self.relation(left, right) is Relation.APART

    def _in_one_way(self, left: Expr, right: Expr, way: str) -> Relation:
        defined = 0
        for number in range(self.points):
            found = self._at_point(left, right, number, way, BITS)
            if found is Relation.UNKNOWN:
                continue
            if found is Relation.APART:
                return found
            defined += 1
        return Relation.EQUAL if defined else Relation.UNKNOWN

    def _at_point(self, left: Expr, right: Expr, number: int, way: str, bits: int) -> Relation:
        with precision(bits):
            if not self._holds((left, right), number, way, bits):
                return Relation.UNKNOWN
            a, b = (self._value(side, (left, right), number, way, bits) for side in (left, right))
            if a is None or b is None or not (is_defined(a) and is_defined(b)):
                return Relation.UNKNOWN
            if np.shape(a) != np.shape(b) or apart(a, b) is not None:
                return Relation.APART
            if all(_close(x, y) for (_, x), (_, y) in zip(entries(a), entries(b), strict=True)):
                return Relation.EQUAL
        return self._at_point(left, right, number, way, FINER) if bits < FINER else Relation.UNKNOWN

    def _value(self, side: Expr, sides: Sequence[Expr], number: int, way: str, bits: int) -> Any:
        """The value of a side at a point, or None. The left side's is kept."""
        key = (side, number, f"{way} {bits} {self._sizes(sides, number)}")
        if key in self._values:
            return self._values[key]
        try:
            value = evaluate(side, self._setting(sides, number, way, bits), Balls())
        except (NoValue, ZeroDivisionError, Undefined, OverflowError):
            value = None
        if side is sides[0]:
            self._values[key] = value
        return value

    def _holds(self, sides: Sequence[Expr], number: int, way: str, bits: int) -> bool:
        """Whether all that is assumed holds at a point; what cannot be evaluated there may hold."""
        for assumption in self.assumptions:
            for part in assumption.parts:
                try:
                    value = evaluate(part, self._setting((*sides, part), number, way, bits), Balls())
                except (NoValue, ZeroDivisionError, Undefined, OverflowError):
                    continue
                if not all(_may_be(assumption.condition, entry) for _, entry in entries(value)):
                    return False
        return True

    def _setting(self, sides: Sequence[Expr], number: int, way: str, bits: int) -> Setting:
        given, sizes = self.system.equations, self._sizes(sides, number)
        everything = [*sides, *given.values()]
        bounds = bounds_of_positions(everything)
        values = {}
        for v in dict.fromkeys(variables(*everything)):
            if v not in given:
                key = v, number, way, v.shape.numbers(sizes), last_position(v, bounds, sizes), bits
                if key not in self._drawn:
                    self._drawn[key] = self._supplied(*key[:5])
                values[v] = self._drawn[key]
        return Setting(values, sizes, given)

    def _supplied(self, v: Var, number: int, way: str, lengths: tuple[int, ...], end: int | None) -> Any:
        """The value of a name at a point, as its name is declared: balls of the working precision."""
        rng = random.Random(f"{self.seed} {number} {v.name} {v.shape}")
        signs = random.Random(f"{self.seed} {v.name} {v.shape}")
        supply = _supply(rng, signs, number, end)
        drawn = filled(lengths, lambda _: supply())
        return mapped(ball, as_declared(drawn, self.system.facts.get(v, frozenset()), way))

    def _sizes(self, sides: Sequence[Expr], number: int) -> dict[str, int]:
        names = size_names(*sides, *self.system.equations.values(), *variables(*sides))
        row = SIZES[number % len(SIZES)]
        return {name: row[k % len(row)] + len(row) * (k // len(row)) for k, name in enumerate(names)}

    def _ways(self) -> tuple[str, ...]:
        """One-hot matrices have hot rows or hot columns, which is not said: each counts."""
        matrices = [v for v, facts in self.system.facts.items() if "one-hot" in facts and v.shape.rank == 2]
        return ("rows", "columns") if matrices else ("rows",)


def _may_be(condition: str, entry: Any) -> bool:
    """Whether a number may be as it is assumed to be; another condition than these two says nothing here."""
    if not entry.is_finite() or condition not in ("positive", "nonzero"):
        return True
    return bool(entry > 0) if condition == "positive" else not entry.contains(0)


def _close(x: Any, y: Any) -> bool:
    """Whether two balls agree to 30 digits; where they may be 0, to 30 decimals."""
    gap = abs(x - y).upper()
    return bool(gap <= CLOSE * max(abs(x).lower(), abs(y).lower()) or (x.contains(0) and y.contains(0) and gap < CLOSE))


_ORDER = [Relation.EQUAL, Relation.UNKNOWN, Relation.APART]


def _supply(rng: random.Random, signs: random.Random, number: int, end: int | None) -> Callable[[], Fraction]:
    """Where the numbers of a name come from: positions up to its end, or what the point's spread says."""
    spread = SPREADS[number % len(SPREADS)]

    def drawn() -> Fraction:
        if end is not None:
            return Fraction(rng.randint(1, end))
        if spread == "unit":
            return rng.choice(BELOW_ONE)
        sign = signs.choice((-1, 1)) * (-1 if spread == "opposite" else 1)
        return sign * Fraction(rng.randint(150, 1900), 997) * (2 if spread == "wide" else 1)

    return drawn


def as_declared(value: Any, facts: frozenset[str], way: str = "rows") -> Any:
    """A value near the given one for which what is declared holds."""
    if "positive" in facts:
        value = mapped(abs, value)
    if "below-one" in facts:
        value = mapped(lambda number: number if number < 1 else 1 / (2 * number), value)
    if "symmetric" in facts and np.ndim(value) == 2:
        value = (value + value.T) / 2
    if "one-hot" in facts and np.ndim(value):
        lines = value.T if way == "columns" and np.ndim(value) == 2 else value
        hot = filled(lines.shape, lambda index: Fraction(int(index[-1] == np.argmax(lines[index[:-1]]))))
        value = hot.T if way == "columns" and np.ndim(value) == 2 else hot
    return value


def compare(left: Expr, right: Expr, facts: Mapping[Var, frozenset[str]] | None = None, seed: int = 0) -> Relation:
    """How two formulas without equations are related."""
    return Witness(System({}, Var("L"), (), (), {}, facts or {}), seed).relation(left, right)
