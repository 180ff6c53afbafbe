"""How often the error estimates of differences hold, on functions of known derivatives; a wrong estimate is noticed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from typing import Any

import differing
import numpy as np
import pytest
from differing import Figures, Found, Way
from measuring import MeasurementError

OURS = differing.ways(with_peer=False)


@cache
def rows() -> tuple[Figures, ...]:
    return tuple(differing.measured(points=1, seed=7, wanted=OURS))


def test_the_error_estimates_hold() -> None:
    assert {row.task for row in rows()} == {"gradient", "jacobian", "hessian"}
    assert {"smooth", "stiff", "scaled", "near-singular", "kinks", "cancelling", "noisy"} <= {
        row.kind for row in rows()
    }
    for row in rows():
        assert row.is_enough, row
        assert row.refused == 0 or row.way == "complex step", row


def test_they_are_not_merely_large() -> None:
    at_best = {"smooth": 1e-12, "stiff": 1e-9, "scaled": 1e-12, "near-singular": 1e-9, "cancelling": 1e-11}
    for row in rows():
        if row.way in ("richardson", "complex step", "best") and row.kind in at_best:
            assert row.estimate < at_best[row.kind], row
        if row.task == "hessian" and row.kind != "noisy":
            assert row.estimate < (1e-8 if "real" in row.way else 1e-10), row


def spoilt(way: Way, change: Callable[[Any, Any], Found]) -> Way:
    def other(f: Callable[[Any], Any], x: Any) -> Found:
        return change(*way(f, x))

    return other


@pytest.mark.parametrize(
    "change",
    [
        lambda value, error: (value, error / 1000),
        lambda value, error: (value + 2 * error, error),
        lambda value, error: (value * (1 + 1e-9), np.zeros_like(error)),
    ],
)
def test_estimates_that_are_too_small_are_noticed(change: Callable[[Any, Any], Found]) -> None:
    wanted = {"gradient": {"spoilt": spoilt(OURS["gradient"]["richardson"], change)}}
    assert not all(row.is_enough for row in differing.measured(points=1, seed=7, wanted=wanted))


def test_a_tool_that_refuses_everything_is_not_called_perfect() -> None:
    def refusing(_f: Callable[[Any], Any], _x: Any) -> Found:
        raise ValueError

    with pytest.raises(MeasurementError, match="refused every"):
        list(differing.measured(points=1, wanted={"gradient": {"other": refusing}}))


def test_one_in_a_hundred_may_be_missed() -> None:
    row = rows()[0]
    assert replace(row, entries=300, held=297).is_enough
    assert not replace(row, entries=300, held=296).is_enough
    assert replace(row, entries=20, held=19).is_enough
    assert not replace(row, entries=20, held=18).is_enough
