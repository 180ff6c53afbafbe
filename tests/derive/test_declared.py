"""Points at which what is declared of names holds."""

from fractions import Fraction

import numpy as np
import pytest

from derive.declared import COLUMNS, DISTRIBUTION, DISTRIBUTIONS, ONE_HOT, ROWS, as_declared, ways
from derive.ir import Var
from derive.notation.declarations import declared, parse_declarations
from derive.notation.reading import read
from derive.notation.scope import Scope
from derive.refuters.refuting import refute
from derive.shapes import Shape
from derive.systems import System

MATRIX = np.array([[Fraction(2), Fraction(3)], [Fraction(-1), Fraction(1, 2)]], dtype=object)


def test_nothing_declared_changes_nothing() -> None:
    assert as_declared(MATRIX, frozenset()) is MATRIX


def test_positive_and_symmetric() -> None:
    assert (as_declared(MATRIX, frozenset({"positive"})) == abs(MATRIX)).all()
    assert as_declared(Fraction(-2), frozenset({"positive"})) == 2
    symmetric = as_declared(MATRIX, frozenset({"symmetric"}))
    assert (symmetric == symmetric.T).all()
    assert symmetric[0, 1] == 3


def test_a_one_hot_vector_has_one_one() -> None:
    hot = as_declared(MATRIX[0], frozenset({ONE_HOT}))
    assert list(hot) == [0, 1]


@pytest.mark.parametrize("entries", [(2, 3), (Fraction(1, 2), -2), (3, -3), (0, 0)])
def test_the_entries_of_a_distribution_add_up_to_1(entries: tuple[Fraction, ...]) -> None:
    shares = as_declared(np.array(entries, dtype=object), frozenset({DISTRIBUTION}))
    assert sum(shares) == 1
    assert all(isinstance(share, Fraction) for share in shares)


@pytest.mark.parametrize(("way", "axis"), list(zip(DISTRIBUTIONS, (1, 0), strict=True)))
def test_the_rows_or_columns_of_distributions_add_up_to_1(way: str, axis: int) -> None:
    shares = as_declared(MATRIX, frozenset({way}))
    assert (shares.sum(axis=axis) == 1).all()
    assert not (shares.sum(axis=1 - axis) == 1).all()


@pytest.mark.parametrize(("way", "axis"), [(ROWS, 1), (COLUMNS, 0)])
def test_a_one_hot_matrix_is_hot_along_rows_or_columns(way: str, axis: int) -> None:
    tall = np.array([[Fraction(k * j % 5) for k in range(2)] for j in range(3)], dtype=object)
    hot = as_declared(tall, frozenset({ONE_HOT, way}))
    assert hot.shape == tall.shape
    assert (hot.sum(axis=axis) == 1).all()


def test_both_ways_are_tried_for_a_matrix_and_one_for_a_vector() -> None:
    vector, matrix = Var("y", Shape.of("k")), Var("Y", Shape.of("k", "n"))
    assert len(ways({vector: frozenset({ONE_HOT})})) == 1
    assert [facts[matrix] for facts in ways({matrix: frozenset({ONE_HOT})})] == [{ONE_HOT, ROWS}, {ONE_HOT, COLUMNS}]


def test_a_number_without_a_shape_is_as_declared() -> None:
    """A claim about a positive number holds, though no shape was ever said."""
    scope = declared(Scope(open=False), parse_declarations("data r; positive c")[0][1])
    reading = read(r"|c| = c", scope)
    facts = reading.within(scope).facts_of_variables()
    assert facts == {Var("c"): frozenset({"positive"})}
    system = System({}, Var("L"), (), (), {}, facts)
    assert refute(*reading.sides, system).counterexample is None
    assert refute(*reading.sides, System({}, Var("L"), (), ())).counterexample is not None
