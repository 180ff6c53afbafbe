"""Claims: a formula somebody wrote, judged against a model; what is found is a `Finding`."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from derive import models
from derive.bench import Bench
from derive.findings import Finding
from derive.judging.grounds import Grounds
from derive.judging.kinds import judged, read_on, unread
from derive.judging.reinterpreting import reinterpreted
from derive.modelling import Model, UnknownModel, Variant, library


@cache
def _grounds(model: str, label: str) -> Grounds:
    return _new_grounds(library(model).variants[label])


def _new_grounds(variant: Variant) -> Grounds:
    return Grounds(Bench(variant.system), variant.scope, written=tuple(formula.latex for formula in variant.equations))


def grounds_of(model: Model, variant: Variant) -> Grounds:
    """What a variant's formulas are judged against: kept for the models of the library, new for others."""
    in_library = model.name in models.names() and model is library(model.name)
    return _grounds(model.name, variant.label) if in_library else _new_grounds(variant)


def check(claim: str, model: Model | str, variant: str | None = None) -> Finding:
    """Judge a claim, in LaTeX, against a model. Never raises for a bad claim; `UnknownModel` for an unknown model.

    The claim is read in the variant of that label, or else in the first one in which it can be read. Where none
    reads it, the finding is of the one that knew its names. What fails is read again under other conventions
    (`derive.judging.reinterpreting`).
    """
    model = library(model) if isinstance(model, str) else model
    broken: list[tuple[Finding, Grounds]] = []
    for label, statement in model.variants.items():
        if variant not in (None, label):
            continue
        reading, grounds = read_on(claim, grounds_of(model, statement))
        if reading.error is None:
            return replace(reinterpreted(judged(reading, claim, grounds), grounds), variant=label)
        finding = replace(unread(reading, claim, grounds), variant=label)
        if finding.verdict is not None:
            return finding
        broken.append((finding, grounds))
    if not broken:
        raise UnknownModel(f"the model has no variant {variant!r}; it has {', '.join(map(repr, model.variants))}")
    for finding, grounds in broken:
        found = reinterpreted(finding, grounds)
        if found is not finding:
            return replace(found, variant=finding.variant)
    findings = [finding for finding, _ in broken]
    return min(findings, key=lambda finding: (finding.outcome == "unbound", -finding.column))
