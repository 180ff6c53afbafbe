"""A deck as Typst source: a page of 16 by 9 for each scene, every row at the place that `reports.laying` says."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from derive.notation.math import row
from reports import laying
from reports.deck import Board, Deck, Page, Scene
from reports.document import Equation, Graph, Inlines, Words
from reports.emitters.typst import PREAMBLE, quoted, typst
from reports.figures import Figure, figure
from reports.formats import MARKER
from reports.formats.typesetter import TEMPLATE, block_source, content, display_source, picture, said_source
from reports.languages import Language
from reports.languages import get as language

MARGIN, TOP = 23.0, 62.0
"""Where a board begins, in points from the left and from the top."""

PAGE = r"""
#set page(width: 16cm, height: 9cm, margin: 0pt)
#set text(font: "New Computer Modern", size: 11pt)
#set par(justify: false, leading: 0.62em, spacing: 0.9em)
#show math.equation: set text(font: "New Computer Modern Math")
#show raw: set text(font: "DejaVu Sans Mono", size: 0.86em)
#set list(indent: 0.6em)
#show heading: it => place(top + left, dx: 23pt, dy: 14pt, box(height: 24pt, width: 330pt, align(left + horizon,
  text(15pt, weight: "bold", it.body))))
"""

SLIDES = r"""
#let blue = rgb("#1f5fa8")
#let slide(number, of, section, words, body) = {
  place(top + right, dx: -23pt, dy: 20pt, text(8pt, fill: luma(90), section))
  place(top + left, dx: 23pt, dy: 40pt, line(length: 408pt, stroke: 0.7pt + blue))
  place(top + left, dx: 23pt, dy: 44.5pt, box(height: 14pt, align(left + horizon, text(9.5pt, words))))
  body
  place(bottom + left, dx: 23pt, dy: -6pt, text(7pt, fill: luma(90), deck-title))
  place(bottom + right, dx: -23pt, dy: -6pt, text(7pt, fill: luma(90), str(number) + " / " + str(of)))
  place(bottom + left, rect(width: 453.5pt * number / of, height: 2pt, fill: blue))
}
#let boxed(body) = box(stroke: 0.9pt + blue, outset: (x: 2pt, y: 3pt), $display(body)$)
#let strut(height, depth) = box(width: 0pt, height: height + depth, baseline: depth)
#let put(x, y, height, depth, body, side: left, room: none) = context {
  let whole = if room == none { body } else { shrunk(body, room) }
  let width = measure(whole).width
  place(top + left, dx: if side == right { x - width } else { x }, dy: y,
    box(text(top-edge: "bounds", bottom-edge: "bounds", strut(height, depth) + whole)))
}
#let small(body) = text(8.2pt, fill: luma(80), style: "italic", body)
#let framed-row(body) = box(stroke: 0.9pt + blue, outset: (x: 2pt, y: 4pt), body)
#let panel(x, width, title, body) = place(top + left, dx: x, dy: 163pt, block(width: width, height: 76pt,
  fill: luma(246), stroke: (left: 2pt + blue), inset: (x: 6pt, top: 4pt, bottom: 3pt), {
    if title != none { text(8pt, weight: "bold", fill: luma(60), title) }
    v(1fr)
    body
    v(1fr)
  }))
