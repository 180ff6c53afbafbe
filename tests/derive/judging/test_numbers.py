"""Printed numbers: half a unit of the last digit, the rounding of what was computed before, and what went wrong."""

import pytest

from derive.claims import check
from derive.findings import Finding
from derive.judging.grounds import Grounds
from derive.judging.kinds import judged, read_on
from derive.notation.reading import read
from derive.notation.scope import OPEN, Scope
from derive.notation.scoping import scope


def neuron() -> Scope:
    found = OPEN
    for equation in (r"z = w x + b", r"a = \sigma(z)", r"L = -(y \log a + (1 - y) \log(1 - a))"):
        found = read(equation, found).after(found)
    return found


NEURON = neuron()
AT = r"w = 0.1, \quad b = 0.2, \quad x = 9, \quad y = 1, \quad "


def finding(text: str, known: Scope = NEURON) -> Finding:
    reading, grounds = read_on(text, Grounds.of(known))
    assert reading.error is None
    return judged(reading, text, grounds)


def kind(found: Finding) -> str:
    assert found.outcome == "refuted"
    assert found.mistake is not None
    return found.mistake["kind"]


@pytest.mark.parametrize(
    "claim",
    [
        r"\sigma(0.5) = 0.62",
        r"0.62 = \sigma(0.5)",
        r"\sigma(0.5) = 0.622",
        r"c = \sigma(2 \cdot 0.3 + 0.1) = 0.668",
        r"-\log 0.46 = 0.777",
        r"0.7 - 1 \cdot 0.013 = 0.687",
        r"\frac{1}{8} = 0.13",
        r"\frac{1}{8} = 0.12",
        r"3 \cdot 4 + 4 + 4 \cdot 1 + 1 = 21",
        r"\sqrt{2} \approx 1.4",
        r"2.0 = 2",
    ],
)
def test_a_number_within_half_a_unit_is_proved(claim: str) -> None:
    assert finding(claim).outcome == "proved"


@pytest.mark.parametrize(
    ("claim", "mistake"),
    [
        (r"\sigma(0.5) = 0.63", "rounding"),
        (r"\sigma(0.24) = 0.55", "rounding"),
        (r"\frac{1}{8} = 0.11", "rounding"),
        (r"928 / 3 = 309", "rounding"),
        (r"0.928 / 3 = 309", "decimal-point"),
        (r"\sigma(0.5) = 6.22", "decimal-point"),
        (r"(-0.56) \times (0.2) = 0.112", "sign"),
        (r"\sigma(0.5) = 0.38", "sign"),
        (r"-\log 0.46 = 0.337", "log-base"),
        (r"-\log 0.46 = 337", "decimal-point"),
        (r"\frac{1}{1 + e^{-(0.687)(0.4) - (-0.127)}} = 0.86", "missing-function"),
    ],
)
def test_a_wrong_number_is_refuted_with_its_mistake(claim: str, mistake: str) -> None:
    assert kind(finding(claim)) == mistake


def test_a_base_that_is_declared_turns_the_mistake_around() -> None:
    common = scope("log 10")
    assert finding(r"-\log 0.46 = 0.337", common).outcome == "proved"
    assert kind(finding(r"-\log 0.46 = 0.777", common)) == "log-base"
    assert kind(finding(r"\log 0.52 + 0.01 \cdot 0 = 0.28", common)) == "sign"


def test_the_right_digits_are_told() -> None:
    found = finding(r"\sigma(0.24) = 0.55")
    assert found.correct == r"\sigma(0.24) = 0.56"
    assert found.counterexample is not None
    assert found.counterexample["left"].startswith("0.5597136")
    assert found.counterexample["right"] == "0.55"


def test_values_before_and_behind_are_put_in() -> None:
    assert finding(AT + r"z = wx + b = 1.1").outcome == "proved"
    assert finding(r"z = wx + b = 1.1, \quad w = 0.1, \quad b = 0.2, \quad x = 9").outcome == "proved"
    assert finding(AT + r"a = 0.75").assumptions == ("b = 0.2", "w = 0.1", "x = 9", "y = 1")
    assert finding(AT + r"a = 0.57").correct == "a = 0.75"
    assert kind(finding(AT + r"z = 1.2")) == "rounding"


