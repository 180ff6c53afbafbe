"""Findings: what became of one formula that somebody wrote."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from derive.ir import Expr
from derive.verdicts import Mistake, Verdict


@dataclass(frozen=True)
class Finding:
    """What became of one formula. ``outcome`` is one of the design's outcomes; ``verdict`` is there where one was
    reached.

    ``links`` holds one finding for each link of a chain A = B = C; lines and columns count from 1. ``choices`` says in
    words what the reader decided; ``replaces`` is the equation that a new one takes the place of.
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
    certificate: Mapping[str, Any] | None = None
    replaces: str = ""
    message: str = ""
    choices: tuple[str, ...] = ()
    variant: str = ""
    sides: tuple[Expr, ...] = field(default=(), compare=False, repr=False)
    verdict: Verdict | None = field(default=None, compare=False, repr=False)
    named: Mistake | None = field(default=None, compare=False, repr=False)

    def as_dict(self) -> dict[str, Any]:
        """The finding as plain data, with the keys that other tools are built on."""
        data = {name: getattr(self, name) for name in KEYS}
        return {**data, "links": [link.as_dict() for link in self.links]}


KEYS = (
    "outcome", "kind", "latex", "read_as", "file", "line", "column", "end_line", "end_column", "names", "sizes",
    "layout", "conventions", "assumptions", "counterexample", "mistake", "correct", "hint", "tried", "readings",
    "certificate", "replaces", "message", "choices", "variant",
)  # fmt: skip
"""The keys of a finding as plain data."""

SETTLED = ("proved", "definition", "declaration", "value", "notation", "prose", "fragment")
"""The outcomes of a formula about which there is nothing left to say."""


def decisive(findings: Sequence[Finding]) -> Finding:
    """The first that is refuted, else the first that is not settled, else the first with a verdict, else the first."""
    refuted = next((k for k in findings if k.outcome == "refuted"), None)
    unsettled = next((k for k in findings if k.outcome not in SETTLED), None)
    return refuted or unsettled or next((k for k in findings if k.verdict is not None), findings[0])


def assumptions_of(findings: Sequence[Finding]) -> tuple[str, ...]:
    """Every assumption that one of them makes, each once."""
    return tuple(dict.fromkeys(assumption for finding in findings for assumption in finding.assumptions))
