"""Every convention of the registry: its record, a formula that is true under it alone, and what restating keeps."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from importlib import import_module
from typing import Any

import numpy as np
import pytest
from conventions_for_tests import BATCH, CASES, MEAN, NEURON, Case, grounds, model

import derive
from derive import building, conventions
from derive.arrays import filled, mapped
from derive.balls import BITS, Balls, apart, ball, relative_width
from derive.building import mul, number, total_derivative
from derive.claims import check
from derive.conventions import UnknownConvention
from derive.diagnosis import diagnosing
from derive.findings import Finding
from derive.ir import Var
from derive.judging import reinterpreting
from derive.judging.grounds import Grounds
from derive.judging.reinterpreting import shared
from derive.judging.restating import FAILURES, Convention, under, with_loss
from derive.lowering import Setting, evaluate
from derive.modelling import Model
from derive.notation.latex import latex
from derive.notation.styling import style_of
from derive.notation.typesetting import typeset_sides
from numeric.enclosure import precision

BY_NAME = {case.convention: case for case in CASES}


ALL = {convention.name: convention for convention in conventions.ordered()}


def named(name: str) -> Convention:
    return ALL[name]


# --- the record


@pytest.mark.parametrize("file", conventions.names())
def test_the_record_of_a_convention_is_complete(file: str) -> None:
    convention = conventions.get(file)
    assert (import_module(f"derive.conventions.{file}").__doc__ or "").strip()
    assert convention.source.strip()
    assert convention.words.split()[0] in ("in", "with", "where", "for"), "it is said as: true …"
    assert convention.explains
    assert convention.explains <= set(FAILURES)
    assert convention.name in BY_NAME, "there is a formula for it among the cases"


def test_names_are_unique_and_files_are_found() -> None:
    found = [convention.name for convention in conventions.ordered()]
    assert len(set(found)) == len(found) == len(conventions.names()) == len(CASES)
    with pytest.raises(UnknownConvention):
        conventions.get("no-such-convention")


# --- one formula each


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.convention)
def test_a_formula_is_true_under_a_convention_alone(case: Case) -> None:
    finding = check(case.claim, case.model)
    assert (finding.outcome, finding.conventions) == ("convention", (case.convention,))
    assert finding.mistake is None
    assert check(finding.correct, case.model).outcome == "proved", "what is told is right in scope"


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.convention)
def test_a_wrong_sign_is_true_under_no_convention(case: Case) -> None:
    finding = check(case.wrong, case.model)
    assert finding.outcome in reinterpreting.FAILED
    assert finding.conventions == ()


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.convention)
def test_what_is_right_in_scope_is_told_of_no_convention(case: Case) -> None:
    finding = check(case.right, case.model)
    assert (finding.outcome, finding.conventions) == ("proved", ())


def test_what_a_convention_restates_is_what_is_judged(monkeypatch: pytest.MonkeyPatch) -> None:
    """One that restates nothing makes nothing true; one that doubles the loss makes twice the gradient true."""
    case = BY_NAME["numerator-layout"]
    harmless = replace(named("numerator-layout"), restated=lambda grounds: grounds)
    monkeypatch.setattr(conventions, "ordered", lambda: (harmless,))
    assert check(case.claim, model(*NEURON)).outcome == "refuted"

    def doubled(of: Grounds) -> Grounds:
        return with_loss(of, mul(number(2), of.bench.system.equations[of.bench.system.loss]))

    corrupt = replace(named("reduce-sum"), name="doubled", restated=doubled, open=True)
    monkeypatch.setattr(conventions, "ordered", lambda: (corrupt,))
    finding = check("dw = 2 (a - y) x", model(*NEURON))
    assert finding.conventions == ("doubled",)
    assert check("dw = 3 (a - y) x", model(*NEURON)).conventions == ()
    assert check(finding.correct, model(*NEURON)).outcome == "proved", "what is told of the scope is true there"


# --- restating


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.convention)
def test_a_convention_that_is_in_force_changes_nothing_more(case: Case) -> None:
    convention = named(case.convention)
    once = under(grounds(case.model), convention)
    assert once is not None
    assert under(once, convention) is None
    assert once.bench.system.loss.shape.is_scalar


def _numbers(of: Grounds, sizes: Mapping[str, int]) -> dict[str, Any]:
    """A number for each entry of each parameter and of the data."""
    supply = iter(Fraction(k * 37 % 19 + 1, 20) for k in range(1, 100))
    inputs = (*of.bench.system.parameters, *of.bench.system.data)
    return {v.name: filled(v.shape.numbers(sizes), lambda _: next(supply)) for v in inputs}


def _loss(of: Grounds, numbers: Mapping[str, Any], sizes: Mapping[str, int]) -> Any:
    system, values = of.bench.system, {}
    for v in (*system.parameters, *system.data):
        lengths, value = v.shape.numbers(sizes), numbers[v.name]
        turned = np.ndim(value) == 2 == len(lengths) and np.shape(value) != lengths
        values[v] = mapped(ball, value.T if turned else value)
    return evaluate(system.loss, Setting(values, sizes, system.equations), Balls())


@pytest.mark.parametrize("name", ["weights-rows", "weights-columns", "examples-rows", "examples-columns"])
def test_the_same_numbers_stored_transposed_give_the_same_loss(name: str) -> None:
    of = grounds(BY_NAME[name].model)
    restated = under(of, named(name))
    assert restated is not None
    sizes = {"m": 2, "n": 3, "k": 4}
    numbers = _numbers(of, sizes)
    with precision(BITS):
        before, after = _loss(of, numbers, sizes), _loss(restated, numbers, sizes)
        assert apart(before, after) is None
        assert relative_width(before, after) < 1e-30
        other = {name: value * 2 for name, value in numbers.items()}
        assert apart(before, _loss(restated, other, sizes)) is not None
    stored = {v.name: v.shape for v in (*restated.bench.system.parameters, *restated.bench.system.data)}
    assert any(stored[v.name] != v.shape for v in (*of.bench.system.parameters, *of.bench.system.data))


def test_logarithms_follow_the_convention_only_where_they_are_written_so() -> None:
    for written, expected in ((r"\log", "convention"), (r"\ln", "refuted")):
        loss = NEURON[-1].replace(r"\log", written)
        finding = check(r"dw = \frac{(a - y) x}{\ln 10}", model(*NEURON[:-1], loss))
        assert finding.outcome == expected
    claim = r"\frac{d}{da} \log a = \frac{1}{a \ln 10}"
    assert check(claim, model(*NEURON[:-1], NEURON[-1].replace(r"\log", r"\ln"))).conventions == ("log-10",)
    mixed = NEURON[-1].replace(r"\log", r"\ln", 1)
    assert check(claim, model(*NEURON[:-1], mixed)).outcome == "refuted", "how the other is meant is not clear"


# --- mistakes that a convention could explain


def test_one_gradient_without_its_factor_is_a_mistake_and_all_of_them_a_convention() -> None:
    batch = model(*BATCH, MEAN)
    without = ["dw = X (A - Y)^T", r"db = \sum_{i=1}^{n} (a^{(i)} - y^{(i)})"]
    right = [r"dw = \frac{1}{n} X (A - Y)^T", r"db = \frac{1}{n} \sum_{i=1}^{n} (a^{(i)} - y^{(i)})"]
    for claim in without:
        finding = check(claim, batch)
        assert (finding.outcome, finding.mistake and finding.mistake["kind"]) == ("refuted", "sum-mean")
        assert shared([claim], grounds(batch)) is None
    found = shared(without, grounds(batch))
    assert found is not None
    assert (found.conventions, found.proved) == (("reduce-sum",), True)
    assert shared([without[0], right[1]], grounds(batch)) is None, "not all of them lack it"
    assert shared([right[0], without[1]], grounds(batch)) is None
    kept = shared(right, grounds(batch))
    assert kept is not None
    assert (kept.conventions, [finding.outcome for finding in kept.findings]) == ((), ["proved", "proved"])


def test_a_sum_keeps_what_is_no_mean_of_the_losses() -> None:
    ridge = model(
        "shape w: m; shape X: n,m; shape y: n; data X, y",
        "z = X w",
        r"L = \frac{1}{2 n} \|z - y\|^2 + \lambda \|w\|^2",
    )
    claims = [r"dw = X^T (z - y) + 2 \lambda w", "dz = z - y"]
    found = shared(claims, grounds(ridge))
    assert found is not None
    assert found.conventions == ("reduce-sum",)
    assert shared([claims[0].replace("2", "2 n"), claims[1]], grounds(ridge)) is None


def test_a_formula_that_fits_a_batch_is_not_said_to_be_for_one_example() -> None:
    batch = model(*BATCH, MEAN)
    assert check("dw = X (A - Y)^T", batch).outcome == "refuted"
    assert check("dw = (A - Y) X", batch).conventions == ("one-example",)
    transposed = check("dw = (A - Y) X^T", batch)
    assert transposed.outcome == "refuted", "transposed, and without its 1/n"
    assert check(r"dw = \frac{1}{n} (A - Y) X^T", batch).conventions == ("numerator-layout",)


@pytest.mark.parametrize("of", [model(*NEURON), model(*BATCH, MEAN)], ids=["one example", "a batch"])
def test_no_single_mistake_is_taken_for_a_convention(of: Model) -> None:
    """Every planted mistake but one: a gradient that is transposed as a whole is right in numerator layout."""
    scope, system, judged = of.main.scope, of.main.system, 0
    for v in system.parameters:
        subject = total_derivative(system.loss, v)
        right = grounds(of).bench.result(subject).expr
        factors = ("-1", "2", "1/2", "3", "1/3", "-2", "4", "5", "-1/2", "7")
        scaled = [building.mul(building.number(factor), right) for factor in factors]
        wrong = (*scaled, building.add(right, right, right), building.transpose(right))
        for mutant in wrong:
            finding = check(" = ".join(map(latex, typeset_sides((subject, mutant), style_of(scope)))), of)
            is_turned = mutant is wrong[-1] and mutant is not right
            told = ("numerator-layout",) if is_turned else ()
            if mutant is right:
                continue
            assert finding.conventions == told, mutant
            assert finding.outcome == ("convention" if told else "refuted"), mutant
            judged += 1
    assert judged > 20


def test_a_transposed_gradient_is_a_mistake_where_the_rest_is_wrong_too() -> None:
    neuron = model(*NEURON)
    wrong = check(r"\frac{\partial L}{\partial w} = (y - a) x^T", neuron)
    assert wrong.mistake is not None
    assert wrong.mistake["kind"] == "transpose"
    chain = r"\frac{\partial L}{\partial w} = \frac{\partial L}{\partial z} \frac{\partial z}{\partial w} = (a - y) x^T"
    assert check(chain, neuron).conventions == ("numerator-layout",)
    first_right = r"\frac{\partial L}{\partial w} = (a - y) x = (a - y) x^T"
    assert check(first_right, neuron).outcome == "refuted", "no one layout makes both links true"


def test_a_square_matrix_that_is_transposed_is_told() -> None:
    """It fits either way, and is the gradient in numerator layout."""
    square = model("shape A: m,m; shape x: m; shape y: m; data x, y", "z = A x", r"L = y^T z")
    right = check(r"\frac{\partial L}{\partial A} = y x^T", square)
    turned = check(r"\frac{\partial L}{\partial A} = x y^T", square)
    assert right.outcome == "proved"
    assert (turned.outcome, turned.conventions) == ("convention", ("numerator-layout",))
    named_gradient = check(r"\nabla_A L = x y^T", square)
    assert named_gradient.outcome == "refuted", "∇ is the gradient in either layout"


def test_the_matrix_of_all_derivatives_is_told_of_its_layout() -> None:
    for scope, other, turned, standing in (
        ("denominator", "numerator", "W", "W^T"),
        ("numerator", "denominator", "W^T", "W"),
    ):
        layer = model(f"layout {scope}; shape W: k,m; shape x: m; data x", "z = W x", r"L = \frac{1}{2} \|z\|^2")
        assert check(rf"\frac{{\partial z}}{{\partial x}} = {standing}", layer).outcome == "proved"
        finding = check(rf"\frac{{\partial z}}{{\partial x}} = {turned}", layer)
        assert finding.conventions == (f"{other}-layout",)
        assert check(finding.correct, layer).outcome == "proved"
        assert check(rf"\frac{{\partial z}}{{\partial x}} = -{turned}", layer).conventions == ()
        assert check(rf"\frac{{\partial z}}{{\partial x}} = -{standing}", layer).outcome == "refuted"


def test_printed_numbers_are_told_of_the_logarithm_they_were_made_with() -> None:
    """Deck 003's losses: to base 10, beside a gradient that belongs to the natural logarithm."""
    for total, outcome in (("0.928", "convention"), ("2.137", "proved"), ("0.938", "refuted")):
        finding = check(rf"-\log 0.46 - \log 0.45 - \log 0.57 = {total}", model(*NEURON))
        assert finding.outcome == outcome
        assert finding.conventions == (("log-10",) if outcome == "convention" else ())


