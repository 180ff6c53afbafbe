"""Marks in a document: a formula that is left out, and one that is known to be wrong and must stay so.

    <!-- derive: refuted "the slide lost a minus" -->     % derive: skip

A mark is about the formula before it on its line, or else about the next one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from derive.documents import Document, Piece
from derive.notation.declarations import Declaration, parse_declarations

KEYS = ("refuted", "skip")
"""The declarations that are marks."""


@dataclass(frozen=True)
class Mark:
    """What is said of one formula: that it is left out, or that it is wrong, and why."""

    key: str
    why: str = ""


def marks_of(document: Document) -> Mapping[int, Mark]:
    """The marks of a document, each by the number of the piece that it is about."""
    found: dict[int, Mark] = {}
    waiting: Mark | None = None
    for number, piece in enumerate(document.pieces):
        if piece.kind == "declaration":
            for declaration in marks_in(piece.text):
                mark = Mark(declaration.key, declaration.value)
                before = _before_on_its_line(document, number)
                if before is not None:
                    found[before] = mark
                else:
                    waiting = mark
        elif piece.kind != "heading" and waiting is not None:
            found[number] = waiting
            waiting = None
    return found


def marks_in(text: str) -> Sequence[Declaration]:
    """The marks among declarations; none where they cannot be read."""
    declarations, _ = parse_declarations(text)
    return [declaration for declaration in declarations if declaration.key in KEYS]


def _before_on_its_line(document: Document, number: int) -> int | None:
    """The number of the formula that ends on the line of the piece of that number, before it."""
    line = document.place(document.pieces[number].start)[0]
    for earlier in range(number - 1, -1, -1):
        piece: Piece = document.pieces[earlier]
        if piece.kind != "declaration":
            return earlier if piece.kind == "formula" and document.place(piece.end)[0] == line else None
    return None
