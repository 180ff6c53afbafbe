"""Signs that stand for nothing, and words that are names: ends of proofs, empty scripts, `!` over an equals sign."""

import pytest

from derive.notation.declarations import declared, parse_declarations
from derive.notation.reading import read
from derive.notation.scope import EMPTY, Scope


def scope_with(declarations: str) -> Scope:
    scope = EMPTY
    for declaration in parse_declarations(declarations)[0]:
        scope = declared(scope, declaration)
    return scope


NUMBERS = scope_with("data x, w")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (r"y = 2x \qquad \blacksquare", "mul(2, x)"),
        (r"y = 2x.\quad\square", "mul(2, x)"),
        (r"y = 2x \hfill □", "mul(2, x)"),
        (r"y = 2x ∎", "mul(2, x)"),
        (r"$y = 2x$ \qed", "mul(2, x)"),
        (r"\newcommand{\qed}{\square} y = 2x \quad\qed", "mul(2, x)"),
        (r"y = x_{}^2", "power(x, 2)"),
        (r"y = {}_{} x w", "mul(x, w)"),
        (r"\newcommand{\a}[1][]{x^{#1}} y = \a", "x"),
    ],
)
def test_signs_that_stand_for_nothing(text: str, expected: str) -> None:
    reading = read(text, NUMBERS)
    assert (reading.error, str(reading.expr)) == (None, expected)


@pytest.mark.parametrize(
    ("text", "kind", "part"),
    [
        (r"y = 2x\square", "ambiguous", "two readings"),
        (r"y = \frac{1}{2}\square", "ambiguous", "two readings"),
        (r"y = 2\,\square", "ambiguous", "two readings"),
        (r"y = \square", "ambiguous", "two readings"),
        (r"\blacksquare y = x", "not-yet", "end of a proof"),
        (r"y = \frac{x}{\blacksquare}", "not-yet", "end of a proof"),
        (r"y = x^{}", "unreadable", "empty"),
        (r"y = \sum_{} x", "unreadable", "empty"),
        (r"x \overset{?}{=} w", "not-yet", "above"),
        (r"y = \text{temp0}", "not-yet", "words"),
        (r"\text{step 1} = x", "not-yet", "words"),
    ],
)
def test_the_same_signs_elsewhere_are_refused(text: str, kind: str, part: str) -> None:
    error = read(text, NUMBERS).error
    assert error is not None
    assert (error.kind, part in error.message) == (kind, True), error.message


def test_a_word_with_a_number_is_a_name_that_an_equation_begins_with() -> None:
    reading = read(r"\text{temp0} := x - w", NUMBERS)
    assert [symbol.letter for symbol in reading.defines] == ["temp0"]
    assert str(read(r"x + \text{temp0}", reading.after(NUMBERS)).expr) == "add(x, temp0)"
    both = read(r"\text{temp0} := x - w \\ y := \text{temp0}", NUMBERS)
    assert (both.error, str(both.statements[1].expr)) == (None, "temp0")


def test_what_is_required_is_not_claimed() -> None:
    reading = read(r"2x \overset{!}{=} w", NUMBERS)
    assert (reading.kind, [str(side) for side in reading.sides]) == ("notation", ["mul(2, x)", "w"])
    assert any("required" in choice for choice in reading.choices)
    assert read(r"2x = w", NUMBERS).kind == "claim"
