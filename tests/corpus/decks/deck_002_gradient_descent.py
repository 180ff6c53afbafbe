r"""Deck 002: gradient descent for logistic regression, as a loop over the examples and vectorised.

In the vectorised form everything is a matrix, as on the slides: w and dw are (m, 1), X is (m, n), and Z, A, Y and dZ
are rows (1, n). The bias is a number.
"""

from functools import partial

import numpy as np
from deck_002_entries import new, of
from textbook_entries import Entry, sigmoid

ROW = (1, 5)
BOLD = r"shape \mathbf{w}: m,1; shape \mathbf{X}: m,n; parameter \mathbf{b}"

defined = partial(new, kind="definition")
updated = partial(new, kind="update")


def repeated(values, dz):
    """A value that does not depend on the example, once for each of them."""
    return np.stack([values] * len(dz))


def descend(p, alpha, dp):
    return p - alpha * dp


def weights(number, latex, declare):
    """w = w - alpha dw, for a column w."""
    return updated(
        id=f"s002-{number}",
        latex=latex,
        declare=declare,
        sides=(lambda w: w, of(descend, "w", "alpha", "dw")),
        shapes={"w": (3, 1), "alpha": (), "dw": (3, 1)},
        note="dw is one name",
    )


def bias(number, latex, declare):
    """b = b - alpha db, for a number b."""
    return updated(
        id=f"s002-{number}",
        latex=latex,
        declare=declare,
        sides=(lambda b: b, of(descend, "b", "alpha", "db")),
        shapes={"b": (), "alpha": (), "db": ()},
    )


def affine(number, latex, declare):
    return defined(
        id=f"s002-{number}",
        latex=latex,
        declare=declare,
        sides=(lambda Z: Z, lambda w, X, b: w.T @ X + b),
        shapes={"Z": ROW, "w": (3, 1), "X": (3, 5), "b": ()},
        note="a row plus a number",
    )


def activated(number, latex, declare):
    return defined(
        id=f"s002-{number}",
        latex=latex,
        declare=declare,
        sides=(lambda A: A, of(sigmoid, "Z")),
        shapes={"A": ROW, "Z": ROW},
    )


def errors(number, latex, declare):
    return defined(
        id=f"s002-{number}",
        latex=latex,
        declare=declare,
        sides=(lambda dZ: dZ, lambda A, Y: A - Y),
        shapes={"dZ": ROW, "A": ROW, "Y": ROW},
        note="the gradient of the sum of the losses, and not of their mean",
    )


def slope_of_weights(number, latex, declare):
    return defined(
        id=f"s002-{number}",
        latex=latex,
        declare=declare,
        sides=(lambda dw: dw, lambda X, dZ: X @ dZ.T / dZ.shape[1]),
        shapes={"dw": (3, 1), "X": (3, 5), "dZ": ROW},
        note="n is the number of columns; dZ^T is (dZ)^T",
    )


def slope_of_bias(number, latex, declare, note=""):
    return defined(
        id=f"s002-{number}",
        latex=latex,
        declare=declare,
        sides=(lambda db: db, of(np.mean, "dz")),
        shapes={"db": (), "dz": (5,)},
        note=note,
    )


