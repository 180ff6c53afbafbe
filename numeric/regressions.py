"""Costs by themselves, and models of one layer: forward and backward passes written out.

The costs are those that the slides name (deck 002, L. 910 to 921; deck 004, L. 575 and 3528), as functions of the
prediction y_hat. The regressions are of the textbooks: their gradients are those of least squares, with a penalty added
or with another output. As in `numeric.slides`, each function takes the values by name, and `unit`; nothing here
establishes that a line is right.
"""

import numpy as np

from numeric.activations import log_loss, log_sigma, log_softmax, relu, sigma, softmax, step
from numeric.arrays import Numbers
from numeric.slides import Named, Written


def _half_square(v: Named, unit: float) -> dict[str, Numbers]:
    return {"L": (v["y"] - v["y_hat"]) ** 2 / 2}


def _half_square_slope(v: Named, unit: float) -> dict[str, Numbers]:
    return {"y_hat": -(v["y"] - v["y_hat"])}


def _half_squares(v: Named, unit: float) -> dict[str, Numbers]:
    return {"E": np.sum((v["y"] - v["y_hat"]) ** 2) / 2}


def _mean_square(v: Named, unit: float) -> dict[str, Numbers]:
    return {"J": np.mean((v["y"] - v["y_hat"]) ** 2)}


def _mean_square_slope(v: Named, unit: float) -> dict[str, Numbers]:
    return {"y_hat": -2 / len(v["y"]) * (v["y"] - v["y_hat"])}


def _distance(v: Named, unit: float) -> dict[str, Numbers]:
    return {"L": np.sqrt(np.sum((v["y_hat"] - v["y"]) ** 2))}


def _distance_slope(v: Named, unit: float) -> dict[str, Numbers]:
    return {"y_hat": (v["y_hat"] - v["y"]) / _distance(v, unit)["L"]}


def _log_loss(v: Named, unit: float) -> dict[str, Numbers]:
    return {"L": (-v["y"] * np.log(v["y_hat"]) - (1 - v["y"]) * np.log(1 - v["y_hat"])) / unit}


def _log_loss_slope(v: Named, unit: float) -> dict[str, Numbers]:
    return {"y_hat": -(v["y"] - v["y_hat"]) / (v["y_hat"] * (1 - v["y_hat"])) / unit}


def _cross_entropy(v: Named, unit: float) -> dict[str, Numbers]:
    return {"L": -np.sum(v["y"] * np.log(v["y_hat"])) / unit}


def _cross_entropy_slope(v: Named, unit: float) -> dict[str, Numbers]:
    return {"y_hat": -v["y"] / v["y_hat"] / unit}


def _layers(v: Named, unit: float) -> dict[str, Numbers]:
    """Two layers without an activation between them (deck 002, L. 849 asks what happens then)."""
    a_1 = v["W_1"] @ v["x"] + v["b_1"]
    y_hat = v["W_2"] @ a_1 + v["b_2"]
    return {"a_1": a_1, "y_hat": y_hat, "L": np.sum((y_hat - v["y"]) ** 2) / 2}


def _layers_slopes(v: Named, unit: float) -> dict[str, Numbers]:
    run = _layers(v, unit)
    error = run["y_hat"] - v["y"]
    back = v["W_2"].T @ error
    return {"W_1": np.outer(back, v["x"]), "b_1": back, "W_2": np.outer(error, run["a_1"]), "b_2": error}


def _softmax(v: Named, unit: float) -> dict[str, Numbers]:
    z = v["W"] @ v["x"] + v["b"]
    return {"z": z, "a": softmax(z), "L": -np.sum(v["y"] * log_softmax(z)) / unit}


def _softmax_slopes(v: Named, unit: float) -> dict[str, Numbers]:
    """dz = a - y where the entries of y add up to 1; their sum stands before a, so that it holds for all y."""
    dz = (np.sum(v["y"]) * softmax(v["W"] @ v["x"] + v["b"]) - v["y"]) / unit
    return {"W": np.outer(dz, v["x"]), "b": dz}


def _softmaxes(v: Named, unit: float) -> dict[str, Numbers]:
    Z = v["W"] @ v["X"] + v["b"][:, np.newaxis]
    return {"Z": Z, "A": softmax(Z), "J": -np.sum(v["Y"] * log_softmax(Z)) / Z.shape[1] / unit}


