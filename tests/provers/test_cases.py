"""Proofs by cases: identities of max, min and absolute values, replayed; what no case closes is not proved."""

from __future__ import annotations

from dataclasses import replace

import pytest

import derive
from derive.algebra import rebuilding
from derive.algebra.cases import contradict
from derive.algebra.core import Algebra
from derive.algebra.expanding import Expander
from derive.algebra.heads import Head
from derive.algebra.proofs import Case, Opened, Split, Unsound, Unwound, applied
from derive.algebra.terms import Polynomial, constant
from derive.building import add, argmax, broadcast, call, mul, neg, number, sub
from derive.certificates import replayed, written
from derive.ir import Expr, Var
from derive.provers.normal_form import searched
from derive.provers.proving import equal_for_all_sizes
from derive.shapes import ONE, Shape
from derive.verdicts import Proved, Refuted

A, B, C, POSITIVE = Var("a"), Var("b"), Var("c"), Var("d")
DOCUMENT = r"""
<!-- derive: shape a, b, c, r, \delta: scalar; positive \delta -->

$$h = \begin{cases} \frac{1}{2} r^2 & |r| \le \delta \\ \delta (|r| - \frac{1}{2} \delta) & |r| > \delta \end{cases}$$
"""
RIGHT = (
    r"\max(a, b) \min(a, b) = ab",
    r"\max(a, \max(b, c)) = \max(\max(a, b), c)",
    r"\max(a, \min(b, c)) = \min(\max(a, b), \max(a, c))",
    r"|a + b| + |a - b| = 2 \max(|a|, |b|)",
    r"\max(\max(0, c), b) = \max(0, \max(c, b))",
    r"\frac{\partial h}{\partial r} = \max(-\delta, \min(r, \delta))",
)
WRONG = (
    r"\max(a, \min(b, c)) = \min(a, \max(b, c))",
    r"|a + b| + |a - b| = 2 \min(|a|, |b|)",
    r"\frac{\partial h}{\partial r} = \max(\delta, \min(r, -\delta))",
)


@pytest.fixture(scope="module")
def model() -> derive.Model:
    return derive.model_from(DOCUMENT + r"$$L = h$$")


@pytest.mark.parametrize("claim", RIGHT)
def test_an_identity_is_proved_by_cases_and_replayed(claim: str, model: derive.Model) -> None:
    verdict = derive.check(claim, model).verdict
    assert isinstance(verdict, Proved)
    assert any(isinstance(step, Split) for proof in verdict.proofs for steps in proof.steps for step in steps)
    assert all(proof.sizes == {} for proof in replayed(written(verdict.proofs)))


@pytest.mark.parametrize("claim", WRONG)
def test_a_mistake_is_refuted(claim: str, model: derive.Model) -> None:
    assert isinstance(derive.check(claim, model).verdict, Refuted)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        (call("max", A, call("min", B, C)), call("min", A, call("max", B, C))),
        (call("max", A, B), call("max", A, call("max", B, C))),
        (mul(call("sign", A), call("sign", A)), call("sign", call("abs", sub(A, B)))),
        (call("max", A, B), A),
    ],
)
def test_the_prover_alone_does_not_prove_what_fails_in_some_case(left: Expr, right: Expr) -> None:
    assert not equal_for_all_sizes(left, right, {})[0]


def _found() -> tuple[Algebra, Polynomial, Split]:
    algebra = Algebra({}, rebuilding.rebuilt)
    expander = Expander(algebra)
    left, right = call("max", A, call("max", B, C)), call("max", call("max", A, B), C)
    difference = algebra.subtracted(expander.entry(left), expander.entry(right))
    (split,) = searched(algebra, difference).steps
    assert isinstance(split, Split)
    assert applied(algebra, split, difference) == {}
    return algebra, difference, split


def _corrupted(case: Case) -> list[Case]:
    """A case with something left out, or put in that does not hold in one case alone."""
    opened = Opened(constant(1), 0, ONE)
    unwound = Unwound(Head("inverse"), 0, before=True)
    return [
        Case(),
        Case(impossible=((0, 1),)),
        Case(impossible=((5, 1),)),
        Case(impossible=((0, -1),)),
        replace(case, quotients=((0, constant(1)), *case.quotients)),
        replace(case, steps=(opened, *case.steps)),
        replace(case, steps=(unwound, *case.steps)),
    ]


def test_a_case_that_is_changed_is_refused() -> None:
    algebra, difference, split = _found()
    for place in (0, 2):
        for wrong in _corrupted(split.cases[place]):
            cases = (*split.cases[:place], wrong, *split.cases[place + 1 :])
            with pytest.raises(Unsound):
                applied(algebra, replace(split, cases=cases), difference)
    for cases in (split.cases[:2], split.cases[::-1]):
        with pytest.raises(Unsound):
            applied(algebra, replace(split, cases=cases), difference)


def test_signs_contradict_one_another_only_where_a_combination_says_so() -> None:
    algebra = Algebra({POSITIVE: frozenset({"positive"})}, rebuilding.rebuilt)
    entry = Expander(algebra).entry
    ab, bc, ca = entry(sub(A, B)), entry(sub(B, C)), entry(sub(C, A))
    circle = [(ab, 1), (bc, 1), (ca, 1)]
    assert contradict(algebra, circle, [(0, 1), (1, 1), (2, 1)])
    assert not contradict(algebra, circle, [(0, 1), (1, 1)])
    assert not contradict(algebra, circle, [(0, 1), (1, 1), (2, -1)])
    assert not contradict(algebra, [(ab, 0), (bc, 0), (ca, 0)], [(0, 1), (1, 1), (2, 1)])
    assert contradict(algebra, [(ab, 1), (bc, 0), (ca, 1)], [(0, 1), (1, 1), (2, 1)])
    outside = [(entry(sub(A, POSITIVE)), 1), (entry(sub(call("neg", POSITIVE), A)), 1)]
    assert contradict(algebra, outside, [(0, 1), (1, 1)])
    assert not contradict(Algebra({}, rebuilding.rebuilt), [], [(0, 1)])


def test_the_argmax_of_what_goes_up_with_an_array_is_its_argmax() -> None:
    z, c = Var("z", Shape.of("m")), Var("c")

    def same(x: Expr, y: Expr) -> bool:
        return equal_for_all_sizes(argmax(x, (0,)), argmax(y, (0,)), {})[0]

    up = (call("softmax", z), call("exp", z), call("sigmoid", z), add(z, broadcast(c, z.shape)), mul(number(2), z))
    down = (neg(z), call("sigmoid", neg(z)), call("exp", neg(z)), mul(z, z), mul(c, z), neg(call("softmax", z)))
    assert all(same(x, z) for x in up)
    assert not any(same(x, z) for x in down)
    assert same(neg(call("exp", z)), neg(z))


def test_entries_of_arrays_are_split_on_for_all_sizes() -> None:
    x, y = Var("x", Shape.of("m")), Var("y", Shape.of("m"))
    assert equal_for_all_sizes(mul(call("max", x, y), call("min", x, y)), mul(x, y), {})[0]
    assert not equal_for_all_sizes(mul(call("max", x, y), call("max", x, y)), mul(x, y), {})[0]
