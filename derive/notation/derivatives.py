"""Derivatives: fractions of differentials, operators before a factor, and the short names of gradients.

A derivative of a named node is the total derivative through the model's equations. A derivative of a
formula is taken of that formula; names in it that have an equation and depend on the variable are replaced
by their equations first.
"""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import replace

from derive import building
from derive.ir import Expr, Span, Symbol, Var, contains, substitute, variables
from derive.notation import lifting
from derive.notation.declarations import surface_symbol
from derive.notation.errors import Refusal
from derive.notation.lifting import Factor, Lifted, Value
from derive.notation.raising import Raising
from derive.notation.surface import (
    Derivative,
    Differential,
    Group,
    Name,
    Product,
    Scripted,
    Surface,
    unmarked,
)


class Derivatives(Raising):
    """Binds derivatives and the names dw, dz."""

    def derivative(self, node: Derivative) -> Value:
        """A derivative with its target above the bar."""
        assert node.target is not None
        if node.sign == "d" and self.scope.declares(Symbol("d")):
            readings = ("a derivative", "a quotient of two products with d")
            message = f"d is a quantity here, so {self.shown(node.span)} has two readings"
            raise Refusal("ambiguous", message, node.span, expected=readings, hint="write \\mathrm{d} or \\partial")
        return self.operated(node, self.target_of(node.target), node.target.span)

    def target_of(self, node: Surface) -> Value:
        """What stands behind the upper ∂; the loss may have its arguments listed."""
        inner = unmarked(node)
        group = inner.parts[-1] if isinstance(inner, Product) and len(inner.parts) == 2 else None
        if isinstance(inner, Product) and isinstance(group, Group) and group.bracket == "(":
            head = unmarked(inner.parts[0])
            base = head.base if isinstance(head, Scripted) else head
            if isinstance(base, Name) and self.function_of(base) is None:
                self.choose(f"{self.shown(inner.span)} is {self.shown(head.span)}, with its arguments listed")
                return self.bind(head)
        return self.bind(node)

    def operated(self, node: Derivative, body: Value, place: Span) -> Value:
        """The derivative of a body with respect to the variable of an operator."""
        if len(node.variables) != 1:
            raise Refusal("not-yet", "derivatives of higher order are not read yet", node.span)
        written = unmarked(node.variables[0])
        if (
            isinstance(written, Scripted)
            and any(part.kind in ("value", "transpose", "letter-T") for part in written.sup)
            and not self._is_indexed_name(written)
        ):
            message = "a derivative by a power or a transpose is not read yet"
            raise Refusal("not-yet", message, written.span)
        variable = self.bind(written)
        if isinstance(body, Lifted):
            raise Refusal("not-yet", "a derivative of an indexed quantity is not read yet", place)
        if isinstance(variable, Lifted):
            return self._of_entry(node, body, variable)
        if not isinstance(variable, Var):
            raise Refusal("never", f"{self.shown(written.span)} is no name to differentiate by", written.span)
        return self._taken(node, body, variable)

    def _is_indexed_name(self, node: Scripted) -> bool:
        """Whether the superscript is part of a known name, such as a layer."""
        return isinstance(self.bind(node), (Var, Lifted))

    def _of_entry(self, node: Derivative, body: Expr, variable: Lifted) -> Value:
        """The entry of a gradient: the derivative by an entry of an array."""
        factor = variable.factors[0]
        if not isinstance(factor.expr, Var):
            raise Refusal("not-yet", "a derivative by this entry is not read yet", node.span)
        return Lifted((Factor(self._taken(node, body, factor.expr), factor.axes),))

    def _taken(self, node: Derivative, body: Expr, variable: Var) -> Expr:
        if not body.shape.is_scalar:
            return self.of_array(body, variable, node.span)
        if isinstance(body, Var):
            return building.total_derivative(body, variable)
        return building.derivative(self._explicit(node, body, variable), variable)

    @abstractmethod
    def of_array(self, body: Expr, variable: Var, span: Span) -> Expr:
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

    # --- dw, dz

    def differential(self, node: Differential) -> Value:
        """dw as a name: one that is defined, or the derivative of the loss by w; else d times w."""
        if node.sign == "∂" or node.target is None:
            message = f"{self.shown(node.span)} has no ∂ below it"
            expected = ("\\frac{\\partial …}{\\partial …}",)
            raise Refusal("unreadable", message, node.span, expected=expected)
        target = node.target
        base = target.base if isinstance(target, Scripted) else target
        if not isinstance(base, Name):
            raise Refusal("not-yet", f"{self.shown(node.span)} is not read yet", node.span)
        d = Symbol("d", font="")
        if self.scope.declares(d):
            one = surface_symbol(node)
            if one is not None and self.scope.declares(one):
                readings = (f"the name {one}", f"d times {self.shown(target.span)}")
                raise Refusal("ambiguous", f"{self.shown(node.span)} has two readings", node.span, expected=readings)
            self.choose(f"{self.shown(node.span)} is a product, because d is a quantity")
            return self.built(node.span, lifting.mul, [self.variable(d, node.span), self.bind(target)])
        whole = Scripted(base, None, (), node.span)
        if isinstance(target, Scripted):
            whole = Scripted(base, target.sub, target.sup, node.span)
        return self.scripted_name(whole, prefix="d")

    def named(self, symbol: Symbol, span: Span, prefix: str) -> Value:
        """The value of a name without indices: for dw where nothing of that name is defined, ∂loss/∂w."""
        if not prefix or self.found(symbol) is not None:
            return self.variable(symbol, span)
        plain = replace(symbol, letter=symbol.letter[len(prefix) :])
        known = self.found(plain)
        if known is None:
            raise self.unbound(plain, span)
        loss = self.scope.loss
        if loss is None:
            hint = f"define a loss first, or say what {symbol.plain} is"
            raise Refusal("unbound", f"{self.shown(span)} is a gradient, and no loss is in scope", span, hint=hint)
        variable = self.scope.variables.get(known)
        if variable is None:
            raise self.unbound(plain, span)
        if known == loss:
            message = f"{self.shown(span)}, a differential of the loss outside a fraction, is not read yet"
            raise Refusal("not-yet", message, span, hint="write the derivatives as fractions")
        numerator = self.scope.variables[loss]
        self.use(symbol, span, f"the derivative of {numerator.name} by {variable.name}")
        self.choose(f"{self.shown(span)} is the derivative of {numerator.name} by {variable.name}")
        return building.total_derivative(numerator, variable)
