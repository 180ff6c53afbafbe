"""Points and sizes that avoid accidental truths, are as declared, and reach as far as positions point."""

from __future__ import annotations

from fractions import Fraction
from itertools import islice, pairwise
from typing import Any

import numpy as np
import pytest

from derive import building as b
from derive.ir import Const, Expr, Var
from derive.lowering import NoValue
from derive.refuters.supplies import FIRST, OTHERS, SHORT, Pointing, numbered, sizes_alike, sizes_of
from derive.shapes import Shape, Size
from derive.tapes import Tape

ACCIDENTAL = {Fraction(0), Fraction(1), Fraction(-1), Fraction(1, 2)}
A = Var("A", Shape.of("m", "m"))
X = Var("X", Shape.of("m", "n"))
U = Var("u", Shape.of("n"))
C, S = Var("c"), Var("s")
MINUS = Size((((), -1),))
SUM = b.add(b.total(A), b.total(X), b.total(U), C, S)


def entries(point: dict[Var, Any]) -> list[Fraction]:
    return [x for value in point.values() for x in np.ravel(value)]


def points(expr: Expr = SUM, **facts: str) -> list[dict[Var, Any]]:
    tape = Tape((expr, expr), {})
    known = {v: frozenset({facts[v.name]}) for v in tape.inputs if v.name in facts}
    pointing = Pointing(tape, known)
    return [pointing.drawn(supply(), sizes_of(tape)) for supply in (*FIRST, *OTHERS)]


def test_no_point_has_an_accidental_number_and_the_short_one_no_number_twice() -> None:
    assert len({abs(number) for number in SHORT}) == len(SHORT)
    first, *others = points()
    assert len(set(entries(first))) == len(entries(first))
    for point in (first, *others[:3]):
        assert ACCIDENTAL.isdisjoint(entries(point))


def test_every_name_gets_both_signs_and_any_two_get_every_pair_of_them() -> None:
    scalars = [Var(letter) for letter in "abcdef"]
    first, second, _, fourth, *_ = points(b.add(*scalars))
    assert all(first[v] != second[v] for v in scalars)
    for v in scalars:
        assert {p[v] > 0 for p in (first, second, fourth)} == {True, False}
    for v, w in pairwise(scalars):
        assert {p[v] * p[w] > 0 for p in (first, second, fourth)} == {True, False}


def test_the_points_between_0_and_1_are_there_and_the_others_reach_far() -> None:
    within = [all(0 < x < 1 for x in islice(supply(), 40)) for supply in (*FIRST, *OTHERS)]
    assert within.count(True) >= 3
    assert any(min(islice(supply(), 40)) > 10 for supply in OTHERS)
    assert any(max(islice(supply(), 40)) < 0 for supply in OTHERS)


def test_declared_facts_hold_at_every_point() -> None:
    for point in points(A="symmetric", u="one-hot", c="positive"):
        assert (point[A] == point[A].T).all()
        assert sorted(point[U])[-1] == 1
        assert sum(point[U]) == 1
        assert point[C] > 0


def test_square_matrices_are_regular_where_asked() -> None:
    tape = Tape((SUM, SUM), {})
    matrix = Pointing(tape, {}).drawn(FIRST[0](), sizes_of(tape), dominant=True)[A]
    for k, row in enumerate(matrix):
        assert abs(row[k]) > sum(abs(x) for j, x in enumerate(row) if j != k)


def test_sizes_are_distinct_at_least_2_and_unlike_the_fixed_ones() -> None:
    fixed = Var("F", Shape.of(3, "n"))
    tape = Tape((b.add(b.total(X), b.total(fixed)), C), {})
    for start in (0, 1, 2):
        sizes = sizes_of(tape, start)
        assert set(sizes) == {"m", "n"}
        assert len({*sizes.values(), 3}) == 3
        assert min(sizes.values()) >= 2
    assert sizes_of(tape) != sizes_of(tape, 1)
    assert numbered([Size.of("m"), Size.of("n")]) == {"m": 2, "n": 3}
    assert numbered([Size.of(f"n{k:02}") for k in range(60)])["n59"] == 61


@pytest.mark.parametrize("position", [3, 5])
def test_a_size_reaches_as_far_as_a_position_that_is_a_number(position: int) -> None:
    entry = b.call("take", U, Const(position))
    assert sizes_of(Tape((entry, C), {}))["n"] >= position
    assert sizes_alike(Tape((entry, C), {}))["n"] >= position


def test_sizes_that_are_computed_stay_positive() -> None:
    short = Size.of("n") + Size.of("n") + Size((((), -5),))
    tape = Tape((b.total(Var("v", Shape((short,)))), C), {})
    assert short.value(sizes_of(tape)) > 0
    assert short.value(sizes_alike(tape)) > 0


def test_names_that_are_asked_to_equal_a_position_are_positions() -> None:
    y = Var("y", Shape.of("n"))
    hot = b.call("equals", y, b.positions("n"))
    for point in points(b.total(hot)):
        assert all(x.denominator == 1 and 1 <= x <= len(point[y]) for x in point[y])


@pytest.mark.parametrize("names", [("k", "n"), ("n", "k"), ("b", "a")])
def test_a_size_that_is_a_difference_is_positive_whatever_the_names(names: tuple[str, str]) -> None:
    whole, part = map(Size.of, names)
    short = whole + part * MINUS + Size.of(1)
    tape = Tape((b.total(Var("v", Shape((short,)))), C), {})
    for start in (0, 1, 2):
        assert short.value(sizes_of(tape, start)) > 0
        assert short.value(numbered(tape.sizes, start)) > 0


def test_sizes_that_cannot_be_positive_together_are_refused() -> None:
    n, k = Size.of("n"), Size.of("k")
    with pytest.raises(NoValue, match="positive"):
        numbered([n + k * MINUS, k + n * MINUS])
