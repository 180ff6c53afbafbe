"""The twins themselves: every kind of mistake can be planted, and no rewriting changes a value."""

from __future__ import annotations

import random
from functools import cache

import pytest
from twins.growing import expression
from twins.right import REWRITINGS, Source, rewritten
from twins.trees import Place, Pool, places, replaced
from twins.values import Relation, compare
from twins.wrong import KINDS, Kind, planted

from derive import building as b
from derive.ir import Const, Expr, Var
from derive.shapes import Shape

x, y, u = Var("x"), Var("y"), Var("u", Shape.of("n"))
A, B = (Var(name, Shape.of("n", "n")) for name in "AB")
ENOUGH = 3
"""How many places with values each kind must have been held against."""


@cache
def _expressions() -> tuple[Expr, ...]:
    rng = random.Random(2)
    grown = [expression(rng, 4) for _ in range(1_000)]
    complement = b.sub(b.ONE, b.call("sigmoid", x))
    extra = [
        b.mul(b.call("sigmoid", x), complement),
        b.add(b.mul(x, y), b.mul(x, b.call("exp", y))),
        b.matmul(b.matmul(A, b.transpose(B)), u),
        b.matmul(b.call("diag", u), u),
        b.mul(x, x, y),
        b.sub(b.ONE, b.power(b.call("tanh", x), Const(2))),
        b.total(b.mul(x, u)),
        b.mul(x, b.total(u)),
        b.call("trace", b.matmul(A, B)),
        b.call("inverse", b.matmul(A, B)),
        b.call("take", u, Const(1)),
        b.call("log", b.div(b.call("exp", x), b.call("exp", y))),
        b.mul(u, u),
        b.mul(A, B),
        b.mul(b.call("log", b.add(b.ONE, b.mul(x, x))), complement),
        b.call("choose", b.call("greater", x, y), x, b.mul(x, y)),
        b.opaque(x, "g", 1),
        b.sum_along(A, (0,)),
        b.mul(y, b.sub(b.ONE, y)),
        b.mul(x, y, b.sub(b.ONE, y)),
        *(b.power(b.add(x, n), Const(2)) for n in (y, b.ONE, b.mul(x, y))),
        *(b.div(b.add(x, y), b.call("exp", b.mul(n, x))) for n in (Const(2), x, y)),
        *(b.call("log", b.mul(b.call("exp", x), b.call("exp", n))) for n in (x, y, b.mul(x, y))),
    ]
    return (*extra, *grown)


@pytest.mark.parametrize("name", REWRITINGS)
def test_a_rewriting_keeps_the_value(name: str) -> None:
    rng, equal = random.Random(3), 0
    for root in _expressions():
        source = Source(root, (), rng)
        for place in places(root):
            for whole in source.changed(REWRITINGS[name], place)[:2]:
                relation = compare(root, whole)
                assert relation is not Relation.APART, f"{root} = {whole}"
                equal += relation is Relation.EQUAL and whole is not root
        if equal >= 25:
            break
    assert equal >= ENOUGH


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_a_kind_of_mistake_makes_wrong_formulas(kind: Kind) -> None:
    wrong = 0
    for root in _expressions():
        for place in [Place((), root)] if kind.whole else places(root):
            found = Pool(root).changed(kind.change, place)[:2]
            wrong += sum(compare(root, whole) is Relation.APART for whole in found)
        if wrong >= ENOUGH:
            return
    pytest.fail(f"only {wrong} wrong formulas")


def test_mistakes_are_planted_at_every_depth() -> None:
    root = b.mul(x, b.call("sigmoid", b.add(y, b.call("exp", b.mul(x, y)))))
    found = {mistake.expr for mistake in planted(root, Pool(root)) if mistake.kind.name == "twice a part"}
    depths = [len(place.path) for place in places(root)]
    assert max(depths) == 5
    assert len(found) == len({place.part for place in places(root)})


def test_nothing_but_a_name_stands_where_a_name_must() -> None:
    slope = b.derivative(b.mul(x, y), x)
    bound = [place for place in places(slope) if place.bound]
    assert [place.part for place in bound] == [x]
    changed = [mistake for mistake in planted(slope, Pool(slope)) if b.is_apply(mistake.expr, "derivative")]
    assert {mistake.expr.args[1] for mistake in changed} == {x, y}  # type: ignore[union-attr]


def test_what_does_not_fit_is_no_formula() -> None:
    root = b.add(x, y)
    assert replaced(root, Place((0,), x), u) is None
    assert replaced(root, Place((0,), x), x) is None
    assert replaced(root, Place((0,), x), y) is b.add(y, y)


def test_rewritings_of_one_seed_are_the_same() -> None:
    root = b.mul(x, b.call("sigmoid", b.add(y, b.call("exp", b.mul(x, y)))))
    first, second = (list(rewritten(root, random.Random(1))) for _ in range(2))
    assert [step.expr for step in first] == [step.expr for step in second]
    assert len({step.kind for step in first}) > 10
