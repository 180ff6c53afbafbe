"""Formulas about the linear perceptron as lecture slides print them, and what each side means.

An entry is (text, kind, functions of the sides). Wrong formulas stand as they were printed: they are read,
not repaired.
"""

from types import SimpleNamespace

DECLARATIONS = "shape x_1,x_2,w_1,w_2,b,y: scalar; data x_1,x_2,y; parameter w_1,w_2,b"
DEFINITIONS = [r"\hat{y} = w_1x_1 + w_2x_2 + b", r"L(y, \hat{y}) = \frac{1}{2}(y - \hat{y})^2"]
VALUES = {"x_1": 0.7, "x_2": -1.3, "w_1": 0.4, "w_2": 0.9, "b": 0.25, "y": 0.6, "alpha": 0.05}
SIZES: dict[str, int] = {}


def forward(v: SimpleNamespace) -> None:
    v.h = v.w_1 * v.x_1 + v.w_2 * v.x_2 + v.b
    v.L = (v.y - v.h) ** 2 / 2
    v.slope = v.h - v.y


def dh(v):
    return v.slope


def db(v):
    return v.slope


def d1(v):
    return v.slope * v.x_1


def d2(v):
    return v.slope * v.x_2


def one(v):
    return 1.0


def x1(v):
    return v.x_1


def x2(v):
    return v.x_2


def error(v):
    return v.y - v.h


LB, LH = r"\frac{\partial L}{\partial b}", r"\frac{\partial L}{\partial \hat{y}}"
L1, L2 = r"\frac{\partial L}{\partial w_1}", r"\frac{\partial L}{\partial w_2}"
HB, H1, H2 = (rf"\frac{{\partial \hat{{y}}}}{{\partial {name}}}" for name in ("b", "w_1", "w_2"))

ENTRIES = [
    (r"\hat{y}", "notation", [lambda v: v.h]),
    (r"\hat{y} = w_1x_1 + w_2x_2 + b", "claim", [lambda v: v.h, lambda v: v.h]),
    (r"(y - \hat{y})^2", "expression", [lambda v: error(v) ** 2]),
    (r"\frac{1}{2}(y - \hat{y})^2", "expression", [lambda v: error(v) ** 2 / 2]),
    (r"= \frac{1}{2}(y - \hat{y})^2", "continuation", [lambda v: error(v) ** 2 / 2]),
    (r"L(y, \hat{y}) = \frac{1}{2}(y - \hat{y})^2", "claim", [lambda v: v.L, lambda v: error(v) ** 2 / 2]),
    (r"w_1, w_2, b", "notation", [lambda v: v.w_1, lambda v: v.w_2, lambda v: v.b]),
    (
        r"w_1 \rightarrow w_1 - \alpha \frac{\partial L}{\partial w_1}",
        "update",
        [lambda v: v.w_1, lambda v: v.w_1 - v.alpha * d1(v)],
    ),
    (
        r"w_2 \rightarrow w_2 - \alpha \frac{\partial L}{\partial w_2}",
        "update",
        [lambda v: v.w_2, lambda v: v.w_2 - v.alpha * d2(v)],
    ),
    (
        r"b \rightarrow b - \alpha \frac{\partial L}{\partial b}",
        "update",
        [lambda v: v.b, lambda v: v.b - v.alpha * db(v)],
    ),
    (LB, "fragment", [db]),
    (L1, "fragment", [d1]),
    (L2, "fragment", [d2]),
    (f"{LB} =", "fragment", [db]),
    (f"{LB} = {LH}", "claim", [db, dh]),
    (rf"{LB} = {LH} \cdot", "fragment", [db, dh]),
    (rf"{LB} = {LH} \cdot \partial \hat{{y}}", "fragment", None),
    (rf"{LB} = {LH} \cdot {HB}", "claim", [db, dh]),
    (f"{L1} =", "fragment", [d1]),
    (f"{L1} = {LH}", "claim", [d1, dh]),
    (rf"{L1} = {LH} \cdot", "fragment", [d1, dh]),
    (rf"{L1} = {LH} \cdot {H1}", "claim", [d1, d1]),
    (f"{L2} =", "fragment", [d2]),
    (rf"{L2} = {LH} \cdot", "fragment", [d2, dh]),
    (rf"{L2} = {LH} \cdot {H2}", "claim", [d2, d2]),
    (f"${LH}$", "fragment", [dh]),
    (f"${HB}$", "fragment", [one]),
    (f"${H1}$", "fragment", [x1]),
    (f"${H2}$", "fragment", [x2]),
    (rf"${LH}$	$= (y - \hat{{y}})$", "claim", [dh, error]),
    (rf"${LH}$	$= -(y - \hat{{y}})$", "claim", [dh, dh]),
    (f"${HB}$	$= 1$", "claim", [one, one]),
    (f"${H1}$	$= x_1$", "claim", [x1, x1]),
    (f"${H2}$	$= x_2$", "claim", [x2, x2]),
    (rf"{LH} = -(y - \hat{{y}})", "claim", [dh, dh]),
    (f"{HB} = 1", "claim", [one, one]),
    (r"= -(y - \hat{y})", "continuation", [dh]),
    (rf"{LB} = {LH} \cdot {HB} = -(y - \hat{{y}})", "claim", [db, db, db]),
    (r"= -(y - \hat{y}) x_1", "continuation", [d1]),
    (r"= -(y - \hat{y}) x_2", "continuation", [d2]),
    (rf"{L1} = {LH} \cdot {H1} = -(y - \hat{{y}}) x_1", "claim", [d1, d1, d1]),
    (rf"{L2} = {LH} \cdot {H2} = -(y - \hat{{y}}) x_2", "claim", [d2, d2, d2]),
    (rf"w_1 = w_1 - \alpha {L1}", "update", [lambda v: v.w_1, lambda v: v.w_1 - v.alpha * d1(v)]),
    (r"w_1 = w_1 - \alpha", "fragment", [lambda v: v.w_1, lambda v: v.w_1 - v.alpha]),
    (
        r"w_1 = w_1 - \alpha(-x_1(y - \hat{y}))",
        "update",
        [lambda v: v.w_1, lambda v: v.w_1 + v.alpha * v.x_1 * error(v)],
    ),
    (r"w_2 = w_2 - \alpha", "fragment", [lambda v: v.w_2, lambda v: v.w_2 - v.alpha]),
    (
        r"w_2 = w_2 - \alpha(-x_2(y - \hat{y}))",
        "update",
        [lambda v: v.w_2, lambda v: v.w_2 + v.alpha * v.x_2 * error(v)],
    ),
    (r"b = b - \alpha", "fragment", [lambda v: v.b, lambda v: v.b - v.alpha]),
    (r"b = b - \alpha(-(y - \hat{y}))", "update", [lambda v: v.b, lambda v: v.b + v.alpha * error(v)]),
    (r"Find weights and bias that will optimise the predictions.", "prose", None),
    (r"Mean Squared Error", "prose", None),
    (r"You need gradient descent", "prose", None),
]
