r"""Linear and logistic regression in the usual letters: \theta, h_\theta, J, \ell, w, \hat y, 1/2m, sums over i."""

from functools import partial

import numpy as np
from textbook_entries import Entry, gradient, log_loss, sigmoid

new = partial(Entry, family="homework-regression")

HOUSES = {
    "declare": r"data x^{(i)}, y^{(i)}; parameter \theta_0, \theta_1, \alpha",
    "given": (
        r"h_\theta(x) = \theta_0 + \theta_1 x",
        r"J(\theta_0, \theta_1) = \frac{1}{2m} \sum_{i=1}^{m} \left( h_\theta(x^{(i)}) - y^{(i)} \right)^2",
    ),
}
POINTS = {"x": (5,), "y": (5,), "theta_0": (), "theta_1": ()}
LINE = {
    "declare": "shape x: N; shape y: N; parameter w, b",
    "given": (r"\mathcal{L}(w, b) = \frac{1}{N} \sum_{n=1}^{N} \left( y_n - (w x_n + b) \right)^2",),
    "shapes": {"x": (5,), "y": (5,), "w": (), "b": ()},
}
RIDGE = {
    "declare": r"shape X: m,n; shape y: m; shape w: n; parameter \lambda",
    "shapes": {"X": (5, 3), "y": (5,), "w": (3,), "lam": ()},
}
ONE = {
    "declare": r"shape \theta: n; shape x: n; data y",
    "given": (
        r"g(z) = \frac{1}{1 + e^{-z}}",
        r"h_\theta(x) = g(\theta^T x)",
        r"\ell(\theta) = y \log h_\theta(x) + (1 - y) \log (1 - h_\theta(x))",
    ),
    "shapes": {"theta": (3,), "x": (3,), "y": ()},
}


def houses(x, y, theta_0, theta_1):
    return ((theta_0 + theta_1 * x - y) ** 2).sum() / (2 * len(x))


def line(x, y, w, b):
    return ((y - (w * x + b)) ** 2).sum() / len(x)


def ridge(X, y, w, lam):
    return ((X @ w - y) ** 2).sum() / (2 * len(y)) + lam * (w**2).sum() / (2 * len(y))


def likelihood(theta, x, y):
    return -log_loss(y, sigmoid(theta @ x))


