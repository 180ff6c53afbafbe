"""`derive check --answers`: files that students filled in, marked line by line."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from derive.exercises.sheets import Exercises, Sheet, printed
from derive.modelling import Model, library, model_from
from reports import answering, answersheets, languages
from reports.answering import exercises_of

MODEL = "relu-unit"
OWN = r"""<!-- derive: data x, y -->
$$z = w x$$
$$L = \frac{1}{2} (z - y)^2$$
"""


def model_of(name: str) -> Model:
    return library(name) if name != "mine.md" else model_from(OWN, source="mine.md")


@cache
def sheet(name: str = MODEL, seed: int = 3) -> Sheet:
    return exercises_of(model_of(name), "outer-inner").sheet(seed)


def filled(answers: dict[int, str], name: str = MODEL, student: str = "") -> str:
    text = answersheets.written(sheet(name), model_of(name), name, "outer-inner", languages.get("en"))
    for number, answer in answers.items():
        text = text.replace(f"\n{number}. ", f"\n{number}. {answer}", 1)
    return text.replace("Name:", f"Name: {student}", 1)


KEPT: dict[tuple[str, str], Exercises] = {}


@pytest.fixture(autouse=True)
def derived_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is made of a model is kept from one command to the next."""

    def kept(model: Model, order: Any) -> Exercises:
        if (model.text, order) not in KEPT:
            KEPT[model.text, order] = exercises_of(model, order)
        return KEPT[model.text, order]

    monkeypatch.setattr(answering, "exercises_of", kept)


def gap(kind: str) -> int:
    return next(gap.number for gap in sheet().gaps if gap.kind == kind)


RIGHT = {gap.number: printed(gap) for gap in sheet().gaps}
TOTAL = sheet().points


def test_all_that_is_right_earns_all_points_and_only_the_file_is_needed(run: Any, folder: Path) -> None:
    (folder / "a.md").write_text(filled(RIGHT, student="Ada\x1b[31m Lovelace"), encoding="utf-8")
    done = run("check", "--answers", "a.md")
    assert done.code == 0
    first, *lines, last = done.out.splitlines()
    assert first == f"a.md: {MODEL}, seed 3, Ada[31m Lovelace"
    assert [line.split()[1] for line in lines] == ["✓"] * len(RIGHT)
    assert last == f"{TOTAL} of {TOTAL} points: {len(RIGHT)} right"


def test_each_outcome_has_its_mark_and_the_answer_is_kept_back_unless_it_is_asked_for(run: Any, folder: Path) -> None:
    wrong = {**RIGHT, gap("result"): "y - a", gap("factor"): "(a", gap("number"): ""}
    (folder / "a.md").write_text(filled(wrong), encoding="utf-8")
    told = run("check", "--answers", "a.md", "--hint")
    assert told.code == 2
    assert re.search(rf"{gap('result')}  ✗  0/2  y - a +look at the sign", told.out)
    assert re.search(rf"{gap('factor')}  !  0/1  \(a +cannot be read: `\(` is never closed", told.out)
    assert re.search(rf"{gap('number')}  ·  0/1$", told.out, re.M)
    assert "right:" not in told.out
    assert f"{TOTAL - 4} of {TOTAL} points: {len(RIGHT) - 3} right, 1 wrong, 1 not understood, 1 empty" in told.out
    shown = run("check", "--answers", "a.md", "--solutions")
    assert "right:  (a − y) step(z)\n" in shown.out
    assert shown.out.count("right:") == 3


@pytest.mark.parametrize(
    ("changes", "strict", "code"),
    [
        ({"result": "y - a"}, False, 1),
        ({"result": ""}, False, 0),
        ({"result": ""}, True, 3),
        ({"result": "(a"}, False, 2),
        ({"result": "y - a", "number": ""}, True, 1),
    ],
)
def test_the_exit_code_is_that_of_other_checks(
    changes: dict[str, str], strict: bool, code: int, run: Any, folder: Path
) -> None:
    (folder / "a.md").write_text(filled({**RIGHT, **{gap(k): text for k, text in changes.items()}}), encoding="utf-8")
    assert run("check", "--answers", "a.md", *(["--strict"] if strict else [])).code == code


def test_programs_get_every_answer_with_its_line_and_what_is_right_only_where_it_is_asked_for(
    run: Any, folder: Path
) -> None:
    (folder / "a.md").write_text(filled({**RIGHT, gap("result"): "y - a"}, student="Ada"), encoding="utf-8")
    done = run("check", "--answers", "a.md", "b.md", "--format", "json")
    assert done.code == 2
    paper, problem = json.loads(done.out)
    assert problem == {"file": "b.md", "error": "b.md: cannot be read: No such file or directory"}
    assert (paper["name"], paper["points"], paper["of"], paper["seed"]) == ("Ada", TOTAL - 2, TOTAL, 3)
    found = paper["answers"][gap("result") - 1]
    assert (found["outcome"], found["mistake"], found["points"], found["of"]) == ("wrong", "sign", 0, 2)
    assert filled(RIGHT).splitlines()[found["line"] - 1] == f"{gap('result')}. {RIGHT[gap('result')]}"
    assert not any("correct" in answer for answer in paper["answers"])
    shown = json.loads(run("check", "--answers", "a.md", "--format", "json", "--solutions").out)
    assert shown[0]["answers"][gap("result") - 1]["correct"] == RIGHT[gap("result")]


