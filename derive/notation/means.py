"""Means: in (1/m) Σᵢ xᵢ, where nothing says how far i runs, m is how many there are."""

from __future__ import annotations

from dataclasses import replace

from derive.ir import Symbol
from derive.notation.rebuilding import rebuilt_upward
from derive.notation.scope import Scope
from derive.notation.surface import BigSum, Fractional, Name, Number, Product, Statement, Surface, unmarked, walk

COUNTS = frozenset("nmNMB")
"""The letters that stand below a mean."""


def with_means(statement: Statement, scope: Scope) -> tuple[Statement, tuple[str, ...]]:
    """The statement with the ends of its sums that are means, and what was decided; only where nothing is declared."""
    if not scope.open or not any(isinstance(node, BigSum) for node in walk(*statement.sides)):
        return statement, ()
    told: dict[str, None] = {}

    def ended(node: object) -> object:
        if not isinstance(node, Product):
            return node
        parts = list(node.parts)
        for place, part in enumerate(parts[1:], 1):
            bare = unmarked(part)
            letter = _count(unmarked(parts[place - 1]))
            if letter is None or not isinstance(bare, BigSum) or bare.kind != "sum" or not _is_endless(bare):
                continue
            if not scope.declares(Symbol(letter.letter)):
                told[f"{', '.join(bare.indices)} runs to {letter.letter}, because this is a mean"] = None
                parts[place] = replace(bare, upper=letter)
        same = all(new is old for new, old in zip(parts, node.parts, strict=True))
        return node if same else replace(node, parts=tuple(parts))

    return replace(statement, sides=rebuilt_upward(statement.sides, ended)), tuple(told)


def _is_endless(node: BigSum) -> bool:
    return len(node.indices) == 1 and node.lower is None and node.upper is None and not node.conditions


def _count(node: Surface) -> Name | None:
    """The m of a fraction 1/m, 2/m or 1/(2m); None for anything else."""
    if not isinstance(node, Fractional) or not isinstance(unmarked(node.top), Number):
        return None
    bottom = unmarked(node.bottom)
    parts = [unmarked(part) for part in bottom.parts] if isinstance(bottom, Product) else [bottom]
    names = [part for part in parts if isinstance(part, Name)]
    others = [part for part in parts if not isinstance(part, (Name, Number))]
    return names[0] if len(names) == 1 and not others and names[0].letter in COUNTS else None
