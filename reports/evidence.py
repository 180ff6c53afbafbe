"""The evidence as blocks: the cross-check of the roads, what became of the published formulas, what was assumed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import islice, pairwise
from typing import TypeVar

from derive import cas
from derive.building import total_derivative
from derive.crosschecking import CrossCheck, Road
from derive.findings import Finding
from derive.ir import Var
from derive.matching import places
from derive.notation.math import EQUALS, Math, row
from derive.notation.typesetting import typeset, typeset_sides
from derive.rewriting import Assumption
from derive.systems import System
from derive.verdicts import Proved
from reports.document import (
    Block,
    Callout,
    Display,
    Equation,
    Formula,
    Heading,
    Inlines,
    Paragraph,
    Table,
    Words,
    words,
)  # fmt: skip
from reports.languages import holes_of
from reports.manner import Manner
from reports.spelling import chosen_math, error_math

Row = TypeVar("Row")

FORMULAS_ON_A_PAGE = 14
"""How many formulas, one below the other, a table on one page may have."""
WIDEST = 5
"""How many gradients stand side by side in a table at most."""
LONGEST = 125
"""How many parts a formula may have, written out, that is shown as SymPy leaves it."""


def cross_check_heading(checks: Sequence[CrossCheck], style: Manner) -> list[Block]:
    """The heading of the section and what its tables show."""
    by_hand = any(check.by_hand for check in checks)
    told = style.say("roads with pass" if by_hand else "roads without pass")
    return [Heading(1, style.say("cross-check"), "cross-check"), Paragraph(told)]


def cross_check_table(checked: CrossCheck, loss: Var, names: Sequence[Var], label: str, style: Manner) -> Table:
    """The worst relative error of each road for each gradient; the roads side by side if there are many gradients."""
    slopes: list[Inlines] = [(Formula(typeset(total_derivative(loss, v), style)),) for v in names]
    taken = [road for road in checked.roads if road.errors]
    roads = [road_told(road, style) for road in taken]
    errors = [[error_told(road.errors.get(v)) for v in names] for road in taken]
    across, down, corner = slopes, roads, "head road"
    if len(names) > WIDEST:
        across, down, corner = roads, slopes, "head gradient"
        errors = [list(row) for row in zip(*errors, strict=True)]
    rows = tuple((head, *cells) for head, cells in zip(down, errors, strict=True))
    points = points_told(checked, style)
    caption = style.say("labelled", label=label, text=points) if label else points
    for road in (road for road in checked.roads if not road.errors):
        caption = style.say("two sentences", first=caption, Second=road_told(road, style))
    return Table((style.say(corner), *across), rows, "l" + "r" * len(across), caption)


def points_told(checked: CrossCheck, style: Manner) -> Inlines:
    """At which points the roads were compared."""
    points, seed = str(checked.points), str(checked.seed)
    if not checked.sizes:
        return style.say("points", points=points, seed=seed)
    return style.say("points at sizes", points=points, seed=seed, sizes=_sizes(checked.sizes, style))


def road_told(road: Road, style: Manner) -> Inlines:
    """The name of a road, with why it was not taken where it was not."""
    name = style.say(f"road {road.kind}")
    if road.sizes:
        name = style.say(f"road {road.kind} at sizes", sizes=_sizes(road.sizes, style))
    return style.say(f"road {road.obstacle}", road=name) if road.obstacle else name


def error_told(error: float | None) -> Inlines:
    """A relative error to one digit; a dash where there is none."""
    return words("–") if error is None else (Formula(error_math(error)),)


def _sizes(sizes: Mapping[str, int], style: Manner) -> Inlines:
    return style.speech.joined("listed", [chosen_math(name, number) for name, number in sizes.items()])


def sympy_gradients(system: System, style: Manner) -> list[Block]:
    """SymPy's own gradient, for systems of scalars, as SymPy leaves it; the ones that a person can read."""
    if system.size_names or any(not v.shape.is_scalar for v in (*system.parameters, *system.data)):
        return []
    if cas.is_too_deep(system):
        return []
    names = {cas.symbol_of(v): v for v in (*system.parameters, *system.data)}
    try:
        found = {v: cas.from_sympy(cas.gradient(system, v, {}), names) for v in system.parameters}
    except cas.Unsupported:
        return []  # SymPy writes it with a function that has no counterpart here
    equations, left_out = [], list[Math]()
    for v, gradient in found.items():
        slope = typeset(total_derivative(system.loss, v), style)
        if len(list(islice(places(gradient), LONGEST + 1))) > LONGEST:
            left_out.append(slope)
        else:
            equations.append(Equation(slope, EQUALS, typeset(gradient, style), style.say("as SymPy leaves it")))
    gradients = style.speech.joined("listed", left_out)
    if not equations:
        return [Paragraph(style.say("all too long for SymPy"))]
    left = [Paragraph(style.say("SymPy too long", gradients=gradients))] if left_out else []
    return [Display(tuple(equations)), *left]


