r"""Deck 004, classification with a perceptron: the log loss, its slope by \hat{y} in steps, products that cancel."""

from deck_004_models import BARE, CUT_PROSE, Model, log_loss
from textbook_entries import Entry, sigmoid

CLASSIFIER = Model(
    r"data x_1, x_2, y; parameter w_1, w_2, b, \alpha",
    (
        (
            "y_hat",
            r"\hat{y} = \sigma(w_1x_1 + w_2x_2 + b)",
            lambda w_1, x_1, w_2, x_2, b: sigmoid(w_1 * x_1 + w_2 * x_2 + b),
        ),
        (
            "L",
            r"L(y, \hat{y}) = -y \ln(\hat{y}) - (1 - y) \ln(1 - \hat{y})",
            log_loss,
        ),
    ),
)
LOSS = Model(r"data y, \hat{y}")
"""The loss before anything is put into it."""


def cells(number, latex, left, right):
    """A formula in two cells of a table, with a tab between them."""
    return CLASSIFIER.claim(number, latex, left, right, note="two cells of one row")


def w_1_itself(w_1):
    return w_1


def w_2_itself(w_2):
    return w_2


def b_itself(b):
    return b


def slope_w_1(dL_dw_1):
    return dL_dw_1


def slope_w_2(dL_dw_2):
    return dL_dw_2


def slope_b(dL_db):
    return dL_db


def slope_y_hat(dL_dy_hat):
    return dL_dy_hat


def inner_w_1(dy_hat_dw_1):
    return dy_hat_dw_1


def inner_w_2(dy_hat_dw_2):
    return dy_hat_dw_2


def inner_b(dy_hat_db):
    return dy_hat_db


def chain_w_1(dL_dy_hat, dy_hat_dw_1):
    return dL_dy_hat * dy_hat_dw_1


def chain_w_2(dL_dy_hat, dy_hat_dw_2):
    return dL_dy_hat * dy_hat_dw_2


def chain_b(dL_dy_hat, dy_hat_db):
    return dL_dy_hat * dy_hat_db


def error_over_spread(y, y_hat):
    return -(y - y_hat) / (y_hat * (1 - y_hat))


def common_denominator(y, y_hat):
    return (-y + y * y_hat + y_hat - y * y_hat) / (y_hat * (1 - y_hat))


def spread(y_hat):
    return y_hat * (1 - y_hat)


def spread_x_1(y_hat, x_1):
    return y_hat * (1 - y_hat) * x_1


def spread_x_2(y_hat, x_2):
    return y_hat * (1 - y_hat) * x_2


