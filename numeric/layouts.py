"""Dense networks under the names and in the layouts that people use, as passes.

One example (x, y), or n examples in columns or in rows (X, Y); a neuron's weights are a row or a column of its
layer's weights; an array that is one number wide may be a vector, and one that is one by one a number. Everything is
turned into the layout of `numeric.dense` on its way in, and the gradients are turned back.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from numeric import dense
from numeric.activations import ACTIVATIONS
from numeric.arrays import Array, Numbers, WrongShape, as_numbers, as_real
from numeric.dense import Arrays, Backward, Dense
from numeric.passes import Pass, Values, take

Examples: TypeAlias = Literal["one", "columns", "rows"]
Weights: TypeAlias = Literal["rows", "columns"]


@dataclass(frozen=True, slots=True)
class Layout:
    """How the arrays of a network of `depth` layers come in, and by what names.

    The weights are W1, W2, … (or by another letter), the biases b1, b2, …, the masks D1, D2, …; `lambda` is the
    factor of the L2 penalty and `mu` that of the L1 penalty. A row of weights for each neuron, or a column as in
    deck 002, L. 236.
    """

    depth: int
    examples: Examples = "one"
    weights: Weights = "rows"
    letter: str = "W"
    l2: bool = False
    l1: bool = False
    dropout: bool = False

    @property
    def parameters(self) -> tuple[str, ...]:
        """W1, b1, W2, b2, …"""
        return tuple(name + str(layer) for layer in range(1, self.depth + 1) for name in (self.letter, "b"))

    @property
    def data(self) -> tuple[str, ...]:
        """The features, the labels, the masks and the factors of the penalties."""
        masks = [f"D{layer}" for layer in range(1, self.depth)] if self.dropout else []
        return (*self.ends, *masks, *["lambda"] * self.l2, *["mu"] * self.l1)

    @property
    def ends(self) -> tuple[str, str]:
        """The names of the features and the labels."""
        return ("x", "y") if self.examples == "one" else ("X", "Y")

    def arrays(self, given: Mapping[str, Numbers]) -> Arrays:
        """The arrays in the layout of the slides. Raises WrongShape, which names the array and the shape expected."""
        layers = range(1, self.depth + 1)
        first, last = self.ends
        X = self._columns(first, given[first])
        widths = [X.shape[0], *(given[f"b{layer}"].size for layer in layers)]
        w, b = [], []
        for layer, here in zip(layers, widths[1:], strict=True):
            w.append(self._weights(f"{self.letter}{layer}", given, widths[layer - 1], here))
            b.append(self._turned(_fitted(f"b{layer}", given[f"b{layer}"], self._turned_shape(here, 1))))
        Y = self._like(last, given, widths[-1], X.shape[1])
        hidden = layers[:-1] if self.dropout else []
        masks = [self._like(f"D{layer}", given, widths[layer], X.shape[1]) for layer in hidden]
        return Arrays(w, b, X, Y, masks, given.get("lambda"), given.get("mu"))

    def gradients(self, found: Backward, given: Mapping[str, Numbers]) -> dict[str, Array]:
        """The gradients by name, each in the shape of its parameter."""
        gradients: dict[str, Array] = {}
        for layer, (dw, db) in enumerate(zip(found.dw, found.db, strict=True), start=1):
            gradients[f"{self.letter}{layer}"] = dw.T if self.weights == "rows" else dw
            gradients[f"b{layer}"] = db
        return {name: gradient.reshape(given[name].shape) for name, gradient in gradients.items()}

    def laid_out(self, array: Numbers) -> Numbers:
        """A result with a column for each example, as this layout has it."""
        return array[:, 0] if self.examples == "one" else self._turned(array)

    def _columns(self, name: str, array: Numbers) -> Numbers:
        """An array with a column for each example."""
        if array.ndim > 2 or array.size == 0:
            raise WrongShape(f"{name} has shape {array.shape}, expected a vector or a matrix with at least one entry")
        if array.ndim == 2:
            return self._turned(array)
        return array.reshape(-1, 1) if self.examples == "one" else array.reshape(1, -1)

    def _like(self, name: str, given: Mapping[str, Numbers], width: int, examples: int) -> Numbers:
        return self._turned(_fitted(name, given[name], self._turned_shape(width, examples)))

    def _weights(self, name: str, given: Mapping[str, Numbers], below: int, here: int) -> Numbers:
        if self.weights == "rows":
            return _fitted(name, given[name], (here, below)).T
        return _fitted(name, given[name], (below, here))

    def _turned(self, array: Numbers) -> Numbers:
        return array.T if self.examples == "rows" else array

    def _turned_shape(self, rows: int, columns: int) -> tuple[int, int]:
        return (columns, rows) if self.examples == "rows" else (rows, columns)


def _fitted(name: str, array: Numbers, shape: tuple[int, int]) -> Numbers:
    """The array as a matrix of this shape: as it is, or with its sides of length 1 put back."""
    rows, columns = shape
    allowed = [shape]
    if 1 in shape:
        allowed.append((rows * columns,))  # type: ignore[arg-type]
    if rows == columns == 1:
        allowed.append(())  # type: ignore[arg-type]
    if array.shape not in allowed:
        expected = " or ".join(str(shape) for shape in allowed)
        raise WrongShape(f"{name} has shape {array.shape}, expected {expected}")
    return array.reshape(shape)


def dense_pass(name: str, net: Dense, layout: Layout, *, loop: bool = False) -> Pass:
    """The pass of a dense network; `loop` goes over the examples one by one, as the slides do before vectorising.

    Forward names are z1, a1, … for one example and Z1, A1, … for several. The widths are read off the arrays.
    """
    inputs = (*layout.parameters, *layout.data)
    several = layout.examples != "one"
    loss = "J" if several else "L"
    run_backward: Callable[[Dense, Arrays], Backward] = dense.backward_loop if loop else dense.backward

    def forward(values: Values) -> dict[str, Numbers]:
        given = {
            key: as_numbers(key, value, copy=False)
            for key, value in zip(inputs, take(name, values, inputs), strict=True)
        }
        run = dense.forward(net, layout.arrays(given))
        results: dict[str, Numbers] = {}
        for layer, (z, a) in enumerate(zip(run.Z, run.A, strict=True), start=1):
            for letter, array in (("z", z), ("a", a)):
                key = f"{letter.upper() if several else letter}{layer}"
                results[key] = layout.laid_out(array)
        return {**results, loss: run.loss}

    def backward(values: Values) -> dict[str, Array]:
        given = {
            key: as_real(key, value, copy=False) for key, value in zip(inputs, take(name, values, inputs), strict=True)
        }
        return layout.gradients(run_backward(net, layout.arrays(given)), given)

    return Pass(name, inputs, layout.parameters, loss, forward, backward)


def network_pass(name: str, log_base: float = math.e) -> Pass | None:
    """The pass of a network that is described as on the command line: "network --layers 3,4,1 --hidden relu".

    Only the number of the layers counts, and whether there is one output: the widths are read off the arrays. None
    where an option, an activation or a loss has no hand-written pass, such as an activation that is left open.
    """
    options = _options(name.split()[1:])
    if options is None:
        return None
    widths = options.get("layers", "3,4,1").split(",")
    depth = int(options["depth"]) if "depth" in options else len(widths) - 1
    width = options.get("width", widths[-1])
    output, loss = _end(options, width)
    hidden = options.get("hidden", "sigmoid")
    if hidden not in ACTIVATIONS or output not in (*ACTIVATIONS, dense.SOFTMAX) or loss not in dense.LOSSES:
        return None
    net = Dense(hidden, output, loss, options.get("reduce", "mean") == "mean", log_base)
    layout = Layout(
        depth,
        _EXAMPLES[options.get("examples", "one")],
        _WEIGHTS[options.get("weights", "rows")],
        l2="l2" in options,
        l1="l1" in options,
        dropout="dropout" in options,
    )
    return dense_pass(name, net, layout)


_EXAMPLES: Mapping[str, Examples] = {"one": "one", "columns": "columns", "rows": "rows"}
_WEIGHTS: Mapping[str, Weights] = {"rows": "rows", "columns": "columns"}
_FLAGS = ("l2", "l1", "dropout")
_VALUED = ("layers", "depth", "width", "hidden", "output", "loss", "examples", "weights", "reduce")


def _options(words: Sequence[str]) -> dict[str, str] | None:
    """The options by name, flags with an empty value; None for a word that is none of them."""
    options: dict[str, str] = {}
    rest = list(words)
    while rest:
        option, _, value = rest.pop(0).removeprefix("--").partition("=")
        if option in _VALUED:
            options[option] = value or (rest.pop(0) if rest else "")
        elif option in _FLAGS:
            options[option] = ""
        else:
            return None
    return options


def _end(options: Mapping[str, str], width: str) -> tuple[str, str]:
    """The output's activation and the loss: what is not said follows from the other one, or from the width."""
    output, loss = options.get("output"), options.get("loss")
    if loss is None and output is None:
        loss = "log-loss" if width == "1" else "cross-entropy"
    elif loss is None:
        usual = {dense.SOFTMAX: "cross-entropy", **({"sigmoid": "log-loss"} if width == "1" else {})}
        loss = usual.get(output or "", "half-squared-error")
    return output or dense.LOSSES.get(loss, "") or "identity", loss
