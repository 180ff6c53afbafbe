"""A whole derivation: every formula of a document judged in order, each in the scope that those before it leave.

What is new defines; what has a meaning already is judged. A row that begins with a relation goes on from the last side
of the row before. Where a claim is wrong, later ones are judged once more for somebody who believes it: what is then
right only carries the mistake on, and is told apart from a new one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from derive import growing
from derive.ahead import shapes_ahead
from derive.consequences import Slip, followed
from derive.documents import Document, Piece
from derive.findings import Finding
from derive.growing import stands
from derive.ir import Expr, Span
from derive.judging.grounds import Grounds
from derive.judging.kinds import judged_loops, parts_of, text_of
from derive.marks import KEYS, Mark, marks_of
from derive.mentioned import as_said, one_hot_names, spoken_of
from derive.modelling import UnknownModel
from derive.notation.declarations import parse_declarations
from derive.notation.reading import Reading
from derive.notation.scoping import BadScope
from derive.recalling import Key, Known
from derive.remembering import Remembered
from derive.rows import Row, equates, relates, waits
from derive.sections import Sections
from derive.sources import units
from derive.standpoints import (
    Read,
    Standpoint,
    standpoints_of,
    with_declarations,
)
from derive.stating import Judged, judged_statement, named, spans_of_links, told
from derive.stretches import Stretch
from derive.understanding import Understanding

CLAIMING = re.compile(r"[=<>≤≥≈≡←→∈]|\\(?:leq?|geq?|in|to|approx|equiv|gets|leftarrow|rightarrow)(?![A-Za-z])")
"""What a formula that claims anything has in it; one without it is only mentioned."""


MOST_HEEDED = 8
"""How many formulas that were proved last tell which conventions a document does not follow."""

NO_MODEL = "none"
"""What stands for a model where a document is about none from there on."""

WRONG = ("refuted", "ill-shaped")
"""The outcomes of a formula that is wrong."""


def graded(
    document: Document, standpoints: tuple[Standpoint, ...], remembered: Remembered | None = None
) -> Iterator[Finding]:
    """The finding of every statement of a document, in order. Raises nothing for what is wrong in it.

    What is ``remembered`` of its statements is not found out again.
    """
    stepwise = growing.in_steps(document)
    grader = _Grader(
        document,
        Sections(standpoints),
        standpoints,
        marks=marks_of(document),
        spoken=spoken_of(document),
        ahead=shapes_ahead(document),
        stepwise=stepwise,
        initial=standpoints,
        remembered=remembered,
    )
    findings = (
        finding
        for number, piece in enumerate(document.pieces)
        for finding in grader.piece(piece, grader.marks.get(number))
    )
    yield from growing.completed(list(findings)) if stepwise else findings


def first_wrong(findings: Iterable[Finding]) -> Finding | None:
    """The first finding that is wrong by itself, and not because an earlier line is."""
    wrong = (f for f in findings if f.outcome in ("refuted", "ill-shaped") and f.follows_from is None)
    return next(wrong, None)


@dataclass
class _Grader(Understanding):
    """What becomes of the formulas of a document, one after the other.

    ``last`` is the side with which the row before ended, ``subject`` what its chain is about; ``waiting`` is a row that
    breaks off behind a sign, and is to be read with what comes next. On slides that show their formulas step by step
    nothing waits, and ``ends`` holds how the last chains ended, what each is about, and its line.
    """

    marks: Mapping[int, Mark] = field(default_factory=dict)
    spoken: Mapping[int, tuple[str, str]] = field(default_factory=dict)
    ahead: Mapping[int, Sequence[str]] = field(default_factory=dict)
    last: str = ""
    subject: Expr | None = None
    waiting: str = ""
    stepwise: bool = False
    initial: tuple[Standpoint, ...] = ()
    known: set[int] = field(default_factory=set)
    remembered: Remembered | None = None

    def piece(self, piece: Piece, mark: Mark | None = None) -> Iterator[Finding]:
        """What becomes of the statements of a piece of the document, on which there may be a mark."""
        if piece.kind == "heading":
            self.sections.number += 1
            self.last, self.subject, self.waiting = "", None, ""
        elif mark is not None and mark.key == "skip" and piece.kind == "formula":
            message = "it is left out, as a mark says"
            yield self._placed(Finding("skipped", "formula", piece.text, message=message), piece.start, piece.end)
        elif piece.kind == "formula":
            findings = (finding for rows in _chains(piece) for finding in self._chain(piece, rows))
            yield from self._expected(findings) if mark is None else self._marked(list(findings), mark)
        elif piece.kind == "problem":
            finding = Finding("unreadable", "unreadable", piece.text, message=piece.problem)
            yield self._placed(finding, piece.start, piece.end)
        else:
            yield self._declaration(piece, mark)

    def _marked(self, findings: Sequence[Finding], mark: Mark) -> Iterator[Finding]:
        """The findings of a formula that is known to be wrong: those that are so, or else the first one, say it."""
        wrong = [finding for finding in findings if finding.outcome in WRONG] or findings[:1]
        self.known |= {finding.line for finding in wrong}
        yield from (replace(f, expected=mark.why or "wrong") if f in wrong else f for f in findings)

    def _expected(self, findings: Iterator[Finding]) -> Iterator[Finding]:
        """The findings; those that only carry on a mistake that is known are known as well."""
        for finding in findings:
            carried = finding.follows_from is not None and finding.follows_from in self.known
            yield replace(finding, expected=f"follows from line {finding.follows_from}") if carried else finding

    def _declaration(self, piece: Piece, mark: Mark | None) -> Finding:
        finding = Finding("declaration", "declaration", piece.text.strip())
        if mark is not None:
            message = "this mark is about no formula: write it just before or behind the one that it means"
            finding = replace(finding, outcome="unreadable", message=message)
        try:
            self._declare(piece.text)
        except (BadScope, UnknownModel) as problem:
            finding = replace(finding, outcome="unreadable", message=str(problem))
        start = piece.start + len(piece.text) - len(piece.text.lstrip())
        return self._placed(finding, start, start + len(piece.text.strip()))

    def _declare(self, text: str) -> None:
        """Heed what a comment declares. Raises `BadScope` and `UnknownModel`."""
        declarations, errors = parse_declarations(text)
        if errors:
            raise BadScope(errors[0].render(text))
        for declaration in declarations:
            said = text[declaration.span.start : declaration.span.end]
            if declaration.key in ("section", "model"):
                if declaration.key == "model":
                    named = declaration.value
                    self.sections.beginning = self.initial if named == NO_MODEL else standpoints_of(named)
                self.sections.forget()
                self._stand(self.sections.beginning)
                self._begin()
                self.last, self.subject, self.waiting = "", None, ""
            elif declaration.key not in (*KEYS, growing.KEY):
                self.sections.settle()
                self._stand(with_declarations(self.standpoints, said))
                self.sections.declared.append(said)

    # --- reading

    def _chain(self, piece: Piece, rows: list[Row]) -> Iterator[Finding]:
        """The findings of rows that go on from one another, or from a chain before them."""
        before, slips = (self.last, self.subject), list(self.slips)
        first = list(self._rows(piece, rows))
        if not self.stepwise or not before[0] or not relates(piece.text[rows[0][0] :]) or stands(first):
            self._end(first)
            yield from first
            return
        after = (self.last, self.subject, list(self.slips))
        for last, subject, line in growing.columns(self.ends, before[1]):
            self.last, self.subject, self.slips = last, subject, list(slips)
            findings = list(self._rows(piece, rows))
            if stands(findings):
                self._end(findings)
                yield from (replace(finding, message=f"it goes on from line {line}") for finding in findings)
                return
        self.last, self.subject, self.slips = after
        yield from first

    def _end(self, findings: Sequence[Finding]) -> None:
        """Remember how a chain ended, for a row in another column of the slide."""
        if self.stepwise and self.subject is not None and self.last and findings and findings[-1].kind == "claim":
            self.ends = [*growing.others(self.ends, self.subject), (self.last, self.subject, findings[-1].line)]

    def _rows(self, piece: Piece, rows: list[Row]) -> Iterator[Finding]:
        """The findings of rows: row by row, where all together are not read."""
        text = piece.text[rows[0][0] : rows[-1][1]]
        lead, tail = self.spoken.get(piece.start, ("", ""))
        stretch = Stretch(lead + text, piece.start + rows[0][0], len(lead), tail)
        goes_on = bool(self.last) and not self.waiting and relates(text)
        before = self.last if goes_on else self.waiting
        self.waiting = ""
        if before:
            stretch = replace(stretch, text=f"{before}\n{text}", lead=len(before) + 1)
        shapes = self.ahead.get(piece.start, ())
        found, replaces = self._read(stretch.whole, shapes, goes_on=goes_on)
        reading = found.reading
        if reading.error is not None and len(rows) > 1:
            for row in rows:
                yield from self._chain(piece, [row])
            return
        if reading.kind == "fragment" and waits(stretch.own) and not self.stepwise:
            self.waiting = stretch.text
        if reading.error is not None:
            self.last, self.subject = "", None
            finding = self._unread(found, stretch)
            mentioned = CLAIMING.search(stretch.own) is None and (piece.inline or finding.outcome == "unbound")
            yield replace(finding, outcome="notation") if mentioned else finding
            return
        findings = []
        here = self.here if self.here.read.get(found.text) is found else Known(self.standpoints)
        looped = judged_loops(reading, found.grounds)
        for number, (part, grounds) in enumerate(parts_of(reading, found.grounds)):
            key, at = (stretch.whole, number, self.subject if goes_on else None), grounds.within(part)
            if key not in self.judged:
                self.judged[key] = self._part(
                    part, at, text_of(part, stretch.text), goes_on, looped.get(number), here, key
                )
            finding, self.subject = self.judged[key]
            finding = self._with_places(as_said(finding, piece, self.document), part, stretch)
            findings.append(self._with_causes(key, finding, at, here))
            if part.spans:
                self.last = stretch.text[part.spans[-1].start : part.spans[-1].end]
            goes_on = False
        self._move_on(found)
        self._heed(one_hot_names(piece, self.document, reading), findings)
        if any(finding.verdict is not None for finding in findings):
            self.sections.settle()
        meanings = self.standpoints[found.place].grounds.shorthands
        if replaces and findings:
            findings[0] = replace(findings[0], replaces=replaces)
        yield from (replace(named(finding, meanings), variant=found.label) for finding in findings)

    def _unread(self, found: Read, stretch: Stretch) -> Finding:
        error, own = found.reading.error, stretch.own
        assert error is not None
        line, column = self.document.place(stretch.at(error.span.start))
        finding = found.beside(self.proved)
        if finding.message == error.render(stretch.text):
            finding = replace(
                finding, message=error.render(stretch.text, f"{units(self.document.name)[1]} {line}, column {column}")
            )
        lead = len(own) - len(own.lstrip())
        placed = self._placed(finding, stretch.start + lead, stretch.start + len(own.rstrip()))
        return replace(placed, latex=own.strip())

    def _part(
        self, part: Reading, at: Grounds, text: str, goes_on: bool, known: Finding | None, here: Known, key: Key
    ) -> tuple[Finding, Expr | None]:
        """The finding of one statement, without its place, and what it is about.

        One that ``goes_on`` is about what the chain on the lines before it is about. What fails is read again under
        other conventions. ``known`` is what has been found out already.
        """
        if key not in here.judged:
            here.judged[key] = self._statement(part, at, text, self.subject if goes_on else None, known, here, key)
        found = here.judged[key]
        finding = told(found.beside(self.proved), part, at, self.sections.given)
        if finding.outcome == "proved" and not goes_on:
            self.proved = (*self.proved, text)[-MOST_HEEDED:]
        return finding, found.subject

    def _statement(
        self, part: Reading, at: Grounds, text: str, before: Expr | None, known: Finding | None, here: Known, key: Key
    ) -> Judged:
        """What becomes of a statement, which may be remembered of the document as it was before."""
        if self.remembered is None:
            return judged_statement(part, at, text, before, known)
        found = self.remembered.found(here, key, at)
        if found is None:
            found = judged_statement(part, at, text, before, known)
            self.remembered.note(here, key, found)
        return found

    # --- places

    def _placed(self, finding: Finding, start: int, end: int) -> Finding:
        line, column = self.document.place(start)
        end_line, end_column = self.document.place(end)
        part = self.document.part(start)
        file, cell = (self.document.name, None) if part is None else (part.file, part.cell or None)
        finding = replace(finding, file=file, cell=cell, line=line, column=column)
        return replace(finding, end_line=end_line, end_column=end_column, model=self.models)

    def _with_places(self, finding: Finding, part: Reading, stretch: Stretch) -> Finding:
        whole = part.surface.span if part.surface is not None else Span(stretch.lead, len(stretch.text.rstrip()))
        start, end = stretch.at(whole.start), stretch.at(whole.end)
        links = tuple(
            self._placed(link, stretch.at(span.start), stretch.at(span.end))
            for link, span in zip(finding.links, spans_of_links(finding, part, whole), strict=True)
        )
        latex = self.document.text[start:end].strip()
        return replace(self._placed(finding, start, end), latex=latex, links=links)

    # --- mistakes

    def _with_causes(self, key: Key, finding: Finding, at: Grounds, here: Known) -> Finding:
        """The finding with the lines of the mistakes that it carries on; what it claims wrongly is noted as a slip.

        One that is repeated carries on what it did at first, and is no slip of its own.
        """
        links = finding.links or (finding,)
        if all(link.outcome != "refuted" for link in links):
            return finding
        repeated = key in self.causes
        causes = self.causes.get(key) or [self._cause(key, link, at, here) for link in links]
        self.causes.setdefault(key, [(cause or link.line) for link, cause in zip(links, causes, strict=True)])
        links = tuple(
            replace(link, follows_from=cause) if link.outcome == "refuted" else link
            for link, cause in zip(links, causes, strict=True)
        )
        wrong = [link for link in links if link.outcome == "refuted"]
        first = next((link for link in wrong if link.follows_from is None), wrong[0])
        if self.subject is not None and links[-1].sides and not repeated:
            self.slips.append(Slip(self.subject, links[-1].sides[-1], first.follows_from or first.line))
        if not finding.links:
            return first
        kept = {name: getattr(finding, name) for name in _OF_THE_WHOLE}
        return replace(first, links=links, **kept)

    def _cause(self, key: Key, link: Finding, at: Grounds, here: Known) -> int | None:
        if link.outcome != "refuted" or len(link.sides) != 2:
            return None
        return followed(*link.sides, self.slips, at.bench, here.followed.setdefault(key, {}))


_OF_THE_WHOLE = ("kind", "latex", "read_as", "assumptions", "line", "column", "end_line", "end_column")
"""What the finding of a chain does not take from its first wrong link."""


def _chains(piece: Piece) -> Iterator[list[Row]]:
    """The rows of a piece: those that begin with an equality together with the row that they go on from."""
    chain: list[Row] = []
    for start, end in piece.rows:
        if chain and not equates(piece.text[start:end]):
            yield chain
            chain = []
        chain.append((start, end))
    if chain:
        yield chain
