r"""Short ways to write the entries of slide deck 002: prose, words beside a derivative, lines that go on.

The layout of the deck: examples are columns, z = w^T x + b, w^{[1]} is (3, 4) and w^{[2]} is (4, 1).
"""

from __future__ import annotations

from functools import partial
from typing import Any

from textbook_entries import Entry, Function

NAME = "notation|expression|fragment"  # a name or an expression that stands alone in a sentence
VECTORS = "definition|notation"  # a vector written out with dots

new = partial(Entry, family="deck-002")


def prose(number: str, latex: str, note: str = "", **scope: Any) -> Entry:
    """A sentence of the deck, with or without formulas in it."""
    return new(id=f"s002-{number}", latex=latex, kind="prose|notation", note=note, **scope)


def words(number: str, latex: str, scope: dict[str, Any]) -> Entry:
    """A derivative, and words for it behind an equality sign."""
    return new(id=f"s002-{number}", latex=latex, kind="notation|prose", **scope)


def goes_on(number: str, latex: str, side: Function, shapes: dict[str, tuple[int, ...]], **scope: Any) -> Entry:
    """A display that begins with an equality sign: its one side is what stands right of it."""
    return new(id=f"s002-{number}", latex=latex, kind="fragment", sides=(side,), shapes=shapes, **scope)
