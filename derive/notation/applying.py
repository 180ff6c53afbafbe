"""Functions at their arguments: powers and primes on their names, logarithms and their bases."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence

from derive import building
from derive.ir import Apply, Expr, Span, Symbol, Var, children
from derive.notation import functions
from derive.notation.errors import Refusal
from derive.notation.functions import Function
from derive.notation.inferring import as_square, as_vector
from derive.notation.lifting import Lifted, Value
from derive.notation.shorthand import Shorthand
from derive.notation.surface import Group, Number, Part, Surface, unmarked


class Applying(Shorthand):
    """Applies functions; what they are applied to is found in `derive.notation.calls`."""

    def call(
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
            self.check_power(powers[0], span)
        value = self.called(function, group, span, primes=len(primes))
        return self.raised(self.raised(value, powers, whole), list(raised), group.span)

    def check_power(self, part: Part, span: Span) -> None:
        """Refuse a power between a function and its argument that may be its inverse: any but a positive number."""
        power = unmarked(part.value) if part.value is not None else None
        if not isinstance(power, Number) or power.value < 1:
            readings = (f"the inverse of {self.shown(span)}", "one divided by it")
            message = f"{self.shown(span)} has two readings"
            raise Refusal("ambiguous", message, span, expected=readings, hint="write the power behind the brackets")
        self.choose(f"the power on {self.shown(span)} is that of its value")

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
        if self.scope.open and function.name == "softmax":
            self.infer(as_vector(argument, self.sizes_taken(), "its softmax is taken"))
            self.flat |= not isinstance(argument, Lifted) and argument.shape.is_scalar
        if self.scope.open and function.name in functions.OF_SQUARES:
            self.infer(as_square(argument, self.sizes_taken()))
        if primes:
            return self._derived(function, primes, argument, span)
        if function.name == "softmax" and not isinstance(argument, Lifted) and argument.shape.rank == 2:
            return self._softmax_of_matrix(argument, span)
        return self.built(span, functions.applied, function, argument)

    def _softmax_of_matrix(self, argument: Expr, span: Span) -> Expr:
        """softmax of each example of a matrix. Raises `Refusal` where nothing says whether they are rows or columns."""
        shown = self.shown(span)
        stated = "examples" in self.scope.stated
        if not stated and self.scope.open and _is_queries_by_keys(argument):
            self.choose(f"{shown} is taken of each row, as the weights of attention are")
            return self.built_with(span, functions.softmax_along, argument, 1)
        if not stated or building.is_apply(argument, "transpose"):
            readings = ("of each row", "of each column")
            message = f"{shown} is of a matrix, and may normalise its rows or its columns"
            hint = "declare what the examples are: examples rows, or examples columns"
            hint = "transpose the result, and not the argument" if stated else hint
            raise Refusal("ambiguous", message, span, expected=readings, hint=hint)
        rows = self.scope.examples == "rows"
        self.choose(f"{shown} is taken of each {'row' if rows else 'column'}, because the examples are declared so")
        return self.built_with(span, functions.softmax_along, argument, int(rows))

    def _derived(self, function: Function, primes: int, argument: Value, span: Span) -> Value:
        """A derivative of a function, at an argument."""
        self.choose(
            f"the {'prime' if primes == 1 else 'primes'} in {self.shown(span)} is the derivative of the function"
        )
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


def _is_queries_by_keys(argument: Expr) -> bool:
    """Whether it is QKᵀ, over a number or not: its rows belong to queries."""
    while isinstance(argument, Apply) and argument.op.name in ("div", "mul"):
        whole = [part for part in argument.args if building.is_apply(part, "matmul") or part.shape.rank == 2]
        argument = next((part for part in whole if building.unwrapped(part).shape.rank == 2), whole[0])
        if building.is_apply(argument, "broadcast"):
            return False
    return building.is_apply(argument, "matmul") and building.is_apply(children(argument)[1], "transpose")
