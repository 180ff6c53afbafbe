"""Exercises: what is asked of a model, the numbers that are drawn, and the marking of answers."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from derive.deriving import derive_gradients
from derive.exercises.gaps import Gap
from derive.exercises.lots import Lot
from derive.exercises.marking import Marked, stripped
from derive.exercises.sheets import Exercises, printed
from derive.exercises.statements import statement
from derive.modelling import library

MODELS = ("logistic-regression", "two-two-one", "softmax-regression", "convolution-1d")
"""Two statements, numbers alone, one-hot data, what can be written for one entry only."""


@cache
def exercises(name: str) -> Exercises:
    model = library(name)
    derived = ((label, derive_gradients(variant.system)) for label, variant in model.variants.items())
    return Exercises([statement(model, label, derivation) for label, derivation in derived])


def mark(name: str, gap: Gap, text: str, seed: int = 1) -> Marked:
    return exercises(name).marked(exercises(name).sheet(seed), gap, text)


def gap_about(kind: str, subject: str, label: str = "", name: str = "logistic-regression") -> Gap:
    """The gap of a kind about a part of the derivation, in the first sheet that asks for it."""
    sheets = (exercises(name).sheet(seed) for seed in range(1, 30))
    return next(g for s in sheets for g in s.gaps if (g.kind, str(g.subject), g.label) == (kind, subject, label))


# --- what is asked


@pytest.mark.parametrize("name", MODELS)
def test_what_the_derivation_arrives_at_earns_all_points_and_what_is_beside_it_none(name: str) -> None:
    sheet = exercises(name).sheet(1)
    right = [mark(name, gap, printed(gap)) for gap in sheet.gaps]
    assert [(found.gap.number, found.hint) for found in right if found.outcome != "right"] == []
    assert sum(found.points for found in right) == sheet.points > 0
    one_of_a_kind = {gap.kind: gap for gap in reversed(sheet.gaps) if gap.kind != "shape"}.values()
    beside = [mark(name, gap, f"-({printed(gap)})") for gap in one_of_a_kind]
    assert {found.outcome for found in beside} == {"wrong"}
    assert sum(found.points for found in beside) == 0


def test_one_seed_draws_one_sheet_and_seeds_differ_in_their_numbers_and_their_gaps() -> None:
    assert exercises("two-two-one").sheet(3).gaps == Exercises(exercises("two-two-one").statements).sheet(3).gaps
    sheets = [exercises("two-two-one").sheet(seed) for seed in range(20)]
    assert len({sheet.fingerprint for sheet in sheets}) == 20
    drawn = {tuple(float(line.value) for line in sheet.numbers.given) for sheet in sheets if sheet.numbers}
    assert len(drawn) == 20
    assert len({tuple(str(gap.subject) for gap in sheet.gaps) for sheet in sheets}) > 10


def test_a_lot_is_the_same_everywhere() -> None:
    assert [Lot(7).at("x", 1).below(1000, k) for k in range(4)] == [280, 444, 829, 627]
    assert Lot(7).some("abcdef", 3, "k") == sorted(Lot(7).some("abcdef", 3, "k"))
    assert sorted(Lot(7).shuffled("abcdef")) == list("abcdef")


@pytest.mark.parametrize("name", MODELS)
def test_gaps_are_numbered_from_1_and_no_later_result_gives_an_earlier_one_away(name: str) -> None:
    for seed in range(5):
        sheet = exercises(name).sheet(seed)
        assert [gap.number for gap in sheet.gaps] == list(range(1, len(sheet.gaps) + 1))
        for section in sheet.sections:
            asked = [item.result is not None for item in section.totals]
            assert asked == sorted(asked)


@pytest.mark.parametrize("name", ["logistic-regression", "softmax-regression", "gaussian-likelihood"])
def test_drawn_values_are_as_the_model_declares_them_and_readable(name: str) -> None:
    for seed in range(6):
        numbers = exercises(name).sheet(seed).numbers
        assert numbers is not None
        worked, system = numbers.worked, numbers.statement.system
        for v in system.data:
            value = np.asarray(worked.values[v], dtype=float)
            if "one-hot" in system.facts.get(v, ()):
                assert sorted(value.reshape(-1)) == [0.0] * (value.size - 1) + [1.0]
            elif "symmetric" in system.facts.get(v, ()):
                assert np.array_equal(value, value.T)
                assert np.all(np.linalg.eigvalsh(value) > 0)
        assert all(np.all(np.abs(np.asarray(worked.values[v])) <= 30) for v in system.computable)
        assert all(abs(gap.value) >= 0.001 for gap in numbers.gaps if gap.value is not None)


# --- marking


FORMULAS = [
    ("local", "partial(a, z)", "", "a - a^2", "right", ""),
    ("local", "partial(a, z)", "", r"$\sigma(z)(1-\sigma(z))$", "right", ""),
    ("local", "partial(a, z)", "", "a", "wrong", "factor"),
    ("local", "partial(z, w)", "", "x^T", "convention", "true in numerator layout"),
    ("local", "derivative(sigmoid(z), z)", "", r"\sigma'(z)", "wrong", "only names what is to be found"),
    ("factor", "partial(z, w)", "", r"\frac{\partial z}{\partial w}", "right", ""),
    ("factor", "partial(z, w)", "", "x", "right", ""),
    ("factor", "partial(z, w)", "", r"\frac{\partial L}{\partial w} / \frac{\partial L}{\partial z}", "wrong", "names"),
    ("result", "total(L, w)", "", "(a − y)·x", "right", ""),
    ("result", "total(L, w)", "", r"dw = (a - y) x", "right", ""),
    ("result", "total(L, w)", "", r"= ax - yx", "right", ""),
    ("result", "total(L, w)", "", "(y - a) x", "wrong", "sign"),
    ("result", "total(L, w)", "", r"\frac{\partial L}{\partial w}", "wrong", "only names what is to be found"),
    ("result", "total(L, w)", "", r"\frac{\partial L}{\partial z} x", "wrong", "only names what is to be found"),
    ("result", "total(L, w)", "", "dw", "wrong", "only names what is to be found"),
    ("result", "total(L, w)", "", "(a - y x", "unreadable", "never closed"),
    ("result", "total(L, w)", "", "(a - q) x", "unreadable", "nothing is known about q"),
    ("result", "total(L, w)", "", "z = w^T x + b", "unreadable", "something else"),
    ("result", "total(L, w)", "", r"0, \quad 1 = 1", "unreadable", "something else"),
    ("result", "total(L, w)", "", "I do not know", "unreadable", ""),
    ("result", "total(L, w)", "", "x" * 3000, "unreadable", "at most"),
    ("result", "total(L, w)", "", " ", "empty", ""),
    ("result", "total(L, w)", "", "____", "empty", ""),
    ("result", "total(J, w)", "n examples", r"\frac{1}{n} \sum_{i=1}^n dz^{(i)} x^{(i)}", "right", ""),
    ("result", "total(J, w)", "n examples", "X dZ^T", "wrong", "sum"),
    ("result", "total(J, w)", "n examples", "1/n X dZ^T", "unreadable", "two readings"),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "subject", "label", "answer", "outcome", "told"), FORMULAS)
def test_a_formula_is_judged_as_what_it_is_equal_to(
    kind: str, subject: str, label: str, answer: str, outcome: str, told: str
) -> None:
    found = mark("logistic-regression", gap_about(kind, subject, label), answer)
    assert (found.outcome, found.points > 0) == (outcome, outcome == "right"), found.hint
    assert told in found.hint
    assert "a - y" not in found.hint


@pytest.mark.parametrize(
    ("subject", "label", "answer", "outcome", "told"),
    [
        ("total(L, w)", "", "(m, 1)", "right", ""),
        ("total(L, w)", "", "m × 1", "right", ""),
        ("total(L, w)", "", r"m \times 1", "right", ""),
        ("total(L, w)", "", "(m,)", "right", ""),
        ("total(L, w)", "", "(1, m)", "wrong", "the wrong way round"),
        ("total(L, w)", "", "n", "wrong", "another"),
        ("total(L, w)", "", "m; data x", "unreadable", "no shape"),
        ("total(L, w)", "", "tall", "wrong", "another"),
        ("Z", "n examples", "1 x n", "right", ""),
        ("Z", "n examples", "(n, 1)", "wrong", "the wrong way round"),
    ],
)
def test_a_shape_is_compared_as_declarations_are_read(
    subject: str, label: str, answer: str, outcome: str, told: str
) -> None:
    found = mark("logistic-regression", gap_about("shape", subject, label), answer)
    assert found.outcome == outcome
    assert told in found.hint


@pytest.mark.parametrize(
    ("change", "outcome", "kind"),
    [
        (lambda v: f"{v:.3f}", "right", None),
        (lambda v: f"J = {v:.6f}", "right", None),
        (lambda v: f"{v:.3f}".replace(".", ","), "right", None),
        (lambda v: f"{v + 0.001:.3f}", "right", None),
        (lambda v: f"0.5 + {v - 0.5:.4f}", "right", None),
        (lambda v: f"{-v:.3f}", "wrong", "sign"),
        (lambda v: f"{v + 0.01:.3f}", "wrong", "rounding"),
        (lambda v: f"{10 * v:.2f}", "wrong", "decimal-point"),
        (lambda v: f"{3 * v:.3f}", "wrong", "sum-mean"),
        (lambda v: f"{v / np.log(10):.3f}", "wrong", "log-base"),
        (lambda v: f"{v + 5:.3f}", "wrong", "other"),
        (lambda v: "a", "unreadable", None),
        (lambda v: "1/0", "unreadable", None),
        (lambda v: "(0.1, 0.2)", "unreadable", None),
    ],
)
def test_a_number_may_be_off_by_a_little_and_a_slip_has_a_name(change, outcome, kind) -> None:  # type: ignore[no-untyped-def]
    gap = next(gap for gap in exercises("logistic-regression").sheet(1).gaps if str(gap.subject) == "J")
    assert gap.value is not None
    found = mark("logistic-regression", gap, change(gap.value))
    assert (found.outcome, found.mistake.kind if found.mistake else None) == (outcome, kind)


def carried(name: str, wrong: dict[str, str], seed: int = 1) -> dict[str, tuple[str, int | None]]:
    """What becomes of all that is not right on a sheet where some answers are changed, by what they are about."""
    sheet = exercises(name).sheet(seed)
    texts = {gap.number: wrong.get(f"{gap.label}:{gap.subject}{gap.stepped:d}", printed(gap)) for gap in sheet.gaps}
    marks = exercises(name).marks(sheet, texts)
    return {str(one.gap.subject): (one.outcome, one.follows_from) for one in marks if one.outcome != "right"}


def test_a_formula_that_carries_a_mistake_on_is_no_second_mistake() -> None:
    wrong = {":total(L, z)0": "y - a", ":total(L, w)0": "(y - a) x", ":total(L, b)0": "2 (y - a)"}
    found = carried("logistic-regression", wrong)
    line = gap_about("result", "total(L, z)").number
    assert found == {"total(L, z)": ("wrong", None), "total(L, w)": ("carried", line), "total(L, b)": ("wrong", None)}


def test_a_number_that_carries_a_mistake_on_is_no_second_mistake() -> None:
    drawn = [exercises("two-two-one").sheet(seed) for seed in range(1, 20)]
    asked = [{str(gap.subject): gap.number for gap in sheet.gaps if gap.kind == "number"} for sheet in drawn]
    seed, numbers = next((k, found) for k, found in enumerate(asked, start=1) if {"z_1", "a_1"} <= set(found))
    right = 1 / (1 + np.exp(-0.75))
    assert carried("two-two-one", {":z_10": "0.75", ":a_10": f"{right:.3f}"}, seed) == {
        "z_1": ("wrong", None),
        "a_1": ("carried", numbers["z_1"]),
    }
    assert carried("two-two-one", {":z_10": "0.75", ":a_10": f"{right + 0.05:.3f}"}, seed)["a_1"] == ("wrong", None)


def test_a_step_with_a_wrong_gradient_is_no_second_mistake() -> None:
    sheet = exercises("logistic-regression").sheet(1)
    slope, step = next(g for g in sheet.gaps if str(g.subject) == "total(J, w)" and g.value), sheet.gaps[-1]
    assert sheet.numbers is not None
    assert step.value is not None
    after = step.value - sheet.numbers.worked.rate * (0.5 - slope.value)  # type: ignore[operator]
    texts = {gap.number: printed(gap) for gap in sheet.gaps} | {slope.number: "0.5", step.number: f"{after:.4f}"}
    marks = exercises("logistic-regression").marks(sheet, texts)
    assert [(m.gap.number, m.outcome, m.points) for m in marks if m.outcome != "right"] == [
        (slope.number, "wrong", 0),
        (step.number, "carried", 1),
    ]


def test_a_step_in_the_wrong_direction_is_told() -> None:
    sheet = exercises("logistic-regression").sheet(1)
    gap = sheet.gaps[-1]
    assert gap.stepped
    assert gap.value is not None
    assert sheet.numbers is not None
    before = float(np.asarray(sheet.numbers.worked.values[gap.subject])[gap.entry])  # type: ignore[index]
    found = mark("logistic-regression", gap, f"{2 * before - gap.value:.4f}")
    assert (found.outcome, found.hint) == ("wrong", "the step goes the wrong way")


@pytest.mark.parametrize(
    ("written", "bare"),
    [
        ("$x$", "x"),
        ("$$x$$", "x"),
        (r"\(x\)", "x"),
        (r"\[ x \]", "x"),
        ("`x`", "x"),
        ("__x__", "x"),
        ("$x$ + $y$", "$x$ + $y$"),
    ],
)
def test_an_answer_may_be_marked_as_a_formula(written: str, bare: str) -> None:
    assert stripped(written) == bare


@pytest.mark.parametrize("answer", ["1/n", "0.7 +", "&", r"\frac{1}{3} + x", "n", "999999999^{999999999}", r"\infty"])
def test_what_has_no_value_is_no_number(answer: str) -> None:
    gap = next(gap for gap in exercises("logistic-regression").sheet(1).gaps if str(gap.subject) == "J")
    assert mark("logistic-regression", gap, answer).outcome == "unreadable"
