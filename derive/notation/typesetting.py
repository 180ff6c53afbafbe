"""From an expression to its formula: brackets, signs, product signs, and what is struck out.

How an operator is written stands in its own template; the operators whose writing depends on their neighbours have a
layout in `derive.notation.layouts`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from derive.ir import Expr, Path
from derive.notation.layouts import LAYOUTS
from derive.notation.math import Math
from derive.notation.printing import PLAIN, Indices, Mark, Place, Printer, Style, TooDeep
from derive.notation.surveying import entrywise

__all__ = ["PLAIN", "Mark", "Style", "TooDeep", "needs_indices", "typeset", "typeset_sides"]

Marks = Mapping[Path, Mark]


def needs_indices(*exprs: Expr) -> bool:
    """Whether one of these arrays can only be written for one entry, with an index for each axis.

    A statement between them is then written for one entry on all sides, and holds for every entry.
    """
    return not entrywise(*exprs).isdisjoint(exprs)


def typeset(expr: Expr, style: Style = PLAIN, marks: Marks | None = None) -> Math:
    """The expression as a formula; ``marks`` strikes, boxes or colours the parts at those paths.

    An array that `needs_indices` is written for one entry, with the free letters i, j, … for its axes in their order.
    Raises `TooDeep` for what cannot be written out, and `Unspellable` for a name without a spelling.
    """
    return typeset_sides([expr], style, [marks or {}])[0]


def typeset_sides(
    exprs: Sequence[Expr], style: Style = PLAIN, marks: Sequence[Marks] | None = None
) -> tuple[Math, ...]:
    """The sides of one statement as `typeset` writes them: all whole, or all for the same entry."""
    printer = Printer(style, {}, LAYOUTS, exprs)
    sizes = max((expr.shape.sizes for expr in exprs), key=len) if needs_indices(*exprs) else ()
    written: list[Math] = []
    with printer.opened(sizes) as letters:
        for expr, marked in zip(exprs, marks or [{}] * len(exprs), strict=True):
            rank = expr.shape.rank
            printer.marks = marked
            indices: Indices = letters if rank == len(sizes) else (None,) * rank
            written.append(printer.fit(Place(expr, (), indices), 0))
    return tuple(written)
