"""A small change: its ratios are the derivatives where all is linear, and their product along the way is the whole."""

from __future__ import annotations

import re
from functools import cache

import pytest

from derive.ir import Const
from derive.modelling import library, model_from
from derive.nudging import links, nudges
from derive.valuefiles import read_text
from derive.working import Worked, work_out
from reports.document import Heading
from reports.formats import render
from reports.parts import Options, Part
from reports.reporting import Report, report


@cache
def made(name: str, log10: bool = False) -> Report:
    return report(library(name), Options(log10=log10))


def example(name: str) -> tuple[Part, Worked]:
    part, numbers = made(name).parts[0], library(name).main.numbers
    assert numbers is not None
    return part, work_out(part.settled, part.closed, read_text(numbers.latex, name))


def test_ratios_of_a_linear_graph_are_its_derivatives_and_multiply() -> None:
    part, worked = example("computation-graph")
    found = {nudge.name.name: nudge for nudge in nudges(worked, part.slopes)}
    assert list(found) == ["v", "u", "a", "b", "c"], "from the loss back"
    for name, slope in {"v": 3, "u": 3, "a": 3, "b": 6, "c": 9}.items():
        assert found[name].ratio == pytest.approx(slope, rel=1e-9)
        assert found[name].slope == slope
    way = links(worked, found["b"].name)
    assert [f"{link.node}/{link.below}" for link in way] == ["J/v", "v/u", "u/b"]
    assert [link.ratio for link in way] == pytest.approx([3, 1, 2], rel=1e-9)


def test_a_derivative_that_is_wrong_is_not_the_ratio() -> None:
    part, worked = example("computation-graph")
    [nudge] = nudges(worked, {v: Const(5) for v in part.slopes if v.name == "b"})
    assert (nudge.slope, round(nudge.ratio, 6)) == (5, 6)


def test_a_name_with_several_ways_to_the_loss_has_no_single_product() -> None:
    text = "# T\n<!-- derive: parameter w -->\n## Model\n$$p = 2 w$$\n\n$$q = 3 w$$\n## Loss\n$$L = p + q$$\n"
    part = report(model_from(text), Options()).parts[0]
    worked = work_out(part.settled, part.closed, read_text("w: 1", "t"))
    found = {v.name: links(worked, v) for v in part.slopes}
    assert {name: len(way) for name, way in found.items()} == {"q": 1, "p": 1, "w": 0}


def test_the_report_shows_each_change_and_the_product_with_its_numbers() -> None:
    text = str(render(made("computation-graph").document, "text"))
    section = text[text.index("A small change") : text.index("Cross-check")]
    assert re.search(r"b = 3 → 3\.001 +30 +30\.006 +6 +∂J/∂b = 6", section)
    assert "(ΔJ)/(Δb) = (ΔJ)/(Δv) · (Δv)/(Δu) · (Δu)/(Δb)" in section
    assert "= 3 · 1 · 2 = 6" in section
    chain = str(render(made("chain").document, "text"))
    assert "≈ −1.703200 · 0.242474 ≈ −0.412982" in chain


@pytest.mark.parametrize(("name", "log10"), [("chain", True), ("logistic-regression", False)])
def test_nothing_is_said_where_the_loss_has_another_unit_or_names_are_arrays(name: str, log10: bool) -> None:
    anchors = [block.anchor for block in made(name, log10).document.blocks if isinstance(block, Heading)]
    assert "worked-numbers" in anchors
    assert "nudges" not in anchors
