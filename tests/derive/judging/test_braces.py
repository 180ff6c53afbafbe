"""Labels under braces, each a claim about what stands above it."""

import pytest

from derive.claims import check

CHAIN = r"\frac{\partial L}{\partial w_1} = \underbrace{\frac{\partial L}{\partial \hat{y}}}_{%s} \cdot "
CHAIN += r"\underbrace{\frac{\partial \hat{y}}{\partial w_1}}_{%s}"
FIRST, SECOND = r"-\frac{y - \hat{y}}{\hat{y} (1 - \hat{y})}", r"\hat{y} (1 - \hat{y}) x_1"


def test_right_labels_leave_a_claim_proved() -> None:
    assert check(CHAIN % (FIRST, SECOND), "perceptron-classifier").outcome == "proved"


@pytest.mark.parametrize(("first", "second"), [(FIRST, r"x_1"), (r"\frac{y}{\hat{y}}", SECOND), (SECOND, FIRST)])
def test_a_wrong_label_is_refuted_between_equal_sides(first: str, second: str) -> None:
    finding = check(CHAIN % (first, second), "perceptron-classifier")
    assert finding.outcome == "refuted"
    assert finding.mistake is not None
    assert finding.mistake["kind"] == "label"
    assert finding.mistake["where"]["latex"] in (first, second)


@pytest.mark.parametrize("label", ["1", r"\text{outer}", r"\text{backward propagation}", "q", "n"])
def test_a_label_that_is_no_formula_claims_nothing(label: str) -> None:
    assert check(CHAIN % (label, label), "perceptron-classifier").outcome == "proved"
