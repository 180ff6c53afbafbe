"""`derive diff`: what the terminal shows, the formats, and what bad input is told."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from derive import rules
from derive.rewriting import Form, Rule
from reports.cli import main

SHOWN = """\
d/dx log x² = 1/x² · 2x   derivative of the logarithm; chain rule; power rule
            = 2/x         numbers and powers together
assuming x ≠ 0
"""


def test_the_terminal_shows_each_line_with_its_reason(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["diff", r"\log(x^2)", "x"]) == 0
    assert capsys.readouterr().out == SHOWN


def test_several_names_and_the_second_order(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["diff", "x^2 y", "x", "y", "--order", "2"]) == 0
    shown = capsys.readouterr().out.splitlines()
    firsts = [line.split("   ")[0] for line in shown if "=" in line]
    assert firsts == ["∂/∂x (x²y) = 2xy", "∂/∂x (2xy) = 2y", "∂/∂y (x²y) = x²", "∂/∂y x² = 0", "∂/∂y (2xy) = 2x"]


def test_a_name_that_is_not_there_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["diff", "x^2", "y"]) == 0
    assert "y does not occur" in capsys.readouterr().out


@pytest.mark.parametrize("suffix", ["md", "tex", "html", "txt", "json"])
def test_it_is_written_in_every_format(suffix: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / f"steps.{suffix}"
    assert main(["diff", r"\sum_i (y_i - w x_i)^2", "w", "-o", str(file)]) == 0
    written = file.read_text()
    assert "sum rule" in written
    assert "each term, from above" in written
    file.write_text("mine")
    assert main(["diff", "x^2", "-o", str(file)]) == 2
    assert file.read_text() == "mine"


def test_data_hold_lines_reasons_and_conditions(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["diff", r"x^x", "--format", "json"]) == 0
    [one] = json.loads(capsys.readouterr().out)
    assert one["result"] == r"x^{x}(\log x + 1)"
    assert all(reason for chain in one["reasons"] for reason in chain)
    assert one["assuming"] == "x > 0"


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["xy"], "say by which name: there is x, y"),
        (["2^3"], "there is none"),
        ([r"\frac{x", "x"], "never closed"),
        (["x = y = 2", "x"], "no formula that can be differentiated"),
        (["x^2", "x", "--order", "9"], "expected 1 to 4"),
        (["x^2", "x", "--format", "pdf"], "-o FILE.pdf"),
        (["x^2", "x", "-o", "steps.doc"], ".json"),
        (["+".join(f"x^{{{n}}}" for n in range(2, 400)), "x"], "nothing is shown"),
        (["x", "x", "--declare", "shape x: m"], "no formula that can be differentiated"),
    ],
)
def test_bad_input_is_told_what_would_be_right(
    arguments: list[str], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["diff", *arguments]) == 2
    assert told in capsys.readouterr().err


@pytest.mark.parametrize("name", ["derivative of a root", "powers together", "derivative of log"])
def test_nothing_is_shown_where_a_rule_is_wrong(
    name: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    rule = rules.get(name)
    forms = tuple(Form(form.left, f"({form.right}) + 1", form.conditions) for form in rule.forms)
    wrong = Rule(rule.name, forms, rule.source, rule.conditions)
    monkeypatch.setitem(rules.table(), name, wrong)
    assert main(["diff", r"\log(x^2) \sqrt{x}", "x"]) == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    assert "nothing is shown" in shown.err
