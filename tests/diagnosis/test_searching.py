"""What a place needs is found by undoing operators, pieces by their values; and all of it ends by counted budgets."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from wrong_claims import judged

from derive import building as b
from derive.diagnosis import searching, sites
from derive.diagnosis.desk import desk, key
from derive.diagnosis.searching import Search, refitted, replaced
from derive.diagnosis.sites import wanted
from derive.diagnosis.values import Values, at_points, is_small_fraction, same
from derive.ir import Apply, Const, Expr, Var
from derive.shapes import Shape
from derive.systems import System

EMPTY = System({}, Var("L"), (), ())
P, Q, R = (Var(name) for name in "pqr")
COLUMN, ROW = Shape.of("n"), Shape.of("m", row=True)
U, V = Var("u", COLUMN), Var("v", ROW)
RNG = np.random.default_rng(3)


def values_of(*roots: Expr) -> Values:
    return next(at_points(roots, EMPTY))


UNDONE = {
    "add": b.add(P, Q, R),
    "mul": b.mul(P, Q, R),
    "div": b.div(P, Q),
    "neg": b.neg(P),
    "broadcast": b.broadcast(P, COLUMN),
    "transpose": b.transpose(U),
    "power": b.power(P, Const(3)),
    "exp": b.call("exp", P),
    "log": b.call("log", b.call("exp", P)),
    "sigmoid": b.call("sigmoid", P),
    "tanh": b.call("tanh", P),
    "matmul": b.matmul(U, V),
}


def test_each_way_to_undo_is_tested() -> None:
    assert set(UNDONE) == set(sites._UNDOING)


@pytest.mark.parametrize("name", UNDONE)
def test_what_is_needed_gives_what_the_whole_should_be(name: str) -> None:
    node = UNDONE[name]
    assert isinstance(node, Apply)
    values = values_of(node)
    args = [values.of(arg) for arg in node.args]
    for k, arg in enumerate(args):
        if isinstance(node.args[k], Const):
            continue
        other = [*args[:k], arg * 1.25, *args[k + 1 :]]
        target = values.applied(node, other)
        needed, dead = wanted(node, k, target, args)
        assert not dead
        assert same(needed, other[k])


def test_an_even_power_is_not_undone() -> None:
    """Its base may have either sign."""
    node = b.power(P, Const(2))
    assert isinstance(node, Apply)
    assert wanted(node, 0, np.float64(4), [np.float64(1), np.float64(2)]) == (None, False)


def test_where_no_value_would_do_is_a_dead_end() -> None:
    repeated, outer = b.broadcast(P, COLUMN), b.matmul(U, V)
    assert isinstance(repeated, Apply)
    assert isinstance(outer, Apply)
    assert wanted(repeated, 0, np.array([1.0, 2.0]), [np.float64(1)]) == (None, True)
    assert wanted(outer, 0, RNG.uniform(1, 2, (3, 2)), [np.ones(3), np.ones(2)]) == (None, True)


def test_what_cannot_be_undone_is_not_known() -> None:
    node = b.total(U)
    assert isinstance(node, Apply)
    assert wanted(node, 0, np.float64(1), [np.ones(3)]) == (None, False)
    zero = b.mul(P, Q)
    assert isinstance(zero, Apply)
    with np.errstate(all="ignore"):
        assert wanted(zero, 0, np.float64(1), [np.float64(1), np.float64(0)]) == (None, False)


def test_signatures_are_shared_by_equal_values_only() -> None:
    x = np.array([0.3, -1.7, 2.2])
    exponent, mantissa = key(x) or (0, 0)
    near = key(x * (1 + 1e-12))
    assert near is not None
    assert near[0] == exponent
    assert abs(near[1] - mantissa) <= 1
    assert key(x * 1.001) != key(x)
    assert key(np.zeros(3)) is None
    assert key(np.array([np.nan])) is None
    assert same(x, x * (1 + 1e-12))
    assert not same(x, x * 1.001)
    assert not same(x, x[:2])
    assert not same(np.array([np.nan]), np.array([np.nan]))


@pytest.mark.parametrize(("x", "small"), [(2.0, True), (-0.5, True), (5 / 7, True), (3.14159, False), (0.0, False)])
def test_small_fractions_are_told_from_other_numbers(x: float, small: bool) -> None:
    assert is_small_fraction(x) is small


def test_pieces_are_found_by_value_and_short_ones_come_first() -> None:
    whole = b.mul(P, b.add(Q, R))
    values = values_of(whole)
    pieces = desk(values, (whole,), (P, Q, R), ())
    assert list(pieces.worth(values.of(b.add(R, Q)), Shape())) == [b.add(Q, R)]
    assert [piece for piece in pieces.pieces if isinstance(piece, Var)] == list(pieces.pieces[:3])
    without = desk(values, (whole,), (P, Q, R), (), target=-values.of(b.add(Q, R)))
    assert b.add(Q, R) not in without.pieces


def test_a_part_of_another_shape_is_fitted_in() -> None:
    node = b.mul(P, U)
    assert refitted(node, 0, U) is b.mul(U, U)
    assert refitted(b.broadcast(P, COLUMN), 0, U) is U
    assert replaced(b.add(P, b.mul(Q, R)), {(0,): R, (1, 0): P}) is b.add(R, b.mul(P, R))


def _search(root: Expr, right: Expr) -> Search:
    values = values_of(root, right)
    return Search(root, values.of(right), desk(values, (root, right), (P, Q, R), ()))


def test_an_edit_is_found_below_what_cannot_be_undone() -> None:
    """Nothing is known of what a sum over entries needs: the values on the way up are computed anew."""
    other = Var("t", COLUMN)
    root, right = (b.total(b.mul(b.add(U, term), U)) for term in (other, b.neg(other)))
    found = _search(b.add(root, P), b.add(right, P)).singles()
    assert b.add(right, P) in [one.root for one in found]


@pytest.mark.parametrize(("budget", "method"), [("SINGLE_BUDGET", "singles"), ("PAIR_BUDGET", "pairs")])
def test_a_search_ends_by_its_budget(budget: str, method: str, monkeypatch: pytest.MonkeyPatch) -> None:
    root, right = b.mul(b.add(P, Q), b.add(Q, R)), b.mul(b.add(P, b.neg(Q)), b.add(Q, b.neg(R)))
    right = b.mul(b.add(P, b.neg(Q)), b.add(Q, R)) if method == "singles" else right
    assert getattr(_search(root, right), method)()
    monkeypatch.setattr(searching, budget, 0)
    search = _search(root, right)
    assert not getattr(search, method)()
    assert search.spent < 400


def test_wide_and_deep_formulas_cost_no_more_than_the_budget() -> None:
    wide: Any = b.add(*(b.mul(P, Q, Const(k)) for k in range(2, 400)))
    deep: Any = P
    for _ in range(300):
        deep = b.call("tanh", b.add(deep, Q))
    for root in (wide, deep):
        search = _search(root, b.call("exp", b.call("exp", R)))
        search.singles()
        search.pairs()
        assert search.spent <= 2 * searching.PAIR_BUDGET


def test_the_places_of_a_pair_are_those_of_the_claim() -> None:
    found = judged(r"\frac{\partial L}{\partial w} = 2 (y - a)")
    assert found.mistake is not None
    for one in (found.mistake, *found.mistake.also):
        assert one.where is None or "a − y" not in found.hint
