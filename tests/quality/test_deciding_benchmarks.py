"""The benchmark of deciding: what is measured is what is meant, and nobody is flattered. Nothing is timed here."""

from __future__ import annotations

import json
import random
import sys
from typing import Any

import deciding
import deciding_worker
import deep
import pytest
import sympy
from deciding import Answer, Line
from deciding_cases import MATRIX, SCALAR
from measuring import MeasurementError

from derive.ir import Expr
from derive.witnesses import agree

SILENT = "import sys; print('{\"ready\": true}', flush=True); sys.stdin.read()"


# --- the cases


def test_others_are_asked_the_same_cases() -> None:
    assert [case.name for case in SCALAR] == list(deciding_worker.CASES)


@pytest.mark.parametrize("name", deciding_worker.CASES)
def test_a_case_in_sympy_is_right_and_its_wrong_side_is_not(name: str) -> None:
    left, right, wrong = deciding_worker.CASES[name](sympy)
    rng = random.Random(3)
    symbols = sorted((left - right - wrong).free_symbols, key=str)
    point = {symbol: sympy.Rational(rng.randint(11, 89), 100) for symbol in symbols}
    assert abs(sympy.N((left - right).subs(point), 30)) < 1e-20
    assert abs(sympy.N((left - wrong).subs(point), 30)) > 1e-6


@pytest.mark.parametrize("case", [*SCALAR, *MATRIX], ids=lambda case: case.name)
def test_a_case_is_read_and_is_right_and_its_wrong_side_is_not(case: Any) -> None:
    right, wrong = deciding.cases("group", [case])
    assert (right.group, wrong.group) == ("group, right", "group, wrong")
    has_root = case.name.startswith("batch norm")
    assert agree(right.left, right.right, right.system) is (None if has_root else True)
    assert agree(wrong.left, wrong.right, wrong.system) is (None if has_root else False)
    assert deciding.decided_at_first(wrong).said == deciding.explained(wrong).said == "different"


def test_a_case_that_is_not_read_is_an_error() -> None:
    with pytest.raises(MeasurementError, match="is not read"):
        deciding.cases("group", [deciding.Case("bad", "x +", "y", "z", "shape x,y,z: scalar")])


# --- deep networks


@pytest.mark.parametrize("layers", [1, 3])
def test_the_local_claims_hold_and_the_planted_one_does_not(layers: int) -> None:
    network = deep.Network(layers)
    claims: list[tuple[Expr, Expr]] = list(network.claims())
    assert len(claims) == 2 * layers
    assert len(network.system.parameters) == 2 * layers
    for left, right in claims:
        assert left.shape == right.shape
        assert agree(left, right, network.system) is True
    left, right = claims[deep.planted(layers) % (2 * layers)]
    assert agree(left, deep.b.neg(right), network.system) is False


def test_a_deep_task_says_what_it_does_and_is_ended_when_it_takes_too_long() -> None:
    said, error = deciding.run_deep(2, "locate", 60.0)
    assert error is None
    assert [line["place"] for line in said] == list(range(deep.planted(2) + 1))
    assert said[-1]["outcome"] == "refuted"
    assert deciding.run_deep(2, "prove", 0.01) == ([], "no end after 0.01 seconds")
    assert deciding.run_deep(2, "no such task", 60.0) == ([], "KeyError: 'no such task'")


def claim(outcome: str, place: int = 0) -> dict[str, Any]:
    return {"outcome": outcome, "seconds": 0.5, "place": place}


@pytest.mark.parametrize(
    ("said", "error", "shown"),
    [
        ([claim("proved")] * 4, None, None),
        ([claim("proved")] * 3 + [claim("undecided")], None, "3 proved, 1 undecided"),
        ([claim("proved")] * 3, None, "3 proved"),
        ([claim("proved")] * 3, "no end", "no end"),
        ([], "no end", "no end"),
    ],
)
def test_there_is_no_figure_unless_all_is_proved(
    monkeypatch: pytest.MonkeyPatch, said: list[Any], error: str | None, shown: str | None
) -> None:
    monkeypatch.setattr(deciding, "run_deep", lambda layers, task, seconds: (said, error))
    row = deciding.proved_row(2, 1.0, 3.0)
    assert (row.error, row.measured, row.ok) == (shown, None if shown else 2.0, shown is None)


