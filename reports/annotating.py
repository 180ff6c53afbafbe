"""`derive scan --annotate`: copies of LaTeX and Markdown documents with a mark beside every formula that was judged.

A copy is written into another folder, never over a document. In LaTeX signs stand in the margin, and what they say at
the end, by a macro that needs no package; in Markdown a word stands behind the formula, and a footnote says more. A
mark whose formula no longer stands where it was found is left out.
"""

from __future__ import annotations

import bisect
import os
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path
from typing import Any, TypeAlias

from derive import sources
from derive.documents import BadDocument, Document, Piece, decoded, document
from derive.files import content_of
from derive.findings import Finding
from derive.scanning import UNREAD, VERDICTS, Findings, is_failing
from reports.failing import Failure
from reports.scans._told import message

KNOWN, HEAD = b"Annotated by derive", 400
"""By this, among so many first bytes, a file is known as a copy, which is not scanned, and may be written anew."""

WORDS = {
    "proved": "proved", "refuted": "wrong", "ill-shaped": "wrong", "undecided": "undecided",
    "convention": "by convention only", "unreadable": "not understood", "unbound": "not understood",
    "ambiguous": "not understood",
}  # fmt: skip
"""What a mark says of each outcome."""

SIGNS = {
    "proved": r"$\surd$",
    "wrong": r"$\times$",
    "undecided": "?",
    "by convention only": r"$\sim$",
    "not understood": "!",
}
"""The same as a sign in the margin."""

PREAMBLE = r"""% Annotated by derive: a copy of %NAME%. The macro puts signs into the margin, notes to the end.
\makeatletter
\DeclareRobustCommand{\derivemark}[5]{\ifinner{\tiny\,#3\,#4}\else
  \ifvmode\nointerlineskip\derive@sign{#1}{#2}{#3\,#4}\else\vadjust{\derive@sign{#1}{#2}{#3\,#4}}\fi\fi
  \expandafter\ifx\csname derive@#4\endcsname\relax\global\expandafter\let\csname derive@#4\endcsname\empty
  \AtEndDocument{\par\noindent\textbf{#4}\enspace#5\par}\fi}
\newcommand{\derive@sign}[3]{\vbox to 0pt{\kern#1\baselineskip
  \hbox to \hsize{\hfil\rlap{\kern\marginparsep\kern#2em\small\strut#3}}\vss}}
\expandafter\let\csname derive@\endcsname\empty
\AtEndDocument{\clearpage\par\noindent\textbf{What the marks say}\par\medskip}
\AtBeginDocument{\providecommand{\operatorname}[1]{\mathrm{#1}}\providecommand{\text}[1]{\mbox{#1}}%
  \providecommand{\boldsymbol}[1]{\mathbf{#1}}\providecommand{\mathbb}[1]{\mathrm{#1}}}
\makeatother
"""
"""What stands before a document: the macro of a mark, whose arguments are how far down and to the right it stands, the
sign, the number of the note, and the note. It needs no package.
"""


@dataclass(frozen=True)
class Mark:
    """A mark on a formula of a document: the findings of its statements, and where the formula stands."""

    piece: Piece
    findings: tuple[Finding, ...]


def annotate(found: Findings, folder: Path, format: str | None, *, force: bool = False) -> Iterator[str]:
    """Write the copies into the folder; what is said of each. Raises `Failure`, before anything is written where a copy
    would stand in place of something else.
    """
    placed = _by_file(found)
    written = {name: folder / _inside(name) for name in placed if name != "-" and _format(name, format) in _WRITERS}
    documents, wanted = {os.path.realpath(name) for name in placed}, Counter(written.values())
    for name, path in written.items():
        if os.path.realpath(path) in documents or wanted[path] > 1:
            raise Failure(f"{path}: a copy of {name} would stand in the place of a document: name another folder")
        _refuse_others(path, force)
    numbers = count(1)
    for name, path in written.items():
        try:
            text = _WRITERS[_format(name, format)](decoded(content_of(name), name), name, placed[name], numbers)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        except BadDocument:
            continue
        except OSError as problem:
            raise Failure(f"{path}: cannot be written: {problem.strerror}") from problem
        yield f"annotated: {path}"


