"""What a formula is judged against."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache

from derive.bench import Bench
from derive.findings import Finding
from derive.ir import Expr, Var
from derive.judging.valuation import Valuation
from derive.notation.reading import Reading
from derive.notation.scope import Scope
from derive.notation.spelling import spelled, spelled_sides
from derive.notation.styling import PLAIN, Style
from derive.rewriting import Assumption
from derive.systems import System
from derive.verdicts import Proved


@dataclass(frozen=True)
class Grounds:
    """The model that a formula is about, as far as it has been derived, and the scope in which it was read.

    ``shorthands`` are names that stand for derivatives of the model, such as δ for ∂L/∂z; ``values`` are the printed
    values of names so far.

    ``assumed`` says in words what the grounds themselves assume, ``handed`` what the numbers are that a loss without an
    equation hands on: derivatives of it.

    ``written`` holds the model's equations as they stand in its text, where it has one; ``restated`` keeps the same
    model under other conventions, by their names; ``alone`` keeps what parts of formulas are by themselves.
    """

    bench: Bench
    scope: Scope
    shorthands: Mapping[Expr, Expr] = field(default_factory=dict)
    values: Valuation = field(default_factory=Valuation)
    written: tuple[str, ...] = ()
    assumed: tuple[str, ...] = ()
    handed: Mapping[Expr, Expr] = field(default_factory=dict)
    restated: dict[str, Grounds | None] = field(default_factory=dict, init=False, compare=False, repr=False)
    alone: dict[str, Expr | None] = field(default_factory=dict, init=False, compare=False, repr=False)

    @classmethod
    def of(cls, scope: Scope) -> Grounds:
        """The grounds that a scope alone gives: its equations, and its loss where it has one."""
        loss = scope.variables.get(scope.loss, Var(scope.loss)) if scope.loss is not None else Var("L")
        return cls(Bench(System(scope.given(), loss, (), (), {}, scope.facts_of_variables())), scope)

    def behind(self, reading: Reading) -> Grounds:
        """The grounds behind a statement: what it defines and declares is known there.

        A name keeps the shape that it had: a second one is a claim about it.
        """
        kept = tuple((symbol, shape) for symbol, shape in reading.declares if symbol not in self.scope.variables)
        found = self.on(replace(reading, declares=kept).after(self.scope))
        return replace(found, values=self.values.behind(reading))

    def within(self, reading: Reading) -> Grounds:
        """The grounds on which a statement itself is judged: with the shapes that it told."""
        return self.on(reading.within(self.scope))

    def on(self, scope: Scope) -> Grounds:
        """The grounds with another scope, and the equations, facts and loss that it has."""
        system = self.bench.system
        loss = scope.variables[scope.loss] if scope.loss is not None else system.loss
        given, facts = {v: e for v, e in scope.given().items() if v not in self.shorthands}, scope.facts_of_variables()
        if given == system.equations and facts == system.facts and loss == system.loss:
            return self if scope == self.scope else replace(self, scope=scope)
        changed = replace(system, equations=given, loss=loss, facts=facts)
        # What was derived before holds as long as no equation has changed, not even in a size of it.
        kept = facts == system.facts and all(given.get(v) is equation for v, equation in system.equations.items())
        bench = replace(self.bench, system=changed) if kept else Bench(changed)
        return replace(self, bench=bench, scope=scope)


CONDITION_WORDS = {
    "nonzero": "{} ≠ 0", "positive": "{} > 0", "not-negative": "{} ≥ 0", "regular": "{} has an inverse",
    "within": "{} is a position up to {}",
    "one-hot": "{} is one-hot", "distribution": "the entries of {} add up to 1",
    "distribution rows": "the entries of each row of {} add up to 1",
    "distribution columns": "the entries of each column of {} add up to 1",
    "symmetric": "{} is symmetric",
    "one-hot rows": "each row of {} is one-hot", "one-hot columns": "each column of {} is one-hot",
}  # fmt: skip
"""How an assumption is said."""


def with_proof(finding: Finding, verdict: Proved) -> Finding:
    """The finding that a verdict proves: for which sizes, in which layout, under which assumptions."""
    assumptions = tuple(map(said_assumption, verdict.assumptions))
    sizes, layout = verdict.sizes, verdict.layout
    return replace(
        finding, outcome=verdict.outcome, verdict=verdict, sizes=sizes, layout=layout, assumptions=assumptions
    )


def said_assumption(assumption: Assumption) -> str:
    """An assumption in words, its parts in LaTeX."""
    parts = [spelled(part) for part in assumption.parts]
    words = CONDITION_WORDS[assumption.condition]
    return words.format(*parts) if words.count("{}") == len(parts) else words.format(", ".join(parts))


def said(reading: Reading, text: str) -> Finding:
    """A finding that says what was read, and nothing yet of whether it is right."""
    read_as, names = equation(reading.sides), names_of(reading)
    return Finding("notation", reading.kind, text, read_as=read_as, names=names, choices=reading.choices)


def names_of(reading: Reading) -> tuple[str, ...]:
    """The plain names that a formula uses, each once."""
    return tuple(dict.fromkeys(use.symbol.plain for use in reading.names))


@lru_cache(maxsize=256)
def equation(sides: tuple[Expr, ...], style: Style = PLAIN) -> str:
    """Sides as they were understood, in LaTeX."""
    return spelled_sides(sides, style)
