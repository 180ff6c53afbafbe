r"""Formulas of courses that have no meaning as they stand: sizes that do not fit, names without a meaning, cuts."""

from course_entries import Course
from textbook_entries import END

c = Course("refused")

SIZES = ("shape", "size", "fit", "dimension")
LOGISTIC = (r"L = -\sum_k y_k \log p_k", r"p_k = \frac{e^{z_k}}{\sum_j e^{z_j}}")


def misfit(name, latex, declare, *at, **rest):
    return c.refused(name, latex, "ill-shaped", *at, says=rest.pop("says", SIZES), declare=declare, **rest)


def unbound(name, latex, declare, *at, **rest):
    return c.refused(
        name, latex, "unbound", *at, says=rest.pop("says", at), declare=declare, **{"kind": "claim", **rest}
    )


def cut(name, latex, declare, *at, says):
    return c.refused(name, latex, "unreadable", *at, says=says, declare=declare, kind="expression", when="never")


ENTRIES = (
    misfit(
        "scores-without-transpose",
        r"S = \frac{Q K}{\sqrt{d_k}}",
        "shape Q: 5,3; shape K: 7,3; parameter d_k",
        "Q K",
        says=(*SIZES, "3", "7"),
    ),
    misfit(
        "recurrent-weights-on-the-input",
        r"f_t = \sigma(U_f x_t + W_f h_{t-1} + b_f)",
        "shape W_f: 4,3; shape U_f: 4,4; shape x_t: 3; shape h_{t-1}: 4; shape b_f: 4",
        "U_f x_t",
        "W_f h_{t-1}",
        says=(*SIZES, "3", "4"),
        note="the letters of the two matrices are exchanged",
    ),
    misfit(
        "trace-of-a-rectangular-product",
        r"t = \operatorname{tr}(A B)",
        "shape A: 2,3; shape B: 3,4",
        r"\operatorname{tr}(A B)",
        says=("square", "2", "4"),
    ),
    misfit(
        "normal-equations-with-wrong-side",
        r"\hat{\beta} = (X^\top X + \lambda I)^{-1} X y",
        r"shape X: 6,3; shape y: 6; parameter \lambda",
        r"(X^\top X + \lambda I)^{-1} X y",
        says=(*SIZES, "3", "6"),
    ),
    misfit(
        "mahalanobis-without-transpose",
        r"d = (x - \mu) \Sigma^{-1} (x - \mu)",
        r"shape x: 3; shape \mu: 3; shape \Sigma: 3,3",
        r"(x - \mu) \Sigma^{-1} (x - \mu)",
        says=(*SIZES, "row", "transpose", "3"),
        note="two columns around a matrix",
    ),
    misfit(
        "ratings-without-transpose",
        r"\widehat{R} = U V",
        "shape U: m,k; shape V: n,k",
        "U V",
        says=(*SIZES, "k", "n"),
    ),
    misfit(
        "residual-of-another-size",
        r"Y = X + \operatorname{softmax}(X W_Q W_K^\top X^\top) X W_V",
        "examples rows; shape X: 5,3; shape W_Q: 3,2; shape W_K: 3,2; shape W_V: 3,4",
        r"X + \operatorname{softmax}(X W_Q W_K^\top X^\top) X W_V",
        says=(*SIZES, "3", "4"),
        note="the residual branch has three columns and the values four",
    ),
    misfit(
        "gate-times-input",
        r"r = \sigma(z) \odot x",
        "shape z: 4; shape x: 3",
        r"\sigma(z) \odot x",
        says=(*SIZES, "3", "4"),
    ),
    unbound(
        "other-target",
        r"\frac{\partial L}{\partial z_k} = p_k - t_k",
        "shape z: K; shape y: K; one-hot y",
        "t_k",
        given=LOGISTIC[::-1],
        note="the targets are called y in this chapter",
    ),
    unbound(
        "strength-of-another-chapter",
        r"\nabla J(w) = X^\top(Xw - y) + \gamma w",
        r"shape X: n,p; shape w: p; shape y: n; parameter \lambda",
        r"\gamma",
        given=(r"J(w) = \tfrac12 \|Xw - y\|^2 + \tfrac{\lambda}{2}\|w\|^2",),
        says=(r"\gamma", "gamma"),
    ),
    unbound(
        "next-state-never-defined",
        r"\frac{\partial L}{\partial c_t} = \frac{\partial L}{\partial h_t} \odot o_t \odot (1 - \tanh^2(c_{t+1}))",
        "shape o_t: h; shape c_t: h; shape y: h",
        "c_{t+1}",
        given=(r"h_t = o_t \odot \tanh(c_t)", r"L = \tfrac12 \|h_t - y\|^2"),
    ),
    unbound(
        "index-of-the-sum-left-behind",
        r"\nabla_w L = -\sum_{i=1}^n \sigma(-y_i w^\top x_i)\, y_i x_k",
        "shape w: d; shape x_i: d; data y_i",
        "x_k",
        "k",
        given=(r"L = \sum_{i=1}^n \log(1 + \exp(-y_i w^\top x_i))",),
        says=("k", "index"),
    ),
    unbound(
        "bold-mean-without-a-value",
        r"\nabla_{\mathbf{x}} \ell = -\boldsymbol{\Sigma}^{-1} (\mathbf{x} - \mathbf{m})",
        r"shape \mathbf{x}: D; shape \boldsymbol{\mu}: D; shape \boldsymbol{\Sigma}: D,D;"
        r" symmetric \boldsymbol{\Sigma}",
        r"\mathbf{m}",
        given=(
            r"\ell = -\frac12 (\mathbf{x} - \boldsymbol{\mu})^\top \boldsymbol{\Sigma}^{-1} (\mathbf{x} -"
            r" \boldsymbol{\mu})",
        ),
        says=("m",),
    ),
    unbound(
        "loss-with-another-letter",
        r"\frac{\partial E}{\partial \theta} = 2\theta",
        r"parameter \theta",
        "E",
        given=(r"J(\theta) = \theta^2",),
    ),
    unbound(
        "hidden-layer-not-introduced",
        r"\frac{\partial L}{\partial W^{(2)}} = (a^{(2)} - y)\, a^{(1)\top}",
        "shape W^{(2)}: k,h; shape x: h; shape y: k",
        r"a^{(1)\top}",
        "a^{(1)",
        given=(r"a^{(2)} = W^{(2)} x", r"L = \tfrac12 \|a^{(2)} - y\|^2"),
        says=("a^{(1)",),
    ),
    cut(
        "softmax-not-closed",
        r"\hat{y} = \operatorname{softmax}\left( W h + b",
        "shape W: k,h; shape h: h; shape b: k",
        r"\left(",
        END,
        says=(r"\left", r"\right", "closed", "bracket"),
    ),
    cut(
        "limit-swallows-the-body",
        r"\mu = \frac{1}{m} \sum_{i=1}^{m x_i",
        "shape x: m",
        "{m x_i",
        END,
        says=("brace", "}", "{", "closed"),
    ),
    cut(
        "environments-crossed",
        r"\begin{align} \mu &= a \\ v &= b \end{aligned}",
        "data a, b",
        r"\begin{align}",
        r"\end{aligned}",
        says=("align", r"\begin", r"\end"),
    ),
)
