"""Floats are compared relative to the size of the sides, and say nothing where they have over- or underflowed."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

from derive import building as b
from derive.building import total_derivative
from derive.ir import Const, Expr, Var
from derive.operators import Undefined
from derive.refuters.screening import ComplexSteps, Look, look
from derive.refuters.supplies import FIRST, Pointing, sizes_of
from derive.shapes import Shape
from derive.tapes import Tape

X, L = Var("x"), Var("L")
W, V = Var("W", Shape.of("h", "m")), Var("v", Shape.of("m"))


def seen(left: Expr, right: Expr, given: dict[Var, Expr] | None = None) -> Look | None:
    tape = Tape((left, right), given or {})
    sizes = sizes_of(tape)
    return look(tape.at(sizes), Pointing(tape, {}).drawn(FIRST[2](), sizes))


def test_a_difference_is_relative_to_the_sides() -> None:
    tiny = Const(Fraction(1, 10**36))
    for scale in (Const(1), tiny, Const(10**36)):
        found = seen(b.mul(scale, X), b.mul(scale, Const(2), X))
        assert found is not None
        assert found.ratio == pytest.approx(0.5)
        same = seen(b.mul(scale, X), b.mul(X, scale))
        assert same is not None
        assert same.ratio < 1e-15


@pytest.mark.parametrize("power", [-400, -250, 400])
def test_what_may_have_under_or_overflowed_says_nothing(power: int) -> None:
    scale = Const(Fraction(10) ** power)
    assert seen(b.mul(scale, X), b.mul(Const(2), scale, X)) is None


def test_what_has_no_value_says_nothing() -> None:
    assert seen(b.call("log", b.neg(X)), X) is None
    assert seen(b.div(X, b.sub(X, X)), X) is None


def test_what_is_left_of_a_cancellation_is_no_difference() -> None:
    zero = b.sub(b.call("exp", b.mul(Const(2), V)), b.mul(b.call("exp", V), b.call("exp", V)))
    first = b.mul(b.call("equals", b.positions("m"), b.broadcast(Const(1), V.shape)), V)
    found = seen(b.add(first, zero), first)
    assert found is not None
    assert 0 < found.ratio < 1e-7


def test_derivatives_are_taken_by_complex_steps() -> None:
    given = {L: b.total(b.call("sigmoid", b.matmul(W, V)))}
    activation = b.call("sigmoid", b.matmul(W, V))
    right = b.matmul(b.mul(activation, b.sub(b.ONE, activation)), b.transpose(V))
    found = seen(total_derivative(L, W), right, given)
    assert found is not None
    assert found.ratio < 1e-12
    wrong = seen(total_derivative(L, W), b.neg(right), given)
    assert wrong is not None
    assert wrong.ratio > 1
    kinked = seen(b.derivative(b.call("relu", X), X), b.ONE)
    assert kinked is not None
    assert kinked.ratio < 1e-15


def test_one_step_only() -> None:
    steps = ComplexSteps()
    with pytest.raises(Undefined, match="one first derivative"):
        steps.perturbed(1.0, 2)
    with pytest.raises(Undefined, match="one first derivative"):
        steps.perturbed(steps.perturbed(1.0))
    assert steps.coefficient(np.sin(steps.perturbed(0.5)), 1) == pytest.approx(np.cos(0.5))
    assert seen(b.hessian(b.power(X, Const(3)), X, X), X) is None
