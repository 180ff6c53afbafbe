"""Code of whole models: what is printed was run, reads as people write it, and is refused where it is wrong."""

from __future__ import annotations

import random
from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from expressions_for_tests import random_loss

from derive import models
from derive.coding import checking, coding, targets
from derive.coding.checking import NotChecked, WrongCode, check, imported
from derive.coding.coding import Code, NotWritten, UnknownTarget, code, written
from derive.coding.writing import function
from derive.ir import Var, variables
from derive.modelling import Model, library, model_from
from derive.systems import System

NETWORK = r"""# Network
<!-- derive: data X, Y; parameter W^{[1]}, b^{[1]}, W^{[2]}, b^{[2]}; examples columns; one-hot Y -->
## Model
$$X \in \mathbb{R}^{m \times n}, \quad Y \in \mathbb{R}^{k \times n}, \quad W^{[1]} \in \mathbb{R}^{h \times m}$$
$$b^{[1]} \in \mathbb{R}^{h}, \quad W^{[2]} \in \mathbb{R}^{k \times h}, \quad b^{[2]} \in \mathbb{R}^{k}$$
$$Z^{[1]} = W^{[1]} X + b^{[1]}$$
$$A^{[1]} = \operatorname{ReLU}(Z^{[1]})$$
$$Z^{[2]} = W^{[2]} A^{[1]} + b^{[2]}$$
$$A^{[2]} = \operatorname{softmax}(Z^{[2]})$$
## Loss
$$J = -\frac{1}{n} \sum_{i=1}^{n} \sum_{j=1}^{k} Y_{ji} \log A^{[2]}_{ji}$$
"""
ATTENTION = r"""# Attention
<!-- derive: data G; parameter Q, K, V; examples rows -->
## Model
$$Q \in \mathbb{R}^{q \times d}, K \in \mathbb{R}^{k \times d}$$
$$V \in \mathbb{R}^{k \times e}, G \in \mathbb{R}^{q \times e}$$
$$S = \frac{Q K^\top}{\sqrt{d}}$$
$$P = \operatorname{softmax}(S)$$
$$O = P V$$
## Loss
$$L = \sum_{i=1}^{q} \sum_{j=1}^{e} G_{ij} O_{ij}$$
"""
BATCH_NORM = r"""# Batch norm
<!-- derive: data g, epsilon; parameter x, gamma, beta -->
## Model
$$x \in \mathbb{R}^{n}, \quad g \in \mathbb{R}^{n}, \quad \gamma \in \mathbb{R}, \quad \beta \in \mathbb{R}$$
$$\mu = \frac{1}{n} \sum_{i=1}^{n} x_i$$
$$v = \frac{1}{n} \sum_{i=1}^{n} (x_i - \mu)^2$$
$$\hat{x} = \frac{x - \mu}{\sqrt{v + \epsilon}}$$
$$y = \gamma \hat{x} + \beta$$
## Loss
$$L = \sum_{i=1}^n g_i y_i$$
"""
CONVOLUTION = r"""# Convolution
<!-- derive: data x, y; parameter w -->
## Model
$$x \in \mathbb{R}^{7}, \quad w \in \mathbb{R}^{3}, \quad y \in \mathbb{R}^{5}$$
$$s_i = \sum_{j=1}^{3} w_j x_{i+j-1}$$
## Loss
$$L = \frac{1}{2} \sum_{i=1}^{5} (s_i - y_i)^2$$
"""
UNSPECIFIED = r"""# Some activation, and names that Python keeps to itself
<!-- derive: data x, y; parameter w, lambda; function g -->
## Model
$$x \in \mathbb{R}^{n}, \quad w \in \mathbb{R}^{n}$$
$$a = g(w^\top x) + \lambda$$
## Loss
$$L = \frac{1}{2} (a - y)^2 + \lambda^2 \|w\|^2$$
"""
OWN = {
    "network": NETWORK,
    "attention": ATTENTION,
    "batch norm": BATCH_NORM,
    "convolution": CONVOLUTION,
    "unspecified": UNSPECIFIED,
}


@cache
def own(name: str) -> Model:
    return model_from(OWN[name])


@cache
def made(name: str) -> Code:
    return code(own(name))


