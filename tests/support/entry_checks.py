"""What every entry of a reading corpus must satisfy, checked without the reader.

Each check raises an AssertionError that names what is wrong. None of them establishes that a reading is the right one.
"""

from __future__ import annotations

import inspect

import numpy as np
from textbook_entries import END, Entry, differences, evaluate, sample

KINDS = {"definition", "claim", "update", "value", "declaration", "notation", "fragment", "prose", "expression"}
WITHOUT_MEANING = {"declaration", "notation", "fragment", "prose"}
OUTCOMES = {"unreadable", "unbound", "ill-shaped"}
KEYS = {"model", "shape", "data", "parameter", "layout", "examples", "log", "reduce", "one-hot", "symmetric"}
KEYS |= {"positive", "function", "section"}


def name_of(entry: Entry) -> str:
    return entry.id


def kinds(entry: Entry) -> set[str]:
    """Every kind that one of the statements of an entry may have."""
    return {kind for part in entry.kind.split(";") for kind in part.strip().split("|")}


def is_claim(entry: Entry) -> bool:
    """Whether all that the entry states can only be claims, whole or cut, so that `holds` says what its sides do."""
    return bool(entry.sides) and {"claim"} <= kinds(entry) <= {"claim", "fragment"}


def check_form(entry: Entry) -> None:
    """One expectation at most, known words for kinds and declarations, as many sides as `split` says."""
    expectations = [bool(entry.sides), entry.refused is not None, entry.ambiguous is not None]
    assert sum(expectations) <= 1
    assert kinds(entry) <= KINDS
    assert sum(expectations) == 1 or kinds(entry) <= WITHOUT_MEANING
    assert sum(entry.split) in (0, len(entry.sides))
    assert len(entry.split) == (entry.kind.count(";") + 1 if entry.split else 0)
    keys = {part.split()[0] for part in entry.declare.split(";") if part.strip()}
    assert keys <= KEYS


def check_sides(entry: Entry) -> None:
    """The sides run, are finite, and those of one statement have one shape, unless it is a wrong one."""
    values = sample(entry)
    results = [evaluate(side, values) for side in entry.sides]
    assert all(np.all(np.isfinite(result)) for result in results)
    assert all(result.ndim >= len(entry.free) for result in results)
    if not entry.holds:
        return
    start = 0
    for size in entry.split or (len(results),):
        assert len({result.shape for result in results[start : start + size]}) == min(size, 1)
        start += size


def check_arrays_are_used(entry: Entry) -> None:
    """No shape is given for an array that no side asks for."""
    asked = {name for side in entry.sides for name in inspect.signature(side).parameters}
    assert set(entry.shapes) <= asked


def check_claim(entry: Entry) -> None:
    """The sides of a claim are equal, at three points, exactly when the entry says so."""
    worst = max((gap for seed in range(3) for gap in differences(entry, seed)), default=0.0)
    assert (worst < 1e-9) == entry.holds, worst


def check_refusal(entry: Entry) -> None:
    """A refusal has an outcome of the design, and its places occur in the formula."""
    assert entry.refused is not None
    assert entry.refused.outcome in OUTCOMES
    assert entry.refused.when in ("", "never", "not yet")
    for piece, (start, _) in zip(entry.refused.at, entry.refused.spans(entry.latex), strict=True):
        assert entry.latex[start:].startswith(piece) or piece == END


def check_ambiguity(entry: Entry) -> None:
    """Both readings are told, and they differ."""
    assert entry.ambiguous is not None
    first, second = entry.ambiguous
    assert len(first.split()) >= 3
    assert len(second.split()) >= 3
    assert first != second
