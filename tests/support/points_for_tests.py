"""Values in balls at random points, so that a test can hold two expressions against each other."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from types import MappingProxyType
from typing import Any

import numpy as np

from derive.arrays import mapped
from derive.balls import BITS, Balls, apart, ball, is_defined, relative_width
from derive.declared import as_declared
from derive.ir import Expr, Var, variables
from derive.lowering import NoValue, Setting, evaluate
from derive.resizing import size_names
from numeric.enclosure import precision

SIZES = (2, 3, 5, 4, 6)
"""What size names stand for: distinct, so that a confusion of sizes shows."""
CLOSE = 1e-24
"""How closely, relatively, equal values must agree at 128 bits: some 14 digits are left for cancellation."""


class NoPoint(AssertionError):
    """Two expressions have values at none of the points, so nothing can be said about them."""


def positive(rng: random.Random) -> Fraction:
    """A short decimal between 0 and 1."""
    return Fraction(rng.randint(11, 89), 100)


def signed(rng: random.Random) -> Fraction:
    """A short decimal between −2 and 2, neither 0 nor ±1."""
    return Fraction(rng.choice((-1, 1)) * rng.choice([n for n in range(11, 200) if n % 50]), 100)


def numbers_of(names: Sequence[str]) -> dict[str, int]:
    """A number for each size name."""
    return dict(zip(names, SIZES, strict=False))


def drawn(shape: tuple[int, ...], draw: Callable[[], Any]) -> Any:
    """An array of fresh draws; a single one for no axes."""
    if not shape:
        return draw()
    result = np.empty(shape, dtype=object)
    for index in np.ndindex(shape):
        result[index] = draw()
    return result


def setting_for(
    roots: Sequence[Expr],
    rng: random.Random,
    given: Mapping[Var, Expr] | None = None,
    supply: Callable[[random.Random], Fraction] = positive,
    facts: Mapping[Var, frozenset[str]] = MappingProxyType({}),
) -> Setting:
    """A point for all names below ``roots`` that have no equation. Balls are made at the current precision."""
    given = given or {}
    everything = [*roots, *given.values()]
    sizes = numbers_of(size_names(*everything))
    names = [v for v in variables(*everything) if v not in given]
    drawings = {v: drawn(v.shape.numbers(sizes), lambda: supply(rng)) for v in names}
    values = {v: mapped(ball, as_declared(value, facts.get(v, frozenset()))) for v, value in drawings.items()}
    return Setting(values, sizes, given)


def differ(
    left: Expr,
    right: Expr,
    given: Mapping[Var, Expr] | None = None,
    *,
    seed: int = 0,
    facts: Mapping[Var, frozenset[str]] = MappingProxyType({}),
    supplies: Sequence[Callable[[random.Random], Fraction]] = (positive, signed),
) -> bool:
    """Whether two expressions certainly differ at one of a few points.

    Raises `NoPoint`; fails where values agree too loosely to say that they are equal. A point at which a derivative
    has no power series is passed over.
    """
    rng, defined = random.Random(seed), 0
    with precision(BITS):
        for supply in (*supplies, *supplies):
            setting = setting_for((left, right), rng, given, supply, facts)
            try:
                a, b = (evaluate(side, setting, Balls()) for side in (left, right))
            except NoValue:
                continue
            if not (is_defined(a) and is_defined(b)):
                continue
            defined += 1
            if np.shape(a) != np.shape(b) or apart(a, b) is not None:
                return True
            assert all(map(close, np.ravel(a), np.ravel(b))), f"{left} and {right} agree too loosely"
    if not defined:
        raise NoPoint(f"{left} and {right} have values at none of the points")
    return False


def close(x: Any, y: Any) -> bool:
    """Whether two balls agree to 24 digits; near 0, where a relative distance says nothing, to 24 decimals."""
    return relative_width(x, y) < CLOSE or float(abs(x - y).abs_upper()) < CLOSE
