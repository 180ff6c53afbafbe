"""Names: from a letter with its scripts to what it is bound to, or the reason why it is bound to nothing.

Most of what a superscript can mean is settled here: a transpose, a layer, an example, a power.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import TypeVar

from derive import building
from derive.ir import Expr, Span, Symbol, Var, substitute, variables
from derive.notation.errors import Refusal
from derive.notation.lifting import COLUMN, Lifted, NotLifted, Value, lifted
from derive.notation.scope import Scope
from derive.notation.surface import Name, Part, Scripted, Subscript, Surface
from derive.shapes import SCALAR, ShapeError, Size

Made = TypeVar("Made")


@dataclass(frozen=True)
class NameUse:
    """A name that occurs in a formula: where it stands first, and in words what it is bound to."""

    symbol: Symbol
    span: Span
    meaning: str


@dataclass
class Index:
    """The index of a sum that is being read. ``value`` is set while the sum is written out term by term."""

    name: str
    size: Size | None = None
    value: int | None = None

    def fits(self, size: Size) -> bool:
        """Whether the index may run over an axis of that size."""
        return self.size is None or self.size == size


class FreeIndex(Exception):
    """An index occurs that no sum binds: the statement is meant for each of its values."""

    def __init__(self, name: str, span: Span) -> None:
        super().__init__(name)
        self.name = name
        self.span = span


class Names(ABC):
    """What names mean in one formula. Notes the choices it makes and the names it meets."""

    def __init__(self, scope: Scope, source: str) -> None:
        self.scope = scope
        self.source = source
        self.choices: dict[str, None] = {}
        self.uses: dict[Symbol, NameUse] = {}
        self.free: dict[Symbol, Var] = {}
        self.indices: dict[str, Index] = {}

    # --- small services

    def shown(self, span: Span) -> str:
        """What the source has at that place, or its beginning where that is long."""
        text = self.source[span.start : span.end]
        return text if len(text) <= SHOWN else text[:SHOWN] + "…"

    def choose(self, choice: str) -> None:
        """Note a decision, once."""
        if len(self.choices) < MAX_CHOICES:
            self.choices[choice] = None

    def built(self, span: Span, make: Callable[..., Value], *args: object) -> Value:
        """What ``make`` builds; a `Refusal` at the place where shapes do not fit or nothing can be lifted."""
        return self.built_with(span, make, *args)

    def built_with(self, span: Span, make: Callable[..., Made], *args: object) -> Made:
        """The same for what makes more than a value."""
        try:
            return make(*args)
        except ShapeError as error:
            raise Refusal("ill-shaped", str(error), span) from error
        except NotLifted as error:
            message = f"{error} cannot be read as whole arrays yet"
            raise Refusal("not-yet", message, span, hint="write it with vectors and matrices") from error

    @abstractmethod
    def bind(self, node: Surface) -> Value:
        """What a part of the formula means."""

    def use(self, symbol: Symbol, span: Span, meaning: str) -> None:
        """Note that a name occurs."""
        self.uses.setdefault(symbol, NameUse(symbol, span, meaning))

    # --- symbols

    def function_of(self, node: Surface) -> str | None:
        """The operator of a name that is a function here, or None."""
        if not isinstance(node, Name):
            return None
        symbol = Symbol(node.letter, node.accent, font=node.font)
        for candidate in (symbol, replace(symbol, font="")):
            if candidate in self.scope.variables:
                return None
            if candidate in self.scope.functions:
                self.use(candidate, node.span, "a function")
                return self.scope.functions[candidate]
        return None

    def found(self, symbol: Symbol) -> Symbol | None:
        """The symbol under which the scope knows this name: itself, or the only one that differs in font."""
        known = self.scope.variables
        if symbol in known or symbol in self.free:
            return symbol
        for font in ("", "bold", "cal", "upright"):
            other = replace(symbol, font=font)
            if other in known:
                shown = f"the font of {symbol.letter} makes no difference here"
                self.choose(shown)
                return other
        return None

    def variable(self, symbol: Symbol, span: Span) -> Expr:
        """The quantity of that name. Raises `Refusal` where nothing is known about it."""
        index = self.indices.get(symbol.letter) if symbol == Symbol(symbol.letter) else None
        if index is not None:
            if index.value is not None:
                return building.number(index.value)
            raise Refusal("not-yet", f"the index {index.name} as a number of its own is not read yet", span)
        known = self.found(symbol)
        if known is not None:
            var = self.scope.variables[known] if known in self.scope.variables else self.free[known]
            self.use(known, span, _described(var, known in self.scope.definitions))
            return var
        plain = symbol.plain
        if plain in self.scope.sizes and not symbol.font:
            self.use(symbol, span, "a size")
            return building.extent(plain)
        if symbol in self.scope.functions:
            shown = self.shown(span)
            raise Refusal("unreadable", f"{shown} is a function, and nothing stands behind it", span)
        if self.scope.open or symbol in self.scope.data or symbol in self.scope.parameters:
            var = self.free[symbol] = Var(symbol, SCALAR)
            self.use(symbol, span, "a number; nothing else is said about it")
            return var
        raise self.unbound(symbol, span)

    def unbound(self, symbol: Symbol, span: Span) -> Refusal:
        """The error for a name that nothing is known about."""
        start, end = span.start, span.end
        while start > 0 and self.source[start - 1].isalpha():
            start -= 1
        while end < len(self.source) and self.source[end].isalpha():
            end += 1
        if end - start >= _WORD and self.source[start - 1 : start] != "\\":
            span, symbol = Span(start, end), Symbol(self.source[start : min(end, start + SHOWN)])
        near = self.scope.nearest(symbol)
        hint = f"did you mean {' or '.join(near)}?" if near else f"say what it is: shape {symbol.plain}: …"
        return Refusal("unbound", f"nothing is known about {self.shown(span) or symbol.plain}", span, hint=hint)

    # --- scripts

    def scripted_name(self, node: Scripted | Name, prefix: str = "") -> Value:
        """A letter with its scripts. ``prefix`` is the d of dw, where that is one name."""
        if isinstance(node, Name):
            node = Scripted(node, None, (), node.span)
        base = node.base
        assert isinstance(base, Name)
        if base.letter.isdigit():
            hint = "a vector of ones is read beside an array: X \\mathbf{1}"
            raise Refusal("not-yet", f"{self.shown(node.span)} alone is not read yet", node.span, hint=hint)
        symbol, examples, rest = self.symbol(base, node.sub, node.sup, prefix)
        span = Span(node.span.start, self._end_of_name(node, rest)) if rest else node.span
        if self.source.count("{", span.start, span.end) != self.source.count("}", span.start, span.end):
            span = node.span
        subs = self._sub_indices(node.sub)
        if examples or (subs and not self.is_known(symbol)):
            atom = self._atom(symbol, node.sub, subs, examples, span)
            if atom is None and prefix:
                atom = self._gradient_atom(symbol, node.sub, subs, examples, span, prefix)
            if atom is not None:
                return self.raised(atom, rest, node.span)
            if examples:
                raise self._without_examples(symbol, examples, span)
        numbered = self._numbered(symbol, node.sub)
        value = self.named(numbered, span, prefix)
        return self.raised(value, rest, node.span)

    def _end_of_name(self, node: Scripted, rest: list[Part]) -> int:
        """Where the name ends before the superscripts that are no part of it."""
        end = rest[0].span.start
        while end > node.span.start + 1 and self.source[end - 1] in "^{ ":
            end -= 1
        return end

    @abstractmethod
    def named(self, symbol: Symbol, span: Span, prefix: str) -> Value:
        """The value of a name without indices; with a prefix, of a gradient's name."""

    def _without_examples(self, symbol: Symbol, examples: list[str], span: Span) -> Refusal:
        """The error for an example of something that is not known to have examples."""
        array = array_symbol(symbol).plain
        message = f"nothing here has {self.shown(span)} as its example {examples[0]}"
        return Refusal("unbound", message, span, hint=f"say what holds all examples: shape {array}: …")

    def symbol(
        self, base: Name, sub: Subscript | None, sup: tuple[Part, ...], prefix: str
    ) -> tuple[Symbol, list[str], list[Part]]:
        """The symbol, its example indices that are letters, and what is left of the superscript."""
        symbol = Symbol(prefix + base.letter, base.accent, sub.text if sub else "", font=base.font)
        examples: list[str] = []
        rest: list[Part] = []
        for part in sup:
            if part.kind in ("bracket", "angle") and not rest:
                symbol = replace(symbol, layer=part.text)
            elif part.kind == "paren" and not rest:
                symbol, examples = self._parenthesis(symbol, part, examples, rest)
            elif part.kind == "value" and not rest and self._is_layer(symbol, part):
                symbol = replace(symbol, layer=part.text)
                self.choose(f"the superscript {part.text} on {symbol.letter} is a layer")
            else:
                rest.append(part)
        return symbol, examples, rest

    def _parenthesis(
        self, symbol: Symbol, part: Part, examples: list[str], rest: list[Part]
    ) -> tuple[Symbol, list[str]]:
        """What (i) in a superscript is: the index of a sum, an example, a layer, or an exponent."""
        index = self.indices.get(part.text)
        if index is not None and index.value is None:
            return symbol, [*examples, part.text]
        text = str(index.value) if index is not None else part.text
        as_layer, as_example = replace(symbol, layer=text), replace(symbol, example=text)
        layered, exampled = self.is_known(as_layer), self.is_known(as_example)
        if layered and exampled and not symbol.layer:
            message = f"({text}) may be a layer or an example"
            raise Refusal("ambiguous", message, part.span, expected=("layer", "example"), hint=f"write ^{{[{text}]}}")
        if layered and not symbol.layer:
            return as_layer, examples
        if exampled:
            return as_example, examples
        if text.isalpha() and len(text) == 1:
            return symbol, [*examples, text]
        if text.isdigit():
            return as_example, examples
        rest.append(replace_kind(part))
        return symbol, examples

    def _is_layer(self, symbol: Symbol, part: Part) -> bool:
        """Whether a bare superscript is a layer: only where the name exists in layers and not alone."""
        layered = self.is_known(replace(symbol, layer=part.text))
        if layered and self.is_known(symbol):
            readings = (f"layer {part.text}", f"to the power {part.text}")
            raise Refusal(
                "ambiguous",
                f"the superscript on {symbol.letter} has two readings",
                part.span,
                expected=readings,
            )
        return layered

    def _sub_indices(self, sub: Subscript | None) -> list[str]:
        """The letters in a subscript that may be indices: all of its pieces, or none."""
        pieces = [piece for piece in sub.pieces if piece != ","] if sub else []
        if pieces and all(piece.isalpha() and len(piece) == 1 for piece in pieces):
            live = [piece for piece in pieces if self.indices.get(piece, Index(piece)).value is None]
            return pieces if len(live) == len(pieces) else []
        return []

    def _numbered(self, symbol: Symbol, sub: Subscript | None) -> Symbol:
        """The symbol with the indices that have a number at the moment replaced by it."""
        met = [self.indices[piece] for piece in sub.pieces if piece in self.indices] if sub else []
        if sub is None or not met:
            return symbol
        if any(index.value is None for index in met) or {"+", "-"} & set(sub.pieces):
            message = f"no vector or matrix is known here that has {symbol.letter}_{sub.text} as an entry"
            raise Refusal("unbound", message, sub.span, hint=f"say what it is: shape {symbol.letter}: m")
        texts = []
        for piece in sub.pieces:
            index = self.indices.get(piece)
            texts.append(str(index.value) if index is not None and index.value is not None else piece)
        return replace(symbol, sub="".join(texts))

    @abstractmethod
    def raised(self, value: Value, parts: list[Part], span: Span) -> Value:
        """The value under transposes, powers and primes, in their order."""

    def is_known(self, symbol: Symbol) -> bool:
        """Whether something is known of a name."""
        return symbol in self.scope.variables or symbol in self.free

    # --- entries of arrays

    def _atom(
        self, symbol: Symbol, sub: Subscript | None, subs: list[str], examples: list[str], span: Span
    ) -> Value | None:
        """The array whose entries the indexed name stands for, or None where there is none."""
        bare = replace(symbol, sub="" if subs else symbol.sub)
        found = list(self.arrays(bare, subs, examples))
        if not found:
            return None
        free = next((name for name in (*examples, *subs) if name not in self.indices), None)
        if free is not None:
            raise FreeIndex(free, span)
        if len(found) > 1:
            readings = tuple(f"an entry of {var.name}" for var, _ in found)
            raise Refusal("ambiguous", f"{self.shown(span)} has two readings", span, expected=readings)
        var, value = found[0]
        for name, size in value[1]:
            self.indices[name].size = size
        self.use(var.symbol, span, _described(var, var.symbol in self.scope.definitions))
        self.choose(f"{self.shown(span)} is an entry or column of {var.name}")
        return value[0]

    def _gradient_atom(
        self, symbol: Symbol, sub: Subscript | None, subs: list[str], examples: list[str], span: Span, prefix: str
    ) -> Value | None:
        """An entry of a gradient's name, as in dz⁽ⁱ⁾: that entry of the derivative of the loss."""
        plain = replace(symbol, letter=symbol.letter[len(prefix) :])
        entry = self._atom(plain, sub, subs, examples, span)
        if not isinstance(entry, Lifted):
            return None
        factor = entry.factors[0]
        (array,) = variables(factor.expr)
        gradient = self.named(replace(array.symbol, letter=prefix + array.symbol.letter), span, prefix)
        assert not isinstance(gradient, Lifted)
        return Lifted((replace(factor, expr=substitute(factor.expr, {array: gradient})),))

    def arrays(
        self, bare: Symbol, subs: list[str], examples: list[str]
    ) -> Iterable[tuple[Var, tuple[Lifted, list[tuple[str, Size]]]]]:
        """The array that fits: for an example under the capital letter first, else under the letter."""
        order = (array_symbol(bare), bare) if examples else (bare, array_symbol(bare))
        for symbol in dict.fromkeys(order):
            known = self.found(symbol)
            var = self.scope.variables.get(known) if known else None
            fitting = self._fitting(var, subs, examples, own_letter=symbol == bare) if var is not None else None
            if var is not None and fitting is not None:
                yield var, fitting
                return

    def _fitting(
        self, var: Var, subs: list[str], examples: list[str], *, own_letter: bool
    ) -> tuple[Lifted, list[tuple[str, Size]]] | None:
        sizes, names = var.shape.sizes, [*subs, *examples]
        columns = self.scope.examples == "columns"
        indices = [self.indices.get(name, Index(name)) for name in names]
        if var.shape.rank == 1 and len(names) == 1 and indices[0].fits(sizes[0]):
            known = indices[0].size is not None or not own_letter or var.shape.row == columns
            return (lifted(var, names[0]), [(names[0], sizes[0])]) if known or subs else None
        if var.shape.rank != 2:
            return None
        feature, example = (sizes[0], sizes[1]) if columns else (sizes[1], sizes[0])
        whole: Expr = var if columns else building.transpose(var)
        if len(names) == 1 and (examples or indices[0].size is not None) and indices[0].fits(example):
            return lifted(whole, COLUMN, names[0]), [(names[0], example)]
        if len(names) == 2 and examples and indices[0].fits(feature) and indices[1].fits(example):
            return lifted(whole, *names), [(names[0], feature), (names[1], example)]
        if len(subs) == 2 and indices[0].fits(sizes[0]) and indices[1].fits(sizes[1]):
            return lifted(var, *names), list(zip(names, sizes, strict=True))
        return None


SHOWN = 60
"""How much of a formula a message quotes."""

MAX_CHOICES = 200
"""How many choices are told."""

_WORD = 3
"""How many letters side by side look like a word rather than a product."""


def replace_kind(part: Part) -> Part:
    """The part as a plain value: an exponent that stands in brackets."""
    return Part("value", part.text, part.span, part.value)


def _described(var: Var, defined: bool) -> str:
    kind = "a number" if var.shape.is_scalar else f"an array of shape {var.shape}"
    return f"{kind}{' with an equation' if defined else ''}"


def array_symbol(symbol: Symbol) -> Symbol:
    """The symbol of the array of all examples of a name: its letter as a capital, Z for z and dZ for dz."""
    letter = symbol.letter
    if letter[0] == "d" and len(letter) > 1:
        return replace(symbol, letter="d" + letter[1:].upper())
    return replace(symbol, letter=letter.upper()) if len(letter) == 1 else symbol
