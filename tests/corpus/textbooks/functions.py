r"""Functions: softmax, tanh, ReLU, exp and log, primes, cases, evaluation bars, arg max, composition."""

from functools import partial

import numpy as np
from textbook_entries import Entry, gradient, jacobian, relu, sigmoid, sigmoid_prime, softmax, step

new = partial(Entry, family="functions")


def plain(function):
    """A function of NumPy as a side: with an argument that has a name."""

    def side(z):
        return function(z)

    return side


def scalar(name, latex, side, declare="data z", note=""):
    """A number or vector defined by a function of z; the left side is a."""
    return new(
        id=f"function-{name}",
        latex=latex,
        kind="definition",
        declare=declare,
        sides=(lambda a: a, side),
        shapes={"a": (), "z": ()},
        note=note,
    )


def vector(name, latex, side, declare="shape z: k", free=(), note=""):
    return new(
        id=f"function-{name}",
        latex=latex,
        kind="definition",
        declare=declare,
        sides=(lambda a: a, side),
        shapes={"a": (3,), "z": (3,)},
        free=free,
        note=note,
    )


ENTRIES: tuple[Entry, ...] = (
    scalar("sigmoid-written-out", r"a = \frac{1}{1 + e^{-z}}", sigmoid),
    scalar("sigmoid-exp", r"a = \frac{1}{1+\exp(-z)}", sigmoid),
    scalar("sigmoid-exp-braces", r"a = \frac{1}{1+\exp\{-z\}}", sigmoid),
    scalar("sigmoid-inline-power", r"a = (1 + e^{-z})^{-1}", sigmoid),
    scalar("roman-e", r"a = \mathrm{e}^{-z}", lambda z: np.exp(-z)),
    scalar("exp-of-fraction", r"a = \exp \left( -\frac{z^2}{2} \right)", lambda z: np.exp(-(z**2) / 2)),
    scalar("exp-square-brackets", r"a = \exp\left[ -z^2 / 2 \right]", lambda z: np.exp(-(z**2) / 2)),
    scalar(
        "exp-power-tower", r"a = e^{-z^2/2}", lambda z: np.exp(-(z**2) / 2), note="the minus stands outside the square"
    ),
    scalar(
        "log-bare-argument",
        r"a = \log 2z + 1",
        lambda z: np.log(2 * z) + 1,
        note="log reaches over 2z, not over the sum",
    ),
    scalar("ln", r"a = \ln z", plain(np.log)),
    scalar("log-of-power", r"a = \log z^2", lambda z: np.log(z**2)),
    scalar("log-squared", r"a = \log^2 z", lambda z: np.log(z) ** 2),
    scalar("log-base-two", r"a = \log_2 z", plain(np.log2)),
    scalar("log-base-ten", r"a = \log_{10} z", plain(np.log10)),
    scalar("log-declared-ten", r"a = \log z", plain(np.log10), declare="data z; log 10"),
    scalar("log-times-log", r"a = z \log z \log z", lambda z: z * np.log(z) ** 2, note="each log ends at the next"),
    scalar("log-of-one-minus", r"a = -\log(1 - z)", lambda z: -np.log(1 - z)),
    scalar("log-then-bracket-factor", r"a = \log(z)(1 - z)", lambda z: np.log(z) * (1 - z)),
    scalar("sqrt", r"a = \sqrt{z^2 + 1}", lambda z: np.sqrt(z**2 + 1)),
    scalar("cube-root", r"a = \sqrt[3]{z}", plain(np.cbrt)),
    scalar("sqrt-one-token", r"a = \sqrt 2 z", lambda z: np.sqrt(2) * z, note="the root takes one token"),
    scalar("tanh-bare", r"a = \tanh z", plain(np.tanh)),
    scalar("tanh-two-sigma", r"a = 2\sigma(2z) - 1", plain(np.tanh)),
    scalar("max-comma", r"a = \max(0, z)", relu),
    scalar("max-braces", r"a = \max\{0, z\}", relu),
    scalar("max-left", r"a = \max\left( 0.01z,\, z \right)", lambda z: np.maximum(0.01 * z, z)),
    scalar("positive-part", r"a = [z]_+", relu, note="the positive part of Iverson and Macaulay"),
    scalar("relu-operatorname", r"a = \operatorname{ReLU}(z)", relu),
    scalar("relu-times-indicator", r"a = z \cdot \mathbf{1}_{z > 0}", relu),
    scalar("softplus", r"a = \log\left(1 + e^z\right)", lambda z: np.log(1 + np.exp(z))),
    scalar("swish", r"a = z\,\sigma(2z)", lambda z: z * sigmoid(2 * z)),
    scalar("sign", r"a = \operatorname{sign}(z - 0.5)", lambda z: np.sign(z - 0.5)),
    scalar("sgn", r"a = \mathrm{sgn}(z)\,z", lambda z: np.sign(z) * z),
    scalar("min", r"a = \min(z, 1 - z)", lambda z: min(z, 1 - z)),
    scalar(
        "cases-relu",
        r"a = \begin{cases} z & \text{if } z > 0 \\ 0 & \text{otherwise} \end{cases}",
        relu,
    ),
    scalar(
        "cases-leaky-without-text",
        r"a = \begin{cases} z, & z \geq 0, \\ 0.1 z, & z < 0. \end{cases}",
        lambda z: np.where(z >= 0, z, 0.1 * z),
        note="commas and full stops of the sentence stand within the cases",
    ),
    scalar(
        "cases-by-array",
        r"a = \left\{ \begin{array}{ll} 1 & z > 0 \\ 0 & z \le 0 \end{array} \right.",
        step,
    ),
    vector("softmax-components", r"a_i = \frac{e^{z_i}}{\sum_{j=1}^{k} e^{z_j}}", softmax, free=("i",)),
    vector("softmax-word", r"a = \operatorname{softmax}(z)", softmax),
    vector("softmax-of-call", r"a_k = \text{softmax}(z)_k", softmax, free=("k",), note="an index on a call"),
    vector(
        "softmax-shifted",
        r"a_i = \frac{\exp(z_i - \max_j z_j)}{\sum_j \exp(z_j - \max_j z_j)}",
        softmax,
        free=("i",),
        note="the inner max binds j again",
    ),
    vector("log-softmax", r"a_i = z_i - \log \sum_j e^{z_j}", lambda z: np.log(softmax(z)), free=("i",)),
    vector("elementwise-sigmoid", r"a = \sigma(z)", sigmoid, note="entry by entry, since z is a vector"),
    vector("elementwise-square", r"a = z^{\odot 2}", lambda z: z**2, note="the elementwise power"),
    vector("elementwise-max", r"\mathbf a = \max(\mathbf 0, \mathbf z)", relu, declare=r"shape \mathbf z: k"),
    new(
        id="prime-sigma",
        latex=r"\sigma'(z) = \sigma(z)(1 - \sigma(z))",
        kind="claim",
        declare="data z",
        sides=(gradient(sigmoid, "z"), lambda z: sigmoid(z) * (1 - sigmoid(z))),
        shapes={"z": ()},
        note="the second bracket pair multiplies: sigma(z) is no function",
    ),
    new(
        id="prime-command",
        latex=r"\sigma^{\prime}(z) = \sigma(z) - \sigma(z)^2",
        kind="claim",
        declare="data z",
        sides=(gradient(sigmoid, "z"), lambda z: sigmoid(z) - sigmoid(z) ** 2),
        shapes={"z": ()},
    ),
    new(
        id="prime-second",
        latex=r"\sigma''(z) = \sigma'(z)\,(1 - 2\sigma(z))",
        kind="claim",
        declare="data z",
        sides=(gradient(sigmoid_prime, "z"), lambda z: sigmoid_prime(z) * (1 - 2 * sigmoid(z))),
        shapes={"z": ()},
    ),
    new(
        id="prime-of-call",
        latex=r"\left( f(z)\, g(z) \right)' = f'(z) g(z) + f(z) g'(z)",
        kind="claim",
        declare="function f; function g; data z",
        sides=(
            lambda z, f, g, f_prime, g_prime: g_prime(z) * f(z) + g(z) * f_prime(z),
            lambda z, f, g, f_prime, g_prime: f_prime(z) * g(z) + f(z) * g_prime(z),
        ),
        shapes={"z": ()},
        functions=("f", "g"),
        note="a prime on a bracket that has z in it is the derivative, and no transpose",
    ),
    new(
        id="prime-chain",
        latex=r"(f \circ g)'(x) = f'(g(x)) \cdot g'(x)",
        kind="claim",
        declare="function f; function g; data x",
        sides=(
            lambda x, f_prime, g, g_prime: g_prime(x) * f_prime(g(x)),
            lambda x, f_prime, g, g_prime: f_prime(g(x)) * g_prime(x),
        ),
        shapes={"x": ()},
        functions=("f", "g"),
        note="circ is the composition of functions",
    ),
    new(
        id="prime-tanh",
        latex=r"\tanh'(z) = 1 - \tanh^2 z",
        kind="claim",
        declare="data z",
        sides=(gradient(lambda z: np.sinh(z) / np.cosh(z), "z"), lambda z: 1 - np.tanh(z) ** 2),
        shapes={"z": ()},
    ),
    new(
        id="prime-as-name",
        latex=r"x' = \gamma x + (1 - \gamma) x''",
        kind="definition",
        declare=r"data x, x', x''; parameter \gamma",
        sides=(lambda x_prime: x_prime, lambda gamma, x, x_prime2: gamma * x + (1 - gamma) * x_prime2),
        shapes={"x_prime": (), "gamma": (), "x": (), "x_prime2": ()},
        note="declared names with primes: no derivatives and no transposes",
    ),
    new(
        id="evaluation-bar-subscript",
        latex=r"\left.\frac{d\sigma}{dz}\right|_{z=0} = \frac14",
        kind="claim",
        sides=(lambda: 0.25, lambda: 1 / 4),
    ),
    new(
        id="evaluation-bar-on-function-of",
        latex=r"\left.\frac{\partial f}{\partial x}\right|_{x=a} = 2a",
        kind="claim",
        declare="data a, x",
        given=("f = x^2",),
        sides=(lambda a: np.imag((a + 1e-30j) ** 2) / 1e-30, lambda a: 2 * a),
        shapes={"a": ()},
    ),
    new(
        id="evaluation-bar-plain",
        latex=r"\frac{d}{dx} x^3 \Big|_{x = 2} = 12",
        kind="claim",
        declare="data x",
        sides=(lambda: np.imag((2 + 1e-30j) ** 3) / 1e-30, lambda: 12.0),
    ),
    new(
        id="evaluation-of-difference",
        latex=r"V = \left[ \tfrac12 x^2 \right]_{x=0}^{x=3}",
        kind="definition",
        declare="data x",
        sides=(lambda V: V, lambda: 9 / 2),
        shapes={"V": ()},
        may_refuse=True,
        note="the difference of the values; a power x=3 would be a misreading",
    ),
    new(
        id="argmax-operatorname",
        latex=r"\hat{y} = \operatorname*{arg\,max}_{k} \; z_k",
        kind="definition",
        declare="shape z: K",
        sides=(lambda y_hat: y_hat, lambda z: z.argmax()),
        shapes={"y_hat": (), "z": (4,)},
        labels=("y_hat",),
        note="the class number, counted from 0 here",
    ),
    new(
        id="argmin-limits",
        latex=r"w^\ast = \arg\min_{w} \left\| Xw - y \right\|_2^2",
        kind="definition",
        declare="shape X: n,m; shape w: m; shape y: n",
        sides=(lambda w_star: w_star, lambda X, y: np.linalg.lstsq(X, y, rcond=None)[0]),
        shapes={"w_star": (3,), "X": (5, 3), "y": (5,)},
        may_refuse=True,
        note="the minimiser exists and is unique; a reader that keeps it opaque must still not drop the arg",
    ),
    new(
        id="cross-entropy-vector",
        latex=r"L = -\sum_k y_k \log \hat{y}_k",
        kind="definition",
        declare=r"shape y: k; shape \hat y: k",
        sides=(lambda L: L, lambda y, y_hat: -(y * np.log(y_hat)).sum()),
        shapes={"L": (), "y": (3,), "y_hat": (3,)},
    ),
    new(
        id="cross-entropy-binary-nested-brackets",
        latex=r"L = -\left\{ y \log \hat{y} + (1 - y) \log (1 - \hat{y}) \right\}",
        kind="definition",
        declare=r"data y, \hat y",
        sides=(lambda L: L, lambda y, y_hat: -y * np.log(y_hat) - (1 - y) * np.log(1 - y_hat)),
        shapes={"L": (), "y": (), "y_hat": ()},
    ),
    new(
        id="softmax-jacobian-matrix",
        latex=r"\frac{\partial a}{\partial z} = \operatorname{diag}(a) - a a^\top",
        kind="claim",
        declare="layout numerator; shape z: k",
        given=(r"a = \operatorname{softmax}(z)",),
        sides=(jacobian(softmax, "z"), lambda z: np.diag(softmax(z)) - np.outer(softmax(z), softmax(z))),
        shapes={"z": (3,)},
    ),
    new(
        id="derivative-of-max-by-cases",
        latex=r"\frac{d}{dz} \max(0, z) = \begin{cases} 1 & z > 0 \\ 0 & z < 0 \end{cases}",
        kind="claim",
        declare="data z",
        sides=(gradient(relu, "z"), step),
        shapes={"z": ()},
        note="nothing is said about the kink",
    ),
    new(
        id="probability-notation",
        latex=r"p(y = 1 \mid x) = \sigma(w^\top x)",
        kind="definition",
        declare="shape w: m; shape x: m",
        sides=(lambda p: p, lambda w, x: sigmoid(w @ x)),
        shapes={"p": (), "w": (3,), "x": (3,)},
        note="the sign inside of the bracket is no equation, and the bar no absolute value",
    ),
    new(
        id="hypothesis-with-subscript-and-semicolon",
        latex=r"h_{\theta}(x) = g(\theta^T x) = \frac{1}{1 + e^{-\theta^T x}}",
        kind="definition|claim",
        declare=r"shape \theta: m; shape x: m",
        given=(r"g(z) = \frac{1}{1 + e^{-z}}",),
        sides=(
            lambda h_theta: h_theta,
            lambda theta, x: sigmoid(theta @ x),
            lambda theta, x: 1 / (1 + np.exp(-(theta * x).sum())),
        ),
        shapes={"h_theta": (), "theta": (3,), "x": (3,)},
    ),
    new(
        id="function-of-named-arguments",
        latex=r"f(x; \theta) = \theta_1 x + \theta_0",
        kind="definition",
        declare=r"data x; parameter \theta_0, \theta_1",
        sides=(lambda f: f, lambda x, theta_1, theta_0: theta_1 * x + theta_0),
        shapes={"f": (), "x": (), "theta_1": (), "theta_0": ()},
    ),
    new(
        id="product-before-bracket",
        latex=r"s = a(1 - a) + \eta(x - y)",
        kind="definition",
        declare=r"data a, x, y; parameter \eta",
        sides=(lambda s: s, lambda a, eta, x, y: a * (1 - a) + eta * (x - y)),
        shapes={"s": (), "a": (), "eta": (), "x": (), "y": ()},
        note="a and eta are numbers: products, no calls",
    ),
    new(
        id="call-before-bracket",
        latex=r"s = a(1 - x)",
        kind="definition",
        declare="function a; data x",
        sides=(lambda s: s, lambda a, x: a(1 - x)),
        shapes={"s": (), "x": ()},
        functions=("a",),
        note="the same letter, declared a function",
    ),
    new(
        id="call-with-text-around",
        latex=r"a = \textrm{sigmoid}\left(\text{z}\right)",
        kind="definition",
        declare=r"data \text{z}",
        sides=(lambda a: a, sigmoid),
        shapes={"a": (), "z": ()},
    ),
)
