"""Sentences with formulas in them."""

import pytest

from derive.notation.reading import read
from derive.notation.sentences import formulas_alone

LOSS = r"The loss is $L = \frac{1}{2}(a - y)^2$ and hence $\frac{\partial L}{\partial a} = a - y$."


def test_the_formulas_of_a_sentence_are_statements_one_after_the_other() -> None:
    reading = read(LOSS)
    assert [statement.kind for statement in reading.statements] == ["definition", "claim"]
    assert str(reading.statements[1].sides[0]) == "total(L, a)"
    assert reading.text == LOSS
    assert reading.choices[0] == "the words around the formulas are left out"


@pytest.mark.parametrize(
    "text",
    [
        r"Let $z = w x$ be the input",
        r"Let \(z = w x\) be the input",
        r"Let $$z = w x$$ be the input",
        r"Let \[z = w x\] be the input",
    ],
)
def test_every_way_to_mark_a_formula(text: str) -> None:
    reading = read(text)
    assert (reading.kind, str(reading.expr)) == ("definition", "mul(w, x)")


@pytest.mark.parametrize(
    "text",
    [
        "It costs $5 and then $6 more",
        r"It costs \$5 and then \$6 more",
        "Where $x$ is the input and $y$ the label",
        "for $i = 1$ to $n$ and so on and on",
        "no formula in these words",
    ],
)
def test_what_says_nothing_stays_prose(text: str) -> None:
    assert read(text).kind == "prose"


def test_an_error_stands_at_its_place_in_the_sentence() -> None:
    text = "We see that the loss is $L = (a - y$ in this case"
    error = read(text).error
    assert error is not None
    assert text[error.span.start] == "("


@pytest.mark.parametrize("text", [LOSS, "a $b$ c", "$a$$b$", "no formula"])
def test_places_stay(text: str) -> None:
    alone = formulas_alone(text)
    assert len(alone) in (0, len(text))
    assert all(new in (old, " ", "\\") for old, new in zip(text, alone, strict=False))
