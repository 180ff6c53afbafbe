"""Every formula of the decks has the outcome that those gave it who wrote the decks down, or an argued other one."""

from functools import cache

import catalogue
import pytest
from catalogue import Judged


@cache
def _judged() -> tuple[Judged, ...]:
    return tuple(catalogue.judged())


def test_every_judgement_has_an_entry() -> None:
    assert {one.id[:8] for one in _judged()} == set(catalogue.judgements())


def test_outcomes_are_the_judged_ones_or_argued() -> None:
    apart = {one.id: one.finding.outcome for one in _judged() if not one.agrees}
    assert apart == {name: known.outcome for name, known in catalogue.differences().items()}


def test_no_correct_formula_is_refuted_and_no_wrong_one_proved() -> None:
    """But for one whose equality holds as it stands; what is wrong about it is said in the differences."""
    assert {one.id for one in _judged() if one.is_opposite} <= {"s003-041"}


def test_the_right_formulas_of_refuted_ones_are_proved() -> None:
    """But for two that have the numbers of the page in them, and are true at these numbers alone."""
    said = {one.id: one.corrected.outcome for one in _judged() if one.corrected is not None}
    refuted = {name[:8] for name, outcome in said.items() if outcome == "refuted"}
    assert refuted <= {"s003-025", "s003-029"}
    assert sum(outcome == "proved" for outcome in said.values()) >= 15


@pytest.mark.parametrize("verdict", ["correct", "wrong"])
def test_most_that_can_be_judged_is(verdict: str) -> None:
    """A checker that judges nothing would differ from no judgement."""
    wanted = {"correct": "proved", "wrong": "refuted"}[verdict]
    found = [one for one in _judged() if one.judgement["verdict"] == verdict]
    reached = sum(one.finding.outcome == wanted for one in found)
    assert reached > {"correct": 150, "wrong": 20}[verdict]
