"""Exercise sheets as pages and as files: sheet, solutions and answers file, and what is said of bad input."""

from __future__ import annotations

import os
import re
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from derive.deriving import derive_gradients
from derive.exercises.sheets import Exercises, Sheet, printed
from derive.ir import Const, Expr
from derive.modelling import library
from reports import answersheets, exercising, formats, languages, parts
from reports.document import Document
from reports.failing import Failure
from reports.parts import Options, check_all
from reports.styles.exercise import STYLE, Sheets, sheets_of

GOLDEN = Path(__file__).parents[1] / "golden"
MODEL = "logistic-regression"


@cache
def sheets() -> Sheets:
    return sheets_of(check_all(library(MODEL), STYLE.adapt(Options())))


@cache
def sheet() -> Sheet:
    return sheets().sheet(1)


@cache
def document(solved: bool) -> Document:
    return sheets().document(sheet(), solved=solved)


def rendered(name: str, solved: bool = False) -> str:
    content = formats.render(document(solved), name)
    assert isinstance(content, str)
    return content


def answers_file() -> str:
    english = languages.get(languages.DEFAULT)
    return answersheets.written(sheet(), library(MODEL), MODEL, "outer-inner", english)


# --- the pages


@pytest.mark.parametrize(
    ("suffix", "make"),
    [
        (".tex", lambda: formats.render(replace(document(False), provenance=""), "latex")),
        ("-solutions.txt", lambda: formats.render(replace(document(True), provenance=""), "text")),
        ("-answers.md", answers_file),
    ],
)
def test_the_sheet_of_logistic_regression_is_as_it_was_when_a_person_looked_at_it(suffix: str, make: Any) -> None:
    """Set DERIVE_NEW_GOLDEN=1 to write the files anew, and look at what changed before committing them."""
    path = GOLDEN / f"{MODEL}-exercise{suffix}"
    if os.environ.get("DERIVE_NEW_GOLDEN"):
        path.write_text(make(), encoding="utf-8")
    assert path.read_text(encoding="utf-8") == make()


@pytest.mark.parametrize("name", ["text", "markdown", "html", "latex"])
def test_every_gap_stands_on_the_sheet_once_and_is_filled_in_its_solutions(name: str) -> None:
    box = {
        "text": r"\[(\d+): ",
        "html": r"<msup><mrow></mrow><mn>(\d+)</mn></msup>",
        "markdown": r"\{\}\^\{\((\d+)\)\}",
        "latex": r"\\(?:gap|filled)\{(\d+)\}",
    }[name]
    numbers = [str(gap.number) for gap in sheet().gaps]
    empty, filled = rendered(name), rendered(name, solved=True)
    assert re.findall(box, empty) == numbers
    assert re.findall(box, filled) == numbers
    assert "____" not in filled.replace("\\_", "")


def test_no_answer_can_be_read_off_the_sheet() -> None:
    text = rendered("text")
    assert "(a − y) x" not in text
    assert "(a − y) x" in rendered("text", solved=True)
    for gap in sheet().gaps:
        if gap.value is not None:
            assert re.search(rf"(?<![\d.]){re.escape(printed(gap).lstrip('-'))}(?!\d)", text) is None


def test_one_seed_gives_the_same_bytes_and_another_other_ones() -> None:
    again = sheets_of(sheets().checked)
    for solved in (False, True):
        same, other = (again.document(again.sheet(seed), solved=solved) for seed in (1, 2))
        assert formats.render(same, "pdf") == formats.render(document(solved), "pdf")
        assert formats.render(other, "text") != formats.render(document(solved), "text")


def test_points_add_up_to_those_of_the_tasks() -> None:
    told = [int(points) for points in re.findall(r"Task \d+: .* \((\d+) points?\)", rendered("text"))]
    assert sum(told) == sheet().points
    assert f"of {sheet().points}" in rendered("text")


@pytest.mark.parametrize("code", languages.codes())
def test_it_is_written_in_every_language(code: str) -> None:
    checked = replace(sheets().checked, options=replace(sheets().checked.options, language=code))
    made = replace(sheets(), checked=checked).document(sheet(), solved=False)
    assert languages.get(code).text("ask totals") in formats.render(made, "markdown")  # type: ignore[operator]


# --- the files


def refused(done: Any, told: str, folder: Path) -> None:
    assert (done.code, done.out) == (2, "")
    assert told in done.err
    assert "Traceback" not in done.err
    assert not list(folder.glob("**/*.pdf"))


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """What takes long is done once for all tests: the model checked, and every page set as text."""
    monkeypatch.setattr(exercising, "check_all", lambda model, options: replace(sheets().checked, options=options))


