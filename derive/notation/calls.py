"""What takes something behind it: functions with and without brackets, and operators such as d/dz."""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import replace
from typing import TypeAlias

from derive.ir import Span, Symbol, contains
from derive.notation import conditioning, functions, lifting
from derive.notation.arguments import Arguments
from derive.notation.counting import FREE_LETTERS
from derive.notation.declarations import CHANGES, surface_symbol
from derive.notation.errors import Refusal
from derive.notation.functions import Function
from derive.notation.lifting import Lifted, Value
from derive.notation.scope import FUNCTIONS
from derive.notation.surface import (
    BigSum,
    Derivative,
    Fractional,
    FunctionWord,
    Given,
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
from derive.notation.vocabulary import GREEK

_FOUND: TypeAlias = tuple[Value, int]

_EXTREMES = frozenset({"max", "min", "argmax", "argmin"})
"""The words that an index may stand below."""

_BRACKETS = frozenset({"(", "[", "{}"})

MAX_NESTING = 60
"""How deep functions and operators may stand in one another's arguments."""


class Calls(Arguments):
    """Finds what is applied to what; how factors multiply is `derive.notation.products`."""

    nesting = 0

    @abstractmethod
    def segment(self, parts: list[Surface]) -> list[tuple[Value, Span]]:
        """The values that stand side by side, with their places."""

    @abstractmethod
    def multiplied(self, factors: list[tuple[Value, Span]], span: Span) -> Value:
        """The product of factors side by side."""

    def resolved(self, parts: list[Surface], index: int) -> _FOUND:
        """The value that begins at a part, and where the next one begins."""
        if self.nesting == MAX_NESTING:
            raise Refusal("never", f"parts are nested more than {MAX_NESTING} deep", parts[index].span)
        self.nesting += 1
        try:
            return self._resolved(parts, index)
        finally:
            self.nesting -= 1

    def _resolved(self, parts: list[Surface], index: int) -> _FOUND:
        node = unmarked(parts[index])
        following = parts[index + 1] if index + 1 < len(parts) else None
        base = node.base if isinstance(node, Scripted) else node
        if isinstance(base, FunctionWord):
            return self._function_word(node, parts, index)
        if isinstance(node, Derivative) and node.target is None:
            return self._operator(node, parts, index)
        pair = self._change_of_name(node, following)
        if pair is not None:
            return self.scripted_name(pair), index + 2
        group, raised = _brackets(following)
        if group is None or following is None:
            if following is not None:
                self._check_function(node, following)
            return self.bind(parts[index]), index + 1
        return self._with_brackets(parts, index, group, raised)

    def _check_function(self, node: Surface, following: Surface) -> None:
        """Refuse σ² x, where σ is a function only because nothing else is said: it may be a number, not declared."""
        found = self.function_of(node) if isinstance(node, Scripted) and node.sub is None else None
        if found is None or not isinstance(node, Scripted) or not isinstance(node.base, Name) or not found[1]:
            return
        usual = Symbol(node.base.letter) in FUNCTIONS and node.base.letter in GREEK
        if usual and all(part.kind == "value" for part in found[1]):
            name, place = self.shown(node.base.span), Span(node.span.start, following.span.end)
            behind = self.shown(following.span)
            readings = (f"the number {name}, raised and times {behind}", f"the function {name} at {behind}, raised")
            message = f"{self.shown(place)} has two readings, because {name} is not declared as a number"
            hint = f"declare it, as in parameter {name}, or write brackets behind the function"
            raise Refusal("ambiguous", message, place, expected=readings, hint=hint)

    def _is_called(self, node: Surface) -> bool:
        """Whether a name is the loss, or is defined with arguments."""
        symbol = surface_symbol(node)
        known = self.found(symbol) if symbol is not None else None
        return known is not None and (known == self.scope.loss or known in self.scope.arguments)

    def _with_brackets(self, parts: list[Surface], index: int, group: Group, raised: tuple[Part, ...]) -> _FOUND:
        """The value that begins at a part with brackets behind it: a call, an entry, or the factor before them."""
        node, below = unmarked(parts[index]), _subscript(parts[index + 1])
        found = self.function_of(node)
        if found is not None:
            value = self.call(*found, group, raised, node.span)
            return (self.entry_of(value, below, group.span) if below else value), index + 2
        named = isinstance(node.base if isinstance(node, Scripted) else node, Name)
        if below is not None and group.bracket == "(" and self._is_called(node):
            place = Span(node.span.start, parts[index + 1].span.end)
            raise Refusal("not-yet", f"{self.shown(place)}, an entry of a call, is not read yet", place)
        if below is not None or (named and self._is_power_of_e(node)):
            return self.bind(parts[index]), index + 1
        indexed = self.on_the_line(node, group) if not raised else None
        if indexed is not None:
            return self.bind(indexed), index + 2
        special = self.before_brackets(node, group, raised)
        if special is not None:
            return special, index + 2
        given = conditioning.given_in(group) if named else None
        conditioned = self._conditioned(node, given, Span(node.span.start, group.span.end)) if given else None
        if conditioned is not None:
            return self.raised(conditioned, list(raised), group.span), index + 2
        return self.name_before_brackets(node, group, raised, index) if named else (self.bind(parts[index]), index + 1)

    def _conditioned(self, node: Surface, given: Given, place: Span) -> Value | None:
        """p(x | y) where p is defined so, at its own arguments; None for anything else."""
        symbol = surface_symbol(node)
        known = self.found(symbol) if symbol is not None else None
        if known is None or not self.is_conditioned(symbol):
            return None
        shown = self.shown(place)
        index = conditioning.class_index(given)
        compared = index is None and any(isinstance(unmarked(item), Relation) for item in (*given.left, *given.right))
        if compared or conditioning.listed(given, surface_symbol) != self.scope.arguments[known]:
            message = f"{shown}, at other arguments than its own, is not read yet"
            raise Refusal("not-yet", message, place)
        if index is not None and isinstance(node, Name) and not self.is_known(Symbol(index.letter)):
            self.choose(f"{shown} is entry {index.letter} of all these values")
            return self.bind(conditioning.of_class(node, index))
        if index is not None:
            raise Refusal("not-yet", f"{shown}, at a class of its own, is not read yet", place)
        self.choose(f"{shown} is {known.plain}, with its arguments listed")
        return self.variable(known, place)

    def _change_of_name(self, node: Surface, following: Surface | None) -> Scripted | Name | None:
        """δx or Δw as one name, where that is declared. Raises `Refusal` for a Δ of which nothing is known."""
        if not isinstance(node, Name) or node.letter not in CHANGES or following is None:
            return None
        inner = unmarked(following)
        base = inner.base if isinstance(inner, Scripted) else inner
        if not isinstance(base, Name):
            return None
        name = Name(node.letter + base.letter, Span(node.span.start, base.span.end), base.accent, base.font)
        if not self.scope.declares(Symbol(name.letter, name.accent, font=name.font)):
            self._check_change(node, name)
            return None
        if not isinstance(inner, Scripted):
            return name
        return replace(inner, base=name, span=Span(node.span.start, inner.span.end))

    def _check_change(self, sign: Name, name: Name) -> None:
        """Refuse Δw where neither Δ nor Δw is known."""
        bare, shown = Symbol(sign.letter), self.shown(name.span)
        if sign.letter == "Delta" and self.scope.open and self.found(bare) is None and not self.scope.declares(bare):
            readings = (f"{shown} as one name, a change", f"{self.shown(sign.span)} times what stands behind it")
            hint = f"declare it: data {shown}"
            raise Refusal("ambiguous", f"{shown} has two readings", name.span, expected=readings, hint=hint)

    @abstractmethod
    def before_brackets(self, node: Surface, group: Group, raised: tuple[Part, ...]) -> Value | None:
        """What is neither a call nor a product before brackets, such as an indicator; None for anything else."""

    @abstractmethod
    def entry_of(self, value: Value, sub: Subscript, span: Span) -> Value:
        """An entry of what stands in brackets with a subscript."""

    @abstractmethod
    def extreme(self, word: str, name: str, node: Surface, span: Span) -> Value:
        """The largest or smallest value over an index, or the index where it is reached."""

    def _is_power_of_e(self, node: Surface) -> bool:
        """Whether this is e with an exponent, which takes no argument, and e is no name of its own."""
        if not isinstance(node, Scripted) or not isinstance(node.base, Name) or node.base.letter != "e":
            return False
        declared = any(self.scope.declares(Symbol("e", font=font)) for font in ("", node.base.font))
        known = declared or any(s.letter == "e" for s in self.scope.functions)
        return node.sub is None and bool(node.sup) and not node.base.accent and not known

    # --- functions without brackets and operators

    def _function_word(self, node: Surface, parts: list[Surface], index: int) -> _FOUND:
        """log and its like: of the brackets behind it, or of what stands side by side behind it."""
        word = node.base if isinstance(node, Scripted) else node
        assert isinstance(word, FunctionWord)
        if index + 1 >= len(parts):
            raise Refusal("unreadable", f"{self.shown(node.span)} needs an argument", node.span, fragment=True)
        if isinstance(node, Scripted) and node.sub is not None and word.name in _EXTREMES:
            return self._over_index(word, node, parts, index)
        function = Function(self._word_operator(word, node))
        scripts = list(node.sup) if isinstance(node, Scripted) else []
        group, raised = _brackets(parts[index + 1])
        if group is not None:
            if raised and function.name in functions.LOGARITHMS:
                place = Span(node.span.start, parts[index + 1].span.end)
                shown = self.shown(node.span)
                readings = (f"the power of {shown}(…)", f"{shown} of the power")
                raise Refusal("ambiguous", f"{self.shown(place)} has two readings", place, expected=readings)
            return self.call(function, scripts, group, raised, node.span), index + 2
        argument, after = self._argument_of_word(node, parts, index + 1, whole=function.name in functions.OF_ARRAYS)
        span = Span(node.span.start, parts[after - 1].span.end)
        primes = [part for part in scripts if part.kind == "prime"]
        powers = [part for part in scripts if part.kind != "prime"]
        if powers:
            if function.name not in functions.POWERED or len(powers) > 1 or powers[0].kind != "value":
                hint = f"write ({self.shown(word.span)} …)^…"
                message = "a power between a function and its argument is not read yet"
                raise Refusal("not-yet", message, node.span, hint=hint)
            self.check_power(powers[0], node.span)
        value = self.applied(function, argument, span, primes=len(primes))
        return self.raised(value, powers, span), after

    def _over_index(self, word: FunctionWord, node: Scripted, parts: list[Surface], index: int) -> _FOUND:
        """max and its like over an index that stands below it."""
        assert node.sub is not None
        letters = [piece for piece in node.sub.pieces if piece.isalpha() and len(piece) == 1]
        if len(letters) != 1 or len(node.sub.pieces) != 1 or node.sup:
            raise Refusal("not-yet", f"{self.shown(node.span)} is not read yet", node.span)
        span = Span(node.span.start, parts[index + 1].span.end)
        group, _raised = _brackets(parts[index + 1])
        body = parts[index + 1]
        if group is None and index + 2 < len(parts) and not _ends_argument(parts[index + 2]):
            body = Product(tuple(parts[index + 1 :]), ("",) * (len(parts) - index - 2), span)
            return self.extreme(word.name, letters[0], body, span), len(parts)
        return self.extreme(word.name, letters[0], body, span), index + 2

    def _word_operator(self, word: FunctionWord, node: Surface) -> str:
        base = node.sub.text if isinstance(node, Scripted) and node.sub else ""
        if base:
            named = {"10": "log10", "e": "ln", "2": "log2"}.get(base) if word.name == "log" else None
            if named is None:
                raise Refusal("not-yet", f"{self.shown(node.span)} is not read yet", node.span)
            return named
        return self.scope.functions.get(Symbol(word.name), word.name)

    def _argument_of_word(self, node: Surface, parts: list[Surface], index: int, *, whole: bool) -> _FOUND:
        """What a function without brackets reaches: one factor, and what stands behind a number.

        ``whole`` says that it takes matrices, so that it reaches over a product of them: tr AᵀB.
        """
        if isinstance(unmarked(parts[index]), BigSum):
            return self.bind(parts[index]), index + 1
        values = [self.resolved(parts, index)]
        after = values[-1][1]
        while after < len(parts) and isinstance(unmarked(parts[after - 1]), Number):
            values.append(self.resolved(parts, after))
            after = values[-1][1]
        if whole and after < len(parts):
            return self._product_of_matrices(node, parts, index)
        if after < len(parts) and not _ends_argument(parts[after]):
            place = Span(node.span.start, parts[after].span.end)
            short = self.shown(Span(node.span.start, parts[after - 1].span.end))
            readings = (f"({short}) times the rest", f"{self.shown(node.span)} of all of it")
            raise Refusal("ambiguous", f"{self.shown(place)} has two readings", place, expected=readings)
        if len(values) == 1:
            return values[0]
        place = Span(parts[index].span.start, parts[after - 1].span.end)
        return self.multiplied([(value, place) for value, _ in values], place), after

    def _product_of_matrices(self, node: Surface, parts: list[Surface], index: int) -> _FOUND:
        """The matrices side by side behind tr or det, as far as they go."""
        after = index
        factors: list[tuple[Value, Span]] = []
        while after < len(parts) and not _ends_argument(parts[after]):
            value, behind = self.resolved(parts, after)
            if lifting.is_number(value) and factors:
                break
            factors.append((value, Span(parts[after].span.start, parts[behind - 1].span.end)))
            after = behind
        place = Span(parts[index].span.start, parts[after - 1].span.end)
        if len(factors) > 1:
            self.choose(f"{self.shown(node.span)} reaches over all of {self.shown(place)}")
        return self.multiplied(factors, place), after

    def _operator(self, node: Derivative, parts: list[Surface], index: int) -> _FOUND:
        """d/dz of the factor behind it; of the whole product where that begins with a number such as 2 or ½."""
        if index + 1 >= len(parts):
            message = f"{self.shown(node.span)} has nothing behind it"
            raise Refusal("unreadable", message, node.span, fragment=True)
        at_point = self._gradient_at_point(node, parts, index)
        if at_point is not None:
            return at_point
        self._check_below(node)
        first = unmarked(parts[index + 1])
        if _is_constant(first):
            values = self.segment(parts[index + 1 :])
            place = Span(first.span.start, parts[-1].span.end)
            return self.operated(node, self.multiplied(values, place), place), len(parts)
        body, after = self.resolved(parts, index + 1)
        if after < len(parts) and not isinstance(body, Lifted) and not body.shape.is_scalar:
            values = self.segment(parts[index + 1 :])
            whole = self.multiplied(values, Span(parts[index + 1].span.start, parts[-1].span.end))
            if node.sign == "∇" or lifting.is_number(whole):
                after, body = len(parts), whole
                self.choose(f"{self.shown(node.span)} is taken of the whole product behind it, which is a number")
        place = Span(parts[index + 1].span.start, parts[after - 1].span.end)
        if after < len(parts) and _brackets(parts[index + 1])[0] is not None:
            self.choose(f"{self.shown(node.span)} reaches over the brackets behind it, and no further")
        elif after < len(parts) and node.variables:
            self._check_reach(node, parts, after, place)
        return self.operated(node, body, place), after

    def _gradient_at_point(self, node: Derivative, parts: list[Surface], index: int) -> _FOUND | None:
        """∇f(a), and its transpose ∇f(a)ᵀ: what is raised on the brackets belongs to the gradient."""
        group, raised = _brackets(parts[index + 2] if index + 2 < len(parts) else None)
        if node.sign != "∇" or node.variables or group is None:
            return None
        gradient = self.gradient_at(node, parts[index + 1], group)
        if gradient is None:
            return None
        return self.raised(gradient, list(raised), Span(node.span.start, group.span.end)), index + 3

    def _check_below(self, node: Derivative) -> None:
        """Refuse ∂ᵢ where i is no name: it counts what is differentiated by."""
        below = unmarked(node.variables[0]) if node.below else None
        if isinstance(below, Name) and below.letter in FREE_LETTERS and not self.is_known(Symbol(below.letter)):
            shown = self.shown(node.span)
            readings = (
                f"the derivative by a name {below.letter}",
                f"the derivative by entry {below.letter} of a vector",
            )
            hint = "write the name with its index, as in \\partial_{x_i}"
            message = f"what {shown} differentiates by does not say itself"
            raise Refusal("ambiguous", message, node.span, expected=readings, hint=hint)

    def _check_reach(self, node: Derivative, parts: list[Surface], after: int, place: Span) -> None:
        """Refuse an operator before several factors where it matters how far it reaches."""
        variable = self.bind(node.variables[0])
        for part in parts[after:]:
            value = self.resolved([part], 0)[0] if not isinstance(unmarked(part), FunctionWord) else variable
            depends = isinstance(value, Lifted) or isinstance(variable, Lifted) or contains(value, variable)
            if depends and not isinstance(unmarked(part), Group):
                shown = self.shown(node.span)
                readings = (f"{shown} of {self.shown(place)} alone", f"{shown} of the whole product")
                message = f"how far {shown} reaches has two readings"
                raise Refusal("ambiguous", message, node.span, expected=readings, hint="write brackets")


def _brackets(node: Surface | None) -> tuple[Group | None, tuple[Part, ...]]:
    """The brackets that a part is, and what is raised on them."""
    if node is None:
        return None, ()
    node = unmarked(node)
    base, raised = (node.base, node.sup) if isinstance(node, Scripted) else (node, ())
    if isinstance(base, Group) and base.bracket in _BRACKETS:
        return base, raised
    return None, ()


def _is_constant(node: Surface) -> bool:
    """Whether this is a number, or a fraction of two."""
    node = unmarked(node)
    return isinstance(node, Number) or (
        isinstance(node, Fractional) and all(map(_is_constant, (node.top, node.bottom)))
    )


def _subscript(node: Surface) -> Subscript | None:
    """The subscript on the brackets that a part is, as in softmax(z)ₖ."""
    node = unmarked(node)
    return node.sub if isinstance(node, Scripted) else None


def _ends_argument(node: Surface) -> bool:
    """Whether a part certainly begins something new behind the argument of a function without brackets."""
    node = unmarked(node)
    base = node.base if isinstance(node, Scripted) else node
    return isinstance(base, (FunctionWord, BigSum, Derivative))
