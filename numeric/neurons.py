"""One neuron: forward and backward passes written by hand, to be read beside the slides.

No function here calls another derivative rule, an automatic one or the symbolic package: every backward line
was copied from a slide (its deck and line stand beside it) and is checked in the tests by differences of the
loss alone. Scalars are arrays of shape (). Columns are examples: X is (m, n), as on the slides. Forward
functions also take complex values, so that complex steps can go through them; backward functions take finite
real ones. Every function raises WrongShape, TypeError or NotFinite, naming the array, and ValueError for an
impossible base of the logarithm.

The derivative a - y is the slides', and so is its weakness: where a rounds towards y its last digits cancel.
It is right to within the rounding of 1, not to within that of itself.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from numeric.activations import log_loss, log_of_base, sigma
from numeric.arrays import Array, Numbers, as_numbers, as_real, require_dimensions, require_shape

Reader: TypeAlias = Callable[[str, object], Numbers]
"""`as_numbers` (forward: complex allowed) or `as_real` (backward)."""


@dataclass(frozen=True, slots=True, eq=False)
class Forward:
    """The named results of a forward pass: pre-activation z, output a, and the loss, shape ().

    z and a have shape () for one example and (n,) for n examples. Deck 004 calls the output y_hat.
    """

    z: Numbers
    a: Numbers
    loss: Numbers


@dataclass(frozen=True, slots=True, eq=False)
class Backward:
    """The named results of a backward pass: the derivative of the loss by the output (da), by z, w and b.

    Each has the shape of what it is the derivative by. For n examples da and dz belong to the loss of each
    example alone, before the mean is taken, as on the slides (deck 002, L. 1510); dw and db belong to the
    mean loss.
    """

    da: Array
    dz: Array
    dw: Array
    db: Array


def _neuron(read: Reader, w: object, x: object, b: object, y: object) -> tuple[Numbers, Numbers, Numbers, Numbers]:
    weights, inputs, bias, label = read("w", w), read("x", x), read("b", b), read("y", y)
    require_dimensions("w", weights, 1)
    require_shape("x", inputs, weights.shape, "the shape of w")
    require_shape("b", bias, ())
    require_shape("y", label, ())
    return weights, inputs, bias, label


def _batch(read: Reader, w: object, X: object, b: object, Y: object) -> tuple[Numbers, Numbers, Numbers, Numbers]:
    weights, inputs, bias, labels = read("w", w), read("X", X), read("b", b), read("Y", Y)
    require_dimensions("w", weights, 1)
    require_dimensions("X", inputs, 2)
    require_shape("X", inputs, (weights.shape[0], inputs.shape[1]), "a row per entry of w, a column per example")
    require_shape("b", bias, ())
    require_shape("Y", labels, (inputs.shape[1],), "an entry per column of X")
    return weights, inputs, bias, labels


def _slope_at_output(z: Numbers, y: Numbers, log_base: float) -> Array:
    """dL/da = -y/a + (1-y)/(1-a) (deck 002, L. 1376), with 1 - a = sigma(-z).

    Beyond |z| of about 700 the true value leaves float64 and this is infinite or NaN; no gradient below uses
    it.
    """
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        return np.asarray((-y / sigma(z) + (1 - y) / sigma(-z)) / log_of_base(log_base))


def logistic_forward(w: object, x: object, b: object, y: object, *, log_base: float = math.e) -> Forward:
    """Logistic regression, one example: z = w^T x + b, a = sigma(z), L = -(y log a + (1-y) log(1-a)).

    w and x (m,), b and y (). Does not check that y is 0 or 1. Source: deck 000, L. 9 and 11; deck 002, L. 61.
    """
    w_, x_, b_, y_ = _neuron(as_numbers, w, x, b, y)
    z = np.asarray(w_ @ x_ + b_)
    return Forward(z=z, a=np.asarray(sigma(z)), loss=np.asarray(log_loss(z, y_, log_base)))


def logistic_backward(w: object, x: object, b: object, y: object, *, log_base: float = math.e) -> Backward:
    """Logistic regression, one example: dz = a - y, dw = (a - y) x, db = a - y.

    In another base everything is divided by ln(base). Source: deck 002, L. 1456, 1460 and 1458; da: L. 1376.
    """
    w_, x_, b_, y_ = _neuron(as_real, w, x, b, y)
    z = np.asarray(w_ @ x_ + b_)
    a = sigma(z)
    dz = np.asarray((a - y_) / log_of_base(log_base))
    dw = dz * x_
    db = dz
    return Backward(da=_slope_at_output(z, y_, log_base), dz=dz, dw=dw, db=db)


def logistic_batch_forward(w: object, X: object, b: object, Y: object, *, log_base: float = math.e) -> Forward:
    """Logistic regression, n examples in columns: Z = w^T X + b, A = sigma(Z), J = the mean log loss.

    w (m,), X (m, n), b (), Y (n,); Z and A (n,), J (). Source: deck 002, L. 1506 and 1508; the mean: deck
    003, L. 163.
    """
    w_, X_, b_, Y_ = _batch(as_numbers, w, X, b, Y)
    Z = w_ @ X_ + b_
    return Forward(z=Z, a=sigma(Z), loss=np.asarray(np.mean(log_loss(Z, Y_, log_base))))


def logistic_batch_backward(w: object, X: object, b: object, Y: object, *, log_base: float = math.e) -> Backward:
    """Logistic regression, n examples, vectorised: dZ = A - Y, dw = (1/n) X dZ^T, db = (1/n) sum dz.

    Source: deck 002, L. 1510, 1512 and 1514; in another base everything is divided by ln(base).
    """
    w_, X_, b_, Y_ = _batch(as_real, w, X, b, Y)
    n = X_.shape[1]
    Z = w_ @ X_ + b_
    A = sigma(Z)
    dZ = (A - Y_) / log_of_base(log_base)
    dw = (1 / n) * (X_ @ dZ.T)
    db = np.asarray((1 / n) * np.sum(dZ))
    return Backward(da=_slope_at_output(Z, Y_, log_base), dz=dZ, dw=dw, db=db)


def logistic_loop_backward(w: object, X: object, b: object, Y: object, *, log_base: float = math.e) -> Backward:
    """Logistic regression, n examples, as the loop that the vectorised form replaces.

    The accumulators start at zero before every pass, which the slide does not show. Source: deck 002, L. 1492
    (forward), 1497 (accumulators), 1502 (division by n).
    """
    w_, X_, b_, Y_ = _batch(as_real, w, X, b, Y)
    m, n = X_.shape
    dz = np.zeros(n)
    da = np.zeros(n)
    dw = np.zeros(m)
    db = np.zeros(())
    for i in range(n):
        z_i = np.asarray(w_ @ X_[:, i] + b_)
        a_i = sigma(z_i)
        da[i] = _slope_at_output(z_i, Y_[i], log_base)
        dz[i] = (a_i - Y_[i]) / log_of_base(log_base)
        dw = dw + X_[:, i] * dz[i]
        db = db + dz[i]
    return Backward(da=da, dz=dz, dw=dw / n, db=np.asarray(db / n))


def logistic_predict(w: object, X: object, b: object) -> Array:
    """The output sigma(w^T X + b) without a label; w (m,), X (m,) or (m, n), result () or (n,).

    A probability only as far as the model is right; a class is this compared with 0.5 (deck 002, L. 1330).
    """
    w_, X_, b_ = as_real("w", w), as_real("X", X), as_real("b", b)
    require_dimensions("w", w_, 1)
    require_shape("X", X_, (w_.shape[0], *X_.shape[1:2]), "a row per entry of w, a column per example")
    require_shape("b", b_, ())
    return np.asarray(sigma(np.asarray(w_ @ X_ + b_)))


def linear_forward(w: object, x: object, b: object, y: object) -> Forward:
    """Linear perceptron, one example: y_hat = w_1 x_1 + w_2 x_2 + b, L = (y - y_hat)^2 / 2.

    w and x (m,) for any number of features, b and y (); z and a are both y_hat. Source: deck 004, L. 286 and
    575.
    """
    w_, x_, b_, y_ = _neuron(as_numbers, w, x, b, y)
    y_hat = np.asarray(w_ @ x_ + b_)
    return Forward(z=y_hat, a=y_hat, loss=np.asarray((y_ - y_hat) ** 2 / 2))


def linear_backward(w: object, x: object, b: object, y: object) -> Backward:
    """Linear perceptron, one example: dL/dw = -(y - y_hat) x, dL/db = -(y - y_hat).

    Source: deck 004, L. 1749 (dL/dy_hat), 1751 to 1755 (dy_hat/db, dy_hat/dw), 1807, 1995 and 2161 (the
    products).
    """
    w_, x_, b_, y_ = _neuron(as_real, w, x, b, y)
    y_hat = np.asarray(w_ @ x_ + b_)
    dL_dy_hat = np.asarray(-(y_ - y_hat))
    dy_hat_dw, dy_hat_db = x_, 1.0
    return Backward(da=dL_dy_hat, dz=dL_dy_hat, dw=dL_dy_hat * dy_hat_dw, db=np.asarray(dL_dy_hat * dy_hat_db))


@dataclass(frozen=True, slots=True, eq=False)
class ClassifierBackward:
    """The backward pass of the perceptron classifier in the notation of deck 004: factors, then gradients.

    dL_dy_hat, dy_hat_db and dL_db have shape (), dy_hat_dw and dL_dw the shape of w. dL_dw = dL_dy_hat
    dy_hat_dw holds up to rounding where y_hat is not yet rounded to 0 or 1; the gradients do not depend on
    the factors.
    """

    dL_dy_hat: Array
    dy_hat_dw: Array
    dy_hat_db: Array
    dL_dw: Array
    dL_db: Array


def classifier_forward(w: object, x: object, b: object, y: object, *, log_base: float = math.e) -> Forward:
    """Perceptron classifier: y_hat = sigma(w_1 x_1 + w_2 x_2 + b), L = -y ln y_hat - (1-y) ln(1-y_hat).

    w and x (m,), b and y (). The same function as logistic regression. Source: deck 004, L. 3487 and 3528.
    """
    return logistic_forward(w, x, b, y, log_base=log_base)


def classifier_backward(w: object, x: object, b: object, y: object, *, log_base: float = math.e) -> ClassifierBackward:
    """Perceptron classifier: dL/dy_hat = -(y - y_hat) / (y_hat (1 - y_hat)), dL/dw = -(y - y_hat) x.

    The collected gradients are used (deck 004, L. 4571 to 4576), since the factors (L. 4040, 4156 to 4160)
    become 0 and infinite where the sigmoid saturates. 1 - y_hat is computed as sigma(-z).
    """
    w_, x_, b_, y_ = _neuron(as_real, w, x, b, y)
    z = np.asarray(w_ @ x_ + b_)
    y_hat, one_minus_y_hat = sigma(z), sigma(-z)
    dy_hat_db = np.asarray(y_hat * one_minus_y_hat)
    unit = log_of_base(log_base)
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        dL_dy_hat = np.asarray(-(y_ - y_hat) / dy_hat_db / unit)
    return ClassifierBackward(
        dL_dy_hat=dL_dy_hat,
        dy_hat_dw=dy_hat_db * x_,
        dy_hat_db=dy_hat_db,
        dL_dw=-(y_ - y_hat) * x_ / unit,
        dL_db=np.asarray(-(y_ - y_hat) / unit),
    )
