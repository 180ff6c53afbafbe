"""Measures what a person waits for, and compares it with a budget.

    python benchmarks/run.py           a table; the exit code is 1 if anything is over its budget or failed
    python benchmarks/run.py --json    the same for machines

The reader's figures are those of `reading.py`, which also compares it with other readers.
Every figure is a median. Processes are started with this checkout first on their path.
"""

from __future__ import annotations

import argparse
import importlib
import json
import shutil
import statistics
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path

import reading
from measuring import PROCESS_RUNS, MeasurementError, Row, median_of, table, time_of_import, timed_process

MODEL = "logistic-regression"


# --- processes


def derive_command(*arguments: str) -> list[str]:
    """The command line of `derive`: the installed script of this interpreter, or what that script does."""
    script = shutil.which("derive", path=str(Path(sys.executable).parent))
    start = [script] if script else [sys.executable, "-c", "import sys, reports.cli; sys.exit(reports.cli.main())"]
    return [*start, *arguments]


def read_timing(errors: str, name: str) -> float:
    """The seconds that the line `timing <name> <seconds>` gives."""
    for line in errors.splitlines():
        match line.split():
            case ["timing", found, seconds] if found == name:
                return float(seconds)
    raise MeasurementError(f"no line `timing {name} <seconds>` on stderr")


# --- what is measured


def time_import(folder: Path) -> float:
    """`import derive`, without the start of the interpreter; neither NumPy nor SymPy may come along."""
    # The version is asked for because a folder without an `__init__` is imported too, and at no cost.
    return time_of_import("import derive; derive.__version__", folder)


def time_version(folder: Path) -> float:
    """`derive --version`, the whole process."""
    return statistics.median(timed_process(derive_command("--version"), folder)[0] for _ in range(PROCESS_RUNS))


def derive_gradients() -> int:
    """One derivation of all gradients of the model, from its equations; how many there are."""
    derive = importlib.import_module("derive")
    deriving = importlib.import_module("derive.deriving")
    system = derive.model(MODEL).system
    deriving.derive_gradients(system)
    return len(system.parameters)


def time_check(claim: str, outcome: str) -> Callable[[Path], float]:
    """How long one claim takes to be read and judged, once its gradient has been derived."""

    def time_it(_folder: Path) -> float:
        derive = importlib.import_module("derive")
        found = derive.check(claim, MODEL).outcome
        if found != outcome:
            raise MeasurementError(f"{claim} was {found}, not {outcome}")
        return median_of(lambda: derive.check(claim, MODEL))

    return time_it


def time_gradients(_folder: Path) -> float:
    """All gradients of the model in this process, with everything imported and every registry read."""
    if not derive_gradients():
        raise MeasurementError(f"{MODEL} has no parameters")
    return median_of(derive_gradients)


class Report:
    """`derive report`, run several times: the whole process, and the part of it that makes the PDF."""

    def __init__(self) -> None:
        self.errors: list[str] = []

    def time_whole(self, folder: Path) -> float:
        """The whole process; what it said on stderr is kept for `time_pdf`."""
        runs = [timed_process(derive_command("report", MODEL), folder) for _ in range(PROCESS_RUNS)]
        self.errors = [errors for _, _, errors in runs]
        return statistics.median(seconds for seconds, _, _ in runs)

    def time_pdf(self, _folder: Path) -> float:
        """The part that makes the PDF."""
        if not self.errors:
            raise MeasurementError("the report was not written")
        return statistics.median(read_timing(errors, "pdf") for errors in self.errors)


# --- the table


def measure() -> list[Row]:
    """Measure everything; what cannot be measured costs its own row and not the table."""
    report = Report()
    plan: list[tuple[str, float, Callable[[Path], float]]] = [
        ("import derive", 0.050, time_import),
        ("derive --version", 0.150, time_version),
        (f"derive all gradients of {MODEL}, warm", 0.010, time_gradients),
        ("a right claim read and proved, warm", 0.005, time_check("dw = (a - y) x", "proved")),
        ("a wrong claim read and refuted, warm", 0.005, time_check("dw = (y - a) x", "refuted")),
        (f"derive report {MODEL}", 2.0, report.time_whole),
        ("  of which the PDF", 0.3, report.time_pdf),
    ]
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        for name, budget, run in plan:
            try:
                rows.append(Row(name, run(Path(folder)), budget))
            except (MeasurementError, ImportError, AttributeError, OSError) as error:
                rows.append(Row(name, None, budget, str(error)))
    return rows


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print, and return 1 if anything is over its budget or failed."""
    parser = argparse.ArgumentParser(description="Measure what a person waits for.")
    parser.add_argument("--json", action="store_true", help="print JSON instead of a table")
    as_json: bool = parser.parse_args(arguments).json
    rows = [*measure(), *reading.measure()]
    print(json.dumps([asdict(row) | {"ok": row.ok} for row in rows], indent=2) if as_json else table(rows))
    return 0 if all(row.ok for row in rows) else 1


if __name__ == "__main__":
    sys.exit(main())
