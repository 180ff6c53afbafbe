"""Findings as one HTML page: the formulas of each document in order, each with its mark, and the evidence a click away.

It needs no network and no script: what is shown is chosen by check boxes, and the style sheet is inside.
"""

from __future__ import annotations

from html import escape

from derive.findings import Finding
from derive.ir import Expr
from derive.notation.math import Math
from derive.notation.typesetting import typeset_sides
from derive.scanning import Findings, is_failing
from reports.emitters.mathml import STYLE, mathml
from reports.marking import MARKS
from reports.placing import others, place
from reports.scanning import summary
from reports.scans._told import evidence, message

SUFFIX = ".html"

GROUPS = {
    "wrong": ("wrong", ("refuted", "ill-shaped")),
    "open": ("not settled", ("undecided", "convention", "unreadable", "unbound", "ambiguous")),
    "right": ("proved", ("proved",)),
    "other": ("claims nothing", ()),
}
"""The groups of outcomes that are shown or hidden together, and what they are called."""

PAGE = """\
:root { --page: #fffefb; --ink: #1a1a1a; --quiet: #666; --wrong: #b3211d; --right: #1f6b3a; --open: #8a6100;
  color-scheme: light dark; }
@media (prefers-color-scheme: dark) { :root { --page: #17181a; --ink: #e6e4df; --quiet: #a09d96; --wrong: #ff8f85;
  --right: #7fd39b; --open: #e5bd62; } }
html { background: var(--page); color: var(--ink); font: 17px/1.5 Palatino, "Book Antiqua", Georgia, serif; }
main { max-width: 52em; margin: 0 auto; padding: 2em 1em; }
h1 { font-size: 1.6em; } h2 { font-size: 1.15em; margin-top: 2em; font-family: monospace; }
.filters label { margin-right: 1.2em; cursor: pointer; }
article { display: grid; grid-template-columns: 4em 1.6em 1fr; gap: .3em; padding: .35em 0; align-items: baseline; }
.place { color: var(--quiet); font-size: .8em; text-align: right; font-variant-numeric: tabular-nums; }
.mark { font-weight: bold; text-align: center; }
.wrong .mark { color: var(--wrong); } .right .mark { color: var(--right); } .open .mark { color: var(--open); }
.note { color: var(--quiet); font-size: .85em; font-style: italic; }
summary { cursor: pointer; } details > summary { list-style: none; }
pre { white-space: pre-wrap; font-size: .8em; border-left: 2px solid var(--quiet); padding-left: .8em; }
code { font-size: .85em; overflow-wrap: anywhere; }
main:has(#wrong:not(:checked)) .wrong, main:has(#open:not(:checked)) .open,
main:has(#right:not(:checked)) .right, main:has(#other:not(:checked)) .other { display: none; }
@media print { .filters { display: none; } details > * { display: block; } }
"""
"""The style sheet of the page."""


def written(found: Findings) -> str:
    """The page."""
    counts = "<br>".join(escape(line.strip()) for line in summary(found))
    boxes = "".join(
        f'<label><input type="checkbox" id="{group}" checked> {escape(name)}</label>'
        for group, (name, _) in GROUPS.items()
    )
    files = "".join(
        f"<h2>{escape(file.name)}</h2>" + "".join(_article(finding) for finding in file.findings)
        for file in found.files
    )
    head = f'<meta charset="utf-8"><title>Formulas</title><style>{STYLE}{PAGE}</style>'
    body = f'<main><h1>Formulas</h1><p>{counts}</p><p class="filters">{boxes}</p>{files}</main>'
    return f'<!DOCTYPE html>\n<html lang="en"><head>{head}</head><body>{body}</body></html>\n'


def _article(finding: Finding) -> str:
    group = (
        "wrong" if is_failing(finding) else next((g for g, (_, o) in GROUPS.items() if finding.outcome in o), "other")
    )
    again = others(finding)
    also = f' <span class="note">also {"in" if finding.cell else "on"} {escape(again)}</span>' if again else ""
    shown = f"{_formula(finding)}{also}"
    if group in ("wrong", "open") or finding.outcome == "proved" or finding.expected:
        note = (
            f'<div class="note">{escape(_note(finding))}</div>'
            if group in ("wrong", "open") or finding.expected
            else ""
        )
        shown = f"<details><summary>{shown}{note}</summary><pre>{escape(evidence(finding))}</pre></details>"
    mark = escape(MARKS.get(finding.outcome, "·"))
    beside = f'<span class="place">{escape(place(finding))}</span>'
    beside += f'<span class="mark" title="{escape(finding.outcome)}">{mark}</span>'
    return f'<article class="{group}">{beside}<div>{shown}</div></article>'


def _note(finding: Finding) -> str:
    if finding.expected and not is_failing(finding):
        return f"known: {finding.expected}"
    return message(finding)


def _formula(finding: Finding) -> str:
    """The formula as it was understood; as it is written where it was not."""
    links = finding.links or (finding,)
    if finding.outcome == "prose" or any(len(link.sides) != 2 for link in links):
        return f"<code>{escape(' '.join(finding.latex.split()))}</code>"
    sides: tuple[Expr, ...] = (links[0].sides[0], *(link.sides[1] for link in links))
    typeset: tuple[Math, ...] = tuple(typeset_sides(sides))
    return " = ".join(mathml(side) for side in typeset)
