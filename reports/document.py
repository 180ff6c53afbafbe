"""A document, neutral between its formats: PDF, LaTeX, HTML, Markdown and terminal text are leaves of this tree."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from derive.notation.math import Math


@dataclass(frozen=True)
class Words:
    """Running text; ``style`` is ``plain``, ``strong``, ``emphasis`` or ``code``."""

    text: str
    style: Literal["plain", "strong", "emphasis", "code"] = "plain"


@dataclass(frozen=True)
class Formula:
    """A formula in running text; ``latex`` is a spelling for a reader's screen reader and for copying, if any."""

    math: Math


Inline: TypeAlias = Words | Formula
Inlines: TypeAlias = tuple[Inline, ...]


@dataclass(frozen=True)
class Heading:
    """A section's title; level 1 is a section, 2 a subsection. ``anchor`` is its stable name for links."""

    level: int
    text: Inlines
    anchor: str = ""


@dataclass(frozen=True)
class Paragraph:
    """A paragraph of text."""

    inlines: Inlines


@dataclass(frozen=True)
class Listing:
    """A list of items, with bullets or numbers."""

    items: tuple[Inlines, ...]
    numbered: bool = False


@dataclass(frozen=True)
class Equation:
    """One line of an aligned display: what stands left of the relation, the relation, the right side, and the reason.

    ``left`` is None for a line that continues the one before. ``result`` lines are boxed.
    """

    left: Math | None
    relation: Math
    right: Math
    reason: Inlines = ()
    result: bool = False


@dataclass(frozen=True)
class Display:
    """Equations under one another, aligned at their relations, each with its reason behind it or in the margin."""

    equations: tuple[Equation, ...]
    anchor: str = ""


@dataclass(frozen=True)
class Table:
    """A table with a header; ``align`` has one of ``l c r`` for each column."""

    header: tuple[Inlines, ...]
    rows: tuple[tuple[Inlines, ...], ...]
    align: str
    caption: Inlines = ()


@dataclass(frozen=True)
class GraphNode:
    """A node of a computation graph: its name, its forward value in black, its gradient in red.

    ``kind`` is ``data``, ``parameter``, ``operation`` or ``loss``.
    """

    key: str
    label: Math
    kind: Literal["data", "parameter", "operation", "loss"]
    formula: Math | None = None
    value: Math | None = None
    gradient: Math | None = None


@dataclass(frozen=True)
class GraphEdge:
    """An arrow from an input to the node that uses it, with the local derivative that flows back along it."""

    source: str
    target: str
    local: Math | None = None


@dataclass(frozen=True)
class Graph:
    """A computation graph, drawn from left to right; ``alternative`` says the same in words."""

    nodes: tuple[GraphNode, ...]
    edges: tuple[GraphEdge, ...]
    caption: Inlines = ()
    alternative: str = ""


@dataclass(frozen=True)
class Callout:
    """A short paragraph set apart: a remark, an assumption, a warning."""

    title: str
    inlines: Inlines
    tone: Literal["note", "assumption", "warning"] = "note"


@dataclass(frozen=True)
class Room:
    """Empty room to write in by hand, that many lines high."""

    lines: int


Block: TypeAlias = Heading | Paragraph | Listing | Display | Table | Graph | Callout | Room


@dataclass(frozen=True)
class Document:
    """A whole document. ``provenance`` is the one line saying which version made it and from what.

    Where it is to be ``one_page``, the PDF sets it as small as that takes.
    """

    title: Inlines
    blocks: tuple[Block, ...]
    subtitle: Inlines = ()
    provenance: str = ""
    language: str = "en"
    keywords: tuple[str, ...] = field(default_factory=tuple)
    one_page: bool = False


def words(text: str) -> Inlines:
    """Plain text as inlines."""
    return (Words(text),) if text else ()
