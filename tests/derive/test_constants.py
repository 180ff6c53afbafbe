"""Arithmetic of constants: numbers are worked out exactly and within bounds."""

from __future__ import annotations

from fractions import Fraction

import pytest

from derive import building as b
from derive.constants import MAX_BITS, MAX_EXPONENT, constant_value
from derive.ir import Const, Expr, Var
from derive.shapes import Shape

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
