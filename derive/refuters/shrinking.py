"""Making a counterexample short: small whole numbers, ones where they do no harm, values that come out exactly.

A smaller point is tried in exact arithmetic first, then where floating point says it is worth it. It is taken only
where exact arithmetic or balls say that the two sides differ there, and where that shows in print.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import count, islice
from typing import Any

from derive.arrays import entries, filled, mapped
from derive.ir import Apply, Const, Expr, Var, children, postorder
from derive.lowering import NoValue
from derive.operators import Undefined
from derive.rationals import Rationals, as_fraction, rational, within_bounds
from derive.refuters.comparing import Jumps, Seen, Spending, compared
from derive.refuters.screening import look
from derive.refuters.supplies import Point, Pointing
from derive.tapes import Bound

CHEAP = 250
"""Up to which cost of a point balls are asked at once: floats are hardly faster there."""
EXACT = 3
"""How much dearer exact arithmetic is."""
SCREENED = 6
"""How much cheaper floats are than balls on larger ones."""
CLEAR = 0.01
"""How much the sides must differ, relatively, for a shorter point to be worth showing; less where they differ less."""
PLEASANT = (1e-3, 1e5)
"""Between which sizes the larger side should be, so that it prints in a few digits."""
SHORT_FRACTION = 10_000
"""Below what the top and the bottom of an exact value must be to be pleasant."""
LOOKS = 16
"""How many smaller points are looked at."""
ALLOWANCE = 6_000
"""The work that looking for a smaller point may take beside twice that of the point itself."""
BENT = frozenset(
    {
        *("exp", "log", "sigmoid", "sigmoid_prime", "tanh", "tanh_prime", "softmax", "softmax_along", "softplus"),
        *("erf", "normal_cdf", "gelu", "swish", "leaky_relu"),
        *("sin", "cos", "tan", "arctan", "sinh", "cosh", "opaque", "pi"),
    }
)
"""The functions that have rational values at few points."""

Make = Callable[[Var, tuple[int, ...]], Any]


@dataclass(frozen=True)
class Shown:
    """A counterexample to be printed: where, and the two values there, exact where ``exact`` says so."""

    bound: Bound
    point: Point
    entry: tuple[int, ...]
    left: Any
    right: Any
    exact: bool


@dataclass(frozen=True)
class Terms:
    """On what terms a shorter point is taken: where values jump, the work it may cost, how clear it must be."""

    jumps: Jumps
    purse: Spending
    clear: float


def ones(v: Var, shape: tuple[int, ...]) -> Any:
    """1 for a number; 1, 2, 3, … in an array."""
    numbers = count(1)
    return filled(shape, lambda _: Fraction(next(numbers)))


def tenths(v: Var, shape: tuple[int, ...]) -> Any:
    """-0.1, 0.2, -0.3, … in each name."""
    numbers = count(1)
    return filled(shape, lambda _: Fraction((number := next(numbers)) * (-1) ** number, 10))


def running(start: int, signs: int = 1) -> Make:
    """Whole numbers that run on from name to name, so that no two entries are the same; with signs, in turn."""
    numbers = count(start)

    def make(v: Var, shape: tuple[int, ...]) -> Any:
        return filled(shape, lambda _: Fraction(signs ** (number := next(numbers)) * number))

    return make


def paired(v: Var, shape: tuple[int, ...]) -> Any:
    """1, -1, 2, -2, … in each name: sums of them stay small, so that functions do not come near their limits."""
    numbers = count(2)
    return filled(shape, lambda _: Fraction((number := next(numbers)) // 2 * (-1) ** number))


def with_zeros(names: frozenset[Var], others: Make) -> Make:
    """0 for some names, and other numbers for the others."""

    def make(v: Var, shape: tuple[int, ...]) -> Any:
        return filled(shape, lambda _: Fraction(0)) if v in names else others(v, shape)

    return make


MOST_NAMES = 24
"""A point of more names is left as it is: nobody reads it."""


def shrunk(
    bounds: Sequence[Bound],
    point: Point,
    seen: Seen,
    pointing: Pointing,
    jumps: Jumps,
    spending: Spending,
    parameters: Sequence[Var] = (),
) -> Shown:
    """A shorter point at which the sides differ as clearly, or the given one, which balls have seen in the last bound.

    Smaller sizes may stand in ``bounds`` before that one.
    """
    assert seen.entry is not None
    own = bounds[-1]
    first = Shown(own, point, seen.entry, seen.left, seen.right, exact=False)
    if not spending.left or len(point) > MOST_NAMES:
        return first
    purse = Spending(min(spending.left, ALLOWANCE + 2 * own.cost))
    terms = Terms(jumps, purse, min(CLEAR, seen.ratio / 10))
    bent = _bent(own)
    tried: Iterator[Shown | None] = (
        attempt(bound, pointing.made(make, bound.sizes), terms)
        for bound in bounds
        for attempt, makes in ((_exactly, _exact(bent, parameters)), (_worthwhile, _inexact() if bent else []))
        for make in makes
    )
    for found in islice(tried, LOOKS):
        if found is not None:
            return found
    as_it_is = None if bent else _exactly(own, point, terms)
    if as_it_is is not None:
        return as_it_is
    return _name_by_name(first, pointing, terms)


def _exact(bent: frozenset[Var], parameters: Sequence[Var]) -> list[Make]:
    """Points at which values may be exact. Where functions are bent, that is where they are taken at 0."""
    if not bent:
        return [ones, running(2), running(2, -1)]
    zeros = dict.fromkeys((frozenset(parameters) & bent, bent))
    return [with_zeros(names, others) for names in zeros if names for others in (ones, running(2))]


def _inexact() -> list[Make]:
    return [ones, paired, tenths, running(2)]


def _bent(bound: Bound) -> frozenset[Var]:
    """The names without an equation on which a function rests that has few rational values."""
    given = bound.tape.given
    reached: dict[Expr, None] = {}
    pending: list[Expr] = [n for n in bound.tape.nodes if _is_bent(n)]
    while pending:
        node = pending.pop()
        if node not in reached:
            reached[node] = None
            pending += children(node)
            if isinstance(node, Var) and node in given:
                pending.append(given[node])
    return frozenset(v for v in reached if isinstance(v, Var) and v not in given)


def _is_bent(node: Expr) -> bool:
    if not isinstance(node, Apply):
        return False
    if node.op.name != "power":
        return node.op.name in BENT
    numbers = [one.value for one in postorder(node.args[1]) if isinstance(one, Const)]
    return not numbers or any(number.denominator != 1 for number in numbers)


def _exactly(bound: Bound, point: Point, terms: Terms) -> Shown | None:
    """A point in exact arithmetic; None where a side has no exact value, or the two do not clearly differ.

    Balls are asked too: they must hold the exact values, and must not meet.
    """
    chosen = _promising(bound, point, terms, silent=None)
    if chosen is None or not terms.purse.takes(EXACT * chosen.cost):
        return None
    try:
        values = chosen.run({v: mapped(rational, x) for v, x in point.items()}, Rationals(), within_bounds)
        left, right = (dict(entries(values[slot])) for slot in bound.tape.roots)
        pairs = [(i, as_fraction(left[i]), as_fraction(right[i])) for i in chosen.places or left]
    except (NoValue, Undefined):
        return None
    if terms.jumps.met(values):
        return None
    for index, p, q in pairs:
        if p != q and abs(p - q) >= Fraction(terms.clear) * max(abs(p), abs(q)) and _is_short(p) and _is_short(q):
            seen = compared(chosen.only((index,)), point, terms.jumps, terms.purse)
            held = seen.entry == index and _holds(seen.left, p) and _holds(seen.right, q)
            return Shown(bound, point, index, p, q, True) if held else None
    return None


def _promising(bound: Bound, point: Point, terms: Terms, silent: Bound | None) -> Bound | None:
    """The bound in the entry where floats say that a point shows the difference; ``silent`` where they say nothing.

    None where floats say that it does not show. They are not asked where that saves no work.
    """
    if bound.cost <= CHEAP:
        return bound
    if not terms.purse.takes(bound.cost // SCREENED):
        return None
    found = look(bound, point)
    if found is None:
        return silent
    return (
        bound.only((found.entry,)) if found.ratio >= terms.clear and PLEASANT[0] <= found.size <= PLEASANT[1] else None
    )


def _holds(ball: Any, number: Fraction) -> bool:
    return bool((ball * number.denominator - number.numerator).contains(0))


def _is_short(number: Fraction) -> bool:
    return max(abs(number.numerator), number.denominator) < SHORT_FRACTION


def _worthwhile(bound: Bound, point: Point, terms: Terms) -> Shown | None:
    """A point at which the sides clearly differ, in balls; floats are asked first where that saves work."""
    chosen = _promising(bound, point, terms, silent=bound)
    if chosen is None:
        return None
    seen = compared(chosen, point, terms.jumps, terms.purse)
    if seen.entry is None or seen.ratio < terms.clear:
        return None
    size = max(float(abs(value).mid()) for value in (seen.left, seen.right))
    if not PLEASANT[0] <= size <= PLEASANT[1]:
        return None
    return Shown(bound, point, seen.entry, seen.left, seen.right, False)


def _name_by_name(first: Shown, pointing: Pointing, terms: Terms) -> Shown:
    """One name after the other is given smaller numbers, as far as the difference stays."""
    best = first
    for v in first.point:
        for make in (ones, running(2)):
            made: Mapping[Var, Any] = pointing.made(make, best.bound.sizes)
            found = _worthwhile(best.bound, {**best.point, v: made[v]}, terms)
            if found is not None:
                best = found
                break
    return best
