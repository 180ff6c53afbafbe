"""Asks for verdicts on random pairs of expressions, and reports each that values in balls contradict.

    python tools/fuzz_prover.py --count 1000000 --seed 1 --jobs 2 --log fuzz.jsonl
    python tools/fuzz_prover.py --count 20000 --ask checker

``--ask prover`` asks the prover alone, without the refuter in front of it, so that no refutation hides a mistake of
the prover; ``--ask checker`` asks for whole verdicts, and evaluates each counterexample again, at a higher precision;
``--ask replay`` writes down the proofs as certificates and has them replayed, also for other claims than their own.
Expressions are counted, two for each pair. Work is done in chunks of one seed each; with ``--log`` each chunk that is
done is written down, and a run that was broken off goes on where it ended. The exit code is 1 if any answer was wrong
or none at all (an exception).
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import random
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
from twins.asking import Asker
from twins.growing import Pair, expression, named, one_mistake, one_rewriting, pair
from twins.values import Relation, Witness

from derive.algebra.comparing import NODES, WAYS, Comparison, compared
from derive.algebra.core import Facts
from derive.algebra.resolving import Resolver, Unresolved
from derive.algebra.terms import NotCovered, TooBig
from derive.balls import Balls, ball
from derive.bench import Bench
from derive.building import total_derivative, zeros
from derive.certificates import Rejected, replayed, written
from derive.checking import decide
from derive.declared import ways
from derive.ir import Expr, Var, variables
from derive.kernel import ReplayError
from derive.lowering import Setting, evaluate
from derive.proposing import DerivingError
from derive.provers.normal_form import searched
from derive.resizing import size_names
from derive.reverse import NoRule
from derive.rewriting import Assumption
from derive.shapes import Shape
from derive.systems import System
from derive.verdicts import Counterexample, Proof, Proved, Refuted
from numeric.enclosure import certainly_nonzero, precision

CHUNK = 500
"""How many pairs are made from one seed."""
GRADIENTS = 0.15
"""How many of the pairs are derivatives, where a whole checker is asked."""
FINE = (256, 1024, 4096)
"""The precisions, in bits, at which a counterexample is evaluated again; one that tells is enough."""


@dataclass
class Report:
    """What one chunk came to: counts of answers by kind of pair, and the answers that are wrong."""

    chunk: int
    counts: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)


# --- gradients: only a whole checker derives


def gradient(rng: random.Random) -> Pair | None:
    """A derivative in a random scope, and what was derived for it: rewritten, and wrong every other time."""
    body = expression(rng, rng.choice((2, 3, 3)), Shape.of())
    names = variables(body)
    if not names:
        return None
    equations: dict[Var, Expr] = {}
    loss, v = Var("L"), rng.choice(names)
    equations[loss] = named(body, equations, rng)
    system = System(equations, loss, tuple(names), ())
    goal = total_derivative(loss, v)
    try:
        right = one_rewriting(Bench(system).result(goal).expr, rng)
    except (DerivingError, ReplayError):
        return None
    except (ValueError, AssertionError, RecursionError):
        # What breaks here breaks again where it is asked for a verdict, and is told there.
        return Pair("gradient, broken", goal, zeros(v.shape), system)
    wrong = rng.random() < 0.5
    return Pair("gradient, changed" if wrong else "gradient", goal, one_mistake(right, rng) if wrong else right, system)


# --- what is asked


def proof_alone(pair: Pair) -> tuple[Assumption, ...] | None:
    """What the prover alone assumes where it says, in any of its ways, that both are equal; None where it does not."""
    compared_in = WAYS if pair.system.equations else [way for way in WAYS if way != NODES]
    for facts in ways(pair.system.facts):
        tried: list[Comparison] = []
        for way in compared_in:
            assumed = _proof_in(pair, facts, way, tried)
            if assumed is not None:
                return assumed
    return None


def _proof_in(pair: Pair, facts: Facts, way: str, tried: list[Comparison]) -> tuple[Assumption, ...] | None:
    """What a proof in one way assumes, or None; a way that comes to a comparison tried before is not tried again."""
    given = pair.system.equations
    try:
        comparison = compared(pair.left, pair.right, facts, Resolver(given), way)
        if comparison in tried:
            return None
        tried.append(comparison)
        algebra = comparison.algebra()
        if any(searched(algebra, difference).left for difference in comparison.differences(algebra)):
            return None
    except (NotCovered, TooBig, NoRule, Unresolved, DerivingError, ZeroDivisionError, RecursionError):
        return None
    return comparison.assumptions


def ask_prover(pair: Pair, seed: int) -> tuple[str, str]:
    """The prover's answer, and what is wrong with it."""
    assumed = proof_alone(pair)
    return ("not proved", "") if assumed is None else ("proved", _apart(pair, assumed, seed))


