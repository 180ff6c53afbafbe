"""The corpus of course notations against itself, without the reader: functions run, and true claims are true."""

from __future__ import annotations

import re
from collections import Counter

import entry_checks
import pytest
from textbook_entries import COURSES, DECKS, Entry, load_entries

ENTRIES = load_entries(COURSES)
REFUSED = [entry for entry in ENTRIES if entry.refused]
AMBIGUOUS = [entry for entry in ENTRIES if entry.ambiguous]


def test_there_are_enough_of_them() -> None:
    assert len(ENTRIES) >= 160
    assert len(REFUSED) >= 15
    assert len(AMBIGUOUS) >= 10
    assert sum(not entry.holds for entry in ENTRIES) >= 15
    assert min(Counter(entry.family for entry in ENTRIES).values()) >= 6


def squeezed(entry: Entry) -> str:
    """The formula without what does not print."""
    return re.sub(r"[\s{}]|\\[,;!]|\\q?quad|\\left|\\right", "", entry.latex)


def test_no_id_comes_twice() -> None:
    assert [name for name, count in Counter(entry.id for entry in ENTRIES).items() if count > 1] == []


def test_no_formula_is_taken_from_another_corpus() -> None:
    others = {squeezed(entry) for entry in (*load_entries(), *load_entries(DECKS))}
    assert [entry.id for entry in ENTRIES if squeezed(entry) in others] == []


@pytest.mark.parametrize("entry", ENTRIES, ids=entry_checks.name_of)
def test_family_is_that_of_the_id(entry: Entry) -> None:
    assert entry.family.startswith("course-")
    assert entry.id.startswith(f"c1-{entry.family.removeprefix('course-')}-")
