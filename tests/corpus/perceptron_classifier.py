"""Formulas about the perceptron with a sigmoid as lecture slides print them, and what each side means."""

import math
from types import SimpleNamespace

DECLARATIONS = "shape x_1,x_2,w_1,w_2,b,y: scalar; data x_1,x_2,y; parameter w_1,w_2,b"
DEFINITIONS = [
    "z = w_1x_1 + w_2x_2 + b",
    r"\hat{y} = \sigma(z)",
    r"L(y, \hat{y}) = -y \ln(\hat{y}) - (1 - y) \ln(1 - \hat{y})",
]
VALUES = {"x_1": 0.7, "x_2": -1.3, "w_1": 0.4, "w_2": 0.9, "b": 0.25, "y": 0.6, "alpha": 0.05}
SIZES: dict[str, int] = {}


def forward(v: SimpleNamespace) -> None:
    v.z = v.w_1 * v.x_1 + v.w_2 * v.x_2 + v.b
    v.h = 1 / (1 + math.exp(-v.z))
    v.L = -v.y * math.log(v.h) - (1 - v.y) * math.log(1 - v.h)
    v.g = v.h * (1 - v.h)
    v.toward = (v.h - v.y) / v.g


def toward(v):
    return v.toward


def db(v):
    return v.h - v.y


def d1(v):
    return (v.h - v.y) * v.x_1


def d2(v):
    return (v.h - v.y) * v.x_2


def h(v):
    return v.h


def g(v):
    return v.g


def g1(v):
    return v.g * v.x_1


def g2(v):
    return v.g * v.x_2


LB, LH = r"\frac{\partial L}{\partial b}", r"\frac{\partial L}{\partial \hat{y}}"
L1, L2 = r"\frac{\partial L}{\partial w_1}", r"\frac{\partial L}{\partial w_2}"
HB, H1, H2 = (rf"\frac{{\partial \hat{{y}}}}{{\partial {name}}}" for name in ("b", "w_1", "w_2"))
G = r"\hat{y}(1 - \hat{y})"
Q = rf"\frac{{-(y - \hat{{y}})}}{{{G}}}"

