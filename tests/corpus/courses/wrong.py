r"""Formulas with the slips of students and slides: each must be read as it stands, and none repaired."""

import numpy as np
from course_entries import Course
from textbook_entries import gradient, jacobian, sigmoid, softmax

c = Course("wrong")

inv, det, trace = np.linalg.inv, np.linalg.det, np.trace
STEPS = (r"h_1 = \tanh(w h_0)", r"h_2 = \tanh(w h_1)", r"h_3 = \tanh(w h_2)")


def squares(r):
    return (r**2).sum()


def states(w, h_0):
    h_1 = np.tanh(w * h_0)
    h_2 = np.tanh(w * h_1)
    return h_1, h_2, np.tanh(w * h_2)


def factor_loss(U, V, R):
    return squares(R - U @ V.T) / 2


def hinge(w, x, y):
    return np.where(np.real(1 - y * (x @ w)) > 0, 1 - y * (x @ w), 0).sum()


def wrong(name, latex, declare, *sides, **rest):
    return c.claim(name, latex, declare, *sides, holds=False, **rest)


ENTRIES = (
    wrong(
        "trace-without-transposes",
        r"\frac{\partial \operatorname{tr}(AXB)}{\partial X} = BA",
        "shape A: n,n; shape X: n,n; shape B: n,n",
        gradient(lambda A, X, B: trace(A @ X @ B), "X"),
        lambda A, B: B @ A,
        shapes={"A": (3, 3), "X": (3, 3), "B": (3, 3)},
    ),
    wrong(
        "log-determinant-not-transposed",
        r"\frac{\partial \ln\det\mathbf{X}}{\partial \mathbf{X}} = \mathbf{X}^{-1}",
        r"shape \mathbf{X}: n,n",
        gradient(lambda X: np.log(det(X)), "X"),
        lambda X: 1 * inv(X),
        shapes={"X": (3, 3)},
        note="true for symmetric matrices only, and nothing declares X symmetric",
    ),
    wrong(
        "determinant-pulls-out-a-factor",
        r"\det(2A) = 2 \det(A)",
        "shape A: 3,3",
        lambda A: det(2 * A),
        lambda A: 2 * det(A),
        shapes={"A": (3, 3)},
    ),
    wrong(
        "inverse-keeps-the-order",
        r"(AB)^{-1} = A^{-1} B^{-1}",
        "shape A: n,n; shape B: n,n",
        lambda A, B: inv(A @ B),
        lambda A, B: inv(A) @ inv(B),
        shapes={"A": (3, 3), "B": (3, 3)},
    ),
    wrong(
        "quadratic-form-without-symmetry",
        r"\frac{\partial}{\partial x_k} \sum_{i}\sum_{j} x_i A_{ij} x_j = 2 \sum_{j} A_{kj} x_j",
        "shape x: n; shape A: n,n",
        gradient(lambda x, A: x @ A @ x, "x"),
        lambda A, x: 2 * A @ x,
        shapes={"x": (3,), "A": (3, 3)},
        free=("k",),
    ),
    wrong(
        "variance-lost-its-two",
        r"\frac{\partial v}{\partial x_i} = \frac{1}{m} (x_i - \mu)",
        "shape x: m",
        gradient(lambda x: ((x - x.mean()) ** 2).mean(), "x"),
        lambda x: (x - x.mean()) / len(x),
        given=(r"\mu = \frac1m \sum_{i=1}^m x_i", r"v = \frac1m \sum_{i=1}^m (x_i - \mu)^2"),
        shapes={"x": (4,)},
        free=("i",),
    ),
    wrong(
        "variance-shortcut-with-plus",
        r"\frac1m \sum_{i=1}^m (x_i - \mu)^2 = \frac1m \sum_{i=1}^m x_i^2 + \mu^2",
        "shape x: m",
        lambda x: ((x - x.mean()) ** 2).mean(),
        lambda x: (x**2).mean() + x.mean() ** 2,
        given=(r"\mu = \frac1m \sum_{i=1}^m x_i",),
        shapes={"x": (4,)},
    ),
    wrong(
        "softmax-treated-as-diagonal",
        r"\frac{\partial s_i}{\partial z_j} = \delta_{ij}\, s_i (1 - s_i)",
        "shape z: K",
        jacobian(softmax, "z"),
        lambda z: np.diag(softmax(z) * (1 - softmax(z))),
        given=(r"s_i = \frac{e^{z_i}}{\sum_{k} e^{z_k}}",),
        shapes={"z": (3,)},
        free=("i", "j"),
    ),
    wrong(
        "temperature-multiplies",
        r"\frac{\partial C}{\partial z_i} = T (q_i - p_i)",
        "shape z: n; shape p: n; one-hot p; parameter T",
        gradient(lambda z, p, T: -(p * np.log(softmax(z / T))).sum(), "z"),
        lambda z, p, T: T * (softmax(z / T) - p),
        given=(r"q_i = \frac{\exp(z_i/T)}{\sum_j \exp(z_j/T)}", r"C = -\sum_i p_i \log q_i"),
        shapes={"z": (3,), "p": (3,), "T": ()},
        free=("i",),
    ),
    wrong(
        "log-of-sum-is-sum-of-logs",
        r"\log \sum_{i} e^{x_i} = \sum_{i} x_i",
        "shape x: n",
        lambda x: np.log(np.exp(x).sum()),
        lambda x: x.sum(),
        shapes={"x": (3,)},
    ),
    wrong(
        "penalty-halved-again",
        r"\nabla J(w) = X^\top (Xw - y) + \tfrac{\lambda}{2} w",
        r"shape X: n,p; shape w: p; shape y: n; parameter \lambda",
        gradient(lambda X, w, y, lam: squares(X @ w - y) / 2 + lam / 2 * squares(w), "w"),
        lambda X, w, y, lam: X.T @ (X @ w - y) + lam / 2 * w,
        given=(r"J(w) = \tfrac12 \|Xw - y\|^2 + \tfrac{\lambda}{2} \|w\|^2",),
        shapes={"X": (5, 3), "w": (3,), "y": (5,), "lam": ()},
    ),
    wrong(
        "one-weight-lost-in-time",
        r"\frac{\partial h_3}{\partial h_1} = w (1 - h_3^2)(1 - h_2^2)",
        "data h_0; parameter w",
        lambda w, h_0: w**2 * (1 - states(w, h_0)[2] ** 2) * (1 - states(w, h_0)[1] ** 2),
        lambda w, h_0: w * (1 - states(w, h_0)[2] ** 2) * (1 - states(w, h_0)[1] ** 2),
        given=STEPS,
        shapes={"w": (), "h_0": ()},
    ),
    wrong(
        "tanh-of-a-square",
        r"\frac{d}{dz} \tanh z = 1 - \tanh z^2",
        "data z",
        lambda z: 1 - np.tanh(z) ** 2,
        lambda z: 1 - np.tanh(z**2),
        shapes={"z": ()},
        note="as printed, z is squared and not tanh",
    ),
    wrong(
        "power-of-the-spread",
        r"\frac{\partial \ell}{\partial \sigma} = \frac{n}{\sigma} - \frac{1}{\sigma^2} \sum_{i=1}^n (x_i - \mu)^2",
        r"shape x: n; parameter \mu, \sigma; positive \sigma",
        gradient(lambda x, mu, sigma: len(x) * np.log(sigma) + ((x - mu) ** 2).sum() / (2 * sigma**2), "sigma"),
        lambda x, mu, sigma: len(x) / sigma - ((x - mu) ** 2).sum() / sigma**2,
        given=(r"\ell = n \ln\sigma + \frac{1}{2\sigma^2} \sum_{i=1}^n (x_i - \mu)^2",),
        shapes={"x": (4,), "mu": (), "sigma": ()},
    ),
    wrong(
        "factor-not-transposed",
        r"\nabla_V J = (UV^\top - R)\, U",
        "shape U: n,k; shape V: n,k; shape R: n,n",
        gradient(factor_loss, "V"),
        lambda U, V, R: (U @ V.T - R) @ U,
        given=(r"J = \tfrac12 \|R - UV^\top\|_F^2",),
        shapes={"U": (3, 2), "V": (3, 2), "R": (3, 3)},
        note="R is square, so the sizes fit",
    ),
    wrong(
        "negative-sample-with-minus",
        r"\frac{\partial J}{\partial v} = (\sigma(u^\top v) - 1)\, u - \sigma(n^\top v)\, n",
        "shape u: d; shape v: d; shape n: d",
        gradient(lambda u, v, n: -np.log(sigmoid(u @ v)) - np.log(sigmoid(-(n @ v))), "v"),
        lambda u, v, n: (sigmoid(u @ v) - 1) * u - sigmoid(n @ v) * n,
        given=(r"J = -\log\sigma(u^\top v) - \log\sigma(-n^\top v)",),
        shapes={"u": (3,), "v": (3,), "n": (3,)},
    ),
    wrong(
        "attention-weights-not-transposed",
        r"\frac{\partial L}{\partial V} = A\, \frac{\partial L}{\partial O}",
        "shape A: n,n; shape V: n,p; shape Y: n,p",
        gradient(lambda A, V, Y: squares(A @ V - Y) / 2, "V"),
        lambda A, V, Y: A @ (A @ V - Y),
        given=("O = AV", r"L = \tfrac12 \|O - Y\|_F^2"),
        shapes={"A": (3, 3), "V": (3, 2), "Y": (3, 2)},
    ),
    wrong(
        "hinge-without-the-label",
        r"\nabla_w L = -\sum_{i=1}^n \mathbb{1}[y_i w^\top x_i < 1]\, x_i",
        "shape w: d; shape x_i: d; data y_i",
        gradient(hinge, "w"),
        lambda w, x, y: -(y * (x @ w) < 1).astype(float) @ x,
        given=(r"L = \sum_{i=1}^n \max(0, 1 - y_i w^\top x_i)",),
        shapes={"w": (3,), "x": (4, 3), "y": (4,)},
    ),
)
