"""From an expression to its formula: brackets, signs, product signs, and what is struck out.

How an operator is written stands in its own template; the operators whose writing depends on their neighbours have a
layout in `derive.notation.layouts`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TypeAlias

from derive import building, constants
from derive.ir import Expr, Path, variables
from derive.notation.layouts import LAYOUTS
from derive.notation.math import Math
from derive.notation.printing import Mark, Place, Printer, TooDeep
from derive.notation.styling import PLAIN, Style, style_of
from derive.notation.surveying import entrywise, families, unlike

__all__ = [
    "PLAIN",
    "Mark",
    "Marks",
    "Style",
    "TooDeep",
    "needs_indices",
    "style_of",
    "together",
    "typeset",
    "typeset_sides",
]

Marks: TypeAlias = Mapping[Path, Mark]
"""What is struck, boxed or coloured, by the way to it."""


def needs_indices(*exprs: Expr, style: Style = PLAIN) -> bool:
    """Whether one of these arrays can only be written for one entry, with an index for each axis.

    A statement between them is then written for one entry on all sides, and holds for every entry.
    """
    if len(exprs) > 1 and any(_is_repeated_size(expr) for expr in exprs):
        return True
    return not (entrywise(style, *exprs) | families(*exprs) | unlike(*exprs)).isdisjoint(exprs)


def _is_repeated_size(expr: Expr) -> bool:
    """Whether an array repeats a number such as 1/m, which is read as a number where it stands alone."""
    inner = building.unwrapped(expr)
    alone = inner.shape.is_scalar and not variables(inner) and not expr.shape.is_scalar
    return alone and constants.constant_value(inner) is None


def typeset(expr: Expr, style: Style = PLAIN, marks: Marks | None = None) -> Math:
    """The expression as a formula; ``marks`` strikes, boxes or colours the parts at those paths.

    An array that `needs_indices` is written for one entry, with the free letters i, j, … for its axes in their order.
    Raises `TooDeep` for what cannot be written out, and `Unspellable` for a name without a spelling.
    """
    return _write([expr], style, expr, marks)


def typeset_sides(exprs: Sequence[Expr], style: Style = PLAIN) -> tuple[Math, ...]:
    """The sides of one statement as `typeset` writes them: all whole, or all for the same entry."""
    write = together(exprs, style)
    return tuple(write(expr, None) for expr in exprs)


def together(exprs: Sequence[Expr], style: Style = PLAIN) -> Callable[[Expr, Marks | None], Math]:
    """How `typeset` writes expressions that stand in one statement: all whole, or all for the same entry."""
    indexed = needs_indices(*exprs, style=style)

    def write(expr: Expr, marks: Marks | None = None) -> Math:
        return _write(exprs if indexed else [expr], style, expr, marks)

    return write


def _write(beside: Sequence[Expr], style: Style, expr: Expr, marks: Marks | None) -> Math:
    printer = Printer(style, marks or {}, LAYOUTS, [*beside, expr])
    sizes = max((other.shape.sizes for other in beside), key=len)
    rank = expr.shape.rank
    if rank != len(sizes) or not needs_indices(*beside, style=style):
        sizes = expr.shape.sizes if needs_indices(expr, style=style) else ()
    with printer.opened(sizes) as letters:
        whole = Place(expr, (), letters or (None,) * rank)
        math = printer.fit(whole, 0)
        free = {letter.piece.math for letter in letters}
        printer.untold = frozenset(free & printer.asked - printer.told)
        again = style.layout is not None and printer.untold
        return printer.fit(whole, 0) if again else math