def test_logistic_regression_is_what_one_writes_by_hand() -> None:
    assert (
        code("logistic-regression", variant="n examples").text
        == '''\
# Logistic regression, written by derive. It was run before it was printed, at 3 points: it agrees
# with the derived gradients to 1e-09, and with differences of the loss.
import numpy as np


def sigmoid(z):
    """1 / (1 + e^-z), without overflow."""
    e = np.exp(-np.abs(z))
    return np.where(z >= 0, 1, e) / (1 + e)


def gradients(w, b, X, Y):
    """The loss J, and its gradient with respect to each of w and b.

    Shapes: w (m,), b a number, X (m, n), Y (n,).
    """
    n = X.shape[1]
    Z = w @ X + b
    A = sigmoid(Z)
    dZ = A - Y
    J = (np.logaddexp(0, Z) - Y * Z).mean()

    dw = X @ dZ / n
    db = dZ.mean()
    return J, {"w": dw, "b": db}
'''
    )


HANDMADE = r"""# A softmax and a cross entropy as somebody writes them
<!-- derive: data X, Y; parameter W; examples columns -->
## Model
$$X \in \mathbb{R}^{m \times n}, Y \in \mathbb{R}^{k \times n}, W \in \mathbb{R}^{k \times m}$$
$$S = W X$$
$$P_{ji} = \frac{e^{S_{ji}}}{\sum_{l=1}^{k} e^{S_{li}}}$$
## Loss
$$J = -\frac{1}{n} \sum_{i=1}^n \sum_{j=1}^k Y_{ji} \log P_{ji}$$
"""
LAYER_NORM = r"""# Layer norm
<!-- derive: data G, epsilon; parameter X; examples rows -->
## Model
$$X \in \mathbb{R}^{n \times d}, G \in \mathbb{R}^{n \times d}$$
$$\mu_i = \frac{1}{d} \sum_{j=1}^{d} X_{ij}$$
$$v_i = \frac{1}{d} \sum_{j=1}^{d} (X_{ij} - \mu_i)^2$$
$$H_{ij} = \frac{X_{ij} - \mu_i}{\sqrt{v_i + \epsilon}}$$
## Loss
$$L = \sum_{i=1}^n \sum_{j=1}^d G_{ij} H_{ij}$$
"""
GAUSSIAN = r"""# Gaussian likelihood
<!-- derive: data x; parameter \mu, S; symmetric S -->
## Model
$$x \in \mathbb{R}^{m}, \mu \in \mathbb{R}^m, S \in \mathbb{R}^{m \times m}$$
$$r = x - \mu$$
## Loss
$$L = \frac{1}{2} \log \det(S) + \frac{1}{2} r^\top S^{-1} r$$
"""
HEADS = r"""# Scores of several heads
<!-- derive: data G; parameter Q, K -->
## Model
$$Q \in \mathbb{R}^{p \times q \times d}, K \in \mathbb{R}^{p \times k \times d}$$
$$G \in \mathbb{R}^{p \times q \times k}$$
$$S_{hij} = \sum_{c=1}^{d} Q_{hic} K_{hjc}$$
## Loss
$$L = \sum_{h=1}^p \sum_{i=1}^{q} \sum_{c=1}^{k} G_{hic} S_{hic}$$
"""
STAGED = r"""# A softmax in stages, between products for several heads
<!-- derive: data X, T; parameter A, D -->
## Model
$$X \in \mathbb{R}^{l \times m}, A \in \mathbb{R}^{p \times m \times d}, D \in \mathbb{R}^{p \times d \times m}$$
$$T \in \mathbb{R}^{l \times m}$$
$$Q_{hic} = \sum_{j=1}^{m} X_{ij} A_{hjc}$$
$$U_{hic} = e^{Q_{hic}}$$
$$R_{hi} = \sum_{c=1}^{d} U_{hic}$$
$$P_{hic} = \frac{U_{hic}}{R_{hi}}$$
$$Y_{ij} = \sum_{h=1}^{p} \sum_{c=1}^{d} P_{hic} D_{hcj}$$
## Loss
$$L = \frac{1}{2} \sum_{i=1}^{l} \sum_{j=1}^{m} (Y_{ij} - T_{ij})^2$$
"""
LONG = r"""# Weights that must not differ
<!-- derive: parameter first, second, third, fourth -->
## Model
$$\mathrm{first} \in \mathbb{R}^{m}, \mathrm{second} \in \mathbb{R}^{m}$$
$$\mathrm{third} \in \mathbb{R}^{m}, \mathrm{fourth} \in \mathbb{R}^{m}$$
## Loss
$$L = \frac{1}{2} \left(\|\mathrm{first} - \mathrm{second}\|^2 + \|\mathrm{second} - \mathrm{third}\|^2
+ \|\mathrm{third} - \mathrm{fourth}\|^2 + \|\mathrm{fourth}\|^2\right)$$
"""
LABEL = r"""# The loss of one label
<!-- derive: data y; parameter z -->
## Model
$$z \in \mathbb{R}^{k}$$
$$p = \operatorname{softmax}(z)$$
## Loss
$$L = -\log p_y$$
"""
NESTED = r"""# Activations of activations
<!-- derive: data x; parameter w -->
## Model
$$a = \sigma(\tanh(\operatorname{softplus}(2 w x)))$$
## Loss
$$L = \frac{1}{2} (a - 1)^2$$
"""
OWN |= {
    "nested": NESTED,
    "long": LONG,
    "staged softmax": STAGED,
    "softmax by hand": HANDMADE,
    "layer norm": LAYER_NORM,
    "Gaussian": GAUSSIAN,
    "heads": HEADS,
    "label": LABEL,
}

