"""Forms that tell what a statement is before its names are known."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import TypeGuard

from derive.ir import Span
from derive.notation.commands import REQUIRED
from derive.notation.surface import (
    Conditioned,
    Derivative,
    Differential,
    Dots,
    Fractional,
    Given,
    Group,
    Matrix,
    Name,
    Number,
    Product,
    Scripted,
    Sum,
    Surface,
    Text,
    parts_of,
    unmarked,
)

RATES = frozenset({"alpha", "eta", "lr"})
"""The letters that a learning rate goes by."""


COMPARISONS = frozenset({"<", ">", "<=", ">=", "!="})
"""The relations that say where a statement is made, when they stand behind it."""

INDICES = frozenset("ijkl")
"""The letters that are certainly indices, so that i = j behind a claim says where it is made."""

AVERAGING = frozenset({"beta", "gamma", "rho", "mu", "alpha", "lambda"})
"""The letters that the weight of a moving average goes by."""

_ORDINALS = frozenset({"th", "st", "nd", "rd"})
_CLAIMING_NOTHING = frozenset({REQUIRED, "<", ">", "<=", ">=", "!=", "<=>", "propto", "~", "subset"})


def claims_nothing(relations: Iterable[str]) -> bool:
    """Whether one of the relations is no equality, so that no sides are claimed to be equal."""
    return any(relation in _CLAIMING_NOTHING for relation in relations)


def is_name(node: Surface) -> bool:
    """Whether a formula is only a name, as in the middle of a sentence."""
    node = unmarked(node)
    powers = isinstance(node, Scripted) and any(p.kind == "value" and p.text not in _ORDINALS for p in node.sup)
    return isinstance(node.base if isinstance(node, Scripted) else node, Name) and not powers


def is_index(node: Surface) -> bool:
    """Whether a formula is the letter of an index alone, so that i = j says where something is meant."""
    node = unmarked(node)
    return isinstance(node, Name) and node.letter in INDICES and not node.accent and not node.font


def lists_with_dots(sides: Sequence[Surface]) -> bool:
    """Whether an equation only writes an array as its entries, some of which are left out: w = (w_1, …, w_m)ᵀ."""
    written = [has_dots(side) for side in sides]
    return any(written) and all(dots or is_name(side) for side, dots in zip(sides, written, strict=True))


def has_dots(node: Surface) -> bool:
    """Whether a formula is a list or a matrix of which dots stand for some entries, transposed or not."""
    node = unmarked(node)
    node = unmarked(node.base) if isinstance(node, Scripted) else node
    if isinstance(node, Matrix):
        return any(isinstance(unmarked(cell), Dots) for line in node.rows for cell in line)
    return isinstance(node, Group) and len(node.items) > 1 and any(isinstance(unmarked(n), Dots) for n in node.items)


def is_set(node: Surface) -> bool:
    """Whether a formula is a set in braces: several elements, or one with an index that runs."""
    node = unmarked(node)
    base = node.base if isinstance(node, (Scripted, Conditioned)) else node
    if not isinstance(base, Group) or base.bracket != "{}":
        return False
    ranged = isinstance(node, Conditioned) or (isinstance(node, Scripted) and node.sub is not None)
    return ranged or len(base.items) > 1 or isinstance(base.items[0], Given)


def rate_in(term: Surface) -> tuple[Name | Number | None, Surface | None]:
    """The learning rate among the factors of a term, or a decimal before them, and what is left without it.

    The second is None where nothing is left. The rate of a fraction stands above its bar: in (α/n) g it leaves (1/n) g.
    """
    term = unmarked(term)
    if _is_rate(term):
        return term, None
    found = _lettered_rate(term)
    first = unmarked(term.parts[0]) if isinstance(term, Product) else None
    if found[0] is None and isinstance(term, Product) and isinstance(first, Number) and "." in first.text:
        return (first, _without_part(term, 0, None)) if term.operations[0] != "/" else found
    return found


def _lettered_rate(term: Surface) -> tuple[Name | None, Surface | None]:
    one = Number("1", Fraction(1), term.span)
    if isinstance(term, Fractional):
        rate, rest = _lettered_rate(unmarked(term.top)) if not _is_rate(term.top) else (term.top, None)
        return (None, None) if rate is None else (rate, replace(term, top=rest or one))
    if not isinstance(term, Product):
        return None, None
    for place, part in enumerate(map(unmarked, term.parts)):
        rate, rest = (part, None) if _is_rate(part) else (None, None)
        if isinstance(part, Fractional):
            rate, rest = _lettered_rate(part)
        if rate is not None and "/" not in term.operations[max(place - 1, 0) : place]:
            divided = term.operations[place : place + 1] == ("/",)
            return rate, _without_part(term, place, rest or (one if divided else None))
    return None, None


def _is_rate(node: Surface) -> TypeGuard[Name]:
    return isinstance(node, Name) and node.letter in RATES


def _without_part(term: Product, place: int, kept: Surface | None) -> Surface:
    """A product with one factor replaced, or left out."""
    if kept is not None:
        return replace(term, parts=(*term.parts[:place], kept, *term.parts[place + 1 :]))
    parts = (*term.parts[:place], *term.parts[place + 1 :])
    before = max(place - 1, 0)
    operations = (*term.operations[:before], *term.operations[before + 1 :])
    return parts[0] if len(parts) == 1 else Product(parts, operations, Span(parts[0].span.start, parts[-1].span.end))


def is_average(left: Surface, right: Surface) -> bool:
    """Whether the right side is a moving average with the left one in it: s = β s + (1 − β) g."""
    right = unmarked(right)
    terms = [unmarked(term) for sign, term in right.terms if sign > 0] if isinstance(right, Sum) else []
    if len(terms) != 2 or not isinstance(terms[0], Product) or not isinstance(terms[1], Product):
        return False
    weight, old = unmarked(terms[0].parts[0]), terms[0].parts[1:]
    rest = unmarked(terms[1].parts[0])
    complement = unmarked(rest.items[0]) if isinstance(rest, Group) and len(rest.items) == 1 else None
    if not isinstance(weight, Name) or weight.letter not in AVERAGING or not isinstance(complement, Sum):
        return False
    spelled = [(sign, unmarked(term)) for sign, term in complement.terms]
    one = len(spelled) == 2 and isinstance(spelled[0][1], Number) and spelled[0][1].value == 1
    taken = one and spelled[1][0] < 0 and spelling(spelled[1][1]) == spelling(weight)
    return taken and len(old) == 1 and spelling(left) is not None and spelling(old[0]) == spelling(left)


def is_bare(node: Surface) -> bool:
    """Whether a formula is only a left side: a name, a derivative, a named function of names."""
    node = unmarked(node)
    if isinstance(node, Product):
        head = unmarked(node.parts[0])
        if isinstance(head, Derivative):
            return head.target is None
        names = all(isinstance(unmarked(part), (Name, Scripted, Group)) for part in node.parts)
        group = unmarked(node.parts[-1])
        called = isinstance(group, Group) and group.bracket == "("
        listed = called and all(isinstance(unmarked(item), (Name, Scripted)) for item in parts_of(group))
        return names and len(node.parts) == 2 and listed
    if isinstance(node, Scripted) and any(part.kind == "value" for part in node.sup):
        return False
    base = node.base if isinstance(node, Scripted) else node
    return isinstance(base, (Name, Derivative, Differential))


def is_ordinal(node: Surface) -> bool:
    """Whether a formula is an ordinal number, such as i^{th}, which is a word."""
    node = unmarked(node)
    if not isinstance(node, Scripted) or not node.sup:
        return False
    return node.sup[-1].text.replace("\\text", "") in _ORDINALS


_ORDINALS = frozenset({"th", "st", "nd", "rd"})


def is_worded(node: Surface) -> bool:
    """Whether a side begins with words, so that it says something rather than being a formula."""
    node = unmarked(node)
    first = unmarked(node.parts[0]) if isinstance(node, Product) else node
    return isinstance(first, Text) and sum(len(word) > 1 for word in first.text.split()) > 1


def spelling(node: Surface) -> tuple[object, ...] | None:
    """A name as it is written, without its place; None for what is no name."""
    node = unmarked(node)
    if isinstance(node, Differential):
        inner = spelling(node.target) if node.target is not None else None
        return None if inner is None else (node.sign, *inner)
    if isinstance(node, Name):
        return node.letter, node.accent, node.font, "", ()
    if isinstance(node, Scripted) and isinstance(node.base, Name):
        sup = tuple((part.kind, part.text) for part in node.sup)
        return node.base.letter, node.base.accent, node.base.font, node.sub.text if node.sub else "", sup
    return None
