r"""Batch norm, layer norm, RMS norm, and the scores, weights and outputs of attention."""

import numpy as np
from paper_entries import Paper
from textbook_entries import gradient, softmax

p = Paper("norms")

MOMENTS = (r"\mu = \frac{1}{m} \sum_{i=1}^{m} x_i", r"v = \frac{1}{m} \sum_{i=1}^{m} (x_i - \mu)^2")
HAT = r"\hat{x}_i = \frac{x_i - \mu}{\sqrt{v + \epsilon}}"


def hat(x, epsilon):
    return (x - x.mean()) / np.sqrt(((x - x.mean()) ** 2).mean() + epsilon)


ENTRIES = (
    p.definition(
        "batch-moments",
        r"\mu_B \leftarrow \frac{1}{m} \sum_{i=1}^{m} x_i, \quad"
        r" v_B \leftarrow \frac{1}{m} \sum_{i=1}^{m} (x_i - \mu_B)^2",
        "shape x: m",
        lambda mu_B: mu_B,
        lambda x: x.mean(),
        lambda v_B: v_B,
        lambda x, mu_B: ((x - mu_B) ** 2).mean(),
        kind="definition|update; definition|update",
        split=(2, 2),
        shapes={"mu_B": (), "x": (4,), "v_B": ()},
        note="arrows that define, as in a box with an algorithm",
    ),
    p.definition(
        "batch-scaled",
        r"\begin{aligned} \hat{x}_i &= \frac{x_i - \mu_B}{\sqrt{v_B + \epsilon}} \\ y_i &= \gamma \hat{x}_i + \beta"
        r" \end{aligned}",
        r"shape x: m; data \mu_B, v_B; parameter \gamma, \beta, \epsilon",
        lambda x_hat: x_hat,
        lambda x, mu_B, v_B, epsilon: (x - mu_B) / np.sqrt(v_B + epsilon),
        lambda y: y,
        lambda gamma, x_hat, beta: gamma * x_hat + beta,
        kind="definition; definition",
        split=(2, 2),
        shapes={"x_hat": (4,), "y": (4,), "x": (4,)} | dict.fromkeys(("mu_B", "v_B", "epsilon", "gamma", "beta"), ()),
        free=("i",),
    ),
    p.claim(
        "normalised-sum-to-zero",
        r"\sum_{i=1}^{m} \hat{x}_i = \frac{1}{\sqrt{v + \epsilon}} \left( \sum_{i=1}^{m} x_i - m \mu \right) = 0",
        r"shape x: m; positive \epsilon",
        lambda x, epsilon: hat(x, epsilon).sum(),
        lambda x, epsilon: (x.sum() - len(x) * x.mean()) / np.sqrt(x.var() + epsilon),
        lambda: 0.0,
        given=(*MOMENTS, HAT),
        shapes={"x": (4,), "epsilon": ()},
        note="m is a size here",
    ),
    p.claim(
        "scale-and-shift-gradients",
        r"\frac{\partial \ell}{\partial \gamma} = \sum_{i=1}^{m} c_i \hat{x}_i, \quad"
        r" \frac{\partial \ell}{\partial \beta} = \sum_{i=1}^{m} c_i",
        r"shape c: m; shape \hat{x}: m; parameter \gamma, \beta",
        gradient(lambda c, x_hat, gamma, beta: (c * (gamma * x_hat + beta)).sum(), "gamma"),
        lambda c, x_hat: (c * x_hat).sum(),
        gradient(lambda c, x_hat, gamma, beta: (c * (gamma * x_hat + beta)).sum(), "beta"),
        lambda c: c.sum(),
        given=(r"\ell = \sum_{i=1}^{m} c_i (\gamma \hat{x}_i + \beta)",),
        kind="claim; claim",
        split=(2, 2),
        shapes={"c": (4,), "x_hat": (4,), "gamma": (), "beta": ()},
    ),
    p.definition(
        "root-mean-square",
        r"\bar{a}_i = \frac{a_i}{\sqrt{\frac{1}{n} \sum_{j=1}^{n} a_j^2 + \epsilon}} \, g_i",
        r"shape a: n; shape g: n; parameter \epsilon",
        lambda a_bar: a_bar,
        lambda a, epsilon, g: a / np.sqrt((a**2).mean() + epsilon) * g,
        shapes={"a_bar": (4,), "a": (4,), "epsilon": (), "g": (4,)},
        free=("i",),
        note="epsilon stands behind the sum and not in it",
    ),
    p.definition(
        "attention-weights",
        r"\begin{align} e_{ij} &= \frac{1}{\sqrt{d}} \sum_{r=1}^{d} Q_{ir} K_{jr} \\"
        r" \alpha_{ij} &= \frac{\exp(e_{ij})}{\sum_{j'} \exp(e_{ij'})} \end{align}",
        "shape Q: n,d; shape K: m,d",
        lambda e: e,
        lambda Q, K: Q @ K.T / np.sqrt(Q.shape[1]),
        lambda alpha: alpha,
        lambda e: softmax(e),  # noqa: PLW0108 - the argument is called e in the formula
        kind="definition; definition",
        split=(2, 2),
        shapes={"e": (2, 4), "Q": (2, 3), "K": (4, 3), "alpha": (2, 4)},
        free=("i", "j"),
        note="the primed j is another index",
    ),
    p.definition(
        "attention-output",
        r"\mathbf{o}_i = \sum_{j=1}^{m} \alpha_{ij} \mathbf{v}_j",
        r"shape \alpha: n,m; shape \mathbf{v}_j: d",
        lambda o: o,
        lambda alpha, v: alpha @ v,
        shapes={"o": (2, 3), "alpha": (2, 4), "v": (4, 3)},
        free=("i",),
    ),
    p.claim(
        "attention-backward",
        r"\frac{\partial \mathcal{L}}{\partial V} = P^\top G, \quad \frac{\partial \mathcal{L}}{\partial P} = G V^\top",
        "shape P: n,m; shape V: m,d; shape G: n,d",
        gradient(lambda P, V, G: (G * (P @ V)).sum(), "V"),
        lambda P, G: P.T @ G,
        gradient(lambda P, V, G: (G * (P @ V)).sum(), "P"),
        lambda G, V: G @ V.T,
        given=(r"O = P V", r"\mathcal{L} = \operatorname{tr}(G^\top O)"),
        kind="claim; claim",
        split=(2, 2),
        shapes={"P": (2, 4), "V": (4, 3), "G": (2, 3)},
    ),
)
