"""Which function judges which kind of statement."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from derive.findings import Finding, assumptions_of, decisive
from derive.judging.definitions import judged_definition
from derive.judging.equalities import judged_claim
from derive.judging.grounds import Grounds, names_of
from derive.judging.unjudged import not_judged
from derive.judging.updates import judged_update
from derive.notation.reading import Reading
from derive.notation.readings import Kind

JUDGES: Mapping[Kind, Callable[[Reading, str, Grounds], Finding]] = MappingProxyType(
    {"claim": judged_claim, "update": judged_update, "definition": judged_definition}
)
"""The judge of each kind of statement; kinds that are not listed are not judged."""


def judged(reading: Reading, text: str, grounds: Grounds) -> Finding:
    """What becomes of a formula that was read from ``text``. Several statements are judged each by itself."""
    if reading.statements:
        parts = [judged(part, text_of(part, text), grounds) for part in reading.statements]
        return together(parts, reading, text)
    return JUDGES.get(reading.kind, not_judged)(reading, text, grounds)


def together(findings: Sequence[Finding], reading: Reading, text: str) -> Finding:
    """One finding for several statements: each is a link, and the whole is what the decisive one is."""
    parts = [finding for finding in findings if finding.verdict is not None] or findings
    whole = replace(decisive(parts), kind=reading.kind, latex=text, names=names_of(reading), links=tuple(findings))
    return replace(whole, assumptions=assumptions_of(parts))


def text_of(statement: Reading, text: str) -> str:
    """The part of the text that a statement stands in."""
    span = statement.surface.span if statement.surface else None
    return text[span.start : span.end] if span else text
