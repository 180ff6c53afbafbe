"""Variances, entries of a layer, second derivatives by entries, labels below a letter, fractions without braces."""

import pytest

import derive
from derive import scope
from derive.ir import Symbol
from derive.notation.latex import latex
from derive.notation.reading import read
from derive.notation.scope import Scope
from derive.notation.typesetting import typeset

BATCH = (
    r"\mu_B = \frac1m \sum_{i=1}^m x_i",
    r"\sigma_B^2 = \frac1m \sum_{i=1}^m (x_i - \mu_B)^2",
    r"\hat x_i = \frac{x_i - \mu_B}{\sqrt{\sigma_B^2 + \epsilon}}",
    r"L = \sum_i \hat x_i^3",
)
SOFTMAX = (r"p = \mathrm{softmax}(z)", r"L = -\sum_k y_k \log p_k")
LAYERS = (r"z^2 = W^2 a^1", r"L = \frac12 \|z^2 - y\|^2")

CLAIMS = [
    (BATCH, r"\frac{\partial L}{\partial \sigma_B^2} = SIGN \frac12 \sum_{i=1}^m"
     r" \frac{\partial L}{\partial \hat x_i} (x_i - \mu_B) (\sigma_B^2 + \epsilon)^{-3/2}", "-"),
    (SOFTMAX, r"\frac{\partial^2 L}{\partial z_i \partial z_j} = p_i \delta_{ij} SIGN p_i p_j", "-"),
    (SOFTMAX, r"\frac{\partial^2 L}{\partial z_i^2} = p_i (1 SIGN p_i)", "-"),
    (SOFTMAX, r"\frac{\partial^2 L}{\partial z_1 \partial z_2} = SIGN p_1 p_2", "-"),
    (LAYERS, r"\frac{\partial L}{\partial w^2_{jk}} = a^1_k (z^2_j SIGN y_j)", "-"),
]  # fmt: skip
DECLARED = {
    BATCH: r"shape x: m; positive \epsilon",
    SOFTMAX: "shape z: K; shape y: K; one-hot y",
    LAYERS: "shape W^2: k, h; shape a^1: h; shape y: k",
}


@pytest.mark.parametrize(("given", "claim", "sign"), CLAIMS)
def test_it_is_decided(given: tuple[str, ...], claim: str, sign: str) -> None:
    around = scope(DECLARED[given], *given)
    assert derive.check(claim.replace("SIGN", sign), around).outcome == "proved"
    assert derive.check(claim.replace("SIGN", "+"), around).outcome == "refuted"


def test_a_variance_is_one_name_only_where_it_has_an_equation() -> None:
    assert [name.symbol for name in read(r"\sigma^2 + 1").names] == [Symbol("sigma")]
    assert read(r"\sigma^2 + 1", scope("data z")).error is not None
    assert read(r"\sigma^2 + \sigma(z)").error is not None
    assert read(r"\sigma^2(z) + 1", scope("data z")).error is None
    assert read(r"\sigma^2 = a + b").defines == (Symbol("sigma", layer="2"),)
    assert read(r"\sigma_B^2 = a + b", scope(r"data \sigma_B, a, b")).defines == ()
    assert read(r"s^2 = a + b").error is not None


def test_the_power_of_a_variance_reads_back() -> None:
    around = scope("data a, b", r"\sigma^2 = a + b")
    [power] = read(r"(\sigma^2)^2", around).sides
    assert read(latex(typeset(power)), around).sides[0] is power


def test_a_capital_below_is_a_label_and_no_index() -> None:
    reading = read(r"v_B = \mu_B + 1", scope(r"data \mu_B"))
    assert [side.shape.is_scalar for side in reading.sides] == [True]


def test_small_letters_are_entries_of_their_capital_in_a_layer() -> None:
    around = scope("shape W^2: k, h")
    assert read(r"w^2_{jk}", around).sides[0] is read(r"W^2_{jk}", around).sides[0]
    square = read(r"w^2_{jk}", scope("shape W: k, h")).sides[0]
    assert square is read(r"(W_{jk})^2", scope("shape W: k, h")).sides[0]


@pytest.mark.parametrize("text", [r"\frac n2 + 1", r"\dfrac n2 + 1", r"\frac \pi2 + 1"])
def test_a_fraction_takes_one_sign_each(text: str) -> None:
    braced = text.replace("c n2", "c{n}{2}").replace(r"c \pi2", r"c{\pi}{2}")
    assert read(text).sides[0] is read(braced).sides[0]
    assert read("a n2").error is not None


STEPS = [r"w' = w SIGN \alpha x", r"\Delta w = SIGN \alpha x", r"\Delta w_j = SIGN \alpha x_j"]


