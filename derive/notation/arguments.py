"""Quantities before brackets: a product, or the quantity at arguments, as in L(a, y) and f(2x)."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from derive import building
from derive.ir import Expr, Span, Symbol, Var, contains, substitute, variables
from derive.notation import functions, lifting
from derive.notation.applying import Applying
from derive.notation.counting import FREE_LETTERS
from derive.notation.declarations import surface_symbol
from derive.notation.errors import Refusal
from derive.notation.inferring import NUMBERS, InferredFunction
from derive.notation.lifting import Lifted, Value
from derive.notation.scope import FUNCTIONS
from derive.notation.substituting import at_each
from derive.notation.surface import (
    Group,
    Name,
    Number,
    Part,
    Product,
    Scripted,
    Sum,
    Surface,
    indices,
    parts_of,
    unmarked,
    walk,
)
from derive.shapes import SCALAR

FUNCTION_LETTERS = frozenset({"f", "g", "F", "G", "phi", "varphi", "psi"})
"""The letters that an unknown function goes by."""

FACTORS = frozenset({"beta", "gamma", "lambda", "mu", "nu", "tau", "kappa", "rho", "omega", "epsilon", *"abcmnrwxzN"})
"""The letters that no function goes by: before a sum in brackets they are factors."""


class Arguments(Applying):
    """Reads what stands in brackets behind a quantity."""

    def name_before_brackets(
        self, node: Surface, group: Group, raised: tuple[Part, ...], index: int
    ) -> tuple[Value, int]:
        """A quantity before brackets: a product, or for a defined name its arguments, as in L(a, y)."""
        base = node.base if isinstance(node, Scripted) else node
        assert isinstance(base, Name)
        symbol = Symbol(base.letter, base.accent, node.sub.text if isinstance(node, Scripted) and node.sub else "")
        shown, place = self.shown(node.span), Span(node.span.start, group.span.end)
        self._infer_function(symbol, group)
        if isinstance(node, Scripted) and self._is_primed_number(node, symbol):
            return self._derivative_of_defined(node, group, raised, place), index + 2
        listed = len(group.items) > 1 or self._lists_arguments(replace(symbol, font=base.font), group)
        if listed and group.bracket == "[" and len(group.items) > 1:
            message = f"a list in square brackets, {self.shown(group.span)}, is not read yet"
            hint = "write a matrix of two columns, or a sum of two products"
            raise Refusal("not-yet", message, group.span, hint=hint)
        if listed and len(group.items) == 1 and _stands_bare(base, group.items[0]):
            self.choose(f"{self.shown(place)} is a product, because {self.shown(base.span)} stands in the brackets")
            return self.bind(node), index + 1
        if self.scope.open and self._ends_word(node) and not self.is_known(symbol):
            message = f"nothing is known about a function of the name that ends in {shown}"
            hint = "declare it, or write the product with blanks or dots"
            raise Refusal("unbound", message, place, hint=hint)
        if listed:
            value = self.bind(node)
            if not isinstance(value, Var):
                raise Refusal("not-yet", f"{shown} with arguments behind it is not read yet", place)
            value = self._at_arguments(value, group, place)
            return self.raised(value, list(raised), group.span), index + 2
        layered = surface_symbol(node)
        found = self.found(replace(symbol, font=base.font)) or (self.found(layered) if layered is not None else None)
        unknown = found is None and base.letter not in self.scope.sizes
        entry = bool(symbol.sub) and self.scope.has_entries(Symbol(base.letter, base.accent))
        number = (base.letter in NUMBERS and not symbol.sub) or _multiplies(base, group, indexed=bool(symbol.sub))
        if unknown and self.scope.open and not entry and not number:
            message = f"nothing is known about {shown}, so this may be a call or a product"
            hint = f"say which: function {symbol.plain}, or shape {symbol.plain}: scalar"
            raise Refusal("unbound", message, node.span, hint=hint)
        if self.scope.open and found is not None and found in FUNCTIONS:
            readings = (f"the function {shown}", f"the product with the number {shown}")
            raise Refusal("ambiguous", f"{self.shown(place)} has two readings", place, expected=readings)
        value = self.bind(node)
        self._check_product(value, group, place)
        if lifting.rank(value) > 0 and group.bracket == "[" and isinstance(unmarked(group.items[0]), Number):
            readings = (f"an entry of {shown}", f"{shown} times a number")
            message = f"{self.shown(place)} has two readings"
            raise Refusal("ambiguous", message, place, expected=readings, hint="write the entry as x_1")
        self.choose(f"{self.shown(place)} is a product, because {shown} is a quantity")
        return value, index + 1

    def _infer_function(self, symbol: Symbol, group: Group) -> None:
        """Raise that a letter that functions go by is some function: it stands before a number, or before a call."""
        alone = len(group.items) == 1 and group.bracket == "(" and not symbol.accent
        if not alone or not self.scope.open or self.is_known(symbol) or self.found(symbol) is not None:
            return
        if symbol.letter in FUNCTION_LETTERS and symbol.letter not in self.scope.sizes:
            one = surface_symbol(group.items[0]) if _is_name(group.items[0]) else None
            known = self.found(one) if one is not None else None
            met = self.scope.variables.get(known) if known is not None else None
            shape = met.shape if met is not None else SCALAR
            if shape.is_scalar and (one is not None or _is_call(group.items[0])):
                raise InferredFunction(symbol)

    def _check_product(self, value: Value, group: Group, place: Span) -> None:
        """Refuse the loss before brackets in which stands what it depends on, as in L(w + u)."""
        if not isinstance(value, Var) or value.symbol != self.scope.loss or value.symbol not in self.scope.definitions:
            return
        named = [surface_symbol(node) for item in group.items for node in walk(item)]
        met = [self.scope.variables[name] for name in named if name is not None and name in self.scope.variables]
        if any(value in self.dependent(variable) for variable in met):
            readings = (f"{value.name} at {self.shown(group.span)}", f"the product of {value.name} and the brackets")
            message = f"{self.shown(place)} has two readings"
            hint = f"write {value.name} \\cdot for a product"
            raise Refusal("ambiguous", message, place, expected=readings, hint=hint)

    def _ends_word(self, node: Surface) -> bool:
        """Whether a letter before brackets is the last of a run of three or more: the v of cov(x, y)."""
        run = self.source[max(0, node.span.start - 2) : node.span.end]
        return (
            len(run) == 3 and run.isalpha() and self.source[max(0, node.span.start - 3) : node.span.start - 2] != "\\"
        )

    def _is_primed_number(self, node: Scripted, symbol: Symbol) -> bool:
        """Whether primes stand on what is no array: on an array they are a transpose."""
        known = self.found(symbol)
        array = known is not None and known in self.scope.variables and self.scope.variables[known].shape.rank > 0
        return bool(node.sup) and all(part.kind == "prime" for part in node.sup) and not array

    def _derivative_of_defined(self, node: Scripted, group: Group, raised: tuple[Part, ...], place: Span) -> Value:
        """f′(x) and f″(x) of a function with an equation, at its own argument or at another one."""
        base = node.base
        assert isinstance(base, Name)
        known = self.found(Symbol(base.letter, base.accent, node.sub.text if node.sub else "", font=base.font))
        arguments = self._arguments_of(known) if known is not None else ()
        value = self.bind(group.items[0]) if len(group.items) == 1 else None
        argument = self.scope.variables.get(arguments[0], Var(arguments[0])) if len(arguments) == 1 else None
        fits = value is not None and not isinstance(value, Lifted) and argument is not None
        function = self.scope.variables.get(known) if known is not None else None
        if function is None or not fits or len(node.sup) > 2 or not function.shape.is_scalar:
            message = f"{self.shown(place)} is not read yet: nothing of one argument is known here as {base.letter}"
            raise Refusal("not-yet", message, place, hint="define it: f(x) = …")
        assert argument is not None
        assert value is not None
        assert not isinstance(value, Lifted)
        if value.shape != argument.shape:
            message = f"{function.name} takes an argument of shape {argument.shape}, and not {value.shape}"
            raise Refusal("ill-shaped", message, group.span)
        if len(node.sup) == 2 and not argument.shape.is_scalar:
            raise Refusal("not-yet", f"{self.shown(place)} of an array is not read yet", place)
        which = "derivative" if len(node.sup) == 1 else "second derivative"
        self.choose(f"{self.shown(place)} is the {which} of {function.name} by {argument.name}")
        if value is argument and len(node.sup) == 1:
            return self.raised(building.total_derivative(function, argument), list(raised), group.span)
        body = self.written_out(function)
        once = len(node.sup) == 1
        slope = building.derivative(body, argument) if once else building.hessian(body, argument, argument)
        if value is argument:
            return self.raised(slope, list(raised), group.span)
        return self.raised(building.evaluated(slope, argument, value), list(raised), group.span)

    def _arguments_of(self, known: Symbol) -> tuple[Symbol, ...]:
        """What a function takes: what its definition lists, or else the only name that its equation rests on."""
        if known in self.scope.arguments or known not in self.scope.definitions:
            return self.scope.arguments.get(known, ())
        inputs = {v.symbol for v in variables(self.written_out(self.scope.definitions[known]))}
        return tuple(inputs) if len(inputs) == 1 else ()

    def _lists_arguments(self, symbol: Symbol, group: Group) -> bool:
        """Whether one name in brackets behind a name is its argument: that is defined so, or is the loss."""
        known = self.found(symbol)
        if known is None or known in self.scope.arguments:
            return known is not None
        return _is_name(group.items[0]) and (known == self.scope.loss or self._rests_on(known, group.items[0]))

    def _rests_on(self, known: Symbol, item: Surface) -> bool:
        """Whether a name with an equation is computed from the one name in brackets behind it, as the f of f = x²."""
        one = surface_symbol(item)
        listed = self.scope.variables.get(one) if one is not None else None
        return (
            listed is not None
            and known in self.scope.definitions
            and self.scope.variables[known] in self.dependent(listed)
        )

    def _at_arguments(self, function: Var, group: Group, place: Span) -> Value:
        """A quantity with arguments behind it: itself where they are its own, else its equation at them."""
        shown = self.shown(place)
        own = self.scope.arguments.get(function.symbol, ())
        met = sorted(letter for item in group.items for letter in indices(item) & self.indices.keys())
        if met and not own:
            message = f"{shown} depends on {met[0]}, and nothing is known of {function.symbol.plain} but its name"
            hint = f"write its equation, or declare it: function {function.symbol.plain}"
            raise Refusal("unbound", message, place, hint=hint)
        names = [surface_symbol(item) for item in group.items]
        listed = function.symbol == self.scope.loss and all(map(self.is_known, own))
        if all(name is not None for name in names) and (not own or tuple(names) == own or listed):
            self.check_inputs(function.symbol, group, place)
            self.choose(f"{shown} is {function.symbol.plain}, with its arguments listed")
            return function
        equation = self.scope.definitions.get(function.symbol)
        values = [self.bind(item) for item in group.items]
        parameters = [self.scope.variables.get(symbol, Var(symbol)) for symbol in own]
        if equation is not None and len(values) == 1 == len(own) and isinstance(values[0], Lifted):
            return self._at_members(equation, parameters[0], values[0], place)
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

    def _at_members(self, equation: Expr, parameter: Var, value: Lifted, place: Span) -> Value:
        """The equation of a function of one argument at each of many, as in h(xᵢ) of numbers and h(x⁽ⁱ⁾) of columns."""
        shown = self.shown(place)
        if lifting.rank(value) != parameter.shape.rank or self._enters_indirectly(parameter, equation):
            raise Refusal("not-yet", f"{shown}, at other arguments than its own, is not read yet", place)
        self.choose(f"{shown} is the equation of the function with its argument put in")
        if not parameter.shape.is_scalar:
            return self.built(place, at_each, equation, parameter, value)

        def at(x: Expr) -> Expr:
            return functions.at_each_entry(equation, parameter, x)

        return self.built(place, lifting.entrywise, at, value)

    def _enters_indirectly(self, parameter: Var, equation: Expr) -> bool:
        """Whether a name enters an equation otherwise than as itself, or not at all."""
        dependent = self.dependent(parameter)
        return not contains(equation, parameter) or any(var in dependent for var in variables(equation))


def _is_call(node: Surface) -> bool:
    """Whether it is one of these letters before brackets."""
    node = unmarked(node)
    parts = [unmarked(part) for part in node.parts] if isinstance(node, Product) else []
    first = parts[0].base if parts and isinstance(parts[0], Scripted) else parts[0] if parts else None
    called = len(parts) == 2 and isinstance(parts[1], Group)
    return called and isinstance(first, Name) and first.letter in FUNCTION_LETTERS


def _multiplies(name: Name, group: Group, *, indexed: bool) -> bool:
    """Whether an unknown letter before brackets is a factor: it stands in them, or is no function's before a sum.

    One with an index is no function's.

    A sum of a counting letter and a number is a place in a sequence: x(t − 1).
    """
    inner = unmarked(group.items[0]) if len(group.items) == 1 else None
    if not isinstance(inner, Sum) or len(inner.terms) < 2 or name.letter in FUNCTION_LETTERS:
        return False
    parts = [unmarked(term) for _, term in inner.terms]
    counts = all(isinstance(p, Number) or (isinstance(p, Name) and p.letter in FREE_LETTERS) for p in parts)
    return _stands_bare(name, inner) or ((indexed or name.letter in FACTORS) and not counts)


def _stands_bare(name: Name, node: Surface) -> bool:
    """Whether a name stands in a formula without arguments of its own behind it, as the a of a (1 − a)."""
    found = False
    pending = [node]
    while pending and not found:
        part = pending.pop()
        parts = part.parts if isinstance(part, Product) else (part,)
        for here, behind in pairwise((*parts, None)):
            bare = unmarked(here) if here is not None else None
            base = bare.base if isinstance(bare, Scripted) else bare
            same = isinstance(base, Name) and (base.letter, base.accent) == (name.letter, name.accent)
            following = unmarked(behind) if behind is not None else None
            called = isinstance(following, Group) or isinstance(getattr(following, "base", None), Group)
            found = found or (same and not called)
            pending.extend(parts_of(here) if here is not None and not same else ())
    return found


def _is_name(node: Surface) -> bool:
    node = unmarked(node)
    return isinstance(node, Name) or (isinstance(node, Scripted) and isinstance(node.base, Name))
