"""Bounds of names: what 0 < α < 1 says of the values of α, where it is given and not asked."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from itertools import pairwise

from derive.constants import constant_value
from derive.ir import Expr, Symbol, Var
from derive.notation.readings import Reading

TURNED = {"<": ">", ">": "<", "<=": ">=", ">=": "<="}
"""The comparisons, and how they are said from the other side."""
SAYING: Mapping[tuple[str, Fraction], str] = {(">", Fraction(0)): "positive", ("<", Fraction(1)): "below-one"}
"""The bounds that say just what may be declared."""


def bounds(reading: Reading) -> tuple[tuple[Symbol, str], ...]:
    """The facts that a chain of comparisons between names and numbers says: that a name is positive, or below 1.

    Empty where it says anything else as well, such as α < 2: to heed it in part would be to seem to heed it.
    """
    sides, relations = reading.sides, reading.relations
    if len(sides) != len(relations) + 1 or not relations:
        return ()
    found: list[tuple[Symbol, str]] = []
    for (left, right), relation in zip(pairwise(sides), relations, strict=True):
        name, number, said = (left, right, relation) if isinstance(left, Var) else (right, left, TURNED.get(relation))
        fact = _fact(said or "", number)
        if fact is None or not isinstance(name, Var):
            return ()
        found.append((name.symbol, fact))
    return tuple(found)


def _fact(relation: str, number: Expr) -> str | None:
    """What is known of a name that stands in this relation to a number: just that, and no more."""
    value = constant_value(number)
    return None if value is None else SAYING.get((relation, value))
