r"""Homework in numbers: a forward pass, slopes, one step of descent, decimals with a point and with a comma."""

from functools import partial

import numpy as np
from textbook_entries import Entry, sigmoid

new = partial(Entry, family="homework-numbers")


def claim(name, latex, *sides, note="", holds=True, **more):
    """Numbers that are said to be equal."""
    return new(id=f"h2-numbers-{name}", latex=latex, kind="claim", sides=sides, note=note, holds=holds, **more)


ENTRIES: tuple[Entry, ...] = (
    new(
        id="h2-numbers-forward",
        latex=r"z = 0.5 \cdot 1.2 + 0.3 \cdot (-0.7) + 0.1 = 0.49",
        kind="value|definition|claim",
        sides=(lambda z: z, lambda: 0.5 * 1.2 + 0.3 * -0.7 + 0.1, lambda: 0.49),
        shapes={"z": ()},
    ),
    new(
        id="h2-numbers-activation",
        latex=r"a = \sigma(0.49) = \frac{1}{1 + e^{-0.49}} \approx 0.6201",
        kind="value|definition|claim",
        sides=(lambda a: a, lambda: sigmoid(0.49), lambda: 1 / (1 + np.exp(-0.49)), lambda: 0.6201),
        shapes={"a": ()},
        note="the last sign claims four digits",
    ),
    new(
        id="h2-numbers-log-loss",
        latex=r"L = -\left[ 1 \cdot \ln(0.62) + (1 - 1) \cdot \ln(1 - 0.62) \right] \approx 0.478",
        kind="value|definition|claim",
        sides=(lambda L: L, lambda: -(1 * np.log(0.62) + 0 * np.log(0.38)), lambda: 0.478),
        shapes={"L": ()},
    ),
    new(
        id="h2-numbers-slope",
        latex=r"\frac{\partial L}{\partial w_1} = (0.62 - 1) \cdot 1.2 = -0.456",
        kind="value|definition|claim",
        declare="data L; parameter w_1",
        sides=(lambda dL_dw_1: dL_dw_1, lambda: (0.62 - 1) * 1.2, lambda: -0.456),
        shapes={"dL_dw_1": ()},
    ),
    new(
        id="h2-numbers-new-weight",
        latex=r"w_1^{\text{new}} = 0.5 - 0.1 \cdot (-0.456) = 0.5456",
        kind="value|definition|claim|update",
        sides=(lambda wnew_1: wnew_1, lambda: 0.5 - 0.1 * -0.456, lambda: 0.5456),
        shapes={"wnew_1": ()},
    ),
    new(
        id="h2-numbers-update-by-arrow",
        latex=r"b \leftarrow 0.1 - 0.1 \times (-0.38) = 0.138",
        kind="update|value|definition|claim",
        declare="parameter b",
        sides=(lambda b: b, lambda: 0.1 - 0.1 * -0.38, lambda: 0.138),
        shapes={"b": ()},
    ),
    claim(
        "decimal-commas",
        r"0{,}5 \cdot 0{,}8 + 0{,}1 = 0{,}5",
        lambda: 0.5 * 0.8 + 0.1,
        lambda: 0.5,
        note="decimal commas in braces, as German students write them",
    ),
    claim(
        "mean-of-squares",
        r"\frac{1}{4} \left( 0.1^2 + 0.2^2 + (-0.3)^2 + 0.4^2 \right) = \frac{0.3}{4} = 0.075",
        lambda: (0.1**2 + 0.2**2 + (-0.3) ** 2 + 0.4**2) / 4,
        lambda: 0.3 / 4,
        lambda: 0.075,
    ),
    claim(
        "slope-forgotten",
        r"0.9 \cdot (1 - 0.9) = 0.9",
        lambda: 0.9 * (1 - 0.9),
        lambda: 0.9,
        holds=False,
    ),
    claim(
        "sum-of-squares",
        r"\sum_{k=1}^{4} k^2 = 1 + 4 + 9 + 16 = 30",
        lambda: sum(k**2 for k in range(1, 5)),
        lambda: 1 + 4 + 9 + 16,
        lambda: 30,
    ),
    claim("product", r"\prod_{i=1}^{3} 2i = 2 \cdot 4 \cdot 6 = 48", lambda: 2 * 4 * 6, lambda: 2 * 4 * 6, lambda: 48),
    claim(
        "layer",
        r"\begin{bmatrix} 0.1 & 0.2 \\ 0.3 & 0.4 \end{bmatrix} \begin{bmatrix} 1 \\ 2 \end{bmatrix}"
        r" + \begin{bmatrix} 0.5 \\ 0.5 \end{bmatrix} = \begin{bmatrix} 1.0 \\ 1.6 \end{bmatrix}",
        lambda: np.array([[0.1, 0.2], [0.3, 0.4]]) @ np.array([1, 2]) + np.array([0.5, 0.5]),
        lambda: np.array([1.0, 1.6]),
    ),
)
