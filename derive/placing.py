"""Declarations for a document that nobody wants to change: each is to stand before a line of it.

    # lecture.options
    12: section; data x, y; parameter w, b
    The chain rule: steps

Before the colon stands the number of a line, or the text of one without the marks of a heading; the first such line is
meant. Models, sections, shapes and layouts may be declared, but never what becomes of a formula.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from derive.documents import BadDocument, Document, Piece
from derive.marks import KEYS
from derive.notation.declarations import parse_declarations


class BadOptions(ValueError):
    """A file of declarations cannot be read. The message says on which line, and why."""


@dataclass(frozen=True)
class Placed:
    """Declarations, and the line before which they stand: its number, or its text."""

    where: str
    said: str


def placed_in(text: str, name: str) -> tuple[Placed, ...]:
    """The declarations of a file of that name, in order. Raises `BadOptions`."""
    return tuple(_placed(text, name))


def _placed(text: str, name: str) -> Iterator[Placed]:
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        where, colon, said = line.partition(": ")
        if not colon or not where.strip():
            raise BadOptions(f"{name}, line {number}: a line is written `LINE: declarations`, such as `12: data x, y`")
        declarations, errors = parse_declarations(said)
        if errors:
            raise BadOptions(f"{name}, line {number}: {errors[0].render(said)}")
        outcome = next((declaration.key for declaration in declarations if declaration.key in KEYS), None)
        if outcome is not None:
            told = "what becomes of a formula is not declared here, but beside it"
            raise BadOptions(f"{name}, line {number}: `{outcome}` has no place in a file of options: {told}")
        yield Placed(where.strip(), said.strip())


def with_placed(document: Document, placed: tuple[Placed, ...]) -> Document:
    """The document in which those declarations stand. Raises `BadDocument` where one has no place in it."""
    if not placed:
        return document
    begins = [0, *(match.end() for match in re.finditer("\n", document.text))]
    lines: dict[str, int] = {}
    for number, line in enumerate(document.text.split("\n"), 1):
        lines.setdefault(_bare(line), number)
    pieces = list(document.pieces)
    for one in placed:
        number = int(one.where) if one.where.isdigit() else lines.get(_bare(one.where), 0)
        if not 1 <= number <= len(begins):
            raise BadDocument(f"{document.name}: no line is {one.where!r}, before which {one.said!r} is to stand")
        start = begins[number - 1]
        at = bisect.bisect_left([piece.start for piece in pieces], start)
        if at and pieces[at - 1].kind == "formula" and pieces[at - 1].end > start:
            raise BadDocument(f"{document.name}: line {number} stands in a formula: {one.said!r} has no place there")
        while at < len(pieces) and pieces[at].start == start and pieces[at].kind in ("heading", "declaration"):
            at += 1
        pieces.insert(at, Piece(one.said, start, "declaration"))
    return replace(document, pieces=tuple(pieces))


def _bare(line: str) -> str:
    """A line without the marks of a heading, of bold letters, and without blanks around it."""
    return " ".join(line.strip().strip("#*").split())
