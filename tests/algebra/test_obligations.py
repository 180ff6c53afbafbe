"""What must hold for an expression to have a value, and what follows from how it is built."""

from __future__ import annotations

import pytest

from derive import building as b
from derive import ops, ruletext
from derive.algebra.obligations import NONZERO, REGULAR, obligations
from derive.ir import Var
from derive.rewriting import Assumption
from derive.shapes import Shape

Z = Var("z")
A = Var("A", Shape.of("n", "n"))
UP = b.call("exp", A)


def test_positive_entries_make_no_inverse() -> None:
    assert obligations([b.call("inverse", UP)], {}) == [Assumption(REGULAR, (UP,))]


def test_sums_of_exponentials_are_not_0() -> None:
    r, q = Var("r", Shape.of("n")), Var("q", Shape.of("n"))
    one = b.broadcast(b.ONE, r.shape)
    assert obligations([b.div(one, r)], {r: b.sum_along(UP, (1,))}) == []
    assert obligations([b.div(one, q)], {r: b.sum_along(UP, (1,))}) == [Assumption(NONZERO, (q,))]


@pytest.mark.parametrize("name", [name for name in ops.names() if ops.get(name).definition])
def test_what_an_operator_abbreviates_must_have_a_value(name: str) -> None:
    written_out = ruletext.instantiate(ruletext.parse(ops.get(name).definition), {"z": Z})
    assert set(obligations([written_out], {})) <= set(obligations([b.call(name, Z)], {}))


def test_a_tangent_has_a_pole() -> None:
    assert obligations([b.call("tan", Z)], {}) == [Assumption(NONZERO, (b.call("cos", Z),))]
