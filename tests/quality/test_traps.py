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
        "exp(log x) = x",
        "exp(3 log x) = x^3",
        "exp(-log x) = 1/x",
        "diagonal of 1/sigma(A)",
        "diagonal of a root",
        "trace of 1/sigma(A)",
        "diag of one number",
        "the identity of size 1",
        "root of x^2 = x",
        "root of t^2 = t for positive t",
        "square of the root",
        "log exp x = x",
        "(x^2)^(1/2) for e^z",
        "step(z) + step(-z) = 1",
        "relu(e^z) = e^z",
        "relu(z) - relu(-z) = z",
        "relu(z) = z step(z)",
        "relu(z) = z",
        "relu(relu z) = relu z",
        "relu(x + y) is no sum",
        "x by cases",
        "root 2 root 2 = 2",
        "root 8 = 2 root 2",
        "1 + 10^-60 = 1",
        "x + 10^-50 = x",
        "a small factor",
        "softplus(z) - softplus(-z)",
        "log sigma",
        "logsumexp of a shift",
        "softmax of a shift",
        "softmax sums to 1",
        "tr(A^3 A) = tr(A A^3)",
        "tr(A^7 A) = tr(A A^7)",
        "tr(A^11 A) = tr(A A^11)",
        "d tr(A^3)/dA",
        "d tr(A^5)/dA",
        "d tr(A^7)/dA",
        "tr((AB)^2) = tr((BA)^2)",
        "tr((AB)^3) = tr((BA)^3)",
        "tr((AB)^4) = tr((BA)^4)",
        "tr((A + B)^3)",
        "the diagonal of exp",
        "A^-1 A = I",
        "A^-1 (A B) = B",
        "(AB)^-1",
        "(A + B)^-1 (A + B)",
        "inverse and transpose",
        "inverse of a symmetric one",
        "the inverse of the inverse",
        "d log det A",
        "tr I = n",
        "a diagonal matrix times a vector",
        "I entry by entry",
        "x'Sx by x, S symmetric",
        "attention by K",
        "a one-hot vector sums to 1",
        "a one-hot vector squared",
        "its entries exclude each other",
        "softmax sums to 1 in products",
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
