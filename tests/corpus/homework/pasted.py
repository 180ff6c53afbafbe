r"""As pasted from a chat or an e-mail: Unicode, every kind of dollar sign and bracket, words in four languages."""

from functools import partial

import numpy as np
from deck_002_entries import of
from textbook_entries import Entry, gradient, log_loss, relu, sigmoid

new = partial(Entry, family="homework-pasted")


def output(x_1, x_2, w_1, w_2):
    return w_1 * x_1 + w_2 * x_2


def half_square(x_1, x_2, w_1, w_2, y):
    return (output(x_1, x_2, w_1, w_2) - y) ** 2 / 2


TWO_WEIGHTS = {
    "declare": "data x₁, x₂, y; parameter w₁, w₂, α",
    "given": ("ŷ = w₁x₁ + w₂x₂", "L = ½(ŷ − y)²"),
}
NUMBERS: dict[str, tuple[int, ...]] = {"x_1": (), "x_2": (), "w_1": (), "w_2": (), "y": ()}

ENTRIES: tuple[Entry, ...] = (
    new(
        id="h2-pasted-slope",
        latex="∂L/∂w₁ = (ŷ − y)·x₁",
        kind="claim",
        sides=(
            gradient(half_square, "w_1"),
            lambda x_1, x_2, w_1, w_2, y: (output(x_1, x_2, w_1, w_2) - y) * x_1,
        ),
        shapes=NUMBERS,
        **TWO_WEIGHTS,
    ),
    new(
        id="h2-pasted-slope-wrong-sign",
        latex="∂L/∂w₂ = (y − ŷ)·x₂",
        kind="claim",
        sides=(
            gradient(half_square, "w_2"),
            lambda x_1, x_2, w_1, w_2, y: (y - output(x_1, x_2, w_1, w_2)) * x_2,
        ),
        shapes=NUMBERS,
        holds=False,
        **TWO_WEIGHTS,
    ),
    new(
        id="h2-pasted-update",
        latex="w₁ := w₁ − α · ∂L/∂w₁",
        kind="update",
        sides=(
            lambda w_1: w_1,
            lambda x_1, x_2, w_1, w_2, y, alpha: w_1 - alpha * (output(x_1, x_2, w_1, w_2) - y) * x_1,
        ),
        shapes={"alpha": (), **NUMBERS},
        **TWO_WEIGHTS,
    ),
    new(
        id="h2-pasted-layers-raised",
        latex="z⁽¹⁾ = W⁽¹⁾x + b⁽¹⁾",
        kind="definition",
        declare="shape W⁽¹⁾: 3,2; shape x: 2; shape b⁽¹⁾: 3",
        sides=(lambda z1: z1, lambda W1, x, b1: W1 @ x + b1),
        shapes={"z1": (3,), "W1": (3, 2), "x": (2,), "b1": (3,)},
    ),
    new(
        id="h2-pasted-log-loss",
        latex="L = −[y·log(ŷ) + (1 − y)·log(1 − ŷ)]",
        kind="definition",
        declare="data y, ŷ",
        sides=(lambda L: L, of(log_loss, "y", "y_hat")),
        shapes={"L": (), "y": (), "y_hat": ()},
    ),
    new(
        id="h2-pasted-operator-without-fraction",
        latex="d/dx (x³ + 2x) = 3x² + 2",
        kind="claim",
        declare="data x",
        sides=(gradient(lambda x: x**3 + 2 * x, "x"), lambda x: 3 * x**2 + 2),
        shapes={"x": ()},
        note="d/dx is an operator, and d is no number",
    ),
    new(
        id="h2-pasted-least-squares-gradient",
        latex="∇J(w) = (2/n)·Xᵀ(Xw − y)",
        kind="claim",
        declare="shape X: n,d; shape w: d; shape y: n",
        given=("J(w) = (1/n)·‖Xw − y‖²",),
        sides=(
            gradient(lambda X, w, y: ((X @ w - y) ** 2).mean(), "w"),
            lambda X, w, y: 2 / len(y) * X.T @ (X @ w - y),
        ),
        shapes={"X": (4, 3), "w": (3,), "y": (4,)},
    ),
    new(
        id="h2-pasted-relu-and-slopes",
        latex="∂z/∂w = x, ∂z/∂b = 1, a = ReLU(z)",
        kind="claim; claim; definition",
        declare="data x; parameter w, b",
        given=("z = w·x + b",),
        sides=(
            lambda x: x * 1,
            lambda x: x,
            lambda: 1.0,
            lambda: 1,
            lambda a: a,
            lambda w, x, b: relu(w * x + b),
        ),
        split=(2, 2, 2),
        shapes={"a": (), "w": (), "x": (), "b": ()},
    ),
    new(
        id="h2-pasted-sentence-with-dollars",
        latex=r"The loss is $L = \frac{1}{2}(a - y)^2$ and hence $\frac{\partial L}{\partial a} = a - y$.",
        kind="definition; claim",
        declare="data a, y",
        sides=(lambda L: L, lambda a, y: (a - y) ** 2 / 2, lambda a, y: a - y, lambda a, y: a - y),
        split=(2, 2),
        shapes={"L": (), "a": (), "y": ()},
        note="a sentence with two formulas in it, as it stands in the homework",
    ),
    new(
        id="h2-pasted-french",
        latex=r"\[ \text{On a } f'(x) = 2x \text{ donc } f'(3) = 6. \]",
        kind="claim; claim",
        declare="data x",
        given=(r"f(x) = x^2",),
        sides=(gradient(lambda x: x**2, "x"), lambda x: 2 * x, lambda: 6.0, lambda: 6),
        split=(2, 2),
        shapes={"x": ()},
    ),
    new(
        id="h2-pasted-german",
        latex=r"$$\text{Nach der Kettenregel gilt: } \frac{d}{dx} u^2 = 2u \cdot u' = 6(3x + 1)$$",
        kind="claim",
        declare="data x",
        given=("u = 3x + 1",),
        sides=(
            gradient(lambda x: (3 * x + 1) ** 2, "x"),
            lambda x: 2 * (3 * x + 1) * 3,
            lambda x: 6 * (3 * x + 1),
        ),
        shapes={"x": ()},
        note="u' is the derivative of u by the only variable",
    ),
    new(
        id="h2-pasted-spanish",
        latex=r"\( \text{Derivando respecto a } w: \quad \frac{\partial L}{\partial w} = 2 (wx - y) \, x \)",
        kind="claim",
        declare="data x, y; parameter w",
        given=(r"L = (wx - y)^2",),
        sides=(gradient(lambda x, y, w: (w * x - y) ** 2, "w"), lambda x, y, w: 2 * (w * x - y) * x),
        shapes={"x": (), "y": (), "w": ()},
    ),
    new(
        id="h2-pasted-one-liner",
        latex="tanh′(z) = 1 − tanh²(z), σ(−z) = 1 − σ(z)",
        kind="claim; claim",
        declare="data z",
        sides=(
            gradient(lambda z: np.sinh(z) / np.cosh(z), "z"),
            lambda z: 1 - np.tanh(z) ** 2,
            lambda z: sigmoid(-z),
            lambda z: 1 - sigmoid(z),
        ),
        split=(2, 2),
        shapes={"z": ()},
    ),
)
