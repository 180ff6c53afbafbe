"""The corpus of homework against itself, without the reader: every function runs, and true claims are true."""

from __future__ import annotations

from collections import Counter

import entry_checks
import pytest
from textbook_entries import DECKS, TEXTBOOKS, Entry, load_entries

ENTRIES = load_entries(TEXTBOOKS.with_name("homework"))
READABLE = [entry for entry in ENTRIES if entry.sides]
CLAIMS = [entry for entry in ENTRIES if entry_checks.is_claim(entry)]
REFUSED = [entry for entry in ENTRIES if entry.refused]
AMBIGUOUS = [entry for entry in ENTRIES if entry.ambiguous]


def test_ids_and_families_are_those_of_this_corpus() -> None:
    assert all(entry.id.startswith("h2-") and entry.family.startswith("homework-") for entry in ENTRIES)


def test_the_corpus_is_complete() -> None:
    assert len(ENTRIES) == 160
    assert len(REFUSED) == 15
    assert len(AMBIGUOUS) == 10
    assert sum(not entry.holds for entry in ENTRIES) >= 15


def test_no_formula_of_another_corpus_is_repeated() -> None:
    others = {"".join(entry.latex.split()) for entry in (*load_entries(), *load_entries(DECKS))}
    assert [entry.id for entry in ENTRIES if "".join(entry.latex.split()) in others] == []


def test_no_id_and_no_input_comes_twice() -> None:
    assert [name for name, count in Counter(entry.id for entry in ENTRIES).items() if count > 1] == []
    inputs = Counter((entry.latex, entry.declare, entry.given) for entry in ENTRIES)
    assert [key for key, count in inputs.items() if count > 1] == []


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
