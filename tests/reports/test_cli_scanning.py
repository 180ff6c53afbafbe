"""`derive scan` at the command line: what it prints and writes, and its exit codes."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from reports import exits, scans

LECTURE = r"""# Logistic regression
<!-- derive: model logistic-regression -->
$$dw = (a - y) x$$
$$db = a + y$$
$$db = a + y$$
<!-- derive: refuted "the slide lost a minus" -->
$$dw = (y - a) x$$
"""


def test_what_needs_a_look_is_listed_and_all_is_counted(run: Any, folder: Path) -> None:
    (folder / "lecture.md").write_text(LECTURE, encoding="utf-8")
    done = run("scan", "lecture.md")
    assert done.code == exits.WRONG
    lines = done.out.splitlines()
    assert lines[0] == "lecture.md"
    assert lines[1].split()[:5] == ["4:3", "✗", "∂L/∂b", "=", "a"]
    assert "you lost the minus in front of y" in lines[1]
    assert [line.strip() for line in lines[2:]] == [
        "right:  ∂L/∂b = a − y", "also on line 5", "", "1 file, 6 formulas", "4 checked: 1 proved, 3 refuted",
        "2 not: 2 declarations", "1 known to be wrong, as marks say", "1 to look at",
    ]  # fmt: skip
    assert "proved for all sizes" in run("scan", "lecture.md", "--all").out
    assert "a − y" not in run("scan", "lecture.md", "--hint").out


def test_the_wrong_link_of_a_chain_is_where_to_look(run: Any, folder: Path) -> None:
    chain = "\\begin{aligned}\n f &= x^2 + x \\\\\n &= x(x + 1) \\\\\n &= x(x - 1)\n\\end{aligned}"
    (folder / "chain.md").write_text(f"$$\n{chain}\n$$\n", encoding="utf-8")
    assert run("scan", "chain.md").out.splitlines()[1].split()[:2] == ["5:5", "✗"]
    [result] = json.loads(run("scan", "chain.md", "--format", "sarif").out)["runs"][0]["results"]
    assert result["locations"][0]["physicalLocation"]["region"]["startLine"] == 5
    assert "| 5 |" in run("scan", "chain.md", "--format", "markdown").out
    page = run("scan", "chain.md", "--format", "html").out
    assert page.count('<span class="link refuted">= <math') == 1
    assert '<span class="place">5:5</span>' in page


def test_the_evidence_of_statements_that_do_not_fit_is_told(run: Any, folder: Path) -> None:
    (folder / "a.md").write_text(
        "$$w = [1; 2], \\quad W = w w$$".replace("[1; 2]", "\\begin{bmatrix} 1 \\\\ 2 \\end{bmatrix}")
    )
    page = run("scan", "a.md", "--format", "html").out
    assert "<pre>ill-shaped:" in page


@pytest.mark.parametrize(("name", "way"), [("a.pdf", "scan the .tex"), ("a.doc", "save it as .docx")])
def test_what_is_not_read_names_the_way_out(run: Any, folder: Path, name: str, way: str) -> None:
    assert way in run("scan", name).err
    (folder / name).write_bytes(b"%PDF-1.5")
    done = run("scan", name)
    assert way in done.out
    assert done.code == exits.FAILED


@pytest.mark.parametrize(
    ("text", "plain", "strict"),
    [
        ("$1 = 1$", exits.FINE, exits.FINE),
        ("$1 = 2$", exits.WRONG, exits.WRONG),
        ("$$a = )$$", exits.FINE, exits.UNSETTLED),
        ('<!-- derive: refuted "why" -->\n$1 = 2$', exits.FINE, exits.FINE),
        ('<!-- derive: refuted "why" -->\n$1 = 1$', exits.WRONG, exits.WRONG),
        ("$1 = 1$\0", exits.FAILED, exits.FAILED),
    ],
)
def test_exit_codes(run: Any, folder: Path, text: str, plain: int, strict: int) -> None:
    (folder / "a.md").write_text(text, encoding="utf-8")
    assert run("scan", "a.md").code == plain
    assert run("scan", "a.md", "--strict").code == strict


def test_findings_are_written_in_the_form_that_the_suffix_says(run: Any, folder: Path) -> None:
    (folder / "lecture.md").write_text(LECTURE, encoding="utf-8")
    printed = run("scan", "lecture.md", "--format", "json", "-o", "out.json", "-o", "out.html", "-o", "out.xml")
    data = json.loads((folder / "out.json").read_text(encoding="utf-8"))
    assert json.loads(printed.out) == data
    assert data["counts"] == {"refuted": 3, "declaration": 2, "proved": 1}
    assert data["version"]
    for name in scans.names():
        suffix = scans.suffix_of(name)
        text = run("scan", "lecture.md", "--format", name).out
        assert run("scan", "lecture.md", "-o", f"again{suffix}").code == exits.WRONG
        assert (folder / f"again{suffix}").read_text(encoding="utf-8").strip() == text.strip()
    refused = run("scan", "lecture.md", "-o", "out.doc")
    assert refused.code == exits.FAILED
    assert ".json" in refused.err
    with pytest.raises(scans.UnknownForm, match="did you mean json"):
        scans.written(None, "jsn")  # type: ignore[arg-type]


def test_sarif_has_every_place_and_what_is_known_is_suppressed(run: Any, folder: Path) -> None:
    (folder / "lecture.md").write_text(LECTURE, encoding="utf-8")
    [found] = json.loads(run("scan", "lecture.md", "--format", "sarif").out)["runs"]
    wrong, known = found["results"]
    assert [place["physicalLocation"]["region"]["startLine"] for place in wrong["locations"]] == [4, 5]
    assert (wrong["ruleId"], wrong["level"]) == ("refuted", "error")
    assert wrong["message"]["text"].startswith("you lost the minus in front of $y$")
    assert known["suppressions"] == [{"kind": "inSource", "justification": "the slide lost a minus"}]
    assert {result["ruleId"] for result in found["results"]} <= {
        rule["id"] for rule in found["tool"]["driver"]["rules"]
    }


def test_junit_fails_what_is_wrong_and_skips_what_is_open(run: Any, folder: Path) -> None:
    (folder / "lecture.md").write_text(LECTURE + "\n$$a = )$$\n", encoding="utf-8")
    suite = ElementTree.fromstring(run("scan", "lecture.md", "--format", "junit").out.encode()).find("testsuite")
    assert suite is not None
    assert (suite.get("tests"), suite.get("failures"), suite.get("skipped")) == ("4", "1", "1")


def test_the_page_shows_formulas_and_evidence_and_escapes_what_is_written(run: Any, folder: Path) -> None:
    (folder / "lecture.md").write_text(LECTURE + "\n$$<script>alert(1)</script> =$$\n", encoding="utf-8")
    page = run("scan", "lecture.md", "--format", "html").out
    assert "<script" not in page
    assert page.count("<article") == 6
    assert (page.count('<article class="wrong"'), page.count('<article class="known"')) == (1, 1)
    assert "to look at (1)" in page
    assert "http" not in page.replace("http://www.w3.org/1998/Math/MathML", ""), "it needs no network"
    assert "the left side is" in page
    assert "<math" in page


def test_known_findings_do_not_fail_and_new_ones_do(run: Any, folder: Path) -> None:
    (folder / "lecture.md").write_text(LECTURE, encoding="utf-8")
    assert run("scan", "lecture.md", "--write-baseline", "known.json").code == exits.WRONG
    assert run("scan", "lecture.md", "--baseline", "known.json").code == exits.FINE
    (folder / "lecture.md").write_text("moved\n\n" + LECTURE, encoding="utf-8")
    assert run("scan", "lecture.md", "--baseline", "known.json").code == exits.FINE
    (folder / "lecture.md").write_text(LECTURE + "$$db = 2a$$", encoding="utf-8")
    assert run("scan", "lecture.md", "--baseline", "known.json").code == exits.WRONG
    missing = run("scan", "lecture.md", "--baseline", "none.json")
    assert (missing.code, "--write-baseline" in missing.err) == (exits.FAILED, True)
    assert run("scan", "lecture.md", "--baseline", "lecture.md").code == exits.FAILED


def test_nothing_of_somebody_elses_is_overwritten(run: Any, folder: Path) -> None:
    (folder / "lecture.md").write_text(LECTURE, encoding="utf-8")
    (folder / "notes.md").write_text("my notes", encoding="utf-8")
    assert "derive did not write it" in run("scan", "lecture.md", "-o", "notes.md").err
    assert (folder / "notes.md").read_text(encoding="utf-8") == "my notes"
    assert "that were scanned" in run("scan", "lecture.md", "-o", "lecture.md", "--force").err
    assert (folder / "lecture.md").read_text(encoding="utf-8") == LECTURE
    assert run("scan", "lecture.md", "-o", "notes.md", "--force").code == exits.WRONG
    assert run("scan", "lecture.md", "-o", "notes.md").code == exits.WRONG, "it is ours now"


def test_what_is_piped_in_is_read_as_markdown(run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"$1 = 2$")))
    assert run("scan", "-").code == exits.WRONG


@pytest.mark.parametrize(
    "arguments", [("nowhere.md",), ("a.md", "--as", "markdwn"), ("a.md", "--declare", "shpe w: m")]
)
def test_bad_arguments_are_refused(run: Any, folder: Path, arguments: tuple[str, ...]) -> None:
    (folder / "a.md").write_text("$1 = 1$", encoding="utf-8")
    done = run("scan", *arguments)
    assert done.code == exits.FAILED
    assert "Traceback" not in done.err + done.out


def test_what_was_found_is_kept_unless_it_is_refused_and_can_be_cleared(run: Any, folder: Path) -> None:
    (folder / "lecture.md").write_text(LECTURE, encoding="utf-8")
    fresh = run("scan", "lecture.md", "--no-cache")
    assert not (folder / ".cache").exists()
    assert run("scan", "lecture.md").out == fresh.out
    assert "1 entry, " in run("cache").out
    assert run("scan", "lecture.md").out == fresh.out
    for name in scans.names():
        kept = run("scan", "lecture.md", "--format", name)
        assert run("scan", "lecture.md", "--format", name, "--no-cache").out == kept.out
    assert "0 entries, " in run("cache", "--clear").out
    assert not list((folder / ".cache" / "derive").iterdir())


def test_without_a_folder_for_caches_all_is_judged_anew(
    run: Any, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "a.md").write_text("$1 = 2$", encoding="utf-8")
    monkeypatch.setenv("XDG_CACHE_HOME", "not/absolute")
    assert run("scan", "a.md").code == exits.WRONG
    refused = run("cache")
    assert (refused.code, "XDG_CACHE_HOME" in refused.err) == (exits.FAILED, True)
    assert sorted(each.name for each in folder.iterdir()) == ["a.md"]


def test_half_characters_in_names_and_cells_are_written_as_escapes(run: Any, folder: Path) -> None:
    cell = {"cell_type": "markdown", "source": "$1 = 2 \\text{\ud800}$ $1 = 2$"}
    (folder / "a.ipynb").write_text(json.dumps({"cells": [cell]}), encoding="utf-8")
    name = "b\udcff.md"
    (folder / name).write_text("$1 = 2$", encoding="utf-8")
    outputs = [word for form in scans.names() for word in ("-o", f"out{scans.suffix_of(form)}")]
    assert run("scan", "a.ipynb", name, *outputs, "--write-baseline", "known.json").code == exits.WRONG
    assert json.loads((folder / "out.json").read_text(encoding="utf-8"))["findings"][-1]["file"] == name
    assert run("scan", "a.ipynb", name, "--baseline", "known.json", "--force").code == exits.FINE


def test_without_dask_it_is_said_how_to_get_it(run: Any, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "a.md").write_text("$1 = 1$", encoding="utf-8")
    monkeypatch.setitem(sys.modules, "derive.cluster", None)
    done = run("scan", "a.md", "--dask", "tcp://127.0.0.1:8786")
    assert (done.code, "pip install 'derive-gradients[cluster]'" in done.err) == (exits.FAILED, True)
