"""Rows of formulas, and formulas that stand bare on lines of a text."""

from __future__ import annotations

import pytest

from derive import bare_lines
from derive.rows import blanked, operates, relates, rows_of, waits


def rows(text: str) -> list[str]:
    cleaned, found = rows_of(text)
    assert len(cleaned) == len(text)
    return [" ".join(cleaned[start:end].split()) for start, end in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a = b", ["a = b"]),
        (r"a &= b \\ c &= d", ["a &= b", "c &= d"]),
        (r"a &= b \\[2pt] &= c \\* d &= e \\", ["a &= b", "&= c", "d &= e"]),
        (r"\begin{aligned}[t] a &= b \\ c &= d \end{aligned}", ["a &= b", "c &= d"]),
        (r"\begin{alignedat}{2} a &= b \\ c &= d \end{alignedat}", ["a &= b", "c &= d"]),
        (r"\begin{split} a &= b \\ &\quad + c \end{split}", [r"a &= b \\ &\quad + c"]),
        (r"a &= b + \\ c \\ d = e", [r"a &= b + \\ c", "d = e"]),
        (r"a &= \\ b", [r"a &= \\ b"]),
        (r"A = \begin{bmatrix} 1 & 2 \\ 3 & 4 \end{bmatrix} \\ b = c",
         [r"A = \begin{bmatrix} 1 & 2 \\ 3 & 4 \end{bmatrix}", "b = c"]),
        (r"a = \sum_{\substack{i \\ j}} b \\ c = d", [r"a = \sum_{\substack{i \\ j}} b", "c = d"]),
        (r"f = \begin{cases} 1 & x > 0 \\ 0 \end{cases}", [r"f = \begin{cases} 1 & x > 0 \\ 0 \end{cases}"]),
        (r"a = b \intertext{so that} c = d", ["a = b", "c = d"]),
        (r"a &= b && \text{(so it is)} \\ c &= d & \text{words}.", ["a &= b", "c &= d"]),
        (r"a = \left[ b \right. \\ &\quad \left. + c \right]", [r"a = \left[ b + c \right]"]),
        (r"a = {b \\ c = d", [r"a = {b \\ c = d"]),
        (r"a = b} \\ c = d", [r"a = b} \\ c = d"]),
    ],
)  # fmt: skip
def test_a_formula_breaks_into_rows(text: str, expected: list[str]) -> None:
    assert rows(text) == expected


def test_what_a_row_begins_and_ends_with() -> None:
    assert all(
        map(relates, ("= a", r"&= a", r" & \quad = a", r"\approx a", r"{}= a", "← a", "≤ a", r"\phantom{x}= a", ":= a"))
    )
    assert not any(map(relates, ("a = b", "+ a", r"\implies a = b", r"\equivalent", "")))
    assert all(map(operates, ("+ a", r"&\quad - a", r"\cdot a", "− a", "· a", r"\odot a")))
    assert not any(map(operates, ("a + b", "= a", r"\cdots", r"\asterisk")))
    assert all(map(waits, ("a =", r"a = b + \\ ".replace(r"\\", ""), r"a \cdot &", r"a &= \quad")))
    assert not any(map(waits, ("a = b", "a", "")))


def test_stretches_are_blanked_and_lines_stay() -> None:
    assert blanked("ab\ncd", [(1, 4)]) == "a \n d"
    assert blanked("abcd", [(0, 2), (1, 3)]) == "   d"


def bare(text: str) -> list[str]:
    found = []
    for start, formula, _ in bare_lines.found(text, []):
        assert len(formula) == len(text[start : start + len(formula)])
        found.append(" ".join(formula.split()))
    return found


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("z = w x + b", "z = w x + b"),
        ("  z = w x + b  ", "z = w x + b"),
        ("- z = w x + b", "z = w x + b"),
        ("* dz = a − y.", "dz = a − y"),
        ("3. dz = a − y", "dz = a − y"),
        ("(2) dz = a − y", "dz = a − y"),
        ("b) dz = a − y", "dz = a − y"),
        ("Step 2: dz = a − y", "dz = a − y"),
        ("Loss: L = −log a", "L = −log a"),
        ("Loss = −log a", "Loss = −log a"),
        ("**Then** dz = a − y", "dz = a − y"),
        ("So we get dz = a − y", "dz = a − y"),
        ("I get dz = a − y", "dz = a − y"),
        ("Then a = σ(z)", "a = σ(z)"),
        ("a = σ(z)", "a = σ(z)"),
        ("softmax(z) = p", "softmax(z) = p"),
        ("⇒ dz = a − y", "dz = a − y"),
        ("dz = a − y   (chain rule)", "dz = a − y"),
        ("dz = a − y by the chain rule", "dz = a − y"),
        ("dz = a − y, because a = σ(z)", "dz = a − y"),
        ("dz = a − y ✓", "dz = a − y"),
        ("dz = a − y  # the inner one", "dz = a − y"),
        ("w ← w − α dw", "w ← w − α dw"),
        ("dz = a − y  QED", "dz = a − y"),
        ("dz = a − y    (3)", "dz = a − y"),
        ("x ∈ ℝᵐ", "x ∈ ℝᵐ"),
        (r"w \in \mathbb{R}^m", r"w \in \mathbb{R}^m"),
    ],
)
def test_a_line_with_a_relation_is_a_formula_without_the_words_around_it(line: str, expected: str) -> None:
    assert bare(f"words\n\n{line}\n\nmore words") == [expected]


@pytest.mark.parametrize(
    "line",
    [
        "I am sure that this is right.",
        "",
        "=====",
        "# dz = a − y",
        "| a = b | c |",
        "if x == 3: return y",
        "self.w.update(x) = 3",
        "a + b",
        "https://x.org/?a=b",
        "x" * 3_000 + " = y",
        "the rate = the step that everybody takes here",
    ],
)
def test_other_lines_are_none(line: str) -> None:
    assert bare(line) == []


def test_lines_that_go_on_are_one_formula() -> None:
    assert bare("a = b\n  = c\n  + d\n\n= e\nf = g +\nh") == ["a = b = c + d", "= e", "f = g + h"]
    [(start, text, found)] = bare_lines.found("x\n\n a = b\n  = c\n  + d", [])
    assert start == 4
    assert [text[first:end].strip() for first, end in found] == ["a = b", "= c\n  + d"]


def test_lines_that_are_taken_are_left_out() -> None:
    text = "a = b\nc = d\ne = f"
    assert [formula for _, formula, _ in bare_lines.found(text, [(7, 8)])] == ["a = b", "e = f"]
