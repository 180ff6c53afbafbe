"""The computation graph as a figure: a layered layout from left to right, in points, for every format to draw.

Nodes stand in the layer behind the last of their inputs, inputs directly before their first use. Edges over several
layers bend around the nodes between. Within a layer the order is the barycentre's, and the heights are the
least-squares ones that keep the distances.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from math import hypot
from typing import NamedTuple

from derive.notation.math import Math
from reports.document import Graph, GraphNode
from reports.emitters.boxes import Box, box

SIZE, SMALL = 10.0, 8.0
"""The font sizes of labels, and of the values, formulas and gradients beside them, in points."""

NODE_GAP, DUMMY_HEIGHT = 16.0, 10.0
CLEAR, ARROW = 3.0, 8.0
"""How far an edge keeps from what it passes, and how long it is level before it arrives."""
STEEP = 0.28
"""How wide a gap is for each point of height that an edge goes up or down in it."""
WIDE, NARROW = (42.0, 84.0), (26.0, 44.0)
"""How wide a gap is at least, and at most for that; in graphs wider than a line of text it is narrower."""
LINE = 448.0
"""The width of a line of text, in points: what is wider is made smaller on a page."""
_SWEEPS = 6


class BadGraph(Exception):
    """The graph cannot be drawn from left to right: it has a cycle, or an edge to a node that is not there."""


class Point(NamedTuple):
    """A point of the figure, in points from its top left corner."""

    x: float
    y: float


@dataclass(frozen=True)
class Text:
    """A formula centred at a point, in its font size, with the room that was reckoned for it."""

    math: Math
    centre: Point
    size: float
    width: float
    height: float
    backward: bool = False


@dataclass(frozen=True)
class Shape:
    """A node's outline: a rectangle with corners of that radius, around a centre."""

    node: GraphNode
    centre: Point
    width: float
    height: float
    radius: float


@dataclass(frozen=True)
class Curve:
    """An arrow: a cubic curve through three points for each segment, from ``start``."""

    start: Point
    segments: tuple[tuple[Point, Point, Point], ...]

    @property
    def end(self) -> Point:
        """The tip of the arrow."""
        return self.segments[-1][2]

    @property
    def head(self) -> tuple[Point, Point, Point]:
        """The corners of the arrow's head, its tip first; it points where the curve ends."""
        _, before, tip = self.segments[-1]
        length = hypot(tip.x - before.x, tip.y - before.y) or 1.0
        along, across = (tip.x - before.x) / length, (tip.y - before.y) / length
        corners = ((1.0, 0.0), (-5.0, -2.4), (-5.0, 2.4))
        first, second, third = (
            Point(tip.x + dx * along - dy * across, tip.y + dx * across + dy * along) for dx, dy in corners
        )
        return first, second, third


@dataclass(frozen=True)
class Figure:
    """A laid-out graph: its size, and what is drawn, in this order."""

    width: float
    height: float
    curves: tuple[Curve, ...]
    shapes: tuple[Shape, ...]
    texts: tuple[Text, ...]


@dataclass
class _Item:
    """A node of the graph, or the place where a long edge passes a layer, while it is being laid out."""

    key: str
    layer: int
    node: GraphNode | None = None
    width: float = 0.0
    height: float = DUMMY_HEIGHT
    above: float = 0.0
    below: float = 0.0
    x: float = 0.0
    y: float = 0.0
    inputs: list[str] = field(default_factory=list)
    outputs: list[str] = field(default_factory=list)

    @property
    def top(self) -> float:
        return self.height / 2 + self.above

    @property
    def bottom(self) -> float:
        return self.height / 2 + self.below

    @property
    def half(self) -> float:
        """Half the room it takes in its column, captions included."""
        if self.node is None:
            return 0.0
        captions = [_box(self.node.value, SMALL).width, _box(self.node.gradient, SMALL).width]
        return max(self.width, *captions) / 2


