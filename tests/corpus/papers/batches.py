r"""Mini-batches: sums over examples, logistic regression in matrices, ridge penalties, biases as sums."""

import numpy as np
from paper_entries import Paper
from textbook_entries import gradient, log_loss, sigmoid

p = Paper("batches")

ROWS = r"shape X: N,d; shape y: N; shape w: d"
SHAPES = {"X": (5, 3), "y": (5,), "w": (3,)}
NLL = r"J(w) = \frac{1}{N} \left[ \mathbf{1}^\top \log\left( 1 + e^{Xw} \right) - y^\top X w \right]"
RIDGE = r"E(w) = \frac{1}{2} \lVert Xw - y \rVert_2^2 + \frac{\lambda}{2} \lVert w \rVert_2^2"
FAMILY = "shape w: d; shape x_i: d; data y_i"
AFFINE = {
    "declare": "examples columns; shape W: k,d; shape X: d,N; shape b: k; shape Y: k,N",
    "given": (r"Z = W X + b \mathbf{1}^\top", r"\mathcal{L} = \frac{1}{2} \lVert Z - Y \rVert_F^2"),
    "shapes": {"W": (2, 3), "X": (3, 4), "b": (2,), "Y": (2, 4)},
}


def nll(X, y, w):
    return (np.log(1 + np.exp(X @ w)).sum() - y @ X @ w) / len(y)


def ridge(X, y, w, lam):
    return ((X @ w - y) ** 2).sum() / 2 + lam / 2 * (w**2).sum()


def affine_loss(W, X, b, Y):
    return ((W @ X + b[:, None] - Y) ** 2).sum() / 2


ENTRIES = (
    p.definition(
        "logistic-with-ones",
        NLL,
        ROWS,
        lambda J: J,
        nll,
        shapes={"J": (), **SHAPES},
        note="the function exp of a vector, entry by entry, in an exponent",
    ),
    p.claim(
        "logistic-gradient",
        r"\nabla J(w) = \tfrac{1}{N} X^\top \bigl( \sigma(Xw) - y \bigr)",
        ROWS,
        gradient(nll, "w"),
        lambda X, y, w: X.T @ (sigmoid(X @ w) - y) / len(y),
        given=(NLL,),
        shapes=SHAPES,
    ),
    p.claim(
        "logistic-sum-of-examples",
        r"\nabla_w \mathcal{L} = \frac{1}{N} \sum_{i=1}^{N} (p_i - y_i)\, x_i",
        FAMILY,
        gradient(lambda w, x, y: log_loss(y, sigmoid(x @ w)).mean(), "w"),
        lambda w, x, y: (sigmoid(x @ w) - y) @ x / len(y),
        given=(
            r"p_i = \sigma(w^\top x_i)",
            r"\mathcal{L} = -\frac{1}{N} \sum_{i=1}^{N} \left[ y_i \log p_i + (1 - y_i) \log(1 - p_i) \right]",
        ),
        shapes={"w": (3,), "x": (4, 3), "y": (4,)},
    ),
    p.claim(
        "labels-plus-and-minus-one",
        r"\nabla \ell(w) = -\frac{1}{n} \sum_{i=1}^{n} \frac{y_i x_i}{1 + e^{y_i w^\top x_i}}",
        FAMILY,
        gradient(lambda w, x, y: np.log(1 + np.exp(-y * (x @ w))).mean(), "w"),
        lambda w, x, y: -(y / (1 + np.exp(y * (x @ w)))) @ x / len(y),
        given=(r"\ell(w) = \frac{1}{n} \sum_{i=1}^{n} \log\left( 1 + e^{-y_i w^\top x_i} \right)",),
        shapes={"w": (3,), "x": (4, 3), "y": (4,)},
        note="true for every number y, so for plus and minus one",
    ),
    p.claim(
        "ridge",
        r"\nabla E(w) = X^\top (Xw - y) + \lambda w = (X^\top X + \lambda I)\, w - X^\top y",
        ROWS + r"; parameter \lambda",
        gradient(ridge, "w"),
        lambda X, y, w, lam: X.T @ (X @ w - y) + lam * w,
        lambda X, y, w, lam: (X.T @ X + lam * np.eye(len(w))) @ w - X.T @ y,
        given=(RIDGE,),
        shapes={**SHAPES, "lam": ()},
    ),
    p.entry(
        "step-with-a-batch-mean",
        r"\theta \leftarrow \theta - \frac{\eta}{B} \sum_{b=1}^{B} g^{(b)}",
        "update",
        r"shape \theta: d; shape g^{(b)}: d; parameter \eta",
        lambda theta: theta,
        lambda theta, eta, g: theta - eta / len(g) * g.sum(axis=0),
        shapes={"theta": (3,), "eta": (), "g": (4, 3)},
        note="B is the size of the batch and b counts its examples",
    ),
    p.claim(
        "bias-is-a-row-sum",
        r"\frac{\partial \mathcal{L}}{\partial W} = (Z - Y) X^\top, \qquad"
        r" \frac{\partial \mathcal{L}}{\partial b} = (Z - Y) \mathbf{1}",
        AFFINE["declare"],
        gradient(affine_loss, "W"),
        lambda W, X, b, Y: (W @ X + b[:, None] - Y) @ X.T,
        gradient(affine_loss, "b"),
        lambda W, X, b, Y: (W @ X + b[:, None] - Y).sum(axis=1),
        given=AFFINE["given"],
        kind="claim; claim",
        split=(2, 2),
        shapes=AFFINE["shapes"],
        note="the size of the vector of ones follows from the product",
    ),
    p.claim(
        "matrix-product-is-a-sum-of-examples",
        r"X^\top r = \sum_{n=1}^{N} r_n x_n",
        "shape r: N; shape x_n: d",
        lambda x, r: x.T @ r,
        lambda x, r: sum(r[n] * x[n] for n in range(len(r))),
        given=(r"X = \begin{bmatrix} x_1 & x_2 & \cdots & x_N \end{bmatrix}^\top",),
        shapes={"x": (4, 3), "r": (4,)},
        may_refuse=True,
        note="the matrix is given by its rows, with dots",
    ),
)
