"""The README is executed: its console examples print what it says, its Python runs, its files are accepted."""

from __future__ import annotations

import contextlib
import io
import re
import shlex
import sys
from pathlib import Path
from typing import get_args

import pytest

import derive
from derive.notation.declarations import KEYS
from derive.notation.errors import ErrorKind
from derive.notation.scoping import ELSEWHERE
from reports import cli, exits
from reports.describing import KINDS

README = (Path(__file__).resolve().parents[2] / "README.md").read_text(encoding="utf-8")
FENCE = re.compile(r"^```(?P<language>\w+)\n(?P<body>.*?)^```$", re.M | re.S)


NAMED = re.compile(
    r"This\s+is\s+`(lecture\.md|backprop\.py|sheet-02-answers\.md)`:\n\n```text\n(.*?)^```$", re.M | re.S
)
"""Files that the README shows, and that its commands are about."""


def blocks(language: str) -> list[str]:
    return [fence["body"] for fence in FENCE.finditer(README) if fence["language"] == language]


def example(language: str) -> str:
    [only] = blocks(language)
    return only


def sessions() -> list[tuple[str, str]]:
    """Each command of the console blocks with the output printed under it."""
    found = []
    for block in blocks("console"):
        for command, output in re.findall(r"^\$ ((?:.*\\\n)*.+)\n((?:(?!\$ ).*\n)*)", block, re.M):
            found.append((command.replace("\\\n", ""), output.strip("\n")))
    return found


def run(command: str, capsys: pytest.CaptureFixture[str]) -> tuple[int, str]:
    command, _, piped = command.partition(" < ")
    program, *arguments = shlex.split(command)
    assert program == "derive"
    for name, body in NAMED.findall(README):
        Path(name).write_text(body, encoding="utf-8")
    if piped:
        assert f"This is `{piped}`" in README
        sys.stdin = io.TextIOWrapper(io.BytesIO(example("latex").encode()))
    code = cli.main(arguments)
    captured = capsys.readouterr()
    assert captured.err == ""
    return code, captured.out.strip("\n")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_the_readme_has_the_examples_that_are_tested_here() -> None:
    assert len(sessions()) >= 8
    languages = {"sh", "console", "yaml", "python", "markdown", "latex", "text"}
    assert {fence["language"] for fence in FENCE.finditer(README)} == languages


