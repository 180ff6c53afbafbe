"""Looks for two expressions with one normal form and different values: a mistake of the prover's algebra.

    python tools/fuzz_forms.py --count 1000000 --seed 1 --jobs 2

Thousands of expressions of one scope are written in the prover's normal form, reduced, and put together where the forms
are the same. So each is held against all others, without pairs having to be made up. Within a group, values in balls
must agree wherever they are defined. The exit code is 1 if they do not.
"""

from __future__ import annotations

import argparse
import multiprocessing
import random
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import TypeAlias

from twins.growing import Garden, one_rewriting
from twins.values import Relation, Witness

from derive.algebra import rebuilding
from derive.algebra.core import Algebra
from derive.algebra.expanding import Expander
from derive.algebra.terms import NotCovered, TooBig
from derive.ir import Expr, Var
from derive.provers.reducing import Reducer
from derive.shapes import Shape
from derive.systems import System

TOGETHER = 600
"""How many expressions share one algebra."""
SHAPES = (Shape.of(), Shape.of(), Shape.of(), Shape.of("n"), Shape.of("n", "n"))
SIZES = (("n", "n", "n"), ("n", "n", 2))
UNWRITTEN = (NotCovered, TooBig, ZeroDivisionError, RecursionError)
"""What writing a normal form may raise: the prover then says nothing."""

Collision: TypeAlias = tuple[str, str]


def expressions(rng: random.Random, count: int) -> list[Expr]:
    """Random expressions of few names, small ones mostly, and rewritten ones beside them."""
    garden, found = Garden(rng, rng.choice(SIZES)), list[Expr]()
    while len(found) < count:
        expr = garden.grow(rng.choice(SHAPES), rng.choice((1, 2, 2, 3, 3)))
        found.append(expr)
        if rng.random() < 0.3:
            found.append(one_rewriting(expr, rng))
    return list(dict.fromkeys(found))


def groups(exprs: Sequence[Expr]) -> list[list[Expr]]:
    """The expressions by their reduced normal forms; those that have none are left out."""
    algebra = Algebra({}, rebuilding.rebuilt)
    expander, reducer = Expander(algebra), Reducer(algebra)
    found: dict[tuple[object, ...], list[Expr]] = defaultdict(list)
    for expr in exprs:
        try:
            left, _ = reducer.reduced(expander.entry(expr))
        except UNWRITTEN:
            expander = Expander(algebra)
            continue
        found[expr.shape, frozenset(left.items())].append(expr)
    return [group for group in found.values() if len(group) > 1]


def collisions(group: Sequence[Expr], seed: int) -> list[Collision]:
    """The expressions of a group that certainly differ from its first one."""
    witness = Witness(System({}, Var("L"), (), ()), seed)
    first, *others = group
    return [(str(first), str(expr)) for expr in others if witness.relation(first, expr) is Relation.APART]


def chunk(task: tuple[int, int, int]) -> tuple[Counter[str], list[Collision]]:
    """What one chunk came to: its number, the seed, and how many expressions it has."""
    number, seed, count = task
    rng, counts, wrong = random.Random(f"forms {seed} {number}"), Counter[str](), list[Collision]()
    exprs = expressions(rng, count)
    found = groups(exprs)
    for group in found:
        wrong += collisions(group, rng.randrange(10**6))
    counts["expressions"] += len(exprs)
    counts["groups of more than one"] += len(found)
    counts["expressions in them"] += sum(map(len, found))
    return counts, wrong


def main(arguments: Sequence[str] | None = None) -> int:
    """Write as many normal forms as asked for; 1 if one belongs to two values."""
    parser = argparse.ArgumentParser(description="Look for different expressions with one normal form.")
    parser.add_argument("--count", type=int, default=20_000, help="how many expressions")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--jobs", type=int, default=1)
    options = parser.parse_args(arguments)
    starts = range(0, options.count, TOGETHER)
    tasks = [(k, options.seed, min(TOGETHER, options.count - start)) for k, start in enumerate(starts)]
    begun, total, wrong = time.perf_counter(), Counter[str](), 0
    with multiprocessing.get_context("spawn").Pool(options.jobs, maxtasksperchild=50) as pool:
        for counts, found in pool.imap_unordered(chunk, tasks):
            total += counts
            wrong += len(found)
            for first, second in found:
                print(f"one form, and they certainly differ: {first} and {second}", flush=True)
    print(f"seed {options.seed}, {time.perf_counter() - begun:.0f} s: {dict(total)}, {wrong} with the form of another")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
