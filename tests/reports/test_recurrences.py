"""A network of many layers: one layer between and the ends are derived, and all layers are judged and compared."""

from __future__ import annotations

from functools import cache

import pytest

from derive import building as b
from derive.crosschecking import Disagreement, cross_check_along
from derive.ir import Symbol, Var
from derive.modelling import library, model_from
from reports import formats
from reports.parts import Options
from reports.recurrences import is_large, runs
from reports.reporting import Report, report

DEEP = "network --depth 5 --width h --hidden relu"


@cache
def made() -> Report:
    return report(library(DEEP), Options())


def test_a_layer_between_and_the_last_one_are_derived_and_all_are_proved() -> None:
    between, last, whole = made().parts
    assert [part.title for part in made().parts] == ["For a layer between", "For layer 5, the last one", "All layers"]
    assert between.replayed.equalities > 20 < last.replayed.equalities
    assert (whole.is_whole, len(whole.derivation)) == (True, 0)
    assert {finding.outcome for part in made().parts for finding in part.claims} == {"proved"}
    assert len(whole.claims) == 15
    assert [bool(road.errors) for road in whole.checked.roads] == [True, True]
    assert whole.checked.worst < 1e-9


def test_the_recurrence_is_written_once() -> None:
    text = formats.render(made().document, "text")
    assert isinstance(text, str)
    assert text.count("l = 1, …, 4") >= 2
    assert text.count("Δ") == 0
    assert "z^[3]" not in text


def test_a_wrong_gradient_in_one_layer_is_found_by_the_other_roads() -> None:
    whole = made().parts[-1]
    v = whole.system.parameters[4]
    wrong = {**whole.gradients, v: b.mul(b.number("1.001"), whole.gradients[v])}
    for known, road in ((DEEP, "written by hand"), ("", "complex step")):
        with pytest.raises(Disagreement, match=f"{road} gives .* for ∂/∂{v}"):
            cross_check_along(whole.settled, wrong, known)


def test_a_wrong_claim_about_one_layer_is_told_by_itself() -> None:
    right = r"\frac{\partial L}{\partial b^{[3]}} = \delta^{[3]}"
    assert right in library(DEEP).text
    model = model_from(library(DEEP).text.replace(right, right.replace(r"= \delta^{[3]}", r"= 2 \delta^{[3]}")))
    with pytest.raises(Disagreement, match="∂/∂b3"):
        report(model, Options())


def test_formulas_that_differ_by_their_layer_alone_are_one() -> None:
    z, a, w = ({k: Var(Symbol(letter, layer=str(k))) for k in range(5)} for letter in "zaw")
    formulas = [((z[k], b.mul(w[k], a[k - 1])), "") for k in (1, 2, 4)] + [((z[3], b.mul(w[3], a[1])), "")]
    [same, other] = runs(formulas)
    assert (same.layers, same.where) == ((1, 2, 4), "l = 1, 2, 4")
    assert (other.sides, other.where) == ((z[3], b.mul(w[3], a[1])), "")
    assert [run.where for run in runs(formulas[:2])] == ["l = 1, …, 2"]


def test_only_models_of_many_layers_with_published_gradients_are_written_so() -> None:
    assert is_large(library(DEEP).system)
    assert not is_large(library("network").system)
    without = library(DEEP).text.replace(r"$$\frac{\partial L}{\partial b^{[3]}} = \delta^{[3]}$$", "")
    assert not is_large(model_from(without).system)