@pytest.mark.parametrize(
    ("said", "error", "shown"),
    [
        ([claim("proved"), claim("undecided", 1), claim("refuted", 2)], None, None),
        ([claim("refuted", 0)], None, "another claim was refuted"),
        ([claim("proved")], None, "it was not found"),
        ([], "no end", "no end"),
    ],
)
def test_there_is_no_figure_unless_the_wrong_claim_is_found(
    monkeypatch: pytest.MonkeyPatch, said: list[Any], error: str | None, shown: str | None
) -> None:
    monkeypatch.setattr(deciding, "run_deep", lambda layers, task, seconds: (said, error))
    row = deciding.located_row(2, 1.0, 3.0)
    assert (row.error, row.measured) == (shown, None if shown else 1.5)


# --- beside others


class Unclear:
    """A decider that raises, or answers what it is told."""

    def __init__(self, said: str) -> None:
        self.said = said

    def __call__(self, left: Any, right: Any) -> str:
        if self.said == "raise":
            raise RecursionError
        return f"{self.said} {right}"


def test_what_another_decider_raises_is_no_answer() -> None:
    assert deciding_worker.answer(Unclear("raise"), (1, 2, 3), False)["answer"] == "none"
    assert deciding_worker.answer(Unclear("got"), (1, 2, 3), False)["answer"] == "got 2"
    assert deciding_worker.answer(Unclear("got"), (1, 2, 3), True)["answer"] == "got 3"


def test_a_difference_that_simplify_leaves_is_no_answer() -> None:
    x = sympy.Symbol("x")
    decide = deciding_worker.simplify(sympy)
    assert (decide(x + x, 2 * x), decide(x, 2 * x)) == ("equal", "none")
    assert deciding_worker.equals(sympy)(x, 2 * x) == "different"


def test_a_decider_that_hangs_is_given_up_for_each_case() -> None:
    with deciding.Worker((sys.executable, "-c", SILENT), 0.2) as worker:
        found = [deciding.ask(worker, "logistic dw", wrong) for wrong in (False, True)]
    assert found == [Answer("logistic dw", "gave up", 0.2)] * 2


def test_a_decider_that_is_not_installed_is_shown_as_that() -> None:
    assert deciding.ask_peer("no such decider", ["/no/such/python"], 1.0) == {}
    ours = {
        "scalar, right": [Answer("x", "equal", 0.001), Answer("y", "none", 0.003)],
        "matrix, right": [Answer("z", "different", 0.002)],
    }
    lines = deciding.lines_of({"derive": ours, "other": {}})
    assert lines[1] == Line("other", "scalar, right")
    title, *rows = deciding.shown(lines).splitlines()
    assert title.split()[:3] == ["scalar,", "right", "asked"]
    assert rows[0].split() == ["derive", *"21010", "2.00", "ms", "3.00", "ms", "3.00", "ms"]
    assert rows[1].split() == ["other", "not", "installed"]
    assert rows[2].split()[:2] == ["matrix,", "right"]
    assert len(rows) == 4, "others were not asked about matrices"


def test_a_budget_is_held_by_the_median_and_by_the_slowest() -> None:
    said = {
        "scalar, right": [Answer("a", "equal", 0.001), Answer("b", "none", 3.0)],
        "scalar, wrong": [Answer("c", "different", 0.002), Answer("d", "different", 0.0001)],
        "matrix, right": [Answer("e", "equal", 0.006)],
        "matrix, wrong": [Answer("f", "different", 0.005)],
    }
    told = {group: [Answer("g", "different", 0.004)] for group in ("scalar, wrong", "matrix, wrong")}
    rows = {row.name: row for row in deciding.rows_of(said, told)}
    assert rows["scalar claims: median of 1 proofs"].ok
    assert not rows["matrix claims: median of 1 proofs"].ok
    refuted = [row.ok for row in deciding.rows_of(said, told) if row.name.startswith("  of the refutations")]
    assert refuted == [False, True], "a refutation is compared with the proof of its twin"
    assert not rows["the slowest claim of all"].ok
    assert rows["the slowest undecided one"].note == "b"
    slow = {**told, "corpora, wrong": [Answer("h", "different", 4.0)]}
    assert next(row for row in deciding.rows_of(said, slow) if row.name.startswith("the slowest claim")).note == "h"
    json.dumps([row.measured for row in rows.values()])
