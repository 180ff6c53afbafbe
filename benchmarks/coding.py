"""Measures the code that derive writes, beside the pass that was written by hand and what other libraries do.

    python benchmarks/coding.py          a table; the exit code is 1 if the code is over its budget or failed
    python benchmarks/coding.py --json   the same for machines

The network is 784-256-10 with ReLU, softmax and cross entropy, for 128 examples: loss and all gradients. All ways take
turns, in this process and in 64 bits, and must agree. The budget is what the pass by hand takes, and a third more.
PyTorch and JAX are measured where they are installed: by the code for them, and by their own differentiation. Every
library has one thread, so that the figures say what is computed and not what else the machine does.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import statistics
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict
from importlib import import_module
from importlib.util import find_spec
from typing import Any, TypeAlias

if __name__ == "__main__":
    # Before NumPy is imported: how many threads there are is decided then.
    os.environ.update(dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"), "1"))

import numpy as np
from measuring import MeasurementError, Row, table, time_of

from derive.coding.checking import imported
from derive.coding.coding import code
from derive.modelling import Model, library
from numeric.dense import Arrays, Dense, backward

LAYERS, EXAMPLES = (784, 256, 10), 128
OPTIONS = "--hidden relu --output softmax --loss cross-entropy --examples columns"
TURNS = 100
FACTOR = 1.3
"""How much longer than the pass by hand the code may take."""
PARAMETERS = ("W1", "b1", "W2", "b2")
BY_HAND, OURS = "NumPy, written by hand", "NumPy, derive code"
TOLERANCE = 1e-9

Way: TypeAlias = Callable[[], Sequence[Any]]
"""A way to the gradients by W1, b1, W2 and b2, in this order."""


def values(layers: Sequence[int] = LAYERS, examples: int = EXAMPLES) -> dict[str, Any]:
    """The weights as one starts with them, and the data."""
    rng = np.random.default_rng(1)
    below, width, classes = layers
    return {
        "W1": rng.normal(0, (2 / below) ** 0.5, (width, below)),
        "b1": np.zeros(width),
        "W2": rng.normal(0, (2 / width) ** 0.5, (classes, width)),
        "b2": np.zeros(classes),
        "X": rng.uniform(0, 1, (below, examples)),
        "Y": np.eye(classes)[:, rng.integers(0, classes, examples)],
    }


def model(point: Mapping[str, Any]) -> Model:
    """The network for which the values are."""
    widths = (point["W1"].shape[1], *(len(point[name]) for name in ("b1", "b2")))
    return library(f"network --layers {','.join(map(str, widths))} {OPTIONS}")


def by_hand(point: Mapping[str, Any]) -> Way:
    """The pass of `numeric.dense`, which has a column of weights for each neuron."""
    net = Dense("relu", "softmax", "cross-entropy")
    columns = [point["b1"][:, None], point["b2"][:, None]]
    arrays = Arrays([point["W1"].T, point["W2"].T], columns, point["X"], point["Y"])

    def way() -> Sequence[Any]:
        found = backward(net, arrays)
        return found.dw[0].T, found.db[0][:, 0], found.dw[1].T, found.db[1][:, 0]

    return way


def written(target: str, point: Mapping[str, Any], array: Callable[[Any], Any] = np.asarray) -> Callable[[], Any]:
    """The code for a target, with what it is given."""
    made = code(model(point), target)
    [function] = made.functions
    run = imported(made.text, function.name)
    given = [array(point[v.name]) for v in function.program.inputs]
    return lambda: run(*given)


def in_order(found: tuple[Any, Mapping[str, Any]]) -> list[Any]:
    """The gradients that the code returns."""
    return [found[1][name] for name in PARAMETERS]


def ours(point: Mapping[str, Any]) -> Way:
    """The code in NumPy."""
    run = written("numpy", point)
    return lambda: in_order(run())


def torch_ways(point: Mapping[str, Any]) -> dict[str, Way]:
    """The code in PyTorch, and autograd."""
    torch = import_module("torch")
    run = written("torch", point, torch.as_tensor)
    learnt = [torch.tensor(point[name], requires_grad=True) for name in PARAMETERS]
    X, Y = torch.as_tensor(point["X"]), torch.as_tensor(point["Y"])

    def autograd() -> Sequence[Any]:
        W1, b1, W2, b2 = learnt
        scores = W2 @ torch.relu(W1 @ X + b1[:, None]) + b2[:, None]
        loss = -(Y * torch.log_softmax(scores, dim=0)).sum() / X.shape[1]
        found: Sequence[Any] = torch.autograd.grad(loss, learnt)
        return found

    torch.set_num_threads(1)
    return {"PyTorch, derive code": lambda: in_order(run()), "PyTorch, autograd": autograd}


def jax_ways(point: Mapping[str, Any]) -> dict[str, Way]:
    """The code in JAX, compiled, and JAX's own gradient, compiled."""
    jax = import_module("jax")
    jax.config.update("jax_enable_x64", True)
    jnp = jax.numpy
    made = code(model(point), "jax")
    [function] = made.functions
    run = jax.jit(imported(made.text, function.name))
    given = [jnp.asarray(point[v.name]) for v in function.program.inputs]
    Y = jnp.asarray(point["Y"])

    def loss(W1: Any, b1: Any, W2: Any, b2: Any, X: Any) -> Any:
        scores = W2 @ jax.nn.relu(W1 @ X + b1[:, None]) + b2[:, None]
        return -(Y * jax.nn.log_softmax(scores, axis=0)).sum() / X.shape[1]

    own = jax.jit(jax.value_and_grad(loss, argnums=(0, 1, 2, 3)))

    def finished(found: Any) -> Sequence[Any]:
        jax.block_until_ready(found)
        return list(found)

    return {
        "JAX, derive code": lambda: finished(in_order(run(*given))),
        "JAX, value_and_grad": lambda: finished(own(*given[:5])[1]),
    }


