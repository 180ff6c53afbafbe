"""Confirming in balls that two formulas cannot be told apart, at several points for each of two choices of sizes.

A mistake is named only where this holds of the formula that is put right: where a size is 2, twice a gradient and a
sum for its mean are the same, and so one choice of sizes is not enough.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from itertools import cycle, product
from typing import Any

from derive.arrays import filled, mapped
from derive.balls import BITS, Balls, apart, ball, is_defined, relative_width
from derive.declared import as_declared, ways
from derive.indexing import bounds_of_positions, last_position
from derive.ir import Apply, Expr, Var, postorder
from derive.lowering import NoValue, Setting, evaluate
from derive.refuters.points import numbered
from derive.refuters.refuting import inputs_of, sizes_of
from derive.systems import System
from numeric.enclosure import precision

CLOSE = 1e-20
"""How closely balls must agree, relatively: 128 bits carry about 38 digits."""
JUMPING, MORE = frozenset(("step", "sign", "equals", "at_least", "greater", "argmax", "max", "min", "relu", "abs")), 8
"""Functions that are the same at most points for different arguments, and how many times as many points they need."""
STARTS = (0, 2)
"""Where in the list of sizes the choices begin: no size is the same number in both."""


Draw = Callable[[random.Random], Any]


def agree(left: Expr, right: Expr, system: System, briefly: bool = False) -> bool:
    """Whether the two sides agree closely for both choices of sizes, in one of the ways to take the declared facts.

    It is evidence and no proof; ``briefly`` at one point of the second choice it is enough to try a proof.
    """
    if left.shape != right.shape:
        return False
    given = system.equations
    inputs, sizes = inputs_of((left, right), given), sizes_of((left, right), given)
    starts = STARTS[1:] if briefly else STARTS if sizes else STARTS[:1]
    try:
        settings = [Setting({}, numbered(sizes, start), given) for start in starts]
    except NoValue:
        return False
    with precision(BITS):
        sides, draws = (left, right), _DRAWS[:1] if briefly else _DRAWS
        return any(all(_agree_at(sides, inputs, s, facts, draws) for s in settings) for facts in ways(system.facts))


def _agree_at(
    sides: tuple[Expr, Expr],
    inputs: Sequence[Var],
    setting: Setting,
    facts: Mapping[Var, frozenset[str]],
    draws: Sequence[Draw],
) -> bool:
    """Whether the sides agree at each point where both have a value, and closely at one of them at least."""
    bounds = bounds_of_positions((*sides, *setting.given.values()))
    ends = {v: end for v in inputs if (end := last_position(v, bounds, setting.sizes))}
    closest: list[float] = []
    rounds = MORE if any(isinstance(n, Apply) and n.op.name in JUMPING for n in postorder(*sides)) else 1
    for number, draw in product(range(rounds), draws):
        if draw is _positive and len(closest) > 1:
            continue
        rng = random.Random(len(inputs) + number)
        supply = iter(lambda rng=rng, draw=draw: draw(rng), None)  # type: ignore[misc]
        values = {}
        for v in inputs:
            numbers = map(Fraction, cycle(range(ends[v], 0, -1))) if v in ends else supply
            drawn = filled(v.shape.numbers(setting.sizes), lambda _, numbers=numbers: next(numbers))  # type: ignore[misc]
            values[v] = mapped(ball, as_declared(drawn, facts.get(v, frozenset())))
        here, known = Setting(values, setting.sizes, setting.given), dict[Expr, Any]()
        try:
            a, b = (evaluate(side, here, Balls(), known) for side in sides)
        except (NoValue, ZeroDivisionError):
            continue
        if is_defined(a) and is_defined(b):
            if apart(a, b) is not None:
                return False
            closest.append(relative_width(a, b))
    return min(closest, default=CLOSE) < CLOSE


def _signed(rng: random.Random) -> Any:
    return Fraction(rng.choice((1, -1)) * rng.choice(_NUMERATORS), 32)


def _opposite(rng: random.Random) -> Any:
    return -_signed(rng)


def _large(rng: random.Random) -> Any:
    return 4 * _signed(rng)


def _positive(rng: random.Random) -> Any:
    return Fraction(rng.choice(_NUMERATORS), 32)


_NUMERATORS = [k for k in range(3, 31) if k != 16]
_DRAWS = (_signed, _opposite, _large, _positive)
"""Numbers of both signs, which show what is different on the two sides of a kink; near 0, where no digits are lost; and
such as logarithms of them and of one minus them exist.
"""
