"""A laid-out graph as a TikZ picture."""

from __future__ import annotations

from derive.notation.latex import latex
from reports.emitters.typst import INKS
from reports.figures import SIZE, Curve, Figure, Point, Shape, Text

COLOURS = tuple(rf"\definecolor{{derive-{name}}}{{HTML}}{{{ink[1:].upper()}}}" for name, ink in INKS.items())
"""The definitions of the inks that formulas name, for a document's preamble."""

TALL = (r"\frac", r"\sum", r"\prod", r"\int", r"\max", r"\min")
"""What is smaller, or has its limits beside it, where it is not in display style."""
_FILLS = {"data": "blue!14", "parameter": "yellow!12", "operation": "white", "loss": "white"}


def picture(figure: Figure, room: float, height: float | None = None, later: str = "{}") -> str:
    """The picture, made smaller where it is wider than ``room`` points, or higher than ``height``.

    ``later`` is written around what flows back, with the place for it as ``{}``.
    """
    factor = min(1.0, room / figure.width) if figure.width else 1.0
    if height is not None and figure.height:
        factor = min(factor, height / figure.height)
    options = "x=1pt, y=-1pt, >=stealth"
    if factor < 1:
        options += f", scale={factor:.3f}, transform shape"
    lines = [*map(_curve, figure.curves), *(_shape(shape, factor) for shape in figure.shapes)]
    lines += [later.replace("{}", _text(text)) if text.backward else _text(text) for text in figure.texts]
    body = "".join(f"  {line}\n" for line in lines)
    return f"\\begin{{tikzpicture}}[{options}]\n{body}\\end{{tikzpicture}}"


def _point(point: Point) -> str:
    return f"({point.x:.1f}, {point.y:.1f})"


def _curve(curve: Curve) -> str:
    path, at = _point(curve.start), curve.start
    for first, second, end in curve.segments:
        bend = f" .. controls {_point(first)} and {_point(second)} .. "
        path += (" -- " if at.y == first.y == second.y == end.y else bend) + _point(end)
        at = end
    return rf"\draw[->, gray] {path};"


def _shape(shape: Shape, factor: float) -> str:
    """A node's outline; TikZ does not make the corners smaller with the picture."""
    low = Point(shape.centre.x - shape.width / 2, shape.centre.y - shape.height / 2)
    high = Point(shape.centre.x + shape.width / 2, shape.centre.y + shape.height / 2)
    style = f"fill={_FILLS[shape.node.kind]}, rounded corners={shape.radius * factor:.1f}pt"
    if shape.node.kind == "loss":
        style += ", thick"
    return rf"\draw[{style}] {_point(low)} rectangle {_point(high)};"


def _text(text: Text) -> str:
    style = "inner sep=1pt, fill=white" if text.backward else "inner sep=0pt"
    size = r"\small" if text.size == SIZE else r"\scriptsize"
    formula = latex(text.math)
    display = r"\displaystyle " if any(sign in formula for sign in TALL) else ""
    return rf"\node[{style}] at {_point(text.centre)} {{{size} ${display}{formula}$}};"
