"""Matrices, formulas case by case, and comparisons: what has rows, or a relation inside a formula."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod

from derive.ir import Span
from derive.notation import environments, vocabulary
from derive.notation.errors import Refusal
from derive.notation.scripts import Scripts
from derive.notation.splitting import SPACES, Range, span_of
from derive.notation.surface import At, Cases, Given, Matrix, Relation, Surface

_BRACKETS = {"bmatrix": "[", "pmatrix": "(", "vmatrix": "|", "Bmatrix": "{}", "Vmatrix": "‖", "bsmallmatrix": "["}
_PUNCTUATION = SPACES | {"comma", "stop", "colon", "text"}
_WORD = re.compile(r"[^\W\d_]+")


class Grids(Scripts, ABC):
    """Reads environments inside formulas; `whole` is the grammar's."""

    @abstractmethod
    def whole(self, start: int, end: int, around: Span) -> Surface:
        """The formula that a range of tokens is, all of it."""

    def top(self, start: int, end: int, kind: str) -> list[int]:
        """Where tokens of a kind stand outside all brackets."""
        found, index = [], start
        while index < end:
            if self.items[index].kind == kind:
                found.append(index)
            index = self.tokens.partner.get(index, index) + 1
        return found

    def between(self, start: int, end: int, cuts: list[int]) -> list[Range]:
        """The ranges between cuts."""
        return list(zip([start, *(cut + 1 for cut in cuts)], [*cuts, end], strict=True))

    def grid_inside(self, start: int) -> int | None:
        """The environment that is all that stands inside the bracket that opens there; the place itself for one."""
        if self.items[start].kind == "begin":
            return start
        close = self.tokens.partner.get(start)
        inside = start + 1
        while close is not None and inside < close and self.items[inside].kind in ("gap", "quad"):
            inside += 1
        if close is None or self.items[inside].kind != "begin":
            return None
        after = self.tokens.partner[inside] + 1
        while after < close and self.items[after].kind in ("gap", "quad"):
            after += 1
        return inside if after == close else None

    def grid(self, start: int, begin: int) -> Matrix | Cases:
        """The matrix or the cases in the bracket that opens at ``start``; ``begin`` is their environment."""
        opening = self.items[start]
        close = self.tokens.partner[start]
        environment = self.items[begin].text
        span = Span(opening.start, self.items[close].end)
        bracket = opening.text if start != begin else _BRACKETS.get(environment, "")
        bracket = {"{": "{}", "left.": ""}.get(bracket, bracket)
        closing = self.items[close].text
        rows = self._rows(begin)
        self.position = close + 1
        one_sided = opening.kind == "left" and opening.text == "{" and closing == "."
        if one_sided or environment in environments.CASES:
            return Cases(tuple(self._case(row, span) for row in rows), span)
        if environment == "rcases":
            raise Refusal("not-yet", "cases with a brace on their right are not read yet", span)
        if opening.kind == "left" and opening.text != closing:
            message = "the brackets of this matrix do not belong together"
            raise Refusal("unreadable", message, opening.span)
        entries = tuple(tuple(self._entry(cell, span) for cell in row) for row in rows)
        self._check_even(entries, span)
        return Matrix(entries, bracket, span)

    def _rows(self, begin: int) -> list[list[Range]]:
        """The cells of each row; a line break at the end begins no row."""
        close = self.tokens.partner[begin]
        lines = self.between(begin + 1, close, self.top(begin + 1, close, "newline"))
        while len(lines) > 1 and all(self.items[i].kind in SPACES for i in range(*lines[-1])):
            lines.pop()
        return [self.between(*line, self.top(*line, "column")) for line in lines]

    def _entry(self, cell: Range, span: Span) -> Surface:
        start, end = cell
        inside = [index for index in range(start, end) if self.items[index].kind not in SPACES]
        if not inside:
            raise Refusal("not-yet", "an empty entry of a matrix is not read yet", span)
        first, last = self.items[inside[0]], self.items[inside[-1]]
        lined = {first.kind, last.kind} & {"text", "mid"}
        lone = len(self.top(start, end, "bar")) % 2 or all(self.items[index].kind == "bar" for index in inside)
        if lone or (lined and len(inside) > 1):
            place = Span(first.start, last.end)
            raise Refusal("not-yet", "a matrix of whole rows or columns with lines through them is not read yet", place)
        return self.whole(start, end, span)

    def _check_even(self, rows: tuple[tuple[Surface, ...], ...], span: Span) -> None:
        columns = len(rows[0])
        for number, row in enumerate(rows[1:], start=2):
            if len(row) != columns:
                message = f"the rows of this matrix differ: row 1 has {_columns(columns)}, row {number} {len(row)}"
                raise Refusal("unreadable", message, span, expected=(f"{_columns(columns)} in every row",))

    def _case(self, row: list[Range], span: Span) -> tuple[Surface, Relation | None]:
        """A value and its condition: in a column of its own, behind words, or behind a comma."""
        if len(row) > 2:
            raise Refusal("unreadable", "a case has two columns: a value and a condition", span)
        start, end = row[0]
        if len(row) == 1:
            cuts = [*self.top(start, end, "text"), *self.top(start, end, "quad"), *self.top(start, end, "comma")]
            if not cuts:
                raise Refusal("unreadable", "this case has no condition", span, expected=("a column `&`",))
            row = [(start, min(cuts)), (min(cuts), end)]
        value = self._unpunctuated(row[0])
        condition = self._unpunctuated(row[1])
        body = self.whole(*value, span)
        if condition[0] < condition[1]:
            return body, self.condition(*condition)
        words = [self.items[index].text for index in range(*row[1]) if self.items[index].kind == "text"]
        spoken = {word.lower() for text in words for word in _WORD.findall(text)}
        named = [self.items[index].text.lower() for index in range(*row[1]) if self.items[index].kind == "letter"]
        if not spoken.union(named) & vocabulary.OTHERWISE:
            raise Refusal("not-yet", f"the condition {' '.join(words)!r} in words is not read yet", span)
        return body, None

    def _unpunctuated(self, cell: Range) -> Range:
        start, end = cell
        while start < end and self._is_idle(start):
            start += 1
        while start < end and self._is_idle(end - 1):
            end -= 1
        return start, end

    def _is_idle(self, index: int) -> bool:
        token = self.items[index]
        return token.kind in _PUNCTUATION or (token.kind == "letter" and token.text.lower() in vocabulary.OTHERWISE)

    # --- comparisons

    def condition(self, start: int, end: int) -> Relation:
        """The comparison that a range of tokens is, such as z > 0. Raises `Refusal`."""
        span = Span(self.items[start].start, self.items[end - 1].end) if start < end else self.here()
        cuts = self.top(start, end, "relation")
        if len(cuts) != 1:
            raise Refusal("not-yet", "only a single comparison is read as a condition yet", span)
        left = self.whole(start, cuts[0], span)
        return Relation(left, self.items[cuts[0]].text, self.whole(cuts[0] + 1, end, span), span)

    def condition_behind(self, start: int, end: int) -> Relation | Span:
        """The condition under which a statement is made, where it is a single comparison; else its place alone."""
        span = span_of(self.items, (start, end))
        before = self.items[start - 1]
        if before.kind == "text" and vocabulary.NEGATED in before.text.lower():
            return span
        while self.items[start].kind == "open" and self.tokens.partner.get(start) == end - 1:
            start, end = start + 1, end - 1
        if len(self.top(start, end, "relation")) != 1 or self.top(start, end, "comma"):
            return span
        try:
            return self.condition(start, end)
        except Refusal:
            return span

    def conditions(self, start: int, end: int) -> tuple[Relation, ...]:
        """Several comparisons with commas between them."""
        return tuple(self.condition(*bound) for bound in self.between(start, end, self.top(start, end, "comma")))

    def item(self, start: int, end: int, span: Span) -> Surface:
        """What stands between brackets and commas: a formula, a comparison, or two sides of a bar."""
        bar = self.conditional_bar(start, end)
        if bar:
            return Given(self._items(start, bar, span), self._items(bar + 1, end, span), span)
        return self.condition(start, end) if self.top(start, end, "relation") else self.whole(start, end, span)

    def _items(self, start: int, end: int, span: Span) -> tuple[Surface, ...]:
        bounds = self.between(start, end, self.top(start, end, "comma"))
        return tuple(self.item(first, last, span) for first, last in bounds)

    def conditional_bar(self, start: int, end: int) -> int:
        """Where the only bar of a range stands, between two things; 0 where there is none."""
        bars = self.top(start, end, "mid") or self.top(start, end, "bar")
        return bars[0] if len(bars) == 1 and start < bars[0] < end - 1 else 0

    def evaluated(self, body: Surface) -> At:
        """A value at the point that stands below the bar that was read last. Raises `Refusal`."""
        self.skip()
        token = self.peek()
        if token is None or token.kind != "script" or token.text != "_":
            place = self.items[self.position - 1].span
            raise Refusal("not-yet", "an evaluation bar without a point below it is not read yet", place)
        self.position += 1
        start, end = self.script_range(token)
        conditions = self.conditions(start, end)
        following = self.peek()
        if following is not None and following.kind == "script":
            raise Refusal("not-yet", "an evaluation between two points is not read yet", following.span)
        return At(body, conditions, Span(body.span.start, self.items[end - 1].end))


def _columns(count: int) -> str:
    return "one column" if count == 1 else f"{count} columns"
