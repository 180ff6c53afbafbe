r"""Attention with one head: scaled dot products, additive scores, contexts, and the gradients of the last product."""

import numpy as np
from course_entries import Course
from textbook_entries import gradient, softmax

c = Course("attention")


def squares(r):
    return (r**2).sum()


ENTRIES = (
    c.definition(
        "scaled-dot-product",
        r"\mathrm{Attention}(Q, K, V) = \mathrm{softmax}\!\left( \frac{Q K^{T}}{\sqrt{d_k}} \right) V",
        "examples rows; shape Q: n,d; shape K: m,d; shape V: m,p; parameter d_k",
        lambda Attention: Attention,
        lambda Q, K, d_k, V: softmax(Q @ K.T / np.sqrt(d_k)) @ V,
        shapes={"Attention": (4, 2), "Q": (4, 3), "K": (5, 3), "d_k": (), "V": (5, 2)},
        note="tokens are rows, and each row of the scores is normalised",
    ),
    c.entry(
        "projections",
        r"\mathbf{Q} = \mathbf{X}\mathbf{W}^{Q}, \quad \mathbf{K} = \mathbf{X}\mathbf{W}^{K}, \quad"
        r" \mathbf{V} = \mathbf{X}\mathbf{W}^{V}",
        "definition; definition; definition",
        r"examples rows; shape \mathbf{X}: n,d; shape \mathbf{W}^{Q}: d,p; shape \mathbf{W}^{K}: d,p;"
        r" shape \mathbf{W}^{V}: d,p",
        lambda Q: Q,
        lambda X, WQ: X @ WQ,
        lambda K: K,
        lambda X, WK: X @ WK,
        lambda V: V,
        lambda X, WV: X @ WV,
        split=(2, 2, 2),
        shapes={
            "Q": (4, 2),
            "K": (4, 2),
            "V": (4, 2),
            "X": (4, 3),
            "WQ": (3, 2),
            "WK": (3, 2),
            "WV": (3, 2),
        },
        note="capital letters as superscripts name the three matrices",
    ),
    c.definition(
        "weights-of-tokens",
        r"\alpha_{ij} = \frac{\exp\left( q_i^\top k_j / \sqrt{d} \right)}"
        r"{\sum_{l=1}^{n} \exp\left( q_i^\top k_l / \sqrt{d} \right)}",
        "shape q_i: d; shape k_j: d",
        lambda alpha: alpha,
        lambda q, k: softmax(q @ k.T / np.sqrt(q.shape[1])),
        shapes={"alpha": (4, 5), "q": (4, 3), "k": (5, 3)},
        free=("i", "j"),
        note="d is the size of the queries",
    ),
    c.definition(
        "output-of-a-token",
        r"\mathbf{o}_i = \sum_{j=1}^{n} \alpha_{ij} \mathbf{v}_j",
        r"shape \alpha: m,n; shape \mathbf{v}_j: p",
        lambda o: o,
        lambda alpha, v: alpha @ v,
        shapes={"o": (4, 2), "alpha": (4, 5), "v": (5, 2)},
        free=("i",),
    ),
    c.definition(
        "additive-score",
        r"e_j = \mathbf{v}^{\top} \tanh\left( \mathbf{W}\mathbf{s} + \mathbf{U}\mathbf{h}_j \right)",
        r"shape \mathbf{v}: a; shape \mathbf{W}: a,p; shape \mathbf{s}: p; shape \mathbf{U}: a,q;"
        r" shape \mathbf{h}_j: q",
        lambda e: e,
        lambda v, W, s, U, h: np.tanh(W @ s + h @ U.T) @ v,
        shapes={"e": (4,), "v": (2,), "W": (2, 3), "s": (3,), "U": (2, 5), "h": (4, 5)},
        free=("j",),
        note="e_j is a score and no power of Euler's number",
    ),
    c.entry(
        "bilinear-score-and-context",
        r"\begin{align*} a_j &= h_j^\top W_a s \\ \end{align*}",
        "definition",
        "shape h_j: q; shape W_a: q,p; shape s: p",
        lambda a: a,
        lambda h, W_a, s: h @ W_a @ s,
        shapes={"a": (4,), "h": (4, 3), "W_a": (3, 2), "s": (2,)},
        free=("j",),
        note="a line break behind the last line opens no new statement",
    ),
    c.definition(
        "context",
        r"\mathbf{c} = \sum_{j=1}^{n} \operatorname{softmax}(\mathbf{e})_j \, \mathbf{h}_j",
        r"shape \mathbf{e}: n; shape \mathbf{h}_j: q",
        lambda c: c,
        lambda e, h: softmax(e) @ h,
        shapes={"c": (3,), "e": (4,), "h": (4, 3)},
    ),
    c.definition(
        "residual-self-attention",
        r"Y = X + \operatorname{softmax}\left( \tfrac{1}{\sqrt{d}} X W_Q W_K^\top X^\top \right) X W_V",
        "examples rows; shape X: n,d; shape W_Q: d,p; shape W_K: d,p; shape W_V: d,d",
        lambda Y: Y,
        lambda X, W_Q, W_K, W_V: X + softmax(X @ W_Q @ W_K.T @ X.T / np.sqrt(X.shape[1])) @ X @ W_V,
        shapes={"Y": (4, 3), "X": (4, 3), "W_Q": (3, 2), "W_K": (3, 2), "W_V": (3, 3)},
    ),
    c.claim(
        "gradients-of-the-output",
        r"\frac{\partial L}{\partial V} = A^\top \frac{\partial L}{\partial O}, \quad"
        r" \frac{\partial L}{\partial A} = \frac{\partial L}{\partial O} V^\top",
        "shape A: n,m; shape V: m,p; shape Y: n,p",
        gradient(lambda A, V, Y: squares(A @ V - Y) / 2, "V"),
        lambda A, V, Y: A.T @ (A @ V - Y),
        gradient(lambda A, V, Y: squares(A @ V - Y) / 2, "A"),
        lambda A, V, Y: (A @ V - Y) @ V.T,
        given=("O = AV", r"L = \frac{1}{2} \lVert O - Y \rVert_F^2"),
        kind="claim; claim",
        split=(2, 2),
        shapes={"A": (4, 3), "V": (3, 2), "Y": (4, 2)},
    ),
)
