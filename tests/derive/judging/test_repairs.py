"""Claims that do not fit together are still diagnosed: by a change of the text with which they fit, and are proved."""

from __future__ import annotations

import pytest

from derive.claims import check
from derive.judging import repairs

REPAIRED = {
    r"dw = \frac{1}{n} X dZ": ("transpose", "dZ must be transposed: dZ^T", r"dw = \frac{1}{n} X dZ^T"),
    r"dw = \frac{1}{n} dZ X": ("order", "X dZ^T, not dZ X", r"dw = \frac{1}{n} X dZ^T"),
    r"dw = \frac{1}{n} (A - Y) X": ("order", "X (A - Y)^T", r"dw = \frac{1}{n} X (A - Y)^T"),
}


@pytest.mark.parametrize("claim", REPAIRED)
def test_what_does_not_fit_is_told_how_it_would_fit_and_hold(claim: str) -> None:
    kind, words, right = REPAIRED[claim]
    finding = check(claim, "logistic-regression")
    assert finding.outcome == "ill-shaped"
    assert finding.mistake is not None
    assert finding.mistake["kind"] == kind
    assert words in finding.mistake["message"]
    assert finding.correct == right
    assert check(right, "logistic-regression").outcome == "proved"


def test_the_place_is_told_by_its_columns() -> None:
    claim = r"dw = \frac{1}{n} X dZ"
    finding = check(claim, "logistic-regression")
    assert finding.mistake is not None
    where = finding.mistake["where"]
    assert claim[where["column"] - 1 : where["end_column"] - 1] == where["latex"] == "dZ"
    assert finding.hint == "look at what is transposed in $dZ$"


def test_what_fits_but_does_not_hold_is_no_repair() -> None:
    finding = check(r"dw = \frac{2}{n} X dZ", "logistic-regression")
    assert (finding.outcome, finding.mistake, finding.correct) == ("ill-shaped", None, "")


def test_a_repair_has_to_be_proved(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(repairs, "is_proved", lambda *args: False)
    assert check(r"dw = \frac{1}{n} X dZ", "logistic-regression").mistake is None
