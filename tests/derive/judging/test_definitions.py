"""Definitions that are wrong: a name defined by itself, another name's equation, a loss that its gradients disown."""

import pytest
from judging_models import TWO_LAYERS

from derive.claims import check
from derive.findings import Finding
from derive.judging.grounds import Grounds
from derive.judging.kinds import judged, read_on
from derive.notation.reading import read
from derive.notation.scope import Scope
from derive.notation.scoping import scope

NEURON = scope("shape w: m; shape x: m; parameter w, b, \\alpha; data x, y", r"z = w^T x + b", r"a = \sigma(z)")
LOG_LOSS = r"-(y \log a + (1 - y) \log(1 - a))"
CLAIMS = (r"\frac{\partial L}{\partial w} = (a - y) x", r"dz = a - y", r"\frac{\partial L}{\partial b} = a - y")


def finding(text: str, known: Scope) -> Finding:
    reading, grounds = read_on(text, Grounds.of(known))
    assert reading.error is None
    return judged(reading, text, grounds)


def under(loss: str) -> Scope:
    return read(f"L = {loss}", NEURON).after(NEURON)


@pytest.mark.parametrize("line", [r"z = \sigma(z)", r"\Rightarrow z = \sigma(z)"])
def test_a_name_that_is_defined_by_itself_is_refuted(line: str) -> None:
    found = finding(line, NEURON)
    assert (found.outcome, found.kind) == ("refuted", "claim")
    assert found.mistake is not None
    assert found.mistake["kind"] == "label"
    assert found.mistake["message"] == "z stands on both sides: no name is defined by itself; this is the equation of a"
    assert found.correct == r"a = \sigma(z)"


def test_an_equation_of_another_name_is_told() -> None:
    found = finding(r"\alpha = \frac{1}{1 + e^{-(w^T x + b)}}", NEURON)
    assert found.mistake == {"kind": "look-alike", "message": "this is the equation of a", "where": None}
    assert finding(r"a = \frac{1}{1 + e^{-(w^T x + b)}}", NEURON).outcome == "proved"
    assert finding(r"\alpha = \frac{1}{1 + e^{-w^T x}}", NEURON).mistake is None


@pytest.mark.parametrize("claim", CLAIMS)
@pytest.mark.parametrize(
    ("loss", "mistake"),
    [
        (r"-(y \log a + (1 - y)(1 - a))", "missing-function"),
        (r"-y \log a + (1 - y) \log(1 - a)", "sign"),
        (r"y \log a + (1 - y) \log(1 - a)", "sign"),
        (r"-y \log a", "missing-term"),
    ],
)
def test_a_wrong_loss_is_the_finding_and_not_its_gradients(claim: str, loss: str, mistake: str) -> None:
    found = finding(claim, under(loss))
    assert found.outcome == "refuted"
    assert found.mistake is not None
    assert found.mistake["kind"] == mistake
    assert found.correct == r"L = -(y \log a + (1 - y) \log(1 - a))"
    definition, gradient = found.links
    assert (definition.kind, definition.outcome) == ("definition", "refuted")
    assert (gradient.outcome, gradient.mistake) == ("proved", None)


@pytest.mark.parametrize(
    "loss", [r"(a - y)^2", r"\frac{1}{2} (a - y)^2", r"(a - y)^4", f"2 \\cdot {LOG_LOSS}", LOG_LOSS]
)
def test_another_loss_is_not_blamed_for_a_wrong_gradient(loss: str) -> None:
    for claim in (r"\frac{\partial L}{\partial w} = (a + y) x", r"dz = a - 3 y"):
        found = finding(claim, under(loss))
        assert (found.outcome, found.links) == ("refuted", ())


def test_a_gradient_of_the_log_loss_is_wrong_under_squared_errors() -> None:
    found = finding(CLAIMS[0], under(r"\frac{1}{2} (a - y)^2"))
    assert (found.outcome, found.links) == ("refuted", ())
    assert "a(1 - a)" in found.correct


def test_a_gradient_that_is_wrong_under_both_losses_is_to_blame_itself() -> None:
    assert finding(r"dz = y - a", under(r"-y \log a + (1 - y) \log(1 - a)")).links == ()


@pytest.mark.parametrize(
    ("line", "kind", "correct"),
    [
        (r"z^{[2]} = W^{[2]} x + b^{[2]}", "other", r"z^{[2]} = W^{[2]} a^{[1]} + b^{[2]}"),
        (r"z^{[2]} = W^{[1]} a^{[1]} + b^{[2]}", "layer", r"z^{[2]} = W^{[2]} a^{[1]} + b^{[2]}"),
    ],
)
def test_a_forward_line_that_does_not_fit_is_repaired(line: str, kind: str, correct: str) -> None:
    found = check(line, TWO_LAYERS)
    assert found.outcome == "ill-shaped"
    assert found.mistake is not None
    assert (found.mistake["kind"], found.correct) == (kind, correct)
    assert check(correct, TWO_LAYERS).outcome == "proved"


def test_a_line_that_no_other_name_makes_right_is_only_ill_shaped() -> None:
    found = check(r"z^{[1]} = W^{[1]T} x + 2 b^{[1]}", TWO_LAYERS)
    assert (found.outcome, found.mistake) == ("ill-shaped", None)
