"""Estimated derivatives against exact ones: the stated error has to bound the true one."""

import math
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from numeric.arrays import Array, NotFinite
from numeric.differences import Estimate, NotAnalytic, central, complex_step, richardson

METHODS = (central, richardson, complex_step)
POINTS = st.floats(-3, 3).filter(lambda x: x == 0 or abs(x) > 1e-8)
COEFFICIENTS = st.floats(-10, 10).filter(lambda x: x == 0 or abs(x) > 1e-6)
calmly = settings(deadline=None, max_examples=25)

SMOOTH: dict[str, tuple[Callable[..., object], Callable[[float], float], float]] = {
    "cube": (lambda x: x**3, lambda x: 3 * x**2, 1.7),
    "fourth power at 0": (lambda x: x**4, lambda x: 0.0, 0.0),
    "linear": (lambda x: 3 * x + 1, lambda x: 3.0, 0.1),
    "exp": (np.exp, math.exp, 2.3),
    "exp far out": (np.exp, math.exp, 50.0),
    "log": (np.log, lambda x: 1 / x, 0.7),
    "log near the edge": (np.log, lambda x: 1 / x, 1e-3),
    "log at the edge": (np.log, lambda x: 1 / x, 1e-9),
    "sin": (np.sin, math.cos, 0.4),
    "fast sin": (lambda x: np.sin(100 * x), lambda x: 100 * math.cos(100 * x), 0.4),
    "sin of a large number": (np.sin, math.cos, 1234.5),
    "tanh": (np.tanh, lambda x: 1 / math.cosh(x) ** 2, 0.9),
    "reciprocal": (lambda x: 1 / x, lambda x: -1 / x**2, 0.02),
    "square root": (np.sqrt, lambda x: 0.5 / math.sqrt(x), 0.01),
    "runge": (lambda x: 1 / (1 + 25 * x**2), lambda x: -50 * x / (1 + 25 * x**2) ** 2, 0.3),
    "cancelling": (lambda x: (x + 1e6) ** 2 - 1e12, lambda x: 2 * (x + 1e6), 0.3),
    "large offset": (lambda x: np.sin(x) + 1e8, math.cos, 0.3),
    "small values": (lambda x: 1e-30 * np.exp(x), lambda x: 1e-30 * math.exp(x), 0.3),
    "large values": (lambda x: 1e30 * np.exp(x), lambda x: 1e30 * math.exp(x), 0.3),
    "bump": (lambda x: np.exp(-(x**2)), lambda x: -2 * x * math.exp(-(x**2)), 0.0),
}


def assert_bounded(estimate: Estimate, true: object) -> None:
    """The true error is within the stated one, up to the rounding of the true value itself."""
    true_array = np.asarray(true, dtype=np.float64)
    assert estimate.value.shape == estimate.error.shape == true_array.shape
    assert (np.abs(estimate.value - true_array) <= estimate.error + 1e-15 * np.abs(true_array)).all(), estimate


@pytest.mark.parametrize("name", SMOOTH)
@pytest.mark.parametrize("method", METHODS)
def test_the_error_bounds_the_true_error(method: Callable[..., Estimate], name: str) -> None:
    f, slope, x = SMOOTH[name]
    assert_bounded(method(f, x), slope(x))


@pytest.mark.parametrize("name", ["cube", "exp", "log", "sin", "tanh", "runge", "log near the edge"])
def test_the_errors_are_small_where_they_can_be(name: str) -> None:
    f, slope, x = SMOOTH[name]
    size = abs(slope(x))
    assert float(central(f, x).error) < 1e-4 * size
    assert float(richardson(f, x).error) < 1e-9 * size
    assert float(complex_step(f, x).error) < 1e-10 * size


@calmly
@given(arrays(np.float64, 6, elements=COEFFICIENTS), POINTS)
def test_polynomials(coefficients: Array, x: float) -> None:
    polynomial = np.polynomial.Polynomial(coefficients)
    true = float(polynomial.deriv()(x))
    for method in METHODS:
        assert_bounded(method(polynomial, x), true)


@calmly
@given(COEFFICIENTS, COEFFICIENTS, POINTS)
def test_a_sigmoid_of_something_times_something(scale: float, shift: float, x: float) -> None:
    def f(t: Array) -> Array:
        return np.asarray(np.cos(t) / (1 + np.exp(-(scale * t + shift))))

    a = 1 / (1 + math.exp(-(scale * x + shift)))
    true = -math.sin(x) * a + math.cos(x) * scale * a * (1 / (1 + math.exp(scale * x + shift)))
    for method in METHODS:
        estimate = method(f, x)
        assert abs(float(estimate.value) - true) <= float(estimate.error) + 1e-14 * (abs(scale) + 1)


@calmly
@given(arrays(np.float64, (2, 3), elements=POINTS), arrays(np.float64, (2, 3), elements=COEFFICIENTS))
def test_a_matrix_in_gives_a_matrix_out(x: Array, weights: Array) -> None:
    for method in METHODS:
        estimate = method(lambda t: np.sum(weights * t**2), x)
        slack = 1e-14 * np.max(np.abs(weights * x), initial=1.0)
        assert (np.abs(estimate.value - 2 * weights * x) <= estimate.error + slack).all()


