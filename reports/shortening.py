"""What short names of derivatives stand for, in a sentence: dw for ∂L/∂w, and which have another meaning already."""

from __future__ import annotations

from dataclasses import replace

from derive.building import total_derivative
from derive.ir import Var
from derive.notation.math import Math
from derive.notation.quotients import short_name
from derive.notation.typesetting import typeset
from derive.systems import System
from reports.document import Block, Paragraph
from reports.manner import Manner


def told(system: System, style: Manner) -> list[Block]:
    """The sentences; none where derivatives are written out anyway."""
    if style.derivative != "short":
        return []
    names = [v for v in (*system.parameters, *system.nodes) if v is not system.loss]
    first = next((v for v in names if short_name(v, style) is not None), None)
    taken = [Paragraph(style.say("taken name", **_holes(v, system, style))) for v in names if _is_taken(v, style)]
    own = [] if first is None else [Paragraph(style.say("short name", **_holes(first, system, style)))]
    return [*own, *taken]


def _is_taken(v: Var, style: Manner) -> bool:
    return replace(v.symbol, letter=f"d{v.symbol.letter}") in style.names


def _holes(v: Var, system: System, style: Manner) -> dict[str, Math]:
    free = replace(style, names=frozenset())
    long = replace(style, derivative="auto")
    goal = total_derivative(system.loss, v)
    return {"short": typeset(goal, free), "long": typeset(goal, long)}
