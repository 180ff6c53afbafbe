"""The evidence as blocks: the cross-check of the roads, what became of the published formulas, what was assumed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import islice, pairwise
from typing import TypeVar

from derive import cas
from derive.building import total_derivative
from derive.crosschecking import CrossCheck
from derive.findings import Finding
from derive.ir import Var
from derive.judging.grounds import CONDITION_WORDS
from derive.matching import places
from derive.notation.math import EQUALS, Math, row
from derive.notation.typesetting import Style, typeset, typeset_sides
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
from reports.spelling import error_text

Row = TypeVar("Row")

FORMULAS_ON_A_PAGE = 14
"""How many formulas, one below the other, a table on one page may have."""
ROADS = (
    "Each gradient was also found by roads that share no derivative rule with the derivation above: {others}, "
    "and SymPy’s own chain rule on the loss in components. The numbers are the largest relative errors at seeded "
    "points. Agreement of numbers is evidence, not proof; what is proved are the equalities above, step by step."
)
WITH_PASS = "a NumPy pass written by hand, differences of the loss alone"
WITHOUT_PASS = (
    "differences of the loss alone, complex step through the forward evaluation (it stands in for a NumPy pass "
    "written by hand, which nobody has written for this model)"
)
WIDEST = 5
"""How many gradients stand side by side in a table at most."""
LONGEST = 125
"""How many parts a formula may have, written out, that is shown as SymPy leaves it."""
TOO_LONG = ": SymPy writes these out in the inputs, in lines that are too long to read; they were compared."
ASSUMPTION_WORDS: Mapping[str, tuple[str, str]] = {
    "nonzero": ("", " ≠ 0"),
    "positive": ("", " > 0"),
    "one-hot": ("", " is one-hot"),
    "one-hot rows": ("each row of ", " is one-hot"),
    "one-hot columns": ("each column of ", " is one-hot"),
    "symmetric": ("", " is symmetric"),
}
"""What stands before and behind a part of which something is assumed."""


def cross_check_heading(checks: Sequence[CrossCheck]) -> list[Block]:
    """The heading of the section and what its tables show."""
    by_hand = any(check.by_hand for check in checks)
    text = ROADS.format(others=WITH_PASS if by_hand else WITHOUT_PASS)
    return [Heading(1, words("Cross-check"), "cross-check"), Paragraph(words(text))]


def cross_check_table(checked: CrossCheck, loss: Var, names: Sequence[Var], label: str, style: Style) -> Table:
    """The worst relative error of each road for each gradient; the roads side by side if there are many gradients."""
    slopes: list[Inlines] = [(Formula(typeset(total_derivative(loss, v), style)),) for v in names]
    roads = [words(road.name if road.errors else f"{road.name}: {road.note}") for road in checked.roads]
    errors = [[words(error_text(road.errors.get(v))) for v in names] for road in checked.roads]
    across, down, corner = slopes, roads, "road"
    if len(names) > WIDEST:
        across, down, corner = roads, slopes, "gradient"
        errors = [list(row) for row in zip(*errors, strict=True)]
    rows = tuple((head, *cells) for head, cells in zip(down, errors, strict=True))
    sizes = "".join(f", {name} = {number}" for name, number in checked.sizes.items())
    caption = words(f"{f'{label}: ' if label else ''}{checked.points} points, seed {checked.seed}{sizes}")
    return Table((words(corner), *across), rows, "l" + "r" * len(across), caption)


def sympy_gradients(system: System, style: Style) -> list[Block]:
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
    equations, left_out = [], list[Words | Formula]()
    for v, gradient in found.items():
        slope = typeset(total_derivative(system.loss, v), style)
        if len(list(islice(places(gradient), LONGEST + 1))) > LONGEST:
            left_out += [Words(", " if left_out else ""), Formula(slope)]
        else:
            equations.append(Equation(slope, EQUALS, typeset(gradient, style), words("as SymPy leaves it")))
    shown: list[Block] = [Display(tuple(equations))] if equations else []
    return shown + ([Paragraph((*left_out, Words(TOO_LONG)))] if left_out else [])


def published_section(findings: Sequence[Finding], style: Style) -> list[Block]:
    """The published formulas with their verdicts; nothing where there are none."""
    rows = [(_as_read(finding, style), _judged(finding, style)) for finding in findings]
    if not rows:
        return []
    header = (words("published"), words("verdict"))
    tables = [Table(header, tuple(part), "ll") for part in on_pages(rows, FORMULAS_ON_A_PAGE)]
    return [Heading(1, words("What is published, and what became of it"), "published"), *tables]


def on_pages(rows: Sequence[Row], most: int) -> list[Sequence[Row]]:
    """The rows in parts of at most so many, about equally long: a table stands on one page."""
    count = max(1, -(-len(rows) // most))
    ends = [len(rows) * part // count for part in range(count + 1)]
    return [rows[first:last] for first, last in pairwise(ends)]


def _as_read(finding: Finding, style: Style) -> Inlines:
    """The formula, all sides of a chain; as it stands in the document where it was not judged."""
    links = finding.links or (finding,)
    if any(len(link.sides) != 2 for link in links) or finding.kind == "statements":
        return (Words(finding.latex, "code"),)
    first, *others = typeset_sides([links[0].sides[0], *(link.sides[1] for link in links)], style)
    items: list[Math] = [first]
    for side in others:
        items += [EQUALS, side]
    return (Formula(row(*items)),)


def judgement(finding: Finding) -> str:
    """A finding's outcome in a few words."""
    if finding.outcome != "proved":
        return finding.outcome
    return "proved for all sizes" if finding.sizes == "all" else "proved for the sizes named"


def _judged(finding: Finding, style: Style) -> Inlines:
    """The outcome, and what it assumes."""
    verdicts = [part.verdict for part in finding.links or (finding,)]
    found = dict.fromkeys(a for verdict in verdicts if isinstance(verdict, Proved) for a in verdict.assumptions)
    told = assumed(tuple(found), style) if finding.outcome == "proved" else ()
    return (*words(judgement(finding)), *((Words(", assuming "), *told) if told else ()))


def assumed(assumptions: Sequence[Assumption], style: Style) -> Inlines:
    """What a proof assumes, in a row."""
    inlines: list[Words | Formula] = []
    for number, assumption in enumerate(assumptions):
        inlines += [Words("; ")] if number else []
        pieces = CONDITION_WORDS[assumption.condition].split("{}")
        for k, piece in enumerate(pieces):
            inlines += [Formula(typeset(assumption.parts[k - 1], style))] if k else []
            inlines += [Words(piece)] if piece else []
    return tuple(inlines)


def assumptions_callout(assumptions: Sequence[Assumption], style: Style) -> list[Block]:
    """What the derivation assumes; nothing where it assumes nothing."""
    if not assumptions:
        return []
    inlines: list[Words | Formula] = []
    for assumption in assumptions:
        if inlines:
            inlines.append(Words(", "))
        before, behind = ASSUMPTION_WORDS[assumption.condition]
        for part in assumption.parts:
            inlines += [*([Words(before)] if before else []), Formula(typeset(part, style)), Words(behind)]
    return [Callout("Assumed", tuple(inlines), "assumption")]
