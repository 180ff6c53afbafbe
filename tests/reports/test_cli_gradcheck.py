"""`derive gradcheck`: verdicts on functions in files, and what becomes of functions that cannot be judged."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from derive.modelling import library
from derive.usercode.checking import Task, check
from derive.usercode.naming import DoesNotMatch, gradients_of, meant
from derive.usercode.process import Failed, Function, Process, Unusable
from reports import exits
from reports.gradchecking import exit_code, lines_of
from reports.spelling import text

CODE = """
import os, sys, time
import numpy as np

print("rubbish", file=sys.stderr)

def sigmoid(z):
    return 1 / (1 + np.exp(-z))

def right(w, b, X, Y):
    print("rubbish")
    A = sigmoid(w @ X + b)
    return {"dw": X @ (A - Y) / X.shape[1], "db": np.mean(A - Y)}

def in_order(A, X, Y, n):
    return X @ (A - Y) / n, np.mean(A - Y)

def two_axes(params, X, Y):
    m, one = params["w"].shape
    A = sigmoid(params["w"].T @ X + params["b"])
    return 0.25, {"w": np.dot(X, (A - Y).T) / X.shape[1], "grad_b": np.mean(A - Y)}

def off(w, b, X, Y):
    dw, db = in_order(sigmoid(w @ X + b), X, Y, X.shape[1])
    return {"dw": dw * 1.0005, "db": db}

def summed(w, b, X, Y):
    dw, db = in_order(sigmoid(w @ X + b), X, Y, X.shape[1])
    return {"dw": dw * X.shape[1], "db": -db}

def ones(w, b, X, Y):
    return {"dw": np.ones(w.shape), "db": np.mean(sigmoid(w @ X + b) - Y)}

def square(w, b, X, Y):
    return {"dw": np.ones((4, 4)), "db": np.mean(sigmoid(w @ X + b) - Y)}

def missing(w, b, X, Y):
    return {"dw": np.full(w.shape, np.nan)}

def shapes(w, b, X, Y):
    A = sigmoid(w @ X + b)
    return {"dw": X * (A - Y) / X.shape[1], "db": None}

def raises(w, b, X, Y):
    return inner(w)

def inner(w):
    return w[99]

def endless(w, b, X, Y):
    while True:
        pass

def leaves(w, b, X, Y):
    sys.exit(5)

def dies(w, b, X, Y):
    os._exit(7)

def texts(w, b, X, Y):
    return "rubbish"

def too_many(w, b, X, Y):
    return w, b, X

def strange(w, b, X, T):
    return w, b

def loss(w, b, X, Y):
    A = sigmoid(w @ X + b)
    return -np.sum(Y * np.log(A) + (1 - Y) * np.log(1 - A))
"""

TORCH = """
import numpy as np

class Tensor:
    def __init__(self, held):
        self.held = held

    def detach(self):
        return self

    cpu = detach

    def numpy(self):
        return self.held

def asarray(value):
    return Tensor(np.asarray(value))
"""
"""As much of PyTorch as a test needs: what is computed with it takes its own arrays only."""

TENSORS = """
import numpy as np
import torch

def held(value):
    if not isinstance(value, torch.Tensor):
        raise TypeError(f"argument 'input' must be Tensor, not {type(value).__module__}.{type(value).__name__}")
    return value.held

def backward(w, b, X, Y):
    w, b, X, Y = map(held, (w, b, X, Y))
    A = 1 / (1 + np.exp(-(w @ X + b)))
    return {"dw": torch.Tensor(X @ (A - Y) / X.shape[1]), "db": torch.Tensor(np.mean(A - Y).astype("float32"))}

def no_library(w, b, X, Y):
    raise TypeError("nothing about arrays")
"""


NETWORK = """
import numpy as np

def sigmoid(z):
    return 1 / (1 + np.exp(-z))

def backward(W1, b1, W2, b2, X, Y):
    n = X.shape[1]
    A1 = sigmoid(W1 @ X + b1)
    A2 = sigmoid(W2 @ A1 + b2)
    dZ2 = A2 - Y
    dZ1 = W2.T @ dZ2 * A1
    return {"dW1": dZ1 @ X.T / n, "db1": dZ2.sum(axis=1) / n + 0 * b1, "dW2": A1 @ dZ2.T / n, "db2": dZ2.sum()}
