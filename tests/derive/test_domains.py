"""What operators ask of the numbers they are evaluated in: the same answers everywhere, and none where in doubt."""

from __future__ import annotations

import math
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import flint
import numpy as np
import pytest
import sympy
from points_for_tests import drawn

from derive import building as b
from derive import cas, ops
from derive.balls import BITS, Balls, ball, is_defined
from derive.components import Entries, Entry
from derive.elimination import LARGEST, determinant, inverse
from derive.ir import Apply, Const, Expr, Var
from derive.lowering import Floats, NoValue, Setting, evaluate
from derive.operators import Undefined
from derive.shapes import Shape
from numeric.enclosure import precision

X, Y, C = Var("x"), Var("y"), Var("c")
V, A = Var("v", Shape.of("n")), Var("A", Shape.of("n", "m"))
NAN = flint.arb("nan")


def float_of(expr: Expr, **values: float) -> float:
    return float(evaluate(expr, Setting({Var(name): value for name, value in values.items()}), Floats()))


def column(numbers: list[int]) -> Expr:
    """A column of numbers, written out."""
    return Apply(ops.get("array"), [Const(number) for number in numbers], (("shape", Shape.of(len(numbers))),))


def ball_of(expr: Expr, **values: Any) -> Any:
    with precision(BITS):
        return evaluate(expr, Setting({Var(name): value for name, value in values.items()}), Balls())


@pytest.mark.parametrize(
    ("name", "at_smaller", "at_equal", "at_greater"),
    [("equals", 0, 1, 0), ("greater", 0, 0, 1), ("at_least", 0, 1, 1)],
)
def test_indicators_are_exact(name: str, at_smaller: int, at_equal: int, at_greater: int) -> None:
    for p, q, expected in ((1, 2, at_smaller), (2, 2, at_equal), (3, 2, at_greater)):
        compared = b.call(name, X, Y)
        assert float_of(compared, x=p, y=q) == expected
        assert ball_of(compared, x=ball(p), y=ball(q)) == expected
        assert cas.to_sympy(b.call(name, Const(p), Const(q))) == expected


@pytest.mark.parametrize("name", ["equals", "greater", "at_least", "sign"])
def test_an_indicator_of_numbers_that_may_be_equal_has_no_value(name: str) -> None:
    third = ball(Fraction(1, 3))
    expr = b.call("sign", b.sub(X, Y)) if name == "sign" else b.call(name, X, Y)
    assert not is_defined(ball_of(expr, x=third, y=third))
    assert is_defined(ball_of(expr, x=third, y=ball(1)))


def test_a_series_has_a_sign_where_it_does_not_jump() -> None:
    domain = Balls()
    assert domain.sign(flint.arb_series([2, -7], 2)) == 1
    assert domain.sign(flint.arb_series([0, 0], 2)) == 0
    assert not domain.sign(flint.arb_series([0, 1], 2)).is_finite()


def test_the_sign_of_a_complex_number_is_that_of_its_real_part() -> None:
    assert Floats().sign(np.array([-2 + 1e-30j, 3 - 5j])).tolist() == [-1, 1]


def test_the_other_case_does_not_matter() -> None:
    log = b.call("log", X)
    cases = b.call("choose", b.call("greater", X, b.ZERO), log, X)
    for x, expected in ((-2.0, -2.0), (math.e, 1.0)):
        with np.errstate(invalid="ignore"):
            assert float_of(cases, x=x) == expected
    assert ball_of(cases, x=ball(-2)) == -2
    assert cas.to_sympy(cases).subs(cas.symbol_of(X), -2) == -2
    for c in (Fraction(1, 2), 2, -1):
        assert math.isnan(float_of(b.call("choose", C, X, Y), c=c, x=1, y=1))
        assert not is_defined(ball_of(b.call("choose", C, X, Y), c=ball(c), x=ball(1), y=ball(1)))


def test_a_formula_by_cases_is_differentiated_by_sympy_and_evaluated_again() -> None:
    x = cas.symbol_of(X)
    cases = b.call("choose", b.call("at_least", X, b.ONE), b.power(X, Const(2)), b.call("sin", X))
    slope = sympy.diff(cas.to_sympy(cases), x)
    for at, expected in ((3.0, 6.0), (0.5, math.cos(0.5))):
        assert cas.value(slope, {x: at}, Floats()) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("name", "function"),
    [
        ("sin", math.sin),
        ("cos", math.cos),
        ("tan", math.tan),
        ("sinh", math.sinh),
        ("cosh", math.cosh),
        ("arctan", math.atan),
    ],
)
def test_functions_have_the_values_of_the_library(name: str, function: Callable[[float], float]) -> None:
    for x in (-0.7, 0.3, 2.1):
        assert float_of(b.call(name, X), x=x) == pytest.approx(function(x))
        assert float(ball_of(b.call(name, X), x=ball(Fraction(x)))) == pytest.approx(function(x))
        assert float(cas.to_sympy(b.call(name, b.number(str(x))))) == pytest.approx(function(x))


