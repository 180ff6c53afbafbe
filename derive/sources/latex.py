r"""LaTeX, with the files that ``\input``, ``\include`` and ``\subfile`` draw in from inside the folder.

Nothing is run. A file outside the folder, one that is not there, and one that draws itself in, is told at its place,
and the rest is read.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from derive.documents import MAX_CHARACTERS, BadDocument, Document, Part, Piece, decoded, document
from derive.sources import Context

SUFFIXES = (".tex", ".ltx")

MOST_NESTED = 20
"""How deep files may draw one another in."""

_DRAWN_IN = re.compile(
    r"(?P<comment>(?<!\\)(?:\\\\)*%[^\n]*)"
    r"|\\(?:input|include|subfile)(?![A-Za-z])\s*(?:\{(?P<braced>[^{}\n]{1,200})\}|(?P<bare>[^\s{}\\%]{1,200}))"
)


def read(content: bytes, name: str, context: Context) -> Document:
    """The formulas of the text and of the files that it draws in. Raises `BadDocument`."""
    text = decoded(content, name)
    if "\\input" not in text and "\\include" not in text and "\\subfile" not in text:
        return document(text, name, "latex")
    drawn = _Drawing(context)
    drawn.add(text, name, ())
    found = document("".join(drawn.texts), name, "latex")
    pieces = sorted((*found.pieces, *drawn.problems), key=lambda piece: piece.start)
    return replace(found, pieces=tuple(pieces), parts=tuple(drawn.parts))


@dataclass
class _Drawing:
    """The text as it grows together, the parts that it comes from, and what could not be drawn in."""

    context: Context
    texts: list[str] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)
    problems: list[Piece] = field(default_factory=list)
    length: int = 0

    def add(self, text: str, name: str, above: tuple[str, ...]) -> None:
        """The text of a file, with those that it draws in in their places."""
        position = 0
        self.parts.append(Part(self.length, name))
        for match in _DRAWN_IN.finditer(text):
            if match["comment"] is not None:
                continue
            self._take(text[position : match.start()])
            position = match.end()
            try:
                path, drawn = self._drawn_in((match["braced"] or match["bare"]).strip(), name, above)
            except BadDocument as problem:
                self.problems.append(Piece(match[0], self.length, "problem", problem=str(problem)))
                self._take(match[0])
                continue
            self.add(drawn, path, (*above, name))
            self._take("\n")
            self.parts.append(Part(self.length, name, line=text.count("\n", 0, position) + 1))
        self._take(text[position:])

    def _take(self, text: str) -> None:
        self.texts.append(text)
        self.length += len(text)
        if self.length > MAX_CHARACTERS:
            raise BadDocument(f"with the files that are drawn in this has more than {MAX_CHARACTERS:,} characters")

    def _drawn_in(self, wanted: str, name: str, above: tuple[str, ...]) -> tuple[str, str]:
        if len(above) >= MOST_NESTED:
            raise BadDocument(f"{wanted}: files draw one another in more than {MOST_NESTED} deep")
        path, text = self.context.text_of(wanted, name)
        if path in (*above, name):
            raise BadDocument(f"{wanted}: this file draws itself in")
        return path, text
