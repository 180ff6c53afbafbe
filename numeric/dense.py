"""Dense networks of any depth and widths: forward and backward passes written by hand, as in deck 002.

The slides' layout is the one inside: examples are columns, A^[0] = X is (inputs, n), the column j of w^[l] holds
the weights of neuron j, so that Z^[l] = w^[l]T A^[l-1] + b^[l] (deck 002, L. 741). Arrays that come in another
layout are turned at the door, and their gradients are turned back.

    backward        all examples at once, the vectorised form
    backward_loop   the loop over the examples that it replaces

Both must agree, and both must agree with differences of the loss alone; nothing here establishes either.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from numeric.activations import ACTIVATIONS, log_loss, log_of_base, log_softmax, softmax
from numeric.arrays import Array, Numbers

SOFTMAX = "softmax"


@dataclass(frozen=True, slots=True)
class Dense:
    """What a dense network computes: its activations and its loss, which `mean` divides by the number of examples.

    `hidden` and `output` are names of `numeric.activations.ACTIVATIONS`; `output` may be the softmax too. Raises
    ValueError for an unknown name, and for a loss of probabilities behind an output that gives none.
    """

    hidden: str = "sigmoid"
    output: str = "sigmoid"
    loss: str = "log-loss"
    mean: bool = True
    log_base: float = math.e

    def __post_init__(self) -> None:
        log_of_base(self.log_base)
        _known("hidden activation", self.hidden, ACTIVATIONS)
        _known("output activation", self.output, (*ACTIVATIONS, SOFTMAX))
        _known("loss", self.loss, LOSSES)
        needed = LOSSES[self.loss]
        if needed and needed != self.output:
            raise ValueError(f"{self.loss} takes probabilities from the {needed}, not from {self.output}")


LOSSES: Mapping[str, str] = {
    "half-squared-error": "",
    "mean-squared-error": "",
    "log-loss": "sigmoid",
    "cross-entropy": SOFTMAX,
}
"""The losses, and the output activation that each needs, where it needs one."""


@dataclass(frozen=True, slots=True, eq=False)
class Arrays:
    """The arrays of a network in the slides' layout: w[l] (below, here), b[l] (here, 1), X and Y with n columns.

    `masks` has an entry for each hidden layer, or none. `l2` and `l1` are the factors before the sum of w^2 / 2 and
    of |w| over all weights, None for no such penalty; biases are not penalised.
    """

    w: Sequence[Numbers]
    b: Sequence[Numbers]
    X: Numbers
    Y: Numbers
    masks: Sequence[Numbers] = ()
    l2: Numbers | None = None
    l1: Numbers | None = None

    def example(self, i: int) -> "Arrays":
        """The same network with example i alone, and no penalty."""
        masks = [mask[:, i : i + 1] for mask in self.masks]
        return Arrays(self.w, self.b, self.X[:, i : i + 1], self.Y[:, i : i + 1], masks)


@dataclass(frozen=True, slots=True, eq=False)
class Forward:
    """What a forward pass computes: Z and A of layer 1, 2, … (A behind its mask), and the loss, shape ()."""

    Z: Sequence[Numbers]
    A: Sequence[Numbers]
    loss: Numbers


@dataclass(frozen=True, slots=True, eq=False)
class Backward:
    """The gradients of the loss by w and b of layer 1, 2, …, in their shapes.

    `dZ` belongs to the loss of each example alone, before the mean is taken, as on the slides (deck 002, L. 1510).
    """

    dZ: Sequence[Array]
    dw: Sequence[Array]
    db: Sequence[Array]


def forward(net: Dense, arrays: Arrays) -> Forward:
    """All layers from left to right, and the loss. Complex arrays may go through.

    Source: deck 002, L. 741 to 746: Z = w^T A + b, A = sigma(Z), layer by layer.
    """
    Z, A = [], []
    below = arrays.X
    last = len(arrays.w) - 1
    for layer, (w, b) in enumerate(zip(arrays.w, arrays.b, strict=True)):
        z = w.T @ below + b
        a = _activated(net.output if layer == last else net.hidden, z)
        if arrays.masks and layer != last:
            a = arrays.masks[layer] * a
        Z.append(z)
        A.append(a)
        below = a
    errors = np.sum(_losses(net, Z[-1], A[-1], arrays.Y))
    loss = errors / _count(net, arrays) + _penalty(arrays)
    return Forward(Z, A, np.asarray(loss))


def backward(net: Dense, arrays: Arrays) -> Backward:
    """All layers from right to left, for all examples at once.

    dw = (1/n) A dZ^T, db = (1/n) sum of dZ, and dZ of the layer below is w dZ * g'(Z): deck 002, L. 1512 and 1514
    for one layer; its summary (L. 1728 to 1736) prints the same for two layers and one example, with w in the
    transposed shape. dZ is divided by n, not the larger product.
    """
    run = forward(net, arrays)
    n = _count(net, arrays)
    below = [arrays.X, *run.A[:-1]]
    dZ = _slope_at_the_end(net, run.Z[-1], run.A[-1], arrays.Y)
    dZs, dws, dbs = [], [], []
    for layer in reversed(range(len(arrays.w))):
        w = arrays.w[layer]
        dZs.append(dZ)
        dws.append(_with_penalty(below[layer] @ (dZ.T / n), w, arrays))
        dbs.append((1 / n) * np.sum(dZ, axis=1, keepdims=True))
        if layer:
            dZ = (w @ dZ) * _slope(net, arrays, run, layer - 1)
    return Backward(dZs[::-1], dws[::-1], dbs[::-1])


def backward_loop(net: Dense, arrays: Arrays) -> Backward:
    """The same as a loop: each example forward and backward alone, its gradients added up, divided by n outside.

    Source: deck 002, L. 662 to 676 (the loop before vectorisation) and L. 1492 to 1502 (adding up, and dividing).
    The accumulators start at zero, which the slide does not show.
    """
    examples = arrays.X.shape[1]
    n = _count(net, arrays)
    dw = [np.zeros(w.shape) for w in arrays.w]
    db = [np.zeros(b.shape) for b in arrays.b]
    columns: list[list[Array]] = [[] for _ in arrays.w]
    for i in range(examples):
        one = backward(net, arrays.example(i))
        for layer in range(len(arrays.w)):
            columns[layer].append(one.dZ[layer])
            dw[layer] = dw[layer] + one.dw[layer]
            db[layer] = db[layer] + one.db[layer]
    dZ = [np.hstack(column) for column in columns]
    penalised = [_with_penalty(dw_l / n, w, arrays) for dw_l, w in zip(dw, arrays.w, strict=True)]
    return Backward(dZ, penalised, [db_l / n for db_l in db])


def _known(what: str, name: str, names: Mapping[str, object] | tuple[str, ...]) -> None:
    if name not in names:
        raise ValueError(f"there is no {what} {name!r}; expected {', '.join(names)}")


def _activated(name: str, z: Numbers) -> Numbers:
    return softmax(z) if name == SOFTMAX else ACTIVATIONS[name].value(z)


def _slope(net: Dense, arrays: Arrays, run: Forward, layer: int) -> Array:
    """The slope of a hidden layer's output by its Z: that of its activation, behind its mask."""
    z, activation = run.Z[layer], ACTIVATIONS[net.hidden]
    if not arrays.masks:
        return np.asarray(activation.slope(z, run.A[layer]))
    return np.asarray(arrays.masks[layer] * activation.slope(z, activation.value(z)))


