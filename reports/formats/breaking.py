"""Where a formula that is too wide may be broken: before its outermost signs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise

from derive.notation.math import Math, Row, Sign, row


def broken(math: Math) -> list[Math]:
    """The formula cut before its outermost signs of addition, or else of multiplication; one piece if it has none."""
    items = math.items if isinstance(math, Row) else (math,)
    for signs in ("+−", "·×⊙∘∗"):
        cuts = [k for k, item in enumerate(items) if k and _is_sign(item, signs)]
        if cuts:
            ends = [0, *cuts, len(items)]
            return [row(*items[a:b]) for a, b in pairwise(ends)]
    return [math]


def _is_sign(item: Math, signs: str) -> bool:
    return isinstance(item, Sign) and item.role == "binary" and item.character in signs


def filled(math: Math, room: float, width: Callable[[Math], float]) -> list[Math]:
    """The formula in lines of at most that width, as far as its signs allow."""
    if width(math) <= room:
        return [math]
    lines: list[list[Math]] = []
    for part in broken(math):
        if lines and width(row(*lines[-1], part)) <= room:
            lines[-1].append(part)
        else:
            lines.append([part])
    return [row(*line) for line in lines]


def column(widths: Sequence[float], limit: float) -> float:
    """The width of the column of left sides; those wider than the limit stand on lines of their own."""
    return max((width for width in widths if width <= limit), default=0.0)
