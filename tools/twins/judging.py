"""What the checker says of twins whose truth is known: counts by kind, and each verdict that is not as it should be."""

from __future__ import annotations

import random
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from derive.bench import Bench
from derive.building import is_apply
from derive.checking import decide
from derive.ir import Expr
from derive.verdicts import Proved, Refuted, Undecided, Verdict
from twins import right, wrong
from twins.asking import Asker
from twins.formulas import Formula, witness_of
from twins.trees import Pool
from twins.values import Relation, Witness

DERIVATIVES = ("total", "derivative", "jacobian", "hessian", "partial")
"""What the left side of a gradient formula is: there the right formula can be derived, and a mistake named."""


@dataclass(frozen=True)
class Twin:
    """A claim made from a right formula: what was done to which, and the two sides."""

    formula: Formula
    kind: str
    left: Expr
    right: Expr
    named: tuple[str, ...] = ()
    note: str = ""

    @property
    def is_gradient(self) -> bool:
        """Whether it is about a derivative whose own side was left as it was."""
        subject = self.formula.subject
        return any(is_apply(subject, name) for name in DERIVATIVES) and self.left is self.formula.left

    def __str__(self) -> str:
        return f"[{self.kind}] {self.formula.name}: {self.left} = {self.right}{self.note and f' [{self.note}]'}"


@dataclass
class Tally:
    """Counts by kind and outcome, the twins behind the outcomes that should not be, and the slowest verdict."""

    counts: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    examples: dict[str, list[Twin]] = field(default_factory=lambda: defaultdict(list))
    slowest: tuple[float, str] = (0.0, "")

    def add(self, twin: Twin, outcome: str, keep: bool) -> None:
        """Count an outcome, and keep the twin where it will be listed."""
        self.counts[twin.kind][outcome] += 1
        if keep:
            self.examples[outcome].append(twin)

    def total(self, *outcomes: str) -> int:
        """How many twins had one of the outcomes."""
        return sum(count[outcome] for count in self.counts.values() for outcome in outcomes)


# --- wrong twins


def wrong_twins(formulas: Sequence[Formula], count: int, seed: int) -> Iterator[Twin]:
    """That many claims that are certainly wrong, as evenly over the kinds of mistakes as there are places for them."""
    rng, witnesses = random.Random(seed), dict[int, Witness]()
    for twin in _evenly(_by_kind(_mistaken(formulas), rng), count):
        witness = witness_of(twin.formula, witnesses)
        if witness.apart_at(twin.left, twin.right):
            yield twin
            count -= 1
        if count == 0:
            return


def _mistaken(formulas: Iterable[Formula]) -> Iterator[Twin]:
    for formula in formulas:
        others = [*formula.system.equations, *formula.system.parameters, *formula.system.data]
        for mistake in wrong.planted(formula.right, Pool(formula.right, others)):
            yield Twin(formula, mistake.kind.name, formula.left, mistake.expr, mistake.kind.named)
        for mistake in wrong.planted(formula.left, Pool(formula.left, others)):
            yield Twin(formula, f"{mistake.kind.name}, on the left", mistake.expr, formula.right)


def _by_kind(twins: Iterable[Twin], rng: random.Random) -> list[list[Twin]]:
    kinds: dict[str, list[Twin]] = defaultdict(list)
    for twin in twins:
        kinds[twin.kind].append(twin)
    for found in kinds.values():
        rng.shuffle(found)
    return list(kinds.values())


def _evenly(kinds: list[list[Twin]], count: int) -> Iterator[Twin]:
    """One of each kind in turn, until nothing is left; left sides, of which most are derivatives, less often."""
    turn = 0
    while any(kinds):
        for found in kinds:
            if found and (turn % 4 == 0 or not found[-1].kind.endswith("left")):
                yield found.pop()
        turn += 1


