"""Update rules: what they say of the gradient, in every spelling, and what is wrong with the rule itself."""

import pytest
from judging_models import TWO_LAYERS

from derive.claims import check
from derive.judging.grounds import Grounds
from derive.judging.kinds import judged, read_on
from derive.judging.updates import CLIMBS, REVERSED, UPHILL, WITHOUT_LOSS, WITHOUT_RATE
from derive.notation.scoping import scope

SPELLINGS = (
    r"w \rightarrow w - \alpha (a - y) x",
    r"w \leftarrow w - \alpha (a - y) x",
    r"w = w - \alpha (a - y) x",
    r"w := w - \alpha (a - y) x",
    r"w \mathrel{-}= \alpha (a - y) x",
    r"w^{new} = w - \alpha (a - y) x",
    r"w^{\text{new}} = w^{\text{old}} - \eta (a - y) x",
    r"w_{\mathrm{new}} = w_{\mathrm{old}} - \alpha (a - y) x",
    r"w^{(t+1)} = w^{(t)} - \alpha (a - y) x",
    r"w_{t+1} = w_t - \alpha (a - y) x",
    r"w = w - \frac{\alpha (a - y)}{1} x",
    r"w = w - (a - y) x \alpha",
    r"w = w - 0.1 (a - y) x",
    r"w = w + \alpha (y - a) x",
    r"w = w - \alpha \frac{\partial L}{\partial w}",
)


@pytest.mark.parametrize("rule", SPELLINGS)
def test_a_right_rule_is_proved_in_every_spelling(rule: str) -> None:
    finding = check(rule, "logistic-regression", "")
    assert (finding.outcome, finding.kind) == ("proved", "update")
    assert finding.message == ""


@pytest.mark.parametrize("rule", SPELLINGS[:-1])
def test_the_same_rules_with_a_wrong_factor_are_refuted(rule: str) -> None:
    wrong = rule.replace("(a - y)", "(a - y) a").replace("(y - a)", "(y - a) a")
    assert check(wrong, "logistic-regression", "").outcome == "refuted"


def test_a_rule_that_adds_the_gradient_goes_uphill() -> None:
    finding = check(r"w = w + \alpha (a - y) x", "logistic-regression")
    assert finding.outcome == "refuted"
    assert finding.mistake == {"kind": "sign", "message": UPHILL, "where": None}
    assert finding.correct == r"\frac{\partial L}{\partial w} = (a - y) x"


def test_a_reversed_gradient_is_told_from_a_reversed_step() -> None:
    finding = check(r"w = w - \alpha (y - a) x", "logistic-regression")
    assert finding.mistake == {"kind": "sign", "message": REVERSED, "where": None}


def test_a_rule_without_a_rate_is_judged_and_says_so() -> None:
    finding = check(r"w = w - (a - y) x", "logistic-regression")
    assert (finding.outcome, finding.message) == ("proved", WITHOUT_RATE)
    assert check(r"w = w - (a - y)", "logistic-regression").outcome != "proved"


def test_the_rate_of_a_fraction_leaves_the_mean() -> None:
    assert check(r"w = w - \frac{\alpha}{n} X dZ^T", "logistic-regression").outcome == "proved"
    assert check(r"w = w - \alpha X dZ^T / n", "logistic-regression").outcome == "proved"
    assert check(r"w = w - \alpha X dZ^T", "logistic-regression").outcome == "refuted"


def test_several_terms_of_one_rate_are_one_gradient() -> None:
    right = r"w = w - \alpha a x + \alpha y x"
    assert check(right, "logistic-regression").outcome == "proved"
    assert check(right.replace("+", "-"), "logistic-regression").outcome == "refuted"


def test_a_further_side_of_a_rule_is_a_link() -> None:
    right = r"w = w - \alpha \frac{\partial L}{\partial w} = w - \alpha (a - y) x"
    finding = check(right, "logistic-regression")
    assert [link.outcome for link in finding.links] == ["proved", "proved"]
    wrong = check(right.replace("(a - y)", "(a + y)"), "logistic-regression")
    assert [link.outcome for link in wrong.links] == ["proved", "refuted"]
    assert wrong.outcome == "refuted"


def test_a_step_along_what_the_loss_does_not_rest_on_is_not_judged() -> None:
    known = scope("shape w: m; shape x: m; shape v: m; data x, y", r"z = w^T x", r"L = \frac12 (z - y)^2")
    for rule, outcome in ((r"w = w + v", "update"), (r"w = w - \alpha (z - y) x", "proved")):
        reading, grounds = read_on(rule, Grounds.of(known))
        assert judged(reading, rule, grounds).outcome == outcome


def test_a_rule_that_does_not_fit_together_is_still_diagnosed() -> None:
    by_columns = check(r"W^{[2]} = W^{[2]} - \alpha a^{[1]} dz^{[2]T}", TWO_LAYERS)
    assert by_columns.conventions == ("weights-columns",)
    finding = check(r"W^{[2]} = W^{[2]} - \alpha 2 a^{[1]} dz^{[2]T}", TWO_LAYERS)
    assert finding.outcome == "ill-shaped"
    assert finding.mistake is not None
    assert finding.mistake["kind"] == "transpose"
    assert check(r"W^{[2]} = W^{[2]} - \alpha dz^{[2]} a^{[1]T}", TWO_LAYERS).outcome == "proved"


LIKELIHOOD = scope(
    r"shape \theta: m; shape x: m; data x, y; parameter \theta",
    r"h = \sigma(\theta^T x)",
    r"\ell = y \log h + (1 - y) \log(1 - h)",
)


@pytest.mark.parametrize(
    ("rule", "outcome"),
    [
        (r"\theta := \theta + \alpha (y - h) x", "proved"),
        (r"\theta := \theta + \alpha (y + h) x", "refuted"),
        (r"\theta := \theta + \alpha (h - y) x", "refuted"),
    ],
)
def test_a_likelihood_is_climbed(rule: str, outcome: str) -> None:
    reading, grounds = read_on(rule, Grounds.of(LIKELIHOOD))
    finding = judged(reading, rule, grounds)
    assert finding.outcome == outcome
    assert (finding.message == CLIMBS) == (outcome == "proved")


def test_a_step_along_a_name_is_not_judged_where_nothing_says_what_the_loss_is() -> None:
    known = scope("shape w: m; shape x: m; shape dw: m; data y", "a = w^T x", "dw = (a - y) x")
    rule = r"w = w - \alpha dw"
    reading, grounds = read_on(rule, Grounds.of(known))
    found = judged(reading, rule, grounds)
    assert (found.outcome, found.message) == ("update", WITHOUT_LOSS)
