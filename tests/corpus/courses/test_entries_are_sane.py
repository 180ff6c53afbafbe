"""The corpus of course notations against itself, without the reader: functions run, and true claims are true."""

from __future__ import annotations

import re
from collections import Counter

import entry_checks
import pytest
from textbook_entries import COURSES, DECKS, Entry, load_entries

ENTRIES = load_entries(COURSES)
READABLE = [entry for entry in ENTRIES if entry.sides]
CLAIMS = [entry for entry in ENTRIES if entry_checks.is_claim(entry)]
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


@pytest.mark.parametrize("entry", ENTRIES, ids=entry_checks.name_of)
def test_entry_is_well_formed(entry: Entry) -> None:
    entry_checks.check_form(entry)


@pytest.mark.parametrize("entry", READABLE, ids=entry_checks.name_of)
def test_sides_run_and_have_one_shape(entry: Entry) -> None:
    entry_checks.check_sides(entry)


@pytest.mark.parametrize("entry", READABLE, ids=entry_checks.name_of)
def test_every_array_is_used(entry: Entry) -> None:
    entry_checks.check_arrays_are_used(entry)


@pytest.mark.parametrize("entry", CLAIMS, ids=entry_checks.name_of)
def test_claims_hold_as_they_say(entry: Entry) -> None:
    entry_checks.check_claim(entry)


@pytest.mark.parametrize("entry", REFUSED, ids=entry_checks.name_of)
def test_refusals_name_a_place(entry: Entry) -> None:
    entry_checks.check_refusal(entry)


@pytest.mark.parametrize("entry", AMBIGUOUS, ids=entry_checks.name_of)
def test_both_readings_are_told(entry: Entry) -> None:
    entry_checks.check_ambiguity(entry)
