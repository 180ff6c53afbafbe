r"""Deck 002: all the examples, first in a loop, then as the columns of matrices; and the names in the sentences.

`z^{[1](i)}` is the value of layer 1 for example i. In half of the formulas the scanner has dropped `(i)` to the line.
"""

from functools import partial

import numpy as np
from deck_002_entries import NAME, new, of, prose
from textbook_entries import Entry, sigmoid

PER_EXAMPLE = (
    "shape w^{[1]}: 3,4; shape b^{[1]}: 4; shape w^{[2]}: 4,1; shape b^{[2]}: 1; "
    "shape a^{[0](i)}: 3; shape z^{[1](i)}: 4; shape a^{[1](i)}: 4; shape z^{[2](i)}: 1; shape a^{[2](i)}: 1"
)
LAYER_1 = "examples columns; shape w^{[1]}: 3,4; shape A^{[0]}: 3,n; shape b^{[1]}: 4,1"
LAYER_2 = "examples columns; shape w^{[2]}: 4,1; shape A^{[1]}: 4,n; shape b^{[2]}: 1,1"


def loop(number, latex, with_weights=""):
    """A line of the loop, where nothing but the sentence above it says that (i) is no factor."""
    return new(
        id=f"s002-{number}",
        latex=latex,
        kind="definition|claim",
        declare=PER_EXAMPLE,
        ambiguous=(
            f"(i) on the line is the number of the example{with_weights}",
            "(i) on the line is a factor i",
        ),
        note="names with ^{[1](i)} are declared: to take (i) for the example is the better choice, and is to be said",
    )


def name(number, latex, declare, note="", **shapes):
    """A name in a sentence."""
    ((argument, shape),) = shapes.items()
    return new(
        id=f"s002-{number}",
        latex=latex,
        kind=NAME,
        declare=declare,
        sides=(of(np.asarray, argument),),
        shapes={argument: shape},
        note=note,
    )


def stacked(number, latex, matrix, columns, height, note=""):
    """A matrix, written out with dots, of which the columns are the examples."""
    return new(
        id=f"s002-{number}",
        latex=latex,
        kind="definition|notation",
        declare=f"shape {columns}: {height}",
        sides=(of(np.asarray, matrix[0]), of(np.transpose, matrix[1])),
        shapes={matrix[0]: (height, 5), matrix[1]: (5, height)},
        may_refuse=True,
        note=note,
    )


def columns_of(letter, height, boxed=False):
    """The text between the brackets: `letter`, with the row below it, for example 1, 2, and n."""
    wrap = r"\boxed{%s}" if boxed else "%s"
    rows = (
        (letter % (row, 1), wrap % (letter % (row, 2)), r"\dots", letter % (row, "n")) for row in range(1, height + 1)
    )
    return r"\begin{bmatrix} " + r" \\ ".join(" & ".join(row) for row in rows) + r" \end{bmatrix}"


affine = partial(new, kind="definition")

