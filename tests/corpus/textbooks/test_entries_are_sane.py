"""The corpus against itself, without the reader: every function runs, and true claims are true."""

from __future__ import annotations

from collections import Counter

from textbook_entries import load_entries

ENTRIES = load_entries()
REFUSED = [entry for entry in ENTRIES if entry.refused]
AMBIGUOUS = [entry for entry in ENTRIES if entry.ambiguous]


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
