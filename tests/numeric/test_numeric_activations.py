"""The sigmoid and the log loss against their definitions at 256 bits, and through complex steps."""

import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from numeric import enclosure
from numeric.activations import ACTIVATIONS, erf, log_loss, log_of_base, log_sigma, log_softmax, sigma, softmax

ARGUMENTS = st.floats(-700, 700)
calmly = settings(deadline=None, max_examples=60)


@calmly
@given(ARGUMENTS)
def test_sigma_and_its_logarithm_are_accurate_to_a_few_units_in_the_last_place(z: float) -> None:
    with enclosure.precision(2400):
        ball = enclosure.sigma(enclosure.from_fraction(Fraction(z)))
        true_sigma, true_log = float(ball), float(enclosure.log(ball))
    assert float(sigma(np.asarray(z))) == pytest.approx(true_sigma, rel=1e-15)
    assert float(log_sigma(np.asarray(z))) == pytest.approx(true_log, rel=1e-15)


@calmly
@given(ARGUMENTS, st.sampled_from([0.0, 1.0, 0.25]))
def test_the_log_loss_is_the_definition(z: float, y: float) -> None:
    with enclosure.precision(2400):
        a = enclosure.sigma(enclosure.from_fraction(Fraction(z)))
        exact_y = enclosure.from_fraction(Fraction(y))
        true = float(-(exact_y * enclosure.log(a) + (1 - exact_y) * enclosure.log(1 - a)))
    assert float(log_loss(np.asarray(z), np.asarray(y))) == pytest.approx(true, rel=1e-14)


@calmly
@given(st.floats(-30, 30), st.sampled_from([0.0, 1.0, 0.3]))
def test_complex_steps_go_through(z: float, y: float) -> None:
    a = float(sigma(np.asarray(z)))
    stepped = np.asarray(z + 1e-20j)
    assert float(sigma(stepped).imag / 1e-20) == pytest.approx(a * float(sigma(np.asarray(-z))), rel=1e-12)
    assert float(log_loss(stepped, np.asarray(y)).imag / 1e-20) == pytest.approx(a - y, rel=1e-12, abs=1e-14)


def test_nothing_overflows_far_out() -> None:
    z = np.array([-1e308, -800.0, 800.0, 1e308])
    with np.errstate(over="raise", invalid="raise"):
        assert sigma(z).tolist() == [0, 0, 1, 1]
        assert log_sigma(z).tolist() == [-1e308, -800, 0, 0]


def test_base_ten_divides_by_ln_10() -> None:
    z, y = np.asarray(0.7), np.asarray(1.0)
    natural, decimal = float(log_loss(z, y)), float(log_loss(z, y, 10))
    assert natural / decimal == pytest.approx(math.log(10))
    assert log_of_base(math.e) == 1.0


@pytest.mark.parametrize("base", [1, 0, -2, math.inf, math.nan])
def test_impossible_bases_are_refused(base: float) -> None:
    with pytest.raises(ValueError, match="log_base is"):
        log_of_base(base)


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_the_slope_of_every_activation_is_that_of_its_complex_step(name: str) -> None:
    z = np.concatenate([np.linspace(-9.3, 9.1, 24), [-40.0, 40.0, -800.0, 800.0]])
    activation = ACTIVATIONS[name]
    stepped = activation.value(z + 1e-20j)
    np.testing.assert_allclose(
        activation.slope(z, activation.value(z)), np.imag(stepped) / 1e-20, rtol=1e-11, atol=1e-14
    )
    np.testing.assert_allclose(np.real(stepped), activation.value(z), rtol=1e-12, atol=1e-14)


def test_erf_is_that_of_the_standard_library_and_odd() -> None:
    x = np.concatenate([np.linspace(-6, 6, 49), [-30.0, 1e200]])
    np.testing.assert_allclose(erf(x), [math.erf(each) for each in x], rtol=4e-16, atol=4e-16)


def test_gelu_and_its_approximation_are_near_each_other_and_not_the_same() -> None:
    z = np.linspace(-5, 5, 41)
    distance = np.max(np.abs(ACTIVATIONS["gelu"].value(z) - ACTIVATIONS["gelu-tanh"].value(z)))
    assert 1e-4 < distance < 5e-4


def test_the_softmax_adds_up_to_one_for_each_column_and_never_overflows() -> None:
    z = np.array([[1000.0, 1.0], [999.0, 2.0], [-1000.0, 3.0]])
    with np.errstate(over="raise", invalid="raise"):
        a = softmax(z)
    np.testing.assert_allclose(a.sum(axis=0), [1, 1], rtol=1e-15)
    assert a[0, 0] == pytest.approx(1 / (1 + math.exp(-1)))
    np.testing.assert_allclose(log_softmax(z)[2, 0], -2000 - math.log1p(math.exp(-1)))
