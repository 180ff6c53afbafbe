r"""Convolutions and pooling written as sums over shifted indices."""

import numpy as np
from course_entries import Course
from textbook_entries import gradient

c = Course("convolution")


def windows(x, size):
    """Every window along the last two axes, whose places come before those within the window."""
    return np.lib.stride_tricks.sliding_window_view(x, size, axis=(-2, -1))


def line(w, x):
    return np.array([sum(w[k] * x[i + k] for k in range(len(w))) for i in range(len(x) - len(w) + 1)])


def line_loss(w, x, t):
    return ((line(w, x) - t) ** 2).sum() / 2


ENTRIES = (
    c.definition(
        "one-channel",
        r"z_{ij} = \sum_{u=1}^{F} \sum_{v=1}^{F} w_{uv}\, x_{i+u-1,\, j+v-1} + b",
        "shape w: F,F; shape x: H,W; parameter b",
        lambda z: z,
        lambda w, x, b: np.einsum("uv,ijuv->ij", w, windows(x, w.shape)) + b,
        shapes={"z": (3, 4), "w": (2, 2), "x": (4, 5), "b": ()},
        free=("i", "j"),
        note="i and j run as far as the image reaches; b is added once",
    ),
    c.definition(
        "channels-and-filters",
        r"z_{k,i,j} = b_k + \sum_{c=1}^{C} \sum_{u=1}^{F} \sum_{v=1}^{F} w_{k,c,u,v} \cdot x_{c,\,i+u-1,\,j+v-1}",
        "shape w: K,C,F,F; shape x: C,H,W; shape b: K",
        lambda z: z,
        lambda b, w, x: b[:, None, None] + np.einsum("kcuv,cijuv->kij", w, windows(x, w.shape[2:])),
        shapes={"z": (2, 2, 3), "b": (2,), "w": (2, 3, 2, 2), "x": (3, 3, 4)},
        free=("k", "i", "j"),
        note="arrays with three and four axes",
        may_refuse=True,
    ),
    c.definition(
        "stride-two",
        r"y_i = \sum_{k=1}^{K} w_k\, x_{2(i-1)+k}",
        "shape w: K; shape x: n",
        lambda y: y,
        lambda w, x: line(w, x)[::2],
        shapes={"y": (3,), "w": (2,), "x": (6,)},
        free=("i",),
        note="within the subscript 2(i-1) is a product",
    ),
    c.claim(
        "gradient-of-the-filter",
        r"\frac{\partial L}{\partial w_k} = \sum_{i=1}^{4} \frac{\partial L}{\partial y_i}\, x_{i+k-1}",
        "shape w: 2; shape x: 5; shape t: 4",
        gradient(line_loss, "w"),
        lambda w, x, t: line(line(w, x) - t, x),
        given=(r"y_i = \sum_{k=1}^{2} w_k x_{i+k-1}", r"L = \frac12 \sum_{i=1}^{4} (y_i - t_i)^2"),
        shapes={"w": (2,), "x": (5,), "t": (4,)},
        free=("k",),
    ),
    c.definition(
        "mean-pooling",
        r"p_i = \tfrac{1}{2} \left( x_{2i-1} + x_{2i} \right)",
        "shape x: n",
        lambda p: p,
        lambda x: (x[::2] + x[1::2]) / 2,
        shapes={"p": (3,), "x": (6,)},
        free=("i",),
    ),
    c.definition(
        "max-pooling",
        r"p_i = \max\{ x_{2i-1}, x_{2i} \}",
        "shape x: n",
        lambda p: p,
        lambda x: np.maximum(x[::2], x[1::2]),
        shapes={"p": (3,), "x": (6,)},
        free=("i",),
    ),
    c.definition(
        "global-average",
        r"g_c = \frac{1}{HW} \sum_{i=1}^{H} \sum_{j=1}^{W} x_{cij}",
        "shape x: C,H,W",
        lambda g: g,
        lambda x: x.mean(axis=(1, 2)),
        shapes={"g": (2,), "x": (2, 3, 4)},
        free=("c",),
        note="HW is the product of two sizes",
    ),
)
