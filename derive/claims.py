"""Claims: a formula somebody wrote, judged against a model; what is found is a `Finding`."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from derive import models
from derive.bench import Bench
from derive.findings import Finding
from derive.judging.grounds import Grounds
from derive.judging.kinds import judged, read_on, unread
from derive.modelling import Model, UnknownModel, Variant, library


@cache
def _bench(model: str, label: str) -> Bench:
    return Bench(library(model).variants[label].system)


def bench_of(model: Model, variant: Variant) -> Bench:
    """Where a variant's derivations are kept: one bench for each model of the library, a new one for others."""
    in_library = model.name in models.names() and model is library(model.name)
    return _bench(model.name, variant.label) if in_library else Bench(variant.system)


def check(claim: str, model: Model | str, variant: str | None = None) -> Finding:
    """Judge a claim, in LaTeX, against a model. Never raises for a bad claim; `UnknownModel` for an unknown model.

    The claim is read in the variant of that label, or else in the first one in which it can be read. Where none
    reads it, the finding is of the one that knew its names.
    """
    model = library(model) if isinstance(model, str) else model
    broken: list[Finding] = []
    for label, statement in model.variants.items():
        if variant not in (None, label):
            continue
        reading, grounds = read_on(claim, Grounds(bench_of(model, statement), statement.scope))
        if reading.error is None:
            return replace(judged(reading, claim, grounds), variant=label)
        finding = replace(unread(reading, claim, grounds), variant=label)
        if finding.verdict is not None:
            return finding
        broken.append(finding)
    if not broken:
        raise UnknownModel(f"the model has no variant {variant!r}; it has {', '.join(map(repr, model.variants))}")
    return min(broken, key=lambda finding: (finding.outcome == "unbound", -finding.column))
