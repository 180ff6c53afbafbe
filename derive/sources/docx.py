"""Documents of Word and other word processors (``.docx``): the formulas that their editors of formulas write.

Places are paragraphs, counted from 1 without empty ones. A paragraph that begins with ``derive:`` declares something,
hidden or not. Nothing of the file is run or fetched, and pictures of formulas are not looked at.
"""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element

from derive.documents import Document
from derive.sources import Context
from derive.sources._package import MOST_BYTES, Package
from derive.sources._paragraphs import Lines, paragraphs

SUFFIXES = (".docx", ".docm")
UNITS = ("", "paragraph")

__all__ = ["MOST_BYTES", "SUFFIXES", "UNITS", "read"]

_HEADING = re.compile(r"(?:heading \d|title)$", re.IGNORECASE)
"""What the styles of headings are called in every language."""


def read(content: bytes, name: str, context: Context) -> Document:
    """The formulas of the text, of its tables and of its boxes. Raises `BadDocument`."""
    package = Package(content, name)
    main = package.main("word/")
    headings = _headings(package, main)
    lines = Lines(name)
    for paragraph in paragraphs(package.tree(main)):
        lines.add(paragraph, is_heading=_is_heading(paragraph, headings))
    return lines.document()


def _headings(package: Package, main: str) -> frozenset[str]:
    """The styles of paragraphs that are headings."""
    found = set()
    for part in package.related(main, "styles").values():
        for style in package.tree(part).findall("w-style"):
            name = style.find("w-name")
            if name is not None and _HEADING.match(name.get("w-val", "")):
                found.add(style.get("w-styleId", ""))
    return frozenset(found)


def _is_heading(paragraph: Element, headings: frozenset[str]) -> bool:
    style = paragraph.find("w-pPr/w-pStyle")
    return paragraph.find("w-pPr/w-outlineLvl") is not None or (
        style is not None and style.get("w-val", "") in headings
    )