ENTRIES: tuple[Entry, ...] = (
    prose("056", "But, this assumes only 1 training example!"),
    prose("057a", r"for $i = 1$ to $n$ : Assuming $n$ examples", "the head of a loop"),
    new(
        id="s002-057b",
        latex="i = 1",
        kind="notation|value|definition",
        sides=(lambda i: i, lambda: 1),
        shapes={"i": ()},
        note="the formula in the head of the loop, where a variable starts",
    ),
    new(
        id="s002-057c",
        latex="n",
        kind="notation|expression|fragment",
        declare="parameter n",
        sides=(lambda n: n,),
        shapes={"n": ()},
    ),
    loop("058", r"z^{[1]}(i) = w^{[1]T}(i) a^{[0]}(i) + b^{[1]}", ", and the weights carry it too"),
    loop("059", r"a^{[1]}(i) = \sigma(z^{[1]}(i))"),
    loop("060", r"z^{[2]}(i) = w^{[2]T}(i) a^{[1]}(i) + b^{[2]}", ", and the weights carry it too"),
    loop("061", r"a^{[2]}(i) = \sigma(z^{[2]}(i))"),
    new(id="s002-062a", latex="i^{th}", kind="notation|prose|fragment", note="an ordinal number, and no power"),
    new(id="s002-062b", latex=r"i^{\text{th}}", kind="notation|prose|fragment", note="an ordinal number"),
    new(id="s002-062c", latex="n^{th}", kind="notation|prose|fragment", note="an ordinal number"),
    prose(
        "063",
        "But, loops in general slow down programs; hence, it is better to further **vectorize** the implementation in"
        " order to avoid any loop",
    ),
    name("064a", "a", "shape a: 4", a=(4,)),
    name("064b", "a^{[0]}", "shape a^{[0]}: 3", a0=(3,)),
    name("064c", "x", "shape x: 3", x=(3,)),
    name("064d", "z", "shape z: 4", z=(4,)),
    name("064e", "X", "shape X: 3,n", X=(3, 5)),
    new(
        id="s002-064f",
        latex=r"x_1^{(1)}, x_2^{(1)}, x_3^{(1)}",
        kind="notation|fragment",
        declare="shape x^{(i)}: 3",
        note="the entries of the first example",
    ),
    new(id="s002-064g", latex="f", kind="notation|fragment", declare="function f"),
    new(id="s002-064h", latex=r"\rightarrow", kind="fragment"),
    name("064i", "y_1", "data y_1", y_1=()),
    name("064j", "y_2", "data y_2", y_2=()),
    name("064k", "v", "data v", v=()),
    name("064l", "u", "data u", u=()),
    name("064m", "b", "data b", b=()),
    name("064n", "c", "data c", c=()),
    new(
        id="s002-064o",
        latex=r"\mathbf{w}^T \mathbf{x}",
        kind=NAME,
        declare=r"shape \mathbf{w}: m; shape \mathbf{x}: m",
        sides=(lambda w, x: w @ x,),
        shapes={"w": (3,), "x": (3,)},
    ),
    name("064p", r"\mathbf{x}", r"shape \mathbf{x}: m", x=(3,)),
    name("064q", r"\mathcal{L}", r"data \mathcal{L}", L=()),
    name("064r", "w", "shape w: m", w=(3,)),
    prose(
        "065",
        "we can simply stack all  $x$  vectors (or  $a^{[0]}$  vectors),  $z$  vectors, and  $a$  vectors in different"
        " matrices of every layer!",
    ),
    stacked("066", "X = " + columns_of("x_%d^{(%s)}", 3), ("X", "x"), "x^{(i)}", 3, "(1) is the first example"),
    stacked(
        "067",
        "X = " + columns_of("x_%d^{(%s)}", 3, boxed=True),
        ("X", "x"),
        "x^{(i)}",
        3,
        "a box is a mark and no operation",
    ),
    stacked(
        "068",
        "X = " + columns_of("a_%d^{[0](%s)}", 3),
        ("X", "a0"),
        "a^{[0](i)}",
        3,
        "layer 0 and the example together",
    ),
    new(
        id="s002-069",
        latex="X = A^{[0]} = " + columns_of("a_%d^{[0](%s)}", 3),
        kind="definition|notation",
        declare="shape a^{[0](i)}: 3",
        sides=(lambda X: X, lambda A0: A0, lambda a0: a0.T),
        shapes={"X": (3, 5), "A0": (3, 5), "a0": (5, 3)},
        may_refuse=True,
        note="two names for one matrix",
    ),
    stacked(
        "070",
        "Z^{[1]} = " + columns_of("z_%d^{[1]}(%s)", 4),
        ("Z1", "z1"),
        "z^{[1](i)}",
        4,
        "the number of the example has dropped to the line: z_1^{[1]}(2) belongs to example 2, and is not twice z_1",
    ),
    stacked("071", "A^{[1]} = " + columns_of("a_%d^{[1](%s)}", 4), ("A1", "a1"), "a^{[1](i)}", 4),
    stacked(
        "072",
        "Z^{[2]} = " + columns_of("z_%d^{[2]}(%s)", 1),
        ("Z2", "z2"),
        "z^{[2](i)}",
        1,
        "the number on the line again",
    ),
    stacked("073", "A^{[2]} = " + columns_of("a_%d^{[2](%s)}", 1), ("A2", "a2"), "a^{[2](i)}", 1),
    affine(
        id="s002-074",
        latex=r"Z^{[1]} = w^{[1]T} A^{[0]} + b^{[1]}",
        declare=LAYER_1,
        sides=(lambda Z1: Z1, lambda w1, A0, b1: w1.T @ A0 + b1),
        shapes={"Z1": (4, 5), "w1": (3, 4), "A0": (3, 5), "b1": (4, 1)},
        note="the bias is added to every column",
    ),
    affine(
        id="s002-075",
        latex=r"A^{[1]} = \sigma(Z^{[1]})",
        declare="shape Z^{[1]}: 4,n",
        sides=(lambda A1: A1, of(sigmoid, "Z1")),
        shapes={"A1": (4, 5), "Z1": (4, 5)},
    ),
    affine(
        id="s002-076",
        latex=r"Z^{[2]} = w^{[2]T} A^{[1]} + b^{[2]}",
        declare=LAYER_2,
        sides=(lambda Z2: Z2, lambda w2, A1, b2: w2.T @ A1 + b2),
        shapes={"Z2": (1, 5), "w2": (4, 1), "A1": (4, 5), "b2": (1, 1)},
        note="a bias of shape (1, 1) is added to every column of (1, n)",
    ),
    affine(
        id="s002-077",
        latex=r"A^{[2]} = \sigma(Z^{[2]})",
        declare="shape Z^{[2]}: 1,n",
        sides=(lambda A2: A2, of(sigmoid, "Z2")),
        shapes={"A2": (1, 5), "Z2": (1, 5)},
    ),
    prose("078a", "Step function/threshold function"),
    prose("078b", "Sigmoid function (a.k.a, logistic function)"),
)
