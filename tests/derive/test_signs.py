"""Facts about signs: each follows from how an expression is built, and holds wherever the expression has a value."""

from __future__ import annotations

import random

import pytest
from expressions_for_tests import SHAPES, grown, leaves_of
from points_for_tests import positive, setting_for, signed

from derive import building as b
from derive.balls import BITS, Balls, is_defined
from derive.ir import Const, Expr, Var
from derive.lowering import evaluate
from derive.shapes import Shape, Size
from derive.signs import NOT_NEGATIVE, POSITIVE, UNIT_INTERVAL, UNKNOWN, Facts, facts
from numeric.enclosure import precision

X, Y, Z = (Var(name) for name in "xyz")
V = Var("v", Shape.of("m"))
A = Var("A", Shape.of("m", "n"))
MAYBE_EMPTY = Var("e", Shape((Size((((), -1), (("m",), 1))),)))
EXP, SIGMA = b.call("exp", X), b.call("sigmoid", Z)
ONE_MINUS = b.sub(b.ONE, SIGMA)

CASES: list[tuple[Expr, Facts]] = [
    (Const(3), POSITIVE),
    (b.number("1/2"), UNIT_INTERVAL),
    (Const(0), Facts(below_one=True, not_negative=True)),
    (Const(-2), Facts(below_one=True, nonzero=True)),
    (X, UNKNOWN),
    (EXP, POSITIVE),
    (SIGMA, UNIT_INTERVAL),
    (ONE_MINUS, UNIT_INTERVAL),
    (b.sub(b.ONE, ONE_MINUS), UNIT_INTERVAL),
    (b.mul(SIGMA, ONE_MINUS), UNIT_INTERVAL),
    (b.sub(b.ONE, EXP), UNKNOWN),
    (b.sub(b.ONE, X), UNKNOWN),
    (b.sub(Const(2), SIGMA), UNKNOWN),
    (b.add(SIGMA, b.neg(b.ONE)), UNKNOWN),
    (b.add(b.ONE, EXP), POSITIVE),
    (b.add(X, EXP), UNKNOWN),
    (b.add(Const(-2), EXP), UNKNOWN),
    (b.mul(X, EXP), UNKNOWN),
    (b.mul(Const(-2), EXP), Facts(nonzero=True)),
    (b.mul(Const(2), SIGMA), POSITIVE),
    (b.neg(EXP), Facts(nonzero=True)),
    (b.neg(X), UNKNOWN),
    (b.div(SIGMA, EXP), POSITIVE),
    (b.div(b.ONE, b.neg(EXP)), Facts(nonzero=True)),
    (b.div(X, EXP), UNKNOWN),
    (b.power(EXP, X), POSITIVE),
    (b.power(X, Const(2)), NOT_NEGATIVE),
    (b.mul(X, X), NOT_NEGATIVE),
    (b.add(b.ONE, b.power(X, Const(2))), POSITIVE),
    (b.total(b.mul(V, V)), NOT_NEGATIVE),
    (b.call("abs", X), NOT_NEGATIVE),
    (b.power(b.neg(EXP), Const(2)), POSITIVE),
    (b.extent("n"), POSITIVE),
    (b.call("log", EXP), UNKNOWN),
    (b.broadcast(SIGMA, V.shape), UNIT_INTERVAL),
    (b.sub(b.ONE, b.call("sigmoid", V)), UNIT_INTERVAL),
    (b.total(b.call("sigmoid", V)), POSITIVE),
    (b.derivative(b.mul(X, EXP), X), UNKNOWN),
    (b.mul(b.div(b.ONE, b.extent("n")), b.total(b.power(V, Const(2)))), NOT_NEGATIVE),
    (b.div(b.power(X, Const(2)), EXP), NOT_NEGATIVE),
    (b.div(b.power(X, Const(2)), Y), UNKNOWN),
    (b.matmul(b.transpose(b.call("exp", V)), b.call("exp", V)), POSITIVE),
    (b.matmul(b.transpose(V), b.call("exp", V)), UNKNOWN),
    (b.sum_along(b.call("exp", A), (1,)), POSITIVE),
    (b.sum_along(b.mul(A, A), (1,)), NOT_NEGATIVE),
    (b.total(b.call("exp", MAYBE_EMPTY)), NOT_NEGATIVE),
    (b.spread(b.call("exp", V), A.shape), POSITIVE),
]


@pytest.mark.parametrize(("expr", "known"), CASES, ids=[str(expr) for expr, _ in CASES])
def test_what_is_known(expr: Expr, known: Facts) -> None:
    assert facts(expr) == known


def test_names_stand_for_their_equations() -> None:
    a = Var("a")
    assert facts(a) == UNKNOWN
    assert facts(b.sub(b.ONE, a), {a: SIGMA}) == UNIT_INTERVAL
    assert facts(b.sub(b.ONE, a), {a: EXP}) == UNKNOWN


def holds(known: Facts, value: object) -> bool:
    """Whether balls contradict none of the facts."""
    entries = value.ravel() if hasattr(value, "ravel") else [value]
    for entry in entries:
        wrong = (known.positive and entry <= 0, known.below_one and entry >= 1, known.nonzero and entry == 0)
        if any(wrong):
            return False
    return True


def test_no_fact_is_contradicted_by_a_value() -> None:
    rng, claimed = random.Random(3), 0
    for _ in range(500):
        shape = rng.choice(SHAPES)
        leaves = [*leaves_of(shape), b.broadcast(Const(1), shape), b.broadcast(Const(-2), shape)]
        expr = grown(leaves, rng, 4)
        expr = b.sub(b.ONE, expr) if rng.random() < 0.5 else expr
        known = facts(expr)
        claimed += known != UNKNOWN
        with precision(BITS):
            value = evaluate(expr, setting_for((expr,), rng, supply=rng.choice((positive, signed))), Balls())
            assert not is_defined(value) or holds(known, value), f"{expr}: {known}"
    assert claimed > 100


def test_a_wrong_fact_would_be_contradicted() -> None:
    with precision(BITS):
        half, two, zero = (Balls().constant(*fraction) for fraction in ((1, 2), (2, 1), (0, 1)))
    assert holds(UNIT_INTERVAL, half)
    assert not holds(UNIT_INTERVAL, two)
    assert not holds(POSITIVE, -half)
    assert not holds(Facts(nonzero=True), zero)
