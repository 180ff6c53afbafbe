r"""Backpropagation through nets 1-1-1, line by line: squared error with tanh or ReLU, log loss with sigmoids."""

import numpy as np
from deck_002_entries import of
from homework_models import Homework
from textbook_entries import Entry, log_loss, relu, sigmoid, sigmoid_prime, step

SQUARED = Homework(
    r"data x, y; parameter w_1, b_1, w_2, b_2, \eta",
    (
        ("z_1", r"z_1 = w_1 x + b_1", lambda w_1, x, b_1: w_1 * x + b_1),
        ("h", r"h = \tanh(z_1)", of(np.tanh, "z_1")),
        ("z_2", r"z_2 = w_2 h + b_2", lambda w_2, h, b_2: w_2 * h + b_2),
        ("y_hat", r"\hat{y} = z_2", lambda z_2: z_2 * 1),
        ("L", r"L = \frac{1}{2}(\hat{y} - y)^2", lambda y_hat, y: (y_hat - y) ** 2 / 2),
    ),
    "homework-one-one-one",
)
LOGISTIC = Homework(
    r"data x, y; parameter w^{(1)}, b^{(1)}, w^{(2)}, b^{(2)}",
    (
        ("z1", r"z^{(1)} = w^{(1)} x + b^{(1)}", lambda w1, x, b1: w1 * x + b1),
        ("a1", r"a^{(1)} = \sigma(z^{(1)})", of(sigmoid, "z1")),
        ("z2", r"z^{(2)} = w^{(2)} a^{(1)} + b^{(2)}", lambda w2, a1, b2: w2 * a1 + b2),
        ("y_hat", r"\hat{y} = \sigma(z^{(2)})", of(sigmoid, "z2")),
        ("L", r"L = -\left[ y \ln \hat{y} + (1 - y) \ln (1 - \hat{y}) \right]", of(log_loss, "y", "y_hat")),
    ),
    "homework-one-one-one",
)
RELU = Homework(
    r"data x, y; parameter w, v, \theta",
    (
        ("z", r"z = wx - \theta", lambda w, x, theta: w * x - theta),
        ("h", r"h = \max(0, z)", of(relu, "z")),
        ("y_hat", r"\hat{y} = v h", lambda v, h: v * h),
        ("L", r"L = \frac{1}{2} (y - \hat{y})^2", lambda y, y_hat: (y - y_hat) ** 2 / 2),
    ),
    "homework-one-one-one",
)
"""The threshold makes the neuron silent at some of the points at which the sides are compared."""


def slope_w_1(dL_dw_1):
    return dL_dw_1


def chain_w_1(dL_dy_hat, dy_hat_dz_2, dz_2_dh, dh_dz_1, dz_1_dw_1):
    return dL_dy_hat * dy_hat_dz_2 * dz_2_dh * dh_dz_1 * dz_1_dw_1


def short_w_1(y_hat, y, w_2, h, x):
    return (y_hat - y) * w_2 * (1 - h**2) * x