@pytest.mark.usefixtures("quick")
def test_copies_are_sheets_solutions_and_answers_files_with_seeds_that_follow_each_other(
    run: Any, folder: Path
) -> None:
    done = run(
        "report", MODEL, "--style", "exercise", "--seed", "4", "--copies", "3", "-o", "class", "--format", "text"
    )
    assert done.code == 0, done.err
    assert "class/sheet-01.txt … class/sheet-03-answers.md: 9 files" in done.out
    names = sorted(path.name for path in (folder / "class").iterdir())
    assert names == sorted(f"sheet-0{k}{end}" for k in (1, 2, 3) for end in (".txt", "-solutions.txt", "-answers.md"))
    seeds = [answersheets.read(folder / "class" / f"sheet-0{k}-answers.md").seed for k in (1, 2, 3)]
    assert seeds == [4, 5, 6]
    assert "Exercise sheet, seed 5\n" in (folder / "class" / "sheet-02.txt").read_text(encoding="utf-8")
    alone = run("report", MODEL, "--style", "exercise", "--seed", "5", "-o", "quiz.txt")
    assert alone.code == 0
    for end in (".txt", "-solutions.txt", "-answers.md"):
        assert (folder / f"quiz{end}").read_bytes() == (folder / "class" / f"sheet-02{end}").read_bytes()


@pytest.mark.usefixtures("quick")
def test_what_somebody_else_wrote_or_filled_in_is_not_overwritten(run: Any, folder: Path) -> None:
    ask = ("report", MODEL, "--style", "exercise", "-o", "quiz.txt")
    (folder / "quiz-solutions.txt").write_text("mine", encoding="utf-8")
    refused(run(*ask), "quiz-solutions.txt is there already, and derive did not write it", folder)
    assert not (folder / "quiz.txt").exists()
    (folder / "quiz-solutions.txt").unlink()
    assert run(*ask).code == 0
    assert run(*ask).code == 0
    answers = folder / "quiz-answers.md"
    answers.write_text(answers.read_text(encoding="utf-8").replace("\n2. ", "\n2. a"), encoding="utf-8")
    refused(run(*ask), "quiz-answers.md is there already, and is filled in", folder)
    assert run(*ask, "--force").code == 0
    answers.write_text("notes", encoding="utf-8")
    refused(run(*ask), "quiz-answers.md is there already", folder)


@pytest.mark.parametrize(
    ("more", "told"),
    [
        (("--copies", "0"), "--copies is 0, expected 1 to 1000"),
        (("--copies", "-2"), "--copies is -2"),
        (("--copies", "100000"), "--copies is 100000"),
        (("--copies", "two"), "argument --copies: invalid int value: 'two'"),
        (("--seed", "abc"), "argument --seed: invalid int value: 'abc'"),
        (("--seed", "-1"), "--seed is -1, expected a number from 0"),
        (("--seed", "9" * 40), "expected a number from 0"),
        (("--at", "v.yaml"), "--at has no meaning for an exercise: its numbers are drawn from --seed"),
        (("--log", "10"), "--log has no meaning for an exercise"),
        (("--notation", "d"), "--notation is not for exercises"),
        (("-o", "sheet.docx"), "the suffix '.docx' is none of"),
        (("-o", "taken"), "cannot write taken/sheet.pdf: taken is no folder"),
        (("-o", "nowhere/sheet.pdf"), "there is no folder nowhere; make it first"),
        (("--style", "slides", "--copies", "3"), "--copies goes with --style exercise"),
    ],
)
@pytest.mark.usefixtures("quick")
def test_bad_options_are_refused_and_nothing_is_written(
    more: tuple[str, ...], told: str, run: Any, folder: Path
) -> None:
    (folder / "taken").write_text("a file", encoding="utf-8")
    refused(run("report", MODEL, "--style", "exercise", *more), told, folder)


def test_a_corrupted_step_stops_the_sheet_and_the_marking(
    run: Any, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "a.md").write_text(answers_file(), encoding="utf-8")

    def tampered(*arguments: Any, **more: Any) -> Any:
        derivation = derive_gradients(*arguments, **more)
        chain = derivation.chains[-1]
        step = chain.steps[-1]
        wrong: Expr = Const(7) if step.after.shape.is_scalar else step.before
        lines = (
            *chain.lines[:-1],
            replace(chain.lines[-1], steps=(*chain.lines[-1].steps[:-1], replace(step, after=wrong))),
        )
        return replace(derivation, chains=(*derivation.chains[:-1], replace(chain, lines=lines)))

    monkeypatch.setattr(parts, "derive_gradients", tampered)
    refused(run("report", MODEL, "--style", "exercise"), "something in it did not check", folder)
    monkeypatch.setattr("reports.answering.derive_gradients", tampered)
    done = run("check", "--answers", "a.md")
    assert done.code == 2
    assert "nothing was marked, because the model did not check" in done.out


def test_where_there_is_nothing_to_ask_there_is_no_sheet() -> None:
    with pytest.raises(Failure, match="there is nothing to ask about this model"):
        Sheets(sheets().checked, Exercises([])).sheet(1)
