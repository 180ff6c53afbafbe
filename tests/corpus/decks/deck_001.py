r"""Deck 001, the learning process of a network: rules of derivatives, a forward pass, the chain rule backwards."""

from functools import partial

import numpy as np
from textbook_entries import Entry, Refused, gradient, log_loss, sigmoid, sigmoid_prime

new = partial(Entry, family="deck-001")

ALONE = "expression|notation|fragment"
SLOPE = {"declare": "function f; data x", "given": ("y = f(x)",), "functions": ("f",), "shapes": {"x": ()}}
WEIGHTS = "data J; parameter w, b"
POLYNOMIAL = {
    "declare": "data x_1, x_2",
    "given": (r"y = f(x_1, x_2) = x_1^2 + 2x_2^2 + 3x_1x_2",),
    "shapes": {"x_1": (), "x_2": ()},
}
COST = r"J = -(y \log \hat{y} + (1-y) \log(1-\hat{y}))"
LAST = {"declare": "data z, y", "given": (r"\hat{y} = \sigma(z)", COST)}
NEURON = {"declare": "data a, y; parameter w, b", "given": (r"Z = w \cdot a + b", "z = Z", *LAST["given"])}
DIGITS = r"data J, Z, \omega"


def prose(number, latex, note=""):
    return new(id=f"s001-{number}", latex=latex, kind="prose", note=note)


def alone(number, latex, side, note="", **scope):
    """An expression without an equality sign."""
    return new(id=f"s001-{number}", latex=latex, kind=ALONE, sides=(side,), note=note, **scope)


def of_x(number, latex, left, right, note="", holds=True, **scope):
    """A claim about functions of the number x."""
    scope = {"declare": "data x", "shapes": {"x": ()}, **scope}
    return new(id=f"s001-{number}", latex=latex, kind="claim", sides=(left, right), note=note, holds=holds, **scope)


def two_derivatives(number, latex):
    """The derivatives of an opaque J by w and b, with a comma between them."""
    return new(
        id=f"s001-{number}",
        latex=latex,
        kind=f"{ALONE}; {ALONE}",
        declare=WEIGHTS.replace("J", r"\mathcal{J}") if "mathcal" in latex else WEIGHTS,
        sides=(lambda dJ_dw: dJ_dw, lambda dJ_db: dJ_db),
        split=(1, 1),
        shapes={"dJ_dw": (), "dJ_db": ()},
        note="a list of two expressions",
    )


def scanned(number, latex, outcome, at, says=(), note="", **scope):
    """What the scanner made of a formula: a refusal is right, and so is a literal reading that says what it did."""
    refused = Refused(outcome=outcome, at=at, says=says)
    return new(id=f"s001-{number}", latex=latex, kind="claim", refused=refused, may_read=True, note=note, **scope)


def exponential(x):
    return np.exp(x)


def logarithm(x):
    return np.log(x)


def logistic(Z):
    return sigmoid(Z)


def error(z, y):
    """The derivative of the cost by z."""
    return sigmoid(z) - y


def error_times_slope(z, y):
    return sigmoid_prime(z) * (sigmoid(z) - y)


def slope_times_derivative_by_y(z, y):
    return sigmoid_prime(z) * gradient(lambda z, y: log_loss(y, sigmoid(z)), "y")(z=z, y=y)


def polynomial(x_1, x_2):
    return x_1**2 + 2 * x_2**2 + 3 * x_1 * x_2


