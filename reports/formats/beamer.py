r"""A deck as Beamer source, with overlays: a frame for each slide, and a row of a board for each line of a table.

A row keeps its room when it is not shown yet (``\uncover``) and when it shows different things in turn (``\only``), so
that nothing on a board moves.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from derive.notation.latex import escape, latex
from derive.notation.math import Math
from reports import laying
from reports.deck import Board, Deck, Page, Scene, Slide
from reports.document import Equation, Graph, Inlines, Table
from reports.figures import figure
from reports.formats import DEFAULT, Options, provenance_of, tikz
from reports.formats.latex import (
    INDICATOR,
    block_source,
    heading_source,
    inlines_source,
    printable,
    spoken,
    tabular_source,
)

PREAMBLE = r"""\documentclass[aspectratio=169,11pt]{beamer}
\usepackage{amsmath,amssymb,mathtools}
\usepackage{cancel,array,booktabs,tikz}
"""

LOOK = r"""\usefonttheme{serif}
\setbeamertemplate{navigation symbols}{}
\setbeamertemplate{footline}[frame number]
\setbeamersize{text margin left=8mm,text margin right=8mm}
\setbeamercolor{structure}{fg=derive-highlight}
\setbeamercolor{alerted text}{fg=derive-highlight}
\setbeamercolor{frametitle}{fg=black}
\setbeamercolor{title}{fg=black}
\setbeamertemplate{frametitle}{\nointerlineskip\vspace{3pt}%
  \parbox[c][28pt][c]{\textwidth}{\bfseries\insertframetitle}\par\nointerlineskip
  {\color{derive-highlight}\hrule height 0.7pt}\vspace{-6pt}}
