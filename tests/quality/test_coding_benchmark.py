"""The benchmark of code: what is compared is one and the same gradient, and only our code has a budget."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import coding
import pytest
from measuring import MeasurementError

LAYERS = (4, 3, 2)


def test_all_ways_give_the_same_gradients_and_are_measured() -> None:
    rows = list(coding.rows(turns=2, layers=LAYERS))
    assert [row.name for row in rows[:2]] == [coding.BY_HAND, coding.OURS]
    assert [row.name for row in rows if row.budget is not None] == [coding.OURS]
    assert rows[1].budget == coding.FACTOR * (rows[0].measured or 0)


def test_another_gradient_is_not_measured(monkeypatch: pytest.MonkeyPatch) -> None:
    def wrong(point: Mapping[str, Any]) -> coding.Way:
        right = coding.by_hand(point)
        return lambda: [2 * gradient for gradient in right()]

    monkeypatch.setattr(coding, "ours", wrong)
    with pytest.raises(MeasurementError, match="other gradients"):
        list(coding.rows(turns=1, layers=LAYERS))
