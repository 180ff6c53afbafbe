"""Formulas about a network with one hidden layer, examples in columns, and what each side means."""

from types import SimpleNamespace

import numpy as np

DECLARATIONS = (
    "shape X: d,n; shape Y: 1,n; shape W^{[1]}: h,d; shape b^{[1]}: h; shape W^{[2]}: 1,h; shape b^{[2]}: scalar; "
    "data X,Y; parameter W^{[1]},b^{[1]},W^{[2]},b^{[2]}"
)
DEFINITIONS = [
    r"Z^{[1]} = W^{[1]} X + b^{[1]}",
    r"A^{[1]} = \sigma(Z^{[1]})",
    r"Z^{[2]} = W^{[2]} A^{[1]} + b^{[2]}",
    r"A^{[2]} = \sigma(Z^{[2]})",
    r"J = -\frac{1}{n} \sum_{i=1}^{n} \left( y^{(i)} \log a^{[2](i)} + (1 - y^{(i)}) \log(1 - a^{[2](i)}) \right)",
]
VALUES = {
    "X": np.array([[0.4, -0.3, 0.9, 0.2], [1.1, 0.6, -0.5, -0.8], [-0.7, 0.3, 0.1, 1.2]]),
    "Y": np.array([1.0, 0.0, 0.25, 1.0]),
    "W^{[1]}": np.array([[0.3, -0.2, 0.5], [-0.6, 0.8, 0.1]]),
    "b^{[1]}": np.array([0.15, -0.35]),
    "W^{[2]}": np.array([0.7, -0.4]),
    "b^{[2]}": 0.05,
    "alpha": 0.1,
}
SIZES = {"d": 3, "h": 2, "n": 4}


def forward(v: SimpleNamespace) -> None:
    v.W1, v.b1, v.W2, v.b2 = (vars(v)[name] for name in ("W^{[1]}", "b^{[1]}", "W^{[2]}", "b^{[2]}"))
    v.Z1 = v.W1 @ v.X + v.b1[:, None]
    v.A1 = 1 / (1 + np.exp(-v.Z1))
    v.Z2 = v.W2 @ v.A1 + v.b2
    v.A2 = 1 / (1 + np.exp(-v.Z2))
    v.J = -np.mean(v.Y * np.log(v.A2) + (1 - v.Y) * np.log(1 - v.A2))
    v.dZ2 = (v.A2 - v.Y) / 4
    v.dA1 = np.outer(v.W2, v.dZ2)
    v.dZ1 = v.dA1 * v.A1 * (1 - v.A1)
    v.dW1 = v.dZ1 @ v.X.T
    v.slope1 = v.A1 * (1 - v.A1)


def z1(v):
    return v.Z1


def da1(v):
    return v.dA1


def dz1(v):
    return v.dZ1


def dz2(v):
    return v.dZ2


def dw1(v):
    return v.dW1


def dw2(v):
    return v.dZ2 @ v.A1.T


def db1(v):
    return v.dZ1.sum(axis=1)


def db2(v):
    return v.dZ2.sum()


def part(above: str, below: str) -> str:
    return rf"\frac{{\partial {above}}}{{\partial {below}}}"


A1, A2, Z1, Z2, W1, W2, B1 = ("A^{[1]}", "A^{[2]}", "Z^{[1]}", "Z^{[2]}", "W^{[1]}", "W^{[2]}", "b^{[1]}")

