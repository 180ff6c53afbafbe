r"""Weight decay, momentum unrolled, Adam in its first step and as a comment in code."""

import numpy as np
from paper_entries import Paper

p = Paper("optimisers")

ENTRIES = (
    p.entry(
        "decayed-step",
        r"w \leftarrow (1 - \eta\lambda)\, w - \eta \nabla \ell(w)",
        "update",
        r"shape A: m,d; shape w: d; shape c: m; parameter \eta, \lambda",
        lambda w: w,
        lambda w, eta, lam, A, c: (1 - eta * lam) * w - eta * A.T @ (A @ w - c),
        given=(r"\ell(w) = \frac{1}{2} \lVert A w - c \rVert^2",),
        shapes={"A": (4, 3), "w": (3,), "c": (4,), "eta": (), "lam": ()},
    ),
    p.claim(
        "decay-is-a-penalty",
        r"w - \eta\,(g + \lambda w) = (1 - \eta\lambda)\, w - \eta\, g",
        "",
        lambda w, eta, g, lam: w - eta * (g + lam * w),
        lambda w, eta, g, lam: (1 - eta * lam) * w - eta * g,
        shapes={"w": (), "eta": (), "g": (), "lam": ()},
        note="nothing is declared; true of numbers and of vectors",
    ),
    p.claim(
        "momentum-unrolled",
        r"v_3 = \beta v_2 + g_3 = \beta(\beta v_1 + g_2) + g_3 = \beta^2 g_1 + \beta g_2 + g_3",
        r"parameter \beta; shape g_1: d; shape g_2: d; shape g_3: d",
        lambda beta, g_1, g_2, g_3: beta**2 * g_1 + beta * g_2 + g_3,
        lambda beta, g_1, g_2, g_3: beta * (beta * g_1 + g_2) + g_3,
        lambda beta, g_1, g_2, g_3: beta * (beta * g_1 + g_2) + g_3,
        lambda beta, g_1, g_2, g_3: beta**2 * g_1 + beta * g_2 + g_3,
        given=("v_1 = g_1", r"v_2 = \beta v_1 + g_2", r"v_3 = \beta v_2 + g_3"),
        shapes={"beta": (), "g_1": (3,), "g_2": (3,), "g_3": (3,)},
        note="g_1 is a vector with a number in its name",
    ),
    p.claim(
        "adam-corrects-its-first-step",
        r"\frac{m_1}{1 - \beta_1} = \frac{(1 - \beta_1)\, g_1}{1 - \beta_1} = g_1",
        r"parameter \beta_1; shape g_1: d",
        lambda g_1: g_1,
        lambda beta_1, g_1: (1 - beta_1) * g_1 / (1 - beta_1),
        lambda g_1: g_1,
        given=(r"m_1 = \beta_1 \cdot 0 + (1 - \beta_1)\, g_1",),
        shapes={"beta_1": (), "g_1": (3,)},
        note="0 is the zero vector; beta_1 is not 1",
    ),
    p.claim(
        "weights-of-an-average",
        r"(1 - \beta) \sum_{k=0}^{3} \beta^{k} = 1 - \beta^{4}",
        "",
        lambda beta: (1 - beta) * sum(beta**k for k in range(4)),
        lambda beta: 1 - beta**4,
        shapes={"beta": ()},
        note="powers: k is the summed index, and beta a number",
    ),
    p.entry(
        "adam-in-a-comment",
        "m ← β₁·m + (1 − β₁)·g,  v ← β₂·v + (1 − β₂)·g⊙g,  θ ← θ − α·m/(√v + ε)",
        "update; update; update",
        "shape m: d; shape v: d; shape g: d; shape θ: d; parameter α, β₁, β₂, ε",
        lambda m: m,
        lambda m, beta_1, g: beta_1 * m + (1 - beta_1) * g,
        lambda v: v,
        lambda v, beta_2, g: beta_2 * v + (1 - beta_2) * g * g,
        lambda theta: theta,
        lambda theta, alpha, m, v, epsilon: theta - alpha * m / (np.sqrt(v) + epsilon),
        split=(2, 2, 2),
        shapes=dict.fromkeys(("m", "v", "g", "theta"), (3,))
        | dict.fromkeys(("alpha", "beta_1", "beta_2", "epsilon"), ()),
        note="the root reaches over v alone: the plus is within a bracket, behind a space",
    ),
)
