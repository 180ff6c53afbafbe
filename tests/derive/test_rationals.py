"""Exact arithmetic says what balls say, exactly, or that it does not know."""

from __future__ import annotations

import random
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import flint
import numpy as np
import pytest
from expressions_for_tests import SHAPES, expression
from points_for_tests import signed

from derive import building as b
from derive.arrays import entries, filled, mapped
from derive.balls import BITS, Balls, ball, is_defined
from derive.ir import Const, Expr, Var
from derive.lowering import NoValue
from derive.operators import Undefined
from derive.rationals import LARGEST, Jet, Rationals, as_fraction, rational, within_bounds
from derive.shapes import Shape
from derive.tapes import Tape
from numeric.enclosure import precision

EXACT = Rationals()
X, L = Var("x"), Var("L")
U = Var("u", Shape.of("m"))
SIZES = {"m": 2, "n": 3, "k": 4}


def q(text: str) -> flint.fmpq:
    return rational(Fraction(text))


def agree(root: Expr, point: dict[Var, Any]) -> bool:
    """Whether a root has an exact value at a point; balls must hold it."""
    bound = Tape((root,), {}).at(SIZES)
    slot = bound.tape.roots[0]
    try:
        exact = bound.run({v: mapped(rational, x) for v, x in point.items()}, EXACT, within_bounds)[slot]
        numbers = dict(entries(mapped(as_fraction, exact)))
    except (NoValue, Undefined):
        return False
    with precision(4 * BITS):
        value = bound.run({v: mapped(ball, x) for v, x in point.items()}, Balls())[slot]
        assert is_defined(value), root
        for index, number in numbers.items():
            entry = value[index] if index else value
            assert (entry * number.denominator - number.numerator).contains(0), root
    return True


@pytest.mark.parametrize("shape", SHAPES, ids=str)
@pytest.mark.parametrize("zeros", [False, True])
def test_random_expressions_and_their_slopes(shape: Shape, zeros: bool) -> None:
    rng, known = random.Random(21), 0
    for _ in range(150):
        body = expression(shape, rng, depth=rng.choice((1, 2)))
        names = Tape((body,), {}).inputs
        slopes = [b.derivative(body, v) for v in names if shape.is_scalar]
        point = {v: filled(v.shape.numbers(SIZES), lambda _: Fraction(0) if zeros else signed(rng)) for v in names}
        known += sum(agree(root, point) for root in (body, *slopes))
    assert known > 15


@pytest.mark.parametrize(
    ("function", "at", "terms"),
    [
        (EXACT.exp, "0", "1 1 1/2"),
        (EXACT.sin, "0", "0 1 0"),
        (EXACT.cos, "0", "1 0 -1/2"),
        (EXACT.arctan, "0", "0 1 0"),
        (EXACT.log, "1", "0 1 -1/2"),
        (lambda x: EXACT.power(x, q("1/2")), "4", "2 1/4 -1/64"),
        (lambda x: EXACT.power(x, q("3")), "2", "8 12 6"),
        (lambda x: EXACT.power(x, q("-1")), "2", "1/2 -1/4 1/8"),
        (lambda x: q("1") / (q("1") + EXACT.exp(-x)), "0", "1/2 1/4 0"),
        (lambda x: (x - q("2")) * x / x, "3", "1 1 0"),
        (lambda x: q("2") - x, "3", "-1 -1 0"),
    ],
)
def test_power_series(function: Callable[[Any], Jet], at: str, terms: str) -> None:
    found = function(EXACT.perturbed(q(at), 2))
    assert found.known
    assert [str(term) for term in found.terms] == terms.split()


def test_the_slope_of_a_logarithm_is_rational_where_it_is_not() -> None:
    x = EXACT.perturbed(q("3"), 2)
    loss = q("2") * EXACT.log(x) - EXACT.log(x * x) / q("4") + x
    assert not loss.known
    assert [str(EXACT.coefficient(loss, order)) for order in (1, 2)] == ["3/2", "-1/12"]
    with pytest.raises(Undefined, match="not known"):
        as_fraction(loss)


@pytest.mark.parametrize(
    "use",
    [
        lambda x: EXACT.log(x) * x,
        lambda x: EXACT.log(x) * EXACT.log(x),
        lambda x: x / EXACT.log(x),
        lambda x: EXACT.exp(EXACT.log(x)),
        lambda x: EXACT.power(EXACT.log(x), q("2")),
        lambda x: EXACT.sign(EXACT.log(x)),
        lambda x: EXACT.whole(EXACT.log(x)) or EXACT.sign(EXACT.log(x)),
        EXACT.exp,
        EXACT.sin,
        lambda x: EXACT.power(x, q("1/2")),
        lambda x: EXACT.power(x, q("1/3")),
        lambda x: EXACT.power(x - x, q("-1")),
        lambda x: EXACT.power(x - x, q("1/2")),
        lambda x: q("1") / (x - x),
        lambda x: EXACT.sign(x - q("3")),
        lambda x: EXACT.choose(x, x, x),
        lambda x: EXACT.log(-x),
        EXACT.perturbed,
        lambda x: EXACT.pi(),
    ],
)
def test_what_is_not_known_to_be_rational_is_not_guessed(use: Callable[[Any], Any]) -> None:
    with pytest.raises(Undefined):
        use(EXACT.perturbed(q("3"), 2))


def test_an_unknown_constant_is_felt_in_a_product_with_what_moves_in_another_name() -> None:
    """ln 3 is a number without a known value: its multiple of a moving series has an unknown slope."""
    constant = EXACT.log(q("3"))
    assert not constant.known
    with pytest.raises(Undefined):
        EXACT.perturbed(q("2")) * constant
    assert str(EXACT.coefficient(constant + EXACT.perturbed(q("2")), 1)) == "1"
    assert EXACT.coefficient(constant, 1) == 0


def test_numbers_do_not_grow_without_bound() -> None:
    with pytest.raises(Undefined, match="bits"):
        EXACT.power(q("3"), q("1000000000"))
    with pytest.raises(Undefined, match="bits"):
        EXACT.power(EXACT.perturbed(q("3")), q("-1000000000"))
    with pytest.raises(Undefined, match="bits"):
        within_bounds(np.array([q("1"), rational(2 ** (LARGEST + 1))], dtype=object))
    with pytest.raises(Undefined, match="bits"):
        within_bounds(Jet((q("1"), rational(2 ** (LARGEST + 1)))))
    within_bounds(Jet((q("1"), q("-7/3"))))


def test_logarithmic_losses_have_exact_gradients_at_zero() -> None:
    p = b.call("sigmoid", U)
    loss = b.neg(b.total(b.call("log", p)))
    assert agree(b.derivative(loss, U), {U: filled((2,), lambda _: Fraction(0))})
    assert not agree(loss, {U: filled((2,), lambda _: Fraction(0))})
    assert not agree(b.derivative(loss, U), {U: filled((2,), lambda _: Fraction(1))})
    assert agree(b.mul(Const(2), X), {X: Fraction(7, 3)})
