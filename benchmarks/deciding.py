r"""Measures deciding: over cases and corpora, on deep networks, and beside other deciders in the same run.

    python benchmarks/deciding.py                             a table; the exit code is 1 if anything is over its budget
    python benchmarks/deciding.py --peer-python ~/peers/bin/python     looks there too for deciders to compare with
    python benchmarks/deciding.py --no-peers --no-deep        in seconds instead of minutes
    python benchmarks/deciding.py --json                      the same for machines

A claim is read and bound before the clock starts, and its model's derivatives have been derived; how long that takes
is a group of its own, and so is what is wrong, which is looked for when somebody asks. Others are given both sides in
SymPy's expressions, differentiated already.
"""

from __future__ import annotations

import argparse
import importlib
import json
import statistics
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import deep
import peers
from deciding_cases import MATRIX, SCALAR, Case
from measuring import ROOT, MeasurementError, Row, environment, milliseconds, table, time_of
from reading import Formula, quantile

from derive.bench import Bench
from derive.checking import decide
from derive.ir import Expr, Var
from derive.notation.reading import read
from derive.systems import System
from derive.verdicts import Refuted
from derive.workers import Unanswered, Worker

ROUNDS = 7
"""How often every claim is decided; its time is the median."""
SCALAR_BUDGET, MATRIX_BUDGET = 0.0015, 0.005
WORST_BUDGET = 0.1
UNDECIDED_BUDGET = 2.0
DERIVED_BUDGET, PROVED_BUDGET, LOCATED_BUDGET = 1.0, 3.0, 1.0
LAYERS = (8, 64, 1000)
"""How deep the networks are; the budgets are for the deepest."""
CORPORA = ("decks", "textbooks", "courses", "homework", "papers")
PEERS = ("sympy-simplify", "sympy-equals", "math-verify")
"""The names by which `deciding_worker.py` knows them."""
WORKER = Path(__file__).with_name("deciding_worker.py")
ANSWERS = {"proved": "equal", "refuted": "different", "undecided": "none"}


@dataclass(frozen=True)
class Claim:
    """A link of a claim, read and bound. In a wrong chain other links may hold."""

    text: str
    group: str
    left: Expr
    right: Expr
    system: System


@dataclass(frozen=True)
class Answer:
    """What was said of a claim, ``equal``, ``different``, ``none`` or ``gave up``, and how long it took."""

    claim: str
    said: str
    seconds: float


Said = dict[str, list[Answer]]
"""Answers by the group of the claims."""

# --- claims


def claims_of(formula: Formula, group: str) -> list[Claim]:
    """The links of a formula; none where it is not read as a claim."""
    scope = formula.scope()
    reading = read(formula.latex, scope)
    if reading.error is not None or reading.kind != "claim":
        return []
    scope = reading.within(scope)
    loss = scope.variables[scope.loss] if scope.loss is not None else Var("L")
    system = System(scope.given(), loss, (), (), {}, scope.facts_of_variables())
    return [Claim(formula.latex, group, left, right, system) for left, right in pairwise(reading.sides)]


def cases(group: str, found: Sequence[Case]) -> list[Claim]:
    """Each case twice, with its right side and with its wrong one. Raises `MeasurementError` for one that is unread."""
    claims = []
    for case in found:
        for kind, right in (("right", case.right), ("wrong", case.wrong)):
            links = claims_of(Formula(f"{case.left} = {right}", case.declare, case.given), f"{group}, {kind}")
            if len(links) != 1:
                raise MeasurementError(f"{case.name} is not read: {case.left} = {right}")
            claims += links
    return claims


def corpus_claims() -> list[Claim]:
    """The links of all claims of the corpora that are read."""
    support = str(ROOT / "tests" / "support")
    if support not in sys.path:
        sys.path.insert(0, support)
    module = importlib.import_module("textbook_entries")
    entries = [e for corpus in CORPORA for e in module.load_entries(ROOT / "tests" / "corpus" / corpus)]
    found = [(e.holds, Formula(e.latex, e.declare, e.given)) for e in entries if e.kind == "claim" and e.sides]
    return [c for holds, formula in found for c in claims_of(formula, f"corpora, {'right' if holds else 'wrong'}")]


def decided(claim: Claim) -> Answer:
    """What we say of a claim, its derivatives derived before."""
    bench, outcomes = Bench(claim.system), []

    def once() -> None:
        outcomes.append(decide(claim.left, claim.right, bench).outcome)

    once()
    return Answer(claim.text, ANSWERS[outcomes[0]], statistics.median(time_of(once) for _ in range(ROUNDS)))


def explained(claim: Claim) -> Answer:
    """The same where the mistake and the right formula are asked for too, which nobody looks for before."""
    bench, outcomes = Bench(claim.system), []

    def once() -> None:
        verdict = decide(claim.left, claim.right, bench)
        outcomes.append(verdict.outcome)
        if isinstance(verdict, Refuted):
            assert verdict.diagnosis is not None

    once()
    return Answer(claim.text, ANSWERS[outcomes[0]], statistics.median(time_of(once) for _ in range(ROUNDS)))


