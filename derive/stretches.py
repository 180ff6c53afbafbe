"""A part of a document that is read as one formula."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Stretch:
    """A part of a document that is read as one formula, and where it begins.

    The first ``lead`` characters are from before; ``tail`` comes from the words around it, and is read behind it.
    """

    text: str
    start: int
    lead: int = 0
    tail: str = ""

    @property
    def whole(self) -> str:
        """What is read."""
        return self.text + self.tail

    @property
    def own(self) -> str:
        """What stands in the document."""
        return self.text[self.lead :]

    def at(self, place: int) -> int:
        """Where in the document a place of the text is."""
        first = len(self.own) - len(self.own.lstrip(" \t\r\n&"))
        return self.start + min(max(place - self.lead, first), max(len(self.own), first))
