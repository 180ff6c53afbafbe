"""Products of derivatives along a chain through arrays: ∂L/∂A · ∂A/∂Z · ∂Z/∂W, in either order.

Such a product means that what arrives is carried back through one equation after the other, whatever the layout of
the derivatives of arrays; only its written-out value depends on the layout. Where the derivatives do not join up,
the product has no meaning that could be told without a layout, and is refused.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TypeAlias

from derive import building
from derive.ir import Apply, Expr, Span, Var, contains, postorder, substitute, variables
from derive.notation import lifting
from derive.notation.calls import Calls
from derive.notation.errors import Refusal
from derive.notation.functions import PRIMES
from derive.notation.lifting import Lifted, Value
from derive.notation.surface import Derivative, Differential, Group, Name, Number, Product, Scripted, Surface, unmarked

_SIGNS = frozenset({"", "·", "×", "*", "quad"})
"""What may stand between the derivatives of a chain."""

_Link: TypeAlias = tuple[Expr | None, Var, Surface]
"""A node and the name it is differentiated by; no node for a gradient's own name, such as dZ."""


ENTRYWISE = "is taken entry by entry, because each entry depends on the same entry alone"
"""What is said of a derivative of one array by another of its shape."""


class Chains(Calls):
    """Binds products of derivatives."""

    entry_by_entry = False
    """Whether a derivative of an array stands where it can only be taken entry by entry."""

    # --- chains

    def regrouped(self, node: Product) -> Product:
        """The product with each chain of derivatives through arrays in it as a product of its own."""
        node = _flattened(node)
        if sum(isinstance(unmarked(part), Derivative) for part in node.parts) < 1 or len(node.parts) < 2:
            return node
        parts: list[Surface] = []
        operations: list[str] = []
        start = 0
        while start < len(node.parts):
            end, through_array = self._run(node, start)
            if through_array and end - start > 1 and (start, end) != (0, len(node.parts)):
                span = Span(node.parts[start].span.start, node.parts[end - 1].span.end)
                parts.append(Product(node.parts[start:end], node.operations[start : end - 1], span))
            else:
                end = max(end, start + 1)
                parts.extend(node.parts[start:end])
                operations.extend(node.operations[start : end - 1])
            operations.extend(node.operations[end - 1 : end])
            start = end
        return Product(tuple(parts), tuple(operations), node.span)

    def _run(self, node: Product, start: int) -> tuple[int, bool]:
        """Where the derivatives that begin at a part end, and whether one of them is of an array."""
        end = start
        through_array = False
        while end < len(node.parts) and (end == start or node.operations[end - 1] in _SIGNS):
            link = self._link(node.parts[end])
            if link is None:
                break
            through_array = through_array or (link[0] is not None and not link[0].shape.is_scalar)
            end += 1
        return end, through_array

    def _link(self, part: Surface) -> _Link | None:
        node = unmarked(part)
        if isinstance(node, Differential) and node.sign == "d" and node.target is not None and _is_plain(node.target):
            variable = self.bind(node.target) if self._names_gradient(node) else None
            return (None, variable, part) if isinstance(variable, Var) else None
        if not isinstance(node, Derivative) or node.target is None or len(node.variables) != 1:
            return None
        if not all(map(_is_plain, (node.target, *node.variables))):
            return None
        target, variable = self.target_of(node.target), self.bind(node.variables[0])
        return (target, variable, part) if isinstance(target, Var) and isinstance(variable, Var) else None

    def _names_gradient(self, node: Differential) -> bool:
        value = self.bind(node)
        return not isinstance(value, Lifted) and (building.is_apply(value, "total") or isinstance(value, Var))

    def chain(self, node: Product) -> Value | None:
        """The meaning of a product that is nothing but a chain through arrays; None for any other."""
        if self._run(node, 0) != (len(node.parts), True):
            return None
        links = [link for part in node.parts if (link := self._link(part)) is not None]
        for ordered in (links, links[::-1]):
            if all(right[0] is left[1] for left, right in pairwise(ordered)):
                return self._carried_back(ordered)
        message = "these derivatives do not join up to a chain, and one of them is that of an array"
        hint = "each denominator must be the next numerator"
        raise Refusal("not-yet", message, node.span, hint=hint)

    def _carried_back(self, links: list[_Link]) -> Value:
        layout, scope = self.scope.layout, self.scope
        self.scope = replace(scope, layout="denominator")
        try:
            value = self.bind(links[0][2])
        finally:
            self.scope = scope
        for node, variable, part in links[1:]:
            assert isinstance(node, Var)
            value = self.built(part.span, self._through, value, node, variable, part.span)
        last = links[-1][1]
        if layout == "numerator" and 1 <= last.shape.rank <= 2 and not isinstance(value, Lifted):
            self.choose("the product of these derivatives is transposed, in numerator layout")
            return building.transpose(value)
        return value

    def _through(self, value: Value, node: Var, variable: Var, span: Span) -> Value:
        """What arrives at a node, carried back through its equation to a name in it."""
        if node.shape.is_scalar:
            return lifting.mul([value, building.total_derivative(node, variable)])
        assert not isinstance(value, Lifted)
        equation = self.scope.definitions.get(node.symbol)
        if equation is None:
            message = f"nothing says how {node.name} depends on {variable.name}"
            raise Refusal("unbound", message, span, hint=f"give the equation of {node.name}")
        dependent = self.dependent(variable)
        inner = [var for var in variables(equation) if var in dependent]
        if inner and contains(equation, variable):
            message = f"{variable.name} occurs in the equation of {node.name} both itself and through {inner[0].name}"
            raise Refusal("ambiguous", message, span, expected=("through its own equation", "through all paths"))
        if not inner:
            return building.vjp(value, node, variable)
        for var in reversed(list(dependent)):
            equation = substitute(equation, {var: dependent[var]})
        return building.pullback(value, equation, variable)

    # --- entry by entry

    def of_array(self, body: Expr, variable: Var, node: Derivative, *, turned: bool) -> Expr:
        """The derivative of an array: entry by entry where that is what stands there, else all of them in a layout."""
        expr = self.written_out(body, variable)
        shown = self.shown(node.span)
        alike = expr.shape == variable.shape and _is_entrywise(expr, variable)
        if self.entry_by_entry and alike and not turned:
            self.choose(f"{shown} {ENTRYWISE}")
            if isinstance(expr, Apply) and expr.args == (variable,) and expr.op.name in PRIMES:
                return building.call(PRIMES[expr.op.name], variable)
            return building.derivative(expr, variable)
        if variable.shape.rank > 1 or expr.shape.rank > 1:
            message = (
                f"the derivative of an array (shape {body.shape}) by one of shape {variable.shape} is not read yet"
            )
            hint = "a gradient is of a number, such as the loss; a chain through arrays is read as a whole"
            raise Refusal("not-yet", message, node.span, hint=hint)
        layout = "numerator" if turned or variable.shape.is_scalar else self.scope.layout
        if not variable.shape.is_scalar:
            self.choose(f"{shown} is the matrix of all derivatives, in {layout} layout")
        return building.jacobian(expr, variable, layout)