def test_a_class_is_marked_in_one_command_and_one_bad_file_stops_no_other(run: Any, folder: Path) -> None:
    (folder / "a.md").write_text(filled(RIGHT, student="Ada"), encoding="utf-8")
    (folder / "b.md").write_bytes(b"\x00\x01")
    (folder / "c.md").write_text(filled({}, student="Emmy"), encoding="utf-8")
    done = run("check", "--answers", "a.md", "b.md", "c.md")
    assert done.code == 2
    assert "b.md: this is no text: byte 1 is 0" in done.out
    assert done.out.endswith(f"a.md   {TOTAL} of {TOTAL}  Ada\nb.md    – not marked\nc.md    0 of {TOTAL}  Emmy\n")


def changed(pattern: str, into: str) -> str:
    text, count = re.subn(pattern, into, filled({}), count=1, flags=re.M | re.S)
    assert count == 1
    return text


BAD = [
    ("", "is no answers file: it has no line that begins with 'Sheet:'"),
    (changed(r"^Sheet: .*$", ""), "is no answers file"),
    (changed(r"; id [0-9a-f]{12}", ""), "does not say which sheet it is for; expected 'Sheet: MODEL; seed N;"),
    (changed(r"; seed 3", "; seed three"), "does not say which sheet it is for"),
    (changed(r"outer-inner", "inside-out"), "does not say which sheet it is for"),
    (changed(r"^(Sheet: .*)$", r"\1\n\1"), "says a second time which sheet it is for"),
    (changed(r"id [0-9a-f]{12}", "id 0123456789ab"), "is for another sheet: it says 0123456789ab, and relu-unit with"),
    (changed(r"; seed 3", "; seed 4"), "is for another sheet"),
    (changed(r"Sheet: relu-unit", "Sheet: relu"), "there is no model 'relu'; did you mean relu-unit"),
    (changed(r"Sheet: relu-unit", "Sheet: ../../etc/secret.md"), "is about secret.md, which is not in this folder"),
    (changed(r"Sheet: relu-unit", "Sheet: missing.tex"), "is about missing.tex, which is not in this folder"),
    (changed(r"^2\. $", "1. x"), "there are two lines for answer 1; the first is line"),
    (changed(r"^2\. $", "99. x"), "there is no gap 99; the sheet has 1 to"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "told"), BAD)
def test_a_file_that_is_none_or_is_for_another_sheet_is_refused(text: str, told: str, run: Any, folder: Path) -> None:
    (folder / "a.md").write_text(text, encoding="utf-8")
    done = run("check", "--answers", "a.md")
    assert done.code == 2
    assert told in done.out
    assert "points" not in done.out


def test_lines_that_are_missing_and_lines_that_belong_to_no_answer_are_told(run: Any, folder: Path) -> None:
    text = filled(RIGHT).replace(f"\n2. {RIGHT[2]}", "", 1).replace("\n## Task 3", "\nI worked hard.\n\n## Task 3", 1)
    (folder / "a.md").write_text(text, encoding="utf-8")
    done = run("check", "--answers", "a.md")
    line = text.splitlines().index("I worked hard.") + 1
    assert "  there are no lines for 2\n" in done.out
    assert f"  what stands on line {line} belongs to no answer, and was not read\n" in done.out
    cut = filled(RIGHT).partition(f"\n{gap('number')}. ")[0]
    (folder / "a.md").write_text(cut, encoding="utf-8")
    assert f"there are no lines for {gap('number')}, {gap('number') + 1}" in run("check", "--answers", "a.md").out


def test_an_answer_may_go_on_below_and_lists_may_have_brackets() -> None:
    text = filled({}).replace("\n2. ", "\n  2) x +\n     y", 1)
    found = answersheets.read_text(text, "a.md")
    assert found.texts[2] == "x + y"
    assert found.unread == ()
    assert found.is_filled_in
    assert not answersheets.read_text(filled({}), "a.md").is_filled_in


def test_a_document_of_ones_own_is_found_in_the_folder_or_named(run: Any, folder: Path) -> None:
    right = {gap.number: printed(gap) for gap in sheet("mine.md").gaps}
    (folder / "a.md").write_text(filled(right, "mine.md"), encoding="utf-8")
    (folder / "mine.md").write_text(OWN, encoding="utf-8")
    assert run("check", "--answers", "a.md").code == 0
    (folder / "models").mkdir()
    (folder / "mine.md").rename(folder / "models" / "mine.md")
    assert "is about mine.md, which is not in this folder" in run("check", "--answers", "a.md").out
    assert run("check", "models/mine.md", "--answers", "a.md").code == 0
    (folder / "models" / "mine.md").write_text(OWN.replace("(z - y)", "(y - z)"), encoding="utf-8")
    assert "is for another sheet" in run("check", "models/mine.md", "--answers", "a.md").out


@pytest.mark.parametrize(
    ("more", "told"),
    [
        (("logistic-regression", "a = b"), "give no claims beside it"),
        (("--given", "z = w x"), "--given, --declare and --shape have no meaning for it"),
        (("--hint", "--solutions"), "--hint keeps back what --solutions tells"),
    ],
)
def test_options_that_go_with_claims_are_refused(more: tuple[str, ...], told: str, run: Any) -> None:
    done = run("check", *more, "--answers", "a.md")
    assert (done.code, done.out) == (2, "")
    assert told in done.err


def test_solutions_go_with_answers_alone(run: Any) -> None:
    assert "--solutions goes with --answers" in run("check", MODEL, "a = b", "--solutions").err
