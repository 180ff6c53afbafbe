"""Models in which a formula may be true only under another convention, and such formulas."""

from __future__ import annotations

from dataclasses import dataclass

from derive.judging.grounds import Grounds
from derive.modelling import Model, model_from
from derive.standpoints import grounds_of


def model(declarations: str, *equations: str) -> Model:
    """The model with those equations, the last of them the loss."""
    *forward, loss = (f"$${equation}$$" for equation in equations)
    parts = ["# A model", "For tests.", f"<!-- derive: {declarations} -->", "## Model", *forward, "## Loss", loss]
    return model_from("\n\n".join(parts) + "\n")


def grounds(of: Model) -> Grounds:
    """What formulas about a model are judged against."""
    return grounds_of(of, of.main)


@dataclass(frozen=True)
class Case:
    """A formula that is true under a convention alone, one that differs by a sign, and what is right in scope."""

    convention: str
    model: Model
    claim: str
    wrong: str
    right: str


LOG_LOSS = r"L = -(y \log a + (1 - y) \log(1 - a))"
MEAN = r"J = -\frac{1}{n} \sum_{i=1}^{n} (y^{(i)} \log a^{(i)} + (1 - y^{(i)}) \log(1 - a^{(i)}))"
TOTAL = r"J = -\sum_{i=1}^{n} (y^{(i)} \log a^{(i)} + (1 - y^{(i)}) \log(1 - a^{(i)}))"

NEURON = ("shape w: m; shape x: m; data x, y", "z = w^T x + b", r"a = \sigma(z)", LOG_LOSS)
BATCH = ("shape w: m; shape X: m,n; shape b: scalar; shape Y: 1,n; data X, Y", "Z = w^T X + b", r"A = \sigma(Z)")
ROWS = ("examples rows; shape w: m; shape X: n,m; shape b: scalar; shape Y: n; data X, Y", "Z = X w + b")

CASES = [
    Case(
        "numerator-layout",
        model(*NEURON),
        r"\frac{\partial L}{\partial w} = (a - y) x^T",
        r"\frac{\partial L}{\partial w} = (y - a) x^T",
        r"\frac{\partial L}{\partial w} = (a - y) x",
    ),
    Case(
        "denominator-layout",
        model("layout numerator; " + NEURON[0], *NEURON[1:]),
        r"\frac{\partial L}{\partial w} = (a - y) x",
        r"\frac{\partial L}{\partial w} = (y - a) x",
        r"\frac{\partial L}{\partial w} = (a - y) x^T",
    ),
    Case(
        "weights-rows",
        model("shape W: m,k; shape x: m; data x", "z = W^T x", r"L = \frac{1}{2} \|z\|^2"),
        "dx = W^T z",
        "dx = -W^T z",
        "dx = W z",
    ),
    Case(
        "weights-columns",
        model("shape W: k,m; shape x: m; data x", "z = W x", r"L = \frac{1}{2} \|z\|^2"),
        "dx = W z",
        "dx = -W z",
        "dx = W^T z",
    ),
    Case(
        "examples-rows",
        model(*BATCH, MEAN),
        r"dw = \frac{1}{n} X^T (A - Y)",
        r"dw = \frac{1}{n} X^T (Y - A)",
        r"dw = \frac{1}{n} X (A - Y)^T",
    ),
    Case(
        "examples-columns",
        model(*ROWS, r"J = \frac{1}{2} \|Z - Y\|^2"),
        "dw = X (Z - Y)^T",
        "dw = X (Y - Z)^T",
        "dw = X^T (Z - Y)",
    ),
    Case(
        "1x1-scalar",
        model(
            "shape w: m; shape x: m; shape b: 1,1; data x, y", "z = w^T x", r"L = z y + \operatorname{tr}(b) z"
        ),
        "db = z",
        "db = -z",
        r"\operatorname{tr}(db) = z",
    ),
    Case(
        "one-example",
        model(*BATCH, MEAN),
        "db = A - Y",
        "db = Y - A",
        r"db = \frac{1}{n} \sum_{i=1}^{n} (a^{(i)} - y^{(i)})",
    ),
    Case(
        "log-10",
        model(*NEURON),
        r"dw = \frac{(a - y) x}{\ln 10}",
        r"dw = \frac{(y - a) x}{\ln 10}",
        "dw = (a - y) x",
    ),
    Case(
        "log-natural",
        model("log 10; " + NEURON[0], *NEURON[1:]),
        "dw = (a - y) x",
        "dw = (y - a) x",
        r"dw = \frac{(a - y) x}{\ln 10}",
    ),
    Case(
        "reduce-sum",
        model(*BATCH, MEAN),
        "dZ = A - Y",
        "dZ = Y - A",
        r"dZ = \frac{1}{n} (A - Y)",
    ),
    Case(
        "reduce-mean",
        model(*BATCH, TOTAL),
        r"dZ = \frac{1}{n} (A - Y)",
        r"dZ = \frac{1}{n} (Y - A)",
        "dZ = A - Y",
    ),
    Case(
        "own-losses",
        model(*BATCH, MEAN),
        r"dw = \frac{1}{n} X dZ^T",
        r"dw = -\frac{1}{n} X dZ^T",
        "dw = X dZ^T",
    ),
    Case(
        "capital-letters",
        model("shape w: m; shape q: m; data q", "z = w^T q", r"L = \frac{1}{2} z^2"),
        r"\frac{\partial L}{\partial W} = z q",
        r"\frac{\partial L}{\partial W} = -z q",
        r"\frac{\partial L}{\partial w} = z q",
    ),
]  # fmt: skip
"""One formula for each convention."""
