r"""Deck 002: logistic regression as a graph, the gradients of its loss for one example, and gradient descent.

The vectors have one axis. The loss is the one of the slides, -y log(a) - (1 - y) log(1 - a), with natural logarithms.
"""

import numpy as np
from deck_002_entries import VECTORS, new, prose
from textbook_entries import Entry, gradient, log_loss, sigmoid

LOSS = r"\mathcal{L} = -y \log(a) - (1 - y) \log(1 - a)"
OF_A = {"declare": "data a, y", "given": (LOSS,)}
OF_Z = {"declare": "data z, y", "given": (r"a = \sigma(z)", LOSS)}
WHOLE = {
    "declare": "shape w: m; shape x: m; data y; parameter b",
    "given": (r"z = w^T x + b", r"a = \sigma(z)", LOSS),
}
A_SHAPES = {"a": (), "y": ()}
Z_SHAPES = {"z": (), "y": ()}
W_SHAPES = {"w": (3,), "x": (3,), "b": (), "y": ()}

DESCENT = {
    "declare": r"shape w: m; shape x: m; data y; parameter b, \alpha",
    "given": (r"\mathcal{L}(w, b) = -y \log(\sigma(w^T x + b)) - (1 - y) \log(1 - \sigma(w^T x + b))",),
}

dL_da = gradient(lambda a, y: log_loss(y, a), "a")
dL_dz = gradient(lambda z, y: log_loss(y, sigmoid(z)), "z")
da_dz = gradient(sigmoid, "z")
dL_dw = gradient(lambda w, x, b, y: log_loss(y, sigmoid(w @ x + b)), "w")
dL_db = gradient(lambda w, x, b, y: log_loss(y, sigmoid(w @ x + b)), "b")
dz_dw = gradient(lambda w, x, b: w @ x + b, "w")
dz_db = gradient(lambda w, x, b: w @ x + b, "b")


def by_a(z, y):
    """-y/a + (1 - y)/(1 - a)."""
    a = sigmoid(z)
    return -y / a + (1 - y) / (1 - a)


def by_z(z, y):
    """The first two factors of every chain."""
    return dL_da(a=sigmoid(z), y=y) * da_dz(z=z)


def error(w, x, b, y):
    """a - y."""
    return sigmoid(w @ x + b) - y


def chain_b(w, x, b, y):
    return by_z(w @ x + b, y) * dz_db(w=w, x=x, b=b)


def chain_w(w, x, b, y):
    return by_z(w @ x + b, y) * dz_dw(w=w, x=x, b=b)


def claim(number, latex, scope, shapes, *sides, kind="claim", note=""):
    return new(id=f"s002-{number}", latex=latex, kind=kind, **scope, sides=sides, shapes=shapes, note=note)


def summary(number, latex, name, left, *sides, note=""):
    """dz = dL/dz = a - y and its like: a name for the gradient, the gradient, and its value."""
    shapes = {name: (3,) if name == "dw" else (), **W_SHAPES}
    return claim(number, latex, WHOLE, shapes, left, *sides, kind="definition|claim", note=note)


def listed(number, latex, name, note="a list in brackets is a vector with one axis"):
    """A vector by its three entries."""
    entries = [f"{name}_{i}" for i in (1, 2, 3)]
    sides = {
        "w": (lambda w: w, lambda w_1, w_2, w_3: np.array([w_1, w_2, w_3])),
        "x": (lambda x: x, lambda x_1, x_2, x_3: np.array([x_1, x_2, x_3])),
    }
    return new(
        id=f"s002-{number}",
        latex=latex,
        kind="definition",
        declare="data " + ", ".join(entries),
        sides=sides[name],
        shapes={name: (3,), **dict.fromkeys(entries, ())},
        note=note,
    )


