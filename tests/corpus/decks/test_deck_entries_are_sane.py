"""The corpus of the slide decks against itself, without the reader."""

from __future__ import annotations

import re
from collections import Counter

import entry_checks
import pytest
from textbook_entries import DECKS, Entry, load_entries

ENTRIES = load_entries(DECKS)


SIZES = {
    "000": 4,
    "001": 39,
    "002": 186,
    "003": 91,
    "004": 277,
}
"""How many entries the catalogue has for a deck that is complete here."""


@pytest.mark.parametrize("deck", SIZES)
def test_deck_is_complete(deck: str) -> None:
    found = {int(entry.id[5:8]) for entry in ENTRIES if entry.family == f"deck-{deck}"}
    assert found == set(range(1, SIZES[deck] + 1))


def test_every_point_of_two_readings_has_an_entry() -> None:
    found = {int(entry.id.split("-")[2][:2]) for entry in ENTRIES if entry.family == "deck-ambiguities"}
    assert found == set(range(1, 18))


def test_no_id_comes_twice() -> None:
    assert [name for name, count in Counter(entry.id for entry in ENTRIES).items() if count > 1] == []


def test_one_input_has_one_expectation() -> None:
    """A deck repeats its formulas, also from one section to the next: they may not be read in two ways."""
    expected: dict[object, set[object]] = {}
    for entry in ENTRIES:
        expectation = (entry.kind, len(entry.sides), entry.refused, entry.ambiguous, entry.holds)
        expected.setdefault((entry.latex, entry.declare, entry.given), set()).add(expectation)
    assert [key for key, found in expected.items() if len(found) > 1] == []


@pytest.mark.parametrize("entry", ENTRIES, ids=entry_checks.name_of)
def test_family_is_that_of_the_id(entry: Entry) -> None:
    of_a_deck = re.fullmatch(r"s(\d{3})-\d{3}[a-z]*", entry.id)
    if of_a_deck:
        assert entry.family == f"deck-{of_a_deck[1]}"
    else:
        assert entry.id.startswith("deck-ambiguity-")
        assert entry.family == "deck-ambiguities"
