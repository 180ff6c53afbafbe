r"""Nets 2-2-1 and 2-3-2 with numbered weights: each partial derivative on its own, one path, two paths, sums."""

from functools import partial

import numpy as np
from deck_002_entries import of
from homework_models import Homework
from textbook_entries import Entry, gradient, log_loss, sigmoid

FAMILY = "homework-numbered"
NET = Homework(
    r"data x_1, x_2, y; parameter w_{11}^{(1)}, w_{12}^{(1)}, w_{21}^{(1)}, w_{22}^{(1)}, b_1^{(1)}, b_2^{(1)},"
    r" w_1^{(2)}, w_2^{(2)}, b^{(2)}, \eta",
    (
        (
            "z1_1",
            r"z_1^{(1)} = w_{11}^{(1)} x_1 + w_{12}^{(1)} x_2 + b_1^{(1)}",
            lambda w1_11, x_1, w1_12, x_2, b1_1: w1_11 * x_1 + w1_12 * x_2 + b1_1,
        ),
        (
            "z1_2",
            r"z_2^{(1)} = w_{21}^{(1)} x_1 + w_{22}^{(1)} x_2 + b_2^{(1)}",
            lambda w1_21, x_1, w1_22, x_2, b1_2: w1_21 * x_1 + w1_22 * x_2 + b1_2,
        ),
        ("a1_1", r"a_1^{(1)} = \sigma(z_1^{(1)})", of(sigmoid, "z1_1")),
        ("a1_2", r"a_2^{(1)} = \sigma(z_2^{(1)})", of(sigmoid, "z1_2")),
        (
            "z2",
            r"z^{(2)} = w_1^{(2)} a_1^{(1)} + w_2^{(2)} a_2^{(1)} + b^{(2)}",
            lambda w2_1, a1_1, w2_2, a1_2, b2: w2_1 * a1_1 + w2_2 * a1_2 + b2,
        ),
        ("y_hat", r"\hat{y} = \sigma(z^{(2)})", of(sigmoid, "z2")),
        ("L", r"L = -y \log \hat{y} - (1 - y) \log (1 - \hat{y})", of(log_loss, "y", "y_hat")),
    ),
    FAMILY,
)


def slope_w_12(dL_dw1_12):
    return dL_dw1_12


def chain_w_12(dL_dy_hat, dy_hat_dz2, dz2_da1_1, da1_1_dz1_1, dz1_1_dw1_12):
    return dL_dy_hat * dy_hat_dz2 * dz2_da1_1 * da1_1_dz1_1 * dz1_1_dw1_12


def short_w_12(y_hat, y, w2_1, a1_1, x_2):
    return (y_hat - y) * w2_1 * a1_1 * (1 - a1_1) * x_2


# --- the net 2-3-2: its weights are matrices, its layers vectors

WIDE = {
    "declare": "shape w^{(1)}: 3,2; shape x: 2; shape b^{(1)}: 3; shape w^{(2)}: 2,3; shape b^{(2)}: 2; shape y: 2",
    "given": (
        r"z_j = \sum_{i=1}^{2} w_{ji}^{(1)} x_i + b_j^{(1)}",
        r"h_j = \tanh(z_j)",
        r"o_k = \sum_{j=1}^{3} w_{kj}^{(2)} h_j + b_k^{(2)}",
        r"E = \frac{1}{2} \sum_{k=1}^{2} (o_k - y_k)^2",
    ),
    "shapes": {"w1": (3, 2), "x": (2,), "b1": (3,), "w2": (2, 3), "b2": (2,), "y": (2,)},
}
wide = partial(Entry, family=FAMILY, kind="claim", **WIDE)


def hidden(w1, x, b1):
    return np.tanh(w1 @ x + b1)


def errors(w1, x, b1, w2, b2, y):
    return w2 @ hidden(w1, x, b1) + b2 - y


def loss(w1, x, b1, w2, b2, y):
    return (errors(w1, x, b1, w2, b2, y) ** 2).sum() / 2


def by_second_hidden(w1, x, b1, w2, b2, y):
    """The derivative of the loss by h_2, which is moved by hand."""
    moved = hidden(w1, x, b1) + 1e-30j * np.eye(3)[1]
    return np.imag(((w2 @ moved + b2 - y) ** 2).sum() / 2) / 1e-30


def two_paths(w1, x, b1, w2, b2, y):
    e = errors(w1, x, b1, w2, b2, y)
    return e[0] * w2[0, 1] + e[1] * w2[1, 1]


