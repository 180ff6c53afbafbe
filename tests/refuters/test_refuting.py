"""What is wrong is refuted, what holds is not: the traps that catch those who compare numbers."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import flint
import numpy as np
import pytest
from systems_for_tests import ALL, batch, logistic

from derive import building as b
from derive.balls import BITS, ball, farthest, relative_width
from derive.bench import Bench
from derive.building import total_derivative
from derive.checking import decide
from derive.deriving import derive_gradients
from derive.ir import Apply, Const, Expr, Var, children
from derive.modelling import library
from derive.refuters import pinning
from derive.refuters.points import Probe
from derive.refuters.refuting import refute
from derive.shapes import Shape
from derive.systems import System
from derive.tapes import Tape
from derive.verdicts import Refuted, Undecided
from numeric.enclosure import precision

EMPTY = System({}, Var("L"), (), ())
X, Y, Z = Var("x"), Var("y"), Var("z")
M = Shape.of("m")
U, V = Var("u", M), Var("v", M)
A = Var("A", Shape.of("m", "m"))
N, TWO, HALF = b.extent("n"), Const(2), b.number("1/2")
ROW = Var("a", Shape.of("n"))


def call(name: str, *args: Expr) -> Expr:
    return b.call(name, *args)


def refuted(left: Expr, right: Expr, system: System = EMPTY) -> Probe:
    return refute(left, right, system)


AT_3 = b.sub(X, Const(3))
"""It is 0 at the first point that is tried."""
SQUARE = b.power(Z, TWO)
MEAN = b.div(b.total(ROW), N)

WRONG = {
    "√z² = z": (b.power(SQUARE, HALF), Z),
    "|xy| = xy": (call("abs", b.mul(X, Y)), b.mul(X, Y)),
    "|z| = z": (call("abs", Z), Z),
    "|z| = -z": (call("abs", Z), b.neg(Z)),
    "relu(z) = z": (call("relu", Z), Z),
    "relu(z) = 0": (call("relu", Z), b.mul(Const(0), Z)),
    "max(x, y) = x": (call("max", X, Y), X),
    "max(x, y) = y": (call("max", X, Y), Y),
    "2^x = 2x": (b.power(TWO, X), b.mul(TWO, X)),
    "x² = 2x": (b.power(X, TWO), b.mul(TWO, X)),
    "x³ = x": (b.power(X, Const(3)), X),
    "x(x - 1)(x - 1/2) = 0": (b.mul(X, b.sub(X, b.ONE), b.sub(X, HALF)), Const(0)),
    "y² = y, as for labels": (b.mul(Y, Y), Y),
    "1.000000001 x = x": (b.mul(Const(1 + Fraction(1, 10**9)), X), X),
    "x + 10⁻³⁰ = x": (b.add(X, Const(Fraction(1, 10**30))), X),
    "10⁻²⁰⁰ x = 2·10⁻²⁰⁰ x": (b.mul(Const(Fraction(1, 10**200)), X), b.mul(Const(Fraction(2, 10**200)), X)),
    "10⁻⁴⁰⁰ x = 0, below every float": (b.mul(Const(Fraction(1, 10**400)), X), b.mul(Const(0), X)),
    "10⁴⁰⁰ x = 2·10⁴⁰⁰ x, above every float": (b.mul(Const(10**400), X), b.mul(Const(2 * 10**400), X)),
    "Aᵀ = A": (b.transpose(A), A),
    "u = v": (U, V),
    "u ⊙ v = u ⊙ u": (b.mul(U, V), b.mul(U, U)),
    "sum = mean": (b.total(ROW), MEAN),
    "2 sum = n sum, true for n = 2": (b.mul(TWO, b.total(ROW)), b.mul(N, b.total(ROW))),
    "n² = 4, true for n = 2": (b.mul(N, N), Const(4)),
    "n = m, true for equal sizes": (N, b.extent("m")),
    "u_3 = u_1": (call("take", U, Const(3)), call("take", U, Const(1))),
    "log(x²) = log x": (call("log", b.power(X, TWO)), call("log", X)),
    "arccosh: log(x - 20) = 1": (call("log", b.sub(X, Const(20))), b.ONE),
    "1 - x under a root": (b.power(b.sub(b.ONE, b.power(X, TWO)), HALF), X),
    "log det A = 1": (call("log", call("det", A)), b.ONE),
    "log(-x) = 0": (call("log", b.neg(X)), Const(0)),
    "[relu(z) > 0] = 1, true for z > 0": (call("greater", call("relu", Z), Const(0)), b.ONE),
    "[relu(z) ≥ 0] = [z > 0], apart where relu stays 0": (
        call("at_least", call("relu", Z), Const(0)),
        call("greater", Z, Const(0)),
    ),
    "[max(x, 2) > 2] = 1": (call("greater", call("max", X, TWO), TWO), b.ONE),
    "[x² [z > 0] > 0] = 1": (
        call("greater", b.mul(b.power(X, TWO), call("greater", Z, Const(0))), Const(0)),
        b.ONE,
    ),
    "(x - y)/z = z/(x - y), true for many tenths": (
        b.mul(call("log", b.sub(b.ONE, Z)), call("log", Z), b.div(b.sub(X, Y), b.sub(b.ONE, Z))),
        b.mul(call("log", b.sub(b.ONE, Z)), call("log", Z), b.div(b.sub(b.ONE, Z), b.sub(X, Y))),
    ),
}  # fmt: skip

RIGHT = {
    "log(x²) = 2 log x": (call("log", b.power(X, TWO)), b.mul(TWO, call("log", X))),
    "step(z) + step(-z) = 1": (b.add(call("step", Z), call("step", b.neg(Z))), b.ONE),
    "x / x = 1": (b.div(X, X), b.ONE),
    "√z² = |z|": (b.power(SQUARE, HALF), call("abs", Z)),
    "[z > 0] = [z ≥ 0], but for z = 0": (call("greater", Z, Const(0)), call("at_least", Z, Const(0))),
    "[z > 0] + [z < 0] = 1, but for z = 0": (
        b.add(call("greater", Z, Const(0)), call("greater", Const(0), Z)),
        b.ONE,
    ),
    "[x = y] = 0, but where they meet": (call("equals", X, Y), Const(0)),
    "relu′ as an indicator": (b.derivative(call("relu", Z), Z), call("at_least", Z, Const(0))),
    "relu′ as a step": (b.derivative(call("relu", Z), Z), call("step", Z)),
    "sign at a sum that can vanish": (
        b.mul(call("sign", b.sub(X, Y)), call("sign", b.sub(X, Y))),
        b.ONE,
    ),
    "x⁰ = 1, for an exponent that moves": (b.power(X, b.sub(Y, Y)), b.ONE),
    "[z > 0] + [z < 0] = 1 where z vanishes at a point that is tried": (
        b.add(call("greater", X, Const(3)), call("greater", Const(3), X)),
        b.ONE,
    ),
    "sign² = 1 where the sign is asked at 0": (b.mul(call("sign", AT_3), call("sign", AT_3)), b.ONE),
    "z⁰ = 1 with 0⁰ at a point that is tried": (b.power(b.sub(X, Const(3)), b.sub(Y, Y)), b.ONE),
    "z^y = 0 for z = 0, which 0⁰ is not": (b.mul(Const(0), b.power(X, Y)), Const(0)),
    "A⁻¹A = 1": (b.matmul(call("inverse", A), A), b.eye("m")),
    "n/n = 1": (b.div(N, N), b.ONE),
    "e^x e^-x = 1": (b.mul(call("exp", X), call("exp", b.neg(X))), b.ONE),
    "σ(-z) = 1 - σ(z)": (call("sigmoid", b.neg(Z)), b.sub(b.ONE, call("sigmoid", Z))),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_is_wrong_is_refuted(name: str) -> None:
    left, right = WRONG[name]
    for sides in ((left, right), (right, left)):
        found = refuted(*sides).counterexample
        assert found is not None
        assert found.left.partition(" ± ")[0] != found.right.partition(" ± ")[0]


STANDING = {
    "relu": "[relu(z) ≥ 0] = [z > 0], apart where relu stays 0",
    "max": "[max(x, 2) > 2] = 1",
    "mul": "[x² [z > 0] > 0] = 1",
    "greater": "[x² [z > 0] > 0] = 1",
}


@pytest.mark.parametrize("rule", STANDING)
def test_at_a_jump_a_rule_knows_what_stands_still(rule: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(pinning._RULES, rule)
    assert refuted(*WRONG[STANDING[rule]]).counterexample is None


def test_what_is_said_to_stand_still_and_does_not_refutes_what_holds(monkeypatch: pytest.MonkeyPatch) -> None:
    def still(tape: Tape, *_: object) -> dict[Expr, np.bool_]:
        return dict.fromkeys(tape.slots, np.False_)

    monkeypatch.setattr("derive.refuters.comparing.moving", still)
    assert refuted(*RIGHT["[z > 0] + [z < 0] = 1 where z vanishes at a point that is tried"]).counterexample is not None


@pytest.mark.parametrize("name", RIGHT)
def test_what_holds_where_it_is_defined_is_not_refuted(name: str) -> None:
    for sides in (RIGHT[name], RIGHT[name][::-1]):
        found = refuted(*sides)
        assert found.counterexample is None
        assert found.agreeing >= 2
        assert found.widest < 1e-20


# --- declared facts


def declared(**facts: str) -> System:
    known = {v: frozenset({facts[v.name]}) for v in (X, A, U) if v.name in facts}
    return System({}, Var("L"), (), (), {}, known)


@pytest.mark.parametrize(
    ("left", "right", "system"),
    [
        (call("abs", X), X, declared(x="positive")),
        (b.transpose(A), A, declared(A="symmetric")),
        (b.mul(U, U), U, declared(u="one-hot")),
        (b.total(U), b.ONE, declared(u="one-hot")),
    ],
)
def test_what_holds_by_declaration_is_not_refuted(left: Expr, right: Expr, system: System) -> None:
    assert refuted(left, right).counterexample is not None
    found = refuted(left, right, system)
    assert found.counterexample is None
    assert found.agreeing >= 2


def test_a_counterexample_is_as_declared() -> None:
    found = refuted(A, b.mul(TWO, A), declared(A="symmetric")).counterexample
    assert found is not None
    rows = [row.split(", ") for row in found.point["A"][1:-1].split("; ")]
    assert rows == [list(column) for column in zip(*rows, strict=True)]


# --- what has no value


@pytest.mark.parametrize(
    ("left", "reason"),
    [
        (b.div(X, b.sub(X, X)), "div"),
        (call("log", b.neg(b.power(X, TWO))), "log"),
        (b.power(b.sub(b.neg(b.power(X, TWO)), b.ONE), HALF), "power"),
        (b.total(call("inverse", b.sub(A, A))), "singular"),
        (total_derivative(Y, X), ""),
    ],
)
def test_where_nothing_has_a_value_the_reason_is_told(left: Expr, reason: str) -> None:
    found = refuted(left, X)
    if reason:
        assert (found.counterexample, found.agreeing) == (None, 0)
        assert reason in found.reason
        assert found.points > 4
    else:  # what does not depend on a name has derivative 0
        assert found.counterexample is not None


def test_a_circle_of_equations_is_told() -> None:
    system = System({X: b.add(Y, b.ONE), Y: b.neg(X)}, Var("L"), (), ())
    assert "circle" in refuted(X, Z, system).reason


def test_an_equation_that_is_not_there_is_told() -> None:
    assert "no equation" in refuted(b.partial(Y, X), Z).reason


# --- models


@pytest.mark.parametrize("make", ALL.values(), ids=ALL)
def test_the_gradients_of_a_model_are_not_refuted_and_their_doubles_are(make: Callable[[], System]) -> None:
    system = make()
    for chain in derive_gradients(system).chains:
        right = chain.result
        assert refuted(chain.start, right, system).counterexample is None
        assert refuted(chain.start, b.mul(TWO, right), system).counterexample is not None


def test_one_wrong_entry_among_many_is_found() -> None:
    """Entries of a large derivative are sampled at later points, never at the first."""
    system = batch()
    goal = total_derivative(system.loss, system.data[0])
    right = next(c.result for c in derive_gradients(system, (system.data[0],)).chains if c.start is goal)
    assert refuted(goal, right, system).counterexample is None
    for row, column in np.ndindex(2, 3):
        places = (spread_positions("m", right.shape, 0, row + 1), spread_positions("n", right.shape, 1, column + 1))
        wrong = b.add(right, b.mul(*places, right))
        assert refuted(goal, wrong, system).counterexample is not None, (row, column)


def spread_positions(size: str, shape: Shape, axis: int, number: int) -> Expr:
    """1 where the position along an axis is that number, 0 elsewhere."""
    return call("equals", b.align(b.positions(size), shape, (axis,)), b.broadcast(Const(number), shape))


def test_a_derivative_that_another_part_of_the_claim_needs_is_evaluated_whole() -> None:
    """Else the entries that are left out would be taken for 0."""
    system = logistic()
    goal = total_derivative(system.loss, system.parameters[0])
    again = b.mul(b.div(b.total(goal), b.total(goal)), goal)
    found = refuted(goal, again, system)
    assert found.counterexample is None
    assert found.agreeing >= 2


# --- deep and tiny


def deep(layers: int, wrong: int | None = None) -> tuple[System, Expr, Expr]:
    """z_l = s_l a_(l-1), a_l = σ(z_l): ∂a_L/∂a_0 = Π s_l a_l (1 − a_l), a sign lost in one layer."""
    scale, previous = Var("s"), Var("a0")
    equations: dict[Var, Expr] = {}
    factors: list[Expr] = []
    for layer in range(1, layers + 1):
        z, a = Var(f"z{layer}"), Var(f"a{layer}")
        equations[z] = b.mul(scale, previous)
        equations[a] = call("sigmoid", z)
        factors += [scale, a, (b.add if layer == wrong else b.sub)(b.ONE, a)]
        previous = a
    return System(equations, previous, (), ()), total_derivative(previous, Var("a0")), b.mul(*factors)


@pytest.mark.parametrize("wrong", [1, 30, 60])
def test_a_wrong_sign_in_one_of_60_layers_is_refuted(wrong: int) -> None:
    system, left, right = deep(60, wrong)
    assert refuted(left, right, system).counterexample is not None


@pytest.mark.parametrize("layers", [60, 1_000])
def test_a_right_product_over_many_layers_is_not_refuted(layers: int) -> None:
    system, left, right = deep(layers)
    found = refuted(left, right, system)
    assert found.counterexample is None
    assert found.agreeing >= 2
    assert found.widest < 1e-20


def test_a_gradient_far_below_every_float_is_refuted() -> None:
    system, left, right = deep(1_000, wrong=500)
    found = refuted(left, right, system).counterexample
    assert found is not None
    assert int(found.left.partition(" ± ")[0].partition("e")[2]) < -310


def test_balls_that_are_too_wide_are_made_narrower() -> None:
    """Each layer loses some digits: 128 bits are used up long before the last one."""
    power = call("exp", X)
    right: Expr = power
    for _ in range(400):
        right = Apply(b.add(X, Y).op, (b.mul(TWO, right), b.neg(power)))
    found = refuted(right, power)
    assert found.counterexample is None
    assert found.agreeing >= 2
    assert found.widest < 1e-20
    assert refuted(right, b.mul(Const(1 + Fraction(1, 10**20)), power)).counterexample is not None


def test_agreement_is_relative_however_small_the_values_are() -> None:
    with precision(BITS):
        tiny = ball(Fraction(1, 10**600))
        zero = ball(0) + flint.arb(0, "1e-40")
        assert relative_width(tiny, tiny + tiny * ball(Fraction(1, 3)) * 0) < 1e-30
        assert relative_width(tiny, zero) > 1e100
        pair = np.array([tiny, zero], dtype=object)
        assert relative_width(pair, pair) > 1e100
        assert farthest(tiny, tiny * 2) == ((), pytest.approx(0.5))
        assert farthest(tiny, zero) is None


def test_the_entry_is_the_one_that_differs_most() -> None:
    with precision(BITS):
        left = np.array([ball(1), ball(2), ball(4)], dtype=object)
        right = np.array([ball(1), ball(3), ball(-4)], dtype=object)
        assert farthest(left, right) == ((2,), pytest.approx(2))


def test_a_gram_matrix_is_regular_at_some_of_the_points() -> None:
    """XᵀX is singular wherever X has more columns than rows: the sizes grow one way, and then the other."""
    x = Var("X", Shape.of("m", "n"))
    gram = b.matmul(b.transpose(x), x)
    left = b.derivative(b.call("log", b.call("det", gram)), x)
    right = b.mul(Const(2), b.matmul(x, b.call("inverse", gram)))
    system = System({}, Var("L"), (), (x,))
    assert refute(left, right, system).agreeing
    assert refute(left, b.neg(right), system).counterexample is not None


# --- cases


def hinge(wrong: bool) -> tuple[Expr, Expr, System]:
    """The gradient of the hinge loss of n examples by the scores: with a minus lost it is right in most entries."""
    variant = library("multi-class-hinge").variants["n examples"]
    claim = next(c for c in variant.claims if "S_{ji}" in c.formula.latex)
    scale, inside = children(claim.sides[1])
    own, others = children(inside)
    return claim.sides[0], b.mul(scale, b.add(own, b.neg(others) if wrong else others)), variant.system


def test_where_there_are_cases_every_entry_is_evaluated_at_every_point(monkeypatch: pytest.MonkeyPatch) -> None:
    assert refute(*hinge(wrong=False)).counterexample is None
    assert refute(*hinge(wrong=True)).counterexample is not None
    monkeypatch.setattr(Tape, "has_cases", False)
    assert refute(*hinge(wrong=True)).counterexample is None


def test_what_is_not_proved_is_tried_at_further_points(monkeypatch: pytest.MonkeyPatch) -> None:
    """Between the two margins lies none of the first points."""
    left, right = call("greater", X, Const(-8)), call("greater", X, Const(-15))
    assert refuted(left, right).counterexample is None
    bench = Bench(EMPTY)
    assert isinstance(decide(left, right, bench), Refuted)
    monkeypatch.setattr("derive.refuters.supplies.LATER", ())
    assert isinstance(decide(left, right, bench), Undecided)