def decided_at_first(claim: Claim) -> Answer:
    """What we say of a claim about a model of which nothing has been derived."""
    found: list[str] = []
    seconds = time_of(lambda: found.append(decide(claim.left, claim.right, Bench(claim.system)).outcome))
    return Answer(claim.text, ANSWERS[found[0]], seconds)


# --- the table of answers


@dataclass(frozen=True)
class Line:
    """What somebody said of a group of claims, and how long it took; without figures where it is not installed."""

    name: str
    group: str
    asked: int = 0
    equal: int = 0
    different: int = 0
    none: int = 0
    gave_up: int = 0
    median: float | None = None
    p95: float | None = None
    slowest: float | None = None

    @classmethod
    def of(cls, name: str, group: str, answers: Sequence[Answer]) -> Line:
        """The figures of some answers; none where there are none."""
        if not answers:
            return cls(name, group)
        counts, times = Counter(answer.said for answer in answers), sorted(answer.seconds for answer in answers)
        said = (counts["equal"], counts["different"], counts["none"], counts["gave up"])
        return cls(name, group, len(times), *said, statistics.median(times), quantile(times, 0.95), times[-1])


def shown(lines: Sequence[Line]) -> str:
    """The lines, aligned, under a title for each group."""
    text, group = [], ""
    for line in lines:
        if line.group != group:
            group = line.group
            columns = ("asked", "equal", "different", "no answer", "gave up", "median", "95 %", "slowest")
            text.append(f"{group:26}" + "".join(f"{column:>12}" for column in columns))
        if line.median is None or line.p95 is None or line.slowest is None:
            text.append(f"  {line.name:24}{'not installed':>24}")
            continue
        counts = (line.asked, line.equal, line.different, line.none, line.gave_up)
        times = [f"{milliseconds(time)} ms" for time in (line.median, line.p95, line.slowest)]
        text.append(f"  {line.name:24}" + "".join(f"{cell:>12}" for cell in (*counts, *times)))
    return "\n".join(text)


def lines_of(answers: Mapping[str, Said]) -> list[Line]:
    """A line for everybody who was asked, group by group; who is not installed was to be asked the scalar cases."""
    groups = dict.fromkeys(group for said in answers.values() for group in said)
    return [
        Line.of(name, group, said.get(group, []))
        for group in groups
        for name, said in answers.items()
        if group in said or (not said and group.startswith("scalar"))
    ]


def answers_to(claims: Sequence[Claim], ask: Callable[[Claim], Answer]) -> Said:
    """The answers to claims by group."""
    found: Said = {}
    for claim in claims:
        found.setdefault(claim.group, []).append(ask(claim))
    return found


# --- our own figures


def rows_of(found: Said, told: Said) -> list[Row]:
    """The figures that have a budget. A refutation is compared with the proof of what is right in its place.

    ``told`` are the wrong claims again, with the mistake and the right formula.
    """
    rows = []
    for group, budget in (("scalar", SCALAR_BUDGET), ("matrix", MATRIX_BUDGET)):
        pairs = zip(found[f"{group}, right"], found[f"{group}, wrong"], strict=True)
        settled = [(right, wrong) for right, wrong in pairs if (right.said, wrong.said) == ("equal", "different")]
        proofs = _median([right for right, _ in settled])
        rows += [
            Row(f"{group} claims: median of {len(settled)} proofs", proofs, budget),
            Row("  of the refutations of their wrong twins", _median([wrong for _, wrong in settled]), proofs),
            Row("  with the mistake and the right formula", _median(told[f"{group}, wrong"]), None),
        ]
    everything = [answer for said in (found, told) for answers in said.values() for answer in answers]
    worst = max(everything, key=lambda answer: answer.seconds)
    rows.append(Row("the slowest claim of all", worst.seconds, WORST_BUDGET, note=worst.claim))
    open_ones = [answer for answer in everything if answer.said == "none"]
    if open_ones:
        slowest = max(open_ones, key=lambda answer: answer.seconds)
        rows.append(Row("the slowest undecided one", slowest.seconds, UNDECIDED_BUDGET, note=slowest.claim))
    return rows


def _median(answers: Sequence[Answer]) -> float | None:
    return statistics.median(answer.seconds for answer in answers) if answers else None


# --- deep networks


def deep_rows(layers: int, seconds: float) -> Iterator[Row]:
    """A network of so many layers: what is derived, judged and found. Budgets are for the deepest."""
    budgets = (DERIVED_BUDGET, PROVED_BUDGET, LOCATED_BUDGET) if layers == max(LAYERS) else (None, None, None)
    title = f"{layers} layers: "
    said, error = run_deep(layers, "derive", seconds)
    yield Row(f"{title}all gradients derived", None if error else said[0]["seconds"], budgets[0], error)
    for row, budget in ((proved_row, budgets[1]), (located_row, budgets[2])):
        yield row(layers, seconds, budget)


