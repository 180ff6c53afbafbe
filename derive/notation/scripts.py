"""What stands above and below a letter, and the limits of big operators."""

from __future__ import annotations

from derive.ir import Span
from derive.notation import commands
from derive.notation.cursor import Cursor
from derive.notation.errors import Refusal
from derive.notation.splitting import Range
from derive.notation.surface import Name, Part, PartKind, Scripted, Subscript, Surface
from derive.notation.tokens import Token

_ALONE = frozenset({"top", "intercal", "prime", "partial"})
"""Commands that are a script without an argument."""


class Scripts(Cursor):
    """Reads scripts; `whole` is the grammar's."""

    def whole(self, start: int, end: int, around: Span) -> Surface:
        """The formula that a range of tokens is, all of it."""
        raise NotImplementedError

    def scripted(self, base: Surface, start: int) -> Surface:
        """A base, read already, with the scripts that stand on it."""
        sub: Subscript | None = None
        sup: list[Part] = []
        raised = False
        while (token := self.peek()) is not None and token.kind in ("script", "prime"):
            if token.kind == "prime":
                self.position += 1
                sup.extend(Part("prime", "'", token.span) for _ in token.text)
                continue
            self.position += 1
            if token.text == "_":
                if sub is not None:
                    self._twice("subscripts", token)
                sub = self._subscript(token)
            else:
                if raised:
                    self._twice("superscripts", token)
                raised = True
                sup.extend(self._superscript(token))
        return base if sub is None and not sup else Scripted(base, sub, tuple(sup), self.since(start))

    def _twice(self, what: str, token: Token) -> None:
        hint = "write {a^b}^c or a^{b^c}" if what == "superscripts" else "write a_{1,2}"
        raise Refusal("unreadable", f"two {what} stand on one letter", token.span, hint=hint)

    def script_range(self, token: Token) -> Range:
        """The tokens of the script behind ``^`` or ``_``: a group in braces, or one token."""
        self.skip()
        following = self.peek()
        if following is None or (following.kind in ("script", "operation", "relation") and following.text not in "*-+"):
            message = f"`{token.text}` has nothing behind it"
            at_the_end = following is None and self.position >= len(self.items)
            raise Refusal("unreadable", message, token.span, expected=("a script",), fragment=at_the_end)
        first = self.position
        if following.kind == "begin-group":
            self.position = self.tokens.partner[first] + 1
            if self.position == first + 2:
                raise Refusal("unreadable", f"`{token.text}` has an empty script", token.span)
            return first + 1, self.position - 1
        if following.kind == "number" and len(following.text) > 1:
            message = f"without braces only the first digit of {following.text} is in the script"
            readings = (
                f"{token.text}{{{following.text}}}",
                f"{token.text}{following.text[0]} {following.text[1:]}",
            )
            raise Refusal("ambiguous", message, following.span, expected=readings, hint="write the braces")
        self.position += 1
        if (
            following.kind == "command"
            and following.text not in _ALONE
            and (behind := self.peek()) is not None
            and behind.kind in ("begin-group", "letter")
        ):
            self.position = self.tokens.partner.get(self.position, self.position) + 1
        elif following.kind in ("open", "left"):
            self.position = self.tokens.partner[first] + 1
        return first, self.position

    def _subscript(self, token: Token) -> Subscript:
        start, end = self.script_range(token)
        pieces = tuple(
            item.text
            for item in self.items[start:end]
            if item.kind not in ("begin-group", "end-group", "gap") and item.text not in commands.FONTS
        )
        text = "".join(pieces)
        if any(item.kind in ("relation", "begin", "bar") for item in self.items[start:end]):
            raise Refusal("not-yet", "a condition in a subscript is not read yet", token.span)
        return Subscript(text, pieces, Span(token.start, self.items[end - 1].end))

    def _superscript(self, token: Token) -> list[Part]:
        start, end = self.script_range(token)
        parts: list[Part] = []
        while start < end:
            item = self.items[start]
            close = self.tokens.partner.get(start, start)
            kind = self._part_kind(start, end)
            if kind is None:
                value = self.whole(start, end, token.span)
                text = "".join(i.text for i in self.items[start:end] if i.kind not in ("begin-group", "end-group"))
                parts.append(Part("value", text, value.span, value))
                break
            if kind in ("transpose", "letter-T"):
                parts.append(Part(kind, "T", item.span, Name("T", item.span)))
                break
            text = "".join(i.text for i in self.items[start + 1 : close]) if close > start else item.text
            span = Span(item.start, self.items[close].end)
            inner = self.whole(start + 1, close, span) if close > start else None
            parts.append(Part(kind, text, span, inner))
            start = close + 1
            while start < end and self.items[start].kind == "gap":
                start += 1
        return parts

    def _part_kind(self, start: int, end: int) -> PartKind | None:
        """What stands at the beginning of a superscript; None for a value such as an exponent."""
        item = self.items[start]
        plain = [
            i
            for i in self.items[start:end]
            if i.kind not in ("begin-group", "end-group", "gap") and not self._is_font(i)
        ]
        if len(plain) == 1:
            only = plain[0]
            if only.text in ("top", "intercal"):
                return "transpose"
            if only.kind == "letter" and only.text == "T":
                return "letter-T" if len(plain) == end - start else "transpose"
            if only.text in ("prime", "'"):
                return "prime"
            if only.kind == "operation" and only.text in "*+":
                return "star"
        if item.kind in ("open", "left") and item.text in ("[", "<"):
            return "bracket" if item.text == "[" else "angle"
        if item.kind in ("open", "left") and item.text == "(":
            close = self.tokens.partner[start]
            inner = self.items[start + 1 : close]
            alone = len(inner) == 1 and inner[0].kind in ("letter", "number")
            whole = (
                close == end - 1 and len(inner) <= 3 and all(i.kind in ("letter", "number", "operation") for i in inner)
            )
            return "paren" if alone or whole else None
        return None

    def _is_font(self, token: Token) -> bool:
        return token.kind == "command" and (token.text in commands.FONTS or token.text in commands.FONT_SWITCHES)

    def limits(self) -> tuple[Range | None, Range | None]:
        """The tokens of the limits behind a big operator, below and above."""
        below: Range | None = None
        above: Range | None = None
        self.skip()
        while (token := self.peek()) is not None and token.kind == "script":
            self.position += 1
            if token.text == "_":
                if below is not None:
                    self._twice("subscripts", token)
                below = self.script_range(token)
            else:
                if above is not None:
                    self._twice("superscripts", token)
                above = self.script_range(token)
            self.skip()
        return below, above

    def index_of(self, lower: Range | None) -> tuple[str, Surface | None]:
        """The index of a sum and where it begins, from what stands below it."""
        if lower is None:
            return "", None
        start, end = lower
        first = self.items[start]
        span = Span(first.start, self.items[end - 1].end)
        if first.kind != "letter":
            raise Refusal("not-yet", "only a sum over one index, such as i = 1, is read yet", span)
        if end == start + 1:
            return first.text, None
        if self.items[start + 1].kind != "relation" or self.items[start + 1].text != "=":
            raise Refusal("not-yet", "only a sum over one index, such as i = 1, is read yet", span)
        return first.text, self.whole(start + 2, end, span)
