"""The worked example of a sheet: small readable values drawn afresh, what follows from them, and what is left out.

Values that are drawn are ones at which the model can be worked out by hand: nothing overflows, nothing is far from 1.
That they are typical of anything is not claimed.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, cast

import numpy as np

from derive.building import is_apply, total_derivative, unwrapped
from derive.exercises.gaps import Gap
from derive.exercises.lots import Lot
from derive.exercises.statements import Statement
from derive.ir import Const, Expr, Var, children, postorder
from derive.shapes import Shape
from derive.systems import System
from derive.valuefiles import BadValues, Given, Value, ValueFile
from derive.working import Worked, inputs_from, work_out

PLACES = 3
"""To how many digits behind the point numbers are asked for."""

USUAL_SIZE, CLASSES = 2, 3
"""How long an axis is whose size has a name: any but that of a one-hot vector, and that."""
MOST_DRAWN, MOST_SHOWN = 30, 12
"""How many numbers are drawn at most, and how many an array may have to be shown."""
MOST_FORWARD, MOST_GRADIENTS = 4, 3
"""How many numbers are left out on the way to the loss, and among the gradients."""
TRIES = 60
"""How many times values are drawn before those that are hard to work with are taken."""
LARGEST, SMALLEST = 30.0, 0.01
"""Between which sizes the numbers lie that are asked for."""
SHORTEST_STEP = 0.005
"""How far a step goes at least that is asked for."""
NOTHING = 1e-9
"""What is taken for 0 in floating point."""
RATES = (Fraction(1, 10), Fraction(1, 2), Fraction(1))
"""From which the learning rate is drawn."""


@dataclass(frozen=True)
class Shown:
    """A line of the worked example: a name or a gradient, its value, and the entries of it that are left out."""

    subject: Expr
    value: Any
    gaps: Mapping[tuple[int, ...], Gap]
    stepped: bool = False


@dataclass(frozen=True)
class Numbers:
    """The worked example: the statement that it is about, its values, what is given and what is worked out."""

    statement: Statement
    worked: Worked
    given: tuple[Shown, ...]
    forward: tuple[Shown, ...]
    gradients: tuple[Shown, ...]
    steps: tuple[Shown, ...]

    @property
    def gaps(self) -> tuple[Gap, ...]:
        """Its gaps, in order."""
        lines = (*self.forward, *self.gradients, *self.steps)
        return tuple(gap for line in lines for gap in line.gaps.values())


def numbers(statements: Sequence[Statement], lot: Lot, count: Iterator[int]) -> Numbers | None:
    """The worked example for the first statement with values of its own, or else the first that has one at all."""
    for statement in sorted(statements, key=lambda statement: statement.example is None):
        worked = drawn(statement, lot.at("numbers"))
        if worked is not None:
            return _Chooser(statement, worked, lot.at("gaps of numbers"), count).numbers()
    return None


# --- drawing values


def drawn(statement: Statement, lot: Lot) -> Worked | None:
    """The statement worked out at values that are drawn; None where none of those tried will do."""
    kinds = _kinds(statement)
    if kinds is None:
        return None
    settled, gradients = statement.settled, statement.closed
    spare: Worked | None = None
    for attempt in range(TRIES):
        at = lot.at(attempt)
        values = {v.name: Given(value, 1) for v, value in _values(kinds, at).items()}
        values["alpha"] = Given(at.one(RATES, "alpha"), 1)
        try:
            found = work_out(settled, gradients, ValueFile("values that were drawn", values))
        except BadValues:
            continue
        if _is_readable(found):
            return found
        spare = found if found.loss else spare
    return spare


@dataclass(frozen=True)
class _Kind:
    """What values an input has: its shape in numbers, and from where they are drawn."""

    shape: tuple[int, ...]
    supply: str
    """``labels`` are 0 or 1, ``wholes`` small whole numbers, ``weights`` tenths; others are positive ones of these."""
    facts: frozenset[str] = frozenset()


SUPPLIES = {
    "labels": (Fraction(0), Fraction(1)),
    "wholes": tuple(Fraction(k) for k in (-2, -1, 1, 2, 3)),
    "counts": tuple(Fraction(k) for k in (1, 2, 3)),
    "weights": tuple(Fraction(k, 10) for k in range(-9, 10) if k),
    "positive": tuple(Fraction(k, 10) for k in range(1, 10)),
}
"""What values are drawn from."""


def _kinds(statement: Statement) -> dict[Var, _Kind] | None:
    """What is drawn for each input; None where there are no numbers, or too many."""
    system = statement.system
    inputs = (*system.parameters, *system.data)
    if system.left_open is not None or any(v.shape.rank > 2 for v in inputs):
        return None
    example = inputs_from(system, statement.example)[0] if statement.example is not None else {}
    sizes = _sizes(system)
    kinds = {}
    for v in inputs:
        known = example.get(v)
        shape = np.shape(known) if known is not None else v.shape.numbers(sizes)
        kinds[v] = _Kind(shape, _supply(v, known, system), system.facts.get(v, frozenset()))
    return kinds if sum(math.prod(kind.shape) for kind in kinds.values()) <= MOST_DRAWN else None


def _sizes(system: System) -> dict[str, int]:
    sizes = dict.fromkeys(system.size_names, USUAL_SIZE)
    for v in system.data:
        if "one-hot" in system.facts.get(v, ()):
            sizes |= dict.fromkeys(_first(v.shape), CLASSES)
    return sizes


def _first(shape: Shape) -> frozenset[str]:
    return shape.sizes[0].names if shape.sizes else frozenset()


def _supply(v: Var, known: Any, system: System) -> str:
    """From where the values of an input are drawn: data as its example has them, else as they are used.

    A number beside data that are arrays, such as λ, says how much something counts; what only the loss sees is a goal.
    """
    entries = None if known is None else np.asarray(known, dtype=float).reshape(-1)
    if "positive" in system.facts.get(v, ()):
        return "positive"
    if v in system.parameters:
        return "weights"
    if _is_label(v, system) or (entries is not None and all(entry in (0, 1) for entry in entries)):
        return "labels"
    if v.shape.is_scalar and not all(other.shape.is_scalar for other in system.data):
        return "positive"
    if entries is not None and any(entry != int(entry) for entry in entries):
        return "weights"
    return "counts" if system.consumers(v) == (system.loss,) else "wholes"


def _is_label(v: Var, system: System) -> bool:
    """Whether 1 − v occurs, as in the log loss: then v says which of two classes it is."""
    for node in postorder(*system.equations.values()):
        terms = [unwrapped(part) for part in children(node)] if is_apply(node, "add") else []
        turned = [children(term)[0] for term in terms if is_apply(term, "neg")]
        if Const(1) in terms and any(unwrapped(part) is v for part in turned):
            return True
    return False


def _values(kinds: Mapping[Var, _Kind], lot: Lot) -> dict[Var, Value]:
    """A value for each input; numbers from one supply differ, as long as it lasts."""
    left = {supply: lot.shuffled(items, supply) for supply, items in SUPPLIES.items() if supply != "labels"}
    values: dict[Var, Value] = {}
    for v, kind in kinds.items():
        own = left.get(kind.supply)
        values[v] = own.pop() if own and not kind.shape else _value(kind, lot.at(v.name))
    return values


def _value(kind: _Kind, lot: Lot) -> Value:
    array = np.empty(kind.shape, dtype=object)
    supply = SUPPLIES[kind.supply]
    differ = lot.shuffled(supply) if len(supply) >= max(array.size, 3) else None
    for k, index in enumerate(np.ndindex(kind.shape)):
        array[index] = differ[k] if differ is not None else lot.one(supply, *index)
    if "one-hot" in kind.facts:
        # Of a matrix the columns are hot, as examples are columns where nothing else is said.
        hot = np.full(kind.shape, Fraction(0), dtype=object)
        for column in range(kind.shape[1] if len(kind.shape) == 2 else 1):
            place = lot.below(kind.shape[0], "hot", column)
            hot[(place, column) if len(kind.shape) == 2 else place] = Fraction(1)
        array = hot
    if "symmetric" in kind.facts and len(kind.shape) == 2:
        array = np.array([[array[min(i, j), max(i, j)] for j in range(len(array))] for i in range(len(array))])
        for k in range(len(array)):
            array[k, k] = abs(array[k, k]) + len(array)  # so large beside the others that it has an inverse
    value: Any = array.tolist() if kind.shape else array[()]
    return cast("Value", value)


def _is_readable(worked: Worked) -> bool:
    """Whether all numbers are of a size to be worked with, and no class of labels is missing where there are several.

    A computed value of exactly 0 may be a kink, at which a gradient would be a matter of taste.
    """
    computed = [np.asarray(worked.values[v], dtype=float) for v in worked.system.computable]
    slopes = [np.asarray(value, dtype=float) for value in worked.gradients.values()]
    if any(np.max(np.abs(array), initial=0) > LARGEST for array in (*computed, *slopes)):
        return False
    labels = [np.asarray(worked.values[v]) for v in worked.system.data if _is_label(v, worked.system)]
    mixed = all(array.size < 2 or len(np.unique(array)) > 1 for array in labels)
    return mixed and all(np.all(np.abs(array) > NOTHING) for array in computed)


# --- what is left out


class _Chooser:
    """Chooses the gaps of a worked example."""

    def __init__(self, statement: Statement, worked: Worked, lot: Lot, count: Iterator[int]) -> None:
        self.statement, self.worked, self.lot, self.count = statement, worked, lot, count

    def numbers(self) -> Numbers:
        system, worked = self.statement.system, self.worked
        given = (Shown(v, worked.values[v], {}) for v in (*system.parameters, *system.data))
        on_the_way = [v for v in system.computable if v is not system.loss]
        forward = self._lines([(v, worked.values[v]) for v in on_the_way], MOST_FORWARD)
        forward += self._lines([(system.loss, worked.values[system.loss])], 1)
        slopes = {v: (total_derivative(system.loss, v), worked.gradients[v]) for v in worked.gradients}
        gradients = self._lines(list(slopes.values()), MOST_GRADIENTS)
        steps = self._steps({line.subject: tuple(line.gaps) for line in gradients if line.gaps}, slopes)
        return Numbers(self.statement, worked, tuple(given), tuple(forward), tuple(gradients), tuple(steps))

    def _lines(self, values: Sequence[tuple[Expr, Any]], most: int) -> list[Shown]:
        """A line for each value that is short enough, and in some of them an entry left out."""
        short = [(subject, value) for subject, value in values if _is_short(value)]
        telling = [subject for subject, value in short if _telling(value)]
        blank = self.lot.some(telling, most, "left out", *map(str, telling))
        lines = []
        for subject, value in short:
            entries = [self.lot.one(_telling(value), str(subject))] if subject in blank else []
            lines.append(self._shown(subject, value, entries))
        return lines

    def _steps(
        self, asked: Mapping[Expr, Sequence[tuple[int, ...]]], slopes: Mapping[Var, tuple[Expr, Any]]
    ) -> list[Shown]:
        """A step for one parameter, with the entries left out whose gradient is: the others would tell those."""
        found = [v for v, (slope, _) in slopes.items() if slope in asked and self._moves(v, asked[slope])]
        return [
            self._shown(v, self.worked.updated[v], asked[slopes[v][0]], stepped=True)
            for v in self.lot.some(found, 1, "step")
        ]

    def _moves(self, v: Var, entries: Sequence[tuple[int, ...]]) -> bool:
        """Whether the step is long enough to be told from none."""
        moved: Any = np.asarray(self.worked.updated[v] - self.worked.values[v], dtype=float)
        return all(abs(moved[at]) >= SHORTEST_STEP for at in entries)

    def _shown(self, subject: Expr, value: Any, entries: Sequence[tuple[int, ...]], *, stepped: bool = False) -> Shown:
        array: Any = np.asarray(value, dtype=float)
        label = self.statement.label
        gaps = {
            at: Gap(next(self.count), "number", label, subject, entry=at, value=float(array[at]), stepped=stepped)
            for at in entries
        }
        return Shown(subject, value, gaps, stepped)


def _is_short(value: Any) -> bool:
    return np.ndim(value) <= 2 and np.size(value) <= MOST_SHOWN


def _telling(value: Any) -> list[tuple[int, ...]]:
    """The entries that are worth asking for: neither nothing nor next to nothing."""
    array = np.asarray(value, dtype=float)
    return [tuple(index) for index in np.ndindex(array.shape) if abs(array[index]) >= SMALLEST]
