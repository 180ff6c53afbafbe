"""From tokens to the formula as it is written, by recursive descent with one token ahead.

sum := [sign] product (sign product)* · product := part (operation part | part)* · part := primary scripts*.
A big sum takes the rest of its product as its body. Errors say what is missing, and where.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from derive.ir import Span
from derive.notation.brackets import Tokens
from derive.notation.commas import check_decimal, check_thousands
from derive.notation.differentials import fraction, slashed
from derive.notation.errors import Refusal
from derive.notation.forms import is_bare, is_name
from derive.notation.listing import listed
from derive.notation.splitting import SPACES, Piece, Range, pieces_of, span_of, trim, trim_words
from derive.notation.surface import (
    BigSum,
    Group,
    Name,
    Number,
    Product,
    Statement,
    Sum,
    Surface,
    indices,
    unmarked,
)
from derive.notation.wording import Wording, changed

_STARTS = frozenset({"letter", "number", "function", "open", "left", "begin-group", "command", "text", "begin", "dots"})
_SIGNS = {"+": 1, "-": -1}
_APART = frozenset({"operation", "relation"})


def parse(tokens: Tokens) -> tuple[Statement, ...]:
    """The statements of a formula. Raises `Refusal`."""
    found: list[Statement] = []
    check_thousands(tokens)
    for piece in pieces_of(tokens):
        statement = _Parser(tokens).statement(piece)
        if set(statement.relations) == {","} and not all(is_name(side) for side in statement.sides):
            found += (replace(statement, sides=(side,), relations=(), span=side.span) for side in statement.sides)
        else:
            found.append(statement)
    return tuple(found)


class _Parser(Wording):
    """Sums, products and statements; the rest is `Wording` and `Parts`."""

    # --- statements

    def statement(self, piece: Piece) -> Statement:
        """One statement: its sides and the relations between them. Raises `Refusal`."""
        span = span_of(self.items, (piece.start, piece.end))
        conditions = tuple(self.condition_behind(*bound) for bound in piece.conditions)
        parsed = self.spoken(piece.start, piece.end, span) or self._sides(piece.start, piece.end, span)
        before = self.items[piece.start - 1] if piece.start else None
        labelled = before is not None and before.kind == "text" and before.text.rstrip().endswith(":")
        plain = not parsed.relations and not parsed.kind
        if plain and ((piece.words and is_bare(parsed.sides[0])) or labelled):
            parsed = replace(parsed, kind="notation")
        return replace(parsed, conditions=conditions, row=piece.row)

    def _sides(self, start: int, end: int, span: Span) -> Statement:
        cuts, piece_start = self.top(start, end, "relation"), start
        if len(cuts) > 1 and cuts[0] == start and self.items[start].text == "->":
            start, cuts = start + 1, cuts[1:]  # an arrow before an equation says only that it follows
        leads = bool(cuts) and cuts[0] == start
        first = self.items[start]
        times = first.kind == "operation" and first.text not in (*_SIGNS, "±")
        if leads or times:
            start, cuts = start + 1, cuts[1:] if leads else cuts
            # An arrow before a whole statement only points to it.
            leads = leads and not (cuts and first.text in ("->", "=>"))
        relations = [self.items[cut].text for cut in cuts]
        bounds = [trim(self.tokens, bound) for bound in self.between(start, end, cuts)]
        dangling = first.span if times else None
        if cuts and bounds[-1][0] >= bounds[-1][1]:
            dangling = self.items[cuts[-1]].span
            bounds, relations = bounds[:-1], relations[:-1]
        if start >= end or (not cuts and bounds[0][0] >= bounds[0][1]):
            return Statement((), (), span, leads, dangling, kind="fragment")
        sides: list[Surface] = []
        for number, bound in enumerate(bounds):
            last = number == len(bounds) - 1
            first_token, stop = bound
            if first_token >= stop:
                place = self.items[cuts[min(number, len(cuts) - 1)]].span
                raise Refusal("unreadable", "a side is missing here: nothing is expected to equal", place)
            if last and dangling is None:
                stop, dangling = self._without_dangling(bound)
            declared = number == 0 and relations[:1] == ["in"]
            sides += self._side(first_token, stop, span, single=len(bounds) == 1, declared=declared)
            if number == 0 and len(sides) > 1:
                relations = [","] * (len(sides) - 1) + relations
        words = self.items[piece_start - 1] if piece_start else None
        spoken = words.text if words is not None and words.kind == "text" else ""
        return changed(Statement(tuple(sides), tuple(relations), span, leads, dangling), spoken)

    def _without_dangling(self, bound: Range) -> tuple[int, Span | None]:
        """Where the side ends without operations that have nothing behind them, and the place of those."""
        start, end = bound
        if end - start > 1 and self.items[end - 1].kind == "dots" and self.items[end - 2].kind == "operation":
            place, end = self.items[end - 1].span, end - 1
            return self._without_dangling((start, end))[0], place
        if end - start > 2 and self.items[end - 2].kind == "script":
            return end, None
        if end - start > 1 and self.items[end - 1].kind == "operation":
            place = self.items[end - 1].span
            while end - start > 1 and self.items[end - 1].kind in ("operation", "gap"):
                end -= 1
            return end, place
        return end, None

    def _side(self, start: int, end: int, span: Span, *, single: bool, declared: bool) -> list[Surface]:
        commas = self.top(start, end, "comma")
        if not commas:
            return [self.whole(start, end, span)]
        if len(commas) == 1:
            check_decimal(self.tokens, commas[0])
        bounds = [trim_words(self.tokens, bound) for bound in self.between(start, end, commas)]
        dots = [place for place, (a, b) in enumerate(bounds) if declared and self._are_dots(a, b)]
        items = [self.whole(a, b, span) for place, (a, b) in enumerate(bounds) if a < b and place not in dots]
        if declared and all(map(is_name, items)):
            return listed(items, dots)
        if not single and len(items) > 1 and not all(isinstance(unmarked(item), Name) for item in items):
            place = self.items[commas[0]].span
            message = "a comma stands between two formulas here"
            raise Refusal("unreadable", message, place, hint="write two statements, or leave the comma out")
        return items

    def _are_dots(self, start: int, end: int) -> bool:
        return [token.kind for token in self.items[start:end] if token.kind not in SPACES] == ["dots"]

    def whole(self, start: int, end: int, around: Span) -> Surface:
        """The formula that a range of tokens is, all of it."""
        middle = self.tokens.overs.get(start - 1)
        if middle is not None and start < middle < end - 1:
            return fraction(self.whole(start, middle, around), self.whole(middle + 1, end, around), around)
        outer = self.position, self.end
        self.position, self.end = start, end
        self.skip_empty()
        if self.position >= end:
            raise Refusal("unreadable", "nothing stands here, where a formula is expected", around)
        result = self.sum()
        self.skip()
        if self.position < end:
            raise self._unexpected()
        self.position, self.end = outer
        return result

    def _unexpected(self) -> Refusal:
        token = self.items[self.position]
        shown = self.tokens.text[token.start : token.end]
        if token.kind in ("bar", "mid", "evaluation"):
            return Refusal("not-yet", "a bar that stands alone is not read yet: a condition, an evaluation", token.span)
        if token.text == "∞":
            return Refusal("not-yet", f"`{shown}` is not a number here: only numbers can be reckoned with", token.span)
        if token.kind == "forall":
            return Refusal("not-yet", "a statement for all values of a name is not read yet here", token.span)
        if token.kind == "over":
            return Refusal("unreadable", f"`{shown}` divides all of a group in braces: write them", token.span)
        if token.kind == "relation":
            return Refusal("unreadable", f"`{shown}` cannot stand inside a formula", token.span)
        return Refusal("unreadable", f"`{shown}` cannot stand here", token.span, expected=("an operation", "the end"))

    # --- sums and products

    def sum(self) -> Surface:
        """Terms with signs between them."""
        self.skip_empty()
        start = self.position
        terms = [(self._sign(first=True), self.product())]
        self.skip()
        while (token := self.peek()) is not None and token.kind == "operation" and token.text in (*_SIGNS, "±"):
            sign = self._sign(first=False)
            terms.append((sign, self.product()))
            self.skip()
        if len(terms) == 1 and terms[0][0] == 1:
            return terms[0][1]
        return Sum(tuple(_absorbed(terms)), self.since(start))

    def _sign(self, *, first: bool) -> int:
        """The sign before a term; between terms a second minus may follow."""
        sign, seen = 1, 0
        while (token := self.peek()) is not None and token.kind == "operation" and token.text in (*_SIGNS, "±"):
            if token.text == "±":
                raise Refusal("never", "`±` stands for two formulas at once", token.span, hint="write them both")
            if seen and (seen == 2 - first or token.text == "+"):
                raise Refusal("unreadable", "two signs stand side by side", token.span, expected=("a term",))
            sign *= _SIGNS[token.text]
            seen += 1
            self.position += 1
            self.skip()
        return sign

    def product(self) -> Surface:
        """Parts side by side or with operations between them."""
        start = self.position
        parts: list[Surface] = []
        operations: list[str] = []
        operation = ""
        while True:
            wide = self.skip_empty()
            token = self.peek()
            if token is None:
                break
            if token.kind == "evaluation" and parts and not operation:
                parts, operations = [self._evaluated(parts, operations, start)], [""]
                continue
            if token.kind == "operation" and token.text not in (*_SIGNS, "±"):
                operation = self._operation(alone=not parts or bool(operation))
                continue
            if operation and token.kind == "operation":
                parts.append(self._signed_part())
            elif token.kind == "command" and token.text in ("sum", "prod"):
                parts.append(self._big_sum())
            elif token.kind in _STARTS or (token.kind == "bar" and self.bars_close(self.position)):
                parts.append(self.part())
            else:
                break
            if not operation and not wide and len(parts) > 1:
                self._check_numbers(parts[-2], parts[-1])
            operations.append(operation or ("quad" if wide else ""))
            operation = ""
        if operation or not parts:
            if token is not None and token.kind not in ("operation", "relation", "comma"):
                raise self._unexpected()
            self.refuse_missing(self._missing(), self.here())
        if len(parts) == 1:
            return parts[0]
        self._check_invisible(parts)
        return slashed(Product(tuple(parts), tuple(operations[1:]), self.since(start)))

    def _check_numbers(self, left: Surface, right: Surface) -> None:
        """Refuse two numbers with nothing between them."""
        if isinstance(left, Number) and isinstance(right, Number):
            place = Span(left.span.start, right.span.end)
            message = f"the numbers {left.text} and {right.text} stand side by side"
            raise Refusal("unreadable", message, place, expected=("an operation between them", "one number"))

    def _evaluated(self, parts: list[Surface], operations: list[str], start: int) -> Surface:
        """The product before an evaluation bar, at the point below the bar."""
        product = parts[0] if len(parts) == 1 else Product(tuple(parts), tuple(operations[1:]), self.since(start))
        self.position += 1
        return self.evaluated(product)

    def _operation(self, *, alone: bool) -> str:
        """The operation at hand; ``alone`` says that nothing stands on its left."""
        token = self.items[self.position]
        if alone:
            self.refuse_missing(f"the operator `{self.shown(token)}` needs something on its left", token.span)
        self.position += 1
        return token.text

    def _missing(self) -> str:
        last = self.items[self.position - 1] if self.position else None
        if last is not None and last.kind == "operation":
            return f"nothing stands behind the operator `{self.shown(last)}`, where an operand is expected"
        return "a part of the formula is missing here"

    def _signed_part(self) -> Surface:
        """A factor with a minus sign behind an operation, as in a · −b."""
        start = self.position
        sign = self._sign(first=True)
        part = self.part()
        return part if sign == 1 else Sum(((-1, part),), self.since(start))

    def _check_invisible(self, parts: list[Surface]) -> None:
        for part in parts:
            if isinstance(part, Group) and part.bracket == "{" and isinstance(unmarked(part), Sum):
                message = "braces print no brackets, so this prints otherwise than it is grouped"
                readings = ("the sum in brackets, times the rest", "as printed, without brackets")
                hint = "write ( ) around the sum, or leave the braces out"
                raise Refusal("ambiguous", message, part.span, expected=readings, hint=hint)

    def _big_sum(self) -> Surface:
        start = self.position
        token = self.items[start]
        self.position += 1
        lower, upper = self.limits()
        letters, first, conditions = self.indices_of(lower)
        last = self.whole(*upper, token.span) if upper else None
        self.skip()
        kind: Literal["sum", "prod"] = "sum" if token.text == "sum" else "prod"
        what = "sum" if kind == "sum" else "product"
        following = self.peek()
        if following is None or following.kind == "relation":
            message = f"the {what} has nothing behind it"
            raise Refusal("unreadable", message, self.since(start), fragment=following is None)
        self.deeper()
        begin, sign = self.position, self._sign(first=True)
        product = self.product()
        body = product if sign == 1 else Sum(((-1, product),), self.since(begin))
        self.depth -= 1
        return BigSum(letters, first, last, body, self.since(start), kind, conditions)

    # --- groups

    def bars_close(self, start: int) -> int:
        """Where the bar that opens here is closed: at the next such bar outside brackets; 0 where there is none.

        Raises `Refusal` where a third bar follows that could be paired with either.
        """
        text, index = self.items[start].text, start + 1
        found: list[int] = []
        while index < self.end and len(found) < 3:
            if self.items[index].kind == "bar" and self.items[index].text == text:
                found.append(index)
            index = self.tokens.partner.get(index, index) + 1
        if len(found) > 1:
            inside = [item for item in self.items[found[0] + 1 : found[1]] if item.kind not in SPACES]
            if (inside or len(found) == 2) and not any(item.kind in _APART for item in inside):
                place = Span(self.items[start].start, self.items[found[1]].end)
                hint = "write \\lvert … \\rvert"
                readings = ("each bar closes the one before it", "a pair of bars stands inside another")
                raise Refusal("ambiguous", "these bars can be paired in two ways", place, expected=readings, hint=hint)
        return found[0] if found else 0

    def group(self) -> Group:
        """What stands in the brackets that open here."""
        start = self.position
        token = self.items[start]
        close = self.tokens.partner.get(start) or self.bars_close(start)
        if not close:
            raise self._unexpected()
        closing = self.items[close]
        self._check_brackets(start, close)
        if all(item.kind in SPACES for item in self.items[start + 1 : close]):
            message = "these brackets are empty: nothing stands in them"
            raise Refusal("unreadable", message, Span(token.start, closing.end))
        given = bool(self.conditional_bar(start + 1, close))
        commas = [] if given else self.top(start + 1, close, "comma")
        square = token.text == "[" and token.kind != "begin-group" and not commas
        gaps = self.top(start + 1, close, "gap") if square else []
        bounds = self.between(start + 1, close, commas or gaps)
        bracket = "{" if token.kind == "begin-group" else token.text if token.text != "{" else "{}"
        span = Span(token.start, closing.end)
        items = tuple(self.item(a, b, span) for a, b in bounds)
        if gaps:
            self._check_row(items, span)
        self.position = close + 1
        return Group(items, bracket, span)

    def _check_row(self, items: tuple[Surface, ...], span: Span) -> None:
        """Refuse spaces inside square brackets that do not plainly separate names."""
        if not all(is_name(item) or isinstance(item, Number) for item in items):
            raise Refusal("not-yet", "a row of such entries in square brackets is not read yet", span)
        shown = self.tokens.text[span.start : span.end]
        self.tokens.notes[f"{shown} is a row of {len(items)} entries, and no product"] = None

    def _check_brackets(self, start: int, close: int) -> None:
        token, closing = self.items[start], self.items[close]
        if token.kind == "begin":
            raise Refusal("not-yet", f"the environment `{token.text}` inside a formula is not read yet", token.span)
        if token.kind == "left" and token.text != closing.text:
            lost = "." in (token.text, closing.text)
            message = "this bracket has no visible partner" if lost else "these brackets do not belong together"
            hint = "a formula that was cut in two must be put together again" if lost else ""
            raise Refusal("unreadable", message, token.span, hint=hint, fragment=lost)


def _absorbed(terms: list[tuple[int, Surface]]) -> list[tuple[int, Surface]]:
    """The terms, where a sum over an index takes in those behind it in which its index occurs."""
    result: list[tuple[int, Surface]] = []
    running: frozenset[str] = frozenset()
    for sign, term in terms:
        if not running.isdisjoint(indices(term)):
            before = result.pop()
            result.append((before[0], _extended(before[1], sign, term)))
        else:
            result.append((sign, term))
            running = _running(term)
    return result


def _running(term: Surface) -> frozenset[str]:
    """The indices of the sum at the end of a term; where it names none, the only one in its body."""
    last = term.parts[-1] if isinstance(term, Product) else term
    if not isinstance(last, BigSum) or last.indices:
        return frozenset(last.indices) if isinstance(last, BigSum) else frozenset()
    letters = [index for index in indices(last.body) if len(index) == 1 and index.isalpha()]
    return frozenset(letters) if len(letters) == 1 else frozenset()


def _extended(term: Surface, sign: int, extra: Surface) -> Surface:
    """The term whose last part, a sum over an index, takes in one more term."""
    if isinstance(term, Product):
        last = _extended(term.parts[-1], sign, extra)
        return Product((*term.parts[:-1], last), term.operations, Span(term.span.start, extra.span.end))
    assert isinstance(term, BigSum)
    body = term.body
    inner = body.terms if isinstance(body, Sum) else ((1, body),)
    terms = Sum((*inner, (sign, extra)), Span(body.span.start, extra.span.end))
    return replace(term, body=terms, span=Span(term.span.start, extra.span.end))