% The room that a line of a board keeps above and below its baseline.
\newcommand{\room}[2]{\rule[-#2]{0pt}{\dimexpr#1+#2\relax}}
\newcommand{\reason}[1]{\llap{\footnotesize\itshape\color{derive-muted}#1}}
% A frame around a part takes no room, so that the formula stays in place.
\renewcommand{\boxed}[1]{{\setlength{\fboxsep}{2pt}\kern-2.4pt
  \fcolorbox{derive-highlight}{white}{$\displaystyle #1$}\kern-2.4pt}}
% What TeX sets wider than was reckoned is made smaller, so that it stays on the slide.
\newsavebox{\fitbox}
\newcommand{\fitted}[2]{\sbox{\fitbox}{#2}%
  \ifdim\wd\fitbox>#1\resizebox{#1}{!}{\usebox{\fitbox}}\else\usebox{\fitbox}\fi}
\newcommand{\aside}[2]{\sbox{\fitbox}{\fitted{\linewidth}{#2}}%
  \ifdim\dimexpr\ht\fitbox+\dp\fitbox\relax>#1\resizebox*{!}{#1}{\usebox{\fitbox}}\else\usebox{\fitbox}\fi}
% The room beside the widest left side of a board.
\newlength{\boardroom}
\newcommand{\beside}[1]{\sbox{\fitbox}{#1}\ifdim\dimexpr\textwidth-\wd\fitbox\relax<\boardroom
  \setlength{\boardroom}{\dimexpr\textwidth-\wd\fitbox\relax}\fi}
\newenvironment{board}[2]{\noindent\begin{minipage}[t][#1][t]{\textwidth}%
  \setlength{\boardroom}{\textwidth}#2\setlength{\tabcolsep}{0pt}\begin{tabular*}{\textwidth}[t]{rl@{\extracolsep{\fill}}r}}%
  {\end{tabular*}\end{minipage}}
\newenvironment{panel}[3]{\begin{minipage}[t]{#1}\fontsize{#2}{#3}\selectfont}{\end{minipage}}
"""

_HEIGHTS = {True: "3.2cm", False: "6.2cm"}
"""The height of a board with panels below it, and of one without."""


def render(deck: Deck, options: Options = DEFAULT) -> str:
    """The deck as Beamer source. Raises `Unspellable` for a sign without a command."""
    frames = [line for section in deck.sections for line in _section(section.title, section.slides)]
    lines = [
        f"% {printable(provenance_of(deck.provenance))}",
        PREAMBLE,
        *spoken(deck.language),
        *tikz.COLOURS,
        LOOK,
        *([INDICATOR] if any(r"\mathbb{1}" in line for line in frames) else []),
        rf"\title{{{inlines_source(deck.title)}}}",
        rf"\subtitle{{{inlines_source(deck.subtitle)}}}",
        rf"\date{{\footnotesize {escape(deck.provenance)}}}",
        "",
        r"\begin{document}",
        "",
        r"\begin{frame}[plain]",
        r"  \titlepage",
        r"\end{frame}",
        "",
        *frames,
        r"\end{document}",
    ]
    return "\n".join(lines) + "\n"


def _section(title: Inlines, slides: Sequence[Slide]) -> Iterator[str]:
    yield rf"\section{{{heading_source(title)}}}" + "\n"
    for slide in slides:
        body = _board(slide) if isinstance(slide, Board) else _page(slide)
        yield "\n".join([r"\begin{frame}[t]", rf"  \frametitle{{{_title(slide.title)}}}", *body, r"\end{frame}", ""])


def _title(title: Inlines) -> str:
    """A frame's title; its formulas in full size."""
    return inlines_source(title).replace("$", r"$\displaystyle ", 1) if len(title) == 1 else inlines_source(title)


def _page(page: Page) -> Iterator[str]:
    for block in page.blocks:
        if isinstance(block, Graph):
            yield r"  \begin{center}"
            picture = tikz.picture(figure(block), laying.WIDTH * laying.TEXT, 165, r"\uncover<2->{{}}")
            yield _fitted(picture, r"\textwidth")
            yield r"  \end{center}"
        elif isinstance(block, Table):
            yield from _table(block)
        else:
            yield block_source(block)


def _table(table: Table) -> Iterator[str]:
    """A table no wider than the slide, its caption below it."""
    yield r"  \begin{center}\renewcommand{\arraystretch}{1.4}%"
    yield rf"  \fitted{{\textwidth}}{{{tabular_source(table, laying.WIDTH)}}}"
    if table.caption:
        yield rf"  \\[6pt]{{\small {inlines_source(table.caption)}}}"
    yield r"  \end{center}"


# --- boards


def _board(board: Board) -> Iterator[str]:
    placed = laying.of_board(board)
    scenes = board.scenes
    yield f"  {_turns([inlines_source(scene.words) for scene in scenes])}\\strut\\par"
    lefts = dict.fromkeys(row.left for scene in scenes for row in scene.rows if row.left is not None)
    measured = "".join(rf"\beside{{{_displayed(left)}}}" for left in lefts)
    yield rf"  \begin{{board}}{{{_HEIGHTS[bool(board.given)]}}}{{{measured}}}"
    for k, slot in enumerate(placed.slots):
        yield from _row([scene.rows[k] if k < len(scene.rows) else None for scene in scenes], slot, placed.column)
    yield r"  \end{board}"
    if board.given:
        yield from _panels(board)


def _row(states: Sequence[Equation | None], slot: laying.Slot, column: float) -> Iterator[str]:
    """The lines of a row: its left side, then all that its right side is in turn, with the room for the highest."""
    lefts = [latex(e.left) if e is not None and e.left is not None else "" for e in states]
    reasons = [inlines_source(e.reason) if e is not None else "" for e in states]
    beside = all(laying.is_beside(e, column) for e in states if e is not None)
    for number, line in enumerate(slot.lines):
        left = _turns([rf"$\displaystyle {text}$" if text else "" for text in lefts]) if number == 0 else ""
        right = _turns([_line(e, number, column) for e in states])
        why = _turns([rf"\reason{{{text}}}" if text else "" for text in reasons]) if number == 0 and beside else ""
        yield f"    {left} & {_room(line)}{right} & {why} \\\\"
    if not beside:
        why = _turns([rf"\reason{{{text}}}" if text else "" for text in reasons])
        yield rf"     & & {why} \\"


def _line(equation: Equation | None, number: int, column: float) -> str:
    """One line of a right side; the first begins with the relation."""
    if equation is None:
        return ""
    lines = laying.right_lines(equation, column)
    if number >= len(lines):
        return ""
    text = latex(lines[number])
    if number:
        return _fitted(rf"$\displaystyle \qquad {text}$", r"\boardroom")
    if equation.result and len(lines) == 1:
        text = rf"\boxed{{{text}}}"
    return _fitted(rf"$\displaystyle {{}} {latex(equation.relation)} {text}$", r"\boardroom")


def _fitted(text: str, room: str) -> str:
    return rf"\fitted{{{room}}}{{{text}}}"


def _room(line: laying.Line) -> str:
    return rf"\room{{{line.height:.2f}em}}{{{line.depth + laying.GAP:.2f}em}}"


def _turns(texts: Sequence[str]) -> str:
    """What a place shows scene by scene: one text that stays keeps its room before; several take turns."""
    runs: list[tuple[str, int, int]] = []
    scene = 1
    for text, group in groupby(texts):
        count = len(list(group))
        runs.append((text, scene, scene + count - 1))
        scene += count
    shown = [run for run in runs if run[0]]
    if len(shown) == 1 and shown[0][2] == len(texts):
        text, first, _ = shown[0]
        return text if first == 1 else rf"\uncover<{first}->{{{text}}}"
    return "".join(rf"\only<{_span(first, last, len(texts))}>{{{text}}}" for text, first, last in shown)


def _span(first: int, last: int, count: int) -> str:
    if last == count:
        return f"{first}-"
    return str(first) if first == last else f"{first}-{last}"


def _panels(board: Board) -> Iterator[str]:
    size = laying.panel_size(board.given, laying.GIVEN - 14, laying.PANEL + 6, laying.LARGEST_GIVEN)
    rows = [_given(k, equation, board.scenes) for k, equation in enumerate(board.given)]
    yield from _panel("0.46", size, rows)
    asides = [_aside(scene) for scene in board.scenes]
    yield r"  \hfill"
    yield r"  \begin{panel}{0.5\textwidth}{10}{13}"
    yield f"    {_turns(asides)}"
    yield r"  \end{panel}"


def _panel(width: str, size: float, rows: Sequence[str]) -> Iterator[str]:
    yield rf"  \begin{{panel}}{{{width}\textwidth}}{{{size:.1f}}}{{{1.25 * size:.1f}}}"
    yield r"    \fitted{\linewidth}{\begin{tabular}[t]{@{}r@{}l@{}}"
    yield from (f"      {row}" for row in rows)
    yield r"    \end{tabular}}"
    yield r"  \end{panel}"


def _given(number: int, equation: Equation, scenes: Sequence[Scene]) -> str:
    """An equation of the model, in another colour in the scenes that use it."""
    runs = _runs([number in scene.used for scene in scenes])
    left = latex(equation.left) if equation.left is not None else ""
    left, right = f"${left}$", _math(equation)
    if runs:
        left, right = (rf"\alert<{runs}>{{{side}}}" for side in (left, right))
    return rf"{left} & {right} \\"


def _math(equation: Equation) -> str:
    return f"${{}} {latex(equation.relation)} {latex(equation.right)}$"


def _runs(on: Sequence[bool]) -> str:
    """The scenes in which something is so, as an overlay specification."""
    spans, scene = [], 1
    for value, group in groupby(on):
        count = len(list(group))
        if value:
            spans.append(_span(scene, scene + count - 1, len(on)))
        scene += count
    return ",".join(spans)


def _aside(scene: Scene) -> str:
    """The working on the side, under its title."""
    if not scene.aside:
        return ""
    rows = []
    for equation in scene.aside:
        left = _displayed(equation.left) if equation.left is not None else ""
        rows.append(rf"{left} & $\displaystyle {{}} {latex(equation.relation)} {latex(equation.right)}$")
    body = r" \\[3pt] ".join(rows)
    title = rf"\textbf{{{inlines_source(scene.aside_title)}}}\\[3pt]"
    table = rf"\begin{{tabular}}[t]{{@{{}}r@{{}}l@{{}}}}{body}\end{{tabular}}"
    return rf"{title}\aside{{{laying.PANEL - 15:.1f}pt}}{{{table}}}"


def _displayed(math: Math) -> str:
    return rf"$\displaystyle {latex(math)}$"
