r"""Backpropagation for a layer l: the delta form, chains of Jacobians, products that vanish, masks, residuals."""

import numpy as np
from paper_entries import Paper
from textbook_entries import gradient, jacobian, sigmoid, sigmoid_prime, step

p = Paper("deltas")

NET = {
    "declare": "shape W^{(l)}: m,n; shape a^{(l-1)}: n; shape b^{(l)}: m; shape W^{(l+1)}: k,m; shape y: k",
    "given": (
        r"z^{(l)} = W^{(l)} a^{(l-1)} + b^{(l)}",
        r"a^{(l)} = \tanh(z^{(l)})",
        r"z^{(l+1)} = W^{(l+1)} a^{(l)}",
        r"\mathcal{L} = \frac{1}{2} \lVert z^{(l+1)} - y \rVert^2",
        r"\delta^{(l+1)} = z^{(l+1)} - y",
    ),
    "shapes": {"Wl": (3, 2), "al_minus_1": (2,), "bl": (3,), "Wl_plus_1": (2, 3), "y": (2,)},
}


def loss(Wl, al_minus_1, bl, Wl_plus_1, y):
    return ((Wl_plus_1 @ np.tanh(Wl @ al_minus_1 + bl) - y) ** 2).sum() / 2


def delta(Wl, al_minus_1, bl, Wl_plus_1, y):
    a = np.tanh(Wl @ al_minus_1 + bl)
    return (Wl_plus_1.T @ (Wl_plus_1 @ a - y)) * (1 - a * a)


def three(w_1, w_2, w_3, a_0):
    return sigmoid(w_3 * sigmoid(w_2 * sigmoid(w_1 * a_0)))


def three_slopes(w_1, w_2, w_3, a_0):
    z_1 = w_1 * a_0
    z_2 = w_2 * sigmoid(z_1)
    z_3 = w_3 * sigmoid(z_2)
    return w_3 * sigmoid_prime(z_3) * w_2 * sigmoid_prime(z_2) * w_1 * sigmoid_prime(z_1)


