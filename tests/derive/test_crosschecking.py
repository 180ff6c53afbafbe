"""The cross-check: right gradients pass, and every kind of wrong one is stopped by roads of another kind."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from systems_for_tests import ALL, batch, linear, logistic

from derive import building as b
from derive import cas, ops
from derive.balls import BITS, Balls
from derive.building import total_derivative
from derive.crosschecking import Disagreement, cross_check
from derive.deriving import derive_gradients
from derive.ir import Const, Expr, Var, children
from derive.lowering import Setting, evaluate
from derive.matching import places
from derive.shapes import Shape
from derive.systems import System
from numeric.enclosure import precision

HAND_WRITTEN = {"logistic": "logistic-regression"}
NO_PASS = "nobody has written one for this model"


def gradients_of(system: System) -> dict[Var, Expr]:
    results = {chain.start: chain.result for chain in derive_gradients(system).chains}
    return {v: results[total_derivative(system.loss, v)] for v in system.parameters}


@pytest.mark.parametrize("make", ALL.values(), ids=ALL)
def test_right_gradients_pass(make: Callable[[], System]) -> None:
    system = make()
    check = cross_check(system, gradients_of(system), points=2)
    assert [road.name for road in check.roads][1:3] == ["finite differences (Richardson)", "complex step"]
    assert all(set(road.errors) == set(system.parameters) for road in check.roads[1:])
    assert 0 <= check.worst < 1e-10
    assert max(check.roads[3].errors.values()) < 1e-30
    assert check.points == 2


def test_a_missing_pass_is_said_and_a_known_one_is_used() -> None:
    system = logistic()
    gradients = gradients_of(system)
    for name in ("", "no-such-model"):
        road = cross_check(system, gradients, name, points=1).roads[0]
        assert (road.errors, road.note) == ({}, NO_PASS)
    road = cross_check(system, gradients, HAND_WRITTEN["logistic"], points=1).roads[0]
    assert road.note == ""
    assert set(road.errors) == set(system.parameters)


def test_points_are_seeded() -> None:
    system = linear()
    gradients = gradients_of(system)
    first, again, other = (cross_check(system, gradients, seed=seed) for seed in (3, 3, 4))
    assert first == again
    assert first.seed == 3
    assert first.roads != other.roads


# --- wrong gradients


def _dropped_term(gradient: Expr) -> Expr:
    for place, part in places(gradient):
        if b.is_apply(part, "add"):
            return b.replace_at(gradient, place, children(part)[0])
    raise AssertionError(f"{gradient} has no sum")


def _turned(gradient: Expr) -> Expr:
    return b.transpose(gradient)


def _other_index(gradient: Expr) -> Expr:
    """x₂ for x₁."""
    x1, x2 = linear().data[:2]
    for place, part in places(gradient):
        if part is x1:
            return b.replace_at(gradient, place, x2)
    raise AssertionError(f"{gradient} has no x₁")


CORRUPTIONS: dict[str, tuple[Callable[[], System], Callable[[Expr], Expr]]] = {
    "sign": (logistic, b.neg),
    "factor 2": (batch, lambda g: b.mul(Const(2), g)),
    "factor 1.0005": (linear, lambda g: b.mul(b.number("1.0005"), g)),
    "transposed": (logistic, _turned),
    "dropped term": (logistic, _dropped_term),
    "wrong index": (linear, _other_index),
    "sum for mean": (batch, lambda g: b.mul(b.extent("n"), g)),
    "something small added": (linear, lambda g: b.add(g, b.number("0.00001"))),
    "zero": (linear, lambda g: b.zeros(g.shape)),
}


@pytest.mark.parametrize("kind", CORRUPTIONS)
def test_a_wrong_gradient_is_stopped(kind: str) -> None:
    make, corrupt = CORRUPTIONS[kind]
    system = make()
    gradients = gradients_of(system)
    first = system.parameters[0]
    with pytest.raises(Disagreement, match=rf"∂/∂{first}"):
        cross_check(system, {**gradients, first: corrupt(gradients[first])}, points=1)


@pytest.mark.parametrize("road", [1, 3])
def test_each_road_stops_a_wrong_gradient_by_itself(road: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the floating-point roads out of the way SymPy still refuses, and the other way round."""
    system = linear()
    gradients = {v: b.mul(b.number("1.0005"), g) for v, g in gradients_of(system).items()}
    silenced = "_compare" if road == 3 else "_sympy_road"
    monkeypatch.setattr(f"derive.crosschecking.{silenced}", lambda *args: 0.0)
    with pytest.raises(Disagreement, match="SymPy" if road == 3 else "finite differences"):
        cross_check(system, gradients, points=1)


