"""Mistakes that people make in hand-written backward passes: each is refused, and told as what it is."""

from collections.abc import Callable, Mapping
from functools import cache
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

import numeric
from numeric.arrays import Array
from numeric.gradcheck import check_gradient
from numeric.outcomes import Outcome, Report

RANDOM = np.random.default_rng(11)
SCALES = np.array([1.0, 0.03, 2.0])
POINT = {
    "x": RANDOM.normal(size=(5, 3)) * SCALES,
    "gamma": RANDOM.normal(size=3),
    "beta": RANDOM.normal(size=3),
}
WEIGHTS = RANDOM.normal(size=(5, 3))
EPSILON = 1e-5


def batch_norm(point: Mapping[str, Any]) -> Any:
    """Batch norm of five examples in rows, and a loss of what comes out."""
    x = point["x"]
    mean = x.mean(axis=0)
    variance = ((x - mean) ** 2).mean(axis=0)
    y = point["gamma"] * (x - mean) / np.sqrt(variance + EPSILON) + point["beta"]
    return np.sum(WEIGHTS * y**2)


def backward(point: Mapping[str, Array], epsilon: float = EPSILON, through_variance: bool = True) -> dict[str, Array]:
    x, n = point["x"], 5
    deviation = x - x.mean(axis=0)
    root = 1 / np.sqrt((deviation**2).mean(axis=0) + epsilon)
    x_hat = deviation * root
    dy = 2 * WEIGHTS * (point["gamma"] * x_hat + point["beta"])
    dx_hat = dy * point["gamma"]
    dx = n * dx_hat - dx_hat.sum(axis=0)
    if through_variance:
        dx = dx - x_hat * (dx_hat * x_hat).sum(axis=0)
    return {"x": root / n * dx, "gamma": (dy * x_hat).sum(axis=0), "beta": dy.sum(axis=0)}


def test_batch_norm() -> None:
    assert check_gradient(batch_norm, backward, POINT).outcome is Outcome.AGREES
    assert check_gradient(batch_norm, lambda p: backward(p, through_variance=False), POINT).wrong == ("x",)


def test_batch_norm_without_its_epsilon_is_refused() -> None:
    """The second column has a variance near 1e-3, so that an epsilon of 1e-5 moves its gradient by a percent."""
    report = check_gradient(batch_norm, lambda p: backward(p, epsilon=0.0), POINT)
    assert report.outcome is Outcome.DISAGREES
    assert report.wrong == ("x", "gamma", "beta")
    assert report.worst.parameter == "x"


X = RANDOM.normal(size=(3, 4))
NET = {"W1": RANDOM.normal(size=(3, 3)), "W2": RANDOM.normal(size=(3, 3))}


def net(p: Mapping[str, Any]) -> Any:
    return np.sum(np.tanh(p["W2"] @ np.tanh(p["W1"] @ X[:, 0])) ** 2)


@cache
def right() -> dict[str, Array]:
    a1 = np.tanh(NET["W1"] @ X[:, 0])
    a2 = np.tanh(NET["W2"] @ a1)
    d2 = 2 * a2 * (1 - a2**2)
    d1 = (NET["W2"].T @ d2) * (1 - a1**2)
    return {"W1": np.outer(d1, X[:, 0]), "W2": np.outer(d2, a1)}


@cache
def without_slope() -> Array:
    a1 = np.tanh(NET["W1"] @ X[:, 0])
    a2 = np.tanh(NET["W2"] @ a1)
    return np.outer(NET["W2"].T @ (2 * a2 * (1 - a2**2)), X[:, 0])


