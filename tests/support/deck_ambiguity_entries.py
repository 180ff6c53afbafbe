r"""Short ways to write the entries for the seventeen points at which the slides have two readings."""

from functools import partial

import numpy as np
from textbook_entries import Entry, log_loss, sigmoid

new = partial(Entry, family="deck-ambiguities")

PERCEPTRON = {
    "declare": "data x, y; parameter w, b",
    "given": ("z = wx + b", r"\hat{y} = \sigma(z)", r"L = -y \log \hat{y} - (1-y) \log(1-\hat{y})"),
}
LINEAR = {
    "declare": r"data x, y; parameter w, b, \alpha",
    "given": (r"\hat{y} = wx + b", r"L = \frac{1}{2}(y - \hat{y})^2"),
}
NEURON = {"w": (), "x": (), "b": (), "y": ()}


def point(name, latex, kind, *sides, declare="", **rest):
    """A formula that has one reading."""
    return new(id=f"deck-ambiguity-{name}", latex=latex, kind=kind, declare=declare, sides=sides, **rest)


def two(name, latex, first, second, kind="definition", **rest):
    """A formula that has two."""
    return new(id=f"deck-ambiguity-{name}", latex=latex, kind=kind, ambiguous=(first, second), **rest)


def bare(name, latex, kind, **rest):
    """What states nothing that has a value."""
    return new(id=f"deck-ambiguity-{name}", latex=latex, kind=kind, **rest)


def number(name, latex, side, *arguments, declare="", note="", **rest):
    """A number s, defined by other numbers."""
    shapes = {"s": (), **dict.fromkeys(arguments, ())}
    sides = (lambda s: s, side)
    return point(name, latex, "definition", *sides, declare=declare, shapes=shapes, note=note, **rest)


def never_true(name, latex, left, right, *arguments, declare, note):
    """A false claim that is true at the points which a lazy reader tries."""
    shapes = dict.fromkeys(arguments, ())
    return point(name, latex, "claim", left, right, declare=declare, shapes=shapes, holds=False, note=note)


def linear_loss(w, x, b, y):
    return (y - w * x - b) ** 2 / 2


def logistic_loss(w, x, b, y):
    return log_loss(y, sigmoid(w * x + b))


def logistic(z):
    return sigmoid(z)


def of_bias(b):
    return sigmoid(b)


def slope(z):
    """The derivative of the logistic function, as the slides write it."""
    return np.exp(-z) / (1 + np.exp(-z)) ** 2
