"""House styles of notation: what they change, that what they print reads back, and what they refuse."""

from __future__ import annotations

import os
import re
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from derive import standing as standing_module
from derive.building import is_apply, total_derivative
from derive.deriving import derive_gradients
from derive.kernel import replay
from derive.modelling import library, model_from
from derive.notation import naming
from derive.notation.latex import latex
from derive.notation.styling import Style
from derive.notation.typesetting import typeset_sides
from derive.standing import NotStanding, standing
from reports import cli, formats, houses, rereading, shortening, styles
from reports.document import Document
from reports.manner import manner
from reports.parts import Checked, Options, Part, check_all
from reports.reporting import report
from reports.spelling import text

GOLDEN = Path(__file__).parents[1] / "golden" / "notations.md"
MODEL = "three-four-one"
WRITTEN = [house for house in houses.HOUSES if house.changes]


@cache
def derived(name: str, label: str) -> Part:
    """A statement of a model, derived and neither replayed nor compared with anything."""
    system = library(name).variants[label].system
    return Part(label, system, derive_gradients(system), None, None)


def style(text: str, part: Part) -> Style:
    written = houses.under(Style(whole_families=True), houses.chosen(text))
    dashed = (v.symbol for v in rereading.names_of(part.system) if naming.is_differential(v.symbol))
    return replace(written, loss=part.system.loss.symbol, names=frozenset(dashed))


def lines(text: str, part: Part) -> list[str]:
    """The equations, the first line of each chain, and the gradients, as they are printed."""
    loss = part.system.loss
    pairs = [*part.system.equations.items()]
    pairs += [(chain.start, chain.lines[0].after) for chain in part.derivation.chains]
    pairs += [(total_derivative(loss, v), gradient) for v, gradient in part.gradients.items()]
    written = style(text, part)
    return [" = ".join(map(latex, typeset_sides(pair, written))) for pair in pairs]


TOGETHER = ("brackets,partial,top,odot,dot", "parentheses,d,prime,star", "subscripts,short,T,circ,cross")


@pytest.mark.parametrize("text", TOGETHER)
def test_every_line_under_house_styles_reads_back_as_the_line_that_is_printed_plainly(text):
    part = derived(MODEL, "n examples")
    assert (
        rereading.misread(
            part.system, part.derivation.chains, library(MODEL).variants["n examples"].scope, style(text, part)
        )
        is None
    )


def test_each_house_style_is_among_those_that_are_read_back():
    assert {house.name for house in WRITTEN} == set(",".join(TOGETHER).split(","))


def test_a_line_that_reads_as_another_one_is_found(monkeypatch):
    part = derived(MODEL, "n examples")
    scope = library(MODEL).variants["n examples"].scope
    spelled = rereading._spelled

    def corrupted(sides, written):
        text = spelled(sides, written)
        return text.replace(" + ", " - ") if written.transpose == "T" else text

    monkeypatch.setattr(rereading, "_spelled", corrupted)
    assert rereading.misread(part.system, part.derivation.chains, scope, style("T", part)).startswith("Z^{[1]} = ")
    assert rereading.misread(part.system, part.derivation.chains, scope, style("circ", part)) is None


def test_the_equations_and_gradients_under_each_house_style_are_as_when_a_person_looked_at_them():
    """Set DERIVE_NEW_GOLDEN=1 to write the file anew, and look at what changed before committing it."""
    part = derived(MODEL, "n examples")
    plain = lines("", part)
    written = "# What changes under each house style\n"
    for house in WRITTEN:
        changed = [line for line, before in zip(lines(house.name, part), plain, strict=True) if line != before]
        written += f"\n## {house.name}\n\n" + "".join(f"$${line}$$\n" for line in changed)
    if os.environ.get("DERIVE_NEW_GOLDEN"):
        GOLDEN.write_text(written, encoding="utf-8")
    assert GOLDEN.read_text(encoding="utf-8") == written


@cache
def checked() -> Checked:
    chosen = Options(components=0, unrolled=True, houses=houses.chosen("subscripts,d,T"))
    return check_all(library("two-two-two-two"), chosen)


@pytest.mark.parametrize("name", [name for name in styles.names() if not styles.get(name).in_copies])
def test_each_style_of_a_report_follows(name):
    written = formats.render(styles.get(name).compose(checked()), "latex")
    assert r"\frac{dL}{dW_{1}}" in written
    assert not any(other in written for other in ("^{[1]}", r"^{\top}", r"\partial"))


