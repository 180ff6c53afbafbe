"""A laid-out graph as SVG inside a page; its labels are MathML, like all formulas of the page."""

from __future__ import annotations

from reports.emitters.mathml import mathml
from reports.figures import Curve, Figure, Point, Shape, Text

STYLE = """\
.graph path { fill: none; stroke: var(--muted); }
.graph path.head { fill: var(--muted); stroke: none; }
.graph rect { stroke: var(--ink); fill: var(--page); }
.graph rect.data { fill: var(--data); }
.graph rect.parameter { fill: var(--parameter); }
.graph rect.loss { stroke-width: 1.8; }
.graph foreignObject { overflow: visible; }
.graph .label { display: flex; align-items: center; justify-content: center; width: 100%; height: 100%;
  line-height: 1; }
.graph .label.backward span { background: var(--page); color: var(--backward); }
.graph math { white-space: nowrap; }
"""
"""The style sheet that the drawings need."""

_MARGIN = 4.0
_ZOOM = 1.45


def drawing(figure: Figure, words: str) -> str:
    """The figure as an ``svg`` element; ``words`` says the same, already escaped."""
    width, height = figure.width + 2 * _MARGIN, figure.height + 2 * _MARGIN
    parts = [*map(_curve, figure.curves), *map(_shape, figure.shapes), *map(_text, figure.texts)]
    return (
        f'<svg class="graph" role="img" aria-label="{words}" width="{width * _ZOOM:.0f}" height="{height * _ZOOM:.0f}" '
        f'viewBox="{-_MARGIN:g} {-_MARGIN:g} {width:.1f} {height:.1f}">\n' + "\n".join(parts) + "\n</svg>"
    )


def _point(point: Point) -> str:
    return f"{point.x:.1f} {point.y:.1f}"


def _curve(curve: Curve) -> str:
    path = f"M {_point(curve.start)}" + "".join(f" C {', '.join(map(_point, part))}" for part in curve.segments)
    x, y = curve.end
    head = f"M {x + 1:.1f} {y:.1f} l -6 -2.4 l 0 4.8 z"
    return f'<path d="{path}"/><path class="head" d="{head}"/>'


def _shape(shape: Shape) -> str:
    x, y = shape.centre.x - shape.width / 2, shape.centre.y - shape.height / 2
    return (
        f'<rect class="{shape.node.kind}" x="{x:.1f}" y="{y:.1f}" width="{shape.width:.1f}" '
        f'height="{shape.height:.1f}" rx="{shape.radius:.1f}"/>'
    )


def _text(text: Text) -> str:
    """The label in a box that is generous, since a browser may have another font, and centres what is in it."""
    width, height = text.width + 24, text.height + 10
    x, y = text.centre.x - width / 2, text.centre.y - height / 2
    ink = " backward" if text.backward else ""
    return (
        f'<foreignObject x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}">'
        f'<div xmlns="http://www.w3.org/1999/xhtml" class="label{ink}" style="font-size:{text.size:g}px">'
        f"<span>{mathml(text.math, display=True)}</span></div></foreignObject>"
    )
