"""Which characters of a text are shown, in every format."""

from __future__ import annotations

UNBREAKABLE = "\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}"
"""Blanks at which no line ends: French has them before its colons, and inside its quotes."""


def visible(text: str) -> str:
    """The text without control characters; every blank is a space, but for the unbreakable ones."""
    blanks = (" " if character.isspace() and character not in UNBREAKABLE else character for character in text)
    return "".join(character for character in blanks if character.isprintable() or character in UNBREAKABLE)