def _refuse_others(path: Path, force: bool) -> None:
    """Refuse to write over what derive did not write. Raises `Failure`."""
    try:
        if not force and path.exists() and not is_copy(path):
            raise Failure(f"{path} is there, and derive did not write it; --force overwrites it")
    except OSError as problem:
        raise Failure(f"{path}: cannot be written: {problem.strerror}") from problem


_Placed: TypeAlias = "list[tuple[Mapping[str, Any], Finding]]"
"""The places in one file, each with what stands there."""


def _by_file(found: Findings) -> dict[str, _Placed]:
    """What is marked in each file."""
    placed: dict[str, _Placed] = {}
    for finding in found.findings:
        for place in finding.places:
            here = placed.setdefault(place["file"], [])
            if finding.outcome in (*VERDICTS, *UNREAD):
                here.append((place, finding))
    return placed


def is_copy(path: Path) -> bool:
    """Whether a file is a copy that was written here. Raises `OSError`."""
    with path.open("rb") as file:
        return KNOWN in file.read(HEAD)


def _format(name: str, format: str | None) -> str:
    return format or sources.format_of(name) or ""


def _inside(name: str) -> Path:
    """Where in the folder the copy stands: as the document does below the current folder, or else by its name alone."""
    path = Path(name)
    return Path(path.name) if path.is_absolute() or ".." in path.parts else path


def marks(text: Document, placed: _Placed) -> list[Mark]:
    """The marks on the formulas of one file, in order."""
    lines = [0, *(match.end() for match in re.finditer("\n", text.text))]
    beginnings = [piece.start for piece in text.pieces]
    found: dict[int, list[Finding]] = {}
    for place, finding in placed:
        start = lines[min(place["line"], len(lines)) - 1] + place["column"] - 1
        number = max(bisect.bisect_right(beginnings, start) - 1, 0)
        if start < text.pieces[number].end and text.text.startswith(finding.latex[:20], start):
            found.setdefault(number, []).append(replace(finding, line=place["line"]))
    return [Mark(text.pieces[number], tuple(found[number])) for number in sorted(found)]


_OPENING = re.compile(r"(?:\$\$|\$|\\\(|\\\[|\\begin\{[A-Za-z]+\*?\}(?:\{[^{}]*\})?|```\w*)(?:[\s>]|%[^\n]*\n)*\Z")
_CLOSING = re.compile(r"(?:[\s.,;>]|%[^\n]*\n)*(?:\$\$|\$|\\\)|\\\]|\\end\{[A-Za-z]+\*?\}|```)")


def _around(text: str, piece: Piece) -> tuple[int, int] | None:
    """Where a formula begins and ends with its delimiters; a bare one is a line. None where that is not clear."""
    before = _OPENING.search(text, max(piece.start - 80, 0), piece.start)
    behind = _CLOSING.match(text, piece.end)
    if (before is None) != (behind is None):
        return None
    if before is None or behind is None:
        end = text.find("\n", piece.end)
        return text.rfind("\n", 0, piece.start) + 1, len(text) if end < 0 else end
    return before.start(), behind.end()


def _with(text: str, insertions: Mapping[int, str]) -> str:
    """The text with others put in at places."""
    parts, position = [], 0
    for place in sorted(insertions):
        parts += [text[position:place], insertions[place]]
        position = place
    return "".join([*parts, text[position:]])


# --- LaTeX


