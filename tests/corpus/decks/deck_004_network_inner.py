r"""Deck 004, the 2-2-1 network: forward, and the gradients of w_{11} and w_{21}, from the inside to the outside."""

import numpy as np
from deck_004_models import CUT_PROSE, NETWORK, Model, derivation, log_loss, loss_and_chain
from textbook_entries import Entry, sigmoid


def slope_w_11(dL_dw_11):
    return dL_dw_11


def chain_w_11(dz_1_dw_11, da_1_dz_1, dz_da_1, dy_hat_dz, dL_dy_hat):
    return dz_1_dw_11 * da_1_dz_1 * dz_da_1 * dy_hat_dz * dL_dy_hat


def factors_w_11(x_1, a_1, w_1, y_hat, y):
    return x_1 * (a_1 * (1 - a_1)) * w_1 * (y_hat * (1 - y_hat)) * (-(y - y_hat) / (y_hat * (1 - y_hat)))


def short_w_11(x_1, w_1, a_1, y, y_hat):
    return -x_1 * w_1 * a_1 * (1 - a_1) * (y - y_hat)


def slope_w_21(dL_dw_21):
    return dL_dw_21


def chain_w_21(dz_1_dw_21, da_1_dz_1, dz_da_1, dy_hat_dz, dL_dy_hat):
    return dz_1_dw_21 * da_1_dz_1 * dz_da_1 * dy_hat_dz * dL_dy_hat


def factors_w_21(x_2, a_1, w_1, y_hat, y):
    return x_2 * (a_1 * (1 - a_1)) * w_1 * (y_hat * (1 - y_hat)) * (-(y - y_hat) / (y_hat * (1 - y_hat)))


def short_w_21(x_2, w_1, a_1, y, y_hat):
    return -x_2 * w_1 * a_1 * (1 - a_1) * (y - y_hat)


