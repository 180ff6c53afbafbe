"""A claim that is made under a condition is judged where that holds, and nowhere else."""

import pytest

import derive
from derive import scope
from derive.notation.reading import read

SOFTMAX = scope("shape x: n", r"y_i = \frac{e^{x_i}}{\sum_{j=1}^n e^{x_j}}")
OFF_DIAGONAL = [
    r"\frac{\partial y_i}{\partial x_j} = SIGN y_i y_j, \quad i \ne j",
    r"\frac{\partial y_i}{\partial x_j} = SIGN y_i y_j \quad (i \neq j)",
    r"\frac{\partial y_i}{\partial x_j} = SIGN y_i y_j \text{ for } j \neq i",
    r"\frac{\partial y_i}{\partial x_j} = SIGN y_i y_j \text{ if } i \neq j",
    r"\frac{\partial y_i}{\partial x_j} = y_i (1 SIGN y_i), \quad i = j",
    r"\frac{\partial y_i}{\partial x_j} = y_i (1 SIGN y_j) \text{ if } i = j",
]


@pytest.mark.parametrize("claim", OFF_DIAGONAL)
def test_a_condition_on_indices(claim: str) -> None:
    assert derive.check(claim.replace("SIGN", "-"), SOFTMAX).outcome == "proved"
    assert derive.check(claim.replace("SIGN", "+").replace("= +", "= "), SOFTMAX).outcome == "refuted"


@pytest.mark.parametrize(
    ("claim", "outcome"),
    [
        (r"\frac{d}{dx} \max(0, x) = 1, \quad x > 0", "proved"),
        (r"\frac{d}{dx} \max(0, x) = 1, \quad x < 0", "refuted"),
        (r"|x| = x \text{ for } x \ge 0", "proved"),
        (r"|x| = x \text{ for } x \le 0", "refuted"),
    ],
)
def test_a_condition_on_a_number(claim: str, outcome: str) -> None:
    assert derive.check(claim, scope("data x")).outcome == outcome


@pytest.mark.parametrize(
    ("claim", "declared"),
    [
        (r"|x| = x \text{ unless } x < 0", "data x"),
        (r"2x = x + x \text{ for } x > 0", "shape x: n"),
        (r"2a = b \text{ if } a = c", "data a, b, c"),
        (r"|x| = x \text{ for } 0 < x < 1", "data x"),
    ],
)
def test_a_condition_that_is_not_read_is_no_reason_to_judge_the_claim_without_it(claim: str, declared: str) -> None:
    error = read(claim, scope(declared)).error
    assert error is not None
    assert error.kind == "not-yet"


def test_a_definition_under_a_condition_is_one() -> None:
    reading = read(r"f(x) = x^2 \quad \text{for } x > 0")
    assert reading.kind == "definition"
    assert any("condition" in choice for choice in reading.choices)


def test_a_comparison_alone_is_a_statement_of_its_own() -> None:
    assert [part.kind for part in read(r"x < 0, \quad y = 2").statements] == ["notation", "value"]
