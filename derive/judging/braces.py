"""Labels under braces: a label that is a formula claims to be equal to what stands above it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from derive.building import is_apply
from derive.checking import decide
from derive.findings import Finding, with_mistake, with_refutation
from derive.ir import Const, Expr, Span
from derive.judging.grounds import Grounds
from derive.notation.reading import Reading, read
from derive.notation.surface import Marked, walk
from derive.verdicts import Mistake, Refuted


def with_labels(finding: Finding, reading: Reading, grounds: Grounds) -> Finding:
    """The finding about a claim, unless a label in it is wrong.

    A label that cannot be read, a bare number, which may only count, and the name of a size claim nothing.
    """
    if finding.verdict is None or finding.outcome == "refuted":
        return finding
    for body, label in _labels(reading):
        above, below = (_value(reading.text, span, grounds) for span in (body, label))
        if above is None or below is None or isinstance(below, Const) or is_apply(below, "extent"):
            continue
        verdict = decide(above, below, grounds.bench)
        if isinstance(verdict, Refuted):
            shown, said = (reading.text[span.start : span.end].strip() for span in (body, label))
            message = f"the sides are equal, but the label {said} is not what stands above it, {shown}"
            found = with_mistake(with_refutation(finding, verdict, sizes=None, correct=""), Mistake("label", message))
            return replace(found, mistake={**(found.mistake or {}), "where": {"latex": said}})
    return finding


def _labels(reading: Reading) -> Iterator[tuple[Span, Span]]:
    """Where the braces with labels stand, and their labels."""
    if reading.surface is None:
        return
    for node in walk(*reading.surface.sides):
        if isinstance(node, Marked) and node.mark == "brace" and node.label is not None:
            yield node.body.span, node.label.span


def _value(text: str, span: Span, grounds: Grounds) -> Expr | None:
    """What a part of the text means by itself; None where it is no formula."""
    part = text[span.start : span.end].strip()
    if part.startswith("{") and part.endswith("}"):
        part = part[1:-1]
    found = read(part, grounds.scope)
    return found.sides[0] if found.error is None and len(found.sides) == 1 else None
