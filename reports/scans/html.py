"""Findings as one HTML page: the formulas of each document in order, each with its mark, and the evidence a click away.

It needs no network and no script: what is shown is chosen by check boxes, and the style sheet is inside.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from html import escape

from derive.findings import Finding
from derive.ir import Expr
from derive.notation.typesetting import typeset_sides
from derive.scanning import UNREAD, File, Findings, is_failing
from reports.emitters.mathml import STYLE, mathml
from reports.judgements import right_formula, right_sides
from reports.marking import MARKS
from reports.placing import others, place
from reports.scanning import summary
from reports.scans._told import evidence, message
from reports.spelling import text

SUFFIX = ".html"

GROUPS = {
    "wrong": "to look at",
    "known": "known to be wrong",
    "open": "not settled",
    "right": "proved",
    "other": "claims nothing",
}
"""The groups of formulas that are shown or hidden together, and what they are called."""

_OPEN = ("undecided", "convention", *UNREAD)

PAGE = """\
:root { --page: #fffefb; --ink: #1a1a1a; --quiet: #666; --line: #e4e0d8; --wrong: #b3211d; --right: #1f6b3a;
  --open: #8a6100; --tint: #fbeeec; color-scheme: light dark; }
@media (prefers-color-scheme: dark) { :root { --page: #17181a; --ink: #e6e4df; --quiet: #a09d96; --line: #34363a;
  --wrong: #ff8f85; --right: #7fd39b; --open: #e5bd62; --tint: #33211f; } }
html { background: var(--page); color: var(--ink); font: 17px/1.5 Palatino, "Book Antiqua", Georgia, serif; }
main { max-width: 52em; margin: 0 auto; padding: 2em 1em; }
h1 { font-size: 1.6em; } h2 { font-size: 1.15em; margin-top: 2em; font-family: monospace; overflow-wrap: anywhere; }
.filters { position: sticky; top: 0; background: var(--page); padding: .5em 0; border-bottom: 1px solid var(--line); }
.filters label { margin-right: 1.2em; cursor: pointer; white-space: nowrap; }
article { display: grid; grid-template-columns: 4em 1.4em 1fr; gap: .5em; padding: .4em 0; align-items: baseline; }
.wide article { grid-template-columns: 10.5em 1.4em 1fr; }
article > div { min-width: 0; overflow-x: auto; overflow-y: hidden; }
.place { color: var(--quiet); font-size: .8em; text-align: right; font-variant-numeric: tabular-nums; }
.mark { font-weight: bold; text-align: center; }
.wrong .mark { color: var(--wrong); } .right .mark { color: var(--right); } .open .mark { color: var(--open); }
.known .mark { color: var(--quiet); }
.link { display: inline-block; padding: .1em .15em; } .link.refuted { background: var(--tint); border-radius: 3px; }
.note { font-size: .9em; } .right-one { display: block; } .also, .open .note, .known .note { color: var(--quiet); }
summary { cursor: pointer; list-style: none; } summary::-webkit-details-marker { display: none; }
summary > .more { color: var(--quiet); font-size: .75em; margin-left: .5em; } .more::after { content: "▸"; }
details[open] .more::after { content: "▾"; }
pre { white-space: pre-wrap; font-size: .8em; border-left: 2px solid var(--line); padding-left: .8em; margin: .5em 0; }
code { font-size: .85em; overflow-wrap: anywhere; }
main:has(#wrong:not(:checked)) .wrong, main:has(#known:not(:checked)) .known, main:has(#open:not(:checked)) .open,
main:has(#right:not(:checked)) .right, main:has(#other:not(:checked)) .other { display: none; }
@media print {
  :root { --page: #fff; --ink: #000; --quiet: #555; --line: #bbb; --wrong: #b3211d; --right: #1f6b3a; --open: #8a6100;
    --tint: #fbeeec; }
  .filters, .more { display: none; } article { break-inside: avoid; } h2 { break-after: avoid; }
  .wrong details::details-content, .known details::details-content, .open details::details-content {
    content-visibility: visible; block-size: auto; }
  .link.refuted { outline: 1px solid var(--wrong); }
}
"""
"""The style sheet of the page. On paper the evidence stands below what is to be looked at."""


def written(found: Findings) -> str:
    """The page."""
    counts = "<br>".join(escape(line.strip()) for line in summary(found))
    sizes = Counter(_group(finding) for finding in found.findings)
    boxes = "".join(
        f'<label><input type="checkbox" id="{group}" checked> {escape(name)} ({sizes[group]})</label>'
        for group, name in GROUPS.items()
        if sizes[group]
    )
    files = "".join(_section(file) for file in found.files)
    head = '<meta charset="utf-8"><meta name="viewport" content="width=device-width">'
    head += f"<title>Formulas</title><style>{STYLE}{PAGE}</style>"
    body = f'<main><h1>Formulas</h1><p>{counts}</p><p class="filters">{boxes}</p>{files}</main>'
    return f'<!DOCTYPE html>\n<html lang="en"><head>{head}</head><body>{body}</body></html>\n'


def _section(file: File) -> str:
    """A document: its formulas in order."""
    wide = ' class="wide"' if any(not place(finding)[0].isdigit() for finding in file.findings) else ""
    return f"<section{wide}><h2>{escape(file.name)}</h2>{''.join(map(_article, file.findings))}</section>"


def _group(finding: Finding) -> str:
    """The group that a finding belongs to."""
    if is_failing(finding):
        return "wrong"
    if finding.expected:
        return "known"
    return "open" if finding.outcome in _OPEN else "right" if finding.outcome == "proved" else "other"


def _article(finding: Finding) -> str:
    """A formula with its place and its mark; what was found of it, where it claims something."""
    group, again = _group(finding), others(finding)
    shown = _formula(finding)
    if again:
        shown += f' <span class="note also">also {"in" if finding.cell else "on"} {escape(again)}</span>'
    if group != "other":
        note = "" if group == "right" else f'<div class="note">{escape(_note(finding))}{_right(finding)}</div>'
        shown += '<span class="more"></span>'
        shown = f"<details><summary>{shown}{note}</summary><pre>{escape(evidence(finding))}</pre></details>"
    mark = escape(MARKS.get(finding.outcome, "·"))
    at = "" if finding.kind == "file" else escape(place(finding))
    beside = f'<span class="place">{at}</span><span class="mark" title="{escape(finding.outcome)}">{mark}</span>'
    return f'<article class="{group}">{beside}<div>{shown}</div></article>'


def _note(finding: Finding) -> str:
    """What is found, in words without marks of formulas."""
    if finding.expected and not is_failing(finding):
        return f"known: {finding.expected}"
    return message(finding) if finding.expected or finding.named is None else finding.named.told(text)


def _right(finding: Finding) -> str:
    """What is right instead, where that is known."""
    sides = right_sides(finding)
    told = _equation(sides) if sides else escape(right_formula(finding))
    return f'<span class="right-one">right: {told}</span>' if told else ""


def _formula(finding: Finding) -> str:
    """The formula as it was understood, a wrong link tinted; as it is written where it was not understood."""
    links = finding.links or (finding,)
    if finding.outcome == "prose" or any(len(link.sides) != 2 for link in links):
        return f"<code>{escape(' '.join(finding.latex.split()))}</code>"
    sides: tuple[Expr, ...] = (links[0].sides[0], *(link.sides[1] for link in links))
    return _equation(sides, [link.outcome for link in links] if len(links) > 1 else [])


def _equation(sides: Sequence[Expr], outcomes: Sequence[str] = ()) -> str:
    """Sides that are equal, each with its sign, so that a long chain goes on in the next line."""
    first, *rest = (mathml(side, display=True) for side in typeset_sides(sides))
    told = [f'<span class="link">{first}</span>']
    for number, side in enumerate(rest):
        known = " refuted" if number < len(outcomes) and outcomes[number] == "refuted" else ""
        told.append(f'<span class="link{known}">= {side}</span>')
    return "".join(told)
