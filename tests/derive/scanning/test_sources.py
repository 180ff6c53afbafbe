"""HTML and reStructuredText: which formulas are found, where, and what holds none."""

from __future__ import annotations

from pathlib import Path

import pytest

from derive import sources
from derive.documents import Document
from derive.files import Folder
from derive.scanning import scan

PAGE = r"""<html><head><title>$x = 1$</title><script>var a = "$1 = 2$";</script></head><body>
<h1>One</h1><p>It costs $5 and $6. The loss \(L = (w x - y)^2\), where 50% &amp; more.</p>
<p>\[\frac{\partial L}{\partial w} = 2 (w x - y) x\] <code>$1 = 2$</code>
\begin{align} \frac{\partial L}{\partial w} &amp;= 2 (w x - y) \\ 1 &lt; 2 \end{align} <!-- derive: refuted "why" -->
<math><semantics><mi>x</mi><annotation encoding="application/x-tex">\frac{\partial L}{\partial y} = 2(y-wx)</annotation>
</semantics></math> <!-- $1 = 3$ -->
<h2>Two</h2> $$L = w^3$$ $$dw = 3w^2$$
</body></html>
"""

TEXT = r"""Title
=====

The loss is :math:`L = (w x - y)^2`, it costs $5 and $6.

.. derive: refuted "as on the slide"

.. math:: \frac{\partial L}{\partial w} = 2 (w x - y)

.. math::
   :label: a

   \frac{\partial L}{\partial w} &= 2 (w x - y) x \\
     &= 2 x (w x - y)

   \frac{\partial L}{\partial y} = 2(y - wx)

.. note::

   :math:`1 = 3`

Code::

   :math:`1 = 2`

Two
---

:math:`L = w^3` and :math:`dw = 3 w^2`.
"""


def found(text: str, name: str, folder: Path) -> list[tuple[str, int, str]]:
    (folder / name).write_text(text, encoding="utf-8")
    return [(f.outcome, f.line, f.expected) for f in scan(folder / name).findings if f.outcome != "declaration"]


def test_the_formulas_of_a_page(tmp_path: Path) -> None:
    assert found(PAGE, "a.html", tmp_path) == [
        ("definition", 2, ""), ("proved", 3, ""), ("refuted", 4, "why"), ("notation", 4, ""), ("proved", 5, ""),
        ("definition", 7, ""), ("proved", 7, ""),
    ]  # fmt: skip


def test_the_formulas_of_a_text(tmp_path: Path) -> None:
    assert found(TEXT, "a.rst", tmp_path) == [
        ("definition", 4, ""), ("refuted", 8, "as on the slide"), ("proved", 13, ""), ("proved", 16, ""),
        ("definition", 29, ""), ("proved", 29, ""),
    ]  # fmt: skip


def read(text: str, name: str) -> Document:
    return sources.read(text.encode(), name, Folder(Path()))


def test_columns_are_those_of_the_page() -> None:
    document = read("<p>a &amp; b <b>c</b> $x = 1$</p>", "a.html")
    [piece] = document.pieces
    assert (piece.text, document.place(piece.start)) == ("x = 1", (1, 24))


PARTS = ["<", "<p", "&", "&amp", "<!--", "</math>", ".. math::\n", ":math:`", "``", "$", "\\("]


@pytest.mark.parametrize("name", ["a.html", "a.rst", "a.md", "a.tex"])
@pytest.mark.parametrize(
    "part", ["<", "<p", "&", "&amp", "<!--", "</math>", ".. math::\n", ":math:`", "``", "$", "\\("]
)
def test_broken_and_repeated_markup_is_no_crash(name: str, part: str) -> None:
    for text in (part, part * 2000, f"$a = b$ {part}", f"{part} $a = b$"):
        assert read(text, name).text.count("\n") >= text.count("\n")
