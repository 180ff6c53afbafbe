r"""Measures `derive scan`: a long deck in a cold process and from the cache, its memory, and many documents.

    python benchmarks/scanning.py                      a table; the exit code is 1 if anything is over its budget
    python benchmarks/scanning.py --deck FILE          another deck than the one in decks/
    python benchmarks/scanning.py --documents 10000    so many generated documents (default: 400)
    python benchmarks/scanning.py --json               the same for machines

Times are of the processor, all processes together, so that a busy machine changes little; with two processes a document
may cost no more than 2/1.7 of what it costs with one, beside what it takes to start them, so that two free processors
scan 1.7 times as many.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from measuring import ROOT, MeasurementError, Row, environment, table

DECK = ROOT / "decks" / "004-perceptrons-step-by-step.md"
COLD, WARM, MEMORY = 2.0, 0.6, 300.0
"""The budgets of the deck, in seconds and MB."""

DOCUMENTS = 400
LINEAR = 1.3
"""How many times as much a document may cost among four times as many."""

RATE = 1.7
"""How many times as many documents two processes scan as one."""

DOCUMENT = r"""# Lecture {n}

The neuron is $z = w^T x + b_{{{n}}}$ and $a = \sigma(z)$, its loss $L = -(y \log a + (1 - y) \log(1 - a))$.

$$\frac{{\partial L}}{{\partial z}} = a - y$$
$$\frac{{\partial L}}{{\partial w}} = {k} (a - y) x$$
$$\frac{{\partial L}}{{\partial x}} = (a - y) w$$
"""
"""A document; every third one has a mistake in it."""


@dataclass(frozen=True)
class Ran:
    """What a process took: seconds of the processor, with those that it started, and MB; and what it printed last."""

    seconds: float
    memory: float
    last: str


def ran(*arguments: str, cache: Path) -> Ran:
    """Run `derive scan` in a process of its own. Raises `MeasurementError`."""
    command = [sys.executable, "-m", "reports.cli", "scan", *arguments]
    before = os.times()
    env = {**environment(cache), "XDG_CACHE_HOME": str(cache)}
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=env) as process:
        out, err = process.communicate()
    after = os.times()
    if process.returncode not in (0, 1):
        raise MeasurementError((err.strip() or "no output").splitlines()[-1])
    used = after.children_user + after.children_system - before.children_user - before.children_system
    return Ran(used, _memory(command, env) if "--no-cache" in arguments and "-j" not in arguments else 0.0, out)


_PEAK = """
import resource, runpy, sys
sys.argv = sys.argv[1:]
try:
    runpy.run_module("reports.cli", run_name="__main__", alter_sys=False)
finally:
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, file=sys.stderr)
"""


def _memory(command: Sequence[str], env: dict[str, str]) -> float:
    """The most memory that the command holds, in MB."""
    done = subprocess.run(
        [sys.executable, "-c", _PEAK, "derive", *command[3:]], env=env, capture_output=True, text=True, check=False
    )
    return int(done.stderr.split()[-1]) / (1024**2 if sys.platform == "darwin" else 1024)


def deck(path: Path, folder: Path) -> Iterator[Row]:
    """A long deck: cold, and warm, where it must print the same."""
    cold = ran(str(path), "--no-cache", cache=folder)
    yield Row("a deck, cold", cold.seconds, COLD, note=path.name)
    yield Row("a deck, memory", cold.memory, MEMORY, unit="MB")
    ran(str(path), cache=folder)
    warm = ran(str(path), cache=folder)
    if warm.last != cold.last:
        raise MeasurementError("the cache gives something else than a cold process finds")
    yield Row("a deck, from the cache", warm.seconds, WARM)


def generated(folder: Path, count: int) -> Path:
    """A folder of so many documents, no two alike."""
    folder.mkdir()
    for n in range(count):
        text = DOCUMENT.format(n=n + 1, k=2 if n % 3 == 0 else 1)
        (folder / f"{n:06}.md").write_text(text, encoding="utf-8")
    return folder


def documents(count: int, folder: Path) -> Iterator[Row]:
    """Many documents: what one costs among few and among many, and with two processes."""
    few, many = generated(folder / "few", count // 4), generated(folder / "many", count)
    empty = ran(str(generated(folder / "one", 1)), "--no-cache", cache=folder).seconds
    one_of_few = (ran(str(few), "--no-cache", cache=folder).seconds - empty) / max(count // 4 - 1, 1)
    alone = ran(str(many), "--no-cache", cache=folder)
    one_of_many = (alone.seconds - empty) / (count - 1)
    yield Row(
        "a document among many",
        one_of_many,
        LINEAR * one_of_few,
        note=f"of {count}; the budget is {LINEAR} times that of a quarter",
    )
    started = ran(str(few), "--no-cache", "-j", "2", cache=folder).seconds
    both = ran(str(many), "--no-cache", "-j", "2", cache=folder)
    if both.last != alone.last:
        raise MeasurementError("two processes find something else than one")
    one_of_two = (both.seconds - started) / (count - count // 4)
    yield Row("a document, two processes", one_of_two, one_of_many * 2 / RATE, note=f"{both.seconds:.1f} s in all")
    ran(str(many), cache=folder)
    yield Row("all documents, from the cache", ran(str(many), cache=folder).seconds, None)


def measured(path: Path, count: int, folder: Path) -> Iterator[Row]:
    """All rows; what does not run is a row that says so."""
    for name, rows in (("a deck", deck(path, folder)), ("documents", documents(count, folder))):
        try:
            yield from rows
        except MeasurementError as problem:
            yield Row(name, None, None, error=str(problem))


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table; 1 where something is over its budget, or did not run."""
    parser = argparse.ArgumentParser(description="Measures derive scan.")
    parser.add_argument("--deck", type=Path, default=DECK)
    parser.add_argument("--documents", type=int, default=DOCUMENTS)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        rows = list(measured(options.deck, options.documents, Path(folder)))
    print(json.dumps([asdict(row) for row in rows], indent=2) if options.json else table(rows))
    return 0 if all(row.ok for row in rows) else 1


if __name__ == "__main__":
    sys.exit(main())
