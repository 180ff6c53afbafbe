r"""Deck 002: the hypotheses of linear and logistic regression, as vectors, in components, and as one neuron."""

import numpy as np
from deck_002_entries import NAME, VECTORS, goes_on, new, of_entries, prose
from textbook_entries import Entry, sigmoid

THETAS = r"parameter \theta_0, \theta_1, \theta_2, \theta_3"
INPUTS = "data x_0, x_1, x_2, x_3"
THETA = r"\theta = [\theta_0, \theta_1, \theta_2, \theta_3]^T"
X = "x = [x_0, x_1, x_2, x_3]^T"
X_WITH_ONE = "x = [1, x_1, x_2, x_3]^T"

THETA_NAMES = ("theta_0", "theta_1", "theta_2", "theta_3")
X_NAMES = ("x_0", "x_1", "x_2", "x_3")
FOUR = dict.fromkeys((*THETA_NAMES, *X_NAMES), ())
SEVEN = {name: () for name in FOUR if name != "x_0"}

WITH_ZERO = {"declare": f"{THETAS}; {INPUTS}", "given": (THETA, X)}
WITH_ONE = {"declare": rf"{THETAS}; data x_1, x_2, x_3", "given": (THETA, X_WITH_ONE)}
NEURON = {"declare": "shape w: 3; shape x: 3; parameter b", "given": (r"z = w^T x + b",)}
NEURON_SHAPES = {"w": (3,), "x": (3,), "b": ()}


def four(function):
    """A function of the vectors, as one of their four entries each."""
    return of_entries(function, theta=THETA_NAMES, x=X_NAMES)


def seven(function):
    """The same, where the first entry of x is 1 and has no name."""
    return of_entries(lambda theta, x: function(theta, np.array([1, *x])), theta=THETA_NAMES, x=X_NAMES[1:])


def product(theta, x):
    return theta @ x


def components(theta, x):
    return theta[0] * x[0] + theta[1] * x[1] + theta[2] * x[2] + theta[3] * x[3]


def sigmoid_of_product(theta, x):
    return sigmoid(theta @ x)


def sigmoid_of_components(theta, x):
    return sigmoid(components(theta, x))


def quotient(theta, x):
    return 1 / (1 + np.exp(-components(theta, x)))


def neuron(w, x, b):
    return sigmoid(w @ x + b)


def neuron_in_components(w, x, b):
    return sigmoid(w[0] * x[0] + w[1] * x[1] + w[2] * x[2] + b)


