"""Equations in the order in which they are computed, whatever the order in which they are written.

A mathematician writes the loss first and says what stands in it afterwards. What a formula defines and uses is told
from its names as they are written, before anything is read.
"""

from __future__ import annotations

import heapq
from collections.abc import Sequence
from dataclasses import replace

from derive.drafts import Formula, MalformedModel
from derive.ir import Symbol
from derive.notation.declarations import surface_symbol
from derive.notation.errors import Refusal
from derive.notation.grammar import parse
from derive.notation.scope import Scope
from derive.notation.surface import Group, Product, Statement, Surface, unmarked, walk
from derive.notation.tokens import tokenize


def in_order(formulas: Sequence[Formula], scope: Scope) -> list[Formula]:
    """The statements of formulas, each behind those whose names it uses, and otherwise in the order given.

    Raises `MalformedModel` where equations go in a circle, with the lines of all of them. A formula that cannot be
    taken apart stays behind the one before it.
    """
    formulas = [part for formula in formulas for part in _statements(formula, scope)]
    parts = [names_of(formula, scope) for formula in formulas]
    definer: dict[Symbol, int] = {}
    for number, (defined, _) in enumerate(parts):
        for symbol in defined:
            definer.setdefault(symbol, number)
    needs = [
        {definer[symbol]: symbol for symbol in used if definer.get(symbol, number) != number}
        for number, (_, used) in enumerate(parts)
    ]
    users: list[list[int]] = [[] for _ in formulas]
    for number, before in enumerate(needs):
        for other in before:
            users[other].append(number)
    missing = [len(before) for before in needs]
    ready = [number for number, count in enumerate(missing) if count == 0]
    order: list[int] = []
    while ready:
        number = heapq.heappop(ready)
        order.append(number)
        for user in users[number]:
            missing[user] -= 1
            if missing[user] == 0:
                heapq.heappush(ready, user)
    if len(order) < len(formulas):
        raise MalformedModel(_circle(formulas, needs, set(range(len(formulas))) - set(order)))
    return [formulas[number] for number in order]


def _statements(formula: Formula, scope: Scope) -> list[Formula]:
    """The statements of a formula one by one, as in z = u + b, u = wx."""
    try:
        spans = [statement.span for statement in parse(tokenize(formula.latex, scope.words, scope.macros))]
    except (Refusal, RecursionError):
        return [formula]
    if len(spans) < 2:
        return [formula]
    return [replace(formula, latex=formula.latex[s.start : s.end], line=formula.line_at(s.start)) for s in spans]


def names_of(formula: Formula, scope: Scope) -> tuple[set[Symbol], set[Symbol]]:
    """The names that get an equation in a formula, and those that it uses."""
    try:
        statements = parse(tokenize(formula.latex, scope.words, scope.macros))
    except (Refusal, RecursionError):
        return set(), set()
    defined: set[Symbol] = set()
    used: set[Symbol] = set()
    for statement in statements:
        left = _defined(statement)
        defined |= {left} if left is not None else set()
        used |= {symbol for side in statement.sides[left is not None :] for symbol in _used(side)}
    return defined, used - defined


def _circle(formulas: Sequence[Formula], needs: Sequence[dict[int, Symbol]], left: set[int]) -> str:
    """What is told of one circle among the formulas that are left."""
    path, number = list[int](), min(left)
    while number not in path:
        path.append(number)
        number = next(other for other in sorted(needs[number]) if other in left)
    path = path[path.index(number) :]
    following = [*path[1:], path[0]]
    names = [needs[one][other] for one, other in zip(path, following, strict=True)]
    told = ", and ".join(
        f"{before} (line {formulas[number].line}) uses {after}"
        for before, number, after in zip([names[-1], *names], path, names, strict=False)
    )
    return f"line {formulas[path[0]].line}: the equations go in a circle: {told}"


def _defined(statement: Statement) -> Symbol | None:
    """The name on the left of an equation; its arguments count for nothing, and its index stands for all."""
    if len(statement.sides) < 2 or statement.relations[0] != "=" or statement.kind:
        return None
    side = unmarked(statement.sides[0])
    called = isinstance(side, Product) and len(side.parts) == 2 and isinstance(side.parts[1], Group)
    return surface_symbol(side.parts[0] if called else side, declaring=True)  # type: ignore[union-attr]


def _used(side: Surface) -> set[Symbol]:
    """The names in a side; an entry or an example of a name, by a letter, is that name too."""
    found: set[Symbol] = set()
    for node in walk(side):
        symbol = surface_symbol(node)
        if symbol is not None:
            found |= {symbol, replace(symbol, example="")}
            found |= {replace(symbol, sub="")} if symbol.sub.isalpha() else set()
    return found
