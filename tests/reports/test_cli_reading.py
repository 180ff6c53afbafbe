"""`derive read`: every option, what it prints as text and as JSON, and its exit codes: 0 read, 2 refused."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from derive.second_reader import process
from reports import cli, exits
from reports.commands import read as command

NEURON = (
    "--declare", "shape w, x: m; shape b, y: scalar", "--declare", "data x, y; parameter w, b",
    "--given", "z = w^T x + b", "--given", r"a = \sigma(z)", "--given", r"L = -y \log a - (1 - y) \log(1 - a)",
)  # fmt: skip


def refused(result: Any, *lines: str) -> None:
    """The command did not run: nothing on the output, the reason with its caret as an error."""
    assert (result.code, result.out) == (exits.FAILED, "")
    assert result.err.startswith("derive: ")
    assert result.err.removeprefix("derive: ").splitlines()[: len(lines)] == list(lines)


# --- text


def test_a_formula_among_the_names_of_a_model(run: Any) -> None:
    made = run("read", r"\frac{\partial L}{\partial w} = (a - y) x", "--model", "logistic-regression")
    assert (made.code, made.err) == (exits.FINE, "")
    assert made.out.splitlines()[:3] == [
        "a claim",
        "    ∂L/∂w      of shape (m, 1)",
        "  = (a − y) x  of shape (m, 1)",
    ]
    assert "    w  an array of shape (m, 1)" in made.out


def test_several_declarations_and_equations_are_read_in_their_order(run: Any) -> None:
    made = run("read", r"\frac{\partial L}{\partial w} = (a - y) x", *NEURON)
    assert made.code == exits.FINE
    assert made.out.splitlines() == [
        "a claim",
        "    ∂L/∂w      of shape (m, 1)",
        "  = (a − y) x  of shape (m, 1)",
        "  names",
        "    L  a number with an equation",
        "    w  an array of shape (m, 1)",
        "    a  a number with an equation",
        "    y  a number",
        "    x  an array of shape (m, 1)",
    ]


def test_without_declarations_names_are_numbers(run: Any) -> None:
    assert "  b  a number; nothing else is said about it" in run("read", "a = b + 1").out
    assert run("read", "a = b + 1", "--declare", "data x").code == exits.FAILED


def test_a_declaration_decides_the_layout(run: Any) -> None:
    options = ("read", r"\frac{\partial y}{\partial x}", "--declare", "shape x: n; shape A: m, n", "--given", "y = A x")
    assert "of shape (n, m)" in run(*options).out
    made = run(*options, "--declare", "layout numerator")
    assert "of shape (m, n)" in made.out
    assert made.out.splitlines()[-2:] == [
        "  choices",
        r"    \frac{\partial y}{\partial x} is the matrix of all derivatives, in numerator layout",
    ]


def test_what_is_refused_is_shown_with_its_place_and_fails(run: Any) -> None:
    made = run("read", "Z = W X + c", "--declare", "shape X: n, m; shape W: h, n")
    assert (made.code, made.err) == (exits.FAILED, "")
    assert made.out.splitlines()[:5] == [
        "a definition",
        "  unknown name: nothing is known about c",
        "    Z = W X + c",
        "              ^",
        "    hint: say what it is: shape c: …",
    ]


def test_several_formulas_stand_under_their_text_and_one_refusal_is_enough_to_fail(run: Any) -> None:
    made = run("read", "a + 1", r"\frac{", "b")
    assert made.code == exits.FAILED
    first, second, third = made.out.split("\n\n")
    assert first.splitlines()[:2] == ["a + 1", "an expression"]
    assert second.splitlines()[:3] == [r"\frac{", "not readable", "  cannot be read: `{` is never closed"]
    assert third.splitlines()[:2] == ["b", "notation that claims nothing"]
    alone = run("read", "a + 1")
    assert alone.out.splitlines()[0] == "an expression"
    assert alone.code == exits.FINE


@pytest.mark.parametrize(
    ("text", "head", "code"),
    [
        ("a = b", "a definition", exits.FINE),
        ("2a = b", "a claim", exits.FINE),
        ("a = 0.5", "a printed value", exits.FINE),
        (r"w \leftarrow w - \alpha g", "an update rule", exits.FINE),
        (r"x \in \mathbb{R}^{m}", "a declaration", exits.FINE),
        ("= a + b", "the continuation of an earlier line", exits.FINE),
        ("a < b", "notation that claims nothing", exits.FINE),
        ("a +", "a fragment, no statement by itself", exits.FINE),
        ("the gradient of the loss is small", "words, not a formula", exits.FINE),
        (r"a = b \\ c = 2a", "2 statements", exits.FINE),
        ("a)", "not readable", exits.FAILED),
        ("1/2a", "an expression", exits.FAILED),
        ("", "not readable", exits.FAILED),
        ("   ", "not readable", exits.FAILED),
    ],
)
def test_each_kind_has_its_head_and_its_exit_code(run: Any, text: str, head: str, code: int) -> None:
    made = run("read", text)
    assert (made.out.splitlines()[0], made.code) == (head, code)


def test_a_formula_that_begins_with_a_minus(run: Any) -> None:
    assert run("read", "-x").code == exits.FAILED
    assert run("read", "--", "-x").out.splitlines()[:2] == ["an expression", "  −x  a number"]
    assert "derive read -- '-x'" in run("read", "--help").out


# --- bad input in the options


@pytest.mark.parametrize(
    ("options", "lines"),
    [
        (
            ("--declare", "shap w: m"),
            ("cannot be read: unknown declaration 'shap'", "  shap w: m", "  ^^^^^^^^^", "  expected: shape"),
        ),
        (
            ("--declare", "data x", "--declare", "log 2"),
            ("cannot be read: log cannot be '2'", "  log 2", "  ^^^^^", "  expected: natural | 10"),
        ),
        (
            ("--declare", "data x; model m"),
            ("cannot be read: `model` has no effect here", "  data x; model m", "          ^^^^^^^"),
        ),
        (("--given", r"z = \frac{x"), ("cannot be read: `{` is never closed", r"  z = \frac{x", "           ^")),
        (
            ("--declare", "data x", "--given", "z = 2x", "--given", "2z = 4x"),
            ("cannot be read: this is of the kind `claim`, and defines no name", "  2z = 4x", "  ^^^^^^^"),
        ),
        (("--declare", "data x", "--given", "z = q x"), ("unknown name: nothing is known about q", "  z = q x")),
        (
            ("--declare", "shape x: m; shape z: n", "--given", "z = x"),
            ("shapes do not fit: z is declared as (n, 1), but the right side is (m, 1)", "  z = x", "  ^^^^^"),
        ),
    ],
)
@pytest.mark.parametrize("format_", ["text", "json"])
def test_a_bad_option_is_refused(run: Any, options: tuple[str, ...], lines: tuple[str, ...], format_: str) -> None:
    refused(run("read", "x", *options, "--format", format_), *lines)


@pytest.mark.parametrize("option", [("--declare", "data x"), ("--given", "z = 2")])
def test_a_model_and_declarations_exclude_each_other(run: Any, option: tuple[str, ...]) -> None:
    said = "--model brings its own names: use it, or --declare and --given"
    refused(run("read", "x", "--model", "logistic-regression", *option), said)


def test_an_unknown_model(run: Any) -> None:
    result = run("read", "x", "--model", "logistic")
    assert (result.code, result.out) == (exits.FAILED, "")
    assert result.err.startswith("derive: there is no model 'logistic'; did you mean logistic-regression")


# --- JSON


def test_json_has_an_entry_for_each_formula_also_for_a_refused_one(run: Any) -> None:
    text = "Z = W X + c"
    made = run("read", "W X", text, "--declare", "shape X: n, m; shape W: h, n", "--format", "json")
    assert made.code == exits.FAILED
    read, bad = json.loads(made.out)
    assert set(read) == set(bad)
    assert read["error"] is None
    assert read["kind"] == "expression"
    assert read["sides"] == [
        {"relation": "", "latex": "WX", "plain": "WX", "shape": ["h", "m"], "is_entry": False},
    ]
    assert bad["kind"] == "definition"
    assert bad["error"] == {
        "kind": "unbound",
        "message": "nothing is known about c",
        "span": {"start": text.index("c"), "end": len(text)},
        "expected": [],
        "hint": "say what it is: shape c: …",
    }
    assert [name["plain"] for name in bad["names"]] == ["W", "X"]


def test_json_tells_statements_names_and_choices(run: Any) -> None:
    made = run("read", r"\hat{y}_i = 2 x_i \\ c = \hat{y}", "--declare", "shape x: m", "--format", "json")
    [found] = json.loads(made.out)
    assert (made.code, found["kind"], found["sides"]) == (exits.FINE, "statements", [])
    first, second = found["statements"]
    assert first["defines"] == [{"latex": r"\hat{y}", "plain": "ŷ"}]
    assert first["names"] == [{"latex": "x", "plain": "x", "meaning": "an array of shape (m, 1)"}]
    assert "x_i is an entry or column of x" in first["choices"]
    assert second["sides"][0] == {
        "relation": "=", "latex": r"\hat{y}", "plain": "ŷ", "shape": ["m", "1"], "is_entry": False
    }  # fmt: skip


def test_json_is_text_as_it_was_typed(run: Any) -> None:
    made = run("read", "ŷ = σ(z)", "--format", "json")
    assert '"text": "ŷ = σ(z)"' in made.out


# --- outputs that cannot hold every character


def elsewhere(encoding: str, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    """The command in a process of its own, whose output has that encoding."""
    environment = {**os.environ, "PYTHONIOENCODING": encoding, "PYTHONPATH": str(Path(cli.__file__).parents[1])}
    command = [sys.executable, "-m", "reports.cli", *arguments]
    return subprocess.run(command, env=environment, capture_output=True, check=False)


def test_an_output_without_greek_letters_gets_their_codes() -> None:
    made = elsewhere("ascii", "read", r"\sigma(z)")
    assert (made.returncode, made.stderr) == (exits.FINE, b"")
    assert made.stdout.splitlines()[1] == rb"  \u03c3(z)  a number"
    found = elsewhere("ascii", "read", "σ(a × b)", "--format", "json")
    assert json.loads(found.stdout)[0]["text"] == "σ(a × b)"


def test_bytes_that_are_no_text_are_refused_as_any_other_character() -> None:
    made = elsewhere("utf-8:strict", "read", os.fsdecode(b"a\xff"), "b", "--format", "json")
    assert (made.returncode, made.stderr) == (exits.FAILED, b"")
    assert json.loads(made.stdout)[0]["error"]["kind"] == "unreadable"
    made = elsewhere("utf-8:strict", "read", os.fsdecode(b"a\xff"), "b")
    assert (made.returncode, made.stderr) == (exits.FAILED, b"")


# --- the second reader


class _Silent:
    """A second reader that answers nothing."""

    def __enter__(self) -> _Silent:
        return self

    def __exit__(self, *problem: object) -> None:
        pass

    def read(self, latex: str) -> process.Tree:
        return process.Tree(error="nothing")


@pytest.fixture
def silent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(command, "SecondReader", _Silent)


@pytest.mark.usefixtures("silent")
def test_the_second_reader_speaks_under_each_formula(run: Any) -> None:
    made = run("read", "a + b", "b)", "--second-reader")
    first, second = made.out.split("\n\n")
    assert first.splitlines()[-2:] == ["second reader: does not read it", "  it says: nothing"]
    assert second.splitlines()[-2:] == ["second reader: does not read it either", "  nothing"]


@pytest.mark.usefixtures("silent")
def test_the_second_reader_is_part_of_the_json(run: Any) -> None:
    found = json.loads(run("read", "a + b", "b)", "--second-reader", "--format", "json").out)
    assert [entry["second_reader"]["outcome"] for entry in found] == ["only-we", "neither"]
    assert found[0]["second_reader"]["sides"][0]["note"] == "it says: nothing"
    assert "second_reader" not in json.loads(run("read", "a", "--format", "json").out)[0]


@pytest.mark.parametrize("format_", ["text", "json"])
def test_without_a_second_reader_nothing_is_printed(run: Any, monkeypatch: pytest.MonkeyPatch, format_: str) -> None:
    monkeypatch.setattr(process, "WORKER", Path("no-such-file.py"))
    made = run("read", "a + b", "--second-reader", "--format", format_)
    assert (made.code, made.out) == (exits.FAILED, "")
    assert "second-reader" in made.err
