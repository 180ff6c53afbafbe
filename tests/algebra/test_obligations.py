"""What must hold for an expression to have a value, and what follows from how it is built."""

from __future__ import annotations

from derive import building as b
from derive.algebra.obligations import NONZERO, REGULAR, obligations
from derive.ir import Var
from derive.rewriting import Assumption
from derive.shapes import Shape

A = Var("A", Shape.of("n", "n"))
UP = b.call("exp", A)


def test_positive_entries_make_no_inverse() -> None:
    assert obligations([b.call("inverse", UP)], {}) == [Assumption(REGULAR, (UP,))]


def test_sums_of_exponentials_are_not_0() -> None:
    r, q = Var("r", Shape.of("n")), Var("q", Shape.of("n"))
    one = b.broadcast(b.ONE, r.shape)
    assert obligations([b.div(one, r)], {r: b.sum_along(UP, (1,))}) == []
    assert obligations([b.div(one, q)], {r: b.sum_along(UP, (1,))}) == [Assumption(NONZERO, (q,))]
