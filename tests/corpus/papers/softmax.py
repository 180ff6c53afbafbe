r"""Appendix A: the gradient of softmax cross entropy with one-hot labels, in vectors, in indices, for a batch."""

import numpy as np
from paper_entries import Paper
from textbook_entries import gradient, jacobian, sigmoid, softmax

p = Paper("softmax")

FORWARD = (r"p = \operatorname{softmax}(z)", r"\ell = -y^\top \log p")
LABELS = {"declare": "shape z: K; shape y: K; one-hot y", "given": FORWARD, "shapes": {"z": (3,), "y": (3,)}}
LAYER = (r"z = W x + b", *FORWARD)


def loss(z, y):
    return -(y * np.log(softmax(z))).sum()


def layer_loss(W, x, b, y):
    return loss(W @ x + b, y)


def layer_error(W, x, b, y):
    return softmax(W @ x + b) - y


def batch_loss(Z, Y):
    return -(Y * np.log(softmax(Z))).sum() / len(Z)


ENTRIES = (
    p.claim(
        "tagged-lines",
        r"\begin{align} \frac{\partial \ell}{\partial z_i}"
        r" &= -\sum_{k} y_k \frac{1}{p_k} \frac{\partial p_k}{\partial z_i} \tag{A.1} \\"
        r" &= -\sum_{k} y_k (\delta_{ki} - p_i) \tag{A.2} \\"
        r" &= p_i - y_i, \tag{A.3} \end{align}",
        LABELS["declare"],
        gradient(loss, "z"),
        lambda z, y: -(y / softmax(z)) @ jacobian(softmax, "z")(z=z),
        lambda z, y: -y @ (np.eye(len(z)) - softmax(z)),
        lambda z, y: softmax(z) - y,
        given=FORWARD,
        shapes=LABELS["shapes"],
        free=("i",),
        note="the last line needs that y is one-hot",
    ),
    p.claim(
        "jacobian-by-a-transposed-vector",
        r"\frac{\partial \mathbf{p}}{\partial \mathbf{z}^{\top}}"
        r" = \operatorname{diag}(\mathbf{p}) - \mathbf{p}\,\mathbf{p}^{\top}",
        r"shape \mathbf{z}: K",
        jacobian(softmax, "z"),
        lambda z: np.diag(softmax(z)) - np.outer(softmax(z), softmax(z)),
        given=(r"\mathbf{p} = \operatorname{softmax}(\mathbf{z})",),
        shapes={"z": (3,)},
        note="by z transposed: a row for each p, whatever the layout",
    ),
    p.claim(
        "vector-times-jacobian",
        r"\left( \operatorname{diag}(p) - p p^\top \right) g = p \odot g - (p^\top g)\, p",
        "shape p: K; shape g: K",
        lambda p, g: (np.diag(p) - np.outer(p, p)) @ g,
        lambda p, g: p * g - (p @ g) * p,
        shapes={"p": (3,), "g": (3,)},
    ),
    p.claim(
        "sentence",
        r"Since $\mathbf{1}^\top \mathbf{y} = 1$, we have $\nabla_{\mathbf{z}} \ell = \mathbf{p} - \mathbf{y}$.",
        r"shape \mathbf{z}: K; shape \mathbf{y}: K; one-hot \mathbf{y}",
        lambda y: y.sum(),
        lambda: 1.0,
        gradient(loss, "z"),
        lambda z, y: softmax(z) - y,
        given=(
            r"\mathbf{p} = \operatorname{softmax}(\mathbf{z})",
            r"\ell = -\mathbf{y}^\top \log \mathbf{p}",
        ),
        kind="claim; claim",
        split=(2, 2),
        shapes=LABELS["shapes"],
    ),
    p.claim(
        "weights-and-bias",
        r"\nabla_W \ell = (p - y)\, x^\top, \qquad \nabla_b \ell = p - y.",
        "shape W: K,d; shape x: d; shape b: K; shape y: K; one-hot y",
        gradient(layer_loss, "W"),
        lambda W, x, b, y: np.outer(layer_error(W, x, b, y), x),
        gradient(layer_loss, "b"),
        layer_error,
        given=LAYER,
        kind="claim; claim",
        split=(2, 2),
        shapes={"W": (3, 2), "x": (2,), "b": (3,), "y": (3,)},
    ),
    p.claim(
        "batch-in-indices",
        r"\frac{\partial \mathcal{L}}{\partial Z_{ij}} = \frac{1}{N} \left( P_{ij} - Y_{ij} \right)",
        "shape Z: N,K; shape Y: N,K; one-hot Y",
        gradient(batch_loss, "Z"),
        lambda Z, Y: (softmax(Z) - Y) / len(Z),
        given=(
            r"P_{ij} = \frac{e^{Z_{ij}}}{\sum_{k=1}^{K} e^{Z_{ik}}}",
            r"\mathcal{L} = -\frac{1}{N} \sum_{i=1}^{N} \sum_{j=1}^{K} Y_{ij} \log P_{ij}",
        ),
        shapes={"Z": (4, 3), "Y": (4, 3)},
        free=("i", "j"),
        note="one-hot along the last axis",
    ),
    p.claim(
        "two-classes-are-a-sigmoid",
        r"\frac{e^{s_a}}{e^{s_a} + e^{s_b}} = \frac{1}{1 + e^{s_b - s_a}} = \sigma(s_a - s_b)",
        "",
        lambda s_a, s_b: np.exp(s_a) / (np.exp(s_a) + np.exp(s_b)),
        lambda s_a, s_b: 1 / (1 + np.exp(-(s_a - s_b))),
        lambda s_a, s_b: sigmoid(s_a - s_b),
        shapes={"s_a": (), "s_b": ()},
        note="nothing is declared",
    ),
    p.claim(
        "cross-entropy-is-divergence-plus-entropy",
        r"-\sum_k q_k \log p_k = \sum_k q_k \log \frac{q_k}{p_k} - \sum_k q_k \log q_k",
        "",
        lambda q, p: -(q * np.log(p)).sum(),
        lambda q, p: (q * np.log(q / p)).sum() - (q * np.log(q)).sum(),
        shapes={"q": (4,), "p": (4,)},
        note="nothing is declared; each sum ends at the next sign",
    ),
)
