"""The parts of a product: letters, numbers, commands with their arguments, and the scripts on them."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import replace
from fractions import Fraction
from typing import Literal

from derive.ir import Span
from derive.notation import commands, environments
from derive.notation.brackets import Token
from derive.notation.differentials import fraction
from derive.notation.errors import Refusal
from derive.notation.grids import Grids
from derive.notation.surface import (
    Derivative,
    Differential,
    Dots,
    FunctionWord,
    Group,
    Marked,
    Name,
    Number,
    Product,
    Root,
    Scripted,
    Sum,
    Surface,
    Text,
    unmarked,
)

_BESIDE = frozenset({"letter", "number", "function", "script", "prime"})

MAX_DIGITS = 200
"""How many digits a number may have."""


class Parts(Grids, ABC):
    """Reads one part at a time; `sum`, `whole` and `group` are the grammar's."""

    @abstractmethod
    def sum(self) -> Surface:
        """Terms with signs between them."""

    @abstractmethod
    def group(self) -> Group:
        """What stands in the brackets that open here."""

    # --- one part

    def part(self) -> Surface:
        """The next part with its scripts."""
        self.deeper()
        start = self.position
        base = self._primary()
        if isinstance(base, Name) and base.letter == "d" and not base.accent and self._begins_name():
            target = self.part()
            base = Differential("d", target, self.since(start))
        elif isinstance(base, Differential):
            pass
        else:
            base = self.scripted(base, start)
        self.depth -= 1
        return base

    def _begins_name(self) -> bool:
        """Whether a letter, with an accent or font or without, comes next."""
        token = self.peek()
        if token is None:
            return False
        letters = token.kind == "letter"
        return letters or (token.kind == "command" and token.text in commands.ACCENTS.keys() | commands.FONTS.keys())

    def _primary(self) -> Surface:
        token = self.items[self.position]
        if token.kind in ("open", "left", "begin", "begin-group", "bar"):
            return self._bracketed()
        self.position += 1
        if token.kind == "letter":
            return Name(token.text, token.span, font=self.font if len(token.text) == 1 else "")
        if token.kind == "number":
            return self._number(token)
        if token.kind == "function":
            return self._under_arrow(token) or FunctionWord(token.text, token.span)
        if token.kind == "text":
            return Text(token.text, token.span)
        if token.kind == "dots":
            return Dots(token.span)
        return self._command(token)

    def _under_arrow(self, token: Token) -> Name | None:
        r"""The small letter that \vec puts an arrow above, a vector; None where it stacks the columns of a matrix."""
        kinds = [item.kind for item in self.items[self.position : self.position + 3]]
        place = self.position + (kinds[:1] == ["begin-group"])
        one = kinds[:1] == ["letter"] or kinds == ["begin-group", "letter", "end-group"]
        letter = self.items[place] if one else None
        if letter is None or not letter.text[:1].islower() or self.tokens.text[token.start : token.end] != "\\vec":
            return None
        self.position = place + 1 + (place > self.position)
        return Name(letter.text, Span(token.start, self.items[self.position - 1].end), accent="vec")

    def _number(self, token: Token) -> Number:
        if len(token.text) > MAX_DIGITS:
            raise Refusal("never", f"a number has at most {MAX_DIGITS} digits", token.span)
        if token.text[0] == "0" and token.text[1:2].isdigit():
            message = f"`{token.text}` is no number: it begins with a zero too many"
            raise Refusal("unreadable", message, token.span, hint="was it cut off behind a comma?")
        return Number(token.text, Fraction(token.text), token.span)

    def _bracketed(self) -> Surface:
        start = self.position
        token = self.items[start]
        begin = self.grid_inside(start)
        if begin is not None and self.items[begin].text in environments.MATRICES:
            return self.grid(start, begin)
        close = self.tokens.partner.get(start, start)
        if token.kind == "left" and token.text == "." and self.items[close].text == "|":
            body = self.whole(start + 1, close, Span(token.start, self.items[close].end))
            self.position = close + 1
            return self.evaluated(body)
        if token.kind == "begin-group":
            font = self.font
            body = self._switched() or self.group()
            self.font = font
            if isinstance(body, Group) and len(body.items) == 1 and not isinstance(body.items[0], (Sum, Product)):
                return body.items[0]
            return body
        return self.group()

    def _switched(self) -> Surface | None:
        """A group that begins with a font switch, as in {\\rm T}."""
        start = self.position
        close = self.tokens.partner[start]
        first = self.items[start + 1]
        if first.kind != "command" or first.text not in commands.FONT_SWITCHES:
            return None
        self.font = commands.FONT_SWITCHES[first.text]
        span = Span(self.items[start].start, self.items[close].end)
        body = self._in_font(start + 2, close, span)
        self.position = close + 1
        return body

    def _in_font(self, start: int, end: int, span: Span) -> Surface:
        """A range of tokens in the font that is set: several upright letters are one word."""
        letters = [item.text for item in self.items[start:end]]
        kinds = {item.kind for item in self.items[start:end]}
        if self.font == "upright" and len(letters) > 1 and kinds == {"letter"}:
            return Name("".join(letters), span)
        return self.whole(start, end, span)

    # --- commands

    def _command(self, token: Token) -> Surface:
        name = token.text
        start = self.position - 1
        if name == "frac":
            return self._fraction(token, start)
        if name in commands.ACCENTS:
            return self._accented(token, start)
        if name in commands.FONTS:
            return self._font(token, start)
        if name in commands.MARKS:
            return self._marked(token, start)
        if name == "partial":
            return self._partial(token, start)
        if name == "nabla":
            return self._nabla(token)
        if name == "sqrt":
            return self._root(token, start)
        if name in ("top", "prime", "intercal"):
            message = f"`{self.shown(token)}` stands only in a superscript"
            raise Refusal("unreadable", message, token.span, expected=(f"^{self.shown(token)}",))
        raise Refusal("not-yet", f"`{self.shown(token)}` is not read yet", token.span)

    def argument(self, token: Token) -> Surface:
        """The argument behind a command: a group in braces, or one token. Raises `Refusal`."""
        self.skip()
        following = self.peek()
        if following is None or following.kind in (
            "operation",
            "relation",
            "script",
            "comma",
            "end-group",
            "close",
        ):
            message = f"`{self.shown(token)}` needs an argument here"
            at_the_end = following is None and self.position >= len(self.items)
            raise Refusal("unreadable", message, token.span, expected=("an argument in braces",), fragment=at_the_end)
        if following.kind == "begin-group":
            close = self.tokens.partner[self.position]
            if close == self.position + 1:
                message = f"`{self.shown(token)}` has an empty argument"
                if token.text == "frac":
                    message += ": a numerator or denominator is missing"
                span = Span(following.start, self.items[close].end)
                raise Refusal("unreadable", message, span, expected=("a formula",))
            if self.items[self.position + 1].text in commands.FONT_SWITCHES:
                return self._primary()
            span = Span(following.start, self.items[close].end)
            body = self.whole(self.position + 1, close, span)
            self.position = close + 1
            return body
        if following.kind == "number" and len(following.text) > 1:
            return self._digit(following)
        self.deeper()
        body = self._primary()
        self.depth -= 1
        return body

    def _digit(self, token: Token) -> Number:
        """The first digit of a number, as TeX takes an argument without braces; the rest stays."""
        first = Token("number", token.text[0], token.start, token.start + 1)
        rest = token.text[1:]
        if "." in token.text:
            raise Refusal("ambiguous", "without braces only the first digit is the argument", token.span)
        self.items[self.position] = Token("number", rest, token.start + 1, token.end)
        return self._number(first)

    def _fraction(self, token: Token, start: int) -> Surface:
        top = self.argument(token)
        self._check_denominator(token, top)
        bottom = self.argument(token)
        span = self.since(start)
        return fraction(top, bottom, span)

    def _check_denominator(self, token: Token, top: Surface) -> None:
        """Refuse ∂ or d without braces below the bar: TeX takes the sign alone, and leaves the variable beside it."""
        self.skip()
        following = self.peek()
        above = unmarked(top)
        first = unmarked(above.parts[0]) if isinstance(above, Product) else above
        bare = following is not None and following.text == "partial"
        bare = bare or (following is not None and following.text == "d" and isinstance(first, Differential))
        if following is not None and bare and following.kind in ("command", "letter"):
            sign = self.shown(following)
            message = f"`{self.shown(token)}` takes only `{sign}` as its denominator: braces around it are missing"
            place = Span(token.start, following.end)
            raise Refusal("unreadable", message, place, expected=(f"\\frac{{…}}{{{sign} …}}",))

    def _partial(self, token: Token, start: int) -> Surface:
        following = self.peek()
        order = 1
        if following is not None and following.kind == "script":
            if self._has_variable():
                return self._by_subscript("∂", start)
            order = self._order()
            self.skip()
            following = self.peek()
        if following is not None and following.kind == "number":
            message = f"∂ stands before the number {following.text}, where the name of a variable is expected"
            hint = "a letter may have been misread as a digit"
            raise Refusal("unreadable", message, Span(token.start, following.end), hint=hint)
        if following is not None and following.kind == "function":
            return Differential("∂", None, token.span, order)
        if following is None or following.kind not in ("letter", "command", "open", "left", "begin-group"):
            return Differential("∂", None, token.span, order)
        target = self.part()
        return Differential("∂", target, self.since(start), order)

    def _order(self) -> int:
        """The order of a derivative, from the superscript that comes next."""
        script = self.items[self.position]
        self.position += 1
        start, end = self.script_range(script)
        plain = [item for item in self.items[start:end] if item.kind != "gap"]
        if len(plain) != 1 or plain[0].text not in ("1", "2"):
            raise Refusal("not-yet", "derivatives of an order above the second are not read yet", script.span)
        return int(plain[0].text)

    def _has_variable(self) -> bool:
        """Whether a subscript is among the scripts that come next."""
        place = self.position
        while place < self.end and self.items[place].kind == "script" and self.items[place].text == "^":
            place = self.tokens.partner.get(place + 1, place + 1) + 1
        return place < self.end and self.items[place].kind == "script"

    def _nabla(self, token: Token) -> Surface:
        return self._by_subscript("∇", self.position - 1)

    def _by_subscript(self, sign: Literal["∂", "∇"], start: int) -> Surface:
        """An operator with what it differentiates by as its subscript, as far as that is written."""
        order = 1
        variables: tuple[Surface, ...] = ()
        while (following := self.peek()) is not None and following.kind == "script":
            if following.text == "^":
                order = self._order()
                continue
            self.position += 1
            variables = (self.argument(following),)
        if sign == "∂" and isinstance(unmarked(variables[0]), (Product, Group, Number)):
            message = "∂ with several names or a number as its subscript is not read yet"
            raise Refusal("not-yet", message, variables[0].span, hint="write one ∂ for each name")
        return Derivative(sign, None, variables * order, self.since(start), order, below=sign == "∂")

    def _accented(self, token: Token, start: int) -> Surface:
        body = self.argument(token)
        accent = commands.ACCENTS[token.text]
        inner = unmarked(body)
        base = inner.base if isinstance(inner, Scripted) else inner
        if not isinstance(base, Name) or base.accent:
            raise Refusal("not-yet", f"`{self.shown(token)}` over more than one letter is not read yet", body.span)
        name = Name(base.letter, self.since(start), accent, base.font or self.font)
        if isinstance(inner, Scripted):
            return Scripted(name, inner.sub, inner.sup, name.span)
        return name

    def _font(self, token: Token, start: int) -> Surface:
        before, self.font = self.font, commands.FONTS[token.text]
        self.skip()
        following = self.peek()
        if following is not None and following.kind == "begin-group":
            close = self.tokens.partner[self.position]
            if close > self.position + 1:
                body = self._in_font(self.position + 1, close, Span(token.start, self.items[close].end))
                self.position = close + 1
                return self._ones(body, before, token)
        body = self.argument(token)
        return self._ones(body, before, token)

    def _ones(self, body: Surface, before: str, token: Token) -> Surface:
        """The argument of a font command, after which the font is as before; a bold 1 is a name, a vector of ones."""
        font, self.font = self.font, before
        place = Span(token.start, self.items[self.position - 1].end)
        if isinstance(body, Number) and font in ("bold", "bb"):
            return Name(body.text, place, font=font)
        return replace(body, span=place) if isinstance(body, Name) else body

    def _marked(self, token: Token, start: int) -> Surface:
        body = self.argument(token)
        mark = commands.MARKS[token.text]
        label: Text | None = None
        following = self.peek()
        if mark == "brace" and following is not None and following.kind == "script":
            self.position += 1
            first, last = self.script_range(following)
            place = Span(self.items[first].start, self.items[last - 1].end)
            label = Text(self.tokens.text[place.start : place.end], place)
        return Marked(mark, body, label, self.since(start))

    def _root(self, token: Token, start: int) -> Surface:
        degree: Surface | None = None
        following = self.peek()
        if following is not None and following.kind == "open" and following.text == "[":
            close = self.tokens.partner[self.position]
            degree = self.whole(self.position + 1, close, following.span)
            self.position = close + 1
        at = self.position
        character = self.shown(token) == "√" and degree is None
        number = self.peek() if character else None
        if number is not None and number.kind == "number":
            self.position += 1
            body: Surface = self._number(number)
        else:
            body = self.argument(token)
        if character and self.items[at].kind in ("letter", "number"):
            following = self.peek()
            if following is not None and following.kind == "script" and following.text == "_":
                body = self.scripted(body, at)
            self._check_bar(token, raised=isinstance(body, Scripted) and bool(body.sup))
        return Root(body, degree, self.since(start))

    def _check_bar(self, token: Token, *, raised: bool) -> None:
        """Refuse √2x and √x²: the sign as a character has no bar that says how far it reaches."""
        before, following = self.items[self.position - 1], self.peek()
        if raised:
            place = Span(token.start, before.end)
            readings = ("the power of the root", "the root of the power")
            message = f"√ has no bar, so {self.tokens.text[place.start : place.end]} has two readings"
            raise Refusal("ambiguous", message, place, expected=readings, hint="write brackets, or \\sqrt{…}")
        if following is None or following.start != before.end or following.kind not in _BESIDE:
            return
        place = Span(token.start, following.end)
        short = self.tokens.text[token.start : before.end]
        inside = self.tokens.text[token.end : following.end]
        readings = (f"{short}, and {self.shown(following)} outside of the root", f"√({inside} …)")
        message = f"√ has no bar, so how far the root reaches in {short}{self.shown(following)} has two readings"
        raise Refusal("ambiguous", message, place, expected=readings, hint="write brackets, or \\sqrt{…}")