def proved_row(layers: int, seconds: float, budget: float | None) -> Row:
    """Both local claims of every layer; no figure unless all are proved."""
    said, error = run_deep(layers, "prove", seconds)
    counts = Counter(line["outcome"] for line in said)
    note = ", ".join(f"{count} {outcome}" for outcome, count in counts.items())
    name = f"{layers} layers: {2 * layers} local claims proved"
    if error is None and counts["proved"] < 2 * layers:
        error = note
    return Row(name, None if error else sum(line["seconds"] for line in said), budget, error, note=note)


def located_row(layers: int, seconds: float, budget: float | None) -> Row:
    """The wrong claim among the local ones; no figure unless it is the first that is refuted."""
    said, error = run_deep(layers, "locate", seconds)
    name = f"{layers} layers: a wrong sign found"
    if error is None and (said[-1]["outcome"] != "refuted" or said[-1]["place"] != deep.planted(layers)):
        error = "it was not found" if said[-1]["outcome"] != "refuted" else "another claim was refuted"
    found = None if error else sum(line["seconds"] for line in said)
    return Row(name, found, budget, error, note=f"{len(said)} claims judged")


def run_deep(layers: int, task: str, seconds: float) -> tuple[list[dict[str, Any]], str | None]:
    """What `deep.py` has said by the time it ends or is ended, and what was wrong if it did not end well."""
    command = [sys.executable, str(Path(deep.__file__)), str(layers), task]
    with tempfile.TemporaryDirectory() as name:
        folder, error = Path(name), None
        output, errors = folder / "output", folder / "errors"
        with output.open("w") as out, errors.open("w") as err:
            try:
                subprocess.run(command, stdout=out, stderr=err, check=True, timeout=seconds, env=environment(folder))
            except subprocess.TimeoutExpired:
                error = f"no end after {seconds:g} seconds"
            except subprocess.CalledProcessError as failure:
                error = (errors.read_text().strip().splitlines() or [str(failure)])[-1]
        lines = output.read_text().splitlines(keepends=True)
    return [json.loads(line) for line in lines if line.endswith("\n")], error


# --- beside others


def ask_peer(peer: str, pythons: Sequence[str], seconds: float) -> Said:
    """What a peer says of the scalar cases by group; nothing where it is not installed."""
    worker = peers.started(peer, pythons, seconds, WORKER)
    if worker is None:
        return {}
    found: Said = {}
    with worker:
        for case in SCALAR:
            for wrong in (False, True):
                group = f"scalar, {'wrong' if wrong else 'right'}"
                found.setdefault(group, []).append(ask(worker, case.name, wrong))
    return found


def ask(worker: Worker, case: str, wrong: bool) -> Answer:
    """What a peer says of one case."""
    try:
        said = worker.ask({"case": case, "wrong": wrong})
    except Unanswered:
        return Answer(case, "gave up", worker.seconds)
    return Answer(case, said["answer"], said["seconds"])


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print, and return 1 if anything is over its budget or failed."""
    parser = argparse.ArgumentParser(description="Measure deciding.")
    parser.add_argument("--json", action="store_true", help="print JSON instead of tables")
    parser.add_argument("--no-peers", action="store_true", help="leave the other deciders out")
    parser.add_argument("--no-deep", action="store_true", help="leave the deep networks out")
    parser.add_argument(
        "--peer-python", action="append", default=[], metavar="PATH", help="an interpreter to look for them in, too"
    )
    parser.add_argument("--peer-seconds", type=float, default=60.0, help="the most that one case may take them")
    parser.add_argument("--deep-seconds", type=float, default=60.0, help="the most that one deep task may take")
    options = parser.parse_args(arguments)
    claims = [*cases("scalar", SCALAR), *cases("matrix", MATRIX), *corpus_claims()]
    ours = answers_to(claims, decided)
    told = answers_to([claim for claim in claims if claim.group.endswith("wrong")], explained)
    first = answers_to(claims, decided_at_first)
    answers = {"derive": ours, "derive, with the mistake": told, "derive, nothing derived": first}
    for peer in () if options.no_peers else PEERS:
        print(f"asking {peer} …", file=sys.stderr)
        answers[peer] = ask_peer(peer, options.peer_python, options.peer_seconds)
    lines = lines_of(answers)
    rows = rows_of(ours, told)
    for layers in () if options.no_deep else LAYERS:
        print(f"{layers} layers …", file=sys.stderr)
        rows += deep_rows(layers, options.deep_seconds)
    if options.json:
        found = {"rows": [asdict(row) | {"ok": row.ok} for row in rows], "answers": [asdict(line) for line in lines]}
        print(json.dumps(found, indent=2))
    else:
        print(shown(lines) + "\n\n" + table(rows))
    return 0 if all(row.ok for row in rows) else 1


if __name__ == "__main__":
    sys.exit(main())
