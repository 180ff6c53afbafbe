"""Shapes that are said behind the formula in which a name is used: z = Wx + b, where W ∈ ℝ^{k×d}.

They are only looked for where the formula fails without them, and only as far as the section goes.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from derive.documents import Document
from derive.standpoints import Read

MOST = 12
"""How many formulas behind a formula are looked at."""

FAILED = ("refuted", "ill-shaped")

_MEMBER = re.compile(r"\\in(?![A-Za-z])|∈")


def shapes_ahead(document: Document) -> Mapping[int, tuple[str, ...]]:
    """What stands behind each formula of its section and may say a shape, by the place where the formula begins."""
    found: dict[int, tuple[str, ...]] = {}
    behind: list[tuple[int, str]] = []
    formulas = 0
    for piece in reversed(document.pieces):
        if piece.kind == "heading":
            behind = []
        elif piece.kind == "formula":
            formulas += 1
            behind = [(number, text) for number, text in behind if number > formulas - MOST]
            if behind:
                found[piece.start] = tuple(text for _, text in behind)
            if _MEMBER.search(piece.text):
                behind.insert(0, (formulas, piece.text))
    return found


def fails(found: Read) -> bool:
    """Whether a formula does not fit what is known, so that something may have to be known first."""
    if found.reading.error is not None:
        return found.reading.error.kind in ("unbound", "ill-shaped", "ambiguous", "not-yet")
    return found.in_scope.outcome in FAILED


def says_shapes(found: Read) -> bool:
    """Whether a formula only declares what names are."""
    parts = found.reading.statements or (found.reading,)
    return found.reading.error is None and all(part.kind == "declaration" for part in parts)
