"""Scalar functions of the slides, written so that they neither overflow nor lose digits, and complex-safe.

"Complex-safe" means: for z + ih with a tiny h the imaginary part of the result is h times the derivative.
Nothing here uses abs, max or a comparison of complex numbers; branches are chosen by the real part, and both
branches of each function are the same analytic function.
"""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from numeric.arrays import Numbers

LEAK = 0.01
"""The slope of the leaky rectifier to the left of 0, as in its source."""

BEND = 0.044715
"""The factor of the cube in the approximation of GELU by a tanh, as in its source."""


def sigma(z: Numbers) -> Numbers:
    """The sigmoid 1/(1 + e^{-z}), entry by entry; shape of z in, same shape out.

    For negative z it is written e^z/(1 + e^z), so that no exponential overflows. Accurate to a few units in
    the last place; below about z = -745 it underflows to 0. Source: deck 002, L. 24; deck 002, L. 1345 has
    the second form.
    """
    positive = np.real(z) >= 0
    e = np.exp(np.where(positive, -z, z))
    return np.where(positive, 1 / (1 + e), e / (1 + e))


def log_sigma(z: Numbers) -> Numbers:
    """The natural logarithm of the sigmoid, -log(1 + e^{-z}); shape of z in, same shape out.

    log a loses every digit once a rounds to 1, and 1 - a does so even earlier; this does not. Since 1 -
    sigma(z) = sigma(-z), log(1 - a) is log_sigma(-z). Source: deck 002, L. 1345 and 1347 (p(y=1) and p(y=0)).
    """
    positive = np.real(z) >= 0
    tail = np.log1p(np.exp(np.where(positive, -z, z)))
    return np.where(positive, -tail, z - tail)


def log_loss(z: Numbers, y: Numbers, log_base: float = math.e) -> Numbers:
    """The log loss -(y log a + (1 - y) log(1 - a)) of a = sigma(z), entry by entry; z and y of one shape.

    Takes z and not a, because a has already lost digits. The unit is nats in base e, bans in base 10. Does
    not check that y lies between 0 and 1. Source: deck 000, L. 11; deck 004, L. 3528 with the natural
    logarithm.
    """
    loss: Numbers = -(y * log_sigma(z) + (1 - y) * log_sigma(-z)) / log_of_base(log_base)
    return loss


def log_of_base(log_base: float) -> float:
    """ln(base): what a natural-log loss, and its gradient, is divided by when the loss uses another base.

    Deck 003 computes its losses with log base 10 (L. 159) and its gradient with the natural one (L. 169),
    which is why this has a name. Raises ValueError for a base that is not a finite number above 0 and
    different from 1.
    """
    if not (math.isfinite(log_base) and log_base > 0 and log_base != 1):
        raise ValueError(f"log_base is {log_base}, expected a finite positive number other than 1")
    return math.log(log_base)


def tanh(z: Numbers) -> Numbers:
    """The hyperbolic tangent, entry by entry; it saturates at -1 and 1. Source: the definition by exponentials."""
    return np.asarray(np.tanh(z))


def step(z: Numbers) -> Numbers:
    """The threshold: 1 for z > 0 and 0 elsewhere. Source: deck 002, L. 784 (step function/threshold function)."""
    return np.where(np.real(z) > 0, 1.0, 0.0)


def relu(z: Numbers) -> Numbers:
    """max(0, z), entry by entry. Source: deck 002, L. 800."""
    return np.where(np.real(z) > 0, z, 0.0)


def leaky_relu(z: Numbers) -> Numbers:
    """z for z > 0 and LEAK z elsewhere. Source: A. L. Maas, A. Y. Hannun, A. Y. Ng, "Rectifier nonlinearities
    improve neural network acoustic models" (2013).
    """
    return np.where(np.real(z) > 0, z, LEAK * z)


def softplus(z: Numbers) -> Numbers:
    """log(1 + e^z) without overflow. It is -log sigma(-z). Source: its definition."""
    return -log_sigma(-z)


def swish(z: Numbers) -> Numbers:
    """z sigma(z). Source: P. Ramachandran, B. Zoph, Q. V. Le, "Searching for activation functions" (2017)."""
    return np.asarray(z * sigma(z))


