r"""Deck 004, the 2-2-1 network: the gradients of b_1, w_1 and b, with boxes and struck factors."""

from deck_004_models import CUT_PROSE, NETWORK, derivation, loss_and_chain
from textbook_entries import Entry


def slope_b_1(dL_db_1):
    return dL_db_1


def chain_b_1(dz_1_db_1, da_1_dz_1, dz_da_1, dy_hat_dz, dL_dy_hat):
    return dz_1_db_1 * da_1_dz_1 * dz_da_1 * dy_hat_dz * dL_dy_hat


def factors_b_1(a_1, w_1, y_hat, y):
    return 1 * (a_1 * (1 - a_1)) * w_1 * (y_hat * (1 - y_hat)) * (-(y - y_hat) / (y_hat * (1 - y_hat)))


def short_b_1(w_1, a_1, y, y_hat):
    return -w_1 * a_1 * (1 - a_1) * (y - y_hat)


def slope_w_1(dL_dw_1):
    return dL_dw_1


def chain_w_1(dz_dw_1, dy_hat_dz, dL_dy_hat):
    return dz_dw_1 * dy_hat_dz * dL_dy_hat


def factors_w_1(a_1, y_hat, y):
    return a_1 * (y_hat * (1 - y_hat)) * (-(y - y_hat) / (y_hat * (1 - y_hat)))


def short_w_1(a_1, y, y_hat):
    return -a_1 * (y - y_hat)


def slope_b(dL_db):
    return dL_db


def chain_b(dz_db, dy_hat_dz, dL_dy_hat):
    return dz_db * dy_hat_dz * dL_dy_hat


def factors_b(y_hat, y):
    return 1 * (y_hat * (1 - y_hat)) * (-(y - y_hat) / (y_hat * (1 - y_hat)))


def short_b(y, y_hat):
    return -(y - y_hat)


