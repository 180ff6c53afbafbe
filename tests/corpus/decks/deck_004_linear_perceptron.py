r"""Deck 004, regression with a perceptron: the loss of one example, its chain rule on growing slides, three updates."""

from deck_004_models import BARE, NAME, PART, PROSE, Model
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


def claim(number, latex, *sides, note=""):
    return LINEAR.entry(number, latex, "claim", *sides, note=note)


def part(number, latex, *sides, holds=False, note=""):
    """An equality that goes on with the next slide."""
    return LINEAR.entry(number, latex, PART, *sides, holds=holds, note=note)


def bare(number, latex, side):
    return LINEAR.entry(number, latex, BARE, side)


def cut(number, latex, note=""):
    return LINEAR.entry(number, latex, "fragment", note=note)


def continued(number, latex, side):
    """A line that begins with an equality sign: its one side is what stands right of it."""
    return LINEAR.entry(number, latex, "fragment", side)


def prose(number, latex, note=""):
    return LINEAR.entry(number, latex, PROSE, note=note)


def cells(number, latex, left, right):
    """A formula in two cells of a table, with a tab between them."""
    return claim(number, latex, left, right, note="two cells of one row")


def update(number, latex, old, new):
    return LINEAR.entry(number, latex, "update", old, new)


def cut_update(number, latex, old, new):
    """An update that ends with the learning rate: as it stands, one with the gradient 1."""
    return LINEAR.entry(number, latex, "update|claim|fragment", old, new, holds=False)


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
    Model().entry(
        "001",
        r"Optimization in Neural Networks and Newton's Method",
        PROSE,
        note="the title of the course, with an apostrophe",
    ),
    prose(
        "002",
        "\t<i>Size of a house (ft²)</i> \t\t<i>Price of house (\\$)</i> \n"
        "\t1000ft^2\t\t\\$20,000\n\t2000ft^2\t\t\\$30,000\n\t3000ft^2\t\t\\$50,000",
        "a table of numbers, with units, in which no formula stands",
    ),
    prose(
        "003",
        "\t<i>Size of a house (ft²)</i> \t<i>Number of rooms</i> \t<i>Price of house (\\$)</i> \n"
        "\t1000ft ²\t2\t\\$20,000\n\t2000ft ²\t4\t\\$30,000\n\t3000ft ²\t7\t\\$50,000",
    ),
    prose("004", r"Inputs *Size of a house (ft²)* *Number of rooms* Output *Price of house (\$)*"),
    LINEAR.entry("005", r"\hat{y}", NAME, note="the label of a neuron"),
    LINEAR.before("y_hat").entry(
        "006",
        r"\hat{y} = w_1x_1 + w_2x_2 + b",
        "definition",
        lambda y_hat: y_hat,
        lambda w_1, x_1, w_2, x_2, b: w_1 * x_1 + w_2 * x_2 + b,
    ),
    prose(
        "007",
        r"Find weights and bias that will optimise the predictions. i.e. Reduce the errors in the "
        r"predictions",
    ),
    prose("008", r"Mean Squared Error"),
    TABLE.entry("009a", "y", NAME, note="the header of a column"),
    TABLE.entry("009b", r"\hat{y}", NAME, note="the header of a column"),
    TABLE.entry("010", "\t\\$20,000\t\\$15,000\t\n\t\\$30,000\t\\$30,000\t\n\t\\$50,000\t\\$45,000\t", PROSE),
    TABLE.entry("011a", r"$y - \hat{y}$", BARE, lambda y, y_hat: y - y_hat, note="the header of a column"),
    TABLE.entry(
        "011b",
        "\t\\$20,000\t\\$15,000\tError\n\t\\$30,000\t\\$30,000\tError\n\t\\$50,000\t\\$45,000\tError",
        PROSE,
    ),
    TABLE.entry("012", r"(y - \hat{y})^2", BARE, lambda y, y_hat: (y - y_hat) ** 2),
    TABLE.entry("013", r"\frac{1}{2}(y - \hat{y})^2", BARE, half_square),
    TABLE.entry(
        "014", r"= \frac{1}{2}(y - \hat{y})^2", "fragment", half_square, note="its left side is the words before it"
    ),
    TABLE.entry("015", r"L(y, \hat{y}) = \frac{1}{2}(y - \hat{y})^2", "definition", lambda L: L, half_square),
    prose("016", r"Find w_1 , w_2 , b that give \hat{y} with the least error"),
    LINEAR.entry("017", r"w_1, w_2, b", "notation", note="the parameters in a row"),
    prose("018", r"You need gradient descent"),
    update("019", r"w_1 \rightarrow w_1 - \alpha \frac{\partial L}{\partial w_1}", w_1_itself, w_1_lowered),
    update("020", r"w_2 \rightarrow w_2 - \alpha \frac{\partial L}{\partial w_2}", w_2_itself, w_2_lowered),
    update("021", r"b \rightarrow b - \alpha \frac{\partial L}{\partial b}", b_itself, b_lowered),
    bare("022", r"\frac{\partial L}{\partial b}", slope_b),
    bare("023", r"\frac{\partial L}{\partial w_1}", slope_w_1),
    bare("024", r"\frac{\partial L}{\partial w_2}", slope_w_2),
    cut("025", r"\frac{\partial L}{\partial b} ="),
    part(
        "026",
        r"\frac{\partial L}{\partial b} = \frac{\partial L}{\partial \hat{y}}",
        slope_b,
        slope_y_hat,
        holds=True,
        note="true as it stands, since the factor to come is 1",
    ),
    cut("027", r"\frac{\partial L}{\partial b} = \frac{\partial L}{\partial \hat{y}} \cdot"),
    cut(
        "028",
        r"\frac{\partial L}{\partial b} = \frac{\partial L}{\partial \hat{y}} \cdot \partial \hat{y}",
        "the second factor is half there",
    ),
    claim(
        "029",
        r"\frac{\partial L}{\partial b} = \frac{\partial L}{\partial \hat{y}} \cdot \frac{\partial "
        r"\hat{y}}{\partial b}",
        slope_b,
        chain_b,
    ),
    cut("030", r"\frac{\partial L}{\partial w_1} ="),
    part("031", r"\frac{\partial L}{\partial w_1} = \frac{\partial L}{\partial \hat{y}}", slope_w_1, slope_y_hat),
    cut("032", r"\frac{\partial L}{\partial w_1} = \frac{\partial L}{\partial \hat{y}} \cdot"),
    claim(
        "033",
        r"\frac{\partial L}{\partial w_1} = \frac{\partial L}{\partial \hat{y}} \cdot \frac{\partial "
        r"\hat{y}}{\partial w_1}",
        slope_w_1,
        chain_w_1,
    ),
    cut("034", r"\frac{\partial L}{\partial w_2} ="),
    part("035", r"\frac{\partial L}{\partial w_2} = \frac{\partial L}{\partial \hat{y}}", slope_w_2, slope_y_hat),
    cut("036", r"\frac{\partial L}{\partial w_2} = \frac{\partial L}{\partial \hat{y}} \cdot"),
    claim(
        "037",
        r"\frac{\partial L}{\partial w_2} = \frac{\partial L}{\partial \hat{y}} \cdot \frac{\partial "
        r"\hat{y}}{\partial w_2}",
        slope_w_2,
        chain_w_2,
    ),
    bare("038", r"$\frac{\partial L}{\partial \hat{y}}$", slope_y_hat),
    bare("039", r"$\frac{\partial \hat{y}}{\partial b}$", lambda dy_hat_db: dy_hat_db),
    bare("040", r"$\frac{\partial \hat{y}}{\partial w_1}$", lambda dy_hat_dw_1: dy_hat_dw_1),
    bare("041", r"$\frac{\partial \hat{y}}{\partial w_2}$", lambda dy_hat_dw_2: dy_hat_dw_2),
    part(
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
    claim("047", r"\frac{\partial L}{\partial \hat{y}} = -(y - \hat{y})", slope_y_hat, minus_error),
    claim("048", r"\frac{\partial \hat{y}}{\partial b} = 1", lambda dy_hat_db: dy_hat_db, lambda: 1),
    claim("049", r"\frac{\partial \hat{y}}{\partial w_1} = x_1", lambda dy_hat_dw_1: dy_hat_dw_1, lambda x_1: x_1),
    claim("050", r"\frac{\partial \hat{y}}{\partial w_2} = x_2", lambda dy_hat_dw_2: dy_hat_dw_2, lambda x_2: x_2),
    continued("051", r"= -(y - \hat{y})", minus_error),
    claim(
        "052",
        r"\frac{\partial L}{\partial b} = \frac{\partial L}{\partial \hat{y}} \cdot \frac{\partial "
        r"\hat{y}}{\partial b} = -(y - \hat{y})",
        slope_b,
        chain_b,
        minus_error,
    ),
    continued("053", r"= -(y - \hat{y}) x_1", minus_error_x_1),
    continued("054", r"= -(y - \hat{y}) x_2", minus_error_x_2),
    claim(
        "055",
        r"\frac{\partial L}{\partial w_1} = \frac{\partial L}{\partial \hat{y}} \cdot \frac{\partial "
        r"\hat{y}}{\partial w_1} = -(y - \hat{y}) x_1",
        slope_w_1,
        chain_w_1,
        minus_error_x_1,
    ),
    claim(
        "056",
        r"\frac{\partial L}{\partial w_2} = \frac{\partial L}{\partial \hat{y}} \cdot \frac{\partial "
        r"\hat{y}}{\partial w_2} = -(y - \hat{y}) x_2",
        slope_w_2,
        chain_w_2,
        minus_error_x_2,
    ),
    update("057", r"w_1 = w_1 - \alpha \frac{\partial L}{\partial w_1}", w_1_itself, w_1_lowered),
    cut_update("058", r"w_1 = w_1 - \alpha", w_1_itself, lambda w_1, alpha: w_1 - alpha),
    update(
        "059",
        r"w_1 = w_1 - \alpha(-x_1(y - \hat{y}))",
        w_1_itself,
        lambda w_1, alpha, x_1, y, y_hat: w_1 - alpha * (-x_1 * (y - y_hat)),
    ),
    update("060", r"w_2 = w_2 - \alpha \frac{\partial L}{\partial w_2}", w_2_itself, w_2_lowered),
    cut_update("061", r"w_2 = w_2 - \alpha", w_2_itself, lambda w_2, alpha: w_2 - alpha),
    update(
        "062",
        r"w_2 = w_2 - \alpha(-x_2(y - \hat{y}))",
        w_2_itself,
        lambda w_2, alpha, x_2, y, y_hat: w_2 - alpha * (-x_2 * (y - y_hat)),
    ),
    update("063", r"b = b - \alpha \frac{\partial L}{\partial b}", b_itself, b_lowered),
    cut_update("064", r"b = b - \alpha", b_itself, lambda b, alpha: b - alpha),
    update("065", r"b = b - \alpha(-(y - \hat{y}))", b_itself, lambda b, alpha, y, y_hat: b - alpha * -(y - y_hat)),
)