LINES = {
    "network": (
        "J = -(Y * log_softmax(Z2, axis=0)).sum() / n",
        "dZ2 = (A2 - Y) / n",
        "db2 = dZ2.sum(axis=1)",
        "dA1 = W2.T @ dZ2",
        "dZ1 = dA1 * (Z1 > 0)",
        "Declared: each column of Y is one-hot.",
    ),
    "attention": (
        "P = softmax(S, axis=1)",
        "dS = P * (dP - (dP * P).sum(axis=1, keepdims=True))",
        "dK = dS.T @ Q / np.sqrt(d)",
    ),
    "batch norm": (
        "x_minus_mu = x - mu",
        "x_hat = x_minus_mu / sqrt_v_plus_epsilon",
        "dmu = -dx_hat.sum() / sqrt_v_plus_epsilon",
    ),
    "convolution": ("x_parts = x[np.arange(5)[:, None] + np.arange(3)]", "dw = x_parts.T @ ds"),
    "softmax by hand": (
        "P = softmax(S, axis=0)",
        "J = -(Y * log_softmax(S, axis=0)).sum() / n",
        "dS = (P * Y.sum(axis=0) - Y) / n",
    ),
    "layer norm": ("dmu = -G.sum(axis=1) / sqrt_v_plus_epsilon", "H = X_minus_mu / sqrt_v_plus_epsilon[:, None]"),
    "Gaussian": ("dS = (inverse_S - np.outer(dr, dr)) / 2", "dmu = -dr"),
    "staged softmax": (
        "Q = X @ A",
        "P = softmax(Q, axis=2)",
        "Y = (P @ D).sum(axis=0)",
        "dQ = P * (dP - (dP * P).sum(axis=2, keepdims=True))",
        "dA = X.T @ dQ",
    ),
    "long": ("L = (", "+ ((third - fourth) ** 2).sum()", ") / 2"),
    "heads": ("S = Q @ K.transpose(0, 2, 1)", "dK = G.transpose(0, 2, 1) @ Q"),
    "nested": ("z_a = 2 * w * x", "z_a_2 = np.logaddexp(0, z_a)", "z_a_3 = np.tanh(z_a_2)", "a = sigmoid(z_a_3)"),
    "label": ("L = -log_softmax(z, axis=0)[(y - 1).astype(int)]",),
    "unspecified": ("def gradients(w, lambda_, x, y, g, g_prime):", "z = w @ x", "dz = da * g_prime(z)"),
}


@pytest.mark.parametrize("name", LINES)
def test_the_lines_are_those_of_a_person(name: str) -> None:
    lines = [line.strip() for line in made(name).text.splitlines()]
    for line in LINES[name]:
        assert line in lines, made(name).text
    assert all(len(line) <= 100 for line in made(name).text.splitlines())


FAMILIES = (
    "network --layers d,h,k --hidden tanh --output softmax --loss cross-entropy --examples columns --l2 --l1 --dropout",
    "network --layers d,h,1 --hidden g --examples rows --weights columns",
    "network --layers 3,4,2 --hidden step --output identity --loss mean-squared-error --examples rows",
    "network --layers 3,4,2 --hidden gelu --output softmax --loss cross-entropy",
    "network --layers 784,30,10 --hidden relu --output softmax --loss cross-entropy",
)
"""Models of families; the last is so wide that its loss has a value only where the weights are small."""


def test_every_model_of_the_library_has_code_that_agrees() -> None:
    for name in (*models.names(), *FAMILIES):
        for label in library(name).variants:
            found = code(library(name), variant=label)
            assert found.checks[0].sizes, name
            assert found.checks[0].worst < 1e-9


@pytest.mark.parametrize("seed", range(6))
def test_the_code_of_a_random_loss_agrees(seed: int) -> None:
    """Shared parts, matrix products and broadcasting, in whatever order they come."""
    rng, loss = random.Random(seed), Var("L")
    expr, inputs = random_loss(rng)
    parameters = tuple(v for v in inputs if v in variables(expr))
    system = System({loss: expr}, loss, parameters, tuple(v for v in variables(expr) if v not in parameters))
    assert check(function(system, targets.get("numpy"))).worst < checking.TOLERANCE


