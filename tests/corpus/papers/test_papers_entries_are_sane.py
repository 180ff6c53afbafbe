"""The corpus of papers against itself, without the reader: every function runs, and true claims are true."""

from __future__ import annotations

import inspect
import re
from collections import Counter

import entry_checks
import numpy as np
import pytest
from textbook_entries import COURSES, DECKS, HOMEWORK, PAPERS, Entry, evaluate, load_entries

ENTRIES = load_entries(PAPERS)
READABLE = [entry for entry in ENTRIES if entry.sides]
WORKED = [entry for entry in READABLE if entry.family == "paper-numbers"]
REFUSED = [entry for entry in ENTRIES if entry.refused]
AMBIGUOUS = [entry for entry in ENTRIES if entry.ambiguous]


def squeezed(entry: Entry) -> str:
    """The formula without what does not print."""
    return re.sub(r"[\s{}]|\\[,;!]|\\q?quad|\\left|\\right", "", entry.latex)


def test_the_corpus_is_complete() -> None:
    assert len(ENTRIES) == 100
    assert len(REFUSED) == 10
    assert len(AMBIGUOUS) == 6
    assert sum(not entry.holds for entry in ENTRIES) == 12


def test_ids_and_families_are_those_of_this_corpus() -> None:
    assert all(entry.id.startswith("p3-") and entry.family.startswith("paper-") for entry in ENTRIES)


def test_no_formula_of_another_corpus_is_repeated() -> None:
    folders = (DECKS, COURSES, HOMEWORK)
    others = {
        squeezed(entry) for entry in (*load_entries(), *(entry for each in folders for entry in load_entries(each)))
    }
    assert [entry.id for entry in ENTRIES if squeezed(entry) in others] == []


def test_no_id_and_no_formula_comes_twice() -> None:
    assert [name for name, count in Counter(entry.id for entry in ENTRIES).items() if count > 1] == []
    assert [latex for latex, count in Counter(squeezed(entry) for entry in ENTRIES).items() if count > 1] == []


def test_what_does_not_hold_is_a_claim_and_checked() -> None:
    assert [entry.id for entry in ENTRIES if not entry.holds and not entry_checks.is_claim(entry)] == []


@pytest.mark.parametrize("entry", WORKED, ids=entry_checks.name_of)
def test_worked_numbers_are_near(entry: Entry) -> None:
    values = [evaluate(side, {}) for side in entry.sides if not inspect.signature(side).parameters]
    assert len(values) >= 2
    assert all(np.allclose(value, values[0], rtol=1e-3, atol=0) for value in values)
