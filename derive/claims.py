"""Claims: a formula somebody wrote, judged against a model or a scope; what is found is a `Finding`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from derive.findings import Finding
from derive.judging.inequalities import judged_inequality
from derive.modelling import Model
from derive.notation.scope import Scope
from derive.standpoints import Read, Standpoint, behind, best, standpoints_of


def check(claim: str, model: Model | str | Scope, variant: str | None = None) -> Finding:
    """Judge a claim, in LaTeX, against a model or a scope from `derive.scope`. Never raises for a bad claim;
    `UnknownModel` for an unknown model.

    The claim is read in the variant of that label, or else in the first one in which it can be read. Where none
    reads it, the finding is of the one that knew its names. What fails is read again under other conventions
    (`derive.judging.reinterpreting`).
    """
    [finding] = check_each([claim], model, variant)
    return finding


def check_each(claims: Iterable[str], model: Model | str | Scope, variant: str | None = None) -> list[Finding]:
    """Judge several claims, each as if it were alone; what is derived for one of them is at hand for the others.

    `UnknownModel` for an unknown model or variant.
    """
    standpoints = standpoints_of(model, variant)
    return [_asked(best(standpoints, claim)) for claim in claims]


def check_all(claims: Iterable[str], standpoints: tuple[Standpoint, ...]) -> list[Finding]:
    """Judge several claims in the same scope; those behind one know what it defines, unless that is wrong."""
    findings = []
    for claim in claims:
        found = best(standpoints, claim)
        findings.append(_asked(found))
        wrong = found.finding.kind == "definition" and found.finding.outcome == "refuted"
        standpoints = standpoints if wrong else behind(standpoints, found)
    return findings


def _asked(found: Read) -> Finding:
    """What becomes of a formula that somebody asks about: an inequality is a claim here."""
    finding = found.finding
    if finding.outcome != "notation":
        return finding
    judged = judged_inequality(found.reading, found.text, found.grounds.within(found.reading))
    return finding if judged is None else replace(judged, variant=finding.variant)
