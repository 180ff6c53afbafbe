"""Formulas about logistic regression for one example as slides print them, and what each side means."""

from types import SimpleNamespace

import numpy as np

DECLARATIONS = "shape w,x,theta: m; shape b,y: scalar; data x,y; parameter w,b"
DEFINITIONS = [
    r"z = w^{T}x + b",
    r"a = \sigma(z)",
    r"\hat{y} = a",
    r"\mathcal{L}(a, y) = -(y \log(a) + (1 - y) \log(1 - a))",
]
VALUES = {
    "w": np.array([0.3, -0.8, 0.5]),
    "x": np.array([1.1, 0.4, -0.6]),
    "theta": np.array([0.2, 0.9, -0.1]),
    "b": 0.15,
    "y": 0.7,
    "alpha": 0.1,
}
SIZES = {"m": 3}


def forward(v: SimpleNamespace) -> None:
    v.z = v.w @ v.x + v.b
    v.a = 1 / (1 + np.exp(-v.z))
    v.L = -(v.y * np.log(v.a) + (1 - v.y) * np.log(1 - v.a))
    v.g = v.a * (1 - v.a)
    v.t = (v.a - v.y) / v.g


def a(v):
    return v.a


def t(v):
    return v.t


def dz(v):
    return v.a - v.y


def dw(v):
    return (v.a - v.y) * v.x


LA, LZ, LW, LB = (rf"\frac{{\partial \mathcal{{L}}}}{{\partial {name}}}" for name in "azwb")
AZ, ZB, ZW = (
    r"\frac{\partial a}{\partial z}",
    r"\frac{\partial z}{\partial b}",
    r"\frac{\partial z}{\partial w}",
)
T = r"\left( \frac{-y}{a} + \frac{(1-y)}{(1-a)} \right)"

ENTRIES = [
    (r"\Rightarrow z = w^{T}\theta + b", "claim", [lambda v: v.z, lambda v: v.w @ v.theta + v.b]),
    (r"\Rightarrow \hat{y} = a = \sigma(z)", "claim", [a, a, a]),
    (r"Loss(a, y) = -(ylog(a) + (1 - y)log(1 - a))", "definition", [lambda v: v.L]),
    (r"\Rightarrow z = \sigma(z)", "claim", [lambda v: v.z, a]),
    (
        rf"{LA} = \frac{{\partial}}{{\partial a}} (-y \log(a) - (1 - y) \log(1 - a))",
        "claim",
        [t, t],
    ),
    (rf"{LA} = \frac{{-y}}{{a}} + \frac{{(1 - y)}}{{(1 - a)}}", "claim", [t, t]),
    (
        rf"{LZ} = {LA} \times {AZ} = {T} \times {AZ} = {T} \times a(1-a)",
        "claim",
        [dz, dz, dz, dz],
    ),
    (f"{LZ} = a - y", "claim", [dz, dz]),
    (
        rf"{LB} = {LA} \times {AZ} \times {ZB} = (a - y) \times {ZB} = (a - y) \times 1 = (a - y)",
        "claim",
        [dz] * 5,
    ),
    (
        rf"{LW} = {LA} \times {AZ} \times {ZW} = (a - y) \times {ZW} = (a - y)x",
        "claim",
        [dw] * 4,
    ),
    (rf"\textcolor{{red}}{{dz}} = {LZ} = a - y", "claim", [dz, dz, dz]),
    (rf"dz = {LZ} = a - y", "claim", [dz, dz, dz]),
    (rf"db = {LB} = a - y", "claim", [dz, dz, dz]),
    (rf"dw = {LW} = (a - y)x", "claim", [dw, dw, dw]),
    (r"\mathcal{L}(\mathbf{w}, \mathbf{b})", "fragment", [lambda v: v.L]),
    (
        r"w = w - \alpha \frac{\partial \mathcal{L}(\mathbf{w}, \mathbf{b})}{\partial w}",
        "update",
        [lambda v: v.w, lambda v: v.w - v.alpha * dw(v)],
    ),
    (
        r"w_j = w_j - \alpha \frac{\partial \mathcal{L}(\mathbf{w}, \mathbf{b})}{\partial w_j}",
        "update",
        [lambda v: v.w, lambda v: v.w - v.alpha * dw(v)],
    ),
    (
        r"b = b - \alpha \frac{\partial \mathcal{L}(\mathbf{w}, \mathbf{b})}{\partial b}",
        "update",
        [lambda v: v.b, lambda v: v.b - v.alpha * dz(v)],
    ),
    (r"b = 1", "value", [lambda v: 1]),
    (r"w_{1} = 0.1", "value", [lambda v: 0.1]),
    (
        r"a = \sigma(\mathbf{w}^T \mathbf{x} + b) = \frac{1}{1 + e^{-\mathbf{w}^T \mathbf{x} - b}}",
        "claim",
        [a, a, a],
    ),
    (r"∂L/∂w = (a − y)·x", "claim", [dw, dw]),
    (r"ŷ = σ(wᵀx + b)", "claim", [a, a]),
    (r"\nabla_{w} \mathcal{L} = x(a-y)", "claim", [dw, dw]),
    (r"\sum_{j=1}^{m} w_j x_j + b", "expression", [lambda v: v.z]),
    (r"\sum_j w_j x_j + b", "expression", [lambda v: v.z]),
    (r"\frac{\partial \mathcal{L}}{\partial w_j} = (a-y) x_j", "claim", [dw, dw]),
    (r"x w^{\top}", "expression", [lambda v: np.outer(v.x, v.w)]),
    (r"x \odot w", "expression", [lambda v: v.x * v.w]),
    (r"x \cdot w", "expression", [lambda v: v.x @ v.w]),
]
