r"""Deck 003, two neurons in a chain: forward in letters and in numbers, and four derivatives backwards."""

import inspect

import numpy as np
from deck_003_entries import alone, cut, goes_on, names, new, prose, scanned, value
from textbook_entries import Entry, gradient, log_loss, sigmoid, sigmoid_prime

NAMES = "data x, y; parameter w_1, b_1, w_2, b_2"
Z_1 = "z_1 = w_1 x + b_1"
A_1 = r"a_1 = \sigma(z_1)"
Z_2 = "z_2 = w_2 a_1 + b_2"
A_2 = r"a_2 = \sigma(z_2)"
LOSS = r"L = -\left( y \log a_2 + (1-y) \log(1-a_2) \right)"
CHAIN = {"declare": NAMES, "given": (Z_1, A_1, Z_2, A_2, LOSS)}
START = ("w_1 = 0.1", "b_1 = 0.2", "w_2 = 0.2", "b_2 = 0.2")
HIDDEN = {"x": (), "w_1": (), "b_1": ()}
ALL = {**HIDDEN, "w_2": (), "b_2": (), "y": ()}

BY_W_2 = (
    r"\frac{dL}{dw_2} = \underbrace{\frac{dL}{da_2} \times \frac{da_2}{dz_2}}_{\text{backward propagation}}"
    r" \times \underbrace{\frac{dz_2}{dw_2}}_{a_1} = (a_2 - y) \times \frac{d}{dw_2} (w_2 a_1 + b_2)"
)
BY_W_1 = (
    r"\frac{dL}{dw_1} = \underbrace{\frac{dL}{da_2} \times \frac{da_2}{dz_2}}_{\text{backward propagation}}"
    r" \times \underbrace{\frac{dz_2}{da_1} \times \frac{da_1}{dz_1}}_{a_1} \times \underbrace{\frac{dz_1}{dw_1}}_{a_1}"
)


def a_1(x, w_1, b_1):
    return sigmoid(w_1 * x + b_1)


def z_2(x, w_1, b_1, w_2, b_2):
    return w_2 * a_1(x, w_1, b_1) + b_2


def loss(x, w_1, b_1, w_2, b_2, y):
    return log_loss(y, sigmoid(z_2(x, w_1, b_1, w_2, b_2)))


def error(x, w_1, b_1, w_2, b_2, y):
    """The printed a_2 - y."""
    return sigmoid(z_2(x, w_1, b_1, w_2, b_2)) - y


def by_links(x, w_1, b_1, w_2, b_2, y):
    """The derivative of the loss by a_2, times that of a_2 by z_2."""
    z = z_2(x, w_1, b_1, w_2, b_2)
    return (-y / sigmoid(z) + (1 - y) / (1 - sigmoid(z))) * sigmoid_prime(z)


def error_a_1(x, w_1, b_1, w_2, b_2, y):
    return error(x, w_1, b_1, w_2, b_2, y) * a_1(x, w_1, b_1)


def error_through_hidden(x, w_1, b_1, w_2, b_2, y):
    a = a_1(x, w_1, b_1)
    return error(x, w_1, b_1, w_2, b_2, y) * w_2 * a * (1 - a)


def claim(number, latex, *sides, note="", holds=True, may_refuse=False, shapes=ALL):
    """A claim about the whole chain."""
    return new(
        id=f"s003-{number}",
        latex=latex,
        kind="claim",
        sides=sides,
        shapes=shapes,
        holds=holds,
        may_refuse=may_refuse,
        note=note,
        **CHAIN,
    )


def in_numbers(number, latex, before, *sides, note=""):
    """A forward line in letters, and then in numbers."""
    (name,), inputs = (tuple(inspect.signature(side).parameters) for side in sides[:2])
    return new(
        id=f"s003-{number}",
        latex=latex,
        kind="definition|claim|value",
        declare=NAMES,
        given=(*START, *before),
        sides=sides,
        shapes={name: (), **{key: () for key in ALL if key in inputs}},
        note=note,
    )