ENTRIES: tuple[Entry, ...] = (
    CLASSIFIER.prose("066", "<i>Beep beep!</i>\t\t\t😔", CUT_PROSE, "a row that is not filled in yet"),
    CLASSIFIER.prose(
        "067",
        "<i>Sentence</i>\t<i>Aack</i>\t<i>Beep</i>\t<i>Mood</i>\n"
        "<i>Aack aack aack!</i>\t3\t0\t<i>Happy</i> 😊\n"
        "<i>Beep beep!</i>\t0\t2\t<i>Sad</i> 😞\n"
        "<i>Aack beep beep beep!</i>\t1\t3\t<i>Sad</i> 😞\n"
        "<i>Aack beep aack!</i>\t2\t1\t<i>Happy</i> 😊",
    ),
    CLASSIFIER.prose("114", r"LOG LOSS"),
    CLASSIFIER.name("115", r"\hat{y}", note="a display of its own"),
    CLASSIFIER.bare("116", r"L(y, \hat{y})", lambda L: L),
    CLASSIFIER.before("y_hat").entry(
        "117",
        r"\hat{y} = \sigma(w_1x_1 + w_2x_2 + b)",
        "definition",
        lambda y_hat: y_hat,
        lambda w_1, x_1, w_2, x_2, b: sigmoid(w_1 * x_1 + w_2 * x_2 + b),
    ),
    LOSS.entry(
        "118",
        r"L(y, \hat{y}) \quad L(y, \hat{y}) = -y \ln(\hat{y}) - (1 - y) \ln(1 - \hat{y})",
        BARE + "; definition",
        lambda L: L,
        log_loss,
        split=(0, 2),
        note="the left side of the slide before stands beside the definition: no product of losses",
    ),
    LOSS.entry(
        "119", r"L(y, \hat{y}) = -y \ln(\hat{y}) - (1 - y) \ln(1 - \hat{y})", "definition", lambda L: L, log_loss
    ),
    CLASSIFIER.prose("120", r"Find w_1, w_2, b that give \hat{y} with the least error"),
    CLASSIFIER.entry("121", r"w_1 , w_2 , b", "notation", note="the parameters in a row"),
    CLASSIFIER.update(
        "122",
        r"w_1 \rightarrow w_1 - \alpha \frac{\partial L}{\partial w_1}",
        w_1_itself,
        lambda w_1, alpha, dL_dw_1: w_1 - alpha * dL_dw_1,
    ),
    CLASSIFIER.update(
        "123",
        r"w_2 \rightarrow w_2 - \alpha \frac{\partial L}{\partial w_2}",
        w_2_itself,
        lambda w_2, alpha, dL_dw_2: w_2 - alpha * dL_dw_2,
    ),
    CLASSIFIER.update(
        "124",
        r"b \rightarrow b - \alpha \frac{\partial L}{\partial b}",
        b_itself,
        lambda b, alpha, dL_db: b - alpha * dL_db,
    ),
    CLASSIFIER.prose("125", r"SUB-TASK Find the following partial derivatives"),
    CLASSIFIER.bare("126", r"\frac{\partial L}{\partial w_1}", slope_w_1),
    CLASSIFIER.cut("127", r"\frac{\partial L}{\partial w_1} ="),
    CLASSIFIER.part(
        "128", r"\frac{\partial L}{\partial w_1} = \frac{\partial L}{\partial \hat{y}}", slope_w_1, slope_y_hat
    ),
    CLASSIFIER.cut("129", r"\frac{\partial L}{\partial w_1} = \frac{\partial L}{\partial \hat{y}} \cdot"),
    CLASSIFIER.claim(
        "130",
        r"\frac{\partial L}{\partial w_1} = \frac{\partial L}{\partial \hat{y}} \cdot \frac{\partial "
        r"\hat{y}}{\partial w_1}",
        slope_w_1,
        chain_w_1,
    ),
    CLASSIFIER.claim(
        "131",
        r"\frac{\partial L}{\partial w_2} = \frac{\partial L}{\partial \hat{y}} \cdot \frac{\partial "
        r"\hat{y}}{\partial w_2}",
        slope_w_2,
        chain_w_2,
    ),
    CLASSIFIER.cut("132", r"\frac{\partial L}{\partial b} ="),
    CLASSIFIER.part(
        "133", r"\frac{\partial L}{\partial b} = \frac{\partial L}{\partial \hat{y}}", slope_b, slope_y_hat
    ),
    CLASSIFIER.cut("134", r"\frac{\partial L}{\partial b} = \frac{\partial L}{\partial \hat{y}} \cdot"),
    CLASSIFIER.claim(
        "135",
        r"\frac{\partial L}{\partial b} = \frac{\partial L}{\partial \hat{y}} \cdot \frac{\partial "
        r"\hat{y}}{\partial b}",
        slope_b,
        chain_b,
    ),
    CLASSIFIER.cut("136", r"\frac{\partial L}{\partial \hat{y}} ="),
    CLASSIFIER.cut("137", r"\frac{\partial \hat{y}}{\partial b} ="),
    CLASSIFIER.cut("138", r"\frac{\partial \hat{y}}{\partial w_1} ="),
    CLASSIFIER.cut("139", r"\frac{\partial \hat{y}}{\partial w_2} ="),
    CLASSIFIER.prose("140", r"?", CUT_PROSE, "it stands for the right sides to come"),
    CLASSIFIER.bare("141", r"\frac{\partial L}{\partial \hat{y}}", slope_y_hat),
    CLASSIFIER.part(
        "142", r"\frac{\partial L}{\partial \hat{y}} = \frac{-y}{\hat{y}}", slope_y_hat, lambda y, y_hat: -y / y_hat
    ),
    CLASSIFIER.claim(
        "143",
        r"\frac{\partial L}{\partial \hat{y}} = \frac{-(y - \hat{y})}{\hat{y}(1 - \hat{y})}",
        slope_y_hat,
        error_over_spread,
    ),
    CLASSIFIER.claim(
        "144",
        r"\frac{\partial L}{\partial \hat{y}} = \frac{-y}{\hat{y}} + \frac{1 - y}{1 - \hat{y}}",
        slope_y_hat,
        lambda y, y_hat: -y / y_hat + (1 - y) / (1 - y_hat),
    ),
    CLASSIFIER.continued(
        "145", r"= \frac{-y + y\hat{y} + \hat{y} - y\hat{y}}{\hat{y}(1 - \hat{y})}", common_denominator
    ),
    CLASSIFIER.continued(
        "146",
        r"= \frac{-y + \cancel{y\hat{y}} + \hat{y} - y\hat{y}}{\hat{y}(1 - \hat{y})}",
        common_denominator,
        "one of two terms is struck: the other one is still there",
    ),
    CLASSIFIER.continued(
        "147",
        r"= \frac{-y + \cancel{y\hat{y}} + \hat{y} - \cancel{y\hat{y}}}{\hat{y}(1 - \hat{y})}",
        common_denominator,
    ),
    CLASSIFIER.continued("148", r"= \frac{-(y - \hat{y})}{\hat{y}(1 - \hat{y})}", error_over_spread),
    cells("149", r"$\frac{\partial \hat{y}}{\partial w_1}$" "\t" r"$= \hat{y}(1 - \hat{y})x_1$", inner_w_1, spread_x_1),
    CLASSIFIER.bare("150", r"$\frac{\partial \hat{y}}{\partial w_2}$", inner_w_2),
    cells("151", r"$\frac{\partial \hat{y}}{\partial w_2}$" "\t" r"$= \hat{y}(1 - \hat{y})x_2$", inner_w_2, spread_x_2),
    CLASSIFIER.bare("152", r"$\frac{\partial \hat{y}}{\partial b}$", inner_b),
    cells("153", r"$\frac{\partial \hat{y}}{\partial b}$" "\t" r"$= \hat{y}(1 - \hat{y})$", inner_b, spread),
    CLASSIFIER.claim("154", r"\frac{\partial \hat{y}}{\partial b} = \hat{y}(1 - \hat{y})", inner_b, spread),
    CLASSIFIER.claim("155", r"\frac{\partial \hat{y}}{\partial w_1} = \hat{y}(1 - \hat{y})x_1", inner_w_1, spread_x_1),
    CLASSIFIER.claim("156", r"\frac{\partial \hat{y}}{\partial w_2} = \hat{y}(1 - \hat{y})x_2", inner_w_2, spread_x_2),
    CLASSIFIER.part(
        "157",
        r"\frac{\partial L}{\partial b} = \frac{\partial L}{\partial \hat{y}} \cdot \frac{\partial "
        r"\hat{y}}{\partial b} = \frac{-(y - \hat{y})}{\hat{y}(1 - \hat{y})}",
        slope_b,
        chain_b,
        error_over_spread,
    ),
    CLASSIFIER.claim(
        "158",
        r"\frac{\partial L}{\partial b} = \frac{\partial L}{\partial \hat{y}} \cdot \frac{\partial "
        r"\hat{y}}{\partial b} = \frac{-(y - \hat{y})}{\hat{y}(1 - \hat{y})} \hat{y}(1 - \hat{y})",
        slope_b,
        chain_b,
        lambda y, y_hat: -(y - y_hat) / (y_hat * (1 - y_hat)) * y_hat * (1 - y_hat),
        note="behind a fraction all factors are above the line",
    ),
    CLASSIFIER.part(
        "159",
        r"\frac{\partial L}{\partial w_1} = \frac{\partial L}{\partial \hat{y}} \cdot \frac{\partial "
        r"\hat{y}}{\partial w_1} = \frac{-(y - \hat{y})}{\hat{y}(1 - \hat{y})}",
        slope_w_1,
        chain_w_1,
        error_over_spread,
    ),
    CLASSIFIER.claim(
        "160",
        r"\frac{\partial L}{\partial w_1} = \frac{\partial L}{\partial \hat{y}} \cdot \frac{\partial "
        r"\hat{y}}{\partial w_1} = \frac{-(y - \hat{y})}{\hat{y}(1 - \hat{y})} \hat{y}(1 - \hat{y})x_1",
        slope_w_1,
        chain_w_1,
        lambda y, y_hat, x_1: -(y - y_hat) / (y_hat * (1 - y_hat)) * y_hat * (1 - y_hat) * x_1,
    ),
    CLASSIFIER.part(
        "161",
        r"\frac{\partial L}{\partial w_2} = \frac{\partial L}{\partial \hat{y}} \cdot \frac{\partial "
        r"\hat{y}}{\partial w_2} = \frac{-(y - \hat{y})}{\hat{y}(1 - \hat{y})}",
        slope_w_2,
        chain_w_2,
        error_over_spread,
    ),
    CLASSIFIER.claim(
        "162",
        r"\frac{\partial L}{\partial w_2} = \frac{\partial L}{\partial \hat{y}} \cdot \frac{\partial "
        r"\hat{y}}{\partial w_2} = \frac{-(y - \hat{y})}{\hat{y}(1 - \hat{y})} \hat{y}(1 - \hat{y})x_2",
        slope_w_2,
        chain_w_2,
        lambda y, y_hat, x_2: -(y - y_hat) / (y_hat * (1 - y_hat)) * y_hat * (1 - y_hat) * x_2,
    ),
    CLASSIFIER.claim("163", r"\frac{\partial L}{\partial b} = -(y - \hat{y})", slope_b, lambda y, y_hat: -(y - y_hat)),
    CLASSIFIER.claim(
        "164",
        r"\frac{\partial L}{\partial w_1} = -(y - \hat{y})x_1",
        slope_w_1,
        lambda y, y_hat, x_1: -(y - y_hat) * x_1,
    ),
    CLASSIFIER.claim(
        "165",
        r"\frac{\partial L}{\partial w_2} = -(y - \hat{y})x_2",
        slope_w_2,
        lambda y, y_hat, x_2: -(y - y_hat) * x_2,
    ),
    CLASSIFIER.cut_update("166", r"w_1 \rightarrow w_1 - \alpha", w_1_itself, lambda w_1, alpha: w_1 - alpha),
    CLASSIFIER.update(
        "167",
        r"w_1 \rightarrow w_1 - \alpha(-x_1(y - \hat{y}))",
        w_1_itself,
        lambda w_1, alpha, x_1, y, y_hat: w_1 - alpha * (-x_1 * (y - y_hat)),
    ),
    CLASSIFIER.cut_update("168", r"w_2 \rightarrow w_2 - \alpha", w_2_itself, lambda w_2, alpha: w_2 - alpha),
    CLASSIFIER.update(
        "169",
        r"w_2 \rightarrow w_2 - \alpha(-x_2(y - \hat{y}))",
        w_2_itself,
        lambda w_2, alpha, x_2, y, y_hat: w_2 - alpha * (-x_2 * (y - y_hat)),
    ),
    CLASSIFIER.cut_update("170", r"b \rightarrow b - \alpha", b_itself, lambda b, alpha: b - alpha),
    CLASSIFIER.update(
        "171",
        r"b \rightarrow b - \alpha(-(y - \hat{y}))",
        b_itself,
        lambda b, alpha, y, y_hat: b - alpha * -(y - y_hat),
    ),
    CLASSIFIER.before("y_hat").entry(
        "172",
        r"z = x_1 w_1 + x_2 w_2 + b",
        "definition",
        lambda z: z,
        lambda x_1, w_1, x_2, w_2, b: x_1 * w_1 + x_2 * w_2 + b,
        note="the same neuron, in the letters of the network that follows",
    ),
)