def ask_checker(pair: Pair, seed: int) -> tuple[str, str]:
    """The checker's verdict, and what is wrong with it."""
    verdict = decide(pair.left, pair.right, Bench(pair.system))
    if isinstance(verdict, Proved) and verdict.sizes == "all":
        return "proved", _apart(pair, verdict.assumptions, seed)
    if isinstance(verdict, Refuted) and not is_counterexample(verdict.counterexample, pair):
        agree = Witness(pair.system, seed, points=12).relation(pair.left, pair.right) is Relation.EQUAL
        told = "and they agree" if agree else "and nothing else shows it"
        return "refuted", f"refuted by what is no counterexample, {told}: {verdict.counterexample}"
    return verdict.outcome, ""


def _apart(pair: Pair, assumed: tuple[Assumption, ...], seed: int) -> str:
    apart = Witness(pair.system, seed, 4, assumed).apart_at(pair.left, pair.right)
    return "proved, and they certainly differ" if apart else ""


def ask_replay(pair: Pair, seed: int) -> tuple[str, str]:
    """Whether what is proved replays from its certificate, and the same steps for a wrong claim do not."""
    verdict = decide(pair.left, pair.right, Bench(pair.system))
    if not isinstance(verdict, Proved):
        return verdict.outcome, ""
    wrong = one_mistake(pair.right, random.Random(seed))
    apart = Witness(pair.system, seed, 4).apart_at(pair.left, wrong)
    for proof in verdict.proofs:
        said = _rejection(proof)
        if said:
            return "proved", f"its own certificate is rejected, {said}"
        if apart and not _rejection(replace(proof, right=wrong)):
            return "proved", f"its certificate is accepted for {wrong}"
    return "proved", ""


def _rejection(proof: Proof) -> str:
    try:
        replayed(written([proof]))
    except Rejected as error:
        return str(error)
    return ""


ASKED = {"prover": ask_prover, "checker": ask_checker, "replay": ask_replay}


def is_counterexample(found: Counterexample, pair: Pair) -> bool:
    """Whether the two sides certainly differ at the point that a refutation shows, evaluated again and finer."""
    return pair.left.shape != pair.right.shape or any(_differs_at(found, pair, bits) for bits in FINE)


def _differs_at(found: Counterexample, pair: Pair, bits: int) -> bool:
    sides, given = (pair.left, pair.right), pair.system.equations
    names = [v for v in variables(*sides, *given.values()) if v.name in found.point and v not in given]
    sizes = dict.fromkeys(size_names(*sides, *given.values()), 2) | dict(found.sizes)
    with precision(bits):
        values = {v: _parsed(found.point[v.name], v, sizes) for v in names}
        a, b = (evaluate(side, Setting(values, sizes, given), Balls()) for side in sides)
        index = tuple(position - 1 for position in found.entry)
        return certainly_nonzero(a[index] - b[index] if index else a - b)


