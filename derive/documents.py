"""Documents: the formulas that a text holds, in order, each with the place where it stands. Nothing is judged here.

A text is LaTeX or Markdown; plain notes are read as Markdown. Formulas stand between dollars, in ``\\( \\)`` and
``\\[ \\]``, in environments of lines, or bare, each on a line of its own (`derive.bare_lines`). Comments, code and
verbatim text hold none. Nothing that a text names is opened, and nothing in it is run: ``\\input`` is a word to this
module. All of it takes time in proportion to the length of the text.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, TypeAlias

from markdown_it import MarkdownIt

from derive import bare_lines
from derive.notation.environments import LINES
from derive.rows import Row, blanked, rows_of

Format: TypeAlias = Literal["latex", "markdown", "delimited"]
"""How a text is written; ``delimited`` has formulas between delimiters alone, and new parts at form feeds."""

MAX_CHARACTERS = 2_000_000
"""How long a text may be; a book has about a million characters."""

MAX_BYTES = 4 * MAX_CHARACTERS
"""How many bytes that may be."""

MAX_FORMULAS = 5_000
"""How many formulas a text may hold."""


class BadDocument(ValueError):
    """A text is refused as a whole. The message says why."""


@dataclass(frozen=True)
class Piece:
    """A formula of a document as it stands there, from the code point ``start``, with its rows.

    ``text`` has blanks for what is no part of the formula, and is as long as what it was made from; ``rows`` are the
    stretches of it that may be read one after the other. ``problem`` says what is wrong with how it is delimited. A
    ``declaration`` is what stands behind ``derive:`` in a comment; an ``inline`` formula stands in a sentence. A
    ``heading`` is where a new part of the text begins.
    """

    text: str
    start: int
    kind: Literal["formula", "declaration", "problem", "heading"] = "formula"
    rows: tuple[tuple[int, int], ...] = ()
    problem: str = ""
    inline: bool = False

    @property
    def end(self) -> int:
        """The code point behind the formula."""
        return self.start + len(self.text)


@dataclass(frozen=True)
class Part:
    """A stretch of a document that stands in a file or a cell of its own, from the code point ``start``.

    ``line`` is the number that its first line has there; cells count from 1, and 0 is none.
    """

    start: int
    file: str
    cell: int = 0
    line: int = 1


@dataclass(frozen=True)
class Document:
    """A text with its name, its format, and the formulas in it.

    A text that was put together from several files or cells lists them as its ``parts``, in order.
    """

    name: str
    text: str
    format: Format
    pieces: tuple[Piece, ...]
    parts: tuple[Part, ...] = ()

    @cached_property
    def _beginnings(self) -> list[int]:
        return [0, *(match.end() for match in re.finditer("\n", self.text))]

    def place(self, position: int) -> tuple[int, int]:
        """The line and the column of a code point, both counted from 1 in the part where it stands."""
        line, column = self._in_text(position)
        part = self.part(position)
        return (line, column) if part is None else (line - self._in_text(part.start)[0] + part.line, column)

    def part(self, position: int) -> Part | None:
        """The file or cell in which a code point stands, where the text was put together from several."""
        place = bisect.bisect_right([part.start for part in self.parts], position)
        return self.parts[place - 1] if place else None

    def _in_text(self, position: int) -> tuple[int, int]:
        line = bisect.bisect_right(self._beginnings, position)
        return line, position - self._beginnings[line - 1] + 1


def decoded(content: bytes, name: str) -> str:
    """The text of a file. Raises `BadDocument` for what is no text, or too much of it."""
    if len(content) > MAX_BYTES:
        raise BadDocument(f"{name}: this is too long: a document has at most {MAX_CHARACTERS:,} characters")
    if b"\0" in content:
        raise BadDocument(f"{name}: this is no text: byte {content.index(0) + 1} is 0")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        at = f"byte {error.start + 1} is {content[error.start]:#04x}"
        raise BadDocument(f"{name}: this is no UTF-8 text: {at}; save it as UTF-8") from error


def document(text: str, name: str = "", format: Format | None = None) -> Document:
    """The formulas of a text. Raises `BadDocument` for one that is too long or holds too many."""
    if len(text) > MAX_CHARACTERS:
        told = f"a document has at most {MAX_CHARACTERS:,} characters, and this has {len(text):,}"
        raise BadDocument(f"{name}: this is too long: {told}")
    chosen = format or format_of(text, name)
    pieces: list[Piece] = []
    formulas = 0
    for _, piece in sorted(_pieces(text, chosen), key=lambda found: found[0]):
        pieces.append(piece)
        formulas += piece.kind != "heading"
        if formulas > MAX_FORMULAS:
            raise BadDocument(f"{name}: this holds more than {MAX_FORMULAS:,} formulas: divide it")
    return Document(name, text, chosen, tuple(pieces))


_SUFFIXES: dict[str, Format] = {".tex": "latex", ".ltx": "latex", ".md": "markdown", ".txt": "markdown"}

_LATEX = re.compile(
    r"^[^%\n]*\\(?:documentclass|usepackage|section|subsection|paragraph|item\b"
    r"|begin\s*\{(?:document|enumerate|itemize|proof|solution|theorem)\})",
    re.MULTILINE,
)
_MARKDOWN = re.compile(r"^ {0,3}(?:#{1,6} |```|~~~|\* |- |<!--)", re.MULTILINE)
_LINES = re.compile(rf"^\s*\\begin\s*\{{(?:{'|'.join(sorted(LINES))})\*?\}}", re.MULTILINE)


def format_of(text: str, name: str = "") -> Format:
    """What a text is written in: as the suffix of its name says, or else as its commands do."""
    for suffix, known in _SUFFIXES.items():
        if name.lower().endswith(suffix):
            return known
    if _LATEX.search(text):
        return "latex"
    return "latex" if _LINES.search(text) and not _MARKDOWN.search(text) else "markdown"


# --- what is no formula is blanked out, so that every place stays where it was

_DECLARED = re.compile(r"(?<!\\)%[ \t]*derive:|<!--\s{0,80}derive:")
_VERBATIM = ("verbatim", "lstlisting", "minted", "comment", "Verbatim", "tikzpicture", "thebibliography")
_COMMENT = re.compile(r"(?<!\\)((?:\\\\)*)%[^\n]*")
_VERB = re.compile(r"\\verb\*?([^\w\s*])[^\n]{0,400}?\1")
_CODE = re.compile(r"(?<![`\\])(`{1,3})(?!`)[^\n`]{0,400}\1(?!`)")
_QUOTED = re.compile(r"^[ \t]*>[> \t]*", re.MULTILINE)


def _blank(match: re.Match[str]) -> str:
    return blanked(match[0], [(0, len(match[0]))])


def _between(text: str, opening: str, closing: str) -> Iterator[tuple[int, int]]:
    """The stretches from an opening to its closing."""
    start = text.find(opening)
    while start >= 0:
        end = text.find(closing, start + len(opening))
        if end < 0:
            return
        end += len(closing)
        yield start, end
        start = text.find(opening, end)


def _of_latex(text: str) -> str:
    """LaTeX without its comments, what is set verbatim, what stands behind its end, and the dollars of its preamble."""
    for name in _VERBATIM:
        for kind in (name, name + "*"):
            text = blanked(text, _between(text, f"\\begin{{{kind}}}", f"\\end{{{kind}}}"))
    text = _COMMENT.sub(lambda match: match[1] + " " * (len(match[0]) - len(match[1])), text)
    text = _VERB.sub(_blank, text)
    end = text.find("\\end{document}")
    text = text if end < 0 else blanked(text, [(end, len(text))])
    body = max(text.find("\\begin{document}"), 0)
    return text[:body].replace("$", " ") + text[body:]


_BLOCKS = MarkdownIt().disable(["code", "lheading", "inline", "text_join"])
"""The blocks of Markdown; lines that are set in are no code: notes are often written so."""


def _of_markdown(text: str) -> str:
    """Markdown without its comments and its code, and without the marks of quotations."""
    text = blanked(text, _between(text, "<!--", "-->"))
    if "```" in text or "~~~" in text:
        text = _without_fences(text)
    return _QUOTED.sub(_blank, _CODE.sub(_blank, text))


def _without_fences(text: str) -> str:
    """The text without fenced code; a fence of the language ``math`` becomes a display."""
    lines = text.split("\n")
    for token in _BLOCKS.parse(text.replace("\r", " ")):
        if token.type != "fence" or token.map is None:
            continue
        first, behind = token.map
        fenced = lines[first:behind]
        if token.info.strip() in ("math", "latex", "tex") and len(fenced) > 2 and len(fenced[-1].strip()) > 2:
            lines[first], lines[behind - 1] = "$$".ljust(len(fenced[0])), "$$".ljust(len(fenced[-1]))
        else:
            lines[first:behind] = [" " * len(line) for line in fenced]
    return "\n".join(lines)


# --- formulas

_ENVIRONMENT = "|".join(sorted(LINES - {"aligned", "alignedat", "split", "gathered", "multlined", "lgathered"}))
_OPENING = re.compile(
    r"\\\\|\\\$"
    r"|(?P<display>\$\$)|(?P<inline>\$)|(?P<round>\\\()|(?P<square>\\\[)"
    rf"|\\begin\s*\{{(?P<environment>(?:{_ENVIRONMENT})\*?)\}}"
    r"|(?P<macro>\\(?:(?:re|provide)?newcommand|def|DeclareMathOperator)\b)"
)
_INLINE = re.compile(
    r"\$(?:(?=\s)(?:[^$\\\n]|\\.|\n(?!\s*\n))+(?<=\s)|(?!\s)(?:[^$\\\n]|\\.|\n(?!\s*\n))+(?<!\s))\$(?!\d)", re.DOTALL
)
"""A formula between dollars has spaces inside both of them or inside neither, so that $5 and $6 are none."""
_MACRO = re.compile(
    r"\\(?:(?:(?:re|provide)?newcommand|DeclareMathOperator)\*?\s*(?:\{\s*\\[A-Za-z]+\s*\}|\\[A-Za-z]+)"
    r"(?:\s*\[[^\]\n]{0,80}\]){0,2}|def\s*\\[A-Za-z]+(?:#\d)*)\s*(?=\{)"
)
_BRACE = re.compile(r"\\.|[{}]")
MAX_MACRO = 1_000
"""How long the text of a macro may be."""

_CLOSING = {"display": "$$", "round": "\\)", "square": "\\]"}


def _pieces(text: str, format: Format) -> Iterator[tuple[int, Piece]]:
    """All that a text holds, each with the place by which it is ordered: a comment in a formula comes before it."""
    declared = list(_declared(text))
    bare = blanked(text, ((first, behind) for first, _, _, behind in declared))
    bare = _CLEANED[format](bare)
    taken: list[Row] = []
    for piece, start, end in _delimited(bare):
        taken.append((start, end))
        if piece is not None:
            yield piece.start, piece
    for first, start, end, _ in declared:
        around = bisect.bisect(taken, (first, len(text))) - 1
        inside = around >= 0 and first < taken[around][1]
        yield taken[around][0] if inside else start, Piece(text[start:end], start, "declaration")
    yield from ((start, Piece("", start, "heading")) for start in _headings(bare, format, taken))
    if format == "markdown" or (format == "latex" and not taken):
        for start, formula, rows in bare_lines.found(bare, taken):
            yield start, Piece(formula, start, rows=rows)


_CLEANED: dict[Format, Callable[[str], str]] = {
    "latex": _of_latex,
    "markdown": _of_markdown,
    "delimited": lambda text: text,
}
"""What blanks out what is no formula."""

_HEADINGS: dict[Format, re.Pattern[str]] = {
    "delimited": re.compile(r"\f"),
    "latex": re.compile(r"\\(?:part|chapter|(?:sub){0,2}section|paragraph|frametitle|begin\s*\{frame\})(?![A-Za-z])"),
    "markdown": re.compile(r"^ {0,3}#{1,6}[ \t]|(?<=\S\n)(?:={3,}|-{3,})$|\f", re.MULTILINE),
}
"""What a new part of a text begins with."""


def _headings(text: str, format: Format, taken: list[Row]) -> Iterator[int]:
    """Where new parts of a text begin: at headings that are no part of a formula, at slides, and at page breaks."""
    for match in _HEADINGS[format].finditer(text):
        around = bisect.bisect(taken, (match.start(), len(text))) - 1
        if around < 0 or match.start() >= taken[around][1]:
            yield match.start()


def _declared(text: str) -> Iterator[tuple[int, int, int, int]]:
    """The declarations in comments: where each comment begins, where what it says does, and where these two end."""
    position, closed = 0, True
    while (match := _DECLARED.search(text, position)) is not None:
        position = match.end()
        if match[0].startswith("<"):
            end = text.find("-->", position) if closed else -1
            closed = end >= 0
            behind = end + 3
        else:
            end = text.find("\n", position)
            end = behind = len(text) if end < 0 else end
        if end >= 0:
            yield match.start(), match.end(), end, behind
            position = behind


def _delimited(text: str) -> Iterator[tuple[Piece | None, int, int]]:
    """The formulas between delimiters, each with the stretch that it and they take."""
    position, missing = 0, set[str]()
    while (match := _OPENING.search(text, position)) is not None:
        kind, start, position = match.lastgroup, match.start(), match.end()
        if kind == "inline":
            inline = _INLINE.match(text, start)
            if inline is not None:
                position = inline.end()
                yield _formula(text, start + 1, position - 1, inline=True), start, position
        elif kind == "macro":
            position = _behind_braces(text, start, position)
            yield Piece(text[start:position], start, rows=((0, position - start),)), start, position
        elif kind is not None:
            closing = _CLOSING.get(kind) or f"\\end{{{match['environment']}}}"
            end = -1 if closing in missing else text.find(closing, position)
            if end < 0:
                missing.add(closing)
                message = f"`{match[0]}` is never closed: `{closing}` is missing"
                yield Piece(match[0], start, "problem", problem=message), start, position
                continue
            first, position = position, end + len(closing)
            yield _formula(text, first, end, inline=kind == "round"), start, position


def _behind_braces(text: str, start: int, otherwise: int) -> int:
    """Where the definition of a macro ends that begins there."""
    head = _MACRO.match(text, start)
    depth = 0
    for brace in _BRACE.finditer(text, head.end(), head.end() + MAX_MACRO) if head is not None else ():
        depth += {"{": 1, "}": -1}.get(brace[0], 0)
        if depth == 0:
            return brace.end()
    return otherwise


def _formula(text: str, start: int, end: int, *, inline: bool) -> Piece | None:
    """The formula that stands there, without the spaces around it; None where there is none."""
    inner = text[start:end].strip()
    if not inner:
        return None
    cleaned, rows = rows_of(inner)
    return Piece(cleaned, text.index(inner[0], start), rows=rows, inline=inline)
