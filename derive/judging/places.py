"""Where in a claim's text a mistake stands: the columns of the part that is wrong."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

from derive.building import unwrapped
from derive.diagnosis.sites import inner
from derive.findings import Finding
from derive.ir import Expr, Span
from derive.judging.grounds import Grounds
from derive.notation.reading import Reading, read
from derive.notation.surface import walk

MAX_PARTS = 40
"""How many parts of a text are read by themselves to find a place."""


def placed(finding: Finding, reading: Reading, text: str, grounds: Grounds) -> Finding:
    """The finding, and its links, with the columns of what is wrong, where a part of the text reads as just that."""
    links = tuple(placed(link, reading, text, grounds) for link in finding.links)
    finding = replace(finding, links=links) if links else finding
    named, told = finding.named, finding.mistake
    if named is None or named.where is None or told is None or not told.get("where"):
        return finding
    span = _span_of(named.where, reading, text, grounds)
    if span is None:
        return finding
    where = {**told["where"], "column": span.start + 1, "end_column": span.end + 1}
    return replace(finding, mistake={**told, "where": where})


def _span_of(part: Expr, reading: Reading, text: str, grounds: Grounds) -> Span | None:
    """The stretch of the text that reads as the part by itself: the first one, and only if there is no other."""
    # A term's sign is no part of the formula that the term is.
    part = unwrapped(inner(unwrapped(part)))
    found = [span for span, expr in _read_alone(reading, text, grounds) if unwrapped(expr) is part]
    least = [span for span in found if not any(span != other and _within(other, span) for other in found)]
    return least[0] if len(least) == 1 else None


def _within(one: Span, outer: Span) -> bool:
    return outer.start <= one.start and one.end <= outer.end


def _read_alone(reading: Reading, text: str, grounds: Grounds) -> Iterator[tuple[Span, Expr]]:
    """The parts of the right sides that are formulas by themselves, with what each says."""
    if reading.surface is None:
        return
    seen = set()
    for node in islice(walk(*reading.surface.sides[1:]), MAX_PARTS):
        if node.span in seen:
            continue
        seen.add(node.span)
        part = text[node.span.start : node.span.end]
        if part not in grounds.alone:
            alone = read(part, grounds.scope)
            grounds.alone[part] = alone.expr if alone.error is None else None
        expr = grounds.alone[part]
        if expr is not None:
            yield node.span, expr
