"""The columns of what is wrong: a part of the claim's text that reads as just that, if there is only one."""

from __future__ import annotations

import pytest

from derive.claims import check

PLACES = {
    r"\frac{\partial L}{\partial w} = (y - a) x": "y - a",
    r"\frac{\partial L}{\partial a} = -\frac{y}{a} - \frac{1 - y}{1 - a}": r"\frac{1 - y}{1 - a}",
    r"\frac{\partial L}{\partial w} = (a - y) w": "w",
    r"\frac{\partial L}{\partial w} = a + y": None,
}


@pytest.mark.parametrize("claim", PLACES)
def test_the_place_is_told_by_its_columns(claim: str) -> None:
    mistake = check(claim, "logistic-regression").mistake
    assert mistake is not None
    place = PLACES[claim]
    where = mistake["where"] or {}
    if place is None:
        assert "column" not in where
    else:
        assert claim[where["column"] - 1 : where["end_column"] - 1] == place


def test_a_part_that_stands_there_twice_has_no_columns() -> None:
    mistake = check(r"\frac{\partial a}{\partial z} = z z", "logistic-regression").mistake
    assert mistake is None or "column" not in (mistake["where"] or {})


def test_a_chain_has_the_columns_of_its_wrong_link() -> None:
    claim = r"\frac{\partial L}{\partial b} = a - y = y - a"
    finding = check(claim, "logistic-regression")
    assert finding.mistake is not None
    assert finding.mistake["where"]["column"] == claim.index("y - a") + 1
