"""Equations for the logarithm of something that has no equation yet: log p = … says what p is."""

from __future__ import annotations

from dataclasses import replace

from derive.ir import Symbol
from derive.notation.binding import Binder
from derive.notation.surface import FunctionWord, Group, Name, Product, Statement, Surface, unmarked, walk

LOGARITHMS = frozenset({"log", "ln"})


def without_logarithm(statement: Statement, binder: Binder) -> Statement:
    """The statement log p = A as p = exp(A), where nothing is known of p and nothing else stands on the left.

    In a scope where the base of the logarithm is 10 it stays as it is.
    """
    name = _under_logarithm(statement.sides[0]) if statement.relations[:1] == ("=",) else None
    scope = binder.scope
    if name is None or not scope.open or scope.log != "natural":
        return statement
    head = name.parts[0] if isinstance(name, Product) else name
    assert isinstance(head, Name)
    symbol, rest = Symbol(head.letter, head.accent, font=head.font), statement.sides[1:]
    letters = any(isinstance(node, Name) for side in rest for node in walk(side))
    if scope.declares(symbol) or binder.found(symbol) is not None or not letters:
        return statement
    binder.choose(f"this says what {symbol.plain} is, by its logarithm")
    raised = tuple(_exponential(side) for side in rest)
    return replace(statement, sides=(name, *raised))


def _under_logarithm(side: Surface) -> Surface | None:
    """The name, perhaps with arguments in brackets, of which a side is the logarithm; None for any other side."""
    side = unmarked(side)
    if not isinstance(side, Product) or not isinstance(side.parts[0], FunctionWord) or any(side.operations):
        return None
    name, *arguments = (unmarked(part) for part in side.parts[1:])
    listed = not arguments or (len(arguments) == 1 and isinstance(arguments[0], Group))
    if side.parts[0].name not in LOGARITHMS or not isinstance(name, Name) or not listed:
        return None
    return Product((name, *arguments), side.operations[1:], side.span) if arguments else name


def _exponential(side: Surface) -> Surface:
    word, group = FunctionWord("exp", side.span), Group((side,), "(", side.span)
    return Product((word, group), ("",), side.span)
