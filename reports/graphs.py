"""A system of equations as a computation graph, from the inputs on the left to the loss on the right."""

from __future__ import annotations

from collections.abc import Mapping

from derive.building import total_derivative
from derive.ir import Expr, Var, variables
from derive.notation.math import EQUALS, Coloured, Math, row
from derive.notation.typesetting import typeset, typeset_sides
from derive.systems import System
from reports.document import Graph, GraphEdge, GraphNode, Inlines
from reports.emitters.boxes import box
from reports.manner import Manner

WIDEST = 10.0
"""How wide a gradient may be, in em, to be written beside its node: the graph is made to fit the page."""


def graph_of(
    system: System,
    results: Mapping[Expr, Expr],
    style: Manner,
    caption: Inlines = (),
    values: Mapping[Var, Math] | None = None,
) -> Graph:
    """The graph with each node's equation in black and its gradient, where it was derived, in red.

    ``values`` shows numbers in place of equations.
    """
    nodes = [_input(v, system, results, style, values) for v in _inputs(system)]
    nodes += [_node(v, system, results, style, values) for v in system.nodes]
    edges = [
        GraphEdge(source.name, target.name) for target in system.nodes for source in variables(system.equations[target])
    ]
    return Graph(tuple(nodes), tuple(edges), caption, _in_words(system, style))


def _inputs(system: System) -> list[Var]:
    """The inputs that are used, in the order in which the equations use them."""
    used = dict.fromkeys(v for node in system.nodes for v in variables(system.equations[node]))
    return [v for v in used if v not in system.equations]


def _gradient(v: Var, system: System, results: Mapping[Expr, Expr], style: Manner) -> Math | None:
    goal = total_derivative(system.loss, v)
    if goal not in results:
        return None
    left, right = typeset_sides([goal, results[goal]], style)
    equation = row(left, EQUALS, right)
    return Coloured(equation if box(equation).width <= WIDEST else typeset(goal, style), "backward")


def _input(
    v: Var, system: System, results: Mapping[Expr, Expr], style: Manner, values: Mapping[Var, Math] | None
) -> GraphNode:
    is_parameter = v in system.parameters
    return GraphNode(
        v.name,
        typeset(v, style),
        "parameter" if is_parameter else "data",
        value=(values or {}).get(v),
        gradient=_gradient(v, system, results, style) if is_parameter else None,
    )


def _node(
    v: Var, system: System, results: Mapping[Expr, Expr], style: Manner, values: Mapping[Var, Math] | None
) -> GraphNode:
    is_loss = v is system.loss
    return GraphNode(
        v.name,
        typeset(v, style),
        "loss" if is_loss else "operation",
        formula=None if is_loss else typeset(system.equations[v], style),
        value=(values or {}).get(v),
        gradient=None if is_loss else _gradient(v, system, results, style),
    )


def _in_words(system: System, style: Manner) -> str:
    """The graph as a sentence, for those who cannot see it."""
    inputs = {v: ", ".join(u.name for u in variables(system.equations[v])) for v in system.nodes}
    nodes = style.speech.joined("then", [style.say("node in words", node=v.name, inputs=inputs[v]) for v in inputs])
    return style.text("graph in words", nodes=nodes)
