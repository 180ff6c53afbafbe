"""A document as Typst source: the page, the aligned equations with their reasons, tables and figures.

The layout that needs measuring is done by Typst itself, in the functions of `TEMPLATE`: a reason stands in a column at
the right where the equation leaves room for it, else on a line of its own; an equation that is too wide is broken at
its signs, and only what cannot be broken is made smaller.
"""

from __future__ import annotations

from collections.abc import Iterable

from derive.notation.latex import latex
from derive.notation.math import Math, Row, Sign, Unspellable, row
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
    Words,
)
from reports.emitters.boxes import box
from reports.emitters.plain import plain
from reports.emitters.typst import PREAMBLE, quoted, typst
from reports.figures import Curve, Figure, Point, Shape, Text, figure
from reports.formats import MARKER, Paper
from reports.formats.breaking import broken

PAGE = r"""
#set page(paper: paper, margin: (x: 2.6cm, top: 2.4cm, bottom: 2.7cm), footer: context {
  set text(8pt, fill: luma(90))
  line(length: 100%, stroke: 0.4pt + luma(150))
  v(-0.6em)
  grid(columns: (1fr, auto), provenance, counter(page).display("1 / 1", both: true))
})
#set text(font: "New Computer Modern", size: 10.5pt, overhang: false)
#set par(justify: true, leading: 0.62em, spacing: 0.9em)
#show math.equation: set text(font: "New Computer Modern Math")
#show heading: set block(above: 1.5em, below: 0.9em, sticky: true)
#show heading.where(level: 1): set text(14pt)
#show heading.where(level: 2): set text(11.5pt)
#show raw: set text(font: "DejaVu Sans Mono", size: 0.86em)
#set list(indent: 0.6em)
#set enum(indent: 0.6em)
"""
"""The page of a document, and its text."""

