"""Words that are names of quantities are told from products of letters, and from prose."""

import pytest

import derive
from derive import scope
from derive.ir import Symbol
from derive.notation.reading import read

NEURON = (
    "net_1 = w_1 i_1 + b_1",
    r"out_1 = \frac{1}{1 + e^{-net_1}}",
    "net_o = w_5 out_1 + b_2",
    r"out_o = \sigma(net_o)",
    r"E = \frac12 (target - out_o)^2",
)


@pytest.mark.parametrize(
    "claim",
    [
        r"\frac{\partial E}{\partial out_o} = SIGN (target - out_o)",
        r"\frac{\partial E}{\partial w_5} = SIGN (target - out_o) \cdot out_o (1 - out_o) \cdot out_1",
        r"\frac{\partial out_1}{\partial net_1} = out_1 (1 SIGN out_1)",
    ],
)
def test_gradients_of_quantities_with_words_for_names(claim: str) -> None:
    around = scope("", *NEURON)
    assert derive.check(claim.replace("SIGN", "-"), around).outcome == "proved"
    assert derive.check(claim.replace("SIGN", "+").replace("= +", "= "), around).outcome == "refuted"


def test_a_word_on_the_left_is_a_new_name_unless_its_letters_are_names() -> None:
    assert read("foo_2 = a + 1").defines == (Symbol("foo", sub="2"),)
    assert "foo is one name" in read("foo_2 = a + 1").choices
    assert read("abc = y", scope("data a, b, c, y")).kind == "claim"


@pytest.mark.parametrize("text", ["the error is small", "where the target is 1", "net income = much"])
def test_words_beside_words_are_prose(text: str) -> None:
    assert read(text).kind == "prose"
