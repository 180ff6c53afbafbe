"""Values that are as their names are declared: positive, below 1, symmetric, one-hot, with entries that add up to 1."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import numpy as np

from derive.arrays import mapped
from derive.ir import Var

Facts = Mapping[Var, frozenset[str]]

ONE_HOT = "one-hot"
ROWS, COLUMNS = "one-hot rows", "one-hot columns"
DISTRIBUTION = "distribution"
"""The fact that the entries of a vector add up to 1, as the shares of a mixed label do."""
DISTRIBUTIONS = ("distribution rows", "distribution columns")
"""The facts that those of each row of a matrix do, or those of each column: the axis of a sum is 1, or 0."""

POSITIVE, BELOW_ONE = "positive", "below-one"
"""The facts that every entry is greater than 0, and that every entry is less than 1."""


def ways(facts: Facts) -> tuple[Facts, ...]:
    """The ways to take the declared facts: which vectors of a one-hot matrix are hot is not said, its rows or columns.

    What is refuted must be refuted in each of them.
    """
    matrices = [v for v, known in facts.items() if ONE_HOT in known and v.shape.rank == 2]
    if not matrices:
        return (facts,)
    return tuple({**facts, **{v: facts[v] | {way} for v in matrices}} for way in (ROWS, COLUMNS))


def as_declared(value: Any, facts: frozenset[str]) -> Any:
    """A value near the given one for which the declared facts hold.

    A symmetric matrix takes what stands above its diagonal; the first largest entry of a one-hot vector is its hot one;
    the entries of a distribution are divided by their sum.
    """
    if not facts:
        return value
    if POSITIVE in facts:
        value = mapped(_size, value)
    if BELOW_ONE in facts:
        value = mapped(_below_one, value)
    if "symmetric" in facts and np.ndim(value) == 2:
        sides = range(len(value))
        value = np.array([[value[min(i, j), max(i, j)] for j in sides] for i in sides], dtype=object)
    value = _as_shares(value, facts)
    if ONE_HOT not in facts or np.ndim(value) not in (1, 2):
        return value
    if np.ndim(value) == 1:
        return _hot(value)
    lines = value.T if COLUMNS in facts else value
    hot = np.array([_hot(line) for line in lines], dtype=object)
    return hot.T if COLUMNS in facts else hot


def _as_shares(value: Any, facts: frozenset[str]) -> Any:
    rows, columns = DISTRIBUTIONS
    if DISTRIBUTION in facts and np.ndim(value) == 1:
        return _shared(value)
    if rows in facts and np.ndim(value) == 2:
        return np.array([_shared(line) for line in value], dtype=object)
    if columns in facts and np.ndim(value) == 2:
        return np.array([_shared(line) for line in value.T], dtype=object).T
    return value


def _size(number: Any) -> Any:
    """The absolute value; 1 for 0, which is not positive."""
    return abs(number) or Fraction(1)


def _below_one(number: Any) -> Any:
    return number if number < 1 else Fraction(1) / (1 + number)


def _shared(vector: Any) -> Any:
    total = sum(vector, start=Fraction(0))
    if not total:
        vector, total = [*vector[:-1], vector[-1] + 1], Fraction(1)
    return np.array([entry / total for entry in vector], dtype=object)


def _hot(vector: Any) -> Any:
    place = max(range(len(vector)), key=lambda k: vector[k])
    return np.array([Fraction(int(k == place)) for k in range(len(vector))], dtype=object)
