"""Equations between functions themselves: σ′ = σ(1 − σ) says at every x that σ′(x) = σ(x)(1 − σ(x))."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from derive.ir import Symbol
from derive.notation.rebuilding import rebuilt
from derive.notation.scope import Scope
from derive.notation.surface import (
    Derivative,
    FunctionWord,
    Group,
    Name,
    Product,
    Scripted,
    Statement,
    Surface,
    unmarked,
    walk,
)
from derive.shapes import SCALAR

POINT = "x"
"""The letter of the point, where no derivative names one."""


def with_points(statement: Statement, scope: Scope) -> tuple[Statement, Scope, tuple[str, ...]]:
    """The statement at a point, the scope in which that is known, and what was decided; the statement itself elsewhere.

    Only where it speaks of nothing but functions, and of what is differentiated by.
    """
    point = _point(statement.sides, scope) if len(statement.sides) > 1 else None
    known = scope.variables.get(Symbol(point)) if point is not None else None
    if point is None or (known is not None and not known.shape.is_scalar):
        return statement, scope, ()
    sides = _at(statement.sides, scope, point)
    if sides is statement.sides:
        return statement, scope, ()
    there = scope if scope.open or known is not None else scope.with_shape(point, SCALAR)
    return replace(statement, sides=sides), there, (f"the functions are taken at {point}",)


def _point(sides: Sequence[Surface], scope: Scope) -> str | None:
    """The letter of the point; None where the sides name anything but functions and what they differentiate by."""
    nodes = list(walk(*sides))
    variables = [unmarked(v) for node in nodes if isinstance(node, Derivative) for v in node.variables]
    by = {v.letter for v in variables if isinstance(v, Name)}
    names = {node.letter for node in nodes if isinstance(node, Name) and not _function(node, scope)}
    return next(iter(by), POINT) if names <= by and len(by) < 2 else None


def _function(node: Surface, scope: Scope) -> str:
    """The function that a name is, with primes and powers or without; empty for anything else."""
    bare = unmarked(node)
    base = bare.base if isinstance(bare, Scripted) and bare.sub is None else bare
    if isinstance(base, FunctionWord):
        return base.name
    symbol = Symbol(base.letter, base.accent) if isinstance(base, Name) else None
    return symbol.letter if symbol is not None and symbol in scope.functions and not scope.declares(symbol) else ""


def _at(sides: tuple[Surface, ...], scope: Scope, point: str) -> tuple[Surface, ...]:
    """The sides with the point in brackets behind every function that is applied to nothing."""
    met: list[Surface] = []

    def called(node: Surface) -> Surface:
        met.append(node)
        return Product((node, Group((Name(point, node.span),), "(", node.span)), ("",), node.span)

    def change(node: object) -> object:
        if isinstance(node, Product):
            return replace(node, parts=tuple(part(node, place) for place in range(len(node.parts))))
        is_name = isinstance(node, (Name, Scripted, FunctionWord)) and _function(node, scope)
        return called(node) if is_name and isinstance(node, (Name, Scripted, FunctionWord)) else node

    def part(node: Product, place: int) -> Surface:
        name = _function(node.parts[place], scope)
        if not name:
            return rebuilt(node.parts[place], change)
        return node.parts[place] if _is_applied(node, place, name, scope) else called(node.parts[place])

    found = rebuilt(sides, change)
    return found if met else sides


def _is_applied(node: Product, place: int, name: str, scope: Scope) -> bool:
    """Whether what stands behind a function in a product is what it is taken of."""
    if place + 1 == len(node.parts) or node.operations[place]:
        return False
    here, behind = unmarked(node.parts[place]), node.parts[place + 1]
    word = here.base if isinstance(here, Scripted) else here
    return isinstance(word, FunctionWord) or (isinstance(behind, Group) and not _mentions(behind, name, scope))


def _mentions(group: Surface, name: str, scope: Scope) -> bool:
    """Whether the same function stands in brackets behind it: then they are a factor, as in σ(1 − σ)."""
    return any(_function(node, scope) == name for node in walk(group))
