"""Copies of documents with marks: beside the formulas they are about, and never in the place of anything else."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from reports import exits

PAPER = r"""\documentclass{article}
\begin{document}
\section{The neuron}
$L = (w x - y)^2$ and $\frac{\partial L}{\partial w} = 2 (w x - y)$.
\[ \frac{\partial L}{\partial w} = 2 (w x - y) x \]
\begin{tabular}{l} $\frac{\partial L}{\partial y} = 2 (w x - y)$ \end{tabular}\footnote{Not $1 = 2$.}
\input{part}
\end{document}
"""

PART = "Here $x_1 = )$ and $1 = 2$ on 50\\% of the lines.\n"

NOTES = """# Notes
$L = (w x - y)^2$

- $$dw = 2 (w x - y)$$

> $$
> dw = 2 (w x - y) x
> $$
"""


@pytest.fixture
def documents(folder: Path) -> Path:
    for name, text in (("paper.tex", PAPER), ("part.tex", PART), ("notes.md", NOTES)):
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def test_marks_stand_beside_their_formulas(run: Any, documents: Path) -> None:
    done = run("scan", ".", "--annotate", "marked")
    assert (done.code, done.err.count("annotated: marked/")) == (exits.WRONG, 3)
    for name, text in (("paper.tex", PAPER), ("part.tex", PART), ("notes.md", NOTES)):
        assert (documents / name).read_text(encoding="utf-8") == text
    notes = (documents / "marked" / "notes.md").read_text(encoding="utf-8")
    number = re.search(r"- \$\$dw = 2 \(w x - y\)\$\$\n\*\(wrong\)\*\[\^derive-(\d)\]", notes)
    assert number is not None, notes
    assert f"[^derive-{number[1]}]: Line 4: The factor $x$ is missing" in notes
    assert "> $$\n> *(proved)*" in notes
    paper = (documents / "marked" / "paper.tex").read_text(encoding="utf-8")
    assert r"= 2 (w x - y)$\derivemark{-1}{0}{$\times$}{" in paper
    assert r"\derivemark{1}{2.4}{$\surd$}{}{}\[ \frac" in paper
    numbers = re.findall(
        r"\{(\d)\}\{(?:Line|part\.tex, line)", paper + (documents / "marked" / "part.tex").read_text(encoding="utf-8")
    )
    assert len(set(numbers)) == len(numbers) == 5
    again = run("scan", ".", "--annotate", "marked")
    assert "3 files" not in again.out
    assert run("scan", ".", "--no-cache").out.count("marked/") >= 1, "without the option they are documents"


@pytest.mark.skipif(shutil.which("pdflatex") is None, reason="there is no pdflatex")
def test_a_copy_compiles(run: Any, documents: Path) -> None:
    run("scan", ".", "--annotate", "marked")
    command = ["pdflatex", "-interaction=nonstopmode", "-halt-on-error", "paper.tex"]
    done = subprocess.run(command, cwd=documents / "marked", capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-2000:]


def test_no_copy_stands_in_the_place_of_anything_else(run: Any, documents: Path) -> None:
    refused = run("scan", "notes.md", "--annotate", ".", "--force")
    assert (refused.code, "name another folder" in refused.err) == (exits.FAILED, True)
    (documents / "marked").mkdir()
    (documents / "marked" / "notes.md").write_text("mine", encoding="utf-8")
    refused = run("scan", "notes.md", "--annotate", "marked")
    assert (refused.code, "derive did not write it" in refused.err) == (exits.FAILED, True)
    assert (documents / "marked" / "notes.md").read_text(encoding="utf-8") == "mine"
    (documents / "other").mkdir()
    (documents / "other" / "notes.md").write_text("$1 = 1$", encoding="utf-8")
    twice = run("scan", str(documents / "notes.md"), str(documents / "other" / "notes.md"), "--annotate", "new")
    assert twice.code == exits.FAILED
    assert not (documents / "new").exists()
    (documents / "file").write_text("", encoding="utf-8")
    assert run("scan", "notes.md", "--annotate", "file").code == exits.FAILED
    assert (documents / "notes.md").read_text(encoding="utf-8") == NOTES
