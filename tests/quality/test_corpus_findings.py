"""No finding about an entry of the corpora is wrong, whatever its kind: claims, updates, definitions, values."""

import pytest
from scoreboard import Unjudged, scope_of
from textbook_entries import COURSES, DECKS, HOMEWORK, PAPERS, TEXTBOOKS, Entry, load_entries

from derive.findings import Finding
from derive.judging.grounds import Grounds
from derive.judging.kinds import judged, read_on, unread

JUDGED = ("claim", "update", "definition", "value")
ENTRIES = [
    entry
    for folder in (TEXTBOOKS, DECKS, COURSES, HOMEWORK, PAPERS)
    for entry in load_entries(folder)
    if entry.kind in JUDGED and entry.sides
]
WRONG = {"s003-079": "label", "s003-080": "label", "s004-207": "sign", "s004-227": "sign"}
"""Entries whose sides say what they should, while a label under a brace is wrong, or a rule goes uphill."""


def finding(entry: Entry) -> Finding | None:
    """What becomes of an entry in its own scope; None where the scope is not read."""
    try:
        grounds = Grounds.of(scope_of(entry))
    except Unjudged:
        return None
    reading, grounds = read_on(entry.latex, grounds)
    known = reading.error is None
    return judged(reading, entry.latex, grounds) if known else unread(reading, entry.latex, grounds)


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.id)
def test_no_finding_is_wrong(entry: Entry) -> None:
    found = finding(entry)
    if found is None:
        return
    assert found.as_dict()["latex"] == entry.latex
    if entry.id in WRONG:
        assert (found.outcome, (found.mistake or {}).get("kind")) == ("refuted", WRONG[entry.id])
    elif entry.holds:
        assert found.outcome not in ("refuted", "convention")
    elif entry.kind == "claim":
        assert found.outcome != "proved"