ENTRIES: tuple[Entry, ...] = (
    new(
        id="h2-houses-cost",
        latex=r"J(\theta_0, \theta_1) = \frac{1}{2m} \sum_{i=1}^{m} \left( h_\theta(x^{(i)}) - y^{(i)} \right)^2",
        kind="definition",
        declare=HOUSES["declare"],
        given=HOUSES["given"][:1],
        sides=(lambda J: J, houses),
        shapes={"J": (), **POINTS},
        note="m is the number of examples, over which i runs",
    ),
    new(
        id="h2-houses-by-slope",
        latex=r"\frac{\partial J}{\partial \theta_1}"
        r" = \frac{1}{m} \sum_{i=1}^{m} \left( h_\theta(x^{(i)}) - y^{(i)} \right) x^{(i)}",
        kind="claim",
        sides=(
            gradient(houses, "theta_1"),
            lambda x, y, theta_0, theta_1: ((theta_0 + theta_1 * x - y) * x).mean(),
        ),
        shapes=POINTS,
        **HOUSES,
    ),
    new(
        id="h2-houses-by-offset-operator",
        latex=r"\frac{\partial}{\partial \theta_0} J(\theta_0, \theta_1)"
        r" = \frac{1}{m} \sum_{i=1}^{m} \left( h_\theta(x^{(i)}) - y^{(i)} \right)",
        kind="claim",
        sides=(
            gradient(houses, "theta_0"),
            lambda x, y, theta_0, theta_1: (theta_0 + theta_1 * x - y).mean(),
        ),
        shapes=POINTS,
        **HOUSES,
    ),
    new(
        id="h2-houses-chain-rule-step",
        latex=r"\frac{\partial J}{\partial \theta_1}"
        r" = 2 \cdot \frac{1}{2m} \sum_{i=1}^{m} \left( h_\theta(x^{(i)}) - y^{(i)} \right)"
        r" \cdot \frac{\partial}{\partial \theta_1} \left( \theta_0 + \theta_1 x^{(i)} - y^{(i)} \right)",
        kind="claim",
        sides=(
            gradient(houses, "theta_1"),
            lambda x, y, theta_0, theta_1: 2 / (2 * len(x)) * ((theta_0 + theta_1 * x - y) * x).sum(),
        ),
        shapes=POINTS,
        **HOUSES,
    ),
    new(
        id="h2-houses-half-kept",
        latex=r"\frac{\partial J}{\partial \theta_1}"
        r" = \frac{1}{2m} \sum_{i=1}^{m} \left( h_\theta(x^{(i)}) - y^{(i)} \right) x^{(i)}",
        kind="claim",
        sides=(
            gradient(houses, "theta_1"),
            lambda x, y, theta_0, theta_1: ((theta_0 + theta_1 * x - y) * x).mean() / 2,
        ),
        shapes=POINTS,
        holds=False,
        note="the two of the square was forgotten",
        **HOUSES,
    ),
    new(
        id="h2-houses-update",
        latex=r"\theta_1 := \theta_1 - \alpha \, \frac{1}{m} \sum_{i=1}^{m} (h_\theta(x^{(i)}) - y^{(i)})"
        r" \cdot x^{(i)}",
        kind="update",
        sides=(
            lambda theta_1: theta_1,
            lambda x, y, theta_0, theta_1, alpha: theta_1 - alpha * ((theta_0 + theta_1 * x - y) * x).mean(),
        ),
        shapes={"alpha": (), **POINTS},
        **HOUSES,
    ),
    new(
        id="h2-houses-temporary",
        latex=r"\text{temp0} := \theta_0 - \alpha \frac{\partial}{\partial \theta_0} J(\theta_0, \theta_1)",
        kind="definition|update",
        sides=(
            lambda temp0: temp0,
            lambda x, y, theta_0, theta_1, alpha: theta_0 - alpha * (theta_0 + theta_1 * x - y).mean(),
        ),
        shapes={"temp0": (), "alpha": (), **POINTS},
        note="a word as a name, for the simultaneous update",
        **HOUSES,
    ),
    new(
        id="h2-line-by-slope",
        latex=r"\frac{\partial \mathcal{L}}{\partial w}"
        r" = -\frac{2}{N} \sum_{n=1}^{N} x_n \left( y_n - (w x_n + b) \right)",
        kind="claim",
        sides=(gradient(line, "w"), lambda x, y, w, b: -2 / len(x) * (x * (y - (w * x + b))).sum()),
        **LINE,
    ),
    new(
        id="h2-line-minus-lost",
        latex=r"\frac{\partial \mathcal{L}}{\partial b} = \frac{2}{N} \sum_{n=1}^{N} \left( y_n - (w x_n + b) \right)",
        kind="claim",
        sides=(gradient(line, "b"), lambda x, y, w, b: 2 / len(x) * (y - (w * x + b)).sum()),
        holds=False,
        note="the inner derivative -1 is missing",
        **LINE,
    ),
    new(
        id="h2-line-must-vanish",
        latex=r"\frac{\partial \mathcal{L}}{\partial b} \overset{!}{=} 0",
        kind="notation|claim|definition",
        sides=(gradient(line, "b"), lambda: 0.0),
        note="a condition, as German lecturers write it: true at the minimum only",
        **LINE,
    ),
    new(
        id="h2-line-least-squares",
        latex=r"\hat{\beta}_1"
        r" = \frac{\sum_{i=1}^{n} (x_i - \bar{x})(y_i - \bar{y})}{\sum_{i=1}^{n} (x_i - \bar{x})^2}",
        kind="definition",
        declare="shape x: n; shape y: n",
        given=(r"\bar{x} = \frac{1}{n} \sum_{i=1}^{n} x_i", r"\bar{y} = \frac{1}{n} \sum_{i=1}^{n} y_i"),
        sides=(
            lambda beta_hat_1: beta_hat_1,
            lambda x, y: ((x - x.mean()) * (y - y.mean())).sum() / ((x - x.mean()) ** 2).sum(),
        ),
        shapes={"beta_hat_1": (), "x": (5,), "y": (5,)},
    ),
    new(
        id="h2-line-predictions",
        latex=r"\hat{y}_i = w^\top x_i + b \quad \forall i",
        kind="definition",
        declare="shape w: d; shape x_i: d; parameter b",
        sides=(lambda y_hat: y_hat, lambda w, x, b: x @ w + b),
        shapes={"y_hat": (5,), "w": (3,), "x": (5, 3), "b": ()},
        free=("i",),
    ),
    new(
        id="h2-ridge-cost",
        latex=r"J(w) = \frac{1}{2m} \left[ \sum_{i=1}^{m} \left( w^T x^{(i)} - y^{(i)} \right)^2"
        r" + \lambda \sum_{j=1}^{n} w_j^2 \right]",
        kind="definition",
        declare=r"shape w: n; shape x^{(i)}: n; data y^{(i)}; parameter \lambda",
        sides=(
            lambda J: J,
            lambda w, x, y, lam: (((x @ w - y) ** 2).sum() + lam * (w**2).sum()) / (2 * len(y)),
        ),
        shapes={"J": (), "w": (3,), "x": (5, 3), "y": (5,), "lam": ()},
        note="w_j^2 is the square of an entry",
    ),
    new(
        id="h2-ridge-gradient",
        latex=r"\nabla_w J = \frac{1}{m} X^\top (Xw - y) + \frac{\lambda}{m} w",
        kind="claim",
        given=(r"J = \frac{1}{2m} \|Xw - y\|^2 + \frac{\lambda}{2m} \|w\|^2",),
        sides=(
            gradient(ridge, "w"),
            lambda X, y, w, lam: X.T @ (X @ w - y) / len(y) + lam / len(y) * w,
        ),
        **RIDGE,
    ),
    new(
        id="h2-ridge-gradient-without-penalty",
        latex=r"\nabla_w J = \frac{1}{m} X^\top (Xw - y) + \lambda w",
        kind="claim",
        given=(r"J = \frac{1}{2m} \|Xw - y\|^2 + \frac{\lambda}{2m} \|w\|^2",),
        sides=(gradient(ridge, "w"), lambda X, y, w, lam: X.T @ (X @ w - y) / len(y) + lam * w),
        holds=False,
        note="the penalty lost its 1/m",
        **RIDGE,
    ),
    new(
        id="h2-logistic-likelihood-of-one",
        latex=r"p(y \mid x; \theta) = \left( h_\theta(x) \right)^y \left( 1 - h_\theta(x) \right)^{1-y}",
        kind="definition",
        declare=ONE["declare"],
        given=ONE["given"][:2],
        sides=(
            lambda p: p,
            lambda theta, x, y: sigmoid(theta @ x) ** y * (1 - sigmoid(theta @ x)) ** (1 - y),
        ),
        shapes={"p": (), **ONE["shapes"]},
    ),
    new(
        id="h2-logistic-ascent-gradient",
        latex=r"\frac{\partial}{\partial \theta_j} \ell(\theta) = \left( y - h_\theta(x) \right) x_j",
        kind="claim",
        sides=(gradient(likelihood, "theta"), lambda theta, x, y: (y - sigmoid(theta @ x)) * x),
        free=("j",),
        **ONE,
    ),
    new(
        id="h2-logistic-ascent-three-lines",
        latex=r"\begin{align*} \frac{\partial}{\partial \theta_j} \ell(\theta) &= \left( y \frac{1}{g(\theta^T x)}"
        r" - (1-y) \frac{1}{1 - g(\theta^T x)} \right) \frac{\partial}{\partial \theta_j} g(\theta^T x) \\"
        r" &= \left( y (1 - g(\theta^T x)) - (1-y) g(\theta^T x) \right) x_j \\"
        r" &= \left( y - h_\theta(x) \right) x_j \end{align*}",
        kind="claim",
        sides=(
            gradient(likelihood, "theta"),
            lambda theta, x, y: (
                (y / sigmoid(theta @ x) - (1 - y) / (1 - sigmoid(theta @ x)))
                * gradient(lambda theta, x: sigmoid(theta @ x), "theta")(theta=theta, x=x)
            ),
            lambda theta, x, y: (y * (1 - sigmoid(theta @ x)) - (1 - y) * sigmoid(theta @ x)) * x,
            lambda theta, x, y: (y - sigmoid(theta @ x)) * x,
        ),
        free=("j",),
        **ONE,
    ),
    new(
        id="h2-logistic-ascent-update",
        latex=r"\theta_j := \theta_j + \alpha \, (y - h_\theta(x)) \, x_j",
        kind="update",
        declare=ONE["declare"] + r"; parameter \alpha",
        given=ONE["given"],
        sides=(
            lambda theta: theta,
            lambda theta, alpha, x, y: theta + alpha * (y - sigmoid(theta @ x)) * x,
        ),
        shapes={"alpha": (), **ONE["shapes"]},
        free=("j",),
        note="the plus is right: a likelihood is climbed",
    ),
    new(
        id="h2-logistic-cost-by-cases",
        latex=r"\mathrm{Cost}(h_\theta(x), y) = \begin{cases} -\log(h_\theta(x)) & \text{if } y = 1 \\"
        r" -\log(1 - h_\theta(x)) & \text{if } y = 0 \end{cases}",
        kind="definition",
        declare=r"shape \theta: n; shape x: n; data y",
        given=(r"h_\theta(x) = \sigma(\theta^T x)",),
        sides=(
            lambda Cost: Cost,
            lambda theta, x, y: -np.log(sigmoid(theta @ x)) if y == 1 else -np.log(1 - sigmoid(theta @ x)),
        ),
        shapes={"Cost": (), "theta": (3,), "x": (3,), "y": ()},
    ),
    new(
        id="h2-logistic-sum-with-index-below",
        latex=r"\mathcal{J}(\mathbf{w}) = -\sum_{n} \left\{ t_n \ln y_n + (1 - t_n) \ln (1 - y_n) \right\}",
        kind="definition",
        declare=r"shape \mathbf{w}: d; shape \mathbf{x}_n: d; shape t: N",
        given=(r"y_n = \sigma(\mathbf{w}^{\mathrm{T}} \mathbf{x}_n)",),
        sides=(lambda J: J, lambda w, x, t: log_loss(t, sigmoid(x @ w)).sum()),
        shapes={"J": (), "w": (3,), "x": (5, 3), "t": (5,)},
        note="in the letters of a well-known book: t is the target, y the prediction",
    ),
)
