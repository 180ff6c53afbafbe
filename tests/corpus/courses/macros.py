r"""What preambles of lecture notes define, and layouts of slides: macros, boxes, slashes, bare layers."""

import numpy as np
from course_entries import Course
from textbook_entries import gradient, jacobian, sigmoid, sigmoid_prime, softmax

c = Course("macros")


def squares(r):
    return (r**2).sum()


ENTRIES = (
    c.claim(
        "trace-operator",
        r"\DeclareMathOperator{\tr}{tr} \newcommand{\bX}{\boldsymbol{X}} \newcommand{\bA}{\boldsymbol{A}}"
        r" \nabla_{\bX} \tr(\bA \bX^2) = (\bX\bA + \bA\bX)^\top",
        r"shape \boldsymbol{X}: n,n; shape \boldsymbol{A}: n,n",
        gradient(lambda A, X: np.trace(A @ X @ X), "X"),
        lambda X, A: (X @ A + A @ X).T,
        shapes={"X": (3, 3), "A": (3, 3)},
    ),
    c.definition(
        "optional-layer",
        r"\newcommand{\act}[2][]{a^{(#2)}_{#1}} \newcommand{\sm}{\operatorname{softmax}}"
        r" \act{3} = \sm(W^{(3)} \act{2})",
        "shape W^{(3)}: k,h; shape a^{(2)}: h",
        lambda a3: a3,
        lambda W3, a2: softmax(W3 @ a2),
        shapes={"a3": (2,), "W3": (2, 3), "a2": (3,)},
        note="the optional argument is empty, and so is the subscript",
    ),
    c.claim(
        "error-of-a-layer",
        r"\newcommand{\pdv}[2]{\frac{\partial #1}{\partial #2}} \boxed{\pdv{C}{z^l} = (w^{l+1})^T \pdv{C}{z^{l+1}}"
        r" \odot \sigma'(z^l)}",
        "shape w^{l+1}: k,h; shape z^l: h; shape y: k",
        gradient(lambda wl_plus_1, zl, y: squares(wl_plus_1 @ sigmoid(zl) - y) / 2, "zl"),
        lambda wl_plus_1, zl, y: (wl_plus_1.T @ (wl_plus_1 @ sigmoid(zl) - y)) * sigmoid_prime(zl),
        given=(r"z^{l+1} = w^{l+1} \sigma(z^l)", r"C = \tfrac12 \| z^{l+1} - y \|^2"),
        shapes={"wl_plus_1": (2, 3), "zl": (3,), "y": (2,)},
        note="a box around the whole statement",
    ),
    c.claim(
        "quotient-by-slashes",
        r"\partial L / \partial w = (p - t)\, x / (p (1-p)) \cdot p(1-p)",
        "data x, t; parameter w",
        gradient(lambda w, x, t: -(t * np.log(sigmoid(w * x)) + (1 - t) * np.log(1 - sigmoid(w * x))), "w"),
        lambda w, x, t: (sigmoid(w * x) - t) * x,
        given=(r"p = 1 / (1 + e^{-wx})", r"L = -(t \ln p + (1 - t) \ln(1 - p))"),
        shapes={"w": (), "x": (), "t": ()},
        note="p is a number, so its brackets are factors; the dot stands behind the whole quotient",
    ),
    c.claim(
        "braces-under-factors",
        r"\frac{dL}{dw} = \underbrace{2(\hat{y} - y)}_{dL/d\hat{y}} \cdot \underbrace{x}_{d\hat{y}/dw}",
        "data x, y; parameter w",
        gradient(lambda w, x, y: (w * x - y) ** 2, "w"),
        lambda w, x, y: 2 * (w * x - y) * x,
        given=(r"\hat{y} = wx", r"L = (\hat{y} - y)^2"),
        shapes={"w": (), "x": (), "y": ()},
        note="labels under the factors are true too",
    ),
    c.claim(
        "jacobian-of-a-coloured-product",
        r"\frac{\partial\, ({\color{blue} a}\, x \odot x)}{\partial x} = 2{\color{blue} a}\, \operatorname{diag}(x)",
        "shape x: n; data a",
        jacobian(lambda a, x: a * x * x, "x"),
        lambda a, x: 2 * a * np.diag(x),
        shapes={"a": (), "x": (3,)},
    ),
)
