r"""Deck 004, regression with a perceptron: the loss of one example, its chain rule on growing slides, three updates."""

from deck_004_models import Model
from textbook_entries import Entry

LINEAR = Model(
    r"data x_1, x_2, y; parameter w_1, w_2, b, \alpha",
    (
        ("y_hat", r"\hat{y} = w_1x_1 + w_2x_2 + b", lambda w_1, x_1, w_2, x_2, b: w_1 * x_1 + w_2 * x_2 + b),
        ("L", r"L(y, \hat{y}) = \frac{1}{2}(y - \hat{y})^2", lambda y, y_hat: (y - y_hat) ** 2 / 2),
    ),
)
TABLE = Model(r"data y, \hat{y}")
"""The table of errors, in which the predictions are a column of numbers."""


def cells(number, latex, left, right):
    """A formula in two cells of a table, with a tab between them."""
    return LINEAR.claim(number, latex, left, right, note="two cells of one row")


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


def w_1_lowered(w_1, alpha, dL_dw_1):
    return w_1 - alpha * dL_dw_1


def w_2_lowered(w_2, alpha, dL_dw_2):
    return w_2 - alpha * dL_dw_2


def b_lowered(b, alpha, dL_db):
    return b - alpha * dL_db


def chain_w_1(dL_dy_hat, dy_hat_dw_1):
    return dL_dy_hat * dy_hat_dw_1


def chain_w_2(dL_dy_hat, dy_hat_dw_2):
    return dL_dy_hat * dy_hat_dw_2


def chain_b(dL_dy_hat, dy_hat_db):
    return dL_dy_hat * dy_hat_db


def minus_error(y, y_hat):
    return -(y - y_hat)


def minus_error_x_1(y, y_hat, x_1):
    return -(y - y_hat) * x_1


def minus_error_x_2(y, y_hat, x_2):
    return -(y - y_hat) * x_2


def half_square(y, y_hat):
    return (y - y_hat) ** 2 / 2


