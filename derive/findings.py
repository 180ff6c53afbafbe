"""Findings: what became of one formula that somebody wrote."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from derive.certificates import certificate
from derive.ir import Expr
from derive.notation.spelling import spelled
from derive.verdicts import Mistake, Proved, Refuted, Verdict


@dataclass(frozen=True)
class Finding:
    """What became of one formula. ``outcome`` is one of the design's outcomes; ``verdict`` is there where one was
    reached.

    ``links`` holds one finding for each link of a chain A = B = C; lines and columns count from 1. ``choices`` says in
    words what the reader decided; ``replaces`` is the equation that a new one takes the place of. ``follows_from`` is
    the line of an earlier mistake, where what is wrong here only carries that on. ``cell`` is the cell of a notebook,
    counted from 1; ``places`` has every place of a formula that a document repeats; ``expected`` is why it is known to
    be wrong, where a mark in the document says so; ``model`` counts the models that a document has begun so far.
    ``certificate`` is the text of the one that a proof had whose steps are not here any more.
    ``in_scope`` has the two sides of the formula that is right in scope, where the one that was written is true under
    other conventions, or is the equation of another name.
    """

    outcome: str
    kind: str
    latex: str
    read_as: str = ""
    file: str = ""
    line: int = 1
    column: int = 1
    end_line: int = 1
    end_column: int = 1
    names: tuple[str, ...] = ()
    sizes: Any = None
    layout: str = "denominator"
    conventions: tuple[str, ...] = ()
    assumptions: tuple[str, ...] = ()
    links: tuple[Finding, ...] = ()
    counterexample: Mapping[str, Any] | None = None
    mistake: Mapping[str, Any] | None = None
    correct: str = ""
    hint: str = ""
    tried: tuple[str, ...] = ()
    readings: tuple[str, ...] = ()
    certificate: str | None = None
    replaces: str = ""
    message: str = ""
    choices: tuple[str, ...] = ()
    variant: str = ""
    follows_from: int | None = None
    cell: int | None = None
    places: tuple[Mapping[str, Any], ...] = ()
    expected: str = ""
    model: int = field(default=0, compare=False)
    sides: tuple[Expr, ...] = field(default=(), compare=False, repr=False)
    in_scope: tuple[Expr, ...] = field(default=(), compare=False, repr=False)
    verdict: Verdict | None = field(default=None, compare=False, repr=False)
    named: Mistake | None = field(default=None, compare=False, repr=False)

    def as_dict(self) -> dict[str, Any]:
        """The finding as plain data, with the keys that other tools are built on."""
        data = {name: getattr(self, name) for name in KEYS}
        if isinstance(self.verdict, Proved) and self.verdict.proofs and not self.links:
            data["certificate"] = certificate(self.verdict.proofs)
        elif self.certificate is not None:
            data["certificate"] = json.loads(self.certificate)
        return {**data, "links": [link.as_dict() for link in self.links]}


KEYS = (
    "outcome", "kind", "latex", "read_as", "file", "line", "column", "end_line", "end_column", "names", "sizes",
    "layout", "conventions", "assumptions", "counterexample", "mistake", "correct", "hint", "tried", "readings",
    "certificate", "replaces", "message", "choices", "variant", "follows_from", "cell", "places", "expected",
)  # fmt: skip
"""The keys of a finding as plain data."""

SETTLED = ("proved", "definition", "declaration", "value", "update", "notation", "prose", "fragment")
"""The outcomes of a formula about which there is nothing left to say."""


def with_refutation(finding: Finding, verdict: Refuted, **others: Any) -> Finding:
    """The finding that a verdict refutes: with the point, and the mistake where one has a name."""
    point, mistake = verdict.counterexample, verdict.mistake
    counterexample = {
        "sizes": dict(point.sizes),
        "point": dict(point.point),
        "entry": list(point.entry),
        "left": point.left,
        "right": point.right,
    }
    found = replace(finding, outcome=verdict.outcome, verdict=verdict, counterexample=counterexample, **others)
    return with_mistake(found, mistake)


def with_mistake(finding: Finding, mistake: Mistake | None) -> Finding:
    """The finding with another mistake, or with none: for machines with LaTeX between dollars, for people as it is."""
    if mistake is None:
        return replace(finding, mistake=None, named=None, hint="")
    return replace(finding, mistake=_told(mistake), named=mistake, hint=mistake.hinted(_piece))


def _told(mistake: Mistake) -> dict[str, Any]:
    """A mistake for machines; a second one of the same claim stands under ``also``."""
    where = {"latex": spelled(mistake.where)} if mistake.where is not None else None
    told = {"kind": mistake.kind, "message": mistake.told(_piece), "where": where}
    return {**told, "also": [_told(other) for other in mistake.also]} if mistake.also else told


def _piece(expr: Expr) -> str:
    return f"${spelled(expr)}$"


def decisive(findings: Sequence[Finding]) -> Finding:
    """The first that is refuted, else the first that is not settled, else the first with a verdict, else the first."""
    refuted = next((k for k in findings if k.outcome == "refuted"), None)
    unsettled = next((k for k in findings if k.outcome not in SETTLED), None)
    return refuted or unsettled or next((k for k in findings if k.verdict is not None), findings[0])


def assumptions_of(findings: Sequence[Finding]) -> tuple[str, ...]:
    """Every assumption that one of them makes, each once."""
    return tuple(dict.fromkeys(assumption for finding in findings for assumption in finding.assumptions))