def test_pi_is_pi() -> None:
    assert float_of(b.call("pi")) == math.pi
    assert ball_of(b.call("pi")).overlaps(flint.arb.pi())
    assert cas.to_sympy(b.call("pi")) is sympy.pi
    assert cas.value(sympy.pi, {}, Floats()) == math.pi


# --- entries at positions


def test_entries_are_counted_from_1() -> None:
    setting = Setting({V: np.array([10.0, 20.0, 30.0])}, {"n": 3})
    assert evaluate(b.call("take", V, Const(2)), setting, Floats()) == 20
    turned = b.call("take", V, b.sub(b.add(b.extent("n"), b.ONE), b.positions("n")))
    assert evaluate(turned, setting, Floats()).tolist() == [30, 20, 10]


def test_entries_of_a_matrix_and_their_way_back() -> None:
    setting = Setting({A: np.array([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]])}, {"n": 3, "m": 2})
    places = (column([3, 3]), column([2, 2]))
    assert evaluate(b.call("take", A, *places), setting, Floats()).tolist() == [6, 6]
    back = Apply(ops.get("scatter"), (column([10, 1]), *places), (("shape", A.shape),))
    assert evaluate(back, setting, Floats()).tolist() == [[0, 0], [0, 0], [0, 11]]


@pytest.mark.parametrize("position", ["0", "4", "-1", "3/2"])
@pytest.mark.parametrize("domain", [Floats(), Balls(), cas.Symbolic(), Entries()], ids=lambda d: d.name)
def test_a_position_without_an_entry_has_no_value(domain: Any, position: str) -> None:
    numbers = [domain.constant(k, 1) for k in (1, 2, 3)]
    setting = Setting({V: drawn((3,), iter(numbers).__next__)}, {"n": 3})
    with precision(BITS), pytest.raises(NoValue, match="a position is"):
        evaluate(b.call("take", V, b.number(position)), setting, domain)


def test_a_position_that_is_not_certain_or_moves_has_no_value() -> None:
    for position in (ball(Fraction(1, 3)) * 3, flint.arb_series([1, 1], 2), NAN):
        assert Balls().whole(position) is None
    assert Balls().whole(flint.arb_series([2, 0], 2)) == 2


def test_the_first_of_several_largest_entries_is_named() -> None:
    largest = Apply(ops.get("argmax"), (V,), (("axes", (0,)),))
    setting = Setting({V: np.array([1.0, 7.0, 7.0])}, {"n": 3})
    assert evaluate(largest, setting, Floats()) == 2


# --- matrices


MATRICES = (((2, 1), (7, 5)), ((0, 2, 1), (1, 0, 3), (4, 1, 1)), ((0, 1), (1, 0)), ((3,),))


@pytest.mark.parametrize("rows", MATRICES)
def test_determinants_and_inverses_are_those_of_numpy(rows: tuple[tuple[int, ...], ...]) -> None:
    expected, turned = np.linalg.det(rows), np.linalg.inv(rows)
    with precision(BITS):
        for domain, matrix in (
            (Floats(), np.array(rows, dtype=float)),
            (Balls(), np.array([[ball(x) for x in row] for row in rows])),
            (cas.Symbolic(), np.array([[sympy.Integer(x) for x in row] for row in rows])),
        ):
            assert float(determinant(domain, matrix)) == pytest.approx(expected)
            assert inverse(domain, matrix).astype(float) == pytest.approx(turned)


def test_a_singular_matrix_has_no_inverse_and_no_determinant() -> None:
    with precision(BITS):
        third = ball(Fraction(1, 3))
        unclear = np.array([[third, third], [third, third]])
        for domain, matrix in ((Floats(), np.zeros((2, 2))), (Floats(), np.full((1, 1), math.nan)), (Balls(), unclear)):
            for function in (determinant, inverse):
                with pytest.raises(Undefined, match="singular"):
                    function(domain, matrix)


def test_determinants_of_formulas_are_written_out_up_to_a_size() -> None:
    def entries(size: int) -> Any:
        return drawn((size, size), iter(Entry(Var(f"a{k}")) for k in range(size * size)).__next__)

    assert str(determinant(Entries(), entries(2)).expr) == "add(mul(a0, a3), mul(a1, neg(a2)))"
    for function in (determinant, inverse):
        with pytest.raises(Undefined, match="written out"):
            function(Entries(), entries(LARGEST + 1))


# --- unspecified functions


def test_an_unspecified_function_is_the_same_for_its_name_and_another_for_another() -> None:
    def g(name: str, order: int = 0) -> Expr:
        return Apply(ops.get("opaque"), (X,), (("name", name), ("order", order)))

    assert float_of(g("g"), x=0.3) == float_of(g("g"), x=0.3) != float_of(g("h"), x=0.3)
    step = 1e-6
    for order in range(4):
        slope = (float_of(g("g", order), x=0.3 + step) - float_of(g("g", order), x=0.3 - step)) / (2 * step)
        assert float_of(g("g", order + 1), x=0.3) == pytest.approx(slope, rel=1e-6)
    kept = evaluate(g("g", 2), Setting({X: Entry(X)}), Entries())
    assert kept.expr is g("g", 2)
