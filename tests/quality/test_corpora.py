"""Every corpus of formulas against itself, without the reader: functions run, and true claims are true."""

from __future__ import annotations

import entry_checks
import pytest
from textbook_entries import COURSES, DECKS, HOMEWORK, PAPERS, TEXTBOOKS, Entry, load_entries

ENTRIES = [entry for folder in (TEXTBOOKS, DECKS, COURSES, HOMEWORK, PAPERS) for entry in load_entries(folder)]
READABLE = [entry for entry in ENTRIES if entry.sides]
CLAIMS = [entry for entry in ENTRIES if entry_checks.is_claim(entry)]
REFUSED = [entry for entry in ENTRIES if entry.refused]
AMBIGUOUS = [entry for entry in ENTRIES if entry.ambiguous]


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
