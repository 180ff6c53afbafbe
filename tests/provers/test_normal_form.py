"""The normal form: what it proves for all sizes, what it keeps apart, and what it refuses."""

from __future__ import annotations

from contextlib import suppress

import pytest
from applications_for_tests import applications
from equalities_for_tests import (
    CUBE,
    CUBIC,
    EQUAL,
    MN,
    ONE,
    TWO,
    C,
    M,
    N,
    S,
    U,
    V,
    W,
    X,
    Y,
    Z,
    dot,
    exp,
    g,
    log,
    sigma,
    square,
)
from points_for_tests import NoPoint, differ, positive

from derive import building as b
from derive import ops
from derive.algebra.core import LARGEST_POWER
from derive.algebra.expanding import MOST_NODES
from derive.algebra.terms import NotCovered, TooBig
from derive.ir import Const, Expr, Var
from derive.provers.proving import equal_for_all_sizes
from derive.provers.reducing import Reducer
from derive.rewriting import Assumption
from derive.shapes import Shape

DIFFERENT: dict[str, tuple[Expr, Expr]] = {
    "sum of squares": (square(b.total(U)), b.total(b.mul(U, U))),
    "sum of a product": (b.total(b.mul(U, V)), b.mul(b.total(U), b.total(V))),
    "which vector": (dot(U, U), dot(U, V)),
    "a transposed matrix": (S, b.transpose(S)),
    "a product turned around": (b.matmul(S, b.transpose(S)), b.matmul(b.transpose(S), S)),
    "row sums and column sums": (b.matmul(S, U), b.matmul(b.transpose(S), U)),
    "one entry for another": (b.matmul(U, b.transpose(V)), b.matmul(V, b.transpose(U))),
    "sizes": (b.total(b.broadcast(C, M)), b.total(b.broadcast(C, N))),
    "sum for mean": (b.total(U), b.div(b.total(U), b.extent("m"))),
    "exp of a product": (exp(b.mul(X, Y)), b.mul(exp(X), exp(Y))),
    "sigmoid": (sigma(b.neg(Z)), b.neg(sigma(Z))),
    "log of a product": (log(b.mul(X, Y)), b.mul(log(X), log(Y))),
    "sum of reciprocals": (b.total(b.div(b.broadcast(ONE, M), U)), b.div(ONE, b.total(U))),
    "the other axis": (b.sum_along(S, (0,)), b.sum_along(S, (1,))),
    "another axis of a cube": (b.sum_along(CUBIC, (0, 2)), b.sum_along(CUBIC, (1, 2))),
    "turned": (b.align(CUBIC, CUBE, (1, 0, 2)), CUBIC),
    "an identity is no number": (b.eye("m"), b.broadcast(ONE, S.shape)),
    "another function": (g(X), g(X, "h")),
    "a derivative of it": (g(X), g(X, order=1)),
    "sine and cosine": (b.call("sin", X), b.call("cos", X)),
    "the other case": (
        b.call("choose", b.call("greater", X, Y), Z, C),
        b.call("choose", b.call("greater", Y, X), Z, C),
    ),
    "greater or equal": (b.call("greater", TWO, TWO), b.call("at_least", TWO, TWO)),
    "positions are no number": (b.positions("m"), b.broadcast(ONE, M)),
    "nested sums, another index": (
        b.total(b.mul(U, b.matmul(S, V))),
        b.total(b.mul(V, b.matmul(S, U))),
    ),
}


@pytest.mark.parametrize("name", EQUAL)
def test_equal_sides_are_proved(name: str) -> None:
    left, right = EQUAL[name]
    assert equal_for_all_sizes(left, right, {})[0]
    assert equal_for_all_sizes(right, left, {})[0]
    assert not differ(left, right)