def published_section(findings: Sequence[Finding], style: Manner) -> list[Block]:
    """The published formulas with their verdicts; nothing where there are none."""
    told = [(finding.variant, _as_read(finding, style), _judged(finding, style)) for finding in findings]
    rows = [(formula, verdict) for _, formula, verdict in dict.fromkeys(told)]
    if not rows:
        return []
    header = (style.say("head published"), style.say("head verdict"))
    tables = [Table(header, tuple(part), "ll") for part in on_pages(rows, FORMULAS_ON_A_PAGE)]
    return [Heading(1, style.say("published"), "published"), *tables]


def on_pages(rows: Sequence[Row], most: int) -> list[Sequence[Row]]:
    """The rows in parts of at most so many, about equally long: a table stands on one page."""
    count = max(1, -(-len(rows) // most))
    ends = [len(rows) * part // count for part in range(count + 1)]
    return [rows[first:last] for first, last in pairwise(ends)]


def _as_read(finding: Finding, style: Manner) -> Inlines:
    """The formula, all sides of a chain; as it stands in the document where it was not judged."""
    links = finding.links or (finding,)
    if any(len(link.sides) != 2 for link in links) or finding.kind == "statements":
        return (Words(finding.latex, "code"),)
    first, *others = typeset_sides([links[0].sides[0], *(link.sides[1] for link in links)], style)
    items: list[Math] = [first]
    for side in others:
        items += [EQUALS, side]
    return (Formula(row(*items)),)


def judgement(finding: Finding, style: Manner) -> Inlines:
    """A finding's outcome in a few words."""
    if finding.outcome != "proved":
        return style.say(f"outcome {finding.outcome}")
    return style.say("proved for all" if finding.sizes == "all" else "proved for some")


def _judged(finding: Finding, style: Manner) -> Inlines:
    """The outcome, and what it assumes."""
    verdicts = [part.verdict for part in finding.links or (finding,)]
    found = dict.fromkeys(a for verdict in verdicts if isinstance(verdict, Proved) for a in verdict.assumptions)
    outcome = judgement(finding, style)
    if not found or finding.outcome != "proved":
        return outcome
    return style.say("outcome assuming", outcome=outcome, assumptions=assumed(tuple(found), style))


def assumed(assumptions: Sequence[Assumption], style: Manner) -> Inlines:
    """What a proof assumes, in a row."""
    return style.speech.joined("then", [_told(assumption, style) for assumption in assumptions])


def _told(assumption: Assumption, style: Manner) -> Inlines:
    """One condition; of each part by itself, where it speaks of one."""
    key = f"if {assumption.condition}"
    parts = [typeset(part, style) for part in assumption.parts]
    if holes_of(style.speech.texts[key]) == {"part"}:
        return style.speech.joined("listed", [style.say(key, part=part) for part in parts])
    part, end = parts
    return style.say(key, part=part, end=end)


def assumptions_callout(assumptions: Sequence[Assumption], style: Manner) -> list[Block]:
    """What the derivation assumes; nothing where it assumes nothing."""
    if not assumptions:
        return []
    told = style.speech.joined("listed", [_told(assumption, style) for assumption in assumptions])
    return [Callout(style.text("assumed"), told, "assumption")]
