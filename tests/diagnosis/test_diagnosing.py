"""Mistakes are named in the writer's own names, alone and in pairs; what is named is confirmed, and nothing else is."""

from __future__ import annotations

import pytest
from points_for_tests import differ, positive
from wrong_claims import DATA, LOGISTIC, judged, text

from derive import building
from derive.bench import Bench
from derive.checking import decide
from derive.claims import check
from derive.diagnosis import diagnosing
from derive.diagnosis.confirming import agree
from derive.ir import Expr, Var, contains
from derive.provers import proving
from derive.refuters.points import Probe
from derive.systems import System
from derive.verdicts import Proved, Undecided

BATCH = (
    r"Z = w^T X + b",
    r"A = \sigma(Z)",
    r"J = -\frac{1}{n} \sum_{i=1}^{n} (y_i \log a_i + (1 - y_i) \log(1 - a_i))",
)
SHAPES = "shape w: m; shape X: m,n; shape Y: 1,n; data X, Y; parameter w, b; examples columns"
LAYERS = (
    r"z^{[1]} = W^{[1]} x + b^{[1]}",
    r"a^{[1]} = \tanh(z^{[1]})",
    r"z^{[2]} = W^{[2]} a^{[1]} + b^{[2]}",
    r"L = \frac{1}{2} \|z^{[2]} - y\|^2",
    r"\delta^{[2]} = z^{[2]} - y",
)
SQUARE = (
    r"shape W^{[1]}: h,h; shape x: h; shape b^{[1]}: h; shape W^{[2]}: h,h; shape b^{[2]}: h; shape y: h; data x, y;"
    r"parameter W^{[1]}, b^{[1]}, W^{[2]}, b^{[2]}"
)
TWO = (r"h = \tanh(w_1 x + b_1)", r"\hat{y} = w_2 h + b_2", r"L = \frac{1}{2} (\hat{y} - y)^2")
NUMBERS = "data x, y; parameter w_1, b_1, w_2, b_2"

SINGLE = {
    r"\frac{\partial L}{\partial b} = y - a": (LOGISTIC, DATA, "sign", "must be a − y", "a − y"),
    r"\frac{\partial L}{\partial b} = a + y": (LOGISTIC, DATA, "sign", "lost the minus in front of y", "a − y"),
    r"\frac{\partial L}{\partial a} = -\frac{y}{a} - \frac{1 - y}{1 - a}": (
        LOGISTIC, DATA, "sign", "minus in front of (1 − y)/(1 − a)", "−y/a + (1 − y)/(1 − a)",
    ),
    r"\frac{\partial L}{\partial b} = -(a - y)": (LOGISTIC, DATA, "sign", "minus in front of (a − y)", "a − y"),
    r"\frac{\partial L}{\partial b} = 2 (a - y)": (LOGISTIC, DATA, "factor", "factor 2 too many", "a − y"),
    r"\frac{\partial L}{\partial w_2} = \frac{1}{2} (\hat{y} - y) h": (TWO, NUMBERS, "factor", "1/2", "(ŷ − y) h"),
    r"\frac{\partial L}{\partial w} = a - y": (LOGISTIC, DATA, "missing-factor", "factor x is missing", "(a − y) x"),
    r"\frac{\partial a}{\partial z} = a": (LOGISTIC, DATA, "missing-factor", "factor (1 − a)", "a(1 − a)"),
    r"\frac{\partial a}{\partial z} = a^2": (LOGISTIC, DATA, None, "", "a(1 − a)"),
    r"\frac{\partial L}{\partial w_1} = (\hat{y} - y) w_2 x": (
        TWO, NUMBERS, "chain-rule", "inner derivative (1 − h²)", "(ŷ − y) w₂x(1 − h²)",
    ),
    r"\frac{\partial L}{\partial w_1} = (\hat{y} - y) w_2 (1 - h) x": (
        TWO, NUMBERS, "missing-function", "the square is missing", "(ŷ − y) w₂(1 − h²) x",
    ),
    r"\frac{\partial L}{\partial w_1} = (\hat{y} - y) w_2 h (1 - h) x": (
        TWO, NUMBERS, "activation-derivative", "derivative of σ, not of tanh", "(ŷ − y) w₂(1 − h²) x",
    ),
    r"\frac{\partial L}{\partial w_1} = (\hat{y} - y) w_1 (1 - h^2) x": (
        TWO, NUMBERS, "index", "must be w₂, not w₁", "(ŷ − y) w₂(1 − h²) x",
    ),
    r"\frac{\partial J}{\partial w} = X (A - Y)^T": (BATCH, SHAPES, "sum-mean", "1/n", "(1/n) X(A − Y)ᵀ"),
    r"\frac{\partial J}{\partial Z} = A - Y": (BATCH, SHAPES, "sum-mean", "1/n", "(1/n)(A − Y)"),
    r"\frac{\partial J}{\partial w} = \frac{1}{n^2} X (A - Y)^T": (BATCH, SHAPES, "sum-mean", "1/n is", None),
    r"\frac{\partial L}{\partial a^{[1]}} = {W^{[1]}}^T \delta^{[2]}": (
        LAYERS, SQUARE, "layer", "must be W^[2], not W^[1]", "W^[2]ᵀδ^[2]",
    ),
}  # fmt: skip


