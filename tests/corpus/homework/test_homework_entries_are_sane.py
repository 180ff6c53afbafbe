"""The corpus of homework against itself, without the reader: every function runs, and true claims are true."""

from __future__ import annotations

from collections import Counter

from textbook_entries import DECKS, TEXTBOOKS, load_entries

ENTRIES = load_entries(TEXTBOOKS.with_name("homework"))
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
