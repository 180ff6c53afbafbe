"""Deck 002 against itself where a statement is more than a claim: names with values behind them, lines that go on."""

from __future__ import annotations

import inspect

import numpy as np
import pytest
from textbook_entries import DECKS, Entry, evaluate, load_entries, sample

ENTRIES = {entry.id: entry for entry in load_entries(DECKS) if entry.family == "deck-002"}
MIXED = [entry for entry in ENTRIES.values() if entry.kind == "definition|claim" and entry.sides]

GOES_ON = (
    ("s002-005", "s002-006"),
    ("s002-012", "s002-013"),
    ("s002-014", "s002-015"),
    ("s002-021", "s002-022"),
    ("s002-022", "s002-023"),
    ("s002-030", "s002-031"),
    ("s002-031", "s002-032"),
    ("s002-032", "s002-033a"),
    ("s002-033a", "s002-033b"),
    ("s002-041", "s002-042"),
    ("s002-042", "s002-043"),
    ("s002-043", "s002-044"),
)


def behind_the_names(entry: Entry) -> list[np.ndarray]:
    """The sides that are more than one argument, the name that is defined."""
    values = sample(entry)
    asked = [tuple(inspect.signature(side).parameters) for side in entry.sides]
    uses = [sum(set(names) <= set(others) for others in asked) for names in asked]
    defined = [len(names) == 1 and use == 1 for names, use in zip(asked, uses, strict=True)]
    return [evaluate(side, values) for side, own in zip(entry.sides, defined, strict=True) if not own]


def agree(left: np.ndarray, right: np.ndarray) -> bool:
    return left.shape == right.shape and bool(np.allclose(left, right, rtol=0, atol=1e-12))


@pytest.mark.parametrize("entry", MIXED, ids=lambda entry: entry.id)
def test_values_behind_a_defined_name_agree(entry: Entry) -> None:
    sides = behind_the_names(entry)
    assert len(sides) >= 2
    assert all(agree(sides[0], side) for side in sides) == entry.holds


@pytest.mark.parametrize(("before", "after"), GOES_ON)
def test_a_line_that_goes_on_has_the_value_of_the_line_before(before: str, after: str) -> None:
    values = sample(ENTRIES[before])
    last = ENTRIES[before].sides[-1]
    assert agree(evaluate(last, values), evaluate(ENTRIES[after].sides[0], values))
