"""Brackets with a bar behind a name, as in p(x | μ, σ²) and D(p ‖ q): what they list."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from derive.ir import Symbol
from derive.notation.declarations import surface_symbol
from derive.notation.surface import Given, Group, Name, Number, Relation, Scripted, Subscript, Surface, unmarked

BAR = Symbol("|")
"""Stands for the bar among the arguments of a definition: p(x | y) is not p(x, y)."""

_RAISED = "^"


def given_in(group: Group) -> Given | None:
    """The two sides of the bar that all of the brackets hold; None where there is none."""
    only = unmarked(group.items[0]) if group.bracket == "(" and len(group.items) == 1 else None
    return only if isinstance(only, Given) else None


def listed(given: Given, symbol_of: Callable[[Surface], Symbol | None]) -> tuple[Symbol, ...] | None:
    """The arguments on both sides of a bar, with the bar; None where one is no name. A power of a name is one of them.

    A power is a symbol of its own, which stands in no equation: σ² = 4 does not say what σ is.
    """
    left, right = ([_argument(item, symbol_of) for item in side] for side in (given.left, given.right))
    found = [symbol for symbol in (*left, BAR, *right) if symbol is not None]
    return tuple(found) if len(found) == len(left) + 1 + len(right) else None


def _argument(node: Surface, symbol_of: Callable[[Surface], Symbol | None]) -> Symbol | None:
    node = unmarked(node)
    if isinstance(node, Relation):
        name = surface_symbol(node.left)
        return replace(name, layer=f"{node.relation}") if name is not None else None
    last = node.sup[-1] if isinstance(node, Scripted) and node.sup else None
    if isinstance(node, Scripted) and last is not None and isinstance(last.value, Number) and last.kind == "value":
        kept = replace(node, sup=node.sup[:-1])
        base = symbol_of(kept if kept.sup or kept.sub else kept.base)
        return replace(base, layer=f"{base.layer}{_RAISED}{last.text}") if base is not None else None
    return symbol_of(node)


def is_sign(symbol: Symbol) -> bool:
    """Whether this stands for a bar, a power or a comparison among arguments, and is no name."""
    return symbol == BAR or _RAISED in symbol.layer or symbol.layer == "="


def class_index(given: Given) -> Name | None:
    """The k of P(y = k | x), the probabilities of all classes; None for anything else."""
    only = unmarked(given.left[0]) if len(given.left) == 1 else None
    if not isinstance(only, Relation) or only.relation != "=" or surface_symbol(only.left) is None:
        return None
    right = unmarked(only.right)
    plain = isinstance(right, Name) and len(right.letter) == 1 and not right.accent and not right.font
    return right if isinstance(right, Name) and plain else None


def of_class(name: Name, index: Name) -> Scripted:
    """The name with the index of a class below it: P(y = k | x) is entry k of all of them."""
    return Scripted(name, Subscript(index.letter, (index.letter,), index.span), (), name.span)


def names_among(symbols: Iterable[Symbol]) -> tuple[Symbol, ...]:
    """The arguments that are names."""
    return tuple(symbol for symbol in symbols if not is_sign(symbol))