ENTRIES = (
    p.definition(
        "forward-for-all-layers",
        r"\begin{align} z^{l} &= W^{l} a^{l-1} + b^{l}, \\ a^{l} &= \phi(z^{l}) \qquad \text{for } l = 1, \dots, L."
        r" \end{align}",
        r"shape W^{l}: m,n; shape a^{l-1}: n; shape b^{l}: m; function \phi",
        lambda zl: zl,
        lambda Wl, al_minus_1, bl: Wl @ al_minus_1 + bl,
        lambda al: al,
        lambda zl, phi: phi(zl),
        kind="definition; definition",
        split=(2, 2),
        shapes={"zl": (3,), "Wl": (3, 2), "al_minus_1": (2,), "bl": (3,), "al": (3,)},
        functions=("phi",),
    ),
    p.definition(
        "one-layer-down",
        r"\delta^{l-1} := \phi'(z^{l-1}) \odot (W^{l})^{\top} \delta^{l}",
        r"shape z^{l-1}: n; shape W^{l}: m,n; shape \delta^{l}: m; function \phi",
        lambda deltal_minus_1: deltal_minus_1,
        lambda zl_minus_1, Wl, deltal, phi_prime: phi_prime(zl_minus_1) * (Wl.T @ deltal),
        kind="definition|update",
        shapes={"deltal_minus_1": (2,), "zl_minus_1": (2,), "Wl": (3, 2), "deltal": (3,)},
        functions=("phi",),
        note="the matrix product binds before the elementwise one, on its right too",
    ),
    p.claim(
        "delta",
        r"\frac{\partial \mathcal{L}}{\partial z^{(l)}}"
        r" = \bigl( W^{(l+1)} \bigr)^{\!\top} \delta^{(l+1)} \odot \bigl( 1 - a^{(l)} \odot a^{(l)} \bigr)",
        NET["declare"],
        lambda Wl, al_minus_1, bl, Wl_plus_1, y: gradient(lambda z, V, y: ((V @ np.tanh(z) - y) ** 2).sum() / 2, "z")(
            z=Wl @ al_minus_1 + bl, V=Wl_plus_1, y=y
        ),
        delta,
        given=NET["given"],
        shapes=NET["shapes"],
    ),
    p.claim(
        "weights-and-bias-in-one-line",
        r"\frac{\partial \mathcal{L}}{\partial W^{(l)}} = \frac{\partial \mathcal{L}}{\partial z^{(l)}} \,"
        r" a^{(l-1)\top}, \quad \frac{\partial \mathcal{L}}{\partial b^{(l)}}"
        r" = \frac{\partial \mathcal{L}}{\partial z^{(l)}}",
        NET["declare"],
        gradient(loss, "Wl"),
        lambda Wl, al_minus_1, bl, Wl_plus_1, y: np.outer(delta(Wl, al_minus_1, bl, Wl_plus_1, y), al_minus_1),
        gradient(loss, "bl"),
        delta,
        given=NET["given"],
        kind="claim; claim",
        split=(2, 2),
        shapes=NET["shapes"],
    ),
    p.claim(
        "activations-below",
        r"\frac{\partial \mathcal{L}}{\partial a^{(l-1)}} = {W^{(l)}}^\top"
        r" \frac{\partial \mathcal{L}}{\partial z^{(l)}}",
        NET["declare"],
        gradient(loss, "al_minus_1"),
        lambda Wl, al_minus_1, bl, Wl_plus_1, y: Wl.T @ delta(Wl, al_minus_1, bl, Wl_plus_1, y),
        given=NET["given"],
        shapes=NET["shapes"],
    ),
    p.definition(
        "sum-over-units-above",
        r"\delta_j^{(l)} = f'\bigl(z_j^{(l)}\bigr) \sum_{i=1}^{m} w_{ij}^{(l+1)} \delta_i^{(l+1)}",
        r"shape z^{(l)}: n; shape w^{(l+1)}: m,n; shape \delta^{(l+1)}: m; function f",
        lambda deltal: deltal,
        lambda zl, wl_plus_1, deltal_plus_1, f_prime: f_prime(zl) * (deltal_plus_1 @ wl_plus_1),
        shapes={"deltal": (2,), "zl": (2,), "wl_plus_1": (3, 2), "deltal_plus_1": (3,)},
        functions=("f",),
        free=("j",),
    ),
    p.claim(
        "three-slopes-vanish",
        r"\frac{\partial a_3}{\partial a_0} = w_3 \sigma'(z_3) \cdot w_2 \sigma'(z_2) \cdot w_1 \sigma'(z_1)",
        "data a_0; parameter w_1, w_2, w_3",
        gradient(three, "a_0"),
        three_slopes,
        given=(
            r"z_1 = w_1 a_0",
            r"a_1 = \sigma(z_1)",
            r"z_2 = w_2 a_1",
            r"a_2 = \sigma(z_2)",
            r"z_3 = w_3 a_2",
            r"a_3 = \sigma(z_3)",
        ),
        shapes={"w_1": (), "w_2": (), "w_3": (), "a_0": ()},
    ),
    p.claim(
        "mask-of-a-relu",
        r"\nabla_x s = W^\top \bigl( v \odot \mathbb{1}[Wx > \theta] \bigr)",
        r"shape v: m; shape W: m,n; shape x: n; parameter \theta",
        gradient(lambda v, W, x, theta: (v * np.where(np.real(W @ x) > theta, W @ x - theta, 0)).sum(), "x"),
        lambda v, W, x, theta: W.T @ (v * step(W @ x - theta)),
        given=(r"s = v^\top \max(0, Wx - \theta)",),
        shapes={"v": (3,), "W": (3, 2), "x": (2,), "theta": ()},
        note="one threshold for all units",
    ),
    p.claim(
        "residual-block",
        r"\frac{\partial \mathbf{y}}{\partial \mathbf{x}} = \mathbf{I} + \mathbf{V}"
        r" \operatorname{diag}\bigl( 1 - \tanh^2(\mathbf{U} \mathbf{x}) \bigr) \mathbf{U}",
        r"layout numerator; shape \mathbf{x}: n; shape \mathbf{U}: m,n; shape \mathbf{V}: n,m",
        jacobian(lambda x, U, V: x + V @ np.tanh(U @ x), "x"),
        lambda x, U, V: np.eye(len(x)) + V @ np.diag(1 - np.tanh(U @ x) ** 2) @ U,
        given=(r"\mathbf{y} = \mathbf{x} + \mathbf{V} \tanh(\mathbf{U} \mathbf{x})",),
        shapes={"x": (2,), "U": (3, 2), "V": (2, 3)},
    ),
)
