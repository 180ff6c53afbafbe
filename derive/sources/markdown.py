"""Markdown, and plain notes, which are read as Markdown; MyST is Markdown too."""

from __future__ import annotations

from derive.documents import Document, decoded, document
from derive.sources import Context

SUFFIXES = (".md", ".markdown", ".myst", ".txt")


def read(content: bytes, name: str, context: Context) -> Document:
    """The formulas of the text. Raises `BadDocument`."""
    return document(decoded(content, name), name, "markdown")
