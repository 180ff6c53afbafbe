"""No verdict on a claim of the corpora is wrong: what holds is never refuted, what does not is never proved."""

from collections import Counter
from itertools import pairwise

import pytest
from scoreboard import Unjudged, scope_of
from textbook_entries import COURSES, DECKS, HOMEWORK, PAPERS, TEXTBOOKS, Entry, load_entries

from derive.checking import Bench, decide
from derive.ir import Var
from derive.notation.reading import read
from derive.notation.scope import Scope
from derive.systems import System
from derive.verdicts import Proved, Refuted, Verdict

FOLDERS = (TEXTBOOKS, DECKS, COURSES, HOMEWORK, PAPERS)
CLAIMS = [e for folder in FOLDERS for e in load_entries(folder) if e.kind == "claim" and e.sides]


def verdicts(entry: Entry) -> list[Verdict]:
    """The verdict on each link of a claim, in the entry's own scope; none where it is not read."""
    try:
        scope = scope_of(entry)
    except Unjudged:
        return []
    reading = read(entry.latex, scope)
    if reading.error is not None or reading.kind != "claim":
        return []
    scope = reading.within(scope)
    return [decide(left, right, Bench(system_of(scope)), reading.sides[0]) for left, right in pairwise(reading.sides)]


def system_of(scope: Scope) -> System:
    loss = scope.variables[scope.loss] if scope.loss is not None else Var("L")
    return System(scope.given(), loss, (), (), {}, scope.facts_of_variables())


@pytest.mark.parametrize("entry", CLAIMS, ids=lambda entry: entry.id)
def test_no_verdict_is_wrong(entry: Entry) -> None:
    found = verdicts(entry)
    if entry.holds:
        assert not [verdict for verdict in found if isinstance(verdict, Refuted)]
    else:
        assert not found or any(not isinstance(verdict, Proved) for verdict in found)


def test_wrong_claims_are_refuted_and_most_right_ones_proved() -> None:
    """A floor under what is decided: a reader or prover that decides nothing is no way to be never wrong."""
    decided = Counter[tuple[bool, bool]]()
    for entry in CLAIMS:
        found = verdicts(entry)
        kind = Proved if entry.holds else Refuted
        some = all if entry.holds else any
        if found:
            decided[entry.holds, some(isinstance(verdict, kind) for verdict in found)] += 1
    assert decided[False, False] == 0
    assert 2 * decided[True, True] >= 3 * decided[True, False]
    assert decided.total() >= 470  # nearly all are read


def test_what_is_declared_decides() -> None:
    symmetric = next(entry for entry in CLAIMS if entry.id == "nabla-symmetric")
    hot = next(entry for entry in CLAIMS if entry.id == "nabla-softmax-cross-entropy")
    for entry in (symmetric, hot):
        scope = scope_of(entry)
        reading = read(entry.latex, scope)
        system = System(scope.given(), Var("L"), (), ())
        assert isinstance(decide(*reading.sides, Bench(system)), Refuted)
        assert not isinstance(decide(*reading.sides, Bench(system_of(scope))), Refuted)