def test_entries_in_a_row_are_told_of_how_the_array_stands() -> None:
    neuron = model("shape w: 3; shape x: 3; data x, y", *NEURON[1:])
    assert check("w = [w_1, w_2, w_3]", neuron).conventions == ("weights-rows",)
    assert check("x = [x_1, x_2, x_3]", neuron).conventions == ("examples-rows",)
    assert check("x = [x_1, x_2, x_2]", neuron).conventions == ()
    assert check(r"w = \begin{bmatrix} w_1 \\ w_2 \\ w_3 \end{bmatrix}", neuron).outcome == "proved"


def test_an_update_rule_is_read_again_as_well() -> None:
    finding = check(r"w \leftarrow w - \alpha (a - y) x^T", model(*NEURON))
    assert finding.conventions == ("weights-rows",)
    assert check(r"w \leftarrow w + \alpha (a - y) x^T", model(*NEURON)).conventions == ()


def test_several_statements_are_read_alike() -> None:
    neuron = model(*NEURON)
    both = r"\frac{\partial L}{\partial w} = (a - y) x^T \quad \frac{\partial L}{\partial b} = a - y"
    assert check(both, neuron).conventions == ("numerator-layout",)
    assert check(both.replace("b} = a", "b} = -a"), neuron).outcome == "refuted"


