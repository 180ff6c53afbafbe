"""Names: from a letter with its scripts to what it is bound to, or the reason why it is bound to nothing.

Most of what a superscript can mean is settled here: a transpose, a layer, an example, a power.
"""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import replace
from functools import cached_property

from derive import building
from derive.ir import Expr, Span, Symbol, Var, postorder
from derive.notation import inferring
from derive.notation.counting import FREE_LETTERS, SLOT, FreeIndex, counted, positions
from derive.notation.errors import Refusal
from derive.notation.families import array_symbol
from derive.notation.functions import Function, function_name
from derive.notation.greek import GREEK
from derive.notation.labelling import calls_sigma, is_variance
from derive.notation.lifting import Value
from derive.notation.noting import SHOWN, Noting, described
from derive.notation.scope import UNSPECIFIED
from derive.notation.surface import Name, Part, Scripted, Subscript, Surface, unmarked
from derive.shapes import SCALAR


class Names(Noting):
    """What names mean in one formula. Notes the choices it makes and the names it meets."""

    @abstractmethod
    def bind(self, node: Surface) -> Value:
        """What a part of the formula means."""

    # --- symbols

    def function_of(self, node: Surface) -> tuple[Function, list[Part]] | None:
        """The function that a name is here, and what is raised on it beside its own scripts; None for no function."""
        base = node.base if isinstance(node, Scripted) else node
        if not isinstance(base, Name):
            return None
        sub, sup = (node.sub, node.sup) if isinstance(node, Scripted) else (None, ())
        symbol = Symbol(base.letter, base.accent, sub.text if sub else "", font=base.font)
        if is_variance(node) and self.found(replace(symbol, layer=sup[0].text)) is not None:
            return None
        layers = [part for part in sup if part.kind in ("bracket", "angle", "paren")]
        if layers and self._function(replace(symbol, layer=layers[0].text)):
            symbol = replace(symbol, layer=layers[0].text)
            sup = tuple(part for part in sup if part is not layers[0])
        found = self._function(symbol)
        if found is None:
            return None
        self.use(found[0], node.span, "a function")
        return Function(found[1], function_name(found[0]) if found[1] == UNSPECIFIED else ""), list(sup)

    def _function(self, symbol: Symbol) -> tuple[Symbol, str] | None:
        """The function of that name, in this font or in none."""
        for candidate in (symbol, replace(symbol, font="")):
            if self.scope.declares(candidate):
                return None
            if candidate in self.scope.functions:
                return candidate, self.scope.functions[candidate]
        return None

    def found(self, symbol: Symbol) -> Symbol | None:
        """The symbol under which the scope knows this name: itself, or the only one that differs in font."""
        known = self.scope.variables
        if symbol in known or symbol in self.free:
            return symbol
        if self.scope.declares(symbol):
            return None
        other = self.scope.in_any_font.get(replace(symbol, font="") if symbol.font else symbol)
        if other is not None:
            self.choose(f"the font of {symbol.letter} makes no difference here")
        return other

    def variable(self, symbol: Symbol, span: Span) -> Value:
        """The quantity of that name. Raises `Refusal` where nothing is known about it."""
        index = self.indices.get(symbol.letter) if symbol == Symbol(symbol.letter) else None
        if index is not None:
            if index.value is not None:
                return building.number(index.value)
            if index.size is None:
                raise Refusal("not-yet", f"nothing says how far the index {index.name} runs", span)
            return counted(index)
        known = self.found(symbol)
        identity = self.identity(symbol, span) if known is None else None
        if identity is not None:
            return identity
        if known is not None:
            var = self.scope.variables[known] if known in self.scope.variables else self.free[known]
            self.use(known, span, described(var, known in self.scope.definitions))
            return var
        plain = symbol.plain
        if plain in self.scope.sizes and not symbol.font:
            self.use(symbol, span, "a size")
            return building.extent(plain)
        if symbol == Symbol("pi") and not self.scope.declares(symbol):
            self.choose(f"{self.shown(span)} is the number π")
            return building.call("pi")
        if symbol in self.scope.functions and not self.scope.declares(symbol) and not self._is_deviation(symbol):
            shown = self.shown(span)
            raise Refusal("unreadable", f"{shown} is a function, and nothing stands behind it", span)
        if (
            symbol.letter in self.outer | self.counting
            and symbol == Symbol(symbol.letter)
            and not self.scope.declares(symbol)
        ):
            raise FreeIndex(symbol.letter, span)
        if self.scope.open or self.scope.declares(symbol):
            whole = self._all_of(symbol, span)
            return whole if whole is not None else self._new(symbol, span)
        other = inferring.at_another_step(symbol, self.scope.variables)
        if other is None:
            raise self.unbound(symbol, span)
        self.choose(f"{self.shown(span)} has the shape of {other.name}")
        self.use(symbol, span, described(other, False))
        return self.free.setdefault(symbol, Var(symbol, other.shape))

    def _is_deviation(self, symbol: Symbol) -> bool:
        """Whether σ is a number, the standard deviation: where nothing is declared and it is called nowhere."""
        if symbol.letter != "sigma" or not self.scope.open or self._calls_sigma:
            return False
        self.choose("σ is a number here, because nothing stands behind it in brackets")
        return True

    @cached_property
    def _calls_sigma(self) -> bool:
        """Whether σ is a function in this formula, or in an equation before it."""
        before = postorder(*self.scope.definitions.values())
        return calls_sigma(self.source) or any(building.is_apply(node, "sigmoid") for node in before)

    def _all_of(self, symbol: Symbol, span: Span) -> Var | None:
        """The column of all y_k for a bare y, where an earlier formula has the numbers y_k; None for any other name."""
        if not self.scope.open or self.scope.declares(symbol) or symbol != Symbol(symbol.letter, symbol.accent):
            return None
        for family in self.scope.families_like(symbol):
            earlier = family.origin is not None and family.origin not in self.told_here
            if earlier and family.member == replace(symbol, sub=SLOT) and family.var.shape.rank == 1:
                self.choose(f"{self.shown(span)} is the column of all {family.origin}")
                self.use(symbol, span, f"all {family.origin}")
                return family.var
        return None

    def _new(self, symbol: Symbol, span: Span) -> Var:
        """The quantity of a name of which nothing but its font says anything."""
        if symbol.font == "bb" and not self.scope.declares(symbol):
            message = f"{self.shown(span)} is no quantity: it stands for an expectation, a probability or a set"
            raise Refusal("not-yet", message, span, hint="an expectation is written as a mean")
        self._check_counting(symbol, span)
        var = self.free[symbol] = Var(symbol, SCALAR)
        if symbol == Symbol("T"):
            self.choose("T is a number: a transpose is written w^T x")
        self.infer_neighbour(symbol)
        if symbol.font == "bold":
            self.infer(inferring.by_font(symbol, self.sizes_taken()))
        self.use(symbol, span, "a number; nothing else is said about it")
        return var

    def _check_counting(self, symbol: Symbol, span: Span) -> None:
        """Refuse w_i beside w_1 and w_2 that are names of their own: it is one of them, and no further name."""
        if symbol.sub not in FREE_LETTERS:
            return
        known = (*self.scope.variables, *self.free)
        members = [other for other in known if other.sub.isdigit() and replace(other, sub=symbol.sub) == symbol]
        if members:
            listed = " and ".join(sorted(member.plain for member in members)[:2])
            message = f"{self.shown(span)} is one of {listed}, which are single names here"
            raise Refusal("not-yet", message, span, hint="write it for each of them")

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
            return self.filled(node)
        symbol, examples, rest = self.symbol(base, node.sub, node.sup, prefix)
        if len(base.letter) == 2 and base.letter[0] == "d" and self.scope.declares(Symbol("d")):
            self.choose(f"{base.letter} is one name, and not d times {base.letter[1]}")
        span = Span(node.span.start, self._end_of_name(node, rest)) if rest else node.span
        if self.source.count("{", span.start, span.end) != self.source.count("}", span.start, span.end):
            span = node.span
        entry = None if prefix or examples else self.by_subscript(symbol, node.sub, span)
        entry = entry if entry is not None else self.member(symbol, node.sub, examples, span, prefix)
        if entry is not None:
            return self.raised(entry, rest, node.span)
        written = replace(symbol, example="".join(examples)) if examples else symbol
        if examples and not self.scope.declares(written):
            if len(examples) == 1 and examples[0] in self.indices:
                self.infer_entries(written, self.indices[examples[0]])
            elif len(examples) == 1 and self.scope.open and examples[0] in FREE_LETTERS:
                raise FreeIndex(examples[0], span)
            raise self._without_examples(symbol, examples, span)
        value = self.named(self._numbered(written, node.sub), span, prefix)
        return self.raised(value, rest, node.span)

    def _end_of_name(self, node: Scripted, rest: list[Part]) -> int:
        """Where the name ends before the superscripts that are no part of it."""
        end = rest[0].span.start
        while end > node.span.start + 1 and self.source[end - 1] in "^{ ":
            end -= 1
        return end

    @abstractmethod
    def by_subscript(self, symbol: Symbol, sub: Subscript | None, span: Span) -> Value | None:
        """f_x as the derivative of a function by one of its arguments; None for anything else."""

    @abstractmethod
    def member(
        self, symbol: Symbol, sub: Subscript | None, examples: list[str], span: Span, prefix: str
    ) -> Value | None:
        """The entry of an array, or the member of a family, that an indexed name is; None where it is neither."""

    @abstractmethod
    def filled(self, node: Scripted) -> Value:
        """A bold digit: an array of ones or zeros, or an indicator."""

    @abstractmethod
    def identity(self, symbol: Symbol, span: Span) -> Expr | None:
        """I, where that is no name: the identity matrix."""

    @abstractmethod
    def named(self, symbol: Symbol, span: Span, prefix: str) -> Value:
        """The value of a name without indices; with a prefix, of a gradient's name."""

    def _without_examples(self, symbol: Symbol, examples: list[str], span: Span) -> Refusal:
        """The error for an example of something that is not known to have examples."""
        array = array_symbol(symbol).plain
        message = f"nothing here has {self.shown(span)} as its example {examples[0]}"
        return Refusal("unbound", message, span, hint=f"say what holds all examples: shape {array}: …")

    def symbol(
        self, base: Name, sub: Subscript | None, sup: tuple[Part, ...], prefix: str, *, left: bool = False
    ) -> tuple[Symbol, list[str], list[Part]]:
        """The symbol, its example indices that are letters, and what is left of the superscript.

        ``left`` says that the name stands on the left of an equation, where it may be a new one.
        """
        symbol = Symbol(prefix + base.letter, base.accent, sub.text if sub else "", font=base.font)
        examples: list[str] = []
        rest: list[Part] = []
        for number, part in enumerate(sup):
            if part.kind in ("bracket", "angle") and not rest:
                symbol = replace(symbol, layer=self._layer(part))
            elif part.kind == "paren" and not rest:
                another = any(following.kind == "paren" for following in sup[number + 1 : number + 2])
                if another and self._holds_examples(replace(symbol, layer=part.text)):
                    symbol = replace(symbol, layer=part.text)
                else:
                    symbol, examples = self._parenthesis(symbol, part, examples, rest)
            elif (
                part.kind in ("value", "star", "prime", "letter-T") and not rest and self._is_layer(symbol, part, left)
            ):
                symbol = replace(symbol, layer=symbol.layer + part.text)
                self.choose(f"the superscript {part.text} on {symbol.letter} is a part of its name")
            else:
                rest.append(part)
        return symbol, examples, rest

    def _layer(self, part: Part) -> str:
        """The text of a layer, with an index that has a number at the moment replaced by it."""
        index = self.indices.get(part.text)
        return str(index.value) if index is not None and index.value is not None else part.text

    def _parenthesis(
        self, symbol: Symbol, part: Part, examples: list[str], rest: list[Part]
    ) -> tuple[Symbol, list[str]]:
        """What (i) in a superscript is: the index of a sum, an example, a layer, or an exponent."""
        index = self.indices.get(part.text)
        if index is not None and index.value is None:
            return symbol, [*examples, part.text]
        text = str(index.value) if index is not None else part.text
        as_layer, as_example = replace(symbol, layer=text), replace(symbol, example=text)
        layered, exampled = self._is_known_bare(as_layer), self._is_known_bare(as_example)
        if text in self.frozen and not layered:
            return as_example, examples
        if layered and exampled and not symbol.layer:
            message = f"({text}) may be a layer or an example"
            raise Refusal("ambiguous", message, part.span, expected=("layer", "example"), hint=f"write ^{{[{text}]}}")
        if layered and not symbol.layer:
            return as_layer, examples
        if len(text) == 1 and text.isalpha():
            return symbol, [*examples, text]
        if exampled or text.isdigit():
            if not exampled:
                self.choose(f"({text}) on {symbol.letter} is the number of an example")
            return as_example, examples
        rest.append(replace_kind(part))
        return symbol, examples

    def _holds_examples(self, symbol: Symbol) -> bool:
        """Whether the capital of a name that has no layer yet is known in that layer, as A² is for a²⁽ⁱ⁾."""
        plain = replace(symbol, sub="", font="")
        return self.is_known(array_symbol(plain)) and not self.is_known(plain) and plain != array_symbol(plain)

    def _is_known_bare(self, symbol: Symbol) -> bool:
        """Whether something is known of a name, or of it without what stands below."""
        return self.is_known(symbol) or self.is_known(replace(symbol, sub="")) or self._has_capital(symbol)

    def _has_capital(self, symbol: Symbol) -> bool:
        """Whether a small letter with indices is an entry of the array of its capital in that layer, as w²ⱼₖ of W²."""
        small = replace(symbol, sub="", layer="", font="")
        capital = array_symbol(replace(symbol, sub="", font=""))
        return (
            bool(symbol.sub) and capital.letter != small.letter and not self.is_known(small) and self.is_known(capital)
        )

    def _is_layer(self, symbol: Symbol, part: Part, left: bool) -> bool:
        """Whether a bare superscript is a part of the name: only where the name is known with it and not alone."""
        named = replace(symbol, layer=symbol.layer + part.text)
        layered = self._is_known_bare(named)
        if part.kind == "star" or (not layered and _is_word(part)):
            return True
        if not layered and part.text.isdigit() and not self.is_known(symbol) and self._has_layers(symbol):
            if left:
                return True
            readings = (f"layer {part.text}", f"to the power {part.text}")
            message = f"{symbol.letter} is known by its layers, so this superscript has two readings"
            raise Refusal(
                "ambiguous", message, part.span, expected=readings, hint=f"write ^{{[{part.text}]}} for a layer"
            )
        if layered and self.is_known(symbol) and part.kind == "value":
            readings = (f"layer {part.text}", f"to the power {part.text}")
            raise Refusal(
                "ambiguous",
                f"the superscript on {symbol.letter} has two readings",
                part.span,
                expected=readings,
            )
        return layered

    def _has_layers(self, symbol: Symbol) -> bool:
        """Whether the name is known in some layer."""
        known = (*self.scope.variables, *self.scope.data, *self.scope.parameters)
        return any(other.layer.isdigit() and replace(other, layer="") == symbol for other in known)

    def _numbered(self, symbol: Symbol, sub: Subscript | None) -> Symbol:
        """The symbol with the indices that have a number at the moment replaced by it."""
        met = [self.indices[piece] for piece in sub.pieces if piece in self.indices] if sub else []
        if sub is None or not met:
            return symbol
        if any(index.value is None for index in met):
            if self.is_known(symbol):
                return symbol
            if len(sub.pieces) == 1:
                self.infer_entries(symbol, met[0])
            if self.scope.open and len(sub.pieces) == 2 and all(map(self._may_index, sub.pieces)):
                self._infer_table(symbol, sub)
            alone = self.found(replace(symbol, sub=""))
            if len(sub.pieces) == 1 and alone is not None:
                self.infer_other(symbol, alone)
            self.flat = alone is not None
            message = f"no vector or matrix is known here that has {symbol.letter}_{sub.text} as an entry"
            raise Refusal("unbound", message, sub.span, hint=f"say what it is: shape {symbol.letter}: m")
        return replace(symbol, sub=self._with_numbers(sub))

    def _may_index(self, letter: str) -> bool:
        return letter in self.indices or letter in FREE_LETTERS | self.outer

    def _infer_table(self, symbol: Symbol, sub: Subscript) -> None:
        """Raise that a name with two indices is an entry of a matrix; or that one of them is free."""
        free = next((letter for letter in sub.pieces if letter not in self.indices), None)
        if free is not None:
            raise FreeIndex(free, sub.span)
        self.infer_table(symbol, [self.indices[letter].size for letter in sub.pieces])

    def _with_numbers(self, sub: Subscript) -> str:
        """The text of a subscript with its indices replaced by their numbers, and sums of them worked out."""
        texts: list[str] = []
        for position in positions(sub.pieces):
            values = [
                (self.indices[letter].value, c) for letter, c in position.letters.items() if letter in self.indices
            ]
            if len(values) < len(position.letters):
                texts.append("".join(sub.pieces))
                continue
            texts.append(str(position.number + sum(c * value for value, c in values if value is not None)))
        return ("," if "," in sub.pieces else "").join(texts)

    @abstractmethod
    def raised(self, value: Value, parts: list[Part], span: Span) -> Value:
        """The value under transposes, powers and primes, in their order."""

    def is_known(self, symbol: Symbol) -> bool:
        """Whether something is known of a name."""
        return self.scope.declares(symbol) or symbol in self.free


_WORD = 3
"""How many letters side by side look like a word rather than a product."""


def _is_word(part: Part) -> bool:
    """Whether a superscript is a word, such as the new of w^{new}."""
    value = unmarked(part.value) if part.value is not None else None
    return isinstance(value, Name) and len(value.letter) > 1 and value.letter not in GREEK


def replace_kind(part: Part) -> Part:
    """The part as a plain value: an exponent that stands in brackets."""
    return Part("value", part.text, part.span, part.value)
