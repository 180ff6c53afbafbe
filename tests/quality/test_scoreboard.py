"""The scoreboard of the reader: of everything in the corpora, how much is read right, refused, or misread."""

import sys
from collections import Counter

import pytest
from scoreboard import judge
from textbook_entries import COURSES, DECKS, HOMEWORK, PAPERS, TEXTBOOKS, load_entries

JUDGED = [judge(entry) for folder in (TEXTBOOKS, DECKS, COURSES, HOMEWORK, PAPERS) for entry in load_entries(folder)]


def board() -> str:
    """Right, refused and misread for each family of notations."""
    counts = Counter((judgement.entry.family, judgement.status) for judgement in JUDGED)
    families = sorted({family for family, _ in counts})
    rows = [f"{'family':18}{'right':>8}{'refused':>9}{'misread':>9}"]
    for family in families:
        rows.append(f"{family:18}" + "".join(f"{counts[family, s]:{w}}" for s, w in _COLUMNS))
    totals = Counter(judgement.status for judgement in JUDGED)
    return "\n".join([*rows, f"{'all':18}" + "".join(f"{totals[s]:{w}}" for s, w in _COLUMNS)])


_COLUMNS = (("right", 8), ("refused", 9), ("misread", 9))


def test_nothing_is_misread(capsys: pytest.CaptureFixture[str]) -> None:
    with capsys.disabled():
        sys.stdout.write("\n" + board() + "\n")
    assert [f"{j.entry.id}: {j.why}" for j in JUDGED if j.status == "misread"] == []