ENTRIES: tuple[Entry, ...] = (
    new(
        id="s002-001",
        latex=r"\theta = [\theta_0, \theta_1, \dots, \theta_m]^T",
        kind=VECTORS,
        declare=r"shape \theta: p",
        sides=(lambda theta: theta, lambda theta: theta),
        shapes={"theta": (4,)},
        may_refuse=True,
        note="the entries, counted from 0, are those of the vector itself; p is m + 1",
    ),
    new(
        id="s002-002",
        latex=r"h_{\theta} = \theta^T x",
        kind="definition",
        declare=r"shape \theta: p; shape x: p",
        sides=(lambda h_theta: h_theta, lambda theta, x: theta @ x),
        shapes={"h_theta": (), "theta": (4,), "x": (4,)},
        note="the index of h is a part of its name",
    ),
    new(
        id="s002-003",
        latex=r"x = [x_0, x_1, \dots, x_m]^T",
        kind=VECTORS,
        declare="shape x: p",
        sides=(lambda x: x, lambda x: x),
        shapes={"x": (4,)},
        may_refuse=True,
    ),
    new(
        id="s002-004",
        latex="x_0 = 1",
        kind="value|definition",
        sides=(lambda x_0: x_0, lambda: 1),
        shapes={"x_0": ()},
    ),
    new(
        id="s002-005",
        latex=r"h_{\theta} = \theta^T x = [\theta_0 \ \theta_1 \ \theta_2 \ \theta_3]"
        r" \begin{bmatrix} x_0 \\ x_1 \\ x_2 \\ x_3 \end{bmatrix}",
        kind="definition|claim",
        **WITH_ZERO,
        sides=(lambda h_theta: h_theta, four(product), four(product)),
        shapes={"h_theta": (), **FOUR},
        note="control spaces separate the entries of a row; the row times the column is a number",
    ),
    goes_on(
        "006",
        r"= \theta_0 x_0 + \theta_1 x_1 + \theta_2 x_2 + \theta_3 x_3",
        four(components),
        FOUR,
        declare=WITH_ZERO["declare"],
        given=(*WITH_ZERO["given"], r"h_{\theta} = \theta^T x"),
    ),
    goes_on(
        "007",
        r"= \theta_0 + \theta_1 x_1 + \theta_2 x_2 + \theta_3 x_3",
        seven(components),
        SEVEN,
        declare=WITH_ONE["declare"],
        given=(*WITH_ONE["given"], r"h_{\theta} = \theta^T x"),
        note="goes on from h where the first entry of x is 1",
    ),
    new(
        id="s002-008",
        latex=r"\theta = [\theta_0, \theta_1, \dots, \theta_m]",
        kind=VECTORS,
        declare=r"shape \theta: p",
        sides=(lambda theta: theta, lambda theta: theta),
        shapes={"theta": (4,)},
        may_refuse=True,
        note="a list in brackets is a vector with one axis, and neither a row nor a column",
    ),
    new(
        id="s002-009",
        latex=r"h_{\theta} = \sigma(\theta^T x)",
        kind="definition",
        declare=r"shape \theta: p; shape x: p",
        sides=(lambda h_theta: h_theta, lambda theta, x: sigmoid(theta @ x)),
        shapes={"h_theta": (), "theta": (4,), "x": (4,)},
    ),
    new(
        id="s002-010",
        latex=r"x = [x_0, x_1, \dots, x_m]",
        kind=VECTORS,
        declare="shape x: p",
        sides=(lambda x: x, lambda x: x),
        shapes={"x": (4,)},
        may_refuse=True,
    ),
    new(
        id="s002-011",
        latex=r"\sigma(z) = \frac{1}{1+e^{-z}}",
        kind="claim",
        declare="data z",
        sides=(sigmoid, lambda z: 1 / (1 + np.exp(-z))),
        shapes={"z": ()},
        note="the logistic function is known before the slide defines it, so that the definition can be checked",
    ),
    new(
        id="s002-012",
        latex=r"h_{\theta} = a = \sigma(z) = \sigma(\theta^T x) = \sigma([\theta_0 \ \theta_1 \ \theta_2 \ \theta_3]"
        r" \begin{bmatrix} x_0 \\ x_1 \\ x_2 \\ x_3 \end{bmatrix})",
        kind="definition|claim",
        declare=WITH_ZERO["declare"],
        given=(*WITH_ZERO["given"], r"z = \theta^T x"),
        sides=(
            lambda h_theta: h_theta,
            lambda a: a,
            four(sigmoid_of_product),
            four(sigmoid_of_product),
            four(sigmoid_of_components),
        ),
        shapes={"h_theta": (), "a": (), **FOUR},
        note="defines two names, and goes on with claims",
    ),
    goes_on(
        "013",
        r"= \sigma(\theta_0 x_0 + \theta_1 x_1 + \theta_2 x_2 + \theta_3 x_3)",
        four(sigmoid_of_components),
        FOUR,
        declare=WITH_ZERO["declare"],
        given=(*WITH_ZERO["given"], r"h_{\theta} = \sigma(\theta^T x)"),
    ),
    goes_on(
        "014",
        r"= \sigma(\theta_0 + \theta_1 x_1 + \theta_2 x_2 + \theta_3 x_3)",
        seven(sigmoid_of_components),
        SEVEN,
        declare=WITH_ONE["declare"],
        given=(*WITH_ONE["given"], r"h_{\theta} = \sigma(\theta^T x)"),
    ),
    goes_on(
        "015",
        r"= \frac{1}{1 + e^{-(\theta_0 + \theta_1 x_1 + \theta_2 x_2 + \theta_3 x_3)}}",
        seven(quotient),
        SEVEN,
        declare=WITH_ONE["declare"],
        given=(*WITH_ONE["given"], r"h_{\theta} = \sigma(\theta^T x)"),
    ),
    prose("016", "Logistic regression can be considered as **neural network** with only 1 neuron"),
    new(
        id="s002-017",
        latex=r"\theta = w = [w_1, w_2, w_3]",
        kind="definition",
        declare="parameter w_1, w_2, w_3",
        sides=(lambda theta: theta, lambda w: w, lambda w_1, w_2, w_3: np.array([w_1, w_2, w_3])),
        shapes={"theta": (3,), "w": (3,), "w_1": (), "w_2": (), "w_3": ()},
        note="two names for one vector",
    ),
    new(
        id="s002-018",
        latex=r"\theta_0 = w_0 = b",
        kind="definition",
        declare="parameter b",
        sides=(lambda theta_0: theta_0, lambda w_0: w_0, lambda b: b),
        shapes={"theta_0": (), "w_0": (), "b": ()},
    ),
    new(
        id="s002-019",
        latex=r"h_\theta = \hat{y}",
        kind="definition",
        declare=r"data \hat y",
        sides=(lambda h_theta: h_theta, lambda y_hat: y_hat),
        shapes={"h_theta": (), "y_hat": ()},
    ),
    new(
        id="s002-020",
        latex="w_0",
        kind=NAME,
        declare="parameter w_0",
        sides=(lambda w_0: w_0,),
        shapes={"w_0": ()},
        note="in a sentence: it is no part of the vector",
    ),
    new(
        id="s002-021",
        latex=r"\hat{y} = a = \sigma(z) = \sigma(w^T x + b) = \sigma([w_1 \ w_2 \ w_3]"
        r" \begin{bmatrix} x_1 \\ x_2 \\ x_3 \end{bmatrix} + b)",
        kind="definition|claim",
        **NEURON,
        sides=(lambda y_hat: y_hat, lambda a: a, neuron, neuron, neuron_in_components),
        shapes={"y_hat": (), "a": (), **NEURON_SHAPES},
        note="w_1 and x_1 are the first entries of the vectors",
    ),
    goes_on(
        "022",
        r"= \sigma(w_1 x_1 + w_2 x_2 + w_3 x_3 + b)",
        neuron_in_components,
        NEURON_SHAPES,
        declare=NEURON["declare"],
        given=(*NEURON["given"], r"\hat{y} = a = \sigma(z)"),
    ),
    goes_on(
        "023",
        r"= \frac{1}{1 + e^{-(w_1 x_1 + w_2 x_2 + w_3 x_3 + b)}}",
        lambda w, x, b: 1 / (1 + np.exp(-(w @ x + b))),
        NEURON_SHAPES,
        declare=NEURON["declare"],
        given=(*NEURON["given"], r"\hat{y} = a = \sigma(z)"),
    ),
)
