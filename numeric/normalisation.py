"""Batch norm and layer norm by hand: forward, and backward in one line or in stages, as vectorised NumPy.

The statistics are those of the values that come in, as in training. Nothing here establishes that a line is right.
"""

from collections.abc import Mapping

import numpy as np

from numeric.arrays import Numbers
from numeric.slides import Named, Written


def batch_norm_forward(v: Named, unit: float) -> dict[str, Numbers]:
    """One feature over a mini-batch, with one scale and one shift; half the squared distance to targets.

    Layer norm is the same computation, over the features of one example and with a scale and a shift for each.
    Source: S. Ioffe and C. Szegedy: Batch Normalization (2015); J. L. Ba, J. R. Kiros, G. E. Hinton: Layer
    Normalization (2016).
    """
    mu = np.mean(v["x"])
    variance = np.mean((v["x"] - mu) ** 2)
    x_hat = (v["x"] - mu) / np.sqrt(variance + v["epsilon"])
    y = v["gamma"] * x_hat + v["beta"]
    return {"mu": mu, "v": variance, "x_hat": x_hat, "y": y, "L": np.sum((y - v["t"]) ** 2) / 2}


def batch_norm_backward(v: Named, unit: float) -> dict[str, Numbers]:
    """The gradients in one line: what goes over the mean and the variance is subtracted."""
    run = batch_norm_forward(v, unit)
    dy = run["y"] - v["t"]
    return {"x": _through(run, v, dy), "gamma": np.sum(dy * run["x_hat"]), "beta": np.sum(dy)}


def batch_norms_forward(v: Named, unit: float) -> dict[str, Numbers]:
    """Several features, one in each column, with a scale and a shift for each; the examples stand in rows."""
    mu = np.mean(v["X"], axis=0)
    variance = np.mean((v["X"] - mu) ** 2, axis=0)
    X_hat = (v["X"] - mu) / np.sqrt(variance + v["epsilon"])
    Y = v["gamma"] * X_hat + v["beta"]
    return {"mu": mu, "v": variance, "X_hat": X_hat, "Y": Y, "L": np.sum((Y - v["T"]) ** 2) / 2}


def batch_norms_backward(v: Named, unit: float) -> dict[str, Numbers]:
    """In stages, as they are published: by what is standardised, by the variance, by the mean, and by what comes in."""
    run = batch_norms_forward(v, unit)
    n, deviation, spread = len(v["X"]), v["X"] - run["mu"], run["v"] + v["epsilon"]
    dY = run["Y"] - v["T"]
    dX_hat = dY * v["gamma"]
    dv = np.sum(dX_hat * deviation, axis=0) * -0.5 * spread**-1.5
    dmu = -np.sum(dX_hat, axis=0) / np.sqrt(spread) - dv * 2 * np.mean(deviation, axis=0)
    dX = dX_hat / np.sqrt(spread) + dv * 2 * deviation / n + dmu / n
    return {"X": dX, "gamma": np.sum(dY * run["X_hat"], axis=0), "beta": np.sum(dY, axis=0)}


def layer_norm_backward(v: Named, unit: float) -> dict[str, Numbers]:
    """As for batch norm, but every feature has a scale and a shift of its own."""
    run = batch_norm_forward(v, unit)
    dy = run["y"] - v["t"]
    return {"x": _through(run, v, dy), "gamma": dy * run["x_hat"], "beta": dy}


def _through(run: Mapping[str, Numbers], v: Named, dy: Numbers) -> Numbers:
    """The gradient of what comes in, from that of what goes out."""
    d_hat, x_hat = dy * v["gamma"], run["x_hat"]
    rest = d_hat - np.mean(d_hat) - x_hat * np.mean(d_hat * x_hat)
    return np.asarray(rest / np.sqrt(run["v"] + v["epsilon"]))


_BATCH = {"x": ("n",), "t": ("n",)}
_FEATURES = {"X": ("n", "d"), "T": ("n", "d"), "gamma": ("d",), "beta": ("d",)}
_LAYER = dict.fromkeys(("x", "t", "gamma", "beta"), ("d",))

BATCH_NORM = Written(("t", "epsilon"), ("x", "gamma", "beta"), batch_norm_forward, batch_norm_backward, axes=_BATCH)
BATCH_NORMS = Written(
    ("T", "epsilon"), ("X", "gamma", "beta"), batch_norms_forward, batch_norms_backward, axes=_FEATURES
)
LAYER_NORM = Written(("t", "epsilon"), ("x", "gamma", "beta"), batch_norm_forward, layer_norm_backward, axes=_LAYER)
