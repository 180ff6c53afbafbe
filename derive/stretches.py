"""A part of a document that is read as one formula."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Stretch:
    """A part of a document that is read as one formula, and where it begins; ``lead`` characters are from before."""

    text: str
    start: int
    lead: int = 0

    @property
    def own(self) -> str:
        """What stands in the document."""
        return self.text[self.lead :]

    def at(self, place: int) -> int:
        """Where in the document a place of the text is."""
        first = len(self.own) - len(self.own.lstrip(" \t\r\n&"))
        return self.start + max(place - self.lead, first)
