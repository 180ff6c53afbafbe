"""Models of many layers: lines stay short, each goes on from the one before, and what is evaluated has no open ends."""

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from functools import cache, partial
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from systems_for_tests import batch

import derive.adjoints
import derive.crosschecking
from derive import building as b
from derive import cas
from derive.adjoints import adjoints
from derive.arrays import filled
from derive.balls import BITS, Balls, apart, ball
from derive.building import total_derivative
from derive.crosschecking import Disagreement, cross_check
from derive.deriving import derive_gradients
from derive.ir import Expr, Var
from derive.kernel import ReplayError, replay
from derive.lowering import Setting, evaluate
from derive.modelling import Model, model_from
from derive.notation.typesetting import typeset
from derive.signs import facts
from derive.steps import Derivation
from numeric.enclosure import precision
from reports.emitters.plain import plain

LAYERS = 14


@cache
def chain(layers: int = LAYERS) -> Model:
    """One neuron after the other."""
    lines = ["<!-- derive: data x, y -->", "# A chain", "## Model"]
    for k in range(1, layers + 1):
        before = f"a_{{{k - 1}}}" if k > 1 else "x"
        lines += [f"$$z_{{{k}}} = w_{{{k}}} {before} + b_{{{k}}}$$", f"$$a_{{{k}}} = \\sigma(z_{{{k}}})$$"]
    return model_from("\n".join([*lines, "## Loss", f"$$L = \\frac{{1}}{{2}} (a_{{{layers}}} - y)^2$$"]))


@cache
def derivation() -> Derivation:
    """All gradients of the chain."""
    return derive_gradients(chain().system)


def written(expr: Expr) -> str:
    return plain(typeset(expr))


def test_a_line_goes_on_from_the_layer_behind_it_where_it_would_be_long() -> None:
    system, results = chain().system, derivation().results
    found = {v.name: written(results[total_derivative(system.loss, v)]) for v in system.nodes if v is not system.loss}
    assert found["z_12"] == "(a₁₄ − y) a₁₄(1 − a₁₄) w₁₄a₁₃(1 − a₁₃) w₁₃a₁₂(1 − a₁₂)"
    assert found["a_4"] == "∂L/∂z₅ · w₅"
    assert found["z_4"] == "∂L/∂z₅ · w₅ · a₄ · (1 − a₄)"
    assert max(map(len, found.values())) < 120


def test_the_gradient_of_the_first_layer_can_be_evaluated() -> None:
    names = [f"{letter}_{k}" for k in range(1, LAYERS + 1) for letter in "wb"]
    values = dict(zip(["x", "y", *names], np.linspace(0.3, 0.9, 2 + len(names)), strict=True))
    gradient = chain().gradient("w_1")

    def loss(change: float) -> float:
        a = values["x"]
        for k in range(1, LAYERS + 1):
            a = 1 / (1 + np.exp(-((values[f"w_{k}"] + change * (k == 1)) * a + values[f"b_{k}"])))
        return float((a - values["y"]) ** 2 / 2)

    h = 1e-3
    assert gradient.numpy()(**values) == pytest.approx((loss(h) - loss(-h)) / (2 * h), rel=1e-5)
    assert {str(symbol) for symbol in gradient.sympy().free_symbols} == {"x", "y", *names}


def test_what_was_evaluated_before_does_not_hide_a_step_that_is_wrong() -> None:
    """The values at a point are kept; a line that is false is still found, deep in the derivation."""
    made = derivation()
    assert replay(made, chain().system.equations).equalities == len(made)
    equations = dict(chain().system.equations)
    first, second = [v for v in equations if v.name in ("a_3", "a_4")]
    equations[first] = equations[second]
    with pytest.raises(ReplayError, match=r"chain rule.*does not hold"):
        replay(Derivation(made.chains, equations))


def test_facts_reach_through_a_thousand_names() -> None:
    names = [Var(f"p{k}") for k in range(1000)]
    given = {v: b.mul(b.number(2), before) for before, v in pairwise(names)}
    assert facts(names[-1], {**given, names[0]: b.call("exp", Var("x"))}).positive
    assert not facts(names[-1], given).positive


