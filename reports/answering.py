"""`derive check --answers`: the answers files of exercise sheets, marked line by line, with points.

Where an answer is wrong it says where to look and what kind of mistake it is, so that what is printed can be handed
back; what is right is told where ``--solutions`` asks for it. From a student's file nothing is taken but its answers
and which sheet they are for: the sheet is made again, and must be the one that the file says.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from derive import __version__
from derive.deriving import Order, derive_gradients
from derive.exercises.marking import Marked, Outcome
from derive.exercises.sheets import Exercises, Sheet, printed
from derive.exercises.statements import statement
from derive.kernel import ReplayError, replay
from derive.modelling import Model
from derive.notation.spelling import spelled
from derive.notation.typesetting import typeset_sides
from derive.proposing import DerivingError
from reports import answersheets, recurrences
from reports.answersheets import Answers
from reports.emitters.plain import plain
from reports.exits import FAILED, UNSETTLED, WRONG, gravest
from reports.failing import Failure
from reports.loading import is_document, loaded
from reports.spelling import text

CODES: Mapping[str, int] = {"wrong": WRONG, "unreadable": FAILED, "no file": FAILED}
"""What an answer makes the exit code; what is right or empty is nothing wrong."""
STRICT_CODES = {**CODES, "empty": UNSETTLED, "undecided": UNSETTLED, "convention": UNSETTLED}
MARKS: Mapping[Outcome, str] = {
    "right": "✓",
    "carried": "↳",
    "wrong": "✗",
    "convention": "~",
    "undecided": "?",
    "unreadable": "!",
    "empty": "·",
}
NAMES: Mapping[Outcome, str] = {
    "right": "right",
    "carried": "carried on",
    "wrong": "wrong",
    "convention": "true by convention only",
    "undecided": "undecided",
    "unreadable": "not understood",
    "empty": "empty",
}
"""What the outcomes are called where they are counted."""
LONGEST = 48
"""How many columns an answer may take."""


@dataclass(frozen=True)
class Paper:
    """One student's answers, marked; or why they could not be."""

    source: str
    answers: Answers | None = None
    sheet: Sheet | None = None
    marks: tuple[Marked, ...] = ()
    problem: str = ""

    @property
    def points(self) -> int:
        """What the answers earn together."""
        return sum(mark.points for mark in self.marks)

    @property
    def missing(self) -> list[int]:
        """The gaps for which the file has no line."""
        return [mark.gap.number for mark in self.marks if self.answers and mark.gap.number not in self.answers.texts]


def papers(options: argparse.Namespace) -> list[Paper]:
    """All answers files of a command line, marked. Raises `Failure` for options that make no sense together."""
    _refuse(options)
    marker = _Marker(loaded(options.items[0]) if options.items else None)
    return [marker.paper(path) for path in options.answers]


def code(marked: Sequence[Paper], strict: bool = False) -> int:
    """The exit code that marked files make together: that of the gravest answer."""
    outcomes = [mark.outcome for paper in marked for mark in paper.marks]
    problems = ("no file" for paper in marked if paper.problem)
    return gravest([*outcomes, *problems], STRICT_CODES if strict else CODES)


def _refuse(options: argparse.Namespace) -> None:
    """Refuses what goes with claims alone. Raises `Failure`."""
    if len(options.items) > 1 or options.file is not None:
        raise Failure("--answers marks answers alone: give no claims beside it, and no --file")
    if options.given or options.declare or options.shape:
        raise Failure("--answers marks a sheet of its own model: --given, --declare and --shape have no meaning for it")
    if options.hint and options.solutions:
        raise Failure("--hint keeps back what --solutions tells: give one of them")


@dataclass
class _Marker:
    """Marks papers; what is made of a model is made once. ``model`` is the one that was named, if one was."""

    model: Model | None
    made: dict[tuple[str, Order], Exercises] = field(default_factory=dict)

    def paper(self, path: Path) -> Paper:
        """One file, marked."""
        try:
            answers = answersheets.read(path)
            exercises = self._exercises(answers)
            sheet = exercises.sheet(answers.seed)
            _check_sheet(answers, sheet)
        except (ReplayError, DerivingError) as error:
            return Paper(str(path), problem=f"{path}: nothing was marked, because the model did not check: {error}")
        except Failure as failure:
            return Paper(str(path), problem=str(failure))
        return Paper(str(path), answers, sheet, exercises.marks(sheet, answers.texts))

    def _exercises(self, answers: Answers) -> Exercises:
        key = (answers.model, answers.order)
        if key not in self.made:
            self.made[key] = exercises_of(self.model or _named(answers), answers.order)
        return self.made[key]


def _named(answers: Answers) -> Model:
    """The model that a student's file names: one of the library, or a document of this folder. Raises `Failure`."""
    name = answers.model
    if is_document(name) and (Path(name).name != name or not Path(name).is_file()):
        raise Failure(
            f"{answers.source}: is about {Path(name).name}, which is not in this folder; "
            "name the document: derive check DOCUMENT --answers FILE"
        )
    try:
        return loaded(name)
    except Failure as failure:
        raise Failure(f"{answers.source}: {failure}") from failure


