"""Where formulas stand, in words: lines, cells of notebooks, slides, paragraphs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from derive import sources
from derive.findings import Finding

MOST = 8
"""How many places are listed."""


def wrong_place(finding: Finding) -> Finding:
    """The first wrong link of a chain, which is where to look; what is no chain, or not wrong, itself."""
    wrong = (link for link in finding.links if link.outcome == "refuted" and link.follows_from is None)
    return next(wrong, finding) if finding.outcome == "refuted" and len(finding.places) < 2 else finding


def place(finding: Finding) -> str:
    """Where a formula stands in its file: its line and column, or what its format has in their stead."""
    finding = wrong_place(finding)
    part, unit = sources.units(finding.file)
    within = f"{part or 'part'} {finding.cell}, " if finding.cell else ""
    return within + (f"{finding.line}:{finding.column}" if unit == "line" else f"{unit} {finding.line}")


def located(finding: Finding) -> str:
    """The same behind the name of the file."""
    told, file = place(finding), wrong_place(finding).file
    return f"{file}:{told}" if told[0].isdigit() else f"{file}, {told}"


def places(finding: Finding) -> Sequence[Mapping[str, Any]]:
    """Every place of a formula; of a chain that stands once, that of its first wrong link."""
    wrong = wrong_place(finding)
    return finding.places if wrong is finding and finding.places else (vars(wrong),)


def others(finding: Finding) -> str:
    """The other places of a formula that is repeated; nothing where it stands once."""
    part, unit = sources.units(finding.file)
    found = dict.fromkeys((other["cell"], other["line"]) for other in finding.places[1:])
    if not found:
        return ""
    if any(cell for cell, _ in found):
        return _listed([f"{part or 'part'} {cell}, {unit} {line}" for cell, line in found], "; ")
    return f"{unit}{'s' if len(found) > 1 else ''} {_listed([str(line) for _, line in found], ', ')}"


def first_line(place: Mapping[str, Any]) -> str:
    """Where one of the places of a formula stands, as short as a cell of a table has it."""
    return f"{place['cell']}.{place['line']}" if place.get("cell") else str(place["line"])


def _listed(places: Sequence[str], between: str) -> str:
    told = between.join(places[:MOST])
    return told if len(places) <= MOST else f"{told} and {len(places) - MOST} more"
