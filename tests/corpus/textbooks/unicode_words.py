"""Unicode mathematics as people paste it, bare words without a backslash, and text in other languages around."""

from functools import partial

import numpy as np
from textbook_entries import Entry, gradient, log_loss, relu, sigmoid, sigmoid_prime, softmax

new = partial(Entry, family="unicode")
words = partial(Entry, family="words")

NEURON = {"w": (3,), "x": (3,), "b": ()}
DECLARED = "shape w: m; shape x: m; parameter b"


def neuron(w, x, b):
    return sigmoid(w @ x + b)


def same_neuron(name, latex, note="", family=new, declare=DECLARED):
    """A logistic neuron, called y_hat."""
    return family(
        id=f"{family.keywords['family']}-{name}",
        latex=latex,
        kind="definition",
        declare=declare,
        sides=(lambda y_hat: y_hat, neuron),
        shapes={"y_hat": (), **NEURON},
        note=note,
    )


def numbers(name, latex, side, names=("a", "b"), family=new, note="", declare="data a, b"):
    """A number s made from numbers."""
    return family(
        id=f"{family.keywords['family']}-{name}",
        latex=latex,
        kind="definition",
        declare=declare,
        sides=(lambda s: s, side),
        shapes=dict.fromkeys(("s", *names), ()),
        note=note,
    )


