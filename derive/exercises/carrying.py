"""Mistakes that are carried on: an answer that is wrong, but right for somebody who believes an earlier, wrong one.

That is one mistake and not two, so it is told apart and earns its points. Formulas are judged as in a whole derivation
(`derive.consequences`); a number is worked out once more with the wrong numbers in place of the right ones.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from derive.bench import Bench
from derive.building import total_derivative
from derive.consequences import Slip, followed
from derive.exercises.gaps import Gap
from derive.exercises.marking import TOLERANCE, Marked
from derive.exercises.numbers import Numbers
from derive.ir import Expr, Var, children
from derive.lowering import Floats, NoValue, Setting, evaluate


@dataclass
class Carrying:
    """What was wrong so far on one sheet: formulas by the statement that they are about, and numbers."""

    numbers: Numbers | None
    slips: dict[str, list[Slip]] = field(default_factory=dict)
    values: list[tuple[Gap, float]] = field(default_factory=list)

    def behind(self, mark: Marked, bench: Bench) -> Marked:
        """An answer as it is behind the earlier ones: carried on where it follows from one that is wrong."""
        if mark.outcome != "wrong":
            return mark
        line = self._number(mark) if mark.gap.kind == "number" else self._formula(mark, bench)
        if line is not None:
            mark = replace(mark, outcome="carried", follows_from=line, hint=f"follows from answer {line}", mistake=None)
        self._remember(mark)
        return mark

    def _remember(self, mark: Marked) -> None:
        sides = mark.finding.sides if mark.finding is not None else ()
        if mark.value is not None:
            self.values.append((mark.gap, mark.value))
        elif len(sides) == 2 and mark.gap.kind in ("local", "result"):
            found = self.slips.setdefault(mark.gap.label, [])
            found.append(Slip(sides[0], sides[1], mark.follows_from or mark.gap.number))

    def _formula(self, mark: Marked, bench: Bench) -> int | None:
        sides = mark.finding.sides if mark.finding is not None else ()
        slips = self.slips.get(mark.gap.label, [])
        return followed(sides[0], sides[1], slips, bench) if len(sides) == 2 and slips else None

    def _number(self, mark: Marked) -> int | None:
        numbers = self.numbers
        if numbers is None or mark.value is None:
            return None
        for believed in self._beliefs():
            found = worked_again(mark.gap, numbers, believed)
            if found is not None and abs(found - mark.value) <= float(TOLERANCE):
                return believed[-1][0].number
        return None

    def _beliefs(self) -> Iterator[Sequence[tuple[Gap, float]]]:
        """The earlier wrong numbers: each by itself, the latest first, then all of them."""
        yield from ([one] for one in reversed(self.values))
        if len(self.values) > 1:
            yield self.values


def worked_again(gap: Gap, numbers: Numbers, believed: Sequence[tuple[Gap, float]]) -> float | None:
    """What a number comes to where some others are believed to be what somebody wrote; None where it has no value."""
    statement, worked = numbers.statement, numbers.worked
    values: dict[Expr, Any] = {v: _changed(value, v, believed) for v, value in worked.values.items()}
    given: Mapping[Var, Any] = {v: value for v, value in values.items() if isinstance(v, Var)}
    setting = Setting(given, worked.sizes, {})
    subject = gap.subject
    v = subject if isinstance(subject, Var) else children(subject)[1]
    assert isinstance(v, Var)
    try:
        with np.errstate(all="ignore"):
            if not gap.stepped and v is subject:
                return _entry(evaluate(statement.settled.equations[v], setting, Floats()), gap.entry)
            slope = evaluate(statement.closed[v], setting, Floats())
    except NoValue:
        return None
    goal = total_derivative(statement.system.loss, v)
    slope = _changed(slope, goal, believed) if gap.stepped else slope
    return _entry(worked.values[v] - worked.rate * slope if gap.stepped else slope, gap.entry)


def _changed(value: Any, subject: Expr, believed: Sequence[tuple[Gap, float]]) -> Any:
    """A value with the entries in it that somebody believes to be others."""
    changes = [(gap.entry, other) for gap, other in believed if gap.subject is subject and not gap.stepped]
    if not changes:
        return value
    array = np.array(value, dtype=float)
    for entry, other in changes:
        array[entry] = other
    return array[()]


def _entry(value: Any, entry: tuple[int, ...]) -> float | None:
    array: Any = np.asarray(value, dtype=float)
    found = float(array[entry]) if array.ndim == len(entry) else float("nan")
    return found if np.isfinite(found) else None
