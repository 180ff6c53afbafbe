"""The benchmarks' own logic: a slow or broken row is never shown as ok, and another reader is never flattered.

Nothing is timed here.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import articles
import hostile
import measuring
import peer_worker
import peers
import pytest
import reading
import run
from measuring import MeasurementError, Row

SILENT = "import sys; print('{\"ready\": true}', flush=True); sys.stdin.read()"


# --- rows and processes


def test_a_row_is_ok_within_its_budget_only() -> None:
    assert Row("x", 0.1, 0.1).ok
    assert not Row("x", 0.11, 0.1).ok
    assert not Row("x", None, 0.1, "broken").ok
    assert Row("x", 5.0, None).ok
    assert not Row("x", None, None, "broken").ok


def test_the_table_is_aligned_and_says_what_failed() -> None:
    rows = [
        Row("one", 0.0123, 0.1),
        Row("the second", 0.2, 0.1, note="of  all\nthings"),
        Row("third", None, 0.1, "broken"),
        Row("fourth", 123.4, 200.0, unit="MB"),
        Row("fifth", 0.00123, None, note="x" * 200),
    ]
    assert measuring.table(rows).splitlines() == [
        "              measured      budget",
        "one            12.3 ms    100.0 ms  ok",
        "the second    200.0 ms    100.0 ms  over  of all things",
        "third                –    100.0 ms  broken",
        "fourth          123 MB      200 MB  ok",
        "fifth          1.23 ms           –        " + "x" * 99 + "…",
    ]


def test_a_timing_is_read_and_its_absence_is_an_error() -> None:
    assert run.read_timing("noise\ntiming read 0.5\ntiming pdf 0.25\n", "pdf") == 0.25
    with pytest.raises(MeasurementError, match="timing pdf"):
        run.read_timing("timing read 0.5\n", "pdf")


def test_a_process_that_fails_or_hangs_is_an_error(tmp_path: Path) -> None:
    command = [sys.executable, "-c", "import sys; sys.exit('no such model')"]
    with pytest.raises(MeasurementError, match="exit code 1: no such model"):
        measuring.timed_process(command, tmp_path)
    with pytest.raises(MeasurementError, match=r"no end after 0\.2 seconds"):
        measuring.timed_process([sys.executable, "-c", "import time; time.sleep(60)"], tmp_path, 0.2)


def test_processes_run_with_the_bytecode_that_an_installed_package_has(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    (tmp_path / "some_module.py").write_text("", encoding="utf-8")
    code = "import sys; sys.path.insert(0, ''); import some_module; print(some_module.__cached__)"
    _, output, _ = measuring.timed_process([sys.executable, "-c", code], tmp_path)
    assert Path(output.strip()).is_file()
    assert Path(output.strip()).is_relative_to(tmp_path)


def test_an_import_that_brings_numpy_along_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(MeasurementError, match="loads numpy"):
        measuring.time_of_import("import numpy", tmp_path)


# --- the reader


@pytest.mark.parametrize(("count", "part", "found"), [(100, 0.95, 95), (20, 0.95, 19), (3, 0.95, 3), (1, 0.95, 1)])
def test_the_quantile_is_the_first_that_covers_so_many(count: int, part: float, found: int) -> None:
    assert reading.quantile(list(range(1, count + 1)), part) == found


def test_the_formulas_of_the_decks_are_distinct_and_in_their_scopes() -> None:
    found = reading.formulas("decks")
    texts = [formula.latex for formula in found]
    assert len(texts) == len(set(texts)) > 500
    numbers = [formula for formula in found if formula.is_of_numbers]
    assert 100 < len(numbers) < sum(formula.has_meaning for formula in found) < len(found)
    read = [reading.read(formula.latex, formula.scope()) for formula in numbers]
    assert sum(one.error is None for one in read) > 0.7 * len(read)


def test_a_corpus_is_over_budget_by_its_median_and_shows_its_slowest() -> None:
    answer = reading.read("x")
    times = (0.0004, 0.1, 0.0006, 0.0004, 0.0004)
    results = [reading.Timed(reading.Formula(f"x_{n}"), answer, seconds) for n, seconds in enumerate(times)]
    rows = reading.corpus_rows("a corpus", results, total_budget=0.05)
    assert [row.measured for row in rows[:3]] == [0.0004, 0.1, 0.1]
    assert [row.ok for row in rows] == [True, True, True, False]
    assert rows[2].note == "x_1"


def test_what_cannot_be_measured_costs_its_own_row_only(tmp_path: Path) -> None:
    (row,) = reading.measured("none", 1.0, lambda folder: reading.hostile_rows("no such formula", folder), tmp_path)
    assert not row.ok
    assert row.error is not None
    assert "KeyError" in row.error


@pytest.mark.parametrize("name", [name for name in hostile.HOSTILE if "00 characters" in name])
def test_a_hostile_formula_is_as_long_as_its_name_says(name: str) -> None:
    text = hostile.HOSTILE[name]()
    assert 0.9 * hostile.LENGTH < len(text) <= hostile.LENGTH


def test_a_hostile_formula_is_read_and_its_memory_told(capsys: pytest.CaptureFixture[str]) -> None:
    hostile.main("a tower of powers")
    found = json.loads(capsys.readouterr().out)
    assert found["said"].startswith("refused: an exponent")
    assert found["megabytes"] > 5


# --- beside other readers


def test_what_another_reader_raises_is_a_refusal() -> None:
    def refuse(latex: str) -> bool:
        raise RecursionError(latex)

    assert peer_worker.answer(refuse, "x")["accepted"] is False
    assert peer_worker.answer(lambda latex: False, "x")["accepted"] is False
    assert peer_worker.answer(lambda latex: True, "x")["accepted"] is True
    assert peer_worker.answer(lambda latex: True, "x")["seconds"] >= 0


def test_a_reader_that_hangs_is_given_up_for_each_formula_and_not_for_all() -> None:
    with peers.Worker((sys.executable, "-c", SILENT), 0.2) as worker:
        answers = [peers.ask(worker, latex) for latex in ("x", "y")]
        assert worker.starts == 2
    assert answers == [peers.Answer("gave up", 0.2)] * 2


def test_a_reader_that_is_not_installed_is_shown_as_that() -> None:
    assert peers.started("no such reader", ["/no/such/python"], 1.0) is None
    assert peers.ask_all("no such reader", ["x"], [], 1.0) == {}
    lines = [
        peers.Line.of("ours", "of numbers", [peers.Answer("accepted", 0.001), peers.Answer("refused", 0.003)]),
        peers.Line.of("other", "of numbers", None),
        peers.Line.of("slow", "of numbers", [peers.Answer("gave up", 5.0), peers.Answer("refused", 1.0)]),
    ]
    title, *rows = peers.table(lines).splitlines()
    assert title.split()[:3] == ["of", "numbers:", "2"]
    assert rows[0].split() == ["ours", "1", "1", "0", "2.00", "ms", "1.00", "ms"]
    assert rows[1].split() == ["other", "not", "installed"]
    assert rows[2].split() == ["slow", "0", "1", "1", "3000.0", "ms", "–"]


# --- reports


def test_a_report_is_measured_and_one_that_fails_costs_its_own_row(tmp_path: Path) -> None:
    whole, pdf, memory = articles.rows_of("max-pooling", "pdf", tmp_path)
    assert (whole.note, whole.budget, pdf.budget, memory.unit) == ("2 pages", 2.0, 0.3, "MB")
    assert pdf.measured is not None
    assert (memory.measured or 0) > 20
    (row,) = articles.rows_of("no-such-model", "pdf", tmp_path)
    assert not row.ok
    assert "no-such-model" in (row.error or "")
