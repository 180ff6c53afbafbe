"""What is struck out: equal factors, terms that add up to nothing, and strikes that cannot be right."""

import pytest

from derive.claims import check
from derive.findings import Finding
from derive.judging.grounds import Grounds
from derive.judging.kinds import judged, read_on
from derive.judging.strikes import REMOVED
from derive.notation.scope import OPEN


def finding(text: str) -> Finding:
    reading, grounds = read_on(text, Grounds.of(OPEN))
    assert reading.error is None
    return judged(reading, text, grounds)


@pytest.mark.parametrize(
    "claim",
    [
        r"\frac{\cancel{a} b}{\cancel{a}} = b",
        r"\frac{\cancel{a} b}{a} = b",
        r"\cancel{a} \cdot \frac{b}{\cancel{a}} = b",
        r"\cancel{a} b / \cancel{a} = b",
        r"\frac{\cancel{a b} c}{\cancel{b} \cancel{a}} = c",
        r"\frac{\cancel{1 + t}}{(\cancel{1 + t})^2} - t = \frac{1}{1 + t} - t",
        r"a + \cancel{b} + c - \cancel{b} = a + c",
        r"\frac{a + \cancel{b} - \cancel{b}}{c} = \frac{a}{c}",
        r"a + \cancel{b} + c - b = a + c",
        r"\frac{\cancel{(x - y)} t}{\cancel{-(y - x)}} = t",
    ],
)
def test_right_strikes_are_proved(claim: str) -> None:
    assert finding(claim).outcome == "proved"


@pytest.mark.parametrize(
    ("claim", "said"),
    [
        (r"\frac{\cancel{a} b}{\cancel{c}} = b", "a above the bar and c below it are struck, but are not equal"),
        (r"\frac{\cancel{a} b}{\cancel{c}} = \frac{a b}{c}", "not equal"),
        (r"\frac{\cancel{a} + b}{\cancel{a}} = b", "a is struck, but is a term of a sum and no factor"),
        (r"\frac{\cancel{a} + b}{\cancel{a}} = 1 + \frac{b}{a}", "no factor"),
        (r"\frac{\cancel{a} + b}{\cancel{a} + c} = \frac{b}{c}", "no factor"),
        (r"a + \cancel{b} + c + \cancel{b} = a + c", "b, b are struck, but do not add up to 0"),
        (r"\frac{\cancel{(x - y)} t}{\cancel{(y - x)}} = t", "not equal"),
    ],
)
def test_wrong_strikes_are_refuted_whatever_the_sides_are(claim: str, said: str) -> None:
    found = finding(claim)
    assert found.outcome == "refuted"
    assert found.mistake is not None
    assert said in found.mistake["message"].replace("{", "").replace("}", "")


def test_a_right_strike_makes_no_wrong_claim_right() -> None:
    assert finding(r"\frac{\cancel{a} b}{\cancel{a}} = c").outcome == "refuted"
    assert finding(r"a + \cancel{b} - \cancel{b} = b").outcome == "refuted"


def test_factors_that_must_be_taken_away_are_a_convention() -> None:
    """Deck 004: the minus of −1 was lost, so that the struck factors come to −1."""
    found = finding(r"\sigma'(z) = \cancel{1} (1 + e^{-z})^{-2} (e^{-z}) \cancel{(-1)}")
    assert (found.outcome, found.conventions) == ("convention", (REMOVED,))
    assert finding(r"\sigma'(z) = \cancel{-1} (1 + e^{-z})^{-2} (e^{-z}) \cancel{(-1)}").outcome == "proved"
    assert finding(r"\sigma'(z) = \cancel{1} (1 + e^{-z})^{-2} (e^{-z}) (-1)").outcome == "refuted"
    assert finding(r"\sigma'(z) = \cancel{1} (1 + e^{-z})^{-1} (e^{-z}) \cancel{(-1)}").outcome == "refuted"


def test_the_strikes_of_deck_004() -> None:
    chain = r"x_1 \cdot \cancel{\hat{y}(1-\hat{y})} \cdot \frac{-(y - \hat{y})}{\cancel{\hat{y}(1-\hat{y})}}"
    assert check(rf"\frac{{\partial L}}{{\partial w_1}} = {chain}", "perceptron-classifier").outcome == "proved"
    wrong = chain.replace(
        r"\frac{-(y - \hat{y})}{\cancel{\hat{y}(1-\hat{y})}}", r"\frac{-(y - \hat{y})}{\cancel{\hat{y}}(1-\hat{y})}"
    )
    assert check(rf"\frac{{\partial L}}{{\partial w_1}} = {wrong}", "perceptron-classifier").outcome == "refuted"
