r"""Half a page of matrix calculus: traces, Frobenius norms, quadratic forms, and the chain rule with Jacobians."""

import numpy as np
from paper_entries import Paper
from textbook_entries import gradient, jacobian

p = Paper("identities")


def chained(A, B, x):
    return B @ np.tanh(A @ x)


ENTRIES = (
    p.claim(
        "frobenius-product",
        r"\operatorname{tr}(A^\top B) = \sum_{i=1}^{m} \sum_{j=1}^{n} A_{ij} B_{ij}"
        r" = \mathbf{1}^\top (A \odot B)\, \mathbf{1}",
        "shape A: m,n; shape B: m,n",
        lambda A, B: np.trace(A.T @ B),
        lambda A, B: (A * B).sum(),
        lambda A, B: (A * B).sum(),
        shapes={"A": (2, 3), "B": (2, 3)},
        note="two vectors of ones, of different sizes",
    ),
    p.claim(
        "trace-of-a-sandwich",
        r"\frac{\partial}{\partial X} \operatorname{tr}\left( A X B \right) = A^\top B^\top = (BA)^\top",
        "shape A: k,m; shape X: m,n; shape B: n,k",
        gradient(lambda A, X, B: np.trace(A @ X @ B), "X"),
        lambda A, B: A.T @ B.T,
        lambda A, B: (B @ A).T,
        shapes={"A": (4, 2), "X": (2, 3), "B": (3, 4)},
    ),
    p.claim(
        "frobenius-residual",
        r"\nabla_X \left\{ \tfrac{1}{2} \lVert A X - B \rVert_F^2 \right\} = A^\top (A X - B)",
        "shape A: k,m; shape X: m,n; shape B: k,n",
        gradient(lambda A, X, B: ((A @ X - B) ** 2).sum() / 2, "X"),
        lambda A, X, B: A.T @ (A @ X - B),
        shapes={"A": (4, 2), "X": (2, 3), "B": (4, 3)},
        note="braces as brackets",
    ),
    p.claim(
        "form-as-a-trace",
        r"a^\top X b = \operatorname{tr}(a^\top X b) = \operatorname{tr}(X b a^\top)",
        "shape a: m; shape X: m,n; shape b: n",
        lambda a, X, b: a @ X @ b,
        lambda a, X, b: a @ X @ b,
        lambda a, X, b: np.trace(X @ np.outer(b, a)),
        shapes={"a": (2,), "X": (2, 3), "b": (3,)},
        note="the trace of a number is that number",
    ),
    p.claim(
        "trace-of-a-quadratic-form",
        r"\frac{\partial \operatorname{Tr}(X^{\mathsf T} A X)}{\partial X} = (A + A^{\mathsf T}) X",
        "shape X: m,n; shape A: m,m",
        gradient(lambda X, A: np.trace(X.T @ A @ X), "X"),
        lambda X, A: (A + A.T) @ X,
        shapes={"X": (2, 3), "A": (2, 2)},
    ),
    p.claim(
        "hadamard-moves-in-a-trace",
        r"\operatorname{tr}\!\left( A^\top (B \odot C) \right) = \operatorname{tr}\!\left( (A \odot B)^\top C \right)",
        "shape A: m,n; shape B: m,n; shape C: m,n",
        lambda A, B, C: np.trace(A.T @ (B * C)),
        lambda A, B, C: np.trace((A * B).T @ C),
        shapes={"A": (2, 3), "B": (2, 3), "C": (2, 3)},
    ),
    p.claim(
        "unit-vector",
        r"\nabla_x \lVert x - c \rVert_2 = \frac{x - c}{\lVert x - c \rVert_2}",
        "shape x: n; shape c: n",
        gradient(lambda x, c: np.sqrt(((x - c) ** 2).sum()), "x"),
        lambda x, c: (x - c) / np.sqrt(((x - c) ** 2).sum()),
        shapes={"x": (3,), "c": (3,)},
        note="away from x = c",
    ),
    p.claim(
        "weighted-squares",
        r"\frac{\partial}{\partial x} \bigl[ (Ax - b)^\top C (Ax - b) \bigr] = 2 A^\top C (Ax - b)",
        "shape A: m,n; shape x: n; shape b: m; shape C: m,m; symmetric C",
        gradient(lambda A, x, b, C: (A @ x - b) @ C @ (A @ x - b), "x"),
        lambda A, x, b, C: 2 * A.T @ C @ (A @ x - b),
        shapes={"A": (4, 3), "x": (3,), "b": (4,), "C": (4, 4)},
    ),
    p.claim(
        "chain-of-jacobians",
        r"\frac{\partial \mathbf f}{\partial \mathbf x}"
        r" = \frac{\partial \mathbf f}{\partial \mathbf u} \frac{\partial \mathbf u}{\partial \mathbf x}"
        r" = \mathbf B \operatorname{diag}\left( 1 - \mathbf u \odot \mathbf u \right) \mathbf A",
        r"layout numerator; shape \mathbf A: m,n; shape \mathbf x: n; shape \mathbf B: k,m",
        jacobian(chained, "x"),
        lambda A, B, x: B @ jacobian(lambda x, A: np.tanh(A @ x), "x")(x=x, A=A),
        lambda A, B, x: B @ np.diag(1 - np.tanh(A @ x) ** 2) @ A,
        given=(r"\mathbf u = \tanh(\mathbf A \mathbf x)", r"\mathbf f = \mathbf B \mathbf u"),
        shapes={"A": (4, 3), "B": (2, 4), "x": (3,)},
    ),
)
