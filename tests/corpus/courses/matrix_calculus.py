r"""Matrix calculus: traces, determinants, inverses, and the gradients that courses list in a table."""

import numpy as np
from course_entries import Course
from textbook_entries import gradient

c = Course("matrix")

inv, det, trace = np.linalg.inv, np.linalg.det, np.trace
SQUARES = {"A": (3, 3), "B": (3, 3)}


def squares(r):
    return (r**2).sum()


ENTRIES = (
    c.claim(
        "trace-linear",
        r"\frac{\partial\, \mathrm{tr}(\mathbf{A}\mathbf{X}\mathbf{B})}{\partial \mathbf{X}}"
        r" = \mathbf{A}^{\intercal} \mathbf{B}^{\intercal}",
        r"shape \mathbf{A}: p,m; shape \mathbf{X}: m,n; shape \mathbf{B}: n,p",
        gradient(lambda A, X, B: trace(A @ X @ B), "X"),
        lambda A, B: A.T @ B.T,
        shapes={"A": (4, 2), "X": (2, 3), "B": (3, 4)},
    ),
    c.claim(
        "trace-quadratic-in-rows",
        r"\nabla_{X}\, \operatorname{Tr}\left( X A X^{T} \right) = X \left( A + A^{T} \right)",
        "shape X: m,n; shape A: n,n",
        gradient(lambda X, A: trace(X @ A @ X.T), "X"),
        lambda X, A: X @ (A + A.T),
        shapes={"X": (2, 3), "A": (3, 3)},
    ),
    c.claim(
        "trace-symmetric-sandwich",
        r"\frac{d}{dW}\operatorname{tr}(W^T S W) = 2SW",
        "shape W: d,k; shape S: d,d; symmetric S",
        gradient(lambda W, S: trace(W.T @ S @ W), "W"),
        lambda S, W: 2 * S @ W,
        shapes={"W": (3, 2), "S": (3, 3)},
        note="the criterion of principal components; S is a covariance, hence symmetric",
    ),
    c.claim(
        "trace-of-inverse",
        r"\frac{\partial \operatorname{tr}(X^{-1})}{\partial X} = -(X^{-2})^\top",
        "shape X: n,n",
        gradient(lambda X: trace(inv(X)), "X"),
        lambda X: -(inv(X) @ inv(X)).T,
        shapes={"X": (3, 3)},
        note="the power -2 of a matrix is the square of its inverse",
    ),
    c.claim(
        "determinant",
        r"\frac{\partial \det(\mathbf X)}{\partial \mathbf X} = \det(\mathbf X)\, (\mathbf X^{-1})^{\mathsf T}",
        r"shape \mathbf X: n,n",
        gradient(lambda X: 1 * det(X), "X"),
        lambda X: det(X) * inv(X).T,
        shapes={"X": (3, 3)},
    ),
    c.claim(
        "log-determinant-of-gram",
        r"\nabla_{\bm X} \ln \left| \bm X^\top \bm X \right| = 2 \bm X (\bm X^\top \bm X)^{-1}",
        r"shape \bm X: m,n",
        gradient(lambda X: np.log(det(X.T @ X)), "X"),
        lambda X: 2 * X @ inv(X.T @ X),
        shapes={"X": (4, 2)},
        note="bars around a matrix: its determinant",
    ),
    c.claim(
        "determinant-of-inverse",
        r"\det(A^{-1}) = \frac{1}{\det A}",
        "shape A: n,n",
        lambda A: det(inv(A)),
        lambda A: 1 / det(A),
        shapes={"A": (3, 3)},
    ),
    c.claim(
        "bilinear-in-the-inverse",
        r"\frac{\partial\, \mathbf a^{T} \mathbf X^{-1} \mathbf b}{\partial \mathbf X}"
        r" = -\mathbf X^{-T}\, \mathbf a \mathbf b^{T}\, \mathbf X^{-T}",
        r"shape \mathbf a: n; shape \mathbf b: n; shape \mathbf X: n,n",
        gradient(lambda a, X, b: a @ inv(X) @ b, "X"),
        lambda a, X, b: -inv(X).T @ np.outer(a, b) @ inv(X).T,
        shapes={"a": (3,), "X": (3, 3), "b": (3,)},
        note="X^{-T} is the transposed inverse",
    ),
    c.claim(
        "weighted-residual",
        r"\frac{\partial}{\partial \boldsymbol{x}}"
        r" (\boldsymbol{b} - \boldsymbol{A}\boldsymbol{x})^{\top} \boldsymbol{C} (\boldsymbol{b} -"
        r" \boldsymbol{A}\boldsymbol{x})"
        r" = -\boldsymbol{A}^{\top} (\boldsymbol{C} + \boldsymbol{C}^{\top}) (\boldsymbol{b} -"
        r" \boldsymbol{A}\boldsymbol{x})",
        r"shape \boldsymbol{A}: m,n; shape \boldsymbol{x}: n; shape \boldsymbol{b}: m; shape \boldsymbol{C}: m,m",
        gradient(lambda b, A, x, C: (b - A @ x) @ C @ (b - A @ x), "x"),
        lambda b, A, x, C: -A.T @ (C + C.T) @ (b - A @ x),
        shapes={"b": (4,), "A": (4, 3), "x": (3,), "C": (4, 4)},
        note="the operator reaches over the whole product of brackets",
    ),
    c.claim(
        "frobenius-prime-is-transpose",
        r"\nabla_W\, \tfrac12 \lVert WX - Y \rVert_F^2 = (WX - Y)X'",
        "shape W: k,d; shape X: d,n; shape Y: k,n",
        gradient(lambda W, X, Y: squares(W @ X - Y) / 2, "W"),
        lambda W, X, Y: (W @ X - Y) @ X.T,
        shapes={"W": (2, 3), "X": (3, 4), "Y": (2, 4)},
        note="a prime on a matrix of data transposes it",
    ),
    c.claim(
        "inverse-of-product",
        r"(\mathbf{A}\mathbf{B})^{-1} = \mathbf{B}^{-1}\mathbf{A}^{-1}",
        r"shape \mathbf{A}: n,n; shape \mathbf{B}: n,n",
        lambda A, B: inv(A @ B),
        lambda A, B: inv(B) @ inv(A),
        shapes=SQUARES,
    ),
    c.claim(
        "transpose-of-product-of-three",
        r"(ABC)^{\mkern-1.5mu\mathsf{T}} = C^{\mathsf{T}} B^{\mathsf{T}} A^{\mathsf{T}}",
        "shape A: m,n; shape B: n,p; shape C: p,q",
        lambda A, B, C: (A @ B @ C).T,
        lambda A, B, C: C.T @ B.T @ A.T,
        shapes={"A": (2, 3), "B": (3, 4), "C": (4, 2)},
        note="a negative kern in the superscript is layout",
    ),
    c.claim(
        "product-rule-of-inner-product",
        r"\nabla_x \left( u^\top v \right) = A^\top v + B^\top u",
        "shape A: m,n; shape B: m,n; shape x: n",
        gradient(lambda A, B, x: (A @ x) @ (B @ x), "x"),
        lambda A, B, x: A.T @ (B @ x) + B.T @ (A @ x),
        given=("u = Ax", "v = Bx"),
        shapes={"A": (4, 3), "B": (4, 3), "x": (3,)},
    ),
    c.claim(
        "sherman-morrison",
        r"\left( A + u v^\top \right)^{-1} = A^{-1} - \frac{A^{-1} u v^\top A^{-1}}{1 + v^\top A^{-1} u}",
        "shape A: n,n; shape u: n; shape v: n",
        lambda A, u, v: inv(A + np.outer(u, v)),
        lambda A, u, v: inv(A) - inv(A) @ np.outer(u, v) @ inv(A) / (1 + v @ inv(A) @ u),
        shapes={"A": (3, 3), "u": (3,), "v": (3,)},
    ),
    c.claim(
        "quadratic-form-as-trace",
        r"\mathbf{x}^\top \mathbf{A} \mathbf{x} = \operatorname{tr}(\mathbf{A}\mathbf{x}\mathbf{x}^\top)",
        r"shape \mathbf{A}: n,n; shape \mathbf{x}: n",
        lambda x, A: x @ A @ x,
        lambda A, x: trace(A @ np.outer(x, x)),
        shapes={"x": (3,), "A": (3, 3)},
    ),
    c.claim(
        "trace-identities-in-lines",
        r"\begin{align*}"
        r" \operatorname{tr}(A + B) &= \operatorname{tr} A + \operatorname{tr} B, \\"
        r" \operatorname{tr}(\alpha A) &= \alpha \operatorname{tr} A, \\"
        r" \operatorname{tr}(A^\top B) &= \sum_{i,j} A_{ij} B_{ij}."
        r" \end{align*}",
        r"shape A: n,n; shape B: n,n; parameter \alpha",
        lambda A, B: trace(A + B),
        lambda A, B: trace(A) + trace(B),
        lambda alpha, A: trace(alpha * A),
        lambda alpha, A: alpha * trace(A),
        lambda A, B: trace(A.T @ B),
        lambda A, B: (A * B).sum(),
        kind="claim; claim; claim",
        split=(2, 2, 2),
        shapes=SQUARES | {"alpha": ()},
    ),
    c.claim(
        "derivative-of-inverse-by-a-number",
        r"\frac{d}{dt} (A + tB)^{-1} = -(A + tB)^{-1} B (A + tB)^{-1}",
        "shape A: n,n; shape B: n,n; data t",
        lambda A, B, t: np.imag(inv(A + (t + 1e-30j) * B)) / 1e-30,
        lambda A, B, t: -inv(A + t * B) @ B @ inv(A + t * B),
        shapes=SQUARES | {"t": ()},
    ),
)
