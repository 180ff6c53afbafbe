"""Jupyter notebooks: the formulas of their Markdown cells, in order. Code and outputs hold none, and nothing is run."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace

from derive.documents import BadDocument, Document, Part, decoded, document
from derive.sources import Context

SUFFIXES = (".ipynb",)
UNITS = ("cell", "line")


def read(content: bytes, name: str, context: Context) -> Document:
    """The formulas of a notebook; places are lines of cells, which count from 1. Raises `BadDocument`."""
    text = decoded(content, name)
    try:
        notebook = json.loads(text)
    except (ValueError, RecursionError) as error:
        told = (
            f"line {error.lineno}: {error.msg}" if isinstance(error, json.JSONDecodeError) else "it is nested too deep"
        )
        raise BadDocument(f"{name}: this is no notebook, because it is no JSON: {told}") from error
    texts: list[str] = []
    parts: list[Part] = []
    length = 0
    for number, source in _markdown_cells(notebook, name):
        parts.append(Part(length, name, cell=number))
        # A blank line keeps the formulas of two cells apart.
        texts.append(source + "\n\n")
        length += len(texts[-1])
    return replace(document("".join(texts), name, "markdown"), parts=tuple(parts))


def _markdown_cells(notebook: object, name: str) -> Iterator[tuple[int, str]]:
    """The text of each Markdown cell, with its number among all cells."""
    cells = notebook.get("cells") if isinstance(notebook, dict) else None
    if not isinstance(cells, list):
        raise BadDocument(f"{name}: this is no notebook of version 4: it has no list of cells")
    for number, cell in enumerate(cells, 1):
        if not isinstance(cell, dict):
            raise BadDocument(f"{name}: cell {number} is no cell, but {type(cell).__name__}")
        source = cell.get("source", "")
        lines = source if isinstance(source, list) else [source]
        if not all(isinstance(line, str) for line in lines):
            raise BadDocument(f"{name}: the source of cell {number} is no text")
        if cell.get("cell_type") == "markdown":
            yield number, "".join(lines)
