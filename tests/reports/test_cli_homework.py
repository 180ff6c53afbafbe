"""`derive check MODEL -`: a whole derivation, piped in or in a file; what is shown, the JSON, and the exit code."""

from __future__ import annotations

import io
import json
import os
import sys
from pathlib import Path
from typing import Any

import pytest

from derive.findings import KEYS
from reports import exits

HOMEWORK = r"""The neuron is $z = w^\top x + b$ with $a = \sigma(z)$; $w$ is learnt.
\begin{align*}
  \frac{\partial L}{\partial z} &= \frac{\partial L}{\partial a} \cdot a (1 - a) \\
    &= y - a \\
  \frac{\partial L}{\partial w} &= (y - a) x \\
  \frac{\partial L}{\partial b} &= (y - a) b
\end{align*}
"""
SHOWN = """1  ✓  z = wᵀx + b
1  ✓  a = σ(z)
3  ✓  ∂L/∂z = ∂L/∂a · a · (1 − a)
4  ✗    = y − a           the difference is the wrong way round: it must be a − y, not y − a
5  ↳  ∂L/∂w = (y − a) x   follows from line 4
6  ✗  ∂L/∂b = (y − a) b   (y − a) b must be divided by −b

the first wrong line is line 4
  refuted:  ∂L/∂z = ∂L/∂a · a · (1 − a) = y − a
    the difference is the wrong way round: it must be a − y, not y − a
    right:  ∂L/∂z = a − y
"""


@pytest.fixture
def pipe(run: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    """The command with a text, or bytes, piped into it."""

    def command(content: str | bytes, *arguments: str) -> Any:
        raw = content.encode() if isinstance(content, str) else content
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(raw)))
        return run("check", *arguments)

    return command


def test_every_line_is_marked_and_the_first_wrong_one_explained(pipe: Any) -> None:
    result = pipe(HOMEWORK, "logistic-regression", "-")
    assert result.code == exits.WRONG
    assert result.out.startswith(SHOWN)
    assert result.out.endswith(
        "\n6 formulas: 2 proved, 2 refuted, 1 that follows from a mistake, 1 that claims nothing\n"
    )
    assert result.err == "", "it is quiet when piped"


def test_somebody_who_watches_sees_how_far_it_is(pipe: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    result = pipe(HOMEWORK, "logistic-regression", "-")
    assert result.err.startswith("\rline 1 of 8 ")
    assert "\rline 6 of 8 " in result.err
    assert result.err.endswith(" \r"), "nothing of it stays"
    assert result.out.startswith(SHOWN)


def test_a_file_is_judged_in_the_same_way(pipe: Any, folder: Path) -> None:
    (folder / "homework.tex").write_text(HOMEWORK, encoding="utf-8")
    piped = pipe(HOMEWORK, "logistic-regression", "-").out
    assert pipe("", "logistic-regression", "--file", "homework.tex").out == piped.replace(
        "\n6 formulas", "\nhomework.tex: 6 formulas"
    )
    assert pipe(HOMEWORK, "--file", "-", "logistic-regression").out == piped


def test_the_json_has_a_finding_for_every_formula_at_its_place(pipe: Any, folder: Path) -> None:
    (folder / "homework.tex").write_text(HOMEWORK, encoding="utf-8")
    findings = json.loads(pipe("", "logistic-regression", "--file", "homework.tex", "--format", "json").out)
    places = [tuple(f[key] for key in ("file", "line", "column", "end_line", "end_column")) for f in findings]
    assert places == [
        ("homework.tex", 1, 16, 1, 32),
        ("homework.tex", 1, 40, 1, 53),
        ("homework.tex", 1, 57, 1, 58),
        ("homework.tex", 3, 3, 4, 13),
        ("homework.tex", 5, 3, 5, 45),
        ("homework.tex", 6, 3, 6, 45),
    ]
    assert [f["outcome"] for f in findings] == ["proved", "proved", "notation", "refuted", "refuted", "refuted"]
    assert [f["follows_from"] for f in findings] == [None, None, None, None, 4, None]
    assert all({*KEYS, "links"} == set(f) for f in [*findings, *findings[3]["links"]])
    assert [(link["line"], link["column"], link["outcome"]) for link in findings[3]["links"]] == [
        (3, 3, "proved"), (4, 8, "refuted"),
    ]  # fmt: skip
    assert findings[3]["mistake"]["kind"] == "sign"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("$dw = (a - y) x$", exits.FINE),
        ("nothing but words", exits.FINE),
        ("", exits.FINE),
        ("$dw = (y - a) x$", exits.WRONG),
        ("$dw = (a - y)) x$", exits.FAILED),
        ("$dw = q x$", exits.FAILED),
        ("$$dw = (a - y) x", exits.FAILED),
        ("$dw = (y - a) x$ and $dw = q x$", exits.FAILED),
        ("$w$, $q$ and $\\frac{\\partial L}{\\partial w}$", exits.FINE),
    ],
)
def test_the_worst_line_decides_the_exit_code(text: str, code: int, pipe: Any) -> None:
    assert pipe(text, "logistic-regression", "-").code == code
    assert pipe(text, "logistic-regression", "-", "--format", "json").code == code


