"""The left side of an equation: what it would define, and whether it does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial

from derive.ir import Expr, Span, Symbol, contains
from derive.notation import conditioning
from derive.notation.binding import Binder
from derive.notation.counting import FREE_LETTERS, Unified, positions, told_sizes
from derive.notation.declarations import surface_symbol
from derive.notation.errors import Refusal
from derive.notation.families import array_symbol, pattern
from derive.notation.freeing import OneSided
from derive.notation.labelling import BEST, is_label, is_variance
from derive.notation.scope import LOSS_LETTERS
from derive.notation.surface import (
    Differential,
    Given,
    Group,
    Name,
    Part,
    Product,
    Scripted,
    Subscript,
    Surface,
    unmarked,
    walk,
)
from derive.shapes import SCALAR


@dataclass(frozen=True)
class Left:
    """What a left side would define: a symbol, the arguments it lists, and the letters in its scripts.

    ``examples`` are letters that count examples, ``below`` those that stand below, where there are ``positions``.
    """

    symbol: Symbol
    arguments: tuple[Symbol, ...] = ()
    examples: tuple[str, ...] = ()
    below: tuple[str, ...] = ()
    positions: int = 0

    @property
    def letters(self) -> tuple[str, ...]:
        """All letters that may be indices of what is defined."""
        return (*self.examples, *self.below)

    @property
    def written(self) -> Symbol:
        """The symbol with the letters that count examples in it."""
        return replace(self.symbol, example="".join(self.examples) or self.symbol.example)

    @property
    def targets(self) -> set[Symbol]:
        """The names that may be defined: the one as written, that of the whole array, that of the whole family."""
        found = {self.written}
        if self.letters:
            found.add(pattern(self.written, self.letters))
        if self.examples:
            found.add(array_symbol(self.symbol))
        if self.positions and self.symbol.letter not in LOSS_LETTERS:
            found.add(replace(self.symbol, sub=""))
        return found


def left_side(binder: Binder, node: Surface) -> Left | None:
    """What a left side would define, or None."""
    node = unmarked(node)
    arguments: tuple[Symbol, ...] = ()
    if isinstance(node, Product) and len(node.parts) == 2 and node.operations == ("",):
        head, group = node.parts[0], unmarked(node.parts[1])
        change = _change(binder, node)
        if change is not None:
            return change
        if not isinstance(group, Group) or group.bracket != "(":
            return None
        given = conditioning.given_in(group)
        if given is not None:
            return _conditioned(binder, unmarked(head), given, node.span)
        indexed = binder.on_the_line(unmarked(head), group)
        listed = [left.symbol for item in group.items if (left := left_side(binder, item)) is not None]
        if len(listed) < len(group.items):
            return None
        arguments = () if indexed is not None else tuple(listed)
        node = indexed if indexed is not None else unmarked(head)
    prefix = ""
    if isinstance(node, Differential) and node.sign == "d" and node.target is not None:
        prefix, node = "d", node.target
    return _named(binder, node, prefix, arguments)


def _named(binder: Binder, node: Surface, prefix: str, arguments: tuple[Symbol, ...]) -> Left | None:
    """What a name on the left would define, with what stands above and below it."""
    base = node.base if isinstance(node, Scripted) else node
    if isinstance(node, Scripted) and isinstance(base, Name) and base.letter == "e":
        binder.check_euler(node)
    if not isinstance(base, Name) or (binder.function_of(base) is not None and not is_variance(node)):
        return None
    sub, sup = (node.sub, node.sup) if isinstance(node, Scripted) else (None, ())
    symbol, examples, rest = binder.symbol(base, sub, sup, prefix, left=True)
    if not prefix and not sup and binder.by_subscript(symbol, sub, node.span) is not None:
        return None
    if len(rest) == 1 and _labels_unknown(binder, symbol, rest[0]):
        symbol, rest = replace(symbol, layer=symbol.layer + rest[0].text), []
    if rest:
        return None
    at = positions(sub.pieces) if sub is not None and not _is_label(sub, arguments) else ()
    letters = {letter for position in at for letter in position.letters}
    step = binder.scope.is_step(replace(symbol, sub="".join(letters)))
    if step and letters <= binder.frozen:
        return Left(symbol, arguments, tuple(examples))
    return Left(symbol, arguments, tuple(examples), tuple(p.letter for p in at if p.letter), len(at))


def _is_label(sub: Subscript, arguments: tuple[Symbol, ...]) -> bool:
    """Whether what stands below a name that is defined is a label: a word, a capital, the parameters of f_{w,b}(x)."""
    if sub.text in BEST or (len(sub.pieces) == 1 and sub.text.isupper()):
        return True
    letters = [piece for piece in sub.pieces if piece != ","]
    return bool(arguments) and len(letters) > 1 and FREE_LETTERS.isdisjoint(letters)


def _conditioned(binder: Binder, head: Surface, given: Given, span: Span) -> Left | None:
    """What p(x | y) on the left would define: p, whose arguments stand on both sides of a bar."""
    arguments = conditioning.listed(given, partial(_argument, binder))
    index = conditioning.class_index(given)
    if arguments is None or isinstance(head, Product):
        return None
    if index is not None:
        if not isinstance(head, Name) or binder.is_known(Symbol(index.letter)):
            return None
        head = conditioning.of_class(head, index)
        binder.choose(f"{binder.shown(span)} is entry {index.letter} of all these values")
    left = left_side(binder, head)
    return None if left is None else replace(left, arguments=arguments)


def _argument(binder: Binder, node: Surface) -> Symbol | None:
    left = left_side(binder, node)
    return None if left is None else left.symbol


def _change(binder: Binder, node: Product) -> Left | None:
    """δx or Δw on the left, where that is one name."""
    whole = surface_symbol(node, declaring=True)
    bare = None if whole is None else replace(whole, sub="")
    if whole is None or bare is None or not binder.scope.declares(bare):
        return None
    inner = unmarked(node.parts[1])
    sub = inner.sub if isinstance(inner, Scripted) else None
    at = positions(sub.pieces) if sub is not None else ()
    return Left(whole, (), (), tuple(p.letter for p in at if p.letter), len(at))


def _labels_unknown(binder: Binder, symbol: Symbol, part: Part) -> bool:
    """Whether a bare superscript is a part of the name: on one that is unknown without it, and no power."""
    bare = replace(symbol, sub="")
    known = any(binder.found(candidate) or binder.scope.declares(candidate) for candidate in (symbol, bare))
    return not known and symbol.letter != "e" and (part.kind in ("star", "prime", "letter-T") or is_label(part))


def take_arguments(binder: Binder, left: Left) -> None:
    """The arguments that a function lists are numbers in its equation, where nothing else is known about them."""
    for symbol in conditioning.names_among(left.arguments):
        plain = replace(symbol, sub="", layer="", example="") == symbol
        if plain and not binder.scope.open and not binder.is_known(symbol) and binder.found(symbol) is None:
            binder.scope = binder.scope.with_shape(symbol, SCALAR)
            binder.choose(f"{symbol} is the argument of the function")


def defined_symbol(binder: Binder, left: Left, span: Span) -> Symbol:
    """The symbol that is defined: where the right side has free indices, that of the whole array or family.

    Raises `OneSided` where the two sides do not have the same ones.
    """
    free = set(binder.indices)
    if left.examples and not free and binder.frozen.isdisjoint(left.examples):
        raise OneSided(left.examples, span)
    if not free:
        return left.written
    if free != set(left.letters):
        raise OneSided(sorted(free), span)
    if not left.examples and not binder.is_member_like(left.symbol):
        return replace(left.symbol, sub="")
    if left.examples and not left.below and not binder.met_family:
        return array_symbol(left.symbol)
    return pattern(left.written, left.letters)


def says_square(binder: Binder, sides: Sequence[Surface]) -> bool:
    """Whether the first side is the square of a name of which nothing is known but that it is data: σ_B² = …"""
    node = unmarked(sides[0])
    squared = isinstance(node, Scripted) and [part.kind for part in node.sup] == ["value"]
    symbol = surface_symbol(replace(node, sup=())) if squared and isinstance(node, Scripted) else None
    fresh = symbol in binder.scope.data and symbol not in binder.scope.variables
    return fresh and all(
        surface_symbol(other) != symbol for other in walk(*sides[1:]) if isinstance(other, (Name, Scripted))
    )


def may_define(binder: Binder, symbol: Symbol, sides: Sequence[Surface], *, defining: bool) -> bool:
    """Whether an equation with that name on its left defines it here.

    ``sides`` are those behind the first; ``defining`` says that the equation stands where definitions are expected.
    """
    scope, known = binder.scope, binder.found(symbol)
    if known is None:
        if symbol.letter[0] == "d" and len(symbol.letter) > 1 and not defining:
            base = binder.found(replace(symbol, letter=symbol.letter[1:]))
            if base in scope.definitions and _has_differentials(sides):
                return False
            return scope.loss is None or base is None
        return defining or symbol not in scope.parameters
    if defining:
        return True
    if known in scope.definitions or known in scope.data or known in scope.parameters:
        return False
    var = scope.variables[known]
    return not any(contains(expr, var) for expr in scope.definitions.values())


def _has_differentials(sides: Sequence[Surface]) -> bool:
    """Whether a side has names such as dx in it, as the differential of a function does."""
    return any(
        isinstance(node, Differential) or (isinstance(node, Name) and len(node.letter) == 2 and node.letter[0] == "d")
        for node in walk(*sides)
    )


def occurs(binder: Binder, symbol: Symbol, expr: Expr) -> bool:
    """Whether the name that is being defined occurs in an expression."""
    var = binder.free.get(symbol, binder.scope.variables.get(symbol))
    return var is not None and contains(expr, var)


def check_declared(binder: Binder, defines: Sequence[Symbol], expr: Expr, span: Span) -> None:
    """Refuse an equation whose right side has another shape than was declared for a name on its left.

    Sizes that nobody declared may turn out to be those of the name: that raises `Unified`.
    """
    for symbol in defines:
        known = binder.scope.variables.get(symbol)
        if known is not None and known.shape != expr.shape and symbol not in binder.scope.definitions:
            told = told_sizes(known.shape, expr.shape, binder.scope.inferred_sizes)
            for name, size in told or ():
                raise Unified(name, size)
            message = f"{symbol.plain} is declared as {known.shape}, but the right side is {expr.shape}"
            raise Refusal("ill-shaped", message, span)
