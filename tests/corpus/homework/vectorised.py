r"""The same in matrices: examples as rows and as columns, outer products, transpositions in the wrong place."""

from functools import partial

import numpy as np
from textbook_entries import Entry, gradient, log_loss, sigmoid

new = partial(Entry, family="homework-vectorised")

COLUMNS = {
    "declare": "examples columns; shape W_1: h,d; shape X: d,m; shape W_2: k,h; shape Y: k,m",
    "given": (r"H = \tanh(W_1 X)", r"\hat{Y} = W_2 H", r"L = \frac{1}{2} \| \hat{Y} - Y \|_F^2"),
    "shapes": {"W_1": (4, 3), "X": (3, 5), "W_2": (2, 4), "Y": (2, 5)},
}
ROWS = {
    "declare": r"examples rows; shape X: m,n; shape \theta: n; shape y: m",
    "shapes": {"X": (5, 3), "theta": (3,), "y": (5,)},
}
HALF = r"J(\theta) = \frac{1}{2m} (X\theta - y)^T (X\theta - y)"
NEURONS = {
    "declare": "shape W^{(1)}: 4,3; shape x: 3; shape W^{(2)}: 2,4; shape y: 2",
    "given": (
        r"z^{(1)} = W^{(1)} x",
        r"a^{(1)} = \sigma(z^{(1)})",
        r"a^{(2)} = W^{(2)} a^{(1)}",
        r"L = \frac{1}{2} \| a^{(2)} - y \|^2",
        r"\delta^{(2)} = a^{(2)} - y",
        r"\delta^{(1)} = \left( W^{(2)T} \delta^{(2)} \right) \odot a^{(1)} \odot (1 - a^{(1)})",
    ),
    "shapes": {"W1": (4, 3), "x": (3,), "W2": (2, 4), "y": (2,)},
}


def hidden(W_1, X):
    return np.tanh(W_1 @ X)


def error(W_1, X, W_2, Y):
    return W_2 @ hidden(W_1, X) - Y


def loss(W_1, X, W_2, Y):
    return (error(W_1, X, W_2, Y) ** 2).sum() / 2


def half(X, theta, y):
    return (X @ theta - y) @ (X @ theta - y) / (2 * len(y))


def neurons(W1, x, W2, y):
    return ((W2 @ sigmoid(W1 @ x) - y) ** 2).sum() / 2


def delta(W1, x, W2, y):
    a = sigmoid(W1 @ x)
    return (W2.T @ (W2 @ a - y)) * a * (1 - a)