ENTRIES: tuple[Entry, ...] = (
    prose("001", r"Just plain calculations: +, -, x, /, functions"),
    new(
        id="s001-002a",
        latex=r"\Delta(m \cdot x + p)",
        kind="expression|notation|fragment",
        ambiguous=("the function Delta at m x + p", "Delta times m x + p"),
        note="garbled: the logistic function at w x + b was meant. It stands in the middle of the words of s001-002b",
    ),
    prose(
        "002b",
        r"J: Non linear WX+5: Linear Forward Adjust W-xdw Weights b-xdb Assess Cost Cost (9, y) dw db",
        "the words of a diagram, from which the formula of s001-002a has been taken out",
    ),
    new(
        id="s001-003",
        latex=r"y = f(x)",
        kind="definition",
        declare="function f; data x",
        sides=(lambda y: y, lambda f, x: f(x)),
        shapes={"y": (), "x": ()},
        functions=("f",),
    ),
    prose("004", r"Slope, Gradient, Rate of change , f'(x)"),
    alone("005", r"\frac{dy}{dx}", lambda f_prime, x: f_prime(x), **SLOPE),
    new(
        id="s001-006",
        latex=r"\frac{\partial x}{\partial y}",
        kind=ALONE,
        sides=(lambda f_prime, x: 1 / f_prime(x),),
        may_refuse=True,
        note="the slope of the inverse function; x is the variable here, so a refusal is honest, and zero is wrong",
        **SLOPE,
    ),
    alone("007", r"\frac{\partial y}{\partial x}", lambda f_prime, x: f_prime(x), **SLOPE),
    alone(
        "008",
        r"\frac{\Delta y}{\Delta x}",
        lambda Deltay, Deltax: Deltay / Deltax,
        declare=r"data \Delta x, \Delta y",
        shapes={"Deltay": (), "Deltax": ()},
        note="a quotient of two names, and no derivative",
    ),
    alone(
        "009",
        r"\frac{f(x+\Delta x)-f(x)}{\Delta x}",
        lambda f, x, Deltax: (f(x + Deltax) - f(x)) / Deltax,
        declare=r"function f; data x, \Delta x",
        shapes={"x": (), "Deltax": ()},
        functions=("f",),
    ),
    of_x(
        "010",
        r"\frac{d}{dx}x^{n} = nx^{n-1}",
        gradient(lambda x, n: x**n, "x"),
        lambda x, n: n * x ** (n - 1),
        declare="data x, n",
        shapes={"x": (), "n": ()},
    ),
    of_x("011", r"\frac{d}{dx}k = 0", lambda: 0.0, lambda: 0.0, declare="data x; parameter k", shapes={}),
    of_x("012", r"\frac{d}{dx}e^{x} = e^{x}", gradient(exponential, "x"), exponential),
    of_x(
        "013",
        r"\frac{d}{dx}\log x = \frac{1}{x}",
        gradient(logarithm, "x"),
        lambda x: 1 / x,
        "true for the natural logarithm only",
    ),
    of_x(
        "014",
        r"\frac{d}{dx} f(g(x)) = f'(g(x)) g'(x)",
        lambda x, f_prime, g, g_prime: g_prime(x) * f_prime(g(x)),
        lambda x, f_prime, g, g_prime: f_prime(g(x)) * g_prime(x),
        declare="function f; function g; data x",
        functions=("f", "g"),
    ),
    of_x(
        "015",
        r"\frac{d}{dx} \log(x^2) = \frac{1}{x^2} \cdot (2^x)",
        gradient(lambda x: np.log(x**2), "x"),
        lambda x: 1 / x**2 * 2**x,
        "a power of two was printed for 2x: the two are equal at x = 1 and x = 2",
        holds=False,
    ),
    of_x(
        "016",
        r"\frac{d}{dx} e^x = e^x \cdot 3x^2",
        gradient(exponential, "x"),
        lambda x: np.exp(x) * 3 * x**2,
        "the exponent x^3 was printed as x",
        holds=False,
    ),
    prose(
        "017",
        r"tuhun does dy becomes dx when y is a function of more than one variable. e.g. ... dxi ... Treat x_2 as"
        r" ... Constant",
        "a sentence in which the scanner lost most of its formulas",
    ),
    new(
        id="s001-018",
        latex=r"\frac{\partial y}{\partial x_1} = 2x_1 + 3x_2",
        kind="claim",
        sides=(gradient(polynomial, "x_1"), lambda x_1, x_2: 2 * x_1 + 3 * x_2),
        **POLYNOMIAL,
    ),
    new(
        id="s001-019",
        latex=r"\frac{dy}{dx_2} = \frac{3y}{3x_2} = 4x_2 + 3x_1",
        kind="claim",
        sides=(
            gradient(polynomial, "x_2"),
            lambda x_1, x_2: 3 * polynomial(x_1, x_2) / (3 * x_2),
            lambda x_1, x_2: 4 * x_2 + 3 * x_1,
        ),
        holds=False,
        note="the two outer sides are equal; in the middle, signs of a derivative were printed as digits",
        **POLYNOMIAL,
    ),
    new(
        id="s001-020",
        latex=r"y = f(x_1, x_2) = x_1^2 + 2x_2^2 + 3x_1x_2",
        kind="definition",
        declare="data x_1, x_2",
        sides=(lambda y: y, lambda f: f, polynomial),
        shapes={"y": (), "f": (), "x_1": (), "x_2": ()},
        note="defines the name y and the function f",
    ),
    two_derivatives("021", r"\frac{\partial J}{\partial w}, \frac{\partial J}{\partial b}"),
    prose("022", r"Gradient Descent says the best strategy to update weights is:"),
    scanned(
        "023",
        r"\frac{\partial u}{\partial v} = u = v = v",
        "unbound",
        (r"\frac{\partial u}{\partial v}", "u = v"),
        says=("u", "v"),
        note="an update of w was meant; neither u nor v is bound on this slide",
        declare=WEIGHTS,
    ),
    scanned(
        "024",
        r"\frac{\partial u}{\partial v} = v = v",
        "unbound",
        (r"\frac{\partial u}{\partial v}", "v = v"),
        says=("u", "v"),
        note="an update of b was meant",
        declare=WEIGHTS,
    ),
    two_derivatives("025", r"\frac{\partial \mathcal{J}}{\partial w} , \frac{\partial \mathcal{J}}{\partial b}"),
    prose("026", r"We need to start from output layer"),
    prose(
        "027",
        r"J: Sigmoid function W, b are not directly connected with cost, there is J. Z in between Recap: Forward",
        "J stands for sigma twice, and no formula is here",
    ),
    new(
        id="s001-028",
        latex=r"J = cost(\hat{y}, y)",
        kind="definition",
        declare=r"data y, \hat{y}",
        given=(r"cost(\hat{y}, y) = -(y \log \hat{y} + (1-y) \log(1-\hat{y}))",),
        sides=(lambda J: J, lambda y_hat, y: log_loss(y, y_hat)),
        shapes={"J": (), "y_hat": (), "y": ()},
        note="cost is a word of bare letters; the prediction is its first argument, on the next slide it is J's second",
    ),
    new(
        id="s001-029",
        latex=r"Z = W \cdot a + b",
        kind="definition",
        declare="shape W: k,m; shape a: m; shape b: k",
        sides=(lambda Z: Z, lambda W, a, b: W @ a + b),
        shapes={"Z": (2,), "W": (2, 3), "a": (3,), "b": (2,)},
        note="the dot is the product of a matrix and a vector",
    ),
    new(
        id="s001-030",
        latex=r"\hat{y} = sigmoid(Z)",
        kind="definition",
        declare="shape Z: k",
        sides=(lambda y_hat: y_hat, logistic),
        shapes={"y_hat": (2,), "Z": (2,)},
        note="sigmoid is a word of bare letters",
    ),
    scanned(
        "031",
        r"J(y,\hat{y}) = -\frac{1}{N} \underbrace{\times}_{1} y \log \hat{y} + (1-y) \log (1-\hat{y})",
        "unreadable",
        (r"\underbrace{\times}_{1}",),
        says=(r"\underbrace", r"\times", "brace", "operand", "expected"),
        note="a sum sign was printed as a times sign over a brace; read literally, the second term keeps its plus",
        declare=r"data y, \hat{y}, N",
    ),
    prose(
        "032",
        r"Overage loss across all training samples Cost is high when I differ toomuch from I and vice-versa",
    ),
    new(
        id="s001-033",
        latex=r"\frac{\partial J}{\partial z} = \frac{\partial \hat{y}}{\partial z} \frac{\partial J}{\partial z}"
        r" = \frac{\partial \hat{y}}{\partial z} \frac{\partial J}{\partial z}",
        kind="claim",
        sides=(error, error_times_slope, error_times_slope),
        shapes={"z": (), "y": ()},
        holds=False,
        note="the slide before calls z Z; the last factor should be the derivative by y hat",
        **LAST,
    ),
    new(
        id="s001-034",
        latex=r"\frac{\partial J}{\partial z} = \frac{\partial \hat{y}}{\partial z} \frac{\partial J}{\partial z}"
        r" = \frac{\partial \hat{y}}{\partial z} \frac{\partial J}{\partial y}",
        kind="claim",
        sides=(error, error_times_slope, slope_times_derivative_by_y),
        shapes={"z": (), "y": ()},
        holds=False,
        note="the last factor is the derivative by the label y: its hat was lost",
        **LAST,
    ),
    scanned(
        "035",
        r"\frac{2J}{3\omega} = \frac{3Z}{3\omega} \cdot \frac{3J}{3Z}",
        "unreadable",
        ("2J", r"\frac{2J}{3\omega}", r"\frac{3Z}{3\omega}"),
        says=("partial", r"\partial", "2", "3"),
        note="signs of a derivative were printed as digits; read literally it is a claim, and false",
        declare=DIGITS,
    ),
    scanned(
        "036",
        r"\frac{3J}{3\omega} = \frac{3Z}{3\omega} \cdot \frac{3J}{3Z}",
        "unreadable",
        ("3J", r"\frac{3J}{3\omega}"),
        says=("partial", r"\partial", "3"),
        note="read literally it is true for the wrong reason: a reading must say that it is suspicious",
        declare=DIGITS,
    ),
    prose("037a", r"Need this to continue going backwards"),
    prose("037b", r"We know this. Handed to us"),
    scanned(
        "038",
        r"\frac{\partial p_{nex}}{\partial z} = \frac{\partial Q_{next}}{\partial z} \cdot \frac{\partial J}"
        r"{\partial z}",
        "unbound",
        (r"\frac{\partial p_{nex}}{\partial z}", "p_{nex}", "Q_{next}"),
        says=("p_{nex}", "p_nex", "Q_{next}", "Q_next"),
        note="two misread letters of the next layer",
        **LAST,
    ),
    new(
        id="s001-039",
        latex=r"\frac{\partial J}{\partial z} = \frac{\partial Z}{\partial w} \cdot \frac{\partial J}{\partial z}",
        kind="claim",
        sides=(
            lambda a, y, w, b: sigmoid(w * a + b) - y,
            lambda a, y, w, b: a * (sigmoid(w * a + b) - y),
        ),
        shapes={"a": (), "y": (), "w": (), "b": ()},
        holds=False,
        note="the deck has Z and z for one thing, so z = Z is given; the left side should be the derivative by w",
        **NEURON,
    ),
)
