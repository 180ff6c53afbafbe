"""Which model of the library a document may be about that never says what its loss is.

It is offered, and used only where somebody asks for that: then every verdict names it among its assumptions.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from derive import models
from derive.claims import check
from derive.findings import Finding
from derive.modelling import Model, library
from derive.notation.reading import read
from derive.notation.scope import LOSS_LETTERS

ASSUMED = "the model "
"""How the assumption begins that a document is about a model."""

MOST_ASKED = 20
"""How many formulas that are not understood are asked for; a document has a few kinds of them."""


def fitting(findings: Sequence[Finding]) -> tuple[str, ...]:
    """The models in which most formulas with unknown names are understood, and of these those that prove most.

    None where a loss is defined, or where no model understands any. That a model fits establishes nothing.
    """
    unbound = list(dict.fromkeys(f.latex for f in findings if f.outcome == "unbound"))[:MOST_ASKED]
    if not unbound or any(_defines_a_loss(finding) for finding in findings):
        return ()
    understood = {name: _understood(library(name), unbound) for name in models.names()}
    most = max(map(len, understood.values()))
    near = [name for name, formulas in understood.items() if formulas and len(formulas) == most]
    proved = {name: _proved(library(name), understood[name]) for name in near}
    return tuple(name for name in near if proved[name] == max(proved.values()))


def assuming(name: str, findings: Sequence[Finding], verdicts: Sequence[str]) -> tuple[Finding, ...]:
    """The findings, where each verdict says which model it assumes."""
    told = f"{ASSUMED}{name}, which the document does not name"
    return tuple(
        replace(found, assumptions=(*found.assumptions, told)) if found.outcome in verdicts else found
        for found in findings
    )


def _defines_a_loss(finding: Finding) -> bool:
    defined = read(finding.latex).defines if finding.kind == "definition" else ()
    return any(symbol.letter in LOSS_LETTERS for symbol in defined)


def _understood(model: Model, formulas: Sequence[str]) -> list[str]:
    return [formula for formula in formulas if read(formula, model.main.scope).error is None]


def _proved(model: Model, formulas: Sequence[str]) -> int:
    return sum(check(formula, model).outcome == "proved" for formula in formulas)
