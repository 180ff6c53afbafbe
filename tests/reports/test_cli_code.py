"""``derive code``: what is printed, where it is written, and what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from derive.coding import checking
from reports.cli import main


def test_the_code_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["code", "linear-perceptron"]) == 0
    printed = capsys.readouterr().out
    assert "dw_1 = dy_hat * x_1" in printed
    assert printed.endswith("\n")


def test_a_parameter_without_effect_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "idle.md"
    path.write_text("<!-- derive: data x, y; parameter w, u -->\n$$z = w x$$\n$$L = (z - y)^2$$\n", encoding="utf-8")
    assert main(["code", str(path)]) == 0
    assert "L does not depend on u: the" in capsys.readouterr().out


def test_it_goes_to_a_file_of_our_own_only(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path, other = tmp_path / "gradients.py", tmp_path / "mine.py"
    other.write_text("x = 1\n", encoding="utf-8")
    for _ in range(2):
        assert main(["code", "linear-perceptron", "--to", "torch", "-o", str(path)]) == 0
        assert capsys.readouterr().out == f"{path}\n"
    assert "import torch" in path.read_text(encoding="utf-8")
    assert main(["code", "linear-perceptron", "-o", str(other)]) == 2
    assert "derive did not write it" in capsys.readouterr().err
    assert other.read_text(encoding="utf-8") == "x = 1\n"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--to", "tensorflow"], "no code for 'tensorflow'; there is jax, numpy, torch"),
        (["--variant", "ten examples"], "no variant 'ten examples'; there is '' and 'n examples'"),
    ],
)
def test_what_there_is_not_is_refused(arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["code", "logistic-regression", *arguments]) == 2
    assert said in capsys.readouterr().err


def test_nothing_is_printed_that_was_not_confirmed(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(checking, "TOLERANCE", -1.0)
    assert main(["code", "linear-perceptron"]) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert "no code was written" in printed.err
