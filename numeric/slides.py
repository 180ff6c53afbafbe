"""The small networks of the slides, written out number by number in the slides' own names.

Every backward line stands on a slide, or follows from the one beside it by exchanging the two hidden neurons; its
deck and line are given. Each function takes the values by name, all of them numbers of shape (), and `unit`, by
which a loss in another base than e is divided. Nothing here establishes that a line is right.
"""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from numeric.activations import log_loss, log_of_base, sigma
from numeric.arrays import Array, Numbers, as_numbers, as_real, require_shape
from numeric.passes import Pass, Values, take

Named: TypeAlias = Mapping[str, Numbers]


def graph_forward(v: Named, unit: float) -> dict[str, Numbers]:
    """The computation graph J = 3(a + bc) by its nodes: u = bc, v = a + u, J = 3v. Source: deck 002, L. 937 to 1000."""
    u = v["b"] * v["c"]
    return {"u": u, "v": v["a"] + u, "J": 3 * (v["a"] + u)}


def graph_backward(v: Named, unit: float) -> dict[str, Numbers]:
    """dJ/da = 3 (deck 002, L. 1086); dJ/du = 3 (L. 1176), hence dJ/db = 3c and dJ/dc = 3b, which no slide prints."""
    dJ_du = np.asarray(3.0)
    return {"a": np.asarray(3.0), "b": dJ_du * v["c"], "c": dJ_du * v["b"]}


def chain_forward(v: Named, unit: float) -> dict[str, Numbers]:
    """The 1-1-1 chain: z_1 = w_1 x + b_1, a_1 = sigma(z_1), z_2 = w_2 a_1 + b_2, a_2 = sigma(z_2), log loss.

    Source: deck 003, L. 319 to 323 and 335 (the input has no index there), L. 357 (the loss).
    """
    z_1 = v["w_1"] * v["x"] + v["b_1"]
    a_1 = sigma(z_1)
    z_2 = v["w_2"] * a_1 + v["b_2"]
    return {"z_1": z_1, "a_1": a_1, "z_2": z_2, "a_2": sigma(z_2), "L": log_loss(z_2, v["y"]) / unit}


def chain_backward(v: Named, unit: float) -> dict[str, Numbers]:
    """The four gradients of the chain. Source: deck 003, L. 365, 367 and 383; dL/dw_1 (L. 373) lost its factor x."""
    run = chain_forward(v, unit)
    a_1 = run["a_1"]
    dz_2 = (run["a_2"] - v["y"]) / unit
    dz_1 = dz_2 * v["w_2"] * a_1 * (1 - a_1)
    return {"w_1": dz_1 * v["x"], "b_1": dz_1, "w_2": dz_2 * a_1, "b_2": dz_2}


def two_two_one_forward(v: Named, unit: float) -> dict[str, Numbers]:
    """The 2-2-1 net: two hidden neurons, one output, all sigmoids, log loss.

    Source: deck 004, L. 5031 (z_1; z_2, z and the activations stand beside it) and L. 5252 (the loss).
    """
    z_1 = v["x_1"] * v["w_11"] + v["x_2"] * v["w_21"] + v["b_1"]
    z_2 = v["x_1"] * v["w_12"] + v["x_2"] * v["w_22"] + v["b_2"]
    a_1, a_2 = sigma(z_1), sigma(z_2)
    z = a_1 * v["w_1"] + a_2 * v["w_2"] + v["b"]
    loss = log_loss(z, v["y"]) / unit
    return {"z_1": z_1, "a_1": a_1, "z_2": z_2, "a_2": a_2, "z": z, "y_hat": sigma(z), "L": loss}


def two_two_one_backward(v: Named, unit: float) -> dict[str, Numbers]:
    """All nine gradients of the 2-2-1 net.

    Source: deck 004, L. 5897 (dL/dw_11), from L. 6074 (dL/dw_21), 6606 (dL/db_1), 7111 (dL/dw_1) and 7458 (dL/db) on;
    w_12, w_22, b_2 and w_2 are not on the slides and follow by exchanging the neurons.
    """
    run = two_two_one_forward(v, unit)
    a_1, a_2 = run["a_1"], run["a_2"]
    error = (v["y"] - run["y_hat"]) / unit
    return {
        "w_11": -v["x_1"] * v["w_1"] * a_1 * (1 - a_1) * error,
        "w_21": -v["x_2"] * v["w_1"] * a_1 * (1 - a_1) * error,
        "b_1": -v["w_1"] * a_1 * (1 - a_1) * error,
        "w_12": -v["x_1"] * v["w_2"] * a_2 * (1 - a_2) * error,
        "w_22": -v["x_2"] * v["w_2"] * a_2 * (1 - a_2) * error,
        "b_2": -v["w_2"] * a_2 * (1 - a_2) * error,
        "w_1": -a_1 * error,
        "w_2": -a_2 * error,
        "b": -error,
    }


@dataclass(frozen=True, slots=True)
class Written:
    """A model written out in numbers: what it takes, what it learns, and its two functions."""

    data: tuple[str, ...]
    parameters: tuple[str, ...]
    forward: Callable[[Named, float], dict[str, Numbers]]
    backward: Callable[[Named, float], dict[str, Numbers]]
    loss: str = "L"

    @property
    def inputs(self) -> tuple[str, ...]:
        """All that it takes."""
        return (*self.parameters, *self.data)


GRAPH = Written((), ("a", "b", "c"), graph_forward, graph_backward, loss="J")

CHAIN = Written(("x", "y"), ("w_1", "b_1", "w_2", "b_2"), chain_forward, chain_backward)

TWO_TWO_ONE = Written(
    ("x_1", "x_2", "y"),
    ("w_11", "w_21", "b_1", "w_12", "w_22", "b_2", "w_1", "w_2", "b"),
    two_two_one_forward,
    two_two_one_backward,
)


def written_pass(name: str, model: Written, log_base: float = math.e) -> Pass:
    """The pass of a model that is written out in numbers."""
    unit = log_of_base(log_base)

    def taken(values: Values, read: Callable[[str, object], Numbers]) -> dict[str, Numbers]:
        given = zip(model.inputs, take(name, values, model.inputs), strict=True)
        numbers = {key: read(key, value) for key, value in given}
        for key, number in numbers.items():
            require_shape(key, number, ())
        return numbers

    def forward(values: Values) -> dict[str, Numbers]:
        results = model.forward(taken(values, as_numbers), unit)
        return {key: np.asarray(value) for key, value in results.items()}

    def backward(values: Values) -> dict[str, Array]:
        results = model.backward(taken(values, as_real), unit)
        return {key: np.asarray(results[key]) for key in model.parameters}

    return Pass(name, model.inputs, model.parameters, model.loss, forward, backward)
