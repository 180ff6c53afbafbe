"""The decks of the project are scanned: what is true is proved, what is known to be wrong is refuted, and stays so."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest

from derive.scanning import File, Findings, scan
from reports.judgements import right_formula
from reports.scanning import exit_code, lines_of

DECKS = Path(__file__).resolve().parents[2] / "decks"

COUNTS = {
    "000": {"proved": 5, "refuted": 2},
    "001": {"proved": 9, "refuted": 7},
    "002": {"proved": 60, "convention": 7, "ill-shaped": 2, "ambiguous": 1},
    "003": {"proved": 31, "refuted": 16},
    "004": {"proved": 169, "refuted": 16, "convention": 5, "fragment": 92},
}
"""What became of the formulas of each deck that were checked, or were not read: in deck 002 an L with a superscript
that may be a power.
"""

SETTLED = {"proved", "refuted", "convention", "definition", "declaration", "value", "update", "notation", "fragment"}


@cache
def found() -> Findings:
    return scan(DECKS)


def deck(number: str) -> File:
    [file] = [file for file in found().files if Path(file.name).name.startswith(number)]
    return file


def test_every_deck_is_as_expected() -> None:
    assert len(found().files) == len(COUNTS)
    assert [(finding.file, finding.line) for finding in found().failing] == []
    assert exit_code(found()) == 0


def test_the_readme_shows_what_the_terminal_does() -> None:
    shown = (DECKS.parent / "README.md").read_text(encoding="utf-8").partition("$ derive scan --all decks\n")[2]
    shown = shown.partition("```")[0]
    told = list(lines_of(found(), everything=True))
    assert [line for line in shown.splitlines() if line != "…" and line not in told] == []
    assert len(shown.splitlines()) > 8


@pytest.mark.parametrize("number", COUNTS)
def test_what_becomes_of_each_deck(number: str) -> None:
    file = deck(number)
    counts = Findings((file,)).counts
    assert {outcome: counts.get(outcome, 0) for outcome in COUNTS[number]} == COUNTS[number]
    assert set(counts) <= SETTLED | set(COUNTS[number])


@pytest.mark.parametrize(
    ("number", "wrong", "right"),
    [
        ("000", r"z = \sigma(z)", r"a = \sigma(z)"),
        ("001", "(2^x)", "2x"),
        ("001", r"\frac{\partial J}{\partial y}", r"\frac{\partial J}{\partial \hat{y}}"),
        ("003", r"\frac{dL}{dw_1} = (a_2 - y) \times w_2 \times a_1 \cdot (1 - a_1)", r"(1 - a_{1}) x"),
    ],
)
def test_what_is_wrong_comes_with_what_is_right(number: str, wrong: str, right: str) -> None:
    [found] = [f for f in deck(number).findings if f.outcome == "refuted" and f.latex.endswith(wrong)]
    assert right in found.correct


def test_the_terminal_shows_the_equation_of_the_right_name() -> None:
    [found] = [f for f in deck("000").findings if f.outcome == "refuted"]
    assert right_formula(found) == "a = σ(z)"


def section_around(place: int, text: str) -> str:
    """The part of a deck in which everything is declared that its formulas need."""
    begins = [match.start() for match in re.finditer("<!-- derive: (?:section|data)", text)]
    return text[max(b for b in begins if b <= place) : min([b for b in begins if b > place], default=len(text))]


@pytest.mark.parametrize(
    ("number", "true", "broken"),
    [
        ("000", "\n\n## The graph", "\n\n$$z = w^{T}\\theta - b$$\n\n## The graph"),
        ("001", "= 2x_1 + 3x_2$$", "= 2x_1 - 3x_2$$"),
        ("002", "= (a - y) \\times 1", "= (a + y) \\times 1"),
        ("003", "= (a_2 - y) a_1$$", "= (a_2 + y) a_1$$"),
        ("004", r"w_2 = w_2 - \alpha(-x_2(y - \hat{y}))", r"w_2 = w_2 - \alpha(-x_2(y + \hat{y}))"),
    ],
)
def test_a_broken_sign_is_found(number: str, true: str, broken: str, tmp_path: Path) -> None:
    text = Path(deck(number).name).read_text(encoding="utf-8")
    assert text.count(true) == 1
    copy = tmp_path / "copy.md"
    copy.write_text(section_around(text.index(true), text).replace(true, broken), encoding="utf-8")
    changed = scan(copy)
    assert changed.failing
    assert exit_code(changed) == 1
