"""The chain rule all the way from the loss to a parameter, as one product."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest

from derive.building import total_derivative
from derive.deriving import derive_gradients
from derive.kernel import ReplayError, replay
from derive.modelling import library
from derive.steps import Chain, Line
from derive.unrolling import factors, unrolled
from reports.spelling import text


@cache
def made(name, order="outer-inner"):
    system = library(name).system
    derivation = derive_gradients(system, order=order)
    return system, derivation, unrolled(system, derivation, order)


def test_the_two_two_one_net_as_the_slides_build_it():
    """Deck 004, lines 5596–5904: the chain for ∂L/∂w₁₁, a factor at a time, what cancels, and the result."""
    chain = made("two-two-one", "inner-outer")[2][0]
    lines = [text(line.after) for line in chain.lines]
    assert lines[0] == "∂z₁/∂w₁₁ · ∂a₁/∂z₁ · ∂z/∂a₁ · ∂ŷ/∂z · ∂L/∂ŷ"
    assert lines[1] == "x₁ · ∂a₁/∂z₁ · ∂z/∂a₁ · ∂ŷ/∂z · ∂L/∂ŷ"
    assert lines[-2:] == ["−x₁a₁(1 − a₁) w₁(y − ŷ)", "−x₁w₁a₁(1 − a₁)(y − ŷ)"]


@pytest.mark.parametrize("order", ["outer-inner", "inner-outer"])
def test_every_gradient_of_the_two_two_one_net_is_one_product_and_replays(order):
    system, derivation, chains = made("two-two-one", order)
    assert [chain.start for chain in chains] == [total_derivative(system.loss, v) for v in system.parameters]
    assert {chain.start: chain.result for chain in chains}.items() <= derivation.results.items()
    both = replace(derivation, chains=(*derivation.chains, *chains))
    assert replay(both, system.equations).equalities == len(both.steps)


def test_a_vector_of_weights_at_the_end_of_the_path():
    _, _, [chain, _] = made("logistic-regression")
    assert [text(factor) for _, factor in factors(chain.lines[0].after)] == ["∂L/∂a", "∂a/∂z", "∂z/∂w"]


@pytest.mark.parametrize("name", ["two-two-two-two", "softmax-regression", "batch-norm"])
def test_there_is_no_product_where_paths_branch_or_arrays_are_on_the_way(name):
    assert made(name)[2] == ()


@pytest.mark.parametrize("number", range(5))
def test_a_factor_that_was_not_found_is_refused(number):
    """In place of each factor in turn stands what nobody found for it."""
    system, derivation, [chain, *_] = made("two-two-one")
    step = chain.lines[number + 1].steps[0]
    wrong = replace(step, binding={**step.binding, "w": system.parameters[0]})
    lines = (*chain.lines[: number + 1], Line((wrong,)), *chain.lines[number + 2 :])
    tampered = replace(derivation, chains=(*derivation.chains, Chain(chain.start, lines)))
    with pytest.raises(ReplayError, match="does not hold"):
        replay(tampered, system.equations)