def figure(graph: Graph) -> Figure:
    """The layout of a graph. Raises `BadGraph` where it has a cycle or an edge to nowhere."""
    items, chains = _layered(graph)
    columns = _ordered(items)
    _place_rows(items, columns)
    labels = [_box(edge.local, SMALL).width for edge in graph.edges]
    gaps = _place_columns(items, columns, edges := list(zip(chains, labels, strict=True)), WIDE)
    if max((item.x + item.half for item in items.values()), default=0.0) > LINE:
        gaps = _place_columns(items, columns, edges, NARROW)
    curves = tuple(_curve(items, columns, chain) for chain in chains)
    nodes = [item for item in items.values() if item.node is not None]
    texts = [text for item in nodes for text in _captions(item)]
    texts += _edge_labels(graph, curves, gaps)
    width = max((item.x + item.half for item in nodes), default=0.0)
    height = max((item.y + item.bottom for item in items.values()), default=0.0)
    return Figure(width, height, curves, tuple(_shape(item) for item in nodes), tuple(texts))


def _box(math: Math | None, size: float) -> Box:
    found = box(math) if math is not None else Box(0.0, 0.0, 0.0)
    return Box(found.width * size, found.height * size, found.depth * size)


def _item(node: GraphNode, layer: int) -> _Item:
    label, formula = _box(node.label, SIZE), _box(node.formula, SMALL)
    width = max(label.width + 14, formula.width + 14, 26.0)
    height = max(label.total + formula.total + (15 if node.formula else 11), 26.0)
    above = _box(node.value, SMALL).total + 4 if node.value else 0.0
    below = _box(node.gradient, SMALL).total + 4 if node.gradient else 0.0
    return _Item(node.key, layer, node, width, height, above, below)


# --- layers


def _layers(graph: Graph) -> dict[str, int]:
    """The layer of each node: behind its last input; nodes without inputs stand directly before their first use."""
    inputs: dict[str, list[str]] = {node.key: [] for node in graph.nodes}
    outputs: dict[str, list[str]] = {node.key: [] for node in graph.nodes}
    for edge in graph.edges:
        if edge.source not in inputs or edge.target not in inputs:
            raise BadGraph(f"the edge {edge.source} → {edge.target} ends at a node that the graph does not have")
        inputs[edge.target].append(edge.source)
        outputs[edge.source].append(edge.target)
    waiting = {key: len(found) for key, found in inputs.items()}
    ready = [key for key, count in waiting.items() if not count]
    layers = dict.fromkeys(ready, 0)
    for key in ready:
        for target in outputs[key]:
            layers[target] = max(layers.get(target, 0), layers[key] + 1)
            waiting[target] -= 1
            if not waiting[target]:
                ready.append(target)
    if len(ready) < len(inputs):
        raise BadGraph("the graph has a cycle, so it cannot be drawn from left to right")
    for key, found in inputs.items():
        if not found and outputs[key]:
            layers[key] = min(layers[target] for target in outputs[key]) - 1
    return layers


def _layered(graph: Graph) -> tuple[dict[str, _Item], list[list[str]]]:
    """The items with their layers, and each edge as the chain of items it passes."""
    layers = _layers(graph)
    items = {node.key: _item(node, layers[node.key]) for node in graph.nodes}
    chains: list[list[str]] = []
    for number, edge in enumerate(graph.edges):
        passed = range(layers[edge.source] + 1, layers[edge.target])
        between = [f"\0{number}.{layer}" for layer in passed]
        items.update((key, _Item(key, layer)) for key, layer in zip(between, passed, strict=True))
        chain = [edge.source, *between, edge.target]
        for left, right in pairwise(chain):
            items[left].outputs.append(right)
            items[right].inputs.append(left)
        chains.append(chain)
    return items, chains


# --- the order within a layer, and heights


def _ordered(items: Mapping[str, _Item]) -> list[list[str]]:
    columns: list[list[str]] = [[] for _ in range(max((item.layer for item in items.values()), default=-1) + 1)]
    for key, item in items.items():
        columns[item.layer].append(key)
    best, fewest = [list(column) for column in columns], _crossings(items, columns)
    for sweep in range(_SWEEPS):
        forward = sweep % 2 == 0
        for column in columns if forward else columns[::-1]:
            rank = {key: k for order in columns for k, key in enumerate(order)}
            middles = {key: _middle(items[key], rank, forward) for key in column}
            column.sort(key=middles.__getitem__)
        crossings = _crossings(items, columns)
        if crossings < fewest:
            best, fewest = [list(column) for column in columns], crossings
    return best


def _middle(item: _Item, rank: Mapping[str, int], forward: bool) -> float:
    neighbours = (item.inputs if forward else item.outputs) or [item.key]
    return sum(rank[key] for key in neighbours) / len(neighbours)


