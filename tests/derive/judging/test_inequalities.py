"""Inequalities that are asked about: refuted at a point, proved where a sign is known, and else undecided."""

from __future__ import annotations

import pytest

from derive import check, scope
from derive.certificates import replayed_data
from derive.judging import inequalities

SCOPE = scope("shape z, a, b: ; shape x, y: n; positive c", r"p = \sigma(z)")

PROVED = (
    r"\sigma(z) > 0",
    r"0 < p < 1",
    r"p (1 - p) \le \frac{1}{4}",
    r"p > \frac{1}{2} \iff z > 0",
    r"a^2 + b^2 \ge 2 a b",
    r"|a + b| \le |a| + |b|",
    r"\max(a, b) \ge a",
    r"x^T x \ge 0",
    r"\frac{1}{n} \sum_i (x_i - y_i)^2 \ge 0",
    r"\tanh(z) < 1",
    r"\operatorname{softmax}(x) > 0",
    r"c + 1 > 1",
)
REFUTED = (
    r"p > \frac{1}{2}",
    r"0 < p < \frac{1}{2}",
    r"p (1 - p) \le \frac{1}{5}",
    r"p > \frac{1}{2} \iff z < 0",
    r"a + b \ge 2 \sqrt{a b}",
    r"x^T y \le 1",
    r"\lVert x + y \rVert \ge \lVert x \rVert + \lVert y \rVert",
    r"\tanh(z) \ge z",
    r"c + 1 < 1",
)
OPEN = (
    r"\lVert x + y \rVert \le \lVert x \rVert + \lVert y \rVert",
    r"e^z \ge 1 + z",
    r"a^2 > 0",
    r"p (1 - p) < \frac{1}{4}",
)
"""The first two hold, and the others fail at one number each: nothing here proves them, or comes upon it."""
CONDITIONS = ("z > 0", "x > 0", "a < b", r"0 \le a \le 1", r"a \ne 0", r"p \ll 1")


@pytest.mark.parametrize("claim", PROVED)
def test_what_is_known_by_its_sign_is_proved_and_replayed(claim: str) -> None:
    found = check(claim, SCOPE)
    assert (found.outcome, found.sizes) == ("proved", "all")
    for one in found.links or (found,):
        replayed_data(one.as_dict()["certificate"])


@pytest.mark.parametrize("claim", REFUTED)
def test_what_fails_at_a_point_is_refuted_by_the_values_there(claim: str) -> None:
    found = check(claim, SCOPE)
    assert found.outcome == "refuted"
    assert found.counterexample is not None
    assert found.counterexample["left"] != found.counterexample["right"]


@pytest.mark.parametrize("claim", OPEN)
def test_what_is_neither_says_so(claim: str) -> None:
    found = check(claim, SCOPE)
    assert (found.outcome, found.verdict is not None) == ("undecided", True)
    assert "at all points" in found.message


@pytest.mark.parametrize("claim", CONDITIONS)
def test_of_names_and_numbers_alone_nothing_is_claimed(claim: str) -> None:
    assert check(claim, SCOPE).outcome == "notation"


def test_a_comparison_that_is_turned_is_refuted(monkeypatch: pytest.MonkeyPatch) -> None:
    turned = {relation: (name, not is_turned) for relation, (name, is_turned) in inequalities.ORDERS.items()}
    monkeypatch.setattr(inequalities, "ORDERS", turned)
    assert check(r"\sigma(z) > 0", SCOPE).outcome == "refuted"