ENTRIES: tuple[Entry, ...] = (
    NETWORK.claim(
        "228",
        r"\frac{\partial L}{\partial b_1} = \frac{\partial z_1}{\partial b_1} \cdot \frac{\partial "
        r"a_1}{\partial z_1} \cdot \frac{\partial z}{\partial a_1} \cdot \frac{\partial "
        r"\hat{y}}{\partial z} \cdot \frac{\partial L}{\partial \hat{y}}",
        slope_b_1,
        chain_b_1,
    ),
    loss_and_chain(
        "229",
        r"L(y, \hat{y}) = -y \log(\hat{y}) - (1-y) \log(1-\hat{y}) \quad \frac{\partial L}{\partial b_1} "
        r"= \frac{\partial z_1}{\partial b_1} \cdot \frac{\partial a_1}{\partial z_1} \cdot "
        r"\frac{\partial z}{\partial a_1} \cdot \frac{\partial \hat{y}}{\partial z} \cdot \frac{\partial "
        r"L}{\partial \hat{y}}",
        slope_b_1,
        chain_b_1,
    ),
    NETWORK.bare("230", r"\frac{\partial L}{\partial b_1}", slope_b_1),
    NETWORK.cut("231", r"\frac{\partial L}{\partial b_1} ="),
    NETWORK.claim(
        "232",
        r"\frac{\partial L}{\partial b_1} = \boxed{\frac{\partial z_1}{\partial b_1}} \cdot "
        r"\frac{\partial a_1}{\partial z_1} \cdot \frac{\partial z}{\partial a_1} \cdot \frac{\partial "
        r"\hat{y}}{\partial z} \cdot \frac{\partial L}{\partial \hat{y}}",
        slope_b_1,
        chain_b_1,
    ),
    NETWORK.part("233", r"\frac{\partial L}{\partial b_1} = 1", slope_b_1, lambda: 1),
    NETWORK.part(
        "234",
        r"\frac{\partial L}{\partial b_1} = 1 - a_1(1 - a_1)",
        slope_b_1,
        lambda a_1: 1 - a_1 * (1 - a_1),
        note="the minus was a dot",
    ),
    NETWORK.part(
        "235",
        r"\frac{\partial L}{\partial b_1} = 1 - a_1(1 - a_1) w_1",
        slope_b_1,
        lambda a_1, w_1: 1 - a_1 * (1 - a_1) * w_1,
    ),
    NETWORK.part(
        "236",
        r"\frac{\partial L}{\partial b_1} = 1 - a_1(1-a_1) w_1 \hat{y}(1-\hat{y})",
        slope_b_1,
        lambda a_1, w_1, y_hat: 1 - a_1 * (1 - a_1) * w_1 * y_hat * (1 - y_hat),
    ),
    NETWORK.claim(
        "237",
        r"\frac{\partial L}{\partial b_1} = 1 - a_1(1 - a_1) w_1 \hat{y}(1 - \hat{y}) \frac{-(y - "
        r"\hat{y})}{\hat{y}(1 - \hat{y})}",
        slope_b_1,
        lambda a_1, w_1, y, y_hat: (
            1 - a_1 * (1 - a_1) * w_1 * y_hat * (1 - y_hat) * (-(y - y_hat) / (y_hat * (1 - y_hat)))
        ),
        holds=False,
        note="all factors are there, and the first dot is a minus",
    ),
    NETWORK.claim(
        "238",
        r"\frac{\partial L}{\partial b_1} = 1 \cdot a_1(1-a_1) \cdot w_1 \cdot \hat{y}(1-\hat{y}) \cdot "
        r"\frac{-(y - \hat{y})}{\hat{y}(1-\hat{y})}",
        slope_b_1,
        factors_b_1,
    ),
    NETWORK.claim(
        "239",
        r"\frac{\partial L}{\partial b_1} = 1 \cdot a_1(1-a_1) \cdot w_1 \cdot "
        r"\cancel{\hat{y}(1-\hat{y})} \cdot \frac{-(y - \hat{y})}{\hat{y}(1-\hat{y})}",
        slope_b_1,
        factors_b_1,
    ),
    NETWORK.claim(
        "240",
        r"\frac{\partial L}{\partial b_1} = 1 \cdot a_1(1-a_1) \cdot w_1 \cdot "
        r"\cancel{\hat{y}(1-\hat{y})} \cdot \frac{-(y - \hat{y})}{\cancel{\hat{y}(1-\hat{y})}}",
        slope_b_1,
        factors_b_1,
    ),
    derivation(
        "241",
        r"\begin{aligned}\frac{\partial L}{\partial b_1} &= \frac{\partial z_1}{\partial b_1} \cdot "
        r"\frac{\partial a_1}{\partial z_1} \cdot \frac{\partial z}{\partial a_1} \cdot \frac{\partial "
        r"\hat{y}}{\partial z} \cdot \frac{\partial L}{\partial \hat{y}} \\ "
        r"\frac{\partial L}{\partial b_1} &= 1 \cdot a_1(1-a_1) \cdot w_1 \cdot "
        r"\cancel{\hat{y}(1-\hat{y})} \cdot \frac{-(y - \hat{y})}{\cancel{\hat{y}(1-\hat{y})}} \\ "
        r"&= -w_1 a_1 (1-a_1) (y - \hat{y})\end{aligned}",
        slope_b_1,
        chain_b_1,
        factors_b_1,
        short_b_1,
    ),
    NETWORK.prose("242", r"value of b_1 that", CUT_PROSE, "a line of a sentence"),
    NETWORK.update(
        "243",
        r"b_1 \rightarrow b_1 - \alpha \frac{\partial L}{\partial b_1}",
        lambda b_1: b_1,
        lambda b_1, alpha, dL_db_1: b_1 - alpha * dL_db_1,
    ),
    NETWORK.prose("244", r"to find optimal value of b_1 that gives the least error"),
    NETWORK.cut_update("245", r"b_1 \rightarrow b_1 - \alpha", lambda b_1: b_1, lambda b_1, alpha: b_1 - alpha),
    NETWORK.update(
        "246",
        r"b_1 \rightarrow b_1 - \alpha (-w_1 a_1 (1-a_1) (y - \hat{y}))",
        lambda b_1: b_1,
        lambda b_1, alpha, w_1, a_1, y, y_hat: b_1 - alpha * (-w_1 * a_1 * (1 - a_1) * (y - y_hat)),
    ),
    NETWORK.claim(
        "247",
        r"\frac{\partial L}{\partial w_1} = \frac{\partial z}{\partial w_1} \cdot \frac{\partial "
        r"\hat{y}}{\partial z} \cdot \frac{\partial L}{\partial \hat{y}}",
        slope_w_1,
        chain_w_1,
    ),
    loss_and_chain(
        "248",
        r"L(y, \hat{y}) = -y \log(\hat{y}) - (1-y) \log(1-\hat{y}) \quad \frac{\partial L}{\partial w_1} "
        r"= \frac{\partial z}{\partial w_1} \cdot \frac{\partial \hat{y}}{\partial z} \cdot "
        r"\frac{\partial L}{\partial \hat{y}}",
        slope_w_1,
        chain_w_1,
    ),
    NETWORK.bare("249", r"\frac{\partial L}{\partial w_1}", slope_w_1),
    NETWORK.cut("250", r"\frac{\partial L}{\partial w_1} ="),
    NETWORK.claim(
        "251",
        r"\frac{\partial L}{\partial w_1} = \boxed{\frac{\partial z}{\partial w_1}} \cdot \frac{\partial "
        r"\hat{y}}{\partial z} \cdot \frac{\partial L}{\partial \hat{y}}",
        slope_w_1,
        chain_w_1,
    ),
    NETWORK.part("252", r"\frac{\partial L}{\partial w_1} = a_1", slope_w_1, lambda a_1: a_1),
    NETWORK.part(
        "253",
        r"\frac{\partial L}{\partial w_1} = a_1 \hat{y}(1-\hat{y})",
        slope_w_1,
        lambda a_1, y_hat: a_1 * y_hat * (1 - y_hat),
        note="a product that has lost its dots",
    ),
    NETWORK.claim(
        "254",
        r"\frac{\partial L}{\partial w_1} = a_1 \hat{y}(1-\hat{y}) \frac{-(y - "
        r"\hat{y})}{\hat{y}(1-\hat{y})}",
        slope_w_1,
        factors_w_1,
        note="a product that has lost its dots",
    ),
    NETWORK.claim(
        "255",
        r"\frac{\partial L}{\partial w_1} = a_1 \cdot \hat{y}(1-\hat{y}) \cdot \frac{-(y - "
        r"\hat{y})}{\hat{y}(1-\hat{y})}",
        slope_w_1,
        factors_w_1,
    ),
    NETWORK.claim(
        "256",
        r"\frac{\partial L}{\partial w_1} = a_1 \cdot \cancel{\hat{y}(1-\hat{y})} \cdot \frac{-(y - "
        r"\hat{y})}{\hat{y}(1-\hat{y})}",
        slope_w_1,
        factors_w_1,
    ),
    NETWORK.claim(
        "257",
        r"\frac{\partial L}{\partial w_1} = a_1 \cdot \cancel{\hat{y}(1-\hat{y})} \cdot \frac{-(y - "
        r"\hat{y})}{\cancel{\hat{y}(1-\hat{y})}}",
        slope_w_1,
        factors_w_1,
    ),
    NETWORK.continued("258", r"= -a_1(y - \hat{y})", short_w_1),
    derivation(
        "259",
        r"\begin{aligned}\frac{\partial L}{\partial w_1} &= \frac{\partial z}{\partial w_1} \cdot "
        r"\frac{\partial \hat{y}}{\partial z} \cdot \frac{\partial L}{\partial \hat{y}} \\ "
        r"\frac{\partial L}{\partial w_1} &= a_1 \cdot \cancel{\hat{y}(1-\hat{y})} \cdot \frac{-(y - "
        r"\hat{y})}{\cancel{\hat{y}(1-\hat{y})}} \\ "
        r"&= -a_1(y - \hat{y})\end{aligned}",
        slope_w_1,
        chain_w_1,
        factors_w_1,
        short_w_1,
    ),
    NETWORK.prose("260", r"to find optimal value of w_1 that gives the least error"),
    NETWORK.update(
        "261",
        r"w_1 \rightarrow w_1 - \alpha \frac{\partial L}{\partial w_1}",
        lambda w_1: w_1,
        lambda w_1, alpha, dL_dw_1: w_1 - alpha * dL_dw_1,
    ),
    NETWORK.cut_update("262", r"w_1 \rightarrow w_1 - \alpha", lambda w_1: w_1, lambda w_1, alpha: w_1 - alpha),
    NETWORK.update(
        "263",
        r"w_1 \rightarrow w_1 - \alpha(-a_1(y - \hat{y}))",
        lambda w_1: w_1,
        lambda w_1, alpha, a_1, y, y_hat: w_1 - alpha * (-a_1 * (y - y_hat)),
    ),
    NETWORK.claim(
        "264",
        r"\frac{\partial L}{\partial b} = \frac{\partial z}{\partial b} \cdot \frac{\partial "
        r"\hat{y}}{\partial z} \cdot \frac{\partial L}{\partial \hat{y}}",
        slope_b,
        chain_b,
    ),
    loss_and_chain(
        "265",
        r"L(y, \hat{y}) = -y \log(\hat{y}) - (1-y) \log(1-\hat{y}) \quad \frac{\partial L}{\partial b} = "
        r"\frac{\partial z}{\partial b} \cdot \frac{\partial \hat{y}}{\partial z} \cdot \frac{\partial "
        r"L}{\partial \hat{y}}",
        slope_b,
        chain_b,
    ),
    NETWORK.bare("266", r"\frac{\partial L}{\partial b}", slope_b),
    NETWORK.cut("267", r"\frac{\partial L}{\partial b} ="),
    NETWORK.part("268", r"\frac{\partial L}{\partial b} = 1", slope_b, lambda: 1),
    NETWORK.part(
        "269",
        r"\frac{\partial L}{\partial b} = 1 - \hat{y}(1 - \hat{y})",
        slope_b,
        lambda y_hat: 1 - y_hat * (1 - y_hat),
        note="the minus was a dot",
    ),
    NETWORK.claim(
        "270",
        r"\frac{\partial L}{\partial b} = 1 - \hat{y}(1 - \hat{y}) \frac{-(y - \hat{y})}{\hat{y}(1 - "
        r"\hat{y})}",
        slope_b,
        lambda y, y_hat: 1 - y_hat * (1 - y_hat) * (-(y - y_hat) / (y_hat * (1 - y_hat))),
        holds=False,
        note="all factors are there, and the first dot is a minus",
    ),
    NETWORK.claim(
        "271",
        r"\frac{\partial L}{\partial b} = 1 \cdot \hat{y}(1-\hat{y}) \cdot \frac{-(y - "
        r"\hat{y})}{\hat{y}(1-\hat{y})}",
        slope_b,
        factors_b,
    ),
    NETWORK.claim(
        "272",
        r"\frac{\partial L}{\partial b} = 1 \cdot \cancel{\hat{y}(1-\hat{y})} \cdot \frac{-(y - "
        r"\hat{y})}{\hat{y}(1-\hat{y})}",
        slope_b,
        factors_b,
    ),
    NETWORK.claim(
        "273",
        r"\frac{\partial L}{\partial b} = 1 \cdot \cancel{\hat{y}(1-\hat{y})} \cdot \frac{-(y - "
        r"\hat{y})}{\cancel{\hat{y}(1-\hat{y})}}",
        slope_b,
        factors_b,
    ),
    NETWORK.continued("274", r"= -(y - \hat{y})", short_b),
    NETWORK.update(
        "275",
        r"b \rightarrow b - \alpha \frac{\partial L}{\partial b}",
        lambda b: b,
        lambda b, alpha, dL_db: b - alpha * dL_db,
    ),
    NETWORK.cut_update("276", r"b \rightarrow b - \alpha", lambda b: b, lambda b, alpha: b - alpha),
    NETWORK.update(
        "277",
        r"b \rightarrow b - \alpha(-(y - \hat{y}))",
        lambda b: b,
        lambda b, alpha, y, y_hat: b - alpha * -(y - y_hat),
    ),
)
