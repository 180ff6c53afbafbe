r"""Deck 003, one step of gradient descent in numbers: the two derivatives, the updates, and the loss after them."""

import numpy as np
from deck_003_entries import alone, cut, goes_on, names, new, prose, value
from textbook_entries import Entry, gradient, log_loss, sigmoid

SUMS = "z_i = w x_i + b"
EXAMPLES = {
    "declare": "shape x: n; shape y: n; parameter w, b",
    "given": (
        SUMS,
        r"L = -\frac{1}{n} \sum_{i=1}^n \left[ y_i \log \sigma(z_i) + (1-y_i) \log(1-\sigma(z_i)) \right]",
    ),
}
UPDATES = {**EXAMPLES, "declare": rf"{EXAMPLES['declare']}, \alpha"}
THREE = {
    "declare": "shape x: 3; shape y: 3; parameter w, b",
    "given": (
        SUMS,
        r"L = -\frac{1}{3} \sum_{i=1}^3 \left[ y_i \log \sigma(z_i) + (1-y_i) \log(1-\sigma(z_i)) \right]",
    ),
}
SHAPES = {"x": (3,), "y": (3,), "w": (), "b": ()}

DW_FIRST = (
    r"\frac{dL}{dw} = \left( \left( \frac{1}{1+e^{7x_1-1}} - 0 \right) x_1"
    r" + \left( \frac{1}{1+e^{7x_2-1}} - 0 \right) x_2 \right)"
)
DW_SECOND = r"+ 3 \left( \left( \frac{1}{1+e^{7x_3-1}} - 1 \right) x_3 \right) / 3"
DB_FIRST = (
    r"\frac{dL}{db} = \left( \left( \frac{1}{1+e^{7x_1-1}} - 0 \right)"
    r" + \left( \frac{1}{1+e^{7x_2-1}} - 0 \right) + \right."
)
DB_SECOND = r"\left. \left( \frac{1}{1+e^{7x_3-1}} - 1 \right) \right) / 3"
OF_DW = {**THREE, "given": (*THREE["given"], f"{DW_FIRST} {DW_SECOND}")}
OF_DB = {**THREE, "given": (*THREE["given"], f"{DB_FIRST} {DB_SECOND}")}

NEW_FIRST = r"L = -0 \log \frac{1}{1+e^{-0.687x+0.13}} - (1-0) \log \left( 1 - \frac{1}{1+e^{-0.687x+0.13}} \right)"
NEW_SECOND = r"-0 \log \frac{1}{1+e^{-0.687x-2+0.13}} - (1-0) \log \left( 1 - \frac{1}{1+e^{-0.687x-2+0.13}} \right)"
NEW_THIRD = r"-1 \log \frac{1}{1+e^{-0.687x+3+0.13}} - (1-1) \log \left( 1 - \frac{1}{1+e^{-0.687x+3+0.13}} \right)"
NEW_LOSS = f"{NEW_FIRST} {NEW_SECOND} {NEW_THIRD}"
SHORT_FIRST = (
    r"= -\log \left( 1 - \frac{1}{1+e^{-0.687x+1.13}} \right)"
    r" - \log \left( 1 - \frac{1}{1+e^{-0.687x-2+0.13}} \right) -"
)
SHORT_SECOND = r"\log \frac{1}{1+e^{-0.687x+3+0.13}}"
AFTER = {"declare": "data x; log 10"}
OF_NEW_LOSS = {"declare": "data x; log 10", "given": (NEW_LOSS,)}
X_ALONE = {"shapes": {"x": ()}}
GUESSED = "an exponent of -(0.7x + 0.1) was printed as 7x - 1"


def mean_loss(x, y, w, b):
    return log_loss(y, sigmoid(w * x + b)).mean()


def down(power):
    """The quotient that the slide prints for the logistic function, with the exponent that it prints."""
    return 1 / (1 + np.exp(power))


def dw_printed(x):
    first = (down(7 * x[0] - 1) - 0) * x[0] + (down(7 * x[1] - 1) - 0) * x[1]
    return first + 3 * ((down(7 * x[2] - 1) - 1) * x[2]) / 3


