"""Expressions, shapes and small numbers: as words of a line of text, or as formulas."""

from __future__ import annotations

from derive.ir import Expr
from derive.notation.math import EQUALS, Brackets, Math, Number, Scripts, Sign, row
from derive.notation.naming import NEGATIVE, size, size_name
from derive.notation.styling import SPOKEN, Style
from derive.notation.typesetting import typeset
from derive.shapes import Shape, Size
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


def error_math(error: float) -> Math:
    """A relative error to one digit: 7 · 10⁻¹⁴."""
    mantissa, exponent = f"{error:.0e}".split("e")
    power = row(NEGATIVE, Number(str(abs(int(exponent)))))
    return row(Number(mantissa), Sign("·", "binary"), Scripts(Number("10"), sup=power)) if error else Number("0")


def count_math(count: Size) -> Math:
    """A number of things, such as m + 1: the longest products first."""
    return size(Size(tuple(sorted(count.terms, key=lambda term: -len(term[0])))))


def shape_math(shape: Shape) -> Math:
    """The shape of an array, such as (m, 1); a column has one column, a row one row."""
    sizes = [size(one) for one in shape.sizes]
    if shape.rank == 1:
        sizes = [Number("1"), *sizes] if shape.row else [*sizes, Number("1")]
    comma = Sign(",", "punctuation")
    return Brackets(row(*[item for one in sizes for item in (comma, one)][1:]))


def chosen_math(name: str, number: int) -> Math:
    """The number that stands for a size: m = 2."""
    return row(size_name(name), EQUALS, Number(str(number)))
