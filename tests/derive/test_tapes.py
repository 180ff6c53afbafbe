"""A tape gives the values that evaluation without one gives, for every point, and orders its nodes once."""

from __future__ import annotations

import random
from collections.abc import Callable

import numpy as np
import pytest
from expressions_for_tests import SHAPES, expression
from points_for_tests import setting_for, signed
from systems_for_tests import ALL

from derive import building as b
from derive.arrays import entries
from derive.balls import BITS, Balls
from derive.building import total_derivative
from derive.ir import Const, Expr, Var, postorder
from derive.lowering import Floats, NoValue, Setting, evaluate
from derive.shapes import Shape
from derive.systems import System
from derive.tapes import Bound, Tape
from numeric.enclosure import precision

X, Y, L = Var("x"), Var("y"), Var("L")
U, A = Var("u", Shape.of("m")), Var("A", Shape.of("m", "k"))
CUBE = b.power(X, Const(3))


def same(left: object, right: object) -> bool:
    a, c = dict(entries(left)), dict(entries(right))
    return a.keys() == c.keys() and all(str(a[index]) == str(c[index]) for index in a)


def assert_same(roots: tuple[Expr, ...], setting: Setting) -> None:
    tape = Tape(roots, setting.given)
    with precision(BITS):
        values = tape.at(setting.sizes).run({v: setting.values[v] for v in tape.inputs}, Balls())
        for root, slot in zip(roots, tape.roots, strict=True):
            assert same(values[slot], evaluate(root, setting, Balls())), root


@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_random_expressions(shape: Shape) -> None:
    rng = random.Random(11)
    for _ in range(20):
        roots = expression(shape, rng, depth=3), expression(shape, rng, depth=2)
        with precision(BITS):
            setting = setting_for(roots, rng, supply=signed)
        assert_same(roots, setting)


@pytest.mark.parametrize("make", ALL.values(), ids=ALL)
def test_a_run_goes_on_from_another_one_where_one_input_differs(make: Callable[[], System]) -> None:
    system = make()
    bound = Tape([system.loss], system.equations).at(dict(zip(system.size_names, (2, 3, 4, 5), strict=False)))
    rng = np.random.default_rng(5)
    point = {v: rng.uniform(0.1, 0.9, v.shape.numbers(bound.sizes)) for v in bound.tape.inputs}
    values = bound.run(point, Floats())
    for v in bound.tape.inputs:
        other = point[v] + 0.25
        again, anew = bound.again(values, {v: other}, Floats()), bound.run({**point, v: other}, Floats())
        assert all(np.array_equal(a, b) for a, b in zip(again, anew, strict=True))
        assert again[bound.tape.roots[0]] != values[bound.tape.roots[0]]


@pytest.mark.parametrize("make", ALL.values(), ids=ALL)
def test_every_derivative_of_a_model(make: object) -> None:
    system = make()  # type: ignore[operator]
    nodes = (*system.nodes, *system.parameters, *system.data)
    goals = [total_derivative(system.loss, v) for v in nodes]
    for node, equation in system.equations.items():
        names = [v for v in postorder(equation) if isinstance(v, Var)]
        goals += [b.partial(node, v) if node.shape.is_scalar else b.vjp(node, node, v) for v in names]
    with precision(BITS):
        setting = setting_for(goals, random.Random(12), system.equations)
    for goal in goals:
        assert_same((goal, goal), setting)


NESTED = {
    "a derivative within a formula": b.mul(X, b.derivative(CUBE, X)),
    "at a point": b.evaluated(b.derivative(CUBE, X), X, Y),
    "second derivatives": b.hessian(b.mul(CUBE, b.call("exp", Y)), X, Y),
    "by a matrix": b.derivative(b.total(b.mul(A, A)), A),
    "a Jacobian": b.jacobian(b.mul(X, U, U), U, "numerator"),
    "weighed": b.pullback(U, b.mul(U, U), U),
    "no dependence": b.derivative(CUBE, Y),
    "of an array without dependence": b.jacobian(b.mul(U, U), X, "numerator"),
}


@pytest.mark.parametrize("name", NESTED)
def test_untaken_derivatives(name: str) -> None:
    root = NESTED[name]
    with precision(BITS):
        setting = setting_for((root,), random.Random(13))
    assert_same((root, b.neg(root)), setting)


def test_only_what_moves_is_evaluated_again() -> None:
    body = b.mul(b.call("exp", Y), X)
    (slope,) = Tape((b.derivative(body, X),), {}).slopes.values()
    assert slope is not None
    assert slope.moving == (body,)


def test_entries_may_be_chosen_for_a_root_alone() -> None:
    goal = b.derivative(b.total(b.mul(A, A)), A)
    sizes = {"m": 2, "k": 3}
    with precision(BITS):
        setting = setting_for((goal,), random.Random(14))
        tape = Tape((goal, b.mul(Const(2), A)), {})
        some = tape.at(setting.sizes).only(((2, 1), (0, 1)))
        left, right = (some.run(setting.values, Balls())[slot] for slot in tape.roots)
        for place in some.places:
            assert (left[place] - right[place]).contains(0)
            assert not left[place].contains(0)
        assert left[0, 0].is_zero()
    assert some.cost < tape.at(setting.sizes).cost
    assert len(tape.at(sizes).sample(3).places) == 3
    used = Tape((goal, b.mul(Const(2), goal)), {})
    assert used.at(sizes).only(((0, 0),)).places == ()


@pytest.mark.parametrize(
    ("root", "given", "message"),
    [
        (X, {X: b.add(X, Y)}, "in a circle"),
        (b.total_derivative(L, X), {L: b.mul(L, X)}, "in a circle"),
        (b.partial(L, X), {}, "no equation"),
        (b.jacobian(U, b.mul(Const(2), U), "numerator"), {}, "speaks of no change"),  # type: ignore[arg-type]
    ],
)
def test_what_can_have_no_value_is_refused_at_once(root: Expr, given: dict[Var, Expr], message: str) -> None:
    with pytest.raises(NoValue, match=message):
        Tape((root,), given)


def test_no_value_at_a_point_says_which_operator() -> None:
    def run(root: Expr, domain: object) -> None:
        bound: Bound = Tape((root,), {}).at({})
        bound.run({X: 0.0}, domain)

    with pytest.raises(NoValue, match="div has no value"):
        run(b.div(b.ONE, X), Floats())
    with pytest.raises(NoValue, match="power series, not floats"):
        run(b.derivative(X, X), Floats())


def test_the_sizes_of_a_tape_are_those_of_shapes_and_of_numbers() -> None:
    tape = Tape((b.mul(b.extent("n"), b.total(A)), X), {})
    assert {str(size) for size in tape.sizes} == {"m", "k", "n"}