TEMPLATE = r"""
// All of it on one page, as large as that allows.
#let one-page(body) = layout(size => {
  let fits(factor) = measure(block(width: size.width / factor, body)).height * factor <= size.height
  let factor = range(20, 3, step: -1).map(k => k / 20).find(fits)
  let factor = if factor == none { 0.2 } else { factor }
  scale(x: factor * 100%, y: factor * 100%, origin: top + left, reflow: true,
    block(width: size.width / factor, body))
})

#let titled(title, subtitle) = {
  set par(justify: false)
  align(center, {
    block(below: 0.9em, text(20pt, weight: "bold", title))
    if subtitle != none { block(width: 80%, text(11.5pt, style: "italic", subtitle)) }
  })
  v(1em)
}

#let callout(title, colour, body) = block(width: 100%, inset: (left: 0.9em, y: 0.35em),
  stroke: (left: 2.5pt + colour), above: 1.1em, below: 1.1em, [#strong(title + ".") #body])

#let reasoned(reason) = {
  set par(justify: false, leading: 0.45em)
  set text(8.6pt, fill: luma(80), style: "italic")
  reason
}

// A formula with what a screen reader says for it.
#let said(words, formula) = math.equation(alt: words, formula.body)

#set math.cancel(stroke: 0.55pt)
#let gap = 0.2222em
#let strut = box(width: 0pt, height: 0.95em, baseline: 0.25em)
#let shrunk(body, room) = {
  let width = measure(body).width
  if width <= room { body } else {
    box(scale(x: room / width * 100%, y: room / width * 100%, reflow: true, body))
  }
}

// The parts of a right side, as many to a line as fit.
#let filled(parts, room) = {
  let lines = ()
  let current = none
  for part in parts {
    let longer = if current == none { part } else { current + h(gap) + part }
    if current != none and measure(longer).width > room {
      lines.push(current)
      current = part
    } else { current = longer }
  }
  lines.push(current)
  lines.map(line => shrunk(line, room))
}

#let framed(on, body) = if on { box(stroke: 0.7pt, inset: (x: 4pt), outset: (y: 5pt), body) } else { body }

#let aligned(..equations) = block(width: 100%,
  above: if equations.pos().first().result { 1.5em } else { 1em },
  below: if equations.pos().last().result { 1.5em } else { 1em }, inset: (left: 1.2em), layout(size => {
  let rows = equations.pos()
  let room = size.width
  let sign(row) = h(0.2778em) + row.relation + h(0.2778em)
  let lefts = rows.map(row => if row.left == none { 0pt } else { measure(row.left).width })
  let column = calc.max(0pt, ..lefts.filter(width => width <= 0.4 * room))
  let reasons = rows.map(row => if row.reason == none { 0pt } else { measure(reasoned(row.reason)).width })
  let margin = calc.min(calc.max(0pt, ..reasons), 0.3 * room)
  for (k, row) in rows.enumerate() {
    let width = lefts.at(k)
    let apart = width > column
    let indent = if apart { 1.6em.to-absolute() } else { column }
    let start = indent + measure(sign(row)).width
    let whole = measure(row.right).width
    let beside = row.reason != none and start + whole + 1.2em.to-absolute() + margin <= room
    let under = row.reason != none and not beside
    let lines = if start + whole <= room { (row.right,) } else { filled(row.parts, room - start - 0.5em.to-absolute()) }
    let head = if apart { h(indent) } else { h(column - width) }
    let boxed = row.result and lines.len() == 1
    let body = if apart or row.left == none {
      sign(row) + framed(boxed, lines.first())
    } else {
      if boxed { h(-4pt) }
      framed(boxed, row.left + sign(row) + lines.first())
    }
    let content = {
      set par(justify: false, leading: 0.55em, spacing: 0.55em)
      set text(top-edge: "bounds", bottom-edge: "bounds")
      if apart { par(shrunk(row.left, room)) }
      par(strut + head + body)
      for line in lines.slice(1) { par(strut + h(start + 1em) + line) }
      if under { align(right, block(width: 80%, above: 0.6em, align(right, reasoned(row.reason)))) }
    }
    let cells = if beside { (content, reasoned(row.reason)) } else { (content,) }
    let space = if row.result { 1.5em } else { 0.6em }
    // Neither the first line of a chain nor its last one stands alone on a page.
    let long = lines.len() > 4
    let stays = not long and (k == 0 and rows.len() > 1 or k == rows.len() - 2)
    block(breakable: long, above: space, below: space, sticky: stays,
      grid(columns: if beside { (1fr, margin) } else { (1fr,) }, align: left + horizon, ..cells))
  }
}))

#let tight(body) = box(text(top-edge: "bounds", bottom-edge: "bounds", body))
#let ruled(columns, alignment, header, rows, caption) = block(width: 100%, above: 1.3em, below: 1.3em, breakable: false,
  align(center, {
    set par(justify: false)
    table(columns: columns, stroke: none, align: alignment.map(side => side + horizon), inset: (x: 0.7em, y: 0.38em),
      table.hline(stroke: 0.9pt), table.header(..header), table.hline(stroke: 0.5pt), ..rows,
      table.hline(stroke: 0.9pt))
    if caption != none { block(above: 0.8em, text(9pt, caption)) }
  }))

#let centred(x, y, body) = context {
  let found = measure(body)
  place(top + left, dx: x - found.width / 2, dy: y - found.height / 2, body)
}

#let drawn(width, height, caption, words, body) = block(width: 100%, above: 1.3em, below: 1.3em, breakable: false,
  align(center, layout(size => {
    let highest = if paper == "a4" { 23cm } else { 21.3cm }
    let factor = calc.min(1, size.width / width, highest / height)
    figure(alt: words, outlined: false, numbering: none, kind: "graph", supplement: none,
      box(scale(x: factor * 100%, y: factor * 100%, reflow: true, block(width: width, height: height,
        align(top + left, body)))))
    if caption != none { block(above: 0.9em, text(9pt, caption)) }
  })))
"""

