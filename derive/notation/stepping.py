"""Names of the next value in an update rule: w^{new} = w_{old} − α g, w_{t+1} = w_t − α g."""

from __future__ import annotations

from dataclasses import replace

from derive.ir import Symbol
from derive.notation.binding import Binder
from derive.notation.declarations import surface_symbol
from derive.notation.defining import left_side
from derive.notation.families import array_symbol
from derive.notation.forms import spelling
from derive.notation.rebuilding import rebuilt
from derive.notation.surface import Name, Product, Scripted, Statement, Sum, Surface, unmarked

STEPS = frozenset(
    {("new", ""), ("new", "old"), ("", "old"), ("+", ""), ("next", ""), ("'", "")}
    | {(f"{letter}+1", letter) for letter in "tkni"}
    | {(letter, f"{letter}-1") for letter in "tkni"}
)
"""What stands beside a name before and behind the relation, where one value follows the other."""


def with_its_target(statement: Statement, binder: Binder) -> Statement:
    """Δw = −α g as the step w = w − α g, where only w is known; the statement itself elsewhere."""
    if len(statement.sides) != 2 or statement.relations[0] not in ("=", ":="):
        return statement
    left, right = unmarked(statement.sides[0]), unmarked(statement.sides[1])
    change = surface_symbol(left, declaring=True) if isinstance(left, Product) else None
    if change is None or not isinstance(left, Product) or binder.scope.declares(change):
        return statement
    target = unmarked(left.parts[1])
    named = left_side(binder, target)
    if named is None or binder.scope.declares(Symbol("Delta")):
        return statement
    whole = array_symbol(replace(named.symbol, sub="", font=""))
    if all(binder.found(symbol) is None for symbol in (*named.targets, whole)):
        return statement
    binder.choose(f"{binder.shown(left.span)} is the step that {binder.shown(target.span)} takes")
    added = right.terms if isinstance(right, Sum) else ((1, right),)
    return replace(statement, sides=(target, Sum(((1, target), *added), right.span)))


def without_steps(statement: Statement, binder: Binder) -> Statement:
    """The statement with w alone for w^{new} and w_{old}, where only w is known; the statement itself elsewhere."""
    if len(statement.sides) < 2 or not statement.relations or statement.relations[0] not in ("=", ":=", "<-", "->"):
        return statement
    left, right = unmarked(statement.sides[0]), unmarked(statement.sides[1])
    if not isinstance(right, Sum) or right.terms[0][0] != 1:
        return statement
    first = unmarked(right.terms[0][1])
    for after, before in STEPS:
        new, old = _without(left, after), _without(first, before)
        if (
            new is not None
            and old is not None
            and spelling(new) == spelling(old)
            and _is_known(new, {after, before} - {""}, binder)
        ):
            binder.choose(f"{binder.shown(left.span)} is the next value of the name without {after or before}")
            terms = _at_step(right.terms[1:], before, binder)
            moved = replace(right, terms=((1, old), *terms))
            return replace(statement, sides=(new, moved, *statement.sides[2:]))
    return statement


def _at_step(terms: tuple[tuple[int, Surface], ...], step: str, binder: Binder) -> tuple[tuple[int, Surface], ...]:
    """The other terms with the bare names for those of this step, as in w_t − η (w_t x − y) x."""

    def bare(node: object) -> object:
        if not step or not isinstance(node, Scripted):
            return node
        plain = _without(node, step)
        return node if plain is None or not _is_known(plain, {step}, binder) else plain

    return rebuilt(terms, bare)


def _without(node: Surface, step: str) -> Surface | None:
    """The name without the step beside it; None where it has another one."""
    if isinstance(node, Name):
        return None if step else node
    if not isinstance(node, Scripted) or not isinstance(node.base, Name):
        return None
    if not step:
        return node
    sub = None if node.sub is not None and node.sub.text == step else node.sub
    sup = tuple(part for part in node.sup if part.text != step)
    if (sub is not node.sub) + (len(sup) < len(node.sup)) != 1:
        return None
    return replace(node, sub=sub, sup=sup) if sub is not None or sup else node.base


def _is_known(bare: Surface, steps: set[str], binder: Binder) -> bool:
    """Whether the name is known without steps, and with none of them."""
    left = left_side(binder, bare)
    if left is None or not binder.scope.declares(left.symbol):
        return False
    alike = (s for s in binder.scope.variables if (s.letter, s.accent) == (left.symbol.letter, left.symbol.accent))
    return not any(steps & {s.sub, s.layer, s.example} for s in alike)
