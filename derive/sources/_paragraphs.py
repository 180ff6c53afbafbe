"""Paragraphs of Office files: their text, with the formulas in them in LaTeX, one line each.

A formula that cannot be written as LaTeX is told in its place, and so is an object of an older editor of formulas. What
is deleted, and what is only a picture of something for other programs, is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Literal, TypeAlias
from xml.etree.ElementTree import Element

from derive.documents import MAX_CHARACTERS, BadDocument, Document, Part, Piece, document
from derive.sources._omml import UnknownMath, latex

Bit: TypeAlias = tuple[Literal["text", "formula", "problem"], str, str]
"""A stretch of a paragraph: text, LaTeX, or what is no LaTeX, and why."""

PARAGRAPHS = ("w-p", "a-p")
_TEXTS = ("w-t", "a-t")
_BREAKS = ("w-br", "a-br", "w-tab", "w-cr")
_LEFT_OUT = ("w-del", "w-moveFrom", "mc-Fallback")
_OBJECT = re.compile(r"(?:Equation|MathType)\b", re.IGNORECASE)
"""What objects of editors of formulas are called that keep them in a way of their own."""
_DECLARED = re.compile(r"^\s*(?:%|//|<!--)?\s*(derive:.*?)(?:-->)?\s*$", re.DOTALL)
_QUOTES = str.maketrans(dict.fromkeys("“”„«»", '"'))
_INVISIBLE = re.compile("[\u200b-\u200f\u2028\u2029\ufeff\f\r\n\t\v ]+")


def paragraphs(element: Element) -> Iterator[Element]:
    """All paragraphs that stand in an element, in order; one that stands in another follows it."""
    waiting = [element]
    while waiting:
        found = waiting.pop()
        if found.tag in PARAGRAPHS:
            yield found
        waiting += [child for child in reversed(found) if child.tag not in _LEFT_OUT]


def bits(paragraph: Element) -> Iterator[Bit]:
    """What stands in a paragraph, in order, without the paragraphs that stand in it."""
    waiting = list(reversed(paragraph))
    while waiting:
        found = waiting.pop()
        if found.tag == "m-oMath":
            yield _formula(found)
        elif found.tag in _TEXTS:
            yield "text", found.text or "", ""
        elif found.tag in _BREAKS:
            yield "text", " ", ""
        else:
            kind = found.get("ProgID") or found.get("progId") or ""
            if _OBJECT.match(kind):
                yield "problem", kind, f"a formula is an object of {kind}: convert it to Office maths"
            nested = (child for child in reversed(found) if child.tag not in (*_LEFT_OUT, *PARAGRAPHS))
            waiting += nested


def _formula(math: Element) -> Bit:
    try:
        return "formula", latex(math), ""
    except UnknownMath as problem:
        return "problem", "".join(math.itertext()), str(problem)


def said(paragraph: Element) -> str:
    """What a paragraph declares, as `derive: model NAME` on a line of its own does; nothing where it does not."""
    match = _DECLARED.match("".join(text for kind, text, _ in bits(paragraph) if kind == "text"))
    return f"% {match[1].translate(_QUOTES)}" if match is not None else ""


@dataclass
class Lines:
    """The text of a document as it grows, a line for each paragraph in which something stands."""

    name: str
    texts: list[str] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)
    problems: list[Piece] = field(default_factory=list)
    length: int = 0

    def begin(self, cell: int) -> None:
        """A slide or a page begins, whose lines are counted anew."""
        self.parts.append(Part(self.length, self.name, cell=cell))
        self._take("\f")

    def add(self, paragraph: Element, *, is_heading: bool = False) -> None:
        """A paragraph. Raises `BadDocument` where it gets too long."""
        declared = said(paragraph)
        if declared:
            self._take(f"{declared}\n")
            return
        found = [(kind, _INVISIBLE.sub(" ", text), problem) for kind, text, problem in bits(paragraph)]
        if not any(text.strip() for _, text, _ in found):
            return
        is_display = not any(re.search(r"\w", text) for kind, text, _ in found if kind == "text")
        opening, closing = (r"\[", r"\]") if is_display else (r"\(", r"\)")
        self._take("\f" if is_heading else "")
        for kind, text, problem in found:
            if kind == "problem":
                self.problems.append(Piece(f"[{text}]", self.length, "problem", problem=problem))
                self._take(f"[{text}]")
            elif kind == "formula":
                self._take(f"{opening}{text}{closing}" if text else "")
            else:
                self._take(text)
        self._take("\n")

    def declare(self, paragraph: Element) -> None:
        """A paragraph of which only what it declares counts."""
        declared = said(paragraph)
        self._take(f"{declared}\n" if declared else "")

    def document(self) -> Document:
        """The formulas of all lines. Raises `BadDocument`."""
        found = document("".join(self.texts), self.name, "delimited")
        pieces = sorted((*found.pieces, *self.problems), key=lambda piece: piece.start)
        return replace(found, pieces=tuple(pieces), parts=tuple(self.parts))

    def _take(self, text: str) -> None:
        self.texts.append(text)
        self.length += len(text)
        if self.length > MAX_CHARACTERS:
            raise BadDocument(f"{self.name}: this has more than {MAX_CHARACTERS:,} characters: divide it")