ENTRIES: tuple[Entry, ...] = (
    Model().prose(
        "001",
        r"Optimization in Neural Networks and Newton's Method",
        note="the title of the course, with an apostrophe",
    ),
    LINEAR.prose(
        "002",
        "\t<i>Size of a house (ft²)</i> \t\t<i>Price of house (\\$)</i> \n"
        "\t1000ft^2\t\t\\$20,000\n\t2000ft^2\t\t\\$30,000\n\t3000ft^2\t\t\\$50,000",
        note="a table of numbers, with units, in which no formula stands",
    ),
    LINEAR.prose(
        "003",
        "\t<i>Size of a house (ft²)</i> \t<i>Number of rooms</i> \t<i>Price of house (\\$)</i> \n"
        "\t1000ft ²\t2\t\\$20,000\n\t2000ft ²\t4\t\\$30,000\n\t3000ft ²\t7\t\\$50,000",
    ),
    LINEAR.prose("004", r"Inputs *Size of a house (ft²)* *Number of rooms* Output *Price of house (\$)*"),
    LINEAR.name("005", r"\hat{y}", note="the label of a neuron"),
    LINEAR.before("y_hat").entry(
        "006",
        r"\hat{y} = w_1x_1 + w_2x_2 + b",
        "definition",
        lambda y_hat: y_hat,
        lambda w_1, x_1, w_2, x_2, b: w_1 * x_1 + w_2 * x_2 + b,
    ),
    LINEAR.prose(
        "007",
        r"Find weights and bias that will optimise the predictions. i.e. Reduce the errors in the "
        r"predictions",
    ),
    LINEAR.prose("008", r"Mean Squared Error"),
    TABLE.name("009a", "y", note="the header of a column"),
    TABLE.name("009b", r"\hat{y}", note="the header of a column"),
    TABLE.prose("010", "\t\\$20,000\t\\$15,000\t\n\t\\$30,000\t\\$30,000\t\n\t\\$50,000\t\\$45,000\t"),
    TABLE.bare("011a", r"$y - \hat{y}$", lambda y, y_hat: y - y_hat, note="the header of a column"),
    TABLE.prose(
        "011b",
        "\t\\$20,000\t\\$15,000\tError\n\t\\$30,000\t\\$30,000\tError\n\t\\$50,000\t\\$45,000\tError",
    ),
    TABLE.bare("012", r"(y - \hat{y})^2", lambda y, y_hat: (y - y_hat) ** 2),
    TABLE.bare("013", r"\frac{1}{2}(y - \hat{y})^2", half_square),
    TABLE.continued("014", r"= \frac{1}{2}(y - \hat{y})^2", half_square, note="its left side is the words before it"),
    TABLE.entry("015", r"L(y, \hat{y}) = \frac{1}{2}(y - \hat{y})^2", "definition", lambda L: L, half_square),
    LINEAR.prose("016", r"Find w_1 , w_2 , b that give \hat{y} with the least error"),
    LINEAR.entry("017", r"w_1, w_2, b", "notation", note="the parameters in a row"),
    LINEAR.prose("018", r"You need gradient descent"),
    LINEAR.update("019", r"w_1 \rightarrow w_1 - \alpha \frac{\partial L}{\partial w_1}", w_1_itself, w_1_lowered),
    LINEAR.update("020", r"w_2 \rightarrow w_2 - \alpha \frac{\partial L}{\partial w_2}", w_2_itself, w_2_lowered),
    LINEAR.update("021", r"b \rightarrow b - \alpha \frac{\partial L}{\partial b}", b_itself, b_lowered),
    LINEAR.bare("022", r"\frac{\partial L}{\partial b}", slope_b),
    LINEAR.bare("023", r"\frac{\partial L}{\partial w_1}", slope_w_1),
    LINEAR.bare("024", r"\frac{\partial L}{\partial w_2}", slope_w_2),
    LINEAR.cut("025", r"\frac{\partial L}{\partial b} ="),
    LINEAR.part(
        "026",
        r"\frac{\partial L}{\partial b} = \frac{\partial L}{\partial \hat{y}}",
        slope_b,
        slope_y_hat,
        holds=True,
        note="true as it stands, since the factor to come is 1",
    ),
    LINEAR.cut("027", r"\frac{\partial L}{\partial b} = \frac{\partial L}{\partial \hat{y}} \cdot"),
    LINEAR.cut(
        "028",
        r"\frac{\partial L}{\partial b} = \frac{\partial L}{\partial \hat{y}} \cdot \partial \hat{y}",
        "the second factor is half there",
    ),
    LINEAR.claim(
        "029",
        r"\frac{\partial L}{\partial b} = \frac{\partial L}{\partial \hat{y}} \cdot \frac{\partial "
        r"\hat{y}}{\partial b}",
        slope_b,
        chain_b,
    ),
    LINEAR.cut("030", r"\frac{\partial L}{\partial w_1} ="),
    LINEAR.part(
        "031", r"\frac{\partial L}{\partial w_1} = \frac{\partial L}{\partial \hat{y}}", slope_w_1, slope_y_hat
    ),
    LINEAR.cut("032", r"\frac{\partial L}{\partial w_1} = \frac{\partial L}{\partial \hat{y}} \cdot"),
    LINEAR.claim(
        "033",
        r"\frac{\partial L}{\partial w_1} = \frac{\partial L}{\partial \hat{y}} \cdot \frac{\partial "
        r"\hat{y}}{\partial w_1}",
        slope_w_1,
        chain_w_1,
    ),
    LINEAR.cut("034", r"\frac{\partial L}{\partial w_2} ="),
    LINEAR.part(
        "035", r"\frac{\partial L}{\partial w_2} = \frac{\partial L}{\partial \hat{y}}", slope_w_2, slope_y_hat
    ),
    LINEAR.cut("036", r"\frac{\partial L}{\partial w_2} = \frac{\partial L}{\partial \hat{y}} \cdot"),
    LINEAR.claim(
        "037",
        r"\frac{\partial L}{\partial w_2} = \frac{\partial L}{\partial \hat{y}} \cdot \frac{\partial "
        r"\hat{y}}{\partial w_2}",
        slope_w_2,
        chain_w_2,
    ),
    LINEAR.bare("038", r"$\frac{\partial L}{\partial \hat{y}}$", slope_y_hat),
    LINEAR.bare("039", r"$\frac{\partial \hat{y}}{\partial b}$", lambda dy_hat_db: dy_hat_db),
    LINEAR.bare("040", r"$\frac{\partial \hat{y}}{\partial w_1}$", lambda dy_hat_dw_1: dy_hat_dw_1),
    LINEAR.bare("041", r"$\frac{\partial \hat{y}}{\partial w_2}$", lambda dy_hat_dw_2: dy_hat_dw_2),
    LINEAR.part(
        "042",
        r"$\frac{\partial L}{\partial \hat{y}}$" "\t" r"$= (y - \hat{y})$",
        slope_y_hat,
        lambda y, y_hat: y - y_hat,
        note="the minus comes with the next slide",
    ),
    cells("043", r"$\frac{\partial L}{\partial \hat{y}}$" "\t" r"$= -(y - \hat{y})$", slope_y_hat, minus_error),
    cells("044", r"$\frac{\partial \hat{y}}{\partial b}$" "\t" r"$= 1$", lambda dy_hat_db: dy_hat_db, lambda: 1),
    cells(
        "045",
        r"$\frac{\partial \hat{y}}{\partial w_1}$" "\t" r"$= x_1$",
        lambda dy_hat_dw_1: dy_hat_dw_1,
        lambda x_1: x_1,
    ),
    cells(
        "046",
        r"$\frac{\partial \hat{y}}{\partial w_2}$" "\t" r"$= x_2$",
        lambda dy_hat_dw_2: dy_hat_dw_2,
        lambda x_2: x_2,
    ),
    LINEAR.claim("047", r"\frac{\partial L}{\partial \hat{y}} = -(y - \hat{y})", slope_y_hat, minus_error),
    LINEAR.claim("048", r"\frac{\partial \hat{y}}{\partial b} = 1", lambda dy_hat_db: dy_hat_db, lambda: 1),
    LINEAR.claim(
        "049", r"\frac{\partial \hat{y}}{\partial w_1} = x_1", lambda dy_hat_dw_1: dy_hat_dw_1, lambda x_1: x_1
    ),
    LINEAR.claim(
        "050", r"\frac{\partial \hat{y}}{\partial w_2} = x_2", lambda dy_hat_dw_2: dy_hat_dw_2, lambda x_2: x_2
    ),
    LINEAR.continued("051", r"= -(y - \hat{y})", minus_error),
    LINEAR.claim(
        "052",
        r"\frac{\partial L}{\partial b} = \frac{\partial L}{\partial \hat{y}} \cdot \frac{\partial "
        r"\hat{y}}{\partial b} = -(y - \hat{y})",
        slope_b,
        chain_b,
        minus_error,
    ),
    LINEAR.continued("053", r"= -(y - \hat{y}) x_1", minus_error_x_1),
    LINEAR.continued("054", r"= -(y - \hat{y}) x_2", minus_error_x_2),
    LINEAR.claim(
        "055",
        r"\frac{\partial L}{\partial w_1} = \frac{\partial L}{\partial \hat{y}} \cdot \frac{\partial "
        r"\hat{y}}{\partial w_1} = -(y - \hat{y}) x_1",
        slope_w_1,
        chain_w_1,
        minus_error_x_1,
    ),
    LINEAR.claim(
        "056",
        r"\frac{\partial L}{\partial w_2} = \frac{\partial L}{\partial \hat{y}} \cdot \frac{\partial "
        r"\hat{y}}{\partial w_2} = -(y - \hat{y}) x_2",
        slope_w_2,
        chain_w_2,
        minus_error_x_2,
    ),
    LINEAR.update("057", r"w_1 = w_1 - \alpha \frac{\partial L}{\partial w_1}", w_1_itself, w_1_lowered),
    LINEAR.cut_update("058", r"w_1 = w_1 - \alpha", w_1_itself, lambda w_1, alpha: w_1 - alpha),
    LINEAR.update(
        "059",
        r"w_1 = w_1 - \alpha(-x_1(y - \hat{y}))",
        w_1_itself,
        lambda w_1, alpha, x_1, y, y_hat: w_1 - alpha * (-x_1 * (y - y_hat)),
    ),
    LINEAR.update("060", r"w_2 = w_2 - \alpha \frac{\partial L}{\partial w_2}", w_2_itself, w_2_lowered),
    LINEAR.cut_update("061", r"w_2 = w_2 - \alpha", w_2_itself, lambda w_2, alpha: w_2 - alpha),
    LINEAR.update(
        "062",
        r"w_2 = w_2 - \alpha(-x_2(y - \hat{y}))",
        w_2_itself,
        lambda w_2, alpha, x_2, y, y_hat: w_2 - alpha * (-x_2 * (y - y_hat)),
    ),
    LINEAR.update("063", r"b = b - \alpha \frac{\partial L}{\partial b}", b_itself, b_lowered),
    LINEAR.cut_update("064", r"b = b - \alpha", b_itself, lambda b, alpha: b - alpha),
    LINEAR.update(
        "065", r"b = b - \alpha(-(y - \hat{y}))", b_itself, lambda b, alpha, y, y_hat: b - alpha * -(y - y_hat)
    ),
)
