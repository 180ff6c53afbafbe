"""A network as lectures draw it: a circle for each input and each neuron, layer by layer, an arrow for each weight.

A neuron is a number that is linear in parameters, with the activation behind it; or all entries of W x + b together.
Wide layers show the first neurons and the last one, with dots between. Nothing is established here: it is a picture.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from derive.building import is_apply
from derive.ir import Expr, Var, children, postorder, variables
from derive.notation.math import Letter, Math, Number, Sign
from derive.notation.typesetting import Style, typeset
from derive.shapes import Size
from derive.systems import System
from reports.document import GraphNode
from reports.emitters.boxes import box
from reports.figures import SIZE, SMALL, Curve, Figure, Point, Shape, Text

MOST_SHOWN = 5
"""How many circles a layer may have; of a wider one the first ones and the last one are drawn."""
RADIUS, ROW, COLUMN, LABELLED_COLUMN = 15.0, 46.0, 90.0, 118.0
HEAD, FOOT = 22.0, 18.0
PLACE = 0.3
"""Where on its arrow the label of a weight stands: before the arrows cross."""
MOST_LAYERS = 6
"""How many layers stand side by side; of a deeper network the first and the last ones, with dots between."""
MOST_LABELS = 12
"""How many arrows between two layers may bear their weights."""


class NoNetwork(Exception):
    """The model is no network of neurons in layers. The message says what was missing."""


@dataclass(frozen=True)
class Circle:
    """An input, a neuron, or the dots for those that are not drawn; ``weights`` by the names of what they multiply."""

    key: str
    label: Math
    kind: str = "operation"
    inputs: tuple[tuple[str, Math | None], ...] = ()
    bias: Math | None = None


@dataclass(frozen=True)
class Layer:
    """The circles of a layer from top to bottom, and how many neurons it has where not all are drawn."""

    circles: tuple[Circle, ...]
    size: Math | None = None
    weights: Math | None = None


def network(system: System, style: Style) -> Figure:
    """The diagram of a model. Raises `NoNetwork`."""
    layers = _of_numbers(system, style) or _of_arrays(system, style)
    if not layers:
        raise NoNetwork("no layer W x + b was found, and no neuron that is linear in its weights")
    return _drawn(_folded(layers))


def _folded(layers: list[Layer]) -> list[Layer]:
    """The first and the last layers where there are many, with dots for those between."""
    if len(layers) <= MOST_LAYERS:
        return layers
    dots = Layer((Circle("", Sign("⋯"), "dots"),))
    first, (behind, *last) = layers[: MOST_LAYERS // 2], layers[-(MOST_LAYERS // 2 - 1) :]
    return [*first, dots, replace(behind, weights=None), *last]


# --- neurons that are numbers


def _of_numbers(system: System, style: Style) -> list[Layer]:
    neurons: dict[Var, Var] = {}
    for node in system.nodes:
        if node.shape.is_scalar and node is not system.loss and _weights(system.equations[node], system):
            neurons[node] = _activation(node, system)
    named = {v: z for z, a in neurons.items() for v in (z, a)}
    depth: dict[Var, int] = {}
    for z in neurons:
        below = [named[v] for v in variables(system.equations[z]) if v in named and named[v] is not z]
        depth[z] = 1 + max((depth[one] for one in below if one in depth), default=0)
    if not neurons:
        return []
    inputs = dict.fromkeys(v for z in neurons for v, _ in _weights(system.equations[z], system) if v not in named)
    layers = [Layer(tuple(Circle(v.name, typeset(v, style), "data") for v in inputs))]
    for level in range(1, max(depth.values()) + 1):
        layers.append(Layer(tuple(_neuron(z, neurons, named, system, style) for z in neurons if depth[z] == level)))
    return layers if all(len(layer.circles) <= MOST_SHOWN + 1 for layer in layers) else []


def _neuron(z: Var, neurons: Mapping[Var, Var], named: Mapping[Var, Var], system: System, style: Style) -> Circle:
    arrows = tuple((named.get(v, v).name, typeset(w, style)) for v, w in _weights(system.equations[z], system))
    alone = [v for v in _terms(system.equations[z]) if isinstance(v, Var) and v in system.parameters]
    bias = typeset(alone[0], style) if alone else None
    return Circle(z.name, typeset(neurons[z], style), "operation", arrows, bias)


def _activation(z: Var, system: System) -> Var:
    """The node that depends on a neuron's sum alone, or the sum itself."""
    behind = [node for node in system.nodes if node is not system.loss and variables(system.equations[node]) == [z]]
    return next((node for node in behind if node.shape.is_scalar), z)


def _terms(equation: Expr) -> tuple[Expr, ...]:
    return children(equation) if is_apply(equation, "add") else (equation,)


def _weights(equation: Expr, system: System) -> list[tuple[Var, Var]]:
    """What each weight multiplies, and the weight, in the products of one parameter with one other name."""
    found = []
    for term in _terms(equation):
        names = list(children(term)) if is_apply(term, "mul") else []
        if len(names) == 2 and all(isinstance(v, Var) for v in names):
            weight = [v for v in names if isinstance(v, Var) and v in system.parameters]
            other = [v for v in names if isinstance(v, Var) and v not in system.parameters]
            found += [(other[0], weight[0])] if weight and other else []
    return found


# --- layers that are arrays


def _of_arrays(system: System, style: Style) -> list[Layer]:
    layers: list[Layer] = []
    for node in system.nodes:
        product = _product(system.equations[node], system)
        if product is None:
            continue
        weights, below = product
        size, width = _sizes(weights)
        if not layers:
            layers.append(_layer(below, width, "data", style))
        shown = _layer(_activated(node, system), size, "operation", style)
        layers.append(Layer(shown.circles, shown.size, typeset(weights, style)))
    return layers


