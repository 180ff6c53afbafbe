"""The six gradients of deck 002's network with one hidden layer, in every layout: one single reading makes all true.

The figures are those of a table that was worked out by hand: which of the six hold in which layout, where the output
of the one example is a number.
"""

from __future__ import annotations

import pytest
from conventions_for_tests import grounds, model

from derive.claims import check
from derive.findings import Finding
from derive.judging import reinterpreting
from derive.judging.reinterpreting import Shared, shared
from derive.modelling import Model

LOSS = r"\mathcal{L} = -(y \log a^{[2]} + (1 - y) \log(1 - a^{[2]}))"
DATA = "data x, y; shape b^{[2]}: scalar; shape y: scalar; "


def net(shapes: str, first: str, second: str) -> Model:
    """The network with one hidden layer of four neurons, three inputs and one output."""
    equations = (first, r"a^{[1]} = \sigma(z^{[1]})", second, r"a^{[2]} = \sigma(z^{[2]})")
    return model(DATA + shapes, *equations, LOSS)


DECK = net(
    "shape x: 3; shape w^{[1]}: 3,4; shape b^{[1]}: 4; shape w^{[2]}: 4,1",
    "z^{[1]} = w^{[1]T} x + b^{[1]}",
    "z^{[2]} = w^{[2]T} a^{[1]} + b^{[2]}",
)
NEURONS_AS_ROWS = net(
    "shape x: 3; shape w^{[1]}: 4,3; shape b^{[1]}: 4; shape w^{[2]}: 1,4",
    "z^{[1]} = w^{[1]} x + b^{[1]}",
    "z^{[2]} = w^{[2]} a^{[1]} + b^{[2]}",
)
EXAMPLES_AS_ROWS = net(
    "examples rows; shape x: 1,3; shape w^{[1]}: 3,4; shape b^{[1]}: 1,4; shape w^{[2]}: 4,1",
    "z^{[1]} = x w^{[1]} + b^{[1]}",
    "z^{[2]} = a^{[1]} w^{[2]} + b^{[2]}",
)
BOTH_AS_ROWS = net(
    "examples rows; shape x: 1,3; shape w^{[1]}: 4,3; shape b^{[1]}: 1,4; shape w^{[2]}: 1,4",
    "z^{[1]} = x w^{[1]T} + b^{[1]}",
    "z^{[2]} = a^{[1]} w^{[2]T} + b^{[2]}",
)


def gradient(name: str, value: str, loss: str = r"\mathcal{L}") -> str:
    return rf"d{name} = \frac{{\partial {loss}}}{{\partial {name}}} = {value}"


HIDDEN = "dz^{[2]} w^{[2]T} * a^{[1]}(1 - a^{[1]})"
SIX = {
    "dz2": gradient("z^{[2]}", "a^{[2]} - y"),
    "db2": gradient("b^{[2]}", "a^{[2]} - y"),
    "dz1": gradient("z^{[1]}", HIDDEN),
    "db1": gradient("b^{[1]}", HIDDEN),
    "dW2": gradient("w^{[2]}", "(a^{[2]} - y) a^{[1]T}"),
    "dW1": gradient("w^{[1]}", rf"\left( {HIDDEN} \right) x^T"),
}
AS_PRINTED = {name: text.replace("w^{[1]} =", "W^{[1]} =").replace("w^{[2]} =", "W^{[2]} =").replace(
    r"\partial w^", r"\partial W^") for name, text in SIX.items()}  # fmt: skip
"""The last two have a capital for the weights, which are small everywhere else."""

WRONG = {
    "dz2": SIX["dz2"].replace("a^{[2]} - y", "y - a^{[2]}"),
    "db2": SIX["db2"].replace("a^{[2]} - y", "y - a^{[2]}"),
    "dz1": SIX["dz1"].replace(HIDDEN, "-" + HIDDEN),
    "db1": SIX["db1"].replace("(1 - a", "(1 + a"),
    "dW2": SIX["dW2"].replace("a^{[2]} - y", "y - a^{[2]}"),
    "dW1": SIX["dW1"].replace("(1 - a", "(a").replace("a^{[1]}(a^{[1]})", "a^{[1]} * a^{[1]}"),
}


def found(texts: list[str], of: Model) -> Shared:
    result = shared(texts, grounds(of))
    assert result is not None
    return result


def holding(of: Model) -> set[str]:
    return {name for name, text in SIX.items() if check(text, of).outcome == "proved"}


# --- the table


@pytest.mark.parametrize(
    ("of", "true"),
    [
        (DECK, {"dz2", "db2"}),
        (NEURONS_AS_ROWS, set(SIX)),
        (EXAMPLES_AS_ROWS, set(SIX) - {"dW1"}),
        (BOTH_AS_ROWS, {"dz2", "db2"}),
    ],
    ids=["the deck's", "neurons as rows", "examples as rows", "both as rows"],
)
def test_which_of_the_six_hold_in_which_layout(of: Model, true: set[str]) -> None:
    assert holding(of) == true


def test_numerator_layout_makes_one_more_true_in_the_deck() -> None:
    numerator = model(
        "layout numerator; " + DATA + "shape x: 3; shape w^{[1]}: 3,4; shape b^{[1]}: 4; shape w^{[2]}: 4,1",
        "z^{[1]} = w^{[1]T} x + b^{[1]}",
        r"a^{[1]} = \sigma(z^{[1]})",
        "z^{[2]} = w^{[2]T} a^{[1]} + b^{[2]}",
        r"a^{[2]} = \sigma(z^{[2]})",
        LOSS,
    )
    by_fractions = {name: text.partition(" = ")[2] for name, text in SIX.items()}
    true = {name for name, text in by_fractions.items() if check(text, numerator).outcome == "proved"}
    assert true == {"dz2", "db2", "dW2"}


