"""A ∂ that was read as a digit."""

from derive.claims import check
from derive.judging.grounds import Grounds
from derive.judging.kinds import judged, read_on
from derive.judging.misreadings import HINT, MISREAD
from derive.notation.scoping import scope


def test_a_quotient_of_misread_signs_holds_for_no_reason() -> None:
    text = r"\frac{3J}{3\omega} = \frac{3Z}{3\omega} \cdot \frac{3J}{3Z}"
    reading, grounds = read_on(text, Grounds.of(scope(r"parameter J, \omega, Z")))
    finding = judged(reading, text, grounds)
    assert (finding.outcome, finding.hint) == ("proved", HINT)


def test_a_misread_derivative_is_told() -> None:
    finding = check(r"\frac{2L}{3b} = a - y", "logistic-regression", "")
    assert finding.outcome == "refuted"
    assert finding.mistake == {"kind": "look-alike", "message": MISREAD}
    assert finding.correct == r"\frac{\partial L}{\partial b} = a - y"


def test_a_quotient_that_is_wrong_either_way_is_no_misreading() -> None:
    finding = check(r"\frac{2L}{3b} = a + y", "logistic-regression", "")
    assert finding.outcome == "refuted"
    assert finding.mistake is None or finding.mistake["kind"] != "look-alike"
    assert check(r"\frac{L}{b} = \frac{2L}{2b}", "logistic-regression", "").outcome == "proved"