ENTRIES = [
    (r"Z^{[1]} = W^{[1]} X + b^{[1]}", "claim", [z1, z1]),
    (r"z^{[1](i)} = W^{[1]} x^{(i)} + b^{[1]}", "claim", [z1, z1]),
    (r"\mathbf{Z}^{[1]} = \mathbf{W}^{[1]} \mathbf{X} + \mathbf{b}^{[1]}", "claim", [z1, z1]),
    (r"Z^{(1)} = W^{(1)} X + b^{(1)}", "claim", [z1, z1]),
    (r"Z^1 = W^1 X + b^1", "claim", [z1, z1]),
    (r"A^{[1]} = \sigma(W^{[1]} X + b^{[1]})", "claim", [lambda v: v.A1] * 2),
    (r"a^{[1](i)} = \sigma\left(z^{[1](i)}\right)", "claim", [lambda v: v.A1] * 2),
    (r"dZ^{[2]} = \frac{1}{n} (A^{[2]} - Y)", "claim", [dz2, dz2]),
    (r"dZ^{[2]} = A^{[2]} - Y", "claim", [dz2, lambda v: v.A2 - v.Y]),
    (r"dz^{[2](i)} = \frac1n (a^{[2](i)} - y^{(i)})", "claim", [dz2, dz2]),
    (r"dW^{[2]} = dZ^{[2]} A^{[1]T}", "claim", [dw2, dw2]),
    (r"dW^{[2]} = \sum_{i=1}^{n} dz^{[2](i)} a^{[1](i)\top}", "claim", [dw2, dw2]),
    (r"db^{[2]} = \sum_{i=1}^n dz^{[2](i)}", "claim", [db2, db2]),
    (r"dA^{[1]} = W^{[2]T} dZ^{[2]}", "claim", [da1, da1]),
    (r"dZ^{[1]} = W^{[2]T} dZ^{[2]} \odot \sigma'(Z^{[1]})", "claim", [dz1, dz1]),
    (r"dZ^{[1]} = W^{[2]T} dZ^{[2]} * \sigma^{\prime}(Z^{[1]})", "claim", [dz1, dz1]),
    (r"dZ^{[1]} = W^{[2]\top} dZ^{[2]} \odot A^{[1]} \odot (1 - A^{[1]})", "claim", [dz1, dz1]),
    (r"dZ^{[1]} = \left(W^{[2]}\right)^T dZ^{[2]} * A^{[1]}(1 - A^{[1]})", "claim", [dz1, dz1]),
    (r"\delta^{[1]} = W^{[2]T} dZ^{[2]} \circ \sigma'(Z^{[1]})", "definition", [dz1]),
    (r"dW^{[1]} = dZ^{[1]} X^T", "claim", [dw1, dw1]),
    (r"dW^{[1]} = \sum_i dz^{[1](i)} x^{(i)T}", "claim", [dw1, dw1]),
    (r"dW^{[1]} = X dZ^{[1]T}", "claim", [dw1, lambda v: v.dW1.T]),
    (r"db^{[1]} = \sum_{i=1}^n dz^{[1](i)}", "claim", [db1, db1]),
    (r"db^{[1]} = dZ^{[1]} \mathbf{1}", "claim", [db1, db1]),
    (r"\nabla_{W^{[1]}} J = dZ^{[1]} X^{\top}", "claim", [dw1, dw1]),
    (rf"{part('J', W1)} = {part('J', Z1)} {part(Z1, W1)}", "claim", [dw1, dw1]),
    (rf"{part('J', W1)} = {part(Z1, W1)} \cdot {part('J', Z1)}", "claim", [dw1, dw1]),
    (
        rf"{part('J', W1)} = {part('J', A2)} \cdot {part(A2, Z2)} \cdot {part(Z2, A1)} \cdot {part(A1, Z1)} "
        rf"\cdot {part(Z1, W1)}",
        "claim",
        [dw1, dw1],
    ),
    (
        rf"{part('J', B1)} = \underbrace{{{part('J', A2)} \times {part(A2, Z2)}}}_{{\text{{output}}}} \times "
        rf"{part(Z2, A1)} \times {part(A1, Z1)} \times {part(Z1, B1)}",
        "claim",
        [db1, db1],
    ),
    (rf"{part('J', Z1)} = dA^{{[1]}} {part(A1, Z1)}", "claim", [dz1, dz1]),
    (rf"{part('J', Z1)} = {part('J', A1)} \odot {part(A1, Z1)}", "claim", [dz1, dz1]),
    (rf"{part(A1, Z1)} = A^{{[1]}} \odot (1 - A^{{[1]}})", "claim", [lambda v: v.slope1] * 2),
    (
        r"W^{[1]} := W^{[1]} - \alpha dW^{[1]}",
        "update",
        [lambda v: v.W1, lambda v: v.W1 - 0.1 * v.dW1],
    ),
    (r"b^{[1]} \leftarrow b^{[1]} - \alpha \, db^{[1]}", "update", [lambda v: v.b1, lambda v: v.b1 - 0.1 * db1(v)]),
    (r"J + \frac{1}{2} \lVert W^{[1]} \rVert_F^2", "expression", [lambda v: v.J + (v.W1**2).sum() / 2]),
    (rf"{part('J', A1)} {part(Z1, W1)}", "expression", None),
    (rf"{part(Z1, W1)} = X^T", "claim", None),
    (rf"{part(A1, Z1)} = W^{{[1]}}", "claim", None),
    (r"dZ^{[1]} = dZ^{[2]} W^{[2]T} * \sigma'(Z^{[1]})", "claim", None),
]
