"""Equalities: a claim A = B = C is judged link by link; the first wrong link is the finding."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from itertools import pairwise
from typing import Any

from derive.checking import decide
from derive.findings import Finding, assumptions_of, decisive
from derive.ir import Expr
from derive.judging.grounds import Grounds, equation, said
from derive.judging.ungiven import ungiven
from derive.judging.unjudged import not_judged
from derive.notation.latex import latex
from derive.notation.reading import Reading
from derive.notation.typesetting import typeset
from derive.verdicts import Proved, Refuted, Undecided

CONDITION_WORDS = {"nonzero": "{} ≠ 0", "positive": "{} > 0"}
"""How an assumption is said."""

EQUALITIES = ("=", ":=")
"""The relations that claim that two sides are equal."""


def judged_claim(reading: Reading, text: str, grounds: Grounds) -> Finding:
    """What becomes of a claim; one that compares its sides otherwise than by equality is not judged."""
    base = said(reading, text)
    if len(reading.sides) < 2:
        return not_judged(reading, text, grounds)
    others = [relation for relation in reading.relations if relation not in EQUALITIES]
    if others:
        return replace(base, message=f"only equalities are judged, and this says {others[0]}: nothing was judged")
    return judged_sides(reading.sides, base, grounds)


def judged_sides(sides: tuple[Expr, ...], base: Finding, grounds: Grounds, subject: Expr | None = None) -> Finding:
    """What becomes of the claim that all the sides are equal; ``base`` says what was read.

    ``subject`` is what the chain is about where it began on an earlier line.
    """
    subject = sides[0] if subject is None else subject
    unbound = ungiven(sides, base, grounds)
    if unbound is not None:
        return unbound
    links = tuple(linked(left, right, base, grounds, subject) for left, right in pairwise(sides))
    if len(links) == 1:
        return links[0]
    return replace(decisive(links), read_as=base.read_as, links=links, assumptions=assumptions_of(links))


def linked(left: Expr, right: Expr, base: Finding, grounds: Grounds, subject: Expr) -> Finding:
    """What becomes of one link of a chain about ``subject``."""
    verdict = decide(left, right, grounds.bench, subject)
    sides = (left, right)
    finding = replace(base, read_as=equation(sides), verdict=verdict, outcome=verdict.outcome, sides=sides)
    details: Finding = _DETAILS[type(verdict)](finding, subject, verdict)
    return details


def _proved(finding: Finding, subject: Expr, verdict: Proved) -> Finding:
    assumptions = tuple(
        CONDITION_WORDS[a.condition].format(", ".join(latex(typeset(e)) for e in a.parts)) for a in verdict.assumptions
    )
    return replace(finding, sizes=verdict.sizes, layout=verdict.layout, assumptions=assumptions)


def _refuted(finding: Finding, subject: Expr, verdict: Refuted) -> Finding:
    point = verdict.counterexample
    counterexample = {
        "sizes": dict(point.sizes),
        "point": dict(point.point),
        "entry": list(point.entry),
        "left": point.left,
        "right": point.right,
    }
    mistake = {"kind": verdict.mistake.kind, "message": verdict.mistake.message} if verdict.mistake else None
    correct = equation((subject, verdict.correct)) if verdict.correct is not None else ""
    return replace(finding, counterexample=counterexample, mistake=mistake, correct=correct)


def _undecided(finding: Finding, subject: Expr, verdict: Undecided) -> Finding:
    tried = tuple(f"{attempt.method}: {attempt.ended}" for attempt in verdict.tried)
    return replace(finding, tried=tried, message=f"{verdict.reason}; {verdict.evidence}".rstrip("; "))


_DETAILS: Mapping[type, Any] = {Proved: _proved, Refuted: _refuted, Undecided: _undecided}