@pytest.mark.parametrize(("command", "output"), sessions())
def test_a_console_example_prints_what_the_readme_says(
    command: str, output: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", sys.stdin)
    code, printed = run(command, capsys)
    assert printed == output
    wrong = exits.WRONG if re.search(r"^ *refuted: |^wrong: |to look at$|^ *\d+  ✗  0/", output, re.M) else exits.FINE
    assert code == (exits.FAILED if "unknown name" in output else wrong)


def test_the_python_example_runs_and_prints_what_its_comments_say() -> None:
    source = example("python")
    spoken = io.StringIO()
    names: dict[str, object] = {}
    with contextlib.redirect_stdout(spoken):
        exec(compile(source, "README.md", "exec"), names)  # noqa: S102 - the README's own example
    printed = spoken.getvalue().splitlines()
    comments = re.findall(r"^print\(.*\)\s+# (.*)$", source, re.M)
    assert len(comments) == 4
    assert printed[0] == comments[0]
    assert int(printed[1]) > 40
    assert "x_1" in printed[2]
    assert "exp" in printed[2]
    start, ellipsis, _ = comments[3].partition(", …")
    assert ellipsis
    assert printed[-1].startswith(start)
    verdict = names["finding"].verdict  # type: ignore[attr-defined]
    assert isinstance(verdict, derive.Proved)
    with pytest.raises(TypeError):
        bool(verdict)
    assert names["gradient"](w=[1.0, 2.0], x=[0.5, -1.0], b=0.0, y=1.0).shape == (2,)  # type: ignore[operator]


def test_the_model_document_and_both_its_commands(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "This one is `mine.md`" in README
    (folder / "mine.md").write_text(example("markdown"), encoding="utf-8")
    found = re.search(r"`(derive report mine\.md)` and `(derive check mine\.md .*?)` work", README)
    assert found is not None
    code, printed = run(found[1], capsys)
    assert code == exits.FINE
    assert printed.endswith("written to mine.pdf")
    assert (folder / "mine.pdf").read_bytes().startswith(b"%PDF-")
    code, printed = run(found[2], capsys)
    assert code == exits.FINE
    assert printed.startswith("proved for all sizes:")
    code, printed = run(found[2].replace(r"+ \lambda", r"- \lambda"), capsys)
    assert code == exits.WRONG


def test_the_file_of_values(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "values.yaml").write_text(blocks("yaml")[-1], encoding="utf-8")
    code, _ = run("derive report logistic-regression --at values.yaml -o out.txt --components 0", capsys)
    assert code == exits.FINE
    text = (folder / "out.txt").read_text(encoding="utf-8")
    assert "For the new input 0.4 the model predicts:" in text
    assert "0.717399" in text
    assert "0.537041" in text


def test_every_command_of_the_table_and_of_the_text_exists(capsys: pytest.CaptureFixture[str]) -> None:
    spoken = {words.split()[1] for words in re.findall(r"`(derive [a-z]+[^`]*)`", README)}
    assert spoken == {command.name for command in cli.COMMANDS}
    for command in spoken:
        with pytest.raises(SystemExit) as leaving:
            cli.main([command, "--help"])
        assert leaving.value.code == 0
    capsys.readouterr()


def test_every_option_of_the_table_exists_and_the_table_has_every_option(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        cli.main(["report", "--help"])
    known = set(re.findall(r"(--[a-z]+)\b", capsys.readouterr().out)) - {"--help", "--output"}
    table = README.partition("Options of `derive report`")[2].partition("A file of values")[0]
    assert set(re.findall(r"(--[a-z]+)", table)) == known
    with pytest.raises(SystemExit):
        cli.main(["read", "--help"])
    known = set(re.findall(r"(--[a-z]+(?:-[a-z]+)*)\b", capsys.readouterr().out)) - {"--help"}
    table = README.partition("option of `derive read`")[2].partition("The exit code")[0]
    assert set(re.findall(r"^\| `(--[a-z-]+)", table, re.M)) == known
    with pytest.raises(SystemExit):
        cli.main(["check", "--help"])
    known = set(re.findall(r"(--[a-z]+(?:-[a-z]+)*)\b", capsys.readouterr().out)) - {"--help"}
    table = README.partition("option of `derive check`")[2].partition("Several claims")[0]
    assert set(re.findall(r"^\| `(--[a-z-]+)", table, re.M)) == known
    with pytest.raises(SystemExit):
        cli.main(["train", "--help"])
    known = set(re.findall(r"(--[a-z]+(?:-[a-z]+)*)\b", capsys.readouterr().out)) - {"--help"}
    table = README.partition("option of `derive train`")[2].partition("## From Python")[0]
    assert set(re.findall(r"^\| `(--[a-z-]+)", table, re.M)) == known


# --- the tables of `derive read`


def rows(head: str) -> list[list[str]]:
    """The rows of the table with that head, without what marks code."""
    body = README.partition(f"| {head} |")[2].partition("\n\n")[0].splitlines()[2:]
    return [[cell.strip().strip("`") for cell in row.strip("|").split(" | ")] for row in body]


def test_the_table_of_declarations_has_every_key_and_each_is_understood() -> None:
    examples = [row[0] for row in rows("declaration")]
    assert {example.split()[0] for example in examples} == set(KEYS) - set(ELSEWHERE)
    for example in examples:
        assert derive.scope(example) != derive.scope()
    said = README.partition("A model document may also hold")[2].partition("`derive read` refuses")[0]
    others = re.findall(r"`([^`]+)`", said)
    assert {other.split()[0] for other in others} == set(ELSEWHERE)
    for other in others:
        with pytest.raises(derive.BadScope, match="has no effect here"):
            derive.scope(other)


@pytest.mark.parametrize("row", rows("kind"), ids=lambda row: row[0])
def test_each_example_of_a_kind_is_of_that_kind(row: list[str]) -> None:
    reading = derive.read(row[1])
    assert reading.kind == row[0]
    assert (reading.error is not None) == (row[0] == "unreadable")


def test_the_table_of_kinds_has_every_kind() -> None:
    assert sorted(row[0] for row in rows("kind")) == sorted(KINDS)


@pytest.mark.parametrize("row", rows("it says"), ids=lambda row: row[1])
def test_each_example_of_a_refusal_is_refused_so(row: list[str]) -> None:
    error = derive.read(row[2], derive.scope("shape a, b: scalar; shape X: m, n")).error
    assert error is not None
    assert error.kind == row[1]
    assert error.render(row[2]).startswith(f"{row[0]}: ")


def test_the_table_of_refusals_has_every_refusal() -> None:
    assert sorted(row[1] for row in rows("it says")) == sorted(get_args(ErrorKind))


def test_the_other_ways_to_say_what_a_name_is() -> None:
    assert derive.read(r"w \in \mathbb{R}^{m}").declares
    assert (
        derive.read("w % derive: shape w: m").sides[0].shape
        == derive.read("w", derive.scope("shape w: m")).sides[0].shape
    )
    assert derive.read(r"\sigma^2", derive.scope("shape sigma: scalar")).error is None
    assert derive.read("1/(2a)").error is None


def test_the_fields_of_the_json_are_those_the_readme_names(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["read", "a_1 = q", "--format", "json", "--declare", "data a"]) == exits.FAILED
    assert cli.main(["read", r"v \in \mathbb{R} \\ v + v", "--format", "json"]) == exits.FINE
    text = README.partition("In JSON every formula")[2].partition("## Commands")[0]
    named = set(re.findall(r"`([a-z_]+)`", text))
    fields = set(re.findall(r'"([a-z_]+)":', capsys.readouterr().out)) - {"start", "end"}
    assert named - {"second_reader", "outcome"} == fields


@pytest.mark.parametrize(
    ("claim", "code"),
    [
        (r"dw = \frac{1}{n} X dZ^T", exits.FINE),
        (r"w \leftarrow w - \alpha (a - y) x", exits.FINE),
        (r"\frac{\partial L}{\partial b} = \frac{\partial L}{\partial a} \cdot \frac{\partial a}{\partial z} = a - y",
         exits.FINE),
        ("dw = a - y", exits.WRONG),
        ("dw = (a - q) x", exits.FAILED),
        ("dw = (a - y)) x", exits.FAILED),
    ],
)  # fmt: skip
def test_the_claims_and_exit_codes_of_the_text(claim: str, code: int, capsys: pytest.CaptureFixture[str]) -> None:
    if code == exits.FINE:
        assert claim in " ".join(README.split()), "the README shows this claim"
    assert cli.main(["check", "logistic-regression", claim]) == code
    capsys.readouterr()
