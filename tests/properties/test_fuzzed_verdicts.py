"""A small run of the fuzzer of provers, and that it finds what lies or breaks."""

from __future__ import annotations

from pathlib import Path
from typing import NoReturn

import fuzz_forms
import fuzz_prover
import pytest
from twins.growing import Pair, scope

from derive import building as b
from derive.algebra.proofs import Step
from derive.algebra.terms import Polynomial
from derive.ir import Var
from derive.shapes import Shape
from derive.verdicts import Counterexample, Proved, Refuted


@pytest.mark.parametrize(("asked", "pairs", "least"), [("prover", 600, 80), ("checker", 250, 30), ("replay", 120, 20)])
def test_no_answer_is_wrong(asked: str, pairs: int, least: int) -> None:
    report = fuzz_prover.chunk((0, 3, asked, pairs))
    assert not report.wrong
    assert report.counts.total() == pairs
    assert sum(count for name, count in report.counts.items() if name.endswith(", proved")) > least


def test_a_prover_that_lies_is_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fuzz_prover, "proof_alone", lambda pair: ())
    report = fuzz_prover.chunk((0, 3, "prover", 60))
    assert len(report.wrong) > 15


def test_a_checker_that_lies_is_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fuzz_prover, "decide", lambda left, right, bench: Proved("all"))
    assert len(fuzz_prover.chunk((0, 3, "checker", 60)).wrong) > 15


def test_a_counterexample_is_evaluated_again() -> None:
    x, u = Var("x"), Var("u", Shape.of("n"))
    squares, entries = Pair("", x, b.mul(x, x), scope({}, {})), Pair("", u, b.mul(u, u), scope({}, {}))
    assert fuzz_prover.is_counterexample(Counterexample({}, {"x": "1/2"}, (), "", ""), squares)
    assert not fuzz_prover.is_counterexample(Counterexample({}, {"x": "1"}, (), "", ""), squares)
    assert fuzz_prover.is_counterexample(Counterexample({"n": 2}, {"u": "(1, 2)"}, (2,), "", ""), entries)
    assert not fuzz_prover.is_counterexample(Counterexample({"n": 2}, {"u": "(1, 2)"}, (1,), "", ""), entries)


def test_a_counterexample_that_is_none_is_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    x = Var("x")
    nothing = Refuted(Counterexample({}, {"x": "3"}, (), "", ""))
    monkeypatch.setattr(fuzz_prover, "decide", lambda left, right, bench: nothing)
    twice = Pair("", b.add(x, x), b.mul(b.number(2), x), scope({}, {}))
    outcome, wrong = fuzz_prover.ask_checker(twice, 0)
    assert outcome == "refuted"
    assert "no counterexample, and they agree" in wrong


def test_what_raises_is_told_with_its_place(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(pair: Pair) -> NoReturn:
        raise RecursionError("too deep")

    monkeypatch.setattr(fuzz_prover, "proof_alone", broken)
    report = fuzz_prover.chunk((0, 3, "prover", 3))
    assert len(report.wrong) == 3
    assert all("RecursionError: too deep (test_fuzzed_verdicts.py, broken" in line for line in report.wrong)


def test_a_run_goes_on_where_it_ended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(fuzz_prover, "CHUNK", 10)
    log = tmp_path / "log.jsonl"
    assert fuzz_prover.main(["--count", "40", "--log", str(log)]) == 0
    assert len(log.read_text().splitlines()) == 2
    assert fuzz_prover.main(["--count", "60", "--log", str(log)]) == 0
    assert len(log.read_text().splitlines()) == 3
    assert "expressions" in capsys.readouterr().out


def test_no_two_values_have_one_normal_form() -> None:
    counts, wrong = fuzz_forms.chunk((0, 2, 300))
    assert not wrong
    assert counts["expressions in them"] > 80


def test_a_normal_form_that_forgets_is_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    class Forgetful(fuzz_forms.Reducer):
        def reduced(self, start: Polynomial) -> tuple[Polynomial, list[Step]]:
            left, steps = super().reduced(start)
            return dict.fromkeys(left, 1), steps

    monkeypatch.setattr(fuzz_forms, "Reducer", Forgetful)
    assert fuzz_forms.chunk((0, 6, 200))[1]
