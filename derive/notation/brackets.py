"""Tokens, and the brackets among them: each opening one with the place of its partner.

Text that is nested too deep or unbalanced is refused here.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from derive.ir import Span
from derive.notation.errors import Refusal
from derive.notation.macros import Macro

MAX_DEPTH = 40
"""How deep brackets may be nested: the grammar recurses into them, and Python's stack is finite."""

_OPENING = {"end-group": "begin-group", "close": "open", "right": "left", "end": "begin"}
_UNSEEN = frozenset({"(", "[", "{"})


class Token(NamedTuple):
    """A piece of a formula: its kind, its normalised text and its place in the source."""

    kind: str
    text: str
    start: int
    end: int

    @property
    def span(self) -> Span:
        """The place in the source."""
        return Span(self.start, self.end)


@dataclass
class Tokens:
    """A formula in tokens.

    ``partner`` leads from each opening bracket to its closing one, ``overs`` from an opening one to the ``\\over``
    directly inside it. ``words`` are runs of letters that look like words of a sentence, ``short`` those that may be
    words of two letters. ``notes`` says in words what was decided.
    """

    text: str
    items: list[Token] = field(default_factory=list)
    partner: dict[int, int] = field(default_factory=dict)
    overs: dict[int, int] = field(default_factory=dict)
    words: list[Span] = field(default_factory=list)
    short: list[Span] = field(default_factory=list)
    notes: dict[str, None] = field(default_factory=dict)
    macros: dict[str, Macro] = field(default_factory=dict)


class Brackets:
    """Collects tokens and pairs the brackets among them.

    While a macro is expanded, ``text`` is what it stands for, and ``around`` the places of the macros.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self.result = Tokens(text)
        self.items = self.result.items
        self.stack: list[int] = []
        self.around: list[Span] = []
        self.bars = [0]
        self.waiting: list[tuple[int, int]] = []
        self.broken: dict[int, tuple[int, int]] = {}

    def place(self, start: int, end: int) -> Span:
        """The place in the source of something in the text that is being read."""
        return self.around[0] if self.around else Span(start, end)

    def put(self, kind: str, text: str, start: int, end: int) -> None:
        """Add a token."""
        place = self.place(start, end)
        self.items.append(Token(kind, text, place.start, place.end))

    def open(self, kind: str, text: str, start: int, end: int) -> None:
        """Add an opening bracket. Raises `Refusal` where it is too deep."""
        if len(self.stack) >= MAX_DEPTH:
            message = f"brackets are nested more than {MAX_DEPTH} deep"
            raise Refusal("never", message, self.place(start, end))
        self.stack.append(len(self.items))
        self.bars.append(0)
        self.put(kind, text, start, end)

    def close(self, kind: str, text: str, start: int, end: int) -> None:
        """Add a closing bracket, the partner of the last one that is open. Raises `Refusal` where it does not fit."""
        opening = _OPENING[kind]
        partner = self.items[self.stack[-1]] if self.stack else None
        if self._closes_text(partner, kind, text, end):
            return
        if partner is None:
            raise self._opened_by_nothing(kind, text, start, end)
        if partner.kind != opening or (kind in ("close", "end") and partner.text != text):
            if partner.kind == "open" and kind in ("end-group", "end", "right"):
                raise self.unclosed(self.place(start, end))
            message = f"{self._source(partner.span)} is closed by {self.shown(start, end)}"
            hint = "close them in the order they were opened"
            raise Refusal("unreadable", message, self.place(start, end), hint=hint)
        first = self.stack.pop()
        self.bars.pop()
        self.result.partner[first] = len(self.items)
        self.put(kind, text, start, end)
        while self.waiting and self.waiting[-1][1] > len(self.stack):
            self.waiting.pop()  # a remark ends with the bracket that it stands in
        if kind == "right":
            self._mend(first, len(self.items) - 1)

    def _mend(self, first: int, last: int) -> None:
        """Join a bracket that was cut in two at the end of a line: ``\\left( … \\right. \\\\ \\left. … \\right)``."""
        opening, closing = self.items[first].text, self.items[last].text
        depth = len(self.stack)
        before = self.broken.pop(depth, None)
        if opening in _UNSEEN and closing == ".":
            self.broken[depth] = first, last
            return
        if before is None or opening != "." or self.items[before[0]].text != closing:
            return
        for index in (before[1], first):
            self.items[index] = self.items[index]._replace(kind="gap")
        del self.result.partner[first]
        self.result.partner[before[0]] = last

    # --- brackets that are opened in words

    def wait_for_bracket(self) -> None:
        """Note that the words just added open a bracket, as in \\text{(because } c > 0)."""
        self.waiting.append((len(self.items) - 1, len(self.stack)))

    def _closes_text(self, partner: Token | None, kind: str, text: str, end: int) -> bool:
        """Whether a round bracket closes one that words opened: then all of it is one remark."""
        if kind != "close" or text != "(" or not self.waiting or self.waiting[-1][1] != len(self.stack):
            return False
        self.end_remark(end)
        return True

    def end_remark(self, end: int) -> None:
        """Make one remark of everything from the words that opened a bracket."""
        first, _ = self.waiting.pop()
        start = self.items[first].start
        place = Span(start, self.place(start, end).end)
        del self.items[first:]
        partner = self.result.partner
        while partner and next(reversed(partner)) >= first:  # what was closed last was opened inside the remark
            partner.popitem()
        self.items.append(Token("text", self.result.text[place.start : place.end], place.start, place.end))

    # --- errors

    def unclosed(self, at: Span) -> Refusal:
        """The refusal of the last bracket that is open, which should have been closed at a place."""
        partner = self.items[self.stack[-1]]
        shown = self._source(partner.span)
        closing = {"left": "`\\right`", "begin": f"`\\end{{{partner.text}}}`", "begin-group": "a brace `}`"}
        message = f"{shown} is never closed"
        expected = (closing.get(partner.kind, "`)`" if partner.text == "(" else "its closing bracket"),)
        at_the_end = at.start >= len(self.result.text) or self.result.text.startswith("\\end", at.start)
        breaks_off = at_the_end and partner.kind == "open" and partner.text in ("(", "[")
        return Refusal("unreadable", message, partner.span, expected=expected, fragment=breaks_off)

    def _opened_by_nothing(self, kind: str, text: str, start: int, end: int) -> Refusal:
        opening = {"end-group": "{", "close": text, "right": "\\left", "end": f"\\begin{{{text}}}"}[kind]
        message = f"{self.shown(start, end)} closes nothing: no `{opening}` is open here"
        return Refusal("unreadable", message, self.place(start, end))

    def shown(self, start: int, end: int) -> str:
        """A piece of the text that is being read, in quotes."""
        return "`" + self.text[start:end] + "`"

    def _source(self, span: Span) -> str:
        return "`" + self.result.text[span.start : span.end] + "`"