LINE = 448
"""The width of a line on A4, in points."""
WIDEST = 38.0
"""From which width on, in em, a part of a formula is cut inside of its fractions and brackets."""
TALL = 150
"""From which height on, in points, a figure may stand at the top or bottom of a page, so that none stays half empty."""

_TONES = {"note": "#1f5fa8", "assumption": "#6b6b6b", "warning": "#b3211d"}
_ALIGNS = {"l": "left", "c": "center", "r": "right"}
_FILLS = {"data": "#d5e1ef", "parameter": "#fdf6e3", "operation": "#ffffff", "loss": "#ffffff"}


def source(document: Document, paper: Paper = "a4") -> str:
    """The whole document as Typst source; it needs no file and no package beside it."""
    keywords = ", ".join(quoted(word) for word in (MARKER, *document.keywords))
    title = "".join(part.text for part in document.title if isinstance(part, Words))
    body = [
        f"#titled({content(document.title)}, {content(document.subtitle)})",
        *map(_with_next, (None, *document.blocks), document.blocks, (*document.blocks[1:], None)),
    ]
    return "\n".join(
        [
            f'#set document(title: {quoted(title)}, author: "derive", keywords: ({keywords}), date: none)',
            f"#set text(lang: {quoted(document.language)})",
            f"#let provenance = {quoted(document.provenance)}",
            f"#let paper = {quoted(paper)}",
            PREAMBLE,
            PAGE,
            TEMPLATE,
            *(["#one-page([", *body, "])"] if document.one_page else body),
        ]
    )


def _with_next(before: Block | None, block: Block, following: Block | None) -> str:
    """A block; a sentence that leads to equations or to a table stays with them on a page.

    So does one between a heading and the next sentence.
    """
    leads = isinstance(following, Display | Table) or (isinstance(before, Heading) and isinstance(following, Paragraph))
    if isinstance(block, Paragraph) and leads:
        return f"#block(sticky: true, {content(block.inlines)})\n"
    return block_source(block)


def content(inlines: Inlines) -> str:
    """Inlines as a Typst expression; ``none`` where there are none."""
    return f"[{''.join(map(_inline, inlines))}]" if inlines else "none"


def _inline(inline: Inline) -> str:
    if isinstance(inline, Formula):
        return f"#box({said_source(inline.math, typst(inline.math))})"
    text = quoted(inline.text)
    wrapped = {"strong": f"strong({text})", "emphasis": f"emph({text})", "code": f"raw({text})"}
    return f"#{wrapped.get(inline.style, text)};"


def display_source(math: Math) -> str:
    """A formula in display style, with words for it."""
    return said_source(math, f"display({typst(math)})")


def said_source(math: Math, spelled: str) -> str:
    """A formula as it is spelled, with words for it."""
    try:
        words = plain(math)
    except Unspellable:
        words = latex(math)
    return f"said({quoted(words)}, ${spelled}$)"


def block_source(block: Block) -> str:
    """A block as Typst source."""
    match block:
        case Heading(level, text, anchor):
            name = quoted(anchor)
            label = f" #label({name})" if name != '""' else ""
            return f"#heading(level: {level}, {content(text)}){label}\n"
        case Paragraph(inlines):
            return f"#par({content(inlines)})\n"
        case Listing(items, numbered):
            return f"#{'enum' if numbered else 'list'}({', '.join(map(content, items))})\n"
        case Display(equations):
            return "#aligned(\n" + "".join(f"  {_equation(item)},\n" for item in equations) + ")\n"
        case Table():
            return _table(block)
        case Callout(title, inlines, tone):
            return f'#callout({quoted(title)}, rgb("{_TONES[tone]}"), {content(inlines)})\n'
        case Room(height):
            return f"#v({1.45 * height:g}em)\n"
        case Graph(_, _, caption, alternative):
            return _drawn(figure(block), caption, alternative)


