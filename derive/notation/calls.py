"""What takes something behind it: functions with and without brackets, and operators such as d/dz."""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import replace
from typing import TypeAlias

from derive import building
from derive.ir import Expr, Span, Symbol, Var, contains, substitute, variables
from derive.notation import functions, lifting
from derive.notation.declarations import surface_symbol
from derive.notation.derivatives import Derivatives
from derive.notation.errors import Refusal
from derive.notation.lifting import Lifted, Value
from derive.notation.surface import (
    BigSum,
    Derivative,
    FunctionWord,
    Group,
    Name,
    Number,
    Part,
    Scripted,
    Surface,
    unmarked,
)

_FOUND: TypeAlias = tuple[Value, int]

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
        group, raised = _brackets(following)
        if group is None:
            return self.bind(parts[index]), index + 1
        operator = self.function_of(base)
        if operator is not None:
            if isinstance(node, Scripted):
                operator = self._primed(operator, node)
            value = self.called(operator, group, node.span)
            return self.raised(value, list(raised), group.span), index + 2
        if isinstance(base, Name) and self._is_power_of_e(node):
            return self.bind(parts[index]), index + 1
        indexed = self.on_the_line(node, group) if not raised else None
        if indexed is not None:
            return self.bind(indexed), index + 2
        if isinstance(base, Name):
            return self._name_before_brackets(node, group, raised, index)
        return self.bind(parts[index]), index + 1

    def _is_power_of_e(self, node: Surface) -> bool:
        """Whether this is e with an exponent, which takes no argument, and e is no name of its own."""
        if not isinstance(node, Scripted) or not isinstance(node.base, Name) or node.base.letter != "e":
            return False
        known = any(symbol.letter == "e" for symbol in (*self.scope.variables, *self.scope.functions))
        return node.sub is None and bool(node.sup) and not node.base.accent and not known

    def called(self, operator: str, group: Group, span: Span) -> Value:
        """A function of what stands in the brackets."""
        whole = Span(span.start, group.span.end)
        wanted = 2 if operator in functions.OF_TWO else 1
        if len(group.items) != wanted:
            takes = "two arguments" if wanted == 2 else "one argument"
            raise Refusal("unreadable", f"{self.shown(span)} takes {takes}, not {len(group.items)}", whole)
        if wanted == 1:
            return self.applied(operator, self.bind(group.items[0]), whole)
        value: Value
        value, told = self.built_with(whole, functions.of_two, operator, [self.bind(item) for item in group.items])
        if told:
            self.choose(f"{self.shown(whole)}: {told}")
        return value

    def applied(self, operator: str, argument: Value, span: Span) -> Value:
        """An operator of one argument, entry by entry; logarithms to their base."""
        if operator == "log" and self.scope.log == "10":
            operator = "log10"
        if operator == "1/":
            return self.built(span, lifting.div, building.ONE, argument)
        if operator not in functions.ENTRYWISE | functions.OF_VECTORS:
            raise Refusal("not-yet", f"the function {operator} is not read yet", span)
        return self.built(span, functions.applied, operator, argument)

    def _primed(self, operator: str, node: Scripted) -> str:
        """The function that the primes on a function make of it."""
        if node.sub is not None or [part.kind for part in node.sup] != ["prime"]:
            message = f"{self.shown(node.span)} with scripts on a function is not read yet"
            raise Refusal("not-yet", message, node.span)
        if operator in ("log", "ln") and (operator == "ln" or self.scope.log == "natural"):
            prime = "1/"
        elif operator in functions.PRIMES:
            prime = functions.PRIMES[operator]
        else:
            raise Refusal("not-yet", f"the derivative of {operator} as a function is not read yet", node.span)
        self.choose(f"the prime in {self.shown(node.span)} is the derivative of the function")
        return prime

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
        is_loss = function.symbol == self.scope.loss
        if all(name is not None for name in names) and (not own or tuple(names) == own or is_loss):
            self.choose(f"{shown} is {function.symbol.plain}, with its arguments listed")
            return function
        equation = self.scope.definitions.get(function.symbol)
        values = [self.bind(item) for item in group.items]
        parameters = [self.scope.variables.get(symbol) for symbol in own]
        exprs = [value for value in values if not isinstance(value, Lifted)]
        if equation is None or len(exprs) != len(parameters) or len(exprs) < len(values):
            raise Refusal("not-yet", f"{shown}, at other arguments than its own, is not read yet", place)
        replacements: dict[Expr, Expr] = {}
        for parameter, expr in zip(parameters, exprs, strict=True):
            if parameter is None or expr.shape != parameter.shape or self._enters_indirectly(parameter, equation):
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
        operator = self._word_operator(word, node)
        raised_word = list(node.sup) if isinstance(node, Scripted) else []
        if raised_word and all(part.kind == "prime" for part in raised_word):
            assert isinstance(node, Scripted)
            operator = self._primed(operator, replace(node, sub=None))
        elif raised_word:
            hint = f"write ({self.shown(word.span)} …)^…"
            raise Refusal(
                "not-yet", "a power between a function and its argument is not read yet", node.span, hint=hint
            )
        if index + 1 >= len(parts):
            raise Refusal("unreadable", f"{self.shown(node.span)} needs an argument", node.span, fragment=True)
        group, raised = _brackets(parts[index + 1])
        if group is not None:
            if raised and operator in functions.LOGARITHMS:
                place = Span(node.span.start, parts[index + 1].span.end)
                shown = self.shown(node.span)
                readings = (f"the power of {shown}(…)", f"{shown} of the power")
                raise Refusal("ambiguous", f"{self.shown(place)} has two readings", place, expected=readings)
            value = self.called(operator, group, node.span)
            return self.raised(value, list(raised), group.span), index + 2
        argument, after = self._argument_of_word(node, parts, index + 1)
        span = Span(node.span.start, parts[after - 1].span.end)
        return self.applied(operator, argument, span), after

    def _word_operator(self, word: FunctionWord, node: Surface) -> str:
        base = node.sub.text if isinstance(node, Scripted) and node.sub else ""
        if base:
            named = {"10": "log10", "e": "ln"}.get(base) if word.name == "log" else None
            if named is None:
                raise Refusal("not-yet", f"{self.shown(node.span)} is not read yet", node.span)
            return named
        symbol = Symbol(word.name)
        if symbol in self.scope.functions:
            return self.scope.functions[symbol]
        return word.name

    def _argument_of_word(self, node: Surface, parts: list[Surface], index: int) -> _FOUND:
        """What a function without brackets reaches: one factor, and what stands behind a number."""
        if isinstance(unmarked(parts[index]), BigSum):
            return self.bind(parts[index]), index + 1
        values = [self.resolved(parts, index)]
        after = values[-1][1]
        while after < len(parts) and isinstance(unmarked(parts[after - 1]), Number):
            values.append(self.resolved(parts, after))
            after = values[-1][1]
        if after < len(parts) and not _ends_argument(parts[after]):
            place = Span(node.span.start, parts[after].span.end)
            short = self.shown(Span(node.span.start, parts[after - 1].span.end))
            readings = (f"({short}) times the rest", f"{self.shown(node.span)} of all of it")
            raise Refusal("ambiguous", f"{self.shown(place)} has two readings", place, expected=readings)
        if len(values) == 1:
            return values[0]
        place = Span(parts[index].span.start, parts[after - 1].span.end)
        return self.multiplied([(value, place) for value, _ in values], place), after

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
        place = Span(parts[index + 1].span.start, parts[after - 1].span.end)
        if after < len(parts) and _brackets(parts[index + 1])[0] is None:
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
    base, raised = (node.base, node.sup) if isinstance(node, Scripted) and node.sub is None else (node, ())
    if isinstance(base, Group) and base.bracket in _BRACKETS:
        return base, raised
    return None, ()


def _ends_argument(node: Surface) -> bool:
    """Whether a part certainly begins something new behind the argument of a function without brackets."""
    node = unmarked(node)
    base = node.base if isinstance(node, Scripted) else node
    return isinstance(base, (FunctionWord, BigSum, Derivative))
