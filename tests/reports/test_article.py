"""The report of each model: what it holds, what its counts say, and that nothing is written that did not check."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import margins
import pytest

from derive import calculus, crosschecking, rules
from derive.crosschecking import Disagreement, Road
from derive.deriving import derive_gradients
from derive.ir import Apply, Const
from derive.kernel import ReplayError, replay
from derive.modelling import library, model_from
from derive.notation.math import Struck, fold
from derive.notation.typesetting import Style, typeset
from derive.ops import get
from derive.rewriting import Form
from derive.standpoints import _grounds
from derive.steps import Chain
from reports import cli, evidence, exits, formats, parts
from reports.chains import display
from reports.document import Callout, Display, Equation, Formula, Graph, Heading, Inline, Paragraph, Table, Words
from reports.emitters.plain import plain
from reports.formats import pdf, typesetter
from reports.manner import manner
from reports.parts import Options
from reports.reporting import Report, report

NAMES = [
    *("logistic-regression", "linear-perceptron", "perceptron-classifier"),
    *("two-two-one", "computation-graph"),
]  # fmt: skip
"""Models whose reports are made here: with examples and without, with few gradients and with many."""
DEFAULT = Options()
STYLE = manner(Style())
ROADS = [
    "the NumPy pass written by hand", "finite differences (Richardson)", "complex step",
    "SymPy's gradient of the loss in components",
]  # fmt: skip


@cache
def made(name: str, options: Options = DEFAULT) -> Report:
    return report(library(name), options)


def blocks(name: str, kind: type, options: Options = DEFAULT) -> list[Any]:
    return [block for block in made(name, options).document.blocks if isinstance(block, kind)]


def text_of(inlines: Any) -> str:
    return "".join(part.text for part in inlines if isinstance(part, Words))


def section(name: str, anchor: str, options: Options = DEFAULT) -> list[Any]:
    """The blocks from the heading of that anchor to the next one of its level."""
    found: list[Any] = []
    level = 0
    for block in made(name, options).document.blocks:
        if isinstance(block, Heading):
            if level and block.level <= level:
                break
            level = level or (block.level if block.anchor == anchor else 0)
        elif level:
            found.append(block)
    return found


def without_marks(equation: Equation) -> Equation:
    return replace(equation, right=unstruck(equation.right))


def unstruck(math: Any) -> Any:
    """The formula with nothing crossed out."""

    def visit(node: Any, done: tuple[Any, ...]) -> str:
        return "".join(filter(None, done)) if isinstance(node, Struck) else repr(type(node)) + repr(done) + leaf(node)

    return fold(math, visit)


def leaf(node: Any) -> str:
    return "/".join(str(value) for value in vars(node).values() if isinstance(value, str | bool))


# --- what a report holds


def spoken(inline: Inline) -> str:
    return plain(inline.math) if isinstance(inline, Formula) else inline.text


@pytest.mark.parametrize("name", NAMES)
def test_every_chain_of_every_derivation_is_in_the_report_line_by_line(name: str) -> None:
    displays = blocks(name, Display)
    shown = {tuple(map(repr, block.equations)) for block in displays}
    for part in made(name).parts:
        for chain in part.derivation.chains:
            wanted = display(chain, STYLE)
            assert tuple(map(repr, wanted.equations)) in shown, chain.start
            assert wanted.equations[-1].result, "the result is boxed"
            assert len(wanted.equations) >= len(chain.lines)
            assert all(equation.reason for equation in wanted.equations if not _is_copy(equation, wanted))


def _is_copy(equation: Equation, of: Display) -> bool:
    """Whether a line only repeats another one, to show what is struck."""
    return sum(unstruck(other.right) == unstruck(equation.right) for other in of.equations) > 1


@pytest.mark.parametrize("name", NAMES)
def test_each_part_has_its_sections_and_its_graph(name: str) -> None:
    anchors = [heading.anchor for heading in blocks(name, Heading)]
    assert len(anchors) == len(set(anchors)), "anchors are links, so each occurs once"
    for number, part in enumerate(made(name).parts, start=1):
        wanted = {f"part-{number}{suffix}" for suffix in ("", "-given", "-backward", "-gradients")}
        assert wanted <= set(anchors)
        equations = [block for block in section(name, f"part-{number}-given") if isinstance(block, Display)]
        assert len(equations[0].equations) == len(part.system.equations)
    graphs = blocks(name, Graph)
    assert len(graphs) == len(made(name).parts)
    for graph, part in zip(graphs, made(name).parts, strict=True):
        keys = {node.key for node in graph.nodes}
        assert all(edge.source in keys and edge.target in keys for edge in graph.edges)
        parameters = {node.key: node for node in graph.nodes if node.kind == "parameter"}
        assert set(parameters) == {v.name for v in part.system.parameters}
        assert all(node.gradient for node in parameters.values())


@pytest.mark.parametrize("name", NAMES)
def test_the_cross_check_shows_four_roads_without_a_gap(name: str) -> None:
    tables = [block for block in section(name, "cross-check") if isinstance(block, Table)]
    parts = made(name).parts
    assert len(tables) == len(parts)
    for table, part in zip(tables, parts, strict=True):
        rows = [["".join(map(spoken, cell)) for cell in row] for row in (table.header, *table.rows)]
        by_road = rows if len(part.gradients) <= 5 else list(zip(*rows, strict=True))
        names = [row[0] for row in by_road[1:]]
        in_components = part.title.startswith("In components")
        assert names == (ROADS[1:] if in_components else ROADS), "a pass written by hand is for arrays"
        cells = [cell for row in by_road[1:] for cell in row[1:]]
        assert all(re.fullmatch(r"0|\d · 10⁻[⁰¹²³⁴⁵⁶⁷⁸⁹]+", cell) for cell in cells), cells
        assert len(by_road[0]) == 1 + len(part.system.parameters)
        assert in_components or all(road.errors for road in part.checked.roads)
        assert ("nobody has written one" in text_of(table.caption)) == in_components
        assert "3 points, seed 0" in text_of(table.caption)
        assert part.checked.worst < 1e-9


def test_a_model_without_a_pass_by_hand_says_so_and_goes_through_the_complex_numbers() -> None:
    text = "# T\n<!-- derive: data x; parameter w -->\n## Model\n$$h = w x$$\n## Loss\n$$L = h^2$$\n"
    found = report(model_from(text), DEFAULT)
    said = [text_of(block.inlines) for block in found.document.blocks if isinstance(block, Paragraph)]
    assert [name for name in said if "complex step through the forward evaluation (it stands in" in name]
    roads = {road.name: road for road in found.parts[0].checked.roads}
    assert not roads[ROADS[0]].errors
    assert roads["complex step"].errors
    with_pass = [text_of(block.inlines) for block in section("two-two-one", "cross-check")[:1]]
    assert "stands in" not in with_pass[0]


@pytest.mark.parametrize(
    ("name", "number"),
    [
        ("two-two-one", "9"),
        ("perceptron-classifier", "3"),
        ("logistic-regression", "1 + m"),
        ("network --layers 3,4,1", "21"),
    ],
)
def test_the_numbers_that_are_learnt_are_counted(name: str, number: str) -> None:
    assert str(library(name).system.learnt) == number


def test_what_a_proof_assumes_is_set_as_a_formula() -> None:
    [table] = [block for block in section("log-loss", "published") if isinstance(block, Table)]
    cell = table.rows[-1][1]
    assert text_of(cell) == "proved for all sizes, assuming  ≠ 0"
    assert sum(isinstance(part, Formula) for part in cell) == 1


def test_a_vector_that_is_predicted_is_shown_whole_with_the_weights_that_moved() -> None:
    text = str(formats.render(made("two-two-two-two").document, "text"))
    assert "f = (0.617705, 0.829124)" in text
    assert "f = (0.511847, 0.854384)   before the step" in text
    assert "∂L/∂W^[3] = [−0.077956, −0.009997; 0.101436, 0.013008]" in text
    assert "18 numbers are learnt." in text


def test_formulas_of_sympy_that_are_too_long_to_read_are_named_and_left_out() -> None:
    [*_, said] = [text_of(b.inlines) for b in section("two-two-one", "cross-check") if isinstance(b, Paragraph)]
    assert "too long to read" in said
    assert not [block for block in section("two-two-one", "cross-check") if isinstance(block, Display)]
    [shown] = [block for block in section("perceptron-classifier", "cross-check") if isinstance(block, Display)]
    assert len(shown.equations) == 3


@pytest.mark.parametrize("name", NAMES)
def test_what_is_published_is_proved(name: str) -> None:
    tables = [block for block in section(name, "published") if isinstance(block, Table)]
    verdicts = [text_of(row[1]) for table in tables for row in table.rows]
    published = [claim for variant in library(name).variants.values() for claim in variant.claims]
    assert set(verdicts) == {"proved for all sizes"}
    assert len(published) - 2 <= len(verdicts) <= len(published), "what is published twice is shown once"


def test_a_wrong_or_unjudged_published_claim_is_shown_as_that() -> None:
    text = (
        "# T\n<!-- derive: data x; parameter w -->\n## Model\n$$h = w x$$\n## Loss\n$$L = h^2$$\n## Claims\n"
        "$$dw = h x$$\n\n$$dw = 2 h x = h x$$\n\n$$h \\propto w$$\n"
    )
    blocks_ = report(model_from(text), DEFAULT).document.blocks
    table = next(block for block in blocks_ if isinstance(block, Table) and text_of(block.header[0]) == "published")
    assert [text_of(row[1]) for row in table.rows] == ["refuted", "refuted", "notation"]
    assert [type(row[0][0]) for row in table.rows] == [Formula, Formula, Words]
    assert text_of(table.rows[2][0]) == r"h \propto w"


@pytest.mark.parametrize("name", NAMES)
def test_the_counts_are_the_kernels(name: str) -> None:
    document, parts = made(name).document, made(name).parts
    counted = 0
    for part in parts:
        derivation = derive_gradients(part.system)
        counted += replay(derivation, part.system.equations).equalities
    assert made(name).replayed.equalities == counted == sum(len(part.derivation.steps) for part in parts)
    assert document.provenance.endswith(f"from the model “{name}”; {counted} equalities replayed.")
    assert "derive 0." in document.provenance


@pytest.mark.parametrize("name", NAMES)
def test_every_assumption_is_called_out(name: str) -> None:
    assumed = [a for part in made(name).parts for a in part.derivation.assumptions]
    assert bool(blocks(name, Callout)) is bool(assumed)


def test_an_assumption_is_called_out() -> None:
    text = "# T\n<!-- derive: data x; parameter w -->\n## Model\n$$h = \\frac{x}{w}$$\n## Loss\n$$L = h^2$$\n"
    found = report(model_from(text), DEFAULT)
    assert [(a.condition, list(map(str, a.parts))) for a in found.parts[0].derivation.assumptions] == [
        ("nonzero", ["w"])
    ]
    [callout] = [block for block in found.document.blocks if isinstance(block, Callout)]
    assert callout.title == "Assumed"
    assert text_of(callout.inlines) == " ≠ 0"


def test_the_sources_stand_at_the_end() -> None:
    assert made("logistic-regression").document.blocks[-2].anchor == "sources"  # type: ignore[union-attr]


def test_what_cancels_is_struck() -> None:
    [chain] = _chains("logistic-regression", "∂L/∂z")
    struck = [equation for equation in display(chain, STYLE).equations if "Struck" in repr(equation.right)]
    assert len(struck) == 1
    assert repr(struck[0].right).count("Struck(") >= 2, "above and below the bar"


def _chains(name: str, start: str) -> list[Chain]:
    _, below = start.split("/∂")
    return [
        chain for chain in made(name).parts[0].derivation.chains
        if isinstance(chain.start, Apply) and chain.start.op.name == "total" and str(chain.start.args[1]) == below
    ]  # fmt: skip


def test_brief_keeps_the_chain_rule_what_is_put_in_and_the_result() -> None:
    [chain] = _chains("logistic-regression", "∂L/∂z")
    brief = display(chain, STYLE, "brief")
    full = display(chain, STYLE, "full")
    assert len(brief.equations) < len(full.equations)
    assert brief.equations[-1].right == full.equations[-1].right
    assert [text_of(equation.reason) for equation in brief.equations[:2]] == [
        "chain rule", "put in what was found above",
    ]  # fmt: skip


def test_order_turns_the_factors_around() -> None:
    [chain] = _chains("logistic-regression", "∂L/∂w")
    inner = report(library("logistic-regression"), Options(order="inner-outer", components=0))
    turned = next(c for c in inner.parts[0].derivation.chains if c.start is chain.start)
    outer_first, inner_first = (c.lines[0].after for c in (chain, turned))
    assert isinstance(outer_first, Apply)
    assert isinstance(inner_first, Apply)
    assert outer_first.args == inner_first.args[::-1]
    assert typeset(outer_first, STYLE) != typeset(inner_first, STYLE)


def test_a_parts_numbers_do_not_depend_on_what_else_is_shown() -> None:
    with_, without = made("logistic-regression"), made("logistic-regression", Options(components=0))
    assert len(without.parts) == len(with_.parts) - 1
    assert [part.replayed for part in without.parts] == [part.replayed for part in with_.parts[:-1]]
    assert [part.gradients for part in without.parts] == [part.gradients for part in with_.parts[:-1]]


def test_more_components_are_more_of_the_same() -> None:
    parts = made("logistic-regression", Options(components=3)).parts
    assert [str(v) for v in parts[-1].gradients] == ["w_1", "w_2", "w_3", "b"]


# --- nothing is written that did not check


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.chdir(tmp_path)
    yield tmp_path
    calculus.function_chain.cache_clear()
    _grounds.cache_clear()


def refuses(said: str, folder: Path, capsys: pytest.CaptureFixture[str], name: str = "logistic-regression") -> None:
    (folder / "old.txt").write_text(formats.NOTICE, encoding="utf-8")
    for arguments in ([], ["-o", "out.txt"], ["-o", "old.txt"]):
        assert cli.main(["report", name, *arguments]) == exits.FAILED
        captured = capsys.readouterr()
        assert captured.out == ""
        assert captured.err.startswith("derive: no report was written, because something in it did not check: ")
        assert said in captured.err
    assert [path.name for path in folder.iterdir()] == ["old.txt"]
    assert (folder / "old.txt").read_text(encoding="utf-8") == formats.NOTICE


@pytest.mark.parametrize("rule", ["derivative of log", "derivative of exp", "sum rule"])
def test_a_corrupted_rule_stops_the_report(
    rule: str, folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    table = rules.table()
    good = table[rule]
    wrong = tuple(Form(form.left, f"(0 - ({form.right}))") for form in good.forms)
    monkeypatch.setitem(table, rule, replace(good, forms=wrong))
    calculus.function_chain.cache_clear()
    refuses("", folder, capsys)


@pytest.mark.parametrize(
    ("place", "error"),
    [
        ("replay", ReplayError("step 3 (sum rule) does not hold")),
        ("cross_check", Disagreement("complex step gives another gradient")),
    ],
)
def test_a_failure_of_replay_or_cross_check_stops_the_report(
    place: str, error: Exception, folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(parts, place, failing)
    refuses(str(error), folder, capsys)


@pytest.mark.parametrize("number", [0, 5, 40, 80])
def test_one_wrong_step_stops_the_report(
    number: int, folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def tampered(*arguments: Any, **more: Any) -> Any:
        derivation = derive_gradients(*arguments, **more)
        step = derivation.steps[number]
        wrong = Apply(get("add"), (step.after, Const(1))) if step.after.shape.is_scalar else step.before
        bad = replace(step, after=wrong)
        chains = tuple(
            replace(chain, lines=tuple(
                replace(line, steps=tuple(bad if s is step else s for s in line.steps)) for line in chain.lines
            ))
            for chain in derivation.chains
        )  # fmt: skip
        return replace(derivation, chains=chains)

    monkeypatch.setattr(parts, "derive_gradients", tampered)
    refuses("does not hold", folder, capsys, "linear-perceptron" if number < 45 else "logistic-regression")


def test_a_wrong_pass_by_hand_stops_the_report(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    written = crosschecking.hand_written("linear-perceptron")
    assert written is not None

    def wrong(values: Any) -> Any:
        return {name: slope * (1 + 1e-6) for name, slope in written.backward(values).items()}

    monkeypatch.setattr(crosschecking, "hand_written", lambda name: replace(written, backward=wrong))
    refuses("the NumPy pass written by hand gives", folder, capsys, "linear-perceptron")


def test_a_road_that_cannot_be_taken_says_why() -> None:
    road = Road("complex step", {}, "", "complex step", "impossible")
    checked = replace(made("linear-perceptron").parts[0].checked, roads=(road,))
    system = made("linear-perceptron").parts[0].system
    table = evidence.cross_check_table(checked, system.loss, system.parameters, "", STYLE)
    assert text_of(table.caption) == "3 points, seed 0. Complex step: not possible for this loss"
    assert table.rows == ()


# --- pages


@pytest.mark.skipif(not shutil.which("pdftotext"), reason="pdftotext is not installed")
@pytest.mark.parametrize(("name", "paper"), [("two-two-one", "a4"), ("convolution-2d", "us-letter")])
def test_nothing_runs_into_a_margin(name: str, paper: formats.Paper) -> None:
    """Two of the models with wide lines; `tools/margins.py` looks at all of them."""
    content = pdf.render(made(name).document, formats.Options(paper=paper))
    assert list(margins.beyond(content)) == []
    assert b"pdfuaid:part" in content


@pytest.mark.skipif(not shutil.which("pdftotext"), reason="pdftotext is not installed")
def test_what_runs_into_a_margin_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(typesetter, "PAGE", typesetter.PAGE.replace("margin: (x: 2.6cm", "margin: (x: 2cm"))
    content = pdf.render(made("computation-graph").document)
    assert {one.page for one in margins.beyond(content)} >= {1, 2}


# --- determinism


@pytest.mark.parametrize("name", formats.FORMATS)
def test_two_runs_give_the_same_bytes(name: str) -> None:
    first = formats.render(made("logistic-regression").document, name)
    again = formats.render(report(library("logistic-regression"), DEFAULT).document, name)
    assert first == again
    assert first