@cache
def values() -> Setting:
    """The values of all names of the chain."""
    system = chain().system
    with precision(BITS):
        inputs = {v: ball(Fraction(k + 11, 60)) for k, v in enumerate((*system.parameters, *system.data))}
        start = Setting(inputs, {}, system.equations)
        known = {v: evaluate(v, start, Balls()) for v in system.equations}
    return Setting({**inputs, **known}, {}, system.equations)


def test_a_sweep_finds_the_derivatives_that_power_series_find_one_by_one() -> None:
    system = chain().system
    with precision(BITS):
        found = adjoints(system.loss, system.parameters, values())
        assert set(found) == set(system.parameters)
        for v in system.parameters[::9]:
            alone = evaluate(total_derivative(system.loss, v), values(), Balls())
            assert apart(found[v], alone) is None
            assert apart(found[v] * 2, alone) is not None


def test_a_sweep_goes_through_arrays() -> None:
    system = batch()
    sizes = dict(zip(system.size_names, (2, 3), strict=True))
    with precision(BITS):
        inputs = {
            v: filled(v.shape.numbers(sizes), lambda index: ball(Fraction(11 + 7 * sum(index), 60)))
            for v in (*system.parameters, *system.data)
        }
        start = Setting(inputs, sizes, system.equations)
        known = {v: evaluate(v, start, Balls()) for v in system.equations}
        found = adjoints(system.loss, system.parameters, replace(start, values={**inputs, **known}))
        for v in system.parameters:
            alone = evaluate(total_derivative(system.loss, v), start, Balls())
            assert apart(found[v], alone) is None
            assert apart(found[v] * 2, alone) is not None


@pytest.mark.parametrize("wrong", [lambda slope: slope * 2, lambda slope: slope / 0])
def test_a_sweep_that_goes_wrong_finds_nothing(wrong: Callable[[Any], Any], monkeypatch: pytest.MonkeyPatch) -> None:
    swept = derive.adjoints._swept

    def spoilt(*args: Any) -> dict[Var, Any]:
        slopes = swept(*args)
        v = next(v for v in slopes if v.name == "w_3")
        return {**slopes, v: wrong(slopes[v])}

    monkeypatch.setattr(derive.adjoints, "_swept", spoilt)
    with precision(BITS):
        assert adjoints(chain().system.loss, chain().system.parameters, values()) == {}


def test_of_a_long_sum_only_the_term_that_changes_is_written() -> None:
    terms = " + ".join(f"w_{{{k}}} x_{{{k}}}" for k in range(1, 31))
    system = model_from(f"<!-- derive: data y -->\n$$z = {terms}$$\n$$L = (z - y)^2$$").system
    (v,) = (name for name in system.parameters if name.name == "w_7")
    made = derive_gradients(system, [v])
    assert replay(made, system.equations).equalities < 40
    assert written(made.result) == "2(z − y) x₇"


def test_a_loss_that_is_nested_too_deep_for_sympy_is_compared_along_the_other_roads() -> None:
    deep = chain(25)
    closed = derive_gradients(deep.system).closed
    gradients = {v: closed[total_derivative(deep.system.loss, v)] for v in deep.system.parameters[-2:]}
    checked = cross_check(deep.system, gradients, points=1)
    assert [road.note for road in checked.roads if "SymPy" in road.name] == ["the loss is nested too deep for it"]
    assert not cas.is_too_deep(chain().system)
    v = deep.system.parameters[-1]
    with pytest.raises(Disagreement):
        cross_check(deep.system, {**gradients, v: b.mul(b.number(2), gradients[v])}, points=1)


def test_a_gradient_that_is_faint_beside_the_others_is_not_refused_for_what_was_rounded_off() -> None:
    faint, rounded = np.asarray(1.8e-8), np.asarray(1.8e-8 + 4e-16)
    compare = partial(derive.crosschecking._compare, "complex step", chain().system.loss, faint)
    assert compare(rounded, 0.0, least=derive.crosschecking.FAINT) < 1e-9
    for other, least in ((rounded, 0.0), (-faint, derive.crosschecking.FAINT)):
        with pytest.raises(Disagreement):
            compare(other, 0.0, least=least)
