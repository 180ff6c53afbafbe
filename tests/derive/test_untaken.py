"""Derivatives that are evaluated from their definition: Jacobians, Hessians, and what stands at a point."""

from __future__ import annotations

import random
from contextlib import suppress
from typing import Any

import pytest
from points_for_tests import differ, positive, setting_for

from derive import building as b
from derive import ops
from derive.arrays import entries
from derive.balls import BITS, Balls
from derive.ir import Apply, Const, Expr, Var, postorder
from derive.lowering import Floats, NoValue, evaluate
from derive.provers.proving import equal_for_all_sizes
from derive.shapes import Shape, ShapeError
from numeric.enclosure import precision

X, Y = Var("x"), Var("y")
COLUMN = Shape.of("m")
U, V, W = Var("u", COLUMN), Var("v", COLUMN), Var("w", Shape.of("k"))
A, S = Var("A", Shape.of("m", "k")), Var("S", Shape.of("m", "m"))
Z, L = Var("z", COLUMN), Var("L")


def jacobian(body: Expr, v: Expr, layout: str = "numerator") -> Expr:
    return Apply(ops.get("jacobian"), (body, v), (("layout", layout),))


def hessian(body: Expr, v: Expr, w: Expr) -> Expr:
    return Apply(ops.get("hessian"), (body, v, w))


def evaluated(body: Expr, v: Expr, point: Expr) -> Expr:
    return Apply(ops.get("evaluated"), (body, v, point))


def quadratic(matrix: Expr, v: Expr, w: Expr) -> Expr:
    return b.matmul(b.transpose(v), b.matmul(matrix, w))


SQUARE = b.power(X, Const(2))
GIVEN = {Z: b.matmul(A, W), L: b.total(b.power(Z, Const(2)))}

EQUAL = {
    "a linear map": (jacobian(b.matmul(A, W), W), A),
    "a linear map, denominator": (jacobian(b.matmul(A, W), W, "denominator"), b.transpose(A)),
    "entry by entry": (
        jacobian(b.call("exp", U), U),
        b.mul(b.eye("m"), b.align(b.call("exp", U), S.shape, (0,))),
    ),
    "by a number": (jacobian(b.mul(X, U), X), U),
    "by a matrix": (
        b.sum_along(b.mul(jacobian(b.matmul(A, W), A), b.align(U, Shape.of("m", "m", "k"), (0,))), (0,)),
        b.matmul(U, b.transpose(W)),
    ),
    "of a matrix": (jacobian(b.transpose(S), S), b.align(jacobian(S, S), Shape.of(*"mmmm"), (1, 0, 2, 3))),
    "through the equations": (jacobian(Z, W), A),
    "second derivative": (hessian(b.power(X, Const(3)), X, X), b.mul(Const(6), X)),
    "mixed": (hessian(b.mul(SQUARE, b.call("exp", Y)), X, Y), b.mul(Const(2), X, b.call("exp", Y))),
    "quadratic form": (hessian(quadratic(S, U, U), U, U), b.add(S, b.transpose(S))),
    "bilinear form": (hessian(quadratic(A, U, W), U, W), A),
    "a matrix and a vector": (
        hessian(quadratic(A, U, W), A, U),
        b.mul(
            b.align(b.eye("m"), Shape.of("m", "k", "m"), (0, 2)),
            b.align(W, Shape.of("m", "k", "m"), (1,)),
        ),
    ),
    "second derivatives through the equations": (
        hessian(L, W, W),
        b.mul(Const(2), b.matmul(b.transpose(A), A)),
    ),
    "at a point": (evaluated(b.mul(Y, SQUARE), X, Const(3)), b.mul(Const(9), Y)),
    "a derivative at a point": (evaluated(b.derivative(b.power(X, Const(3)), X), X, Y), b.mul(Const(3), Y, Y)),
    "a Jacobian at a point": (
        evaluated(jacobian(b.power(U, Const(2)), U), U, V),
        b.mul(Const(2), b.eye("m"), b.align(V, S.shape, (0,))),
    ),
    "names that follow": (evaluated(L, W, b.mul(Const(2), W)), b.mul(Const(4), L)),
    "a gradient at a point": (
        evaluated(b.total_derivative(L, W), W, b.mul(Const(2), W)),
        b.mul(Const(2), b.total_derivative(L, W)),
    ),
    "the point may hold the name": (evaluated(SQUARE, X, b.add(X, b.ONE)), b.power(b.add(X, b.ONE), Const(2))),
    "one point within another": (evaluated(evaluated(b.mul(X, Y), X, Y), Y, Const(3)), Const(9)),
    "the derivative of a value at a point": (b.derivative(evaluated(SQUARE, X, b.mul(Y, Y)), Y), b.mul(
        Const(4), b.power(Y, Const(3))
    )),
}  # fmt: skip


