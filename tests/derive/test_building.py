"""Builders of expressions: what they spread and flatten, and that they leave the rest as it is written."""

from __future__ import annotations

import pytest
from points_for_tests import differ

from derive import building as b
from derive import ops
from derive.deriving import derive_gradient, derive_gradients
from derive.ir import Apply, Const, Expr, Var
from derive.kernel import replay
from derive.proposing import DerivingError
from derive.shapes import Shape, ShapeError
from derive.systems import System

Axes = tuple[int, ...]
X, V = Var("x"), Var("v", Shape.of("m"))


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
