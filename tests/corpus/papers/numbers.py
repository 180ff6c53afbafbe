r"""Worked examples in numbers, as a post ends with one."""

import numpy as np
from paper_entries import Paper

p = Paper("numbers")

ENTRIES = (
    p.claim(
        "ten-slopes-vanish",
        r"\left( \frac{1}{4} \right)^{10} \approx 9.54 \times 10^{-7}",
        "",
        lambda: 0.25**10,
        lambda: 9.54e-7,
        kind="claim|value",
        note="a power of ten behind the sign of a product",
    ),
    p.claim(
        "softmax-of-three",
        r"p_1 = \frac{e^{2}}{e^{2} + e^{1} + e^{0}} = \frac{7.389}{11.107} \approx 0.665",
        "",
        lambda p_1: p_1,
        lambda: np.exp(2) / (np.exp(2) + np.exp(1) + 1),
        lambda: 7.389 / 11.107,
        lambda: 0.665,
        kind="value|definition|claim",
        shapes={"p_1": ()},
    ),
    p.claim(
        "prediction-minus-label",
        r"\begin{bmatrix} 0.7 \\ 0.2 \\ 0.1 \end{bmatrix} - \begin{bmatrix} 1 \\ 0 \\ 0 \end{bmatrix}"
        r" = \begin{bmatrix} -0.3 \\ 0.2 \\ 0.1 \end{bmatrix}",
        "",
        lambda: np.array([0.7, 0.2, 0.1]) - np.array([1, 0, 0]),
        lambda: np.array([-0.3, 0.2, 0.1]),
    ),
    p.claim(
        "outer-product",
        r"\begin{pmatrix} -0.3 \\ 0.2 \\ 0.1 \end{pmatrix} \begin{pmatrix} 1 & 2 \end{pmatrix}"
        r" = \begin{pmatrix} -0.3 & -0.6 \\ 0.2 & 0.4 \\ 0.1 & 0.2 \end{pmatrix}",
        "",
        lambda: np.outer([-0.3, 0.2, 0.1], [1, 2]),
        lambda: np.array([[-0.3, -0.6], [0.2, 0.4], [0.1, 0.2]]),
        note="a column times a row",
    ),
    p.claim(
        "momentum",
        r"v = 0.9 \cdot 0.5 + 0.1 \cdot (-1) = 0.45 - 0.1 = 0.35",
        "",
        lambda v: v,
        lambda: 0.9 * 0.5 + 0.1 * -1,
        lambda: 0.45 - 0.1,
        lambda: 0.35,
        kind="value|definition|claim",
        shapes={"v": ()},
    ),
)
