r"""As pasted from an answer, a comment or a README: Unicode; and declarations in sentences."""

import numpy as np
from paper_entries import Paper
from textbook_entries import Entry, gradient, sigmoid, sigmoid_prime, softmax

p = Paper("pasted")
said = Paper("declarations")


def declared(name: str, latex: str, note: str = "", **binds: str) -> Entry:
    return said.entry(name, latex, "declaration", binds=binds, note=note)


ENTRIES = (
    p.claim(
        "softmax-error",
        "∂L/∂z = ŷ − y",
        "shape z: K; shape y: K; one-hot y",
        gradient(lambda z, y: -(y * np.log(softmax(z))).sum(), "z"),
        lambda z, y: softmax(z) - y,
        given=("ŷ = softmax(z)", "L = −Σᵢ yᵢ·log(ŷᵢ)"),
        shapes={"z": (3,), "y": (3,)},
    ),
    p.definition(
        "delta",
        "δˡ⁻¹ = (Wˡ)ᵀ δˡ ⊙ σ′(zˡ⁻¹)",
        "shape Wˡ: k,m; shape δˡ: k; shape zˡ⁻¹: m",
        lambda deltal_minus_1: deltal_minus_1,
        lambda Wl, deltal, zl_minus_1: (Wl.T @ deltal) * sigmoid_prime(zl_minus_1),
        shapes={"deltal_minus_1": (3,), "Wl": (2, 3), "deltal": (2,), "zl_minus_1": (3,)},
    ),
    p.claim(
        "slope-of-sigma",
        "dσ(z)/dz = σ(z)·(1 − σ(z))",
        "",
        gradient(lambda z: sigmoid(z), "z"),  # noqa: PLW0108 - its argument is annotated
        lambda z: sigmoid(z) * (1 - sigmoid(z)),
        shapes={"z": ()},
        note="nothing is declared",
    ),
    p.claim(
        "least-squares-in-a-matrix",
        "∂L/∂W = Xᵀ(XW − Y)",
        "shape X: n,d; shape W: d,k; shape Y: n,k",
        gradient(lambda X, W, Y: ((X @ W - Y) ** 2).sum() / 2, "W"),
        lambda X, W, Y: X.T @ (X @ W - Y),
        given=("L = ½‖XW − Y‖_F²",),
        shapes={"X": (4, 3), "W": (3, 2), "Y": (4, 2)},
    ),
    p.claim(
        "variance-shifted",
        "Σᵢ (xᵢ − μ)² = Σᵢ xᵢ² − n·μ²",
        "shape x: n",
        lambda x: ((x - x.mean()) ** 2).sum(),
        lambda x: (x**2).sum() - len(x) * x.mean() ** 2,
        given=("μ = (1/n)·Σᵢ xᵢ",),
        shapes={"x": (4,)},
        note="n is the size of x",
    ),
    p.definition(
        "two-layers",
        "h = ReLU(W₁·x + b₁); ŷ = W₂·h + b₂",
        "shape W₁: m,d; shape x: d; shape b₁: m; shape W₂: k,m; shape b₂: k",
        lambda h: h,
        lambda W_1, x, b_1: np.maximum(0, W_1 @ x + b_1),
        lambda y_hat: y_hat,
        lambda W_2, h, b_2: W_2 @ h + b_2,
        kind="definition; definition",
        split=(2, 2),
        shapes={"h": (3,), "W_1": (3, 2), "x": (2,), "b_1": (3,), "y_hat": (4,), "W_2": (4, 3), "b_2": (4,)},
        note="a semicolon between two statements",
    ),
    p.claim(
        "slope-of-softplus",
        "d/dx ln(1 + eˣ) = eˣ/(1 + eˣ) = 1/(1 + e⁻ˣ)",
        "",
        gradient(lambda x: np.log(1 + np.exp(x)), "x"),
        lambda x: np.exp(x) / (1 + np.exp(x)),
        lambda x: 1 / (1 + np.exp(-x)),
        shapes={"x": ()},
        note="nothing is declared; raised letters",
    ),
    declared(
        "layer-in-a-sentence",
        r"with weights $W \in \mathbb{R}^{k \times d}$, bias $b \in \mathbb{R}^{k}$ and input $x \in \mathbb{R}^{d}$.",
        W="k,d",
        b="k",
        x="d",
    ),
    declared("one-hot-label", r"where $y \in \{0,1\}^{K}$ is a one-hot vector", y="K"),
    declared(
        "queries-and-keys",
        r"Let $\mathbf{Q}, \mathbf{K} \in \mathbb{R}^{n \times d}$ be the queries and keys.",
        Q="n,d",
        K="n,d",
    ),
    declared("decay-rates", "β₁, β₂ ∈ [0, 1)", note="two numbers of an interval", beta_1="", beta_2=""),
)
