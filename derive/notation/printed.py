"""Numbers as they are printed: a decimal says how many of its digits are meant."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction

from derive.ir import Symbol
from derive.notation.rebuilding import rebuilt
from derive.notation.surface import Name, Number, Statement, Sum, Surface, unmarked


@dataclass(frozen=True)
class Printed:
    """A number as printed: its digits, what they say, and the unit of the last of them; 0 where it is whole."""

    text: str
    value: Fraction
    unit: Fraction = Fraction(0)

    @property
    def digits(self) -> int:
        """How many digits stand behind the point."""
        return len(self.text.partition(".")[2])

    @property
    def bounds(self) -> tuple[Fraction, Fraction]:
        """Between what the number lies that was rounded to this one."""
        return self.value - self.unit / 2, self.value + self.unit / 2


def printed(number: Number) -> Printed:
    """A number of a formula as it is printed."""
    digits = number.text.partition(".")[2]
    return Printed(number.text, number.value, Fraction(1, 10 ** len(digits)) if digits else Fraction(0))


def literal(node: Surface) -> Printed | None:
    """The printed number that a side is, with its sign; None where it is more than that."""
    node = unmarked(node)
    if isinstance(node, Sum) and len(node.terms) == 1:
        sign, inner = node.terms[0][0], literal(node.terms[0][1])
        return inner if inner is None or sign > 0 else Printed("-" + inner.text, -inner.value, inner.unit)
    return printed(node) if isinstance(node, Number) else None


def with_names(statement: Statement) -> tuple[Statement, dict[Symbol, Printed]]:
    """The statement with a name in place of each decimal, one for all that are printed alike, and what they stand for.

    The names are none that a formula can hold.
    """
    found: dict[Symbol, Printed] = {}

    def named(node: object) -> object:
        if not isinstance(node, Number) or "." not in node.text:
            return node
        symbol = Symbol(f"decimal {node.text}")
        found[symbol] = printed(node)
        return Name(symbol.letter, node.span)

    return replace(statement, sides=rebuilt(statement.sides, named, _KEPT)), found


_KEPT = frozenset({"sub"})
"""What holds no number that is computed with."""
