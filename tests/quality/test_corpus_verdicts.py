"""No verdict on a claim of the corpora is wrong: what holds is never refuted, what does not is never proved."""

from collections import Counter
from collections.abc import Iterable
from itertools import pairwise
from pathlib import Path

import pytest
from scoreboard import Unjudged, scope_of
from textbook_entries import COURSES, DECKS, HOMEWORK, PAPERS, TEXTBOOKS, Entry, load_entries

from derive.bench import Bench
from derive.checking import decide
from derive.ir import Var
from derive.notation.reading import read
from derive.notation.scope import Scope
from derive.systems import System
from derive.verdicts import Proved, Refuted, Verdict

FOLDERS = (TEXTBOOKS, DECKS, COURSES, HOMEWORK, PAPERS)


def claims(*folders: Path) -> list[Entry]:
    return [e for folder in folders for e in load_entries(folder) if e.kind == "claim" and e.sides]


CLAIMS = claims(*FOLDERS)


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


def decided(entries: Iterable[Entry]) -> Counter[tuple[bool, bool]]:
    """How many claims that hold or not get the verdict they should have; what is not read gets none."""
    counts = Counter[tuple[bool, bool]]()
    for entry in entries:
        found = verdicts(entry)
        kind = Proved if entry.holds else Refuted
        some = all if entry.holds else any
        counts[entry.holds, bool(found) and some(isinstance(verdict, kind) for verdict in found)] += 1
    return counts


def test_wrong_claims_are_refuted_and_most_right_ones_proved() -> None:
    """A floor under what is decided: a reader or prover that decides nothing is no way to be never wrong."""
    counts = decided(claims(TEXTBOOKS, DECKS))
    assert counts[False, False] == 0
    assert counts[True, True] >= 2 * counts[True, False]


def test_wrong_claims_of_the_held_out_corpora_are_refuted_where_they_may_not_be_refused() -> None:
    """Their right claims use Jacobians, Hessians and values at points, which the provers leave undecided."""
    counts = decided(entry for entry in claims(COURSES, HOMEWORK, PAPERS) if not entry.may_refuse)
    assert counts[False, False] == 0
    assert counts[True, True] >= 80


def test_what_is_declared_decides() -> None:
    symmetric = next(entry for entry in CLAIMS if entry.id == "nabla-symmetric")
    hot = next(entry for entry in CLAIMS if entry.id == "nabla-softmax-cross-entropy")
    for entry in (symmetric, hot):
        scope = scope_of(entry)
        reading = read(entry.latex, scope)
        system = System(scope.given(), Var("L"), (), ())
        assert isinstance(decide(*reading.sides, Bench(system)), Refuted)
        assert not isinstance(decide(*reading.sides, Bench(system_of(scope))), Refuted)
