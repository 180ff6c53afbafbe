"""A place in a row of tokens, and what every part of the grammar asks of it."""

from __future__ import annotations

from derive.ir import Span
from derive.notation.brackets import Token, Tokens
from derive.notation.errors import Refusal

_SPACES = frozenset({"gap", "quad", "newline", "column"})

MAX_RECURSION = 60
"""How deep parts may stand inside parts, with and without brackets."""


class Cursor:
    """The tokens, the next one to read, and where the part that is being read ends."""

    def __init__(self, tokens: Tokens) -> None:
        self.tokens = tokens
        self.items = tokens.items
        self.position = 0
        self.end = len(tokens.items)
        self.depth = 0
        self.font = ""

    def peek(self) -> Token | None:
        """The next token, or None at the end of the part."""
        return self.items[self.position] if self.position < self.end else None

    def skip(self) -> bool:
        """Go past spaces; whether a wide one was among them."""
        wide = False
        while self.position < self.end and self.items[self.position].kind in _SPACES:
            wide = wide or self.items[self.position].kind == "quad"
            self.position += 1
        return wide

    def skip_empty(self) -> bool:
        """Go past spaces and empty braces that carry no script; whether a wide space was among them."""
        wide = self.skip()
        while (token := self.peek()) is not None and token.kind == "begin-group":
            after = self.position + 2
            empty = self.tokens.partner[self.position] == self.position + 1
            if empty and self._has_nothing_below(after):
                after += 3
            if not empty or (after < self.end and self.items[after].kind == "script"):
                break
            self.position = after
            wide = self.skip() or wide
        return wide

    def _has_nothing_below(self, position: int) -> bool:
        """Whether an empty subscript comes next."""
        if position + 1 >= self.end or self.items[position][:2] != ("script", "_"):
            return False
        return self.tokens.partner.get(position + 1) == position + 2 and self.items[position + 1].kind == "begin-group"

    def shown(self, token: Token) -> str:
        """The token as the source spells it."""
        return self.tokens.text[token.start : token.end]

    def since(self, start: int) -> Span:
        """The place from the token at ``start`` to the last one read."""
        last = max(start, self.position - 1)
        while last > start and self.items[last].kind in _SPACES:
            last -= 1
        return Span(self.items[start].start, self.items[last].end)

    def here(self) -> Span:
        """The place of the next token, or just behind the last one."""
        token = self.peek()
        if token is not None:
            return token.span
        end = self.items[self.end - 1].end if self.end else 0
        return Span(end, end + 1)

    def deeper(self) -> None:
        """Count one more level. Raises `Refusal` where there are too many."""
        self.depth += 1
        if self.depth > MAX_RECURSION:
            raise Refusal("never", f"parts are nested more than {MAX_RECURSION} deep", self.here())

    def refuse_missing(self, message: str, span: Span) -> None:
        """Refuse because something is missing; at the end of the text that makes it a fragment."""
        at_the_end = self.peek() is None and self.position >= len(self.items)
        raise Refusal("unreadable", message, span, expected=("a name", "a number", "a bracket"), fragment=at_the_end)
