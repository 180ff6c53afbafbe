"""A named mistake in a finding: for machines with LaTeX between dollars, for people as it is."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from derive.findings import Finding
from derive.ir import Expr
from derive.notation.latex import latex
from derive.notation.typesetting import typeset
from derive.verdicts import Mistake


def with_mistake(finding: Finding, mistake: Mistake | None) -> Finding:
    """The finding with another mistake, or with none."""
    if mistake is None:
        return replace(finding, mistake=None, named=None, hint="")
    return replace(finding, mistake=_told(mistake), named=mistake, hint=mistake.hinted(_piece))


def _told(mistake: Mistake) -> dict[str, Any]:
    """A mistake for machines; a second one of the same claim stands under ``also``."""
    where = {"latex": latex(typeset(mistake.where))} if mistake.where is not None else None
    told = {"kind": mistake.kind, "message": mistake.told(_piece), "where": where}
    return {**told, "also": [_told(other) for other in mistake.also]} if mistake.also else told


def _piece(expr: Expr) -> str:
    return f"${latex(typeset(expr))}$"
