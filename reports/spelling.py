"""Expressions and small numbers as words of a line of text."""

from __future__ import annotations

from derive.ir import Expr
from derive.notation.styling import SPOKEN, Style
from derive.notation.typesetting import typeset
from reports.emitters.plain import plain


def text(expr: Expr, style: Style = SPOKEN) -> str:
    """An expression as a line of text."""
    return plain(typeset(expr, style))


def error_text(error: float | None) -> str:
    """A relative error to one digit, as a person writes it."""
    if error is None:
        return "–"
    if error == 0:
        return "0"
    mantissa, exponent = f"{error:.0e}".split("e")
    return f"{mantissa}e−{abs(int(exponent))}"