ENTRIES: tuple[Entry, ...] = (
    prose(
        "119",
        "Let us translate logistic regression (which is a **neural network** with only 1 neuron) into a computation"
        " graph",
    ),
    new(
        id="s002-120",
        latex=r"\mathcal{L}(a, y)",
        kind="notation|expression|fragment",
        declare=OF_A["declare"],
        given=(r"\mathcal{L}(a, y) = -y \log(a) - (1 - y) \log(1 - a)",),
        sides=(lambda a, y: log_loss(y, a),),
        shapes=A_SHAPES,
        note="the loss, named with its arguments",
    ),
    new(
        id="s002-121",
        latex="b = 1",
        kind="value|definition",
        sides=(lambda b: b, lambda: 1),
        shapes={"b": ()},
        note="a starting value: b is trained on the slides that follow, and no constant",
    ),
    listed("122", "w = [w_1, w_2, w_3]", "w"),
    listed("123", "x = [x_1, x_2, x_3]", "x"),
    prose(
        "124",
        "Prediction Rule: If $h(x) > 0.5$, for any given tumor size $x$, predict malignant tumor and benign otherwise",
    ),
    prose(
        "125",
        "Linear regression gives a raw number but logistic regression tells probability that  $x$  belongs to the"
        ' "positive" class.',
    ),
    new(
        id="s002-126",
        latex=r"p(y = 1 | \mathbf{x}, \mathbf{w}) = a = \sigma(\mathbf{w}^T \mathbf{x}) ="
        r" \frac{e^{\mathbf{w}^T \mathbf{x}}}{1 + e^{\mathbf{w}^T \mathbf{x}}} ="
        r" \frac{1}{1 + e^{-\mathbf{w}^T \mathbf{x}}}",
        kind="definition|claim",
        declare=r"shape \mathbf{w}: m; shape \mathbf{x}: m; data y",
        sides=(
            lambda p: p,
            lambda a: a,
            lambda w, x: sigmoid(w @ x),
            lambda w, x: np.exp(w @ x) / (1 + np.exp(w @ x)),
            lambda w, x: 1 / (1 + np.exp(-(w @ x))),
        ),
        shapes={"p": (), "a": (), "w": (3,), "x": (3,)},
        may_refuse=True,
        note="the first equality sign stands in the bracket of the probability, and is none of the chain",
    ),
    new(
        id="s002-127",
        latex=r"p(y = 0 | \mathbf{x}, \mathbf{w}) = 1 - a = 1 - \sigma(\mathbf{w}^T \mathbf{x}) ="
        r" \frac{1}{1 + e^{\mathbf{w}^T \mathbf{x}}}",
        kind="definition|claim",
        declare=r"shape \mathbf{w}: m; shape \mathbf{x}: m; data y",
        given=(r"a = \sigma(\mathbf{w}^T \mathbf{x})",),
        sides=(
            lambda p: p,
            lambda w, x: 1 - sigmoid(w @ x),
            lambda w, x: 1 - sigmoid(w @ x),
            lambda w, x: 1 / (1 + np.exp(w @ x)),
        ),
        shapes={"p": (), "w": (3,), "x": (3,)},
        may_refuse=True,
    ),
    prose(
        "128a",
        r"$\frac{\partial \mathcal{L}}{\partial a}$  = Partial derivative of  $\mathcal{L}$  with respect to  $a$",
        **WHOLE,
    ),
    prose(
        "128b",
        r"$\frac{\partial \mathcal{L}}{\partial z}$  = Partial derivative of  $\mathcal{L}$  with respect to  $z$",
        **WHOLE,
    ),
    prose(
        "128c",
        r"$\frac{\partial \mathcal{L}}{\partial b}$  = Partial derivative of  $\mathcal{L}$  with respect to  $b$",
        **WHOLE,
    ),
    prose(
        "128d",
        r"$\frac{\partial \mathcal{L}}{\partial w}$  = Partial derivative of  $\mathcal{L}$  with respect to  $w$",
        **WHOLE,
    ),
    claim(
        "128e",
        r"\frac{\partial \mathcal{L}}{\partial w}",
        WHOLE,
        W_SHAPES,
        dL_dw,
        kind="fragment|expression|notation",
        note="the formula of 128d: a left side alone",
    ),
    claim(
        "129",
        r"\frac{\partial \mathcal{L}}{\partial a} = \frac{\partial}{\partial a} (-y \log(a) - (1 - y) \log(1 - a))",
        OF_A,
        A_SHAPES,
        dL_da,
        gradient(lambda a, y: -y * np.log(a) - (1 - y) * np.log(1 - a), "a"),
        note="the operator takes all of the bracket",
    ),
    claim(
        "130",
        r"\frac{\partial \mathcal{L}}{\partial a} = \frac{-y}{a} + \frac{(1 - y)}{(1 - a)}",
        OF_A,
        A_SHAPES,
        dL_da,
        lambda a, y: -y / a + (1 - y) / (1 - a),
    ),
    claim(
        "131",
        r"\frac{\partial \mathcal{L}}{\partial z} = \frac{\partial \mathcal{L}}{\partial a} \times"
        r" \frac{\partial a}{\partial z} = \left( \frac{-y}{a} + \frac{(1-y)}{(1-a)} \right) \times"
        r" \frac{\partial a}{\partial z} = \left( \frac{-y}{a} + \frac{(1-y)}{(1-a)} \right) \times a(1-a)",
        OF_Z,
        Z_SHAPES,
        dL_dz,
        by_z,
        lambda z, y: by_a(z, y) * da_dz(z=z),
        lambda z, y: by_a(z, y) * sigmoid(z) * (1 - sigmoid(z)),
        note="a(1-a) is a product, and no call",
    ),
    claim(
        "132",
        r"\frac{\partial \mathcal{L}}{\partial z} = a - y",
        OF_Z,
        Z_SHAPES,
        dL_dz,
        lambda z, y: sigmoid(z) - y,
    ),
    claim(
        "133",
        r"\frac{\partial \mathcal{L}}{\partial b} = \frac{\partial \mathcal{L}}{\partial a} \times"
        r" \frac{\partial a}{\partial z} \times \frac{\partial z}{\partial b} = (a - y) \times"
        r" \frac{\partial z}{\partial b} = (a - y) \times 1 = (a - y)",
        WHOLE,
        W_SHAPES,
        dL_db,
        chain_b,
        lambda w, x, b, y: error(w, x, b, y) * dz_db(w=w, x=x, b=b),
        lambda w, x, b, y: error(w, x, b, y) * 1,
        error,
    ),
    claim(
        "134",
        r"\frac{\partial \mathcal{L}}{\partial w} = \frac{\partial \mathcal{L}}{\partial a} \times"
        r" \frac{\partial a}{\partial z} \times \frac{\partial z}{\partial w} = (a - y) \times"
        r" \frac{\partial z}{\partial w} = (a - y)x",
        WHOLE,
        W_SHAPES,
        dL_dw,
        chain_w,
        lambda w, x, b, y: error(w, x, b, y) * dz_dw(w=w, x=x, b=b),
        lambda w, x, b, y: error(w, x, b, y) * x,
        note="a gradient has the shape of its variable: all sides are vectors like w",
    ),
    summary(
        "135",
        r"\textcolor{red}{dz} = \frac{\partial \mathcal{L}}{\partial z} = a - y",
        "dz",
        lambda dz: dz,
        lambda w, x, b, y: dL_dz(z=w @ x + b, y=y),
        error,
        note="a colour is a mark; dz is one name",
    ),
    summary(
        "136",
        r"dz = \frac{\partial \mathcal{L}}{\partial z} = a - y",
        "dz",
        lambda dz: dz,
        lambda w, x, b, y: dL_dz(z=w @ x + b, y=y),
        error,
        note="dz is one name, because z is one",
    ),
    summary("137", r"db = \frac{\partial \mathcal{L}}{\partial b} = a - y", "db", lambda db: db, dL_db, error),
    summary(
        "138",
        r"dw = \frac{\partial \mathcal{L}}{\partial w} = (a - y)x",
        "dw",
        lambda dw: dw,
        dL_dw,
        lambda w, x, b, y: error(w, x, b, y) * x,
    ),
    new(
        id="s002-139",
        latex=r"\mathbf{b} = \mathbf{w}_0",
        kind="definition",
        declare=r"parameter \mathbf{w}_0",
        sides=(lambda b: b, lambda w_0: w_0),
        shapes={"b": (), "w_0": ()},
        note="bold letters for numbers",
    ),
    new(
        id="s002-140",
        latex=r"\mathbf{w} = [\mathbf{w}_1, \dots, \mathbf{w}_m]",
        kind=VECTORS,
        declare=r"shape \mathbf{w}: m",
        sides=(lambda w: w, lambda w: w),
        shapes={"w": (3,)},
        may_refuse=True,
        note="the entries are numbers, also in bold",
    ),
    new(
        id="s002-141",
        latex=r"\mathcal{L}(\mathbf{w}, \mathbf{b})",
        kind="notation|expression|fragment",
        declare=r"shape \mathbf{w}: m; shape \mathbf{x}: m; data y; parameter \mathbf{b}",
        given=(
            r"\mathcal{L}(\mathbf{w}, \mathbf{b}) = -y \log(\sigma(\mathbf{w}^T \mathbf{x} + \mathbf{b}))"
            r" - (1 - y) \log(1 - \sigma(\mathbf{w}^T \mathbf{x} + \mathbf{b}))",
        ),
        sides=(lambda w, x, b, y: log_loss(y, sigmoid(w @ x + b)),),
        shapes=W_SHAPES,
        note="the same letter for the loss as a function of the parameters",
    ),
    new(
        id="s002-142",
        latex=r"\mathbf{w}_1, \dots, \mathbf{w}_m",
        kind="notation|fragment",
        declare=r"shape \mathbf{w}: m",
    ),
    prose(
        "143",
        r"It does not really matter what values you start off with for  $\mathbf{w}_1, \dots, \mathbf{w}_m$ , but a"
        r" common choice is to set them all initially to zero",
        declare=r"shape \mathbf{w}: m",
    ),
    new(
        id="s002-144",
        latex=r"w_j = w_j - \alpha \frac{\partial \mathcal{L}(\mathbf{w}, \mathbf{b})}{\partial w_j}",
        kind="update",
        **DESCENT,
        sides=(lambda w: w, lambda w, alpha, x, b, y: w - alpha * dL_dw(w=w, x=x, b=b, y=y)),
        shapes={"alpha": (), **W_SHAPES},
        free=("j",),
        note="w in bold and w_j in plain letters are one vector and its entries",
    ),
    new(
        id="s002-145",
        latex=r"b = b - \alpha \frac{\partial \mathcal{L}(\mathbf{w}, \mathbf{b})}{\partial b}",
        kind="update",
        **DESCENT,
        sides=(lambda b: b, lambda w, alpha, x, b, y: b - alpha * dL_db(w=w, x=x, b=b, y=y)),
        shapes={"alpha": (), **W_SHAPES},
        note="b in bold and b in plain letters are one number: with two names the derivative would be 0",
    ),
)
