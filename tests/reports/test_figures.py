"""The layout of computation graphs."""

from __future__ import annotations

import time
from itertools import combinations, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from overlapping import overlap, passes
from sample_for_tests import graph

from derive import models
from derive.building import total_derivative
from derive.modelling import library
from derive.notation.math import Letter, Math, Number
from derive.notation.styling import Style
from reports.document import Graph, GraphEdge, GraphNode
from reports.figures import BadGraph, Figure, Shape, figure, spread
from reports.graphs import graph_of
from reports.manner import manner

DEEP = "network --layers 3,4,4,2"


def chain(*edges: tuple[str, str], local: Math | None = None) -> Graph:
    keys = dict.fromkeys(key for edge in edges for key in edge)
    nodes = tuple(GraphNode(key, Letter(key[0]), "operation") for key in keys)
    return Graph(nodes, tuple(GraphEdge(source, target, local) for source, target in edges))


def places(found: Figure) -> dict[str, Shape]:
    return {shape.node.key: shape for shape in found.shapes}


def test_arrows_go_from_left_to_right_and_end_at_their_node() -> None:
    found = figure(graph())
    at = places(found)
    for edge, curve in zip(graph().edges, found.curves, strict=True):
        source, target = at[edge.source], at[edge.target]
        assert curve.start == (source.centre.x + source.width / 2, source.centre.y)
        assert curve.end.x == pytest.approx(target.centre.x - target.width / 2 - 1)
        assert abs(curve.end.y - target.centre.y) < target.height / 2
        assert curve.start.x < curve.end.x


def test_nothing_of_the_sample_overlaps() -> None:
    found = figure(graph())
    assert not [pair for pair in combinations(found.shapes, 2) if overlap(*pair)]
    assert not [pair for pair in combinations(found.texts, 2) if overlap(*pair)]


def faults(found: Figure, drawn: Graph) -> list[tuple[str, ...]]:
    """What covers or crosses a label or a node that it does not belong to."""
    wrong = [("labels", str(a.centre), str(b.centre)) for a, b in combinations(found.texts, 2) if overlap(a, b)]
    wrong += [("nodes", a.node.key, b.node.key) for a, b in combinations(found.shapes, 2) if overlap(a, b)]
    for edge, curve in zip(drawn.edges, found.curves, strict=True):
        wrong += [
            ("edge and label", edge.source, edge.target, str(text.centre))
            for text in found.texts
            if passes(curve, text)
        ]
        others = [shape for shape in found.shapes if shape.node.key not in (edge.source, edge.target)]
        wrong += [
            ("edge and node", edge.source, edge.target, shape.node.key) for shape in others if passes(curve, shape)
        ]
    for text in found.texts:
        own = [s for s in found.shapes if s.centre.x == text.centre.x and overlap(s, text)]
        inside = [s for s in own if abs(s.centre.y - text.centre.y) + text.height / 2 <= s.height / 2]
        wrong += [
            ("label and node", str(text.centre), s.node.key)
            for s in found.shapes
            if overlap(s, text) and s not in inside
        ]
    return wrong


@pytest.mark.parametrize("name", [*models.names(), DEEP])
def test_no_label_of_a_model_covers_anything_and_no_edge_crosses_it(name: str) -> None:
    for variant in library(name).variants.values():
        system = variant.system
        goals = [total_derivative(system.loss, v) for v in (*system.nodes, *system.parameters)]
        written = {goal: system.published.get(goal, goal) for goal in goals}
        drawn = graph_of(system, written, manner(Style()))
        assert faults(figure(drawn), drawn) == []


def test_everything_is_inside_the_figure() -> None:
    found = figure(graph())
    for thing in (*found.shapes, *found.texts):
        assert thing.centre.x - thing.width / 2 >= -0.01
        assert thing.centre.x + thing.width / 2 <= found.width + 0.01
        assert thing.centre.y - thing.height / 2 >= -0.01
        assert thing.centre.y + thing.height / 2 <= found.height + 0.01


def test_an_input_stands_directly_before_its_first_use() -> None:
    at = places(figure(chain(("a", "b"), ("b", "c"), ("y", "c"))))
    assert at["y"].centre.x == at["b"].centre.x
    assert at["a"].centre.x < at["b"].centre.x < at["c"].centre.x


def test_a_long_edge_bends_around_the_node_between() -> None:
    found = figure(chain(("a", "b"), ("b", "c"), ("a", "c")))
    middle = places(found)["b"]
    (passing,) = [p for _, _, p in found.curves[2].segments if p.x == middle.centre.x]
    assert abs(passing.y - middle.centre.y) > middle.height / 2


def test_crossings_are_undone() -> None:
    at = places(figure(chain(("a", "d"), ("b", "c"), ("c", "z"), ("d", "z"))))
    assert (at["a"].centre.y < at["b"].centre.y) == (at["d"].centre.y < at["c"].centre.y)


def test_local_derivatives_stand_in_the_gaps_and_apart() -> None:
    found = figure(chain(("a", "z"), ("b", "z"), ("c", "z"), local=Number("123456")))
    labels = [text for text in found.texts if text.backward]
    assert len(labels) == 3
    assert not [pair for pair in combinations(labels, 2) if overlap(*pair)]
    assert not [(text, shape) for text in labels for shape in found.shapes if overlap(text, shape)]


@pytest.mark.parametrize(
    ("edges", "message"), [((("a", "b"), ("b", "a")), "cycle"), ((("a", "a"),), "cycle"), ((), "nowhere")]
)
def test_what_cannot_be_drawn_is_refused(edges: tuple[tuple[str, str], ...], message: str) -> None:
    bad = chain(*edges) if edges else Graph((), (GraphEdge("a", "b"),))
    with pytest.raises(BadGraph, match=message if edges else "does not have"):
        figure(bad)


def test_an_empty_graph_has_an_empty_figure() -> None:
    assert figure(Graph((), ())) == Figure(0.0, 0.0, (), (), ())


@given(st.sets(st.tuples(st.integers(0, 9), st.integers(0, 9)).filter(lambda edge: edge[0] < edge[1]), min_size=1))
def test_no_graph_has_overlapping_nodes(edges: set[tuple[int, int]]) -> None:
    found = figure(chain(*((f"{chr(97 + s)}", f"{chr(97 + t)}") for s, t in sorted(edges))))
    assert not [pair for pair in combinations(found.shapes, 2) if overlap(*pair)]
    at = places(found)
    assert all(at[chr(97 + s)].centre.x < at[chr(97 + t)].centre.x for s, t in edges)


@given(st.lists(st.floats(-1e3, 1e3)))
def test_spreading_sorts_and_moves_nothing_that_is_sorted(values: list[float]) -> None:
    found = spread(values)
    assert all(low <= high + 1e-9 for low, high in pairwise(found))
    assert sum(found) == pytest.approx(sum(values), abs=1e-6)
    assert spread(sorted(values)) == pytest.approx(sorted(values))


def test_the_layout_takes_milliseconds() -> None:
    drawn = graph()
    start = time.process_time()
    figure(drawn)
    assert time.process_time() - start < 0.5
