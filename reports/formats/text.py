"""A document as text for a terminal, in aligned columns."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable

from derive.notation.math import Math
from reports.document import (
    Block,
    Callout,
    Display,
    Document,
    Equation,
    Formula,
    Graph,
    Heading,
    Inline,
    Inlines,
    Listing,
    Paragraph,
    Room,
    Table,
)
from reports.emitters.characters import UNBREAKABLE, visible
from reports.emitters.plain import plain, width
from reports.formats import DEFAULT, NOTICE, Options
from reports.formats.breaking import column, filled
from reports.languages import Language
from reports.languages import get as language

_INDENT, _GAP, _REASON = 2, 3, 24


def render(document: Document, options: Options = DEFAULT) -> str:
    """The document as text of at most ``options.width`` columns, as far as its formulas can be broken."""
    title = _inlines(document.title)
    parts = [f"{title}\n{'═' * width(title)}"]
    parts += [_inlines(document.subtitle)] if document.subtitle else []
    speech = language(document.language)
    parts += [_block(block, options.width, speech) for block in document.blocks]
    parts.append("\n".join(["─" * 16, *_wrapped(visible(document.provenance), options.width), f"[{NOTICE}]"]))
    # Where lines end is settled, so every blank is a space again.
    return "\n\n".join(parts).translate(dict.fromkeys(map(ord, UNBREAKABLE), " ")) + "\n"


def _inlines(inlines: Inlines) -> str:
    return "".join(map(_inline, inlines))


def _inline(inline: Inline) -> str:
    return plain(inline.math) if isinstance(inline, Formula) else visible(inline.text)


def _wrapped(text: str, columns: int, first: str = "", rest: str = "") -> list[str]:
    """The text in lines; a formula is not broken at its spaces inside brackets, only between words."""
    lines = textwrap.wrap(text, max(columns, 20), initial_indent=first, subsequent_indent=rest, break_long_words=False)
    return lines or [first.rstrip()]


def _block(block: Block, columns: int, speech: Language) -> str:
    match block:
        case Heading(level, text):
            title = _inlines(text)
            return f"{title}\n{('─' if level == 1 else '┈') * width(title)}"
        case Paragraph(inlines):
            return "\n".join(_wrapped(_inlines(inlines), columns))
        case Listing(items, numbered):
            signs = [f"{k}. " if numbered else "• " for k in range(1, len(items) + 1)]
            lines = [
                _wrapped(_inlines(item), columns, f"  {sign}", "  " + " " * len(sign))
                for sign, item in zip(signs, items, strict=True)
            ]
            return "\n".join(line for group in lines for line in group)
        case Display():
            return _display(block, columns)
        case Table():
            return _table(block, columns)
        case Callout(title, inlines):
            told = speech.say("labelled", label=title, text=inlines)
            return "\n".join(_wrapped(_inlines(told), columns, "│ ", "│ "))
        case Room(height):
            return "\n" * (height - 1)
        case Graph():
            return _graph(block, columns)


def _padded(text: str, columns: int, side: str = "l") -> str:
    space = " " * max(columns - width(text), 0)
    half = len(space) // 2
    return {"l": text + space, "r": space + text, "c": space[:half] + text + space[half:]}[side]


# --- displays


def _width(math: Math) -> float:
    return float(width(plain(math)))


def _display(display: Display, columns: int) -> str:
    lefts = [_width(item.left) if item.left is not None else 0.0 for item in display.equations]
    left = int(column(lefts, 0.35 * columns))
    relation = max(width(plain(item.relation)) for item in display.equations)
    start = _INDENT + left + relation + 2
    rights = [_width(item.right) + 4 * item.result for item in display.equations]
    limit = columns - start - _GAP - _REASON
    reason = start + _GAP + int(max((right for right in rights if right <= limit), default=0))
    if columns - reason < _REASON // 2:
        reason = 2 * _INDENT
    lines: list[str] = []
    for item, size in zip(display.equations, lefts, strict=True):
        lines += _equation(item, size > left, left, reason, columns)
    return "\n".join(line.rstrip() for line in lines)


def _equation(item: Equation, apart: bool, left: int, reason: int, columns: int) -> Iterable[str]:
    """The lines of an equation; its reason stands at that column, or below where there is no room."""
    indent = " " * _INDENT
    written = plain(item.left) if item.left is not None else ""
    if apart:
        yield indent + written
    head = indent + _padded("" if apart else written, left, "r") + f" {plain(item.relation)} "
    room = columns - width(head)
    parts = [plain(line) for line in filled(item.right, room, _width)]
    lines = [head + parts[0], *(" " * (width(head) + 2) + part for part in parts[1:])]
    boxed = item.result and len(parts) == 1
    if boxed:
        line = "─" * (width(parts[0]) + 2)
        yield " " * width(head) + f"┌{line}┐"
        lines = [head + f"│ {parts[0]} │"]
    words = textwrap.wrap(_inlines(item.reason), max(columns - reason, _REASON // 2)) if item.reason else []
    if words and width(lines[-1]) + _GAP <= reason:
        lines[-1] = _padded(lines[-1], reason) + words[0]
        words = words[1:]
    yield from lines
    if boxed:
        below = " " * width(head) + f"└{line}┘"
        yield _padded(below, reason) + words[0] if words else below
        words = words[1:]
    yield from (" " * reason + word for word in words)


# --- tables


def _rows(rows: Iterable[Iterable[str]], align: str, rule: bool) -> str:
    table = [list(row) for row in rows]
    widths = [max(width(row[k]) for row in table) for k in range(len(align))]
    lines = [
        "  " + "   ".join(_padded(cell, size, side) for cell, size, side in zip(row, widths, align, strict=True))
        for row in table
    ]
    if rule:
        lines.insert(1, "  " + "─" * (sum(widths) + 3 * (len(widths) - 1)))
    return "\n".join(line.rstrip() for line in lines)


def _table(table: Table, columns: int) -> str:
    rows = [[_inlines(cell) for cell in row] for row in (table.header, *table.rows)]
    return _rows(rows, table.align, rule=True) + _caption(table.caption, columns)


def _caption(caption: Inlines, columns: int) -> str:
    lines = _wrapped(_inlines(caption), columns, "  ", "  ") if caption else []
    return "".join(f"\n{line}" for line in lines)


def _graph(graph: Graph, columns: int) -> str:
    """The graph as a list of its nodes, each with where its inputs come from."""
    labels = {node.key: plain(node.label) for node in graph.nodes}
    rows = []
    for node in graph.nodes:
        inputs = [labels[edge.source] for edge in graph.edges if edge.target == node.key]
        arrow = f"{', '.join(inputs)} → {labels[node.key]}" if inputs else labels[node.key]
        rows.append([arrow, *(plain(m) if m is not None else "" for m in (node.formula, node.value, node.gradient))])
    return _rows(rows, "rlll", rule=False) + _caption(graph.caption, columns)
