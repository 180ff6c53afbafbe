"""Sentences with formulas in them: The loss is $L = …$, and hence $∂L/∂a = a − y$."""

from __future__ import annotations

import re

_FORMULA = re.compile(
    r"(?<![\\$])\$\$(?P<display>[^$]+)\$\$"
    r"|(?<![\\$])\$(?P<inline>[^\s$](?:[^$]*[^\s$\\])?)\$(?![\d$])"
    r"|\\\((?P<round>.+?)\\\)|\\\[(?P<square>.+?)\\\]",
    re.DOTALL,
)
"""As in Markdown: no space stands behind an opening dollar or before a closing one, and no digit behind that."""

_SHAPE = re.compile(
    r"\s*\$?(?P<name>[^\s$]{1,80})\$?\s+(?:is|has (?:the )?shape|is of shape)\s+"
    r"\$?\(?(?P<sizes>[A-Za-z0-9]{1,9}\s*(?:,|x|×|\\times)\s*[A-Za-z0-9]{1,9})\)?\$?[\s.,;]*"
)
"""W is (3, 4); $x$ has shape $(m, 1)$."""

_SEPARATOR = "\\\\"


def said_shape(text: str) -> str:
    """The declaration that words make, as in W is (3, 4); empty for any other text."""
    match = _SHAPE.fullmatch(text)
    if match is None:
        return ""
    first, second = re.split(r"\s*(?:,|x|×|\\times)\s*", match["sizes"], maxsplit=1)
    return f"shape {match['name']}: {first}, {second}"


def formulas_alone(text: str) -> str:
    """The text with blanks for its words, so that every place in it stays; empty where no formula is marked in it.

    Two formulas are parted by a line break in place of the signs around them.
    """
    found = list(_FORMULA.finditer(text))
    if not found:
        return ""
    pieces, end = [], 0
    for number, match in enumerate(found):
        assert match.lastgroup is not None
        start, after = match.span(match.lastgroup)
        gap = start - end
        pieces += [_SEPARATOR + " " * (gap - len(_SEPARATOR)) if number else " " * gap, text[start:after]]
        end = after
    return "".join([*pieces, " " * (len(text) - end)])
