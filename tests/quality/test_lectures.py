"""Lectures as sixteen lecturers might write them: what is right is proved, the planted slips alone are wrong."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from derive.scanning import Findings, scan

LECTURES = Path(__file__).resolve().parents[1] / "corpus" / "lectures"

CHECKED = {
    "attention.md": {"proved": 9},
    "backprop.tex": {"proved": 9},
    "batchnorm.tex": {"proved": 6},
    "cnn.md": {"proved": 4},
    "deep.tex": {"proved": 8, "update": 2},
    "gauss.md": {"proved": 6},
    "pca.tex": {"proved": 8},
    "policy.md": {"proved": 2, "unbound": 3, "ambiguous": 1},
    "regression.tex": {"proved": 9},
    "rnn.md": {"proved": 9, "convention": 1},
    "rows.md": {"proved": 5},
    "softmax.md": {"proved": 8},
    "svm.md": {"proved": 5},
    "twolayer.md": {"proved": 8, "convention": 2},
    "word2vec.tex": {"proved": 7, "unreadable": 1},
    "yes-or-no.md": {"proved": 15},
}
"""What becomes of the formulas of each lecture, beside the slip in it and what claims nothing.

Not read yet are functions of a class, π_θ(a) and P(w | c). In a convention are the Jacobian of a recurrence, and dZ of
each example's own loss where it first occurs, and with a bias that is a matrix of one entry.
"""

QUIET = {"definition", "declaration", "notation", "fragment", "value"}


@cache
def found(name: str) -> Findings:
    return scan(LECTURES / name)


def test_every_lecture_is_expected() -> None:
    assert sorted(file.name for file in LECTURES.iterdir() if file.suffix in (".md", ".tex")) == sorted(CHECKED)


@pytest.mark.parametrize("name", CHECKED)
def test_what_is_right_is_proved(name: str) -> None:
    counts = dict(found(name).counts)
    wrong = counts.pop("refuted", 0) + counts.pop("ill-shaped", 0)
    assert {outcome: count for outcome, count in counts.items() if outcome not in QUIET} == CHECKED[name]
    assert wrong == 1


@pytest.mark.parametrize("name", CHECKED)
def test_the_slip_is_found_and_nothing_else(name: str) -> None:
    [slip] = [finding for finding in found(name).findings if finding.expected]
    assert [(finding.line, finding.latex) for finding in found(name).failing] == []
    assert slip.mistake is not None or slip.message, "it is told what is wrong"
    assert slip.correct or slip.outcome == "ill-shaped", "and what is right"
