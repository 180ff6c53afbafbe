"""A whole derivation: every formula of a document judged in order, each in the scope that those before it leave.

What is new defines; what has a meaning already is judged. A row that begins with a relation goes on from the last side
of the row before. Where a claim is wrong, later ones are judged once more for somebody who believes it: what is then
right only carries the mistake on, and is told apart from a new one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from derive.consequences import Slip, followed
from derive.documents import Document, Piece
from derive.findings import Finding
from derive.ir import Expr, Span, Var
from derive.judging.equalities import EQUALITIES, links_of, whole_chain
from derive.judging.grounds import Grounds, said
from derive.judging.kinds import judged, judged_loops, parts_of, text_of
from derive.judging.reinterpreting import reinterpreted
from derive.judging.worth import numbers_in
from derive.notation.reading import Reading
from derive.notation.scoping import BadScope
from derive.rows import Row, equates, relates, waits
from derive.standpoints import Read, Standpoint, behind, best, redeclared, with_declarations

CLAIMING = re.compile(r"[=<>≤≥≈≡←→∈]|\\(?:leq?|geq?|in|to|approx|equiv|gets|leftarrow|rightarrow)(?![A-Za-z])")
"""What a formula that claims anything has in it; one without it is only mentioned."""


def graded(document: Document, standpoints: tuple[Standpoint, ...]) -> Iterator[Finding]:
    """The finding of every statement of a document, in order. Raises nothing for what is wrong in it."""
    grader = _Grader(document, standpoints, standpoints)
    for piece in document.pieces:
        yield from grader.piece(piece)


def first_wrong(findings: Iterable[Finding]) -> Finding | None:
    """The first finding that is wrong by itself, and not because an earlier line is."""
    wrong = (f for f in findings if f.outcome in ("refuted", "ill-shaped") and f.follows_from is None)
    return next(wrong, None)


@dataclass(frozen=True)
class _Stretch:
    """A part of a document that is read as one formula, and where it begins; ``lead`` characters are from before."""

    text: str
    start: int
    lead: int = 0

    @property
    def own(self) -> str:
        """What stands in the document."""
        return self.text[self.lead :]

    def at(self, place: int) -> int:
        """Where in the document a place of the text is."""
        first = len(self.own) - len(self.own.lstrip(" \t\r\n&"))
        return self.start + max(place - self.lead, first)


@dataclass
class _Grader:
    """What is known at one point of the document; ``beginning`` is what every section of it begins with.

    ``last`` is the side with which the row before ended, ``subject`` what its chain is about; ``waiting`` is a row that
    breaks off behind a sign, and is to be read with what comes next.
    """

    document: Document
    beginning: tuple[Standpoint, ...]
    standpoints: tuple[Standpoint, ...]
    slips: list[Slip] = field(default_factory=list)
    last: str = ""
    subject: Expr | None = None
    waiting: str = ""

    def piece(self, piece: Piece) -> Iterator[Finding]:
        """What becomes of the statements of a piece of the document."""
        if piece.kind == "formula":
            for rows in _chains(piece):
                yield from self._chain(piece, rows)
        elif piece.kind == "problem":
            finding = Finding("unreadable", "unreadable", piece.text, message=piece.problem)
            yield self._placed(finding, piece.start, piece.end)
        else:
            yield self._declaration(piece)

    def _declaration(self, piece: Piece) -> Finding:
        finding = Finding("declaration", "declaration", piece.text.strip())
        try:
            if piece.text.strip() == "section":
                self.standpoints, self.slips = self.beginning, []
                self.last, self.subject, self.waiting = "", None, ""
            else:
                self.standpoints = with_declarations(self.standpoints, piece.text)
        except BadScope as problem:
            finding = replace(finding, outcome="unreadable", message=str(problem))
        start = piece.start + len(piece.text) - len(piece.text.lstrip())
        return self._placed(finding, start, start + len(piece.text.strip()))

    # --- reading

    def _chain(self, piece: Piece, rows: list[Row]) -> Iterator[Finding]:
        """The findings of rows that go on from one another: row by row, where all together are not read."""
        text = piece.text[rows[0][0] : rows[-1][1]]
        stretch = _Stretch(text, piece.start + rows[0][0])
        goes_on = bool(self.last) and not self.waiting and relates(text)
        before = self.last if goes_on else self.waiting
        self.waiting = ""
        if before:
            stretch = _Stretch(f"{before}\n{text}", stretch.start, len(before) + 1)
        found = best(self.standpoints, stretch.text)
        reading = found.reading
        if reading.error is not None and len(rows) > 1:
            for row in rows:
                yield from self._chain(piece, [row])
            return
        if reading.kind == "fragment" and waits(stretch.own):
            self.waiting = stretch.text
        if reading.error is not None:
            self.last, self.subject = "", None
            finding = self._unread(found, stretch)
            mentioned = CLAIMING.search(stretch.own) is None and (piece.inline or finding.outcome == "unbound")
            yield replace(finding, outcome="notation") if mentioned else finding
            return
        findings = []
        looped = judged_loops(reading, found.grounds)
        for number, (part, grounds) in enumerate(parts_of(reading, found.grounds)):
            findings.append(self._part(part, grounds.within(part), stretch, goes_on=goes_on, known=looped.get(number)))
            goes_on = False
        self.standpoints = behind(self.standpoints, found)
        meanings = self.standpoints[found.place].grounds.shorthands
        yield from (replace(_named(finding, meanings), variant=found.label) for finding in findings)

    def _unread(self, found: Read, stretch: _Stretch) -> Finding:
        error, own = found.reading.error, stretch.own
        assert error is not None
        line, column = self.document.place(stretch.at(error.span.start))
        finding = found.finding
        if finding.message == error.render(stretch.text):
            finding = replace(finding, message=error.render(stretch.text, f"line {line}, column {column}"))
        lead = len(own) - len(own.lstrip())
        placed = self._placed(finding, stretch.start + lead, stretch.start + len(own.rstrip()))
        return replace(placed, latex=own.strip())

    def _part(self, part: Reading, at: Grounds, stretch: _Stretch, *, goes_on: bool, known: Finding | None) -> Finding:
        """The finding of one statement, with its place, that of each of its links, and what it follows from.

        One that ``goes_on`` is about what the chain on the lines before it is about. What fails is read again under
        other conventions. ``known`` is what has been found out already.
        """
        text = text_of(part, stretch.text)
        if goes_on and self.subject is not None and set(part.relations) <= set(EQUALITIES):
            links = links_of(part.sides, said(part, text), at, self.subject, numbers_in(part, at))
            finding = whole_chain(links, said(part, text))
        else:
            finding = known or judged(part, text, at)
            self.subject = _subject(part, finding)
        finding = _told(reinterpreted(finding, at), part, at)
        finding = self._with_causes(self._with_places(finding, part, stretch), at)
        if part.spans:
            self.last = stretch.text[part.spans[-1].start : part.spans[-1].end]
        return finding

    # --- places

    def _placed(self, finding: Finding, start: int, end: int) -> Finding:
        line, column = self.document.place(start)
        end_line, end_column = self.document.place(end)
        return replace(
            finding, file=self.document.name, line=line, column=column, end_line=end_line, end_column=end_column
        )

    def _with_places(self, finding: Finding, part: Reading, stretch: _Stretch) -> Finding:
        whole = part.surface.span if part.surface is not None else Span(stretch.lead, len(stretch.text.rstrip()))
        start, end = stretch.at(whole.start), stretch.at(whole.end)
        links = tuple(
            self._placed(link, stretch.at(span.start), stretch.at(span.end))
            for link, span in zip(finding.links, _spans_of_links(finding, part, whole), strict=True)
        )
        latex = self.document.text[start:end].strip()
        return replace(self._placed(finding, start, end), latex=latex, links=links)

    # --- mistakes

    def _with_causes(self, finding: Finding, at: Grounds) -> Finding:
        """The finding with the lines of the mistakes that it carries on; what it claims wrongly is noted as a slip."""
        links = finding.links or (finding,)
        links = tuple(self._caused(link, at) if link.outcome == "refuted" else link for link in links)
        wrong = [link for link in links if link.outcome == "refuted"]
        if not wrong:
            return finding
        first = next((link for link in wrong if link.follows_from is None), wrong[0])
        if self.subject is not None:
            self.slips.append(Slip(self.subject, links[-1].sides[-1], first.follows_from or first.line))
        if not finding.links:
            return first
        kept = {name: getattr(finding, name) for name in _OF_THE_WHOLE}
        return replace(first, links=links, **kept)

    def _caused(self, link: Finding, at: Grounds) -> Finding:
        cause = followed(*link.sides, self.slips, at.bench) if len(link.sides) == 2 else None
        return link if cause is None else replace(link, follows_from=cause)


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


def _subject(part: Reading, finding: Finding) -> Expr | None:
    """What a statement is about: its first side, the name that it defines, or the gradient that an update is due."""
    sides = (finding.links or (finding,))[0].sides or part.sides
    return sides[0] if sides else None


def _told(finding: Finding, part: Reading, at: Grounds) -> Finding:
    """The finding of a declaration that only calls sizes otherwise: that is no mistake, and the first names stay."""
    names = redeclared(part, at.scope)
    new = {name for _, shape in part.declares for name in shape.names}
    alike = all(len(at.scope.variables[name].shape.sizes) == len(dict(part.declares)[name].sizes) for name in names)
    if not names or not alike or new & at.scope.sizes:
        return finding
    known = ", ".join(f"{name} is of shape {at.scope.variables[name].shape} here" for name in names)
    quiet = replace(finding, outcome="declaration", verdict=None, counterexample=None, mistake=None, correct="")
    return replace(quiet, hint=f"{known}, and stays so")


def _named(finding: Finding, meanings: Mapping[Expr, Expr]) -> Finding:
    """The finding of a definition, with what is to be said where it gives a node of the model another name."""
    sides = (finding.links or (finding,))[0].sides
    node = meanings.get(sides[0]) if sides and finding.kind == "definition" else None
    if not isinstance(node, Var):
        return finding
    return replace(finding, hint=f"another name for {node.symbol}")


def _spans_of_links(finding: Finding, part: Reading, whole: Span) -> list[Span]:
    """Where each link of a chain stands: its new side, and for the first one its left side, too."""
    spans = part.spans if part.kind == "definition" else part.spans[1:]
    if not finding.links or len(spans) != len(finding.links):
        return [whole] * len(finding.links)
    return [Span(whole.start, spans[0].end), *spans[1:]]
