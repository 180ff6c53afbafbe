"""Derivatives between any two nodes of a model, and the shorthands dW, dz and δ."""

import pytest
from judging_models import TWO_LAYERS

from derive.claims import check
from derive.judging.grounds import Grounds
from derive.judging.kinds import judged, read_on
from derive.notation.scoping import scope

RIGHT = (
    r"dz^{[2]} = (a^{[2]} - y) \odot a^{[2]} \odot (1 - a^{[2]})",
    r"\delta^{[2]} = (a^{[2]} - y) \odot a^{[2]} \odot (1 - a^{[2]})",
    r"\delta^{[1]} = W^{[2]T} \delta^{[2]} \odot a^{[1]} \odot (1 - a^{[1]})",
    r"dW^{[2]} = \delta^{[2]} a^{[1]T}",
    r"\frac{\partial L}{\partial W^{[1]}} = \delta^{[1]} x^T",
    r"\frac{\partial L}{\partial a^{[1]}} = W^{[2]T} \frac{\partial L}{\partial z^{[2]}}",
    r"\frac{\partial a^{[1]}}{\partial z^{[1]}} = a^{[1]} \odot (1 - a^{[1]})",
    r"\frac{\partial L}{\partial W^{[1]}_{ij}} = dz^{[1]}_i x_j",
)


@pytest.mark.parametrize("claim", RIGHT)
def test_right_claims_about_nodes_are_proved(claim: str) -> None:
    assert check(claim, TWO_LAYERS).outcome == "proved"


@pytest.mark.parametrize("claim", [claim.replace("=", "= 2", 1) for claim in RIGHT])
def test_twice_the_right_derivative_is_refuted(claim: str) -> None:
    assert check(claim, TWO_LAYERS).outcome == "refuted"


@pytest.mark.parametrize(
    ("claim", "wrong"),
    [
        (r"\frac{\partial a}{\partial b} = a (1 - a)", r"\frac{\partial a}{\partial b} = a"),
        (r"\frac{\partial z}{\partial w} = x", r"\frac{\partial z}{\partial w} = w"),
        (r"da = -\frac{y}{a} + \frac{1 - y}{1 - a}", r"da = \frac{y}{a} + \frac{1 - y}{1 - a}"),
        (r"\delta = a - y", r"\delta = y - a"),
        (r"dw = \delta x", r"dw = \delta"),
        (r"\frac{\partial z}{\partial x} = w", r"\frac{\partial z}{\partial x} = x^T"),
    ],
)
def test_nodes_of_one_neuron(claim: str, wrong: str) -> None:
    assert check(claim, "logistic-regression").outcome == "proved"
    assert check(wrong, "logistic-regression", "").outcome in ("refuted", "ill-shaped")


def test_a_delta_says_what_it_is_taken_for() -> None:
    finding = check(r"\delta = y - a", "logistic-regression")
    assert finding.message.startswith(r"δ is taken for \frac{\partial L}{\partial z}")
    assert finding.mistake is not None
    assert finding.mistake["kind"] == "sign"


def test_a_name_defined_in_the_same_text_is_known_behind_it() -> None:
    """The second statement rests on the equation in the first: without it, e is any number."""
    finding = check(r"e = a - y, \quad dw = e x", "logistic-regression", "")
    assert [link.outcome for link in finding.links] == ["definition", "proved"]
    assert check(r"e = a + y, \quad dw = e x", "logistic-regression", "").outcome == "refuted"


def test_what_a_definition_says_beyond_its_name_is_judged() -> None:
    assert check(r"u = a (1 - a) = a - a^2", "logistic-regression", "").outcome == "proved"
    assert check(r"u = a (1 - a) = a - a", "logistic-regression", "").outcome == "refuted"
    assert check(r"u = a (1 - a)", "logistic-regression", "").outcome == "definition"


@pytest.mark.parametrize(
    ("claim", "wrong", "said"),
    [
        (
            r"\frac{\partial a^{[1]}}{\partial z^{[1]}} = a^{[1]} \odot (1 - a^{[1]})",
            r"\frac{\partial a^{[1]}}{\partial z^{[1]}} = a^{[1]} \odot a^{[1]}",
            "is taken entry by entry",
        ),
        (
            r"\frac{\partial a^{[1]}}{\partial z^{[1]}} = \operatorname{diag}(a^{[1]} \odot (1 - a^{[1]}))",
            r"\frac{\partial a^{[1]}}{\partial z^{[1]}} = \operatorname{diag}(a^{[1]} \odot a^{[1]})",
            "is the matrix of all derivatives, in denominator layout",
        ),
        (
            r"\frac{\partial z^{[2]}}{\partial a^{[1]}} = W^{[2]T}",
            r"\frac{\partial z^{[2]}}{\partial a^{[1]}} = -W^{[2]T}",
            "is the matrix of all derivatives, in denominator layout",
        ),
        (
            r"\frac{\partial z^{[1]}}{\partial b^{[1]}} = I",
            r"\frac{\partial z^{[1]}}{\partial b^{[1]}} = 2 I",
            "is the matrix of all derivatives, in denominator layout",
        ),
    ],
)
def test_a_derivative_of_an_array_by_an_array_says_how_it_is_taken(claim: str, wrong: str, said: str) -> None:
    finding = check(claim, TWO_LAYERS)
    assert finding.outcome == "proved"
    taken = [choice for choice in finding.choices if "entry by entry" in choice or "all derivatives" in choice]
    assert len(taken) == 1
    assert taken[0].endswith(said) or said in taken[0]
    assert check(wrong, TWO_LAYERS).outcome == "refuted"


def test_an_identity_alone_on_a_side_is_as_large_as_the_other() -> None:
    jacobian = r"\frac{\partial z^{[1]}}{\partial b^{[1]}}"
    assert check(f"{jacobian}^T = I", TWO_LAYERS).outcome == "proved"
    assert check(r"W^{[1]} = I", TWO_LAYERS).outcome == "unreadable"


def test_a_delta_is_its_own_name_where_the_loss_does_not_follow_from_z() -> None:
    """Where nothing says what a is, nothing is known of ∂C/∂z: a definition of δ is no claim about it."""
    loss = r"C = \frac{1}{2} \lVert a - y \rVert^2"
    for given, outcome in (((loss,), "definition"), ((r"a = \sigma(z)", loss), "proved")):
        known = scope("shape z: k; shape a: k; shape y: k", *given)
        text = r"\delta = \frac{\partial C}{\partial a} \odot \sigma'(z)"
        reading, grounds = read_on(text, Grounds.of(known))
        assert reading.error is None
        assert judged(reading, text, grounds).outcome == outcome


def test_a_square_on_the_left_is_no_claim_about_the_right() -> None:
    known = scope(r"shape x: m; data \mu, \sigma_B")
    text = r"\sigma_B^2 = \frac{1}{m} \sum_{i=1}^m (x_i - \mu)^2"
    reading, grounds = read_on(text, Grounds.of(known))
    assert (reading.error, judged(reading, text, grounds).outcome) == (None, "definition")
