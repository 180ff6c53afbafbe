"""Where a formula that is too wide may be broken: before its outermost signs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise
from math import inf

from derive.notation.math import Brackets, Fraction, Math, Row, Sign, row

SUMS, PRODUCTS = "+−", "·×⊙∘∗/"
"""The signs before which a formula is broken, the first ones first."""


def broken(math: Math, room: float = inf, width: Callable[[Math], float] | None = None) -> list[Math]:
    """The formula cut before its outermost signs of addition, or else of multiplication; one piece if it has none.

    A piece that is wider than the room is cut inside of its widest fraction or bracket: (a + b)/c is in two pieces.
    """
    pieces = _cut(math, SUMS)
    pieces = pieces if len(pieces) > 1 else _cut(math, PRODUCTS)
    if width is None:
        return pieces
    return [part for piece in pieces for part in _within(piece, room, width)]


def _cut(math: Math, signs: str) -> list[Math]:
    items = _items(math)
    ends = [0, *(k for k, item in enumerate(items) if k and _is_sign(item, signs)), len(items)]
    return [row(*items[a:b]) for a, b in pairwise(ends)]


def _items(math: Math) -> tuple[Math, ...]:
    return math.items if isinstance(math, Row) else (math,)


def _is_sign(item: Math, signs: str) -> bool:
    return isinstance(item, Sign) and item.role == "binary" and item.character in signs


def _within(piece: Math, room: float, width: Callable[[Math], float]) -> list[Math]:
    """A piece as it is, or cut further where it is too wide and can be."""
    if width(piece) <= room:
        return [piece]
    factors = _cut(piece, PRODUCTS)
    if len(factors) > 1:
        return [part for factor in factors for part in _within(factor, room, width)]
    opened = _opened(piece, room / 2, width)
    return [piece] if opened is None else broken(opened, room, width)


def _opened(piece: Math, least: float, width: Callable[[Math], float]) -> Math | None:
    """The formula with its widest fraction or bracket as signs in a row; None where none has at least that width."""
    items = _items(piece)
    openable = [k for k, item in enumerate(items) if isinstance(item, Fraction) or _is_round(item)]
    places = [k for k in openable if width(items[k]) >= least]
    if not places:
        return None
    k = max(places, key=lambda place: width(items[place]))
    widest = items[k]
    if isinstance(widest, Brackets):
        return row(*items[:k], *_bracketed(widest.body), *items[k + 1 :])
    assert isinstance(widest, Fraction)
    below = Brackets(widest.bottom) if isinstance(widest.bottom, Row) else widest.bottom
    inside = row(*_bracketed(widest.top), Sign("/", "binary"), below)
    alone = all(isinstance(item, Sign) for item in (*items[max(k - 1, 0) : k], *items[k + 1 : k + 2]))
    return row(*items[:k], *([inside] if alone else _bracketed(inside)), *items[k + 1 :])


def _is_round(item: Math) -> bool:
    return isinstance(item, Brackets) and item.kind == "()"


def _bracketed(math: Math) -> list[Math]:
    return [Sign("("), *_items(math), Sign(")")]


def filled(math: Math, room: float, width: Callable[[Math], float]) -> list[Math]:
    """The formula in lines of at most that width, as far as it can be cut."""
    if width(math) <= room:
        return [math]
    lines: list[list[Math]] = []
    for part in broken(math, room, width):
        if lines and width(row(*lines[-1], part)) <= room:
            lines[-1].append(part)
        else:
            lines.append([part])
    return [row(*line) for line in lines]


def column(widths: Sequence[float], limit: float) -> float:
    """The width of the column of left sides; those wider than the limit stand on lines of their own."""
    return max((width for width in widths if width <= limit), default=0.0)
