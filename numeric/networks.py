"""The hand-written passes by name, in one uniform shape: values in, named results out.

The passes themselves stand in `numeric.neurons`, `numeric.slides` and `numeric.dense`, and stay as readable as the
slides; here they only get their names.
"""

import math
from collections.abc import Callable, Mapping

import numpy as np

from numeric import neurons
from numeric.activations import log_of_base
from numeric.arrays import Array, Numbers, as_numbers, require_shape
from numeric.attention import ATTENTION, HEADS
from numeric.convolutions import IMAGE, LINE, POOLING
from numeric.dense import Dense
from numeric.layouts import Layout, dense_pass, network_pass
from numeric.normalisation import BATCH_NORM, BATCH_NORMS, LAYER_NORM
from numeric.passes import MissingValue, Pass, Values, take
from numeric.recurrent import GRU, LSTM, rnn
from numeric.regressions import ONE_LAYER
from numeric.slides import (
    CHAIN,
    GRAPH,
    REGRESSION,
    REGRESSIONS,
    RELU_UNIT,
    SOFTMAX_OUTPUT,
    THREE_FEATURES,
    TWO_TWO_ONE,
    Written,
    written_pass,
)

__all__ = ["MissingValue", "Pass", "Values", "hand_written", "loop_pass", "written"]


def hand_written(name: str, *, log_base: float = math.e) -> Pass | None:
    """The hand-written pass of the model of this name, or None when nobody has written one.

    `written()` lists the names, a name with "/n examples" behind it is the variant for n examples; the names of
    the inputs and their order are those of the pass. A network goes by what one types for it: "network --layers
    3,4,1 --hidden relu" (see `numeric.layouts`). `log_base` is the base of the logarithm in the loss, natural by
    default; gradients follow it. It has no effect where the loss has no logarithm. Raises ValueError for an
    impossible base.
    """
    log_of_base(log_base)
    if name.split()[:1] == ["network"]:
        return network_pass(name, log_base)
    if name == "rnn" or name.startswith("rnn --steps "):
        steps = name.removeprefix("rnn").removeprefix(" --steps ") or "3"
        return written_pass(name, rnn(int(steps)), log_base) if steps.isdecimal() and int(steps) else None
    make = _MAKERS.get(name)
    return make(name, log_base) if make else None


def written() -> tuple[str, ...]:
    """The names of the models with a hand-written pass, networks of the family aside."""
    return tuple(_MAKERS)


def loop_pass(*, log_base: float = math.e) -> Pass:
    """The pass "logistic-regression/n examples" with the slides' loop over examples as its backward pass."""
    return _batch_pass("logistic-regression/n examples, loop", log_base, neurons.logistic_loop_backward)


def _logistic(name: str, log_base: float) -> Pass:
    inputs = ("w", "x", "b", "y")

    def forward(values: Values) -> dict[str, Numbers]:
        result = neurons.logistic_forward(*take(name, values, inputs), log_base=log_base)
        return {"z": result.z, "a": result.a, "L": result.loss}

    def backward(values: Values) -> dict[str, Array]:
        result = neurons.logistic_backward(*take(name, values, inputs), log_base=log_base)
        return {"w": result.dw, "b": result.db}

    return Pass(name, inputs, ("w", "b"), "L", forward, backward)


def _batch_pass(name: str, log_base: float, run_backward: Callable[..., neurons.Backward]) -> Pass:
    inputs = ("w", "X", "b", "Y")

    def forward(values: Values) -> dict[str, Numbers]:
        result = neurons.logistic_batch_forward(*take(name, values, inputs), log_base=log_base)
        return {"Z": result.z, "A": result.a, "J": result.loss}

    def backward(values: Values) -> dict[str, Array]:
        result = run_backward(*take(name, values, inputs), log_base=log_base)
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


def _written(model: Written) -> Callable[[str, float], Pass]:
    return lambda name, log_base: written_pass(name, model, log_base)


def _deck_002(layout: Layout, loss: str = "log-loss") -> Callable[[str, float], Pass]:
    return lambda name, log_base: dense_pass(name, Dense(loss=loss, log_base=log_base), layout)


_TWO_FEATURES = ("w_1", "w_2", "x_1", "x_2", "b", "y")

_MAKERS: Mapping[str, Callable[[str, float], Pass]] = {
    "logistic-regression": _logistic,
    "logistic-regression/n examples": _vectorised,
    "linear-perceptron": _linear,
    "perceptron-classifier": _classifier,
    "computation-graph": _written(GRAPH),
    "linear-regression": _written(REGRESSION),
    "linear-regression/n examples": _written(REGRESSIONS),
    "linear-regression/three features": _written(THREE_FEATURES),
    "relu-unit": _written(RELU_UNIT),
    "softmax-output": _written(SOFTMAX_OUTPUT),
    "batch-norm": _written(BATCH_NORM),
    "batch-norm/d features": _written(BATCH_NORMS),
    "layer-norm": _written(LAYER_NORM),
    "lstm-cell": _written(LSTM),
    "gru-cell": _written(GRU),
    "attention": _written(ATTENTION),
    "multi-head-attention": _written(HEADS),
    "convolution-1d": _written(LINE),
    "convolution-2d": _written(IMAGE),
    "max-pooling": _written(POOLING),
    "chain": _written(CHAIN),
    "two-two-one": _written(TWO_TWO_ONE),
    "two-two-two-two": _deck_002(Layout(3), "half-squared-error"),
    **{name: _written(model) for name, model in ONE_LAYER.items()},
    "three-four-one": _deck_002(Layout(2, weights="columns", letter="w")),
    "three-four-one/n examples": _deck_002(Layout(2, "columns", "columns", letter="w")),
}


def _take_two_features(name: str, values: Values) -> tuple[Numbers, Numbers, Numbers, Numbers]:
    """The scalars w_1, w_2 and x_1, x_2 as the vectors w and x; all six must be scalars."""
    taken = zip(_TWO_FEATURES, take(name, values, _TWO_FEATURES), strict=True)
    scalars = {key: as_numbers(key, value) for key, value in taken}
    for key, scalar in scalars.items():
        require_shape(key, scalar, ())
    w = np.stack([scalars["w_1"], scalars["w_2"]])
    x = np.stack([scalars["x_1"], scalars["x_2"]])
    return w, x, scalars["b"], scalars["y"]


def _two_weights(dw: Array, db: Array) -> dict[str, Array]:
    return {"w_1": np.asarray(dw[0]), "w_2": np.asarray(dw[1]), "b": db}
