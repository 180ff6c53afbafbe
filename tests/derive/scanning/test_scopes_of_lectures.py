"""What lecturers write: shapes behind the equation, lists of names, conditions; each with what must stay wrong."""

from __future__ import annotations

import pytest

from derive.documents import document
from derive.notation.scope import OPEN
from derive.scanning import findings_of
from derive.standpoints import standpoints_of

SOFTMAX = r"""
Let $z \in \mathbb{R}^K$ and $p_k = \frac{e^{z_k}}{\sum_{j=1}^K e^{z_j}}$, with a WORDS.
$$L = -\sum_{k=1}^K y_k \log p_k$$
$$\nabla_z L = p - y$$
$$\nabla_z L = y - p$$
$$\sum_{k=1}^K y_k^2 = 1$$
"""

LECTURES = {
    "lists of names": (
        r"$$x_1, \dots, x_n \in \mathbb{R}^d, \quad A, B \in \mathbb{R}^{d \times d}$$"
        r"$$s = \sum_{i=1}^n x_i^\top A x_i$$"
        r"$$\frac{\partial s}{\partial A} = \sum_{i=1}^n x_i x_i^\top$$"
        r"$$\frac{\partial s}{\partial A} = -\sum_{i=1}^n x_i x_i^\top$$",
        ["declaration", "definition", "proved", "refuted"],
    ),
    "sizes told late": (
        r"$$a = W h + b$$ $$L = \frac{1}{2} \|a - y\|^2$$ where $W \in \mathbb{R}^{k \times n}$, $y \in \mathbb{R}^k$."
        r"$$\frac{\partial L}{\partial W} = (a - y) h^T$$ $$\frac{\partial L}{\partial W} = h (a - y)^T$$",
        ["definition", "definition", "declaration", "declaration", "proved", "refuted"],
    ),
    "a shape said twice": (
        r"$w \in \mathbb{R}^d$, $z = w^T x$ and again $w \in \mathbb{R}^d$; but not $z \in \mathbb{R}^d$",
        ["declaration", "definition", "refuted"],
    ),
    "one-hot in words": (
        SOFTMAX.replace("WORDS", "one-hot vector $y$"),
        ["declaration", "definition", "notation", "definition", "proved", "refuted", "proved"],
    ),
    "not one-hot": (
        SOFTMAX.replace("WORDS", "vector $y$ that is not one-hot"),
        ["declaration", "definition", "notation", "definition", "proved", "refuted", "refuted"],
    ),
    "targets that add up to 1": (
        SOFTMAX.replace("WORDS", r"target, $\sum_{k=1}^K y_k = 1$"),
        ["declaration", "definition", "declaration", "definition", "proved", "refuted", "refuted"],
    ),
    "weights that add up to 1": (
        r"$$\mu \in \mathbb{R}^k, \pi \in \mathbb{R}^k$$ $$\sum_{i=1}^k \mu_i = 1$$ $$\sum_{i=1}^k \mu_i^2 = 1$$",
        ["declaration", "declaration", "refuted"],
    ),
    "the δ of every layer": (
        r"$W^{(2)} \in \mathbb{R}^{k \times h}$, $u \in \mathbb{R}^h$"
        r"$$z^{(2)} = W^{(2)} u$$ $$\ell = \frac{1}{2} \|z^{(2)}\|^2$$"
        r"$$\delta^{(l)} = \frac{\partial \ell}{\partial z^{(l)}}$$"
        r"$$\delta^{(2)} = z^{(2)}$$ $$z^{(2)}_j = \sum_{i=1}^h W^{(2)}_{ji} u_i$$"
        r"$$z^{(2)}_j = \sum_{i=1}^h W^{(2)}_{ij} u_i$$",
        ["declaration", "declaration", "definition", "definition", "definition", "proved", "proved", "ill-shaped"],
    ),
    "dZ of each example's own loss": (
        r"$X \in \mathbb{R}^{d \times m}, W \in \mathbb{R}^{1 \times d}, Y \in \mathbb{R}^{1 \times m}$"
        r"$$Z = W X$$ $$J = \frac{1}{2m} \sum_{i=1}^m (z^{(i)} - y^{(i)})^2$$"
        r"$$dZ = Z - Y$$ $$dW = \frac{1}{m} dZ X^T$$ $$dW = dZ X^T$$ $$dZ = Y - Z$$",
        ["declaration", "definition", "definition", "convention", "proved", "refuted", "refuted"],
    ),
    "dZ of the loss of all": (
        r"$X \in \mathbb{R}^{d \times m}, W \in \mathbb{R}^{1 \times d}, Y \in \mathbb{R}^{1 \times m}$"
        r"$$Z = W X$$ $$J = \frac{1}{2m} \sum_{i=1}^m (z^{(i)} - y^{(i)})^2$$"
        r"$$dZ = \frac{1}{m} (Z - Y)$$ $$dW = dZ X^T$$ $$dW = \frac{1}{m} dZ X^T$$",
        ["declaration", "definition", "definition", "proved", "proved", "refuted"],
    ),
    "the square of a matrix that is not square": (
        r"$Z \in \mathbb{R}^{h \times m}$, $A = \tanh(Z)$, $S = \sum_{i,j} A_{ij}$"
        r"$$\frac{\partial S}{\partial Z} = 1 - A^2$$ $$\frac{\partial S}{\partial Z} = 1 + A^2$$"
        r"$$\frac{\partial S}{\partial Z} = A^2$$",
        ["declaration", "definition", "definition", "proved", "refuted", "ill-shaped"],
    ),
    "at the minimum": (
        r"$X \in \mathbb{R}^{n \times d}, w \in \mathbb{R}^d, y \in \mathbb{R}^n$, $J = \frac{1}{2n} \|X w - y\|^2$."
        r"Setting $\frac{\partial J}{\partial w} = 0$ gives $X^T X w = X^T y$, so that $w = (X^T X)^{-1} X^T y$. "
        r"Wrong are $X^T X w = -X^T y$, $w = (X^T X)^{-1} X y$ and $\frac{\partial J}{\partial y} = 0$.",
        ["declaration", "definition", "notation", "proved", "proved", "refuted", "ill-shaped", "refuted"],
    ),
    "weight decay": (
        r"$L = \frac{1}{2} (w x - y)^2 + \frac{\lambda}{2} w^2$"
        r"$$w \leftarrow (1 - \eta \lambda) w - \eta (w x - y) x$$"
        r"$$w \leftarrow (1 + \eta \lambda) w - \eta (w x - y) x$$"
        r"$$w \leftarrow 0.9 w - \eta (w x - y) x$$",
        ["definition", "proved", "refuted", "update"],
    ),
    "shapes ahead": (
        r"$z \in \mathbb{R}^k$, $L = \frac{1}{2} \|z\|^2$, $\nabla_z L = z$. "
        r"Now $z = W x$, where $W \in \mathbb{R}^{k \times d}$ and "
        r"$x \in \mathbb{R}^d$, so that $\frac{\partial L}{\partial W} = z x^T$ "
        r"and not $\frac{\partial L}{\partial W} = x z^T$.",
        ["declaration", "definition", "proved", "definition", "declaration", "declaration", "proved", "refuted"],
    ),
    "no shapes ahead behind a heading": (
        "$z \\in \\mathbb{R}^k$ and $z = W x$\n# Part\n$W \\in \\mathbb{R}^{k \\times d}$",
        ["declaration", "ill-shaped", "declaration"],
    ),
    "derivatives of arrays in numerator layout": (
        r"$A \in \mathbb{R}^{n \times n}, x \in \mathbb{R}^n$, $u = \tanh(A x)$, $L = \frac{1}{2} \|u\|^2$."
        r"$$\frac{\partial L}{\partial x} = A^T (u \odot (1 - u^2))$$"
        r"$$\frac{\partial u}{\partial x} = \operatorname{diag}(1 - u^2) A$$"
        r"$$\frac{\partial u}{\partial x} = \operatorname{diag}(1 + u^2) A$$",
        ["declaration", "definition", "definition", "proved", "convention", "refuted"],
    ),
    "steps of a recurrence": (
        r"$h_t \in \mathbb{R}^n$, $h_t = \tanh(W h_{t-1})$. "
        r"Unrolled, $h_1 = \tanh(W h_0)$, $L = \frac{1}{2} \|h_1\|^2$."
        r"$$\frac{\partial L}{\partial h_0} = W^T (h_1 \odot (1 - h_1^2))$$"
        r"$$\frac{\partial L}{\partial h_0} = W (h_1 \odot (1 - h_1^2))$$",
        ["declaration", "definition", "definition", "definition", "proved", "refuted"],
    ),
    "examples of a number": (
        r"$f(x) = w x + b$ and $E = \sum_{i=1}^n (w x_i + b - y_i)^2$."
        r"$$\frac{\partial E}{\partial w} = 2 \sum_{i=1}^n (w x_i + b - y_i) x_i$$"
        r"$$\frac{\partial E}{\partial w} = 2 \sum_{i=1}^n (w x_i + b - y_i) x$$",
        ["definition", "definition", "proved", "refuted"],
    ),
    "a bold letter beside a number": (
        r"$z = w x$ and $\mathbf{w} \in \mathbb{R}^d$, $s = \mathbf{w}^T \mathbf{w}$, "
        r"$\nabla_{\mathbf{w}} s = 2 \mathbf{w}$",
        ["definition", "declaration", "definition", "proved"],
    ),
    "entries left out by dots": (
        r"$X = \begin{bmatrix} x_1^{(1)} & \dots & x_1^{(n)} \\ x_2^{(1)} & \dots & x_2^{(n)} \end{bmatrix}$, "
        r"$w = (w_1, \dots, w_m)^T$ and $u = 2 (w_1, \dots, w_m)^T$",
        ["notation", "notation", "unreadable"],
    ),
    "as many entries as are written": (
        r"$w, x \in \mathbb{R}^m$, $z = w^T x + b$, and $z = w_1 x_1 + w_2 x_2 + b$, but not $z = w_1 x_1 + w_2 x_2$ "
        r"or $z = w_1 x_2 + w_2 x_1 + b$ or $z = w_2 x_2 + w_3 x_3 + b$",
        ["declaration", "definition", "proved", "refuted", "refuted", "refuted"],
    ),
    "shapes in words": (
        r"$W = \begin{bmatrix} 1 & 2 & 3 \\ 4 & 5 & 6 \end{bmatrix}$. The dimension of $W = (2, 3)$, "
        r"not of $W = (3, 2)$.",
        ["definition", "proved", "refuted"],
    ),
    "layers by themselves": (
        r"$X \in \mathbb{R}^{n \times d}, W \in \mathbb{R}^{d \times k}$, $Y = X W$, "
        r"$G = \frac{\partial L}{\partial Y}$."
        r"$$\frac{\partial L}{\partial W} = X^T G$$"
        r"$$\frac{\partial L}{\partial X} = \frac{\partial L}{\partial Y} W^T$$"
        r"$$\frac{\partial L}{\partial W} = -X^T G$$ $$\frac{\partial L}{\partial X} = W^T G$$",
        ["declaration", "definition", "definition", "proved", "proved", "refuted", "ill-shaped"],
    ),
    "a loss of which more is meant": (
        r"$z = w x$, $a = \sigma(z)$, $\frac{\partial L}{\partial z} = a - y$, "
        r"$\frac{\partial L}{\partial w} = x \frac{\partial L}{\partial z}$ and "
        r"$\frac{\partial L}{\partial u} = x \frac{\partial L}{\partial z}$",
        ["definition", "definition", "unbound", "proved", "unbound"],
    ),
    "the logarithm of what is defined": (
        r"$\log p = -\frac{(x - \mu)^2}{2}$, $\frac{\partial}{\partial \mu} \log p = x - \mu$, "
        r"$\frac{\partial}{\partial \mu} \log p = \mu - x$",
        ["definition", "proved", "refuted"],
    ),
    "a deviation": (
        r"$\ell = n \log \sigma + \frac{s}{2 \sigma^2}$, $\frac{\partial \ell}{\partial \sigma} = \frac{n}{\sigma} - "
        r"\frac{s}{\sigma^3}$, $\frac{\partial \ell}{\partial \sigma} = \frac{n}{\sigma} + \frac{s}{\sigma^3}$, "
        r"$a = \sigma(z)$, and a vector $\vec{w} \in \mathbb{R}^d$",
        ["definition", "proved", "refuted", "ambiguous", "declaration"],
    ),
    "where indices are equal": (
        r"$z \in \mathbb{R}^k$. For $i = j$ we have $\frac{\partial z_i}{\partial z_j} = 1$.",
        ["declaration", "notation", "proved"],
    ),
    "where indices differ": (
        r"$z \in \mathbb{R}^k$. The derivative $\frac{\partial z_i}{\partial z_j} = 0$ if $i \ne j$, not "
        r"$\frac{\partial z_i}{\partial z_j} = 2$ (for $i = j$).",
        ["declaration", "proved", "notation", "refuted", "notation"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", LECTURES)
def test_what_becomes_of_every_formula(name: str) -> None:
    text, expected = LECTURES[name]
    found = [
        (finding.latex, finding.outcome) for finding in findings_of(document(text, "lecture.md"), standpoints_of(OPEN))
    ]
    assert [outcome for _, outcome in found] == expected, found
