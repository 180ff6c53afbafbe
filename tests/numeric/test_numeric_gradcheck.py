"""Right gradients agree, corrupted ones do not, and the report says where and what it looks like."""

import math
from collections.abc import Mapping

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from numeric.arrays import Array, NotFinite, WrongShape
from numeric.gradcheck import check_gradient
from numeric.outcomes import Outcome, Report

calmly = settings(deadline=None, max_examples=15)

RANDOM = np.random.default_rng(7)
X = RANDOM.normal(size=(3, 5))
T = RANDOM.normal(size=(3, 5))
W = RANDOM.normal(size=(3, 3))
C = RANDOM.normal(size=3)
POINT: Mapping[str, Array] = {"W": W, "c": C}


def loss(point: Mapping[str, Array]) -> float:
    """Mean squared error of tanh(W X + c) over five examples in columns."""
    residual = np.tanh(point["W"] @ X + point["c"][:, None]) - T
    return np.sum(residual**2) / (2 * 5)  # type: ignore[no-any-return]


def gradient(point: Mapping[str, Array]) -> dict[str, Array]:
    a = np.tanh(point["W"] @ X + point["c"][:, None])
    dZ = (a - T) * (1 - a**2)
    return {"W": dZ @ X.T / 5, "c": dZ.sum(axis=1) / 5}


RIGHT = gradient(POINT)


def check(change: Mapping[str, Array]) -> Report:
    return check_gradient(loss, {**RIGHT, **change}, POINT)


def kind_of(report: Report) -> str:
    assert report.outcome is Outcome.DISAGREES
    assert report.resembles is not None
    return report.resembles.kind


@pytest.mark.parametrize("method", ["richardson", "complex step"])
def test_a_right_gradient_agrees(method: str) -> None:
    for claim in (RIGHT, gradient):
        report = check_gradient(loss, claim, POINT, method=method)  # type: ignore[arg-type]
        assert report.outcome is Outcome.AGREES
        assert report.relative_error < 1e-8
        assert report.entries == 12
        assert report.resembles is None


def test_an_array_is_a_point_too() -> None:
    report = check_gradient(lambda w: np.sum(np.exp(w)), np.exp, [[0.1, 0.2], [0.3, 0.4]])
    assert report.outcome is Outcome.AGREES
    assert check_gradient(lambda w: w**2, 2.0, 1.0).outcome is Outcome.AGREES


@pytest.mark.parametrize(
    ("change", "kind"),
    [
        ({"W": -RIGHT["W"]}, "sign"),
        ({"W": 2 * RIGHT["W"]}, "factor"),
        ({"W": 0.37 * RIGHT["W"]}, "factor"),
        ({"W": 5 * RIGHT["W"]}, "sum-mean"),
        ({"W": RIGHT["W"] / 5}, "sum-mean"),
        ({"c": -5 * RIGHT["c"]}, "sum-mean"),
        ({"W": RIGHT["W"] * math.log(10)}, "log-base"),
        ({"W": RIGHT["W"].T}, "transpose"),
        ({"W": RIGHT["W"] * [[1], [0], [1]]}, "zero-row"),
        ({"W": RIGHT["W"] * [1, 1, 0]}, "zero-row"),
        ({"c": RIGHT["c"] * [0, 1, 1]}, "zero-row"),
    ],
)
def test_an_obvious_mistake_is_recognised(change: Mapping[str, Array], kind: str) -> None:
    sized = {**POINT, "X": X}
    report = check_gradient(loss, {**RIGHT, **change}, sized, parameters=("W", "c"))
    assert kind_of(report) == kind
    assert report.worst.parameter in change


@calmly
@given(st.sampled_from(["W", "c"]), st.sampled_from([1.0005, 0.9995]), st.data())
def test_one_entry_off_by_five_in_ten_thousand_is_refused_and_named(
    name: str, factor: float, data: st.DataObject
) -> None:
    wrong = RIGHT[name].copy()
    index = tuple(data.draw(st.integers(0, size - 1)) for size in wrong.shape)
    wrong[index] *= factor
    report = check({name: wrong})
    assert report.outcome is Outcome.DISAGREES
    assert (report.worst.parameter, report.worst.index) == (name, index)
    assert report.worst.claimed == wrong[index]
    assert report.worst.estimated == pytest.approx(RIGHT[name][index], rel=1e-8)
    assert report.worst.relative_error == pytest.approx(5e-4, rel=1e-2)
    assert report.worst.place.startswith(f"{name}[")


