"""Equalities: a claim A = B = C is judged link by link; the first wrong link is the finding."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any

from derive.findings import Finding, assumptions_of, decisive, with_refutation
from derive.ir import Expr, Var, substitute, variables
from derive.judging.braces import with_labels
from derive.judging.grounds import Grounds, equation, said, with_proof
from derive.judging.instances import for_sizes
from derive.judging.labels import relabelled
from derive.judging.losses import blamed
from derive.judging.misreadings import with_misreadings
from derive.judging.numbers import judged_number
from derive.judging.optimum import for_minimum
from derive.judging.places import placed
from derive.judging.single import of_one_entry
from derive.judging.sizes import is_instance, sizes_of
from derive.judging.strikes import with_strikes
from derive.judging.targets import decided
from derive.judging.ungiven import ungiven, unrelated
from derive.judging.unjudged import REASONS, not_judged
from derive.judging.worth import ABOUT, Numbers, numbers_in
from derive.later import Later
from derive.notation.reading import Reading
from derive.verdicts import Diagnosis, Proved, Refuted, Undecided, Verdict

EQUALITIES = ("=", ":=")
"""The relations that claim that two sides are equal."""


def judged_claim(reading: Reading, text: str, grounds: Grounds) -> Finding:
    """What becomes of a claim; one that compares its sides otherwise than by equality is not judged."""
    base = said(reading, text)
    if len(reading.sides) < 2:
        return not_judged(reading, text, grounds)
    if _is_value(reading, grounds):
        return replace(base, outcome="value", message=REASONS["value"])
    numbers = numbers_in(reading, grounds)
    others = [relation for relation in reading.relations if relation not in EQUALITIES]
    if others and not (numbers is not None and set(others) == {ABOUT}):
        return replace(base, message=f"only equalities are judged, and this says {others[0]}: nothing was judged")
    finding = for_minimum(judged_sides(reading.sides, base, grounds, numbers), grounds)
    finding = with_labels(with_strikes(finding, reading, grounds), reading, grounds)
    return placed(with_misreadings(finding, text, grounds), reading, text, grounds)


def _is_value(reading: Reading, grounds: Grounds) -> bool:
    """Whether a name without an equation is given entries: w = (0.1, 0.2), numbers for sizes that have names."""
    left, right = reading.sides[0], reading.sides[-1]
    free = isinstance(left, Var) and left not in grounds.bench.system.equations
    if len(reading.sides) != 2 or not free or variables(right) or right.shape.is_scalar:
        return False
    return is_instance(sizes_of(left.shape), sizes_of(right.shape), {})


def judged_sides(sides: tuple[Expr, ...], base: Finding, grounds: Grounds, numbers: Numbers | None = None) -> Finding:
    """What becomes of the claim that all the sides are equal; ``base`` says what was read.

    ``numbers`` are the sides with their decimals told apart, where there are some.
    """
    return whole_chain(links_of(sides, base, grounds, sides[0], numbers), base)


def links_of(
    sides: Sequence[Expr], base: Finding, grounds: Grounds, subject: Expr, numbers: Numbers | None = None
) -> tuple[Finding, ...]:
    """What becomes of each link of a chain about ``subject``."""

    def generally(left: Expr, right: Expr) -> Finding:
        return linked(left, right, base, grounds, subject)

    links = []
    for place, (left, right) in enumerate(pairwise(sides)):
        number = judged_number(numbers, place, (left, right), grounds, generally) if numbers is not None else None
        links.append(number or generally(left, right))
    return tuple(links)


def whole_chain(links: tuple[Finding, ...], base: Finding) -> Finding:
    """One finding for a chain: the decisive link, with all of them in it."""
    if len(links) == 1:
        return replace(links[0], latex=base.latex)
    whole = replace(decisive(links), latex=base.latex, read_as=base.read_as, links=links)
    return replace(whole, assumptions=assumptions_of(links))


def linked(left: Expr, right: Expr, base: Finding, grounds: Grounds, subject: Expr) -> Finding:
    """What becomes of one link of a chain about ``subject``."""
    left, right, subject = (substitute(side, grounds.shorthands) for side in (left, right, subject))
    sides = (left, right)
    unbound = ungiven(sides, base, grounds)
    if unbound is not None:
        return unbound
    single = of_one_entry(sides, base, grounds)
    if single is not None:
        return single
    verdict = decided(left, right, grounds, subject)
    unclear = unrelated(sides, base, grounds) if isinstance(verdict, Refuted) else None
    if unclear is not None:
        return unclear
    verdict = _as_handed(verdict, grounds)
    finding = replace(base, read_as=equation(sides), verdict=verdict, outcome=verdict.outcome, sides=sides)
    details: Finding = _DETAILS[type(verdict)](finding, subject, verdict)
    if isinstance(verdict, Proved):
        details = replace(details, assumptions=(*details.assumptions, *grounds.assumed))
    return for_sizes(blamed(relabelled(details, grounds), grounds), grounds)


def _as_handed(verdict: Verdict, grounds: Grounds) -> Verdict:
    """A refutation that speaks of the gradients from above, and not of the numbers that stand for them."""
    if not isinstance(verdict, Refuted) or not grounds.handed:
        return verdict

    def said(part: Expr) -> Expr:
        return substitute(part, grounds.handed)

    def told() -> Diagnosis:
        correct = None if verdict.correct is None else said(verdict.correct)
        return replace(verdict.diagnosis, correct=correct, mistake=verdict.mistake and verdict.mistake.with_parts(said))

    return replace(verdict, explained=Later(told))


def _proved(finding: Finding, subject: Expr, verdict: Proved) -> Finding:
    return with_proof(finding, verdict)


def _refuted(finding: Finding, subject: Expr, verdict: Refuted) -> Finding:
    about = subject if verdict.about is None else verdict.about
    correct = equation((about, verdict.correct)) if verdict.correct is not None else ""
    return with_refutation(finding, verdict, correct=correct)


def _undecided(finding: Finding, subject: Expr, verdict: Undecided) -> Finding:
    tried = tuple(f"{attempt.method}: {attempt.ended}" for attempt in verdict.tried)
    return replace(finding, tried=tried, message=f"{verdict.reason}; {verdict.evidence}".rstrip("; "))


_DETAILS: Mapping[type, Any] = {Proved: _proved, Refuted: _refuted, Undecided: _undecided}