#let used(on, body) = if on {
  box(fill: rgb("#cfe0f1"), outset: (x: 1.6pt, y: 1.8pt), text(fill: blue, body))
} else { body }
#let rows(size, ..equations) = context {
  set text(size)
  set par(leading: 0pt, spacing: 0pt)
  let all = equations.pos()
  let column = calc.max(..all.map(row => measure(row.left).width))
  grid(columns: (column, auto), row-gutter: 0.3em, column-gutter: 0.28em, align: (right + horizon, left + horizon),
    ..all.map(row => (used(row.on, tight(row.left)), used(row.on, tight(row.right)))).flatten())
}
#let fitted(width, height, words, body) = {
  let factor = calc.min(1.25, 408pt / width, 176pt / height)
  place(top + left, dx: 23pt + (408pt - width * factor) / 2, dy: 64pt + (176pt - height * factor) / 2,
    figure(alt: words, outlined: false, numbering: none, kind: "graph", supplement: none,
      box(scale(x: factor * 100%, y: factor * 100%, reflow: true, block(width: width, height: height,
        align(top + left, body))))))
}
#let flowing(body) = place(top + left, dx: 23pt, dy: 62pt, block(width: 408pt, text(10.5pt, body)))
#let opening(title, subtitle, provenance) = {
  place(top + left, dx: 23pt, dy: 70pt, block(width: 408pt, {
    text(24pt, weight: "bold", title)
    v(4pt)
    line(length: 100%, stroke: 1.2pt + blue)
    if subtitle != none { text(12pt, subtitle) }
  }))
  place(bottom + left, dx: 23pt, dy: -12pt, text(7.5pt, fill: luma(90), provenance))
}
"""


def source(deck: Deck) -> str:
    """The whole deck as Typst source; it needs no file and no package beside it."""
    keywords = ", ".join(quoted(word) for word in (MARKER, *deck.keywords))
    title = "".join(part.text for part in deck.title if isinstance(part, Words))
    return "\n".join(
        [
            f'#set document(title: {quoted(title)}, author: "derive", keywords: ({keywords}), date: none)',
            f"#set text(lang: {quoted(deck.language)})",
            f"#let deck-title = {content(deck.title)}",
            PREAMBLE,
            PAGE,
            TEMPLATE,
            SLIDES,
            f"#opening({content(deck.title)}, {content(deck.subtitle)}, {quoted(deck.provenance)})",
            *_slides(deck),
        ]
    )


def _slides(deck: Deck) -> Iterator[str]:
    """The pages: a scene each. A slide has one number, whatever its scenes."""
    count = sum(len(section.slides) for section in deck.sections)
    number = 0
    for section in deck.sections:
        for slide in section.slides:
            number += 1
            bodies = _board(slide) if isinstance(slide, Board) else _page(slide, language(deck.language))
            for k, (words, body) in enumerate(bodies):
                once = "true" if k == 0 else "false"
                heading = f"#heading(level: 1, outlined: {once}, bookmarked: {once}, {content(slide.title)})"
                told = f"{number}, {count}, {content(section.title)}, {content(words)}"
                yield f"#pagebreak()\n{heading}\n#slide({told}, {{\n{body}}})\n"


def _page(page: Page, speech: Language) -> Iterator[tuple[Inlines, str]]:
    """A page of blocks; a graph alone is drawn forward first, then with what flows back."""
    if len(page.blocks) == 1 and isinstance(page.blocks[0], Graph):
        graph = page.blocks[0]
        drawing = figure(graph)
        forward = replace(drawing, texts=tuple(text for text in drawing.texts if not text.backward))
        yield speech.say("values flow"), _fitted(forward, graph.alternative)
        if forward != drawing:
            yield graph.caption, _fitted(drawing, graph.alternative)
    else:
        body = "".join(block_source(block) for block in page.blocks)
        yield (), f"flowing([\n{body}])\n"


def _fitted(drawing: Figure, words: str) -> str:
    return (
        f"fitted({max(drawing.width, 1):.1f}pt, {max(drawing.height, 1):.1f}pt, {quoted(words)}, {picture(drawing)})\n"
    )


def _board(board: Board) -> Iterator[tuple[Inlines, str]]:
    placed = laying.of_board(board)
    for scene in board.scenes:
        body = "".join(_rows(scene, placed))
        if board.given:
            body += _panels(board, scene)
        yield scene.words, body


def _rows(scene: Scene, placed: laying.Layout) -> Iterator[str]:
    column = MARGIN + placed.column * laying.TEXT
    for equation, slot in zip(scene.rows, placed.slots, strict=False):
        lines = laying.right_lines(equation, placed.column)
        first = slot.lines[0]
        relation = said_source(equation.relation, typst(equation.relation))
        sign = f"h(0.2778em) + {relation} + h(0.2778em)"
        shown = display_source(lines[0])
        if equation.left is not None:
            yield _put(column, first, display_source(equation.left), "right")
        whole = f"{sign} + framed-row({shown})" if equation.result and len(lines) == 1 else f"{sign} + {shown}"
        yield _put(column, first, whole, "left", room=MARGIN + laying.WIDTH * laying.TEXT - column)
        for line, place in zip(lines[1:], slot.lines[1:], strict=False):
            start = column + (laying.SIGN + laying.INDENT) * laying.TEXT
            yield _put(start, place, display_source(line), "left", room=MARGIN + laying.WIDTH * laying.TEXT - start)
        if equation.reason:
            beside = laying.is_beside(equation, placed.column)
            at = first if beside or slot.below is None else laying.Line(slot.below, 0.6, 0.2)
            yield _put(MARGIN + laying.WIDTH * laying.TEXT, at, f"small({content(equation.reason)})", "right")


def _put(x: float, line: laying.Line, body: str, side: str, room: float | None = None) -> str:
    numbers = (
        x,
        TOP + (line.baseline - line.height) * laying.TEXT,
        line.height * laying.TEXT,
        line.depth * laying.TEXT,
    )
    limit = f", room: {room:.1f}pt" if room is not None else ""
    return f"  put({', '.join(f'{number:.1f}pt' for number in numbers)}, {body}, side: {side}{limit})\n"


def _panels(board: Board, scene: Scene) -> str:
    size = laying.panel_size(board.given, laying.GIVEN - 14, laying.PANEL + 6, laying.LARGEST_GIVEN)
    text = f"  panel({MARGIN}pt, {laying.GIVEN:.1f}pt, none, {_equations(board.given, size, scene.used)})\n"
    if scene.aside:
        size = laying.panel_size(scene.aside, laying.ASIDE - 14, laying.PANEL - 16, laying.LARGEST_ASIDE)
        left = MARGIN + laying.WIDTH * laying.TEXT - laying.ASIDE
        aside = _equations(scene.aside, size, frozenset())
        text += f"  panel({left:.1f}pt, {laying.ASIDE:.1f}pt, {content(scene.aside_title)}, {aside})\n"
    return text


def _equations(equations: Sequence[Equation], size: float, used: frozenset[int]) -> str:
    rows = []
    for k, equation in enumerate(equations):
        left = display_source(equation.left) if equation.left is not None else '""'
        right = display_source(row(equation.relation, equation.right))
        rows.append(f"(left: {left}, right: {right}, on: {'true' if k in used else 'false'})")
    return f"rows({size:.1f}pt, {', '.join(rows)})"
