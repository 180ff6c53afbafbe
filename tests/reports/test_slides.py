"""Slides: what each scene shows is a line of a replayed chain, at the same place, and nothing runs off a slide."""

from __future__ import annotations

import os
import re
import shutil
from dataclasses import replace
from functools import cache
from pathlib import Path

import margins
import pytest

from derive.modelling import library
from derive.notation.latex import latex
from derive.notation.math import Boxed, Math, Struck, fold
from derive.steps import Chain, Line
from derive.unrolling import unrolled
from reports import cli, formats, laying, parts
from reports.deck import Board, Deck, Page, Section
from reports.document import Formula, Table, words
from reports.emitters.plain import plain
from reports.formats import decks
from reports.parts import Options
from reports.reporting import report

GOLDEN = Path(__file__).parents[1] / "golden" / "two-two-one-slides.tex"


@cache
def made(name):
    found = report(library(name), Options(), "slides")
    assert isinstance(found.document, Deck)
    return found


def boards(name):
    deck = made(name).document
    return [slide for section in deck.sections for slide in section.slides if isinstance(slide, Board)]


def board(name, title):
    return next(found for found in boards(name) if found.given and spelled(found.title[0].math) == title)


def spelled(math):
    return plain(math)


def holds(math: Math, kind: type) -> bool:
    return fold(math, lambda node, inside: isinstance(node, kind) or any(inside))


def test_the_slides_of_the_two_two_one_net_are_as_they_were_when_a_person_looked_at_them():
    """Without the evidence, whose errors are the machine's. DERIVE_NEW_GOLDEN=1 writes the file anew."""
    deck = made("two-two-one").document
    rendered = formats.render(replace(deck, sections=deck.sections[:-1], provenance=""), "latex")
    if os.environ.get("DERIVE_NEW_GOLDEN"):
        GOLDEN.write_text(rendered, encoding="utf-8")
    assert GOLDEN.read_text(encoding="utf-8") == rendered


def test_a_gradient_is_built_as_the_lecture_builds_it():
    """Deck 004, lines 5596–5904: the chain, one factor after the other, what cancels, the result, the step."""
    shown = board("two-two-one", "∂L/∂w₁₁")
    first, *others = [[spelled(row.right) for row in scene.rows] for scene in shown.scenes]
    assert first == ["∂L/∂ŷ · ∂ŷ/∂z · ∂z/∂a₁ · ∂a₁/∂z₁ · ∂z₁/∂w₁₁"]
    assert others[0][1] == "−(y − ŷ)/(ŷ(1 − ŷ)) · ∂ŷ/∂z · ∂z/∂a₁ · ∂a₁/∂z₁ · ∂z₁/∂w₁₁"
    assert others[-1][-1] == "−x₁w₁a₁(1 − a₁)(y − ŷ)"
    asides = [spelled(scene.aside[-1].right) for scene in shown.scenes if scene.aside]
    assert list(dict.fromkeys(asides)) == [
        *("−(y − ŷ)/(ŷ(1 − ŷ))", "ŷ(1 − ŷ)", "w₁", "a₁(1 − a₁)", "x₁"),
        "w₁₁ − α (∂L/∂w₁₁)",
    ]
    struck = [scene for scene in shown.scenes if len(scene.rows) > 1 and holds(scene.rows[1].right, Struck)]
    assert struck
    assert latex(struck[0].rows[1].right).count(r"\cancel") == 4
    assert all(scene.rows[-1].result for scene in shown.scenes[-2:])


def test_one_factor_is_boxed_at_a_time_and_its_equation_is_pointed_out():
    shown = board("two-two-one", "∂L/∂w₁₁")
    boxes = [latex(scene.rows[0].right).count(r"\boxed") for scene in shown.scenes]
    assert set(boxes) == {0, 1}
    [used] = {scene.used for scene in shown.scenes if "∂a₁/∂z₁" in "".join(map(_word, scene.aside_title))}
    assert [spelled(shown.given[k].left) for k in used] == ["a₁"]


def _word(inline):
    return spelled(inline.math) if isinstance(inline, Formula) else inline.text