def _crossings(items: Mapping[str, _Item], columns: Sequence[Sequence[str]]) -> int:
    rank = {key: k for column in columns for k, key in enumerate(column)}
    count = 0
    for column in columns:
        pairs = [(rank[key], rank[target]) for key in column for target in items[key].outputs]
        count += sum(a < c and b > d for a, b in pairs for c, d in pairs)
    return count


def _place_rows(items: Mapping[str, _Item], columns: Sequence[Sequence[str]]) -> None:
    for column in columns:
        _settle(items, column, [0.0] * len(column))
    for sweep in range(_SWEEPS):
        forward = sweep % 2 == 0
        for column in columns if forward else columns[::-1]:
            wanted = []
            for key in column:
                near = (items[key].inputs if forward else items[key].outputs) or [key]
                wanted.append(sum(items[k].y for k in near) / len(near))
            _settle(items, column, wanted)
    top = min((item.y - item.top for item in items.values()), default=0.0)
    for item in items.values():
        item.y -= top


def _settle(items: Mapping[str, _Item], column: Sequence[str], wanted: Sequence[float]) -> None:
    """Heights as near to the wanted ones as the distances allow: least squares, by pooling what collides."""
    offsets, at = [], 0.0
    for k, key in enumerate(column):
        if k:
            at += items[column[k - 1]].bottom + NODE_GAP + items[key].top
        offsets.append(at)
    places = spread([w - o for w, o in zip(wanted, offsets, strict=True)])
    for key, place, offset in zip(column, places, offsets, strict=True):
        items[key].y = place + offset


def spread(values: Sequence[float]) -> list[float]:
    """The non-decreasing sequence nearest to the values, in least squares."""
    pools: list[tuple[float, int]] = []
    for value in values:
        pools.append((value, 1))
        while len(pools) > 1 and pools[-2][0] > pools[-1][0]:
            (right, n), (left, m) = pools.pop(), pools.pop()
            pools.append(((left * m + right * n) / (m + n), m + n))
    return [mean for mean, count in pools for _ in range(count)]


def _place_columns(
    items: Mapping[str, _Item],
    columns: Sequence[Sequence[str]],
    edges: Sequence[tuple[list[str], float]],
    room: tuple[float, float],
) -> dict[str, float]:
    """Sets the x of all items; gives the middle of the gap behind each one's column."""
    x, gaps, (least, most) = 0.0, {}, room
    for layer, column in enumerate(columns):
        half = max(items[key].half for key in column)
        if layer:
            labels = [width + 16 for chain, width in edges if items[chain[0]].layer == layer - 1]
            gap = max(least, *labels, min(STEEP * _steepest(items, columns[layer - 1]), most))
            gaps.update(dict.fromkeys(columns[layer - 1], x + gap / 2))
            x += gap
        for key in column:
            items[key].x = x + half
        x += 2 * half
    return gaps


def _steepest(items: Mapping[str, _Item], column: Sequence[str]) -> float:
    """How far an edge goes up or down behind a column at most."""
    return max((abs(items[key].y - items[target].y) for key in column for target in items[key].outputs), default=0.0)


# --- what is drawn


def _shape(item: _Item) -> Shape:
    assert item.node is not None
    round_ones = item.node.kind in ("data", "parameter") and item.width <= item.height + 4
    side = max(item.width, item.height)
    width, height = (side, side) if round_ones else (item.width, item.height)
    return Shape(item.node, Point(item.x, item.y), width, height, side / 2 if round_ones else 5.0)


def _captions(item: _Item) -> list[Text]:
    """The label and formula inside, the value above, the gradient below."""
    node = item.node
    assert node is not None
    label, formula = _box(node.label, SIZE), _box(node.formula, SMALL)
    inside = label.total + (formula.total + 4 if node.formula else 0)
    y = item.y - inside / 2 + label.total / 2
    texts = [Text(node.label, Point(item.x, y), SIZE, label.width, label.total)]
    if node.formula is not None:
        y = item.y + inside / 2 - formula.total / 2
        texts.append(Text(node.formula, Point(item.x, y), SMALL, formula.width, formula.total))
    for math, direction in ((node.value, -1), (node.gradient, 1)):
        if math is not None:
            size = _box(math, SMALL)
            y = item.y + direction * (item.height / 2 + 4 + size.total / 2)
            texts.append(Text(math, Point(item.x, y), SMALL, size.width, size.total, direction > 0))
    return texts