def judge_wrong(twins: Iterable[Twin]) -> Tally:
    """The verdicts on wrong twins: refuted is right, and whether the mistake is named is counted beside it."""
    tally = Tally()
    with Asker() as asker:
        for twin in twins:
            verdict = _verdict(twin, tally, asker)
            if verdict is None:
                continue
            tally.add(twin, verdict.outcome, not isinstance(verdict, Refuted))
            if isinstance(verdict, Refuted) and twin.is_gradient:
                found = verdict.mistake.kind if verdict.mistake else None
                named = "not named" if found is None else "named" if found in twin.named else "named otherwise"
                tally.add(twin, named, named == "not named" and bool(twin.named))
    return tally


# --- right twins


def right_twins(formulas: Sequence[Formula], count: int, seed: int, tally: Tally) -> Iterator[Twin]:
    """That many claims that hold: a side of a right formula written another way, once or a few times.

    A rewriting whose values differ from those of the original is a fault of the rewriting and is counted as one.
    """
    rng, witnesses = random.Random(seed), dict[int, Witness]()
    for twin in _evenly(_by_kind(_rewritten(formulas, rng), rng), count):
        relation = witness_of(twin.formula, witnesses).relation(twin.left, twin.right)
        if relation is Relation.APART:
            tally.add(twin, "rewritten wrongly", keep=True)
        if relation is Relation.EQUAL:
            yield twin
            count -= 1
        if count == 0:
            return


def _rewritten(formulas: Sequence[Formula], rng: random.Random) -> Iterator[Twin]:
    for formula in formulas:
        for step in right.rewritten(formula.right, rng):
            yield Twin(formula, step.kind, formula.left, step.expr)
            if rng.random() < 0.3:
                further = list(right.rewritten(step.expr, rng))
                if further:
                    second = rng.choice(further)
                    yield Twin(formula, "two rewritings", formula.left, second.expr)
        for step in right.rewritten(formula.left, rng):
            yield Twin(formula, f"{step.kind}, on the left", step.expr, formula.right)


def judge_right(twins: Iterable[Twin], tally: Tally) -> Tally:
    """The verdicts on right twins: proved for all sizes is right; what is undecided is told apart by its original.

    Where the original itself is undecided, its twins say nothing about the rewriting.
    """
    originals: dict[int, bool] = {}
    with Asker() as asker:
        for twin in twins:
            verdict = _verdict(twin, tally, asker)
            if verdict is None:
                continue
            outcome: str = verdict.outcome
            if isinstance(verdict, Proved) and verdict.sizes != "all":
                outcome = "proved for some sizes"
            if isinstance(verdict, Undecided) and not _is_proved(twin.formula, originals, asker):
                outcome = "undecided like its original"
            tally.add(twin, outcome, outcome in ("refuted", "undecided", "proved for some sizes"))
    return tally


def _is_proved(formula: Formula, known: dict[int, bool], asker: Asker) -> bool:
    if id(formula) not in known:
        asked = (formula.left, formula.right, formula.bench, formula.subject)
        known[id(formula)] = isinstance(asker.ask(decide, *asked)[0], Proved)
    return known[id(formula)]


def _explained(left: Expr, right: Expr, bench: Bench, subject: Expr | None) -> Verdict:
    """The verdict; what is wrong was looked for if it refutes."""
    verdict = decide(left, right, bench, subject)
    if isinstance(verdict, Refuted):
        assert verdict.diagnosis is not None
    return verdict


def _verdict(twin: Twin, tally: Tally, asker: Asker) -> Proved | Refuted | Undecided | None:
    """The checker's verdict, and how long it took; None where it raised instead."""
    start = time.perf_counter()
    subject = twin.formula.subject if twin.left is twin.formula.left else None
    verdict, raised = asker.ask(_explained, twin.left, twin.right, twin.formula.bench, subject)
    spent = time.perf_counter() - start
    if spent > tally.slowest[0]:
        tally.slowest = (spent, str(twin))
    if raised:
        tally.add(replace(twin, note=raised), "raised", keep=True)
    assert verdict is None or isinstance(verdict, Proved | Refuted | Undecided)
    return verdict
