"""Convolutions in one and two dimensions and max pooling by hand, as loops over the places of the kernel.

A loop over the few places of the kernel, vectorised over the many of the signal. Nothing here establishes that a line
is right.
"""

import numpy as np

from numeric.arrays import Numbers
from numeric.slides import Named, Written


def line_forward(v: Named, unit: float) -> dict[str, Numbers]:
    """z_i = sum of w_u x_(i + u) + b, counted from 0; half the squared distance to t."""
    w, x, size = v["w"], v["x"], len(v["t"])
    z = v["b"] + sum(w[u] * x[u : u + size] for u in range(len(w)))
    return {"z": np.asarray(z), "L": np.sum((z - v["t"]) ** 2) / 2}


def line_backward(v: Named, unit: float) -> dict[str, Numbers]:
    """A weight collects what it met, and passes its errors back to where they came from."""
    w, x, size = v["w"], v["x"], len(v["t"])
    dz = line_forward(v, unit)["z"] - v["t"]
    dx = np.zeros_like(x)
    for u in range(len(w)):
        dx[u : u + size] += w[u] * dz
    return {"w": np.array([dz @ x[u : u + size] for u in range(len(w))]), "x": dx, "b": np.sum(dz)}


def image_forward(v: Named, unit: float) -> dict[str, Numbers]:
    """z_ij = sum of w_uv x_(i + u)(j + v) + b, counted from 0; half the squared distance to t."""
    z = v["b"] + sum(v["w"][place] * _window(v["x"], place, v["t"].shape) for place in np.ndindex(v["w"].shape))
    return {"z": np.asarray(z), "L": np.sum((z - v["t"]) ** 2) / 2}


def image_backward(v: Named, unit: float) -> dict[str, Numbers]:
    """As in one dimension."""
    dz = image_forward(v, unit)["z"] - v["t"]
    dw, dx = np.zeros_like(v["w"]), np.zeros_like(v["x"])
    for place in np.ndindex(v["w"].shape):
        dw[place] = np.sum(dz * _window(v["x"], place, dz.shape))
        _window(dx, place, dz.shape)[...] += v["w"][place] * dz
    return {"w": dw, "x": dx, "b": np.sum(dz)}


def _window(x: Numbers, place: tuple[int, ...], shape: tuple[int, ...]) -> Numbers:
    """The part of an image that one weight of the kernel meets, as a view."""
    (u, v), (rows, columns) = place, shape
    part: Numbers = x[u : u + rows, v : v + columns]
    return part


def pooling_forward(v: Named, unit: float) -> dict[str, Numbers]:
    """The largest value of each row; half the squared distance to t."""
    p = np.take_along_axis(v["x"], _largest(v["x"]), axis=1)[:, 0]
    return {"p": p, "L": np.sum((p - v["t"]) ** 2) / 2}


def pooling_backward(v: Named, unit: float) -> dict[str, Numbers]:
    """The error goes to the largest value of each row, and to no other."""
    dx = np.zeros_like(v["x"])
    np.put_along_axis(dx, _largest(v["x"]), (pooling_forward(v, unit)["p"] - v["t"])[:, None], axis=1)
    return {"x": dx}


def _largest(x: Numbers) -> Numbers:
    return np.asarray(np.argmax(x.real, axis=1)[:, None])


LINE = Written(("t",), ("w", "x", "b"), line_forward, line_backward, axes={"w": ("k",), "x": ("l",), "t": ("m",)})
IMAGE = Written(
    ("t",),
    ("w", "x", "b"),
    image_forward,
    image_backward,
    axes={"w": ("a", "c"), "x": ("k", "l"), "t": ("h", "m")},
)
POOLING = Written(("t",), ("x",), pooling_forward, pooling_backward, axes={"x": ("m", "k"), "t": ("m",)})
