"""Slides: one idea a page, each gradient built up as on a blackboard, in scenes that follow one another."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import accumulate
from math import ceil

from derive.building import is_apply, total_derivative
from derive.crosschecking import CrossCheck
from derive.deriving import restricted
from derive.ir import Expr, Var, children
from derive.notation.math import EQUALS
from derive.notation.typesetting import typeset_sides
from derive.steps import Chain
from derive.unrolling import factors
from reports import evidence, laying, recurrences
from reports.boards import Desk, desk_of, line_boards, product_boards, update
from reports.deck import Board, Deck, Page, Scene, Section, Slide
from reports.document import Display, Equation, Formula, Graph, Inlines, Listing, Paragraph, Table, words
from reports.emitters.boxes import box
from reports.figures import figure
from reports.graphs import graph_of
from reports.manner import Manner
from reports.parts import Checked, Options, Part
from reports.styles import ReportStyle
from reports.styles.article import has_shapes, role, shape_tables, shape_words

SOURCES_ON_A_PAGE = 6
"""How many items a list has on a slide."""
TABLE = 11.5
"""How high the rows of a table may be together, in em."""
KEYWORDS = ("gradient", "backpropagation", "slides")
"""What a deck is about, besides its model."""
HIGHEST = 220.0
"""How high a graph may be, in points, to be shown whole: it is made smaller to fit."""


def compose(checked: Checked) -> Deck:
    """The deck: for each statement of the model what is given, the graph, the gradients, the results; the evidence."""
    manner = checked.options.manner
    sections, seen = list[Section](), set[Chain]()
    for part in checked.parts:
        style = checked.style_of(part)
        slides = _whole(part, style) if part.is_whole else _part(part, style, seen)
        sections.append(Section(words(part.title), tuple(slides)))
        seen.update(part.derivation.chains)
    sections.append(Section(manner.say("evidence"), tuple(_evidence(checked, manner))))
    return Deck(
        words(manner.speech.title(checked.model)),
        tuple(sections),
        subtitle=words(manner.speech.summary(checked.model)),
        provenance=checked.provenance,
        language=manner.language,
        keywords=(*(manner.text(f"keyword {of}") for of in KEYWORDS), manner.speech.title(checked.model)),
    )


def _adapt(options: Options) -> Options:
    return replace(options, components=0, unrolled=True)


STYLE = ReportStyle(compose, _adapt)
"""The slides, as one of the styles."""


def _part(part: Part, style: Manner, seen: set[Chain]) -> Iterator[Slide]:
    """The slides of one statement; a chain that an earlier one has shown is not shown again."""
    system = part.system
    equations = [_equation(v, e, style, role(v, system, style)) for v, e in system.equations.items()]
    yield from _rows(style.say("given"), equations)
    for table in shape_tables(system, style) if has_shapes(system) else ():
        yield from _tables(style.say("shapes"), table)
    yield Page(style.say("graph"), (_graph(part, style, style.say("gradients flow")),))
    desk = desk_of(part.derivation.chains, system, style)
    yield from _derivations(part, desk, seen)
    yield from _results(part, style)


def _graph(part: Part, style: Manner, caption: Inlines) -> Graph:
    """The graph with all names; where that is too high to be read on a slide, without the parameters."""
    graph = graph_of(part.system, part.results, style, caption)
    if figure(graph).height <= HIGHEST:
        return graph
    left_out = {v.name for v in part.system.parameters}
    nodes = tuple(node for node in graph.nodes if node.key not in left_out)
    return replace(graph, nodes=nodes, edges=tuple(edge for edge in graph.edges if edge.source not in left_out))


def _derivations(part: Part, desk: Desk, seen: set[Chain]) -> Iterator[Slide]:
    """The chains in their order; where a gradient is one product, that in place of the chains it is made of."""
    needed = _line_by_line(part)
    for chain in part.derivation.chains:
        if chain.start in needed and chain not in seen:
            yield from line_boards(chain, desk)
            desk.seen.add(chain.start)
    for chain in part.unrolled:
        yield from product_boards(chain, desk)


def _line_by_line(part: Part) -> set[Expr]:
    """What is shown line by line: derivatives of functions, and what gradients and products go on from."""
    derivation, products = part.derivation, {chain.start for chain in part.unrolled}
    goals = [total_derivative(part.system.loss, v) for v in part.system.parameters]
    ends = [goal for goal in goals if goal not in products]
    for chain in part.unrolled:
        first = (factor for _, factor in factors(chain.lines[0].after) if is_apply(factor, "total"))
        ends += [goal for goal in first if part.system.loss not in part.system.consumers(_by(goal))]
    used = {chain.start for goal in ends for chain in restricted(derivation, goal).chains}
    return used | {chain.start for chain in derivation.chains if is_apply(chain.start, "derivative")}


def _by(goal: Expr) -> Var:
    v = children(goal)[1]
    assert isinstance(v, Var)
    return v


def _equation(left: Expr, right: Expr, style: Manner, reason: Inlines) -> Equation:
    shown, equal = typeset_sides([left, right], style)
    return Equation(shown, EQUALS, equal, reason)


def _rows(title: Inlines, equations: Sequence[Equation]) -> Iterator[Board]:
    """Equations one below the other, on as many slides as they take, those of each aligned."""
    standing: list[Equation] = []
    for equation in equations:
        if standing and laying.layout([[row] for row in (*standing, equation)]).height > laying.TALL:
            yield Board(title, (Scene(tuple(standing)),))
            standing = []
        standing.append(equation)
    if standing:
        yield Board(title, (Scene(tuple(standing)),))


def _results(part: Part, style: Manner) -> Iterator[Slide]:
    loss = part.system.loss
    gradients = part.gradients.items()
    equations = [_equation(total_derivative(loss, v), g, style, shape_words(v, style)) for v, g in gradients]
    yield from _rows(style.say("gradients"), equations)
    yield from _rows(style.say("descent"), [update(v, loss, style) for v in part.gradients])


def _whole(part: Part, style: Manner) -> Iterator[Slide]:
    """A model of many layers: each equation and each published gradient once, as judged in every layer."""
    for block in (*recurrences.given(part.system, style, ""), *recurrences.judged(part.claims, style, "")):
        if isinstance(block, Display):
            yield from _rows(style.say("given"), block.equations)
        elif isinstance(block, Table):
            about_shapes = block.header[-1] == style.say("head shape")
            yield from _tables(style.say("shapes" if about_shapes else "backward by layers"), block)


def _tables(title: Inlines, table: Table) -> Iterator[Page]:
    for rows in _that_fit(table.rows):
        yield Page(title, (replace(table, rows=tuple(rows)),))


def _evidence(checked: Checked, style: Manner) -> Iterator[Slide]:
    """How the gradients were checked, what became of published formulas, the sources."""
    for part in checked.parts:
        yield Page(_found_also(part, style), (Paragraph(style.say("roads in short")), _roads(part.checked, style)))
    findings = [finding for part in checked.parts if not part.is_whole for finding in part.claims]
    for block in evidence.published_section(findings, style)[1:]:
        if isinstance(block, Table):
            yield from _tables(style.say("published"), block)
    for sources in evidence.on_pages(checked.model.sources, SOURCES_ON_A_PAGE) if checked.model.sources else []:
        yield Page(style.say("sources"), (Listing(tuple(words(source) for source in sources)),))


def _that_fit(rows: Sequence[tuple[Inlines, ...]]) -> Iterator[Sequence[tuple[Inlines, ...]]]:
    """The rows of a table in parts that fit on a slide, about equally high."""
    heights = [_height(line) for line in rows]
    middles = [above + own / 2 for above, own in zip(accumulate(heights, initial=0.0), heights, strict=False)]
    for count in range(max(1, ceil(sum(heights) / TABLE)), len(rows) + 1):
        places = [int(middle * count / sum(heights)) for middle in middles]
        parts = [[k for k, place in enumerate(places) if place == part] for part in range(count)]
        if all(sum(heights[k] for k in part) <= TABLE for part in parts) or count == len(rows):
            yield from ([rows[k] for k in part] for part in parts if part)
            return


def _height(line: tuple[Inlines, ...]) -> float:
    """The height of a row of a table, in em; a formula too wide for it takes two lines."""
    formulas = [inline.math for cell in line for inline in cell if isinstance(inline, Formula)]
    own = max((box(math).total for math in formulas), default=0.9) + 0.85
    return own * 2 if sum(box(math).width for math in formulas) > laying.WIDTH - 12 else own


def _found_also(part: Part, style: Manner) -> Inlines:
    return style.say("other roads", part=f"{part.title[0].lower()}{part.title[1:]}")


def _roads(checked: CrossCheck, style: Manner) -> Table:
    """The roads, each with its largest relative error over all gradients."""
    rows = []
    for road in checked.roads:
        worst = max(road.errors.values(), default=None)
        rows.append((evidence.road_told(road, style), evidence.error_told(worst)))
    header = (style.say("head road"), style.say("head largest"))
    return Table(header, tuple(rows), "lr", evidence.points_told(checked, style))
