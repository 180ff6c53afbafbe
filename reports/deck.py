"""A deck of slides, neutral between its formats: boards that are filled scene by scene, and pages of blocks.

What stands on a board keeps its place from scene to scene: `reports.laying` says where. A format that has no slides
shows a deck as a document, the boards as they are in the end.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from reports.document import Block, Display, Document, Equation, Heading, Inlines, Paragraph


@dataclass(frozen=True)
class Scene:
    """A board at one moment: its rows from the top, the sentence over them, and what is found on the side.

    ``used`` are the numbers of the model's equations that the working on the side begins with.
    """

    rows: tuple[Equation, ...]
    words: Inlines = ()
    aside_title: Inlines = ()
    aside: tuple[Equation, ...] = ()
    used: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Board:
    """One idea, in scenes that follow one another on the same slide.

    Where ``given`` has the model's equations, they stay in sight, and there is room beside them for work on the side.
    """

    title: Inlines
    scenes: tuple[Scene, ...]
    given: tuple[Equation, ...] = ()


@dataclass(frozen=True)
class Page:
    """A slide of ordinary blocks, which must fit on it."""

    title: Inlines
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Section:
    """Slides that belong together, under a name."""

    title: Inlines
    slides: tuple[Slide, ...]


Slide: TypeAlias = Board | Page


@dataclass(frozen=True)
class Deck:
    """A whole deck. ``provenance`` is the one line saying which version made it and from what."""

    title: Inlines
    sections: tuple[Section, ...]
    subtitle: Inlines = ()
    provenance: str = ""
    language: str = "en"
    keywords: tuple[str, ...] = ()

    def as_document(self) -> Document:
        """The same to be read from top to bottom, for formats without slides."""
        blocks: list[Block] = []
        for number, section in enumerate(self.sections, start=1):
            blocks.append(Heading(1, section.title, f"section-{number}"))
            for count, slide in enumerate(section.slides, start=1):
                blocks.append(Heading(2, slide.title, f"slide-{number}-{count}"))
                blocks += slide.blocks if isinstance(slide, Page) else _told(slide)
        return Document(self.title, tuple(blocks), self.subtitle, self.provenance, self.language, self.keywords)


def _told(board: Board) -> list[Block]:
    """A board as it is in the end, behind what was found on the side on the way."""
    blocks: list[Block] = [Paragraph(board.scenes[0].words)] if board.scenes[0].words else []
    shown: set[tuple[Equation, ...]] = set()
    for scene in board.scenes[:-1]:
        if scene.aside and scene.aside not in shown:
            shown.add(scene.aside)
            blocks += [Paragraph(scene.aside_title), Display(scene.aside)]
    last = board.scenes[-1]
    blocks.append(Display(last.rows))
    if last.aside and last.aside not in shown:
        blocks += [Paragraph(last.aside_title), Display(last.aside)]
    return blocks
