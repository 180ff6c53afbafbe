"""Claims about a loss without an equation: the gradients from above, for any loss that rests on the last names."""

import pytest

import derive
from derive.certificates import replayed, written
from derive.verdicts import Proved

LAYER = (r"y = W x",)
ROWS = (r"Y = X W + B",)
ACTIVATION = (r"h = \sigma(W x + b)",)
GATES = (r"z = x + y", r"w = x y")
ENTRIES = (r"y_i = \sum_j w_{ij} x_j",)
NORM = (
    r"\mu = \frac1m \sum_i x_i",
    r"v = \frac1m \sum_i (x_i - \mu)^2",
    r"\hat x_i = \frac{x_i - \mu}{\sqrt{v + \epsilon}}",
    r"y_i = \gamma \hat x_i + \beta",
)
INPUT = (
    r"\frac{\partial L}{\partial x_i} = \frac{\partial L}{\partial \hat x_i} \frac{1}{\sqrt{v + \epsilon}}"
    r" + \frac{\partial L}{\partial v} \frac{2 (x_i - \mu)}{m} + \frac{\partial L}{\partial \mu} \frac{1}{m}"
)

JUDGED = [
    (LAYER, r"\frac{\partial L}{\partial x} = W^T \frac{\partial L}{\partial y}", "proved"),
    (LAYER, r"\frac{\partial L}{\partial W} = \frac{\partial L}{\partial y} x^T", "proved"),
    (LAYER, r"\frac{\partial L}{\partial W} = x \frac{\partial L}{\partial y}^T", "convention"),
    (LAYER, r"\frac{\partial L}{\partial x} = W \frac{\partial L}{\partial y}", "ambiguous"),
    (LAYER, r"\frac{\partial L}{\partial x} = 2 W^T \frac{\partial L}{\partial y}", "refuted"),
    (ROWS, r"\frac{\partial L}{\partial X} = \frac{\partial L}{\partial Y} W^T", "proved"),
    (ROWS, r"\frac{\partial L}{\partial W} = \frac{\partial L}{\partial Y} X^T", "refuted"),
    (ROWS, r"L \frac{\partial L}{\partial W} = L X^T \frac{\partial L}{\partial Y}", "unbound"),
    (ACTIVATION, r"\frac{\partial L}{\partial b} = \frac{\partial L}{\partial h} \odot h \odot (1 - h)", "proved"),
    (ACTIVATION, r"\frac{\partial L}{\partial b} = \frac{\partial L}{\partial h} \odot h \odot (1 + h)", "refuted"),
    (
        GATES,
        r"\frac{\partial L}{\partial x} = \frac{\partial L}{\partial z} + y \frac{\partial L}{\partial w}",
        "proved",
    ),
    (
        GATES,
        r"\frac{\partial L}{\partial y} = \frac{\partial L}{\partial z} + y \frac{\partial L}{\partial w}",
        "refuted",
    ),
    (ENTRIES, r"\frac{\partial L}{\partial w_{ij}} = \frac{\partial L}{\partial y_i} x_j", "proved"),
    (ENTRIES, r"\frac{\partial L}{\partial w_{ij}} = \frac{\partial L}{\partial y_j} x_i", "refuted"),
    (NORM, r"\frac{\partial L}{\partial \gamma} = \sum_i \frac{\partial L}{\partial y_i} \hat x_i", "proved"),
    (NORM, r"\frac{\partial L}{\partial \gamma} = \sum_i \frac{\partial L}{\partial y_i} x_i", "refuted"),
    (NORM, INPUT, "proved"),
    (NORM, INPUT.replace(r"\frac{1}{m}", ""), "refuted"),
]


@pytest.mark.parametrize(("equations", "claim", "outcome"), JUDGED)
def test_gradients_from_above(equations: tuple[str, ...], claim: str, outcome: str) -> None:
    assert derive.check(claim, derive.scope("", *equations)).outcome == outcome


def test_what_the_loss_rests_on_is_an_assumption() -> None:
    finding = derive.check(JUDGED[0][1], derive.scope("", *LAYER))
    assert finding.assumptions == ("L depends on the names here only through y",)
    assert isinstance(finding.verdict, Proved)
    assert replayed(written(finding.verdict.proofs))


def test_a_mistake_is_told_in_the_gradients_from_above() -> None:
    finding = derive.check(
        r"\frac{\partial L}{\partial \gamma} = \sum_i \frac{\partial L}{\partial y_i} x_i", derive.scope("", *NORM)
    )
    assert "dy" not in finding.correct
    assert r"\frac{\partial L}{\partial y}" in finding.correct


def test_declared_shapes_do_as_well() -> None:
    scope = derive.scope("shape W: n,m; shape x: m; shape L: scalar", *LAYER)
    assert derive.check(r"\frac{\partial L}{\partial x} = W^T \frac{\partial L}{\partial y}", scope).outcome == "proved"
    assert derive.check(r"\frac{\partial L}{\partial x} = W \frac{\partial L}{\partial y}", scope).outcome != "proved"


def test_a_gradient_that_names_the_loss_is_no_gradient_from_above() -> None:
    known = derive.scope((), r"a = \sigma(z)", r"dz = \frac{\partial L}{\partial z}")
    finding = derive.check(r"\frac{\partial L}{\partial a} = \frac{-y}{a} + \frac{1 - y}{1 - a}", known)
    assert finding.outcome == "unbound", "L would rest on dz, and dz on L"
