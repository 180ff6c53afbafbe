"""Slides of PowerPoint and other programs (``.pptx``): the formulas of their boxes and tables, slide by slide.

Places are slides in the order in which they are shown, and paragraphs of a slide, counted without empty ones. Each
slide begins a new part. A paragraph that begins with ``derive:`` declares something, and so it does in the notes, of
which nothing else is read. Nothing of the file is run or fetched, and pictures of formulas are not looked at.
"""

from __future__ import annotations

from collections.abc import Iterator

from derive.documents import Document
from derive.sources import Context
from derive.sources._package import MOST_BYTES, Package
from derive.sources._paragraphs import Lines, paragraphs

SUFFIXES = (".pptx", ".pptm", ".ppsx")
UNITS = ("slide", "paragraph")

__all__ = ["MOST_BYTES", "SUFFIXES", "UNITS", "read"]


def read(content: bytes, name: str, context: Context) -> Document:
    """The formulas of the slides. Raises `BadDocument`."""
    package = Package(content, name)
    lines = Lines(name)
    for number, slide in enumerate(_slides(package), 1):
        lines.begin(number)
        for notes in package.related(slide, "notesSlide").values():
            for paragraph in paragraphs(package.tree(notes)):
                lines.declare(paragraph)
        for paragraph in paragraphs(package.tree(slide)):
            lines.add(paragraph)
    return lines.document()


def _slides(package: Package) -> Iterator[str]:
    """The parts of the slides, in the order in which they are shown."""
    main = package.main("ppt/")
    parts = package.related(main, "slide")
    for slide in package.tree(main).findall("p-sldIdLst/p-sldId"):
        if slide.get("r-id", "") in parts:
            yield parts[slide.get("r-id", "")]
