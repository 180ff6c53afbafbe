"""Formulas that claim nothing, or not enough: why nothing was judged."""

from __future__ import annotations

from dataclasses import replace

from derive.findings import Finding
from derive.judging.grounds import Grounds, said
from derive.notation.reading import Reading

OUTCOMES = {
    "definition": "definition", "declaration": "declaration", "value": "value", "update": "update",
    "notation": "notation", "prose": "prose", "fragment": "fragment", "expression": "fragment",
    "continuation": "fragment",
}  # fmt: skip
"""What becomes of a formula that claims nothing, or not enough."""

REASONS = {
    "definition": "its left side is a new name, so it is a definition: nothing was judged",
    "value": "it gives a name a value: nothing was judged",
    "update": "it moves a name, but not along one gradient: nothing was judged",
    "fragment": "it is one side only, or half of one: nothing was judged",
    "prose": "it reads like prose: nothing was judged",
    "declaration": "it declares a name: nothing was judged",
    "notation": "it claims nothing: nothing was judged",
}
"""What is said of a formula that was not judged."""


def not_judged(reading: Reading, text: str, grounds: Grounds) -> Finding:
    """What becomes of a formula that is not judged, with the reason."""
    outcome = OUTCOMES.get(reading.kind, "notation")
    return replace(said(reading, text), outcome=outcome, message=REASONS.get(outcome, ""))


def not_read(reading: Reading, text: str) -> Finding:
    """What becomes of a formula that could not be read: the error, and where it stands."""
    error = reading.error
    assert error is not None
    outcome: str = "unreadable" if error.kind in ("not-yet", "never") else error.kind
    if reading.kind == "fragment":
        outcome = "fragment"
    return Finding(
        outcome,
        reading.kind,
        text,
        column=error.span.start + 1,
        end_column=error.span.end + 1,
        message=error.render(text),
        hint=error.hint,
        readings=error.expected if error.kind == "ambiguous" else (),
    )
