"""Where one statement ends and the next begins: lines, wide spaces, commas, words, arrows between statements.

A wide space or a comma begins a new statement only where a relation follows before the next one; otherwise
it is a product sign or a list. A line that begins with a relation or an operation continues the line before
it. Words between statements are left out; a condition behind words belongs to the statement before them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from derive.ir import Span
from derive.notation import commands, environments, vocabulary
from derive.notation.brackets import Token, Tokens
from derive.notation.errors import Refusal
from derive.notation.forms import COMPARISONS, INDICES

SPACES = frozenset({"gap", "quad", "newline", "column"})
_PUNCTUATION = SPACES | {"stop", "comma"}
_TRAILING = _PUNCTUATION | {"text"}
_OPENERS = frozenset({"open", "left", "begin-group", "begin"})
_FRAMES = commands.MARKS.keys() | commands.COLOURS.keys()
_SPOKEN = "|".join(map(re.escape, vocabulary.CONDITIONS))
_OPENING = re.compile(rf"^\W*({_SPOKEN})(?![^\W\d_])", re.IGNORECASE)

Range = tuple[int, int]


@dataclass(frozen=True)
class Piece:
    """The tokens of one statement, its line, and the tokens of its conditions; whether words stand around it."""

    start: int
    end: int
    row: int
    conditions: tuple[Range, ...] = ()
    words: bool = False


def pieces_of(tokens: Tokens) -> list[Piece]:
    """The statements of a formula, without the spaces and words around them."""
    found: list[Piece] = []
    opening = {}
    rows = _joined(tokens, _rows(tokens))
    opening.update({close: start for start, close in tokens.partner.items()})
    for number, row in enumerate(rows):
        found.extend(_statements(tokens, row, number, opening))
    return found


def trim(tokens: Tokens, piece: Range) -> Range:
    """The range without spaces, punctuation and empty braces at its ends."""
    return _trimmed(tokens, piece, _PUNCTUATION)


def trim_words(tokens: Tokens, piece: Range) -> Range:
    """The same without words; those beside a relation stay: they are its other side."""
    return _trimmed(tokens, piece, _TRAILING)


def _trimmed(tokens: Tokens, piece: Range, idle: frozenset[str]) -> Range:
    items, partner = tokens.items, tokens.partner
    start, end = piece
    first = start
    while start < end:
        if items[start].kind in idle:
            start += 1
        elif items[start].kind == "begin-group" and partner.get(start) == start + 1 and _bare(items, start + 2, end):
            start += 2
        else:
            break
    if start < end and items[start].kind == "relation":
        start = _last_text(items, range(start - 1, first - 1, -1), start)
    last = end
    while start < end and items[end - 1].kind in idle:
        end -= 1
    if start < end and items[end - 1].kind == "relation":
        end = _last_text(items, range(end, last), end - 1) + 1
    return start, end


def _last_text(items: list[Token], places: range, otherwise: int) -> int:
    """The place of the words that come first there, before anything but spaces."""
    for index in places:
        if items[index].kind == "text":
            return index
        if items[index].kind not in SPACES:
            break
    return otherwise


def _bare(items: list[Token], index: int, end: int) -> bool:
    return index >= end or items[index].kind != "script"


# --- lines


def _rows(tokens: Tokens) -> list[Range]:
    """The lines: between line breaks, and inside environments of lines."""
    rows: list[Range] = []
    items, start, index = tokens.items, 0, 0
    while index < len(items):
        token = items[index]
        if token.kind in ("begin", "end") and token.text in environments.LINES:
            _dissolve(tokens, index, "newline")
        elif token.kind in ("begin", "left") and _is_system(tokens, index):
            _open_system(tokens, index)
        elif token.kind in ("command", "begin-group") and _frames_statement(tokens, index):
            _dissolve(tokens, index, "gap")
        if items[index].kind == "newline":
            rows.append((start, index))
            start = index + 1
        elif items[index].kind in _OPENERS:
            index = tokens.partner[index]
        index += 1
    rows.append((start, len(items)))
    trimmed = (trim_words(tokens, row) for row in rows)
    return [row for row in trimmed if row[0] < row[1]]


def _dissolve(tokens: Tokens, index: int, kind: str) -> None:
    """Make a token and the bracket that it opens or is followed by mere spaces."""
    items = tokens.items
    token = items[index]
    items[index] = token._replace(kind=kind)
    if token.kind == "command":
        index += 1
        items[index] = items[index]._replace(kind=kind)
    close = tokens.partner.pop(index, None)
    if close is not None:
        items[close] = items[close]._replace(kind=kind)


def _frames_statement(tokens: Tokens, index: int) -> bool:
    """Whether a box or braces stand around a whole statement."""
    items = tokens.items
    first = index
    if items[index].kind == "command":
        if items[index].text not in _FRAMES:
            return False
        first += 1
    elif index and items[index - 1].kind in ("script", "command"):
        return False
    if first >= len(items) or items[first].kind != "begin-group":
        return False
    return _has_relation(tokens, first + 1, tokens.partner[first])


def _has_relation(tokens: Tokens, start: int, end: int) -> bool:
    index = start
    while index < end:
        if tokens.items[index].kind == "relation":
            return True
        index = tokens.partner.get(index, index) + 1
    return False


def _is_system(tokens: Tokens, index: int) -> bool:
    """Whether an environment, perhaps behind a brace, holds statements: nothing before it, relations in its cells."""
    items = tokens.items
    before = index - 1
    while before >= 0 and items[before].kind in ("gap", "quad"):
        before -= 1
    if before >= 0 and items[before].kind not in ("newline", "text", "comma") and items[before].text != "=>":
        return False
    begin = index if items[index].kind == "begin" else _only_inside(tokens, index)
    if begin is None or items[begin].text not in environments.CASES | {"array", "darray"}:
        return False
    end = begin + 1
    while end < tokens.partner[begin] and items[end].kind not in ("column", "newline"):
        end = tokens.partner.get(end, end) + 1
    while end < tokens.partner[begin] and items[end].kind == "column":
        end += 2  # the sign of a relation may stand in a column of its own
    return _has_relation(tokens, begin + 1, min(end, tokens.partner[begin]))


def _only_inside(tokens: Tokens, index: int) -> int | None:
    """The environment that is all that stands between \\left\\{ and \\right."""
    items, close = tokens.items, tokens.partner[index]
    if items[index].text != "{" or items[close].text != ".":
        return None
    inside = [i for i in (index + 1, close - 1) if items[i].kind in ("begin", "end")]
    return inside[0] if len(inside) == 2 and tokens.partner.get(inside[0]) == inside[1] else None


def _open_system(tokens: Tokens, index: int) -> None:
    """Make the brackets of a system of statements line breaks, and the ends of its columns spaces."""
    items = tokens.items
    begin = index if items[index].kind == "begin" else index + 1
    kind = "gap" if "array" in items[begin].text else "quad"
    inner = begin + 1
    while inner < tokens.partner[begin]:
        if items[inner].kind == "column":
            items[inner] = items[inner]._replace(kind=kind)
        inner = tokens.partner.get(inner, inner) + 1
    if begin != index:
        _dissolve(tokens, begin, "newline")
    _dissolve(tokens, index, "newline")


def _joined(tokens: Tokens, rows: list[Range]) -> list[Range]:
    """The lines, with those that continue another joined to it."""
    items = tokens.items
    joined: list[Range] = []
    for row in rows:
        first = items[row[0]]
        continues = (first.kind == "relation" and first.text != "=>") or first.kind == "operation"
        last = items[joined[-1][1] - 1] if joined else None
        waits = last is not None and last.kind in ("relation", "operation")
        if last is not None and (continues or waits):
            if waits and last.kind == "relation" and (first.kind, first.text) == (last.kind, last.text):
                items[row[0]] = first._replace(kind="gap")
            for index in range(joined[-1][1], row[0]):
                if items[index].kind in _TRAILING:
                    items[index] = items[index]._replace(kind="gap")  # a remark behind the line, or punctuation
            joined[-1] = (joined[-1][0], row[1])
        else:
            joined.append(row)
    return joined


# --- statements of a line


def _statements(tokens: Tokens, row: Range, number: int, opening: dict[int, int]) -> list[Piece]:
    """The statements of one line, without numbers of equations and with the conditions behind words."""
    items = tokens.items
    cuts = _cuts(tokens, row, opening)
    bounds = zip([row[0], *(cut + 1 for cut in cuts)], [*cuts, row[1]], strict=True)
    spoken = _first_words(items, row, cuts)
    found: list[Piece] = []
    waiting: list[Range] = []
    remarks: list[Range] = []
    around = range(max(row[0] - 2, 0), min(row[1] + 2, len(items)))
    worded = any(items[index].kind == "text" for index in around)
    listed = [(trim_words(tokens, bound), words) for bound, words in zip(bounds, spoken, strict=True)]
    listed = [(piece, words) for piece, words in listed if piece[0] < piece[1]]
    several = sum(_has_relation(tokens, *piece) for piece, _ in listed) > 0
    for piece, words in listed:
        if several and _is_number(items, piece):
            continue
        _check_either(tokens, piece, words, first=not found)
        if several and (is_quantifier(tokens, piece) or (words and not _has_relation(tokens, *piece))):
            remarks.append(piece)
        elif several and _is_condition(tokens, piece, words, found):
            if found:
                found[-1] = replace(found[-1], conditions=(*found[-1].conditions, piece))
            else:
                waiting.append(piece)
        else:
            found.append(Piece(*piece, number, tuple(waiting), worded))
            waiting = []
    return found or [Piece(*piece, number, words=worded) for piece in (*waiting, *remarks)]


def _check_either(tokens: Tokens, piece: Range, words: str | None, *, first: bool) -> None:
    """Refuse a = b or a = c: either of two equations is no claim of both, and defines nothing."""
    if first or words is None or words.strip().lower() not in vocabulary.EITHER or not _has_relation(tokens, *piece):
        return
    span = Span(tokens.items[piece[0]].span.start, tokens.items[piece[1] - 1].span.end)
    raise Refusal("not-yet", "one or the other of two statements is not read yet", span, hint="write one of them")


def _first_words(items: list[Token], row: Range, cuts: list[int]) -> list[str | None]:
    """The words directly before each piece of a line, or None."""
    found: list[str | None] = []
    for start in [row[0] - 1, *cuts]:
        after = _last_text(items, range(max(start, row[0]), row[1]), -1)
        before = _last_text(items, range(start - 1 if start >= row[0] else start, -1, -1), -1)
        place = after if after >= 0 else before
        found.append(items[place].text if place >= 0 else None)
    return found


def _is_condition(tokens: Tokens, piece: Range, words: str | None, before: Sequence[Piece]) -> bool:
    """Whether what stands behind words, or a space, restricts another statement rather than making one."""
    if words is None:
        return _restricts(tokens, piece, before)
    relations = {token.text for token in _top(tokens, piece) if token.kind == "relation"}
    return bool(_OPENING.match(words)) or relations <= COMPARISONS


def _restricts(tokens: Tokens, piece: Range, before: Sequence[Piece]) -> bool:
    """Whether a comparison without words restricts the statement before it: i ≠ j and i = j of its indices, or (x > 0).

    Behind what may be a definition, a comparison of other things is a statement of its own, as in a = max(0, z), z ≠ 0.
    """
    inner = piece
    if tokens.items[piece[0]].kind == "open" and tokens.partner.get(piece[0]) == piece[1] - 1:
        inner = piece[0] + 1, piece[1] - 1
    top = _top(tokens, inner)
    relations = [token.text for token in top if token.kind == "relation"]
    if len(relations) != 1 or not before or not _has_relation(tokens, before[-1].start, before[-1].end):
        return False
    if len(top) == 3 and {top[0].text, top[2].text} <= INDICES:
        return relations[0] in COMPARISONS or relations[0] == "="
    return relations[0] in COMPARISONS and tokens.items[before[-1].start].kind != "letter"


def is_quantifier(tokens: Tokens, piece: Range) -> bool:
    """Whether a piece says over what an index runs: ∀ i, or i = 1, …, n."""
    top = [token for token in _top(tokens, piece) if token.kind not in SPACES]
    if top and top[0].kind == "forall":
        return True
    letter = len(top) > 2 and top[0].kind == "letter" and top[1].kind == "relation" and top[1].text in ("=", "in")
    return letter and any(token.kind == "dots" for token in top) and any(token.kind == "comma" for token in top)


def _top(tokens: Tokens, piece: Range) -> list[Token]:
    found, index = [], piece[0]
    while index < piece[1]:
        found.append(tokens.items[index])
        index = tokens.partner.get(index, index) + 1
    return found


def _is_number(items: list[Token], piece: Range) -> bool:
    """Whether a piece is the number of an equation, as in (1) or (3.2)."""
    inside = [token.kind for token in items[piece[0] : piece[1]]]
    return inside == ["open", "number", "close"] and items[piece[0]].text == "("


def _cuts(tokens: Tokens, row: Range, opening: dict[int, int]) -> list[int]:
    """Where one line is cut, found from its end: what stands behind a cut decides whether it is one."""
    items = tokens.items
    cuts: list[int] = []
    relation = lists = False
    pending = 0  # the comma before the names of a list such as x, y ∈ ℝ
    index, first, count = row[1], row[1], 0  # where what stands behind begins, and of how many parts it consists
    while index > row[0]:
        index -= 1
        token = items[index]
        index = opening.get(index, index)
        if token.kind == "relation" and token.text == "=>":
            cuts.append(index)
            relation, count = False, 0
        elif token.kind == "relation":
            if pending:
                cuts.append(pending)
            relation = _begins_nothing(items, row[0], index)
            lists, pending = token.text == "in", 0
        elif token.kind in ("quad", "comma", "text"):
            if token.kind == "comma" and lists:
                pending = index
                continue
            if token.kind == "text" and _is_side(items, row, index):
                continue
            if relation or _stands_apart(tokens, token, first, count):
                cuts.append(index)
                count = 0
            relation, lists, pending = False, False, 0
        if token.kind not in _TRAILING:
            first, count = index, count + 1
    return cuts[::-1]


def _is_side(items: list[Token], row: Range, index: int) -> bool:
    """Whether words are one side of a relation."""
    after = next((i for i in range(index + 1, row[1]) if items[i].kind != "gap"), row[1])
    before = next((i for i in range(index - 1, row[0] - 1, -1) if items[i].kind != "gap"), -1)
    places = [place for place in (after, before) if 0 <= place < row[1]]
    return any(items[place].kind == "relation" and items[place].text != "=>" for place in places)


def _stands_apart(tokens: Tokens, token: Token, first: int, count: int) -> bool:
    """Whether what stands behind a space or words is no part of a formula: nothing, a number, a condition."""
    items = tokens.items
    if not count:
        return token.kind == "text"
    if token.kind == "text" and _OPENING.match(token.text):
        return True
    alone = (first, tokens.partner.get(first, first) + 1) if count == 1 else (first, first)
    compared = items[first].kind == "open" and _has_relation(tokens, alone[0] + 1, alone[1] - 1)
    return token.kind == "quad" and (_is_number(items, alone) or compared or items[first].kind == "forall")


def _begins_nothing(items: list[Token], start: int, index: int) -> bool:
    """Whether something stands directly before a relation, so that it continues nothing further left."""
    before = index - 1
    while before >= start and items[before].kind == "gap":
        before -= 1
    return before >= start and items[before].kind not in ("quad", "comma", "newline")


def span_of(items: list[Token], piece: Range) -> Span:
    """The place of a range."""
    if piece[0] >= piece[1]:
        return Span(0, 0)
    return Span(items[piece[0]].start, items[piece[1] - 1].end)
