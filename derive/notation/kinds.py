"""Which kind of statement a formula is by its form, before its sides are bound."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Literal, TypeAlias

from derive.ir import Symbol
from derive.notation.forms import (
    claims_nothing,
    is_average,
    is_bare,
    is_index,
    is_name,
    is_ordinal,
    is_set,
    is_worded,
    spelling,
)
from derive.notation.surface import Group, Name, Number, Product, Statement, Sum, Surface, unmarked

Form: TypeAlias = Literal[
    "worded",
    "said",
    "cut-off",
    "continuation",
    "declaration",
    "ordinal",
    "notation",
    "fragment",
    "expression",
    "claims-nothing",
    "update",
    "arrow-behind",
    "assignment",
    "equation",
    "claim",
]
"""What decides how a statement is read: *said* is settled by its words, *cut-off* waits for more."""

_ARROWS = frozenset({"->", "<-"})


def form_of(statement: Statement, is_order: Callable[[Symbol], bool]) -> Form:
    """The form of a statement; ``is_order`` says whether a name is the O of an order of growth."""
    sides, relations = statement.sides, statement.relations
    if relations and len(sides) > 1 and any(map(is_worded, sides)):
        return "worded"
    if statement.kind:
        return "said"
    if statement.dangling is not None:
        return "cut-off"
    if statement.leads:
        return "arrow-behind" if _ARROWS & set(relations) else "continuation"
    if "in" in relations:
        return "declaration"
    return _of_sides(sides[0]) if not relations else _of_relations(statement, is_order)


def without_remark(statement: Statement) -> Statement | None:
    """An equation without the arrow behind it and the one name or number that the arrow points at or comes from.

    None where more stands behind the arrow: then it may follow from the equation, and be one itself.
    """
    *relations, last = statement.relations
    behind = unmarked(statement.sides[-1])
    if last not in _ARROWS or _ARROWS & set(relations) or not relations:
        return None
    if not (is_name(behind) or isinstance(behind, Number)) or len(statement.sides) < 2:
        return None
    return replace(statement, sides=statement.sides[:-1], relations=tuple(relations))


def _of_sides(side: Surface) -> Form:
    """A formula without relations."""
    if is_ordinal(side):
        return "ordinal"
    return "notation" if is_name(side) else "fragment" if is_bare(side) else "expression"


def _of_relations(statement: Statement, is_order: Callable[[Symbol], bool]) -> Form:
    sides, relations = statement.sides, statement.relations
    if set(relations) == {","}:
        return "notation"
    if relations == ("=",) and all(is_index(side) for side in sides):
        return "claims-nothing"
    if claims_nothing(relations) or any(is_set(side) or _is_order(side, is_order) for side in sides):
        return "claims-nothing"
    if _is_update(sides, relations):
        return "update"
    if relations[0] in ("=", ":="):
        return "arrow-behind" if _ARROWS & set(relations) else "equation"
    if "->" in relations:
        return "claims-nothing"
    return "assignment" if relations[0] == "<-" else "claim"


def _is_order(side: Surface, is_order: Callable[[Symbol], bool]) -> bool:
    """Whether a side is an order of growth such as 𝒪(n log n)."""
    side = unmarked(side)
    if not isinstance(side, Product) or len(side.parts) != 2 or not isinstance(side.parts[1], Group):
        return False
    head = unmarked(side.parts[0])
    return isinstance(head, Name) and head.letter == "O" and is_order(Symbol("O", font=head.font))


def _is_update(sides: tuple[Surface, ...], relations: tuple[str, ...]) -> bool:
    """Whether the right side begins with what stands on the left, as in w ← w − α dw."""
    if relations[0] not in ("->", "<-", ":=", "="):
        return False
    if is_average(sides[0], sides[1]):
        return True
    left, right = spelling(sides[0]), unmarked(sides[1])
    first = right.terms[0][1] if isinstance(right, Sum) and right.terms[0][0] == 1 else right
    if isinstance(first, Product) and first.operations[0] == "/":
        first = first.parts[0]
    return left is not None and right is not first and spelling(first) == left
