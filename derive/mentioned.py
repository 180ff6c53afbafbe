"""What a document says of the values of names beside its equations: that y is one-hot, that i = j.

Only what stands in so many words is heeded: "one-hot" directly before or behind the one name that it is said of. What
rests on it says so: it is an assumption of the verdict.
"""

from __future__ import annotations

import re

from derive.documents import Document, Piece
from derive.findings import Finding
from derive.ir import Symbol
from derive.judging.optimum import as_condition, is_gradient_set_to_zero
from derive.notation.reading import Reading

_BEFORE = re.compile(
    r"one-?\s?hot(?:[ -](?:encoded|coded))?(?:\s+(?:vectors?|targets?|labels?|encodings?|codes?))?\s*$", re.I
)
_BEHIND = re.compile(
    r"\s*\)?,?\s*(?:(?:which|that)\s+)?(?:(?:is|are|be|as|being)\s+)?(?:an?\s+|the\s+)?\(?one-?\s?hot\b", re.I
)
_OPTIMUM = re.compile(
    r"\b(?:set(?:ting|s)?|put(?:ting)?|equat(?:e|ing)|require|want|solv(?:e|ing)|vanish\w*|zero|optim\w+|minim\w+"
    r"|maxim\w+|stationar\w+|saddle|critical|extrem\w+|normal equations?|first[- ]order|converge\w*|if|when|until)\b",
    re.I,
)
_UNDER = " \\quad \\text{{if }} {}"
_SHAPE_OF = re.compile(r"\b(?:dimensions?|shape|size)\s+of\s*$", re.I)
_COMPARED = re.compile(r"\s*[i-l]\s*(?:=|≠|\\neq?(?![A-Za-z]))\s*[i-l]\s*")
_IF = re.compile(r"[\s,(]*(?:if|for|when|where|whenever)\s*", re.I)
_FOR = re.compile(r"(?:^|[\s(])(?:if|for|when|case|where)\s*$", re.I)
_AND_SO = re.compile(r"[\s,:;)]*(?:(?:we|this|it|the|get|have|is|obtain|find|gives|then|that)\b[\s,:]*){0,5}")
_DELIMITERS = re.compile(r"^\s*(?:\$\$?|\\\))|(?:\$\$?|\\[(\[])\s*$")
_FAR = 60
"""How many characters before and behind a name are looked at."""


def one_hot_names(piece: Piece, document: Document, reading: Reading) -> tuple[Symbol, ...]:
    """The names of a formula in a sentence that the words beside it call one-hot: all that it declares, or it."""
    text = document.text
    before = _DELIMITERS.sub("", text[max(piece.start - _FAR, 0) : piece.start])
    behind = _DELIMITERS.sub("", text[piece.end : piece.end + _FAR])
    if not piece.inline or not (_BEFORE.search(before) or _BEHIND.match(behind)):
        return ()
    declared = tuple(symbol for part in (reading, *reading.statements) for symbol, _ in part.declares)
    return declared or tuple(use.symbol for use in reading.names)[:1] * (reading.kind == "notation")


def as_said(finding: Finding, piece: Piece, document: Document) -> Finding:
    """The finding of a formula; a gradient that is only set to 0, or sought where it is 0, claims nothing.

    ∇J = 0 says so by itself, ∂J/∂w = 0 by the words around it.
    """
    if not is_gradient_set_to_zero(finding):
        return finding
    text = document.text
    around = text[max(piece.start - 2 * _FAR, 0) : piece.start], text[piece.end : piece.end + _FAR]
    said = "nabla" in finding.latex or "∇" in finding.latex or any(_OPTIMUM.search(words) for words in around)
    return as_condition(finding) if said else finding


def spoken_of(document: Document) -> dict[int, tuple[str, str]]:
    """What words around a formula add to it, before and behind it, by the place where the formula begins.

    It is the condition under which it is meant, a comparison of indices in the same sentence: "for $i = j$" before the
    formula, or "if $i = j$" behind it; or that it gives the "dimension of" a name.
    """
    found: dict[int, tuple[str, str]] = {}
    formulas = [piece for piece in document.pieces if piece.kind == "formula"]
    for number, piece in enumerate(formulas):
        if (
            piece.inline
            and "=" in piece.text
            and _SHAPE_OF.search(_DELIMITERS.sub("", document.text[: piece.start][-_FAR:]))
        ):
            found[piece.start] = "Dimension of $", "$"
        if not piece.inline or not _COMPARED.fullmatch(piece.text):
            continue
        before, behind = formulas[number - 1 : number], formulas[number + 1 : number + 2]
        lead = document.text[max(before[0].end if before else 0, piece.start - _FAR) : piece.start]
        if before and _IF.fullmatch(_DELIMITERS.sub("", lead)):
            found[before[0].start] = "", _UNDER.format(piece.text)
        elif behind and _FOR.search(_DELIMITERS.sub("", lead)):
            between = document.text[piece.end : behind[0].start]
            if _AND_SO.fullmatch(_DELIMITERS.sub("", between)):
                found[behind[0].start] = "", _UNDER.format(piece.text)
    return found
