"""The corpus against itself, without the reader: every function runs, and true claims are true."""

from __future__ import annotations

import inspect
from collections import Counter

import numpy as np
import pytest
from textbook_entries import END, Entry, differences, evaluate, load_entries, sample

ENTRIES = load_entries()
READABLE = [entry for entry in ENTRIES if entry.sides]
CLAIMS = [entry for entry in READABLE if entry.kind == "claim"]
REFUSED = [entry for entry in ENTRIES if entry.refused]
AMBIGUOUS = [entry for entry in ENTRIES if entry.ambiguous]

KINDS = {"definition", "claim", "update", "value", "declaration", "notation", "fragment", "prose", "expression"}
WITHOUT_MEANING = {"declaration", "notation", "fragment", "prose"}
OUTCOMES = {"unreadable", "unbound", "ill-shaped"}
KEYS = {"model", "shape", "data", "parameter", "layout", "examples", "log", "reduce", "one-hot", "symmetric"}
KEYS |= {"positive", "function", "section"}


def name_of(entry: Entry) -> str:
    return entry.id


def kinds(entry: Entry) -> list[str]:
    return [kind for part in entry.kind.split(";") for kind in part.strip().split("|")]


def test_there_are_enough_of_them() -> None:
    assert len(ENTRIES) >= 300
    assert len(REFUSED) + len(AMBIGUOUS) >= 60
    assert len(REFUSED) >= 60
    families = Counter(entry.family for entry in ENTRIES)
    assert len(families) >= 12
    assert min(families.values()) >= 10


def test_no_id_and_no_input_comes_twice() -> None:
    assert [name for name, count in Counter(entry.id for entry in ENTRIES).items() if count > 1] == []
    inputs = Counter((entry.latex, entry.declare, entry.given) for entry in ENTRIES)
    assert [key for key, count in inputs.items() if count > 1] == []


@pytest.mark.parametrize("entry", ENTRIES, ids=name_of)
def test_entry_is_well_formed(entry: Entry) -> None:
    expectations = [bool(entry.sides), entry.refused is not None, entry.ambiguous is not None]
    assert sum(expectations) <= 1
    assert set(kinds(entry)) <= KINDS
    assert sum(expectations) == 1 or set(kinds(entry)) <= WITHOUT_MEANING
    assert sum(entry.split) in (0, len(entry.sides))
    assert len(entry.split) == (entry.kind.count(";") + 1 if entry.split else 0)
    keys = {part.split()[0] for part in entry.declare.split(";") if part.strip()}
    assert keys <= KEYS


@pytest.mark.parametrize("entry", READABLE, ids=name_of)
def test_sides_run_and_have_one_shape(entry: Entry) -> None:
    values = sample(entry)
    results = [evaluate(side, values) for side in entry.sides]
    assert all(np.all(np.isfinite(result)) for result in results)
    assert all(result.ndim >= len(entry.free) for result in results)
    start = 0
    for size in entry.split or (len(results),):
        assert len({result.shape for result in results[start : start + size]}) == min(size, 1)
        start += size


@pytest.mark.parametrize("entry", READABLE, ids=name_of)
def test_every_array_is_used(entry: Entry) -> None:
    asked = {name for side in entry.sides for name in _parameters(side)}
    assert set(entry.shapes) <= asked


def _parameters(side: object) -> set[str]:
    return set(inspect.signature(side).parameters)  # type: ignore[arg-type]


@pytest.mark.parametrize("entry", CLAIMS, ids=name_of)
def test_claims_hold_as_they_say(entry: Entry) -> None:
    worst = max((gap for seed in range(3) for gap in differences(entry, seed)), default=0.0)
    assert (worst < 1e-9) == entry.holds, worst


@pytest.mark.parametrize("entry", REFUSED, ids=name_of)
def test_refusals_name_a_place(entry: Entry) -> None:
    assert entry.refused is not None
    assert entry.refused.outcome in OUTCOMES
    assert entry.refused.when in ("", "never", "not yet")
    for piece, (start, _) in zip(entry.refused.at, entry.refused.spans(entry.latex), strict=True):
        assert entry.latex[start:].startswith(piece) or piece == END


@pytest.mark.parametrize("entry", AMBIGUOUS, ids=name_of)
def test_both_readings_are_told(entry: Entry) -> None:
    assert entry.ambiguous is not None
    first, second = entry.ambiguous
    assert len(first.split()) >= 3
    assert len(second.split()) >= 3
    assert first != second
