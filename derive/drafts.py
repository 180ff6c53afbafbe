"""What a model document says, before a formula of it is read: its title, its formulas with their lines, by variant.

There are two ways to write one. With a section ``## Model`` it is a document of the library's kind: sections with known
names, formulas between ``$$``. Without, it is any text with formulas in it, Markdown or LaTeX (`derive.documents`):
formulas in displays, in sentences, or bare on lines of their own, in any order.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.dollarmath import dollarmath_plugin

from derive.documents import BadDocument, Document, Piece, document
from derive.rows import operates, relates, waits

SECTIONS = ("model", "loss", "claims", "numbers", "sources")
"""The kinds of sections, by the first word of their heading."""

FORMULAS = ("model", "loss", "claims")
"""The kinds of sections that hold formulas."""

_SECTIONED = re.compile(r"^##[ \t]+model\b", re.IGNORECASE | re.MULTILINE)
"""What tells a document of the library's kind."""


class MalformedModel(Exception):
    """A document does not make a model. The message says where (line) and what would be right."""


@dataclass(frozen=True)
class Formula:
    """A formula as it stands in a document: its LaTeX, and the line on which it begins, counted from 1.

    ``inline`` says that it stands in a sentence, so that it need not be meant as an equation of the model.
    """

    latex: str
    line: int
    inline: bool = False

    def line_at(self, position: int) -> int:
        """The line of a place in it."""
        return self.line + self.latex.count("\n", 0, position)


@dataclass
class Draft:
    """What a document said so far about one variant. Equations of a ``free`` one may stand in any order."""

    equations: list[Formula] = field(default_factory=list)
    claims: list[Formula] = field(default_factory=list)
    declarations: list[Formula] = field(default_factory=list)
    numbers: Formula | None = None
    free: bool = False


@dataclass
class Outline:
    """What a document holds, before anything is read."""

    title: str = ""
    summary: str = ""
    sources: list[str] = field(default_factory=list)
    drafts: dict[str, Draft] = field(default_factory=dict)

    def draft(self, label: str) -> Draft:
        """The draft of a variant, made where it is first spoken of."""
        return self.drafts.setdefault(label, Draft())


def outlined(text: str, source: str = "") -> Outline:
    """The formulas, declarations and words of a document; raises `MalformedModel` with the line at fault.

    The suffix of ``source`` says whether it is LaTeX or Markdown, where there is one.
    """
    if _SECTIONED.search(text) and not source.endswith((".tex", ".ltx")):
        found = _by_sections(text)
    else:
        found = _free(text, source)
    if not any(draft.equations for draft in found.drafts.values()):
        raise MalformedModel("line 1: there are no equations; write them between $$ and $$, as in $$z = w x + b$$")
    if "" not in found.drafts:
        raise MalformedModel("line 1: there is no plain section 'Model', only variants of it")
    return found


# --- documents of the library's kind


def _by_sections(text: str) -> Outline:
    found, kind, label, in_heading = Outline(), "model", "", 0
    for token in MarkdownIt().use(dollarmath_plugin, allow_blank_lines=False).parse(text):
        line = token.map[0] + 1 if token.map else 0
        if token.type == "heading_open":
            in_heading = int(token.tag[1])
        elif token.type == "heading_close":
            in_heading = 0
        elif token.type == "inline" and in_heading == 1:
            _entitle(found, token.content, line)
        elif token.type == "inline" and in_heading:
            kind, label = _section(token.content, line)
        elif token.type == "inline":
            _note(found, kind, token, line)
        elif token.type == "math_block":
            draft = found.draft(label)
            formula = Formula(" ".join(token.content.split()), line)
            (draft.claims if kind == "claims" else draft.equations).append(formula)
        elif token.type == "fence" and kind == "numbers":
            found.draft(label).numbers = Formula(token.content, line + 1)
        elif token.type == "html_block":
            found.draft(label).declarations.extend(_declarations(token.content, line))
    return found


def _entitle(found: Outline, title: str, line: int) -> None:
    if found.title:
        hint = "a section has two hashes, such as '## Model'"
        raise MalformedModel(f"line {line}: a second title, {title!r}; {hint}")
    found.title = title


def _note(found: Outline, kind: str, token: Token, line: int) -> None:
    """Keep a paragraph: a source, or the summary, which is the first one of all."""
    if kind == "sources":
        found.sources.append(token.content)
    elif kind in FORMULAS and _is_formula(token):
        raise MalformedModel(f"line {line}: a formula stands between $$ and $$, not between single dollars")
    elif not found.summary and not found.drafts:
        found.summary = " ".join(token.content.split())


def _is_formula(token: Token) -> bool:
    """Whether a paragraph is nothing but formulas between single dollars."""
    parts = [part for part in token.children or () if part.type != "softbreak" and part.content.strip(" ,.;")]
    return bool(parts) and all(part.type == "math_inline" for part in parts)


def _section(heading: str, line: int) -> tuple[str, str]:
    """The kind of a section and the variant it belongs to."""
    first, _, rest = heading.partition(" for ")
    kind = first.strip().lower()
    if kind not in SECTIONS:
        known = ", ".join(s.capitalize() for s in SECTIONS)
        raise MalformedModel(f"line {line}: no section is called {heading!r}; there are {known}, each with 'for …'")
    return kind, rest.strip()


def _declarations(comment: str, line: int) -> Iterator[Formula]:
    body = comment.strip().removeprefix("<!--").removesuffix("-->").strip()
    if body.startswith("derive:"):
        yield Formula(body.removeprefix("derive:").strip(), line)


# --- any text with formulas in it

_TITLE = re.compile(
    r"^# +(?P<hash>[^\n]+)|\\title\s*\{(?P<title>[^{}\n]+)\}|\\section\*?\s*\{(?P<section>[^{}\n]+)\}", re.MULTILINE
)
_PARAGRAPH = re.compile(r"^(?![#<$%\\]|\s*[-*+]\s)[A-Z][^$\\=\n]*(?:\n[^$\\=\n]+)*\.$", re.MULTILINE)


def _free(text: str, source: str) -> Outline:
    found = Outline()
    title = _TITLE.search(text)
    if title is not None:
        found.title = next(filter(None, title.groups())).strip()
    summary = _PARAGRAPH.search(text)
    if summary is not None:
        found.summary = " ".join(summary[0].split())
    draft = found.draft("")
    draft.free = True
    try:
        whole = document(text, source)
    except BadDocument as problem:
        raise MalformedModel(f"line 1: {str(problem).partition(': ')[2]}") from problem
    for piece in whole.pieces:
        line = whole.place(piece.start)[0]
        if piece.kind == "problem":
            raise MalformedModel(f"line {line}: {piece.problem}")
        if piece.kind == "declaration":
            draft.declarations.append(Formula(piece.text.strip(), line))
        elif piece.kind == "formula":
            draft.equations += _rows(piece, whole)
    return found


def _rows(piece: Piece, whole: Document) -> Iterator[Formula]:
    """The formulas of a piece, a row each; a row that goes on from the one before is one with it."""
    start, end = piece.rows[0] if piece.rows else (0, len(piece.text))
    for first, behind in piece.rows[1:]:
        row, before = piece.text[first:behind], piece.text[start:end]
        if relates(row) or operates(row) or waits(before):
            end = behind
            continue
        yield _row(piece, start, end, whole)
        start, end = first, behind
    yield _row(piece, start, end, whole)


def _row(piece: Piece, start: int, end: int, whole: Document) -> Formula:
    text = piece.text[start:end]
    lead = len(text) - len(text.lstrip())
    return Formula(text.strip(), whole.place(piece.start + start + lead)[0], piece.inline)