# --- losses that do not have a value everywhere


def _of_logarithms() -> tuple[System, dict[Var, Expr]]:
    p, q, loss = Var("p"), Var("q"), Var("L")
    body = b.add(b.call("log", p), b.call("log", b.sub(b.ONE, p)), b.call("log", q))
    gradients = {p: b.sub(b.div(b.ONE, p), b.div(b.ONE, b.sub(b.ONE, p))), q: b.div(b.ONE, q)}
    return System({loss: body}, loss, (p, q), ()), gradients


def test_points_are_taken_where_the_loss_has_a_value() -> None:
    system, gradients = _of_logarithms()
    assert cross_check(system, gradients).worst < 1e-10
    with pytest.raises(Disagreement):
        cross_check(system, {**gradients, system.parameters[0]: b.ONE})


def test_a_loss_without_values_is_refused() -> None:
    p, loss = Var("p"), Var("L")
    body = b.call("log", b.neg(b.power(p, Const(2))))
    with pytest.raises(Disagreement, match="none of the points"):
        cross_check(System({loss: body}, loss, (p,), ()), {p: b.div(Const(2), p)})


def test_many_sizes_have_numbers() -> None:
    loss = Var("L")
    vectors = [Var(f"v{index}", Shape.of(f"n{index}")) for index in range(8)]
    body = b.add(*(b.total(b.mul(v, v)) for v in vectors))
    gradients = {v: b.mul(b.broadcast(Const(2), v.shape), v) for v in vectors[:2]}
    check = cross_check(System({loss: body}, loss, tuple(vectors), ()), gradients, points=1)
    assert len(set(check.sizes.values())) == 8


# --- SymPy's road


def test_what_sympy_makes_of_an_expression_has_the_same_value() -> None:
    """SymPy rewrites what it builds, e^(1 + log x) among others; values and expressions must survive that."""
    x = Var("x")
    body = b.div(b.call("exp", b.add(b.ONE, b.call("log", b.add(x, b.ONE)))), b.power(b.sub(x, Const(3)), Const(2)))
    theirs = cas.to_sympy(body)
    assert str(theirs) != str(body)
    again = cas.from_sympy(theirs, {cas.symbol_of(x): x})
    with precision(BITS):
        value = Balls().constant(7, 10)
        ours = evaluate(body, Setting({x: value}), Balls())
        assert ours.overlaps(evaluate(again, Setting({x: value}), Balls()))
        assert ours.overlaps(cas.value(theirs, {cas.symbol_of(x): value}, Balls()))
        assert not ours.overlaps(ours + Balls().constant(1, 10**20))


def test_a_function_that_is_not_translated_is_named() -> None:
    theirs = cas.to_sympy(Var("x"))
    for node in (theirs // 1, 1 / (0 * theirs)):
        with pytest.raises(cas.Unsupported, match="no counterpart"):
            cas.value(node, {theirs: Balls().constant(1, 2)}, Balls())
        with pytest.raises(cas.Unsupported, match="no counterpart"):
            cas.from_sympy(node, {theirs: Var("x")})


@pytest.mark.parametrize("name", [name for name in ops.names() if ops.get(name).definition])
def test_a_function_that_others_define_has_sympys_derivative_of_its_definition(name: str) -> None:
    x, loss = Var("x"), Var("L")
    body = b.mul(x, b.call(name, b.call(name, b.mul(x, b.number("1/2")))))
    system = System({loss: body}, loss, (x,), ())
    short, written_out = (cas.gradient(system, x, {}, domain) for domain in (cas.Short(), cas.Symbolic()))
    with precision(BITS):
        point = {cas.symbol_of(x): Balls().constant(7, 10)}
        found, expected = (cas.value(slope, point, Balls()) for slope in (short, written_out))
        assert found.overlaps(expected)
        assert not (found + Balls().constant(1, 10**12)).overlaps(expected)
    assert short.has(cas.Abbreviated)


def test_sympy_is_asked_at_smaller_sizes_where_it_would_have_too_much_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    system = batch()
    monkeypatch.setattr("derive.crosschecking.SYMPY_WORK", 200)
    checked = cross_check(system, gradients_of(system), points=1)
    assert checked.sizes == {"m": 2, "n": 3}
    assert checked.roads[3].name.endswith("(m = 2, n = 1)")
    assert max(checked.roads[3].errors.values()) < 1e-9
    monkeypatch.setattr("derive.crosschecking.SYMPY_WORK", 1)
    checked = cross_check(system, gradients_of(system), points=1)
    assert not checked.roads[3].errors
    assert "too long" in checked.roads[3].note
