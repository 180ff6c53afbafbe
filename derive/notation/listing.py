"""Lists of names, as in x_1, …, x_n ∈ ℝ^d: what stands between the dots is one family of names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from derive.notation.surface import Name, Part, Scripted, Subscript, Surface, unmarked

INDEX = "i"
"""The letter that counts the members of a family of which only the first and the last are written."""


def listed(items: Sequence[Surface], dots: Sequence[int]) -> list[Surface]:
    """The names of a list, where ``dots`` are the places of dots in it, which are none of the items.

    The names around dots that differ in one number or letter of their scripts are one name, with an index in its place:
    x_1, …, x_n is x_i. Dots between other names stand for nothing.
    """
    found: list[Surface] = []
    behind = {place - number for number, place in enumerate(dots)}
    for place, item in enumerate(items):
        family = _family(items[place - 1], item) if place in behind and place else None
        if family is None:
            found.append(item)
            continue
        while found and _family(found[-1], item) is not None:
            found.pop()
        found.append(family)
    return found


def _family(first: Surface, last: Surface) -> Surface | None:
    """The name with an index of which two members are given; None where they are not two of one family."""
    first, last = unmarked(first), unmarked(last)
    if not isinstance(first, Scripted) or not isinstance(last, Scripted) or _spelt(first) != _spelt(last):
        return None
    subs = [part for part in (first.sub, last.sub) if part is not None]
    if len(subs) == 2 and _counts(*subs) and [p.text for p in first.sup] == [p.text for p in last.sup]:
        return replace(last, sub=replace(subs[1], text=INDEX, pieces=(INDEX,), value=None))
    if len(first.sup) == len(last.sup) == 1 and [p.text for p in subs[:1]] == [p.text for p in subs[1:]]:
        above, other = first.sup[0], last.sup[0]
        if _counts(above, other) and above.kind == other.kind and above.kind in ("paren", "bracket"):
            return replace(last, sup=(replace(other, text=INDEX, value=Name(INDEX, other.span)),))
    return None


def _spelt(node: Scripted) -> tuple[object, ...]:
    """The name itself, without what stands above and below it."""
    base = node.base
    return (base.letter, base.accent, base.font) if isinstance(base, Name) else (node,)


def _counts(first: Part | Subscript, last: Part | Subscript) -> bool:
    """Whether two scripts are a number and a later number or a letter."""
    return first.text.isdigit() and first.text != last.text and (last.text.isdigit() or last.text.isalpha())
