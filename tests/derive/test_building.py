"""Builders of expressions: numbers are worked out exactly and within bounds, sizes are found wherever they stand."""

from __future__ import annotations

from fractions import Fraction

import pytest

from derive import building as b
from derive.building import MAX_BITS, MAX_EXPONENT, constant_value, size_names
from derive.deriving import derive_gradient, derive_gradients
from derive.ir import Const, Expr, Var
from derive.kernel import replay
from derive.proposing import DerivingError
from derive.shapes import Shape, ShapeError
from derive.systems import System

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
