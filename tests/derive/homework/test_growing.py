"""Slides that show formulas step by step, and equations that come after the use of their name."""

from __future__ import annotations

from derive.documents import document
from derive.findings import Finding
from derive.growing import STEP
from derive.homework import graded
from derive.notation.scoping import scope
from derive.standpoints import standpoints_of

MODEL = r"""<!-- derive: data x, y; parameter w, b; steps -->
$$\hat{y} = \sigma(z)$$
$$z = wx + b$$
$$L = -y \log \hat{y} - (1 - y) \log(1 - \hat{y})$$
"""


def findings(text: str) -> list[Finding]:
    found = graded(document(text, "slides.md"), standpoints_of(scope()))
    return [finding for finding in found if finding.outcome != "declaration"]


def outcomes(text: str) -> list[str]:
    return [finding.outcome for finding in findings(text)]


STEPS = r"""$$\frac{\partial L}{\partial w} =$$
$$\frac{\partial L}{\partial w} = (\hat{y} - y)$$
$$\frac{\partial L}{\partial w} = (\hat{y} - y) x$$
"""


def test_a_step_on_the_way_is_a_fragment_and_a_mistake_elsewhere_is_none() -> None:
    assert outcomes(MODEL + STEPS) == ["definition"] * 3 + ["fragment", "fragment", "proved"]
    assert findings(MODEL + STEPS)[4].message == STEP.format(7)
    assert outcomes(MODEL.replace("; steps", "") + STEPS)[4] == "refuted"
    assert outcomes(MODEL + STEPS.replace("y) x$$", "y) x^2$$"))[4:] == ["refuted", "refuted"]


def test_a_step_ends_before_no_power_and_what_was_true_before_completes_nothing() -> None:
    power = r"$$\frac{\partial z}{\partial w} = x^2$$" + "\n" + r"$$\frac{\partial z}{\partial w} = x^2 / x$$"
    assert outcomes(MODEL + power)[3:] == ["fragment", "proved"]
    assert outcomes(MODEL + power.replace("x^2$$", "x^$$", 1).replace("x^$$", "x^3$$"))[3:] == ["refuted", "proved"]
    first, second = power.split("\n")
    assert outcomes(f"{MODEL}{second}\n{first}")[3:] == ["proved", "refuted"]


def test_a_row_may_go_on_from_a_chain_in_another_column() -> None:
    columns = r"""$$\frac{\partial L}{\partial w} = \frac{\partial L}{\partial z} \cdot \frac{\partial z}{\partial w}$$
$$\frac{\partial L}{\partial b} = \hat{y} - y$$
$$= (\hat{y} - y) x$$
"""
    assert outcomes(MODEL + columns)[3:] == ["proved"] * 3
    assert "line 5" in findings(MODEL + columns)[5].message
    assert outcomes(MODEL + columns.replace("- y) x", "+ y) x"))[3:] == ["proved", "proved", "refuted"]
    assert outcomes(MODEL.replace("; steps", "") + columns)[5] == "refuted"
    other = columns.replace(r"\frac{\partial L}{\partial b} = \hat{y} - y", r"\frac{\partial z}{\partial b} = 1")
    assert outcomes(MODEL + other)[5] == "refuted"


def test_a_name_may_get_its_equation_after_its_use() -> None:
    late = "$$a = \\sigma(z)$$\n$$z = w x + b$$\n$$\\frac{\\partial a}{\\partial w} = a (1 - a) x$$\n"
    declared = "<!-- derive: data x; parameter w, b -->\n"
    assert outcomes(declared + late) == ["definition", "definition", "proved"]
    assert outcomes(declared + late.replace("(1 - a) x", "(1 - a)"))[2] == "refuted"
    assert outcomes(declared.replace("data x", "data x, z") + late)[1] == "refuted"
    assert outcomes(declared + "$$a = \\sigma(z)$$\n$$z = a + 1$$\n")[1] == "refuted"


def test_a_derivative_by_a_name_that_leads_nowhere_is_not_judged() -> None:
    text = "$$z = w x$$\n$$a = z^2$$\n" + r"$$\frac{\partial a}{\partial q} = \frac{\partial z}{\partial q}$$"
    assert outcomes(text)[2] == "unbound"
    assert outcomes(text.replace("z = w x", "z = w q"))[2] == "refuted"
    assert outcomes(text.replace(r"= \frac{\partial z}{\partial q}", "= 0"))[2] == "proved"
