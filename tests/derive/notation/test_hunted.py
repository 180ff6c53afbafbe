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
