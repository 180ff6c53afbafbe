"""A third witness for proofs: SymPy, with both sides written out in components, at rational points."""

from __future__ import annotations

import random
from typing import Any

import numpy as np
import pytest
import sympy
from equalities_for_tests import EQUAL

from derive import building as b
from derive import cas
from derive.ir import Expr
from derive.provers.proving import equal_for_all_sizes

SIZES = {"m": 2, "n": 3}
DIGITS = 40


def entries(value: Any) -> list[Any]:
    return list(np.ravel(value)) if isinstance(value, np.ndarray) else [value]


def point(symbols: list[Any], rng: random.Random) -> dict[Any, Any]:
    """Short fractions between 0 and 1 for SymPy's symbols."""
    return {symbol: sympy.Rational(rng.choice([n for n in range(11, 90) if n != 50]), 100) for symbol in symbols}


def agree(left: Expr, right: Expr) -> bool:
    """Whether SymPy finds the same numbers for both sides, to 30 digits, in every entry."""
    rng, sides = random.Random(5), [entries(cas.to_sympy(side, SIZES, {})) for side in (left, right)]
    symbols = sorted({s for side in sides for entry in side for s in sympy.sympify(entry).free_symbols}, key=str)
    values = point(symbols, rng)
    for first, second in zip(*sides, strict=True):
        p, q = (sympy.sympify(entry).subs(values).evalf(DIGITS) for entry in (first, second))
        if abs(p - q) > sympy.Float("1e-30") * (1 + abs(p)):
            return False
    return True


@pytest.mark.parametrize("name", EQUAL)
def test_sympy_agrees_with_what_is_proved(name: str) -> None:
    left, right = EQUAL[name]
    assert equal_for_all_sizes(left, right, {})[0]
    assert agree(left, right)
    assert not agree(left, b.add(b.broadcast(b.ONE, right.shape), right))
