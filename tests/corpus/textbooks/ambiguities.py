r"""Inputs with two readings: a reader asks, and tells both. With a declaration that decides, each is read."""

from functools import partial

import numpy as np
from textbook_entries import Entry, gradient, sigmoid

new = partial(Entry, family="ambiguous")


def two(name, latex, first, second, **rest):
    return new(id=f"two-readings-{name}", latex=latex, ambiguous=(first, second), **{"kind": "definition", **rest})


def settled(name, latex, side, shapes, declare="", **rest):
    """The same kind of input, with the declaration that leaves one reading."""
    return new(
        id=f"settled-{name}",
        latex=latex,
        kind="definition",
        declare=declare,
        sides=(lambda s: s, side),
        shapes=shapes,
        **rest,
    )


ENTRIES: tuple[Entry, ...] = (
    two("call-or-product", r"s = f(x + 1)", "the function f at x + 1", "the number f times x + 1"),
    settled("call", r"s = f(x + 1)", lambda f, x: f(x + 1), {"s": (), "x": ()}, "function f; data x", functions=("f",)),
    settled("product", r"s = f(x + 1)", lambda f, x: f * (x + 1), {"s": (), "f": (), "x": ()}, "data f, x"),
    two(
        "superscript-two",
        r"s = a^2",
        "the square of a",
        "the activation a of layer 2",
        given=("a^1 = x",),
        note="the layer 1 before it makes a layer likely, nothing makes it sure",
    ),
    settled("superscript-is-layer", r"s = a^2", lambda a2: a2 * 1, {"s": (), "a2": ()}, "data a^2, a^1"),
    settled("superscript-is-power", r"s = a^2", lambda a: a**2, {"s": (), "a": ()}, "data a"),
    two(
        "parenthesised-superscript-layer-or-example",
        r"s = a^{(2)} - x^{(2)}",
        "layer 2 of a and of x",
        "example 2 of a and of x",
    ),
    two(
        "derivative-or-example",
        r"s = f^{(2)}(x)",
        "the second derivative of f at x",
        "the function f of layer 2 at x",
        declare="function f; data x",
    ),
    two(
        "log-then-product",
        r"s = \log x y",
        "the logarithm of the product x y",
        "the logarithm of x, times y",
        declare="data x, y",
    ),
    settled(
        "log-with-brackets", r"s = (\log x) y", lambda x, y: np.log(x) * y, {"s": (), "x": (), "y": ()}, "data x, y"
    ),
    two(
        "log-then-fraction",
        r"s = \log x / y",
        "the logarithm of x / y",
        "the logarithm of x, divided by y",
        declare="data x, y",
    ),
    two(
        "log-then-bracket",
        r"s = \log(x) (y + 1) / \log y z",
        "the last logarithm is of y, and z a factor",
        "the last logarithm is of y z",
        declare="data x, y, z",
    ),
    two(
        "sin-power-minus-one", r"s = \sin^{-1} x", "the arc sine of x", "one divided by the sine of x", declare="data x"
    ),
    two(
        "sum-then-product-after-bracket",
        r"s = \sum_i x_i (y_i) + z_i",
        "z_i stands inside of the sum",
        "z_i is a free index outside",
        declare="shape x: n; shape y: n; shape z: n",
    ),
    two("dz", r"s = dz \cdot x", "the gradient called dz times x", "d times z times x", declare="data d, z, x, dz"),
    settled("dz-is-name", r"s = dz \cdot x", lambda dz, x: dz * x, {"s": (), "dz": (), "x": ()}, "data dz, z, x"),
    settled("dz-is-product", r"s = d z", lambda d, z: d * z, {"s": (), "d": (), "z": ()}, "data d, z"),
    two(
        "prime-transposed-or-derivative", r"s = f' x", "the transposed vector f times x", "the derivative of f, times x"
    ),
    settled(
        "prime-is-transpose", r"s = f' x", lambda f, x: f @ x, {"s": (), "f": (3,), "x": (3,)}, "shape f: m; shape x: m"
    ),
    two(
        "delta-kronecker-or-error",
        r"s_i = \sum_j \delta_{ij} a_j",
        "the Kronecker delta, which gives a_i",
        "a matrix of errors delta with two indices",
        declare=r"shape \delta: n,n; shape a: n",
        note="a delta with two indices that is declared as a matrix",
    ),
    settled(
        "delta-kronecker",
        r"s_i = \sum_j \delta_{ij} a_j",
        lambda a: a * 1,
        {"s": (3,), "a": (3,)},
        "shape a: n",
        free=("i",),
        note="two indices and no declaration: Kronecker",
    ),
    settled(
        "delta-error-one-index",
        r"s_i = \delta_i a_i",
        lambda delta, a: delta * a,
        {"s": (3,), "delta": (3,), "a": (3,)},
        r"shape \delta: n; shape a: n",
        free=("i",),
    ),
    two(
        "einstein-or-entries",
        r"s = A_{ij} B_{ij}",
        "summed over i and j (Einstein's convention)",
        "the product of two entries, with free indices that s does not show",
        declare="shape A: m,n; shape B: m,n",
    ),
    two(
        "einstein-or-diagonal",
        r"s_i = A_{ii} x_i",
        "free index i: a diagonal entry times x_i",
        "Einstein's convention on a wrongly written index",
        declare="shape A: n,n; shape x: n",
    ),
    two(
        "times-cross-or-number",
        r"s = u \times v",
        "the cross product of two vectors with three entries",
        "a product entry by entry",
        declare="shape u: 3; shape v: 3",
    ),
    two(
        "star-convolution-or-product",
        r"s = w \ast x",
        "the convolution of w and x",
        "the product entry by entry",
        declare="shape w: n; shape x: n",
    ),
    two(
        "circ-composition-or-hadamard",
        r"s = (f \circ g)(x)",
        "f after g, at x",
        "the Hadamard product of f and g, times x",
    ),
    two(
        "bar-mean-or-adjoint",
        r"s = \bar{x} y",
        "the mean of x times y",
        "the name x-bar (an adjoint) times y",
        declare="shape x: n; data y",
        note="x is a vector, so its mean exists; x-bar is bound nowhere",
    ),
    two("set-size-or-absolute-value", r"s = |S|", "the number of elements of S", "the absolute value of S"),
    two(
        "conditional-bar",
        r"s = f(x | y)",
        "f of x given y",
        "an absolute value that is not closed",
        declare="function f; data x, y",
    ),
    two(
        "quotient-chain",
        r"s = a / b / c \, d",
        "a divided by b, by c, times d",
        "a divided by b, divided by c d",
        declare="data a, b, c, d",
    ),
    two("inline-fraction-product", r"s = 1/2x", "one half of x", "one divided by 2 x", declare="data x"),
    two(
        "exponent-scope",
        r"s = e^-z",
        "e to the power of -z (what was meant)",
        "e to the power of -, then z (what TeX prints)",
        declare="data z",
    ),
    two(
        "superscript-scope",
        r"s = e^2x",
        "e squared, times x (what TeX prints)",
        "e to the power of 2x (what was meant)",
        declare="data x",
    ),
    two(
        "comma-decimal-or-list",
        r"s = f(1,5)",
        "f of the two numbers 1 and 5",
        "f of the number 1.5",
        declare="function f",
    ),
    two(
        "range-dots",
        r"s = 1 + 2 + \dots + 8 + 16",
        "the sum of powers of two up to 16",
        "some sum of numbers from 1 to 16",
    ),
    two(
        "loss-of-which-last-layer",
        r"\frac{\partial L}{\partial z^L} = a^L - y",
        "L is the loss and the last layer",
        "L is a number, and the superscript a power",
        declare="data y, a, z, L",
        kind="claim",
    ),
    two(
        "T-transpose-or-number",
        r"s = x^T y",
        "the transposed vector x times y",
        "x to the power of the number T, times y",
        declare="shape x: n; shape y: n; data T",
        note="T is declared, x is a vector: a reader may decide for the transpose, saying so",
    ),
    two(
        "laplacian-or-change",
        r"\Delta f = 2",
        "the Laplacian of f",
        "the change of f, one name",
        declare="data x",
        given=("f = x^2",),
        kind="claim",
    ),
    two(
        "nabla-square",
        r"\nabla^2 f(x) = 2",
        "the Hessian of f",
        "the Laplacian of f",
        declare="shape x: n",
        given=(r"f(x) = x^\top x",),
        kind="claim",
    ),
    two(
        "expectation-or-matrix",
        r"s = E[x]",
        "the expectation of x",
        "the matrix or number E times x",
        declare="data x, E",
    ),
    two(
        "layout-of-jacobian",
        r"\frac{\partial Wx}{\partial x} = W",
        "numerator layout: true",
        "denominator layout: transposed, so false",
        declare="shape W: k,m; shape x: m",
        kind="claim",
        note="no layout is declared; a verdict `convention` settles it as well",
    ),
    two("indicator-or-product", r"s = 1(k - i)", "the indicator of k - i", "one times k - i", declare="data k, i"),
    two(
        "prime-as-name-or-derivative",
        r"f'(x) = x'",
        "the derivative of f at x equals a name x'",
        "a second function f' at x, and the derivative of x",
        declare="data x",
    ),
    two(
        "subscript-name-or-entries",
        r"s = W_{xh} x",
        "the matrix called W_xh times x",
        "the entry of W at x and h, times x",
        declare="shape W: m,n; shape x: n; shape W_{xh}: m,n",
    ),
    settled(
        "subscript-is-name",
        r"s = W_{xh} x",
        lambda W_xh, x: W_xh @ x,
        {"s": (2,), "W_xh": (2, 3), "x": (3,)},
        "shape W_{xh}: h,m; shape x: m",
    ),
    settled("half-x-by-frac", r"s = \frac{1}{2x}", lambda x: 1 / (2 * x), {"s": (), "x": ()}, "data x"),
    settled(
        "sigmoid-of-bracket",
        r"s = \sigma(wx)(1 - \sigma(wx))",
        lambda w, x: sigmoid(w * x) * (1 - sigmoid(w * x)),
        {"s": (), "w": (), "x": ()},
        "data x; parameter w",
    ),
    new(
        id="settled-expectation-free-derivative",
        latex=r"\frac{dL}{dw} = 2x(wx - y)",
        kind="claim",
        declare="data x, y; parameter w",
        given=("L = (wx - y)^2",),
        sides=(gradient(lambda w, x, y: (w * x - y) ** 2, "w"), lambda w, x, y: 2 * x * (w * x - y)),
        shapes={"w": (), "x": (), "y": ()},
        note="dL over dw is a derivative and no quotient of two names, although dw is often one",
    ),
)
