r"""Formulas with two readings, where only the author knows."""

from paper_entries import Paper

p = Paper("ambiguous")

ENTRIES = (
    p.two(
        "power-or-transposed",
        r"h_T = W^T h_0",
        "the transposed matrix times the first state",
        "the power of the matrix after T steps",
        declare="shape W: n,n; shape h_0: n",
        note="an appendix on vanishing gradients means the power",
    ),
    p.two(
        "sum-over-a-difference",
        r"D = \sum_i q_i \log q_i - q_i \log p_i",
        "the sum reaches over both terms",
        "the sum ends at the minus, and i is free behind it",
        declare="shape q: n; shape p: n",
    ),
    p.two(
        "slash-before-a-sum",
        "θ ← θ − η/N Σᵢ gᵢ",
        "eta over N, times the sum",
        "eta over the product of N and the sum",
        kind="update",
        declare="parameter θ, η, N; shape g: n",
    ),
    p.two(
        "tanh-without-brackets",
        r"h = \tanh w x + b",
        "the hyperbolic tangent of wx, plus b",
        "the hyperbolic tangent of the whole of wx + b",
        declare="data x; parameter w, b",
        note="a layer means the second, the printed line the first",
    ),
    p.two(
        "slash-before-two-sigma",
        "ℓ = (y − μ)²/2σ²",
        "the square over twice sigma squared",
        "half the square, times sigma squared",
        declare="data y; parameter μ; positive σ",
        note="every author of a Gaussian means the first",
    ),
    p.two(
        "slash-before-values",
        r"o = s / \sqrt{d}\, v",
        "the score over the root of d, times v",
        "the score over the product of the root and v",
        declare="data s, v; positive d",
    ),
)
