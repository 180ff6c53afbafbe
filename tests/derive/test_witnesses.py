"""The second witness: it agrees with what holds, tells what does not, and is silent where fields have no say."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace

import pytest
from expressions_for_tests import random_loss
from reading_for_tests import scope_with
from systems_for_tests import ALL

from derive import building as b
from derive import calculus, ops, reverse
from derive.bench import Bench
from derive.building import total_derivative
from derive.fields import TOWER, Fields
from derive.ir import Var
from derive.lowering import NoValue, Setting
from derive.notation.reading import read
from derive.shapes import Shape
from derive.systems import System
from derive.witnesses import agree, signature

SIGMA = calculus.function_chain(ops.get("sigmoid"))
X, EMPTY = Var("x"), System({}, Var("L"), (), ())
SHAPES = "shape A: m,k; shape B: k,m; shape X: k,k; shape S: m,m; shape u,v,p,y: m; shape w: k; shape z,t: scalar"

HOLD = {
    r"\sigma'(z) = \sigma(z)(1 - \sigma(z))": r"\sigma'(z) = \sigma(z)(1 + \sigma(z))",
    r"\sigma(-z) = 1 - \sigma(z)": r"\sigma(-z) = \sigma(z)",
    r"\tanh z = 2 \sigma(2z) - 1": r"\tanh z = 2 \sigma(z) - 1",
    r"\frac{d}{dz} \tanh z = 1 - \tanh^2 z": r"\frac{d}{dz} \tanh z = 1 - \tanh z",
    r"\frac{d}{dz} \log(1 + e^z) = \sigma(z)": r"\frac{d}{dz} \log(1 + e^z) = \sigma(-z)",
    r"\frac{d}{dz} \log z = \frac{1}{z}": r"\frac{d}{dz} \log z = \frac{1}{z^2}",
    r"\frac{d}{dz} e^{e^z} = e^{z + e^z}": r"\frac{d}{dz} e^{e^z} = e^{e^z}",
    r"e^{z + t} = e^z e^t": r"e^{z t} = e^z e^t",
    r"(e^{z/3})^3 = e^z": r"(e^{z/3})^2 = e^z",
    r"\sum_{i=1}^m \frac{e^{u_i}}{\sum_{j=1}^m e^{u_j}} = 1": r"\sum_{i=1}^m \frac{e^{u_i}}{\sum_{j=1}^m u_j} = 1",
    r"\operatorname{softmax}(u + z) = \operatorname{softmax}(u)": r"\operatorname{softmax}(z u) = "
    r"\operatorname{softmax}(u)",
    r"\nabla_X \operatorname{tr}(A X B) = A^T B^T": r"\nabla_X \operatorname{tr}(A X B) = (A^T B^T)^T",
    r"\nabla_v v^T S v = (S + S^T) v": r"\nabla_v v^T S v = 2 S v",
    r"\nabla_X \log \det X = X^{-T}": r"\nabla_X \log \det X = X^{-1}",
    r"X^{-1} X w = w": r"X^{-1} X^T w = w",
    r"m u^T v = \sum_{i=1}^m m u_i v_i": r"m u^T v = \sum_{i=1}^m k u_i v_i",
}
"""What holds, and a wrong one beside it."""


def ask(claim: str, declarations: str = "", seed: int = 0) -> bool | None:
    """What the witness says of a claim without a model."""
    scope = scope_with(f"{SHAPES}; {declarations}")
    reading = read(claim, scope)
    assert reading.error is None, reading.error
    left, right = reading.sides
    return agree(left, right, replace(EMPTY, facts=reading.within(scope).facts_of_variables()), seed)


@pytest.mark.parametrize("claim", HOLD)
def test_what_holds_agrees_and_what_does_not_disagrees(claim: str) -> None:
    for seed in range(3):
        assert ask(claim, seed=seed) is True
        assert ask(HOLD[claim], seed=seed) is False


@pytest.mark.parametrize(
    "claim",
    [
        r"\sqrt{z} \sqrt{z} = z",
        r"|z| |z| = z^2",
        r"\operatorname{ReLU}(z) = z",
        r"\log(e^z) = z",
        r"\sin(z)^2 + \cos(z)^2 = 1",
        r"\max(z, t) = \max(t, z)",
        r"\lVert u \rVert = t",
        r"\frac{1}{z - z} = t",
        r"e^{e^{e^{e^{e^{e^z}}}}} = t",
        r"\frac{u_1 - \frac{1}{m} \sum_i u_i}{\sqrt{\frac{1}{m} \sum_i (u_i - v_i)^2 + t}} = z",
    ],
)
def test_where_fields_have_no_say_there_is_no_answer(claim: str) -> None:
    assert ask(claim) is None


# --- derivatives through a model


@pytest.mark.parametrize("make", ALL.values(), ids=ALL)
def test_derived_gradients_agree_with_power_series(make: Callable[[], System]) -> None:
    system = make()
    bench = Bench(system)
    for v in system.parameters:
        goal = total_derivative(system.loss, v)
        derived = bench.result(goal).expr
        assert agree(goal, derived, system) is True
        assert agree(goal, b.neg(derived), system) is False
        assert agree(goal, b.mul(b.number("1.001"), derived), system) is False


@pytest.mark.parametrize("seed", range(20))
def test_gradients_of_random_losses_agree_with_power_series(seed: int) -> None:
    loss, names = random_loss(random.Random(seed))
    system = System({Var("L"): loss}, Var("L"), tuple(names), ())
    swept = reverse.pullback(loss, names, functions={SIGMA.start: SIGMA.result})
    for v in names:
        goal = total_derivative(system.loss, v)
        assert agree(goal, swept[v], system, seed) is True
        assert agree(goal, b.add(swept[v], b.broadcast(b.number("1/1000"), v.shape)), system, seed) is False


def test_a_loss_itself_has_a_logarithm_that_remains() -> None:
    system = ALL["logistic"]()
    assert agree(system.loss, system.loss, system) is None


# --- facts


@pytest.mark.parametrize(
    ("claim", "facts"),
    [
        (r"\nabla_u [-y^T \log \operatorname{softmax}(u)] = \operatorname{softmax}(u) - y", "one-hot y"),
        (r"\nabla_v v^T S v = 2 S v", "symmetric S"),
        (r"\nabla_v v^T S v = 2 S^T v", "symmetric S"),
        (r"\sum_{i=1}^m y_i = 1", "one-hot y"),
        (r"y \odot y = y", "one-hot y"),
    ],
)
def test_declared_facts_count(claim: str, facts: str) -> None:
    assert ask(claim, facts) is True
    assert ask(claim) is False


def test_a_claim_that_holds_in_one_way_to_take_the_facts_is_not_denied() -> None:
    rows = r"\sum_{i=1}^m A_{i1} = \sum_{i=1}^m A_{i1}^2 + 0 \sum_{i=1}^m A_{i2}"
    assert ask(rows, "one-hot A") is True
    hot_columns = r"\sum_{i=1}^m A_{i1} = 1"
    assert ask(hot_columns, "one-hot A") is True
    assert ask(hot_columns.replace("= 1", "= 2"), "one-hot A") is False


def test_names_of_positions_stand_for_known_whole_numbers() -> None:
    v, place = Var("v", Shape.of("n")), Var("i")
    here = b.call("equals", b.positions("n"), b.broadcast(place, v.shape))
    entry, picked = b.call("take", v, place), b.total(b.mul(here, v))
    assert agree(entry, picked, EMPTY) is True
    assert agree(entry, b.total(v), EMPTY) is False


# --- what the witness rests on


@pytest.mark.parametrize("storey", range(len(TOWER.bases)))
def test_a_corrupted_homomorphism_is_noticed(storey: int) -> None:
    """Modulo the last prime, the innermost of n nested exponentials is taken in the storey n below it."""
    u, v = Var("u"), Var("v")
    left, right = b.call("exp", b.add(u, v)), b.mul(b.call("exp", u), b.call("exp", v))
    for _ in range(len(TOWER.bases) - 1 - storey):
        left, right = b.call("exp", left), b.call("exp", right)
    bases = tuple(base + (k == storey) for k, base in enumerate(TOWER.bases))
    corrupted = replace(TOWER, bases=bases)
    assert {agree(left, right, EMPTY, seed) for seed in range(8)} == {True}
    assert False in {agree(left, right, EMPTY, seed, corrupted) for seed in range(8)}


def test_a_signature_is_the_same_for_what_is_equal_at_any_depth() -> None:
    domain = Fields()
    setting = Setting({X: domain.generic(7**99), Var("v", Shape.of("n")): "unused"}, {"n": 2})
    exponential = b.call("exp", X)
    assert signature(X, setting, domain) == signature(b.sub(b.add(X, exponential), exponential), setting, domain)
    assert signature(X, setting, domain) != signature(b.neg(X), setting, domain)
    with pytest.raises(NoValue, match="a logarithm has no value"):
        signature(b.call("log", X), setting, domain)


def test_sides_of_two_shapes_are_refused() -> None:
    with pytest.raises(ValueError, match="expected one shape"):
        agree(X, Var("v", Shape.of("m")), EMPTY)