def exercises_of(model: Model, order: Order) -> Exercises:
    """The exercises of a model, derived and replayed. Raises `ReplayError` and `DerivingError`."""
    statements = []
    for label, variant in model.variants.items():
        if not recurrences.is_large(variant.system):
            derivation = derive_gradients(variant.system, order=order)
            replay(derivation, variant.system.equations)
            statements.append(statement(model, label, derivation))
    return Exercises(statements)


def _check_sheet(answers: Answers, sheet: Sheet) -> None:
    """Refuses answers for another sheet, and answers to what it does not ask. Raises `Failure`."""
    if sheet.fingerprint != answers.identity:
        other = answers.version not in ("", __version__)
        made = f"; it was made by derive {answers.version}, and this is {__version__}" if other else ""
        raise Failure(
            f"{answers.source}: is for another sheet: it says {answers.identity}, and {answers.model} with the seed "
            f"{answers.seed} makes {sheet.fingerprint} here{made}"
        )
    known = {gap.number for gap in sheet.gaps}
    for number, line in answers.lines.items():
        if number not in known:
            raise Failure(f"{answers.source}:{line}: there is no gap {number}; the sheet has 1 to {max(known)}")


# --- showing


def lines(papers: Sequence[Paper], solutions: bool) -> Iterator[str]:
    """What the terminal shows of marked files, one after the other; of several, all points once more at the end."""
    for number, paper in enumerate(papers):
        if number:
            yield ""
        yield from _paper(paper, solutions)
    if len(papers) > 1:
        yield ""
        yield from _together(papers)


def _paper(paper: Paper, solutions: bool) -> Iterator[str]:
    if paper.answers is None or paper.sheet is None:
        yield paper.problem
        return
    answers = paper.answers
    by = f", {answers.name}" if answers.name else ""
    yield f"{paper.source}: {answers.model}, seed {answers.seed}{by}"
    width = max((len(_shown(mark)) for mark in paper.marks), default=0)
    for mark in paper.marks:
        got = f"{mark.points}/{mark.gap.points}"
        yield f"{mark.gap.number:>3}  {MARKS[mark.outcome]}  {got}  {_shown(mark):<{width}}  {hint(mark)}".rstrip()
        if solutions and mark.outcome != "right":
            yield f"             right:  {solution(mark)}"
    if paper.missing:
        yield f"  there are no lines for {', '.join(map(str, paper.missing))}"
    if answers.unread:
        yield f"  what stands on line {', '.join(map(str, answers.unread))} belongs to no answer, and was not read"
    counted = Counter(mark.outcome for mark in paper.marks)
    told = ", ".join(f"{counted[outcome]} {name}" for outcome, name in NAMES.items() if counted[outcome])
    yield f"{paper.points} of {paper.sheet.points} points: {told}"


def _together(papers: Sequence[Paper]) -> Iterator[str]:
    """All files with their points, one below the other."""
    width = max(len(paper.source) for paper in papers)
    for paper in papers:
        got = f"{paper.points:>3} of {paper.sheet.points}" if paper.sheet is not None else "  – not marked"
        name = paper.answers.name if paper.answers is not None else ""
        yield f"{paper.source:<{width}}  {got}  {name}".rstrip()


def _shown(mark: Marked) -> str:
    """An answer in one line, as it was written; without what could steer a terminal."""
    line = "".join(c for c in " ".join(mark.text.split()) if c.isprintable())
    return line if len(line) <= LONGEST else line[: LONGEST - 1] + "…"


def hint(mark: Marked) -> str:
    """What is said of an answer: where to look and what kind of mistake it is, and never what is right."""
    if mark.outcome == "wrong" and mark.mistake is not None:
        return mark.mistake.hinted(text)
    return mark.hint if mark.outcome != "wrong" else mark.hint or "it is something else"


def solution(mark: Marked) -> str:
    """What belongs in the gap, as the terminal writes it."""
    gap = mark.gap
    return printed(gap) if gap.answer is None else plain(typeset_sides((gap.subject, gap.answer))[1])


def as_dict(paper: Paper, solutions: bool) -> dict[str, Any]:
    """A paper for programs; what is right stands in it only where it is asked for."""
    if paper.answers is None or paper.sheet is None:
        return {"file": paper.source, "error": paper.problem}
    answers = paper.answers
    return {
        "file": paper.source,
        "model": answers.model,
        "seed": answers.seed,
        "order": answers.order,
        "sheet": answers.identity,
        "name": answers.name,
        "points": paper.points,
        "of": paper.sheet.points,
        "answers": [_mark_as_dict(mark, answers, solutions) for mark in paper.marks],
        "missing": paper.missing,
        "unread": list(answers.unread),
    }


def _mark_as_dict(mark: Marked, answers: Answers, solutions: bool) -> dict[str, Any]:
    gap = mark.gap
    told = {
        "number": gap.number,
        "line": answers.lines.get(gap.number),
        "kind": gap.kind,
        "asked": spelled(gap.subject),
        "answer": mark.text,
        "outcome": mark.outcome,
        "points": mark.points,
        "of": gap.points,
        "mistake": mark.mistake.kind if mark.mistake is not None else None,
        "follows_from": mark.follows_from,
        "hint": hint(mark),
    }
    return {**told, "correct": printed(gap)} if solutions else told
