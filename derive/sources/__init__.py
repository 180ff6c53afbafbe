"""Formats of documents, one file each, discovered and never listed: from the bytes of a file to the formulas in it.

A file says which suffixes are its own (``SUFFIXES``) and how it is read (``read``); and, where that is not usual, what
its parts and lines are called (``UNITS``) and how many bytes it may have (``MOST_BYTES``). Names are listed without
importing the files; a format is imported when its first file is read.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
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


@dataclass(frozen=True)
class Source:
    """A format: the suffixes of its files, how they are read, what their parts and lines are called, their most bytes.

    A file of several parts that have lines of their own, such as cells, calls them by a name.
    """

    suffixes: tuple[str, ...]
    read: Callable[[bytes, str, Context], Document]
    units: tuple[str, str] = ("", "line")
    most_bytes: int = MAX_BYTES


@cache
def _source(name: str) -> Source:
    module = import_module(f"derive.sources.{name}")
    special = {"units": "UNITS", "most_bytes": "MOST_BYTES"}
    others = {key: getattr(module, given) for key, given in special.items() if hasattr(module, given)}
    return Source(module.SUFFIXES, module.read, **others)


@cache
def suffixes() -> Mapping[str, str]:
    """The suffixes of files, each with the name of its format."""
    return {suffix: name for name in names() for suffix in _source(name).suffixes}


def units(path: str) -> tuple[str, str]:
    """What the parts and the lines of a file are called: slides and paragraphs, or nothing and lines."""
    name = format_of(path)
    return _source(name).units if name is not None else Source.units


def most_bytes(path: str, format: str | None = None) -> int:
    """How many bytes a file may have."""
    name = format or format_of(path)
    return _source(name).most_bytes if name in names() else MAX_BYTES


def format_of(path: str) -> str | None:
    """The format of a file by its suffix; None where none knows it."""
    return suffixes().get(Path(path).suffix.lower())


_WAYS_OUT = {
    ".pdf": "a PDF holds letters at places, and no formulas: scan the .tex or the slides that it was made from",
    ".doc": "save it as .docx",
    ".odt": "save it as .docx",
    ".rtf": "save it as .docx",
    ".pages": "export it as .docx",
    ".ppt": "save it as .pptx",
    ".odp": "save it as .pptx",
    ".key": "export it as .pptx",
}


def way_out(path: str) -> str:
    """What to do with a file that no format reads, where that is known.

    A PDF is refused on purpose: where what is raised, lowered or under a bar has to be guessed, a right formula would
    be called wrong, or a wrong one right.
    """
    return _WAYS_OUT.get(Path(path).suffix.lower(), "")


def read(content: bytes, name: str, context: Context, format: str | None = None) -> Document:
    """The document in a file. Raises `BadDocument` for what no format reads."""
    chosen = format or format_of(name)
    if chosen is None and way_out(name):
        raise BadDocument(f"{name}: {way_out(name)}")
    if chosen is None:
        known = ", ".join(sorted(suffixes()))
        raise BadDocument(f"{name}: no format has the suffix {Path(name).suffix!r}; there are {known}; see --as")
    if chosen not in names():
        near = difflib.get_close_matches(chosen, names(), n=1)
        hint = f"; did you mean {near[0]}?" if near else ""
        raise BadDocument(f"there is no format {chosen!r}: there are {', '.join(names())}{hint}")
    source = _source(chosen)
    if len(content) > source.most_bytes:
        raise BadDocument(f"{name}: this is too long: a file has at most {source.most_bytes:,} bytes")
    return source.read(content, name, context)
