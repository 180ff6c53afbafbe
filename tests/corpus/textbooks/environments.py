r"""Users' macros, and the environments that hold more than one line: align, gather, eqnarray, split, array."""

from functools import partial

import numpy as np
from textbook_entries import Entry, gradient, sigmoid, sigmoid_prime

new = partial(Entry, family="macros")
lines = partial(Entry, family="environments")

WEIGHTS = {"z": (2,), "W": (2, 3), "x": (3,), "b": (2,)}
SHAPES = "shape W: k,m; shape x: m; shape b: k"
BOLD = r"shape \mathbf W: k,m; shape \mathbf x: m; shape \mathbf b: k"


def affine(name, latex, note="", declare=SHAPES):
    """z = Wx + b, written with the help of macros."""
    return new(
        id=f"macro-{name}",
        latex=latex,
        kind="definition",
        declare=declare,
        sides=(lambda z: z, lambda W, x, b: W @ x + b),
        shapes=WEIGHTS,
        note=note,
    )


def two_layers(name, latex, note="", kind="definition; definition"):
    """z = Wx + b and a = sigma(z), on two lines."""
    return lines(
        id=f"lines-{name}",
        latex=latex,
        kind=kind,
        declare=SHAPES,
        sides=(lambda z: z, lambda W, x, b: W @ x + b, lambda a: a, sigmoid),
        split=(2, 2),
        shapes={**WEIGHTS, "a": (2,)},
        note=note,
    )


def chain(name, latex, note=""):
    """The derivative of the logistic function, as one chain of three equalities."""
    return lines(
        id=f"lines-{name}",
        latex=latex,
        kind="claim",
        declare="data z",
        sides=(
            gradient(sigmoid, "z"),
            lambda z: np.exp(-z) / (1 + np.exp(-z)) ** 2,
            lambda z: sigmoid(z) * (1 - sigmoid(z)),
        ),
        shapes={"z": ()},
        note=note,
    )


