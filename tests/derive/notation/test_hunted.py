"""Formulas that were once read, silently, as something their author would not mean."""

import pytest

from derive import scope
from derive.notation.reading import read

REFUSED = [
    # letters above names: layers, steps and words, and no powers
    r"x^{t+1} = x^t - \eta g^t",
    r"a^{l} = \sigma(W^l a^{l-1} + b^l)",
    r"a^l_j = \sigma(w^l_j a^{l-1}_j)",
    r"h^t = \tanh(W h^{t-1} + U x^t)",
    r"C = \frac12 (y - a^L)^2",
    r"C = \frac12 \sum_j (y_j - a_j^L)^2",
    r"w^{new} = w^{old} - \eta g",
    # how far a product and an extreme reach
    r"\prod_i x_i y",
    r"\prod_{i=1}^{3} x_i \cdot y",
    r"\prod_i x_i \sum_j y_j",
    r"\prod_i x_i / y",
    r"\max_i x_i y",
    r"\min_i x_i y_j",
    r"\arg\max_i x_i y",
    # letters in blackboard bold are operators and sets
    r"\mathbb{E} x y",
    r"\mathbb{V} x",
    r"𝔼 x",
    # an operator before a slash
    r"\frac{d}{dx} x / x",
]


@pytest.mark.parametrize("text", REFUSED)
def test_it_is_refused(text: str) -> None:
    assert read(text).error is not None, read(text).sides


READ = {
    r"x^t": "power(x, t)",
    r"x^{ab}": "power(x, mul(a, b))",
    r"e^{abc}": "exp(mul(a, b, c))",
    r"2^L": "power(2, L)",
    r"\prod_i a x_i": "prod_along(mul(broadcast(a, shape=(n_x, 1)), x), axes=(0,))",
    r"\prod_i (x_i y)": "prod_along(mul(x, broadcast(y, shape=(n_x, 1))), axes=(0,))",
    r"y \max_i x_i": "mul(y, max_along(x, axes=(0,)))",
    r"\sum_i x_i y": "sum(mul(x, broadcast(y, shape=(n_x, 1))))",
    r"\frac{d}{dx} x^2 / 2": "div(derivative(power(x, 2), x), 2)",
}


@pytest.mark.parametrize("text", READ)
def test_its_neighbours_are_read(text: str) -> None:
    reading = read(text)
    assert reading.error is None
    assert str(reading.sides[0]) == READ[text]


def test_a_declared_letter_is_an_exponent() -> None:
    reading = read("a^L", scope("shape a, L: scalar"))
    assert [str(side) for side in reading.sides] == ["power(a, L)"]


MODEL = scope("shape w,x,u: m; shape a,y,c: scalar; parameter w", r"a = \sigma(w^T x)", "L = (a-y)^2", "f(c) = c^2 + a")

NO_CALLS = [
    # the loss at what it does not depend on is another number than the loss
    "L(u)",
    "L(w, u)",
    r"\nabla_w L(u)",
    r"\frac{\partial L(u)}{\partial u}",
    r"\frac{\partial a(u)}{\partial x}",
    # and at a formula it is no product
    "L(w + u)",
    "L(2w)",
    r"\frac{\partial L(w+u)}{\partial w}",
]


@pytest.mark.parametrize("text", NO_CALLS)
def test_the_loss_at_other_arguments_is_refused(text: str) -> None:
    assert read(text, MODEL).error is not None, read(text, MODEL).sides


CALLS = {
    "L(w)": "L",
    "L(w; x, y)": "L",
    "L(a, y)": "L",
    r"\frac{\partial L(a,y)}{\partial a}": "total(L, a)",
    r"\frac{d f(a)}{d a}": "derivative(add(power(a, 2), a), a)",
    r"\frac{\partial f(2c)}{\partial c}": "derivative(add(power(mul(2, c), 2), a), c)",
    r"\frac{\partial c(1-c)}{\partial c}": "derivative(mul(c, add(1, neg(c))), c)",
}


@pytest.mark.parametrize("text", CALLS)
def test_a_derivative_of_a_call_is_of_its_value(text: str) -> None:
    reading = read(text, MODEL)
    assert reading.error is None
    assert str(reading.sides[0]) == CALLS[text]


PASTED = [
    "x1 + x2",
    "w0 + w1 x",
    "1e-3",
    "1e3 x",
    "log2(x)",
    "log10 x",
    "log2 x",
    r"\log2(x)",
    r"a = b \text{ or } a = -b",
    r"a > 0 \text{ or } b > 0",
]


@pytest.mark.parametrize("text", PASTED)
def test_what_a_program_or_a_sentence_means_is_refused(text: str) -> None:
    assert read(text).error is not None, read(text).sides


def test_a_logarithm_with_a_space_and_a_multiple_of_e_are_read() -> None:
    assert [str(read(text).sides[0]) for text in ("log 2 x", "2e - 3", r"\log2\pi", "log2")] == [
        "log(mul(2, x))",
        "add(mul(2, exp(1)), -3)",
        "log(mul(2, pi()))",
        "log(2)",
    ]


SPOKEN = [
    "a = b or a = -b",
    "a = b so c = d",
    "a = b if c > 0",
    "a is b",
    "a = b when c = 0",
    "let a = b",
    "x_hat",
    "y_pred - y",
]


@pytest.mark.parametrize("text", SPOKEN)
def test_a_word_is_no_product_of_its_letters(text: str) -> None:
    assert read(text).error is not None, read(text).sides


def test_letters_side_by_side_are_a_product_where_they_are_no_word() -> None:
    products = {"xis": "mul(x, i, s)", "w_ix": "mul(w_i, x)", "x i s": "mul(x, i, s)", "Wx": "mul(W, x)"}
    assert {text: str(read(text).sides[0]) for text in products} == products
    assert str(read("x is a", scope("shape x, i, s, a: scalar")).sides[0]) == "mul(x, i, s, a)"


def test_a_number_behind_a_name_with_a_space_is_a_factor() -> None:
    products = {"x 2": "mul(x, 2)", r"\pi2": "mul(pi(), 2)", "(x)2": "mul(x, 2)", r"\frac12x": "mul(div(1, 2), x)"}
    assert {text: str(read(text).sides[0]) for text in products} == products
    assert read("W_{k0}", scope("shape W_{k0}: scalar")).error is None


POSITIONS = ["x[1]", "x_m", "x_u", "x_0", "L(w)_i"]


@pytest.mark.parametrize("text", POSITIONS)
def test_what_is_no_position_of_each_entry_is_refused(text: str) -> None:
    assert read(text, MODEL).error is not None, read(text, MODEL).sides


def test_positions_beside_them_are_read() -> None:
    entries = {"x_1": "take(x, 1)", "x_i": "x", "a[1]": "mul(a, 1)", r"\sigma(x)_i": "sigmoid(x)"}
    assert {text: str(read(text, MODEL).sides[0]) for text in entries} == entries
    assert str(read("x_k", scope("shape x: k")).sides[0]) == "x"
