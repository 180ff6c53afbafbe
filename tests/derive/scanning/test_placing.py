"""Declarations for a document that stays as it is: where they stand, and what they may not say."""

from __future__ import annotations

from pathlib import Path

import pytest

from derive.placing import BadOptions, placed_in
from derive.scanning import Settings, scan
from reports.cli import main

SLIDES = """# One neuron

$$z = w x$$
$$\\frac{\\partial z}{\\partial w} = x^T$$

**Another** one

$$z = w x + b$$
$$\\frac{\\partial z}{\\partial b} = 1$$
"""


def outcomes(tmp_path: Path, options: str) -> list[str]:
    file = tmp_path / "slides.md"
    file.write_text(SLIDES, encoding="utf-8")
    found = scan(file, Settings(placed=placed_in(options, "options")))
    return [finding.outcome for finding in found.findings if finding.outcome != "declaration"]


def test_declarations_stand_before_a_line_and_before_a_text(tmp_path: Path) -> None:
    assert outcomes(tmp_path, "") == ["definition", "proved", "refuted", "unbound"]
    for where in ("6", "**Another** one"):
        said = f"# of the slides\n1: shape w: 1,m; shape x: m\n\n{where}: section; data x; parameter w, b\n"
        assert outcomes(tmp_path, said)[2:] == ["definition", "proved"]
    assert outcomes(tmp_path, "6: model logistic-regression\n8: model none")[2:] == ["definition", "proved"]


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ('3: refuted "it is wrong"', "line 1: `refuted` has no place"),
        ("\n3: data x; skip", "line 2: `skip` has no place"),
        ("data x", "line 1: a line is written"),
        ("3: date x", "unknown declaration 'date'"),
    ],
)
def test_what_says_an_outcome_or_nothing_is_refused(said: str, why: str) -> None:
    with pytest.raises(BadOptions, match="options, ") as refused:
        placed_in(said, "options")
    assert why in str(refused.value)


def test_a_place_that_is_not_there_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    deck, options = tmp_path / "slides.md", tmp_path / "options"
    deck.write_text(SLIDES + "$$\na =\nb\n$$\n", encoding="utf-8")
    for said, why in (("99: section", "no line is '99'"), ("12: section", "line 12 stands in a formula")):
        options.write_text(said, encoding="utf-8")
        assert main(["scan", "--no-cache", "--options", str(options), str(deck)]) == 2
        assert why in capsys.readouterr().out
    options.write_text("3: skip", encoding="utf-8")
    assert main(["scan", "--options", str(options), str(deck)]) == 2
    assert "`skip` has no place in a file of options" in capsys.readouterr().err