def test_a_comparison_follows_too_and_derives_no_other_model(capsys):
    assert cli.main(["compare", "linear-regression", "--notation", "d,T"]) == 0
    shown = capsys.readouterr().out
    assert "dJ/dθ = (2/n) X(H − Y)ᵀ" in shown
    assert "∂" not in shown
    assert cli.main(["compare", "linear-regression", "--notation", "rows"]) == 2
    assert "a comparison has rows, columns and layouts by itself" in capsys.readouterr().err


def test_a_short_name_that_means_something_else_is_written_out_and_told():
    part = derived("logistic-regression", "n examples")
    blocks = tuple(shortening.told(part.system, manner(style("short", part))))
    written = formats.render(Document((), blocks), "markdown")
    assert "Here $dw$ is short for $\\frac{\\partial J}{\\partial w}$" in written
    assert "But $dZ$ is a name of its own here, so $\\frac{\\partial J}{\\partial Z}$ is written out." in written
    assert lines("short", part)[-2] == r"dw = \frac{1}{n} X \, dZ^{\top}"


CLASHING = """
<!-- derive: data x, y -->
$$W^{[1]} \\in \\mathbb{R}^{k \\times m}, \\quad x \\in \\mathbb{R}^{m}, \\quad %s$$
$$z = W^{[1]} x$$
$$L = \\frac{1}{2} \\|%s - y\\|^2$$
"""


@pytest.mark.parametrize(
    ("declared", "term", "told"),
    [
        (r"W_1 \in \mathbb{R}^{k}", "z + W_1", "W^{[1]} and W_{1} would both be written W_{1}"),
        (r"w \in \mathbb{R}^{k}", "z + w", "W^{[1]} would look like an entry of w"),
    ],
)
def test_no_two_names_become_alike(declared, term, told):
    system = model_from(CLASHING % (declared, term)).system
    rereading.refuse_clashes(system, Style())
    with pytest.raises(rereading.NotWritable, match="with subscripts") as refused:
        rereading.refuse_clashes(system, houses.under(Style(), houses.chosen("subscripts")))
    assert told in str(refused.value)


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("bracket", "there is no notation 'bracket': did you mean brackets? there are brackets | parentheses"),
        ("d,partial", "d and partial are both about derivatives: take one of them"),
    ],
)
def test_what_there_is_not_is_refused_with_the_list(asked, told, capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert cli.main(["report", "linear-perceptron", "--notation", asked]) == 2
    assert told in capsys.readouterr().err
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("name", "label", "examples", "told"),
    [
        ("three-four-one", "n examples", "rows", "∂J/∂w^[2] = (1/n) A^[1]ᵀ(A^[2] − Y)"),
        ("ridge-regression", "", "columns", "∂J/∂w = (1/n) X rᵀ + λw"),
    ],
)
def test_the_examples_stand_as_asked_for_and_the_gradients_are_derived_anew(name, label, examples, told):
    variant = standing(library(name), examples).variants[label]
    system = variant.system
    found = derive_gradients(system)
    assert replay(found, system.equations).equalities
    loss = system.loss
    gradients = {
        text(total_derivative(loss, v)): text(found.results[total_derivative(loss, v)]) for v in system.parameters
    }
    shown = [f"{slope} = {gradient}" for slope, gradient in gradients.items()]
    assert told.replace(" ", "") in [line.replace(" ", "") for line in shown]
    assert not variant.claims


def test_an_equation_that_turning_would_change_is_refused(monkeypatch):
    monkeypatch.setattr(standing_module, "without_transposes", lambda e: e.args[0] if is_apply(e, "neg") else e)
    with pytest.raises(NotStanding, match="the equation of J with its arrays turned was not proved to be the same"):
        standing(library("logistic-regression"), "rows")


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("two-two-one", "the examples of Two-two-one are no rows or columns: no matrix of its data holds them"),
        ("lasso", "the examples of Lasso are rows already"),
        ("network --layers 2,1", "a network has an option of its own: network --layers 2,1 --examples rows"),
    ],
)
def test_a_model_whose_examples_cannot_stand_otherwise_is_refused(name, told):
    with pytest.raises(NotStanding, match=re.escape(told)):
        report(library(name), Options(houses=houses.chosen("rows")))
