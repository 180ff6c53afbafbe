"""The cross-check: one gradient, found by roads that share no derivative rule, compared entry by entry.

Floats that agree are evidence, not proof, and are reported as that: the largest relative error of each road at a few
short, readable points. Roads that disagree stop a report.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import partial
from itertools import chain
from typing import Any

import numpy as np

from derive import cas
from derive.arrays import entries, filled, mapped
from derive.balls import BITS, Balls, apart, ball, is_defined, relative_width
from derive.declared import as_declared
from derive.ir import Expr, Var
from derive.lowering import Floats, Setting, evaluate
from derive.resizing import numbered_within
from derive.systems import System
from derive.tapes import Tape, Values
from numeric.differences import Estimate, NotAnalytic, complex_step, richardson
from numeric.enclosure import precision
from numeric.networks import hand_written

POINTS = 3
"""At how many points the roads are compared."""
TOLERANCE = 1e-9
"""The largest relative error at which two roads in floating point count as one gradient."""
FAINT = 1e-5
"""Below this part of the largest gradient one is too faint for a relative error: what was rounded off shows in it."""
SIZES = (2, 3, 5, 7, 4, 6, *range(8, 40))
"""What size names stand for at the points: distinct, so that a transposed array does not fit by accident."""
BY_HAND = "the NumPy pass written by hand"
"""The name of the road that shares nothing at all with `derive`."""
NAMES = {
    "by hand": BY_HAND,
    "differences": "finite differences (Richardson)",
    "complex step": "complex step",
    "sympy": "SymPy's gradient of the loss in components",
}
"""The roads, as messages call them."""

MOST_ENTRIES = 200
"""How many entries an array may have at a point; where sizes would make more, smaller numbers stand for them."""
SYMPY_WORK = 10_000
"""How much work SymPy may have (`cas.work_of_gradients`): a few tenths of a second."""
SHORT = cas.Short()
"""How SymPy is given a loss: with σ as a function of its own, whose derivative it takes of the definition."""
SMALLER = ((2, 3, 4, 5), (2, 3, 1, 4), (2, 2, 1, 3), (2, 1, 3), (1, 2), (1,))
"""The sizes, in turn, at which SymPy is asked where it would have more."""


class Disagreement(Exception):
    """Two roads lead to different gradients. The message says which, for what name and by how much."""


@dataclass(frozen=True)
class Road:
    """How one way to the gradient compares with the derived one: the worst relative error for each name.

    An error is relative to the largest entry of the gradient, or where that is faint beside the gradients for other
    names, to a small part of those. ``note`` says why a road could not be taken.

    The same as data: ``kind`` is ``by hand``, ``differences``, ``complex step`` or ``sympy``; ``obstacle`` is
    ``unwritten``, ``too deep``, ``too long`` or ``impossible``; ``sizes`` are its own, where it took smaller ones.
    """

    name: str
    errors: Mapping[Var, float]
    note: str = ""
    kind: str = ""
    obstacle: str = ""
    sizes: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class CrossCheck:
    """What the roads said: at how many points, from which seed, with which sizes."""

    roads: tuple[Road, ...]
    points: int
    seed: int
    sizes: Mapping[str, int]

    @property
    def worst(self) -> float:
        """The largest relative error of all roads."""
        return max((error for road in self.roads for error in road.errors.values()), default=0.0)

    @property
    def by_hand(self) -> bool:
        """Whether one of the roads is a pass that somebody has written by hand."""
        return any(road.name == BY_HAND and road.errors for road in self.roads)


@dataclass(frozen=True)
class _Point:
    """Exact values of the inputs, and what the derived gradient is there."""

    exact: Mapping[Var, Any]
    floats: Mapping[Var, Any]
    gradients: Mapping[Var, Any]
    directions: Mapping[Var, Any] = field(default_factory=dict)
    """Along which the gradients are compared; none where entry by entry."""


def cross_check(
    system: System, gradients: Mapping[Var, Expr], name: str = "", seed: int = 0, points: int = POINTS
) -> CrossCheck:
    """Compare ``gradients`` with every other road; raises `Disagreement`.

    ``name`` is under which `numeric.networks` knows a hand-written pass, if it does. The comparison with SymPy is
    made in balls, so a difference there is certain; all others are in floating point.
    """
    for v, gradient in gradients.items():
        # NumPy's vectors do not say whether they stand or lie, so no road would notice.
        if gradient.shape != v.shape:
            raise Disagreement(f"∂/∂{v} has the shape {gradient.shape}, expected that of {v}, {v.shape}")
    sizes = numbered_within(MOST_ENTRIES, SIZES, [*system.equations.values(), *gradients.values()])
    where = [_point(system, gradients, sizes, random.Random(f"{seed}/{number}")) for number in range(points)]
    roads = (
        _road("by hand", _by_hand(name, system), where),
        _road("differences", _differences(system, sizes, richardson), where),
        _road("complex step", _differences(system, sizes, complex_step), where),
        _sympy_road(system, gradients, sizes, where, seed),
    )
    return CrossCheck(roads, points, seed, sizes)


def cross_check_along(
    system: System, gradients: Mapping[Var, Expr], name: str = "", seed: int = 0, points: int = POINTS
) -> CrossCheck:
    """The same for a large system: of each gradient one number, how the loss moves along a random direction.

    Differences are left out, because they lose the small gradients of deep layers, and so is SymPy. Raises
    `Disagreement`.
    """
    sizes = dict(zip(system.size_names, SIZES[2:], strict=False))  # in narrow layers every rectifier may be off
    rngs = [random.Random(f"{seed}/{number}") for number in range(points)]
    where = [_directed(_point(system, gradients, sizes, rng, DEEP), rng) for rng in rngs]
    roads = (
        _road("by hand", _by_hand(name, system), where),
        _road("complex step", _step_along(system, sizes), where),
    )
    return CrossCheck(roads, points, seed, sizes)


def _directed(point: _Point, rng: random.Random) -> _Point:
    """The point with a direction for each parameter, and the gradients along them."""
    along = {v: filled(np.shape(g), lambda _: float(readable(rng))) for v, g in point.gradients.items()}
    directions = {v: np.asarray(d, dtype=float) for v, d in along.items()}
    gradients = {v: np.sum(g * directions[v]) for v, g in point.gradients.items()}
    return replace(point, gradients=gradients, directions=directions)


def _step_along(system: System, sizes: Mapping[str, int]) -> Callable[[_Point, Var], _Result]:
    """The slope of the loss along the direction of each name, all of them from one function of that many numbers."""
    tape = Tape([system.loss], system.equations)
    bound, domain = tape.at(sizes), Floats()
    names = [v for v in system.parameters if v in tape.slots]
    found: dict[int, Estimate] = {}

    def estimate(point: _Point) -> Estimate:
        start = bound.run(point.floats, domain)

        def loss(steps: Any) -> Any:
            moved = [(v, step) for v, step in zip(names, steps, strict=True) if step]
            changes = {v: point.floats[v] + step * point.directions[v] for v, step in moved}
            return bound.again(start, changes, domain)[tape.roots[0]]

        return complex_step(loss, np.zeros(len(names)))

    def way(point: _Point, v: Var) -> _Result:
        if v not in names:
            return np.asarray(0.0), 0.0  # the loss does not depend on it
        if id(point) not in found:
            found[id(point)] = estimate(point)
        return found[id(point)].value[names.index(v)], found[id(point)].error[names.index(v)]

    return way


def readable(rng: random.Random) -> Fraction:
    """A short decimal between −2 and 2 that is no accident: not 0, ±1, ±½ and not smaller than 0.1."""
    return Fraction(rng.choice((-1, 1)) * rng.choice(_HUNDREDTHS), 100)


_HUNDREDTHS = [n for n in range(11, 200) if n % 50]


def between_0_and_1(rng: random.Random) -> Fraction:
    """A short decimal between 0 and 1, for losses with logarithms of their inputs; not ½."""
    return Fraction(rng.choice([n for n in range(11, 90) if n != 50]), 100)


def small(rng: random.Random) -> Fraction:
    """A fifth of a readable number, so that the values in a network of many layers neither grow nor vanish fast."""
    return readable(rng) / 5


DEEP = ([small] * 4, [readable] * 4)
"""From where values come in a deep network."""


def _point(
    system: System,
    gradients: Mapping[Var, Expr],
    sizes: Mapping[str, int],
    rng: random.Random,
    supplies: Sequence[Sequence[Callable[[random.Random], Fraction]]] = ([readable] * 4, [between_0_and_1] * 16),
) -> _Point:
    """A point at which the loss has a value; raises `Disagreement` where none is found."""
    for supply in chain(*supplies):
        draw = partial(supply, rng)
        exact = {v: _drawn(v, sizes, draw, system) for v in (*system.parameters, *system.data)}
        floats = {v: np.asarray(value, dtype=float) for v, value in exact.items()}
        setting = Setting(floats, sizes, system.equations)
        with np.errstate(all="ignore"):
            if not np.isfinite(evaluate(system.loss, setting, Floats())):
                continue
            shared: dict[Expr, Any] = {}
            found = {v: np.asarray(evaluate(g, setting, Floats(), shared), dtype=float) for v, g in gradients.items()}
        return _Point(exact, floats, found)
    raise Disagreement(f"{system.loss} has a value at none of the points that were tried, so nothing can be compared")


def _drawn(v: Var, sizes: Mapping[str, int], draw: Callable[[], Fraction], system: System) -> Any:
    """A value as the name is declared: positive, symmetric, one-hot."""
    return as_declared(filled(v.shape.numbers(sizes), lambda _: draw()), system.facts.get(v, frozenset()))


_Result = tuple[Any, Any]
"""A gradient, and a bound on its own absolute error."""


def _road(kind: str, ways: Callable[[_Point, Var], _Result] | None, where: Sequence[_Point]) -> Road:
    """The worst relative error of one road for each parameter."""
    name = NAMES[kind]
    if ways is None:
        return Road(name, {}, "nobody has written one for this model", kind, "unwritten")
    errors = dict.fromkeys(where[0].gradients, 0.0)
    try:
        for point in where:
            least = FAINT * max(float(np.max(np.abs(derived))) for derived in point.gradients.values())
            for v, derived in point.gradients.items():
                other, bound = ways(point, v)
                errors[v] = max(errors[v], _compare(name, v, derived, np.asarray(other), bound, least))
    except NotAnalytic as error:
        return Road(name, {}, f"not possible for this loss: {error}", kind, "impossible")
    return Road(name, errors, kind=kind)


def _compare(name: str, v: Var, derived: Any, other: Any, bound: Any, least: float) -> float:
    if derived.shape != other.shape:
        raise Disagreement(f"{name} gives ∂/∂{v} the shape {other.shape}, the derivation {derived.shape}")
    scale = max(float(np.max(np.abs(derived))), float(np.max(np.abs(other))), least, 1e-12)
    distance = np.abs(derived - other)
    if not np.all(distance <= np.asarray(bound) + TOLERANCE * scale):
        raise Disagreement(f"{name} gives {other} for ∂/∂{v}, the derivation {derived}")
    # Beside a gradient that is 0 no error is relative to anything.
    return float(np.max(distance)) / (scale if np.any(derived) else 1.0)


def _by_hand(name: str, system: System) -> Callable[[_Point, Var], _Result] | None:
    written = hand_written(name) if name else None
    # A user's own document may have the name of a model of the library, and another model in it.
    if written is None or set(written.inputs) != {v.name for v in (*system.parameters, *system.data)}:
        return None

    passes: dict[int, Mapping[str, Any]] = {}

    def way(point: _Point, v: Var) -> _Result:
        if id(point) not in passes:
            passes[id(point)] = written.backward({u.name: value for u, value in point.floats.items()})
        found = passes[id(point)][v.name]
        return (np.sum(found * point.directions[v]) if point.directions else found), 0.0

    return way


def _differences(
    system: System, sizes: Mapping[str, int], method: Callable[[Callable[[Any], Any], Any], Estimate]
) -> Callable[[_Point, Var], _Result]:
    # The loss is computed some hundred times for each entry: what there is to compute is found out once.
    tape = Tape([system.loss], system.equations)
    bound, domain = tape.at(sizes), Floats()
    runs: dict[int, Values] = {}

    def way(point: _Point, v: Var) -> _Result:
        if v not in tape.slots:
            return np.zeros_like(point.floats[v]), 0.0  # the loss does not depend on it
        if id(point) not in runs:
            runs[id(point)] = bound.run(point.floats, domain)

        def loss(value: Any) -> Any:
            return bound.again(runs[id(point)], {v: value}, domain)[tape.roots[0]]

        estimate = method(loss, point.floats[v])
        return estimate.value, estimate.error

    return way


def _sympy_road(
    system: System, gradients: Mapping[Var, Expr], sizes: Mapping[str, int], where: Sequence[_Point], seed: int
) -> Road:
    """SymPy's gradient in components against the derived one, both in balls; at smaller sizes where these are too many.

    Written out, a loss of nested sums grows fast, and so does what SymPy makes of it.
    """
    kind, name = "sympy", NAMES["sympy"]
    if cas.is_too_deep(system):
        return Road(name, {}, "the loss is nested too deep for it", kind, "too deep")
    own = _affordable(system, sizes)
    if own is None:
        return Road(name, {}, "the loss written out in components is too long for it", kind, "too long")
    others: Mapping[str, int] = own if own != sizes else {}
    if own != sizes:
        where = [_point(system, gradients, own, random.Random(f"{seed}/{k}")) for k in range(len(where))]
        name += f" ({', '.join(f'{size} = {number}' for size, number in own.items())})"
    try:
        return Road(name, _beside_sympy(system, gradients, own, where), "", kind, sizes=others)
    except cas.Unsupported as error:
        return Road(name, {}, f"not possible for this loss: {error}", kind, "impossible", others)


def _beside_sympy(
    system: System, gradients: Mapping[Var, Expr], sizes: Mapping[str, int], where: Sequence[_Point]
) -> dict[Var, float]:
    domain, errors = Balls(), dict.fromkeys(gradients, 0.0)
    with precision(BITS):
        values = [{u: _balls(value) for u, value in point.exact.items()} for point in where]
        known = [(at, _symbol_values(system, at, sizes), dict[Expr, Any]()) for at in values]
        for v, gradient in gradients.items():
            expected = cas.gradient(system, v, sizes, SHORT)
            for point, symbols, shared in known:
                derived = evaluate(gradient, Setting(point, sizes, system.equations), domain, shared)
                other = mapped(partial(_sympy_value, symbols, domain), expected)
                if not (is_defined(derived) and is_defined(other)) or apart(derived, other) is not None:
                    raise Disagreement(f"SymPy's gradient in components gives {expected} for ∂/∂{v}")
                errors[v] = max(errors[v], relative_width(derived, other))
    return errors


def _affordable(system: System, sizes: Mapping[str, int]) -> dict[str, int] | None:
    """The largest sizes, up to these, at which SymPy has not too much to do; None where even the smallest are."""
    found = None
    for most in (*reversed(SMALLER), ()):
        tried = {name: min(sizes[name], most[k % len(most)]) for k, name in enumerate(sizes)} if most else dict(sizes)
        if cas.work_of_gradients(system, tried, SHORT) > SYMPY_WORK:
            break
        found = tried
    return found


def _sympy_value(symbols: Mapping[Any, Any], domain: Balls, expression: Any) -> Any:
    return cas.value(expression, symbols, domain)


def _balls(value: Any) -> Any:
    return mapped(ball, value)


def _symbol_values(system: System, values: Mapping[Var, Any], sizes: Mapping[str, int]) -> dict[Any, Any]:
    point: dict[Any, Any] = {}
    for v in (*system.parameters, *system.data):
        for (_, symbol), (_, number) in zip(entries(cas.symbols_of(v, sizes)), entries(values[v]), strict=True):
            point[symbol] = number
    return point
