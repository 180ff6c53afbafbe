"""Scalar functions of the slides, written so that they neither overflow nor lose digits, and complex-safe.

"Complex-safe" means: for z + ih with a tiny h the imaginary part of the result is h times the derivative.
Nothing here uses abs, max or a comparison of complex numbers; branches are chosen by the real part, and both
branches of each function are the same analytic function.
"""

import math

import numpy as np

from numeric.arrays import Numbers


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
