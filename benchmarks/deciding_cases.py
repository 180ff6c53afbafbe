r"""The claims on which deciding is measured: each with its model, a right formula and a wrong one.

The scalar ones stand in `deciding_worker.py` under the same names, written in SymPy, so that others can be asked too.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Case:
    """A claim: the left side, a right side that holds, a wrong one, and what is declared and given before it."""

    name: str
    left: str
    right: str
    wrong: str
    declare: str
    given: tuple[str, ...] = ()


LOG_LOSS = r"L = -(y \log a + (1 - y) \log(1 - a))"
HIDDEN = (r"p = \sigma(r x + s u + b)", r"q = \sigma(k x + l u + c)", r"a = \sigma(v p + w q + d)")
NAMES = "shape r,s,k,l,b,c,v,w,d,x,u,y: scalar"
NORMED = (
    r"m = \frac{x + y + z}{3}",
    r"r = \sqrt{\frac{(x - m)^2 + (y - m)^2 + (z - m)^2}{3} + t}",
    r"L = f \frac{x - m}{r} + g \frac{y - m}{r} + h \frac{z - m}{r}",
)

SCALAR = (
    Case(
        "sigma' = s(1 - s)",
        r"\frac{d}{dz} \sigma(z)",
        r"\sigma(z) (1 - \sigma(z))",
        r"\sigma(z) (\sigma(z) - 1)",
        "shape z: scalar",
    ),
    Case(
        "log loss by its output",
        r"\frac{\partial L}{\partial a}",
        r"-\frac{y - a}{a (1 - a)}",
        r"\frac{y - a}{a (1 - a)}",
        "shape y,a: scalar",
        (LOG_LOSS,),
    ),
    Case(
        "logistic dw",
        r"\frac{\partial L}{\partial w}",
        "(a - y) x",
        "(y - a) x",
        "shape w,x,b,y: scalar",
        ("z = w x + b", r"a = \sigma(z)", LOG_LOSS),
    ),
    Case("tanh by sigma", r"\tanh z", r"2 \sigma(2 z) - 1", r"2 \sigma(z) - 1", "shape z: scalar"),
    Case(
        "2-2-1, squares, dw11",
        r"\frac{\partial L}{\partial r}",
        "(a - y) a (1 - a) v p (1 - p) x",
        "(y - a) a (1 - a) v p (1 - p) x",
        NAMES,
        (*HIDDEN, r"L = \frac{1}{2} (a - y)^2"),
    ),
    Case(
        "2-2-1, log loss, dw21",
        r"\frac{\partial L}{\partial k}",
        "(a - y) w q (1 - q) x",
        "(y - a) w q (1 - q) x",
        NAMES,
        (*HIDDEN, LOG_LOSS),
    ),
    Case(
        "softmax of 3, dz1",
        r"\frac{\partial L}{\partial z}",
        "p - y",
        "y - p",
        "shape z,u,v,y,w: scalar",
        (
            r"p = \frac{e^z}{e^z + e^u + e^v}",
            r"q = \frac{e^u}{e^z + e^u + e^v}",
            r"r = \frac{e^v}{e^z + e^u + e^v}",
            r"L = -(y \log p + w \log q + (1 - y - w) \log r)",
        ),
    ),
    Case(
        "batch norm of 3, dx1",
        r"\frac{\partial L}{\partial x}",
        r"\frac{1}{3 r} (3 f - (f + g + h) - \frac{x - m}{r} L)",
        r"-\frac{1}{3 r} (3 f - (f + g + h) - \frac{x - m}{r} L)",
        "shape x,y,z,f,g,h: scalar; positive t",
        NORMED,
    ),
)

LAYERS = (
    "Z = W X + b",
    r"A = \tanh(Z)",
    "U = v^T A + c",
    r"P = \sigma(U)",
    r"J = -\frac{1}{n} \sum_{i=1}^n [Y_i \log P_i + (1 - Y_i) \log(1 - P_i)]",
)
LAYER_SHAPES = "shape W: h,m; shape X: m,n; shape b,v: h; shape c: scalar; shape Y: 1,n; examples columns"
LOGISTIC = (
    "Z = w^T X + b",
    r"A = \sigma(Z)",
    r"J = -\frac{1}{n} \sum_{i=1}^n [Y_i \log A_i + (1 - Y_i) \log(1 - A_i)]",
)
LOGISTIC_SHAPES = "shape w: m; shape X: m,n; shape b: scalar; shape Y: 1,n; examples columns"
ARRAYS = "shape A: m,k; shape B: k,m; shape C: m,n; shape D,X: k,n; shape S: m,m; shape u,v,y: m; shape w: k"

MATRIX = (
    Case(
        "batch logistic dw",
        r"\frac{\partial J}{\partial w}",
        r"\frac{1}{n} X (A - Y)^T",
        r"\frac{1}{n} X (Y - A)^T",
        LOGISTIC_SHAPES,
        LOGISTIC,
    ),
    Case(
        "batch logistic dZ",
        r"\frac{\partial J}{\partial Z}",
        r"\frac{1}{n} (A - Y)",
        "A - Y",
        LOGISTIC_SHAPES,
        LOGISTIC,
    ),
    Case("least squares", r"\nabla_w (A w - u)^T (A w - u)", "2 A^T (A w - u)", "A^T (A w - u)", ARRAYS),
    Case(
        "ridge",
        r"\nabla_w [(A w - u)^T (A w - u) + t w^T w]",
        "2 A^T (A w - u) + 2 t w",
        "2 A^T (A w - u) + t w",
        f"{ARRAYS}; shape t: scalar",
    ),
    Case("quadratic form", r"\nabla_v v^T S v", "(S + S^T) v", "2 S v", ARRAYS),
    Case("trace of AXC'", r"\nabla_X \operatorname{tr}(A X C^T)", "A^T C", "-A^T C", ARRAYS),
    Case("trace of X'X", r"\nabla_X \operatorname{tr}(X^T X)", "2 X", "X", ARRAYS),
    Case("log det", r"\nabla_S \log \det S", "(S^{-1})^T", "S^{-1}", ARRAYS),
    Case("inverse", r"\nabla_S u^T S^{-1} v", "-S^{-T} u v^T S^{-T}", "S^{-T} u v^T S^{-T}", ARRAYS),
    Case(
        "softmax, cross entropy",
        r"\nabla_u [-y^T \log \operatorname{softmax}(u)]",
        r"\operatorname{softmax}(u) - y",
        r"y - \operatorname{softmax}(u)",
        f"{ARRAYS}; one-hot y",
    ),
    Case("sigmoid of a product", r"\nabla_w v^T \sigma(A w)", r"A^T (v \odot \sigma'(A w))", r"A^T v", ARRAYS),
    Case("trace turned around", r"\operatorname{tr}(A B)", r"\operatorname{tr}(B A)", r"\operatorname{tr}(S)", ARRAYS),
    Case("two layers, dU", r"\frac{\partial J}{\partial U}", r"\frac{1}{n} (P - Y)", "P - Y", LAYER_SHAPES, LAYERS),
    Case(
        "two layers, dv",
        r"\frac{\partial J}{\partial v}",
        r"\frac{1}{n} A (P - Y)^T",
        r"\frac{1}{n} A (Y - P)^T",
        LAYER_SHAPES,
        LAYERS,
    ),
    Case(
        "two layers, dW",
        r"\frac{\partial J}{\partial W}",
        r"\frac{1}{n} [v (P - Y) \odot (1 - A \odot A)] X^T",
        r"\frac{1}{n} [v (P - Y)] X^T",
        LAYER_SHAPES,
        LAYERS,
    ),
)