ENTRIES: tuple[Entry, ...] = (
    SQUARED.before("z_1").entry(
        "one-forward-two-steps",
        r"z_1 = w_1 x + b_1, \quad h = \tanh(z_1)",
        "definition; definition",
        lambda z_1: z_1,
        lambda w_1, x, b_1: w_1 * x + b_1,
        lambda h: h,
        of(np.tanh, "z_1"),
        split=(2, 2),
    ),
    SQUARED.claim(
        "one-loss-by-output",
        r"\frac{\partial L}{\partial \hat{y}} = \frac{1}{2} \cdot 2 (\hat{y} - y) \cdot 1 = \hat{y} - y",
        lambda dL_dy_hat: dL_dy_hat,
        lambda y_hat, y: 0.5 * 2 * (y_hat - y) * 1,
        lambda y_hat, y: y_hat - y,
    ),
    SQUARED.claim(
        "one-w2-chain-and-values",
        r"\frac{\partial L}{\partial w_2} = \frac{\partial L}{\partial \hat{y}} \cdot"
        r" \frac{\partial \hat{y}}{\partial z_2} \cdot \frac{\partial z_2}{\partial w_2}"
        r" = (\hat{y} - y) \cdot 1 \cdot h",
        lambda dL_dw_2: dL_dw_2,
        lambda dL_dy_hat, dy_hat_dz_2, dz_2_dw_2: dL_dy_hat * dy_hat_dz_2 * dz_2_dw_2,
        lambda y_hat, y, h: (y_hat - y) * 1 * h,
    ),
    SQUARED.claim(
        "one-w1-chain-from-inside",
        r"\frac{\partial L}{\partial w_1} = \frac{\partial z_1}{\partial w_1} \times \frac{\partial h}{\partial z_1}"
        r" \times \frac{\partial z_2}{\partial h} \times \frac{\partial \hat{y}}{\partial z_2}"
        r" \times \frac{\partial L}{\partial \hat{y}}",
        slope_w_1,
        chain_w_1,
    ),
    SQUARED.continued(
        "one-w1-next-line",
        r"= x \cdot (1 - h^2) \cdot w_2 \cdot 1 \cdot (\hat{y} - y)",
        lambda x, h, w_2, y_hat, y: x * (1 - h**2) * w_2 * (y_hat - y),
    ),
    SQUARED.claim(
        "one-b1-chain-by-juxtaposition",
        r"\frac{dL}{db_1} = \frac{dL}{d\hat{y}} \frac{d\hat{y}}{dz_2} \frac{dz_2}{dh} \frac{dh}{dz_1}"
        r" \frac{dz_1}{db_1} = (\hat{y} - y) w_2 (1 - h^2)",
        lambda dL_db_1: dL_db_1,
        lambda dL_dy_hat, dy_hat_dz_2, dz_2_dh, dh_dz_1, dz_1_db_1: (
            dL_dy_hat * dy_hat_dz_2 * dz_2_dh * dh_dz_1 * dz_1_db_1
        ),
        lambda y_hat, y, w_2, h: (y_hat - y) * w_2 * (1 - h**2),
    ),
    SQUARED.claim(
        "one-w1-boxed",
        r"\boxed{\frac{\partial L}{\partial w_1} = (\hat{y} - y)\, w_2\, \left(1 - \tanh^2(z_1)\right)\, x}",
        slope_w_1,
        lambda y_hat, y, w_2, z_1, x: (y_hat - y) * w_2 * (1 - np.tanh(z_1) ** 2) * x,
    ),
    SQUARED.claim(
        "one-b2-end-of-proof",
        r"\therefore \frac{\partial L}{\partial b_2} = \hat{y} - y \qquad \blacksquare",
        lambda dL_db_2: dL_db_2,
        lambda y_hat, y: y_hat - y,
        note="the square ends the proof",
    ),
    SQUARED.claim(
        "one-w1-lost-square",
        r"\frac{\partial L}{\partial w_1} = (\hat{y} - y) w_2 (1 - h) x",
        slope_w_1,
        lambda y_hat, y, w_2, h, x: (y_hat - y) * w_2 * (1 - h) * x,
        holds=False,
        note="1 - h^2 was meant",
    ),
    SQUARED.claim(
        "one-w1-lost-weight",
        r"\frac{\partial L}{\partial w_1} = (\hat{y} - y) \cdot (1 - h^2) \cdot x",
        slope_w_1,
        lambda y_hat, y, h, x: (y_hat - y) * (1 - h**2) * x,
        holds=False,
        note="the factor w_2 is missing",
    ),
    SQUARED.claim(
        "one-tanh-by-its-argument",
        r"\frac{\partial h}{\partial z_1} = 1 - \tanh^2 z_1 = 1 - h^2",
        lambda dh_dz_1: dh_dz_1,
        lambda z_1: 1 - np.tanh(z_1) ** 2,
        lambda h: 1 - h**2,
    ),
    SQUARED.claim(
        "one-w1-aligned",
        r"\begin{align*} \frac{\partial L}{\partial w_1} &= \frac{\partial L}{\partial z_2} \cdot"
        r" \frac{\partial z_2}{\partial h} \cdot \frac{\partial h}{\partial z_1} \cdot"
        r" \frac{\partial z_1}{\partial w_1} \\ &= (\hat{y} - y) \cdot w_2 \cdot (1 - h^2) \cdot x \end{align*}",
        slope_w_1,
        lambda dL_dz_2, dz_2_dh, dh_dz_1, dz_1_dw_1: dL_dz_2 * dz_2_dh * dh_dz_1 * dz_1_dw_1,
        short_w_1,
    ),
    SQUARED.update(
        "one-update-written-out",
        r"w_1 \leftarrow w_1 - \eta\, (\hat{y} - y)\, w_2\, (1 - h^2)\, x",
        lambda w_1: w_1,
        lambda w_1, eta, y_hat, y, w_2, h, x: w_1 - eta * (y_hat - y) * w_2 * (1 - h**2) * x,
    ),
    LOGISTIC.claim(
        "one-log-loss-by-output",
        r"\frac{\partial L}{\partial \hat{y}} = -\frac{y}{\hat{y}} + \frac{1-y}{1-\hat{y}}"
        r" = \frac{\hat{y} - y}{\hat{y}(1-\hat{y})}",
        lambda dL_dy_hat: dL_dy_hat,
        lambda y, y_hat: -y / y_hat + (1 - y) / (1 - y_hat),
        lambda y, y_hat: (y_hat - y) / (y_hat * (1 - y_hat)),
    ),
    LOGISTIC.claim(
        "one-log-loss-cancelled",
        r"\frac{\partial L}{\partial z^{(2)}} = \frac{\hat{y} - y}{\cancel{\hat{y}(1-\hat{y})}} \cdot"
        r" \cancel{\hat{y}(1-\hat{y})} = \hat{y} - y",
        lambda dL_dz2: dL_dz2,
        lambda y, y_hat: (y_hat - y) / (y_hat * (1 - y_hat)) * (y_hat * (1 - y_hat)),
        lambda y, y_hat: y_hat - y,
    ),
    LOGISTIC.entry(
        "one-delta-by-definition",
        r"\delta^{(2)} := \frac{\partial L}{\partial z^{(2)}} = \hat{y} - y",
        "definition|claim",
        lambda delta2: delta2,
        lambda dL_dz2: dL_dz2,
        lambda y, y_hat: y_hat - y,
        note="a new name for a derivative, and its value",
    ),
    LOGISTIC.claim(
        "one-delta-sign-lost",
        r"\frac{\partial L}{\partial z^{(2)}} = y - \hat{y}",
        lambda dL_dz2: dL_dz2,
        lambda y, y_hat: y - y_hat,
        holds=False,
    ),
    LOGISTIC.claim(
        "one-b1-with-prime",
        r"\frac{\partial L}{\partial b^{(1)}} = (\hat{y} - y)\, w^{(2)}\, \sigma'(z^{(1)}) \cdot 1",
        lambda dL_db1: dL_db1,
        lambda y, y_hat, w2, z1: (y_hat - y) * w2 * sigmoid_prime(z1),
    ),
    LOGISTIC.claim(
        "one-sigmoid-slope-of-layer",
        r"\frac{\partial a^{(1)}}{\partial z^{(1)}} = \frac{e^{-z^{(1)}}}{\left(1 + e^{-z^{(1)}}\right)^2}"
        r" = a^{(1)} \left(1 - a^{(1)}\right)",
        lambda da1_dz1: da1_dz1,
        lambda z1: np.exp(-z1) / (1 + np.exp(-z1)) ** 2,
        lambda a1: a1 * (1 - a1),
    ),
    RELU.claim(
        "one-relu-indicator",
        r"\frac{\partial L}{\partial w} = -(y - \hat{y}) \, v \, \mathbb{1}[z > 0] \, x",
        lambda dL_dw: dL_dw,
        lambda y, y_hat, v, z, x: -(y - y_hat) * v * step(z) * x,
    ),
    RELU.claim(
        "one-relu-threshold-by-cases",
        r"\frac{\partial L}{\partial \theta} = (y - \hat{y}) \cdot v \cdot"
        r" \begin{cases} 1 & z > 0 \\ 0 & z \leq 0 \end{cases}",
        lambda dL_dtheta: dL_dtheta,
        lambda y, y_hat, v, z: (y - y_hat) * v * step(z),
        note="a threshold enters with a minus, and so the two signs cancel",
    ),
)
