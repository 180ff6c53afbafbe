"""The RNN over any number of steps: backpropagation through time is proved, replayed, and found by all roads."""

from __future__ import annotations

import pytest

from derive.building import total_derivative
from derive.claims import check
from derive.crosschecking import cross_check
from derive.families import BadOption
from derive.kernel import replay
from derive.modelling import library


@pytest.mark.parametrize("steps", [1, 2])
def test_it_is_derived_and_found_by_all_roads(steps: int, monkeypatch: pytest.MonkeyPatch) -> None:
    model = library("rnn", steps=steps)
    assert len(model.system.nodes) == 3 * steps + 1
    derivation = model.main.derivation
    assert replay(derivation, model.system.equations).equalities > 50
    gradients = {v: derivation.closed[total_derivative(model.system.loss, v)] for v in model.system.parameters}
    monkeypatch.setattr("derive.crosschecking.SIZES", (2, 1))
    monkeypatch.setattr("derive.crosschecking.SYMPY_WORK", 3_000)
    checked = cross_check(model.system, gradients, model.name, points=1)
    assert all(set(road.errors) == set(gradients) for road in checked.roads)
    assert checked.worst < 1e-7


def test_what_is_published_is_proved_for_all_sizes_and_a_step_left_out_is_refuted() -> None:
    model = library("rnn", steps=2)
    for claim in model.main.claims:
        finding = check(claim.formula.latex, model)
        assert (finding.outcome, finding.sizes) == ("proved", "all"), finding
    truncated = r"\frac{\partial L}{\partial W} = \frac{\partial L}{\partial a_2} h_1^{\top}"
    assert check(truncated, model).outcome == "refuted"


@pytest.mark.parametrize("steps", ["0", "13", "two", "2.5"])
def test_other_numbers_of_steps_make_no_model(steps: str) -> None:
    with pytest.raises(BadOption, match="from 1 to 12"):
        library(f"rnn --steps={steps}")
