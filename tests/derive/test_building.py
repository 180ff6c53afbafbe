"""Builders of expressions: numbers are worked out exactly and within bounds, sizes are found wherever they stand."""

from __future__ import annotations

from fractions import Fraction

import pytest
from points_for_tests import differ

from derive import building as b
from derive import ops
from derive.building import MAX_BITS, MAX_EXPONENT, constant_value, size_names
from derive.deriving import derive_gradient, derive_gradients
from derive.ir import Apply, Const, Expr, Var
from derive.kernel import replay
from derive.proposing import DerivingError
from derive.shapes import Shape, ShapeError
from derive.systems import System

Axes = tuple[int, ...]
X, V = Var("x"), Var("v", Shape.of("m"))


@pytest.mark.parametrize(
    ("expr", "value"),
    [
        (b.add(Const(1), b.mul(Const(2), Const(3))), Fraction(7)),
        (b.neg(b.broadcast(b.number("1/2"), V.shape)), Fraction(-1, 2)),
        (b.div(Const(1), Const(3)), Fraction(1, 3)),
        (b.power(Const(2), Const(-3)), Fraction(1, 8)),
        (b.power(Const(0), Const(2)), Fraction(0)),
        (b.power(Const(2), Const(MAX_EXPONENT)), Fraction(2**MAX_EXPONENT)),
        (b.div(Const(1), b.sub(Const(2), Const(2))), None),
        (b.power(Const(0), Const(-1)), None),
        (b.power(Const(0), Const(0)), None),
        (b.power(Const(4), b.number("1/2")), None),
        (b.power(Const(2), Const(MAX_EXPONENT + 1)), None),
        (b.add(X, Const(1)), None),
        (b.call("exp", Const(0)), None),
        (b.extent("n"), None),
    ],
)
def test_the_number_that_an_expression_is(expr: Expr, value: Fraction | None) -> None:
    assert constant_value(expr) == value


def test_powers_of_powers_of_numbers_stay_as_written() -> None:
    """Ten of these would be a number with 10¹⁸ digits."""
    tower: Expr = Const(3)
    for _ in range(10):
        tower = b.power(tower, Const(MAX_EXPONENT))
    assert constant_value(tower) is None
    assert constant_value(b.power(Const(2 ** (MAX_BITS + 1)), Const(2))) is None
    assert constant_value(b.power(Const(2**100), Const(2))) == 2**200


@pytest.mark.parametrize(
    ("expr", "names"),
    [
        (X, ()),
        (V, ("m",)),
        (b.extent("n"), ("n",)),
        (b.total(b.mul(V, b.broadcast(b.extent("k"), V.shape))), ("k", "m")),
        (b.broadcast(X, Shape.of("h", "m")), ("h", "m")),
        (b.derivative(b.total(V), V), ("m",)),
    ],
)
def test_size_names_are_found_in_shapes_and_as_numbers(expr: Expr, names: tuple[str, ...]) -> None:
    assert size_names(expr) == names


def test_a_size_that_no_array_has_can_be_derived_with() -> None:
    w, loss = Var("w"), Var("L")
    system = System({loss: b.mul(b.div(b.ONE, b.extent("n")), w, w)}, loss, (w,), ())
    assert system.size_names == ("n",)
    assert replay(derive_gradients(system), system.equations).equalities > 3


def test_a_loss_has_no_chain_for_itself() -> None:
    loss = Var("L")
    system = System({loss: b.mul(X, X)}, loss, (X,), ())
    with pytest.raises(DerivingError, match=r"no chain for total\(L, L\)"):
        derive_gradient(system, loss)


def test_numbers_are_spread_beside_arrays_and_vectors_are_not() -> None:
    assert b.add(V, Const(1)) is b.add(V, b.broadcast(Const(1), V.shape))
    assert b.div(Const(1), V).shape == V.shape
    assert b.matmul(X, V) is b.mul(X, V)
    assert b.transpose(X) is X
    assert b.total(X) is X
    assert b.extent(3) is Const(3)
    with pytest.raises(ShapeError, match="one shape"):
        b.mul(V, Var("w", Shape.of("n")))


def test_one_occurrence_is_replaced_and_others_are_left_alone() -> None:
    expr = b.add(b.mul(X, X), X)
    assert b.replace_at(expr, (0, 1), Const(2)) is b.add(b.mul(X, Const(2)), X)
    assert b.replace_at(expr, (1,), b.add(X, X)) is b.add(b.mul(X, X), X, X)
    assert b.replace_at(expr, (), Const(1)) is Const(1)


COLUMN, ROW, MATRIX = Var("u", Shape.of("m")), Var("r", Shape.of("m", row=True)), Var("A", Shape.of("m", "k"))
SQUARE = Var("S", Shape.of("m", "m"))


@pytest.mark.parametrize(
    ("x", "shape", "axes", "text"),
    [
        (X, MATRIX.shape, (), "broadcast(x, shape=(m, k))"),
        (X, Shape.of(), (), "x"),
        (COLUMN, COLUMN.shape, (0,), "u"),
        (COLUMN, ROW.shape, (0,), "transpose(u)"),
        (COLUMN, MATRIX.shape, (0,), "spread(u, shape=(m, k))"),
        (ROW, MATRIX.shape, (0,), "spread(transpose(r), shape=(m, k))"),
        (ROW, SQUARE.shape, (1,), "spread(r, shape=(m, m))"),
        (COLUMN, SQUARE.shape, (1,), "spread(transpose(u), shape=(m, m))"),
        (MATRIX, MATRIX.shape, (0, 1), "A"),
        (MATRIX, Shape.of("k", "m"), (1, 0), "transpose(A)"),
        (SQUARE, SQUARE.shape, (1, 0), "transpose(S)"),
        (MATRIX, Shape.of("k", "n", "m"), (2, 0), "align(A, shape=(k, n, m), axes=(2, 0))"),
        (COLUMN, Shape.of("m", "k", "n"), (0,), "align(u, shape=(m, k, n), axes=(0,))"),
    ],
)
def test_an_alignment_is_the_simplest_operator_that_says_it(x: Expr, shape: Shape, axes: Axes, text: str) -> None:
    built = b.align(x, shape, axes)
    assert (str(built), built.shape) == (text, shape)
    if x.shape.rank:
        exact = Apply(ops.get("align"), (x,), (("shape", shape), ("axes", axes)))
        assert not differ(built, exact)


@pytest.mark.parametrize("axes", [(0, 1), (0, 0), (2, 0), (1,), (), (-1, 0)])
def test_axes_that_do_not_fit_are_refused(axes: Axes) -> None:
    with pytest.raises(ShapeError):
        b.align(MATRIX, Shape.of("k", "m"), axes)


def test_a_sum_over_no_axis_and_over_all() -> None:
    assert b.sum_along(MATRIX, ()) is MATRIX
    assert b.sum_along(MATRIX, (1, 0)) is b.total(MATRIX)
    assert b.sum_along(X, ()) is X
    assert str(b.sum_along(MATRIX, (1,))) == "sum_along(A, axes=(1,))"
    for axes in ((2,), (-1,), (0, 0)):
        with pytest.raises(ShapeError):
            b.sum_along(MATRIX, axes)


def test_attributes_are_lent_by_an_application_of_the_same_operator_alone() -> None:
    summed = b.sum_along(MATRIX, (1,))
    assert b.call("sum_along_like", SQUARE, summed) is b.sum_along(SQUARE, (1,))
    for other in (b.total(MATRIX), MATRIX):
        with pytest.raises(ShapeError, match="sum_along is needed here"):
            b.call("sum_along_like", SQUARE, other)