"""


def judged(process: Process, file: Path, name: str, **more: Any) -> tuple[int, str]:
    task = Task(Function.of(f"{file}:{name}"), library("logistic-regression"), **more)
    checked = check(task, process, text)
    return exit_code(checked, strict=False), "\n".join(lines_of(checked))


JUDGED = {
    "right": (exits.FINE, ["agrees:  dw  in 2 entries", "2 gradients: 2 agrees"]),
    "in_order": (exits.FINE, ["for n examples", "2 agrees"]),
    "two_axes": (exits.FINE, ["vectors with two axes", "the loss that it returned is 0.25, that of the model"]),
    "off": (exits.WRONG, ["dw is 1.0005 times the gradient", "agrees:  db"]),
    "summed": (exits.WRONG, ["dw misses the mean over the n examples", "∂J/∂w = (1/n) X dZᵀ", "db has the wrong sign"]),
    "ones": (exits.WRONG, ["dw[0] is 1, and the loss says", "right:  ∂J/∂w"]),
    "square": (exits.WRONG, ["dw has the wrong shape: (4, 4), expected (2,)", "agrees:  db"]),
    "missing": (exits.WRONG, ["dw[0] is nan, expected a finite number", "missing:  db"]),
    "shapes": (exits.WRONG, ["dw misses the sum over the n examples", "its shape is (2, 3)", "db is None"]),
}

FAILING = {
    "raises": ["code.py:", "IndexError", "in inner: return w[99]", "in raises: return inner(w)"],
    "leaves": ["sys.exit(5)"],
    "dies": ["ended its process", "exit code 7"],
    "texts": ["returned str", "expected a dict"],
    "too_many": ["3 values for 2 parameters", "dw, db"],
    "strange": ["nothing for the parameter 'T'"],
    "nothing": ["there is no function 'nothing'", "summed"],
}


def test_a_function_that_takes_arrays_of_pytorch_only_is_given_those(tmp_path: Path) -> None:
    (tmp_path / "torch.py").write_text(TORCH, encoding="utf-8")
    file = tmp_path / "tensors.py"
    file.write_text(TENSORS, encoding="utf-8")
    with Process(10) as process:
        code, printed = judged(process, file, "backward")
        assert code == exits.FINE, printed
        assert "agrees:  dw  in 2 entries at each of 3 points, to 1e-12" in printed
        assert "backward takes no arrays of NumPy, and was given those of PyTorch" in printed
        assert "in single precision, with six or seven digits: what backward returned" in printed
        with pytest.raises(Failed, match="nothing about arrays"):
            judged(process, file, "no_library")


def test_functions_are_judged_and_failures_told_with_the_users_own_lines(tmp_path: Path) -> None:
    """One process for all: most of the time goes into starting it."""
    file = tmp_path / "code.py"
    file.write_text(CODE, encoding="utf-8")
    with Process(10) as process:
        for name, (code, words) in JUDGED.items():
            found, printed = judged(process, file, name)
            assert found == code, printed
            assert [part for part in words if part not in printed] == [], printed
        code, printed = judged(process, file, "summed", forward=Function.of(f"{file}:loss"))
        assert "agrees:  dw" in printed
        assert "db has a mean over the n examples too much: it is 1/n of the gradient, and the sign" in printed
        assert "right:" not in printed
        for name, words in FAILING.items():
            with pytest.raises((Failed, DoesNotMatch, Unusable)) as raised:
                judged(process, file, name)
            assert [part for part in words if part not in str(raised.value)] == [], str(raised.value)
            assert "worker.py" not in str(raised.value)
    with Process(0.3) as process, pytest.raises(Failed, match=r"within 0\.3 seconds"):
        judged(process, file, "endless")


def test_the_command(run: Any, folder: Path) -> None:
    (folder / "net.py").write_text(NETWORK, encoding="utf-8")
    done = run("gradcheck", "net.py:backward", "--model", "network", "--layers", "3,4,1", "--examples", "columns")
    assert done.code == exits.WRONG
    assert "runs as your own Python" in done.out
    for words in ("dW1 looks as if the factor (1 − A^[1]) is missing", "dW2 is the transpose", "db2 misses the mean"):
        assert words in done.out
    found = json.loads(run("gradcheck", "net.py:backward", "--model", "network", "--layers", "3,4,1",
                           "--examples", "columns", "--format", "json").out)  # fmt: skip
    assert [one["outcome"] for one in found["gradients"]] == ["wrong"] * 4
    assert found["gradients"][3]["mistake"]["kind"] == "sum-mean"
    (folder / "net.py").write_text("def backward(:\n", encoding="utf-8")
    broken = run("gradcheck", "net.py:backward", "--model", "chain")
    assert (broken.code, "net.py:1: SyntaxError" in broken.err) == (exits.FAILED, True), broken.err
    for wrong in ("net.py", "none.py:f", "net.py:a b"):
        assert run("gradcheck", wrong, "--model", "chain").code == exits.FAILED


@pytest.mark.parametrize(
    ("name", "known"), [("W_1", "W1"), ("yhat", "y_hat"), ("Y", "y"), ("lam", "lambda"), ("q", None)]
)
def test_names_in_code(name: str, known: str | None) -> None:
    assert meant(name, ["W1", "y_hat", "y", "lambda"]) == known


def test_two_names_for_one_gradient_are_refused() -> None:
    with pytest.raises(DoesNotMatch, match="both gradients of w"):
        gradients_of({"dw": 1, "w": 2}, ["w"], ["w"])
