r"""Measures the reader: over the corpora, over hostile formulas, when it is imported, and beside other readers.

    python benchmarks/reading.py                              a table; the exit code is 1 if anything is over its budget
    python benchmarks/reading.py --peer-python ~/peers/bin/python      looks there too for readers to compare with
    python benchmarks/reading.py --no-peers                   without them, in seconds instead of minutes
    python benchmarks/reading.py --json                       the same for machines

Every formula of a corpus is read several times, each time in a scope made anew, as it is after a definition.
"""

from __future__ import annotations

import argparse
import importlib
import json
import re
import statistics
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import Any

import peers
from hostile import HOSTILE
from measuring import ROOT, MeasurementError, Row, table, time_of, time_of_import, timed_process

from derive.notation.declarations import declared, parse_declarations
from derive.notation.reading import Reading, read
from derive.notation.scope import Scope

ROUNDS = 5
"""How often every formula is read; its time is the median."""
FORMULA_BUDGET = 0.0005
DECKS_BUDGET = 0.5
IMPORT_BUDGET = 0.060
HOSTILE_BUDGET = 1.0
MEMORY_BUDGET = 200.0
IMPORT = "import derive.notation.reading"
_IMPORTED = re.compile(r"import time: +(\d+) \| +\d+ \| +(derive[\w.]*)")


@dataclass(frozen=True)
class Formula:
    """A formula of a corpus with what is known before it; whether it has a meaning, and of numbers only."""

    latex: str
    declare: str = ""
    given: tuple[str, ...] = ()
    has_meaning: bool = False
    is_of_numbers: bool = False

    def scope(self) -> Scope:
        """The scope it stands in, made anew. What is refused before the formula is left out."""
        scope = Scope(open=not self.declare)
        for declaration in parse_declarations(self.declare)[0]:
            scope = declared(scope, declaration)
        for text in self.given:
            scope = read(text, scope).after(scope)
        return scope


def formulas(corpus: str) -> list[Formula]:
    """The distinct formulas of a corpus, `decks` or `textbooks`, each in the scope it first stands in."""
    support = str(ROOT / "tests" / "support")
    if support not in sys.path:
        sys.path.insert(0, support)
    entries = importlib.import_module("textbook_entries")
    found: dict[str, Formula] = {}
    for entry in entries.load_entries(ROOT / "tests" / "corpus" / corpus):
        of_numbers = bool(entry.sides) and not entry.functions and not any(entry.shapes.values())
        formula = Formula(entry.latex, entry.declare, entry.given, bool(entry.sides), of_numbers)
        found.setdefault(entry.latex, formula)
    return list(found.values())


@dataclass(frozen=True)
class Timed:
    """A formula, its last reading, and the median of its times."""

    formula: Formula
    reading: Reading
    seconds: float


def timed(formula: Formula) -> Timed:
    """A formula read several times in this process."""
    readings: list[Reading] = []

    def once(scope: Scope) -> None:
        readings[:] = [read(formula.latex, scope)]

    seconds = statistics.median(time_of(partial(once, formula.scope())) for _ in range(ROUNDS))
    return Timed(formula, readings[0], seconds)


# --- rows


def corpus_rows(name: str, results: Sequence[Timed], total_budget: float | None = None) -> list[Row]:
    """The figures of one corpus, its slowest formula among them."""
    times = sorted(result.seconds for result in results)
    worst = max(results, key=lambda result: result.seconds)
    return [
        Row(f"{name}: median of {len(times)} formulas", statistics.median(times), FORMULA_BUDGET),
        Row("  95 % of them within", quantile(times, 0.95), None),
        Row("  the slowest", times[-1], None, note=worst.formula.latex),
        Row("  all of them", sum(times), total_budget),
    ]


