r"""Deck 003, the margin of the worked example: its table, its numbers once more, and the prediction for x = 0.4."""

import numpy as np
from deck_003_entries import NUMBERS, alone, cut, goes_on, new, prose, scanned
from textbook_entries import Entry, sigmoid

RATE = r"data x; parameter w, b, \alpha"
ALPHA_FOR_A = "a was printed as alpha, which is the learning rate on the same page"
PREDICTED = r"\frac{1}{1 + e^{-(0.687)(0.4) - (-0.127)}}"
DATA = "a row of the table of data: inputs, labels and errors between bars"
NOISE = "noise beside the example"


def row(number, latex):
    """A row of a table that was printed as a formula: it states nothing, whatever it is called."""
    return new(id=f"s003-{number}", latex=latex, kind="notation|fragment|prose", note=DATA)


ENTRIES: tuple[Entry, ...] = (
    new(
        id="s003-045",
        latex=r"\alpha = \frac{1}{1 + e^{-(wx + b)}}",
        kind="claim",
        declare=RATE,
        sides=(lambda alpha: alpha, lambda w, x, b: sigmoid(w * x + b)),
        shapes={"alpha": (), "w": (), "x": (), "b": ()},
        holds=False,
        note=ALPHA_FOR_A,
    ),
    new(
        id="s003-046",
        latex=r"\alpha = \frac{1}{1 + e^{-(0.7x + 0.1)}}",
        kind="claim",
        declare=RATE,
        sides=(lambda alpha: alpha, lambda x: sigmoid(0.7 * x + 0.1)),
        shapes={"alpha": (), "x": ()},
        holds=False,
        note=ALPHA_FOR_A,
    ),
    alone(
        "047a",
        r"wx + b",
        lambda w, x, b: w * x + b,
        "a header of the table",
        declare="data x; parameter w, b",
        shapes={"w": (), "x": (), "b": ()},
    ),
    alone(
        "047b",
        r"\frac{1}{1 + e^{wx + b}}",
        lambda w, x, b: 1 / (1 + np.exp(w * x + b)),
        "a header that lost its minus. Below it stand 0, 0, 0.731, 0.881, which no single formula shows",
        declare="data x; parameter w, b",
        shapes={"w": (), "x": (), "b": ()},
    ),
    new(
        id="s003-048",
        latex=r"\Rightarrow (a - y)(1 - (a - y)w \frac{1}{1 + e^{wx + b}}) = 0.54 \cdot (0.54) \cdot (0.1)",
        kind=NUMBERS,
        declare="data a, y, x; parameter w, b",
        sides=(
            lambda a, y, w, x, b: (a - y) * (1 - (a - y) * w * (1 / (1 + np.exp(w * x + b)))),
            lambda: 0.54 * 0.54 * 0.1,
        ),
        shapes={"a": (), "y": (), "w": (), "x": (), "b": ()},
        holds=False,
        note="(a - y)x = 0.054 was meant, but what is printed has one reading: every bracket is a factor",
    ),
    row("049a", r"x \mid y \mid 0.1 \Rightarrow 0.54"),
    row("049b", r"0.2 \mid 0 \Rightarrow 0.56"),
    row("049c", r"0.3 \mid 0 \Rightarrow -0.42"),
    row("049d", r"0.4 \mid ?"),
    alone("050", r"0.054 \text{ result 11.2}", lambda: 0.054, "a number, and a remark beside it"),
    new(
        id="s003-051",
        latex=r"(-0.56) \times (0.2) = 0.112",
        kind=NUMBERS,
        sides=(lambda: -0.56 * 0.2, lambda: 0.112),
        holds=False,
    ),
    alone("052", r"-0.127", lambda: -0.127),
    new(
        id="s003-053",
        latex=r"\frac{1}{1 + e^{-(0.7)(0.2) - 0.1}} = 0.56",
        kind=NUMBERS,
        sides=(lambda: sigmoid(0.24), lambda: 0.56),
        note="equal to within half a unit of the last digit",
    ),
    new(
        id="s003-054",
        latex=r"\frac{dL}{d\omega} = \frac{1}{3} (0.054 + 0.112 - 0.127) = 0.013",
        kind=NUMBERS,
        declare=r"data L; parameter \omega",
        sides=(lambda dL_domega: dL_domega, lambda: (0.054 + 0.112 - 0.127) / 3, lambda: 0.013),
        shapes={"dL_domega": ()},
        note="w was printed as omega; the loss is opaque here, so its derivative gets a value and is not computed",
    ),
    new(
        id="s003-055",
        latex=r"\omega = \omega - \alpha \frac{dL}{d\omega} = (0.7) - 0.013 = 0.687",
        kind="update|claim|value",
        declare=r"data L; parameter \omega, \alpha",
        sides=(
            lambda omega: omega,
            lambda omega, alpha, dL_domega: omega - alpha * dL_domega,
            lambda: 0.7 - 0.013,
            lambda: 0.687,
        ),
        shapes={"omega": (), "alpha": (), "dL_domega": ()},
        note="an assignment, and then two equalities of numbers",
    ),
    new(
        id="s003-056",
        latex=r"\frac{dL}{db} = \frac{1}{3} (0.54 + 0.56 - 0.42) = 0.227",
        kind=NUMBERS,
        declare="data L; parameter b",
        sides=(lambda dL_db: dL_db, lambda: (0.54 + 0.56 - 0.42) / 3, lambda: 0.227),
        shapes={"dL_db": ()},
        note="the last two are equal to within half a unit of the last digit; the loss is opaque",
    ),
    scanned(
        "057",
        r"b = h - \alpha \frac{dL}{db} (0.1 - 0.1)(0.227) \\ (0.1) - 0.1(0.227)",
        "unbound",
        ("h",),
        "the second b was read as h, an equality sign was lost, and the learning rate is not the one before",
        declare=r"data L; parameter b, \alpha",
    ),
    new(
        id="s003-058",
        latex=rf"a = {PREDICTED} = 0.86 \leftarrow 0.5",
        kind="definition|claim|value",
        sides=(lambda a: a, lambda: sigmoid(0.687 * 0.4 - 0.127), lambda: 0.86),
        shapes={"a": ()},
        holds=False,
        may_refuse=True,
        note="three displays in one; the arrow compares with the threshold. 0.86 is the exponential, not the quotient",
    ),
    cut("058a", r"a =", "the first display", declare="data x"),
    alone("058b", PREDICTED, lambda: sigmoid(0.687 * 0.4 - 0.127), "minus a negative number in the exponent"),
    goes_on(
        "058c",
        r"= 0.86 \leftarrow 0.5",
        lambda: 0.86,
        note="the arrow is a remark, and no assignment to a number",
        may_refuse=True,
    ),
    prose("059", "So, classification ~~0.8673~~ 1.", "a number that was struck out"),
    prose(
        "060",
        "|   | X   | Y |\n|---|-----|---|\n| ∴ | 0.4 | 1 |",
        "a table of one prediction",
        kind="prose|notation|fragment",
    ),
    new(
        id="s003-061a",
        latex=r"0.4 + 1.0 \Delta w = 0.8",
        kind="claim",
        declare=r"data \Delta w",
        sides=(lambda Deltaw: 0.4 + 1.0 * Deltaw, lambda: 0.8),
        shapes={"Deltaw": ()},
        holds=False,
        note="no meaning in the example; Delta w is one name",
    ),
    new(
        id="s003-061b",
        latex=r"0.4 + 1.0 \Delta w = 1.8",
        kind="claim",
        declare=r"data \Delta w",
        sides=(lambda Deltaw: 0.4 + 1.0 * Deltaw, lambda: 1.8),
        shapes={"Deltaw": ()},
        holds=False,
    ),
    scanned(
        "062",
        r"\frac{1}{18 - 9 + 1} = (18) \Delta = 10",
        "unreadable",
        (r"\Delta",),
        f"{NOISE}: a change of nothing",
    ),
    scanned(
        "063",
        r"\text{outward} \left\{ \frac{1b}{1db}, \frac{1b}{ab}, \frac{1b}{sub}, \frac{1b}{sub} \right\}",
        "unbound",
        (r"\frac{1b}{1db}, \frac{1b}{ab}, \frac{1b}{sub}, \frac{1b}{sub}",),
        "probably the four derivatives of the loss, in braces",
        declare="data x, y; parameter w_1, b_1, w_2, b_2",
    ),
)