def _softmaxes_slopes(v: Named, unit: float) -> dict[str, Numbers]:
    A = softmax(v["W"] @ v["X"] + v["b"][:, np.newaxis])
    dZ = (np.sum(v["Y"], axis=0) * A - v["Y"]) / A.shape[1] / unit
    return {"W": dZ @ v["X"].T, "b": np.sum(dZ, axis=1)}


def _errors(v: Named) -> Numbers:
    return np.asarray(v["X"] @ v["w"] - v["y"])


def _ridge(v: Named, unit: float) -> dict[str, Numbers]:
    r = _errors(v)
    return {"r": r, "J": np.sum(r**2) / (2 * len(r)) + v["lambda"] / 2 * np.sum(v["w"] ** 2)}


def _ridge_slope(v: Named, unit: float) -> dict[str, Numbers]:
    return {"w": v["X"].T @ _errors(v) / len(v["y"]) + v["lambda"] * v["w"]}


def _lasso(v: Named, unit: float) -> dict[str, Numbers]:
    r, w = _errors(v), v["w"]
    return {"r": r, "J": np.sum(r**2) / (2 * len(r)) + v["lambda"] * np.sum(np.where(np.real(w) > 0, w, -w))}


def _lasso_slope(v: Named, unit: float) -> dict[str, Numbers]:
    return {"w": v["X"].T @ _errors(v) / len(v["y"]) + v["lambda"] * np.sign(v["w"])}


def _poisson(v: Named, unit: float) -> dict[str, Numbers]:
    z = v["X"] @ v["w"] + v["b"]
    return {"z": z, "mu": np.exp(z), "J": np.mean(np.exp(z) - v["y"] * z)}


def _poisson_slopes(v: Named, unit: float) -> dict[str, Numbers]:
    error = np.exp(v["X"] @ v["w"] + v["b"]) - v["y"]
    return {"w": v["X"].T @ error / len(error), "b": np.mean(error)}


def _logistic(v: Named, unit: float) -> dict[str, Numbers]:
    z = v["X"].T @ v["w"]
    return {"z": z, "a": sigma(z), "J": np.asarray(np.mean(log_loss(z, v["y"])) / unit)}


def _logistic_slope(v: Named, unit: float) -> dict[str, Numbers]:
    a = sigma(v["X"].T @ v["w"])
    return {"w": v["X"] @ (a - v["y"]) / len(a) / unit}


def _hinge(v: Named, unit: float) -> dict[str, Numbers]:
    """Every wrong class should score less than the right one by a margin of 1."""
    s = v["W"] @ v["x"] + v["b"]
    t = 1 + s - v["y"] @ s
    return {"s": s, "t": t, "L": np.sum((1 - v["y"]) * relu(t))}


def _hinges(v: Named, unit: float) -> dict[str, Numbers]:
    """The same for examples in columns; the mean over them."""
    S = v["W"] @ v["X"] + v["b"][:, None]
    T = 1 + S - np.sum(v["Y"] * S, axis=0)
    return {"S": S, "T": T, "J": np.sum((1 - v["Y"]) * relu(T)) / S.shape[1]}


def _hinges_slopes(v: Named, unit: float) -> dict[str, Numbers]:
    H = (1 - v["Y"]) * step(_hinges(v, unit)["T"])
    dS = (H - v["Y"] * np.sum(H, axis=0)) / H.shape[1]
    return {"W": dS @ v["X"].T, "b": np.sum(dS, axis=1)}


def _hinge_slopes(v: Named, unit: float) -> dict[str, Numbers]:
    h = (1 - v["y"]) * step(_hinge(v, unit)["t"])
    ds = h - np.sum(h) * v["y"]
    return {"W": np.outer(ds, v["x"]), "b": ds}


def _factors(v: Named, unit: float) -> dict[str, Numbers]:
    """Only the entries that the mask M lets through count."""
    E = v["M"] * (v["R"] - v["U"] @ v["V"].T)
    penalty = v["lambda"] / 2 * (np.sum(v["U"] ** 2) + np.sum(v["V"] ** 2))
    return {"E": E, "L": np.asarray(np.sum(E**2) / 2 + penalty)}


