"""Formulas that stand bare in a text, each on a line of its own, between lines of words.

A line is a formula where something is left that says a relation, once the words before and behind it are taken away:
``So we get: dz = a - y   (chain rule)`` holds ``dz = a - y``. What no rule here takes for a formula is left to the
text; that is told by nothing, so the rules take a formula where they are in doubt.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from derive.notation import vocabulary
from derive.rows import Row, blanked, operates, relates, waits

MAX_LINE = 2_000
"""How long a line may be to be looked at: a longer one is a paragraph."""

_RELATION = re.compile(r"[=←≈≡∈]|\\(?:leftarrow|gets|approx|equiv|in)(?![A-Za-z])")
_NEVER = re.compile(r"\s*(?:#{1,6}\s|\||[=\-*_~]{3,}\s*$|https?:|[-\w]+:\s*$)")
_CODE = re.compile(r"==|!=|\bdef\s|\bimport\s|\breturn\b|\+=|-=|\w\.\w+\(")
_LABEL = re.compile(
    r"\s*(?:[-•–*+]|[⇒∴→➜]|=>|\\(?:Rightarrow|implies|therefore|item)|\(?\d{1,3}[.):]|\(?[a-z]\)|\(i+\))\s+"
)
_WORD = re.compile(
    r"\s*[*_]*([^\W\d_][^\W\d_'’-]*)(?:[*_]*[,:;.]+)?[*_]*(?=\s|$)|\s*\d{1,2}[.:)]+(?=\s)|\s*[:–—,]+(?=\s)"
)
_BEHIND = re.compile(
    r"\s*(?:[,;]\s*|\s)(?:where|because|since|by|using|with|from|as|which|so|hence|thus)\s"
    r"|\s+[(\[][^\W\d_]{3,}[^()\[\]=]*[)\]]\s*[.,;]?\s*$|\s*#\s|\s+//\s|\s+[-–—]+\s+[^\W\d_]{3,}\s+[^\W\d_]{2,}"
    r"|\s+[^\W\d_]{3,}\s+[^\W\d_]{2,}\s+[^\W\d_]{2,}|[\s.,;!✓✗□∎]+$|\s+(?:QED|q\.e\.d\.)\W*$|\s{2,}\(\d+[a-z]?\)\s*$"
)
_KNOWN = frozenset({*vocabulary.FUNCTION_WORDS, *vocabulary.WORDS, *vocabulary.GREEK})
_GRADIENT = re.compile(r"d[A-Za-z]")


def found(text: str, taken: Iterable[Row]) -> Iterator[tuple[int, str, tuple[Row, ...]]]:
    """The formulas on lines of their own: where each begins, its text, and its rows.

    Lines that have a part in one of the stretches that are ``taken`` already are left out. Lines that begin with a sign
    and follow directly continue the line before.
    """
    start, parts = 0, list[str]()
    for begin, line in _lines(text, taken):
        formula = _formula(line) if line is not None else None
        follows = bool(parts) and formula is not None and (_continues(formula) or waits(parts[-1]))
        if formula is not None and follows:
            parts.append(formula)
            continue
        if parts:
            yield _piece(start, parts)
        starts = formula is not None and _RELATION.search(formula) is not None
        start, parts = begin, [formula] if formula is not None and starts else []
    if parts:
        yield _piece(start, parts)


def _lines(text: str, taken: Iterable[Row]) -> Iterator[tuple[int, str | None]]:
    """The lines with their places; None for those that are taken, too long, or empty."""
    stretches = iter(taken)
    begin, stretch = 0, next(stretches, None)
    for line in text.split("\n"):
        end = begin + len(line)
        while stretch is not None and stretch[1] <= begin:
            stretch = next(stretches, None)
        free = stretch is None or stretch[0] > end
        yield begin, line if free and line.strip() and len(line) <= MAX_LINE else None
        begin = end + 1


def _continues(line: str) -> bool:
    return relates(line) or operates(line)


def _piece(start: int, parts: list[str]) -> tuple[int, str, tuple[Row, ...]]:
    """The lines of one formula, without the spaces around it; lines that begin with an operation are no rows."""
    text = "\n".join(parts)
    lead = len(text) - len(text.lstrip())
    rows: list[Row] = []
    position = 0
    for number, part in enumerate(parts):
        end = position + len(part)
        if rows and (operates(part) or waits(parts[number - 1])):
            rows[-1] = (rows[-1][0], end)
        else:
            rows.append((position, end))
        position = end + 1
    length = len(text.strip())
    inside = [(max(first - lead, 0), min(end - lead, length)) for first, end in rows]
    return start + lead, text.strip(), tuple(inside)


def _formula(line: str) -> str | None:
    """The line with blanks for the words around its formula; None where it holds none."""
    if _NEVER.match(line) or _CODE.search(line):
        return None
    first = _behind_words(line)
    relation = _RELATION.search(line, first)
    behind = _BEHIND.search(line, relation.end() if relation is not None else first)
    last = behind.start() if behind is not None else len(line)
    if not line[first:last].strip() or _is_talk(line[first:last]):
        return None
    if relation is not None and line[relation.end() :].strip() and not line[relation.end() : last].strip():
        return None
    return blanked(line, [(0, first), (last, len(line))])


def _behind_words(line: str) -> int:
    """Where the formula of a line begins: behind its number or bullet, and behind words."""
    position = 0
    label = _LABEL.match(line)
    sign = label is not None and label[0].strip() in ("-", "+", "–")
    if label is not None and not (sign and not _RELATION.search(line, label.end())):
        position = label.end()
    while (word := _WORD.match(line, position)) is not None:
        is_label = word[0].rstrip("*_").endswith(":")
        if word[1] is not None and not is_label and not _is_spoken(word[1], line[word.end() :]):
            break
        position = word.end()
    return position


def _is_spoken(word: str, behind: str) -> bool:
    """Whether a word at the beginning of a line is no name: nothing that a relation follows."""
    if word in _KNOWN or _GRADIENT.fullmatch(word):
        return False
    if len(word) == 1 and word not in "aAI":
        return False
    return not _RELATION.match(behind.lstrip()) and not _OPERATOR.match(behind)


_OPERATOR = re.compile(r"\s*[-+*/·×⊙^_(]")


def _is_talk(text: str) -> bool:
    """Whether words are left in what would be a formula."""
    words = re.findall(r"(?<![\\\w{])[^\W\d_]{3,}(?![\w}])", text)
    return len([word for word in words if word not in _KNOWN and not word.isupper()]) > 1
