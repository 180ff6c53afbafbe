r"""Regularised least squares, weight decay, margins and hinges, robust losses."""

import numpy as np
from course_entries import Course
from textbook_entries import gradient, relu, sigmoid

c = Course("losses")

REGRESSION = "shape X: n,p; shape y: n; "


def squares(r):
    return (r**2).sum()


def ridge(X, w, y, lam):
    return squares(X @ w - y) / (2 * len(y)) + lam / 2 * squares(w)


def margin_loss(w, b, x, y, C):
    return squares(w) / 2 + C * relu(1 - y * (x @ w + b)).sum()


def margin_gradient(w, b, x, y, C):
    return w - C * ((y * (x @ w + b) < 1) * y) @ x


def huber(r, delta):
    return r**2 / 2 if abs(r) <= delta else delta * (abs(r) - delta / 2)


ENTRIES = (
    c.definition(
        "ridge-objective",
        r"J(\mathbf{w}) = \frac{1}{2n} \left\| \mathbf{X}\mathbf{w} - \mathbf{y} \right\|_2^2"
        r" + \frac{\lambda}{2} \|\mathbf{w}\|_2^2",
        r"shape \mathbf{X}: n,p; shape \mathbf{w}: p; shape \mathbf{y}: n; parameter \lambda",
        lambda J: J,
        ridge,
        shapes={"J": (), "X": (5, 3), "w": (3,), "y": (5,), "lam": ()},
    ),
    c.claim(
        "ridge-gradient-primes",
        r"\nabla J(w) = \frac{1}{n} X'(Xw - y) + \lambda w",
        REGRESSION + r"shape w: p; parameter \lambda",
        gradient(ridge, "w"),
        lambda X, w, y, lam: X.T @ (X @ w - y) / len(y) + lam * w,
        given=(r"J(w) = \frac{1}{2n} \| Xw - y \|^2 + \frac{\lambda}{2} \| w \|^2",),
        shapes={"X": (5, 3), "w": (3,), "y": (5,), "lam": ()},
        note="X' is the transposed matrix of data, and its bracket a factor",
    ),
    c.definition(
        "ridge-estimate",
        r"\hat{\beta} = (X'X + \lambda I_p)^{-1} X'y",
        REGRESSION + r"parameter \lambda",
        lambda beta_hat: beta_hat,
        lambda X, lam, y: np.linalg.solve(X.T @ X + lam * np.eye(X.shape[1]), X.T @ y),
        shapes={"beta_hat": (3,), "X": (5, 3), "lam": (), "y": (5,)},
        note="econometrics: primes transpose",
    ),
    c.definition(
        "lasso",
        r"Q(\beta) = \tfrac{1}{2} \lVert y - X\beta \rVert_2^2 + \lambda \lVert \beta \rVert_1",
        REGRESSION + r"shape \beta: p; parameter \lambda",
        lambda Q: Q,
        lambda y, X, beta, lam: squares(y - X @ beta) / 2 + lam * np.abs(beta).sum(),
        shapes={"Q": (), "y": (5,), "X": (5, 3), "beta": (3,), "lam": ()},
    ),
    c.definition(
        "elastic-net",
        r"R(w) = \sum_{j=1}^{p} \left( \alpha |w_j| + \frac{1 - \alpha}{2} w_j^2 \right)",
        r"shape w: p; parameter \alpha",
        lambda R: R,
        lambda alpha, w: (alpha * np.abs(w) + (1 - alpha) / 2 * w**2).sum(),
        shapes={"R": (), "alpha": (), "w": (3,)},
    ),
    c.entry(
        "weight-decay-step",
        r"w \leftarrow (1 - \eta\lambda)\, w - \eta\, X^\top (Xw - y)",
        "update",
        REGRESSION + r"shape w: p; parameter \eta, \lambda",
        lambda w: w,
        lambda eta, lam, w, X, y: (1 - eta * lam) * w - eta * X.T @ (X @ w - y),
        shapes={"w": (3,), "eta": (), "lam": (), "X": (5, 3), "y": (5,)},
    ),
    c.definition(
        "two-layers-penalised",
        r"J = \frac{1}{m} \sum_{i=1}^{m} \bigl( \hat{y}^{(i)} - y^{(i)} \bigr)^2 + \frac{\lambda}{2m}"
        r" \left( \lVert W^{[1]} \rVert_F^2 + \lVert W^{[2]} \rVert_F^2 \right)",
        r"data \hat{y}^{(i)}, y^{(i)}; shape W^{[1]}: h,n; shape W^{[2]}: k,h; parameter \lambda",
        lambda J: J,
        lambda y_hat, y, lam, W1, W2: squares(y_hat - y) / len(y) + lam / (2 * len(y)) * (squares(W1) + squares(W2)),
        shapes={"J": (), "y_hat": (4,), "y": (4,), "lam": (), "W1": (2, 3), "W2": (5, 2)},
        note="m is the number of examples in both terms",
    ),
    c.definition(
        "penalised-backprop",
        r"dW^{[l]} = \frac{1}{m}\, dZ^{[l]} A^{[l-1]T} + \frac{\lambda}{m} W^{[l]}",
        r"shape dZ^{[l]}: k,m; shape A^{[l-1]}: h,m; shape W^{[l]}: k,h; parameter \lambda",
        lambda dWl: dWl,
        lambda dZl, Al_minus_1, lam, Wl: (dZl @ Al_minus_1.T + lam * Wl) / dZl.shape[1],
        shapes={"dWl": (2, 3), "dZl": (2, 4), "Al_minus_1": (3, 4), "lam": (), "Wl": (2, 3)},
    ),
    c.definition(
        "soft-margin",
        r"L(w, b) = \frac{1}{2} \|w\|^2 + C \sum_{i=1}^{n} \max\left(0,\, 1 - y_i (w^\top x_i + b) \right)",
        "shape w: d; parameter b, C; shape x_i: d; data y_i",
        lambda L: L,
        margin_loss,
        shapes={"L": (), "w": (3,), "b": (), "x": (4, 3), "y": (4,), "C": ()},
        note="y_i is a number: its bracket is a factor",
    ),
    c.claim(
        "soft-margin-gradient",
        r"\frac{\partial L}{\partial w} = w - C \sum_{i=1}^{n} \mathbf{1}\!\left[ y_i (w^\top x_i + b) < 1 \right]"
        r" y_i x_i",
        "shape w: d; parameter b, C; shape x_i: d; data y_i",
        gradient(margin_loss, "w"),
        margin_gradient,
        given=(r"L = \tfrac12 \|w\|^2 + C \sum_{i=1}^n \max(0, 1 - y_i (w^\top x_i + b))",),
        shapes={"w": (3,), "b": (), "x": (4, 3), "y": (4,), "C": ()},
        note="away from the kinks",
    ),
    c.entry(
        "squared-hinge",
        r"\phi(t) = \max(0, 1 - t)^2, \qquad \phi'(t) = -2 \max(0, 1 - t)",
        "definition; claim",
        "data t",
        lambda phi: phi,
        lambda t: relu(1 - t) ** 2,
        gradient(lambda t: relu(1 - t) ** 2, "t"),
        lambda t: -2 * relu(1 - t),
        split=(2, 2),
        shapes={"phi": (), "t": ()},
        note="the square stands on the value of max",
    ),
    c.definition(
        "huber",
        r"\rho_\delta(r) = \begin{cases} \frac{1}{2} r^2 & |r| \le \delta \\"
        r" \delta \left( |r| - \frac{1}{2}\delta \right) & \text{otherwise} \end{cases}",
        r"data r; parameter \delta",
        lambda rho_delta: rho_delta,
        huber,
        shapes={"rho_delta": (), "r": (), "delta": ()},
    ),
    c.definition(
        "multiclass-margin",
        r"L = \sum_{j \neq y} \max\left(0,\; \mathbf{w}_j^\top \mathbf{x} - \mathbf{w}_{y}^\top \mathbf{x} + 1\right)",
        r"shape \mathbf{w}_j: d; shape \mathbf{x}: d; data y",
        lambda L: L,
        lambda w, x, y: sum(max(0.0, (w[j] - w[y]) @ x + 1) for j in range(len(w)) if j != y),
        shapes={"L": (), "w": (3, 4), "x": (4,), "y": ()},
        labels=("y",),
        note="y is the number of the right class",
    ),
    c.claim(
        "signed-labels",
        r"\nabla_w J = -\sum_{i=1}^n \sigma(-y_i w^T x_i)\, y_i x_i",
        "shape w: d; shape x_i: d; data y_i",
        gradient(lambda w, x, y: np.log(1 + np.exp(-y * (x @ w))).sum(), "w"),
        lambda w, x, y: -(sigmoid(-y * (x @ w)) * y) @ x,
        given=(r"J = \sum_{i=1}^n \log\left( 1 + \exp(-y_i w^T x_i) \right)",),
        shapes={"w": (3,), "x": (4, 3), "y": (4,)},
    ),
    c.claim(
        "log-cosh",
        r"\frac{\mathrm{d}}{\mathrm{d} r} \log \cosh r = \tanh r",
        "data r",
        gradient(lambda r: np.log((np.exp(r) + np.exp(-r)) / 2), "r"),
        lambda r: 1 - 2 / (np.exp(2 * r) + 1),
        shapes={"r": ()},
        note="two functions without brackets, one within the other",
    ),
)
