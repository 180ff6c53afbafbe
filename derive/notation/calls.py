"""What takes something behind it: functions with and without brackets, and operators such as d/dz."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from dataclasses import replace
from typing import TypeAlias

from derive import building
from derive.ir import Expr, Span, Symbol, Var, contains, substitute, variables
from derive.notation import functions, lifting
from derive.notation.declarations import CHANGES, surface_symbol
from derive.notation.derivatives import Derivatives
from derive.notation.errors import Refusal
from derive.notation.functions import Function
from derive.notation.lifting import Lifted, Value
from derive.notation.surface import (
    BigSum,
    Derivative,
    FunctionWord,
    Group,
    Name,
    Number,
    Part,
    Product,
    Scripted,
    Subscript,
    Surface,
    unmarked,
)

_FOUND: TypeAlias = tuple[Value, int]

_EXTREMES = frozenset({"max", "min", "argmax", "argmin"})
"""The words that an index may stand below."""

_BRACKETS = frozenset({"(", "[", "{}"})

MAX_NESTING = 60
"""How deep functions and operators may stand in one another's arguments."""


class Calls(Derivatives):
    """Binds calls; how factors multiply is `derive.notation.products`."""

    nesting = 0

    @abstractmethod
    def segment(self, parts: list[Surface]) -> list[tuple[Value, Span]]:
        """The values that stand side by side, with their places."""

    @abstractmethod
    def multiplied(self, factors: list[tuple[Value, Span]], span: Span) -> Value:
        """The product of factors side by side."""

    def resolved(self, parts: list[Surface], index: int) -> _FOUND:
        """The value that begins at a part, and where the next one begins."""
        self.nesting += 1
        if self.nesting > MAX_NESTING:
            raise Refusal("never", f"parts are nested more than {MAX_NESTING} deep", parts[index].span)
        found = self._resolved(parts, index)
        self.nesting -= 1
        return found

    def _resolved(self, parts: list[Surface], index: int) -> _FOUND:
        node = unmarked(parts[index])
        following = parts[index + 1] if index + 1 < len(parts) else None
        if isinstance(node, FunctionWord) or (isinstance(node, Scripted) and isinstance(node.base, FunctionWord)):
            return self._function_word(node, parts, index)
        if isinstance(node, Derivative) and node.target is None:
            return self._operator(node, parts, index)
        base = node.base if isinstance(node, Scripted) else node
        pair = self._change_of_name(node, following)
        if pair is not None:
            return self.scripted_name(pair), index + 2
        group, raised = _brackets(following)
        if group is None or following is None:
            return self.bind(parts[index]), index + 1
        found = self.function_of(node)
        if found is not None:
            value = self._call(*found, group, raised, node.span)
            below = _subscript(following)
            return (self.entry_of(value, below, group.span) if below else value), index + 2
        if _subscript(following) is not None:
            return self.bind(parts[index]), index + 1
        if isinstance(base, Name) and self._is_power_of_e(node):
            return self.bind(parts[index]), index + 1
        indexed = self.on_the_line(node, group) if not raised else None
        if indexed is not None:
            return self.bind(indexed), index + 2
        special = self.before_brackets(node, group, raised)
        if special is not None:
            return special, index + 2
        if isinstance(base, Name):
            return self._name_before_brackets(node, group, raised, index)
        return self.bind(parts[index]), index + 1

    def _change_of_name(self, node: Surface, following: Surface | None) -> Scripted | Name | None:
        """δx or Δw as one name, where that is declared."""
        if not isinstance(node, Name) or node.letter not in CHANGES or following is None:
            return None
        inner = unmarked(following)
        base = inner.base if isinstance(inner, Scripted) else inner
        if not isinstance(base, Name):
            return None
        name = Name(node.letter + base.letter, Span(node.span.start, base.span.end), base.accent, base.font)
        whole = replace(inner, base=name, span=Span(node.span.start, inner.span.end)) if isinstance(inner, Scripted) else name
        bare = Symbol(name.letter, name.accent, font=name.font)
        return whole if self.scope.declares(bare) else None

    @abstractmethod
    def before_brackets(self, node: Surface, group: Group, raised: tuple[Part, ...]) -> Value | None:
        """What is neither a call nor a product before brackets, such as an indicator; None for anything else."""

    @abstractmethod
    def entry_of(self, value: Value, sub: Subscript, span: Span) -> Value:
        """An entry of what stands in brackets with a subscript."""

    @abstractmethod
    def extreme(self, word: str, name: str, node: Surface, span: Span) -> Value:
        """The largest or smallest value over an index, or the index where it is reached."""

    def _call(
        self, function: Function, scripts: list[Part], group: Group, raised: tuple[Part, ...], span: Span
    ) -> Value:
        """A function of what stands in the brackets: with primes and a power on its name, and scripts behind it."""
        whole = Span(span.start, group.span.end)
        primes = [part for part in scripts if part.kind == "prime"]
        powers = [part for part in scripts if part.kind != "prime"]
        if len(powers) == 1 and powers[0].kind == "paren" and powers[0].text.isdigit():
            order = powers[0].text
            readings = (f"the derivative of order {order}", f"the function of layer {order}")
            raise Refusal("ambiguous", f"({order}) above a function has two readings", span, expected=readings)
        if len(powers) > 1 or any(part.kind != "value" for part in powers):
            raise Refusal("not-yet", f"{self.shown(span)} with scripts on a function is not read yet", span)
        if powers:
            self._check_power_of_function(powers[0], span)
        value = self.called(function, group, span, primes=len(primes))
        return self.raised(self.raised(value, powers, whole), list(raised), group.span)

    def _check_power_of_function(self, part: Part, span: Span) -> None:
        power = unmarked(part.value) if part.value is not None else None
        if not isinstance(power, Number) or power.value < 1:
            readings = (f"the inverse of {self.shown(span)}", "one divided by it")
            message = f"{self.shown(span)} has two readings"
            raise Refusal("ambiguous", message, span, expected=readings, hint="write the power behind the brackets")
        self.choose(f"the power on {self.shown(span)} is that of its value")

    def _is_power_of_e(self, node: Surface) -> bool:
        """Whether this is e with an exponent, which takes no argument, and e is no name of its own."""
        if not isinstance(node, Scripted) or not isinstance(node.base, Name) or node.base.letter != "e":
            return False
        known = self.scope.declares(Symbol("e")) or any(s.letter == "e" for s in self.scope.functions)
        return node.sub is None and bool(node.sup) and not node.base.accent and not known

    def called(self, function: Function, group: Group, span: Span, *, primes: int = 0) -> Value:
        """A function of what stands in the brackets."""
        whole = Span(span.start, group.span.end)
        wanted = 2 if function.name in functions.OF_TWO else 1
        if len(group.items) != wanted:
            self._check_decimal_comma(group, whole)
            takes = "two arguments" if wanted == 2 else "one argument"
            raise Refusal("unreadable", f"{self.shown(span)} takes {takes}, not {len(group.items)}", whole)
        if wanted == 1:
            return self.applied(function, self.bind(group.items[0]), whole, primes=primes)
        arguments = self.in_one_shape(group.items)
        value: Value
        value, told = self.built_with(whole, functions.of_two, function.name, arguments)
        if told:
            self.choose(f"{self.shown(whole)}: {told}")
        return value

    def _check_decimal_comma(self, group: Group, whole: Span) -> None:
        """Refuse f(1,5), where the comma may be a decimal sign."""
        shown = self.shown(group.span)
        digits = [item.text for item in map(unmarked, group.items) if isinstance(item, Number)]
        if len(digits) == 2 == len(group.items) and all(map(str.isdigit, digits)) and " " not in shown:
            readings = (f"the two numbers {digits[0]} and {digits[1]}", f"the one number {digits[0]}.{digits[1]}")
            raise Refusal("ambiguous", f"the comma in {shown} has two readings", whole, expected=readings)

    @abstractmethod
    def in_one_shape(self, nodes: Sequence[Surface]) -> list[Value]:
        """The values of parts that have one shape, so that 0, 1 and I among them are arrays like the others."""

    def applied(self, function: Function | str, argument: Value, span: Span, *, primes: int = 0) -> Value:
        """A function of one argument, entry by entry; logarithms to their base. ``primes`` stand on its name."""
        function = Function(function) if isinstance(function, str) else function
        if function.name == "log" and self.scope.log == "10":
            function = Function("log10")
        if not functions.is_read(function):
            raise Refusal("not-yet", f"the function {function.name} is not read yet", span)
        if primes:
            return self._derived(function, primes, argument, span)
        return self.built(span, functions.applied, function, argument)

    def _derived(self, function: Function, primes: int, argument: Value, span: Span) -> Value:
        """A derivative of a function, at an argument."""
        self.choose(f"the {'prime' if primes == 1 else 'primes'} in {self.shown(span)} is the derivative of the function")
        derived: Function | None = function
        for _ in range(primes):
            derived = functions.primed(derived) if derived is not None else None
        if derived is not None:
            return self.built(span, functions.applied, derived, argument)
        if primes > 2 or isinstance(argument, Lifted) or not argument.shape.is_scalar:
            message = f"the derivative of {function.name} as a function is not read yet"
            raise Refusal("not-yet", message, span)
        t = Var(Symbol("t", accent="tilde"))
        body = functions.applied(function, t)
        assert not isinstance(body, Lifted)
        way = (building.derivative, body, t) if primes == 1 else (building.hessian, body, t, t)
        return self.built(span, building.evaluated, self.built(span, *way), t, argument)

    def _name_before_brackets(self, node: Surface, group: Group, raised: tuple[Part, ...], index: int) -> _FOUND:
        """A quantity before brackets: a product, or for a defined name its arguments, as in L(a, y)."""
        base = node.base if isinstance(node, Scripted) else node
        assert isinstance(base, Name)
        symbol = Symbol(base.letter, base.accent, node.sub.text if isinstance(node, Scripted) and node.sub else "")
        shown, place = self.shown(node.span), Span(node.span.start, group.span.end)
        if isinstance(node, Scripted) and self._is_primed_number(node, symbol):
            return self._derivative_of_defined(node, group, raised, place), index + 2
        listed = len(group.items) > 1 or self._lists_arguments(base, group)
        if listed:
            value = self.bind(node)
            if not isinstance(value, Var):
                raise Refusal("not-yet", f"{shown} with arguments behind it is not read yet", place)
            value = self._at_arguments(value, group, place)
            return self.raised(value, list(raised), group.span), index + 2
        unknown = self.found(replace(symbol, font=base.font)) is None and base.letter not in self.scope.sizes
        if unknown and self.scope.open:
            message = f"nothing is known about {shown}, so this may be a call or a product"
            hint = f"say which: function {symbol.plain}, or shape {symbol.plain}: scalar"
            raise Refusal("unbound", message, node.span, hint=hint)
        value = self.bind(node)
        self.choose(f"{self.shown(place)} is a product, because {shown} is a quantity")
        return value, index + 1

    def _is_primed_number(self, node: Scripted, symbol: Symbol) -> bool:
        """Whether primes stand on what is no array: on an array they are a transpose."""
        known = self.found(symbol)
        array = known is not None and known in self.scope.variables and self.scope.variables[known].shape.rank > 0
        return bool(node.sup) and all(part.kind == "prime" for part in node.sup) and not array

    def _derivative_of_defined(self, node: Scripted, group: Group, raised: tuple[Part, ...], place: Span) -> Value:
        """f′(x) of a function with an equation, at its own argument."""
        base = node.base
        assert isinstance(base, Name)
        known = self.found(Symbol(base.letter, base.accent, node.sub.text if node.sub else "", font=base.font))
        arguments = self.scope.arguments.get(known, ()) if known is not None else ()
        value = self.bind(group.items[0]) if len(group.items) == 1 else None
        own = isinstance(value, Var) and arguments == (value.symbol,)
        if known is None or not own or len(node.sup) != 1 or not self.scope.variables[known].shape.is_scalar:
            message = f"{self.shown(place)} is not read yet: nothing of one argument is known here as {base.letter}"
            raise Refusal("not-yet", message, place, hint="define it: f(x) = …")
        assert isinstance(value, Var)
        self.choose(f"{self.shown(place)} is the derivative of {known.plain} by {value.name}")
        slope = building.total_derivative(self.scope.variables[known], value)
        return self.raised(slope, list(raised), group.span)

    def _lists_arguments(self, base: Name, group: Group) -> bool:
        """Whether one name in brackets behind a name is its argument: that is defined so, or is the loss."""
        known = self.found(Symbol(base.letter, base.accent, font=base.font))
        if known is None or known in self.scope.arguments:
            return known is not None
        return known == self.scope.loss and _is_name(group.items[0])

    def _at_arguments(self, function: Var, group: Group, place: Span) -> Value:
        """A quantity with arguments behind it: itself where they are its own, else its equation at them."""
        shown = self.shown(place)
        own = self.scope.arguments.get(function.symbol, ())
        names = [surface_symbol(item) for item in group.items]
        listed = function.symbol == self.scope.loss and all(map(self.is_known, own))
        if all(name is not None for name in names) and (not own or tuple(names) == own or listed):
            self.choose(f"{shown} is {function.symbol.plain}, with its arguments listed")
            return function
        equation = self.scope.definitions.get(function.symbol)
        values = [self.bind(item) for item in group.items]
        parameters = [self.scope.variables.get(symbol, Var(symbol)) for symbol in own]
        exprs = [value for value in values if not isinstance(value, Lifted)]
        if equation is None or len(exprs) != len(parameters) or len(exprs) < len(values):
            raise Refusal("not-yet", f"{shown}, at other arguments than its own, is not read yet", place)
        entrywise = len(own) == 1 and parameters[0].shape.is_scalar and not exprs[0].shape.is_scalar
        if entrywise and not self._enters_indirectly(parameters[0], equation):
            self.choose(f"{shown} is the equation of {function.symbol.plain} at each entry")
            return self.built(place, functions.at_each_entry, equation, parameters[0], exprs[0])
        replacements: dict[Expr, Expr] = {}
        for parameter, expr in zip(parameters, exprs, strict=True):
            if expr.shape != parameter.shape or self._enters_indirectly(parameter, equation):
                raise Refusal("not-yet", f"{shown}, at other arguments than its own, is not read yet", place)
            replacements[parameter] = expr
        self.choose(f"{shown} is the equation of {function.symbol.plain} with its arguments put in")
        return substitute(equation, replacements)

    def _enters_indirectly(self, parameter: Var, equation: Expr) -> bool:
        """Whether a name enters an equation otherwise than as itself, or not at all."""
        dependent = self.dependent(parameter)
        return not contains(equation, parameter) or any(var in dependent for var in variables(equation))

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
            return self._call(function, scripts, group, raised, node.span), index + 2
        argument, after = self._argument_of_word(node, parts, index + 1, whole=function.name in functions.OF_ARRAYS)
        span = Span(node.span.start, parts[after - 1].span.end)
        primes = [part for part in scripts if part.kind == "prime"]
        powers = [part for part in scripts if part.kind != "prime"]
        if powers:
            if function.name not in functions.POWERED or len(powers) > 1 or powers[0].kind != "value":
                hint = f"write ({self.shown(word.span)} …)^…"
                message = "a power between a function and its argument is not read yet"
                raise Refusal("not-yet", message, node.span, hint=hint)
            self._check_power_of_function(powers[0], node.span)
        value = self.applied(function, argument, span, primes=len(primes))
        return self.raised(value, powers, span), after

    def _over_index(self, word: FunctionWord, node: Scripted, parts: list[Surface], index: int) -> _FOUND:
        """max and its like over an index that stands below it."""
        assert node.sub is not None
        letters = [piece for piece in node.sub.pieces if piece.isalpha() and len(piece) == 1]
        if len(letters) != 1 or len(node.sub.pieces) != 1 or node.sup:
            raise Refusal("not-yet", f"{self.shown(node.span)} is not read yet", node.span)
        span = Span(node.span.start, parts[index + 1].span.end)
        group, raised = _brackets(parts[index + 1])
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
        """d/dz of the factor behind it; of the whole product where that begins with a number."""
        if index + 1 >= len(parts):
            message = f"{self.shown(node.span)} has nothing behind it"
            raise Refusal("unreadable", message, node.span, fragment=True)
        first = unmarked(parts[index + 1])
        if isinstance(first, Number):
            values = self.segment(parts[index + 1 :])
            place = Span(first.span.start, parts[-1].span.end)
            return self.operated(node, self.multiplied(values, place), place), len(parts)
        body, after = self.resolved(parts, index + 1)
        if node.sign == "∇" and not isinstance(body, Lifted) and not body.shape.is_scalar:
            values = self.segment(parts[index + 1 :])
            after = len(parts)
            body = self.multiplied(values, node.span)
            self.choose(f"{self.shown(node.span)} is taken of the whole product behind it, which is a number")
        place = Span(parts[index + 1].span.start, parts[after - 1].span.end)
        if after < len(parts) and _brackets(parts[index + 1])[0] is not None:
            self.choose(f"{self.shown(node.span)} reaches over the brackets behind it, and no further")
        elif after < len(parts) and node.variables:
            self._check_reach(node, parts, after, place)
        return self.operated(node, body, place), after

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


def _is_name(node: Surface) -> bool:
    node = unmarked(node)
    return isinstance(node, Name) or (isinstance(node, Scripted) and isinstance(node.base, Name))


def _brackets(node: Surface | None) -> tuple[Group | None, tuple[Part, ...]]:
    """The brackets that a part is, and what is raised on them."""
    if node is None:
        return None, ()
    node = unmarked(node)
    base, raised = (node.base, node.sup) if isinstance(node, Scripted) else (node, ())
    if isinstance(base, Group) and base.bracket in _BRACKETS:
        return base, raised
    return None, ()


def _subscript(node: Surface) -> Subscript | None:
    """The subscript on the brackets that a part is, as in softmax(z)ₖ."""
    node = unmarked(node)
    return node.sub if isinstance(node, Scripted) else None


def _ends_argument(node: Surface) -> bool:
    """Whether a part certainly begins something new behind the argument of a function without brackets."""
    node = unmarked(node)
    base = node.base if isinstance(node, Scripted) else node
    return isinstance(base, (FunctionWord, BigSum, Derivative))
