"""Pictures of a model by themselves: nothing overlaps, layers have their neurons, files are what their suffix says."""

from __future__ import annotations

from functools import cache
from itertools import combinations, pairwise
from pathlib import Path

import pytest
from overlapping import overlap

import derive
from derive import models
from derive.modelling import Model, library
from derive.notation.math import Matrix
from derive.notation.typesetting import Style
from reports.cli import main
from reports.failing import Failure
from reports.figures import Figure, figure
from reports.formats import NOTICE, pdf
from reports.graphs import graph_of
from reports.manner import manner
from reports.neurons import NoNetwork, network
from reports.picturing import GRAPH, pictured
from reports.recurrences import is_large

STYLE = manner(Style(whole_families=True))
LAYERS = {
    "chain": [1, 1, 1],
    "two-two-one": [2, 2, 1],
    "three-four-one": [3, 4, 1],
    "two-two-two-two": [2, 2, 2, 2],
    "linear-perceptron": [2, 1],
}


@cache
def model(name: str) -> Model:
    return derive.model(name)


def columns(found: Figure) -> list[int]:
    places = sorted({shape.centre.x for shape in found.shapes})
    return [sum(shape.centre.x == x for shape in found.shapes) for x in places]


@pytest.mark.parametrize("name", LAYERS)
def test_every_layer_has_its_neurons(name: str) -> None:
    found = network(model(name).system, STYLE)
    assert columns(found) == LAYERS[name]
    assert len(found.curves) == sum(first * second for first, second in pairwise(LAYERS[name]))


@pytest.mark.parametrize("name", LAYERS)
def test_nothing_of_a_network_overlaps(name: str) -> None:
    found = network(model(name).system, STYLE)
    assert not [pair for pair in combinations(found.shapes, 2) if overlap(*pair)]
    assert not [pair for pair in combinations(found.texts, 2) if overlap(*pair)]


def test_no_node_of_a_graph_of_the_library_overlaps() -> None:
    for name in models.names():
        for variant in model(name).variants.values():
            if not is_large(variant.system):
                found = figure(graph_of(variant.system, {}, STYLE))
                for things in (found.shapes, found.texts):
                    assert not [pair for pair in combinations(things, 2) if overlap(*pair)], name


def test_a_model_without_neurons_is_refused() -> None:
    with pytest.raises(NoNetwork, match="no layer"):
        network(model("attention").system, STYLE)


BEGINNINGS = {".svg": b"<svg", ".png": b"\x89PNG", ".pdf": b"%PDF", ".tex": b"% "}


@pytest.mark.parametrize(("suffix", "begins"), BEGINNINGS.items())
def test_a_picture_is_written_as_its_suffix_says(suffix: str, begins: bytes, tmp_path: Path) -> None:
    path = tmp_path / f"net{suffix}"
    assert main(["figure", "two-two-one", "--kind", "network", "-o", str(path)]) == 0
    first = path.read_bytes()
    assert first.startswith(begins)
    assert main(["figure", "two-two-one", "--kind", "network", "-o", str(path), "--force"]) == 0
    assert path.read_bytes() == first
    if suffix in (".svg", ".tex"):
        assert NOTICE.encode() in first


def test_a_graph_shows_gradients_and_is_not_written_over_a_file_of_others(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "graph.tex"
    path.write_text("mine")
    assert main(["figure", "relu-unit", "-o", str(path)]) == 2
    assert path.read_text() == "mine"
    assert main(["figure", "relu-unit", "-o", str(path), "--force"]) == 0
    assert r"\partial L" in path.read_text()
    assert main(["figure", "relu-unit", "-o", str(tmp_path / "graph.doc")]) == 2
    assert ".doc" in capsys.readouterr().err


def test_numbers_are_drawn_where_the_model_brings_none() -> None:
    shown, _ = pictured(library("attention"), GRAPH, None, numbers=True)
    assert sum(isinstance(text.math, Matrix) for text in shown.texts) == 8
    with pytest.raises(Failure, match="too many numbers"):
        pictured(library("multi-head-attention"), GRAPH, None, numbers=True)


def test_a_stream_that_shows_no_text_is_read_in_time() -> None:
    assert not pdf._shows_glyph_zero(b"[" + b"(a)" * 60 + b"] 0 d")
    assert pdf._shows_glyph_zero(b"[" + b"(ab)" * 60 + b"(\\000\\000)] TJ")