def erf(x: Numbers) -> Numbers:
    """The error function 2/sqrt(pi) times the integral of e^{-t^2} from 0 to x, entry by entry.

    For |x| <= 3 the series that integrating by parts gives again and again, whose terms all have one sign;
    beyond that the continued fraction of the rest. Absolute errors of a few units in the sixteenth digit. For
    complex x only near the real axis. Source: calculus; P. S. Laplace's continued fraction.
    """
    size = np.where(np.real(x) > 0, x, -x)
    near, far = np.real(size) <= 3, np.real(size) > 27  # beyond 27 the rest underflows
    inner, outer = np.where(near, x, 0.0), np.where(near, 3.0, np.where(far, 27.0, size))
    term = total = inner
    for n in range(1, 49):
        term = term * (2 * inner * inner) / (2 * n + 1)
        total = total + term
    tail = outer
    for k in range(40, 0, -1):
        tail = outer + (k / 2) / tail
    within = 2 / math.sqrt(math.pi) * np.exp(-inner * inner) * total
    beyond = 1 - np.exp(-outer * outer) / (math.sqrt(math.pi) * tail)
    return np.asarray(np.where(near, within, np.where(np.real(x) > 0, beyond, -beyond)))


def gelu(z: Numbers) -> Numbers:
    """z times the standard normal distribution function of z, exactly (not its approximation by tanh).

    Source: D. Hendrycks, K. Gimpel, "Gaussian error linear units" (2016).
    """
    return np.asarray(z * _normal(z))


def gelu_tanh(z: Numbers) -> Numbers:
    """The approximation of GELU by a tanh, within 5e-4 of it. Source: as `gelu`."""
    return np.asarray(z / 2 * (1 + np.tanh(_bent(z))))


def softmax(z: Numbers) -> Numbers:
    """e^z over the sum of e^z along the first axis, which is that of the outputs; an example is a column.

    The largest entry is subtracted first, so that no exponential overflows. Source: deck 002, L. 817 names the
    softmax layer; the formula is its definition.
    """
    return np.asarray(np.exp(log_softmax(z)))


def log_softmax(z: Numbers) -> Numbers:
    """The natural logarithm of the softmax, without taking a logarithm of a number that has underflowed."""
    shifted = z - np.max(np.real(z), axis=0, keepdims=True)
    return np.asarray(shifted - np.log(np.sum(np.exp(shifted), axis=0, keepdims=True)))


def _normal(z: Numbers) -> Numbers:
    return np.asarray((1 + erf(z / math.sqrt(2))) / 2)


def _bent(z: Numbers) -> Numbers:
    return np.asarray(math.sqrt(2 / math.pi) * (z + BEND * z**3))


def _gelu_slope(z: Numbers, a: Numbers) -> Numbers:
    return np.asarray(_normal(z) + z * np.exp(-z * z / 2) / math.sqrt(2 * math.pi))


def _gelu_tanh_slope(z: Numbers, a: Numbers) -> Numbers:
    t = np.tanh(_bent(z))
    return np.asarray((1 + t) / 2 + z / 2 * (1 - t * t) * math.sqrt(2 / math.pi) * (1 + 3 * BEND * z * z))


def _swish_slope(z: Numbers, a: Numbers) -> Numbers:
    s = sigma(z)
    return np.asarray(a + s * (1 - a))


@dataclass(frozen=True, slots=True)
class Activation:
    """An activation function that works on each entry by itself: its value, and its slope by z and a = g(z).

    `remark` says what a learner has to know about its slope. At a kink the slope is that of the left side.
    """

    value: Callable[[Numbers], Numbers]
    slope: Callable[[Numbers, Numbers], Numbers]
    remark: str = ""


ACTIVATIONS: Mapping[str, Activation] = {
    "identity": Activation(lambda z: z, lambda z, a: np.ones(z.shape)),
    "step": Activation(
        step, lambda z, a: np.zeros(z.shape), "its slope is 0 wherever it has one, so nothing below learns"
    ),
    "sigmoid": Activation(sigma, lambda z, a: a * (1 - a)),
    "tanh": Activation(tanh, lambda z, a: 1 - a * a),
    "relu": Activation(relu, lambda z, a: np.where(np.real(z) > 0, 1.0, 0.0), "it has a kink at 0"),
    "leaky-relu": Activation(leaky_relu, lambda z, a: np.where(np.real(z) > 0, 1.0, LEAK), "it has a kink at 0"),
    "softplus": Activation(softplus, lambda z, a: sigma(z)),
    "swish": Activation(swish, _swish_slope),
    "gelu": Activation(gelu, _gelu_slope),
    "gelu-tanh": Activation(gelu_tanh, _gelu_tanh_slope),
}
"""The activation functions of dense networks by name. The softmax is none of them: it mixes the entries."""
