"""Marks in a document: a formula that is left out, and one that is known to be wrong and must stay so.

    <!-- derive: refuted "the slide lost a minus" -->     % derive: skip

A mark is about the formula before it on its line, or that just above it where none is just below; or else about the
next one, up to a heading.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from derive.documents import Document
from derive.notation.declarations import Declaration, parse_declarations

KEYS = ("refuted", "skip")
"""The declarations that are marks."""


@dataclass(frozen=True)
class Mark:
    """What is said of one formula: that it is left out, or that it is wrong, and why."""

    key: str
    why: str = ""


def marks_of(document: Document) -> Mapping[int, Mark]:
    """The marks of a document, each by the number of the piece that it is about; one about nothing by its own."""
    found: dict[int, Mark] = {}
    for number, piece in enumerate(document.pieces):
        if piece.kind == "declaration":
            for declaration in marks_in(piece.text):
                found[_meant(document, number)] = Mark(declaration.key, declaration.value)
    return found


def marks_in(text: str) -> Sequence[Declaration]:
    """The marks among declarations; none where they cannot be read."""
    declarations, _ = parse_declarations(text)
    return [declaration for declaration in declarations if declaration.key in KEYS]


def _meant(document: Document, number: int) -> int:
    """The number of the formula that the mark of that number is about; its own where there is none."""
    mark = document.pieces[number]
    before, behind = _neighbour(document, number, -1), _neighbour(document, number, 1)
    if before is not None:
        end = document.pieces[before].end
        if document.place(end)[0] == document.place(mark.start)[0]:
            return before
        is_below = _BELOW.fullmatch(document.text[end : mark.start]) is not None
        if is_below and (behind is None or not _is_above(document, mark.end, document.pieces[behind].start)):
            return before
    return number if behind is None else behind


def _neighbour(document: Document, number: int, step: int) -> int | None:
    """The number of the next formula on one side of a piece, without a heading between."""
    at = number + step
    while 0 <= at < len(document.pieces) and document.pieces[at].kind == "declaration":
        at += step
    return at if 0 <= at < len(document.pieces) and document.pieces[at].kind != "heading" else None


def _is_above(document: Document, end: int, start: int) -> bool:
    """Whether nothing stands between a mark and the formula behind it, which may have the mark in it.

    Words may stand before a formula on the very next line: a mark on a line of its own is about what it stands above.
    """
    next_line = document.place(start)[0] == document.place(end)[0] + 1
    return start <= end or next_line or _ABOVE.fullmatch(document.text[end:start]) is not None


_NO_GAP = r"(?!(?s:.)*?\n[ \t]*\n)"
_COMMENT = r"<!--\s*derive:[^\n]*?-->|%[ \t]*derive:[^\n]*"
_ABOVE = re.compile(rf"{_NO_GAP}(?:\s|-->|{_COMMENT}|\$|\\[\[(]|\\begin\s*\{{\w+\*?\}}(?:\{{\d+\}})?)*")
_BELOW = re.compile(rf"{_NO_GAP}(?:\s|{_COMMENT}|[$.,;]|\\[\])]|\\end\s*\{{\w+\*?\}})*?(?:<!--|%)\s*derive:")
"""What may stand between a mark and a formula to which it is next: their delimiters, and no empty line."""
