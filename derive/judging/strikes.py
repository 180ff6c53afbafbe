"""What is struck out: whether the struck factors are equal, and whether they are factors at all.

A strike marks, and takes nothing away: a side is worth what it is worth with all that is struck in it. A lone strike,
whose partner was not marked, claims nothing. Strikes that cannot be right are refuted, even between equal sides.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

from derive import building
from derive.checking import decide
from derive.findings import Finding, with_mistake, with_refutation
from derive.ir import Expr
from derive.judging.grounds import Grounds
from derive.notation.reading import Reading, read
from derive.notation.statements import interpret
from derive.notation.struck import Strike, strikes_in, without_strikes
from derive.verdicts import Mistake, Proved, Refuted

REMOVED = "struck-removed"
"""The convention under which what is struck is taken away, whatever it is worth."""


@dataclass(frozen=True)
class _Wrong:
    """A strike that is not right: why, and the verdict that shows it."""

    message: str
    verdict: Refuted


def with_strikes(finding: Finding, reading: Reading, grounds: Grounds) -> Finding:
    """The finding about a claim, where what is struck in its sides is no reason for another one.

    A side that is refuted as it stands, and right without two struck factors, holds under a convention of its own.
    """
    statement = reading.surface
    if statement is None or finding.verdict is None:
        return finding
    sides = [strikes_in(side) for side in statement.sides]
    if not any(sides):
        return finding
    found = [_wrong(strikes, reading, grounds) for strikes in sides]
    wrong = next(filter(None, found), None)
    if wrong is not None:
        changed = _changed(found.index(wrong), reading, grounds)
        verdict = wrong.verdict if changed is None else changed
        finding = with_refutation(finding, verdict, sizes=None, correct="")
        return with_mistake(finding, Mistake("other", wrong.message))
    factors = all(strike.sum is None and not strike.below for side in sides for strike in side)
    if finding.outcome == "refuted" and factors and max(map(len, sides)) > 1 and _holds_without(reading, grounds):
        message = "it holds only if what is struck is taken away: the struck factors do not come to 1"
        told: dict[str, Any] = {"outcome": "convention", "conventions": (REMOVED,)}
        links = (replace(link, **told) if link.outcome == "refuted" else link for link in finding.links)
        return replace(finding, message=message, links=tuple(links), **told)
    return finding


def _wrong(strikes: Sequence[Strike], reading: Reading, grounds: Grounds) -> _Wrong | None:
    """The first strike of a side that is not right."""
    products = defaultdict[int, list[Strike]](list)
    for strike in strikes:
        products[strike.product].append(strike)
    for group in products.values():
        found = _no_factor(group, reading, grounds) or _unequal(group, reading, grounds)
        if found is not None:
            return found
    return None


def _no_factor(group: Sequence[Strike], reading: Reading, grounds: Grounds) -> _Wrong | None:
    """Terms that are struck across a bar, or struck with one another though they do not add up to nothing."""
    sums = defaultdict[int, list[Strike]](list)
    for strike in group:
        if strike.sum is not None:
            sums[strike.sum].append(strike)
    for number, terms in sums.items():
        values = [_signed(strike, reading, grounds) for strike in terms]
        others = any(strike.below != terms[0].below for strike in group if strike.sum != number)
        known = [value for value in values if value is not None]
        if len(known) < len(values) or (len(terms) == 1 and not others):
            continue
        verdict = decide(building.add(*known), _zero(known[0]), grounds.bench)
        if isinstance(verdict, Refuted):
            shown = _listed(terms, reading)
            lone = "is struck, but is a term of a sum and no factor: it does not cancel"
            return _Wrong(f"{shown} {lone if others else 'are struck, but do not add up to 0'}", verdict)
    return None


def _unequal(group: Sequence[Strike], reading: Reading, grounds: Grounds) -> _Wrong | None:
    """Factors that are struck above and below a bar and are not equal."""
    factors = [strike for strike in group if strike.sum is None]
    above, below = [s for s in factors if not s.below], [s for s in factors if s.below]
    if not above or not below:
        return None
    values = [_product(part, reading, grounds) for part in (above, below)]
    if values[0] is None or values[1] is None or values[0].shape != values[1].shape:
        return None
    verdict = decide(values[0], values[1], grounds.bench)
    if not isinstance(verdict, Refuted):
        return None
    shown = f"{_listed(above, reading)} above the bar and {_listed(below, reading)} below it"
    return _Wrong(f"{shown} are struck, but are not equal", verdict)


def _value(strike: Strike, reading: Reading, grounds: Grounds) -> Expr | None:
    """What a struck part means; None where it cannot be read by itself."""
    span = strike.node.body.span
    part = read(reading.text[span.start : span.end], grounds.scope)
    return part.expr if part.error is None and part.expr is not None else None


def _signed(strike: Strike, reading: Reading, grounds: Grounds) -> Expr | None:
    value = _value(strike, reading, grounds)
    return value if value is None or strike.sign > 0 else building.neg(value)


def _product(strikes: Iterable[Strike], reading: Reading, grounds: Grounds) -> Expr | None:
    values = [_value(strike, reading, grounds) for strike in strikes]
    known = [value for value in values if value is not None and value.shape.is_scalar]
    return building.mul(*known) if len(known) == len(values) else None


def _zero(like: Expr) -> Expr:
    return building.broadcast(building.ZERO, like.shape)


def _listed(strikes: Sequence[Strike], reading: Reading) -> str:
    spans = [strike.node.body.span for strike in strikes]
    return ", ".join(reading.text[span.start : span.end] for span in spans)


def _sides_without(reading: Reading, grounds: Grounds) -> tuple[Expr, ...]:
    """The sides where what is struck is taken away; nothing where they cannot be read so."""
    assert reading.surface is not None
    again = interpret(without_strikes(reading.surface), reading.text, grounds.scope, defining=False)
    return again.sides if again.error is None and len(again.sides) == len(reading.sides) else ()


def _changed(place: int, reading: Reading, grounds: Grounds) -> Refuted | None:
    """The verdict that a side is another one without what is struck in it."""
    without = _sides_without(reading, grounds)
    verdict = decide(reading.sides[place], without[place], grounds.bench) if len(without) > place else None
    return verdict if isinstance(verdict, Refuted) else None


def _holds_without(reading: Reading, grounds: Grounds) -> bool:
    """Whether all links hold where what is struck is taken away."""
    sides = _sides_without(reading, grounds)
    pairs = pairwise(sides)
    return bool(sides) and all(isinstance(decide(left, right, grounds.bench), Proved) for left, right in pairs)
