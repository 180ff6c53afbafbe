"""Expressions as LaTeX in messages and findings, whatever letters they are written in."""

from __future__ import annotations

from collections.abc import Sequence

from derive.ir import Expr
from derive.notation.latex import latex
from derive.notation.math import Unspellable
from derive.notation.styling import PLAIN, Style
from derive.notation.typesetting import typeset, typeset_sides


def spelled(expr: Expr, style: Style = PLAIN) -> str:
    """The expression as LaTeX; as a tree of operators where a name in it has no spelling, such as a letter of Thai."""
    try:
        return latex(typeset(expr, style))
    except Unspellable:
        return str(expr)


def spelled_sides(sides: Sequence[Expr], style: Style = PLAIN) -> str:
    """Several sides with signs of equality between them."""
    try:
        return " = ".join(map(latex, typeset_sides(sides, style)))
    except Unspellable:
        return " = ".join(map(str, sides))