@pytest.mark.parametrize("name", EQUAL)
def test_what_was_proved_equal_is_not_equal_to_something_else(name: str) -> None:
    left, right = EQUAL[name]
    for wrong in (b.neg(right), b.add(right, ONE), b.mul(b.number("1001/1000"), right)):
        assert not equal_for_all_sizes(left, wrong, {})[0]


@pytest.mark.parametrize("name", DIFFERENT)
def test_different_sides_are_not_proved(name: str) -> None:
    left, right = DIFFERENT[name]
    assert differ(left, right, supplies=(positive,))
    assert not equal_for_all_sizes(left, right, {})[0]


def test_equations_are_written_out() -> None:
    h = Var("h", M)
    given = {h: b.add(U, V), Z: b.total(h)}
    assert equal_for_all_sizes(Z, b.add(b.total(U), b.total(V)), given)[0]
    assert not equal_for_all_sizes(Z, b.add(b.total(U), b.total(V)), {})[0]


def test_denominators_are_listed() -> None:
    left = b.add(b.div(X, Y), b.power(Z, Const(-1)), sigma(C))
    same, assumptions = equal_for_all_sizes(left, left, {})
    assert same
    assert assumptions == (Assumption("nonzero", (Y,)), Assumption("nonzero", (Z,)))


# --- traps


def test_the_root_of_a_square_is_no_first_power() -> None:
    root = b.power(square(X), b.number("1/2"))
    assert not equal_for_all_sizes(root, X, {})[0]
    assert equal_for_all_sizes(root, b.call("abs", X), {})[0]
    assert equal_for_all_sizes(root, X, {}, {X: frozenset({"positive"})})[0]


def test_a_changing_exponent_assumes_a_positive_base() -> None:
    same, assumptions = equal_for_all_sizes(b.power(Z, Y), exp(b.mul(Y, log(Z))), {})
    assert same
    assert assumptions == (Assumption("positive", (Z,)),)
    assert equal_for_all_sizes(b.power(exp(X), Y), exp(b.mul(X, Y)), {}) == (True, ())


def test_an_exponent_may_be_a_number_that_is_written_as_a_sum() -> None:
    assert equal_for_all_sizes(b.power(X, b.sub(Const(3), ONE)), b.mul(X, X), {})[0]
    assert equal_for_all_sizes(b.power(U, b.broadcast(TWO, M)), b.mul(U, U), {})[0]


@pytest.mark.parametrize(
    "zero",
    [
        b.sub(X, X),
        b.ZERO,
        b.sub(square(b.add(X, ONE)), b.add(b.mul(X, X), b.mul(TWO, X), ONE)),
        b.add(sigma(Z), sigma(b.neg(Z)), Const(-1)),
    ],
)
def test_a_division_by_zero_in_disguise_is_an_error(zero: Expr) -> None:
    for quotient in (b.div(X, zero), b.power(zero, Const(-1)), b.div(zero, zero)):
        with pytest.raises(ZeroDivisionError, match="identically zero"):
            equal_for_all_sizes(quotient, ONE, {})


@pytest.mark.parametrize("name", ["concatenate"])
def test_operators_without_a_form_are_not_covered(name: str) -> None:
    for app in applications(name):
        with pytest.raises(NotCovered, match=f"it holds {name}"):
            equal_for_all_sizes(app, app, {})


@pytest.mark.parametrize("name", ops.names())
def test_each_operator_has_a_form_or_is_not_covered(name: str) -> None:
    """Where a form is given, it is right: it tells an application from twice that, unless it is 0."""
    for app in applications(name):
        if name in ("vjp", "partial"):
            continue  # they speak of equations, and there are none here
        with suppress(NotCovered):
            assert equal_for_all_sizes(app, app, {})[0]
            zero = equal_for_all_sizes(app, b.zeros(app.shape), {})[0]
            assert zero or not equal_for_all_sizes(app, b.mul(TWO, app), {})[0]


