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
from derive.ir import Expr, Var
from derive.notation.reading import read
from derive.notation.scope import Scope
from derive.systems import System
from derive.verdicts import Proved, Refuted, Verdict
from derive.witnesses import agree

FOLDERS = (TEXTBOOKS, DECKS, COURSES, HOMEWORK, PAPERS)


def claims(*folders: Path) -> list[Entry]:
    return [e for folder in folders for e in load_entries(folder) if e.kind == "claim" and e.sides]


CLAIMS = claims(*FOLDERS)


def links(entry: Entry) -> tuple[System, list[tuple[Expr, Expr]]]:
    """The links of a claim in the entry's own scope; none where it is not read."""
    try:
        scope = scope_of(entry)
    except Unjudged:
        return system_of(Scope()), []
    reading = read(entry.latex, scope)
    if reading.error is not None or reading.kind != "claim":
        return system_of(scope), []
    return system_of(reading.within(scope)), list(pairwise(reading.sides))


def verdicts(entry: Entry) -> list[Verdict]:
    """The verdict on each link of a claim; none where it is not read."""
    system, found = links(entry)
    return [decide(left, right, Bench(system), found[0][0]) for left, right in found]


def witnessed(entry: Entry) -> list[bool | None]:
    """What finite fields say of each link of a claim; sides of two shapes are not equal."""
    system, found = links(entry)
    return [left.shape == right.shape and agree(left, right, system) for left, right in found]


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


def test_the_second_witness_denies_nothing_that_holds_and_agrees_to_nothing_that_does_not() -> None:
    answers = {entry.id: witnessed(entry) for entry in CLAIMS}
    assert [e.id for e in CLAIMS if e.holds and False in answers[e.id]] == []
    assert [e.id for e in CLAIMS if not e.holds and answers[e.id] and set(answers[e.id]) == {True}] == []
    right, wrong = ([answers[e.id] for e in CLAIMS if e.holds is holds and answers[e.id]] for holds in (True, False))
    assert sum(None not in found for found in right) >= 0.9 * len(right)
    assert sum(False in found for found in wrong) >= 0.85 * len(wrong)
