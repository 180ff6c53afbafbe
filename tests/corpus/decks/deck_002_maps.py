r"""Deck 002: networks as maps from vectors to vectors, neurons without a bias, the total cost; and much prose."""

import numpy as np
from deck_002_entries import NAME, new, of_entries, prose
from textbook_entries import Entry, sigmoid

FOUR_INPUTS = "data x_1, x_2, x_3, x_4; parameter w_1, w_2, w_3, w_4"
X_NAMES = ("x_1", "x_2", "x_3", "x_4")
W_NAMES = ("w_1", "w_2", "w_3", "w_4")
FOUR_SHAPES = dict.fromkeys((*W_NAMES, *X_NAMES), ())


ENTRIES: tuple[Entry, ...] = (
    new(
        id="s002-079",
        latex=r"a_1^{(1)} = f(w_1 * x_1 + w_2 * x_2 + w_3 * x_3 + w_4 * x_4)",
        kind="definition",
        declare=f"{FOUR_INPUTS}; function f",
        sides=(
            lambda a1_1: a1_1,
            of_entries(lambda w, x, f: f[0](w @ x), w=W_NAMES, x=X_NAMES, f=("f",)),
        ),
        shapes={"a1_1": (), **FOUR_SHAPES},
        functions=("f",),
        note="the star is a product of numbers; (1) is the layer, while it is the first example elsewhere in the deck",
    ),
    prose("080a", "Number of parameters: $$4 * 4 + 4 + 1$$"),
    new(id="s002-080b", latex="4 * 4 + 4 + 1", kind=NAME, sides=(lambda: 21,), note="a number, and no claim about it"),
    prose("081a", "$f()$  is activation function: Relu or sigmoid"),
    new(id="s002-081b", latex="f()", kind="notation|fragment", declare="function f", note="a call without an argument"),
    prose("082a", r"*Relu*:  $\max(0, x)$"),
    new(
        id="s002-082b",
        latex=r"\max(0, x)",
        kind=NAME,
        declare="data x",
        sides=(lambda x: np.maximum(0, x),),
        shapes={"x": ()},
    ),
    new(
        id="s002-083",
        latex=r"a_1^{(1)} = \max(0, w_1 * x_1 + w_2 * x_2 + w_3 * x_3 + w_4 * x_4)",
        kind="definition",
        declare=FOUR_INPUTS,
        sides=(lambda a1_1: a1_1, of_entries(lambda w, x: np.maximum(0, w @ x), w=W_NAMES, x=X_NAMES)),
        shapes={"a1_1": (), **FOUR_SHAPES},
    ),
    new(
        id="s002-084",
        latex=r"f: \mathbb{R}^2 \rightarrow \mathbb{R}^2 \quad f\left(\begin{bmatrix} 1 \\ -1 \end{bmatrix}\right) ="
        r" \begin{bmatrix} 0.62 \\ 0.83 \end{bmatrix} \quad f\left(\begin{bmatrix} 0 \\ 0 \end{bmatrix}\right) ="
        r" \begin{bmatrix} 0.51 \\ 0.85 \end{bmatrix}",
        kind="declaration|notation; value|claim; value|claim",
        declare="function f",
        sides=(
            lambda f: f(np.array([1.0, -1.0])),
            lambda: np.array([0.62, 0.83]),
            lambda f: f(np.array([0.0, 0.0])),
            lambda: np.array([0.51, 0.85]),
        ),
        split=(0, 2, 2),
        functions=("f",),
        may_refuse=True,
        note="a signature and two values, with \\quad between them; nothing on the slide says what f is",
    ),
    new(id="s002-085", latex=r"f: R^{256} \rightarrow R^{10}", kind="declaration|notation", note="R is the real line"),
    prose("086", "Deep learning (DL) means many hidden layers. DL represents the function $f$ by neural network"),
    prose("087", "Softmax layer as the output layer, to provide probabilistic interpretation."),
    prose("088", "The overall effect is a nonlinear mapping from inputs to outputs."),
    new(
        id="s002-089",
        latex=r"\sigma(W^1 x + b_1)",
        kind=NAME,
        declare="shape W^1: k,m; shape x: m; shape b_1: k",
        sides=(lambda W1, x, b_1: sigmoid(W1 @ x + b_1),),
        shapes={"W1": (2, 3), "x": (3,), "b_1": (2,)},
        note="rows are neurons on this slide; the layer is a superscript of W and a subscript of b",
    ),
    new(
        id="s002-090",
        latex=r"\sigma(W^L a_1^{L-1} + b_L)",
        kind=NAME,
        declare="shape W^L: k,h; shape a_1^{L-1}: h; shape b_L: k",
        sides=(lambda WL, aL_minus_1_1, b_L: sigmoid(WL @ aL_minus_1_1 + b_L),),
        shapes={"WL": (2, 3), "aL_minus_1_1": (3,), "b_L": (2,)},
        note="the subscript of a is too much; as it stands it belongs to the name of the vector",
    ),
    new(
        id="s002-091",
        latex=r"y = f(x) = \sigma(W^L \dots \sigma(W^2 \sigma(W^1 x + b_1) + b_2) \dots + b_L)",
        kind="notation|fragment",
        declare="shape x: m; shape W^1: h,m; shape b_1: h; shape W^2: k,h; shape b_2: k; shape W^L: q,p; shape b_L: q",
        may_refuse=True,
        note="the dots stand for brackets that open and close: no value without knowing L, and never a product",
    ),
    prose("092", "What happen if we use linear mapping as an activation function?"),
    prose("093", "MLP or NN with a single, sufficiently wide hidden layer can approximate any function."),
    prose("094a", "Initialize the parameters"),
    prose("094b", "Compute total error"),
    prose(
        "094c",
        "Then calculate gradient w.r.t each weight and eventually modify the weights to get better results.",
    ),
    prose("095a", r"Orange  $\rightarrow$ 1", "the arrow is none of an update"),
    prose("095b", r"Black  $\rightarrow$ 0", "the arrow is none of an update"),
    prose("095c", r"Input   $\rightarrow$   $y_1$  has the maximum value"),
    prose("095d", r"Input   $\rightarrow$   $y_2$  has the maximum value"),
    prose("096", "Cost can be Euclidean distance or cross entropy between network output and target"),
    new(
        id="s002-097",
        latex=r"C(\theta) = \sum_{r=1}^R L^r(\theta)",
        kind="definition",
        declare=r"shape \theta: d; shape c_r: d",
        given=(r"L^r(\theta) = \frac12 \|\theta - c_r\|^2",),
        sides=(lambda C: C, lambda theta, c: ((theta - c) ** 2).sum() / 2),
        shapes={"C": (), "theta": (3,), "c": (4, 3)},
        note="r is the number of the example, and no power; the slide does not say what L is, and any loss would do",
    ),
)
