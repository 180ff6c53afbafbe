"""Derivatives by a short name: dw and dz of the loss, df of a formula, f_x of a function and its arguments."""

from __future__ import annotations

from dataclasses import replace

from derive import building
from derive.ir import Expr, Span, Symbol, Var, variables
from derive.notation import changes, lifting
from derive.notation.declarations import surface_symbol
from derive.notation.derivatives import Derivatives
from derive.notation.errors import Refusal
from derive.notation.lifting import Lifted, Value
from derive.notation.surface import Differential, Name, Scripted, Subscript, Surface


class Shorthand(Derivatives):
    """Binds the short names of derivatives."""

    # --- f_x

    def by_subscript(self, symbol: Symbol, sub: Subscript | None, span: Span) -> Value | None:
        """f_x, and f_xy, of a number whose equation lists these arguments; None for anything else."""
        known = self.found(replace(symbol, sub="")) if sub is not None else None
        own = self.scope.arguments.get(known, ()) if known is not None and not self.is_known(symbol) else ()
        by = [Symbol(piece) for piece in sub.pieces] if sub is not None else []
        if known is None or not by or len(by) > 2 or not set(by) <= set(own):
            return None
        function, names = self.scope.variables[known], [self.scope.variables.get(one, Var(one)) for one in by]
        if not function.shape.is_scalar or not all(name.shape.is_scalar for name in names):
            return None
        self.choose(f"{self.shown(span)} is the derivative of {function.name} by {' and '.join(n.name for n in names)}")
        if len(names) == 1:
            return building.total_derivative(function, names[0])
        return building.hessian(self.written_out(function, *names), *names)

    # --- differentials of formulas

    def differential_of(self, node: Surface, span: Span) -> Value | None:
        """d of a formula, where names such as dx are declared: the change that theirs make; None where none are."""
        body = self.bind(node)
        if isinstance(body, Lifted):
            return None
        explicit = self.written_out(body)
        terms: list[Expr] = []
        for v in variables(explicit):
            named = self.found(replace(v.symbol, letter="d" + v.symbol.letter))
            if named is not None or self.scope.declares(replace(v.symbol, letter="d" + v.symbol.letter)):
                change = self.bind_name(replace(v.symbol, letter="d" + v.symbol.letter), span)
                terms.append(self.built_with(span, changes.change_of, explicit, v, change))
        if not terms:
            return None
        self.choose(f"{self.shown(span)} is a differential: the change of what it stands before")
        return building.add(*terms)

    def bind_name(self, symbol: Symbol, span: Span) -> Expr:
        """The quantity of a name that is known."""
        value = self.variable(symbol, span)
        assert not isinstance(value, Lifted)
        return value

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
        of_function = self._differential_of_function(node, base)
        if of_function is not None:
            return of_function
        whole = Scripted(base, None, (), node.span)
        if isinstance(target, Scripted):
            whole = Scripted(base, target.sub, target.sup, node.span)
        return self.scripted_name(whole, prefix="d")

    def _differential_of_function(self, node: Differential, base: Name) -> Value | None:
        """df of a function with an equation, where no loss makes it a gradient and its inputs have known changes."""
        assert node.target is not None
        symbol = surface_symbol(node.target)
        known = self.found(symbol) if symbol is not None else None
        one = surface_symbol(node)
        if known not in self.scope.definitions or self.scope.loss not in (None, known):
            return None
        if one is not None and self.scope.declares(one):
            return None
        return self.differential_of(node.target, node.span)

    def named(self, symbol: Symbol, span: Span, prefix: str) -> Value:
        """The value of a name without indices: for dw where nothing of that name is defined, ∂loss/∂w."""
        if not prefix or self.found(symbol) is not None or self.scope.declares(symbol):
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
