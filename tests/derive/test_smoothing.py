"""Smoothing keeps the value, and leaves nothing of what a sweep leaves behind."""

from __future__ import annotations

import random

import pytest
from expressions_for_tests import SHAPES, expression
from points_for_tests import NoPoint, differ, positive

from derive import building as b
from derive.ir import Const, Expr, Var
from derive.shapes import Shape
from derive.smoothing import smoothed

X, Y = Var("x"), Var("y")
U = Var("u", Shape.of("m"))
ONES = b.broadcast(b.ONE, U.shape)

CASES: list[tuple[Expr, Expr]] = [
    (b.mul(b.ONE, X), X),
    (b.mul(X, b.neg(Y)), b.neg(b.mul(X, Y))),
    (b.mul(b.neg(X), b.neg(Y)), b.mul(X, Y)),
    (b.mul(X, b.ZERO), b.ZERO),
    (b.mul(U, b.ZERO), b.zeros(U.shape)),
    (b.mul(ONES, U), U),
    (b.mul(Const(2), X, b.number("1/2")), X),
    (b.mul(X, Const(3)), b.mul(Const(3), X)),
    (b.add(X, b.ZERO, Y), b.add(X, Y)),
    (b.add(Const(2), Const(-1)), b.ONE),
    (b.power(X, b.add(Const(2), Const(-1))), X),
    (b.neg(b.neg(X)), X),
    (b.div(b.neg(X), Y), b.neg(b.div(X, Y))),
    (b.div(X, b.ONE), X),
    (b.transpose(b.transpose(U)), U),
]


@pytest.mark.parametrize(("rough", "smooth"), CASES, ids=[str(smooth) for _, smooth in CASES])
def test_what_is_smooth(rough: Expr, smooth: Expr) -> None:
    assert smoothed(rough) is smooth


@pytest.mark.parametrize("seed", range(60))
def test_the_value_stays(seed: int) -> None:
    rng = random.Random(seed)
    formula = expression(rng.choice(SHAPES), rng, depth=3)
    rough = b.mul(b.neg(b.mul(b.ONE, formula)), Const(2), b.neg(formula))
    found = smoothed(rough)
    assert found.shape == rough.shape
    try:
        assert not differ(rough, found, supplies=(positive,))
    except NoPoint:
        pytest.skip("it has a value at none of the points")