PEERS: Mapping[str, Callable[[Mapping[str, Any]], dict[str, Way]]] = {"torch": torch_ways, "jax": jax_ways}


def ways(point: Mapping[str, Any]) -> dict[str, Way]:
    """All ways that are installed, the one by hand first."""
    found = {BY_HAND: by_hand(point), OURS: ours(point)}
    for package, peers in PEERS.items():
        if find_spec(package) is not None:
            found |= peers(point)
    return found


def require_agreement(found: Mapping[str, Way]) -> None:
    """Raise `MeasurementError` where two ways give different gradients: then there is nothing to compare."""
    expected = found[BY_HAND]()
    for name, way in found.items():
        for one, other in zip(expected, way(), strict=True):
            if not np.allclose(one, np.asarray(other), rtol=TOLERANCE, atol=TOLERANCE):
                raise MeasurementError(f"{name} gives other gradients than the pass by hand")


def rows(turns: int = TURNS, layers: Sequence[int] = LAYERS) -> Iterator[Row]:
    """A line for each way, which take turns; the budget is for derive's code alone."""
    found = ways(values(layers))
    require_agreement(found)
    times: dict[str, list[float]] = {name: [] for name in found}
    rng = random.Random(0)
    for _ in range(turns):
        # In no fixed order, or one way may meet what else runs here every time.
        for name in rng.sample(list(found), len(found)):
            times[name].append(time_of(found[name]))
    # Other processes only ever add to a time: the quarter that they left alone tells what a way takes.
    taken = {name: statistics.quantiles(seconds, n=4)[0] for name, seconds in times.items()}
    for name, seconds in taken.items():
        budget = FACTOR * taken[BY_HAND] if name == OURS else None
        yield Row(name, seconds, budget, note=f"{seconds / taken[BY_HAND]:.2f} times the pass by hand")


def main(argv: Sequence[str] | None = None) -> int:
    """The table, and the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args(argv)
    measured = list(rows())
    print(json.dumps([asdict(row) for row in measured], indent=2) if options.json else table(measured))
    return 0 if all(row.ok for row in measured) else 1


if __name__ == "__main__":
    sys.exit(main())
