"""From an expression to its formula: brackets, signs, product signs, and what is struck out.

How an operator is written stands in its own template; the operators whose writing depends on their neighbours have a
layout in `derive.notation.layouts`.
"""

from __future__ import annotations

from collections.abc import Mapping

from derive.ir import Expr, Path
from derive.notation.layouts import LAYOUTS
from derive.notation.math import Math
from derive.notation.printing import PLAIN, Mark, Place, Printer, Style, TooDeep

__all__ = ["PLAIN", "Mark", "Style", "TooDeep", "typeset"]


def typeset(expr: Expr, style: Style = PLAIN, marks: Mapping[Path, Mark] | None = None) -> Math:
    """The expression as a formula; ``marks`` strikes, boxes or colours the parts at those paths.

    Raises `TooDeep` for what cannot be written out, and `Unspellable` for a name without a spelling.
    """
    printer = Printer(style, marks or {}, LAYOUTS, expr)
    return printer.fit(Place(expr, (), (None,) * expr.shape.rank), 0)