def test_a_budget_of_terms_is_kept() -> None:
    names = [Var(f"x{index}") for index in range(12)]
    big = b.power(b.add(*names), Const(LARGEST_POWER))
    with pytest.raises(TooBig):
        equal_for_all_sizes(big, big, {})


def test_powers_of_powers_do_not_take_forever() -> None:
    for base in (b.add(X, ONE), Const(3)):
        tower: Expr = base
        for _ in range(8):
            tower = b.power(tower, Const(LARGEST_POWER))
        with pytest.raises(TooBig):
            equal_for_all_sizes(tower, tower, {})


def _nested(depth: int, inside: Expr) -> Expr:
    for _ in range(depth):
        inside = log(b.add(b.broadcast(ONE, inside.shape), inside))
    return inside


def test_what_has_too_many_parts_is_refused() -> None:
    deep = b.total(_nested(MOST_NODES // 2, U))
    with pytest.raises(NotCovered, match="parts"):
        equal_for_all_sizes(deep, deep, {})


def test_deep_nesting_is_not() -> None:
    deep = b.total(_nested(1_000, U))
    assert equal_for_all_sizes(deep, deep, {})[0]


def test_nothing_is_said_where_nothing_has_a_value() -> None:
    """Equal normal forms are about places where both sides have values; there may be none."""
    left, right = log(b.neg(square(X))), log(b.neg(b.mul(X, X)))
    assert equal_for_all_sizes(left, right, {})[0]
    with pytest.raises(NoPoint):
        differ(left, right)


# --- positions

POSITIONS_N = b.positions("n")


def _is(position: Expr, size: str = "n") -> Expr:
    """[i = position], for each i up to a size."""
    return b.call("equals", b.positions(size), b.broadcast(position, N if size == "n" else M))


def test_a_position_beyond_the_end_is_not_counted() -> None:
    """Σ_i [i = 3] is 1 only where there are three; where an entry is taken there, there are."""
    third = b.call("take", W, Const(3))
    with pytest.raises(NotCovered, match="beyond"):
        equal_for_all_sizes(b.total(_is(Const(3))), ONE, {})
    assert equal_for_all_sizes(b.mul(third, b.total(_is(Const(3)))), third, {})[0]
    few = b.call("equals", b.positions(2), b.broadcast(Const(3), Shape.of(2)))
    assert equal_for_all_sizes(b.total(few), b.ZERO, {})[0]


def test_positions_along_axes_of_two_sizes_are_not_taken_for_one_another() -> None:
    row, column = b.align(b.positions("m"), MN, (0,)), b.align(POSITIONS_N, MN, (1,))
    same = b.call("equals", row, column)
    assert not equal_for_all_sizes(b.sum_along(same, (0,)), b.broadcast(ONE, N), {})[0]
    square_shape = Shape.of("m", "m")
    alike = b.call(
        "equals", b.align(b.positions("m"), square_shape, (0,)), b.align(b.positions("m"), square_shape, (1,))
    )
    assert equal_for_all_sizes(b.sum_along(alike, (0,)), b.broadcast(ONE, M), {})[0]


def test_a_label_is_assumed_to_be_a_position_where_no_entry_is_taken_there() -> None:
    label = b.call("take", U, Y)
    assert equal_for_all_sizes(b.total(b.mul(U, _is(Y, "m"))), label, {}) == (True, ())
    same, assumptions = equal_for_all_sizes(b.mul(label, b.total(_is(Y))), label, {})
    assert same
    assert assumptions == (Assumption("within", (Y, b.extent("n"))),)


def test_a_budget_of_rewritten_terms_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    sides = b.total(b.call("softmax", Var("w", Shape.of("n")))), b.ONE
    assert equal_for_all_sizes(*sides, {})[0]
    monkeypatch.setattr("derive.provers.normal_form.Reducer", lambda algebra: Reducer(algebra, terms=1))
    with pytest.raises(TooBig, match="rewritten"):
        equal_for_all_sizes(*sides, {})