@pytest.mark.parametrize("claim", SINGLE)
def test_a_single_mistake_is_named_with_the_right_formula_in_the_writers_form(claim: str) -> None:
    given, declare, kind, words, right = SINGLE[claim]
    found = judged(claim, given, declare)
    assert found.kinds == ([kind] if kind else found.kinds)
    assert words in found.told
    assert found.correct is not None
    if right is not None:
        assert text(found.correct) == right
    assert not differ(found.correct, found.left, found.system.equations, supplies=(positive,))


PAIRS = {
    r"\frac{\partial J}{\partial w} = X (Y - A)^T": (BATCH, SHAPES, {"sign", "sum-mean"}),
    r"\frac{\partial L}{\partial w_1} = (y - \hat{y}) w_1 (1 - h^2) x": (TWO, NUMBERS, {"sign", "index"}),
    r"\frac{\partial L}{\partial w_1} = 2 (y - \hat{y}) w_2 (1 - h^2) x": (TWO, NUMBERS, {"sign", "factor"}),
    r"\frac{\partial L}{\partial w_1} = (\hat{y} + y) w_2 (1 + h^2) x": (TWO, NUMBERS, {"sign"}),
    r"\frac{\partial L}{\partial w_1} = (y - \hat{y}) w_2 x": (TWO, NUMBERS, {"sign", "chain-rule"}),
    r"\frac{\partial L}{\partial w_1} = (\hat{y} - y) w_1 (1 - h) x": (TWO, NUMBERS, {"index", "missing-factor"}),
    r"\frac{\partial L}{\partial w} = 2 (a - y)": (LOGISTIC, DATA, {"factor", "missing-factor"}),
}


@pytest.mark.parametrize("claim", PAIRS)
def test_two_mistakes_are_both_named(claim: str) -> None:
    given, declare, kinds = PAIRS[claim]
    found = judged(claim, given, declare)
    assert len(found.kinds) == 2
    assert set(found.kinds) == kinds
    assert found.correct is not None
    assert not differ(found.correct, found.left, found.system.equations, supplies=(positive,))


SHAPED = {
    r"\frac{\partial J}{\partial w} = \frac{1}{n} (A - Y) X^T": ("transpose", "(m, 1)", "(1/n) X(A − Y)ᵀ"),
    r"\frac{\partial J}{\partial b} = \frac{1}{n} (A - Y)": ("shape", "sum over the entries", None),
    r"\frac{\partial J}{\partial Z} = \frac{1}{n} (A - Y)^T": (
        "transpose",
        "(A − Y) must not be transposed",
        "(1/n)(A − Y)",
    ),
    r"\frac{\partial J}{\partial w} = \frac{1}{n} X": ("shape", "(m, n)", None),
}


@pytest.mark.parametrize("claim", SHAPED)
def test_different_shapes_are_said_with_what_is_behind_them(claim: str) -> None:
    kind, words, right = SHAPED[claim]
    found = judged(claim, BATCH, SHAPES)
    assert found.kinds[0] == kind
    assert words in found.told
    assert found.correct is not None
    if right is not None:
        assert text(found.correct) == right


def test_the_place_is_a_part_of_the_claim() -> None:
    found = judged(r"\frac{\partial L}{\partial a} = -\frac{y}{a} - \frac{1 - y}{1 - a}")
    assert found.mistake is not None
    assert found.mistake.where is not None
    assert contains(found.right, found.mistake.where)


def test_a_hint_gives_no_answer_away() -> None:
    found = judged(r"\frac{\partial L}{\partial w} = a - y")
    assert found.hint == "a factor is missing in a − y"
    assert "x" not in found.hint.split()


def test_an_equality_is_put_right_from_its_right_side() -> None:
    found = judged(r"\sigma'(z) = \sigma(z)(1 + \sigma(z))", (), "data z")
    assert found.kinds == ["sign"]
    assert found.correct is not None
    assert text(found.correct) == "σ(z)(1 − σ(z))"


def test_a_claim_on_the_left_is_put_right_there() -> None:
    found = judged(r"(y - a) x = \frac{\partial L}{\partial w}")
    assert found.kinds == ["sign"]
    assert "must be a − y, not y − a" in found.told
    finding = check(r"(y - a) x = \frac{\partial L}{\partial w}", "logistic-regression")
    assert finding.correct == r"\frac{\partial L}{\partial w} = (a - y) x"


@pytest.mark.parametrize("claim", [r"\frac{\partial L}{\partial b} = \exp(\exp(a) - y z)", r"z = 3 + \exp(w \exp(b))"])
def test_what_no_small_mistake_explains_has_no_name(claim: str) -> None:
    assert judged(claim).mistake is None


