"""Right formulas: the claims of the corpora that hold, and what is published about the models of the library."""

from __future__ import annotations

import importlib
import random
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

from derive import models
from derive.bench import Bench
from derive.building import total_derivative
from derive.ir import Expr, Var
from derive.modelling import library
from derive.notation.reading import read
from derive.systems import System
from twins.values import Relation, Witness

SUPPORT = Path(__file__).resolve().parents[2] / "tests" / "support"
CORPORA = ("TEXTBOOKS", "DECKS", "COURSES", "HOMEWORK", "PAPERS")


@dataclass(frozen=True)
class Formula:
    """A right formula ``left = right`` in a scope; ``subject`` is the first side of the chain it is a link of."""

    name: str
    left: Expr
    right: Expr
    subject: Expr
    bench: Bench

    @property
    def system(self) -> System:
        """The equations and facts of the scope."""
        return self.bench.system


def right_formulas(share: float = 1.0, seed: int = 0) -> list[Formula]:
    """The right formulas of the corpora and of the models, or a random share of them.

    One whose two sides do not agree in balls at points, or have no values there, is left out: what is derived from it
    could not be called right or wrong.
    """
    found: dict[tuple[Expr, Expr], Formula] = {}
    rng = random.Random(seed)
    for formula in (*_of_models(share, rng), *_of_corpora(share, rng)):
        if formula.left.shape == formula.right.shape and formula.left is not formula.right:
            found.setdefault((formula.left, formula.right), formula)
    witnesses: dict[int, Witness] = {}
    return [
        formula
        for formula in found.values()
        if witness_of(formula, witnesses).relation(formula.left, formula.right) is Relation.EQUAL
    ]


def witness_of(formula: Formula, witnesses: dict[int, Witness]) -> Witness:
    """The points of a formula's scope, made once for each bench."""
    return witnesses.setdefault(id(formula.bench), Witness(formula.system))


def _of_corpora(share: float, rng: random.Random) -> Iterator[Formula]:
    entries, scoreboard = _support("textbook_entries"), _support("scoreboard")
    claims = [
        entry
        for folder in CORPORA
        for entry in entries.load_entries(getattr(entries, folder))
        if entry.kind == "claim" and entry.sides and entry.holds
    ]
    for entry in claims if share >= 1 else rng.sample(claims, int(share * len(claims))):
        try:
            scope = scoreboard.scope_of(entry)
        except scoreboard.Unjudged:
            continue
        reading = read(entry.latex, scope)
        if reading.error is None and reading.kind == "claim":
            within = reading.within(scope)
            loss = within.variables[within.loss] if within.loss is not None else Var("L")
            bench = Bench(System(within.given(), loss, (), (), {}, within.facts_of_variables()))
            for left, right in pairwise(reading.sides):
                yield Formula(entry.id, left, right, reading.sides[0], bench)


def _of_models(share: float, rng: random.Random) -> Iterator[Formula]:
    names = models.names()
    for name in names if share >= 1 else rng.sample(names, max(1, int(share * len(names)))):
        for label, variant in library(name).variants.items():
            bench = Bench(variant.system)
            title = f"{name} {label}".strip()
            for claim in variant.claims:
                for left, right in pairwise(claim.sides):
                    yield Formula(f"{title}: {claim.formula.latex}", left, right, claim.sides[0], bench)
            for v in variant.system.parameters:
                goal = total_derivative(variant.system.loss, v)
                yield Formula(f"{title}: derived by {v.name}", goal, bench.result(goal).expr, goal, bench)


def _support(name: str) -> Any:
    """A module of the tests' support: the corpora are data of the tests."""
    if str(SUPPORT) not in sys.path:
        sys.path.append(str(SUPPORT))
    return importlib.import_module(name)