ENTRIES: tuple[Entry, ...] = (
    same_neuron("neuron", "ŷ = σ(wᵀx + b)"),
    same_neuron("neuron-decomposed-hat", "y\u0302 = σ(wᵀx + b)", "a combining circumflex behind the y"),
    same_neuron("neuron-mixed", r"ŷ = \sigma(w^⊤ x + b)", "a Unicode top inside of a LaTeX superscript"),
    same_neuron("neuron-dot", "ŷ = σ(w·x + b)", "the dot of two vectors is a dot product"),
    same_neuron("neuron-italic-letters", "ŷ = 𝜎(𝑤ᵀ𝑥 + 𝑏)", "letters of the mathematical alphabet are the same letters"),
    same_neuron(
        "neuron-bold-letters", "ŷ = σ(𝐰ᵀ𝐱 + b)", declare=r"shape \mathbf w: m; shape \mathbf x: m; parameter b"
    ),
    same_neuron(
        "neuron-wide-spaces", "ŷ\u00a0=\u2009σ(wᵀx\u202f+\u2003b)\u200b", "no-break, thin, narrow, em, zero-width"
    ),
    same_neuron("neuron-full-width", "ŷ ＝ σ（wᵀx ＋ b）", "full-width signs of East Asian keyboards"),
    numbers("raised-letters", "s = 1 ⁄ (1 + e⁻ᵃ) + b", lambda a, b: sigmoid(a) + b, note="and the fraction slash"),
    numbers("minus-sign", "s = a − b", lambda a, b: a - b),
    numbers("en-dash-minus", "s = a – b", lambda a, b: a - b, note="an en dash as word processors put it"),
    numbers("hyphens", "s = a \u2010 b + \ufe63b + \u2212b + b", lambda a, b: a - 2 * b),
    numbers("times", "s = a × b ⋅ a ∙ b", lambda a, b: (a * b) ** 2),
    numbers("asterisk-operator", "s = a ∗ b", lambda a, b: a * b),
    numbers("division", "s = a ÷ b", lambda a, b: a / b),
    numbers("square", "s = a² + b³", lambda a, b: a**2 + b**3),
    numbers("power-minus-one", "s = a⁻¹ b", lambda a, b: b / a),
    numbers("subscripts", "s = x₁ + x₂", lambda x_1, x_2: x_1 + x_2, ("x_1", "x_2"), declare="data x_1, x_2"),
    numbers(
        "sub-and-superscript",
        "s = x₁² + x₂²",
        lambda x_1, x_2: x_1**2 + x_2**2,
        ("x_1", "x_2"),
        declare="data x_1, x_2",
    ),
    numbers("square-root", "s = √(a + b)", lambda a, b: np.sqrt(a + b)),
    numbers("vulgar-fractions", "s = ¾ a + ⅓ b", lambda a, b: 0.75 * a + b / 3),
    numbers(
        "declared-prime",
        "s = a′ b",
        lambda a_prime, b: a_prime * b,
        ("a_prime", "b"),
        declare="data a', b",
        note="a primed number that is declared is a name",
    ),
    numbers(
        "greek",
        "s = α β − λ",
        lambda alpha, beta, lam: alpha * beta - lam,
        ("alpha", "beta", "lam"),
        declare="parameter α, β, λ",
    ),
    numbers(
        "greek-declared-in-latex",
        "s = αβ",
        lambda alpha, beta: alpha * beta,
        ("alpha", "beta"),
        declare=r"parameter \alpha, \beta",
        note="α and \\alpha are one name",
    ),
    numbers(
        "micro-and-mu",
        "s = \u00b5 + \u03bc",
        lambda mu: 2 * mu,
        ("mu",),
        declare=r"parameter \mu",
        note="the micro sign is a mu",
    ),
    numbers(
        "epsilon-variants",
        r"s = ε + \epsilon",
        lambda epsilon: 2 * epsilon,
        ("epsilon",),
        declare=r"parameter \epsilon",
    ),
    numbers("double-struck-e", "s = ⅇ^{a} b", lambda a, b: np.exp(a) * b),
    new(
        id="unicode-partial-derivative",
        latex="∂L/∂w = (σ(wx) − y)·x",
        kind="claim",
        declare="data x, y; parameter w",
        given=("L = −(y log σ(wx) + (1 − y) log(1 − σ(wx)))",),
        sides=(
            gradient(lambda w, x, y: log_loss(y, sigmoid(w * x)), "w"),
            lambda w, x, y: (sigmoid(w * x) - y) * x,
        ),
        shapes={"w": (), "x": (), "y": ()},
        note="log without a backslash, derivatives with a slash",
    ),
    new(
        id="unicode-chain-rule",
        latex="∂L/∂w = ∂L/∂a · ∂a/∂z · ∂z/∂w",
        kind="claim",
        declare="data x, y; parameter w",
        given=("z = wx", "a = σ(z)", "L = ½(a − y)²"),
        sides=(
            gradient(lambda w, x, y: (sigmoid(w * x) - y) ** 2 / 2, "w"),
            lambda w, x, y: (sigmoid(w * x) - y) * sigmoid_prime(w * x) * x,
        ),
        shapes={"w": (), "x": (), "y": ()},
        note="each slash divides one pair of differentials only",
    ),
    new(
        id="unicode-nabla",
        latex="∇_w ‖Xw − y‖² = 2Xᵀ(Xw − y)",
        kind="claim",
        declare="shape X: n,m; shape w: m; shape y: n",
        sides=(
            gradient(lambda X, w, y: ((X @ w - y) ** 2).sum(), "w"),
            lambda X, w, y: 2 * X.T @ (X @ w - y),
        ),
        shapes={"X": (4, 3), "w": (3,), "y": (4,)},
    ),
    new(
        id="unicode-prime",
        latex="σ′(z) = σ(z)(1 − σ(z))",
        kind="claim",
        declare="data z",
        sides=(gradient(sigmoid, "z"), lambda z: sigmoid(z) * (1 - sigmoid(z))),
        shapes={"z": ()},
    ),
    new(
        id="unicode-delta",
        latex="δˡ = (Wˡ⁺¹)ᵀ δˡ⁺¹ ⊙ σ′(zˡ)",
        kind="definition",
        declare=r"shape W^{l+1}: k,h; shape \delta^{l+1}: k; shape z^{l}: h",
        sides=(
            lambda deltal: deltal,
            lambda Wl_plus_1, deltal_plus_1, zl: (Wl_plus_1.T @ deltal_plus_1) * sigmoid_prime(zl),
        ),
        shapes={"deltal": (3,), "Wl_plus_1": (2, 3), "deltal_plus_1": (2,), "zl": (3,)},
    ),
    new(
        id="unicode-sum",
        latex="J = (1/n) Σᵢ (ŷᵢ − yᵢ)²",
        kind="definition",
        declare="shape ŷ: n; shape y: n",
        sides=(lambda J: J, lambda y_hat, y: ((y_hat - y) ** 2).mean()),
        shapes={"J": (), "y_hat": (4,), "y": (4,)},
        note="a capital sigma that is used as the sum",
    ),
    new(
        id="unicode-n-ary-sum",
        latex="z = ∑_{i=1}^{n} wᵢ xᵢ + b",
        kind="definition",
        declare="shape w: n; shape x: n; parameter b",
        sides=(lambda z: z, lambda w, x, b: w @ x + b),
        shapes={"z": (), "w": (3,), "x": (3,), "b": ()},
    ),
    new(
        id="unicode-arrow-update",
        latex="w ← w − η·dw",
        kind="update",
        declare="data dw; parameter w, η",
        sides=(lambda w: w, lambda w, eta, dw: w - eta * dw),
        shapes={"w": (), "eta": (), "dw": ()},
    ),
    new(
        id="unicode-relations",
        latex="a = max(0, z), z ≠ 0",
        kind="definition; notation|declaration",
        declare="data z",
        sides=(lambda a: a, relu),
        split=(2, 0),
        shapes={"a": (), "z": ()},
    ),
    new(
        id="unicode-membership",
        latex="W ∈ ℝ^{4×3}",
        kind="declaration",
        binds={"W": "4,3"},
    ),
    new(
        id="unicode-membership-superscripts",
        latex="x ∈ ℝⁿ, y ∈ ℝ",
        kind="declaration",
        binds={"x": "n", "y": ""},
    ),
    new(
        id="unicode-inner-product",
        latex="s = ⟨w, x⟩ + b",
        kind="definition",
        declare=DECLARED,
        sides=(lambda s: s, lambda w, x, b: w @ x + b),
        shapes={"s": (), **NEURON},
    ),
    # --- bare words
    same_neuron("sigmoid", r"\hat y = sigmoid(w^T x + b)", "no backslash", words),
    same_neuron("sigmoid-text", r"\hat y = \text{sigmoid}(w^T x + b)", "", words),
    same_neuron("logistic", r"\hat y = \operatorname{logistic}(w^T x + b)", "", words),
    same_neuron("underscored-name", r"y\_hat = \sigma(w^T x + b)", "an escaped underscore joins a name", words),
    numbers("log", r"s = log(a) b", lambda a, b: np.log(a) * b, family=words),
    numbers("exp", r"s = exp(-a) + b", lambda a, b: np.exp(-a) + b, family=words),
    numbers("tanh", r"s = tanh(a) b", lambda a, b: np.tanh(a) * b, family=words),
    numbers("max", r"s = max(a, b)", lambda a, b: np.maximum(a, b) * 1, family=words),
    numbers("sqrt", r"s = sqrt(a + b)", lambda a, b: np.sqrt(a + b), family=words),
    numbers(
        "glued-log", r"s = -(ylog(a) + (1-y)log(1-a))", log_loss, ("y", "a"), words, "ylog is y times log", "data y, a"
    ),
    words(
        id="words-glued-sin",
        latex=r"s = asin(b)",
        kind="definition",
        declare="data a, b",
        ambiguous=("a times the sine of b", "the arc sine of b"),
    ),
    words(
        id="words-softmax",
        latex="p = softmax(Wx + b)",
        kind="definition",
        declare="shape W: k,m; shape x: m; shape b: k",
        sides=(lambda p: p, lambda W, x, b: softmax(W @ x + b)),
        shapes={"p": (2,), "W": (2, 3), "x": (3,), "b": (2,)},
    ),
    words(
        id="words-relu",
        latex="h = ReLU(W_1 x)",
        kind="definition",
        declare="shape W_1: k,m; shape x: m",
        sides=(lambda h: h, lambda W_1, x: relu(W_1 @ x)),
        shapes={"h": (2,), "W_1": (2, 3), "x": (3,)},
    ),
    words(
        id="words-loss",
        latex="Loss = (y - y_{pred})^2",
        kind="definition",
        declare="data Loss, y, y_{pred}",
        sides=(lambda Loss: Loss, lambda y, y_pred: (y - y_pred) ** 2),
        shapes={"Loss": (), "y": (), "y_pred": ()},
        note="Loss is declared: one name, and no product of letters; y_{pred} is one name",
    ),
    words(
        id="words-mse",
        latex=r"\mathrm{MSE} = \frac{1}{n} \sum_{i=1}^{n} (y_i - \hat{y}_i)^2",
        kind="definition",
        declare=r"shape y: n; shape \hat y: n",
        sides=(lambda MSE: MSE, lambda y, y_hat: ((y - y_hat) ** 2).mean()),
        shapes={"MSE": (), "y": (4,), "y_hat": (4,)},
    ),
    words(
        id="words-german-text",
        latex=r"\text{für alle } i: \quad z_i = w_i x_i + b \quad \text{mit } b > 0",
        kind="definition",
        declare="shape w: n; shape x: n; parameter b",
        sides=(lambda z: z, lambda w, x, b: w * x + b),
        shapes={"z": (3,), "w": (3,), "x": (3,), "b": ()},
        free=("i",),
    ),
    words(
        id="words-french-decimal",
        latex=r"\text{où } s = 0{,}5 \, a \text{ et } t = a^2",
        kind="definition; definition",
        declare="data a",
        sides=(lambda s: s, lambda a: a / 2, lambda t: t, lambda a: a**2),
        split=(2, 2),
        shapes={"s": (), "a": (), "t": ()},
    ),
    words(
        id="words-chinese-text",
        latex=r"\text{其中 } a = \sigma(z) \text{ 是激活函数}",
        kind="definition",
        declare="data z",
        sides=(lambda a: a, sigmoid),
        shapes={"a": (), "z": ()},
    ),
    words(
        id="words-hindi-prose",
        latex=r"\text{ग्रेडिएंट शून्य है}",
        kind="prose",
    ),
    words(
        id="words-russian-where",
        latex=r"y = kx + b, \text{ где } k = 2",
        kind="definition; definition|value",
        declare="data x, b",
        sides=(lambda y: y, lambda k, x, b: k * x + b, lambda k: k, lambda: 2.0),
        split=(2, 2),
        shapes={"y": (), "k": (), "x": (), "b": ()},
    ),
    words(
        id="words-if-and-only-if",
        latex=r"\hat y = 1 \iff w^T x + b > 0",
        kind="notation|prose",
        declare=r"shape w: m; shape x: m; parameter b; data \hat y",
    ),
    words(
        id="words-therefore",
        latex=r"\therefore \; s = a + a = 2a",
        kind="definition|claim",
        declare="data a",
        sides=(lambda s: s, lambda a: a + a, lambda a: 2 * a),
        shapes={"s": (), "a": ()},
    ),
    words(
        id="words-numbered-line",
        latex=r"(1) \quad s = a + b",
        kind="definition",
        declare="data a, b",
        sides=(lambda s: s, lambda a, b: a + b),
        shapes={"s": (), "a": (), "b": ()},
        note="the number of the equation in front is no factor",
    ),
    words(
        id="words-bulleted",
        latex=r"\bullet \; s = a + b",
        kind="definition",
        declare="data a, b",
        sides=(lambda s: s, lambda a, b: a + b),
        shapes={"s": (), "a": (), "b": ()},
        may_refuse=True,
        note="an item of a list, and no product with nothing",
    ),
)
