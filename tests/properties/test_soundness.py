"""Nothing false is proved: random formulas, their rewritings and their mutants, against values in balls."""

from __future__ import annotations

import random
from collections.abc import Iterator

import pytest
from expressions_for_tests import COLUMN, MATRIX, SHAPES, expression, random_loss
from points_for_tests import NoPoint, differ, positive, signed
from wrong_claims import mutants

from derive import building as b
from derive import rules
from derive.algebra.terms import NotCovered, TooBig
from derive.bench import Bench
from derive.checking import decide
from derive.conditions import Context
from derive.ir import Const, Expr, Var, at, children
from derive.matching import matches, places
from derive.proposing import Draft
from derive.provers.proving import equal_for_all_sizes
from derive.shapes import Shape
from derive.systems import System
from derive.verdicts import Proved, Refuted

REWRITINGS = (
    "a fraction as a power",
    "one fraction",
    "common denominator",
    "expand",
    "the minus sign in front",
    "the minus sign into the bracket",
    "definition of sigmoid",
    "take out a minus sign",
    "a difference turned around",
    "a fraction of a fraction",
    "a number in front",
    "transpose of a product",
    "arithmetic",
)
EMPTY = Bench(System({}, Var("L"), (), ()))


def formula(rng: random.Random) -> Expr:
    """A random formula: a number or an array, a sum of fractions, a loss with matrices in it, or their product."""
    kind, shape = rng.randrange(4), rng.choice(SHAPES)
    if kind == 0:
        return random_loss(rng)[0]
    if kind == 1:
        p, q, r = (expression(shape, rng, depth=1) for _ in range(3))
        return b.add(b.div(p, q), b.neg(b.div(b.ONE, r)) if shape.is_scalar else b.div(p, r))
    if kind == 2:
        scaled = b.mul(expression(Shape.of(), rng, depth=1), expression(MATRIX, rng, depth=1))
        return b.transpose(b.matmul(b.transpose(scaled), expression(COLUMN, rng, depth=2)))
    return expression(shape, rng, depth=3)


def rewritten(expr: Expr, rng: random.Random) -> Expr:
    """The formula after a few rules that keep its value, its terms and factors turned around."""
    draft = Draft(expr, Context())
    for name in rng.sample(REWRITINGS, 6):
        draft.rewrite(name)
    for place, _ in list(places(draft.standing, inner_first=True)):
        part = at(draft.standing, place)
        for name, op in (("reorder the terms", "add"), ("reorder the factors", "mul")):
            if b.is_apply(part, op):
                terms = children(part)
                draft.apply(name, 0, {"t": terms, "u": tuple(rng.sample(terms, len(terms)))}, place)
    return draft.standing


def certainly_differ(left: Expr, right: Expr) -> bool | None:
    """Whether balls tell them apart at positive or at signed points; None where they have no values."""
    try:
        return differ(left, right, supplies=(positive, signed, positive))
    except NoPoint:
        return None


def proved(left: Expr, right: Expr) -> bool:
    """Whether the prover alone, without the refuter in front of it, says that the two are equal."""
    try:
        return equal_for_all_sizes(left, right, {})[0]
    except (NotCovered, TooBig, ZeroDivisionError):
        return False


def test_what_is_proved_has_equal_values() -> None:
    rng, count = random.Random(5), 0
    for _ in range(300):
        left = formula(rng)
        right = rewritten(left, rng)
        if proved(left, right):
            count += left is not right
            assert certainly_differ(left, right) is not True, f"{left} = {right}"
    assert count > 150, "too few rewritings were proved for this to say anything"


def test_no_mutant_that_differs_is_proved() -> None:
    rng, count = random.Random(6), 0
    for _ in range(60):
        right = formula(rng)
        claim = rewritten(right, rng)
        for mutant in _some(list(mutants(claim, EMPTY.system)), rng):
            if mutant.shape == right.shape and proved(right, mutant):
                assert certainly_differ(right, mutant) is not True, f"{right} = {mutant}"
            elif mutant.shape == right.shape:
                count += 1
    assert count > 120


def _some(found: list[Expr], rng: random.Random) -> list[Expr]:
    return rng.sample(found, min(4, len(found)))


def test_small_formulas_against_one_another() -> None:
    """Few leaves and few operators, so that equality by accident is common, and every pair is asked."""
    x, y = Var("x"), Var("y")
    pool = [x, y, Const(2), b.mul(x, y), b.div(x, y), b.call("exp", x), b.call("exp", b.neg(x)), b.call("sigmoid", x)]
    rng, equal = random.Random(7), 0
    for _ in range(4_000):
        sides = [_combined(pool, rng) for _ in range(2)]
        if proved(*sides):
            equal += 1
            assert certainly_differ(*sides) is not True, sides
    assert equal > 15


def _combined(pool: list[Expr], rng: random.Random) -> Expr:
    p, q, r = (rng.choice(pool) for _ in range(3))
    return rng.choice((b.mul(p, q), b.add(p, q), b.div(p, q), b.sub(b.mul(p, q), r), b.add(p, b.neg(q), r)))


def test_the_whole_checker_proves_nothing_false_and_refutes_nothing_true() -> None:
    rng, outcomes = random.Random(8), {"proved": 0, "refuted": 0, "undecided": 0}
    for left, right in _claims(rng, 120):
        verdict = decide(left, right, EMPTY)
        outcomes[verdict.outcome] += 1
        apart = certainly_differ(left, right)
        if isinstance(verdict, Proved):
            assert apart is not True, f"{left} = {right}"
        if isinstance(verdict, Refuted):
            assert apart is not False, f"{left} = {right}"
    assert outcomes["proved"] > 20
    assert outcomes["refuted"] > 20


def _claims(rng: random.Random, count: int) -> Iterator[tuple[Expr, Expr]]:
    for _ in range(count):
        left = formula(rng)
        right = rewritten(left, rng)
        wrong = [mutant for mutant in mutants(right, EMPTY.system) if mutant.shape == left.shape]
        yield left, right if rng.random() < 0.5 or not wrong else rng.choice(wrong)


@pytest.mark.parametrize("name", REWRITINGS)
def test_each_rewriting_is_used_somewhere(name: str) -> None:
    """A rule that never fits would make the tests above weaker than they look."""
    rng, rule = random.Random(9), rules.get(name)
    for _ in range(400):
        expr = formula(rng)
        for form in range(len(rule.forms)):
            left = rule.sides(form)[0]
            if any(next(matches(left, part, {}), None) is not None for _, part in places(expr)):
                return
    pytest.fail("no random formula has a place for it")