def test_a_derivation_may_bring_its_own_equations(pipe: Any) -> None:
    own = "z = w x\nL = (z - y)^2\ndw = 2 (z - y) x"
    assert pipe(own, "-").code == exits.FINE
    assert pipe("dw = 2 (z - y) x", "-", "--given", "z = w x", "--given", "L = (z - y)^2").out.startswith("1  ✓")
    assert pipe("dw = c^T x", "logistic-regression", "--shape", "c: m", "-").out.startswith("1  ✗")


def test_reasons_why_lines_are_not_read_are_told_once(pipe: Any) -> None:
    out = pipe(
        "$$dw = q x$$\n\n$$db = q$$\n\n$$dw = (a - y$$\n\n" + "".join(f"$$db = q_{k}$$\n\n" for k in range(9)),
        "logistic-regression",
        "-",
    ).out
    assert out.count("nothing is known about q\n  dw = q x\n       ^\n") == 1
    assert "  the same on line 3\n" in out
    assert "\nand 5 reasons more; --format json has them all\n" in out


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"\x7fELF\0\0", "what was piped in: this is no text: byte 5 is 0"),
        (b"caf\xe9 $a$", "what was piped in: this is no UTF-8 text: byte 4 is 0xe9"),
        (b"a" * 9_000_000, "what was piped in: this is too long"),
        (b"a" * 2_000_001, "this is too long: a document has at most 2,000,000 characters"),
        (b"$a$ " * 6_000, "more than 5,000 formulas"),
    ],
)
def test_what_is_no_document_is_refused(content: bytes, message: str, pipe: Any) -> None:
    result = pipe(content, "logistic-regression", "-")
    assert result.code == exits.FAILED
    assert result.out == ""
    assert message in result.err


class Endless(io.RawIOBase):
    """An input without an end."""

    taken = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        self.taken += len(buffer)
        buffer[:] = b"a" * len(buffer)
        return len(buffer)


def test_no_more_is_read_than_a_document_may_hold(run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    endless = Endless()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BufferedReader(endless)))
    assert "too long" in run("check", "logistic-regression", "-").err
    assert endless.taken < 20_000_000


def test_nothing_that_a_text_names_is_opened_or_run(pipe: Any, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "secret.tex").write_text("$dw = 7$", encoding="utf-8")
    for name in ("system", "popen"):
        monkeypatch.setattr(os, name, lambda *_: pytest.fail("something was run"))
    text = "\\documentclass{article}\\input{secret}\\include{secret}\\write18{touch made}\n$dw = (a - y) x$"
    result = pipe(text + "$\\input{secret}$ $$\\write18{touch made} = 0$$", "logistic-regression", "-")
    assert "7" not in result.out
    assert not (folder / "made").exists()


def test_deep_nesting_is_refused_where_it_stands(pipe: Any) -> None:
    result = pipe("$$" + "{" * 100_000 + "$$\n\n$dw = (a - y) x$", "logistic-regression", "-")
    assert result.code == exits.FAILED
    assert "refused: brackets are nested more than 40 deep" in result.out
    assert "3  ✓  ∂L/∂w = (a − y) x" in result.out


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("logistic-regression", "-", "dw = x"), "a derivation is judged by itself"),
        (("logistic-regression", "-", "-"), "a derivation is judged by itself"),
        (("logistic-regression", "-", "--file", "x.tex"), "a derivation is judged by itself"),
        (("logistic-regression", "--file", "missing.tex"), "missing.tex: cannot be read: No such file"),
        (("logistic-regression", "--file", "."), "cannot be read: Is a directory"),
        (("no-such-model", "-"), "there is no model 'no-such-model'"),
    ],
)
def test_what_cannot_be_asked_for(arguments: tuple[str, ...], message: str, pipe: Any) -> None:
    result = pipe(HOMEWORK, *arguments)
    assert result.code == exits.FAILED
    assert result.out == ""
    assert message in result.err