def test_a_noisy_function_has_a_large_error() -> None:
    def noisy(x: Array) -> float:
        return float(np.float32(math.sin(float(x))))

    for method in (central, richardson):
        estimate = method(noisy, 0.7)
        assert_bounded(estimate, math.cos(0.7))
        assert float(estimate.error) > 1e-7


def test_a_kink_at_the_point_counts_into_the_error() -> None:
    for method in (central, richardson):
        assert float(method(lambda x: np.maximum(x, 0), 0.0).error) >= 0.5
        assert float(method(np.abs, 0.0).error) >= 1.0
        assert float(method(lambda x: x**2 + 1e-3 * abs(x), 0.0).error) >= 1e-3


def test_a_kink_near_the_point_does_no_harm_to_the_bound() -> None:
    for distance in (1e-7, 1e-6, 1e-4, 1e-3, 0.03, 0.1):
        assert_bounded(richardson(np.abs, distance), 1.0)
        assert_bounded(central(np.abs, distance), 1.0)


def test_a_period_of_the_function_does_not_fool_the_tableau() -> None:
    for k in range(1, 30):
        omega = k * math.pi / 0.2
        assert_bounded(richardson(lambda x, w=omega: np.sin(w * x), 0.0), omega)


def test_the_number_of_evaluations_is_the_number_of_calls() -> None:
    for method in METHODS:
        calls = []
        estimate = method(lambda x, c=calls: c.append(1) or np.sum(x**2), np.ones(2))
        assert estimate.evaluations == len(calls)


def test_a_function_that_writes_into_its_argument_does_no_harm() -> None:
    def careless(x: Array) -> float:
        x *= 2
        return float(np.sum(x))

    point = np.ones(3)
    assert_bounded(central(careless, point), [2.0, 2.0, 2.0])
    assert point.tolist() == [1, 1, 1]


def test_domain_errors_of_the_math_module_count_as_not_finite() -> None:
    assert_bounded(richardson(lambda x: math.log(float(x)), 0.1), 10.0)
    assert_bounded(central(lambda x: math.sqrt(float(x)), 1e-7), 0.5 / math.sqrt(1e-7))


def test_an_explicit_step_is_used() -> None:
    seen: list[float] = []
    central(lambda x: seen.append(float(x)) or x**2, 1.0, step=0.25)
    assert {1.25, 0.75, 1.5, 0.5} <= set(seen)


@pytest.mark.parametrize("step", [0.0, -1.0, math.nan, math.inf])
def test_an_impossible_step_is_refused(step: float) -> None:
    with pytest.raises(ValueError, match="step is"):
        central(np.sin, 1.0, step=step)
    with pytest.raises(ValueError, match="step is"):
        complex_step(np.sin, 1.0, step=step)


@pytest.mark.parametrize("method", METHODS)
def test_bad_points_and_functions_are_refused(method: Callable[..., Estimate]) -> None:
    with pytest.raises(NotFinite, match=r"x\[1\] is nan"):
        method(np.sum, [1.0, math.nan])
    with pytest.raises(NotFinite, match="at the point itself"):
        method(np.log, 0.0)
    with pytest.raises(ValueError, match="no entries"):
        method(np.sum, np.ones(0))
    with pytest.raises(TypeError, match=r"shape \(2,\), expected a scalar"):
        method(lambda x: x, np.ones(2))
    with pytest.raises(TypeError, match="complex value"):
        method(lambda x: x * 1j, 1.0)


def test_a_function_that_is_finite_only_at_the_point_is_refused() -> None:
    for method in (central, richardson):
        with pytest.raises(NotFinite):
            method(lambda x: 1.0 if float(x) == 1 else math.nan, 1.0)


def absolute(x: Array) -> object:
    return np.abs(x)


NOT_ANALYTIC: dict[str, Callable[[Array], object]] = {
    "abs": absolute,
    "abs hidden in a sum": lambda x: np.abs(x) + 0 * x,
    "abs of a negative": lambda x: np.abs(x - 5) * (1 + 0j),
    "real part": lambda x: np.real(x) ** 2 + 0 * x,
    "conjugate": lambda x: np.conj(x) ** 2,
    "squared modulus": lambda x: x * np.conj(x),
    "norm": lambda x: np.linalg.norm(np.atleast_1d(x)) + 0 * x,
    "max": lambda x: max(x.item(), 0.0),
    "math": math.exp,
    "cast": lambda x: np.asarray(x, dtype=np.float64) * (1 + 0j) if x.dtype.kind == "c" else x,
    "constant": lambda x: 3.0,
}


@pytest.mark.parametrize("name", NOT_ANALYTIC)
def test_functions_that_are_not_analytic_as_programmed_are_noticed(name: str) -> None:
    with pytest.raises(NotAnalytic):
        complex_step(lambda x: NOT_ANALYTIC[name](x) if np.iscomplexobj(x) else np.real(NOT_ANALYTIC[name](x)), 1.3)


def test_one_entry_that_is_not_analytic_is_noticed() -> None:
    with pytest.raises(NotAnalytic, match=r"entry \[1\]"):
        complex_step(lambda x: x[0] ** 2 + np.abs(x[1]) + x[2], [1.0, 2.0, 3.0])