def db_printed(x):
    return (down(7 * x[0] - 1) + down(7 * x[1] - 1) + down(7 * x[2] - 1) - 1) / 3


def new_first(x):
    return -np.log10(1 - down(-0.687 * x + 0.13))


def new_second(x):
    return -np.log10(1 - down(-0.687 * x - 2 + 0.13))


def new_third(x):
    return -np.log10(down(-0.687 * x + 3 + 0.13))


ENTRIES: tuple[Entry, ...] = (
    names("020a", r"w", declare="parameter w"),
    names("020b", r"b", declare="parameter b"),
    new(
        id="s003-021",
        latex=r"\frac{dL}{dw} = \left( \sum_{i=1}^n \left( \frac{1}{1+e^{-2i}} - y_i \right) \times x_i \right) / n",
        kind="claim",
        sides=(
            gradient(mean_loss, "w"),
            lambda x, y: ((sigmoid(2 * np.arange(1, len(x) + 1)) - y) * x).sum() / len(x),
        ),
        shapes=SHAPES,
        holds=False,
        note="z_i was printed as 2i, which is twice the number of the example",
        **EXAMPLES,
    ),
    new(
        id="s003-022",
        latex=r"w = w - \alpha \times \frac{dL}{dw}",
        kind="update",
        sides=(
            lambda w: w,
            lambda w, alpha, x, y, b: w - alpha * gradient(mean_loss, "w")(x=x, y=y, w=w, b=b),
        ),
        shapes={**SHAPES, "alpha": ()},
        **UPDATES,
    ),
    new(
        id="s003-023",
        latex=r"\frac{dL}{db} = \left( \sum_{i=1}^n \left( \frac{1}{1+e^{-2i}} - y_i \right) \right) / n",
        kind="claim",
        sides=(
            gradient(mean_loss, "b"),
            lambda y: (sigmoid(2 * np.arange(1, len(y) + 1)) - y).sum() / len(y),
        ),
        shapes=SHAPES,
        holds=False,
        note="z_i was printed as 2i",
        **EXAMPLES,
    ),
    new(
        id="s003-024",
        latex=r"b = b - \alpha \times \frac{dL}{db}",
        kind="update",
        sides=(
            lambda b: b,
            lambda b, alpha, x, y, w: b - alpha * gradient(mean_loss, "b")(x=x, y=y, w=w, b=b),
        ),
        shapes={**SHAPES, "alpha": ()},
        **UPDATES,
    ),
    new(
        id="s003-025",
        latex=f"{DW_FIRST} {DW_SECOND}",
        kind="claim",
        sides=(gradient(mean_loss, "w"), dw_printed),
        shapes=SHAPES,
        holds=False,
        note=f"two displays in one; {GUESSED}, and only the last term is divided by 3. Not even the right formula"
        " would hold for every w and b: their values are substituted",
        **THREE,
    ),
    new(
        id="s003-025a",
        latex=DW_FIRST,
        kind="claim|fragment",
        sides=(
            gradient(mean_loss, "w"),
            lambda x: down(7 * x[0] - 1) * x[0] + down(7 * x[1] - 1) * x[1],
        ),
        shapes=SHAPES,
        holds=False,
        note="the first display: the next one goes on",
        **THREE,
    ),
    alone(
        "025b",
        DW_SECOND,
        lambda x: 3 * ((down(7 * x[2] - 1) - 1) * x[2]) / 3,
        "the second display begins with its sign",
        shapes={"x": (3,)},
        **THREE,
    ),
    goes_on("026", r"= (0.054 + 0.112 - 0.127) / 3", lambda: 0.013, **OF_DW),
    goes_on("027", r"= 0.039 / 3", lambda: 0.013, **OF_DW),
    goes_on("028", r"= 0.013", lambda: 0.013, **OF_DW),
    new(
        id="s003-029",
        latex=f"{DB_FIRST} {DB_SECOND}",
        kind="claim",
        sides=(gradient(mean_loss, "b"), db_printed),
        shapes=SHAPES,
        holds=False,
        note=f"two displays in one, and a bracket over both with invisible ends; {GUESSED}",
        **THREE,
    ),
    cut("029a", DB_FIRST, "the first display ends with a sign, within a bracket that an invisible one closes", **THREE),
    cut("029b", DB_SECOND, "the second display: an invisible bracket opens, a visible one closes", **THREE),
    goes_on("030", r"= (0.54 + 0.56 - 0.42) / 3", lambda: 0.68 / 3, **OF_DB),
    goes_on("031", r"= 0.68 / 3", lambda: 0.68 / 3, **OF_DB),
    goes_on("032", r"= 0.23", lambda: 0.23, **OF_DB),
    value("033", r"\alpha = 1", lambda alpha: alpha, 1.0),
    new(
        id="s003-034",
        latex=r"\rightarrow w = 0.7 - 1 * 0.013 = 0.687",
        kind="value|definition|claim",
        declare="parameter w",
        sides=(lambda w: w, lambda: 0.7 - 1 * 0.013, lambda: 0.687),
        shapes={"w": ()},
        note="the arrow only opens the line; one step of the update, in numbers",
    ),
    new(
        id="s003-035",
        latex=r"\rightarrow b = 0.1 - 1 * 0.23 = -0.13",
        kind="value|definition|claim",
        declare="parameter b",
        sides=(lambda b: b, lambda: 0.1 - 1 * 0.23, lambda: -0.13),
        shapes={"b": ()},
    ),
    new(
        id="s003-036",
        latex=NEW_LOSS,
        kind="definition",
        sides=(lambda L: L, lambda x: new_first(x) + new_second(x) + new_third(x)),
        shapes={"L": (), "x": ()},
        note="three displays in one; the products with 0.1, 0.2, 0.3 were printed as x, x-2, x+3",
        **AFTER,
    ),
    new(
        id="s003-036a",
        latex=NEW_FIRST,
        kind="definition|fragment",
        sides=(lambda L: L, new_first),
        shapes={"L": (), "x": ()},
        note="the first display: the next one goes on",
        **AFTER,
    ),
    alone("036b", NEW_SECOND, new_second, **AFTER, **X_ALONE),
    alone("036c", NEW_THIRD, new_third, **AFTER, **X_ALONE),
    goes_on(
        "037",
        f"{SHORT_FIRST} {SHORT_SECOND}",
        lambda x: -np.log10(1 - down(-0.687 * x + 1.13)) + new_second(x) + new_third(x),
        note="two displays in one; another exponent than in the line before: 1.13",
        **OF_NEW_LOSS,
        **X_ALONE,
    ),
    cut("037a", SHORT_FIRST, "the first display ends with a minus sign", **OF_NEW_LOSS),
    alone(
        "037b",
        SHORT_SECOND,
        lambda x: np.log10(down(-0.687 * x + 3 + 0.13)),
        "the second display has no sign of its own",
        **AFTER,
        **X_ALONE,
    ),
    goes_on(
        "038",
        r"= -\log (1-0.48) - \log (1-0.5) - \log 0.52",
        lambda: -2 * np.log10(0.52) - np.log10(0.5),
        **OF_NEW_LOSS,
    ),
    goes_on(
        "039",
        r"= -\log 0.52 - \log 0.50 - \log 0.52",
        lambda: -2 * np.log10(0.52) - np.log10(0.5),
        **OF_NEW_LOSS,
    ),
    goes_on(
        "040",
        r"= -0.28 + -0.3 + -0.28 = -0.86",
        lambda: -0.28 - 0.3 - 0.28,
        lambda: -0.86,
        note="a sign behind a plus; the logarithms before are positive",
        **OF_NEW_LOSS,
    ),
    new(
        id="s003-041",
        latex=r"\text{average} = -0.86/3 = -0.287",
        kind="definition|value|claim",
        sides=(lambda average: average, lambda: -0.86 / 3, lambda: -0.287),
        shapes={"average": ()},
        note="a word as a name; equal to within half a unit of the last digit",
    ),
    prose("042", "{ Slightly better than before }"),
    cut("043a", r"w =", "an empty slot"),
    cut("043b", r"b ="),
    cut("043c", r"\alpha =", "printed twice"),
    names("043d", r"F(x) = \dots", "dots that lead nowhere"),
    prose("044", "All these calculations just for 1 neuron."),
)
