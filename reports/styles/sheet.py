"""The cheat sheet: all gradients of a model with their shapes, and the step of gradient descent, on one page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from derive.building import is_apply, total_derivative
from derive.ir import Expr, Var, children, postorder
from derive.notation.math import EQUALS, row
from derive.notation.typesetting import typeset, typeset_sides
from reports import evidence, recurrences, shortening
from reports.boards import update
from reports.document import (
    Block,
    Display,
    Document,
    Equation,
    Formula,
    Heading,
    Inlines,
    Paragraph,
    Table,
    Words,
    words,
)
from reports.manner import Manner
from reports.parts import Checked, Options, Part
from reports.spelling import shape_math
from reports.styles import ReportStyle


def compose(checked: Checked) -> Document:
    """The sheet: for each statement of the model its equations, its gradients with shapes, the step."""
    manner = checked.options.manner
    blocks: list[Block] = []
    for part in checked.parts:
        style = checked.style_of(part)
        blocks.append(Heading(1, words(part.title), f"part-{len(blocks)}"))
        blocks += _whole(part, style) if part.is_whole else _part(part, style)
    blocks.append(Paragraph(manner.say("layout of parameters")))
    return Document(
        words(manner.speech.title(checked.model)),
        tuple(blocks),
        subtitle=words(manner.speech.summary(checked.model)),
        provenance=checked.provenance,
        language=manner.language,
        keywords=(
            manner.text("keyword gradient"),
            manner.text("keyword cheat sheet"),
            manner.speech.title(checked.model),
        ),
        one_page=True,
    )


def _adapt(options: Options) -> Options:
    return replace(options, components=0)


STYLE = ReportStyle(compose, _adapt)
"""The cheat sheet, as one of the styles."""


def _part(part: Part, style: Manner) -> Iterator[Block]:
    system = part.system
    sides = (typeset_sides(pair, style) for pair in system.equations.items())
    yield Display(tuple(Equation(left, EQUALS, right) for left, right in sides))
    yield from shortening.told(system, style)
    rows = [_row(goal, part, style) for goal in needed(part)]
    yield Table((style.say("head gradient"), style.say("head shape"), style.say("head step")), tuple(rows), "lll")
    yield from evidence.assumptions_callout(part.derivation.assumptions, style)


def needed(part: Part) -> list[Expr]:
    """The gradients, behind the derivatives that they go on from, in the order of the derivation."""
    loss, results = part.system.loss, part.results
    wanted = [total_derivative(loss, v) for v in part.system.parameters]
    found = set(wanted)
    pending = list(wanted)
    while pending:
        used = {e for e in postorder(results[pending.pop()]) if is_apply(e, "total") and e in results} - found
        found |= used
        pending += used
    return [goal for goal in results if goal in found and goal not in wanted] + wanted


def _row(goal: Expr, part: Part, style: Manner) -> tuple[Inlines, ...]:
    v = children(goal)[1]
    assert isinstance(v, Var)
    left, right = typeset_sides([goal, part.results[goal]], style)
    step: Inlines = ()
    if v in part.system.parameters:
        made = update(v, part.system.loss, style)
        step = (Formula(row(typeset(v, style), made.relation, made.right)),)
    shape = style.say("number") if v.shape.is_scalar else (Formula(shape_math(v.shape)),)
    return (Formula(row(left, EQUALS, right)),), shape, step or (Words("–"),)


def _whole(part: Part, style: Manner) -> Iterator[Block]:
    """A model of many layers: its equations and published gradients, each once."""
    blocks = (*recurrences.given(part.system, style, ""), *recurrences.judged(part.claims, style, ""))
    yield from (block for block in blocks if isinstance(block, Display | Table))
