"""No wrong twin of a right formula is proved, no right twin refuted: a small run of what `tools/soundness.py` measures.

And the measure itself: it must be able to say no.
"""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

import pytest
import soundness
from twins import judging
from twins.formulas import Formula, right_formulas
from twins.judging import Tally, judge_right, judge_wrong, right_twins, wrong_twins
from twins.values import Relation, Witness, compare

from derive import building as b
from derive.ir import Var
from derive.rewriting import Assumption
from derive.shapes import Shape
from derive.systems import System
from derive.verdicts import Counterexample, Proved, Refuted

SEED = 4
TWINS = Path(soundness.__file__).parent / "twins"
x, y = Var("x"), Var("y")


@cache
def formulas() -> tuple[Formula, ...]:
    return tuple(right_formulas(share=0.15, seed=SEED))


def test_no_wrong_twin_is_proved_and_all_are_refuted() -> None:
    tally = judge_wrong(wrong_twins(formulas(), 300, SEED))
    assert tally.total("proved", "refuted", "undecided") == 300
    assert not tally.examples["proved"]
    assert len(tally.examples["undecided"]) <= 3, tally.examples["undecided"]
    assert len(tally.counts) > 50


def test_no_right_twin_is_refuted_and_most_are_proved() -> None:
    tally = Tally()
    judge_right(right_twins(formulas(), 200, SEED, tally), tally)
    assert not tally.examples["refuted"]
    assert not tally.examples["rewritten wrongly"]
    assert tally.total("proved") > 80
    assert len(tally.counts) > 35


def test_twins_of_one_seed_are_the_same() -> None:
    first, second = (list(wrong_twins(formulas(), 30, SEED)) for _ in range(2))
    assert [(twin.left, twin.right) for twin in first] == [(twin.left, twin.right) for twin in second]


def test_a_checker_that_proves_everything_is_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(judging, "decide", lambda *sides: Proved("all"))
    tally = judge_wrong(wrong_twins(formulas(), 20, SEED))
    assert tally.total("proved") == len(tally.examples["proved"]) == 20


def test_a_checker_that_refutes_everything_is_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(judging, "decide", lambda *sides: Refuted(Counterexample({}, {}, (), "", "")))
    tally = Tally()
    judge_right(right_twins(formulas(), 20, SEED, tally), tally)
    assert tally.total("refuted") == len(tally.examples["refuted"]) == 20


def test_the_command_says_no_by_its_exit_code(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = ["--wrong", "12", "--right", "12", "--share", "0.05", "--seed", "1"]
    assert soundness.main(arguments) == 0
    monkeypatch.setattr(judging, "decide", lambda *sides: Proved("all"))
    assert soundness.main(arguments) == 1
    printed = capsys.readouterr().out
    assert "12 wrong formulas: 12 proved, 0 refuted" in printed
    assert "12 right formulas: 0 refuted, 12 proved for all sizes (100.0 %" in printed


def test_values_tell_what_differs_by_little_from_what_is_equal() -> None:
    assert compare(b.add(x, b.number("1e-40")), x) is Relation.APART
    assert compare(b.mul(x, b.add(y, b.ONE)), b.add(x, b.mul(y, x))) is Relation.EQUAL
    assert compare(b.call("log", b.neg(b.call("exp", x))), x) is Relation.UNKNOWN


def test_values_are_as_declared() -> None:
    hot, square = Var("h", Shape.of("n")), Var("S", Shape.of("n", "n"))
    assert compare(b.total(hot), b.ONE) is Relation.APART
    assert compare(b.total(hot), b.ONE, {hot: frozenset(("one-hot",))}) is Relation.EQUAL
    assert compare(square, b.transpose(square)) is Relation.APART
    assert compare(square, b.transpose(square), {square: frozenset(("symmetric",))}) is Relation.EQUAL
    assert compare(b.call("abs", x), x, {x: frozenset(("positive",))}) is Relation.EQUAL


def test_points_are_left_out_where_an_assumption_does_not_hold() -> None:
    system = System({}, Var("L"), (), ())
    size = b.call("abs", x)
    assert Witness(system).relation(size, x) is Relation.APART
    assert Witness(system, assumptions=(Assumption("positive", (x,)),)).relation(size, x) is Relation.EQUAL
    assert Witness(system, assumptions=(Assumption("nonzero", (x,)),)).relation(size, x) is Relation.APART


def test_wrongness_is_not_decided_by_what_is_measured() -> None:
    """Only the module that asks for verdicts knows the checker; none knows the diagnosis, the refuters, the provers."""
    for path in TWINS.glob("*.py"):
        imported = {
            name
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
            if isinstance(node, ast.ImportFrom | ast.Import)
            for name in [getattr(node, "module", None) or "", *(alias.name for alias in node.names)]
        }
        for room in ("derive.diagnosis", "derive.refuters", "derive.provers", "derive.rules"):
            assert not any(name.startswith(room) for name in imported), path.name
        assert ("derive.checking" in imported) == (path.stem == "judging")
