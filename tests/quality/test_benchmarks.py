"""The benchmark's own logic: a slow or broken row is never shown as ok."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def run() -> ModuleType:
    spec = importlib.util.spec_from_file_location("benchmarks_run", ROOT / "benchmarks" / "run.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # dataclasses look their module up while the class is made
    spec.loader.exec_module(module)
    return module


def test_a_row_is_ok_within_its_budget_only(run: ModuleType) -> None:
    assert run.Row("x", 0.1, 0.1).ok
    assert not run.Row("x", 0.11, 0.1).ok
    assert not run.Row("x", None, 0.1, "broken").ok


def test_the_table_is_aligned_and_says_what_failed(run: ModuleType) -> None:
    rows = [
        run.Row("one", 0.0123, 0.1),
        run.Row("the second", 0.2, 0.1),
        run.Row("third", None, 0.1, "broken"),
    ]
    assert run.table(rows).splitlines() == [
        "              measured      budget",
        "one            12.3 ms    100.0 ms  ok",
        "the second    200.0 ms    100.0 ms  over",
        "third                –    100.0 ms  broken",
    ]


def test_a_timing_is_read_and_its_absence_is_an_error(run: ModuleType) -> None:
    assert run.read_timing("noise\ntiming read 0.5\ntiming pdf 0.25\n", "pdf") == 0.25
    with pytest.raises(run.MeasurementError, match="timing pdf"):
        run.read_timing("timing read 0.5\n", "pdf")


def test_a_process_that_fails_is_an_error(run: ModuleType, tmp_path: Path) -> None:
    command = [sys.executable, "-c", "import sys; sys.exit('no such model')"]
    with pytest.raises(run.MeasurementError, match="exit code 1: no such model"):
        run.timed_process(command, tmp_path)
