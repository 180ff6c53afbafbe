"""Claims: a formula somebody wrote, judged against a model or a scope; what is found is a `Finding`."""

from __future__ import annotations

from collections.abc import Iterable

from derive.findings import Finding
from derive.modelling import Model
from derive.notation.scope import Scope
from derive.standpoints import Standpoint, behind, best, standpoints_of


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
    return [best(standpoints, claim).finding for claim in claims]


def check_all(claims: Iterable[str], standpoints: tuple[Standpoint, ...]) -> list[Finding]:
    """Judge several claims in the same scope; what one of them defines is known to those behind it."""
    findings = []
    for claim in claims:
        found = best(standpoints, claim)
        findings.append(found.finding)
        standpoints = behind(standpoints, found)
    return findings
