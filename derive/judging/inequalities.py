"""Inequalities that somebody asks about: judged as equalities, by the same points and the same proofs.

l ≥ s holds where |l − s| = l − s, l > s where the sign of l − s is 1, and A ⟺ B where the indicators of A and B are
equal. Only what is asked is judged so: a comparison in a document is more often a condition than a claim.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise
from typing import Any

import numpy as np

from derive.balls import Balls, ball
from derive.bench import Bench
from derive.building import ONE, ZERO, broadcast, call, sub, unwrapped
from derive.checking import decide
from derive.findings import Finding, assumptions_of, decisive, with_refutation
from derive.ir import Const, Expr, Var, variables
from derive.judging.grounds import Grounds, said, with_proof
from derive.lowering import NoValue, Setting, evaluate
from derive.notation.reading import Reading
from derive.notation.spelling import spelled
from derive.resizing import size_names
from derive.shapes import ShapeError
from derive.verdicts import Counterexample, Proved, Refuted, Undecided
from numeric.enclosure import enclosure_text, precision

ORDERS: Mapping[str, tuple[str, bool]] = {
    ">": ("greater", False),
    ">=": ("at_least", False),
    "<": ("greater", True),
    "<=": ("at_least", True),
}
"""The comparisons: the indicator that each of them is, and whether its sides are turned for that."""
WORDS = {">": r">", ">=": r"\ge", "<": r"<", "<=": r"\le"}
VAGUE = (r"\ll", r"\gg", "≪", "≫")
"""Comparisons that say by how much, and not what is meant by that: they are read as the plain ones."""
BITS, DIGITS = 128, 6
"""The precision of the two values that are shown, and how many digits of them are."""

Sides = tuple[Expr, Expr]


def judged_inequality(reading: Reading, text: str, grounds: Grounds) -> Finding | None:
    """What becomes of an inequality; None for what is none, and where it is about names and numbers alone.

    What is bound by nothing is a condition: that z > 0 is no claim where z may be any number.
    """
    sides, relations = reading.sides, reading.relations
    if any(sign in text for sign in VAGUE):
        return None
    if reading.error is not None or len(sides) != len(relations) + 1 or not _is_claim(sides, grounds):
        return None
    base = replace(said(reading, text), read_as="")
    if relations and len(relations) == 3 and relations[1] == "<=>" and {relations[0], relations[2]} <= ORDERS.keys():
        try:
            both = [_indicator(sides[k], sides[k + 1], relations[k]) for k in (0, 2)]
        except ShapeError:
            return None
        return _decided(both[0], both[1], base, grounds)
    if not relations or not set(relations) <= ORDERS.keys():
        return None
    links = []
    for (left, right), relation in zip(pairwise(sides), relations, strict=True):
        try:
            said_so = f"{spelled(left)} {WORDS[relation]} {spelled(right)}"
            own = replace(base, read_as=said_so, latex=said_so)
            links.append(_link(left, right, relation, own, grounds))
        except ShapeError:
            return None
    if len(links) == 1:
        return replace(links[0], latex=base.latex)
    return replace(decisive(links), latex=base.latex, links=tuple(links), assumptions=assumptions_of(links))


def _is_claim(sides: tuple[Expr, ...], grounds: Grounds) -> bool:
    """Whether one of the sides is more than a number and a name of which nothing is known."""
    system = grounds.bench.system

    def is_free(side: Expr) -> bool:
        is_name = isinstance(side, Var) and side not in system.equations and not system.facts.get(side)
        return is_name or isinstance(unwrapped(side), Const)

    return not all(map(is_free, sides)) and any(variables(side) for side in sides)


def _fitted(left: Expr, right: Expr) -> Sides:
    """Both sides in one shape: a number beside an array is compared with every entry. Raises `ShapeError`."""
    shape = left.shape if right.shape.is_scalar else right.shape
    left, right = broadcast(left, shape), broadcast(right, shape)
    if left.shape != right.shape:
        raise ShapeError("the sides of a comparison have different shapes")
    return left, right


def _indicator(left: Expr, right: Expr, relation: str) -> Expr:
    name, is_turned = ORDERS[relation]
    left, right = _fitted(left, right)
    return call(name, right, left) if is_turned else call(name, left, right)


def _link(left: Expr, right: Expr, relation: str, base: Finding, grounds: Grounds) -> Finding:
    """What becomes of one comparison."""
    name, is_turned = ORDERS[relation]
    low, high = _fitted(left, right) if is_turned else _fitted(right, left)
    gap = high if low in (ZERO, broadcast(ZERO, high.shape)) else sub(high, low)
    claim = (call("sign", gap), broadcast(ONE, gap.shape)) if name == "greater" else (call("abs", gap), gap)
    return _decided(*claim, base, grounds, _fitted(left, right))


def _decided(left: Expr, right: Expr, base: Finding, grounds: Grounds, shown: Sides | None = None) -> Finding:
    """What becomes of the equality that an inequality is; ``shown`` are the sides whose values a counterexample has."""
    verdict = decide(left, right, grounds.bench)
    if isinstance(verdict, Proved):
        return with_proof(replace(base, verdict=verdict), verdict)
    if isinstance(verdict, Refuted):
        point = verdict.counterexample
        plain = Refuted(point if shown is None else _with_values(point, shown, grounds.bench))
        return with_refutation(base, plain)
    assert isinstance(verdict, Undecided)
    tried = tuple(f"{attempt.method}: {attempt.ended}" for attempt in verdict.tried)
    evidence = "it holds at all points that were tried" if verdict.evidence else ""
    message = "; ".join(part for part in (verdict.reason, evidence) if part)
    return replace(base, outcome=verdict.outcome, verdict=verdict, tried=tried, message=message)


def _with_values(point: Counterexample, sides: Sides, bench: Bench) -> Counterexample:
    """The counterexample with the values of other sides at its point; as it is where they cannot be had."""
    given = bench.system.equations
    sizes = dict.fromkeys(size_names(*sides, *given.values()), 2) | dict(point.sizes)
    try:
        with precision(BITS):
            names = [v for v in variables(*sides, *given.values()) if v not in given and v.name in point.point]
            values = {v: _parsed(point.point[v.name], v.shape.numbers(sizes)) for v in names}
            texts = [
                enclosure_text(_at(evaluate(side, Setting(values, sizes, given), Balls()), point.entry), DIGITS)
                for side in sides
            ]
    except (NoValue, ValueError):
        return point
    return replace(point, left=texts[0], right=texts[1])


def _parsed(text: str, shape: tuple[int, ...]) -> Any:
    """The exact value that a counterexample prints: a number, (a, b), or [a, b; c, d]."""
    numbers = [ball(Fraction(part)) for part in _parts(text)]
    if not shape:
        return numbers[0]
    result = np.empty(len(numbers), dtype=object)
    result[:] = numbers
    return result.reshape(shape)


def _parts(text: str) -> Iterator[str]:
    for part in text.translate(str.maketrans("()[];", "    ,")).split(","):
        yield part.strip()


def _at(value: Any, entry: tuple[int, ...]) -> Any:
    return value[tuple(position - 1 for position in entry)] if entry else value
