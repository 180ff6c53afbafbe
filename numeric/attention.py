"""Scaled dot-product attention by hand, with one head and with several, as vectorised NumPy. Tokens are rows.

Source: A. Vaswani et al.: Attention Is All You Need (2017). Nothing here establishes that a line is right.
"""

import numpy as np

from numeric.arrays import Numbers
from numeric.slides import Named, Written


def attention_forward(v: Named, unit: float) -> dict[str, Numbers]:
    """Scores, their softmax over the keys, and means of the values; half the squared distance to T."""
    scores = v["Q"] @ v["K"].T / np.sqrt(v["Q"].shape[1])
    weights = _softmax(scores)
    out = weights @ v["V"]
    return {"S": scores, "P": weights, "O": out, "L": np.sum((out - v["T"]) ** 2) / 2}


def attention_backward(v: Named, unit: float) -> dict[str, Numbers]:
    """The gradients of queries, keys and values."""
    run = attention_forward(v, unit)
    d_out = run["O"] - v["T"]
    d_scores = _softmax_backward(run["P"], d_out @ v["V"].T) / np.sqrt(v["Q"].shape[1])
    return {"Q": d_scores @ v["K"], "K": d_scores.T @ v["Q"], "V": run["P"].T @ d_out}


def heads_forward(v: Named, unit: float) -> dict[str, Numbers]:
    """Self-attention with several heads: A, B and C make the queries, keys and values of each, D adds them up."""
    q, k, values = (np.einsum("is,hsr->hir", v["X"], v[name]) for name in "ABC")
    weights = _softmax(np.einsum("hir,hjr->hij", q, k) / np.sqrt(v["A"].shape[2]))
    out = np.einsum("hij,hjr->hir", weights, values)
    y = np.einsum("hir,hrs->is", out, v["D"])
    run = {"Q": q, "K": k, "V": values, "P": weights, "O": out, "Y": y}
    return {**run, "L": np.sum((y - v["T"]) ** 2) / 2}


def heads_backward(v: Named, unit: float) -> dict[str, Numbers]:
    """The gradients of all projections, and of the matrix that adds up the heads."""
    run = heads_forward(v, unit)
    dy = run["Y"] - v["T"]
    d_out = np.einsum("is,hrs->hir", dy, v["D"])
    d_values = np.einsum("hij,hir->hjr", run["P"], d_out)
    d_weights = np.einsum("hir,hjr->hij", d_out, run["V"])
    d_scores = _softmax_backward(run["P"], d_weights) / np.sqrt(v["A"].shape[2])
    d_q = np.einsum("hij,hjr->hir", d_scores, run["K"])
    d_k = np.einsum("hij,hir->hjr", d_scores, run["Q"])
    inner = {name: np.einsum("is,hir->hsr", v["X"], d) for name, d in zip("ABC", (d_q, d_k, d_values), strict=True)}
    return {**inner, "D": np.einsum("hir,is->hrs", run["O"], dy)}


def _softmax(scores: Numbers) -> Numbers:
    """The softmax along the last axis; what is subtracted changes nothing but keeps exponentials small."""
    up = np.exp(scores - np.max(scores.real, axis=-1, keepdims=True))
    return np.asarray(up / np.sum(up, axis=-1, keepdims=True))


def _softmax_backward(weights: Numbers, d_weights: Numbers) -> Numbers:
    """Each score's share: its weight, times by how much its slope exceeds the mean slope of its row."""
    return np.asarray(weights * (d_weights - np.sum(weights * d_weights, axis=-1, keepdims=True)))


ATTENTION = Written(
    ("T",),
    ("Q", "K", "V"),
    attention_forward,
    attention_backward,
    axes={"Q": ("q", "d"), "K": ("k", "d"), "V": ("k", "p"), "T": ("q", "p")},
)

HEADS = Written(
    ("X", "T"),
    ("A", "B", "C", "D"),
    heads_forward,
    heads_backward,
    axes=dict.fromkeys("ABC", ("p", "m", "d")) | {"D": ("p", "d", "m"), "X": ("l", "m"), "T": ("l", "m")},
)