ENTRIES: tuple[Entry, ...] = (
    new(
        id="s003-064",
        latex=r"z_1 = w_1 x_1 + b",
        kind="definition",
        declare="data x_1; parameter w_1, b",
        sides=(lambda z_1: z_1, lambda w_1, x_1, b: w_1 * x_1 + b),
        shapes={"z_1": (), "w_1": (), "x_1": (), "b": ()},
        note="the bias has lost its index, and the input has one more than below",
    ),
    new(
        id="s003-065",
        latex=r"a_1 = \sigma(z_1) = \frac{1}{1 + e^{-z_1}}",
        kind="definition|claim",
        declare=NAMES,
        given=(Z_1,),
        sides=(lambda a_1: a_1, a_1, lambda x, w_1, b_1: 1 / (1 + np.exp(-(w_1 * x + b_1)))),
        shapes={"a_1": (), **HIDDEN},
    ),
    new(
        id="s003-066",
        latex=r"z_2 = w_2 a_1 + b_2",
        kind="definition",
        declare=NAMES,
        given=(Z_1, A_1),
        sides=(lambda z_2: z_2, z_2),
        shapes={"z_2": (), **HIDDEN, "w_2": (), "b_2": ()},
    ),
    new(
        id="s003-067",
        latex=r"a_2 = \sigma(z_2) = \frac{1}{1 + e^{-z_2}}",
        kind="definition|claim",
        declare=NAMES,
        given=(Z_1, A_1, Z_2),
        sides=(
            lambda a_2: a_2,
            lambda x, w_1, b_1, w_2, b_2: sigmoid(z_2(x, w_1, b_1, w_2, b_2)),
            lambda x, w_1, b_1, w_2, b_2: 1 / (1 + np.exp(-z_2(x, w_1, b_1, w_2, b_2))),
        ),
        shapes={"a_2": (), **HIDDEN, "w_2": (), "b_2": ()},
    ),
    names(
        "068",
        r"\left. \frac{dL}{dw_2}, \frac{dL}{db_2}, \frac{dL}{dw}, \frac{dL}{db_1} \right\} \text{4 derivative.}",
        "a list; the third is by w, which is no parameter here",
        **CHAIN,
    ),
    value("069a", r"w_1 = 0.1", lambda w_1: w_1, 0.1),
    value("069b", r"b_1 = 0.2", lambda b_1: b_1, 0.2),
    value("069c", r"w_2 = 0.2", lambda w_2: w_2, 0.2),
    value("069d", r"b_2 = 0.2", lambda b_2: b_2, 0.2),
    in_numbers(
        "070",
        r"z_1 = w_1 x + b_1 = 11/10",
        (),
        lambda z_1: z_1,
        lambda w_1, x, b_1: w_1 * x + b_1,
        lambda: 1.1,
        note="the values that are given need x = 9, which nothing states",
    ),
    scanned("071a", r"(p - s_1)", "unbound", ("p", "s_1"), "noise beside the example", declare=NAMES),
    scanned(
        "071b",
        r"(p - s_2) \frac{b}{10b} \times \frac{1}{10b} \times \frac{1}{10b} = 0.5",
        "unbound",
        ("p", "s_2"),
        "noise",
        declare=NAMES,
    ),
    scanned(
        "071c",
        r"(10 + x/w) \frac{b}{w} \times \frac{1}{10} = 0.5",
        "unbound",
        ("w", r"\frac{b}{w}"),
        "noise",
        declare=NAMES,
    ),
    in_numbers(
        "072",
        r"a_1 = \frac{1}{1 + e^{-z_1}} = \frac{1}{1 + e^{-1.1}} = 0.75",
        (Z_1,),
        lambda a_1: a_1,
        lambda x, w_1, b_1: sigmoid(w_1 * x + b_1),
        lambda: sigmoid(1.1),
        lambda: 0.75,
    ),
    in_numbers(
        "073",
        r"z_2 = w_2 a_1 + b_2 = (0.2)(0.75) + (0.2) = 0.35",
        (Z_1, A_1),
        lambda z_2: z_2,
        lambda x, w_1, b_1, w_2, b_2: w_2 * sigmoid(w_1 * x + b_1) + b_2,
        lambda: 0.2 * 0.75 + 0.2,
        lambda: 0.35,
    ),
    in_numbers(
        "074",
        r"a_2 = \frac{1}{1 + e^{-z_2}} = \frac{1}{1 + e^{-(0.35)}} = 0.587",
        (Z_1, A_1, Z_2),
        lambda a_2: a_2,
        lambda x, w_1, b_1, w_2, b_2: sigmoid(w_2 * sigmoid(w_1 * x + b_1) + b_2),
        lambda: sigmoid(0.35),
        lambda: 0.587,
    ),
    prose("075a", "gE1 0.5", kind="prose|notation|fragment"),
    prose("075b", "gE2 0.5", kind="prose|notation|fragment"),
    prose("075c", "ans 0.587", kind="prose|notation|fragment"),
    prose("075d", "120 0.587", "two numbers: no product", kind="prose|notation|fragment"),
    new(
        id="s003-076",
        latex=r"\text{loss function, } a_2 = L = -\frac{1}{n} \sum_{j=1}^n [y \log a_2 + (1-y)(1-a_2)]",
        kind="claim",
        declare="shape x: n; data y, a_2, L",
        sides=(
            lambda a_2: a_2,
            lambda L: L,
            lambda y, a_2: -(y * np.log(a_2) + (1 - y) * (1 - a_2)),
        ),
        shapes={"a_2": (), "L": (), "y": ()},
        holds=False,
        note="a logarithm is missing, a_2 is no loss, and nothing below the sum depends on j; words open the line",
    ),
    claim(
        "077",
        BY_W_2,
        gradient(loss, "w_2"),
        lambda x, w_1, b_1, w_2, b_2, y: by_links(x, w_1, b_1, w_2, b_2, y) * a_1(x, w_1, b_1),
        error_a_1,
        note="the label a_1 under the last brace is right",
    ),
    goes_on(
        "078",
        r"= (a_2 - y) a_1 \rightarrow w_2",
        error_a_1,
        note="the arrow is a remark: this is for w_2",
        declare=NAMES,
        given=(*CHAIN["given"], BY_W_2),
        shapes=ALL,
        may_refuse=True,
    ),
    claim(
        "079",
        r"\frac{dL}{db_2} = \underbrace{\frac{dL}{da_2} \times \frac{da_2}{dz_2}}_{\text{backward propagation}}"
        r" \times \underbrace{\frac{dz_2}{db_2}}_{a_1} = (a_2 - y) \rightarrow b_2",
        gradient(loss, "b_2"),
        by_links,
        error,
        note="the equalities hold; the label a_1 under the last brace is wrong, it is 1. The arrow is a remark",
        may_refuse=True,
    ),
    claim(
        "080",
        BY_W_1,
        gradient(loss, "w_1"),
        lambda x, w_1, b_1, w_2, b_2, y: by_links(x, w_1, b_1, w_2, b_2, y) * w_2 * sigmoid_prime(w_1 * x + b_1) * x,
        note="the equality holds; both labels a_1 are wrong",
    ),
    cut(
        "081",
        r"= (a_2 - y) \times \frac{d}{da_1} (w_2 a_1 + b_2) \times \underbrace{\frac{d}{dz_1} (1 + e^{-z_1})^{-1}}"
        r"_{\frac{d}{dz_1} (w_1 x + b_1)} \times",
        "ends with a product; the last factor stands under the brace, by z_1 instead of w_1",
        declare=NAMES,
        given=(*CHAIN["given"], BY_W_1),
    ),
    goes_on(
        "082",
        r"= (a_2 - y) \times w_2 \times a_1 \cdot (1 - a_1)",
        error_through_hidden,
        note="as a derivative by w_1 it has lost the factor x; it would be the one by b_1",
        declare=NAMES,
        given=(*CHAIN["given"], BY_W_1),
        shapes=ALL,
    ),
    names("083", r"\overline{\overline{w_2}}", "a mark in the margin, underlined twice by hand", **CHAIN),
    alone(
        "084",
        r"(-1)(1 + e^{-2})^{-2} \times (-e^{-2})",
        lambda: -1 * (1 + np.exp(-2)) ** -2 * -np.exp(-2),
        "z was read as 2: a number, and no function of z",
    ),
    alone("085", r"(e^{-2}) \times \frac{1}{(1 + e^{-2})^2}", lambda: np.exp(-2) / (1 + np.exp(-2)) ** 2),
    alone(
        "086",
        r"\frac{(1 - a_1) \cdot a_1}{a_1}",
        lambda x, w_1, b_1: 1 - a_1(x, w_1, b_1),
        "a square was lost above the bar",
        shapes=HIDDEN,
        **CHAIN,
    ),
    claim(
        "087",
        r"\frac{dL}{db_1} = (a_2 - y) \times w_2 \times a_1 \cdot (1 - a_1) \times 1",
        gradient(loss, "b_1"),
        error_through_hidden,
    ),
    names("088", r"\overline{\overline{b_1}}", **CHAIN),
    claim(
        "089",
        r"\frac{1}{1 + e^{-2}} = a_1",
        lambda: 1 / (1 + np.exp(-2)),
        a_1,
        note="z was read as 2",
        holds=False,
        shapes=HIDDEN,
    ),
    claim(
        "090",
        r"\frac{1}{a_1} = 1 + e^{-2}",
        lambda x, w_1, b_1: 1 / a_1(x, w_1, b_1),
        lambda: 1 + np.exp(-2),
        note="z was read as 2",
        holds=False,
        shapes=HIDDEN,
    ),
    claim(
        "091",
        r"e^{-2} = \frac{1 - a_1}{a_1}",
        lambda: np.exp(-2),
        lambda x, w_1, b_1: (1 - a_1(x, w_1, b_1)) / a_1(x, w_1, b_1),
        note="z was read as 2",
        holds=False,
        shapes=HIDDEN,
    ),
)
