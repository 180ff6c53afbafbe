"""Derivatives: fractions of differentials, and operators before a factor.

A derivative of a named node is the total derivative through the model's equations. A derivative of a
formula is taken of that formula; names in it that have an equation and depend on the variable are replaced
by their equations first.
"""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import replace

from derive import building
from derive.ir import Expr, Span, Symbol, Var, children, contains, substitute, variables
from derive.notation import conditioning, lifting
from derive.notation.declarations import surface_symbol
from derive.notation.errors import Refusal
from derive.notation.functions import Function
from derive.notation.lifting import Factor, Lifted, Value
from derive.notation.raising import Raising
from derive.notation.surface import (
    Derivative,
    Group,
    Name,
    Product,
    Scripted,
    Surface,
    unmarked,
)
from derive.shapes import Shape


class Derivatives(Raising):
    """Binds derivatives."""

    def derivative(self, node: Derivative) -> Value:
        """A derivative with its target above the bar."""
        assert node.target is not None
        if node.sign == "d" and self.scope.declares(Symbol("d")):
            readings = ("a derivative", "a quotient of two products with d")
            message = f"d is a quantity here, so {self.shown(node.span)} has two readings"
            raise Refusal("ambiguous", message, node.span, expected=readings, hint="write \\mathrm{d} or \\partial")
        target = unmarked(node.target)
        function = self.function_of(target) if len(node.variables) == 1 else None
        if function is not None and not function[1]:
            variable = self.bind(node.variables[0])
            self.choose(
                f"{self.shown(node.span)} is the derivative of the function at {self.shown(node.variables[0].span)}"
            )
            return self.operated(node, self.applied(function[0], variable, target.span), node.target.span)
        return self.operated(node, self.target_of(node.target), node.target.span)

    @abstractmethod
    def applied(self, function: Function | str, argument: Value, span: Span, *, primes: int = 0) -> Value:
        """A function of one argument."""

    def _puts_in(self, head: Symbol | None, group: Group) -> bool:
        """Whether names in brackets are other arguments than a function's own, and it is not the loss."""
        known = self.found(head) if head is not None else None
        own = self.scope.arguments.get(known, ()) if known is not None else ()
        return bool(own) and known != self.scope.loss and own != tuple(map(surface_symbol, group.items))

    def check_inputs(self, head: Symbol | None, group: Group, place: Span) -> None:
        """Refuse a quantity behind which a name is listed that is known, and on which it does not depend."""
        known = self.found(head) if head is not None else None
        function = self.scope.variables.get(known) if known is not None else None
        if function is None or function.symbol not in self.scope.definitions:
            return
        own = self.scope.arguments.get(function.symbol, ())
        for item in group.items:
            symbol = surface_symbol(item)
            argument = self.scope.variables.get(symbol) if symbol is not None else None
            if argument is None or argument.symbol in own or function in self.dependent(argument):
                continue
            message = f"{function.name} does not depend on {argument.name}, so what {self.shown(place)} is is not clear"
            raise Refusal("not-yet", message, place, hint=f"write the equation of {function.name} at {argument.name}")

    def target_of(self, node: Surface) -> Value:
        """What stands behind the upper ∂; the loss may have its arguments listed."""
        inner = unmarked(node)
        group = inner.parts[-1] if isinstance(inner, Product) and len(inner.parts) == 2 else None
        if isinstance(inner, Product) and isinstance(group, Group) and group.bracket == "(":
            head = unmarked(inner.parts[0])
            base = head.base if isinstance(head, Scripted) else head
            listed = not conditioning.given_in(group) and not self.is_conditioned(surface_symbol(head))
            listed = listed and all(surface_symbol(item) is not None for item in group.items)
            listed = listed and not self._puts_in(surface_symbol(head), group)
            if isinstance(base, Name) and listed and self.function_of(head) is None:
                self.check_inputs(surface_symbol(head), group, inner.span)
                self.choose(f"{self.shown(inner.span)} is {self.shown(head.span)}, with its arguments listed")
                return self.bind(head)
        return self.bind(node)

    def is_conditioned(self, symbol: Symbol | None) -> bool:
        """Whether a name is defined with a bar among its arguments, as in p(x | y)."""
        known = self.found(symbol) if symbol is not None else None
        return known is not None and conditioning.BAR in self.scope.arguments.get(known, ())

    def operated(self, node: Derivative, body: Value, place: Span) -> Value:
        """The derivative of a body with respect to the variables of an operator."""
        if not node.variables:
            return self._gradient(node, body, place)
        root = self._root_of(node)
        if root is not None:
            slope = self.operated(replace(node, variables=(root,)), body, place)
            twice = self.built(place, lifting.mul, [building.number(2), self.bind(root)])
            return self.built(place, lifting.div, slope, twice)
        found = [self._variable(written, node) for written in node.variables]
        if node.order == 2:
            return self._second(node, body, found, place)
        variable, turned = found[0]
        if isinstance(variable, Lifted) or isinstance(body, Lifted):
            return self._of_entries(node, body, variable)
        if building.is_apply(variable, "take"):
            return self._of_numbered_entry(node, body, variable)
        if not isinstance(variable, Var):
            written = node.variables[0]
            raise Refusal("never", f"{self.shown(written.span)} is no name to differentiate by", written.span)
        return self._taken(node, body, variable, turned=turned)

    def _root_of(self, node: Derivative) -> Surface | None:
        """The name without an equation by whose square it is differentiated: ∂/∂σ² = (1/2σ) ∂/∂σ; None for others."""
        written = unmarked(node.variables[0])
        if len(node.variables) > 1 or not isinstance(written, Scripted) or not isinstance(written.base, Name):
            return None
        kept = written.sup[:-1]
        if not written.sup or (written.sup[-1].kind, written.sup[-1].text) != ("value", "2"):
            return None
        bare: Surface = replace(written, sup=kept) if kept or written.sub is not None else written.base
        symbol = surface_symbol(replace(written, sup=kept, sub=None))
        known = self.found(symbol) if symbol is not None else None
        squared = replace(symbol, layer="2") if symbol is not None else None
        if known is None or known in self.scope.definitions or (squared is not None and self.is_known(squared)):
            return None
        self.choose(f"{self.shown(node.span)} is the derivative by the square of {self.shown(bare.span)}")
        return bare

    def _variable(self, written: Surface, node: Derivative) -> tuple[Value, bool]:
        """What is differentiated by, and whether it stands transposed."""
        written = unmarked(written)
        turned = False
        if isinstance(written, Scripted) and written.sup and not self._is_indexed_name(written):
            last = written.sup[-1]
            turned = last.kind in ("transpose", "letter-T") and node.sign != "∇"
            if not turned and any(part.kind in ("value", "transpose", "letter-T") for part in written.sup):
                message = "a derivative by a power or a transpose is not read yet"
                raise Refusal("not-yet", message, written.span)
            kept = replace(written, sup=written.sup[:-1]) if turned else written
            written = kept if kept.sup or kept.sub is not None else kept.base
        return self.bind(written), turned

    def _is_indexed_name(self, node: Scripted) -> bool:
        """Whether the superscript is part of a known name, such as a layer."""
        return isinstance(self.bind(node), (Var, Lifted))

    # --- entries

    def _of_entries(self, node: Derivative, body: Value, variable: Value) -> Value:
        """Derivatives of entries by entries: an index of either becomes an axis of all derivatives."""
        if isinstance(variable, Lifted) and len(variable.factors) != 1:
            raise Refusal("not-yet", "a derivative by this entry is not read yet", node.span)
        below = lifting.factors_of(variable)[0]
        by, axes = below.expr, below.axes
        if building.is_apply(by, "transpose"):
            by, axes = children(by)[0], axes[::-1]
        whole = not isinstance(variable, Lifted) and by.shape.rank > 0
        if not isinstance(by, Var) or (whole and not lifting.is_number(body)):
            raise Refusal("not-yet", "a derivative by this entry is not read yet", node.span)
        if not isinstance(body, Lifted):
            if not body.shape.is_scalar:
                raise Refusal("not-yet", "the derivative of an array by an entry is not read yet", node.span)
            return Lifted((Factor(self._of_number(node, body, by), axes),))
        above = lifting.settled(body)
        explicit = self.written_out(above.expr, by)
        taken = self.built(node.span, building.jacobian, explicit, by, "numerator")
        assert not isinstance(taken, Lifted)
        return self.built(node.span, lifting.lifted, taken, *above.axes, *axes)

    def _of_numbered_entry(self, node: Derivative, body: Expr, variable: Expr) -> Value:
        """The derivative of a number by an entry with a number, such as x₂ of the vector x."""
        array, *at = children(variable)
        if not isinstance(array, Var) or not body.shape.is_scalar:
            raise Refusal("not-yet", "a derivative by this entry is not read yet", node.span)
        return self.built(node.span, building.call, "take", self._of_number(node, body, array), *at)

    # --- numbers and arrays

    def _taken(self, node: Derivative, body: Expr, variable: Var, *, turned: bool = False) -> Expr:
        if not body.shape.is_scalar:
            return self.of_array(body, variable, node, turned=turned)
        taken = self._of_number(node, body, variable)
        row = turned or (self.scope.layout == "numerator" and node.sign != "∇")
        if not row or variable.shape.is_scalar:
            return taken
        if not turned:
            self.choose(f"{self.shown(node.span)} is transposed, in numerator layout")
        transposed = self.built(node.span, building.transpose, taken)
        assert not isinstance(transposed, Lifted)
        return transposed

    def _of_number(self, node: Derivative, body: Expr, variable: Var) -> Expr:
        """The derivative of a number, in the shape of the variable."""
        if isinstance(body, Var):
            self._check_direction(node, body, variable)
            return building.total_derivative(body, variable)
        return building.derivative(self._explicit(node, body, variable), variable)

    def _check_direction(self, node: Derivative, body: Var, variable: Var) -> None:
        """Refuse the derivative of an input by what is computed from it."""
        if body.symbol not in self.scope.definitions and variable in self.dependent(body):
            message = f"{variable.name} is computed from {body.name}, and not the other way round"
            raise Refusal("not-yet", message, node.span, hint="turn the fraction over")

    def _second(self, node: Derivative, body: Value, found: list[tuple[Value, bool]], place: Span) -> Value:
        """A second derivative of a number: by one or two numbers, or the matrix by a vector and its transpose."""
        (first, _), (second, turned) = found
        if not isinstance(first, Var) or not isinstance(second, Var) or isinstance(body, Lifted):
            return self._second_by_entries(node, body, first, second)
        if not body.shape.is_scalar:
            raise Refusal("not-yet", "the second derivative of an array is not read yet", place)
        if node.sign != "∇" and not first.shape.is_scalar and not turned:
            raise Refusal("not-yet", "a second derivative by a vector twice is not read yet", node.span)
        if node.sign == "∇" and not first.shape.is_scalar:
            self.choose(f"{self.shown(node.span)} is the matrix of all second derivatives, and not the Laplacian")
        return self.built(node.span, building.hessian, self.written_out(body, first, second), first, second)

    def _second_by_entries(self, node: Derivative, body: Value, first: Value, second: Value) -> Value:
        """The second derivative of a number by entries of vectors: an entry of the matrix of all of them."""
        v, w = lifting.entry_of(first), lifting.entry_of(second)
        alike = v is not None and w is not None and isinstance(v.at, str) == isinstance(w.at, str)
        if v is None or w is None or not alike or isinstance(body, Lifted) or not body.shape.is_scalar:
            raise Refusal("not-yet", "this second derivative is not read yet", node.span)
        whole = building.hessian(self.written_out(body, v.array, w.array), v.array, w.array)
        if isinstance(v.at, str) and isinstance(w.at, str):
            return self.built(node.span, lifting.lifted, whole, v.at, w.at)
        places = [at for at in (v.at, w.at) if at is not None and not isinstance(at, str)]
        return self.built(node.span, building.call, "take", whole, *places)

    def _gradient(self, node: Derivative, body: Value, place: Span) -> Value:
        """∇ without a name below it: by the argument of the function, or by its only vector."""
        if isinstance(body, Lifted) or not body.shape.is_scalar:
            raise Refusal("not-yet", "a gradient is of a number", place)
        known = self.scope.arguments.get(body.symbol, ()) if isinstance(body, Var) else ()
        known = () if any(map(conditioning.is_sign, known)) else known
        names = [self.scope.variables.get(symbol, Var(symbol)) for symbol in known]
        if not names:
            inputs = variables(self.written_out(body))
            names = [var for var in inputs if var.shape.rank == 1 and var.symbol not in self.scope.definitions]
        if len(names) == 1:
            self.choose(f"{self.shown(node.span)} is taken by {names[0].name}")
            by = Name("", node.span)
            return self._by(replace(node, variables=(by,) * node.order), body, names[0], place)
        if not known or node.order == 2 or not all(name.shape.is_scalar for name in names):
            readings = tuple(f"by {name.name}" for name in names)
            message = f"what {self.shown(node.span)} differentiates by does not say itself"
            raise Refusal("ambiguous", message, node.span, expected=readings, hint="write \\nabla_w")
        self.choose(f"{self.shown(node.span)} lists the derivatives by {', '.join(name.name for name in names)}")
        entries = [self._of_number(node, body, name) for name in names]
        return self.built(node.span, building.array, entries, Shape.of(len(entries)))

    def gradient_at(self, node: Derivative, function: Surface, group: Group) -> Value | None:
        """∇f(a) of a function of one argument with an equation: the gradient by its argument, at that point.

        None for anything else that stands before brackets.
        """
        symbol = surface_symbol(unmarked(function))
        known = self.found(symbol) if symbol is not None else None
        own = self.scope.arguments.get(known, ()) if known is not None else ()
        equation = self.scope.definitions.get(known) if known is not None else None
        if known is None or equation is None or len(group.items) != 1 or not equation.shape.is_scalar:
            return None
        written = surface_symbol(group.items[0])
        by_name = self.found(written) if written is not None and not own else None
        listed = own or ((by_name,) if by_name is not None else ())
        if len(listed) != 1:
            return None
        argument = self.scope.variables.get(listed[0], Var(listed[0]))
        if not own and self.scope.variables[known] not in self.dependent(argument):
            return None
        point, place = self.bind(group.items[0]), Span(function.span.start, group.span.end)
        by = replace(node, variables=(Name("", node.span),) * node.order)
        if point is argument:
            self.choose(f"{self.shown(node.span)} is taken by {argument.name}")
            return self._by(by, self.scope.variables[known], argument, place)
        if isinstance(point, Lifted) or point.shape != argument.shape:
            raise Refusal("not-yet", f"a gradient at {self.shown(group.span)} is not read yet", place)
        gradient = self._by(by, self.written_out(equation, argument), argument, place)
        self.choose(f"{self.shown(node.span)} is taken by {argument.name}, at {self.shown(group.items[0].span)}")
        return self.built(place, building.evaluated, gradient, argument, point)

    def _by(self, node: Derivative, body: Expr, variable: Var, place: Span) -> Value:
        if node.order == 2:
            return self._second(node, body, [(variable, False), (variable, True)], place)
        return self._taken(node, body, variable)

    def written_out(self, body: Expr, *by: Var) -> Expr:
        """The body in which names with an equation are replaced by it: those that depend on the names, or all."""
        given = self.scope.given()
        dependent = {name: expr for v in by for name, expr in self.dependent(v).items()} if by else given
        for name in reversed([name for name in given if name in dependent]):
            body = substitute(body, {name: dependent[name]})
        return body

    @abstractmethod
    def of_array(self, body: Expr, variable: Var, node: Derivative, *, turned: bool) -> Expr:
        """The derivative of an array."""

    def _explicit(self, node: Derivative, body: Expr, variable: Var) -> Expr:
        """The body in which names that depend on the variable are replaced by their equations."""
        dependent = self.dependent(variable)
        met = [var for var in variables(body) if var in dependent]
        if not met:
            return body
        if node.sign == "∂" and contains(body, variable):
            names = ", ".join(var.name for var in met)
            message = f"{variable.name} occurs here both itself and through {names}"
            readings = (f"{names} held constant", f"{names} as functions of {variable.name}")
            raise Refusal("ambiguous", message, node.span, expected=readings)
        for var in met:
            self.choose(f"{var.name} is replaced by its equation, because it depends on {variable.name}")
        for var in reversed(list(dependent)):
            body = substitute(body, {var: dependent[var]})
        return body

    def dependent(self, variable: Var) -> dict[Var, Expr]:
        """The names whose equations lead to the variable, in the order in which they are defined."""
        found: dict[Var, Expr] = {}
        for name, expr in self.scope.given().items():
            if name is not variable and any(var is variable or var in found for var in variables(expr)):
                found[name] = expr
        return found