ENTRIES = [
    (r"\hat{y} = \sigma(w_1x_1 + w_2x_2 + b)", "claim", [h, h]),
    (r"L(y, \hat{y})", "fragment", [lambda v: v.L]),
    (
        r"L(y, \hat{y}) \quad L(y, \hat{y}) = -y \ln(\hat{y}) - (1 - y) \ln(1 - \hat{y})",
        "statements",
        [lambda v: v.L, lambda v: v.L, lambda v: v.L],
    ),
    (
        r"L(y, \hat{y}) = -y \ln(\hat{y}) - (1 - y) \ln(1 - \hat{y})",
        "claim",
        [lambda v: v.L, lambda v: v.L],
    ),
    (r"w_1 , w_2 , b", "notation", [lambda v: v.w_1, lambda v: v.w_2, lambda v: v.b]),
    (rf"w_1 \rightarrow w_1 - \alpha {L1}", "update", [lambda v: v.w_1, lambda v: v.w_1 - v.alpha * d1(v)]),
    (rf"w_2 \rightarrow w_2 - \alpha {L2}", "update", [lambda v: v.w_2, lambda v: v.w_2 - v.alpha * d2(v)]),
    (rf"b \rightarrow b - \alpha {LB}", "update", [lambda v: v.b, lambda v: v.b - v.alpha * db(v)]),
    (f"{L1} =", "fragment", [d1]),
    (f"{L1} = {LH}", "claim", [d1, toward]),
    (rf"{L1} = {LH} \cdot", "fragment", [d1, toward]),
    (rf"{L1} = {LH} \cdot {H1}", "claim", [d1, d1]),
    (rf"{L2} = {LH} \cdot {H2}", "claim", [d2, d2]),
    (rf"{LB} = {LH} \cdot {HB}", "claim", [db, db]),
    (f"{LH} =", "fragment", [toward]),
    (f"{HB} =", "fragment", [g]),
    ("?", "unreadable", None),
    (rf"{LH} = \frac{{-y}}{{\hat{{y}}}}", "claim", [toward, lambda v: -v.y / v.h]),
    (f"{LH} = {Q}", "claim", [toward, toward]),
    (rf"{LH} = \frac{{-y}}{{\hat{{y}}}} + \frac{{1 - y}}{{1 - \hat{{y}}}}", "claim", [toward, toward]),
    (rf"= \frac{{-y + y\hat{{y}} + \hat{{y}} - y\hat{{y}}}}{{{G}}}", "continuation", [toward]),
    (
        rf"= \frac{{-y + \cancel{{y\hat{{y}}}} + \hat{{y}} - \cancel{{y\hat{{y}}}}}}{{{G}}}",
        "continuation",
        [toward],
    ),
    (rf"= \frac{{-y + \cancel{{y\hat{{y}}}} + \hat{{y}} - y\hat{{y}}}}{{{G}}}", "continuation", [toward]),
    (f"= {Q}", "continuation", [toward]),
    (f"${H1}$	$= {G}x_1$", "claim", [g1, g1]),
    (f"${H2}$	$= {G}x_2$", "claim", [g2, g2]),
    (f"${HB}$	$= {G}$", "claim", [g, g]),
    (f"{H1} = {G}x_1", "claim", [g1, g1]),
    (rf"{LB} = {LH} \cdot {HB} = {Q}", "claim", [db, db, toward]),
    (rf"{LB} = {LH} \cdot {HB} = {Q} {G}", "claim", [db, db, db]),
    (rf"{L1} = {LH} \cdot {H1} = {Q} {G}x_1", "claim", [d1, d1, d1]),
    (rf"{L2} = {LH} \cdot {H2} = {Q} {G}x_2", "claim", [d2, d2, d2]),
    (rf"{LB} = -(y - \hat{{y}})", "claim", [db, db]),
    (rf"{L1} = -(y - \hat{{y}})x_1", "claim", [d1, d1]),
    (rf"{L2} = -(y - \hat{{y}})x_2", "claim", [d2, d2]),
    (r"w_1 \rightarrow w_1 - \alpha", "fragment", [lambda v: v.w_1, lambda v: v.w_1 - v.alpha]),
    (
        r"w_1 \rightarrow w_1 - \alpha(-x_1(y - \hat{y}))",
        "update",
        [lambda v: v.w_1, lambda v: v.w_1 - v.alpha * d1(v)],
    ),
    (
        r"b \rightarrow b - \alpha(-(y - \hat{y}))",
        "update",
        [lambda v: v.b, lambda v: v.b - v.alpha * db(v)],
    ),
    (r"z = x_1 w_1 + x_2 w_2 + b", "claim", [lambda v: v.z, lambda v: v.z]),
    (
        r"L(y, \hat{y}) = -y \log(\hat{y}) - (1-y) \log(1-\hat{y}) \quad "
        rf"{L1} = \boxed{{{H1}}} \bullet {LH}",
        "statements",
        [lambda v: v.L, lambda v: v.L, d1, d1],
    ),
    (
        # A product dot that was printed as a minus is read as a minus.
        rf"{L1} = x_1 - {G} {Q}",
        "claim",
        [d1, lambda v: v.x_1 - (v.h - v.y)],
    ),
    (rf"{L1} = x_1 \quad {G} \quad {Q}", "claim", [d1, d1]),
    (
        rf"\begin{{aligned}} {L1} &= {H1} \cdot {LH} \\ {L1} &= x_1 \cdot \cancel{{{G}}} \cdot {Q} \\ "
        r"&= -x_1(y - \hat{y})\end{aligned}",
        "statements",
        [d1, d1, d1, d1, d1],
    ),
]