MISTAKES: dict[str, tuple[Callable[[], dict[str, Array]], str, str]] = {
    "activation": (lambda: {"W1": without_slope()}, "row-factors", "activation's derivative"),
    "swapped": (lambda: {"W1": right()["W2"], "W2": right()["W1"]}, "other-parameter", "the gradient of W"),
    "other, transposed": (lambda: {"W1": right()["W2"].T}, "other-parameter", "the gradient of W2, transposed"),
    "penalty": (lambda: {"W1": right()["W1"] + 0.1 * NET["W1"]}, "penalty", "0.1 times the parameter itself is too"),
    "no penalty": (lambda: {"W1": right()["W1"] - 0.1 * NET["W1"]}, "penalty", "parameter itself is missing"),
    "transposed minus": (lambda: {"W2": -right()["W2"].T}, "transpose", "transposed; the sign is reversed"),
    "sum over all": (lambda: {"W1": np.full((3, 3), right()["W1"].sum())}, "sum-over-all", "the sum of the right"),
    "mean of a column": (lambda: {"W1": right()["W1"].mean(axis=0) + np.zeros((3, 1))}, "sum-over-all", "over axis 0"),
    "rows turned": (lambda: {"W1": right()["W1"][[2, 0, 1]]}, "order", "rows are right, in another order: 2, 0, 1"),
    "columns turned": (lambda: {"W2": right()["W2"][:, ::-1]}, "order", "columns are right"),
}


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_is_named(name: str) -> None:
    make, kind, words = MISTAKES[name]
    report = check_gradient(net, {**right(), **make()}, NET)
    assert report.outcome is Outcome.DISAGREES
    assert report.resembles is not None
    assert report.resembles.kind == kind
    assert words in str(report)
    assert report.worst.place in str(report)


def test_what_has_no_name_gets_none() -> None:
    assert check_gradient(net, right(), NET).outcome is Outcome.AGREES
    odd = {**right(), "W1": right()["W1"] + RANDOM.normal(size=(3, 3))}
    assert check_gradient(net, odd, NET).resembles is None


class Tensor:
    """Behaves as far as is needed like a tensor of PyTorch: it leaves its graph before NumPy may have it."""

    made_double = False

    def __init__(self, numbers: object) -> None:
        self.numbers = np.asarray(numbers, dtype=float)

    def __array__(self, *_: object, **__: object) -> Array:
        raise RuntimeError("Can't call numpy() on Tensor that requires grad")

    def detach(self) -> "Tensor":
        return self

    def cpu(self) -> SimpleNamespace:
        return SimpleNamespace(numpy=self.numbers.copy)

    def double(self) -> "Tensor":
        Tensor.made_double = True
        return self

    def new_tensor(self, numbers: Array) -> "Tensor":
        return Tensor(numbers)

    def squares(self) -> "Tensor":
        return Tensor((self.numbers**2).sum())


class Settable:
    """Behaves as far as is needed like an array of JAX in single precision."""

    sharding = None

    def __init__(self, numbers: object) -> None:
        self.numbers = np.asarray(numbers, dtype=np.float32)
        self.at = {...: SimpleNamespace(set=Settable)}

    def __array__(self, *_: object, **__: object) -> Any:
        return self.numbers


def of_tensors(loss: Callable[[Any], object], claim: Callable[[Any], object], point: object) -> Report:
    return numeric.check_gradient(loss, claim, point)


def test_tensors_are_handed_over_and_taken_back() -> None:
    report = of_tensors(lambda t: t.squares(), lambda t: Tensor(2 * t.numbers), Tensor([1.0, 2.0]))
    assert report.outcome is numeric.Outcome.AGREES
    assert Tensor.made_double
    wrong = of_tensors(lambda p: p["w"].squares(), lambda p: {"w": Tensor(-2 * p["w"].numbers)}, {"w": Tensor([1.0])})
    assert wrong.resembles is not None
    assert wrong.resembles.kind == "sign"


def test_single_precision_is_said_to_be_too_rough() -> None:
    report = of_tensors(lambda t: (t.numbers**2).sum(), lambda t: 2 * t.numbers, Settable([1.1, 2.3]))
    assert report.outcome is Outcome.TOO_ROUGH
    assert "single precision" in str(report)