def test_numbers_are_not_explained_by_other_numbers() -> None:
    assert judged("3 + 4 = 9", (), "").mistake is None
    assert judged(r"3 \cdot 0.1 = 0.03", (), "").kinds == ["decimal-point"]


def test_a_size_and_a_number_are_not_confused() -> None:
    """Where n is 2 or 3, a sum for a mean and a factor 2 or 3 are the same: other sizes tell them apart."""
    for factor in (2, 3, 5, 7):
        found = judged(rf"\frac{{\partial J}}{{\partial w}} = \frac{{{factor}}}{{n}} X (A - Y)^T", BATCH, SHAPES)
        assert found.kinds == ["factor"]


def test_what_balls_do_not_confirm_is_not_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """Unless it is proved, as a sign is before anything else is looked at."""
    monkeypatch.setattr(diagnosing, "agree", lambda *args, **options: False)
    found = judged(r"\frac{\partial L}{\partial w} = 2 (x a - x y)")
    assert found.mistake is None
    assert found.correct is not None
    assert judged(r"\frac{\partial L}{\partial w} = x y - x a").kinds == ["sign"]
    monkeypatch.setattr(diagnosing, "prove", lambda *args: Undecided("nothing is proved today"))
    assert judged(r"\frac{\partial L}{\partial w} = x y - x a").mistake is None


def test_a_proof_at_some_sizes_confirms_no_sign_before_other_mistakes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(diagnosing, "agree", lambda *args, **options: False)
    at_sizes = Proved(({"n": 2},), method="a prover that knows one size")
    monkeypatch.setattr(diagnosing, "prove", lambda *args: at_sizes)
    assert judged(r"\frac{\partial L}{\partial w} = x y - x a").mistake is None


def test_what_a_derivative_is_is_proved_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two wrong claims about one derivative ask for its right formula once, and each for its own put right."""
    claim = judged(r"\frac{\partial L}{\partial w} = 2 (x a - x y)")
    bench, asked = Bench(claim.system), list[Expr]()

    def prove(left: Expr, right: Expr, bench: Bench, found: Probe) -> Proved | Undecided:
        asked.append(right)
        return proving.prove(left, right, bench, found)

    monkeypatch.setattr(diagnosing, "prove", prove)
    first, second = (decide(claim.left, claim.right, bench) for _ in range(2))
    assert first == second
    assert len(asked) == 3
    assert asked[1] is asked[2]


def test_a_formula_is_called_right_only_where_it_is_proved(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the prover the right formula is the one that was derived, not the writer's own put right."""
    proved = judged(r"\frac{\partial L}{\partial a} = -\frac{y}{a} - \frac{1 - y}{1 - a}")
    monkeypatch.setattr(diagnosing, "prove", lambda *args: Undecided("nothing is proved today"))
    found = judged(r"\frac{\partial L}{\partial a} = -\frac{y}{a} - \frac{1 - y}{1 - a}")
    assert found.kinds == ["sign"]
    assert found.correct is not None
    assert found.correct is not proved.correct


def test_values_on_one_side_of_a_kink_confirm_nothing() -> None:
    """ReLU(z) is z wherever z is positive."""
    z = Var("z")
    system = System({}, Var("L"), (), ())
    assert not agree(z, building.call("relu", z), system)
    assert agree(z, building.sub(building.call("relu", z), building.call("relu", building.neg(z))), system)


def test_a_few_points_do_not_tell_what_stands_within_a_jump() -> None:
    """Most points are on the same side of x = 0 and of x + ¼ = 0."""
    x, system = Var("x"), System({}, Var("L"), (), ())
    moved = building.add(x, building.number("1/4"))
    assert not agree(building.call("step", x), building.call("step", moved), system)


def test_a_right_side_behind_a_wrong_one_is_not_blamed() -> None:
    chain = r"\frac{\partial L}{\partial b} = y - a = a - y"
    finding = check(chain, "logistic-regression")
    assert [link.outcome for link in finding.links] == ["refuted", "refuted"]
    assert [link.named is None for link in finding.links] == [False, True]
    assert finding.correct == r"\frac{\partial L}{\partial b} = a - y"


def test_what_follows_from_a_wrong_side_is_not_called_right() -> None:
    """The last side is one sign from the one before it, and still wrong."""
    chain = r"\frac{\partial L}{\partial b} = 2 (y - a) = 2 (y + a)"
    finding = check(chain, "logistic-regression")
    assert [link.outcome for link in finding.links] == ["refuted", "refuted"]
    assert finding.links[1].named is not None
    for link in finding.links:
        assert link.correct == r"\frac{\partial L}{\partial b} = a - y"


def test_a_name_that_only_a_published_form_has_follows_from_its_equation() -> None:
    """The H of the hinge is an abbreviation that neither side of the claim knows."""
    finding = check(r"\frac{\partial J}{\partial S} = 1", "multi-class-hinge", "n examples")
    assert finding.outcome == "refuted"