def _latex(text: str, name: str, placed: _Placed, numbers: Iterator[int]) -> str:
    insertions: dict[int, str] = {}
    is_main = "\\documentclass" in text
    where = "Line" if is_main else f"{_ascii(Path(name).name)}, line"
    for nth, mark in enumerate(marks(document(text, name, "latex"), placed)):
        around = _around(text, mark.piece)
        if around is None:
            continue
        # A sign comes below its line: that of a formula in a sentence is lifted, that of a display stands before it.
        place, down = (around[1], -1) if mark.piece.inline else (around[0], 1)
        for right, finding in enumerate(_told_apart(mark.findings), nth):
            sign, note = _in_margin(finding)
            number = str(next(numbers)) if note else ""
            said = f"{where} {finding.line}. {note}" if note else ""
            # Marks on one line of the page stand beside one another.
            macro = f"\\derivemark{{{down}}}{{{right % 3 * 2.4:g}}}{{{sign}}}{{{number}}}{{{said}}}"
            insertions[place] = insertions.get(place, "") + macro
    whole = _with(text, insertions)
    preamble = PREAMBLE.replace("%NAME%", _ascii(Path(name).name))
    return preamble + whole if is_main else f"% Annotated by derive\n{whole}"


def _in_margin(finding: Finding) -> tuple[str, str]:
    """The sign and the note of a finding, in LaTeX."""
    if finding.outcome == "proved" and not is_failing(finding):
        return SIGNS["proved"], ""
    note = _tex(_said(finding))
    return SIGNS["wrong" if is_failing(finding) else WORDS[finding.outcome]], note


def _tex(text: str) -> str:
    """Words with formulas between dollars as LaTeX; a formula that needs a package is left out."""
    parts = text.split("$")
    if len(parts) % 2 == 0:
        return _ascii(text)
    return "".join(
        _ascii(part) if n % 2 == 0 else ("\\dots" if "\\begin" in part or not part.isascii() else f"${part}$")
        for n, part in enumerate(parts)
    )


_SPECIAL = {c: f"\\{c}" for c in "#$%&_{}"} | {
    "\\": "\\textbackslash{}",
    "^": "\\^{}",
    "~": "\\~{}",
    "−": "-",
    "·": ".",
}


def _ascii(text: str) -> str:
    """Plain words as LaTeX takes them in any encoding."""
    return "".join(_SPECIAL.get(c, c if c.isascii() and c.isprintable() else " ") for c in text)


# --- Markdown


def _markdown(text: str, name: str, placed: _Placed, numbers: Iterator[int]) -> str:
    insertions: dict[int, str] = {}
    notes: list[str] = []
    for mark in marks(document(text, name, "markdown"), placed):
        around, words = _around(text, mark.piece), []
        if around is None:
            continue
        for finding in _told_apart(mark.findings):
            word = "wrong" if is_failing(finding) else WORDS[finding.outcome]
            note = "" if word == "proved" else _said(finding)
            if note:
                number = next(numbers)
                notes.append(f"[^derive-{number}]: Line {finding.line}: {' '.join(note.split())}")
            words.append(f"*({word})*" + (f"[^derive-{number}]" if note else ""))
        end = around[1]
        begun = text.rfind("\n", 0, end) + 1
        lead = re.match(r"[ \t>]*", text[begun:])
        told = " ".join(words)
        gap = " " if mark.piece.inline else f"\n{lead[0] if lead else ''}"
        insertions[end] = insertions.get(end, "") + gap + told
    head = f"<!-- Annotated by derive: a copy of {Path(name).name.replace('-->', '')} -->\n\n"
    foot = "\n\n" + "\n".join(notes) + "\n" if notes else ""
    return head + _with(text, insertions).rstrip("\n") + "\n" + foot


_WRITERS: Mapping[str, Callable[[str, str, _Placed, Iterator[int]], str]] = {"latex": _latex, "markdown": _markdown}


def _told_apart(findings: Sequence[Finding]) -> list[Finding]:
    """The findings of which a mark tells: all that are not proved, or else one for all that are."""
    others = [finding for finding in findings if finding.outcome != "proved" or is_failing(finding)]
    return others or list(findings[:1])


def _said(finding: Finding) -> str:
    """What is said of a finding: the mistake, and what is right."""
    right = f" Right: ${finding.correct}$." if finding.correct else ""
    known = f" Known: {finding.expected}." if finding.expected and not is_failing(finding) else ""
    told = message(finding)
    return f"{told[:1].upper()}{told[1:]}.{right}{known}"
