"""What every benchmark needs: processes that are timed, rows with a budget, and the table they are shown in."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TypeAlias

ROOT = Path(__file__).resolve().parents[1]
# A script of this folder measures this checkout, wherever another one is installed. Tests keep to what is installed.
if Path(sys.argv[0]).resolve().parent == Path(__file__).resolve().parent:
    sys.path.insert(0, str(ROOT))
PROCESS_RUNS = 7
WARM_RUNS = 30
PROCESS_SECONDS = 120.0
"""After how long a process is given up."""
NOTE_LENGTH = 100

Unit: TypeAlias = Literal["s", "MB"]


class MeasurementError(Exception):
    """What was to be measured did not run, or did something else."""


@dataclass(frozen=True)
class Row:
    """One line of the table; `measured` is None where `error` says why there is no figure.

    Without a budget every figure is within it. `note` says what the figure belongs to.
    """

    name: str
    measured: float | None
    budget: float | None
    error: str | None = None
    unit: Unit = "s"
    note: str = ""

    @property
    def ok(self) -> bool:
        """Whether there is a figure, and it is within its budget."""
        return self.measured is not None and (self.budget is None or self.measured <= self.budget)


# --- processes


def environment(folder: Path) -> dict[str, str]:
    """The environment of every process that is started: this checkout first, and bytecode as if it were installed."""
    path = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH", "")]))
    kept = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    return {**kept, "PYTHONPATH": path, "PYTHONPYCACHEPREFIX": str(folder / "bytecode"), "DERIVE_TIMINGS": "1"}


def timed_process(command: Sequence[str], folder: Path, seconds: float = PROCESS_SECONDS) -> tuple[float, str, str]:
    """Run a command and return its wall-clock time, its output and its error output."""
    start = time.perf_counter()
    try:
        result = subprocess.run(
            command,
            capture_output=True,
            encoding="utf-8",
            check=False,
            cwd=folder,
            env=environment(folder),
            timeout=seconds,
        )
    except subprocess.TimeoutExpired as error:
        raise MeasurementError(f"no end after {seconds:g} seconds") from error
    duration = time.perf_counter() - start
    if result.returncode:
        last = (result.stderr.strip() or result.stdout.strip() or "no output").splitlines()[-1]
        raise MeasurementError(f"exit code {result.returncode}: {last}")
    return duration, result.stdout, result.stderr


def time_of_import(statement: str, folder: Path) -> float:
    """How long a statement takes in a new process, without the start of the interpreter.

    Neither NumPy nor SymPy may come along: both are imported lazily, so that what does not compute starts fast.
    """
    code = f"import sys; {statement}; print(*sorted(sys.modules.keys() & {{'numpy', 'sympy'}}))"
    differences = []
    for _ in range(PROCESS_RUNS):
        bare, _, _ = timed_process([sys.executable, "-c", "import sys; print()"], folder)
        full, output, _ = timed_process([sys.executable, "-c", code], folder)
        if output.strip():
            raise MeasurementError(f"`{statement}` loads {output.strip()}")
        differences.append(full - bare)
    return statistics.median(differences)


def median_of(run: Callable[[], object]) -> float:
    """The median time of a call in this process."""
    return statistics.median(time_of(run) for _ in range(WARM_RUNS))


def time_of(run: Callable[[], object]) -> float:
    """The time of one call in this process."""
    start = time.perf_counter()
    run()
    return time.perf_counter() - start


# --- the table


def shown(amount: float | None, unit: Unit) -> str:
    """An amount for the table."""
    if amount is None:
        return "–"
    return f"{amount:.0f} MB" if unit == "MB" else f"{milliseconds(amount)} ms"


def milliseconds(seconds: float) -> str:
    """A duration, with as many digits as are worth reading."""
    return f"{seconds * 1000:.1f}" if seconds >= 0.01 else f"{seconds * 1000:.2f}"


def table(rows: Sequence[Row]) -> str:
    """The rows, aligned."""
    width = max(len(row.name) for row in rows)
    lines = [f"{'':{width}}  {'measured':>10}  {'budget':>10}"]
    for row in rows:
        state = row.error or ("over" if not row.ok else "ok" if row.budget is not None else "")
        figures = f"{shown(row.measured, row.unit):>10}  {shown(row.budget, row.unit):>10}"
        note = " ".join(row.note.split())
        note = note if len(note) <= NOTE_LENGTH else note[: NOTE_LENGTH - 1] + "…"
        lines.append(f"{row.name:{width}}  {figures}  {state:4}  {note}".rstrip())
    return "\n".join(lines)