def _factors_slopes(v: Named, unit: float) -> dict[str, Numbers]:
    masked = v["M"] * _factors(v, unit)["E"]
    return {"U": -masked @ v["V"] + v["lambda"] * v["U"], "V": -masked.T @ v["U"] + v["lambda"] * v["V"]}


def _skip_gram(v: Named, unit: float) -> dict[str, Numbers]:
    """A word and one of its neighbours, against k words that are drawn: the columns of U."""
    s, t = v["u"] @ v["v"], v["U"].T @ v["v"]
    return {"s": s, "t": t, "L": np.asarray(-(log_sigma(s) + np.sum(log_sigma(-t))) / unit)}


def _skip_gram_slopes(v: Named, unit: float) -> dict[str, Numbers]:
    ds, dt = (sigma(v["u"] @ v["v"]) - 1) / unit, sigma(v["U"].T @ v["v"]) / unit
    return {"v": ds * v["u"] + v["U"] @ dt, "u": ds * v["v"], "U": np.outer(v["v"], dt)}


_PAIR = {"y": ("k",), "y_hat": ("k",)}
_TABLE = {"X": ("n", "m"), "y": ("n",), "w": ("m",)}
_LAYERS = {"x": ("m",), "W_1": ("h", "m"), "b_1": ("h",), "W_2": ("k", "h"), "b_2": ("k",), "y": ("k",)}

ONE_LAYER: dict[str, Written] = {
    "half-squared-error": Written(("y",), ("y_hat",), _half_square, _half_square_slope),
    "half-squared-error/n examples": Written(("y",), ("y_hat",), _half_squares, _half_square_slope, "E", _PAIR),
    "mean-squared-error": Written(("y",), ("y_hat",), _mean_square, _mean_square_slope, "J", _PAIR),
    "euclidean-distance": Written(("y",), ("y_hat",), _distance, _distance_slope, "L", _PAIR),
    "log-loss": Written(("y",), ("y_hat",), _log_loss, _log_loss_slope),
    "cross-entropy": Written(("y",), ("y_hat",), _cross_entropy, _cross_entropy_slope, "L", _PAIR),
    "linear-layers": Written(("x", "y"), ("W_1", "b_1", "W_2", "b_2"), _layers, _layers_slopes, "L", _LAYERS),
    "softmax-regression": Written(
        ("x", "y"), ("W", "b"), _softmax, _softmax_slopes, "L",
        {"W": ("k", "m"), "x": ("m",), "b": ("k",), "y": ("k",)},
    ),
    "softmax-regression/n examples": Written(
        ("X", "Y"), ("W", "b"), _softmaxes, _softmaxes_slopes, "J",
        {"W": ("k", "m"), "X": ("m", "n"), "b": ("k",), "Y": ("k", "n")},
    ),
    "newton-logistic-regression": Written(
        ("X", "y"), ("w",), _logistic, _logistic_slope, "J", {"X": ("m", "n"), "y": ("n",), "w": ("m",)}
    ),
    "multi-class-hinge": Written(
        ("x", "y"), ("W", "b"), _hinge, _hinge_slopes, "L",
        {"W": ("k", "m"), "x": ("m",), "b": ("k",), "y": ("k",)},
    ),
    "multi-class-hinge/n examples": Written(
        ("X", "Y"), ("W", "b"), _hinges, _hinges_slopes, "J",
        {"W": ("k", "m"), "X": ("m", "n"), "b": ("k",), "Y": ("k", "n")},
    ),
    "matrix-factorisation": Written(
        ("R", "M", "lambda"), ("U", "V"), _factors, _factors_slopes, "L",
        {"R": ("m", "n"), "M": ("m", "n"), "U": ("m", "k"), "V": ("n", "k")},
    ),
    "skip-gram": Written(
        (), ("v", "u", "U"), _skip_gram, _skip_gram_slopes, "L", {"v": ("m",), "u": ("m",), "U": ("m", "k")}
    ),
    "ridge-regression": Written(("X", "y", "lambda"), ("w",), _ridge, _ridge_slope, "J", _TABLE),
    "lasso": Written(("X", "y", "lambda"), ("w",), _lasso, _lasso_slope, "J", _TABLE),
    "poisson-regression": Written(("X", "y"), ("w", "b"), _poisson, _poisson_slopes, "J", _TABLE),
}  # fmt: skip
"""The models by name; behind a slash stands which variant of the model it is."""
