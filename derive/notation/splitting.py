"""Where one statement ends and the next begins: lines, wide spaces, commas, arrows between statements.

A wide space or a comma begins a new statement only where a relation follows before the next one; otherwise
it is a product sign or a list. A line that begins with a relation or an operation continues the line before
it.
"""

from __future__ import annotations

from derive.ir import Span
from derive.notation import commands
from derive.notation.errors import Refusal
from derive.notation.tokens import Token, Tokens

SPACES = frozenset({"gap", "quad", "newline"})
_TRAILING = SPACES | {"stop", "comma"}
_OPENERS = frozenset({"open", "left", "begin-group", "begin"})

Range = tuple[int, int]


def ranges(tokens: Tokens) -> list[Range]:
    """The statements of a formula, as ranges of tokens without the spaces around them. Raises `Refusal`."""
    found: list[Range] = []
    opening = {close: start for start, close in tokens.partner.items()}
    for row in _joined(tokens, _rows(tokens)):
        found.extend(_pieces(tokens.items, row, opening))
    trimmed = (trim(tokens.items, piece) for piece in found)
    return [piece for piece in trimmed if piece[0] < piece[1]]


def trim(items: list[Token], piece: Range) -> Range:
    """The range without spaces at its ends and punctuation behind it."""
    start, end = piece
    while start < end and items[start].kind in _TRAILING:
        start += 1
    while start < end and items[end - 1].kind in _TRAILING:
        end -= 1
    return start, end


def _rows(tokens: Tokens) -> list[Range]:
    """The lines: between line breaks, and inside environments of lines."""
    rows: list[Range] = []
    items, start, index = tokens.items, 0, 0
    while index < len(items):
        token = items[index]
        if token.kind in ("begin", "end") and token.text in commands.LINES:
            if token.kind == "begin":
                _refuse_cases(items, index)
            # From here on an environment of lines is only the line breaks at its ends.
            tokens.partner.pop(index, None)
            items[index] = token._replace(kind="newline")
            rows.append((start, index))
            start = index + 1
        elif token.kind == "newline":
            rows.append((start, index))
            start = index + 1
        elif token.kind in _OPENERS:
            index = tokens.partner[index]
        index += 1
    rows.append((start, len(items)))
    trimmed = (trim(items, row) for row in rows)
    return [row for row in trimmed if row[0] < row[1]]


def _refuse_cases(items: list[Token], index: int) -> None:
    before = items[index - 1] if index else None
    if items[index].text == "cases" and before is not None and before.kind in ("relation", "operation"):
        message = "a function that is defined case by case is not read yet"
        raise Refusal("not-yet", message, items[index].span)


def _joined(tokens: Tokens, rows: list[Range]) -> list[Range]:
    """The lines, with those that continue another joined to it."""
    items = tokens.items
    joined: list[Range] = []
    for row in rows:
        first = items[row[0]]
        continues = (first.kind == "relation" and first.text != "=>") or first.kind == "operation"
        waits = bool(joined) and items[joined[-1][1] - 1].kind in ("relation", "operation")
        if joined and (continues or waits):
            joined[-1] = (joined[-1][0], row[1])
        else:
            joined.append(row)
    return joined


def _pieces(items: list[Token], row: Range, opening: dict[int, int]) -> list[Range]:
    """The statements of one line, found from its end: what stands behind a cut decides whether it is one."""
    cuts: list[int] = []
    relation = lists = False
    pending = 0  # the comma before the names of a list such as x, y ∈ ℝ
    index = row[1]
    while index > row[0]:
        index -= 1
        token = items[index]
        if index in opening:
            index = opening[index]
        elif token.kind == "relation" and token.text == "=>":
            cuts.append(index)
            relation = False
        elif token.kind == "relation":
            if pending:
                cuts.append(pending)
            relation = _begins_nothing(items, row[0], index)
            lists, pending = token.text == "in", 0
        elif token.kind in ("quad", "comma", "text"):
            if token.kind == "comma" and lists:
                pending = index
                continue
            if relation or (token.kind == "text" and _only_spaces(items, index + 1, row[1])):
                cuts.append(index)
            relation, lists, pending = False, False, 0
    pieces, start = [], row[0]
    for cut in reversed(cuts):
        pieces.append((start, cut))
        start = cut + 1
    return [*pieces, (start, row[1])]


def _begins_nothing(items: list[Token], start: int, index: int) -> bool:
    """Whether something stands directly before a relation, so that it continues nothing further left."""
    before = index - 1
    while before >= start and items[before].kind == "gap":
        before -= 1
    return before >= start and items[before].kind not in ("quad", "comma", "newline")


def _only_spaces(items: list[Token], start: int, end: int) -> bool:
    return all(items[index].kind in _TRAILING for index in range(start, end))


def span_of(items: list[Token], piece: Range) -> Span:
    """The place of a range."""
    if piece[0] >= piece[1]:
        return Span(0, 0)
    return Span(items[piece[0]].start, items[piece[1] - 1].end)
