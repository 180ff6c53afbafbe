"""What is struck out in a formula, and in which part it stands: as a factor above or below a bar, or as a term."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction

from derive.notation.rebuilding import rebuilt
from derive.notation.surface import (
    Fractional,
    Group,
    Marked,
    Number,
    Product,
    Scripted,
    Statement,
    Sum,
    Surface,
    parts_of,
)

STRUCK = "cancel"
"""The mark of what is struck out."""


@dataclass(frozen=True, eq=False)
class Strike:
    """One struck part: of which product it is a factor, above or below its bar, or of which sum a term.

    ``product`` and ``sum`` count the products and sums of the side; ``sum`` is None for a factor. A term belongs to the
    product that its sum is a factor of.
    """

    node: Marked
    product: int
    below: bool = False
    sum: int | None = None
    sign: int = 1


def strikes_in(side: Surface) -> list[Strike]:
    """All that is struck out in a side, from left to right; what stands within a struck part is passed over."""
    return list(_Search().found(side, 0, False))


@dataclass
class _Search:
    """Counts products and sums while a side is searched."""

    products: int = 0
    sums: int = 0

    def found(self, node: Surface, product: int, below: bool) -> Iterator[Strike]:
        if isinstance(node, Marked):
            if node.mark == STRUCK:
                yield Strike(node, product, below)
            else:
                yield from self.found(node.body, product, below)
        elif isinstance(node, Sum) and len(node.terms) > 1:
            yield from self._terms(node, product, below)
        elif isinstance(node, Sum):
            yield from self.found(node.terms[0][1], product, below)
        elif isinstance(node, Group) and len(node.items) == 1:
            yield from self.found(node.items[0], product, below)
        elif isinstance(node, Product):
            for place, part in enumerate(node.parts):
                divided = place > 0 and node.operations[place - 1] == "/"
                yield from self.found(part, product, below != divided)
        elif isinstance(node, Fractional):
            yield from self.found(node.top, product, below)
            yield from self.found(node.bottom, product, not below)
        elif isinstance(node, Scripted):
            yield from self.found(node.base, product, below)
        else:
            for part in parts_of(node):
                yield from self.found(part, self._another(), False)

    def _terms(self, node: Sum, product: int, below: bool) -> Iterator[Strike]:
        self.sums += 1
        number = self.sums
        for sign, term in node.terms:
            inner = _bare(term)
            if isinstance(inner, Marked) and inner.mark == STRUCK:
                yield Strike(inner, product, below, number, sign)
            else:
                yield from self.found(term, self._another(), False)

    def _another(self) -> int:
        self.products += 1
        return self.products


def _bare(node: Surface) -> Surface:
    """A term without brackets that hold nothing else."""
    while isinstance(node, (Group, Product)):
        below = node.items if isinstance(node, Group) else node.parts
        if len(below) != 1:
            return node
        node = below[0]
    return node


def without_strikes(statement: Statement) -> Statement:
    """The statement with what is struck taken away: 1 for a factor, 0 for a term."""
    terms = {id(strike.node) for side in statement.sides for strike in strikes_in(side) if strike.sum is not None}

    def left(node: object) -> object:
        if not isinstance(node, Marked) or node.mark != STRUCK:
            return node
        value = 0 if id(node) in terms else 1
        return Number(str(value), Fraction(value), node.span)

    return replace(statement, sides=rebuilt(statement.sides, left))
