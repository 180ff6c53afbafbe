"""The hand-written passes by name, in one uniform shape: values in, named results out.

The passes themselves stand in `numeric.neurons`, and stay as readable as the slides; here they only get their
names.
"""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np

from numeric import neurons
from numeric.activations import log_of_base
from numeric.arrays import Array, Numbers, as_numbers, require_shape

Values: TypeAlias = Mapping[str, Any]
"""Plain names ("w", "x", "w_1" ...) to numbers or arrays."""


class MissingValue(KeyError):
    """A pass was not given all its inputs; the message names the pass, what it needs and what is missing."""

    def __str__(self) -> str:
        return str(self.args[0])


@dataclass(frozen=True, slots=True)
class Pass:
    """A hand-written forward and backward pass of one model, under the model's name.

    `forward(values)` gives the named intermediate values and the loss under `loss_name` ("L" for one example,
    "J" for the mean over a batch); it takes complex values too. `backward(values)` gives the gradient of the
    loss per parameter name, each with the shape of its parameter. Names not in `inputs` are ignored; a
    missing one raises MissingValue, ill-shaped or non-finite ones raise what `numeric.neurons` raises.
    Nothing here establishes that the pass is right: compare it with `numeric.gradcheck.check_pass`.
    """

    name: str
    inputs: tuple[str, ...]
    parameters: tuple[str, ...]
    loss_name: str
    forward: Callable[[Values], dict[str, Numbers]]
    backward: Callable[[Values], dict[str, Array]]

    def loss(self, values: Values) -> float:
        """The loss of these values as a Python number.

        Complex values give a complex number, so that complex steps can go through; the type says float, as
        that is what everybody else gets.
        """
        number: float = self.forward(values)[self.loss_name].item()
        return number


def hand_written(name: str, *, log_base: float = math.e) -> Pass | None:
    """The hand-written pass of the model of this name, or None when nobody has written one.

    "logistic-regression" (inputs w, x, b, y), "logistic-regression/n examples" (w, X, b, Y; columns are
    examples), "linear-perceptron" and "perceptron-classifier" (w_1, w_2, x_1, x_2, b, y). `log_base` is the
    base of the logarithm in the loss, natural by default; gradients follow it. It has no effect on the linear
    perceptron, whose loss has no logarithm. Raises ValueError for an impossible base.
    """
    log_of_base(log_base)
    make = _MAKERS.get(name)
    return make(name, log_base) if make else None


def loop_pass(*, log_base: float = math.e) -> Pass:
    """The pass "logistic-regression/n examples" with the slides' loop over examples as its backward pass."""
    return _batch_pass("logistic-regression/n examples, loop", log_base, neurons.logistic_loop_backward)


def _logistic(name: str, log_base: float) -> Pass:
    inputs = ("w", "x", "b", "y")

    def forward(values: Values) -> dict[str, Numbers]:
        result = neurons.logistic_forward(*_take(name, values, inputs), log_base=log_base)
        return {"z": result.z, "a": result.a, "L": result.loss}

    def backward(values: Values) -> dict[str, Array]:
        result = neurons.logistic_backward(*_take(name, values, inputs), log_base=log_base)
        return {"w": result.dw, "b": result.db}

    return Pass(name, inputs, ("w", "b"), "L", forward, backward)


def _batch_pass(name: str, log_base: float, run_backward: Callable[..., neurons.Backward]) -> Pass:
    inputs = ("w", "X", "b", "Y")

    def forward(values: Values) -> dict[str, Numbers]:
        result = neurons.logistic_batch_forward(*_take(name, values, inputs), log_base=log_base)
        return {"Z": result.z, "A": result.a, "J": result.loss}

    def backward(values: Values) -> dict[str, Array]:
        result = run_backward(*_take(name, values, inputs), log_base=log_base)
        return {"w": result.dw, "b": result.db}

    return Pass(name, inputs, ("w", "b"), "J", forward, backward)


def _vectorised(name: str, log_base: float) -> Pass:
    return _batch_pass(name, log_base, neurons.logistic_batch_backward)


def _linear(name: str, log_base: float) -> Pass:
    def forward(values: Values) -> dict[str, Numbers]:
        result = neurons.linear_forward(*_take_two_features(name, values))
        return {"y_hat": result.a, "L": result.loss}

    def backward(values: Values) -> dict[str, Array]:
        result = neurons.linear_backward(*_take_two_features(name, values))
        return _two_weights(result.dw, result.db)

    return Pass(name, _TWO_FEATURES, ("w_1", "w_2", "b"), "L", forward, backward)


def _classifier(name: str, log_base: float) -> Pass:
    def forward(values: Values) -> dict[str, Numbers]:
        result = neurons.classifier_forward(*_take_two_features(name, values), log_base=log_base)
        return {"z": result.z, "y_hat": result.a, "L": result.loss}

    def backward(values: Values) -> dict[str, Array]:
        result = neurons.classifier_backward(*_take_two_features(name, values), log_base=log_base)
        return _two_weights(result.dL_dw, result.dL_db)

    return Pass(name, _TWO_FEATURES, ("w_1", "w_2", "b"), "L", forward, backward)


_TWO_FEATURES = ("w_1", "w_2", "x_1", "x_2", "b", "y")

_MAKERS: Mapping[str, Callable[[str, float], Pass]] = {
    "logistic-regression": _logistic,
    "logistic-regression/n examples": _vectorised,
    "linear-perceptron": _linear,
    "perceptron-classifier": _classifier,
}


def _take(name: str, values: Values, inputs: tuple[str, ...]) -> list[Any]:
    missing = [key for key in inputs if key not in values]
    if missing:
        raise MissingValue(f"{name} needs {', '.join(inputs)}; missing: {', '.join(missing)}")
    return [values[key] for key in inputs]


def _take_two_features(name: str, values: Values) -> tuple[Numbers, Numbers, Numbers, Numbers]:
    """The scalars w_1, w_2 and x_1, x_2 as the vectors w and x; all six must be scalars."""
    taken = zip(_TWO_FEATURES, _take(name, values, _TWO_FEATURES), strict=True)
    scalars = {key: as_numbers(key, value) for key, value in taken}
    for key, scalar in scalars.items():
        require_shape(key, scalar, ())
    w = np.stack([scalars["w_1"], scalars["w_2"]])
    x = np.stack([scalars["x_1"], scalars["x_2"]])
    return w, x, scalars["b"], scalars["y"]


def _two_weights(dw: Array, db: Array) -> dict[str, Array]:
    return {"w_1": np.asarray(dw[0]), "w_2": np.asarray(dw[1]), "b": db}
