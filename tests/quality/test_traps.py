"""What provers and refuters are known to fall for gets no wrong verdict, and the right one where that can be done."""

from collections import Counter

import pytest
from traps import TRAPS, Trap

from derive.bench import Bench
from derive.checking import decide
from derive.ir import Var
from derive.systems import System
from derive.verdicts import Proved, Verdict

WRONG = {"proved": "refuted", "refuted": "proved"}
"""What a claim that should be proved must never be, and the other way round."""

PENDING: frozenset[str] = frozenset(
    (
        "1 + 10^-60 = 1",
        "x + 10^-50 = x",
        "a small factor",
    )
)
"""Traps without a wrong verdict whose right one is not reached yet; one that is reached has to leave this list."""


def verdict(trap: Trap) -> Verdict:
    system = System({}, Var("L"), (), (), {}, trap.facts)
    return decide(trap.left, trap.right, Bench(system))


@pytest.mark.parametrize("trap", TRAPS, ids=lambda trap: trap.name)
def test_trap_gets_no_wrong_verdict(trap: Trap) -> None:
    found = verdict(trap).outcome
    assert found in trap.allowed or found == "undecided", found


@pytest.mark.parametrize("trap", TRAPS, ids=lambda trap: trap.name)
def test_trap_gets_the_right_verdict(trap: Trap) -> None:
    reached = _reached(trap)
    assert reached != (trap.name in PENDING), "pending, and reached" if reached else "not reached"


def _reached(trap: Trap) -> bool:
    found = verdict(trap)
    if not isinstance(found, Proved):
        return found.outcome in trap.allowed
    assumed = {assumption.condition for assumption in found.assumptions}
    return "proved" in trap.allowed and set(trap.assumes) <= assumed


def test_names_are_distinct_and_pending_ones_exist() -> None:
    names = Counter(trap.name for trap in TRAPS)
    assert max(names.values()) == 1
    assert set(names) >= PENDING


def test_every_verdict_is_right_for_some_trap() -> None:
    assert {trap.outcome for trap in TRAPS} == {"proved", "refuted", "undecided"}