ENTRIES: tuple[Entry, ...] = (
    NETWORK.prose("173", r"2,2,1 Neural Network", note="a comma list of widths, and no decimal comma"),
    NETWORK.prose("174", "Neural network of depth 2\n\n \n- one input layer\n- one hidden layer\n- one output layer"),
    NETWORK.name("175", r"a_1", note="the label of a neuron"),
    NETWORK.before("a_1").entry(
        "176", r"a_1 = \sigma(z_1)", "definition", lambda a_1: a_1, lambda z_1: 1 / (1 + np.exp(-z_1))
    ),
    NETWORK.name("177", r"z_1"),
    NETWORK.before("z_1").entry(
        "178",
        r"z_1 = x_1 w_{11} + x_2 w_{21} + b_1",
        "definition",
        lambda z_1: z_1,
        lambda x_1, w_11, x_2, w_21, b_1: x_1 * w_11 + x_2 * w_21 + b_1,
        note="the first index of a weight is its input, the second its neuron",
    ),
    NETWORK.name("179", r"a_2"),
    NETWORK.before("a_2").entry(
        "180", r"a_2 = \sigma(z_2)", "definition", lambda a_2: a_2, lambda z_2: 1 / (1 + np.exp(-z_2))
    ),
    NETWORK.name("181", r"z_2"),
    NETWORK.before("z_2").entry(
        "182",
        r"z_2 = x_1 w_{12} + x_2 w_{22} + b_2",
        "definition",
        lambda z_2: z_2,
        lambda x_1, w_12, x_2, w_22, b_2: x_1 * w_12 + x_2 * w_22 + b_2,
    ),
    NETWORK.before("y_hat").entry("183", r"\hat{y} = \sigma(z)", "definition", lambda y_hat: y_hat, sigmoid),
    NETWORK.before("z").entry(
        "184",
        r"z = a_1 w_1 + a_2 w_2 + b",
        "definition",
        lambda z: z,
        lambda a_1, w_1, a_2, w_2, b: a_1 * w_1 + a_2 * w_2 + b,
    ),
    Model(r"data y, \hat{y}").entry(
        "185",
        r"L(y, \hat{y}) = -y \log(\hat{y}) - (1 - y) \log(1 - \hat{y})",
        "definition",
        lambda L: L,
        log_loss,
        note="the natural logarithm",
    ),
    NETWORK.prose("186", r"Adjust each of the highlighted weights and biases To reduce the loss function"),
    NETWORK.claim(
        "187",
        r"\frac{\partial L}{\partial w_{11}} = \frac{\partial z_1}{\partial w_{11}} \bullet "
        r"\frac{\partial a_1}{\partial z_1} \bullet \frac{\partial z}{\partial a_1} \bullet "
        r"\frac{\partial \hat{y}}{\partial z} \bullet \frac{\partial L}{\partial \hat{y}}",
        slope_w_11,
        chain_w_11,
        note="bullets as dots of a product",
    ),
    loss_and_chain(
        "188",
        r"L(y, \hat{y}) = -y \log(\hat{y}) - (1-y) \log(1-\hat{y}) \quad \frac{\partial L}{\partial "
        r"w_{11}} = \frac{\partial z_1}{\partial w_{11}} \cdot \frac{\partial a_1}{\partial z_1} \cdot "
        r"\frac{\partial z}{\partial a_1} \cdot \frac{\partial \hat{y}}{\partial z} \cdot \frac{\partial "
        r"L}{\partial \hat{y}}",
        slope_w_11,
        chain_w_11,
    ),
    NETWORK.claim(
        "189",
        r"\frac{\partial L}{\partial w_{11}} = \frac{\partial z_1}{\partial w_{11}} \cdot \frac{\partial "
        r"a_1}{\partial z_1} \cdot \frac{\partial z}{\partial a_1} \cdot \frac{\partial "
        r"\hat{y}}{\partial z} \cdot \frac{\partial L}{\partial \hat{y}}",
        slope_w_11,
        chain_w_11,
    ),
    NETWORK.bare("190", r"\frac{\partial L}{\partial w_{11}}", slope_w_11),
    NETWORK.cut("191", r"\frac{\partial L}{\partial w_{11}} ="),
    NETWORK.claim(
        "192",
        r"\frac{\partial L}{\partial w_{11}} = \boxed{\frac{\partial z_1}{\partial w_{11}}} \cdot "
        r"\frac{\partial a_1}{\partial z_1} \cdot \frac{\partial z}{\partial a_1} \cdot \frac{\partial "
        r"\hat{y}}{\partial z} \cdot \frac{\partial L}{\partial \hat{y}}",
        slope_w_11,
        chain_w_11,
        note="the box marks the factor that the slide speaks of",
    ),
    NETWORK.part("193", r"\frac{\partial L}{\partial w_{11}} = x_1", slope_w_11, lambda x_1: x_1),
    NETWORK.part(
        "194",
        r"\frac{\partial L}{\partial w_{11}} = x_1 - a_1(1 - a_1)",
        slope_w_11,
        lambda x_1, a_1: x_1 - a_1 * (1 - a_1),
        note="the minus was a dot",
    ),
    NETWORK.part(
        "195",
        r"\frac{\partial L}{\partial w_{11}} = x_1 - a_1(1-a_1) w_1",
        slope_w_11,
        lambda x_1, a_1, w_1: x_1 - a_1 * (1 - a_1) * w_1,
    ),
    NETWORK.part(
        "196",
        r"\frac{\partial L}{\partial w_{11}} = x_1 - a_1(1-a_1) w_1 - \hat{y}(1-\hat{y})",
        slope_w_11,
        lambda x_1, a_1, w_1, y_hat: x_1 - a_1 * (1 - a_1) * w_1 - y_hat * (1 - y_hat),
    ),
    NETWORK.claim(
        "197",
        r"\frac{\partial L}{\partial w_{11}} = x_1 \quad a_1(1-a_1) \quad w_1 \quad \hat{y}(1-\hat{y}) "
        r"\quad \frac{-(y - \hat{y})}{\hat{y}(1-\hat{y})}",
        slope_w_11,
        factors_w_11,
        note="wide spaces between factors: one product, since none has an equality sign",
    ),
    NETWORK.claim(
        "198",
        r"\frac{\partial L}{\partial w_{11}} = x_1 \cdot a_1(1-a_1) \cdot w_1 \cdot \hat{y}(1-\hat{y}) "
        r"\cdot \frac{-(y - \hat{y})}{\hat{y}(1-\hat{y})}",
        slope_w_11,
        factors_w_11,
    ),
    NETWORK.claim(
        "199",
        r"\frac{\partial L}{\partial w_{11}} = x_1 \cdot a_1(1-a_1) \cdot w_1 \cdot "
        r"\cancel{\hat{y}(1-\hat{y})} \cdot \frac{-(y - \hat{y})}{\hat{y}(1-\hat{y})}",
        slope_w_11,
        factors_w_11,
        note="one of two factors is struck: it keeps its value",
    ),
    NETWORK.claim(
        "200",
        r"\frac{\partial L}{\partial w_{11}} = x_1 \cdot a_1 (1-a_1) \cdot w_1 \cdot "
        r"\cancel{\hat{y}(1-\hat{y})} \cdot \frac{-(y - \hat{y})}{\cancel{\hat{y}(1-\hat{y})}}",
        slope_w_11,
        factors_w_11,
    ),
    NETWORK.continued("201", r"= -x_1 w_1 a_1 (1-a_1) (y - \hat{y})", short_w_11),
    derivation(
        "202",
        r"\begin{aligned}\frac{\partial L}{\partial w_{11}} &= \frac{\partial z_1}{\partial w_{11}} "
        r"\cdot \frac{\partial a_1}{\partial z_1} \cdot \frac{\partial z}{\partial a_1} \cdot "
        r"\frac{\partial \hat{y}}{\partial z} \cdot \frac{\partial L}{\partial \hat{y}} \\ "
        r"\frac{\partial L}{\partial w_{11}} &= x_1 \cdot a_1 (1 - a_1) \cdot w_1 \cdot "
        r"\cancel{\hat{y}(1 - \hat{y})} \cdot \frac{-(y - \hat{y})}{\cancel{\hat{y}(1 - \hat{y})}} \\ "
        r"&= -x_1 w_1 a_1 (1 - a_1) (y - \hat{y})\end{aligned}",
        slope_w_11,
        chain_w_11,
        factors_w_11,
        short_w_11,
    ),
    NETWORK.prose("203", r"value of w_{11} that", CUT_PROSE, "a line of a sentence"),
    NETWORK.update(
        "204",
        r"w_{11} \rightarrow w_{11} - \alpha \frac{\partial L}{\partial w_{11}}",
        lambda w_11: w_11,
        lambda w_11, alpha, dL_dw_11: w_11 - alpha * dL_dw_11,
    ),
    NETWORK.prose("205", r"to find optimal value of w_{11} that gives the least error"),
    NETWORK.cut_update(
        "206", r"w_{11} \rightarrow w_{11} - \alpha", lambda w_11: w_11, lambda w_11, alpha: w_11 - alpha
    ),
    NETWORK.update(
        "207",
        r"w_{11} \rightarrow w_{11} - \alpha \cdot x_1 w_1 a_1 (1-a_1) (y - \hat{y})",
        lambda w_11: w_11,
        lambda w_11, alpha, x_1, w_1, a_1, y, y_hat: w_11 - alpha * x_1 * w_1 * a_1 * (1 - a_1) * (y - y_hat),
        note="uphill: the gradient has lost its minus",
    ),
    NETWORK.claim(
        "208",
        r"\frac{\partial L}{\partial w_{21}} = \frac{\partial z_1}{\partial w_{21}} \cdot \frac{\partial "
        r"a_1}{\partial z_1} \cdot \frac{\partial z}{\partial a_1} \cdot \frac{\partial "
        r"\hat{y}}{\partial z} \cdot \frac{\partial L}{\partial \hat{y}}",
        slope_w_21,
        chain_w_21,
    ),
    loss_and_chain(
        "209",
        r"L(y, \hat{y}) = -y \log(\hat{y}) - (1-y) \log(1-\hat{y}) \quad \frac{\partial L}{\partial "
        r"w_{21}} = \frac{\partial z_1}{\partial w_{21}} \cdot \frac{\partial a_1}{\partial z_1} \cdot "
        r"\frac{\partial z}{\partial a_1} \cdot \frac{\partial \hat{y}}{\partial z} \cdot \frac{\partial "
        r"L}{\partial \hat{y}}",
        slope_w_21,
        chain_w_21,
    ),
    NETWORK.bare("210", r"\frac{\partial L}{\partial w_{21}}", slope_w_21),
    NETWORK.cut("211", r"\frac{\partial L}{\partial w_{21}} ="),
    NETWORK.claim(
        "212",
        r"\frac{\partial L}{\partial w_{21}} = \boxed{\frac{\partial z_1}{\partial w_{21}}} \cdot "
        r"\frac{\partial a_1}{\partial z_1} \cdot \frac{\partial z}{\partial a_1} \cdot \frac{\partial "
        r"\hat{y}}{\partial z} \cdot \frac{\partial L}{\partial \hat{y}}",
        slope_w_21,
        chain_w_21,
    ),
    NETWORK.part("213", r"\frac{\partial L}{\partial w_{21}} = x_2", slope_w_21, lambda x_2: x_2),
    NETWORK.part(
        "214",
        r"\frac{\partial L}{\partial w_{21}} = x_2 - a_1(1 - a_1)",
        slope_w_21,
        lambda x_2, a_1: x_2 - a_1 * (1 - a_1),
    ),
    NETWORK.part(
        "215",
        r"\frac{\partial L}{\partial w_{21}} = x_2 - a_1(1-a_1) w_1",
        slope_w_21,
        lambda x_2, a_1, w_1: x_2 - a_1 * (1 - a_1) * w_1,
    ),
    NETWORK.part(
        "216",
        r"\frac{\partial L}{\partial w_{21}} = x_2 - a_1(1-a_1) w_1 - \hat{y}(1-\hat{y})",
        slope_w_21,
        lambda x_2, a_1, w_1, y_hat: x_2 - a_1 * (1 - a_1) * w_1 - y_hat * (1 - y_hat),
    ),
    NETWORK.claim(
        "217",
        r"\frac{\partial L}{\partial w_{21}} = x_2 \quad a_1(1-a_1) \quad w_1 \quad \hat{y}(1-\hat{y}) "
        r"\quad \frac{-(y - \hat{y})}{\hat{y}(1-\hat{y})}",
        slope_w_21,
        factors_w_21,
        note="wide spaces between factors",
    ),
    NETWORK.claim(
        "218",
        r"\frac{\partial L}{\partial w_{21}} = x_2 \cdot a_1(1-a_1) \cdot w_1 \cdot \hat{y}(1-\hat{y}) "
        r"\cdot \frac{-(y - \hat{y})}{\hat{y}(1-\hat{y})}",
        slope_w_21,
        factors_w_21,
    ),
    NETWORK.claim(
        "219",
        r"\frac{\partial L}{\partial w_{21}} = x_2 \cdot a_1 (1-a_1) \cdot w_1 \cdot "
        r"\cancel{\hat{y}(1-\hat{y})} \cdot \frac{-(y - \hat{y})}{\hat{y}(1-\hat{y})}",
        slope_w_21,
        factors_w_21,
    ),
    NETWORK.claim(
        "220",
        r"\frac{\partial L}{\partial w_{21}} = x_2 \cdot a_1 (1-a_1) \cdot w_1 \cdot "
        r"\cancel{\hat{y}(1-\hat{y})} \cdot \frac{-(y - \hat{y})}{\cancel{\hat{y}(1-\hat{y})}}",
        slope_w_21,
        factors_w_21,
    ),
    derivation(
        "221",
        r"\begin{aligned}\frac{\partial L}{\partial w_{21}} &= \frac{\partial z_1}{\partial w_{21}} "
        r"\cdot \frac{\partial a_1}{\partial z_1} \cdot \frac{\partial z}{\partial a_1} \cdot "
        r"\frac{\partial \hat{y}}{\partial z} \cdot \frac{\partial L}{\partial \hat{y}} \\ "
        r"\frac{\partial L}{\partial w_{21}} &= x_2 \cdot a_1 (1 - a_1) \cdot w_1 \cdot "
        r"\cancel{\hat{y}(1 - \hat{y})} \cdot \frac{-(y - \hat{y})}{\cancel{\hat{y}(1 - \hat{y})}} \\ "
        r"&= -x_2 w_1 a_1 (1 - a_1) (y - \hat{y})\end{aligned}",
        slope_w_21,
        chain_w_21,
        factors_w_21,
        short_w_21,
    ),
    NETWORK.prose("222", r"value of w_{21} that", CUT_PROSE, "a line of a sentence"),
    NETWORK.claim(
        "223",
        r"\begin{aligned} \frac{\partial L}{\partial w_{21}} &= x_2 \cdot a_1 (1 - a_1) \cdot w_1 \cdot "
        r"\cancel{\hat{y}(1 - \hat{y})} \cdot \frac{-(y - \hat{y})}{\cancel{\hat{y}(1 - \hat{y})}} \\ "
        r"&= -x_2 w_1 a_1 (1 - a_1) (y - \hat{y}) \end{aligned}",
        slope_w_21,
        factors_w_21,
        short_w_21,
    ),
    NETWORK.update(
        "224",
        r"w_{21} \rightarrow w_{21} - \alpha \frac{\partial L}{\partial w_{21}}",
        lambda w_21: w_21,
        lambda w_21, alpha, dL_dw_21: w_21 - alpha * dL_dw_21,
    ),
    NETWORK.prose("225", r"to find optimal value of w_{21} that gives the least error"),
    NETWORK.cut_update(
        "226", r"w_{21} \rightarrow w_{21} - \alpha", lambda w_21: w_21, lambda w_21, alpha: w_21 - alpha
    ),
    NETWORK.update(
        "227",
        r"w_{21} \rightarrow w_{21} - \alpha \cdot x_2 w_1 a_1 (1-a_1) (y - \hat{y})",
        lambda w_21: w_21,
        lambda w_21, alpha, x_2, w_1, a_1, y, y_hat: w_21 - alpha * x_2 * w_1 * a_1 * (1 - a_1) * (y - y_hat),
        note="uphill: the gradient has lost its minus",
    ),
)
