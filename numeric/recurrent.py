"""One step of an LSTM and of a GRU by hand, forward and backward, as vectorised NumPy.

A gate's value before its function is called by a bar. Nothing here establishes that a line is right.
"""

import numpy as np

from numeric.activations import sigma
from numeric.arrays import Numbers
from numeric.slides import Named, Written


def lstm_forward(v: Named, unit: float) -> dict[str, Numbers]:
    """Three gates and a candidate; the cell is kept in part and added to; half the squared distance to y.

    Source: S. Hochreiter, J. Schmidhuber: Long Short-Term Memory (1997); F. A. Gers, J. Schmidhuber, F. Cummins:
    Learning to Forget (2000).
    """
    before, x = v["h_t-1"], v["x_t"]
    f, i, o = (sigma(v[f"W_{g}"] @ x + v[f"U_{g}"] @ before + v[f"b_{g}"]) for g in "fio")
    candidate = np.tanh(v["W_c"] @ x + v["U_c"] @ before + v["b_c"])
    cell = f * v["c_t-1"] + i * candidate
    h = o * np.tanh(cell)
    return {"f": f, "i": i, "o": o, "c": candidate, "cell": cell, "h": h, "L": np.sum((h - v["y"]) ** 2) / 2}


def lstm_backward(v: Named, unit: float) -> dict[str, Numbers]:
    """The gradients of all weights: each gate's error, times what came in."""
    run = lstm_forward(v, unit)
    dh, bend = run["h"] - v["y"], np.tanh(run["cell"])
    dcell = dh * run["o"] * (1 - bend**2)
    errors = {
        "f": dcell * v["c_t-1"] * run["f"] * (1 - run["f"]),
        "i": dcell * run["c"] * run["i"] * (1 - run["i"]),
        "o": dh * bend * run["o"] * (1 - run["o"]),
        "c": dcell * run["i"] * (1 - run["c"] ** 2),
    }
    return _weights(errors, v)


def gru_forward(v: Named, unit: float) -> dict[str, Numbers]:
    """An update gate z mixes the old state with a candidate, for which a reset gate r lets the old state through.

    Source: K. Cho et al.: Learning Phrase Representations using RNN Encoder–Decoder (2014).
    """
    before, x = v["h_t-1"], v["x_t"]
    z, r = (sigma(v[f"W_{g}"] @ x + v[f"U_{g}"] @ before + v[f"b_{g}"]) for g in "zr")
    candidate = np.tanh(v["W_h"] @ x + v["U_h"] @ (r * before) + v["b_h"])
    h = (1 - z) * before + z * candidate
    return {"z": z, "r": r, "c": candidate, "h": h, "L": np.sum((h - v["y"]) ** 2) / 2}


def gru_backward(v: Named, unit: float) -> dict[str, Numbers]:
    """The gradients of all weights; the candidate saw the old state behind the reset gate."""
    run, before = gru_forward(v, unit), v["h_t-1"]
    dh, z, r = run["h"] - v["y"], run["z"], run["r"]
    candidate = dh * z * (1 - run["c"] ** 2)
    errors = {
        "z": dh * (run["c"] - before) * z * (1 - z),
        "r": (v["U_h"].T @ candidate) * before * r * (1 - r),
    }
    found = _weights(errors, v)
    through = {"W_h": np.outer(candidate, v["x_t"]), "U_h": np.outer(candidate, r * before), "b_h": candidate}
    return {**found, **through}


def _weights(errors: dict[str, Numbers], v: Named) -> dict[str, Numbers]:
    found: dict[str, Numbers] = {}
    for gate, error in errors.items():
        found[f"W_{gate}"] = np.outer(error, v["x_t"])
        found[f"U_{gate}"] = np.outer(error, v["h_t-1"])
        found[f"b_{gate}"] = error
    return found


def _cell(gates: str, states: tuple[str, ...]) -> tuple[tuple[str, ...], dict[str, tuple[str, ...]]]:
    """The parameters of a cell with these gates, and the axes of all that it takes."""
    parameters = tuple(f"{kind}_{gate}" for gate in gates for kind in "WUb")
    shapes = {"W": ("h", "m"), "U": ("h", "h"), "b": ("h",)}
    axes = {name: shapes[name[0]] for name in parameters} | dict.fromkeys(states, ("h",)) | {"x_t": ("m",)}
    return parameters, axes


def rnn(steps: int) -> Written:
    """A vanilla RNN over so many steps, with an output and a target at each.

    Source: J. L. Elman: Finding Structure in Time (1990); P. J. Werbos: Backpropagation Through Time (1990).
    """
    count = range(1, steps + 1)

    def forward(v: Named, unit: float) -> dict[str, Numbers]:
        run: dict[str, Numbers] = {"h_0": v["h_0"], "L": np.asarray(0.0)}
        for k in count:
            run[f"h_{k}"] = np.tanh(v["W"] @ run[f"h_{k - 1}"] + v["U"] @ v[f"x_{k}"] + v["b"])
            run[f"y_hat_{k}"] = v["V"] @ run[f"h_{k}"] + v["c"]
            run["L"] = run["L"] + np.sum((run[f"y_hat_{k}"] - v[f"y_{k}"]) ** 2) / 2
        return run

    def backward(v: Named, unit: float) -> dict[str, Numbers]:
        """Backpropagation through time: from the last step to the first, the shares of all steps add up."""
        run, found = forward(v, unit), {name: np.zeros_like(v[name]) for name in "WUbVc"}
        later = np.zeros_like(v["h_0"])
        for k in reversed(count):
            dy, h = run[f"y_hat_{k}"] - v[f"y_{k}"], run[f"h_{k}"]
            da = (v["V"].T @ dy + later) * (1 - h**2)
            shares = {"W": np.outer(da, run[f"h_{k - 1}"]), "U": np.outer(da, v[f"x_{k}"]), "b": da}
            shares |= {"V": np.outer(dy, h), "c": dy}
            found = {name: found[name] + share for name, share in shares.items()}
            later = v["W"].T @ da
        return found

    inputs, targets = ([f"{letter}_{k}" for k in count] for letter in "xy")
    axes = {"W": ("h", "h"), "U": ("h", "m"), "b": ("h",), "V": ("k", "h"), "c": ("k",), "h_0": ("h",)}
    axes |= dict.fromkeys(inputs, ("m",)) | dict.fromkeys(targets, ("k",))
    return Written(("h_0", *inputs, *targets), ("W", "U", "b", "V", "c"), forward, backward, axes=axes)


_LSTM, _LSTM_AXES = _cell("fioc", ("h_t-1", "c_t-1", "y"))
_GRU, _GRU_AXES = _cell("zrh", ("h_t-1", "y"))

LSTM = Written(("x_t", "h_t-1", "c_t-1", "y"), _LSTM, lstm_forward, lstm_backward, axes=_LSTM_AXES)
GRU = Written(("x_t", "h_t-1", "y"), _GRU, gru_forward, gru_backward, axes=_GRU_AXES)