@pytest.mark.parametrize("name", EQUAL)
def test_untaken_derivatives_have_the_values_of_their_formulas(name: str) -> None:
    left, right = EQUAL[name]
    assert left.shape.sizes == right.shape.sizes
    assert not differ(left, right, GIVEN, supplies=(positive,))


@pytest.mark.parametrize("name", EQUAL)
def test_another_formula_is_told_from_them(name: str) -> None:
    left, right = EQUAL[name]
    assert differ(left, b.mul(Const(2), right), GIVEN, supplies=(positive,))


@pytest.mark.parametrize("name", EQUAL)
def test_each_derivative_is_taken_and_proved(name: str) -> None:
    left, right = EQUAL[name]
    assert equal_for_all_sizes(left, right, GIVEN)[0]
    assert not equal_for_all_sizes(left, b.mul(Const(2), right), GIVEN)[0]


@pytest.mark.parametrize("name", EQUAL)
def test_what_was_evaluated_before_changes_no_derivative(name: str) -> None:
    """Among what is known are the values of nodes that move in the derivative."""
    root = EQUAL[name][0]
    setting, results = setting_for((root, L), random.Random(0), GIVEN), dict[Expr, Any]()
    with precision(BITS):
        for node in postorder(root, L, *GIVEN.values()):
            with suppress(NoValue):
                evaluate(node, setting, Balls(), results)
        known, alone = evaluate(root, setting, Balls(), dict(results)), evaluate(root, setting, Balls())
    assert [str(entry) for _, entry in entries(known)] == [str(entry) for _, entry in entries(alone)]


def test_what_stands_still_is_taken_from_what_was_evaluated_before() -> None:
    goal, still, moving = b.total_derivative(L, W), A, Z
    setting = setting_for((goal, L), random.Random(0), GIVEN)
    with precision(BITS):
        right = evaluate(goal, setting, Balls())
        wrong = 2 * setting.values[A]
        doubled = evaluate(goal, setting, Balls(), {still: wrong})
        assert all(entry.overlaps(4 * other) for entry, other in zip(doubled, right, strict=True))
        same = evaluate(goal, setting, Balls(), {moving: 2 * evaluate(Z, setting, Balls())})
        assert [str(entry) for entry in same] == [str(entry) for entry in right]


@pytest.mark.parametrize(
    ("expr", "message"),
    [
        (b.derivative(b.derivative(b.power(X, Const(3)), X), X), "a derivative within a derivative"),
        (hessian(b.derivative(b.power(X, Const(3)), X), X, X), "a derivative within a derivative"),
        (jacobian(U, b.mul(Const(2), U)), "speaks of no change of a name"),
        (evaluated(X, b.neg(X), Const(1)), "speaks of no change of a name"),
        (hessian(b.call("sign", b.sub(X, X)), b.neg(X), X), "speaks of no change of a name"),
    ],
)
def test_what_has_no_value_says_so(expr: Expr, message: str) -> None:
    with precision(BITS), pytest.raises(NoValue, match=message):
        evaluate(expr, setting_for((expr,), random.Random(0)), Balls())


def test_derivatives_need_a_domain_of_series_and_values_at_points_do_not() -> None:
    setting = setting_for((X, Y), random.Random(0))
    floats = type(setting)({name: float(value) for name, value in setting.values.items()})
    with pytest.raises(NoValue, match="power series, not floats"):
        evaluate(hessian(SQUARE, X, X), floats, Floats())
    assert evaluate(evaluated(SQUARE, X, Const(3)), floats, Floats()) == 9


@pytest.mark.parametrize(
    ("name", "args", "attrs"),
    [
        ("jacobian", (X, U), (("layout", "numerator"),)),
        ("jacobian", (U, U), (("layout", "sideways"),)),
        ("hessian", (U, U, U), ()),
        ("evaluated", (X, U, X), ()),
    ],
)
def test_what_does_not_fit_is_refused(name: str, args: tuple[Expr, ...], attrs: tuple[tuple[str, str], ...]) -> None:
    with pytest.raises(ShapeError):
        Apply(ops.get(name), args, attrs)
