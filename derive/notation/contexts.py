"""What means something only in its place: I, 𝟏 and 𝟎 beside arrays, 𝟙[…] before a condition, lists, entries."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import partial

from derive import building
from derive.ir import Expr, Span, Symbol, Var
from derive.notation import lifting
from derive.notation.counting import Position, positions
from derive.notation.errors import Refusal
from derive.notation.functions import Function
from derive.notation.lifting import COLUMN, ROW, Lifted, Value
from derive.notation.sums import Sums
from derive.notation.surface import (
    Conditioned,
    Group,
    Name,
    Number,
    Part,
    Product,
    Relation,
    Scripted,
    Subscript,
    Surface,
    unmarked,
)
from derive.shapes import Shape

_INDICATOR_BRACKETS = frozenset({"(", "[", "{}"})


class NeedsShape(Refusal):
    """Nothing here says which shape this array of ones, of zeros, or identity has."""

    def __init__(self, shown: str, span: Span) -> None:
        hint = "it is read beside an array: X \\mathbf{1}, \\mathbf{1}^T X, A + \\lambda I"
        super().__init__("not-yet", f"which shape {shown} has cannot be told here", span, hint=hint)


class Contexts(Sums):
    """Binds what depends on its place."""

    around: Shape | None = None
    """The shape of the other terms of the sum that is being read, where that must be known."""

    awaited = 0
    """In how many sums or lists, one within the other, a part may still learn the shape of the others."""

    def in_one_shape(self, nodes: Sequence[Surface]) -> list[Value]:
        """The values of parts that have one shape, so that 0, 1 and I among them are arrays like the others."""
        return self.alike([partial(self.bind, node) for node in nodes])

    def alike(self, makers: Sequence[Callable[[], Value]]) -> list[Value]:
        """What the makers give; those that need to know a shape come last, and learn that of the others."""
        found: dict[int, Value] = {}
        waiting: dict[int, NeedsShape] = {}
        with self._waiting(self.awaited + 1):
            for number, make in enumerate(makers):
                try:
                    found[number] = make()
                except NeedsShape as needs:
                    waiting[number] = needs
        if waiting:
            shapes = (value.shape for value in found.values() if not isinstance(value, Lifted))
            shape = next((shape for shape in shapes if not shape.is_scalar), self.around)
            if shape is None and (self.awaited or not self.scope.open):
                raise next(iter(waiting.values()))
            before, self.around = self.around, shape
            try:
                with self._waiting(0):
                    found.update((number, makers[number]()) for number in waiting)
            finally:
                self.around = before
        return [found[number] for number in range(len(makers))]

    @contextmanager
    def _waiting(self, depth: int) -> Iterator[None]:
        """Read on in so many sums or lists in which a shape may still be learnt."""
        before, self.awaited = self.awaited, depth
        try:
            yield
        finally:
            self.awaited = before

    # --- 𝟏, 𝟎 and I

    def filled(self, node: Scripted) -> Value:
        """A bold digit: an array of ones or zeros of the shape that stands beside it, or an indicator."""
        base = node.base
        assert isinstance(base, Name)
        if self.around is None or base.letter not in ("0", "1") or node.sub is not None:
            raise NeedsShape(self.shown(node.span), node.span)
        self.choose(f"{self.shown(node.span)} is an array of shape {self.around} of the number {base.letter}")
        return building.broadcast(building.number(base.letter), self.around)

    def conditioned(self, node: Conditioned) -> Value:
        """A bold 1 with a comparison as its subscript: 1 where it holds, else 0."""
        base = unmarked(node.base)
        if not isinstance(base, Name) or base.letter != "1":
            raise Refusal("not-yet", "a condition in a subscript is not read yet", node.condition.span)
        self.choose(f"{self.shown(node.span)} is 1 where the condition holds, else 0")
        return self.raised(self.indicator(node.condition), list(node.sup), node.span)

    def ones(self, row: bool, span: Span) -> Expr:
        """A vector of ones beside nothing that says how long it is."""
        if self.around is None or self.around.rank == 0:
            raise NeedsShape(self.shown(span), span)
        self.choose(f"{self.shown(span)} is a vector of ones")
        size = self.around.sizes[-1 if row else 0]
        return building.broadcast(building.ONE, Shape((size,), row=row))

    def identity(self, symbol: Symbol, span: Span) -> Expr | None:
        """I, where that is no name: the identity matrix of the size in its subscript, or that of the terms around."""
        if replace(symbol, sub="", font="") != Symbol("I") or self.is_known(symbol):
            return None
        if symbol.sub:
            if not symbol.sub.isdigit() and symbol.sub not in self.scope.sizes:
                self.scope = self.scope.with_sizes(symbol.sub)
            self.choose(f"{self.shown(span)} is the identity matrix")
            return building.eye(int(symbol.sub) if symbol.sub.isdigit() else symbol.sub)
        square = self.around is not None and self.around.rank == 2 and self._is_square(self.around)
        if self.scope.open and not square and not self.awaited:
            return None  # a number like any other letter
        if self.around is None or not square:
            raise NeedsShape(self.shown(span), span)
        self.choose(f"{self.shown(span)} is the identity matrix")
        return building.eye(self.around.sizes[0])

    def _is_square(self, shape: Shape) -> bool:
        """Whether a matrix has as many rows as columns; where one of them was inferred, it is made so."""
        self.unify(building.call, (Var("A", shape),))
        return shape.sizes[0] == shape.sizes[1]

    # --- before brackets

    def before_brackets(self, node: Surface, group: Group, raised: tuple[Part, ...]) -> Value | None:
        """What is neither a call nor a product before brackets, such as an indicator; None for anything else."""
        base = node.base if isinstance(node, Scripted) else node
        one = (isinstance(base, Name) and base.letter == "1") or (isinstance(base, Number) and base.text == "1")
        if one and group.bracket in _INDICATOR_BRACKETS and not isinstance(node, Scripted):
            item = unmarked(group.items[0])
            place = Span(node.span.start, group.span.end)
            if len(group.items) == 1 and isinstance(item, Relation):
                self.choose(f"{self.shown(place)} is 1 where the condition holds, else 0")
                return self.raised(self.indicator(item), list(raised), group.span)
            if isinstance(base, Number):
                self.choose(f"{self.shown(place)} is a product with the number 1")
        if isinstance(base, Name) and base.letter == "d" and len(group.items) == 1 and not isinstance(node, Scripted):
            differential = self.differential_of(group.items[0], Span(node.span.start, group.span.end))
            if differential is not None:
                return self.raised(differential, list(raised), group.span)
        if isinstance(base, Name) and self._is_expectation(base, scripted=isinstance(node, Scripted)):
            raise Refusal("not-yet", "an expectation is not read yet", node.span, hint="write it as a mean")
        return self._composed(base, node, group, raised)

    def _is_expectation(self, base: Name, *, scripted: bool) -> bool:
        """Whether a name before brackets is the E of an expectation, and is bound to nothing else."""
        looks = base.letter == "E" and (base.font == "bb" or scripted)
        return looks and self.found(Symbol("E", font=base.font)) is None

    def _composed(self, base: Surface, node: Surface, group: Group, raised: tuple[Part, ...]) -> Value | None:
        """(f ∘ g)(x): one function after the other."""
        inner = unmarked(base.items[0]) if isinstance(base, Group) and len(base.items) == 1 else None
        if not isinstance(inner, Product) or set(inner.operations) != {"∘"} or len(group.items) != 1:
            return None
        found = [self.function_of(unmarked(part)) for part in inner.parts]
        if any(function is None or function[1] for function in found):
            return None
        argument = self.bind(group.items[0])
        primes = node.sup if isinstance(node, Scripted) else ()
        value: Value = argument
        place = Span(node.span.start, group.span.end)
        for function in reversed(found):
            assert function is not None
            value = self.applied(function[0], value, place)
        self.choose(f"∘ in {self.shown(place)} puts one function into the other")
        if not primes:
            return self.raised(value, list(raised), group.span)
        plain = not isinstance(value, Lifted) and isinstance(argument, Var) and argument.shape.is_scalar
        if not plain or [part.kind for part in primes] != ["prime"]:
            raise Refusal("not-yet", f"{self.shown(place)} is not read yet", place)
        assert not isinstance(value, Lifted)
        assert isinstance(argument, Var)
        return self.raised(building.derivative(value, argument), list(raised), group.span)

    # --- behind brackets

    def entry_of(self, value: Value, sub: Subscript, span: Span) -> Value:
        """An entry of what stands in brackets with a subscript; [z]₊ is its positive part."""
        if sub.text == "+":
            self.choose("the + below brackets is the positive part")
            return self.applied(Function("relu"), value, span)
        at = positions(sub.pieces)
        if isinstance(value, Lifted) and (named := self._named_axes(value, at, span)) is not None:
            return named
        if isinstance(value, Lifted) or len(at) != value.shape.rank or not at:
            raise Refusal("not-yet", "this subscript on brackets is not read yet", sub.span)
        self.bind_free(at, span)
        return self.entries(value, at, span)

    def _named_axes(self, value: Lifted, at: Sequence[Position], span: Span) -> Value | None:
        """The entries of a column, row or matrix for each index, where letters say which; None for other positions."""
        axes = [axis for axis in (COLUMN, ROW) if axis in value.axes]
        if len(at) != len(axes) or not all(position.letter for position in at):
            return None
        self.bind_free(at, span)
        sizes = lifting.extents(value.factors)
        letters = {axis: position.letter for axis, position in zip(axes, at, strict=True)}
        covered = [self.covers(letter, sizes[axis], span) for axis, letter in letters.items()]
        return lifting.renamed(value, letters) if all(covered) else None

    # --- lists

    def listed(self, node: Group, *, turned: bool) -> Value:
        """Numbers in brackets with commas: [a, b] is a row, (a, b) a column, and a row where a transpose follows."""
        if node.bracket not in ("(", "["):
            raise Refusal("not-yet", "a list of entries is not read yet", node.span)
        values = [self.bind(item) for item in node.items]
        if not all(lifting.rank(value) == 0 and not isinstance(value, Lifted) for value in values):
            raise Refusal("not-yet", "only numbers are read as the entries of a list yet", node.span)
        row = node.bracket == "[" or turned
        self.choose(f"{self.shown(node.span)} is a {'row' if row else 'column'} of {len(values)} numbers")
        exprs = [value for value in values if not isinstance(value, Lifted)]
        return self.built(node.span, building.array, exprs, Shape.of(len(exprs), row=row))
