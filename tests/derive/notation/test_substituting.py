"""A hypothesis h(x) with an equation, at each example: h(x⁽ⁱ⁾), declared or not."""

import pytest

import derive
from derive import scope
from derive.notation.reading import read

LINEAR = r"h_\theta(x) = \theta^T x"
SIGMOID = r"h_\theta(x) = \frac{1}{1 + e^{-\theta^T x}}"
SQUARES = r"J(\theta) = \frac{1}{2m} \sum_{i=1}^m (h_\theta(x^{(i)}) - y^{(i)})^2"
LOG_LOSS = (
    r"J(\theta) = -\frac1m \sum_{i=1}^m [y^{(i)} \log h_\theta(x^{(i)}) + (1 - y^{(i)}) \log(1 - h_\theta(x^{(i)}))]"
)
RIDGE = LOG_LOSS + r" + \frac{\lambda}{2m} \sum_{j=1}^n \theta_j^2"
GRADIENT = r"\frac{\partial J}{\partial \theta_j} = \frac1m \sum_{i=1}^m (h_\theta(x^{(i)}) - y^{(i)}) x_j^{(i)}"
STEP = r"\theta_j := \theta_j - \alpha \frac1m \sum_{i=1}^m (h_\theta(x^{(i)}) - y^{(i)}) x_j^{(i)}"
DECLARED = r"examples columns; shape X: d, m; shape y: m; shape \theta, x: d"


@pytest.mark.parametrize(
    ("declared", "given", "claim"),
    [
        ("", (LINEAR, SQUARES), GRADIENT),
        (DECLARED, (LINEAR, SQUARES), GRADIENT),
        (DECLARED, (LINEAR, SQUARES), r"\nabla_\theta J = \frac1m X (X^T \theta - y)"),
        ("", (SIGMOID, LOG_LOSS), GRADIENT),
        ("", (SIGMOID, RIDGE), GRADIENT + r" + \frac{\lambda}{m} \theta_j"),
        ("", (LINEAR, SQUARES), STEP),
    ],
)  # fmt: skip
def test_gradients_over_examples(declared: str, given: tuple[str, ...], claim: str) -> None:
    around = scope(declared, *given)
    assert derive.check(claim, around).outcome == "proved"
    assert derive.check(claim.replace("- y^", "+ y^").replace("- y)", "+ y)"), around).outcome == "refuted"


def test_functions_of_columns_at_each_example() -> None:
    declared = "examples columns; shape W: k, d; shape X: d, n; shape x: d; shape b: k"
    around = scope(declared, r"p(x) = \mathrm{softmax}(W x + b)", r"q(x) = \|x\|^2")
    claim = r"\sum_{i=1}^n p(x^{(i)}) = \mathrm{softmax}(W X + b) \mathbf{1}"
    assert derive.check(claim, around).outcome == "proved"
    assert derive.check(claim.replace("+ b", "- b"), around).outcome == "refuted"
    assert derive.check(r"\sum_{i=1}^n q(x^{(i)}) = \operatorname{tr}(X^T X)", around).outcome == "proved"


def test_what_does_not_act_on_each_example_alone_is_refused() -> None:
    around = scope("examples columns; shape A: d, d; shape X: d, n; shape x: d", r"f(x) = \det(A + x x^T)")
    error = read(r"\sum_{i=1}^n f(x^{(i)})", around).error
    assert error is not None
    assert error.kind in ("not-yet", "ill-shaped")


def test_one_of_several_single_names_is_no_name_of_its_own() -> None:
    around = scope("", r"L = (w_1 x_1 + w_2 x_2 - y)^2")
    error = read(r"\frac{\partial L}{\partial w_i} = 2 (w_1 x_1 + w_2 x_2 - y) x_i", around).error
    assert error is not None
    assert error.hint == "write it for each of them"
