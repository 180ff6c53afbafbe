"""The rule of each operator for its entries, against the operator's own evaluation."""

from __future__ import annotations

import itertools
import random
from contextlib import suppress

import numpy as np
import pytest
from applications_for_tests import NUMBERS, applications
from entries_for_tests import Point

from derive import ops
from derive.algebra import expanding, rebuilding
from derive.algebra.core import Algebra
from derive.algebra.expanding import Expander
from derive.algebra.terms import NotCovered, added, scaled
from derive.dependence import UNTAKEN
from derive.indexing import bounds_of_positions
from derive.ir import Apply, Expr, Var, variables
from derive.lowering import Floats, Setting, evaluate
from derive.shapes import Shape

COVERED = sorted(set(ops.names()) - set(UNTAKEN) - {"concatenate", "opaque"})
"""The operators that have entries; those of an unspecified function have no value that could be compared."""


def drawn(expr: Expr, rng: random.Random) -> dict[Var, np.ndarray]:
    """Positive numbers, or positions, for the names in an expression."""
    bounds = bounds_of_positions([expr])
    found = {}
    for v in variables(expr):
        shape = v.shape.numbers(NUMBERS)
        if v in bounds:
            last = min(size.value(NUMBERS) for size in bounds[v])
            found[v] = np.array([rng.randint(1, last) for _ in range(int(np.prod(shape)))], dtype=float).reshape(shape)
        else:
            found[v] = np.array([rng.uniform(0.2, 0.9) for _ in range(int(np.prod(shape)))]).reshape(shape)
    if isinstance(expr, Apply) and expr.op.name == "choose" and isinstance(expr.args[0], Var):
        found[expr.args[0]] = np.round(found[expr.args[0]])  # a case is chosen, or it is not
    return found


def entries_agree(expr: Expr, explicit: bool = False) -> bool:
    """Whether every entry, by its polynomial, is what evaluating the expression gives."""
    positive = {v: frozenset({"positive"}) for v in variables(expr)}
    algebra = Algebra(positive, rebuilding.rebuilt, explicit=explicit)
    expander = Expander(algebra, positions=frozenset(bounds_of_positions([expr])))
    entry = expander.entry(expr)
    values = drawn(expr, random.Random(3))
    expected = np.asarray(evaluate(expr, Setting(values, NUMBERS), Floats()))
    point = Point(algebra, values, NUMBERS)
    return all(
        np.isclose(point.polynomial(entry, dict(enumerate(place))), expected[place], rtol=1e-9)
        for place in itertools.product(*map(range, expected.shape))
    )


@pytest.mark.parametrize("name", COVERED)
def test_the_entries_of_an_application_are_its_values(name: str) -> None:
    for app in applications(name):
        assert entries_agree(app), app


@pytest.mark.parametrize("name", COVERED)
def test_a_rule_that_is_wrong_is_noticed(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Something is added to the entries, or an operator that others define is taken for twice its argument."""
    app = next(iter(applications(name)))
    if name in expanding._RULES:
        right = expanding._RULES[name]
        monkeypatch.setitem(expanding._RULES, name, lambda x, e, at: added(right(x, e, at), {frozenset(): 3}))
    else:
        monkeypatch.setitem(expanding._RULES, name, lambda x, e, at: scaled(x.at(e.args[0], at), 2))
    with suppress(NotCovered):
        assert not entries_agree(app)


def test_determinants_and_inverses_are_written_out_where_sizes_are_numbers() -> None:
    for name in ("det", "inverse", "trace"):
        for size in (1, 2, 3):
            matrix = Var("A", Shape.of(size, size))
            assert entries_agree(Apply(ops.get(name), (matrix,)), explicit=True)