# --- what it costs


def test_what_is_wrong_in_every_convention_is_diagnosed_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Other conventions only refute: what the right formula is, and which mistake was made, is asked in scope alone."""
    asked: list[object] = []
    derived = diagnosing.derived
    monkeypatch.setattr(diagnosing, "derived", lambda *args: asked.append(args) or derived(*args))
    assert check(r"\frac{\partial L}{\partial w} = (y - a) x^T", model(*NEURON)).outcome == "refuted"
    assert len(asked) == 1


def test_a_model_is_restated_once() -> None:
    of = grounds(BY_NAME["weights-rows"].model)
    convention = named("weights-rows")
    assert under(of, convention) is under(of, convention)


def test_findings_say_what_is_right_in_scope_as_expressions() -> None:
    finding: Finding = check("z = w x + b", model(*NEURON))
    assert finding.conventions == ("weights-rows",)
    assert isinstance(finding.in_scope[0], Var)
    assert check(finding.correct, model(*NEURON)).outcome == "proved"


@pytest.mark.parametrize(("weights", "outcome"), [("w", "convention"), ("theta", "convention"), ("q", "ill-shaped")])
def test_where_nothing_is_said_to_be_data_weights_go_by_their_letters(weights: str, outcome: str) -> None:
    scope = derive.scope(
        f"shape {weights}: m, h; shape x: m; shape t: h", rf"L = \frac12 \|{_tex(weights)}^T x - t\|^2"
    )
    claim = rf"\frac{{\partial L}}{{\partial {_tex(weights)}}} = ({_tex(weights)} x - t) x^T"
    assert check(claim, scope).outcome == outcome


def _tex(name: str) -> str:
    return rf"\{name}" if len(name) > 1 else name