def _product(equation: Expr, system: System) -> tuple[Expr, Var] | None:
    """The weights and the array behind them in the first matrix product that has both: W and x in W x, or in wᵀx."""
    for part in postorder(equation):
        left, right = children(part) if is_apply(part, "matmul") else (part, part)
        inner = children(left)[0] if is_apply(left, "transpose") else left
        if inner in system.parameters and isinstance(right, Var) and right is not inner:
            return left, right
    return None


def _sizes(weights: Expr) -> tuple[Size, Size]:
    """How many neurons the weights lead to, and from how many."""
    sizes = weights.shape.sizes
    return (sizes[0], sizes[1]) if len(sizes) == 2 else (Size.of(1), sizes[0])


def _activated(node: Var, system: System) -> Var:
    behind = [one for one in system.nodes if one is not system.loss and variables(system.equations[one]) == [node]]
    return next((one for one in behind if one.shape == node.shape), node)


def _layer(array: Var, size: Size, kind: str, style: Style) -> Layer:
    """The circles of a layer: all of them, or the first ones, dots and the last one, with how many there are."""
    letter = typeset(array, style)
    number = size.number
    if number == 1:
        return Layer((Circle(f"{array.name}1", letter, kind),))
    if number is not None and number <= MOST_SHOWN:
        return Layer(tuple(Circle(f"{array.name}{k}", Number(str(k)), kind) for k in range(1, number + 1)), letter)
    last = Number(str(number)) if number is not None else Letter(str(size)) if len(str(size)) == 1 else None
    first = [Circle(f"{array.name}{k}", Number(str(k)), kind) for k in (1, 2)]
    end = Circle(f"{array.name}last", last if last is not None else Sign("∗"), kind)
    return Layer((*first, Circle("", Sign("⋮"), "dots"), end), letter)


# --- drawing


def _drawn(layers: Sequence[Layer]) -> Figure:
    named = any(weight is not None for layer in layers for c in layer.circles for _, weight in c.inputs)
    step = LABELLED_COLUMN if named else COLUMN
    tallest = max(len(layer.circles) for layer in layers)
    height = HEAD + tallest * ROW + FOOT
    centres: dict[str, Point] = {}
    shapes, texts, curves = [], [], []
    for column, layer in enumerate(layers):
        x = RADIUS + 4 + column * step
        top = HEAD + (tallest - len(layer.circles)) * ROW / 2
        for place, circle in enumerate(layer.circles):
            centre = Point(x, top + ROW * place + ROW / 2)
            centres[f"{column}:{circle.key}"] = centre
            texts.append(_text(circle.label, centre))
            if circle.kind != "dots":
                node = GraphNode(circle.key, circle.label, "data" if circle.kind == "data" else "operation")
                shapes.append(Shape(node, centre, 2 * RADIUS, 2 * RADIUS, RADIUS))
            if circle.bias is not None:
                texts.append(_text(circle.bias, Point(x, centre.y - RADIUS - 7), SMALL))
        if layer.size is not None:
            texts.append(_text(layer.size, Point(x, top - 4)))
        if layer.weights is not None:
            texts.append(_text(layer.weights, Point(x - step / 2, HEAD - 4)))
        if column:
            found, labels = _arrows(layers, column, centres)
            curves += found
            texts += labels
    width = 2 * (RADIUS + 4) + (len(layers) - 1) * step
    return Figure(width, height, tuple(curves), tuple(shapes), tuple(texts))


def _arrows(layers: Sequence[Layer], column: int, centres: Mapping[str, Point]) -> tuple[list[Curve], list[Text]]:
    """The arrows into a layer: one for each weight, or from every neuron to every neuron."""
    curves, texts = [], []
    labelled = sum(len(circle.inputs) for circle in layers[column].circles) <= MOST_LABELS
    for circle in layers[column].circles:
        if circle.kind == "dots":
            continue
        everyone = tuple((below.key, None) for below in layers[column - 1].circles if below.kind != "dots")
        for key, weight in circle.inputs or everyone:
            start = next((centres[f"{k}:{key}"] for k in range(column - 1, -1, -1) if f"{k}:{key}" in centres), None)
            if start is None:
                continue
            arrow = _straight(start, centres[f"{column}:{circle.key}"])
            curves.append(arrow)
            if weight is not None and labelled:
                texts.append(_on(arrow, weight))
    return curves, texts


def _straight(start: Point, end: Point) -> Curve:
    """An arrow between the rims of two circles."""
    length = ((end.x - start.x) ** 2 + (end.y - start.y) ** 2) ** 0.5
    dx, dy = (end.x - start.x) / length * RADIUS, (end.y - start.y) / length * RADIUS
    first, last = Point(start.x + dx, start.y + dy), Point(end.x - dx, end.y - dy)
    return Curve(first, ((_between(first, last, 1 / 3), _between(first, last, 2 / 3), last),))


def _between(first: Point, last: Point, share: float) -> Point:
    return Point(first.x + share * (last.x - first.x), first.y + share * (last.y - first.y))


def _on(arrow: Curve, weight: Math) -> Text:
    at = _between(arrow.start, arrow.end, PLACE)
    return _text(weight, Point(at.x, at.y), SMALL, backed=True)


def _text(math: Math, centre: Point, size: float = SIZE, *, backed: bool = False) -> Text:
    room = box(math)
    return Text(math, centre, size, room.width * size, room.total * size, backed)
