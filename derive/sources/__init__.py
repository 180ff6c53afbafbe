"""Formats of documents, one file each, discovered and never listed: from the bytes of a file to the formulas in it.

A file says which suffixes are its own (``SUFFIXES``) and how it is read (``read``). Names are listed without importing
the files; a format is imported when its first file is read.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Mapping
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Protocol

from derive.documents import MAX_BYTES, BadDocument, Document


class Context(Protocol):
    """Where a file stands: what other files it may draw in."""

    def text_of(self, name: str, drawn_in_by: str) -> tuple[str, str]:
        """The path and the text of a file that another one draws in. Raises `BadDocument` where it may not be read."""


@cache
def names() -> tuple[str, ...]:
    """The names of the formats, sorted."""
    return tuple(sorted(file.stem for file in Path(__file__).parent.glob("*.py") if not file.stem.startswith("_")))


@cache
def _module(name: str) -> tuple[tuple[str, ...], Callable[[bytes, str, Context], Document]]:
    module = import_module(f"derive.sources.{name}")
    return module.SUFFIXES, module.read


@cache
def suffixes() -> Mapping[str, str]:
    """The suffixes of files, each with the name of its format."""
    return {suffix: name for name in names() for suffix in _module(name)[0]}


def format_of(path: str) -> str | None:
    """The format of a file by its suffix; None where none knows it."""
    return suffixes().get(Path(path).suffix.lower())


def read(content: bytes, name: str, context: Context, format: str | None = None) -> Document:
    """The document in a file. Raises `BadDocument` for what no format reads."""
    chosen = format or format_of(name)
    if chosen is None:
        known = ", ".join(sorted(suffixes()))
        raise BadDocument(f"{name}: no format has the suffix {Path(name).suffix!r}; there are {known}; see --as")
    if chosen not in names():
        near = difflib.get_close_matches(chosen, names(), n=1)
        hint = f"; did you mean {near[0]}?" if near else ""
        raise BadDocument(f"there is no format {chosen!r}: there are {', '.join(names())}{hint}")
    if len(content) > MAX_BYTES:
        raise BadDocument(f"{name}: this is too long: a file has at most {MAX_BYTES:,} bytes")
    return _module(chosen)[1](content, name, context)
