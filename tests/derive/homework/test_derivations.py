"""Three derivations of students, each in three formats: every line gets its mark, at its place."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

import derive
from derive.documents import Document, document
from derive.findings import Finding
from derive.homework import first_wrong, graded
from derive.standpoints import standpoints_of
from reports.marking import marked

FOLDER = Path(__file__).resolve().parents[2] / "corpus" / "derivations"
SUFFIXES = ("tex", "md", "txt")
MARKS = {
    "logistic": "✓✓✓✓✓✓✓✗↳↳↳✓",
    "network": "······✓✓✓✗✓✗↳",
    "squared": "···✓✓✗✓↳✗↳",
}
FIRST_WRONG = {"logistic": "= y - a", "network": "W_2", "squared": "(1 +"}
CASES = [(name, suffix) for name in MARKS for suffix in SUFFIXES]


@cache
def judged(name: str, suffix: str) -> tuple[Document, tuple[Finding, ...]]:
    path = FOLDER / f"{name}.{suffix}"
    source = document(path.read_text(encoding="utf-8"), path.name)
    model = "logistic-regression" if name == "logistic" else derive.scope()
    return source, tuple(graded(source, standpoints_of(model)))


def marks(name: str, suffix: str) -> list[tuple[int, str]]:
    _, findings = judged(name, suffix)
    rows = list(marked(findings, ""))
    return [(int(row.split()[0]), row.split()[1]) for row in rows[: rows.index("")]]


@pytest.mark.parametrize(("name", "suffix"), CASES)
def test_every_line_gets_its_mark(name: str, suffix: str) -> None:
    assert "".join(mark for _, mark in marks(name, suffix)) == MARKS[name]


@pytest.mark.parametrize(("name", "suffix"), CASES)
def test_marks_stand_at_lines_that_hold_a_formula_in_their_order(name: str, suffix: str) -> None:
    source, _ = judged(name, suffix)
    lines = source.text.split("\n")
    numbers = [number for number, _ in marks(name, suffix)]
    assert numbers == sorted(numbers)
    signs = ("=", "leftarrow", "←", "derive: shape")
    assert all(any(sign in lines[number - 1] for sign in signs) for number in numbers)


@pytest.mark.parametrize(("name", "suffix"), CASES)
def test_the_first_wrong_line_is_the_one_with_the_mistake(name: str, suffix: str) -> None:
    source, findings = judged(name, suffix)
    wrong = first_wrong(findings)
    assert wrong is not None
    link = next((link for link in wrong.links if link.outcome == "refuted"), wrong)
    line = source.text.split("\n")[link.line - 1].replace("−", "-").replace("₂", "_2").replace("&", "")
    assert FIRST_WRONG[name] in " ".join(line.split())


@pytest.mark.parametrize(("name", "suffix"), CASES)
def test_what_follows_names_the_line_of_the_mistake(name: str, suffix: str) -> None:
    _, findings = judged(name, suffix)
    links = [link for finding in findings for link in (finding.links or (finding,))]
    wrong = {link.line for link in links if link.outcome in ("refuted", "ill-shaped") and link.follows_from is None}
    carried_on = [link for link in links if link.follows_from is not None]
    assert carried_on
    assert all(link.follows_from in wrong and link.follows_from < link.line for link in carried_on)


def position(source: Document, line: int, column: int) -> int:
    return len("".join(text + "\n" for text in source.text.split("\n")[: line - 1])) + column - 1


@pytest.mark.parametrize(("name", "suffix"), CASES)
def test_places_are_those_of_the_text(name: str, suffix: str) -> None:
    source, findings = judged(name, suffix)
    assert all(finding.file == f"{name}.{suffix}" for finding in findings)
    last = 0
    for finding in findings:
        start = position(source, finding.line, finding.column)
        end = position(source, finding.end_line, finding.end_column)
        assert last <= start < end
        assert source.text[start:end] == finding.latex
        for link in finding.links:
            first, behind = position(source, link.line, link.column), position(source, link.end_line, link.end_column)
            assert start <= first < behind <= end
        last = end


@pytest.mark.parametrize("name", MARKS)
def test_the_three_formats_say_the_same(name: str) -> None:
    read_as = [
        [link.read_as for f in judged(name, suffix)[1] for link in (f.links or (f,)) if "=" in link.read_as]
        for suffix in SUFFIXES
    ]
    assert len(read_as[0]) >= len(MARKS[name]) - 2
    assert read_as[0] == read_as[1] == read_as[2]


def test_a_right_derivation_has_nothing_wrong_in_it() -> None:
    for suffix in SUFFIXES:
        text = (FOLDER / f"logistic.{suffix}").read_text(encoding="utf-8")
        for wrong, right in (("y - a", "a - y"), ("y − a", "a − y")):
            text = text.replace(f"= {wrong}", f"= {right}").replace(f"({wrong})", f"({right})")
        findings = list(graded(document(text, f"x.{suffix}"), standpoints_of("logistic-regression")))
        assert first_wrong(findings) is None
        assert not [finding for finding in findings if finding.follows_from is not None]
        assert sum(finding.outcome == "proved" for finding in findings) == 10
