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


@pytest.mark.parametrize(
    ("text", "name", "shape"),
    [
        ("W is (3, 4)", "W", "(3, 4)"),
        (r"$W^{[1]}$ is (3,4)", "W1", "(3, 4)"),
        ("x has shape (m, 1).", "x", "(m, 1)"),
        (r"W_1 is $3 \times 4$", "W_1", "(3, 4)"),
    ],
)
def test_words_that_say_a_shape(text: str, name: str, shape: str) -> None:
    reading = read(text)
    assert reading.kind == "declaration"
    assert [(str(symbol), str(found)) for symbol, found in reading.declares] == [(name, shape)]


@pytest.mark.parametrize("text", ["L is small here", "W is (3)", "W is (a b, 4)", "W was (3, 4)"])
def test_words_that_say_no_shape(text: str) -> None:
    assert read(text).kind != "declaration"


def test_a_text_of_several_lines_has_its_line_and_column_named() -> None:
    text = "z = w x\na = \\sigma(z"
    error = read(text).error
    assert error is not None
    assert error.render(text).startswith("line 2, column 11: ")
    assert error.render(text, "deck.md:7").startswith("deck.md:7: ")
