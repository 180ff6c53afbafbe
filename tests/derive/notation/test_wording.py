"""Statements among words, and statements that their form alone tells."""

import pytest

from derive.notation.reading import Reading, read
from derive.notation.scope import OPEN, Scope
from derive.shapes import Shape

ARRAYS = Scope().with_shape("a", Shape()).with_shape("b", Shape()).with_shape("w", Shape.of("m"))


def kinds(reading: Reading) -> str:
    return " ".join(one.kind for one in reading.statements or (reading,))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (r"c = a \quad\text{and}\quad d = b", "definition definition"),
        (r"\text{où } c = 0{,}5 \, a \text{ et } d = a^2", "definition definition"),
        (r"\text{Let } x \in \mathbb{R}^{n} \text{ be the input.}", "declaration"),
        (r"\text{für alle } i: \quad c = a", "definition"),
        (r"c = a \quad \text{(because } b > 0)", "definition"),
        (r"c = a \quad \text{by } \eqref{eq:one}", "definition"),
        (r"(1) \quad c = a", "definition"),
        (r"c = a \qquad (3.2)", "definition"),
        (r"c = ka, \text{ where } k = 2", "definition value"),
        (r"\begin{align} c &= a && \text{(first)} \\ &= b && \text{(second)} \end{align}", "definition"),
        (r"x ∈ ℝⁿ, y ∈ ℝ", "declaration"),
        (r"f : \mathbb{R}^n \to \mathbb{R}^k", "declaration"),
        (r"W \text{ is a } 4 \times 3 \text{ matrix}", "declaration"),
        (r"\dim W = (4, 3)", "declaration"),
        (r"Dimension of $W = (4, 3)$", "declaration"),
        (r"a - b =: c", "definition"),
        (r"w -= 0.1 w", "update"),
        (r"w \gets 0.9 w", "update"),
        (r"0 < a < 1", "notation"),
        (r"a = 1 \iff b > 0", "notation"),
        (r"a \to b \to c", "notation"),
        (r"i = 1, \ldots, n", "notation"),
        (r"\forall i \in \{1, \dots, n\}", "notation"),
        (r"D = \{(a, b)\}_{i=1}^{N}", "notation"),
        (r"\text{where } \sigma \text{ is the logistic function}", "notation"),
        (r"\text{ग्रेडिएंट शून्य है}", "prose"),
        (r"\Rightarrow", "fragment"),
        (r"\times a", "fragment"),
        (r"c = a + \ldots", "fragment"),
    ],
)
def test_kinds(text: str, expected: str) -> None:
    reading = read(text, ARRAYS)
    assert kinds(reading) == expected, reading.error


def test_a_condition_is_told_and_a_claim_under_one_about_an_array_is_refused() -> None:
    reading = read(r"c = a \quad \text{if } b > 0", ARRAYS)
    assert (reading.kind, reading.error) == ("definition", None)
    assert any("condition" in choice for choice in reading.choices)
    claim = read(r"2w = w + w \quad \text{if } w > 0", ARRAYS)
    assert claim.error is not None
    assert claim.error.kind == "not-yet"


def test_a_run_of_known_letters_is_no_word() -> None:
    scope = ARRAYS.with_shape("p", Shape()).with_shape("q", Shape())
    assert read("apq", scope).kind == "expression"
    assert read("ans 0.5", OPEN).kind == "prose"


def test_a_row_in_square_brackets_says_that_it_is_one() -> None:
    reading = read(r"[a \ b]", ARRAYS)
    assert any("row of 2 entries" in choice for choice in reading.choices)


@pytest.mark.parametrize("piece", [r"\quad ", ", ", r"\text{x y}", "a = b, ", r"\text{if } a > 0 ", "& "])
def test_cutting_is_linear(piece: str) -> None:
    """The work per character does not grow: a text at the limit is read or refused, not waited for."""
    read(piece * (49_000 // len(piece)), OPEN)
