"""Formulas about logistic regression for n examples as slides print them, and what each side means."""

from types import SimpleNamespace

import numpy as np

DECLARATIONS = "shape w: m; shape X: m,n; shape Y: 1,n; shape b: scalar; data X,Y; parameter w,b"
DEFINITIONS = [
    r"Z = w^{\top} X + b",
    r"A = \sigma(Z)",
    r"dZ = A - Y",
    r"J = -\frac{1}{n} \sum_{i=1}^{n} \left[ y^{(i)} \log a^{(i)} + (1 - y^{(i)}) \log(1 - a^{(i)}) \right]",
]
VALUES = {
    "w": np.array([0.3, -0.8]),
    "X": np.array([[1.1, 0.4, -0.6, 0.2], [0.5, -0.7, 1.3, -0.9]]),
    "Y": np.array([1.0, 0.0, 0.25, 1.0]),
    "b": 0.15,
    "alpha": 0.1,
}
SIZES = {"m": 2, "n": 4}


def forward(v: SimpleNamespace) -> None:
    v.Z = v.w @ v.X + v.b
    v.A = 1 / (1 + np.exp(-v.Z))
    v.each = -(v.Y * np.log(v.A) + (1 - v.Y) * np.log(1 - v.A))
    v.J = v.each.mean()
    v.dw = v.X @ (v.A - v.Y) / 4
    v.db = (v.A - v.Y).mean()


def dw(v):
    return v.dw


def db(v):
    return v.db


def cost(v):
    return v.J


def minus(v):
    return v.A - v.Y


ENTRIES = [
    (
        r"\begin{cases} z^{(i)} = w^T x^{(i)} + b \\ a^{(i)} = \sigma(z^{(i)}) \end{cases}",
        "statements",
        [lambda v: v.Z, lambda v: v.Z, lambda v: v.A, lambda v: v.A],
    ),
    (r"dz^{(i)} = a^{(i)} - y^{(i)}", "claim", [minus, minus]),
    (
        r"\begin{cases} dw = dw/n \\ db = db/n \\ w = w - \alpha dw \\ b = b - \alpha db \end{cases}",
        "statements",
        [
            dw,
            lambda v: v.dw / 4,
            db,
            lambda v: v.db / 4,
            lambda v: v.w,
            lambda v: v.w - v.alpha * v.dw,
            lambda v: v.b,
            lambda v: v.b - v.alpha * v.db,
        ],
    ),
    (r"Z = w^T X + b", "claim", [lambda v: v.Z, lambda v: v.Z]),
    (r"A = \sigma(Z)", "claim", [lambda v: v.A, lambda v: v.A]),
    (r"dZ = A - Y", "claim", [minus, minus]),
    (r"dw = \frac{1}{n} X dZ^T", "claim", [dw, dw]),
    (r"db = \frac{1}{n} \sum_{i=1}^n dz^{(i)}", "claim", [db, db]),
    (r"w = w - \alpha dw", "update", [lambda v: v.w, lambda v: v.w - v.alpha * v.dw]),
    (r"b = b - \alpha db", "update", [lambda v: v.b, lambda v: v.b - v.alpha * v.db]),
    (r"\mathbf{Z} = \mathbf{w}^T \mathbf{X} + \mathbf{b}", "claim", [lambda v: v.Z, lambda v: v.Z]),
    (r"d\mathbf{Z} = \mathbf{A} - \mathbf{Y}", "claim", [minus, minus]),
    (r"d\mathbf{w} = \frac{1}{n} \mathbf{X} d\mathbf{Z}^T", "claim", [dw, dw]),
    (r"d\mathbf{b} = \frac{1}{n} \sum_{i=1}^n dz^{(i)}", "claim", [db, db]),
    (
        r"J = -\frac{1}{n} \sum_{i=1}^{n} y^{(i)} \log a^{(i)} + (1 - y^{(i)}) \log(1 - a^{(i)})",
        "claim",
        [cost, cost],
    ),
    (
        r"J = -\frac{1}{n} \sum y^{(i)} \log a^{(i)} + (1 - y^{(i)}) \log(1 - a^{(i)})",
        "claim",
        [cost, cost],
    ),
    (r"\frac{\partial J}{\partial w} = \frac{1}{n} X (A - Y)^{\top}", "claim", [dw, dw]),
    (r"\frac{\partial J}{\partial Z} = \frac{1}{n} (A - Y)", "claim", [lambda v: minus(v) / 4] * 2),
    (r"dw = \frac{1}{n} \sum_{i=1}^n dz^{(i)} x^{(i)}", "claim", [dw, dw]),
    (r"dw = \frac{1}{n} \sum_{i=1}^n x^{(i)} (a^{(i)} - y^{(i)})", "claim", [dw, dw]),
    (
        r"\frac{\partial J}{\partial w_j} = \frac1n \sum_{i=1}^n (a^{(i)}-y^{(i)})x_j^{(i)}",
        "claim",
        [dw, dw],
    ),
    (
        r"J = \frac1n\sum_i \left(\log(1+e^{z^{(i)}}) - y^{(i)} z^{(i)}\right)",
        "claim",
        [cost, cost],
    ),
    (
        r"\sum_{i=1}^n \sum_{j=1}^m w_j x_j^{(i)}",
        "expression",
        [lambda v: (v.w @ v.X).sum()],
    ),
    (r"\sum_{i=1}^{n} y_i a_i", "expression", [lambda v: v.Y @ v.A]),
    (r"\frac{1}{n}\sum_{i=1}^n 1", "expression", [lambda v: 1]),
    (r"1/n \sum_i dz^{(i)}", "expression", [db]),
    (r"db = \frac{1}{n} \sum_{i=1}^n (A - Y)^{(i)}", "claim", [db, db]),
    (r"\sum_i x^{(i)}", "expression", [lambda v: v.X.sum(axis=1)]),
    (r"\sum_i a^{(i)} y^{(i)} x^{(i)}", "expression", [lambda v: v.X @ (v.A * v.Y)]),
]
