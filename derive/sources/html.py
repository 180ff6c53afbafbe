"""HTML: formulas between MathJax's delimiters, and the TeX that MathML keeps in its annotations.

Code, scripts, styles and comments hold none. Tags and entities are replaced by what they stand for and blanks, so that
every formula keeps its line and its column. No script of the page is run, and nothing is fetched.
"""

from __future__ import annotations

import re
from html import unescape

from derive.documents import Document, decoded, document
from derive.sources import Context

SUFFIXES = (".html", ".htm", ".xhtml")

_WITHOUT = frozenset({"script", "style", "pre", "code", "textarea", "template", "title", "math"})
"""The elements whose text holds no formula; of MathML only the annotation in TeX does."""
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "section", "article"})
_TEX = re.compile(r"encoding\s*=\s*[\"']?(?:application/x-)?(?:la)?tex\b", re.IGNORECASE)
_MARKUP = re.compile(
    r"(?P<comment><!--)|</?(?P<tag>[A-Za-z][A-Za-z0-9:-]{0,60})(?P<attributes>[^<>]*)>|<[!?][^<>]*>"
    r"|(?P<entity>&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{0,31});)"
)


def read(content: bytes, name: str, context: Context) -> Document:
    """The formulas of the page. Raises `BadDocument`."""
    page = _Page(decoded(content, name))
    return document(page.bare(), name, "delimited")


class _Page:
    """The text of a page without its tags, each character where it stood. It takes time in proportion to the page."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.kept: list[str] = []
        self.position = 0
        self.within: list[str] = []

    def bare(self) -> str:
        """The text with blanks for all that is no text of the page."""
        closed = True
        while (match := _MARKUP.search(self.text, self.position)) is not None:
            self._take(match.start())
            if match["comment"] is not None:
                end = self.text.find("-->", match.end()) if closed else -1
                closed = end >= 0
                self._comment(end + 3 if closed else match.end())
            elif match["tag"] is not None:
                self._tag(match)
            elif match["entity"] is not None and self._is_shown():
                self._put(unescape(match[0]), match.end())
            else:
                self._put("", match.end())
        self._take(len(self.text))
        return "".join(self.kept)

    def _is_shown(self) -> bool:
        return not self.within or self.within[-1] == "tex"

    def _take(self, end: int) -> None:
        """The text up to there, where it is text of the page."""
        if self._is_shown():
            self.kept.append(self.text[self.position : end])
            self.position = end
        else:
            self._put("", end)

    def _put(self, text: str, end: int) -> None:
        """A text, and blanks, in the place of what stands up to there; line breaks stay."""
        rest = self.text[self.position : end]
        self.kept += [text, re.sub(r"[^\n]", " ", rest[len(text) :])]
        self.position = end

    def _comment(self, end: int) -> None:
        """What a comment declares is kept."""
        is_said = self.text[self.position + 4 :][:80].lstrip().startswith("derive:")
        self._put(self.text[self.position : end] if is_said else "", end)

    def _tag(self, match: re.Match[str]) -> None:
        """Into an element or out of it; a heading begins a new part, and an annotation in TeX is a formula."""
        name, end, closes = match["tag"].lower(), match.end(), match[0].startswith("</")
        if closes and name == "annotation" and self.within[-1:] == ["tex"]:
            self.within.pop()
            self._put(r"\)", end)
        elif closes:
            self._put("", end)
            if name in self.within:
                del self.within[self.within.index(name) :]
        elif name == "annotation" and _TEX.search(match["attributes"]):
            self._put("", end - 2)
            self._put(r"\(", end)
            self.within.append("tex")
        else:
            self._put("\f" if name in _HEADINGS else "", end)
            if name in _WITHOUT and not match[0].endswith("/>") and name not in self.within:
                self.within.append(name)