def by_w_31(w1, x, b1, w2, b2, y):
    return gradient(loss, "w1")(w1=w1, x=x, b1=b1, w2=w2, b2=b2, y=y)[2, 0]


def paths_to_w_31(w1, x, b1, w2, b2, y):
    e, h = errors(w1, x, b1, w2, b2, y), hidden(w1, x, b1)
    return (e[0] * w2[0, 2] + e[1] * w2[1, 2]) * (1 - h[2] ** 2) * x[0]


ENTRIES: tuple[Entry, ...] = (
    NET.before("z1_2").entry(
        "two-forward-second-neuron",
        r"z_2^{(1)} = w_{21}^{(1)} \cdot x_1 + w_{22}^{(1)} \cdot x_2 + b_2^{(1)}",
        "definition",
        lambda z1_2: z1_2,
        lambda w1_21, x_1, w1_22, x_2, b1_2: w1_21 * x_1 + w1_22 * x_2 + b1_2,
    ),
    NET.claim(
        "two-w12-chain",
        r"\frac{\partial L}{\partial w_{12}^{(1)}} = \frac{\partial L}{\partial \hat{y}}"
        r" \frac{\partial \hat{y}}{\partial z^{(2)}} \frac{\partial z^{(2)}}{\partial a_1^{(1)}}"
        r" \frac{\partial a_1^{(1)}}{\partial z_1^{(1)}} \frac{\partial z_1^{(1)}}{\partial w_{12}^{(1)}}",
        slope_w_12,
        chain_w_12,
    ),
    NET.claim(
        "two-w12-chain-from-inside",
        r"\dfrac{\partial L}{\partial w_{12}^{(1)}} = \dfrac{\partial z_1^{(1)}}{\partial w_{12}^{(1)}} \cdot"
        r" \dfrac{\partial a_1^{(1)}}{\partial z_1^{(1)}} \cdot \dfrac{\partial z^{(2)}}{\partial a_1^{(1)}} \cdot"
        r" \dfrac{\partial \hat{y}}{\partial z^{(2)}} \cdot \dfrac{\partial L}{\partial \hat{y}}",
        slope_w_12,
        chain_w_12,
    ),
    NET.continued(
        "two-w12-next-line",
        r"= (\hat{y} - y) \times w_1^{(2)} \times a_1^{(1)} (1 - a_1^{(1)}) \times x_2",
        short_w_12,
    ),
    NET.claim(
        "two-w12-values",
        r"\frac{\partial L}{\partial w^{(1)}_{12}} = (\hat{y} - y)\, w^{(2)}_1\, a^{(1)}_1 (1 - a^{(1)}_1)\, x_2",
        slope_w_12,
        short_w_12,
        note="the layer stands before the number here, and behind it in the line before",
    ),
    NET.claim(
        "two-w12-wrong-input",
        r"\frac{\partial L}{\partial w_{12}^{(1)}} = (\hat{y} - y) w_1^{(2)} a_1^{(1)} (1 - a_1^{(1)}) x_1",
        slope_w_12,
        lambda y_hat, y, w2_1, a1_1, x_1: (y_hat - y) * w2_1 * a1_1 * (1 - a1_1) * x_1,
        holds=False,
        note="the input of this weight is x_2",
    ),
    NET.entry(
        "two-partials-one-by-one",
        r"\frac{\partial z_1^{(1)}}{\partial w_{12}^{(1)}} = x_2, \quad"
        r" \frac{\partial a_1^{(1)}}{\partial z_1^{(1)}} = a_1^{(1)} (1 - a_1^{(1)}), \quad"
        r" \frac{\partial z^{(2)}}{\partial a_1^{(1)}} = w_1^{(2)}",
        "claim; claim; claim",
        lambda dz1_1_dw1_12: dz1_1_dw1_12,
        lambda x_2: x_2,
        lambda da1_1_dz1_1: da1_1_dz1_1,
        lambda a1_1: a1_1 * (1 - a1_1),
        lambda dz2_da1_1: dz2_da1_1,
        lambda w2_1: w2_1,
        split=(2, 2, 2),
    ),
    NET.claim(
        "two-no-path",
        r"\frac{\partial z_1^{(1)}}{\partial w_{21}^{(1)}} = 0",
        lambda dz1_1_dw1_21: dz1_1_dw1_21,
        lambda: 0.0,
    ),
    NET.claim(
        "two-output-bias",
        r"\frac{\partial L}{\partial b^{(2)}} = \frac{\partial L}{\partial z^{(2)}} \cdot \underbrace{"
        r"\frac{\partial z^{(2)}}{\partial b^{(2)}}}_{=1} = \hat{y} - y",
        lambda dL_db2: dL_db2,
        lambda dL_dz2, dz2_db2: dL_dz2 * dz2_db2,
        lambda y_hat, y: y_hat - y,
    ),
    NET.claim(
        "two-input-by-two-paths",
        r"\frac{\partial z^{(2)}}{\partial x_1} = w_1^{(2)} a_1^{(1)} (1 - a_1^{(1)}) w_{11}^{(1)}"
        r" + w_2^{(2)} a_2^{(1)} (1 - a_2^{(1)}) w_{21}^{(1)}",
        lambda dz2_dx_1: dz2_dx_1,
        lambda w2_1, a1_1, w1_11, w2_2, a1_2, w1_21: (
            w2_1 * a1_1 * (1 - a1_1) * w1_11 + w2_2 * a1_2 * (1 - a1_2) * w1_21
        ),
    ),
    NET.update(
        "two-update-by-derivative",
        r"w_{22}^{(1)} = w_{22}^{(1)} - \eta \cdot \frac{\partial L}{\partial w_{22}^{(1)}}",
        lambda w1_22: w1_22,
        lambda w1_22, eta, dL_dw1_22: w1_22 - eta * dL_dw1_22,
    ),
    wide(
        id="h2-wide-output-weights",
        latex=r"\frac{\partial E}{\partial w_{kj}^{(2)}} = (o_k - y_k) \, h_j",
        sides=(
            gradient(loss, "w2"),
            lambda w1, x, b1, w2, b2, y: np.outer(errors(w1, x, b1, w2, b2, y), hidden(w1, x, b1)),
        ),
        free=("k", "j"),
    ),
    wide(
        id="h2-wide-hidden-weights",
        latex=r"\frac{\partial E}{\partial w_{ji}^{(1)}}"
        r" = \sum_{k=1}^{2} (o_k - y_k)\, w_{kj}^{(2)}\, (1 - h_j^2)\, x_i",
        sides=(
            gradient(loss, "w1"),
            lambda w1, x, b1, w2, b2, y: np.outer(
                (errors(w1, x, b1, w2, b2, y) @ w2) * (1 - hidden(w1, x, b1) ** 2), x
            ),
        ),
        free=("j", "i"),
    ),
    wide(
        id="h2-wide-two-paths",
        latex=r"\frac{\partial E}{\partial h_2} = (o_1 - y_1) w_{12}^{(2)} + (o_2 - y_2) w_{22}^{(2)}",
        sides=(by_second_hidden, two_paths),
    ),
    wide(
        id="h2-wide-two-paths-by-chain",
        latex=r"\frac{\partial E}{\partial h_2} = \frac{\partial E}{\partial o_1} \frac{\partial o_1}{\partial h_2}"
        r" + \frac{\partial E}{\partial o_2} \frac{\partial o_2}{\partial h_2}",
        sides=(by_second_hidden, two_paths),
    ),
    wide(
        id="h2-wide-one-path-forgotten",
        latex=r"\frac{\partial E}{\partial h_2} = (o_1 - y_1)\, w_{12}^{(2)}",
        sides=(
            by_second_hidden,
            lambda w1, x, b1, w2, b2, y: errors(w1, x, b1, w2, b2, y)[0] * w2[0, 1],
        ),
        holds=False,
    ),
    wide(
        id="h2-wide-one-weight",
        latex=r"\frac{\partial E}{\partial w_{31}^{(1)}} = \left[ (o_1 - y_1) w_{13}^{(2)}"
        r" + (o_2 - y_2) w_{23}^{(2)} \right] (1 - h_3^2) \, x_1",
        sides=(by_w_31, paths_to_w_31),
    ),
    Entry(
        id="h2-wide-delta-hidden",
        family=FAMILY,
        latex=r"\delta_j^{(1)} = (1 - h_j^2) \sum_k w_{kj}^{(2)} \delta_k^{(2)}",
        kind="definition",
        declare=r"shape h: 3; shape w^{(2)}: 2,3; shape \delta^{(2)}: 2",
        sides=(lambda delta1: delta1, lambda h, w2, delta2: (1 - h**2) * (delta2 @ w2)),
        shapes={"delta1": (3,), "h": (3,), "w2": (2, 3), "delta2": (2,)},
        free=("j",),
    ),
)