def test_what_was_found_on_an_earlier_slide_is_put_in_at_once():
    assert len(board("two-two-one", "∂L/∂w₂₁").scenes) < len(board("two-two-one", "∂L/∂w₁₁").scenes)


@pytest.mark.parametrize("name", ["two-two-one", "logistic-regression", "softmax-output"])
def test_nothing_runs_off_a_slide_and_nothing_moves(name):
    for shown in boards(name):
        placed = laying.of_board(shown)
        assert placed.height <= laying.room_of(shown) + 0.5
        for scene in shown.scenes:
            for k, row in enumerate(scene.rows):
                lines = laying.right_lines(row, placed.column)
                assert all(laying.box(line).width <= laying.WIDTH - placed.column for line in lines)
                assert (row.left is None) == (k > 0) or len(shown.scenes) == 1
        assert len({spelled(scene.rows[0].left) for scene in shown.scenes}) == 1


def test_a_box_and_a_colour_change_no_place():
    shown = board("two-two-one", "∂L/∂w₁₁")
    assert any(holds(scene.rows[0].right, Boxed) for scene in shown.scenes)
    assert len({laying.box(scene.rows[0].right) for scene in shown.scenes}) == 1


def test_a_page_for_each_scene_and_a_frame_for_each_slide():
    deck = made("logistic-regression").document
    slides = [slide for section in deck.sections for slide in section.slides]
    scenes = sum(len(slide.scenes) if isinstance(slide, Board) else 1 for slide in slides)
    graphs = len(made("logistic-regression").parts)  # each graph has two scenes
    assert decks.source(deck).count("#pagebreak()") == scenes + graphs
    assert formats.render(deck, "latex").count(r"\begin{frame}") == len(slides) + 1


@pytest.mark.parametrize("name", ["html", "markdown", "text"])
def test_a_format_without_slides_shows_the_boards_as_they_are_in_the_end(name):
    rendered = formats.render(made("logistic-regression").document, name)
    assert "A step of gradient descent" in rendered
    assert "On the side" in rendered


def test_one_wrong_factor_stops_the_slides(tmp_path, capsys, monkeypatch):
    def tampered(system, derivation, order):
        chain, *others = unrolled(system, derivation, order)
        step = chain.lines[2].steps[0]
        wrong = replace(step, binding={**step.binding, "w": system.parameters[1]})
        return (Chain(chain.start, (*chain.lines[:2], Line((wrong,)), *chain.lines[3:])), *others)

    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(parts, "unrolled", tampered)
    assert cli.main(["report", "logistic-regression", "--style", "slides"]) == 2
    assert "no report was written, because something in it did not check" in capsys.readouterr().err
    assert not list(tmp_path.iterdir())


@pytest.mark.skipif(not shutil.which("pdflatex"), reason="LaTeX is not installed")
def test_beamer_accepts_the_slides():
    """One slide of each kind: equations, a graph, a gradient line by line and as a product, a table."""
    deck = made("two-two-one").document
    *_, evidence = deck.sections
    kinds = {(type(slide), bool(getattr(slide, "given", ()))): slide for slide in deck.sections[0].slides}
    few = replace(evidence, slides=(*kinds.values(), *deck.sections[0].slides[1:2], *evidence.slides))
    assert formats.render(replace(deck, sections=(few,)), "pdf", formats.Options(engine="latexmk"))


@pytest.mark.skipif(not shutil.which("pdflatex"), reason="LaTeX is not installed")
def test_nothing_is_wider_than_a_slide_and_what_would_be_is_found():
    wide = Table((words("a word"),), ((words("m" * 60),),), "l")  # reckoned as narrow as other words
    source = formats.render(Deck(words("Wide"), (Section((), (Page((), (wide,)),)),)), "latex")
    unfitted = re.sub(r"(\\newcommand\{\\fitted\}\[2\]).*\n.*", r"\1{#2}", source)
    assert list(margins.too_large(source)) == []
    [line] = margins.too_large(unfitted)
    assert "too wide" in line


def test_slides_have_no_paper(tmp_path, capsys, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert cli.main(["report", "linear-perceptron", "--style", "slides", "--paper", "us-letter"]) == 2
    assert "slides are 16:9 and have no paper: leave --paper out" in capsys.readouterr().err
    assert not list(tmp_path.iterdir())