ENTRIES: tuple[Entry, ...] = (
    new(
        id="s002-146",
        latex=r"\begin{cases} z^{(i)} = w^T x^{(i)} + b \\ a^{(i)} = \sigma(z^{(i)}) \end{cases}",
        kind="definition; definition",
        declare="shape w: m; shape x^{(i)}: m; parameter b",
        sides=(lambda z: z, lambda w, x, b: x @ w + b, lambda a: a, of(sigmoid, "z")),
        split=(2, 2),
        shapes={"z": (5,), "w": (3,), "x": (5, 3), "b": (), "a": (5,)},
        free=("i",),
        note="a brace that holds lines together, and no function by cases",
    ),
    new(
        id="s002-147",
        latex=r"\begin{cases} dz^{(i)} = a^{(i)} - y^{(i)} \\ dw = dw + dz^{(i)} x^{(i)} \\ db = db + dz^{(i)}"
        r" \end{cases}",
        kind="definition; update; update",
        declare="data a^{(i)}, y^{(i)}, db; shape dw: m; shape x^{(i)}: m; shape w: m; parameter b",
        sides=(
            lambda dz: dz,
            lambda a, y: a - y,
            of(repeated, "dw", "dz"),
            lambda dw, dz, x: dw + dz[:, None] * x,
            of(repeated, "db", "dz"),
            lambda db, dz: db + dz,
        ),
        split=(2, 2, 2),
        shapes={"dz": (5,), "a": (5,), "y": (5,), "dw": (3,), "x": (5, 3), "db": ()},
        free=("i",),
        note="one step for each example, from the same dw and db: the loop that adds them up is in the words",
    ),
    new(
        id="s002-148",
        latex=r"\begin{cases} dw = dw/n \\ db = db/n \\ w = w - \alpha dw \\ b = b - \alpha db \end{cases}",
        kind="update; update; update; update",
        declare=r"shape w: m; shape dw: m; parameter b, \alpha; data db, n",
        sides=(
            lambda dw: dw,
            lambda dw, n: dw / n,
            lambda db: db,
            lambda db, n: db / n,
            lambda w: w,
            of(descend, "w", "alpha", "dw"),
            lambda b: b,
            of(descend, "b", "alpha", "db"),
        ),
        split=(2, 2, 2, 2),
        shapes={"dw": (3,), "n": (), "db": (), "w": (3,), "alpha": (), "b": ()},
        note="updates bind nothing: the dw of the third line is the name dw",
    ),
    affine("149", "Z = w^T X + b", "examples columns; shape w: m,1; shape X: m,n; parameter b"),
    activated("150", r"A = \sigma(Z)", "shape Z: 1,n"),
    errors("151", "dZ = A - Y", "shape Z: 1,n; shape A: 1,n; shape Y: 1,n"),
    slope_of_weights("152", r"dw = \frac{1}{n} X dZ^T", "shape w: m,1; shape X: m,n; shape dZ: 1,n"),
    slope_of_bias("153", r"db = \frac{1}{n} \sum_{i=1}^n dz^{(i)}", "parameter b; data dz^{(i)}"),
    weights("154", r"w = w - \alpha dw", r"shape w: m,1; shape dw: m,1; parameter \alpha"),
    bias("155", r"b = b - \alpha db", r"parameter b, \alpha; data db"),
    affine("156", r"\mathbf{Z} = \mathbf{w}^T \mathbf{X} + \mathbf{b}", f"examples columns; {BOLD}"),
    activated("157", r"\mathbf{A} = \sigma(\mathbf{Z})", r"shape \mathbf{Z}: 1,n"),
    errors(
        "158",
        r"d\mathbf{Z} = \mathbf{A} - \mathbf{Y}",
        r"shape \mathbf{Z}: 1,n; shape \mathbf{A}: 1,n; shape \mathbf{Y}: 1,n",
    ),
    slope_of_weights(
        "159",
        r"d\mathbf{w} = \frac{1}{n} \mathbf{X} d\mathbf{Z}^T",
        r"shape \mathbf{w}: m,1; shape \mathbf{X}: m,n; shape d\mathbf{Z}: 1,n",
    ),
    slope_of_bias(
        "160",
        r"d\mathbf{b} = \frac{1}{n} \sum_{i=1}^n dz^{(i)}",
        r"parameter \mathbf{b}; data dz^{(i)}",
        "the only plain letters on a slide of bold ones",
    ),
    weights(
        "161",
        r"\mathbf{w} = \mathbf{w} - \alpha d\mathbf{w}",
        r"shape \mathbf{w}: m,1; shape d\mathbf{w}: m,1; parameter \alpha",
    ),
    bias("162", r"\mathbf{b} = \mathbf{b} - \alpha d\mathbf{b}", r"parameter \mathbf{b}, \alpha; data d\mathbf{b}"),
)
