"""Claims that are made only where conditions hold: behind words, or behind a wide space, as in … , i ≠ j."""

from __future__ import annotations

from derive.ir import Span
from derive.notation.binding import Binder
from derive.notation.errors import Refusal
from derive.notation.forms import COMPARISONS, INDICES
from derive.notation.surface import Name, Relation, Restricted, Statement, Surface, unmarked


def place_of(condition: Relation | Span) -> Span:
    """Where a condition stands."""
    return condition if isinstance(condition, Span) else condition.span


def restricted_sides(statement: Statement, binder: Binder) -> tuple[Surface, ...]:
    """The sides of a claim, each as far as its conditions hold. Raises `Refusal` for a condition that is not read."""
    for condition in statement.conditions:
        shown = binder.shown(place_of(condition))
        if isinstance(condition, Span) or not _is_restriction(condition):
            raise Refusal("not-yet", "a claim that is made under this condition is not read yet", place_of(condition))
        binder.choose(f"the claim is made only where {shown}")
    conditions = tuple(condition for condition in statement.conditions if isinstance(condition, Relation))
    return tuple(Restricted(side, conditions, side.span) for side in statement.sides)


def _is_restriction(condition: Relation) -> bool:
    """Whether a condition is a comparison, or says that two indices are the same."""
    if condition.relation != "=":
        return condition.relation in COMPARISONS
    sides = [unmarked(condition.left), unmarked(condition.right)]
    return all(isinstance(side, Name) and side.letter in INDICES and not side.accent for side in sides)