def _equation(item: Equation) -> str:
    parts = broken(item.right, WIDEST, lambda math: box(math).width)
    first, rest = display_source(parts[0]), [_continued(part) for part in parts[1:]]
    fields = {
        "left": display_source(item.left) if item.left is not None else "none",
        "relation": said_source(item.relation, typst(item.relation)),
        "right": display_source(item.right),
        "parts": f"({', '.join([first, *rest])},)",
        "reason": content(item.reason),
        "result": "true" if item.result else "false",
    }
    return "(" + ", ".join(f"{key}: {value}" for key, value in fields.items()) + ")"


def _continued(part: Math) -> str:
    """A part that begins with a sign, which keeps the space behind it."""
    items = part.items if isinstance(part, Row) else (part,)
    if not (isinstance(items[0], Sign) and items[0].role == "binary"):
        return display_source(part)
    rest = typst(row(*items[1:])) if len(items) > 1 else '""'
    return said_source(part, f'display(class("normal", {typst(items[0])}) #h(gap) {rest})')


def _table(table: Table) -> str:
    alignment = _array(_ALIGNS[letter] for letter in table.align)
    header = _array(f"strong({_cell(cell)})" for cell in table.header)
    rows = _array(_cell(cell) for line in table.rows for cell in line)
    return f"#ruled({len(table.header)}, {alignment}, {header}, {rows}, {content(table.caption)})\n"


def _array(items: Iterable[str]) -> str:
    return f"({''.join(f'{item}, ' for item in items)})"


def _cell(cell: Inlines) -> str:
    if len(cell) == 1 and isinstance(cell[0], Formula):
        return f"tight({display_source(cell[0].math)})"
    return f"[{''.join(map(_inline, cell))}]"


# --- figures


def _drawn(drawing: Figure, caption: Inlines, alternative: str) -> str:
    body = picture(drawing)
    size = f"{max(drawing.width, 1):.1f}pt, {max(drawing.height, 1):.1f}pt"
    drawn = f"drawn({size}, {content(caption)}, {quoted(alternative)}, {body})"
    tall = drawing.height * min(1, LINE / max(drawing.width, 1)) > TALL
    return f"#place(bottom, float: true, {drawn})\n" if tall else f"#{drawn}\n"


def picture(drawing: Figure) -> str:
    """What is drawn, each part at its place in a block of the figure's size."""
    parts = [*map(_curve, drawing.curves), *map(_shape, drawing.shapes), *map(_text, drawing.texts)]
    return "{\n" + "".join(f"    {part}\n" for part in parts) + "  }"


def _point(point: Point) -> str:
    return f"({point.x:.1f}pt, {point.y:.1f}pt)"


def _curve(curve: Curve) -> str:
    cubics = "".join(f", curve.cubic({', '.join(map(_point, segment))})" for segment in curve.segments)
    ink, head = "luma(90)", ", ".join(map(_point, curve.head))
    line = f"curve(stroke: 0.7pt + {ink}, curve.move({_point(curve.start)}){cubics})"
    return f"place(top + left, {line}); place(top + left, polygon(fill: {ink}, {head}))"


def _shape(shape: Shape) -> str:
    stroke = "1.4pt" if shape.node.kind == "loss" else "0.7pt"
    x, y = shape.centre.x - shape.width / 2, shape.centre.y - shape.height / 2
    return (
        f"place(top + left, dx: {x:.1f}pt, dy: {y:.1f}pt, "
        f"rect(width: {shape.width:.1f}pt, height: {shape.height:.1f}pt, radius: {shape.radius:.1f}pt, "
        f'stroke: {stroke}, fill: rgb("{_FILLS[shape.node.kind]}")))'
    )


def _text(text: Text) -> str:
    formula = display_source(text.math)
    if text.backward:
        formula = f"box(fill: white, outset: 1pt, {formula})"
    return f"centred({text.centre.x:.1f}pt, {text.centre.y:.1f}pt, text({text.size:.1f}pt, {formula}))"
