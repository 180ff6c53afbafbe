"""What stands above and below a letter, and the limits of big operators."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence

from derive.ir import Span
from derive.notation import commands
from derive.notation.brackets import Token
from derive.notation.cursor import Cursor
from derive.notation.errors import Refusal
from derive.notation.splitting import Range, trim
from derive.notation.surface import Conditioned, Name, Part, PartKind, Relation, Scripted, Subscript, Surface

_ALONE = frozenset({"top", "intercal", "prime", "partial"})
"""Commands that are a script without an argument."""


class Scripts(Cursor, ABC):
    """Reads scripts; `whole` is the grammar's, `condition` that of grids."""

    @abstractmethod
    def whole(self, start: int, end: int, around: Span) -> Surface:
        """The formula that a range of tokens is, all of it."""

    @abstractmethod
    def condition(self, start: int, end: int) -> Relation:
        """The comparison that a range of tokens is."""

    def scripted(self, base: Surface, start: int) -> Surface:
        """A base, read already, with the scripts that stand on it."""
        sub: Subscript | None = None
        condition: Relation | None = None
        sup: list[Part] = []
        raised = False
        while (token := self.peek()) is not None and token.kind in ("script", "prime"):
            if token.kind == "prime":
                self.position += 1
                sup.extend(Part("prime", "'", token.span) for _ in token.text)
                continue
            self.position += 1
            if self._is_empty(token):
                continue
            if token.text == "_":
                if sub is not None or condition is not None:
                    self._twice("subscripts", token)
                place = self.script_range(token)
                condition = self._comparison(*place)
                sub = self._subscript(token, place) if condition is None else None
            else:
                if raised:
                    self._twice("superscripts", token)
                raised = True
                sup.extend(self._superscript(token))
        if condition is not None:
            return Conditioned(base, condition, tuple(sup), self.since(start))
        if sub is None and not sup:
            return base
        if isinstance(base, Scripted) and (sub is None or base.sub is None):
            # {W^{(2)}}^T: the braces only group, and superscripts count from the inside out.
            return Scripted(base.base, sub or base.sub, (*base.sup, *sup), self.since(start))
        return Scripted(base, sub, tuple(sup), self.since(start))

    def _is_empty(self, token: Token) -> bool:
        """Whether nothing is lowered, or a macro raises nothing; goes past it. A superscript may be missing there."""
        following = self.peek()
        if (
            following is None
            or following.kind != "begin-group"
            or self.tokens.partner[self.position] > self.position + 1
        ):
            return False
        if token.text == "^" and token.span != following.span:
            return False
        self.position += 2
        self.tokens.notes["an empty script stands for nothing"] = None
        return True

    def _twice(self, what: str, token: Token) -> None:
        hint = "write {a^b}^c or a^{b^c}" if what == "superscripts" else "write a_{1,2}"
        raise Refusal("unreadable", f"two {what} stand on one letter", token.span, hint=hint)

    def script_range(self, token: Token) -> Range:
        """The tokens of the script behind ``^`` or ``_``: a group in braces, or one token."""
        self.skip()
        following = self.peek()
        if following is None or self._is_no_script(token, following):
            what = "superscript" if token.text == "^" else "subscript"
            message = f"`{token.text}` has nothing behind it: a {what} is missing"
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

    def _is_no_script(self, token: Token, following: Token) -> bool:
        """Whether what stands behind ``^`` or ``_`` cannot be a script: a relation, a sign that joins two terms."""
        if following.kind == "operation" and following.text in "*-+":
            behind = self.items[self.position + 1] if self.position + 1 < self.end else None
            joins = behind is not None and behind.kind in ("letter", "number", "open", "function")
            if joins and token.text == "^" and following.text == "-" and behind is not None:
                shown = self.shown(behind)
                readings = (f"^{{-{shown}}}", f"^{{-}} {shown}")
                message = "without braces only the minus sign is in the superscript"
                place = Span(token.start, behind.end)
                raise Refusal("ambiguous", message, place, expected=readings, hint="write the braces")
            return token.text == "_" and joins
        return following.kind in ("script", "operation", "relation")

    def _comparison(self, start: int, end: int) -> Relation | None:
        """The comparison that a subscript is; None for any other."""
        while end - start > 2 and self.tokens.partner.get(start) == end - 1 and self.items[start].text in "({":
            start, end = start + 1, end - 1
        if not any(item.kind == "relation" for item in self.items[start:end]):
            return None
        return self.condition(start, end)

    def _subscript(self, token: Token, place: Range) -> Subscript:
        start, end = place
        pieces = tuple(
            item.text
            for item in self.items[start:end]
            if item.kind not in ("begin-group", "end-group", "gap") and item.text not in commands.FONTS
        )
        if any(item.kind in ("begin", "bar", "evaluation") for item in self.items[start:end]):
            raise Refusal("not-yet", "this subscript is not read yet", token.span)
        span = Span(token.start, self.items[end - 1].end)
        kinds = {item.kind for item in self.items[start:end]}
        nested = "script" in kinds and not kinds & {"text", "comma"} and self.items[start].kind == "letter"
        return Subscript("".join(pieces), pieces, span, self.whole(start, end, span) if nested else None)

    def _superscript(self, token: Token) -> list[Part]:
        start, end = self.script_range(token)
        if self._compares(start, end):
            raise Refusal("not-yet", "a comparison in a superscript is not read yet", token.span)
        parts: list[Part] = []
        while start < end:
            item = self.items[start]
            close = self.tokens.partner.get(start, start)
            kind = self._part_kind(start, end)
            if kind is None:
                value = self.whole(start, end, token.span)
                text = "".join(i.text for i in self.items[start:end] if not self._is_dress(i))
                parts.append(Part("value", text, value.span, value))
                break
            if kind in ("transpose", "letter-T", "inverse-transpose"):
                parts.append(Part(kind, "T", item.span, Name("T", item.span)))
                break
            if kind == "entrywise":
                value = self.whole(start + 1, end, token.span)
                parts.append(Part(kind, "⊙", value.span, value))
                break
            text = "".join(i.text for i in self.items[start + 1 : close]) if close > start else item.text
            text = "'" if kind == "prime" else text
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
        if plain and _begins_with_a_mark(plain):
            return "star" if plain[0].kind == "operation" else "prime"
        if len(plain) > 1 and plain[0].text in "-⊙":
            inverse = len(plain) == 2 and plain[0].text == "-" and plain[1].text in ("top", "intercal", "T")
            return "inverse-transpose" if inverse else "entrywise" if plain[0].text == "⊙" else None
        if item.kind in ("open", "left") and item.text in ("[", "<", "{"):
            return "bracket" if item.text == "[" else "angle"
        if item.kind in ("open", "left") and item.text == "(":
            close = self.tokens.partner[start]
            inner = self.items[start + 1 : close]
            following = [i for i in self.items[close + 1 : end] if i.kind != "gap" and not self._is_dress(i)]
            behind = [i.text for i in following]
            ended = not following or following[0].kind in ("open", "left") or set(behind) <= _MARKS
            alone = len(inner) == 1 and inner[0].kind in ("letter", "number") and ended
            ends = behind in ([], ["top"], ["intercal"], ["T"])
            whole = ends and len(inner) <= 3 and all(i.kind in ("letter", "number", "operation") for i in inner)
            return "paren" if alone or whole else None
        return None

    def _compares(self, start: int, end: int) -> bool:
        """Whether there is a relation that does not stand in a script of its own, as the limit of a sum does."""
        index = start
        while index < end:
            if self.items[index].kind == "relation":
                return True
            index += 1
            if self.items[index - 1].kind == "script":
                index = self.tokens.partner.get(index, index - 1) + 1
        return False

    def _is_dress(self, token: Token) -> bool:
        return token.kind in ("begin-group", "end-group") or self._is_font(token)

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

    def indices_of(self, lower: Range | None) -> tuple[tuple[str, ...], Surface | None, tuple[Relation, ...]]:
        """The indices of a sum, where a single one begins, and the conditions on them, from what stands below it."""
        letters: list[str] = []
        first: Surface | None = None
        conditions: list[Relation] = []
        bare = 0
        for start, end in self._lines_of(lower):
            cut = next((k for k in range(start, end) if self.items[k].kind == "relation"), None)
            if cut is None:
                letters += self._bare_indices(start, end)
                bare += 0 if first is not None else len(letters) - bare
                continue
            relation = self.items[cut].text
            alone = self.items[start].kind == "letter" and cut == start + 1
            span = Span(self.items[start].start, self.items[end - 1].end)
            if alone and relation == "=":
                letters.append(self.items[start].text)
                first = self.whole(cut + 1, end, span)
            elif alone and relation in ("!=", "<", ">", "<=", ">=", "in"):
                letters += [] if self.items[start].text in letters else [self.items[start].text]
                conditions.append(self.condition(start, end))
            else:
                self._refuse_index(span)
        if len(set(letters)) < len(letters):
            place = Span(self.items[lower[0]].start, self.items[lower[1] - 1].end) if lower else self.here()
            raise Refusal("unreadable", "an index of this sum stands twice below it", place)
        if first is not None and len(letters) > 1 and (conditions or bare < len(letters) - 1):
            raise Refusal("not-yet", "several indices that begin somewhere are not read yet", first.span)
        return tuple(letters), first, tuple(conditions)

    def _lines_of(self, lower: Range | None) -> list[Range]:
        """What stands below a sum, line by line, and between commas outside brackets."""
        if lower is None:
            return []
        start, end = lower
        if self.items[start].kind == "command" and self.items[start].text == "substack":
            start, end = start + 2, self.tokens.partner[start + 1]
        pieces, begin, index = [], start, start
        while index < end:
            if self.items[index].kind in ("newline", "comma"):
                pieces.append((begin, index))
                begin = index + 1
            index = self.tokens.partner.get(index, index) + 1
        trimmed = (trim(self.tokens, piece) for piece in [*pieces, (begin, end)])
        return [piece for piece in trimmed if piece[0] < piece[1]]

    def _bare_indices(self, start: int, end: int) -> list[str]:
        items = [item for item in self.items[start:end] if item.kind != "gap"]
        if any(item.kind != "letter" or len(item.text) > 1 for item in items):
            self._refuse_index(Span(items[0].start, items[-1].end))
        return [item.text for item in items]

    def _refuse_index(self, span: Span) -> None:
        message = "this is no index of a sum"
        raise Refusal("not-yet", message, span, hint="an index is written i = 1, or i, or j \\neq i")


_MARKS = frozenset({"prime", "'", "*", "+", "top", "intercal", "T"})
"""What may stand behind an index in brackets above a name, and behind another mark."""


def _begins_with_a_mark(items: Sequence[Token]) -> bool:
    """Whether a prime or a star begins a superscript, and nothing but marks or a transpose follows, as in w^{* T}."""
    first, *rest = items
    mark = first.text in ("prime", "'") or (first.kind == "operation" and first.text in "*+")
    return mark and all(item.text in _MARKS for item in rest)
