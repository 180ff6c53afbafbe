"""Why a formula was refused, said as a good compiler would: what, where, and what would be right."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import Literal, TypeAlias

from derive.ir import Span

ErrorKind: TypeAlias = Literal["unreadable", "unbound", "ambiguous", "ill-shaped", "not-yet", "never"]
"""*not-yet* is clear but not read by this version; *never* has no meaning, or none within bounds."""

WINDOW = 100
"""How many characters of a long line are shown around the place."""

_TITLES: dict[str, str] = {
    "unreadable": "cannot be read",
    "unbound": "unknown name",
    "ambiguous": "two readings",
    "ill-shaped": "shapes do not fit",
    "not-yet": "not read yet",
    "never": "refused",
}


@dataclass(frozen=True)
class ReadError:
    """Why a formula was not read, and the place in its text.

    ``expected`` lists what could have stood there, or for ``ambiguous`` the two readings; ``hint`` says
    what to do.
    """

    kind: ErrorKind
    message: str
    span: Span
    expected: tuple[str, ...] = ()
    hint: str = ""

    def render(self, text: str, place: str = "") -> str:
        """The message with the line of ``text`` that it is about, and a caret under the place.

        ``place`` names where the text comes from, such as ``lecture.md:12``; without it, a text of several lines
        has the line and the column named.
        """
        line, column, width = _window(text, self.span)
        before = text[: self.span.start]
        if not place and "\n" in text.strip():
            place = f"line {before.count(chr(10)) + 1}, column {len(before) - before.rfind(chr(10))}"
        head = f"{place}: " if place else ""
        rows = [f"{head}{_TITLES[self.kind]}: {self.message}", f"  {line}", f"  {' ' * column}{'^' * width}"]
        if self.expected:
            label = "readings" if self.kind == "ambiguous" else "expected"
            rows.append(f"  {label}: {' | '.join(self.expected)}")
        if self.hint:
            rows.append(f"  hint: {self.hint}")
        return "\n".join(rows)


class Refusal(Exception):
    """Ends a reading with a `ReadError`; it never leaves this package.

    ``fragment`` says that the formula only breaks off: what there is of it is well formed.
    """

    def __init__(
        self,
        kind: ErrorKind,
        message: str,
        span: Span,
        *,
        expected: tuple[str, ...] = (),
        hint: str = "",
        fragment: bool = False,
    ) -> None:
        super().__init__(message)
        self.error = ReadError(kind, message, span, expected, hint)
        self.fragment = fragment


def _columns(text: str) -> int:
    """How many columns of a terminal the text takes."""
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def _window(text: str, span: Span) -> tuple[str, int, int]:
    """The line around a span, clipped; the column of the caret in it, and how many carets."""
    start = min(max(span.start, 0), len(text))
    end = min(max(span.end, start), len(text))
    first = text.rfind("\n", 0, start) + 1
    last = text.find("\n", start)
    last = len(text) if last < 0 else last
    end = min(end, last)
    left = max(first, start - WINDOW // 2)
    right = min(last, left + WINDOW)
    end = min(end, right)
    lead = "…" if left > first else ""
    tail = "…" if right < last else ""
    line = "".join(c if c.isprintable() else " " for c in text[left:right])
    return (
        f"{lead}{line}{tail}",
        len(lead) + _columns(text[left:start]),
        max(1, _columns(text[start:end])),
    )