def test_all_entries_off_by_five_in_ten_thousand_are_refused() -> None:
    assert kind_of(check({"W": 1.0005 * RIGHT["W"]})) == "factor"


def test_a_dropped_term_is_refused_without_a_guess() -> None:
    a = np.tanh(W @ X + C[:, None])
    report = check({"W": ((a - T) * (1 - a**2))[:, 1:] @ X.T[1:] / 5})
    assert report.outcome is Outcome.DISAGREES
    assert report.resembles is None


def test_a_small_parameter_is_not_hidden_by_a_large_one() -> None:
    report = check_gradient(
        lambda p: 1e6 * p["u"] ** 2 + 1e-6 * np.sin(p["v"]),
        {"u": 2e6, "v": 1e-6 * math.cos(1.0) * 1.5},
        {"u": 1.0, "v": 1.0},
    )
    assert report.outcome is not Outcome.AGREES


def test_a_gradient_of_zero_agrees_with_zero_only() -> None:
    def bowl(x: Array) -> float:
        return float(np.sum(np.cosh(x - 1)))

    point = np.ones(3)
    assert check_gradient(bowl, np.zeros(3), point).outcome is Outcome.AGREES
    assert check_gradient(bowl, np.full(3, 1e-17), point).outcome is Outcome.AGREES
    assert check_gradient(bowl, np.array([0, 1e-6, 0]), point).outcome is Outcome.DISAGREES


def test_a_perfect_fit_agrees() -> None:
    assert check_gradient(lambda x: (x - 2.0) ** 2 / 2, 0.0, 2.0).outcome is Outcome.AGREES


def test_what_the_noise_hides_is_not_called_agreement() -> None:
    """At a loss of 1e12 a gradient of 1e-3 drowns; any small claim is possible. A complex step sees it all the same."""

    def loud(x: Array) -> Array:
        return 1e-3 * x + 1e12

    assert check_gradient(loud, 0.0, 1.0, method="richardson").outcome is Outcome.TOO_ROUGH
    assert check_gradient(loud, 0.0, 1.0).outcome is Outcome.DISAGREES


def test_nothing_about_a_report_is_a_bare_truth_value() -> None:
    report = check({})
    with pytest.raises(TypeError, match=r"outcome is Outcome\.AGREES"):
        bool(report)
    with pytest.raises(TypeError, match="no truth value"):
        bool(report.outcome)


def test_other_shapes_name_parameter_and_both_shapes() -> None:
    with pytest.raises(WrongShape, match=r"the gradient of c has shape \(3, 1\), expected \(3,\)"):
        check({"c": RIGHT["c"][:, None]})
    with pytest.raises(WrongShape, match="is it transposed"):
        check_gradient(np.sum, np.ones((3, 2)), np.ones((2, 3)))


def test_nan_names_parameter_and_entry() -> None:
    wrong = RIGHT["W"].copy()
    wrong[1, 2] = math.nan
    with pytest.raises(NotFinite, match=r"the gradient of W\[1, 2\] is nan"):
        check({"W": wrong})
    with pytest.raises(NotFinite, match=r"W\[0, 0\] is inf"):
        check_gradient(loss, RIGHT, {"W": np.full((3, 3), math.inf), "c": C})


def test_missing_and_surplus_parameters_are_named() -> None:
    with pytest.raises(KeyError, match=r"missing: \['c'\]"):
        check_gradient(loss, {"W": RIGHT["W"]}, POINT)
    with pytest.raises(KeyError, match=r"surplus: \['d'\]"):
        check({"d": np.ones(1)})
    with pytest.raises(TypeError, match="expected a mapping"):
        check_gradient(loss, RIGHT["W"], POINT)


def test_a_gradient_function_cannot_change_the_point() -> None:
    def careless(point: Mapping[str, Array]) -> dict[str, Array]:
        result = gradient(point)
        point["W"][:] = 0
        return result

    point = {"W": W.copy(), "c": C.copy()}
    assert check_gradient(loss, careless, point).outcome is Outcome.AGREES
    assert (point["W"] == W).all()


@pytest.mark.parametrize("tolerance", [0.0, -1.0, math.nan])
def test_an_impossible_tolerance_is_refused(tolerance: float) -> None:
    with pytest.raises(ValueError, match="tolerance is"):
        check_gradient(loss, RIGHT, POINT, tolerance=tolerance)
