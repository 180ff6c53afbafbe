"""What a small change does, as blocks: a table of changes, and the chain rule as a product of their ratios."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import isclose, prod

from derive.building import total_derivative
from derive.ir import Expr, Var
from derive.notation.math import EQUALS, Brackets, Fraction, Letter, Math, Number, Sign, row
from derive.notation.typesetting import typeset
from derive.nudging import STEP, Link, Nudge, links, nudges
from derive.working import Worked
from reports.document import Block, Display, Equation, Formula, Heading, Inlines, Paragraph, Table
from reports.manner import Manner
from reports.worked import decimal

MOST = 16
"""How many names are changed at most: a longer table is not read."""

EXACT = 1e-9
"""The relative error of ratios of small changes in floating point."""

TIMES, TO = Sign("·", "binary"), Sign("→", "relation")
NEARLY = Sign("≈", "relation")


def blocks_of(worked: Worked, slopes: Mapping[Var, Expr], style: Manner) -> list[Block]:
    """A small change of each name that has a derivative in ``slopes``.

    Nothing where there are too many, or where the loss is measured in another unit than its derivatives.
    """
    if worked.log10 or not 0 < len(slopes) <= MOST:
        return []
    changed = nudges(worked, slopes)
    loss = typeset(worked.system.loss, style)
    asked = style.say("small change told", step=f"{STEP:g}", loss=loss)
    blocks: list[Block] = [
        Heading(1, style.say("small change"), "nudges"),
        Paragraph(asked),
        _table(changed, worked.system.loss, style),
    ]
    ways = [links(worked, nudge.name) for nudge in changed]
    shown = [line for nudge, way in zip(changed, ways, strict=True) for line in _product(nudge, way, style)]
    if shown:
        blocks += [Paragraph(style.say("ratios")), Display(tuple(shown))]
    return blocks


def _table(changed: Sequence[Nudge], loss: Var, style: Manner) -> Table:
    shown = typeset(loss, style)
    header: tuple[Inlines, ...] = (
        style.say("head change"),
        style.say("head before", loss=shown),
        style.say("head after", loss=shown),
        style.say("head ratio"),
        style.say("head derivative"),
    )
    rows = []
    for nudge in changed:
        change = row(typeset(nudge.name, style), EQUALS, _short(nudge.before), TO, _short(nudge.after))
        slope = row(typeset(total_derivative(loss, nudge.name), style), EQUALS, _short(nudge.slope))
        cells: list[Math] = [change, *map(_short, (nudge.loss_before, nudge.loss_after, nudge.ratio)), slope]
        rows.append(tuple((Formula(cell),) for cell in cells))
    return Table(header, tuple(rows), "lrrrl")


def _product(nudge: Nudge, way: Sequence[Link], style: Manner) -> list[Equation]:
    """ΔJ/Δb = ΔJ/Δv · Δv/Δu · Δu/Δb, and its numbers below; nothing where no node stands between."""
    if len(way) < 2:
        return []
    factors = [_ratio(link.node, link.below, style) for link in way]
    numbers = [_bracketed(_short(link.ratio), first=link is way[0]) for link in way]
    product = prod(link.ratio for link in way)
    # Where all is linear, the ratio of a small change is that of any change.
    relation = EQUALS if isclose(product, nudge.ratio, rel_tol=EXACT) else NEARLY
    return [
        Equation(_ratio(way[0].node, nudge.name, style), relation, row(*_times(factors))),
        Equation(None, relation, row(*_times(numbers), relation, _short(product))),
    ]


def _times(factors: Sequence[Math]) -> list[Math]:
    return [part for factor in factors for part in (TIMES, factor)][1:]


def _bracketed(number: Math, *, first: bool) -> Math:
    return number if first or isinstance(number, Number) else Brackets(number)


def _short(value: float) -> Math:
    """A number of few digits as it is, any other with six digits after the point."""
    rounded = round(value, 4)
    if not isclose(value, rounded, rel_tol=EXACT):
        return decimal(value)
    digits = Number(f"{abs(rounded):.4f}".rstrip("0").rstrip("."))
    return row(Sign("−", "prefix"), digits) if rounded < 0 else digits


def _ratio(node: Var, v: Var, style: Manner) -> Math:
    delta = Letter("Delta", "upright")
    return Fraction(row(delta, typeset(node, style)), row(delta, typeset(v, style)))
