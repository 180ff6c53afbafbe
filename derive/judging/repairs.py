"""A claim that does not fit together: whether it does, and holds, with one name in the place of another."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

from derive.checking import decide
from derive.findings import Finding
from derive.ir import Span, Symbol, Var
from derive.judging.grounds import Grounds
from derive.judging.unjudged import not_read
from derive.notation.latex import latex
from derive.notation.reading import Reading, read
from derive.notation.surface import Name, Scripted, walk
from derive.notation.typesetting import typeset
from derive.verdicts import Proved

MAX_TRIES = 150
"""How many ways to put another name in are tried."""


def diagnosed_claim(reading: Reading, text: str, grounds: Grounds) -> Finding:
    """What becomes of an ill-shaped equation for a name of the scope: which name stands where another should."""
    finding = not_read(reading, text)
    for place, v in islice(_replacements(reading, grounds), MAX_TRIES):
        repaired = f"{text[: place.start]}{latex(typeset(v))}{text[place.end :]}"
        again = read(repaired, grounds.scope)
        if again.error is not None or again.kind != "claim" or len(again.sides) != 2:
            continue
        if isinstance(decide(again.sides[0], again.sides[1], grounds.bench), Proved):
            wrong, right = text[place.start : place.end], latex(typeset(v))
            mistake = {"kind": _kind(wrong, v), "message": f"{wrong} stands where {right} should", "where": wrong}
            return replace(finding, mistake=mistake, correct=repaired)
    return finding


def _replacements(reading: Reading, grounds: Grounds) -> Iterator[tuple[Span, Var]]:
    """Each name on the right of an equation, with each other name of the scope."""
    if reading.surface is None or len(reading.surface.sides) != 2:
        return
    inner = {id(node.base) for node in walk(*reading.surface.sides) if isinstance(node, Scripted)}
    for node in walk(reading.surface.sides[1]):
        if isinstance(node, (Name, Scripted)) and id(node) not in inner:
            base = node.base if isinstance(node, Scripted) else node
            for symbol, v in grounds.scope.variables.items():
                if isinstance(base, Name) and symbol != Symbol(base.letter, base.accent, font=base.font):
                    yield _without_transpose(node), v


def _without_transpose(node: Name | Scripted) -> Span:
    """Where a name stands, without the transpose sign behind it."""
    if isinstance(node, Scripted) and node.sup and node.sup[-1].kind in ("transpose", "letter-T"):
        rest = node.sup[:-1]
        end = rest[-1].span.end if rest else node.base.span.end
        return Span(node.span.start, end)
    return node.span


def _kind(wrong: str, v: Var) -> str:
    """The kind of the mistake: another layer or index of the same letter, or another name."""
    return "layer" if wrong[:1] == v.symbol.letter[:1] and v.symbol.layer else "other"
