"""A document as Markdown with LaTeX formulas, as GitHub and notebooks show it."""

from __future__ import annotations

import re

from derive.notation.latex import latex
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
from reports.emitters.characters import visible
from reports.formats import DEFAULT, Options, provenance
from reports.languages import Language
from reports.languages import get as language

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#$|~&!])")
_AT_START = re.compile(r"^(\s*)([-+=]|\d+(?=[.)]))")
_IN_MATH = {
    "\\": r"\backslash ",
    "{": r"\{",
    "}": r"\}",
    "$": r"\$",
    "&": r"\&",
    "#": r"\#",
    "_": r"\_",
    "%": r"\%",
    "^": r"\wedge ",
    "~": r"\sim ",
    "<": r"\lt ",
    ">": r"\gt ",
    "`": r"\backprime ",
    "|": r"\mid ",
}
_RUNS = re.compile("([" + re.escape("".join(_IN_MATH)) + "])")
_SIDES = {"l": ":---", "c": ":---:", "r": "---:"}


def render(document: Document, options: Options = DEFAULT) -> str:
    """The document as Markdown. Raises `Unspellable` for a sign without a command."""
    mark = provenance(document).replace("--", "- -").replace(">", "")
    parts = [f"<!-- {_shown(mark)} -->", f"# {_inlines(document.title)}"]
    parts += [f"*{_inlines(document.subtitle)}*"] if document.subtitle else []
    speech = language(document.language)
    parts += [_block(block, speech) for block in document.blocks]
    parts += [f"---\n\n{_escaped(document.provenance)}"] if document.provenance else []
    return "\n\n".join(parts) + "\n"


def _shown(text: str) -> str:
    return "".join(c for c in " ".join(text.split()) if c.isprintable())


def _escaped(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", visible(text))


def _at_start(text: str) -> str:
    """Text that begins a block, kept from being taken for a list, a rule or a heading's underline."""
    return _AT_START.sub(lambda m: f"{m[1]}{m[2]}\\" if m[2][0].isdigit() else f"{m[1]}\\{m[2]}", text.lstrip())


def _inlines(inlines: Inlines) -> str:
    return "".join(map(_inline, inlines))


def _inline(inline: Inline) -> str:
    if isinstance(inline, Formula):
        return f"${latex(inline.math, colours=False)}$"
    text = _escaped(inline.text)
    if inline.style == "plain" or not text.strip():
        return text
    if inline.style == "code":
        return _code(_shown(inline.text))
    sign = "**" if inline.style == "strong" else "*"
    return f"{sign}{text.strip()}{sign}"


def _code(text: str) -> str:
    """Code between more backticks than stand in it; as HTML where a bar would end the cell of a table."""
    if "|" in text:
        shown = _escaped(text).replace("\\|", "&#124;")
        return f"<code>{shown}</code>"
    longest = max((len(run) for run in re.findall("`+", text)), default=0)
    fence = "`" * (longest + 1)
    space = " " if longest else ""
    return f"{fence}{space}{text}{space}{fence}"


def _block(block: Block, speech: Language) -> str:
    match block:
        case Heading(level, text):
            return f"{'#' * (level + 1)} {_inlines(text)}"
        case Paragraph(inlines):
            return _at_start(_inlines(inlines))
        case Listing(items, numbered):
            return "\n".join(
                f"{f'{k}.' if numbered else '-'} {_at_start(_inlines(item))}" for k, item in enumerate(items, 1)
            )
        case Display(equations):
            body = " \\\\\n".join(_equation(item) for item in equations)
            return f"$$\n\\begin{{aligned}}\n{body}\n\\end{{aligned}}\n$$"
        case Table():
            return _table(block)
        case Callout(title, inlines):
            return f"> **{_escaped(title)}.** {_inlines(inlines)}"
        case Room(height):
            return "<br>" * height
        case Graph():
            return _graph(block, speech)


def _equation(item: Equation) -> str:
    left = f"{latex(item.left, colours=False)} " if item.left is not None else ""
    right = latex(item.right, colours=False)
    right = rf"\boxed{{{right}}}" if item.result else right
    reason = f" && {''.join(map(_reason, item.reason))}" if item.reason else ""
    return f"{left}&{latex(item.relation)} {right}{reason}"


def _reason(inline: Inline) -> str:
    """Words inside a formula: what is special to LaTeX stands outside ``\\text``."""
    if isinstance(inline, Formula):
        return latex(inline.math, colours=False)
    runs = [_IN_MATH.get(run) or rf"\text{{{run}}}" for run in _RUNS.split(visible(inline.text)) if run]
    return "".join(runs)


def _row(cells: tuple[Inlines, ...]) -> str:
    return "| " + " | ".join(_inlines(cell) for cell in cells) + " |"


def _table(table: Table) -> str:
    lines = [_row(table.header), "|" + "|".join(_SIDES[side] for side in table.align) + "|"]
    lines += [_row(row) for row in table.rows]
    caption = f"\n\n*{_inlines(table.caption)}*" if table.caption else ""
    return "\n".join(lines) + caption


def _graph(graph: Graph, speech: Language) -> str:
    """The graph as a table of its nodes, for Markdown has no drawings."""
    inputs = {node.key: [edge.source for edge in graph.edges if edge.target == node.key] for node in graph.nodes}
    labels = {node.key: node.label for node in graph.nodes}
    rows = tuple(
        (
            (Formula(node.label),),
            speech.joined("listed", [labels[key] for key in inputs[node.key]]),
            (Formula(node.formula),) if node.formula else (),
            (Formula(node.value),) if node.value else (),
            (Formula(node.gradient),) if node.gradient else (),
        )
        for node in graph.nodes
    )
    header = tuple(speech.say(f"head {column}") for column in ("node", "from", "formula", "value", "gradient"))
    return _table(Table(header, rows, "lllll", graph.caption))