def _parsed(text: str, v: Var, sizes: dict[str, int]) -> Any:
    """The exact value that a counterexample prints: a number, (a, b), or [a, b; c, d]."""
    numbers = [ball(Fraction(part)) for part in text.strip("()[]").replace(";", ",").split(",")]
    if v.shape.is_scalar:
        return numbers[0]
    result = np.empty(len(numbers), dtype=object)
    result[:] = numbers
    return result.reshape(v.shape.numbers(sizes))


# --- many of them


def chunk(task: tuple[int, int, str, int]) -> Report:
    """The report on the pairs of one chunk: its number, the seed, what is asked, how many pairs."""
    number, seed, asked, pairs = task
    rng, report = random.Random(f"{seed} {number}"), Report(number)
    with Asker() as asker:
        for _ in range(pairs):
            one = (gradient(rng) if asked != "prover" and rng.random() < GRADIENTS else None) or pair(rng)
            found, raised = asker.ask(ASKED[asked], one, rng.randrange(10**6))
            outcome, wrong = ("raised", raised) if raised else found
            report.counts[f"{one.kind}, {outcome}"] += 1
            if wrong:
                report.wrong.append(f"{wrong}: {told(one)}")
    return report


def told(one: Pair) -> str:
    """A pair with its scope, in words."""
    equations = [f"{name} := {body}" for name, body in one.system.equations.items()]
    facts = [f"{name} is {', '.join(known)}" for name, known in one.system.facts.items()]
    return "; ".join([f"{one.left} = {one.right}", *equations, *facts])


def reports(tasks: Sequence[tuple[int, int, str, int]], jobs: int) -> Iterator[Report]:
    """The report on each chunk, as they get ready."""
    if jobs == 1:
        yield from map(chunk, tasks)
        return
    with multiprocessing.get_context("spawn").Pool(jobs, maxtasksperchild=20) as pool:
        yield from pool.imap_unordered(chunk, tasks)


def done(log: Path | None, run: str) -> list[Report]:
    """The chunks of this run that a log says are done."""
    if log is None or not log.exists():
        return []
    lines = [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()]
    return [Report(d["chunk"], Counter(d["counts"]), d["wrong"]) for d in lines if d["run"] == run]


def summary(found: Iterable[Report]) -> str:
    """The counts of all chunks, by kind of pair and answer."""
    total = sum((report.counts for report in found), Counter[str]())
    lines = [f"  {name:28} {count:9}" for name, count in sorted(total.items())]
    return "\n".join([*lines, f"  {'expressions':28} {2 * total.total():9}"])


def main(arguments: Sequence[str] | None = None) -> int:
    """Ask as many pairs as there are expressions to be; 1 if an answer was wrong."""
    parser = argparse.ArgumentParser(description="Ask for verdicts on random pairs of expressions.")
    parser.add_argument("--count", type=int, default=20_000, help="how many expressions")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--ask", choices=sorted(ASKED), default="prover")
    parser.add_argument("--log", type=Path, help="where finished chunks are written, to go on from later")
    options = parser.parse_args(arguments)
    run = f"{options.ask} {options.seed}"
    pairs = max(options.count // 2, 1)
    sizes = [min(CHUNK, pairs - start) for start in range(0, pairs, CHUNK)]
    found = [report for report in done(options.log, run) if report.chunk < len(sizes)]
    known = {report.chunk for report in found}
    tasks = [(k, options.seed, options.ask, size) for k, size in enumerate(sizes) if k not in known]
    start = time.perf_counter()
    for report in reports(tasks, options.jobs):
        found.append(report)
        for line in report.wrong:
            print(line, flush=True)
        if options.log is not None:
            with options.log.open("a", encoding="utf-8") as file:
                record = {"run": run, "chunk": report.chunk, "counts": report.counts, "wrong": report.wrong}
                file.write(json.dumps(record) + "\n")
    wrong = sum(len(report.wrong) for report in found)
    print(f"{options.ask}, seed {options.seed}, {time.perf_counter() - start:.0f} s")
    print(summary(found))
    print(f"{wrong} answers were wrong")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
