"""Models of a family on the command line: their options are the model's, wherever they stand."""

from __future__ import annotations

from pathlib import Path

import pytest

from reports.cli import main
from reports.exits import FINE, WRONG
from reports.families import stem_of, with_family


@pytest.mark.parametrize(
    ("typed", "understood"),
    [
        ("report network --layers 3,2 -o a.pdf", ["report", "network --layers 3,2", "-o", "a.pdf"]),
        ("report --layers 3,2 network --output softmax", ["report", "network --layers 3,2 --output softmax"]),
        (
            "report --detail brief network --l2 --layers=3,2",
            ["report", "--detail", "brief", "network --l2 --layers=3,2"],
        ),
        ("check network --l1 dw=1 --strict", ["check", "network --l1", "dw=1", "--strict"]),
        ("check network -- --l1", ["check", "network", "--", "--l1"]),
        ("report logistic-regression -o network", ["report", "logistic-regression", "-o", "network"]),
        ("report logistic-regression --output a.pdf", ["report", "logistic-regression", "--output", "a.pdf"]),
    ],
)
def test_the_options_of_a_family_belong_to_its_model(typed: str, understood: list[str]) -> None:
    assert with_family(typed.split()) == understood


def test_a_value_may_have_blanks() -> None:
    assert with_family(["show", "network", "--layers", "3, 4"]) == ["show", "network --layers 3,4"]


def test_the_name_of_a_file_has_no_blanks_and_no_commas() -> None:
    assert stem_of("network --layers 3,4,1 --l2") == "network-layers-3-4-1-l2"


def test_a_network_is_checked_like_any_model(capsys: pytest.CaptureFixture[str]) -> None:
    right = r"\delta^{[1]} = \left(W^{[2]T} \delta^{[2]}\right) \odot \tanh'(z^{[1]})"
    assert main(["check", "network", "--hidden", "tanh", right]) == FINE
    assert main(["check", "network", right, "--hidden", "relu"]) == WRONG
    assert "proved for all sizes" in capsys.readouterr().out


def test_a_report_says_what_a_step_does_to_gradients(tmp_path: Path) -> None:
    target = tmp_path / "step.txt"
    assert main(["report", "network", "--layers", "1,1,1", "--hidden", "step", "-o", str(target)]) == FINE
    assert "gradient descent never moves them" in " ".join(target.read_text(encoding="utf-8").split())


def test_a_wrong_option_is_refused_with_a_near_one(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["show", "network", "--hiden", "relu"])
    assert "did you mean --hidden?" in capsys.readouterr().err
