r"""Macros, aligned lines, eqnarray, cases, labels under braces; and declarations in symbols and in words."""

from functools import partial

from homework_models import Homework
from textbook_entries import Entry, gradient, relu, step

FAMILY = "homework-lines"
LINEAR = Homework(
    r"data x, y; parameter w, b, \eta",
    (
        ("y_hat", r"\hat{y} = wx + b", lambda w, x, b: w * x + b),
        ("L", r"L = \frac{1}{2} (\hat{y} - y)^2", lambda y_hat, y: (y_hat - y) ** 2 / 2),
    ),
    FAMILY,
)

new = partial(Entry, family=FAMILY)


def declaration(name, latex, note="", **binds):
    return new(id=f"h2-declaration-{name}", latex=latex, kind="declaration", binds=binds, note=note)


def slope(dL_dw):
    return dL_dw


def chain(dL_dy_hat, dy_hat_dw):
    return dL_dy_hat * dy_hat_dw


def short(y_hat, y, x):
    return (y_hat - y) * x


ENTRIES: tuple[Entry, ...] = (
    LINEAR.claim(
        "lines-two-macros",
        r"\newcommand{\dd}[2]{\frac{\partial #1}{\partial #2}} \newcommand{\yhat}{\hat{y}}"
        r" \dd{L}{w} = \dd{L}{\yhat} \cdot \dd{\yhat}{w} = (\yhat - y) \, x",
        slope,
        chain,
        short,
    ),
    LINEAR.claim(
        "lines-eqnarray",
        r"\begin{eqnarray*} \frac{\partial L}{\partial b} & = & \frac{\partial L}{\partial \hat{y}} \cdot"
        r" \frac{\partial \hat{y}}{\partial b} \\ & = & (\hat{y} - y) \cdot 1 \\ & = & \hat{y} - y \end{eqnarray*}",
        lambda dL_db: dL_db,
        lambda dL_dy_hat, dy_hat_db: dL_dy_hat * dy_hat_db,
        lambda y_hat, y: (y_hat - y) * 1,
        lambda y_hat, y: y_hat - y,
    ),
    LINEAR.claim(
        "lines-labels-under-braces",
        r"\frac{\partial L}{\partial w} = \underbrace{(\hat{y} - y)}_{\frac{\partial L}{\partial \hat{y}}} \cdot"
        r" \underbrace{x}_{\frac{\partial \hat{y}}{\partial w}}",
        slope,
        short,
        note="each label names the derivative above it",
    ),
    LINEAR.claim(
        "lines-partial-with-braces",
        r"\frac{\partial{L}}{\partial{w}} = (\hat{y} - y) * x",
        slope,
        short,
        note="braces behind \\partial, as programmers write calls; the star is a product",
    ),
    LINEAR.entry(
        "lines-four-statements",
        r"\begin{align*} \frac{\partial L}{\partial w} &= (\hat{y} - y)\, x, &"
        r" \frac{\partial L}{\partial b} &= \hat{y} - y, \\"
        r" w &\leftarrow w - \eta \frac{\partial L}{\partial w}, &"
        r" b &\leftarrow b - \eta \frac{\partial L}{\partial b}. \end{align*}",
        "claim; claim; update; update",
        slope,
        short,
        lambda dL_db: dL_db,
        lambda y_hat, y: y_hat - y,
        lambda w: w,
        lambda w, eta, dL_dw: w - eta * dL_dw,
        lambda b: b,
        lambda b, eta, dL_db: b - eta * dL_db,
        split=(2, 2, 2, 2),
    ),
    LINEAR.entry(
        "lines-next-line-with-two-links",
        r"= 2 \cdot \frac{1}{2} (\hat{y} - y) \cdot \frac{\partial \hat{y}}{\partial w} = (\hat{y} - y)\, x",
        "fragment",
        short,
        short,
    ),
    new(
        id="h2-lines-slope-by-cases",
        latex=r"\mathrm{ReLU}'(z) = \begin{cases} 1, & \text{if } z > 0 \\ 0, & \text{if } z < 0 \end{cases}",
        kind="claim",
        declare="data z",
        sides=(gradient(relu, "z"), step),
        shapes={"z": ()},
    ),
    declaration(
        "regression",
        r"X \in \mathbb{R}^{m \times n}, \quad \theta \in \mathbb{R}^{n}, \quad y \in \mathbb{R}^{m}",
        X="m,n",
        theta="n",
        y="m",
    ),
    declaration(
        "two-weights-in-a-sentence",
        r"\text{Let } W_1 \in \mathbb{R}^{3 \times 2} \text{ and } W_2 \in \mathbb{R}^{2 \times 3}.",
        W_1="3,2",
        W_2="2,3",
    ),
    declaration("german-words", r"W^{(1)} \text{ ist eine } 3 \times 2\text{-Matrix}", W1="3,2"),
    declaration("labels-of-two-signs", r"y \in \{-1, +1\}", y=""),
    declaration("two-rows", r"\hat{Y}, Y \in \mathbb{R}^{1 \times m}", Y_hat="1,m", Y="1,m"),
    declaration("number-by-macro", r"\newcommand{\R}{\mathbb{R}} b^{(2)} \in \R", b2=""),
)
