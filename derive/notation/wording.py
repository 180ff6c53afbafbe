"""Statements whose form says what they are: ∀ i, f : ℝⁿ → ℝᵏ, "W is a 4 × 3 matrix", w -= …, … =: z."""

from __future__ import annotations

import re
from abc import ABC
from dataclasses import replace

from derive.ir import Span
from derive.notation import commands
from derive.notation.errors import Refusal
from derive.notation.parts import Parts
from derive.notation.splitting import is_quantifier
from derive.notation.surface import (
    FunctionWord,
    Group,
    Name,
    Number,
    Part,
    Product,
    Scripted,
    Statement,
    Sum,
    Surface,
    Text,
    unmarked,
)

_IS = re.compile(r"\W*(is|are|has|have|ist|sind|hat|est|sont|es|è)\b")
_SIZE_OF = re.compile(r"\b(dimensions?|shape|size|Dimension|Größe|Form)\b", re.IGNORECASE)
_SHAPES = frozenset({"shape", "size"})


class Wording(Parts, ABC):
    """Recognises such statements, before their sides are read."""

    def spoken(self, start: int, end: int, span: Span) -> Statement | None:
        """The statement that these tokens are by their form alone; None for any other."""
        if is_quantifier(self.tokens, (start, end)):
            return Statement((), (), span, kind="notation")
        listed = self.top(start, end, "dots") and self.top(start, end, "comma")
        if listed and not self.top(start, end, "relation"):
            return Statement((), (), span, kind="notation")
        colons = self.top(start, end, "colon")
        if (
            len(colons) == 1
            and start < colons[0]
            and any(self.items[arrow].text == "->" for arrow in self.top(colons[0], end, "relation"))
        ):
            return Statement((self.whole(start, colons[0], span),), (), span, kind="declaration")
        return None


def changed(statement: Statement, words: str = "") -> Statement:
    """The statement in its plain form: without ``-=`` and ``=:``, and a shape in words as a set.

    ``words`` stand directly before it.
    """
    relations = statement.relations
    if len(relations) == 1 and relations[0] in commands.COMPOUNDS and len(statement.sides) == 2:
        return _stepped(statement)
    if relations and relations[-1] == "=:" and set(relations[:-1]) <= {"="}:
        flipped = (statement.sides[-1], *statement.sides[:-1])
        return replace(statement, sides=flipped, relations=(":=", *relations[:-1]))
    if relations[-2:] == ("in", "subset"):
        return replace(statement, sides=(*statement.sides[:-2], statement.sides[-1]), relations=relations[:-1])
    if relations == ("=",) and len(statement.sides) == 2 and _SIZE_OF.search(words):
        return _declared(statement, *statement.sides) or statement
    return _shape_in_words(statement) or statement


def _stepped(statement: Statement) -> Statement:
    """w -= d as w := w - d."""
    left, right = statement.sides
    sign = statement.relations[0][0]
    if sign not in "+-":
        message = f"`{statement.relations[0]}` is not read yet: write what it stands for"
        raise Refusal("not-yet", message, statement.span)
    terms = right.terms if isinstance(right, Sum) and sign == "+" else ((1, right),)
    total = Sum(((1, left), *((s if sign == "+" else -s, term) for s, term in terms)), statement.span)
    return replace(statement, sides=(left, total), relations=(":=",))


def _shape_in_words(statement: Statement) -> Statement | None:
    """W is a 4 × 3 matrix, shape(W) = (4, 3), dim W = (4, 3): the name and its sizes; None for anything else."""
    sides = statement.sides
    first = unmarked(sides[0]) if sides else None
    if not isinstance(first, Product) or len(first.parts) < 2:
        return None
    head, second = unmarked(first.parts[0]), unmarked(first.parts[1])
    if not statement.relations and isinstance(second, Text) and _IS.match(second.text) and len(first.parts) > 2:
        rest = first.parts[2:]
        sizes = Product(rest, first.operations[2:], Span(rest[0].span.start, rest[-1].span.end))
        return _declared(statement, head, sizes)
    named = isinstance(head, Name) and head.letter in _SHAPES
    spoken = named or (isinstance(head, FunctionWord) and head.name == "dim")
    if spoken and statement.relations == ("=",) and len(first.parts) == 2:
        return _declared(statement, first.parts[1], sides[1])
    return None


def _declared(statement: Statement, name: Surface, sizes: Surface) -> Statement | None:
    """The statement that a name is in the set of arrays of those sizes."""
    name, sizes = unmarked(name), unmarked(sizes)
    if isinstance(name, Group) and len(name.items) == 1:
        name = unmarked(name.items[0])
    if isinstance(sizes, Group) and sizes.bracket == "(":
        items = sizes.items
        power: Surface = items[0] if len(items) == 1 else Product(items, ("×",) * (len(items) - 1), sizes.span)
    elif isinstance(sizes, (Product, Number)) and set(getattr(sizes, "operations", ())) <= {"×"}:
        power = sizes
    else:
        return None
    part = Part("value", "", sizes.span, power)
    members = Scripted(Name("ℝ", sizes.span), None, (part,), sizes.span)
    return replace(statement, sides=(name, members), relations=("in",))