ENTRIES: tuple[Entry, ...] = (
    new(
        id="h2-columns-hidden-with-ones",
        latex=r"H = \tanh\left( W X + b \mathbf{1}^T \right)",
        kind="definition",
        declare="examples columns; shape W: h,d; shape X: d,m; shape b: h",
        sides=(lambda H: H, lambda W, X, b: np.tanh(W @ X + np.outer(b, np.ones(X.shape[1])))),
        shapes={"H": (2, 4), "W": (2, 3), "X": (3, 4), "b": (2,)},
        note="the size of the vector of ones follows from the sum",
    ),
    new(
        id="h2-columns-outer-weights",
        latex=r"\frac{\partial L}{\partial W_2} = (\hat{Y} - Y) H^T",
        kind="claim",
        sides=(
            gradient(loss, "W_2"),
            lambda W_1, X, W_2, Y: error(W_1, X, W_2, Y) @ hidden(W_1, X).T,
        ),
        **COLUMNS,
    ),
    new(
        id="h2-columns-inner-weights",
        latex=r"\frac{\partial L}{\partial W_1} = \left[ W_2^T (\hat{Y} - Y) \odot (1 - H \odot H) \right] X^T",
        kind="claim",
        sides=(
            gradient(loss, "W_1"),
            lambda W_1, X, W_2, Y: ((W_2.T @ error(W_1, X, W_2, Y)) * (1 - hidden(W_1, X) ** 2)) @ X.T,
        ),
        note="the matrix product binds before the elementwise one",
        **COLUMNS,
    ),
    new(
        id="h2-columns-outer-weights-transposed",
        latex=r"\frac{\partial L}{\partial W_2} = H (\hat{Y} - Y)^T",
        kind="claim",
        sides=(
            gradient(loss, "W_2"),
            lambda W_1, X, W_2, Y: hidden(W_1, X) @ error(W_1, X, W_2, Y).T,
        ),
        holds=False,
        note="the right matrix, transposed",
        **COLUMNS,
    ),
    new(
        id="h2-rows-half-squares",
        latex=HALF,
        kind="definition",
        declare=ROWS["declare"],
        sides=(lambda J: J, half),
        shapes={"J": (), **ROWS["shapes"]},
        note="m is a size here",
    ),
    new(
        id="h2-rows-squares-multiplied-out",
        latex=r"(X\theta - y)^T (X\theta - y) = \theta^T X^T X \theta - 2 y^T X \theta + y^T y",
        kind="claim",
        sides=(
            lambda X, theta, y: ((X @ theta - y) ** 2).sum(),
            lambda X, theta, y: theta @ X.T @ X @ theta - 2 * y @ X @ theta + y @ y,
        ),
        **ROWS,
    ),
    new(
        id="h2-rows-gradient-in-two-steps",
        latex=r"\nabla_\theta J = \frac{1}{2m} \left( 2 X^T X \theta - 2 X^T y \right)"
        r" = \frac{1}{m} X^T (X\theta - y)",
        kind="claim",
        given=(HALF,),
        sides=(
            gradient(half, "theta"),
            lambda X, theta, y: (2 * X.T @ X @ theta - 2 * X.T @ y) / (2 * len(y)),
            lambda X, theta, y: X.T @ (X @ theta - y) / len(y),
        ),
        **ROWS,
    ),
    new(
        id="h2-rows-log-loss",
        latex=r"J(\theta) = -\frac{1}{m} \left( y^T \log(h) + (1 - y)^T \log(1 - h) \right)",
        kind="definition",
        declare=ROWS["declare"],
        given=(r"h = \sigma(X\theta)",),
        sides=(lambda J: J, lambda X, theta, y: log_loss(y, sigmoid(X @ theta)).mean()),
        shapes={"J": (), **ROWS["shapes"]},
        note="1 - y and 1 - h of vectors, entry by entry",
    ),
    new(
        id="h2-rows-logistic-update",
        latex=r"\theta := \theta - \frac{\alpha}{m} X^T \left( \sigma(X\theta) - y \right)",
        kind="update",
        declare=ROWS["declare"] + r"; parameter \alpha",
        sides=(
            lambda theta: theta,
            lambda X, theta, y, alpha: theta - alpha / len(y) * X.T @ (sigmoid(X @ theta) - y),
        ),
        shapes={"alpha": (), **ROWS["shapes"]},
    ),
    new(
        id="h2-columns-transposed-in-braces",
        latex=r"dW^{[2]} = \frac{1}{m}\, dZ^{[2]} {A^{[1]}}^T",
        kind="definition",
        declare="examples columns; shape W^{[2]}: k,h; shape dZ^{[2]}: k,m; shape A^{[1]}: h,m",
        sides=(lambda dW2: dW2, lambda dZ2, A1: dZ2 @ A1.T / dZ2.shape[1]),
        shapes={"dW2": (2, 3), "dZ2": (2, 4), "A1": (3, 4)},
        note="braces around the name, because two superscripts are an error",
    ),
    new(
        id="h2-neurons-outer-product",
        latex=r"\frac{\partial L}{\partial W^{(1)}} = \delta^{(1)} x^T",
        kind="claim",
        sides=(gradient(neurons, "W1"), lambda W1, x, W2, y: np.outer(delta(W1, x, W2, y), x)),
        **NEURONS,
    ),
    new(
        id="h2-neurons-outer-product-transposed",
        latex=r"\frac{\partial L}{\partial W^{(1)}} = x \, {\delta^{(1)}}^{T}",
        kind="claim",
        sides=(gradient(neurons, "W1"), lambda W1, x, W2, y: np.outer(x, delta(W1, x, W2, y))),
        holds=False,
        **NEURONS,
    ),
    new(
        id="h2-descent-with-step-number",
        latex=r"\mathbf{w}_{t+1} = \mathbf{w}_t - \eta \nabla L(\mathbf{w}_t)",
        kind="update|definition",
        declare=r"shape \mathbf{w}: n; shape \mathbf{w}_t: n; shape \mathbf{c}: n; parameter \eta",
        given=(r"L(\mathbf{w}) = \frac{1}{2} \| \mathbf{w} - \mathbf{c} \|^2",),
        sides=(
            lambda w_t_plus_1: w_t_plus_1,
            lambda w_t, eta, c: w_t - eta * (w_t - c),
        ),
        shapes={"w_t_plus_1": (3,), "w_t": (3,), "eta": (), "c": (3,)},
        note="the gradient of L, at the point w_t",
    ),
)
