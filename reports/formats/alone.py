"""A figure by itself: PDF, PNG and SVG as Typst sets it, or TikZ in a LaTeX document of its own.

The letters of an SVG are drawn as outlines, so it needs no font and looks the same everywhere.
"""

from __future__ import annotations

from pathlib import Path
from typing import cast

from reports.emitters.typst import PREAMBLE, quoted
from reports.figures import Figure
from reports.formats import MARKER, NOTICE, UnknownFormat, tikz, typesetter
from reports.formats.pdf import Kind, picture

SUFFIXES = (".pdf", ".png", ".svg", ".tex")
"""What a figure may be written as."""

_MARGIN = 6
_LATEX = r"""% {notice}
\documentclass[border=6pt]{{standalone}}
\usepackage{{amsmath,amssymb,mathtools,xcolor,tikz}}
{colours}
\begin{{document}}
{picture}
\end{{document}}
"""


def check(path: Path) -> None:
    """Raises `UnknownFormat` where a figure is not written as such a file."""
    if path.suffix.lower() not in SUFFIXES:
        raise UnknownFormat(f"{path}: the suffix {path.suffix!r} is none of {', '.join(SUFFIXES)}")


def drawn(figure: Figure, path: Path, title: str, words: str) -> bytes:
    """The figure in the format of a file's suffix; ``words`` says the same to those who cannot see it.

    Raises `UnknownFormat` for another suffix and `EngineFailed`.
    """
    check(path)
    suffix = path.suffix.lower()
    if suffix == ".tex":
        drawing = tikz.picture(figure, max(figure.width, 1.0))
        return _LATEX.format(notice=NOTICE, colours="\n".join(tikz.COLOURS), picture=drawing).encode()
    found = picture(_source(figure, title, words), cast("Kind", suffix[1:]))
    if suffix == ".svg":
        return found.replace(b">", f"><!-- {NOTICE} -->".encode(), 1)
    return found


def _source(figure: Figure, title: str, words: str) -> str:
    width, height = f"{max(figure.width, 1):.1f}pt", f"{max(figure.height, 1):.1f}pt"
    body = f"block(width: {width}, height: {height}, align(top + left, {typesetter.picture(figure)}))"
    return "\n".join(
        [
            f'#set document(title: {quoted(title)}, author: "derive", keywords: ({quoted(MARKER)},), date: none)',
            "#let provenance = none",
            '#let paper = "a4"',
            PREAMBLE,
            typesetter.PAGE,
            f"#set page(width: auto, height: auto, margin: {_MARGIN}pt, footer: none, fill: white)",
            typesetter.TEMPLATE,
            f'#figure(alt: {quoted(words)}, outlined: false, numbering: none, kind: "graph", supplement: none, {body})',
        ]
    )