# --- the one reading


@pytest.mark.parametrize(
    ("of", "conventions"),
    [
        (DECK, ("weights-rows",)),
        (NEURONS_AS_ROWS, ()),
        (EXAMPLES_AS_ROWS, ("weights-rows", "examples-columns")),
        (BOTH_AS_ROWS, ("examples-columns",)),
    ],
    ids=["the deck's", "neurons as rows", "examples as rows", "both as rows"],
)
def test_one_reading_makes_all_six_true(of: Model, conventions: tuple[str, ...]) -> None:
    """From every layout the way leads to the same one: a row of weights for each neuron, an example as a column."""
    result = found(list(SIX.values()), of)
    assert (result.conventions, result.proved) == (conventions, True)
    for finding in result.findings:
        assert finding.outcome == ("convention" if finding.conventions else "proved")
        assert check(finding.correct, of).outcome == "proved" if finding.conventions else not finding.correct


def test_no_other_reading_makes_all_six_true() -> None:
    of = grounds(DECK)
    true = []
    for chosen, restated in reinterpreting._sets(of, 2):
        readings = [reinterpreting._unrefuted(text, restated, chosen) for text in SIX.values()]
        if all(reading is not None for reading in readings):
            true.append({convention.name for convention in chosen})
    assert {"weights-rows"} in true
    assert all("weights-rows" in names for names in true)
    assert all(names <= {"weights-rows", "capital-letters"} for names in true)


def test_the_six_as_they_are_printed() -> None:
    result = found(list(AS_PRINTED.values()), DECK)
    assert (result.conventions, result.proved) == (("capital-letters", "weights-rows"), True)
    assert [finding.outcome for finding in result.findings] == ["proved"] * 2 + ["convention"] * 4
    right = {name: finding.correct for name, finding in zip(SIX, result.findings, strict=True)}
    assert right["dW2"].startswith(r"\frac{\partial \mathcal{L}}{\partial w^{[2]}} = ")


@pytest.mark.parametrize("name", SIX)
def test_one_wrong_formula_among_the_six_is_true_in_no_reading(name: str) -> None:
    assert WRONG[name] != SIX[name]
    texts = [WRONG[name] if other == name else text for other, text in SIX.items()]
    assert shared(texts, grounds(DECK)) is None
    for of in (DECK, NEURONS_AS_ROWS):
        finding = check(WRONG[name], of)
        assert finding.outcome in ("refuted", "ill-shaped")
        assert finding.conventions == ()


# --- one by one


def test_each_formula_alone_is_told_of_the_commonest_convention() -> None:
    alone: dict[str, Finding] = {name: check(text, DECK) for name, text in SIX.items()}
    assert {name: finding.conventions for name, finding in alone.items()} == {
        "dz2": (),
        "db2": (),
        "dz1": ("weights-rows",),
        "db1": ("weights-rows",),
        "dW2": ("numerator-layout",),
        "dW1": ("weights-rows",),
    }
    for finding in alone.values():
        assert finding.outcome in ("proved", "convention")
        assert not finding.correct or check(finding.correct, DECK).outcome == "proved"


def test_a_chain_along_the_network_is_told_of_numerator_layout() -> None:
    """The value of the product depends on the layout, the product does not."""
    links = ("{a^{[2]}}", "{z^{[2]}}", "{w^{[2]}}")
    above = (r"{\mathcal{L}}", *links[:-1])
    product = r" \times ".join(
        rf"\frac{{\partial {top}}}{{\partial {bottom}}}" for top, bottom in zip(above, links, strict=True)
    )
    claim = rf"\frac{{\partial \mathcal{{L}}}}{{\partial w^{{[2]}}}} = {product} = (a^{{[2]}} - y) a^{{[1]T}}"
    assert check(claim, DECK).conventions == ("numerator-layout",)
    assert check(claim.replace("- y", "+ y"), DECK).outcome == "refuted"


# --- many examples

BATCH = model(
    "data X, Y; shape X: 3,n; shape Y: 1,n; shape b^{[2]}: scalar; "
    "shape w^{[1]}: 3,4; shape b^{[1]}: 4; shape w^{[2]}: 4,1",
    "Z^{[1]} = w^{[1]T} X + b^{[1]}",
    r"A^{[1]} = \sigma(Z^{[1]})",
    "Z^{[2]} = w^{[2]T} A^{[1]} + b^{[2]}",
    r"A^{[2]} = \sigma(Z^{[2]})",
    r"J = -\frac{1}{n} \sum_{i=1}^{n} (y^{(i)} \log a^{[2](i)} + (1 - y^{(i)}) \log(1 - a^{[2](i)}))",
)


def for_batch(text: str) -> str:
    changes = {"z^": "Z^", "a^": "A^", " x^": " X^", "- y": "- Y", "+ y": "+ Y", "y -": "Y -", r"\mathcal{L}": "J"}
    for old, new in changes.items():
        text = text.replace(old, new)
    return text


def test_the_six_do_not_carry_over_to_many_examples() -> None:
    """The printed order dz2 w2ᵀ fits one example alone."""
    result = found([for_batch(text) for text in SIX.values()], BATCH)
    assert (result.conventions, result.proved) == (("weights-rows", "one-example"), True)
    wrong = [for_batch(WRONG["dz1"] if name == "dz1" else text) for name, text in SIX.items()]
    assert shared(wrong, grounds(BATCH)) is None
