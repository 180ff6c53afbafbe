"""Formulas with activation functions, their primes, norms and absolute values, and what each side means."""

from types import SimpleNamespace

import numpy as np

DECLARATIONS = "shape x,w,u,z: m; shape s,t: scalar; shape V: k,m"
DEFINITIONS = [r"f(t) = t^2 + \tanh(t)"]
VALUES = {
    "x": np.array([0.7, -1.2, 0.4]),
    "w": np.array([-0.3, 0.5, 1.4]),
    "u": np.array([0.2, 0.9, -0.6]),
    "z": np.array([1.5, -0.25, -2.0]),
    "s": -0.8,
    "t": 0.6,
    "V": np.array([[0.1, -0.7, 0.3], [1.2, 0.4, -0.9]]),
}
SIZES = {"m": 3, "k": 2}


def forward(v: SimpleNamespace) -> None:
    v.f = v.t**2 + np.tanh(v.t)


def logistic(x):
    return 1 / (1 + np.exp(-x))


def relu_z(v):
    return np.maximum(v.z, 0)


def softmax_z(v):
    return np.exp(v.z) / np.exp(v.z).sum()


def length_w(v):
    return np.sqrt(v.w @ v.w)


def squared_gap(v):
    return ((v.x - v.w) ** 2).sum()


ENTRIES = [
    (r"\max(0, z)", "expression", [relu_z]),
    (r"\max\left(z, 0\right)", "expression", [relu_z]),
    (r"\operatorname{ReLU}(z)", "fragment", [relu_z]),
    (r"\mathrm{relu}(z)", "fragment", [relu_z]),
    (r"\operatorname{ReLU}'(z)", "fragment", [lambda v: (v.z > 0).astype(float)]),
    (r"\max(s, t) - \min(s, t)", "expression", [lambda v: v.t - v.s]),
    (r"\tanh z", "expression", [lambda v: np.tanh(v.z)]),
    (r"\tanh(s)^2", "expression", [lambda v: np.tanh(v.s) ** 2]),
    (r"1 - \tanh^2 s", "expression", [lambda v: 1 - np.tanh(v.s) ** 2]),
    (r"\tanh'(s) = 1 - (\tanh s)^2", "claim", [lambda v: 1 - np.tanh(v.s) ** 2] * 2),
    (r"\sigma'(z) = \sigma(z)(1 - \sigma(z))", "claim", [lambda v: logistic(v.z) * logistic(-v.z)] * 2),
    (r"\sigma^{\prime}(s)", "fragment", [lambda v: logistic(v.s) * logistic(-v.s)]),
    (r"\sigma''(s)", "fragment", [lambda v: logistic(v.s) * logistic(-v.s) * (1 - 2 * logistic(v.s))]),
    (r"\log'(t)", "fragment", [lambda v: 1 / v.t]),
    (r"\exp'(s)", "fragment", [lambda v: np.exp(v.s)]),
    (r"f'(t)", "fragment", [lambda v: 2 * v.t + 1 - np.tanh(v.t) ** 2]),
    (r"f'(s)", "fragment", [lambda v: 2 * v.s + 1 - np.tanh(v.s) ** 2]),
    (r"w'(x - u)", "expression", [lambda v: v.w @ (v.x - v.u)]),
    (r"\operatorname{softplus}(s)", "fragment", [lambda v: np.log1p(np.exp(v.s))]),
    (r"\operatorname{softmax}(z)", "fragment", [softmax_z]),
    (r"\mathrm{softmax}(V x)", "expression", [lambda v: np.exp(v.V @ v.x) / np.exp(v.V @ v.x).sum()]),
    (r"\operatorname{softmax}(V)", "fragment", None),
    (r"|s|", "expression", [lambda v: 0.8]),
    (r"2 |s| |t|", "expression", [lambda v: 2 * 0.8 * 0.6]),
    (r"\log|s|", "expression", [lambda v: np.log(0.8)]),
    (r"\left| \frac{s}{t} \right|", "expression", [lambda v: 0.8 / 0.6]),
    (r"|s|t|z|", "unreadable", None),
    (r"|w|", "expression", None),
    (r"\|w\|", "expression", [length_w]),
    (r"\lVert w \rVert_2", "expression", [length_w]),
    (r"\left\| x - w \right\|^2", "expression", [squared_gap]),
    (r"\tfrac12 \lVert x - w \rVert_2^2", "expression", [lambda v: squared_gap(v) / 2]),
    (r"\|w\|_1", "expression", [lambda v: np.abs(v.w).sum()]),
    (r"\|V\|_F^2", "expression", [lambda v: (v.V**2).sum()]),
    (r"\|V\|_F", "expression", [lambda v: np.sqrt((v.V**2).sum())]),
    (r"\|V\|", "expression", None),
    (r"\langle w, x \rangle", "expression", [lambda v: v.w @ v.x]),
    (r"\frac{w}{\|w\|}", "expression", [lambda v: v.w / length_w(v)]),
    (r"V \mathbf{1}", "expression", [lambda v: v.V.sum(axis=1)]),
    (r"\mathbf{1}^\top V", "expression", [lambda v: v.V.sum(axis=0)]),
    (r"\mathbf{1}^\top w", "expression", [lambda v: v.w.sum()]),
    (r"\mathbf{1}", "notation", None),
    (r"\newcommand{\R}{\mathbf{w}^{\top}} \R x", "expression", [lambda v: v.w @ v.x]),
    (r"\newcommand{\half}[1]{\frac{#1}{2}} \half{s + t}", "expression", [lambda v: (v.s + v.t) / 2]),
    (r"\def\loop{\loop\loop} \loop", "unreadable", None),
]