def test_names_that_look_alike_stay_apart() -> None:
    text = "# Two fonts\n<!-- derive: data x; parameter w, \\mathbf{w} -->\n## Model\n$$u = \\mathbf{w} x w$$"
    [found] = code(model_from(text + "\n## Loss\n$$L = u^2$$")).functions
    assert '{"w": dw, "w_": dw_}' in found.text


def test_there_is_a_function_for_each_variant() -> None:
    found = code(library("logistic-regression"))
    assert [function.name for function in found.functions] == ["gradients", "gradients_for_n_examples"]
    assert found.text.count("def sigmoid") == 1
    assert str(found) == found.text


@pytest.mark.parametrize(
    ("name", "right", "wrong"),
    [
        ("network", "(A2 - Y) / n", "(A2 - Y)"),
        ("network", "dZ1.sum(axis=1)", "dZ1.mean(axis=1)"),
        ("network", "np.maximum(Z1, 0)", "np.maximum(Z1, 0.001 * Z1)"),
        ("network", "W2.T @ dZ2", "W2 @ dZ2"),
        ("network", "dW1 = dZ1 @ X.T", "dW1 = dZ1 @ X.T + 1e-6"),
        ("attention", "/ np.sqrt(d)", "/ d"),
        ("batch norm", "+ dmu / n", "- dmu / n"),
        ("unspecified", "lambda_ ** 2", "lambda_ ** 3"),
    ],
)
def test_a_text_with_a_mistake_is_refused(name: str, right: str, wrong: str) -> None:
    [function] = made(name).functions
    assert right in function.text
    with pytest.raises(WrongCode):
        check(replace(function, text=function.text.replace(right, wrong)))


def test_a_gradient_of_another_loss_is_refused_by_differences(monkeypatch: pytest.MonkeyPatch) -> None:
    """Differences of the loss are a road of their own: they refuse what every derivative rule agrees on."""
    [function] = made("network").functions
    text = function.text.replace('"b1": db1', '"b1": 2 * db1')
    monkeypatch.setattr(checking, "_error", lambda *_: 0.0)
    check(function)
    with pytest.raises(WrongCode, match="differences"):
        check(replace(function, text=text))


def test_no_float_overflows() -> None:
    logistic = code(library("logistic-regression"), variant="")
    run = imported(logistic.text, "gradients")
    with np.errstate(all="raise", under="ignore"):
        for z, y, loss in ((1e4, 1.0, 0.0), (-1e4, 0.0, 0.0), (1e4, 0.0, 1e4), (-1e4, 1.0, 1e4)):
            found, gradients = run(np.array([1.0]), 0.0, np.array([z]), y)
            assert (found, gradients["b"]) == (loss, (z > 0) - y)
        network = imported(made("network").text, "gradients")
        far = network(
            np.full((2, 1), 1e3), np.zeros(2), 1e3 * np.eye(2), np.zeros(2), np.ones((1, 1)), np.eye(2)[:, :1]
        )
        assert far[0] == pytest.approx(np.log(2))


def test_what_is_not_installed_is_said_not_to_have_been_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checking, "find_spec", {"numpy": True}.get)
    for name in targets.names():
        found = code(own("network"), name)
        assert ("was not run, because" in " ".join(found.text.split())) == (name != "numpy")
        assert found.checks[0].target == "numpy"


def test_what_has_no_code_is_refused() -> None:
    text = "# A derivative\n<!-- derive: data x; parameter w -->\n## Model\n$$u = w^2 x$$\n## Loss\n"
    with pytest.raises(NotWritten, match="no derivative rule"):
        code(model_from(text + r"$$L = \left(\frac{\partial u}{\partial w}\right)^2$$"))
    with pytest.raises(UnknownTarget, match="jax, numpy, torch"):
        code(own("network"), "fortran")


def test_a_loss_without_a_value_is_not_checked() -> None:
    text = "# Nowhere\n<!-- derive: parameter w -->\n## Model\n$$u = -w^2 - 1$$\n## Loss\n$$L = \\log u$$"
    with pytest.raises(NotChecked, match="has a value at none"):
        code(model_from(text))


def test_a_text_does_not_depend_on_what_was_written_before() -> None:
    alone = written(own("batch norm").main, "numpy").text
    kept = written(library("logistic-regression").main, "numpy")
    assert written(own("batch norm").main, "numpy").text == alone
    assert kept.text
    assert coding.REFERENCE in targets.names()
