"""A document as one HTML file: native MathML, style sheet inside, no script, nothing fetched from anywhere."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape

from derive.notation.math import Math, row
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
    Words,
)
from reports.emitters.boxes import box
from reports.emitters.characters import visible
from reports.emitters.mathml import STYLE, mathml
from reports.figures import figure
from reports.formats import DEFAULT, Options, provenance, svg
from reports.formats.breaking import column, filled
from reports.languages import Language
from reports.languages import get as language

LINE = 42.0
"""The width of the text, in em."""

PAGE = """\
:root { --page: #fffefb; --ink: #1a1a1a; --quiet: #666; --rule: #bbb; --forward: #1a1a1a; --backward: #b3211d;
  --highlight: #1f5fa8; --muted: #6b6b6b; --data: #d5e1ef; --parameter: #fdf6e3; color-scheme: light dark; }
@media (prefers-color-scheme: dark) { :root { --page: #17181a; --ink: #e6e4df; --quiet: #a09d96; --rule: #55534e;
  --forward: #e6e4df; --backward: #ff8f85; --highlight: #8ab8f0; --muted: #a09d96; --data: #2f4059;
  --parameter: #37301f; } }
html { background: var(--page); color: var(--ink); font: 18px/1.5 "Latin Modern Roman", "Palatino Linotype",
  Palatino, "Book Antiqua", Georgia, serif; }
body { margin: 0; }
main { max-width: 46em; margin: 0 auto; padding: 2.5em 1.2em; }
header { text-align: center; margin-bottom: 2.5em; }
h1 { font-size: 1.9em; margin: 0 0 .2em; line-height: 1.2; }
h2 { font-size: 1.35em; margin: 1.9em 0 .6em; }
h3 { font-size: 1.1em; margin: 1.5em 0 .5em; }
h2 a, h3 a { color: inherit; text-decoration: none; }
.subtitle { font-style: italic; margin: 0; }
code { font-size: .86em; }
.equations { display: grid; grid-template-columns: auto auto auto minmax(8em, 1fr); align-items: baseline;
  margin: 1em 0 1em 1.4em; row-gap: .55em; overflow-x: auto; overflow-y: hidden; padding: .2em 0; }
.left { text-align: right; }
.apart { grid-column: 1 / -1; }
.relation { padding: 0 .3em; }
.relation a { color: inherit; text-decoration: none; }
.relation a:hover { color: var(--highlight); }
.relation:target { outline: 2px solid var(--highlight); outline-offset: 2px; }
.chain { position: relative; margin: 1em 0; }
.chain > summary { cursor: pointer; color: var(--quiet); }
.chain[open] > summary { position: absolute; left: 0; top: .5em; }
.chain[open] > summary > span { display: none; }
.chain > .equations { margin-top: 0; margin-bottom: 0; }
nav { border-top: 1px solid var(--rule); border-bottom: 1px solid var(--rule); padding: .6em 0; font-size: .9em; }
nav summary { cursor: pointer; font-weight: bold; }
nav ol { list-style: none; margin: .3em 0; padding-left: 1.4em; }
nav a { color: inherit; }
.wide { grid-column: 3 / -1; }
.more { padding-left: 1em; }
.reason { color: var(--quiet); font-style: italic; font-size: .8em; line-height: 1.3; padding-left: 2.2em; }
.reason.wide { text-align: right; }
.result { border: 1px solid currentColor; padding: .35em .5em; display: inline-block; }
aside { border-left: 3px solid var(--muted); padding: .1em 0 .1em .9em; margin: 1.2em 0; }
aside.note { border-color: var(--highlight); }
aside.warning { border-color: var(--backward); }
figure { margin: 1.6em 0; text-align: center; }
figcaption, caption { font-size: .86em; color: var(--quiet); caption-side: bottom; padding-top: .6em; }
svg { max-width: 100%; height: auto; }
table { border-collapse: collapse; margin: 1.6em auto; border-top: 2px solid; border-bottom: 2px solid; }
th, td { padding: .3em .8em; } thead th { border-bottom: 1px solid; }
.l { text-align: left; } .c { text-align: center; } .r { text-align: right; font-variant-numeric: tabular-nums; }
footer { margin-top: 3em; padding-top: .5em; border-top: 1px solid var(--rule); font-size: .75em; color: var(--quiet); }
@media (max-width: 40em) { .equations { margin-left: 0; grid-template-columns: auto auto 1fr; }
  .reason, .reason.wide { grid-column: 3; padding-left: 0; text-align: left; } }
@media print { :root { --page: #fff; } html { font-size: 10pt; } main { max-width: none; padding: 0; }
  summary { display: none; } details::details-content { content-visibility: visible; block-size: auto; }
  a { text-decoration: none; } h1, h2, h3, p:has(+ .equations), p:has(+ .chain) { break-after: avoid; }
  figure, tr, .equations > * { break-inside: avoid; }
  .equations { overflow: visible; margin-left: 0; grid-template-columns: auto auto auto minmax(6em, 1fr); } }
"""
"""The style sheet of the page."""

_ANCHOR = re.compile(r"[^\w.-]+")


def render(document: Document, options: Options = DEFAULT) -> str:
    """The document as HTML. Raises `Unspellable` for a sign without a spelling."""
    title = clean("".join(part.text for part in document.title if isinstance(part, Words)))
    subtitle = f'\n<p class="subtitle">{_inlines(document.subtitle)}</p>' if document.subtitle else ""
    foot = f"<footer>{clean(document.provenance)}</footer>\n" if document.provenance else ""
    speech = language(document.language)
    blocks = "\n".join(_block(block, speech) for block in document.blocks)
    contents = _contents([block for block in document.blocks if isinstance(block, Heading) and block.anchor], speech)
    return (
        f'<!DOCTYPE html>\n<html lang="{clean(document.language)}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta name="generator" content="{clean(provenance(document))}">\n'
        f'<meta name="keywords" content="{clean(", ".join(document.keywords))}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{title}</title>\n<style>\n{PAGE}{STYLE}{svg.STYLE}</style>\n</head>\n<body>\n<main>\n"
        f"<header>\n<h1>{_inlines(document.title)}</h1>{subtitle}\n</header>\n{contents}{blocks}\n{foot}</main>\n</body>\n</html>\n"
    )


def clean(text: str) -> str:
    """Text for HTML, in which every character stands for itself; control characters are left out."""
    return escape(visible(text))


def _inlines(inlines: Inlines) -> str:
    return "".join(map(_inline, inlines))


def _inline(inline: Inline) -> str:
    if isinstance(inline, Formula):
        return mathml(inline.math)
    tag = {"strong": "strong", "emphasis": "em", "code": "code"}.get(inline.style)
    return f"<{tag}>{clean(inline.text)}</{tag}>" if tag else clean(inline.text)


def _block(block: Block, speech: Language) -> str:
    match block:
        case Heading():
            return _heading(block)
        case Paragraph(inlines):
            return f"<p>{_inlines(inlines)}</p>"
        case Listing(items, numbered):
            tag = "ol" if numbered else "ul"
            return f"<{tag}>\n" + "".join(f"<li>{_inlines(item)}</li>\n" for item in items) + f"</{tag}>"
        case Display():
            return _display(block, speech)
        case Table():
            return _table(block)
        case Callout(title, inlines, tone):
            return f'<aside class="{tone}"><strong>{clean(title)}.</strong> {_inlines(inlines)}</aside>'
        case Room(height):
            return f'<div style="height: {height * 1.5:g}em"></div>'
        case Graph(_, _, caption, alternative):
            drawing = svg.drawing(figure(block), clean(alternative))
            below = f"\n<figcaption>{_inlines(caption)}</figcaption>" if caption else ""
            return f"<figure>\n{drawing}{below}\n</figure>"


FEWEST = 3
"""How many headings are worth a table of contents."""


def _contents(headings: Sequence[Heading], speech: Language) -> str:
    """The table of contents: sections, and in each of them its subsections."""
    if len(headings) < FEWEST:
        return ""
    items: list[tuple[str, list[str]]] = []
    for heading in headings:
        link = f'<a href="#{_name(heading.anchor)}">{_inlines(heading.text)}</a>'
        if heading.level == 1 or not items:
            items.append((link, []))
        elif heading.level == 2:
            items[-1][1].append(f"<li>{link}</li>\n")
    below = (f"\n<ol>\n{''.join(inside)}</ol>\n" if inside else "" for _, inside in items)
    listing = "".join(f"<li>{link}{inside}</li>\n" for (link, _), inside in zip(items, below, strict=True))
    title = clean(speech.text("contents"))
    listed = f"<details open>\n<summary>{title}</summary>\n<ol>\n{listing}</ol>\n</details>"
    return f'<nav aria-label="{title}">\n{listed}\n</nav>\n'


def _name(anchor: str) -> str:
    """An anchor as an identifier of HTML."""
    return _ANCHOR.sub("-", anchor)


def _heading(heading: Heading) -> str:
    tag = f"h{min(heading.level, 5) + 1}"
    text = _inlines(heading.text)
    if not heading.anchor:
        return f"<{tag}>{text}</{tag}>"
    anchor = _name(heading.anchor)
    return f'<{tag} id="{anchor}"><a href="#{anchor}">{text}</a></{tag}>'


def _width(math: Math) -> float:
    return box(math).width


def _display(display: Display, speech: Language) -> str:
    lefts = [_width(item.left) if item.left is not None else 0.0 for item in display.equations]
    left = column(lefts, 0.4 * LINE)
    anchor = _name(display.anchor)
    cells = [
        _equation(item, width > left, left, f"{anchor}-{number}" if anchor else "", speech)
        for number, (item, width) in enumerate(zip(display.equations, lefts, strict=True), start=1)
    ]
    named = f' id="{anchor}"' if anchor else ""
    lines = f'<div class="equations">\n{"".join(cells)}</div>'
    in_short = _in_short(display.equations)
    if in_short is not None:
        summary = f'<summary aria-label="{clean(speech.text("steps folded"))}">{in_short}</summary>'
        return f'<details class="chain" open{named}>\n{summary}\n{lines}\n</details>'
    return lines.replace('<div class="equations">', f'<div class="equations"{named}>', 1)


def _in_short(equations: Sequence[Equation]) -> str | None:
    """What stands for a chain of lines where they are folded: its start and its result; None for anything else."""
    first, last = equations[0], equations[-1]
    is_chain = first.left is not None and all(item.left is None for item in equations[1:])
    if len(equations) < FEWEST or not is_chain or not last.result or first.left is None:
        return None
    return f"<span>{mathml(row(first.left, last.relation, last.right))}</span>"


def _equation(item: Equation, apart: bool, left: float, anchor: str, speech: Language) -> str:
    """The cells of one equation: left side, relation, right side, reason; those of a wide one go over both columns.

    The relation is a link to its line.
    """
    room = LINE - left - 3.5
    lines = filled(item.right, room, _width)
    wide = " wide" if len(lines) > 1 or _width(item.right) > room - 11 else ""
    text = ""
    if item.left is not None:
        text += f'<div class="left{" apart" if apart else ""}">{mathml(item.left, display=True)}</div>'
    if item.left is None or apart:
        text += "<div></div>"
    right = mathml(lines[0], display=True)
    right = f'<span class="result">{right}</span>' if item.result else right
    relation = mathml(item.relation)
    if anchor:
        relation = f'<a href="#{anchor}" title="{clean(speech.text("link to line"))}">{relation}</a>'
    named = f' id="{anchor}"' if anchor else ""
    text += f'<div class="relation"{named}>{relation}</div><div class="right{wide}">{right}</div>'
    for line in lines[1:]:
        text += f'<div></div><div></div><div class="wide more">{mathml(line, display=True)}</div>'
    if wide and item.reason:
        text += f'<div></div><div></div><div class="reason wide">{_inlines(item.reason)}</div>'
    elif not wide:
        text += f'<div class="reason">{_inlines(item.reason)}</div>'
    return text + "\n"


def _table(table: Table) -> str:
    header = "".join(
        f'<th class="{side}">{_inlines(cell)}</th>' for side, cell in zip(table.align, table.header, strict=True)
    )
    rows = "".join(
        "<tr>"
        + "".join(f'<td class="{side}">{_inlines(cell)}</td>' for side, cell in zip(table.align, row, strict=True))
        + "</tr>\n"
        for row in table.rows
    )
    caption = f"<caption>{_inlines(table.caption)}</caption>\n" if table.caption else ""
    return f"<table>\n{caption}<thead><tr>{header}</tr></thead>\n<tbody>\n{rows}</tbody>\n</table>"
