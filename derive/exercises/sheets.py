"""A sheet: the gaps of all statements of a model and of its worked example, as one seed draws them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import count

from derive.exercises.carrying import Carrying
from derive.exercises.gaps import Gap, Section, section
from derive.exercises.lots import Lot
from derive.exercises.marking import Marked, marked
from derive.exercises.numbers import PLACES, Numbers, numbers
from derive.exercises.statements import Statement
from derive.fingerprints import digest
from derive.ir import Expr
from derive.notation.latex import latex
from derive.notation.typesetting import typeset_sides
from derive.standpoints import Standpoint
from derive.steps import Chain


@dataclass(frozen=True)
class Sheet:
    """What is asked, statement by statement, and the worked example where the model has one."""

    seed: int
    sections: tuple[Section, ...]
    numbers: Numbers | None

    @property
    def gaps(self) -> tuple[Gap, ...]:
        """All gaps, numbered from 1 on."""
        worked = self.numbers.gaps if self.numbers is not None else ()
        return (*(gap for part in self.sections for gap in part.gaps), *worked)

    @property
    def points(self) -> int:
        """How many points there are."""
        return sum(gap.points for gap in self.gaps)

    @property
    def fingerprint(self) -> str:
        """What tells this sheet from any other: twelve digits that depend on every question and every answer."""
        asked = [
            (gap.number, gap.kind, gap.label, str(gap.subject), str(gap.subject.shape), str(gap.answer), gap.entry)
            for gap in self.gaps
        ]
        given = [[(str(v), str(e)) for v, e in part.statement.system.equations.items()] for part in self.sections]
        values = [f"{gap.value:.6g}" for gap in self.gaps if gap.value is not None]
        return digest(given, asked, values)[:12]


class Exercises:
    """The sheets that can be made of a model: all with the same derivation, each with the gaps of its own seed."""

    def __init__(self, statements: Sequence[Statement]) -> None:
        self.statements = tuple(statements)
        self._accepted: dict[tuple[str, str, Expr, Expr | None], bool] = {}

    def sheet(self, seed: int) -> Sheet:
        """The sheet that a seed draws."""
        lot, numbered = Lot(seed), count(1)
        sections: list[Section] = []
        shown: list[Chain] = []
        for statement in self.statements:
            sections.append(section(statement, lot, numbered, self._accepts, shown))
            shown += statement.derivation.chains
        kept = tuple(part for part in sections if part.gaps)
        return Sheet(seed, kept, numbers(self.statements, lot, numbered))

    def marked(self, sheet: Sheet, gap: Gap, text: str) -> Marked:
        """What becomes of an answer by itself."""
        return marked(gap, text, self._standpoint(gap.label), sheet.numbers)

    def marks(self, sheet: Sheet, texts: Mapping[int, str]) -> tuple[Marked, ...]:
        """What becomes of all answers, by the numbers of their gaps, each behind those before it."""
        carrying = Carrying(sheet.numbers)
        found = (self.marked(sheet, gap, texts.get(gap.number, "")) for gap in sheet.gaps)
        return tuple(carrying.behind(mark, self._standpoint(mark.gap.label).grounds.bench) for mark in found)

    def _standpoint(self, label: str) -> Standpoint:
        return next(one.standpoint for one in self.statements if one.label == label)

    def _accepts(self, gap: Gap) -> bool:
        """Whether the answer that the derivation has is marked as right, as it is printed."""
        key = (gap.kind, gap.label, gap.subject, gap.answer)
        if key not in self._accepted:
            found = marked(gap, printed(gap), self._standpoint(gap.label), None)
            self._accepted[key] = found.outcome == "right"
        return self._accepted[key]


def printed(gap: Gap) -> str:
    """What belongs in a gap, as somebody would write it there."""
    if gap.value is not None:
        return f"{gap.value:.{PLACES}f}"
    if gap.answer is None:
        return str(gap.subject.shape)
    _, answer = typeset_sides((gap.subject, gap.answer))
    return latex(answer)
