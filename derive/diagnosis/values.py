"""Values in floating point at one generic point, each expression once: the signatures by which mistakes are looked up.

What agrees here is likely to be equal, and no more: `derive.diagnosis.confirming` looks at it in balls.
"""

from __future__ import annotations

import math
import random
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import cycle, product
from typing import Any

import numpy as np

from derive.arrays import filled, mapped
from derive.balls import BITS, Balls, ball
from derive.declared import as_declared, ways
from derive.dependence import UNTAKEN
from derive.indexing import bounds_of_positions, last_position
from derive.ir import Apply, Const, Expr, Var, postorder
from derive.lowering import Floats, NoValue, Setting, evaluate
from derive.operators import Call, Undefined
from derive.refuters.points import numbered
from derive.refuters.refuting import all_names, sizes_of
from derive.systems import System
from numeric.enclosure import precision

CLOSE = 1e-9
"""How closely, relatively, two values must agree to have the same signature."""
LARGEST = 64
"""The largest numerator and denominator of what counts as a fraction of small numbers."""
_FLOATS = Floats()
_DENOMINATORS = np.arange(1.0, LARGEST + 1)


@dataclass(frozen=True)
class Values:
    """The values of expressions at a point; derivatives not yet taken are evaluated by power series."""

    point: Mapping[Var, Any]
    sizes: Mapping[str, int]
    given: Mapping[Var, Expr]
    memo: dict[Expr, Any] = field(default_factory=dict)

    def of(self, expr: Expr) -> Any:
        """The value, which may hold NaN: of that NumPy warns, unless it is told not to. Raises `NoValue`."""
        memo = self.memo
        if expr not in memo:
            # Most of what is asked for is one new node over known ones.
            if isinstance(expr, Apply) and not is_untaken(expr) and all(arg in memo for arg in expr.args):
                memo[expr] = self._value(expr)
                return memo[expr]
            for node in postorder(expr, within=lambda n: n not in memo and not is_untaken(n)):
                if node not in memo:
                    memo[node] = self._value(node)
        return memo[expr]

    def _value(self, node: Expr) -> Any:
        if isinstance(node, Const):
            return np.float64(node.value.numerator) / node.value.denominator
        if isinstance(node, Var):
            return self._of_name(node)
        if is_untaken(node):
            return self._in_balls(node)
        return self.applied(node, [self.memo[arg] for arg in node.args])

    def _of_name(self, name: Var) -> Any:
        """The value of a name that is no part of what the point was made for: it follows from its equation."""
        if name in self.given:
            _follow(name, self)
        if name not in self.memo:
            raise NoValue(f"{name} has no value here")
        return self.memo[name]

    def applied(self, node: Apply, values: Sequence[Any]) -> Any:
        """The value of the node's operator at other values of its arguments. Raises `NoValue`."""
        call = Call(tuple(arg.shape for arg in node.args), dict(node.attrs), self.sizes)
        try:
            return node.op.evaluate(_FLOATS, values, call)
        except (Undefined, ZeroDivisionError) as error:
            raise NoValue(f"{node} has no value here: {error}") from error

    def _in_balls(self, node: Expr) -> Any:
        with precision(BITS):
            exact = {v: mapped(lambda x: ball(Fraction(float(x))), value) for v, value in self.point.items()}
            try:
                found = evaluate(node, Setting(exact, self.sizes, self.given), Balls())
            except ZeroDivisionError as error:
                raise NoValue(f"{node} has no value here: {error}") from error
            return np.asarray(mapped(lambda x: float(x.mid()), found), dtype=float)[()]


def is_untaken(node: Expr) -> bool:
    """Whether it is a derivative that is not taken: a leaf, as far as edits go."""
    return isinstance(node, Apply) and node.op.name in UNTAKEN


def at_points(sides: Sequence[Expr], system: System) -> Iterator[Values]:
    """Values at generic points: first among numbers of both signs, then between 0 and 1, where logarithms exist.

    None at all where no sizes are found for which all that are computed from them are positive.
    """
    given = system.equations
    roots = (*sides, *given.values())
    names = all_names(roots, given)
    try:
        sizes = numbered(sizes_of(roots, given), 1)
    except NoValue:
        return
    inputs = [v for v in names if v not in given]
    bounds = bounds_of_positions(roots)
    for facts, lowest in product(ways(system.facts), (-1.5, 0.0)):
        rng = random.Random(2)
        point: dict[Var, Any] = {}
        for v in inputs:
            end = last_position(v, bounds, sizes)
            supply = cycle(range(end, 0, -1)) if end else _generic(rng, lowest)
            drawn = filled(v.shape.numbers(sizes), lambda _, supply=supply: next(supply))  # type: ignore[misc]
            declared = as_declared(drawn, facts.get(v, frozenset()))
            point[v] = np.asarray(declared, dtype=float)[()]
        yield values_at(point, sizes, given, names)


def values_at(
    point: Mapping[Var, Any], sizes: Mapping[str, int], given: Mapping[Var, Expr], names: Iterable[Var] | None = None
) -> Values:
    """Values at a point: those of the inputs, and of the names that follow from them."""
    values = Values(point, sizes, given)
    for v, value in point.items():
        values.memo[v] = value
    with np.errstate(all="ignore"):
        for v in given if names is None else names:
            _follow(v, values)
    return values


def _generic(rng: random.Random, lowest: float) -> Iterator[float]:
    """Numbers from ``lowest`` to its opposite, or to 1 where it is 0, none of them near 0."""
    while True:
        size = rng.uniform(0.2, 1.4) if lowest else rng.uniform(0.1, 0.9)
        yield rng.choice((-size, size)) if lowest else size


def _follow(v: Var, values: Values) -> None:
    """Give a name the value of its equation, and those it rests on theirs."""
    pending = [v]
    while pending:
        name = pending[-1]
        equation = values.given.get(name)
        missing = [] if equation is None else [n for n in postorder(equation) if isinstance(n, Var)]
        missing = [n for n in missing if n not in values.memo and n in values.given and n not in pending]
        if missing:
            pending += missing
            continue
        pending.pop()
        if name not in values.memo and equation is not None:
            try:
                values.memo[name] = values.of(equation)
            except NoValue:
                continue


def same(a: Any, b: Any) -> bool:
    """Whether two values have the same signature; values that are not numbers have none."""
    if isinstance(a, float) and isinstance(b, float):
        scale = max(abs(a), abs(b))
        return scale > 0 and abs(a - b) <= CLOSE * scale < math.inf
    a, b = np.asarray(a), np.asarray(b)
    if a.shape != b.shape:
        return False
    # A value that is no number makes the largest difference none either, with which no comparison holds.
    scale = max(_largest(a), _largest(b))
    return scale > 0 and _largest(a - b) <= CLOSE * scale < math.inf


def _largest(a: Any) -> float:
    return float(np.abs(a).max(initial=0.0))


def is_small_fraction(x: float) -> bool:
    """Whether it is a fraction of small numbers."""
    if not 0 < abs(x) <= LARGEST:
        return False
    multiples = x * _DENOMINATORS
    return bool((np.abs(multiples - np.rint(multiples)) <= CLOSE * np.abs(multiples)).any())


def is_number(value: Any) -> bool:
    """Whether every entry is finite."""
    return math.isfinite(value) if isinstance(value, float) else bool(np.isfinite(value).all())
