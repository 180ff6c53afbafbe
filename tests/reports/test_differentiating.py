"""`derive diff`: the lines, the results, what is refused, and that nothing is printed that was not replayed."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from derive import elementary
from derive.calculus import differentiated
from derive.conditions import Context
from derive.ir import variables
from derive.kernel import NoPoint, ReplayError, replay
from derive.notation.reading import read
from derive.rewriting import Rule
from derive.rules import get
from derive.steps import Derivation
from reports.cli import main

sys.path.append(str(Path(__file__).resolve().parents[2] / "tools"))

import fuzz_diff

RESULTS = {
    r"\log(x^2)": "2/x",
    r"x^2 \sin(x)": "2x sin(x) + x² cos(x)",
    r"\frac{x^2 + 1}{x - 1}": "(x² − 2x − 1)/(x − 1)²",
    r"\sqrt{1 + x^2}": "x/√(1 + x²)",
    r"e^{-x^2/2}": "−xe^(−x²/2)",
    r"x^x": "xˣ(log x + 1)",
    r"a^x": "aˣ log a",
    r"2^x": "2ˣ log 2",
    r"(3x^2 + 1)^5": "30x(3x² + 1)⁴",
    r"\log(1 + e^x)": "eˣ/(1 + eˣ)",
    r"x \sigma(x)": "σ(x)(1 + x − xσ(x))",
    r"x^n": "nxⁿ⁻¹",
    r"\frac{\log x}{x}": "(1 − log x)/x²",
    r"\ln(\ln x)": "1/(x log x)",
    r"\arctan(x)": "1/(1 + x²)",
}


def out(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert main(["diff", *arguments]) == 0
    return capsys.readouterr().out


@pytest.mark.parametrize("formula", RESULTS)
def test_the_result_is_the_form_that_a_person_would_leave(formula: str, capsys: pytest.CaptureFixture[str]) -> None:
    lines = out(capsys, formula, "x").splitlines()
    last = [line for line in lines if line and not line.startswith("assuming")][-1]
    assert last.partition(" = ")[2].rpartition("   ")[0].strip() == RESULTS[formula]


def test_conditions_are_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert "assuming x > 0" in out(capsys, "x^x")
    assert "assuming" not in out(capsys, "x^2")


def test_several_names_and_orders(capsys: pytest.CaptureFixture[str]) -> None:
    both = out(capsys, "x^2 y", "x", "y")
    assert "2xy" in both
    assert "∂/∂y" in both
    assert "−sin(x)" in out(capsys, r"\sin x", "--order", "2")
    assert "does not occur" in out(capsys, "x^2", "z")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["x^2 y"], "by which name"),
        (["x + )"], "closes nothing"),
        (["x = 2", "x"], "no formula that can be differentiated"),
        (["A x", "x", "--declare", "shape A: m, n; shape x: n"], "array of shape"),
        (["x^2", "x", "--order", "9"], "expected 1 to 4"),
        (["x^2", "1"], "no name"),
    ],
)
def test_what_is_refused(arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["diff", *arguments]) == 2
    assert said in capsys.readouterr().err


def test_programs_and_files(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    [found] = json.loads(out(capsys, "x^3", "--format", "json"))
    assert found["result"] == "3x^{2}"
    path = tmp_path / "steps.md"
    out(capsys, r"\tanh(x)", "-o", str(path))
    assert "quotient rule" in path.read_text(encoding="utf-8")
    path.write_text("mine")
    assert main(["diff", "x", "-o", str(path)]) == 2


@pytest.mark.parametrize(
    "name", ["product rule", "derivative of sin", "derivative of a power with a variable exponent"]
)
def test_a_wrong_rule_is_refused(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The kernel compares values, and power series know no rule of ours."""
    right = get(name)
    forms = tuple(type(form)(form.left, f"2 * ({form.right})", form.conditions) for form in right.forms)
    wrong = Rule(name, forms, right.source, right.conditions)
    monkeypatch.setattr("derive.rules.get", lambda asked: wrong if asked == name else get(asked))
    for module in ("derive.calculus", "derive.kernel", "derive.proposing"):
        monkeypatch.setattr(f"{module}.get", lambda asked: wrong if asked == name else get(asked), raising=False)
    body = read(r"x^x \sin x \cdot x").expr
    assert body is not None
    with pytest.raises(ReplayError, match="differ"):
        elementary.differentiate(body, variables(body)[0])


def test_a_formula_without_values_near_0_is_replayed_elsewhere() -> None:
    body = read(r"\log(\log(x))").expr
    assert body is not None
    (x,) = variables(body)
    derivation = Derivation((differentiated(body, x, Context({}, {})),))
    with pytest.raises(NoPoint):
        replay(derivation)
    assert replay(derivation, above=1).equalities > 0


def test_generated_formulas_agree_with_sympy() -> None:
    found, alarms = fuzz_diff.run(60, 7, 3)
    assert set(found) <= {"agrees", "no value at any point", "not read"}, alarms
    assert found["agrees"] > 50


def test_a_wrong_derivative_is_an_alarm() -> None:
    made = fuzz_diff.Made(r"x^{2}", fuzz_diff.X**3)
    assert fuzz_diff.outcome(made) == "differs"
