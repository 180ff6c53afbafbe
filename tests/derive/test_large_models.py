"""Models of many layers: lines stay short, each goes on from the one before, and what is evaluated has no open ends."""

from functools import cache
from itertools import pairwise

import numpy as np
import pytest

from derive import building as b
from derive.building import total_derivative
from derive.deriving import derive_gradients
from derive.ir import Expr, Var
from derive.kernel import ReplayError, replay
from derive.modelling import Model, model_from
from derive.notation.typesetting import typeset
from derive.signs import facts
from derive.steps import Derivation
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
