"""The gradients of a model under the usual conventions, each proved on the restated model."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from derive import layouts
from derive.layouts import restatements
from derive.modelling import library
from derive.notation.styling import SPOKEN
from derive.verdicts import Undecided
from reports.spelling import text


@cache
def found(name, label=""):
    return restatements(library(name), label)


def told(name, label=""):
    lines = {}
    for one in found(name, label):
        style = replace(SPOKEN, layout="numerator") if one.layout == "numerator" else SPOKEN
        lines[one.convention] = [f"{text(w.left, style)} = {text(w.right, style)}" for w in one.gradients.values()]
    return lines


def test_softmax_regression_in_every_convention():
    assert told("softmax-regression", "n examples") == {
        "": ["∂J/∂W = (1/n)(A − Y) Xᵀ", "∂J/∂b = (1/n)(A − Y) 𝟏"],
        "numerator-layout": ["∂J/∂W = (1/n) X(A − Y)ᵀ", "∂J/∂b = (1/n) 𝟏ᵀ(A − Y)ᵀ"],
        "weights-columns": ["∂J/∂W = (1/n) X(A − Y)ᵀ", "∂J/∂b = (1/n)(A − Y) 𝟏"],
        "examples-rows": ["∂J/∂W = (1/n)(A − Y)ᵀ X", "∂J/∂b = (1/n) 𝟏ᵀ(A − Y)"],
        "reduce-sum": ["∂J/∂W = (A − Y) Xᵀ", "∂J/∂b = (A − Y) 𝟏"],
    }


def test_a_gradient_has_the_shape_that_its_convention_says():
    shapes = {
        one.convention: [str(w.left.shape) for w in one.gradients.values()] for one in found("softmax-regression")
    }
    assert shapes[""] == ["(k, m)", "(k, 1)"]
    assert shapes["numerator-layout"] == ["(m, k)", "(1, k)"]


def test_what_is_not_proved_is_not_told(monkeypatch):
    monkeypatch.setattr(layouts, "decide", lambda *_: Undecided("nothing was tried"))
    assert {w.right for one in restatements(library("linear-perceptron")) for w in one.gradients.values()} == {None}


def test_a_wrong_proposal_is_refuted_and_not_told(monkeypatch):
    """Carried over without being turned, the gradient has the wrong shape or the wrong value."""
    monkeypatch.setattr(layouts, "_turned", lambda old, new: {})
    monkeypatch.setattr(layouts, "derive_gradients", _refusing_after_the_first(layouts.derive_gradients))
    rows = next(one for one in restatements(library("logistic-regression"), "n examples") if "rows" in one.convention)
    assert None in {w.right for w in rows.gradients.values()}


def _refusing_after_the_first(derive):
    calls = []

    def derived(*arguments):
        calls.append(arguments)
        if len(calls) > 1:
            raise layouts.DerivingError("not now")
        return derive(*arguments)

    return derived