def _is_plain(node: Surface) -> bool:
    """Whether this is a name, perhaps with its arguments listed, that holds no further formula to be bound twice."""
    node = unmarked(node)
    if isinstance(node, Product):
        group = unmarked(node.parts[-1])
        listed = isinstance(group, Group) and group.bracket == "(" and all(map(_is_plain, group.items))
        return listed and len(node.parts) == 2 and _is_plain(node.parts[0])
    if isinstance(node, Scripted):
        values = [unmarked(part.value) for part in node.sup if part.value is not None]
        return isinstance(node.base, Name) and all(isinstance(value, (Name, Number)) for value in values)
    return isinstance(node, Name)


def _flattened(node: Product) -> Product:
    """The product with the products in it that marks or invisible braces hold, where both multiply alike."""
    parts: list[Surface] = []
    operations: list[str] = []
    for position, part in enumerate(node.parts):
        inner = unmarked(part)
        if position:
            operations.append(node.operations[position - 1])
        derivatives = isinstance(inner, Product) and all(isinstance(unmarked(p), Derivative) for p in inner.parts)
        if isinstance(inner, Product) and derivatives and {*inner.operations, *node.operations} <= _SIGNS:
            parts.extend(inner.parts)
            operations.extend(inner.operations)
        else:
            parts.append(part)
    return Product(tuple(parts), tuple(operations), node.span)


def _is_entrywise(expr: Expr, variable: Var) -> bool:
    """Whether each entry of an expression depends on a name only through the same entry of it."""
    return contains(expr, variable) and all(
        node.op.elementwise
        for node in postorder(expr, within=lambda n: contains(n, variable))
        if isinstance(node, Apply) and contains(node, variable)
    )