def _curve(items: Mapping[str, _Item], columns: Sequence[Sequence[str]], chain: Sequence[str]) -> Curve:
    """From the right side of the source to the left side of the target, level at both ends and past all captions."""
    first, last = items[chain[0]], items[chain[-1]]
    tip = Point(last.x - _shape(last).width / 2 - 1, last.y + _port(items, last, chain))
    heights = [items[key].y for key in chain[:-1]] + [tip.y]
    points = [Point(first.x + _shape(first).width / 2, first.y)]
    for (source, y), (target, next_y) in pairwise(zip(chain, heights, strict=True)):
        span = min(y, next_y), max(y, next_y)
        for key, at, side in ((source, y, 1), (target, next_y, -1)):
            column = [items[other] for other in columns[items[key].layer]]
            points.append(Point(items[key].x + side * _reach(column, items[key], span), at))
    if tip.x - points[-1].x < ARROW:
        points[-1] = Point(tip.x - ARROW, tip.y)
    points.append(tip)
    path = [points[0]]
    for point in points[1:]:
        # Where nothing is to be passed the way in and the way out of a column are one point, or nearly.
        if point is tip or point.x > path[-1].x + (CLEAR if point.y == path[-1].y else 0):
            if len({at.y for at in (*path[-2:], point)}) == 1 < len(path):
                path.pop()  # it goes straight on
            path.append(point)
    middles = [(left.x + right.x) / 2 for left, right in pairwise(path)]
    ends = zip(middles, path, path[1:], strict=False)
    return Curve(path[0], tuple((Point(x, left.y), Point(x, right.y), right) for x, left, right in ends))


def _reach(column: Sequence[_Item], item: _Item, span: tuple[float, float]) -> float:
    """How far from the middle of a column an edge must be level: what stands between its two heights is in its way."""
    low, high = span
    passed = [other.half for other in column if other.y - other.top < high and other.y + other.bottom > low]
    return max([half + CLEAR for half in (item.half, *passed) if half], default=0.0)


def _port(items: Mapping[str, _Item], target: _Item, chain: Sequence[str]) -> float:
    """How far from the middle the edge arrives, so that the arrows into one node stay apart."""
    arriving = sorted(target.inputs, key=lambda key: items[key].y)
    step = min(7.0, 0.6 * target.height / max(len(arriving), 1))
    return (arriving.index(chain[-2]) - (len(arriving) - 1) / 2) * step


def _edge_labels(graph: Graph, curves: Sequence[Curve], gaps: Mapping[str, float]) -> list[Text]:
    """Local derivatives on their edges; those of one gap are moved apart."""
    columns: dict[float, list[Text]] = {}
    for edge, curve in zip(graph.edges, curves, strict=True):
        if edge.local is not None:
            size, x = _box(edge.local, SMALL), gaps[edge.source]
            centre = Point(x, _height_at(curve, x))
            text = Text(edge.local, centre, SMALL, size.width, size.total, backward=True)
            columns.setdefault(x, []).append(text)
    return [text for column in columns.values() for text in _apart(column)]


def _height_at(curve: Curve, x: float) -> float:
    """Where the curve is at that x: the controls of a segment stand halfway, so x grows along it."""
    start = curve.start
    control, _, end = curve.segments[0]
    for following in curve.segments[1:]:
        if x > end.x:
            start, (control, _, end) = end, following
    low, high = 0.0, 1.0
    for _ in range(20):
        t = (low + high) / 2
        s = 1 - t
        at = s**3 * start.x + 3 * s * t * control.x + t**3 * end.x
        low, high = (t, high) if at < x else (low, t)
    return start.y + (end.y - start.y) * low * low * (3 - 2 * low)


def _apart(texts: list[Text]) -> list[Text]:
    texts.sort(key=lambda text: text.centre.y)
    offsets = [0.0]
    for above, text in pairwise(texts):
        offsets.append(offsets[-1] + (above.height + text.height) / 2 + 3)
    places = spread([text.centre.y - offset for text, offset in zip(texts, offsets, strict=True)])
    return [
        replace(text, centre=Point(text.centre.x, place + offset))
        for text, place, offset in zip(texts, places, offsets, strict=True)
    ]
