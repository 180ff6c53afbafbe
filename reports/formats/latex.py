r"""A document as a complete LaTeX source that an author would accept: ``align*`` with a reason behind each line.

What fits beside what is estimated (`reports.emitters.boxes`): a reason that has no room behind its equation stands on a
line under it, and an equation that is too wide is broken at its signs.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from derive.notation.latex import BLANKS, escape, latex
from derive.notation.math import Math
from reports.document import (
    Block,
    Callout,
    Display,
    Document,
    Equation,
    Formula,
    Graph,
    Heading,
    Inline,
    Inlines,
    Listing,
    Paragraph,
    Room,
    Table,
)
from reports.emitters.boxes import box, text_width
from reports.emitters.plain import plain
from reports.figures import figure
from reports.formats import DEFAULT, Options, provenance, tikz
from reports.formats.breaking import column, filled
from reports.languages import get as language

_PAPERS = {"a4": "a4paper", "us-letter": "letterpaper"}

PREAMBLE = r"""\usepackage[margin=2.6cm]{geometry}
\usepackage{amsmath,amssymb,mathtools}
\usepackage{cancel,xcolor,array,booktabs,tikz}
\usepackage[hidelinks]{hyperref}
"""

MACROS = r"""\newcommand{\reason}[1]{\text{\footnotesize\itshape #1}}
\newcommand{\reasonbox}[2]{\parbox{#1}{\raggedright\footnotesize\itshape #2}}
\allowdisplaybreaks
\setcounter{secnumdepth}{0}
"""

INDICATOR = r"""\let\blackboard\mathbb
\renewcommand{\mathbb}[1]{\if1#1{\mathrm{1\mkern-3.9mu l}}\else\blackboard{#1}\fi}
"""
"""The blackboard 1, made of two letters: the fonts of amssymb have capitals only, and show another sign for it."""

BABEL = r"""\usepackage[T1]{{fontenc}}
\usepackage{{lmodern}}
\usepackage[shorthands=off,{options}]{{babel}}
"""
"""The language of the text; without its shorthands, which would take characters for commands."""

LAYOUT = r"""\setlength{\mathindent}{1em}
\setlength{\parindent}{0pt}
\setlength{\parskip}{3pt plus 1pt}
"""
"""Equations begin at the left, one below the other, and so do paragraphs."""

LINE = 40.0
"""The width of a line, in em of the text."""
DISPLAY = LINE - 1.0
"""That of a line of equations, which is indented."""

_GAP, _NARROWEST, _SIGN = 2.4, 9.0, 1.3
_LABEL = re.compile(r"[^A-Za-z0-9:.-]+")


def render(document: Document, options: Options = DEFAULT) -> str:
    """The document as LaTeX. Raises `Unspellable` for a sign without a command."""
    keywords = ", ".join(document.keywords)
    subtitle = rf"\\[4pt] \large\textit{{{inlines_source(document.subtitle)}}}" if document.subtitle else ""
    blocks = _blocks(document.blocks)
    lines = [
        f"% {printable(provenance(document))}",
        rf"\documentclass[11pt,{_PAPERS[options.paper]},fleqn]{{article}}",
        PREAMBLE,
        *spoken(document.language),
        *tikz.COLOURS,
        MACROS + LAYOUT,
        *([BLANKS] if any(r"\gap{" in line or r"\filled{" in line for line in blocks) else []),
        *([INDICATOR] if any(r"\mathbb{1}" in line for line in blocks) else []),
        *([rf"\hypersetup{{pdfkeywords={{{escape(keywords)}}}}}"] if keywords else []),
        rf"\title{{{inlines_source(document.title)}{subtitle}}}",
        r"\author{}",
        r"\date{}",
        "",
        r"\begin{document}",
        r"\maketitle",
        "",
        *blocks,
        *([rf"\vfill\noindent{{\footnotesize {escape(document.provenance)}}}", ""] if document.provenance else []),
        r"\end{document}",
    ]
    return "\n".join(lines) + "\n"


def spoken(code: str) -> list[str]:
    """What the preamble says of a language: its hyphenation, in fonts that have its letters; nothing for English."""
    babel = language(code).babel
    return [BABEL.format(options=babel)] if babel else []


def printable(text: str) -> str:
    """The text without what would end a comment."""
    return "".join(character for character in text if character.isprintable())


def inlines_source(inlines: Inlines) -> str:
    """Running text with its formulas."""
    return "".join(map(_inline, inlines))


def _inline(inline: Inline) -> str:
    if isinstance(inline, Formula):
        return f"${latex(inline.math)}$"
    text = escape(inline.text)
    command = {"strong": "textbf", "emphasis": "emph", "code": "texttt"}.get(inline.style)
    return rf"\{command}{{{text}}}" if command else text


def heading_source(text: Inlines) -> str:
    """A heading with a second spelling of its formulas for the PDF's bookmarks."""
    return "".join(map(_heading, text))


def _heading(inline: Inline) -> str:
    """A part of a heading; a formula has a second spelling for the PDF's bookmarks, which know no mathematics."""
    if not isinstance(inline, Formula):
        return _inline(inline)
    spelled = unicodedata.normalize("NFKD", plain(inline.math).replace("∂", "d"))
    return rf"\texorpdfstring{{{_inline(inline)}}}{{{escape(spelled.encode('ascii', 'ignore').decode())}}}"


def _guarded(text: str) -> str:
    """Text behind a line break, kept from being taken for the break's own argument."""
    return "{}" + text if text.startswith(("[", "*")) else text


def _blocks(blocks: tuple[Block, ...]) -> list[str]:
    """The blocks; none is parted by an empty line from a display, which would begin a new paragraph."""
    texts = [block_source(block) for block in blocks]
    for k, block in enumerate(blocks[1:]):
        if isinstance(block, Display) and isinstance(blocks[k], Paragraph):
            texts[k] = texts[k].rstrip("\n")
    return texts


def block_source(block: Block) -> str:
    """A block as LaTeX."""
    match block:
        case Heading(level, text, anchor):
            command = "section" if level == 1 else "subsection"
            label = rf"\label{{{_LABEL.sub('-', anchor)}}}" if anchor else ""
            return rf"\{command}{{{heading_source(text)}}}{label}" + "\n"
        case Paragraph(inlines):
            return _guarded(inlines_source(inlines)) + "\n"
        case Listing(items, numbered):
            name = "enumerate" if numbered else "itemize"
            rows = "\n".join(rf"  \item {_guarded(inlines_source(item))}" for item in items)
            return f"\\begin{{{name}}}\n{rows}\n\\end{{{name}}}\n"
        case Display():
            return _display(block)
        case Table():
            return _table(block)
        case Callout(title, inlines):
            return "\\begin{quote}\n" + rf"  \textbf{{{escape(title)}.}} {inlines_source(inlines)}" + "\n\\end{quote}\n"
        case Room(height):
            return rf"\vspace{{{height}\baselineskip}}" + "\n"
        case Graph(_, _, caption):
            drawing = tikz.picture(figure(block), LINE * 10.95)
            below = r"\\[6pt]" + f"\n  {{\\small {inlines_source(caption)}}}" if caption else ""
            return f"\\begin{{center}}\n{drawing}{below}\n\\end{{center}}\n"


# --- displays


def _width(math: Math) -> float:
    return box(math).width


def _display(display: Display) -> str:
    lefts = [_width(item.left) if item.left is not None else 0.0 for item in display.equations]
    left = column(lefts, 0.4 * DISPLAY)
    beside = DISPLAY - left - _SIGN - _GAP - _NARROWEST
    rights = [_width(item.right) for item in display.equations]
    widest = max((width for width in rights if width <= beside), default=0.0)
    room = DISPLAY - left - _SIGN - _GAP - widest
    rows: list[str] = []
    for item, width in zip(display.equations, lefts, strict=True):
        rows += _equation(item, width > left, left, (beside, room))
    body = " \\\\\n".join("  " + _guarded(line) for line in rows)
    return f"\\begin{{align*}}\n{body}\n\\end{{align*}}\n"


def _equation(item: Equation, apart: bool, left: float, rooms: tuple[float, float]) -> list[str]:
    """The lines of one equation: usually one, with the reason behind it."""
    beside, room = rooms
    lines = filled(item.right, DISPLAY - (2.0 if apart else left) - _SIGN - 1.0, _width)
    wide = len(lines) > 1 or _width(item.right) > beside
    relation = latex(item.relation)
    start = f"{latex(item.left)} " if item.left is not None and not apart else ""
    rows = [rf"\MoveEqLeft {_shrunk(item.left)}"] if item.left is not None and apart else []
    first = latex(lines[0])
    if wide:
        rows.append(rf"{start}&{relation} \mathrlap{{{first}}}")
    elif item.result:
        rows.append(rf"\Aboxed{{{start}&{relation} {first}}}" if start else rf"&{relation} \boxed{{{first}}}")
    else:
        rows.append(f"{start}&{relation} {first}")
    rows += [rf"&\mathrlap{{\quad {latex(line)}}}" for line in lines[1:]]
    if item.reason and wide:
        rows.append(rf"&\mathrlap{{\quad \reason{{{inlines_source(item.reason)}}}}}")
    elif item.reason:
        rows[-1] += f" && {_reason(item.reason, room)}"
    return rows


def _shrunk(left: Math) -> str:
    text = latex(left)
    return text if _width(left) <= DISPLAY - 1 else rf"\resizebox{{{DISPLAY - 1}em}}{{!}}{{$\displaystyle {text}$}}"


def _reason(reason: Inlines, room: float) -> str:
    if 0.84 * _inline_width(reason) <= room:
        return rf"\reason{{{inlines_source(reason)}}}"
    return rf"\reasonbox{{{room:.1f}em}}{{{inlines_source(reason)}}}"


def _inline_width(inlines: Inlines) -> float:
    return sum(_width(part.math) if isinstance(part, Formula) else text_width(part.text) for part in inlines)


def _columns(table: Table, room: float) -> str:
    """The columns; where they are too wide together, the widest break their lines."""
    rows = (table.header, *table.rows)
    widths = [max(_inline_width(row[k]) for row in rows) + 1.2 for k in range(len(table.align))]
    most = _cap(widths, room - 0.5)
    side = {"l": r"\raggedright", "r": r"\raggedleft", "c": r"\centering"}
    broken = rf"\arraybackslash}}p{{{max(most - 1.2, 5):.1f}em}}"
    return "".join(
        f">{{{side[align]}{broken}" if width > most else align for align, width in zip(table.align, widths, strict=True)
    )


def _cap(widths: Sequence[float], room: float) -> float:
    """How wide a column may be so that all of them fit: what the narrower ones leave is shared by the wider ones."""
    left, waiting = room, sorted(widths)
    while waiting and waiting[0] * len(waiting) <= left:
        left -= waiting.pop(0)
    return left / len(waiting) if waiting else max(widths, default=0.0)


def _table(table: Table) -> str:
    caption = r"\\[6pt]" + f"\n{{\\small {inlines_source(table.caption)}}}\n" if table.caption else "\n"
    body = tabular_source(table)
    return f"\\begin{{center}}\n\\renewcommand{{\\arraystretch}}{{1.4}}\n{body}{caption}\\end{{center}}\n"


def tabular_source(table: Table, room: float = LINE) -> str:
    """The rows of a table between its rules, without its caption, in so many em."""
    header = " & ".join(rf"\textbf{{{inlines_source(cell)}}}" for cell in table.header)
    rows = "".join(f"  {_guarded(' & '.join(map(inlines_source, row)))} \\\\\n" for row in table.rows)
    columns = _columns(table, room)
    top = f"\\begin{{tabular}}{{{columns}}}\n  \\toprule\n  {header} \\\\\n  \\midrule\n"
    return f"{top}{rows}  \\bottomrule\n\\end{{tabular}}"
