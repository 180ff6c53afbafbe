"""Declarations in comments of a formula: % derive: shape w: m, and <!-- derive: data x, y -->."""

from __future__ import annotations

import re

from derive.notation.declarations import Declaration, parse_declarations
from derive.notation.errors import ReadError

_COMMENT = re.compile(r"(?<!\\)%[ \t]*derive:(?P<line>[^\n]*)|<!--\s*derive:(?P<block>.*?)-->", re.DOTALL)


def comments(text: str) -> tuple[list[Declaration], list[ReadError]]:
    """The declarations in the comments of a text, and an error for each that cannot be read."""
    found: list[Declaration] = []
    errors: list[ReadError] = []
    for match in _COMMENT.finditer(text):
        group = "line" if match["line"] is not None else "block"
        declarations, wrong = parse_declarations(match[group], match.start(group))
        found += declarations
        errors += wrong
    return found, errors


def uncommented(text: str) -> str:
    """The text with blanks for those comments, so that every place in it stays where it was."""
    return _COMMENT.sub(lambda match: " " * len(match[0]), text)