ENTRIES: tuple[Entry, ...] = (
    affine("newcommand", r"\newcommand{\W}{\mathbf{W}} \newcommand{\x}{\mathbf{x}} z = \W\x + \mathbf b", declare=BOLD),
    affine("newcommand-without-braces", r"\newcommand\vx{\mathbf x} z = \mathbf W \vx + \mathbf b", declare=BOLD),
    affine("newcommand-star", r"\newcommand*{\vect}[1]{\mathbf{#1}} z = \vect W \vect{x} + \vect b", declare=BOLD),
    affine("argument-twice", r"\newcommand{\lin}[2]{#1 #2} z = \lin{W}{x} + b"),
    affine("default-argument", r"\newcommand{\lay}[2][x]{#2 #1 + b} z = \lay{W}"),
    affine("default-argument-given", r"\newcommand{\lay}[2][y]{#2 #1 + b} z = \lay[x]{W}"),
    affine("def", r"\def\wx{W x} z = \wx + b"),
    affine(
        "def-with-argument",
        r"\def\bf#1{\mathbf{#1}} z = \bf W \bf x + \bf b",
        "redefines a style of its own",
        declare=BOLD,
    ),
    affine("def-delimited", r"\def\lin#1,#2;{#1 #2} z = \lin W,x; + b", "arguments that end at , and ;"),
    affine("renewcommand", r"\renewcommand{\vec}[1]{\mathbf{#1}} z = \vec W \vec x + \vec b", declare=BOLD),
    affine("providecommand", r"\providecommand{\bw}{W} z = \bw x + b"),
    affine("macro-in-macro", r"\newcommand{\A}{\B x} \newcommand{\B}{W} z = \A + b", "B is defined after its use in A"),
    affine("let", r"\let\w=W z = \w x + b"),
    affine(
        "in-a-line-before",
        "\\newcommand{\\R}{\\mathbb{R}}\n\\newcommand{\\WW}{W}\nz = \\WW x + b",
        "two preamble lines",
    ),
    affine("xspace", r"\newcommand{\ww}{W\xspace} z = \ww x + b"),
    new(
        id="macro-operator",
        latex=r"\DeclareMathOperator{\sigm}{sigm} a = \sigm(z)",
        kind="definition",
        declare=r"data z; function \sigm",
        sides=(lambda a: a, lambda sigm, z: sigm(z)),
        shapes={"a": (), "z": ()},
        functions=("sigm",),
    ),
    new(
        id="macro-operator-known-word",
        latex=r"\DeclareMathOperator{\smax}{softmax} p = \smax(z)",
        kind="definition",
        declare="shape z: k",
        sides=(lambda p: p, lambda z: np.exp(z) / np.exp(z).sum()),
        shapes={"p": (3,), "z": (3,)},
        note="the printed word says what the operator is",
    ),
    new(
        id="macro-operator-star",
        latex=r"\DeclareMathOperator*{\argmax}{arg\,max} c = \argmax_k z_k",
        kind="definition",
        declare="shape z: K",
        sides=(lambda c: c, lambda z: z.argmax()),
        shapes={"c": (), "z": (4,)},
        labels=("c",),
    ),
    new(
        id="macro-partial-derivative",
        latex=r"\newcommand{\pd}[2]{\frac{\partial #1}{\partial #2}} \pd{L}{w} = (\sigma(wx) - y)\, \sigma'(wx)\, x",
        kind="claim",
        declare="data x, y; parameter w",
        given=(r"L = \frac12 (\sigma(wx) - y)^2",),
        sides=(
            gradient(lambda w, x, y: (sigmoid(w * x) - y) ** 2 / 2, "w"),
            lambda w, x, y: (sigmoid(w * x) - y) * sigmoid_prime(w * x) * x,
        ),
        shapes={"w": (), "x": (), "y": ()},
    ),
    new(
        id="macro-transposed",
        latex=r"\newcommand{\T}{\mathsf{T}} s = w^\T x",
        kind="definition",
        declare="shape w: m; shape x: m",
        sides=(lambda s: s, lambda w, x: w @ x),
        shapes={"s": (), "w": (3,), "x": (3,)},
        note="a macro as the superscript, without braces",
    ),
    new(
        id="macro-norm",
        latex=r"\newcommand{\norm}[1]{\left\lVert #1 \right\rVert} s = \norm{Wx}^2",
        kind="definition",
        declare="shape W: k,m; shape x: m",
        sides=(lambda s: s, lambda W, x: ((W @ x) ** 2).sum()),
        shapes={"s": (), "W": (2, 3), "x": (3,)},
    ),
    new(
        id="macro-paired-delimiter",
        latex=r"\DeclarePairedDelimiter{\abs}{\lvert}{\rvert} s = \abs{a} + \abs*{b}",
        kind="definition",
        declare="data a, b",
        sides=(lambda s: s, lambda a, b: abs(a) + abs(b)),
        shapes={"s": (), "a": (), "b": ()},
        may_refuse=True,
    ),
    new(
        id="macro-layer",
        latex=r"\newcommand{\lay}[2]{#1^{[#2]}} \lay{z}{2} = \lay{W}{2} \lay{a}{1} + \lay{b}{2}",
        kind="definition",
        declare="shape W^{[2]}: k,h; shape a^{[1]}: h; shape b^{[2]}: k",
        sides=(lambda z2: z2, lambda W2, a1, b2: W2 @ a1 + b2),
        shapes={"z2": (2,), "W2": (2, 3), "a1": (3,), "b2": (2,)},
    ),
    new(
        id="macro-equal-sign-abbreviations",
        latex=r"\def\beq{\begin{equation}} \def\eeq{\end{equation}} \beq s = a b \eeq",
        kind="definition",
        declare="data a, b",
        sides=(lambda s: s, lambda a, b: a * b),
        shapes={"s": (), "a": (), "b": ()},
        note="macros that open and close an environment",
    ),
    new(
        id="macro-physics-dv",
        latex=r"\newcommand{\dv}[2]{\frac{\mathrm{d} #1}{\mathrm{d} #2}} \dv{f}{x} = 2x",
        kind="claim",
        declare="data x",
        given=("f = x^2",),
        sides=(gradient(lambda x: x**2, "x"), lambda x: 2 * x),
        shapes={"x": ()},
    ),
    two_layers("align", r"\begin{align} z &= Wx + b \\ a &= \sigma(z) \end{align}"),
    two_layers("align-star", r"\begin{align*} z &= Wx + b, \\ a &= \sigma(z). \end{align*}"),
    two_layers("aligned-in-dollars", r"$$\begin{aligned} z &= Wx + b \\[4pt] a &= \sigma(z) \end{aligned}$$"),
    two_layers("gather", r"\begin{gather} z = Wx + b \\ a = \sigma(z) \end{gather}"),
    two_layers(
        "gathered-labels", r"\begin{gather*} z = Wx + b \label{a} \tag{1} \\ a = \sigma(z) \tag*{(2)} \end{gather*}"
    ),
    two_layers("eqnarray", r"\begin{eqnarray} z & = & Wx + b \\ a & = & \sigma(z) \nonumber \end{eqnarray}"),
    two_layers("eqnarray-star", r"\begin{eqnarray*} z &=& Wx + b,\\ a &=& \sigma(z) \end{eqnarray*}"),
    two_layers("alignat", r"\begin{alignat}{2} z &= Wx &&+ b \\ a &= \sigma(z) && \end{alignat}"),
    two_layers("flalign", r"\begin{flalign} & z = Wx + b & \\ & a = \sigma(z) & \end{flalign}"),
    two_layers(
        "array-in-equation",
        r"\begin{equation} \begin{array}{rcl} z &=& Wx + b \\ a &=& \sigma(z) \end{array} \end{equation}",
    ),
    two_layers("left-brace-array", r"\left\{ \begin{array}{l} z = Wx + b \\ a = \sigma(z) \end{array} \right."),
    two_layers(
        "system-by-cases",
        r"\begin{cases} z = Wx + b \\ a = \sigma(z) \end{cases}",
        "a system, and no function by cases",
    ),
    two_layers(
        "side-by-side",
        r"\begin{align} z &= Wx + b, & a &= \sigma(z) \end{align}",
        "two statements on one line of align",
    ),
    two_layers("intertext", r"\begin{align} z &= Wx + b \\ \intertext{and then} a &= \sigma(z) \end{align}"),
    two_layers("quad-and-text", r"z = Wx + b \quad\text{and}\quad a = \sigma(z)"),
    two_layers("blank-line", "z = Wx + b \\\\\n\\\\\na = \\sigma(z)"),
    two_layers(
        "substatements",
        r"\begin{subequations} \begin{align} z &= Wx + b \\ a &= \sigma(z) \end{align} \end{subequations}",
    ),
    two_layers("semicolon", r"z = Wx + b; \; a = \sigma(z)"),
    two_layers(
        "line-comment", "\\begin{align}\n  z &= Wx + b \\\\ % first & foremost \\\\\n  a &= \\sigma(z)\n\\end{align}"
    ),
    two_layers(
        "line-broken-in-sum",
        r"\begin{align} z &= Wx \\ &\quad + b \\ a &= \sigma(z) \end{align}",
        "the second line goes on",
    ),
    chain("chain-in-one-line", r"\sigma'(z) = \frac{e^{-z}}{(1+e^{-z})^2} = \sigma(z)(1-\sigma(z))"),
    chain(
        "chain-aligned",
        r"\begin{align*} \sigma'(z) &= \frac{e^{-z}}{(1+e^{-z})^2} \\ &= \sigma(z)(1-\sigma(z)) \end{align*}",
    ),
    chain(
        "chain-split",
        r"\begin{equation} \begin{split} \sigma'(z) &= \frac{e^{-z}}{(1+e^{-z})^2} \\"
        r" &= \sigma(z)(1-\sigma(z)) \end{split} \end{equation}",
    ),
    chain(
        "chain-multline",
        r"\begin{multline} \sigma'(z) = \frac{e^{-z}}{(1+e^{-z})^2} \\ = \sigma(z)(1-\sigma(z)) \end{multline}",
    ),
    chain(
        "chain-eqnarray",
        r"\begin{eqnarray*} \sigma'(z) & = & \frac{e^{-z}}{(1+e^{-z})^2} \\"
        r" & = & \sigma(z)(1-\sigma(z)) \end{eqnarray*}",
    ),
    chain(
        "chain-repeated-sign",
        r"\begin{align*} \sigma'(z) &= \frac{e^{-z}}{(1+e^{-z})^2} = \\ &= \sigma(z)(1-\sigma(z)) \end{align*}",
        "the sign stands at the end of the line and again at the start of the next",
    ),
    chain(
        "chain-bracket-over-lines",
        r"\begin{align*} \sigma'(z) &= \frac{e^{-z}}{(1+e^{-z})^2} \\ &= \sigma(z) \left( 1 \right. \\"
        r" &\qquad \left. {} - \sigma(z) \right) \end{align*}",
        "an invisible right bracket ends the line",
    ),
    chain(
        "chain-with-reasons",
        r"\begin{align*} \sigma'(z) &= \frac{e^{-z}}{(1+e^{-z})^2} && \text{(chain rule)} \\"
        r" &= \sigma(z)(1-\sigma(z)) && \text{(since } 1 - \sigma(z) = \sigma(-z)) \end{align*}",
        "a reason in the last column is text, with a formula in it",
    ),
    chain(
        "chain-dmath",
        r"\begin{dmath} \sigma'(z) = \frac{e^{-z}}{(1+e^{-z})^2} = \sigma(z)(1-\sigma(z)) \end{dmath}",
    ),
    lines(
        id="lines-wrong-link",
        latex=r"\begin{align*} \sigma'(z) &= \frac{e^{-z}}{(1+e^{-z})^2} \\ &= \sigma(z)(1+\sigma(z)) \end{align*}",
        kind="claim",
        declare="data z",
        sides=(
            gradient(sigmoid, "z"),
            lambda z: np.exp(-z) / (1 + np.exp(-z)) ** 2,
            lambda z: sigmoid(z) * (1 + sigmoid(z)),
        ),
        shapes={"z": ()},
        holds=False,
    ),
    lines(
        id="lines-column-vector",
        latex=r"v = \begin{bmatrix} a \\ b \\ a + b \end{bmatrix}",
        kind="definition",
        declare="data a, b",
        sides=(lambda v: v, lambda a, b: np.array([a, b, a + b])),
        shapes={"v": (3,), "a": (), "b": ()},
    ),
    lines(
        id="lines-matrix-times-vector",
        latex=r"u = \begin{pmatrix} a & b \\ 0 & 1 \end{pmatrix} \begin{pmatrix} b \\ a \end{pmatrix}",
        kind="definition",
        declare="data a, b",
        sides=(lambda u: u, lambda a, b: np.array([[a, b], [0, 1]]) @ np.array([b, a])),
        shapes={"u": (2,), "a": (), "b": ()},
    ),
    lines(
        id="lines-matrix-by-array",
        latex=r"M = \left[ \begin{array}{cc|c} a & b & 1 \\ \hline 0 & 1 & a \end{array} \right]",
        kind="definition",
        declare="data a, b",
        sides=(lambda M: M, lambda a, b: np.array([[a, b, 1], [0, 1, a]])),
        shapes={"M": (2, 3), "a": (), "b": ()},
    ),
    lines(
        id="lines-gradient-vector",
        latex=r"\nabla f = \begin{bmatrix} \frac{\partial f}{\partial x} \\[2ex]"
        r" \frac{\partial f}{\partial y} \end{bmatrix}"
        r" = \begin{bmatrix} 2xy \\ x^2 \end{bmatrix}",
        kind="claim",
        declare="data x, y",
        given=("f(x, y) = x^2 y",),
        sides=(
            lambda x, y: np.array([2 * x * y, x * x]),
            lambda x, y: np.imag([(x + 1e-30j) ** 2 * y, x**2 * (y + 1e-30j)]) / 1e-30,
            lambda x, y: np.array([2 * x * y, x**2]),
        ),
        shapes={"x": (), "y": ()},
    ),
    lines(
        id="lines-smallmatrix-transposed",
        latex=r"v = \left[ \begin{smallmatrix} a & b \end{smallmatrix} \right]^\top",
        kind="definition",
        declare="data a, b",
        sides=(lambda v: v, lambda a, b: np.array([a, b])),
        shapes={"v": (2,), "a": (), "b": ()},
        note="a vector with one axis here, or a matrix with one column",
    ),
    lines(
        id="lines-row-brackets",
        latex=r"w = [w_1, w_2, w_3]^T",
        kind="definition",
        declare="data w_1, w_2, w_3",
        sides=(lambda w: w, lambda w_1, w_2, w_3: np.array([w_1, w_2, w_3])),
        shapes={"w": (3,), "w_1": (), "w_2": (), "w_3": ()},
    ),
    lines(
        id="lines-tuple-of-numbers",
        latex=r"v = (a, b, 1)",
        kind="definition",
        declare="data a, b",
        sides=(lambda v: v, lambda a, b: np.array([a, b, 1.0])),
        shapes={"v": (3,), "a": (), "b": ()},
    ),
    lines(
        id="lines-block-matrix",
        latex=r"y = \begin{bmatrix} W & b \end{bmatrix} \begin{bmatrix} x \\ 1 \end{bmatrix}",
        kind="definition",
        declare=SHAPES,
        sides=(lambda y: y, lambda W, x, b: W @ x + b),
        shapes={"y": (2,), "W": (2, 3), "x": (3,), "b": (2,)},
        may_refuse=True,
    ),
)