def _losses(net: Dense, Z: Numbers, A: Numbers, Y: Numbers) -> Numbers:
    """The loss of each output of each example; those with a logarithm are taken from Z, where no digit is lost."""
    if net.loss == "log-loss":
        return log_loss(Z, Y, net.log_base)
    if net.loss == "cross-entropy":
        return np.asarray(-Y * log_softmax(Z) / log_of_base(net.log_base))
    if net.loss == "mean-squared-error":
        return np.asarray((A - Y) ** 2 / len(Y))
    return np.asarray((A - Y) ** 2 / 2)


def _slope_at_the_end(net: Dense, Z: Array, A: Array, Y: Array) -> Array:
    """dZ of the last layer. A - Y with a log loss (deck 002, L. 1728), and with the cross entropy of a softmax.

    The latter holds where the entries of Y add up to 1; their sum stands here, so that it holds for all Y.
    """
    if net.loss == "log-loss":
        return np.asarray((A - Y) / log_of_base(net.log_base))
    if net.loss == "cross-entropy":
        return np.asarray((np.sum(Y, axis=0, keepdims=True) * A - Y) / log_of_base(net.log_base))
    dA = (A - Y) * (2 / len(Y) if net.loss == "mean-squared-error" else 1)
    if net.output == SOFTMAX:
        return np.asarray(A * (dA - np.sum(A * dA, axis=0, keepdims=True)))
    return np.asarray(dA * ACTIVATIONS[net.output].slope(Z, A))


def _count(net: Dense, arrays: Arrays) -> int:
    """What the sum over the examples is divided by."""
    return arrays.X.shape[1] if net.mean else 1


def _penalty(arrays: Arrays) -> Numbers:
    penalty = np.asarray(0.0)
    if arrays.l2 is not None:
        penalty = penalty + arrays.l2 / 2 * sum(np.sum(w * w) for w in arrays.w)
    if arrays.l1 is not None:
        penalty = penalty + arrays.l1 * sum(np.sum(np.where(np.real(w) > 0, w, -w)) for w in arrays.w)
    return penalty


def _with_penalty(dw: Array, w: Array, arrays: Arrays) -> Array:
    """The gradient by w with what the penalties add to it; |w| has a kink at 0, where 0 is added."""
    if arrays.l2 is not None:
        dw = dw + arrays.l2 * w
    if arrays.l1 is not None:
        dw = dw + arrays.l1 * np.sign(w)
    return dw
