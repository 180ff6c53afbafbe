"""The rows of a formula: where it breaks into lines, and which of these continue the one before."""

from __future__ import annotations

import re
from collections.abc import Iterable

from derive.notation.environments import LINES

Row = tuple[int, int]
"""Where a row begins and ends in the text of its formula."""

_MARK = re.compile(
    r"\\(?P<border>begin|end)\s*\{(?P<name>[A-Za-z]+)\*?\}"
    r"|(?P<break>\\\\(?:\*|\s*\[\s*-?[0-9.]+\s*[a-z]+\s*\])?|\\(?:short)?intertext\s*\{[^{}]*\}|\\cr\b)"
    r"|\\[{}%&$]|\\[A-Za-z]+|(?P<brace>[{}])"
)
_OPTIONS = re.compile(r"\s*\[[^\[\]\n]{0,40}\]|\s*\{\s*[0-9rcl|@{} ]{1,40}\}")
_WITH_COLUMNS = frozenset({"alignat", "alignedat", "xalignat", "xxalignat", "IEEEeqnarray", "IEEEeqnarraybox"})
_IDLE = r"(?:[\s&~]|\{\}|\\(?:quad|qquad|,|;|:|!|>|displaystyle|nonumber|notag)(?![A-Za-z])|\\ |\\h?phantom\{[^{}]*\})*"
_RELATION = (
    r"(?:[=≈≡←<>≤≥]|:=|\\(?:approx|equiv|leq?|geq?|leftarrow|gets|triangleq)(?![A-Za-z])|\\(?:stackrel|overset)\b)"
)
_OPERATION = r"(?:[-+*/·×⊙∘−±]|\\(?:cdot|times|odot|circ|ast|pm)(?![A-Za-z]))"
_EQUALITY = r"(?:=|≡|:=|\\(?:equiv|triangleq)(?![A-Za-z])|\\(?:stackrel|overset)\b|\{=\})"
_EQUATES = re.compile(_IDLE + _EQUALITY)
_RELATES = re.compile(f"{_IDLE}(?:{_RELATION}|\\{{{_RELATION}\\}})")
_OPERATES = re.compile(_IDLE + _OPERATION)
_WAITS = re.compile(f"(?:{_RELATION}|{_OPERATION}|\\{{=\\}}){_IDLE}$")
_BROKEN_BRACKET = re.compile(
    r"\\right\s*\.\s*\\\\(?:\s*\[[^\[\]]{0,20}\])?[\s&]*(?:\\(?:quad|qquad)\s*)*(?:\{\})?\s*\\left\s*\."
)
"""Where a bracket that spans two rows is closed and opened again by nothing."""

_REMARK = re.compile(r"&[\s&]*(?:\\(?:quad|qquad)\s*)*\\(?:text|textit|textrm|mbox|intertext)\s*\{[^{}]*\}[\s.,;]*$")
MAX_REMARK = 200
"""How long the words behind a row may be."""

_TAIL = 60
"""How far back from the end of a row its last sign is looked for."""


def rows_of(text: str) -> tuple[str, tuple[Row, ...]]:
    """The formula with blanks for the borders of environments of lines, and its rows.

    A row that begins with an operation, or stands behind one that ends with a sign, belongs to the one before. Where
    braces do not close, the whole formula is one row.
    """
    text = blanked(text, (match.span() for match in _BROKEN_BRACKET.finditer(text)))
    borders: list[Row] = []
    breaks: list[Row] = []
    depth = 0
    for match in _MARK.finditer(text):
        if match["brace"]:
            depth += 1 if match["brace"] == "{" else -1
        elif match["border"] and match["name"] in LINES and depth == 0:
            borders.append((match.start(), _behind_options(text, match)))
        elif match["border"]:
            depth += 1 if match["border"] == "begin" else -1
        elif match["break"] and depth == 0:
            breaks.append(match.span())
        if depth < 0:
            break
    if depth:
        return text, ((0, len(text)),)
    starts, ends = [0, *(end for _, end in breaks)], [*(start for start, _ in breaks), len(text)]
    rows = list(zip(starts, ends, strict=True))
    cleaned = blanked(text, borders)
    cleaned = blanked(cleaned, (remark for row in rows if (remark := _remark(cleaned, *row))))
    return cleaned, _joined(cleaned, rows)


def _remark(text: str, start: int, end: int) -> Row | None:
    """Where words stand in a column of their own at the end of a row, as in z = wx + b && \\text{linear}."""
    found = _REMARK.search(text, max(start, end - MAX_REMARK), end)
    return found.span() if found is not None else None


def _behind_options(text: str, match: re.Match[str]) -> int:
    """Where the border of an environment ends, with the options and columns that it lists."""
    end = match.end()
    listed = match["name"] in _WITH_COLUMNS or text[end : end + 1] == "["
    options = _OPTIONS.match(text, end) if match["border"] == "begin" and listed else None
    return options.end() if options is not None else end


def blanked(text: str, spans: Iterable[Row]) -> str:
    """The text with blanks in those stretches, which are in order; line breaks stay."""
    kept, last = [], 0
    for start, end in spans:
        if end > last:
            kept += [text[last:start], _NOT_BREAK.sub(" ", text[max(start, last) : end])]
            last = end
    return "".join([*kept, text[last:]])


_NOT_BREAK = re.compile(r"[^\n]")


def _joined(text: str, rows: Iterable[Row]) -> tuple[Row, ...]:
    found: list[Row] = []
    for start, end in rows:
        if not text[start:end].strip(" \t\r\n&~"):
            continue
        if found and (operates(text[start:end]) or waits(text[slice(*found[-1])])):
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
    return tuple(found)


def relates(row: str) -> bool:
    """Whether a row begins with a relation: its left side is the last side of the row before."""
    return _RELATES.match(row) is not None


def equates(row: str) -> bool:
    """Whether a row begins with a sign of equality: it is a link of the chain of the row before."""
    return _EQUATES.match(row) is not None


def operates(row: str) -> bool:
    """Whether a row begins with an operation."""
    return _OPERATES.match(row) is not None


def waits(row: str) -> bool:
    """Whether a row ends with a relation or an operation, so that the next one belongs to it."""
    return _WAITS.search(row[-_TAIL:].rstrip()) is not None
