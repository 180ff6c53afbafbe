"""The passes written by hand are those of the library's models: by name, by inputs, and by what they compute."""

from __future__ import annotations

import numpy as np
import pytest

from derive import models
from derive.building import total_derivative
from derive.ir import Var
from derive.lowering import Floats, Setting, evaluate
from derive.modelling import library
from numeric.networks import hand_written, written

NETWORKS = (
    "network --layers 3,4,1 --hidden leaky-relu --l2",
    "network --layers 2,h,3 --hidden gelu --examples columns --dropout --reduce sum",
    "network --layers 2,3,2 --hidden swish --examples rows --weights columns --l1 --output tanh",
    "network --layers 2,3,1 --hidden tanh --examples rows --output identity --loss mean-squared-error",
)


@pytest.mark.parametrize("name", [*written(), *NETWORKS])
def test_a_pass_computes_the_loss_and_the_gradients_of_its_model(name: str) -> None:
    base, _, label = name.partition("/")
    if base not in models.names() and name not in NETWORKS:
        pytest.skip(f"{base} is not in the library")
    variant = library(base).variants[label]
    pass_, system = hand_written(name), variant.system
    assert pass_ is not None
    assert set(pass_.inputs) == {v.name for v in (*system.parameters, *system.data)}
    sizes = dict(zip(system.size_names, (2, 3, 4, 5), strict=False))
    random = np.random.default_rng(7)
    values = {v: random.uniform(0.1, 0.9, size=v.shape.numbers(sizes)) for v in (*system.parameters, *system.data)}
    for v in system.data:
        if "one-hot" in system.facts.get(v, ()):
            values[v] = _one_hot(v, values[v].shape, sizes)
    named = {v.name: value for v, value in values.items()}
    results = variant.derivation.closed
    setting = Setting(values, sizes, system.settled(results).equations)
    assert pass_.loss(named) == pytest.approx(float(evaluate(system.loss, setting, Floats())), rel=1e-12)
    gradients = pass_.backward(named)
    for v in system.parameters:
        derived = evaluate(results[total_derivative(system.loss, v)], setting, Floats())
        np.testing.assert_allclose(gradients[v.name], derived, rtol=1e-9, atol=1e-13)


def _one_hot(v: Var, shape: tuple[int, ...], sizes: dict[str, int]) -> np.ndarray:
    """One 1 in each example, which is a column; in a row where the first axis counts the examples."""
    if len(shape) == 1:
        return np.eye(shape[0])[0]
    rows = str(v.shape.sizes[0]) == "n"
    columns = np.eye(shape[1] if rows else shape[0])[np.arange(sizes["n"]) % (shape[1] if rows else shape[0])]
    return columns if rows else columns.T
