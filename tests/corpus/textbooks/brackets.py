r"""Norms, inner products, traces, determinants, inverses, diagonals, expectations, absolute values, floors, sets."""

from functools import partial

import numpy as np
from textbook_entries import Entry, Refused, gradient, sigmoid

new = partial(Entry, family="brackets")

VECTOR = {"s": (), "x": (3,)}


def length(x):
    return np.sqrt((x**2).sum())


def norm(name, latex, side=length, declare="shape x: m", note=""):
    """A number s made from a vector x."""
    return new(
        id=f"norm-{name}",
        latex=latex,
        kind="definition",
        declare=declare,
        sides=(lambda s: s, side),
        shapes=VECTOR,
        note=note,
    )


ENTRIES: tuple[Entry, ...] = (
    norm("vert-command", r"s = \lVert x \rVert"),
    norm("two", r"s = \lVert x \rVert_2"),
    norm("bar-command", r"s = \|x\|"),
    norm("left-right", r"s = \left\| x \right\|"),
    norm("left-right-vert", r"s = \left\Vert x \right\Vert_{2}"),
    norm("pipes", r"s = ||x||", note="four pipes as people type them"),
    norm("pipes-squared", r"s = ||x||_2^2", lambda x: (x**2).sum()),
    norm("squared-two-orders", r"s = \|x\|^2_2", lambda x: (x**2).sum()),
    norm("one", r"s = \|x\|_1", lambda x: abs(x).sum()),
    norm("infinity", r"s = \|x\|_\infty", lambda x: abs(x).max()),
    norm("one-by-sum", r"s = \sum_i |x_i|", lambda x: abs(x).sum()),
    norm("big", r"s = \big\| x \big\|_2"),
    norm("bigl", r"s = \Bigl\lVert 2x \Bigr\rVert", lambda x: 2 * length(x)),
    norm("inner-product-with-itself", r"s = \sqrt{\langle x, x \rangle}"),
    new(
        id="norm-p",
        latex=r"s = \left( \sum_{i=1}^m |x_i|^p \right)^{1/p}",
        kind="definition",
        declare="shape x: m; parameter p",
        sides=(lambda s: s, lambda x, p: (abs(x) ** p).sum() ** (1 / p)),
        shapes={"s": (), "x": (3,), "p": ()},
    ),
    new(
        id="norm-two-in-one-term",
        latex=r"c = \frac{x^\top y}{\|x\| \|y\|}",
        kind="definition",
        declare="shape x: m; shape y: m",
        sides=(lambda c: c, lambda x, y: x @ y / (length(x) * length(y))),
        shapes={"c": (), "x": (3,), "y": (3,)},
        note="two norms, and not the norm of nothing, x, y, nothing",
    ),
    new(
        id="norm-pipes-two-in-one-term",
        latex=r"c = \frac{x \cdot y}{||x||\,||y||}",
        kind="definition",
        declare="shape x: m; shape y: m",
        sides=(lambda c: c, lambda x, y: x @ y / (length(x) * length(y))),
        shapes={"c": (), "x": (3,), "y": (3,)},
    ),
    new(
        id="norm-frobenius",
        latex=r"R = \lambda \sum_{l=1}^{L} \left\| W^{[l]} \right\|_F^2",
        kind="definition",
        declare=r"parameter \lambda; shape W^{[l]}: n,n",
        sides=(lambda R: R, lambda lam, W: lam * (W**2).sum()),
        shapes={"R": (), "lam": (), "W": (2, 3, 3)},
        note="layers as a bound index: W[l] is the matrix of layer l; L is the number of layers",
    ),
    new(
        id="norm-frobenius-is-trace",
        latex=r"\|A\|_F^2 = \operatorname{tr}(A^\top A)",
        kind="claim",
        declare="shape A: m,n",
        sides=(lambda A: (A**2).sum(), lambda A: np.trace(A.T @ A)),
        shapes={"A": (2, 3)},
    ),
    new(
        id="norm-gradient",
        latex=r"\frac{\partial}{\partial x} \|x\|_2 = \frac{x}{\|x\|_2}",
        kind="claim",
        declare="shape x: m",
        sides=(gradient(length, "x"), lambda x: x / length(x)),
        shapes={"x": (3,)},
    ),
    new(
        id="inner-product-angle",
        latex=r"s = \langle w, x \rangle + b",
        kind="definition",
        declare="shape w: m; shape x: m; parameter b",
        sides=(lambda s: s, lambda w, x, b: w @ x + b),
        shapes={"s": (), "w": (3,), "x": (3,), "b": ()},
    ),
    new(
        id="inner-product-left-angle",
        latex=r"s = \left\langle \nabla f,\, v \right\rangle",
        kind="definition",
        declare="shape x: m; shape c: m; shape v: m",
        given=(r"f(x) = c^\top x",),
        sides=(lambda s: s, lambda c, v: c @ v),
        shapes={"s": (), "c": (3,), "v": (3,)},
    ),
    new(
        id="inner-product-of-matrices",
        latex=r"\langle A, B \rangle_F = \sum_{ij} A_{ij} B_{ij}",
        kind="claim",
        declare="shape A: m,n; shape B: m,n",
        sides=(lambda A, B: np.trace(A.T @ B), lambda A, B: (A * B).sum()),
        shapes={"A": (2, 3), "B": (2, 3)},
        note="the indices below the sum stand without a comma",
    ),
    new(
        id="trace-without-brackets",
        latex=r"t = \operatorname{tr} A^\top B",
        kind="definition",
        declare="shape A: m,n; shape B: m,n",
        sides=(lambda t: t, lambda A, B: np.trace(A.T @ B)),
        shapes={"t": (), "A": (2, 3), "B": (2, 3)},
        note="the trace reaches over the product",
    ),
    new(
        id="trace-capital-and-cyclic",
        latex=r"\mathrm{Tr}(ABC) = \mathrm{Tr}(CAB) = \mathrm{Tr}(BCA)",
        kind="claim",
        declare="shape A: m,n; shape B: n,p; shape C: p,m",
        sides=(
            lambda A, B, C: np.trace(A @ B @ C),
            lambda A, B, C: np.trace(C @ A @ B),
            lambda A, B, C: np.trace(B @ C @ A),
        ),
        shapes={"A": (2, 3), "B": (3, 4), "C": (4, 2)},
    ),
    new(
        id="trace-gradient",
        latex=r"\frac{\partial \operatorname{tr}(\mathbf{X}^\top \mathbf{A}\mathbf{X})}{\partial \mathbf{X}}"
        r" = (\mathbf{A} + \mathbf{A}^\top)\mathbf{X}",
        kind="claim",
        declare=r"shape \mathbf X: n,p; shape \mathbf A: n,n",
        sides=(gradient(lambda X, A: np.trace(X.T @ A @ X), "X"), lambda X, A: (A + A.T) @ X),
        shapes={"X": (3, 2), "A": (3, 3)},
    ),
    new(
        id="determinant-bars",
        latex=r"d = \log |\Sigma|",
        kind="definition",
        declare=r"shape \Sigma: n,n",
        sides=(lambda d: d, lambda Sigma: np.log(np.linalg.det(Sigma))),
        shapes={"d": (), "Sigma": (3, 3)},
        note="bars around a matrix are its determinant; \\Sigma is a name and no sum",
    ),
    new(
        id="determinant-word",
        latex=r"\det(AB) = \det A \, \det B",
        kind="claim",
        declare="shape A: n,n; shape B: n,n",
        sides=(lambda A, B: np.linalg.det(A @ B), lambda A, B: np.linalg.det(A) * np.linalg.det(B)),
        shapes={"A": (3, 3), "B": (3, 3)},
        note="the second det ends the argument of the first",
    ),
    new(
        id="gaussian",
        latex=r"\ell = -\frac12 (x-\mu)^\top \Sigma^{-1} (x-\mu) - \frac12 \ln|\Sigma| - \frac{n}{2}\ln(2\pi)",
        kind="definition",
        declare=r"shape x: n; shape \mu: n; shape \Sigma: n,n",
        sides=(
            lambda ell: ell,
            lambda x, mu, Sigma: (
                -(x - mu) @ np.linalg.inv(Sigma) @ (x - mu) / 2
                - np.log(np.linalg.det(Sigma)) / 2
                - len(x) / 2 * np.log(2 * np.pi)
            ),
        ),
        shapes={"ell": (), "x": (3,), "mu": (3,), "Sigma": (3, 3)},
        note="\\pi is the number; n is a size",
    ),
    new(
        id="diag-of-vector",
        latex=r"J = \operatorname{diag}(p) - p p^\top",
        kind="definition",
        declare="shape p: k",
        sides=(lambda J: J, lambda p: np.diag(p) - np.outer(p, p)),
        shapes={"J": (3, 3), "p": (3,)},
    ),
    new(
        id="diag-text",
        latex=r"u = \text{diag}(d)\, v",
        kind="definition",
        declare="shape d: k; shape v: k",
        sides=(lambda u: u, lambda d, v: d * v),
        shapes={"u": (3,), "d": (3,), "v": (3,)},
    ),
    new(
        id="expectation-empirical",
        latex=r"\mathbb{E}[x] = \frac{1}{n} \sum_{i=1}^n x_i",
        kind="definition|claim",
        declare="shape x: n",
        sides=(lambda x: x.mean(), lambda x: x.sum() / len(x)),
        shapes={"x": (4,)},
        note="x is a sample: its expectation is the mean",
        may_refuse=True,
    ),
    new(
        id="expectation-under-distribution",
        latex=r"J = \mathbb{E}_{x \sim p}\left[ f(x) \right]",
        kind="definition",
        declare="function f",
        refused=Refused(
            outcome="unreadable", at=(r"\mathbb{E}_{x \sim p}",), says=("expectation", "E"), when="not yet"
        ),
        note="an expectation under an unknown distribution; one that keeps it opaque may say so instead",
    ),
    new(
        id="absolute-value-left-right",
        latex=r"L = \left| y - \hat{y} \right|",
        kind="definition",
        declare=r"data y, \hat y",
        sides=(lambda L: L, lambda y, y_hat: abs(y - y_hat)),
        shapes={"L": (), "y": (), "y_hat": ()},
    ),
    new(
        id="absolute-value-nested",
        latex=r"s = |a|b - |c||",
        kind="definition",
        declare="data a, b, c",
        ambiguous=(
            "the absolute value of a, times b, then an odd bar: |a| b - |c| and a bar left over",
            "the absolute value of a |b - |c|| with its outer bars",
        ),
        note="five bars: either an ambiguity or unreadable, never a silent reading",
    ),
    new(
        id="absolute-value-two",
        latex=r"s = |a| - |b|",
        kind="definition",
        declare="data a, b",
        sides=(lambda s: s, lambda a, b: abs(a) - abs(b)),
        shapes={"s": (), "a": (), "b": ()},
    ),
    new(
        id="brackets-of-every-kind",
        latex=r"s = \{ [ (a + b) c + d ] e \}^2",
        kind="definition",
        declare="data a, b, c, d; parameter e",
        sides=(lambda s: s, lambda a, b, c, d, e: (((a + b) * c + d) * e) ** 2),
        shapes={"s": (), "a": (), "b": (), "c": (), "d": (), "e": ()},
        note="e is declared, so it is a name and not Euler's number",
    ),
    new(
        id="inverse-of-a-sum",
        latex=r"w = \left( X^\top X + \lambda I \right)^{-1} X^\top y",
        kind="definition",
        declare=r"shape X: n,m; shape y: n; parameter \lambda",
        sides=(
            lambda w: w,
            lambda X, lam, y: np.linalg.solve(X.T @ X + lam * np.eye(X.shape[1]), X.T @ y),
        ),
        shapes={"w": (3,), "X": (5, 3), "lam": (), "y": (5,)},
        note="I is the identity, and its size follows from the sum",
    ),
    new(
        id="identity-with-size",
        latex=r"H = I_n - \tfrac{1}{n} \mathbf 1 \mathbf 1^\top, \quad H \in \mathbb{R}^{n \times n}",
        kind="definition; declaration",
        sides=(lambda H: H, lambda H: np.eye(len(H)) - 1 / len(H)),
        split=(2, 0),
        shapes={"H": (3, 3)},
        binds={"H": "n,n"},
    ),
    new(
        id="reciprocal-function-not-inverse",
        latex=r"z = \sigma^{-1}(a)",
        kind="definition",
        declare="data a",
        sides=(lambda z: z, lambda a: np.log(a / (1 - a))),
        shapes={"z": (), "a": ()},
        note="the inverse function, and not 1/sigma(a)",
        may_refuse=True,
    ),
    new(
        id="power-of-a-call",
        latex=r"s = \sigma(z)^2 - \sigma^2(z)",
        kind="definition",
        declare="data z",
        sides=(lambda s: s, lambda z: sigmoid(z) ** 2 - sigmoid(z) ** 2),
        shapes={"s": (), "z": ()},
        note="a square behind the name of a function squares its value",
    ),
)