@pytest.mark.parametrize("step", STEPS)
def test_a_step_may_be_written_as_the_next_value_or_as_the_change(step: str) -> None:
    around = scope("shape w: d; shape x: d; data x", "L = w^T x")
    assert derive.check(step.replace("SIGN", "-"), around).outcome == "proved"
    assert derive.check(step.replace("SIGN", "+").replace("= +", "= "), around).outcome == "refuted"


def test_a_change_that_nothing_declares_is_no_product() -> None:
    error = read(r"y + \Delta x").error
    assert error is not None
    assert error.kind == "ambiguous"
    assert read(r"y + \Delta x", scope(r"data y, \Delta x")).error is None
    assert read(r"y + \Delta x", scope(r"data y, \Delta, x")).error is None


def test_the_identity_has_entries() -> None:
    around = scope("shape p: K")
    assert read("p_k (I_{kj} - p_j)", around).sides == read(r"p_k (\delta_{kj} - p_j)", around).sides
    assert read("I_{kj} p_k", scope("shape p: K; shape I: K, K; data p, I")).sides[0].shape.sizes != ()


def test_a_gradient_is_by_the_argument_that_is_listed() -> None:
    around = scope("shape A: m, n; shape x: n; shape b: m", r"f = \frac12 \|A x - b\|^2")
    assert derive.check(r"\nabla f(x) = A^T (A x - b)", around).outcome == "proved"
    assert derive.check(r"\nabla f(b) = b - A x", around).outcome == "proved"
    assert derive.check(r"\nabla f(b) = A x - b", around).outcome == "refuted"
    assert read(r"\nabla f(c)", around).error is not None


OF_TWO = scope("data x, y", r"f(x, y) = x^2 y + \sin(x y)")
OF_ONE = scope("data x, a", r"f(x) = x^2 \sin(x)")
SECOND = r"2 \sin x SIGN 4 x \cos x - x^2 \sin x"


@pytest.mark.parametrize(
    ("around", "claim"),
    [
        (OF_TWO, r"f_x = 2 x y SIGN y \cos(x y)"),
        (OF_TWO, r"f_{xy} = 2x SIGN \cos(x y) - x y \sin(x y)"),
        (OF_TWO, r"f_{yy} = 0 SIGN (-x^2 \sin(x y))"),
        (OF_ONE, f"f''(x) = {SECOND}"),
        (OF_ONE, f"f'' = {SECOND}"),
        (OF_ONE, "f''(a) = " + SECOND.replace("x", "a")),
    ],
)
def test_derivatives_by_a_subscript_and_by_primes(around: Scope, claim: str) -> None:
    assert derive.check(claim.replace("SIGN", "+"), around).outcome == "proved"
    assert derive.check(claim.replace("SIGN", "-"), around).outcome == "refuted"


def test_a_subscript_that_is_no_argument_is_a_name() -> None:
    assert read("f_z = 1", OF_TWO).error is not None
    assert read("f_x = 1", scope("data x, y, f_x", "f(x, y) = x y")).sides[0] is not None
    assert read("f'''(x)", OF_ONE).error is not None


ROWS = scope("shape X: n, d; shape y: n; shape w: d", r"J = \frac{1}{2n} \sum_{i=1}^n (x_i^T w - y_i)^2")


@pytest.mark.parametrize(
    "claim",
    [
        r"\nabla_w J = \frac1n \sum_{i=1}^n (\mathbf{x}_i^T w SIGN y_i) \mathbf{x}_i",
        r"\frac{\partial J}{\partial w_j} = \frac1n \sum_{i=1}^n (x_i^T w SIGN y_i) x_{ij}",
        r"\nabla_w J = \frac1n X^T (X w SIGN y)",
    ],
)
def test_an_index_that_counts_rows_takes_rows(claim: str) -> None:
    assert derive.check(claim.replace("SIGN", "-"), ROWS).outcome == "proved"
    assert derive.check(claim.replace("SIGN", "+"), ROWS).outcome == "refuted"


def test_an_index_that_counts_neither_axis_is_refused() -> None:
    assert read(r"\sum_{i=1}^k x_i^T w", ROWS).error is not None


@pytest.mark.parametrize(
    ("text", "braced"),
    [("3^{(5) + (x)}", "3^{5 + x}"), (r"2^{(x) \cdot (x)}", r"2^{x \cdot x}"), ("3^{(x)^3}", "3^{x^3}")],
)
def test_brackets_that_begin_an_exponent_are_no_index(text: str, braced: str) -> None:
    assert read(text).sides == read(braced).sides
