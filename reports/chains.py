"""A chain of equalities as an aligned display: a line a step, its reason behind it, what cancels struck."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Literal, TypeAlias

from derive.building import is_apply
from derive.ir import Expr, Path, Var, children
from derive.notation.math import EQUALS, Math
from derive.notation.typesetting import Mark, Marks, together, typeset
from derive.steps import Chain, Line
from derive.striking import struck_places
from derive.systems import System
from reports.document import Display, Equation, Inlines
from reports.manner import Manner
from reports.words import reason

Detail: TypeAlias = Literal["brief", "full"]


def display(chain: Chain, style: Manner, detail: Detail = "full", anchor: str = "") -> Display:
    """The chain from its start to its result, which is boxed; ``brief`` leaves out all but the telling lines."""
    lines = chain.lines if detail == "full" else _telling(chain.lines)
    before = (step.before for line in lines for step in line.steps)
    write = together([chain.start, *(line.after for line in lines), *before], style)
    equations: list[Equation] = []
    for line in merged(lines, lambda line: write(line.after, None)):
        _strike(equations, line, write)
        equations.append(Equation(None, EQUALS, write(line.after, None), reason(line, style)))
    if equations:
        equations[0] = replace(equations[0], left=write(chain.start, None))
        equations[-1] = replace(equations[-1], result=True)
    return Display(tuple(equations), anchor)


def merged(lines: Sequence[Line], shown: Callable[[Line], object]) -> list[Line]:
    """The lines, those that look like the one before as one with it: a step may change only how something is meant."""
    kept: list[Line] = []
    for line in lines:
        if kept and shown(kept[-1]) == shown(line):
            kept[-1] = Line((*kept[-1].steps, *line.steps))
        else:
            kept.append(line)
    return kept


def _strike(equations: list[Equation], line: Line, write: Callable[[Expr, Marks | None], Math]) -> None:
    """Show what the line cancels as struck, in the line before where that shows the same expression."""
    for step in line.steps:
        marks: dict[Path, Mark] = dict.fromkeys(struck_places(step), "struck")
        if not marks:
            continue
        struck = write(step.before, marks)
        if equations and equations[-1].right == write(step.before, None):
            equations[-1] = replace(equations[-1], right=struck)
        else:
            equations.append(Equation(None, EQUALS, struck, ()))
        return


def lead(chain: Chain, system: System, style: Manner) -> Inlines:
    """The sentence before a chain: what is found, and how."""
    node, v = children(chain.start)[:2]
    if is_apply(chain.start, "partial"):
        return style.say("aside", node=typeset(node, style), v=typeset(v, style))
    assert isinstance(v, Var)
    consumers = system.consumers(v)
    if system.loss in consumers and len(consumers) == 1:
        return style.say("loss directly", v=typeset(v, style))
    if not consumers:
        return style.say("loss not", v=typeset(v, style))
    nodes = style.speech.joined("and", [typeset(consumer, style) for consumer in consumers])
    return style.say("loss through", v=typeset(v, style), nodes=nodes)


def _telling(lines: Sequence[Line]) -> list[Line]:
    """The chain rule, what is put into it, and the result."""
    kept = [
        line
        for line in lines[:-1]
        if any(step.rule in ("chain rule", "from above") for step in line.steps) and not _is_open(line.after)
    ]
    return [*kept, lines[-1]] if lines else []


def _is_open(expr: Expr) -> bool:
    return is_apply(expr, "derivative") or is_apply(expr, "pullback")
