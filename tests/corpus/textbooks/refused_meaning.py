r"""What reads as LaTeX and means nothing: sizes that do not fit, names that nothing binds."""

from functools import partial

from textbook_entries import Entry, Refused

new = partial(Entry, family="refused-meaning")

LAYER = "shape W: 4,3; shape x: 3; shape b: 4; shape y: 4"


def misfit(name, latex, *at, declare=LAYER, given=(), kind="definition", note="", says=()):
    """A formula whose sizes do not fit."""
    return new(
        id=f"misfit-{name}",
        latex=latex,
        kind=kind,
        declare=declare,
        given=given,
        refused=Refused(outcome="ill-shaped", at=at, says=says or ("shape", "size", "3", "4")),
        note=note,
    )


def unbound(name, latex, *at, declare="data x, y; parameter w", given=(), kind="claim", note="", says=()):
    """A claim with a name that nothing binds."""
    return new(
        id=f"unbound-{name}",
        latex=latex,
        kind=kind,
        declare=declare,
        given=given,
        refused=Refused(outcome="unbound", at=at, says=says or at),
        note=note,
    )


ENTRIES: tuple[Entry, ...] = (
    misfit("matrix-vector", r"z = W y", "W y"),
    misfit("transposed-the-wrong-way", r"z = W^\top x + b", r"W^\top x"),
    misfit("order-of-product", r"z = x W + b", "x W"),
    misfit("sum-of-different-vectors", r"z = x + b", "x + b", "b"),
    misfit("hadamard-of-different-vectors", r"z = x \odot b", r"x \odot b"),
    misfit("difference-in-norm", r"L = \|Wx - x\|^2", "Wx - x"),
    misfit("bracket-plus", r"z = W(x + b)", "x + b"),
    misfit("dot-of-different-vectors", r"s = x \cdot y", r"x \cdot y"),
    misfit("outer-plus-vector", r"M = x x^T + b", "x x^T + b", "b"),
    misfit("inverse-of-rectangle", r"M = W^{-1} b", "W^{-1}", says=("square", "inverse", "4", "3")),
    misfit("determinant-of-rectangle", r"d = \det W", r"\det W", says=("square", "4", "3")),
    misfit("trace-of-rectangle", r"t = \operatorname{tr}(W)", r"\operatorname{tr}(W)", says=("square", "4", "3")),
    misfit("power-of-rectangle", r"M = W^2", "W^2", says=("square", "4", "3")),
    misfit("quadratic-form", r"q = x^\top W x", r"x^\top W x"),
    misfit("division-by-matrix", r"z = \frac{1}{W}", r"\frac{1}{W}", "W", says=("divi", "matrix", "inverse")),
    misfit("vector-plus-matrix", r"M = W + x", "W + x"),
    misfit(
        "forward-with-wrong-layer",
        r"z^{[2]} = W^{[2]} x + b^{[2]}",
        "W^{[2]} x",
        declare="shape W^{[2]}: 1,4; shape x: 3; shape b^{[2]}: 1",
        note="a^{[1]} was meant",
    ),
    misfit(
        "delta-without-transpose",
        r"\delta^{1} = W^{2} \delta^{2} \odot \sigma'(z^{1})",
        r"W^{2} \delta^{2}",
        declare=r"shape W^{2}: 3,4; shape \delta^{2}: 3; shape z^{1}: 4",
    ),
    misfit(
        "symbolic-sizes-differ",
        r"z = A x",
        "A x",
        declare="shape A: m,n; shape x: m",
        says=("m", "n"),
        note="m and n are different names; a named size is never set equal to another",
    ),
    misfit("named-size-is-not-one", r"z = A + r", "A + r", "r", declare="shape A: m,n; shape r: 2,n", says=("m", "2")),
    misfit(
        "log-of-two-arguments-of-different-size",
        r"L = -\sum_i y_i \log p_i",
        "y_i",
        "p_i",
        r"\sum_i",
        declare="shape y: 4; shape p: 3",
        note="one index runs over two ranges",
    ),
    misfit("index-beyond-the-end", r"s = x_5 + x_1", "x_5", declare="shape x: 3", says=("5", "3")),
    misfit(
        "two-indices-on-a-vector",
        r"s = \sum_{ij} x_{ij}",
        "x_{ij}",
        declare="shape x: 3",
        says=("index", "vector", "one", "two"),
    ),
    misfit("matrix-columns", r"M = \begin{bmatrix} x & y \end{bmatrix}", "x & y", "y", r"\begin{bmatrix}"),
    misfit(
        "cases-of-different-size",
        r"z = \begin{cases} x & s > 0 \\ y & s \le 0 \end{cases}",
        "y",
        r"\begin{cases}",
        declare=LAYER + "; data s",
    ),
    misfit(
        "batch-bias-along-wrong-axis",
        r"Z = WX + b",
        "WX + b",
        "b",
        declare="examples columns; shape W: 4,3; shape X: 3,5; shape b: 3",
    ),
    misfit(
        "update-with-transposed-gradient",
        r"W \leftarrow W - \eta\, x \delta^T",
        r"W - \eta\, x \delta^T",
        r"x \delta^T",
        declare=r"shape W: 4,3; shape x: 3; shape \delta: 4; parameter \eta",
        kind="update",
    ),
    misfit("inner-product-of-matrices", r"s = \langle W, x \rangle", r"\langle W, x \rangle"),
    misfit(
        "softmax-of-number-plus-vector", r"p = \operatorname{softmax}(W x) + x", r"\operatorname{softmax}(W x) + x", "x"
    ),
    misfit(
        "evaluation-point",
        r"g = \nabla_x f \big|_{x = y}",
        "x = y",
        declare="shape x: 3; shape y: 4",
        given=(r"f = \|x\|^2",),
    ),
    unbound("name", r"\frac{\partial L}{\partial w} = (q - y) x", "q", given=(r"L = \frac12 (wx - y)^2",)),
    unbound(
        "hatted",
        r"\frac{\partial L}{\partial w} = (\hat y - y) x",
        r"\hat y",
        given=(r"L = \frac12 (wx - y)^2",),
        note="y is bound, y with a hat is not",
    ),
    unbound("capital", r"\frac{\partial L}{\partial w} = (wx - Y) x", "Y", given=(r"L = \frac12 (wx - y)^2",)),
    unbound("layer", r"\frac{\partial L}{\partial w} = a^{[3]} x", "a^{[3]}", given=(r"L = \frac12 (wx - y)^2",)),
    unbound(
        "loss",
        r"\frac{\partial C}{\partial w} = (wx - y) x",
        "C",
        r"\partial C",
        says=("C",),
        given=(r"L = \frac12 (wx - y)^2",),
    ),
    unbound(
        "variable",
        r"\frac{\partial L}{\partial v} = (wx - y) x",
        r"\partial v",
        "v",
        says=("v",),
        given=(r"L = \frac12 (wx - y)^2",),
    ),
    unbound("subscript", r"\frac{\partial L}{\partial w_2} = (wx - y) x", "w_2", given=(r"L = \frac12 (wx - y)^2",)),
    unbound(
        "function",
        r"\frac{\partial L}{\partial w} = h(wx)",
        "h",
        given=(r"L = \frac12 (wx - y)^2",),
        note="neither a function nor a number is called h",
    ),
    unbound(
        "free-index-on-one-side",
        r"s = \sum_{i} x_i y_j",
        "y_j",
        "j",
        declare="shape x: n; shape y: n; data s",
        says=("j", "index"),
    ),
    unbound(
        "index-outside-its-sum",
        r"s = x_i \sum_i y_i",
        "x_i",
        "i",
        declare="shape x: n; shape y: n; data s",
        says=("i", "index"),
        note="the first i stands outside of the sum that binds i, and on one side only",
    ),
    unbound(
        "index-missing-on-the-left",
        r"\frac{\partial L}{\partial w} = (y_i - t_i) x",
        "y_i",
        "t_i",
        "i",
        says=("i", "index"),
        declare="data x, L; parameter w; shape y: n; shape t: n",
    ),
    unbound(
        "look-alike-greek",
        "∂L/∂w = (wx − у)·x",
        "у",
        given=("L = ½(wx − y)²",),
        says=("у", "Cyrillic", "U+0443"),
        note="the letter is the Cyrillic u, not a Latin y",
    ),
    unbound(
        "omega-for-w",
        r"\frac{\partial L}{\partial \omega} = (wx - y) x",
        r"\omega",
        given=(r"L = \frac12 (wx - y)^2",),
        says=(r"\omega", "omega", "w"),
    ),
    unbound(
        "alpha-for-a",
        r"\frac{\partial L}{\partial a} = \alpha - y",
        r"\alpha",
        declare="data y, a",
        given=(r"L = \frac12 (a - y)^2",),
        says=(r"\alpha", "alpha"),
    ),
    unbound(
        "word",
        r"\frac{\partial L}{\partial w} = error \cdot x",
        "error",
        given=(r"L = \frac12 (wx - y)^2",),
        says=("error", "e", "r"),
        note="a word, or a product of letters: in no case Euler's number times r r o r",
    ),
)
