"""Jacobians and Hessians from values alone: the stated errors bound the true ones."""

import numpy as np
import pytest

from numeric.arrays import Array, NotFinite
from numeric.differences import Estimate, best, hessian, jacobian, richardson

X = np.array([0.7, -1.2, 0.4])
W = np.arange(6.0).reshape(2, 3) / 7 - 0.3


def layer(x: Array) -> Array:
    return np.asarray(np.tanh(W @ x))


def real_layer(x: Array) -> Array:
    return layer(np.real(x))


SLOPES = (1 - np.tanh(W @ X) ** 2)[:, None] * W
BENDS = {
    "product": (lambda x: x[0] * np.exp(x[1]) * x[2], [
        [0, np.exp(-1.2) * 0.4, np.exp(-1.2)],
        [np.exp(-1.2) * 0.4, 0.7 * np.exp(-1.2) * 0.4, 0.7 * np.exp(-1.2)],
        [np.exp(-1.2), 0.7 * np.exp(-1.2), 0],
    ]),
    "quadratic": (lambda x: x @ np.diag([1e-4, 1.0, 1e6]) @ x, np.diag([2e-4, 2.0, 2e6])),
}  # fmt: skip


def assert_bounded(estimate: Estimate, true: object) -> None:
    exact = np.asarray(true, dtype=float)
    assert estimate.value.shape == estimate.error.shape == exact.shape
    assert (np.abs(estimate.value - exact) <= estimate.error + 1e-15 * np.abs(exact)).all(), estimate


def test_a_jacobian_has_a_row_for_each_value() -> None:
    found = jacobian(layer, X)
    assert_bounded(found, SLOPES)
    assert found.method == "complex step"
    assert found.error.max() < 1e-12
    by_steps = jacobian(real_layer, X)
    assert_bounded(by_steps, SLOPES)
    assert by_steps.method == "richardson"
    assert by_steps.error.max() < 1e-9


def test_each_value_has_its_own_method() -> None:
    found = jacobian(lambda x: np.array([x[0] * x[1], np.abs(x[1]) + 0 * x[2]]), X)
    assert_bounded(found, [[-1.2, 0.7, 0], [0, -1, 0]])
    assert found.method == "complex step and richardson"


def test_arrays_in_and_out_keep_their_axes() -> None:
    found = jacobian(lambda a: a.T @ a, W)
    true = np.einsum("ik,lj->iljk", np.eye(3), W.T) + np.einsum("lk,ij->iljk", np.eye(3), W.T)
    assert_bounded(found, true)
    assert_bounded(jacobian(np.sin, 0.3), np.cos(0.3))
    assert jacobian(lambda x: x[:0], X).value.shape == (0, 3)


def test_values_share_their_evaluations() -> None:
    calls = []

    def many(x: Array) -> Array:
        calls.append(x)
        return np.outer(np.sin(x), np.ones(50))

    found = jacobian(many, X)
    assert found.value.shape == (3, 50, 3)
    # 150 times as many would be needed if each value asked for its own.
    assert found.evaluations == len(calls) < 10 * best(lambda x: np.sum(np.sin(x)), X).evaluations


@pytest.mark.parametrize("name", BENDS)
def test_second_derivatives(name: str) -> None:
    f, true = BENDS[name]
    scale = np.max(np.abs(true))
    found = hessian(f, X)
    assert_bounded(found, true)
    assert found.error.max() < 1e-9 * scale
    assert (found.value == found.value.T).all()
    by_steps = hessian(lambda x: f(np.real(x)), X)
    assert_bounded(by_steps, true)
    assert by_steps.method == "richardson"
    assert by_steps.error.max() < 1e-6 * scale


def test_a_hessian_by_a_matrix_has_its_axes_twice() -> None:
    found = hessian(lambda a: np.sum(a**3), W)
    true = np.zeros((2, 3, 2, 3))
    for i, j in np.ndindex(2, 3):
        true[i, j, i, j] = 6 * W[i, j]
    assert_bounded(found, true)


@pytest.mark.parametrize("bent", [lambda x: x * np.abs(x), lambda x: np.maximum(x, 0) ** 2, np.abs])
def test_a_jump_of_curvature_counts_into_the_error(bent: object) -> None:
    assert float(hessian(bent, 0.0).error) >= 1.0


def test_a_kink_beside_the_point_is_seen_by_smaller_steps() -> None:
    for away in (1e-3, 1e-4, 1e-5):
        found = richardson(lambda x: np.abs(x - 1) + np.sin(x), 1 + away)
        assert abs(float(found.value) - 1 - np.cos(1 + away)) <= float(found.error) < 1e-4


def test_what_is_small_is_not_taken_for_noise() -> None:
    for scale in (1e-4, 1e-6, 1e-8):
        for method in (richardson, best):
            found = method(lambda x, s=scale: np.exp(-((x / s) ** 2)), 0.3 * scale)
            true = -0.6 / scale * np.exp(-0.09)
            assert abs(float(found.value) - true) <= float(found.error) < 1e-6 * abs(true)


def test_a_function_in_steps_is_not_called_flat() -> None:
    for decimals in (7, 8, 10):
        found = richardson(lambda x, d=decimals: np.round(np.sin(x), d), 0.7)
        assert abs(float(found.value) - np.cos(0.7)) <= float(found.error)


def test_what_cannot_be_differentiated_is_refused() -> None:
    with pytest.raises(TypeError, match=r"shape \(1,\), and \(3,\) at the point"):
        jacobian(lambda x: x if x[0] == X[0] else x[:1], X)
    with pytest.raises(NotFinite, match="at the point itself"):
        jacobian(np.log, X)
    with pytest.raises(NotFinite, match="at the point itself"):
        hessian(lambda x: np.log(x[1]), X)
    with pytest.raises(TypeError, match="expected a scalar"):
        hessian(lambda x: x, X)
    with pytest.raises(ValueError, match="no entries"):
        hessian(np.sum, [])
