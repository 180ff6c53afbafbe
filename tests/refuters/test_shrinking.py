"""A counterexample is short: small whole numbers, exact values where there are any, and it stays one."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from systems_for_tests import batch, linear, logistic

from derive import building as b
from derive.arrays import filled
from derive.balls import Balls, ball
from derive.building import total_derivative
from derive.deriving import derive_gradients
from derive.ir import Apply, Const, Expr, Var
from derive.lowering import Setting, evaluate
from derive.refuters import comparing, points, shrinking
from derive.refuters.comparing import Jumps, Spending, compared
from derive.refuters.points import number_text, probe
from derive.refuters.refuting import refute
from derive.refuters.screening import Look
from derive.refuters.supplies import Pointing
from derive.shapes import Shape
from derive.systems import System
from derive.tapes import Tape
from derive.verdicts import Counterexample
from numeric.enclosure import precision

EMPTY = System({}, Var("L"), (), ())
X, Y, Z = Var("x"), Var("y"), Var("z")
A, U = Var("A", Shape.of("m", "m")), Var("u", Shape.of("m"))


def shown(left: Expr, right: Expr, system: System = EMPTY) -> Counterexample:
    found = refute(left, right, system).counterexample
    assert found is not None
    return found


def gradient(system: System, v: Var) -> Expr:
    goal = total_derivative(system.loss, v)
    return next(chain.result for chain in derive_gradients(system).chains if chain.start is goal)


@pytest.mark.parametrize(
    ("left", "right", "point", "values"),
    [
        (b.mul(X, Y), b.neg(b.mul(X, Y)), {"x": "1", "y": "1"}, ("1", "-1")),
        (b.mul(X, X), b.mul(Const(2), X), {"x": "1"}, ("1", "2")),
        (b.power(X, Const(2)), b.power(X, Const(3)), {"x": "2"}, ("4", "8")),
        (b.derivative(b.call("sigmoid", Z), Z), b.call("sigmoid", Z), {"z": "0"}, ("1/4", "1/2")),
        (b.transpose(A), A, {"A": "[1, 2; 3, 4]"}, ("3", "2")),
        (b.div(X, Const(3)), X, {"x": "1"}, ("1/3", "1")),
        (b.div(b.ONE, b.extent("n")), b.extent("n"), {}, ("1/2", "2")),
    ],
)
def test_the_point_is_one_that_a_person_would_take(
    left: Expr, right: Expr, point: dict[str, str], values: tuple[str, str]
) -> None:
    found = shown(left, right)
    assert found.point == point
    assert (found.left, found.right) == values


@pytest.mark.parametrize("make", [linear, logistic, batch])
def test_gradients_come_out_exactly_where_there_is_such_a_point(make: Any) -> None:
    """For a loss with logarithms too: its slope is rational where the sigmoid is taken at 0."""
    system = make()
    for v in system.parameters:
        found = shown(total_derivative(system.loss, v), b.neg(gradient(system, v)), system)
        assert Fraction(found.left) == -Fraction(found.right) != 0


def test_what_is_shown_is_what_the_sides_are_there() -> None:
    """Evaluated anew at the numbers that are printed, in balls and without a tape."""
    system = batch()
    w = system.parameters[0]
    goal, right = total_derivative(system.loss, w), b.mul(Const(2), gradient(system, w))
    found = shown(goal, right, system)
    names = {v.name: v for v in (*system.parameters, *system.data)}
    with precision(256):
        values = {names[name]: _parsed(text) for name, text in found.point.items()}
        setting = Setting(values, found.sizes, system.equations)
        entry = tuple(k - 1 for k in found.entry)
        for side, text in ((goal, found.left), (right, found.right)):
            assert abs(evaluate(side, setting, Balls())[entry] - ball(Fraction(text))) < 1e-30


def _parsed(text: str) -> Any:
    if text.startswith("["):
        rows = [row.split(", ") for row in text[1:-1].split("; ")]
        return filled((len(rows), len(rows[0])), lambda index: ball(Fraction(rows[index[0]][index[1]])))
    if text.startswith("("):
        parts = text[1:-1].split(", ")
        return filled((len(parts),), lambda index: ball(Fraction(parts[index[0]])))
    return ball(Fraction(text))


def test_a_short_point_does_not_stand_at_a_kink() -> None:
    """At z = 0 both sides are rational, and the left one is a convention."""
    left = b.add(b.call("greater", Z, Const(0)), b.call("exp", Z))
    assert shown(left, b.mul(Const(2), left)).point != {"z": "0"}
    assert shown(b.derivative(b.call("relu", Z), Z), b.mul(Const(3), b.call("step", Z))).point["z"] != "0"


def test_a_mistake_that_a_size_hides_is_shown_at_another_size() -> None:
    row = Var("a", Shape.of("n"))
    found = shown(b.mul(Const(2), row), b.mul(b.extent("n"), row))
    assert found.sizes["n"] > 2


def test_many_sizes_are_made_alike_where_that_shows_the_difference() -> None:
    wide = Var("B", Shape.of("h", "n")), Var("C", Shape.of("n", "k")), Var("D", Shape.of("k", "h"))
    product = b.matmul(b.matmul(wide[0], wide[1]), wide[2])
    found = shown(product, b.mul(Const(3), product))
    assert dict(found.sizes) == {"h": 2, "k": 2, "n": 2}
    hidden = shown(b.mul(Const(2), product), b.mul(b.extent("n"), product))
    assert len(set(hidden.sizes.values())) == 3


def test_values_that_look_alike_get_more_digits() -> None:
    for digits in (4, 9, 20, 30):
        found = shown(b.mul(b.call("exp", X), Const(1 + Fraction(1, 10**digits))), b.call("exp", X))
        assert found.left.partition(" ± ")[0] != found.right.partition(" ± ")[0]


def test_the_entry_that_differs_is_named_from_1() -> None:
    first = b.call("equals", b.positions("m"), b.broadcast(Const(2), U.shape))
    found = shown(U, b.add(U, first))
    assert found.entry == (2,)


def test_exact_values_are_shown_only_where_balls_hold_them(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wrong exact arithmetic must not be printed as a fact."""
    right = shrinking.as_fraction
    monkeypatch.setattr(shrinking, "as_fraction", lambda value: right(value) + 1)
    found = shown(b.mul(X, Y), b.mul(Const(2), X, Y))
    product = Fraction(found.point["x"]) * Fraction(found.point["y"])
    assert (float(found.left), float(found.right)) == (product, 2 * product)


