"""The exercise sheet: a model's derivation with gaps, its numbers drawn from a seed; and the same with solutions.

What stands in a gap of the solutions is what the derivation arrived at, which has been replayed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import count
from typing import Any

import numpy as np

from derive.building import total_derivative
from derive.exercises.gaps import POINTS, Gap, Item, Section
from derive.exercises.numbers import PLACES, Numbers, Shown
from derive.exercises.sheets import Exercises, Sheet
from derive.exercises.statements import statement
from derive.ir import Symbol, Var
from derive.notation.math import EQUALS, Blank, Brackets, Coloured, Math, Matrix, Number, Sign, Word, row
from derive.notation.typesetting import Mark, together, typeset, typeset_sides
from derive.systems import System
from reports.chains import display, lead
from reports.document import (
    Block,
    Display,
    Document,
    Equation,
    Formula,
    Heading,
    Inlines,
    Paragraph,
    Room,
    Table,
    words,
)
from reports.emitters.boxes import box
from reports.failing import Failure
from reports.manner import Manner
from reports.parts import Checked, Options
from reports.styles import ReportStyle
from reports.styles.article import kind_of, role

WIDTHS = {"shape": 6.0, "local": 9.0, "factor": 5.0, "result": 16.0, "number": 5.0}
"""How wide a gap is at least, in em, to be written in by hand."""
BY_HAND, STEP, WIDEST = 1.6, 4.0, 26.0
"""How much wider than in print a formula is by hand; gaps grow by steps, so that none tells how long its answer is."""
LINES_OF_A_CHAIN, LEAST, MOST = 2, 2, 7
"""There is room for every so manyth line of a derivation, and between so many lines."""
NAME_LINE, SHORT_LINE = 15.0, 4.0


@dataclass(frozen=True)
class Sheets:
    """The sheets of a model that was checked: as many as there are seeds, from one derivation."""

    checked: Checked
    exercises: Exercises

    def sheet(self, seed: int) -> Sheet:
        """The sheet that a seed draws. Raises `Failure` where there is nothing to ask."""
        found = self.exercises.sheet(seed)
        if not found.gaps:
            raise Failure("there is nothing to ask about this model: its layers are all alike; try one of fewer layers")
        return found

    def document(self, sheet: Sheet, *, solved: bool) -> Document:
        """The sheet as it is handed out, or with its solutions."""
        return _Writer(self.checked, sheet, solved).document()


def sheets_of(checked: Checked) -> Sheets:
    """The sheets of a model, none of which has been drawn yet."""
    model = checked.model
    parts = zip(model.variants, checked.parts, strict=False)
    found = [statement(model, label, part.derivation) for label, part in parts if not part.is_whole]
    return Sheets(checked, Exercises(found))


def compose(checked: Checked) -> Document:
    """The sheet that the seed of the options draws. Raises `Failure` where there is nothing to ask."""
    sheets = sheets_of(checked)
    return sheets.document(sheets.sheet(checked.options.seed), solved=False)


def _adapt(options: Options) -> Options:
    return replace(options, components=0)


STYLE = ReportStyle(compose, _adapt, in_copies=True)
"""The exercise sheet, as one of the styles."""


class _Writer:
    """Writes one sheet."""

    def __init__(self, checked: Checked, sheet: Sheet, solved: bool) -> None:
        self.checked, self.sheet, self.solved = checked, sheet, solved
        self.style = checked.options.manner
        self.tasks = count(1)

    def document(self) -> Document:
        model, style = self.checked.model, self.style
        seed = str(self.sheet.seed)
        subtitle = style.say("exercise solved" if self.solved else "exercise", seed=seed)
        titles = dict(zip(model.variants, (part.title for part in self.checked.parts), strict=False))
        how = style.say("how to answer", points=str(POINTS["result"]))
        blocks: list[Block] = [] if self.solved else [self._head(), Paragraph(how)]
        for section in self.sheet.sections:
            blocks += self._section(section, titles[section.statement.label])
        if self.sheet.numbers is not None and self.sheet.numbers.gaps:
            blocks += self._numbers(self.sheet.numbers)
        return Document(
            words(style.speech.title(model)),
            tuple(blocks),
            subtitle=subtitle,
            provenance=f"{self.checked.provenance} {style.text('sheet told', sheet=self.sheet.fingerprint)}",
            language=style.language,
            keywords=(style.text("keyword gradient"), style.text("keyword exercise"), style.speech.title(model)),
        )

    def _head(self) -> Paragraph:
        total = str(self.sheet.points)
        name, date, points = (Blank(width) for width in (NAME_LINE, 2 * SHORT_LINE, SHORT_LINE))
        return Paragraph(self.style.say("name and date", name=name, date=date, points=points, total=total))

    # --- the sections

    def _section(self, section: Section, title: str) -> Iterator[Block]:
        system, style = section.statement.system, self.style
        yield Heading(1, words(title), f"statement-{section.statement.label or 'one'}")
        sides = ((v, typeset_sides((v, e), style)) for v, e in system.equations.items())
        yield Display(tuple(Equation(left, EQUALS, right, role(v, system, style)) for v, (left, right) in sides))
        shapes, local, total = section.tasks
        if shapes:
            yield from self._task("shapes", shapes)
            yield self._shapes(section)
        if local:
            yield from self._task("locals", local)
            yield from self._locals(section)
        if total:
            yield from self._task("totals", total)
            for item in section.totals:
                yield from self._total(item, section)

    def _task(self, kind: str, gaps: Iterable[Gap], **holes: str) -> Iterator[Block]:
        """The heading of a task and the sentence that says what is to be done."""
        points, style = sum(gap.points for gap in gaps), self.style
        key = "task with points" if points > 1 else "task with point"
        number = str(next(self.tasks))
        heading = style.say(key, number=number, title=style.text(f"task {kind}"), points=str(points))
        yield Heading(2, heading, f"task-{number}")
        yield Paragraph(style.say(f"ask {kind}", **holes))

    def _shapes(self, section: Section) -> Table:
        style, system = self.style, section.statement.system
        rows = []
        for subject, gap in section.shapes:
            kind = style.say(kind_of(subject, system)) if isinstance(subject, Var) else style.say("kind gradient")
            shape = style.shape_text(subject.shape)
            cell = words(shape) if gap is None else (Formula(self._blank(gap, Word(shape, function=False))),)
            rows.append(((Formula(typeset(subject, style)),), kind, cell))
        header = (style.say("head name"), style.say("head kind"), style.say("head shape"))
        return Table(header, tuple(rows), "lll")

    def _locals(self, section: Section) -> Iterator[Block]:
        """The local derivatives; where there is much to be done for one, with room behind it."""
        standing: list[Equation] = []
        for item in section.locals:
            standing += self._rows(item)
            if item.gaps and len(item.chain.lines) > LINES_OF_A_CHAIN * LEAST:
                yield Display(tuple(standing))
                yield from self._room(item)
                standing = []
        if standing:
            yield Display(tuple(standing))

    def _total(self, item: Item, section: Section) -> Iterator[Block]:
        yield Paragraph(lead(item.chain, section.statement.system, self.style))
        yield Display(tuple(self._rows(item)))
        if item.result is not None:
            yield from self._room(item)

    def _rows(self, item: Item) -> list[Equation]:
        """A derivative: the chain rule where it is opened, and what it comes to; gaps as they are."""
        chain = item.chain
        parts = [chain.start, chain.result, *([item.opened] if item.opened is not None else [])]
        write = together(parts, self.style)
        left = write(chain.start, None)
        rows = []
        if item.opened is not None:
            marks: dict[tuple[int, ...], Mark] = {}
            if item.factor is not None:
                marks[item.place] = self._blank(item.factor, typeset(item.factor.subject, self.style))
            rows.append(Equation(left, EQUALS, write(item.opened, marks)))
        result = write(chain.result, None)
        shown = result if item.result is None else self._blank(item.result, result)
        rows.append(Equation(None if rows else left, EQUALS, shown))
        return rows

    def _room(self, item: Item) -> Iterator[Block]:
        """Room for as much as the derivation takes; in the solutions the derivation itself."""
        chain = item.chain
        if self.solved:
            if len(chain.lines) > LINES_OF_A_CHAIN:
                yield Paragraph(self.style.say("line by line"))
                yield display(chain, self.style, self.checked.options.detail)
        else:
            yield Room(min(max(len(chain.lines) // LINES_OF_A_CHAIN, LEAST), MOST))

    def _blank(self, gap: Gap, answer: Math) -> Blank:
        """A gap to be filled in, or with what belongs there."""
        if self.solved:
            return Blank(0, str(gap.number), Coloured(answer, "highlight"))
        needed = BY_HAND * box(answer).width if gap.kind in ("local", "factor", "result") else 0.0
        width = WIDTHS[gap.kind]
        while width < min(needed, WIDEST):
            width += STEP
        return Blank(width, str(gap.number))

    # --- the worked example

    def _numbers(self, numbers: Numbers) -> Iterator[Block]:
        style, system = self.style, numbers.statement.system
        yield Heading(1, style.say("in numbers"), "numbers")
        yield from self._task("numbers", numbers.gaps, places=str(PLACES))
        given = [self._equation(shown) for shown in numbers.given]
        yield Paragraph(style.say("values given", values=style.speech.joined("listed", given)))
        yield Display(tuple(self._line(shown, _role(shown, system, style)) for shown in numbers.forward))
        asked = [shown for shown in numbers.gradients if shown.gaps]
        if asked:
            yield Display(tuple(self._line(shown) for shown in asked))
        if numbers.steps:
            rate = row(typeset(Var(Symbol("alpha")), style), EQUALS, _decimal(numbers.worked.rate))
            yield Paragraph(style.say("descent with rate", rate=rate))
            yield Display(tuple(self._step(shown, numbers) for shown in numbers.steps))

    def _equation(self, shown: Shown) -> Math:
        return row(typeset(shown.subject, self.style), EQUALS, _array(shown.value, {}))

    def _line(self, shown: Shown, reason: Inlines = ()) -> Equation:
        value = _array(shown.value, self._entries(shown))
        return Equation(typeset(shown.subject, self.style), EQUALS, value, reason)

    def _step(self, shown: Shown, numbers: Numbers) -> Equation:
        v = shown.subject
        assert isinstance(v, Var)
        slope = typeset(total_derivative(numbers.statement.system.loss, v), self.style)
        name = typeset(v, self.style)
        rule = row(name, Sign("−", "binary"), typeset(Var(Symbol("alpha")), self.style), slope)
        return Equation(name, Sign("←", "relation"), row(rule, EQUALS, _array(shown.value, self._entries(shown))))

    def _entries(self, shown: Shown) -> Mapping[tuple[int, ...], Math]:
        array = np.asarray(shown.value, dtype=float)
        return {entry: self._blank(gap, _decimal(float(array[entry]))) for entry, gap in shown.gaps.items()}


def _role(shown: Shown, system: System, style: Manner) -> Inlines:
    """That a number is the loss, where it is."""
    return style.say("role loss") if shown.subject is system.loss else ()


def _decimal(value: float) -> Math:
    """A number with as many digits as are asked for; a short one stays short."""
    near = round(value, PLACES) + 0.0  # of −0.0 that makes 0.0
    digits = f"{near:g}" if abs(value - near) < 1e-9 else f"{value:.{PLACES}f}"
    return row(Sign("−", "prefix"), Number(digits[1:])) if digits.startswith("-") else Number(digits)


def _array(value: Any, instead: Mapping[tuple[int, ...], Math]) -> Math:
    """A number, a vector in brackets or a matrix, with something else in place of some entries."""
    array = np.asarray(value, dtype=float)

    def write(at: tuple[int, ...]) -> Math:
        return instead.get(at) or _decimal(float(array[at]))

    if array.ndim == 0:
        return write(())
    if array.ndim == 1:
        items = [part for k in range(len(array)) for part in (Sign(",", "punctuation"), write((k,)))]
        return write((0,)) if len(array) == 1 else Brackets(row(*items[1:]))
    return Matrix(tuple(tuple(write((i, j)) for j in range(array.shape[1])) for i in range(array.shape[0])))