def quantile(ordered: Sequence[float], part: float) -> float:
    """The first of the ordered numbers that at least so great a part of them does not exceed."""
    return ordered[min(len(ordered) - 1, max(0, -(-int(len(ordered) * part * 1000) // 1000) - 1))]


def import_rows(folder: Path) -> Iterator[Row]:
    """The import of the reader, and which of its modules take most of it."""
    seconds = time_of_import(IMPORT, folder)
    _, _, errors = timed_process([sys.executable, "-X", "importtime", "-c", IMPORT], folder)
    costs = sorted(((int(cost), name) for cost, name in _IMPORTED.findall(errors)), reverse=True)
    most = ", ".join(f"{name.removeprefix('derive.')} {cost / 1000:.1f} ms" for cost, name in costs[:4])
    yield Row("import of the reader", seconds, IMPORT_BUDGET, note=f"most: {most}")


def hostile_rows(name: str, folder: Path) -> Iterator[Row]:
    """One hostile formula in a process of its own: its time and the peak of the whole process's memory."""
    script = Path(__file__).with_name("hostile.py")
    _, output, _ = timed_process([sys.executable, str(script), name], folder)
    figures = json.loads(output)
    yield Row(name, figures["seconds"], HOSTILE_BUDGET, note=figures["said"])
    yield Row("  its memory", figures["megabytes"], MEMORY_BUDGET, unit="MB")


def measured(name: str, budget: float, run: Callable[[Path], Iterator[Row]], folder: Path) -> list[Row]:
    """The rows of one measurement; what cannot be measured costs its own row and not the table."""
    try:
        return list(run(folder))
    except (MeasurementError, OSError, ValueError) as error:
        return [Row(name, None, budget, str(error))]


def measure(decks: Sequence[Timed] = ()) -> list[Row]:
    """Everything but the other readers. `decks` are the formulas of the decks where they have been timed already."""
    rows = corpus_rows("slide decks", decks or timed_decks(), DECKS_BUDGET)
    rows += corpus_rows("textbooks", [timed(formula) for formula in formulas("textbooks")])
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        rows += measured("import of the reader", IMPORT_BUDGET, import_rows, folder)
        for hostile in HOSTILE:
            rows += measured(hostile, HOSTILE_BUDGET, partial(hostile_rows, hostile), folder)
    return rows


def timed_decks() -> list[Timed]:
    """Every distinct formula of the decks."""
    return [timed(formula) for formula in formulas("decks")]


# --- beside other readers


def our_answers(decks: Sequence[Timed]) -> dict[str, peers.Answer]:
    """What this reader said to the formulas, as the others are asked."""
    return {
        result.formula.latex: peers.Answer("refused" if result.reading.error else "accepted", result.seconds)
        for result in decks
    }


def compare(decks: Sequence[Timed], pythons: Sequence[str], seconds: float) -> list[peers.Line]:
    """This reader and every other one, on all formulas of the decks that have a meaning, and on those of numbers."""
    groups = {
        "formulas with a meaning": [r.formula.latex for r in decks if r.formula.has_meaning],
        "of which of numbers": [r.formula.latex for r in decks if r.formula.is_of_numbers],
    }
    asked = groups["formulas with a meaning"]
    answers = {"derive": our_answers(decks)}
    for peer in peers.PEERS:
        print(f"asking {peer} …", file=sys.stderr)
        answers[peer] = peers.ask_all(peer, asked, pythons, seconds)
    return [
        peers.Line.of(name, title, [found[latex] for latex in texts] if found else None)
        for title, texts in groups.items()
        for name, found in answers.items()
    ]


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print, and return 1 if anything is over its budget or failed."""
    parser = argparse.ArgumentParser(description="Measure the reader.")
    parser.add_argument("--json", action="store_true", help="print JSON instead of tables")
    parser.add_argument("--no-peers", action="store_true", help="leave the other readers out")
    parser.add_argument(
        "--peer-python", action="append", default=[], metavar="PATH", help="an interpreter to look for them in, too"
    )
    parser.add_argument("--peer-seconds", type=float, default=5.0, help="the most that one formula may take them")
    options = parser.parse_args(arguments)
    decks = timed_decks()
    rows = measure(decks)
    lines = [] if options.no_peers else compare(decks, options.peer_python, options.peer_seconds)
    if options.json:
        found: dict[str, Any] = {"rows": [asdict(row) | {"ok": row.ok} for row in rows]}
        print(json.dumps(found | {"peers": [asdict(line) for line in lines]}, indent=2))
    else:
        print(table(rows))
        print("\n" + peers.table(lines) if lines else "")
    return 0 if all(row.ok for row in rows) else 1


if __name__ == "__main__":
    sys.exit(main())