def test_a_lying_screen_refutes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Floats only say where to look; balls have the last word."""
    lie = Look(1.0, 1.0, (0, 0))
    for module in (shrinking, points):
        monkeypatch.setattr(module, "look", lambda bound, point: lie)
        monkeypatch.setattr(module, "CHEAP", 0)
    square = b.matmul(A, A)
    assert refute(square, b.matmul(A, b.transpose(b.transpose(A))), EMPTY).counterexample is None
    assert refute(square, b.neg(square), EMPTY).counterexample is not None


def test_a_blind_screen_hides_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (shrinking, points):
        monkeypatch.setattr(module, "look", lambda bound, point: None)
        monkeypatch.setattr(module, "CHEAP", 0)
    square = b.matmul(A, A)
    assert refute(square, b.mul(Const(2), square), EMPTY).counterexample is not None


def test_no_work_is_left_for_shrinking_by_probes() -> None:
    found = probe(X, b.mul(Const(2), X), {}, (X,), {}).counterexample
    assert found is not None
    assert found.point == {"x": "3"}


def test_a_wide_ball_is_no_difference() -> None:
    """Jumps and the budget aside, `compared` says only what balls certainly say."""
    almost = b.add(X, Const(Fraction(1, 10**60)))
    tape = Tape((almost, X), {})
    pointing = Pointing(tape, {})
    jumps, point = Jumps(tape, pointing.discrete), pointing.made(shrinking.ones, {})
    seen = compared(tape.at({}), point, jumps, Spending())
    assert seen.entry is None
    assert seen.width < comparing.CLOSE


@pytest.mark.parametrize(
    ("number", "text"),
    [("3/2", "3/2"), ("1/3", "1/3"), ("3/10", "0.3"), ("-1/4", "-1/4"), ("7", "7"), ("1/8", "0.125")],
)
def test_numbers_are_written_as_people_write_them(number: str, text: str) -> None:
    assert number_text(Fraction(number)) == text
    assert Fraction(text) == Fraction(number)


def test_large_graphs_are_not_searched_for_shorter_points() -> None:
    chain: Expr = X
    for _ in range(30_000):
        chain = Apply(b.add(X, Y).op, (chain, Y))
    assert shown(chain, X).point == {"x": "3", "y": "2"}
