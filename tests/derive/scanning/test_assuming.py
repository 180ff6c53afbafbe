"""A document that never says what its loss is: the model that fits is offered, and used only where asked for."""

from __future__ import annotations

from pathlib import Path

import pytest

from derive.assuming import ASSUMED, fitting
from derive.scanning import Findings, Settings, scan
from reports.scanning import lines_of

CLAIMS = "$$\\frac{\\partial L}{\\partial w} = (a - y) x$$\n\n$$\\frac{\\partial L}{\\partial b} = y - a$$\n"


@pytest.fixture
def lecture(tmp_path: Path) -> Path:
    path = tmp_path / "lecture.md"
    path.write_text(f"# One neuron\n\n{CLAIMS}", encoding="utf-8")
    return path


def outcomes(found: Findings) -> list[str]:
    return [finding.outcome for finding in found.findings]


def test_the_model_is_offered_and_not_used(lecture: Path) -> None:
    found = scan(lecture)
    assert outcomes(found) == ["unbound", "unbound"]
    assert fitting(found.findings) == ("logistic-regression",)
    assert any("derive: model logistic-regression" in line for line in lines_of(found))


def test_it_is_used_where_asked_for_and_every_verdict_says_so(lecture: Path) -> None:
    found = scan(lecture, Settings(assume=True))
    assert outcomes(found) == ["proved", "refuted"]
    assert all(any(a.startswith(ASSUMED) for a in finding.assumptions) for finding in found.findings)
    assert any("under an assumption" in line for line in lines_of(found))
    assert not any("--assume-models" in line for line in lines_of(found))


def test_a_document_with_a_loss_of_its_own_is_offered_nothing(lecture: Path) -> None:
    lecture.write_text(
        "$$z = w x + b$$\n\n$$L = (z - y)^2$$\n\n$$\\frac{\\partial L}{\\partial q} = 1$$\n", encoding="utf-8"
    )
    found = scan(lecture, Settings(assume=True))
    assert fitting(found.findings) == ()
    assert not any(finding.assumptions for finding in found.findings)


def test_names_that_no_model_has_fit_none(lecture: Path) -> None:
    lecture.write_text("$$\\frac{\\partial L}{\\partial \\kappa} = \\kappa + \\lambda_q$$\n", encoding="utf-8")
    assert fitting(scan(lecture).findings) == ()


def test_settings_with_and_without_it_are_kept_apart() -> None:
    assert Settings(assume=True).fingerprint != Settings().fingerprint