def test_a_derivative_has_a_value_at_the_point() -> None:
    assert finding(AT + r"\frac{\partial L}{\partial w} = (a - y) x = -2.25").outcome == "proved"
    assert kind(finding(AT + r"\frac{\partial L}{\partial w} = (a - y) x = 2.25")) == "sign"


def test_a_value_makes_no_name_a_constant() -> None:
    """Behind w = 0.1 the derivative in w is still that of a name, and w itself is no number of a general claim."""
    assert finding(AT + r"\frac{\partial z}{\partial w} = x").outcome == "proved"
    assert finding(AT + r"w x = 0.1 x").outcome == "refuted"


def test_without_values_nothing_is_judged() -> None:
    for claim in (r"L = 0.6931", r"z = 3", r"a (1 - a) = 0.24"):
        found = finding(claim)
        assert (found.outcome, found.verdict) == ("value", None)
        assert "w" in found.message
    assert finding(r"\frac{\partial z}{\partial b} = 1").outcome == "proved"
    assert finding(r"\frac{\partial z}{\partial b} = 2").outcome == "refuted"
    assert finding(r"\sigma(z) + \sigma(-z) = 2").outcome == "refuted"
    assert [link.outcome for link in finding(r"z = w x + b = 11/10").links] == ["proved", "value"]


def test_what_was_rounded_before_may_explain_a_digit() -> None:
    """a = 0.750260…: from 0.75 the loss is 0.28768, exactly it is 0.28734; a digit beyond both is wrong."""
    assert finding(AT + r"a = 0.75, \quad L = 0.287").outcome == "proved"
    assert finding(AT + r"a = 0.75, \quad L = 0.288").outcome == "undecided"
    assert finding(AT + r"L = 0.288").outcome == "refuted"
    assert finding(AT + r"a = 0.75, \quad L = 0.3").outcome == "proved"
    assert finding(AT + r"a = 0.75, \quad L = 0.298").outcome == "refuted"


def test_a_sum_of_rounded_numbers_is_judged_term_by_term() -> None:
    right = r"-\log 0.46 - \log 0.45 - \log 0.57 = 0.777 + 0.799 + 0.562 = 2.138"
    assert [link.outcome for link in finding(right).links] == ["proved", "proved"]
    wrong = finding(right.replace("0.799", "0.899").replace("2.138", "2.238"))
    assert [link.outcome for link in wrong.links] == ["refuted", "proved"]


def test_sums_that_rounding_could_explain_are_not_proved() -> None:
    assert finding(r"0.7 - 0.013 = 0.68 + 0.01").outcome == "undecided"
    assert finding(r"0.7 - 0.013 = 0.67 + 0.017").outcome == "proved"
    assert finding(r"0.7 - 0.013 = 0.58 + 0.01").outcome == "refuted"


def listed(text: str) -> Finding:
    return check(text, "logistic-regression", "")


VECTORS = r"w = (0.1, 0.2), \quad x = (1, 2), \quad b = 0.5, \quad y = 1, \quad "
ENTRIES = r"w_1 = 0.1, \quad w_2 = 0.2, \quad x_1 = 1, \quad x_2 = 2, \quad b = 0.5, \quad y = 1, \quad "


@pytest.mark.parametrize("given", [VECTORS, ENTRIES, VECTORS.replace("(0.1, 0.2)", "(0.1, 0.2)^T")])
def test_arrays_have_values_whole_or_entry_by_entry(given: str) -> None:
    assert listed(given + "z = w^T x + b = 1.0").outcome == "proved"
    assert listed(given + "a = 0.73").outcome == "proved"
    assert (listed(given + "a = 0.37").outcome, listed(given + "a = 0.37").correct) == ("refuted", "a = 0.73")
    assert kind(listed(given + "z = 10.0")) == "decimal-point"


def test_values_of_arrays_are_values_and_must_fit() -> None:
    found = listed(VECTORS + "a = 0.731")
    assert [link.outcome for link in found.links] == ["value"] * 4 + ["proved"]
    assert found.assumptions == ("b = 0.5", "w = (0.1, 0.2)", "x = (1, 2)", "y = 1")
    other = listed(VECTORS.replace("(1, 2)", "(1, 2, 3)") + "a = 0.731")
    assert other.links[-1].outcome == "value"
