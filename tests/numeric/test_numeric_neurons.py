"""The hand-written passes of one neuron: worked numbers, loop and vectorised form, factors, shapes."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from numeric import neurons
from numeric.arrays import Array, NotFinite, WrongShape
from numeric.differences import richardson

NUMBERS = st.floats(-3, 3).filter(lambda x: x == 0 or abs(x) > 1e-6)
LABELS = st.sampled_from([0.0, 1.0])
calmly = settings(deadline=None, max_examples=25)


def test_the_three_points_of_deck_003() -> None:
    w, X, b, Y = [0.7], [[0.1, 0.2, 0.3]], 0.1, [0, 0, 1]
    forward = neurons.logistic_batch_forward(w, X, b, Y)
    assert forward.z == pytest.approx([0.17, 0.24, 0.31])
    assert forward.a == pytest.approx([0.542398, 0.559714, 0.576885], abs=5e-7)
    assert float(forward.loss) == pytest.approx(0.717399, abs=5e-7)
    assert float(neurons.logistic_batch_forward(w, X, b, Y, log_base=10).loss) == pytest.approx(0.311562, abs=5e-7)
    backward = neurons.logistic_batch_backward(w, X, b, Y)
    assert backward.dz == pytest.approx([0.542398, 0.559714, -0.423115], abs=5e-7)
    assert backward.dw == pytest.approx([0.013083], abs=5e-7)
    assert float(backward.db) == pytest.approx(0.226332, abs=5e-7)
    decimal = neurons.logistic_batch_backward(w, X, b, Y, log_base=10)
    assert decimal.dw == pytest.approx([0.005682], abs=5e-7)
    assert float(decimal.db) == pytest.approx(0.098295, abs=5e-7)


def test_the_error_table_of_deck_004() -> None:
    sizes, prices = [1000, 2000, 3000], [20000, 30000, 50000]
    passes = [neurons.linear_backward([15, 0], [x, r], 0, y) for x, r, y in zip(sizes, [2, 4, 7], prices, strict=True)]
    assert sum(p.dw for p in passes).tolist() == [-20000000, -45000]  # type: ignore[union-attr]
    assert sum(float(p.db) for p in passes) == -10000
    losses = [neurons.linear_forward([15, 0], [x, 1], 0, y).loss for x, y in zip(sizes, prices, strict=True)]
    assert [float(loss) for loss in losses] == [12500000, 0, 12500000]


@calmly
@given(st.integers(1, 4), st.integers(1, 5), st.data())
def test_the_loop_and_the_vectorised_form_agree(m: int, n: int, data: st.DataObject) -> None:
    w = data.draw(arrays(np.float64, m, elements=NUMBERS))
    X = data.draw(arrays(np.float64, (m, n), elements=NUMBERS))
    Y = data.draw(arrays(np.float64, n, elements=LABELS))
    b = data.draw(NUMBERS)
    loop = neurons.logistic_loop_backward(w, X, b, Y)
    whole = neurons.logistic_batch_backward(w, X, b, Y)
    for name in ("da", "dz", "dw", "db"):
        np.testing.assert_allclose(getattr(loop, name), getattr(whole, name), rtol=1e-12, atol=1e-13)


@calmly
@given(arrays(np.float64, 3, elements=NUMBERS), arrays(np.float64, 3, elements=NUMBERS), NUMBERS, LABELS)
def test_the_factors_of_the_slides_multiply_to_the_gradient(w: Array, x: Array, b: float, y: float) -> None:
    classifier = neurons.classifier_backward(w, x, b, y)
    np.testing.assert_allclose(classifier.dL_dy_hat * classifier.dy_hat_dw, classifier.dL_dw, rtol=1e-9, atol=1e-14)
    np.testing.assert_allclose(classifier.dL_dy_hat * classifier.dy_hat_db, classifier.dL_db, rtol=1e-9)
    logistic = neurons.logistic_backward(w, x, b, y)
    np.testing.assert_allclose(logistic.dw, classifier.dL_dw, rtol=1e-13)
    # Both forms compute 1 − a, whose rounding counts the more the closer a is to 1, and −y/a is a difference of
    # two terms in one of them: rounding is relative to the terms, not to what is left of them.
    a = float(neurons.logistic_forward(w, x, b, y).a)
    terms = y / a + (1 - y) / (1 - a)
    rounding = 8 * float(np.finfo(float).eps) * terms / (1 - a)
    np.testing.assert_allclose(logistic.da, classifier.dL_dy_hat, rtol=0, atol=rounding)


@calmly
@given(arrays(np.float64, 2, elements=NUMBERS), arrays(np.float64, 2, elements=NUMBERS), NUMBERS, LABELS)
def test_da_and_dz_are_derivatives_of_the_loss_too(w: Array, x: Array, b: float, y: float) -> None:
    backward = neurons.logistic_backward(w, x, b, y)
    forward = neurons.logistic_forward(w, x, b, y)
    a = float(forward.a)
    if not 1e-3 < a < 1 - 1e-3:
        return
    by_a = richardson(lambda t: -(y * np.log(t) + (1 - y) * np.log(1 - t)), a)
    by_z = richardson(lambda z: neurons.logistic_forward([1.0], [0.0], z, y).loss, forward.z)
    assert abs(float(backward.da - by_a.value)) <= float(by_a.error) + 1e-12 * abs(float(backward.da))
    assert abs(float(backward.dz - by_z.value)) <= float(by_z.error) + 1e-14


def test_gradients_stay_finite_where_the_sigmoid_saturates() -> None:
    for z, y in ((800.0, 0.0), (800.0, 1.0), (-800.0, 0.0), (-800.0, 1.0)):
        assert neurons.logistic_backward([z], [1.0], 0.0, y).dw.tolist() == [float(z > 0) - y]
        assert neurons.classifier_backward([z], [1.0], 0.0, y).dL_dw.tolist() == [float(z > 0) - y]


def test_prediction_takes_one_example_or_many() -> None:
    assert neurons.logistic_predict([0.7], [0.4], 0.1).shape == ()
    assert float(neurons.logistic_predict([0.7], [0.4], 0.1)) == pytest.approx(0.593873, abs=5e-7)
    assert neurons.logistic_predict([0.7], [[0.4, 0.1]], 0.1).shape == (2,)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (([1.0, 2.0], [1.0], 0.0, 0.0), r"x has shape \(1,\), expected \(2,\)"),
        (([[1.0]], [1.0], 0.0, 0.0), r"w has shape \(1, 1\), expected a vector"),
        (([1.0], [1.0], [0.0], 0.0), r"b has shape \(1,\), expected \(\)"),
        (([1.0], [1.0], 0.0, [0.0]), r"y has shape \(1,\), expected \(\)"),
    ],
)
def test_wrong_shapes_are_named(arguments: tuple[object, ...], message: str) -> None:
    for function in (neurons.logistic_forward, neurons.logistic_backward, neurons.linear_forward):
        with pytest.raises(WrongShape, match=message):
            function(*arguments)  # type: ignore[operator]


def test_examples_in_rows_are_refused() -> None:
    with pytest.raises(WrongShape, match=r"X has shape \(3, 2\), expected \(2, 2\)"):
        neurons.logistic_batch_forward([1.0, 2.0], np.ones((3, 2)), 0.0, np.ones(3))
    with pytest.raises(WrongShape, match=r"Y has shape \(2,\), expected \(3,\)"):
        neurons.logistic_batch_backward([1.0, 2.0], np.ones((2, 3)), 0.0, np.ones(2))


def test_backward_passes_refuse_nan_and_complex() -> None:
    with pytest.raises(NotFinite, match=r"w\[0\] is nan"):
        neurons.logistic_backward([math.nan], [1.0], 0.0, 0.0)
    with pytest.raises(TypeError, match="b: expected real"):
        neurons.linear_backward([1.0], [1.0], 1j, 0.0)
