"""A claim that does not fit together: whether it does, and holds, with a small change of its text.

A factor may have to be transposed or no longer, two factors may stand in the wrong order, or one name in the place of
another. A repaired claim is named only where it is proved.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import chain, islice, pairwise, product

from derive.checking import is_proved
from derive.diagnosis.edits import HINTS
from derive.findings import Finding, with_mistake
from derive.ir import Span, Symbol, Var
from derive.judging.grounds import Grounds
from derive.judging.unjudged import not_read
from derive.notation.reading import Reading, read
from derive.notation.spelling import spelled
from derive.notation.surface import Fractional, Group, Name, Number, Product, Scripted, Surface, walk
from derive.verdicts import Mistake

MAX_TRIES = 150
"""How many changes of the text are tried."""
TRANSPOSES = ("transpose", "letter-T")
"""The signs of a transpose."""


@dataclass(frozen=True)
class Repair:
    """The text that stands at a place instead, and what was wrong there."""

    place: Span
    text: str
    kind: str
    message: str

    def applied(self, text: str) -> str:
        """The whole text with the repair."""
        return text[: self.place.start] + self.text + text[self.place.end :]


def diagnosed_claim(reading: Reading, text: str, grounds: Grounds) -> Finding:
    """What becomes of an ill-shaped equation: what would have to stand where for it to fit together and hold."""
    finding = not_read(reading, text)
    for repair in islice(_repairs(reading, text, grounds), MAX_TRIES):
        again = read(repair.applied(text), grounds.scope)
        if again.error is not None or again.kind != "claim" or len(again.sides) != 2:
            continue
        if is_proved(again.sides[0], again.sides[1], grounds.bench):
            found = with_mistake(finding, Mistake(repair.kind, repair.message, hint=HINTS[repair.kind]))
            wrong, place = text[repair.place.start : repair.place.end], repair.place
            where = {"latex": wrong, "column": place.start + 1, "end_column": place.end + 1}
            found = replace(found, mistake={**(found.mistake or {}), "where": where}, correct=repair.applied(text))
            return replace(found, hint=HINTS[repair.kind].format(f"${wrong}$"))
    return finding


def _repairs(reading: Reading, text: str, grounds: Grounds) -> Iterator[Repair]:
    """The changes of the right side of an equation, the commonest mistakes first."""
    if reading.surface is None or len(reading.surface.sides) != 2:
        return
    side = reading.surface.sides[1]
    products = [node for node in walk(side) if isinstance(node, Product)]
    yield from chain.from_iterable(_transposed(node, text) for node in products)
    yield from chain.from_iterable(_swapped(node, text) for node in products)
    yield from _renamed(side, text, grounds)


def _transposed(node: Product, text: str) -> Iterator[Repair]:
    """One factor of a product transposed, or no longer."""
    for part in filter(_may_be_transposed, node.parts):
        here, other = _cut(text, part.span), _turned(part, text)
        turned = len(other) < len(here)
        words = f"{_bare(part, text)} must not be transposed" if turned else f"{here} must be transposed: {other}"
        yield Repair(part.span, other, "transpose", words)


def _swapped(node: Product, text: str) -> Iterator[Repair]:
    """Two factors that stand beside each other with other transposes, or in the other order."""
    for left, right in pairwise(node.parts):
        if not (_may_be_transposed(left) and _may_be_transposed(right)):
            continue
        place = Span(left.span.start, right.span.end)
        both = f"{_turned(left, text)} {_turned(right, text)}"
        yield Repair(place, both, "transpose", f"the transposes must stand so: {both}, not {_cut(text, place)}")
        for p, q in product((False, True), repeat=2):
            other = f"{_turned(right, text, q)} {_turned(left, text, p)}"
            words = f"the factors must be in this order: {other}, not {_cut(text, place)}"
            yield Repair(place, other, "order", words)


def _renamed(side: Surface, text: str, grounds: Grounds) -> Iterator[Repair]:
    """Each name on the right of an equation, with each other name of the scope in its place."""
    inner = {id(node.base) for node in walk(side) if isinstance(node, Scripted)}
    for node in walk(side):
        if isinstance(node, Name | Scripted) and id(node) not in inner:
            base = node.base if isinstance(node, Scripted) else node
            for symbol, v in grounds.scope.variables.items():
                if isinstance(base, Name) and symbol != Symbol(base.letter, base.accent, font=base.font):
                    place, right = _without_transpose(node), spelled(v)
                    wrong = _cut(text, place)
                    yield Repair(place, right, _kind(wrong, v), f"{wrong} stands where {right} should")


def _may_be_transposed(part: Surface) -> bool:
    return isinstance(part, Name | Scripted | Group) and not isinstance(part, Number | Fractional)


def _turned(part: Surface, text: str, turn: bool = True) -> str:
    """The text of a factor with a transpose sign more or less; as it is where nothing is to be turned."""
    if not turn:
        return _cut(text, part.span)
    bare = _bare(part, text)
    if bare != _cut(text, part.span):
        return bare
    return f"{{{bare}}}^T" if isinstance(part, Scripted) else f"{bare}^T"


def _bare(part: Surface, text: str) -> str:
    """The text of a factor without the transpose sign above it, where there is one."""
    whole = _cut(text, part.span)
    if not (isinstance(part, Scripted) and part.sup and part.sup[-1].kind in TRANSPOSES):
        return whole
    sign = part.sup[-1].span
    bare = whole[: sign.start - part.span.start] + whole[sign.end - part.span.start :]
    return bare.removesuffix("^{}").removesuffix("^")


def _cut(text: str, span: Span) -> str:
    return text[span.start : span.end]


def _without_transpose(node: Name | Scripted) -> Span:
    """Where a name stands, without the transpose sign behind it."""
    if isinstance(node, Scripted) and node.sup and node.sup[-1].kind in TRANSPOSES:
        rest = node.sup[:-1]
        end = rest[-1].span.end if rest else node.base.span.end
        return Span(node.span.start, end)
    return node.span


def _kind(wrong: str, v: Var) -> str:
    """The kind of the mistake: another layer or index of the same letter, or another name."""
    return "layer" if wrong[:1] == v.symbol.letter[:1] and v.symbol.layer else "other"
