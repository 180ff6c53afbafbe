"""Measures `derive report` for every model of the library, each in a process of its own, and compares it with a budget.

    python benchmarks/articles.py                     a table; the exit code is 1 if anything is over its budget
    python benchmarks/articles.py lstm-cell rnn       these models only
    python benchmarks/articles.py --format html       another format than PDF

Time is that of the processor, from the start of the interpreter on: it does not depend on what else is running.
"""

from __future__ import annotations

import argparse
import re
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from measuring import MeasurementError, Row, table, timed_process
from run import read_timing

from derive import models

WHOLE, PDF, MEMORY = 2.0, 0.3, 300.0
"""The budgets: seconds for all of it, seconds for the PDF, megabytes."""
FORMATS = {"pdf": ".pdf", "latex": ".tex", "html": ".html"}
CHILD = """
import resource, sys, time
import reports.cli
if code := reports.cli.main(sys.argv[1:]):
    sys.exit(code)
print("timing cpu", time.process_time(), file=sys.stderr)
print("timing memory", resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1 if sys.platform == "darwin" else 1024),
      file=sys.stderr)
"""


def rows_of(model: str, format_: str, folder: Path) -> Iterator[Row]:
    """What the report of a model costs; its name may be followed by options, as in `network --layers 3,4,1`."""
    path = folder / f"report{FORMATS[format_]}"
    command = ["report", *model.split(), "-o", str(path), "--force"]
    try:
        _, _, errors = timed_process([sys.executable, "-c", CHILD, *command], folder)
    except MeasurementError as error:
        yield Row(model, None, WHOLE, str(error))
        return
    note = f"{pages_of(path)} pages" if format_ == "pdf" else f"{path.stat().st_size // 1024} kB"
    yield Row(model, read_timing(errors, "cpu"), WHOLE, note=note)
    yield Row(f"  of which the {format_} (on the clock)", read_timing(errors, format_), PDF)
    yield Row("  memory", read_timing(errors, "memory"), MEMORY, unit="MB")


def pages_of(path: Path) -> int:
    """How many pages a PDF says it has."""
    found = re.search(rb"/Type\s*/Pages\s*/Count\s+(\d+)", path.read_bytes())
    if found is None:
        raise MeasurementError(f"{path.name} says nothing of its pages")
    return int(found[1])


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print, and return 1 if anything is over its budget or failed."""
    parser = argparse.ArgumentParser(description="Measure the reports of the library.")
    parser.add_argument("models", nargs="*", help="which models; all of the library where none is named")
    parser.add_argument("--format", choices=FORMATS, default="pdf")
    options = parser.parse_args(arguments)
    rows: list[Row] = []
    with tempfile.TemporaryDirectory() as folder:
        for _ in rows_of("max-pooling", options.format, Path(folder)):
            pass  # the first process compiles the modules, as an installation does
        for model in options.models or [*models.names(), *models.families()]:
            rows += rows_of(model, options.format, Path(folder))
    print(table(rows))
    return 0 if all(row.ok for row in rows) else 1


if __name__ == "__main__":
    sys.exit(main())
