"""Where a loss has a kink, every subgradient is accepted, and said to be one; everything else is refused there too."""

import numpy as np
import pytest

from numeric.arrays import Array
from numeric.gradcheck import check_gradient
from numeric.kinks import kink_at
from numeric.outcomes import Outcome, Report


def relu(z: Array) -> Array:
    return np.maximum(z, 0)


def units(w: Array) -> Array:
    """Two units behind each other, the first one at its kink, and a smooth third entry."""
    return relu(w[0]) - 2 * relu(w[1] - 1) + w[2] ** 3


def pooled(x: Array) -> Array:
    """Max pooling over two windows of two, one of them with a tie."""
    return np.max(x.reshape(2, 2), axis=1) @ np.array([1.5, -0.5])


def hinges(x: Array) -> Array:
    """It bends up and down: along each entry the slopes are 0 and 2, and 0 and -2."""
    return np.abs(x[0]) - np.abs(x[0] + x[1])


AT_UNITS, AT_POOL, AT_ORIGIN = np.array([0.0, 1.0, 2.0]), np.array([0.3, 0.3, 0.1, 0.7]), np.zeros(2)


@pytest.mark.parametrize("choice", [0.0, 0.5, 1.0, 0.123])
@pytest.mark.parametrize("method", ["best", "richardson", "central"])
def test_every_slope_of_a_relu_is_accepted_and_the_kinks_are_named(choice: float, method: str) -> None:
    claim = np.array([choice, -2 * choice, 12.0])
    if method == "central":
        claim = claim[:2]
        report = check_gradient(lambda w: units(np.append(w, 2.0)), claim, AT_UNITS[:2], method="central")
    else:
        report = check_gradient(units, claim, AT_UNITS, method=method)  # type: ignore[arg-type]
    assert report.outcome is Outcome.AT_A_KINK
    assert [entry.place for entry in report.kinks] == ["x[0]", "x[1]"]
    assert "2 of them at a kink" in str(report)
    assert "x[0] is" in str(report)
    assert "slopes 0 to the left and 1 to the right" in str(report).replace("-0 ", "0 ")
    assert "not established" in report.remark


@pytest.mark.parametrize("claim", [(1.001, 0, 12), (-0.001, 0, 12), (0.5, 0.01, 12), (0.5, -1, 12.006)])
def test_what_is_no_subgradient_is_refused_at_a_kink_too(claim: tuple[float, ...]) -> None:
    report = check_gradient(units, np.array(claim, dtype=float), AT_UNITS)
    assert report.outcome is Outcome.DISAGREES


def test_ties_of_a_maximum() -> None:
    def checked(*claim: float) -> Report:
        return check_gradient(pooled, np.array(claim), AT_POOL)

    for first in (0.0, 0.6, 1.5):
        report = checked(first, 1.5 - first, 0, -0.5)
        assert report.outcome is Outcome.AT_A_KINK
        assert [entry.place for entry in report.kinks] == ["x[0]", "x[1]"]
    # Both entries lie between 0 and 1.5, but moved together they raise the maximum by 1.5 in all.
    both = checked(1.5, 1.5, 0, -0.5)
    assert both.outcome is Outcome.DISAGREES
    assert "no subgradient has both" in both.remark
    assert checked(0.6, 0.9, -0.5, 0).outcome is Outcome.DISAGREES


@pytest.mark.parametrize(("claim", "valid"), [((0, 0), True), ((-2, -1), True), ((2, 1), True), ((1.5, 1.5), False)])
def test_kinks_that_hide_each_other(claim: tuple[float, float], valid: bool) -> None:
    report = check_gradient(hinges, np.array(claim, dtype=float), AT_ORIGIN)
    assert (report.outcome is Outcome.AT_A_KINK) is valid, str(report)


def test_entries_that_fit_one_by_one_and_not_together() -> None:
    def fold(x: Array) -> Array:
        return np.abs(x[0] + x[1])

    assert check_gradient(fold, np.array([0.7, 0.7]), AT_ORIGIN).outcome is Outcome.AT_A_KINK
    report = check_gradient(fold, np.array([1.0, -1.0]), AT_ORIGIN)
    assert report.outcome is Outcome.DISAGREES
    assert "x[0] and x[1]" in report.remark


def test_many_kinks_at_once_that_nobody_can_look_through() -> None:
    """Thirty units at their kinks, all switched on: right, and what is not established is said."""
    weights = np.random.default_rng(4).normal(size=(30, 2))
    signs = np.where(np.arange(30) % 2, 1.0, -1.0)

    def loss(w: Array) -> Array:
        return signs @ relu(weights @ w)

    report = check_gradient(loss, signs @ weights, AT_ORIGIN)
    assert report.outcome is Outcome.AT_A_KINK
    assert "not established" in report.remark


def test_a_kink_beside_the_point_is_none() -> None:
    for distance in (1e-2, 1e-4, 1e-6):
        assert kink_at(np.abs, distance, ()) is None
        assert check_gradient(np.abs, 0.5, distance).outcome is not Outcome.AT_A_KINK
        assert check_gradient(relu, 1.0, distance, method="richardson").outcome is not Outcome.DISAGREES
    assert kink_at(np.cosh, 0.0, ()) is None
    assert kink_at(lambda x: x**2 + 1e-3 * np.abs(x), 0.0, ()) is not None


def test_a_jump_is_no_kink() -> None:
    report = check_gradient(lambda x: np.sign(x) + x, 1.0, 0.0)
    assert report.outcome is Outcome.TOO_ROUGH
    assert "too rough" in str(report)
