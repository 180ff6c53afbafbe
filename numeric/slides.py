"""The small models of the slides, written out in the slides' own names: one line for each thing that is computed.

Every backward line stands on a slide, or follows from the one beside it by exchanging two neurons, or is the chain
rule where the slides stop before; deck and line are given. Each function takes the values by name, and `unit`, by
which a loss in another base than e is divided. Nothing here establishes that a line is right.
"""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

import numpy as np

from numeric.activations import log_loss, log_of_base, log_softmax, relu, sigma, softmax, step
from numeric.arrays import Array, Numbers, as_numbers, as_real, require_dimensions, require_shape
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


def regression_forward(v: Named, unit: float) -> dict[str, Numbers]:
    """Linear regression, one example: h = theta^T x with x_0 = 1 among the x. Source: deck 002, L. 9.

    Half the squared error is deck 004's (L. 286 to 575); deck 002 gives no loss.
    """
    h = v["theta"] @ v["x"]
    return {"h": h, "L": (h - v["y"]) ** 2 / 2}


def regression_backward(v: Named, unit: float) -> dict[str, Numbers]:
    """dL/dtheta = (h - y) x: deck 004, L. 1807 to 2161, which has -(y - y_hat) x."""
    return {"theta": (v["theta"] @ v["x"] - v["y"]) * v["x"]}


def regressions_forward(v: Named, unit: float) -> dict[str, Numbers]:
    """Linear regression, n examples in columns: H = theta^T X, and the mean of the squared errors."""
    H = v["theta"] @ v["X"]
    return {"H": H, "J": np.mean((H - v["Y"]) ** 2)}


def regressions_backward(v: Named, unit: float) -> dict[str, Numbers]:
    """dJ/dtheta = (2/n) X (H - Y)^T, as deck 002 has (1/n) X dZ^T for the log loss (L. 1512)."""
    H = v["theta"] @ v["X"]
    return {"theta": 2 / H.size * (v["X"] @ (H - v["Y"]).T)}


def three_features_forward(v: Named, unit: float) -> dict[str, Numbers]:
    """Linear regression written out: h = theta_0 + theta_1 x_1 + theta_2 x_2 + theta_3 x_3. Source: deck 002, L. 18."""
    h = v["theta_0"] + v["theta_1"] * v["x_1"] + v["theta_2"] * v["x_2"] + v["theta_3"] * v["x_3"]
    return {"h": h, "L": (h - v["y"]) ** 2 / 2}


def three_features_backward(v: Named, unit: float) -> dict[str, Numbers]:
    """dL/dtheta_j = (h - y) x_j with x_0 = 1, as in `regression_backward`."""
    error = three_features_forward(v, unit)["h"] - v["y"]
    return {"theta_0": error, **{f"theta_{j}": error * v[f"x_{j}"] for j in (1, 2, 3)}}


def relu_unit_forward(v: Named, unit: float) -> dict[str, Numbers]:
    """One neuron without a bias: a = max(0, w^T x). Source: deck 002, L. 784 to 794.

    Half the squared error is not on that slide.
    """
    z = v["w"] @ v["x"]
    a = relu(z)
    return {"z": z, "a": a, "L": (a - v["y"]) ** 2 / 2}


def relu_unit_backward(v: Named, unit: float) -> dict[str, Numbers]:
    """dL/dw = (a - y) x where z > 0, and 0 where z < 0; 0 at the kink, which is one of its subgradients."""
    run = relu_unit_forward(v, unit)
    return {"w": (run["a"] - v["y"]) * step(run["z"]) * v["x"]}


def softmax_output_forward(v: Named, unit: float) -> dict[str, Numbers]:
    """The softmax of z = W h + b, and the cross entropy, the sum of -y_j log a_j. Deck 002, L. 817 and 912, names both.

    The logarithm is taken before anything underflows.
    """
    z = v["W"] @ v["h"] + v["b"]
    return {"z": z, "a": softmax(z), "L": -np.sum(v["y"] * log_softmax(z)) / unit}


def softmax_output_backward(v: Named, unit: float) -> dict[str, Numbers]:
    """dz = a - y for a y whose entries add up to 1; for any other, a is multiplied by their sum. dW = dz h^T."""
    a = softmax(v["W"] @ v["h"] + v["b"])
    dz = (np.sum(v["y"]) * a - v["y"]) / unit
    return {"W": np.outer(dz, v["h"]), "b": dz}


@dataclass(frozen=True, slots=True)
class Written:
    """A model written out: what it takes, what it learns, and its two functions.

    `axes` names the sizes along the axes of the inputs that are arrays; all others are numbers. Inputs that share a
    size must have the same one.
    """

    data: tuple[str, ...]
    parameters: tuple[str, ...]
    forward: Callable[[Named, float], dict[str, Numbers]]
    backward: Callable[[Named, float], dict[str, Numbers]]
    loss: str = "L"
    axes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

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


REGRESSION = Written(
    ("x", "y"), ("theta",), regression_forward, regression_backward, axes={"theta": ("m",), "x": ("m",)}
)

REGRESSIONS = Written(
    ("X", "Y"),
    ("theta",),
    regressions_forward,
    regressions_backward,
    loss="J",
    axes={"theta": ("m",), "X": ("m", "n"), "Y": ("n",)},
)

THREE_FEATURES = Written(
    ("x_1", "x_2", "x_3", "y"),
    ("theta_0", "theta_1", "theta_2", "theta_3"),
    three_features_forward,
    three_features_backward,
)

RELU_UNIT = Written(("x", "y"), ("w",), relu_unit_forward, relu_unit_backward, axes={"w": ("m",), "x": ("m",)})

SOFTMAX_OUTPUT = Written(
    ("h", "y"),
    ("W", "b"),
    softmax_output_forward,
    softmax_output_backward,
    axes={"W": ("k", "m"), "h": ("m",), "b": ("k",), "y": ("k",)},
)


def _require_axes(model: Written, given: Named) -> None:
    """Raise WrongShape for an input of another rank, and for a size that differs from the one before."""
    sizes: dict[str, int] = {}
    for key, array in given.items():
        axes = model.axes.get(key, ())
        require_dimensions(key, array, len(axes))
        expected = tuple(sizes.setdefault(size, length) for size, length in zip(axes, array.shape, strict=True))
        require_shape(key, array, expected, "the sizes of the inputs before")


def written_pass(name: str, model: Written, log_base: float = math.e) -> Pass:
    """The pass of a model that is written out."""
    unit = log_of_base(log_base)

    def taken(values: Values, read: Callable[[str, object], Numbers]) -> dict[str, Numbers]:
        given = zip(model.inputs, take(name, values, model.inputs), strict=True)
        arrays = {key: read(key, value) for key, value in given}
        _require_axes(model, arrays)
        return arrays

    def forward(values: Values) -> dict[str, Numbers]:
        results = model.forward(taken(values, as_numbers), unit)
        return {key: np.asarray(value) for key, value in results.items()}

    def backward(values: Values) -> dict[str, Array]:
        results = model.backward(taken(values, as_real), unit)
        return {key: np.asarray(results[key]) for key in model.parameters}

    return Pass(name, model.inputs, model.parameters, model.loss, forward, backward)
