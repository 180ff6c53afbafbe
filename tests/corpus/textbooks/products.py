r"""Products: juxtaposition, \cdot with three meanings, \times, stars, circles, slashes, and powers beside them."""

from functools import partial

from textbook_entries import Entry, sigmoid, sigmoid_prime

new = partial(Entry, family="products")

NUMBERS = "data a, b, c, d"


def numbers(name, latex, side, shapes=("a", "b", "c"), note="", declare=NUMBERS):
    """A number s made from the numbers a, b, c, d."""
    return new(
        id=f"product-{name}",
        latex=latex,
        kind="definition",
        declare=declare,
        sides=(lambda s: s, side),
        shapes=dict.fromkeys(("s", *shapes), ()),
        note=note,
    )


def arrays(name, latex, side, shapes, declare, note="", functions=()):
    """An array called s made from arrays."""
    return new(
        id=f"product-{name}",
        latex=latex,
        kind="definition",
        declare=declare,
        sides=(lambda s: s, side),
        shapes=shapes,
        functions=functions,
        note=note,
    )


ENTRIES: tuple[Entry, ...] = (
    numbers("juxtaposed", r"s = abc", lambda a, b, c: a * b * c),
    numbers("cdot", r"s = a \cdot b \cdot c", lambda a, b, c: a * b * c),
    numbers("times", r"s = a \times b \times c", lambda a, b, c: a * b * c),
    numbers("star", r"s = a * b * c", lambda a, b, c: a * b * c),
    numbers("ast", r"s = a \ast b \ast c", lambda a, b, c: a * b * c),
    numbers("bullet", r"s = a \bullet b \bullet c", lambda a, b, c: a * b * c),
    numbers("times-minus", r"s = a \times -b + c", lambda a, b, c: -a * b + c, note="a minus behind a product sign"),
    numbers("cdot-minus-bracket", r"s = a \cdot (-b) \cdot c", lambda a, b, c: -a * b * c),
    numbers("minus-first", r"s = -a^2 b + c", lambda a, b, c: -(a**2) * b + c),
    new(
        id="product-slash-then-juxtaposed",
        latex=r"s = a/bc",
        kind="definition",
        declare=NUMBERS,
        ambiguous=("a divided by the product b c", "a divided by b, and the quotient times c"),
    ),
    numbers("slash-then-cdot", r"s = a / b \cdot c", lambda a, b, c: a / b * c, note="left to right, as in programs"),
    numbers("slash-bracket", r"s = a / (b c)", lambda a, b, c: a / (b * c)),
    numbers("slash-sum", r"s = (a + b)/c", lambda a, b, c: (a + b) / c),
    numbers("division-sign", r"s = a \div b + c", lambda a, b, c: a / b + c),
    numbers("power-binds-before-product", r"s = a b^2 c", lambda a, b, c: a * b**2 * c),
    numbers("power-one-token", r"s = a^2b + c^{23}", lambda a, b, c: a**2 * b + c**23),
    new(
        id="product-power-of-two-digits",
        latex=r"s = a^12 + b",
        kind="definition",
        declare=NUMBERS,
        ambiguous=("a to the power of 1, times 2 (what TeX prints)", "a to the power of 12 (what was meant)"),
    ),
    new(
        id="product-subscript-of-two-digits",
        latex=r"s = w_12 + b",
        kind="definition",
        declare="parameter w_{12}, w_1, b",
        ambiguous=("w_1 times 2 (what TeX prints)", "the weight w_{12} (what was meant)"),
    ),
    numbers("number-before", r"s = 2ab - 3c", lambda a, b, c: 2 * a * b - 3 * c),
    numbers("number-behind", r"s = a\,2\,b + c", lambda a, b, c: 2 * a * b + c),
    numbers("decimal", r"s = 0.5a + .25b + 1.c", lambda a, b, c: 0.5 * a + 0.25 * b + c),
    numbers(
        "decimal-comma",
        r"s = 0{,}5\,a + b + c",
        lambda a, b, c: 0.5 * a + b + c,
        note="a comma in braces is a decimal comma",
    ),
    numbers(
        "thousands", r"s = 1\,000\,a + b + c", lambda a, b, c: 1000 * a + b + c, note="thin spaces within a number"
    ),
    numbers("scientific", r"s = 10^{-3} a + 2 \times 10^{-2} b + c", lambda a, b, c: 1e-3 * a + 2e-2 * b + c),
    new(
        id="product-scientific-e",
        latex=r"s = a + b + 1\mathrm{e}{-8}",
        kind="definition",
        declare=NUMBERS,
        ambiguous=("1e-8, ten to the power of -8, as programs write it", "one times Euler's number, minus eight"),
    ),
    numbers("brackets-only", r"s = (a)(b)(c)", lambda a, b, c: a * b * c),
    numbers("bracket-power-bracket", r"s = (a+b)^2(a-c)", lambda a, b, c: (a + b) ** 2 * (a - c)),
    numbers("plus-minus-run", r"s = a + -b - -c", lambda a, b, c: a - b + c),
    numbers("negative-spaces", r"s = a\!b\!\left(c\right)", lambda a, b, c: a * b * c, note="\\! is space"),
    numbers("fraction-of-fractions", r"s = \frac{a/b}{c/a}", lambda a, b, c: (a / b) / (c / a)),
    numbers("over", r"s = {a + b \over c}", lambda a, b, c: (a + b) / c, note="plain TeX"),
    numbers("mixed-bracket-after-name", r"s = b(1-b) \cdot c(a)", lambda a, b, c: b * (1 - b) * c * a),
    arrays(
        "cdot-is-dot-product",
        r"s = w \cdot x + b",
        lambda w, x, b: w @ x + b,
        {"s": (), "w": (3,), "x": (3,), "b": ()},
        "shape w: m; shape x: m; parameter b",
    ),
    arrays(
        "cdot-is-matrix-product",
        r"s = W \cdot x + b",
        lambda W, x, b: W @ x + b,
        {"s": (2,), "W": (2, 3), "x": (3,), "b": (2,)},
        "shape W: k,m; shape x: m; shape b: k",
    ),
    arrays(
        "cdot-number-times-vector",
        r"s = \alpha \cdot x",
        lambda alpha, x: alpha * x,
        {"s": (3,), "alpha": (), "x": (3,)},
        r"shape x: m; parameter \alpha",
    ),
    arrays(
        "cdot-matrix-vector-vector",
        r"s = y \cdot (W x)",
        lambda y, W, x: y @ W @ x,
        {"s": (), "y": (2,), "W": (2, 3), "x": (3,)},
        "shape y: k; shape W: k,m; shape x: m",
    ),
    arrays(
        "times-number-and-vector",
        r"s = (a - y) \times x",
        lambda a, y, x: (a - y) * x,
        {"s": (3,), "a": (), "y": (), "x": (3,)},
        "shape x: m; data a, y",
        "no cross product: one factor is a number",
    ),
    arrays(
        "odot",
        r"s = u \odot v \odot w",
        lambda u, v, w: u * v * w,
        {"s": (3,), "u": (3,), "v": (3,), "w": (3,)},
        "shape u: m; shape v: m; shape w: m",
    ),
    arrays(
        "circ-is-hadamard",
        r"s = (W^\top \delta) \circ f'(z)",
        lambda W, delta, f_prime, z: (W.T @ delta) * f_prime(z),
        {"s": (3,), "W": (2, 3), "delta": (2,), "z": (3,)},
        r"shape W: k,m; shape \delta: k; shape z: m; function f",
        functions=("f",),
    ),
    arrays(
        "star-is-hadamard",
        r"s = \delta * a * (1 - a)",
        lambda delta, a: delta * a * (1 - a),
        {"s": (3,), "delta": (3,), "a": (3,)},
        r"shape \delta: m; shape a: m",
        "1 - a subtracts entry by entry",
    ),
    arrays(
        "otimes-is-outer",
        r"s = \delta \otimes x",
        lambda delta, x: delta[:, None] * x,
        {"s": (2, 3), "delta": (2,), "x": (3,)},
        r"shape \delta: k; shape x: m",
    ),
    arrays(
        "oslash-is-elementwise",
        r"s = u \oslash v",
        lambda u, v: u / v,
        {"s": (3,), "u": (3,), "v": (3,)},
        "shape u: m; shape v: m",
    ),
    arrays(
        "matrix-chain-without-brackets",
        r"s = V^\top W^\top \delta \odot z",
        lambda V, W, delta, z: (V.T @ W.T @ delta) * z,
        {"s": (4,), "V": (3, 4), "W": (2, 3), "delta": (2,), "z": (4,)},
        r"shape V: h,m; shape W: k,h; shape \delta: k; shape z: m",
    ),
    arrays(
        "number-between-matrices",
        r"s = A\, c\, B",
        lambda A, c, B: c * A @ B,
        {"s": (2, 4), "A": (2, 3), "c": (), "B": (3, 4)},
        "shape A: k,m; shape B: m,n; parameter c",
    ),
    arrays(
        "matrix-power",
        r"s = A^2 x + A^{3} x",
        lambda A, x: A @ A @ x + A @ A @ A @ x,
        {"s": (3,), "A": (3, 3), "x": (3,)},
        "shape A: m,m; shape x: m",
        "powers of a square matrix are matrix products",
    ),
    new(
        id="product-composition-of-layers",
        latex=r"s = (f_2 \circ f_1)(x)",
        kind="definition",
        declare="function f_1; function f_2; data x",
        sides=(lambda s: s, lambda f_2, f_1, x: f_2(f_1(x))),
        shapes={"s": (), "x": ()},
        functions=("f_1", "f_2"),
    ),
    arrays(
        "nested-calls",
        r"s = \sigma(W_2\, \sigma(W_1 x))",
        lambda W_2, W_1, x: sigmoid(W_2 @ sigmoid(W_1 @ x)),
        {"s": (2,), "W_2": (2, 4), "W_1": (4, 3), "x": (3,)},
        "shape W_2: k,h; shape W_1: h,m; shape x: m",
    ),
    arrays(
        "hadamard-with-numbers-before",
        r"s = 2\,\lambda\, u \odot \sigma'(v)",
        lambda lam, u, v: 2 * lam * u * sigmoid_prime(v),
        {"s": (3,), "lam": (), "u": (3,), "v": (3,)},
        r"shape u: m; shape v: m; parameter \lambda",
    ),
    arrays(
        "dot-chain-with-transpose",
        r"s = x^\top \cdot A \cdot x",
        lambda x, A: x @ A @ x,
        {"s": (), "x": (3,), "A": (3, 3)},
        "shape x: m; shape A: m,m",
    ),
)
