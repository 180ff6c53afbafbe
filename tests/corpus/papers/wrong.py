r"""Formulas that are wrong as printed: a sign, a mean, a factor, a transposition, the wrong argument of a slope."""

import numpy as np
from paper_entries import Paper
from textbook_entries import gradient, jacobian, sigmoid, sigmoid_prime, softmax

p = Paper("wrong")


def cross_entropy(z, y):
    return -(y * np.log(softmax(z))).sum()


def mean_of_squares(X, w, y):
    return ((X @ w - y) ** 2).mean() / 2


def two_layers(W1, x, W2, y):
    return ((W2 @ sigmoid(W1 @ x) - y) ** 2).sum() / 2


def second_delta(W1, x, W2, y):
    return W2 @ sigmoid(W1 @ x) - y


ENTRIES = (
    p.claim(
        "softmax-sign",
        r"\text{It is easy to see that } \nabla_z \ell = y - p.",
        "shape z: K; shape y: K; one-hot y",
        gradient(cross_entropy, "z"),
        lambda z, y: y - softmax(z),
        given=(r"p = \operatorname{softmax}(z)", r"\ell = -\sum_{k=1}^{K} y_k \log p_k"),
        shapes={"z": (3,), "y": (3,)},
        holds=False,
    ),
    p.claim(
        "softmax-jacobian-plus",
        r"\frac{\partial p}{\partial z} = \operatorname{diag}(p) + p\, p^\top",
        "shape z: K",
        jacobian(softmax, "z"),
        lambda z: np.diag(softmax(z)) + np.outer(softmax(z), softmax(z)),
        given=(r"p = \operatorname{softmax}(z)",),
        shapes={"z": (3,)},
        holds=False,
        note="symmetric, so the layout does not matter",
    ),
    p.claim(
        "slope-at-the-activation",
        r"\frac{\partial L}{\partial z^{(1)}} = (W^{(2)})^\top \delta^{(2)} \odot \sigma'(a^{(1)})",
        "shape W^{(1)}: m,n; shape x: n; shape W^{(2)}: k,m; shape y: k",
        lambda W1, x, W2, y: (W2.T @ second_delta(W1, x, W2, y)) * sigmoid_prime(W1 @ x),
        lambda W1, x, W2, y: (W2.T @ second_delta(W1, x, W2, y)) * sigmoid_prime(sigmoid(W1 @ x)),
        given=(
            r"z^{(1)} = W^{(1)} x",
            r"a^{(1)} = \sigma(z^{(1)})",
            r"z^{(2)} = W^{(2)} a^{(1)}",
            r"L = \frac{1}{2} \lVert z^{(2)} - y \rVert^2",
            r"\delta^{(2)} = z^{(2)} - y",
        ),
        shapes={"W1": (3, 2), "x": (2,), "W2": (2, 3), "y": (2,)},
        holds=False,
    ),
    p.claim(
        "mean-forgotten",
        r"\nabla J(w) = X^\top (Xw - y)",
        "shape X: N,d; shape w: d; shape y: N",
        gradient(mean_of_squares, "w"),
        lambda X, w, y: X.T @ (X @ w - y),
        given=(r"J(w) = \frac{1}{2N} \sum_{i=1}^{N} \left( (Xw)_i - y_i \right)^2",),
        shapes={"X": (4, 3), "w": (3,), "y": (4,)},
        holds=False,
    ),
    p.claim(
        "penalty-without-half",
        r"\nabla_w \Bigl( \tfrac{\lambda}{2} \|w\|^2 \Bigr) = 2 \lambda w",
        r"shape w: d; parameter \lambda",
        gradient(lambda w, lam: lam / 2 * (w**2).sum(), "w"),
        lambda w, lam: 2 * lam * w,
        shapes={"w": (3,), "lam": ()},
        holds=False,
    ),
    p.claim(
        "trace-transposed",
        r"\frac{\partial}{\partial X} \operatorname{tr}(A X B) = B A",
        "shape A: n,n; shape X: n,n; shape B: n,n",
        gradient(lambda A, X, B: np.trace(A @ X @ B), "X"),
        lambda A, B: B @ A,
        shapes={"A": (3, 3), "X": (3, 3), "B": (3, 3)},
        holds=False,
        note="right in numerator layout only",
    ),
    p.claim(
        "gaussian-exponent",
        r"-\frac{\partial \log p}{\partial \sigma} = \frac{1}{\sigma} - \frac{(y - \mu)^2}{\sigma^2}",
        r"data y; parameter \mu; positive \sigma",
        lambda y, mu, sigma: 1 / sigma - (y - mu) ** 2 / sigma**3,
        lambda y, mu, sigma: 1 / sigma - (y - mu) ** 2 / sigma**2,
        given=(r"\log p = -\log \sigma - \frac{1}{2} \log(2\pi) - \frac{(y - \mu)^2}{2\sigma^2}",),
        shapes={"y": (), "mu": (), "sigma": ()},
        holds=False,
        may_refuse=True,
        note="what is given defines a logarithm, as lecture notes do",
    ),
    p.claim(
        "hinge-sign",
        r"\frac{\partial}{\partial s} \max\{0, 1 - t s\} = t \, \mathbf{1}\{t s < 1\}",
        "data s, t",
        gradient(lambda s, t: np.where(np.real(t * s) < 1, 1 - t * s, 0), "s"),
        lambda s, t: t * (t * s < 1),
        shapes={"s": (), "t": ()},
        holds=False,
        note="a bold one before braces is an indicator",
    ),
    p.claim(
        "momentum-in-numbers",
        r"0.9 \cdot 0.5 + 0.1 \cdot (-1) = 0.55",
        "",
        lambda: 0.9 * 0.5 + 0.1 * -1,
        lambda: 0.55,
        holds=False,
    ),
    p.claim(
        "attention-not-transposed",
        r"\frac{\partial \mathcal{L}}{\partial V} = P G",
        "shape P: n,n; shape V: n,d; shape G: n,d",
        gradient(lambda P, V, G: (G * (P @ V)).sum(), "V"),
        lambda P, G: P @ G,
        given=(r"O = P V", r"\mathcal{L} = \sum_{i,j} G_{ij} O_{ij}"),
        shapes={"P": (3, 3), "V": (3, 2), "G": (3, 2)},
        holds=False,
        note="the sizes fit, because there are as many keys as queries",
    ),
    p.claim(
        "pasted-sigma-slope",
        "σ′(z) = σ(z)(1 + σ(z))",
        "",
        lambda z: sigmoid_prime(z),  # noqa: PLW0108 - its argument is annotated
        lambda z: sigmoid(z) * (1 + sigmoid(z)),
        shapes={"z": ()},
        holds=False,
    ),
    p.claim(
        "unit-variance-in-spite-of-epsilon",
        r"\frac{1}{m} \sum_{i=1}^{m} \hat{x}_i^2 = 1",
        r"shape x: m; positive \epsilon",
        lambda x, epsilon: x.var() / (x.var() + epsilon),
        lambda: 1.0,
        given=(
            r"\mu = \frac{1}{m} \sum_{i=1}^{m} x_i",
            r"v = \frac{1}{m} \sum_{i=1}^{m} (x_i - \mu)^2",
            r"\hat{x}_i = \frac{x_i - \mu}{\sqrt{v + \epsilon}}",
        ),
        shapes={"x": (4,), "epsilon": ()},
        holds=False,
        note="nearly true for a small epsilon, which is no equality",
    ),
)
