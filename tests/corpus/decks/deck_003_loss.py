r"""Deck 003, from regression to networks: the neuron, its values, and the loss of three examples in numbers."""

import numpy as np
from deck_003_entries import NUMBERS, alone, cut, goes_on, names, new, prose, value
from textbook_entries import Entry, sigmoid

FIRST = r"L = -0 \log \frac{1}{1+e^{-0.7*1-0.1}}"
FIRST_OTHER = r"- (1-0) \log \left( 1 - \frac{1}{1+e^{-0.7*1-0.1}} \right)"
SECOND = r"-0 \log \frac{1}{1+e^{-0.7*2-0.1}} - (1-0) \log \left( 1 - \frac{1}{1+e^{-0.7*2-0.1}} \right)"
THIRD = r"-1 \log \frac{1}{1+e^{-0.7*3-0.1}} - (1-1) \log \left( 1 - \frac{1}{1+e^{-0.7*3-0.1}} \right)"
LOSS = f"{FIRST} {FIRST_OTHER} {SECOND} {THIRD}"
BASE_10 = {"declare": "log 10"}
OF_LOSS = {"declare": "log 10", "given": (LOSS,)}
LOST_POINTS = "the decimal points of the inputs were lost: 1, 2, 3 stand for 0.1, 0.2, 0.3"


def parted(number):
    """The value of the neuron at one of the printed inputs."""
    return sigmoid(0.7 * number + 0.1)


def first_other():
    return -np.log10(1 - parted(1))


def second():
    return -0 * np.log10(parted(2)) - np.log10(1 - parted(2))


def third():
    return -np.log10(parted(3)) - 0 * np.log10(1 - parted(3))


ENTRIES: tuple[Entry, ...] = (
    prose("001", "Each neuron is a regression model."),
    prose("002a", "Napa, 500 mg වහු නිශ්චා ඇති", "a sentence about a dose, with hallucinated letters"),
    prose("002b", "ද්රාව්ය, efficacy 0. මායි, 500 - 3000 mg", "a range of doses, and no difference"),
    prose("002c", "Again, 3000 mg වහු තියා ද්රාව්ය"),
    prose("002d", "efficacy තැවත 0."),
    prose("003a", "(binary 2/1", kind="prose|notation|fragment"),
    prose("003b", "output, multi"),
    prose("003c", "class 2/1 multiple output)", kind="prose|notation|fragment"),
    prose("004", "logistic regression can be expressed as a single neuron neural network."),
    value("005a", r"w = 6", lambda w: w, 6.0, "the number of weights, in the sentence about parameters"),
    new(
        id="s003-005b",
        latex=r"b = 3 + 1 + 1 + 1 = 6",
        kind="value|definition|claim",
        sides=(lambda b: b, lambda: 3.0 + 1 + 1 + 1, lambda: 6.0),
        shapes={"b": ()},
    ),
    cut("006", r"\rightarrow", "an arrow between words"),
    new(
        id="s003-007",
        latex=r"w_0x + w_1x + b = S",
        kind="definition|claim",
        declare="data x, S; parameter w_0, w_1, b",
        sides=(lambda w_0, x, w_1, b: w_0 * x + w_1 * x + b, lambda S: S),
        shapes={"w_0": (), "x": (), "w_1": (), "b": (), "S": ()},
        holds=False,
        note="the indices of x were lost; the name that is defined stands on the right, so it is declared",
    ),
    names("008a", r"b_1, b_2, b_3", declare="parameter b_1, b_2, b_3"),
    names("008b", r"S", declare="data S"),
    prose("009", "is nothing but a logistic regression."),
    names("010a", r"x_1, x_2", declare="data x_1, x_2"),
    names("010b", r"b, w_1, w_2", declare="parameter b, w_1, w_2"),
    names("010c", r"a", declare="data a"),
    value("011a", r"w = 0.7", lambda w: w, 0.7),
    value("011b", r"b = 0.1", lambda b: b, 0.1),
    new(
        id="s003-012",
        latex=r"z = 0.7x + 0.1",
        kind="definition",
        declare="data x",
        sides=(lambda z: z, lambda x: 0.7 * x + 0.1),
        shapes={"z": (), "x": ()},
    ),
    new(
        id="s003-013",
        latex=LOSS,
        kind="definition|value",
        sides=(lambda L: L, lambda: first_other() + second() + third()),
        shapes={"L": ()},
        note=f"four displays in one; {LOST_POINTS}",
        **BASE_10,
    ),
    new(
        id="s003-013a",
        latex=FIRST,
        kind="definition|value|fragment",
        sides=(lambda L: L, lambda: -0 * np.log10(parted(1))),
        shapes={"L": ()},
        note="the first display: zero times a logarithm; the next one goes on",
        **BASE_10,
    ),
    alone("013b", FIRST_OTHER, first_other, "the second display begins with the sign of its term", **BASE_10),
    alone("013c", SECOND, second, **BASE_10),
    alone("013d", THIRD, third, **BASE_10),
    goes_on(
        "014",
        r"= -\log \left( 1 - \frac{1}{1+e^{-0.7*1-0.1}} \right) - \log \left( 1 - \frac{1}{1+e^{-0.7*2-0.1}} \right)"
        r" - \log \frac{1}{1+e^{-0.7*3-0.1}}",
        lambda: -np.log10(1 - parted(1)) - np.log10(1 - parted(2)) - np.log10(parted(3)),
        note=LOST_POINTS,
        **OF_LOSS,
    ),
    goes_on(
        "015",
        r"= -\log(1-0.54) - \log(1-0.55) - \log(1-0.57)",
        lambda: -np.log10(0.46) - np.log10(0.45) - np.log10(0.43),
        note="the third term should be the logarithm of 0.57",
        **OF_LOSS,
    ),
    goes_on(
        "016",
        r"= -\log 0.46 - \log 0.45 - \log 0.57",
        lambda: -np.log10(0.46) - np.log10(0.45) - np.log10(0.57),
        note="0.928, the number that the slide goes on with, comes out for the base 10 only",
        **OF_LOSS,
    ),
    goes_on("017", r"= 337 + 347 + 244", lambda: 928.0, note="thousandths, without their points", **OF_LOSS),
    goes_on("018", r"= 928", lambda: 928.0, note="thousandths", **OF_LOSS),
    new(
        id="s003-019",
        latex=r"928/3 = 309",
        kind=NUMBERS,
        sides=(lambda: 928 / 3, lambda: 309.0),
        note="the mean in thousandths: equal to within half a unit of the last digit",
    ),
)
