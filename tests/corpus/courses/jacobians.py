r"""Jacobians and Hessians in index notation, chain rules with sums, total and directional derivatives."""

import numpy as np
from course_entries import Course
from textbook_entries import gradient, jacobian, sigmoid, softmax

c = Course("jacobian")

PARABOLOID = r"f(x) = x^\top A x + b^\top x"


def squares(r):
    return (r**2).sum()


def layer_loss(w, x, t):
    return squares(sigmoid(w @ x) - t) / 2


def product_jacobian(A, B):
    return np.einsum("ik,lj->ijkl", np.eye(len(A)), B)


def paraboloid(x, A, b):
    return x @ A @ x + b @ x


LAYER = ("shape w: m,n; shape x: n; shape t: m", r"y_j = \sigma\Bigl( \sum_k w_{jk} x_k \Bigr)")
ERROR = r"E = \frac12 \sum_j (y_j - t_j)^2"
SHAPES = {"w": (2, 3), "x": (3,), "t": (2,)}

ENTRIES = (
    c.claim(
        "tanh-layer",
        r"\frac{\partial f_i}{\partial x_j} = (1 - f_i^2)\, W_{ij}",
        "shape W: m,n; shape x: n",
        jacobian(lambda W, x: np.tanh(W @ x), "x"),
        lambda W, x: (1 - np.tanh(W @ x) ** 2)[:, None] * W,
        given=(r"f_i = \tanh\Bigl( \sum_{j} W_{ij} x_j \Bigr)",),
        shapes={"W": (2, 3), "x": (3,)},
        free=("i", "j"),
    ),
    c.claim(
        "hessian-of-log-sum-exp",
        r"\frac{\partial^2 f}{\partial x_i \partial x_j} = p_i \delta_{ij} - p_i p_j",
        "shape x: n",
        jacobian(lambda x: np.exp(x) / np.exp(x).sum(), "x"),
        lambda x: np.diag(softmax(x)) - np.outer(softmax(x), softmax(x)),
        given=(r"f = \log \sum_{k} e^{x_k}", r"p_i = \frac{e^{x_i}}{\sum_{k} e^{x_k}}"),
        shapes={"x": (3,)},
        free=("i", "j"),
    ),
    c.claim(
        "hessian-of-logistic-regression",
        r"\nabla^2_{w} J = \frac{1}{n} X^\top \operatorname{diag}\bigl( p \odot (1 - p) \bigr) X",
        "shape X: n,d; shape w: d; shape y: n",
        jacobian(lambda X, w, y: X.T @ (sigmoid(X @ w) - y) / len(y), "w"),
        lambda X, w: X.T @ np.diag(sigmoid(X @ w) * (1 - sigmoid(X @ w))) @ X / len(X),
        given=(
            r"p = \sigma(Xw)",
            r"J = -\frac1n \sum_{i=1}^{n} \left[ y_i \log p_i + (1 - y_i) \log(1 - p_i) \right]",
        ),
        shapes={"X": (4, 3), "w": (3,), "y": (4,)},
        note="p_i are the entries of p",
    ),
    c.claim(
        "product-of-matrices",
        r"\frac{\partial (AB)_{ij}}{\partial A_{kl}} = \delta_{ik} B_{lj}",
        "shape A: m,n; shape B: n,p",
        jacobian(lambda A, B: A @ B, "A"),
        product_jacobian,
        shapes={"A": (2, 3), "B": (3, 4)},
        free=("i", "j", "k", "l"),
    ),
    c.claim(
        "inverse-by-entries",
        r"\frac{\partial (X^{-1})_{ij}}{\partial X_{kl}} = -(X^{-1})_{ik} (X^{-1})_{lj}",
        "shape X: n,n",
        jacobian(lambda X: np.linalg.inv(X) + 0 * X, "X"),
        lambda X: -np.einsum("ik,lj->ijkl", np.linalg.inv(X), np.linalg.inv(X)),
        shapes={"X": (3, 3)},
        free=("i", "j", "k", "l"),
    ),
    c.claim(
        "chain-rule-in-three-links",
        r"\begin{align*} \frac{\partial E}{\partial x_k} &= \sum_j \frac{\partial E}{\partial y_j}"
        r" \frac{\partial y_j}{\partial x_k} \\ &= \sum_j (y_j - t_j)\, y_j (1 - y_j)\, w_{jk} \end{align*}",
        LAYER[0],
        gradient(layer_loss, "x"),
        lambda w, x, t: (sigmoid(w @ x) - t) @ jacobian(lambda w, x: sigmoid(w @ x), "x")(w=w, x=x),
        lambda w, x, t: ((sigmoid(w @ x) - t) * sigmoid(w @ x) * (1 - sigmoid(w @ x))) @ w,
        given=(LAYER[1], ERROR),
        shapes=SHAPES,
        free=("k",),
    ),
    c.claim(
        "weight-of-a-unit",
        r"\frac{\partial E}{\partial w_{jk}} = (y_j - t_j)\, y_j\, (1 - y_j)\, x_k",
        LAYER[0],
        gradient(layer_loss, "w"),
        lambda w, x, t: np.outer((sigmoid(w @ x) - t) * sigmoid(w @ x) * (1 - sigmoid(w @ x)), x),
        given=(LAYER[1], ERROR),
        shapes=SHAPES,
        free=("j", "k"),
    ),
    c.claim(
        "kronecker-picks-the-trace",
        r"\sum_{i}\sum_{j} \delta_{ij} A_{ij} = \sum_{i} A_{ii} = \operatorname{tr} A",
        "shape A: n,n",
        lambda A: (np.eye(len(A)) * A).sum(),
        lambda A: np.diag(A).sum(),
        lambda A: A.trace(),
        shapes={"A": (3, 3)},
    ),
    c.claim(
        "total-derivative",
        r"\frac{df}{dt} = \frac{\partial f}{\partial x} \frac{dx}{dt} + \frac{\partial f}{\partial y} \frac{dy}{dt}"
        r" = 2t \sin t + t^2 \cos t",
        "data t",
        gradient(lambda t: t**2 * np.sin(t), "t"),
        lambda t: np.sin(t) * 2 * t + t**2 * np.cos(t),
        lambda t: 2 * t * np.sin(t) + t**2 * np.cos(t),
        given=("x = t^2", r"y = \sin t", "f = xy"),
        shapes={"t": ()},
    ),
    c.claim(
        "hessian-as-a-table",
        r"\begin{bmatrix} \dfrac{\partial^2 f}{\partial x^2} & \dfrac{\partial^2 f}{\partial x \partial y} \\[1ex]"
        r" \dfrac{\partial^2 f}{\partial y \partial x} & \dfrac{\partial^2 f}{\partial y^2} \end{bmatrix}"
        r" = \begin{bmatrix} 2y & 2x \\ 2x & 6y \end{bmatrix}",
        "data x, y",
        lambda x, y: np.array([[y + y, x + x], [x + x, 6 * y]]),
        lambda x, y: np.array([[2 * y, 2 * x], [2 * x, 6 * y]]),
        given=("f = x^2 y + y^3",),
        shapes={"x": (), "y": ()},
    ),
    c.claim(
        "directional",
        r"\left. \frac{d}{dt} f(x + t v) \right|_{t = 0} = \nabla f(x)^\top v",
        "shape x: n; shape v: n; shape A: n,n; shape b: n; data t",
        lambda x, v, A, b: np.imag(paraboloid(x + 1e-30j * v, A, b)) / 1e-30,
        lambda x, v, A, b: ((A + A.T) @ x + b) @ v,
        given=(PARABOLOID,),
        shapes={"x": (3,), "v": (3,), "A": (3, 3), "b": (3,)},
    ),
    c.claim(
        "taylor-is-exact",
        r"f(x + h) = f(x) + \nabla f(x)^\top h + \tfrac12 h^\top \nabla^2 f(x)\, h",
        "shape x: n; shape h: n; shape A: n,n; shape b: n",
        lambda x, h, A, b: paraboloid(x + h, A, b),
        lambda x, h, A, b: paraboloid(x, A, b) + ((A + A.T) @ x + b) @ h + h @ (A + A.T) @ h / 2,
        given=(PARABOLOID,),
        shapes={"x": (3,), "h": (3,), "A": (3, 3), "b": (3,)},
        note="exact for a quadratic function",
    ),
    c.claim(
        "hessian-by-weights",
        r"\frac{\partial^2 L}{\partial W_{ij}\, \partial W_{kl}} = \delta_{ik}\, x_j x_l",
        "shape W: m,n; shape x: n; shape y: m",
        jacobian(lambda W, x, y: (W @ x - y)[:, None] * x, "W"),
        lambda W, x: np.einsum("ik,j,l->ijkl", np.eye(len(W)), x, x),
        given=(r"L = \frac12 \sum_{i} \Bigl( \sum_{j} W_{ij} x_j - y_i \Bigr)^2",),
        shapes={"W": (2, 3), "x": (3,), "y": (2,)},
        free=("i", "j", "k", "l"),
    ),
)
