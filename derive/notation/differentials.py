"""Fractions of differentials: which of them are derivatives, and of what by what."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from derive.ir import Span
from derive.notation.errors import Refusal
from derive.notation.surface import (
    Derivative,
    Differential,
    Fractional,
    Group,
    Name,
    Number,
    Product,
    Scripted,
    Sum,
    Surface,
    unmarked,
)


def fraction(top: Surface, bottom: Surface, span: Span) -> Surface:
    """A fraction: a derivative where differentials stand on both sides of its bar. Raises `Refusal`."""
    below = _differentials(bottom)
    if below is None:
        return Fractional(top, bottom, span)
    variables = []
    for part in below:
        if part.target is None:
            message = f"{part.sign} needs a name behind it: no variable stands below the bar"
            raise Refusal("unreadable", message, part.span)
        inner = unmarked(part.target)
        grouped = (
            isinstance(inner, Group) and len(inner.items) == 1 and isinstance(unmarked(inner.items[0]), (Product, Sum))
        )
        if grouped and part.sign == "∂":
            message = "a derivative is by a variable, and this is no name"
            raise Refusal("unreadable", message, inner.span, hint="give the expression a name, and use the chain rule")
        variables.append(part.target)
    above = unmarked(top)
    first, rest = (above.parts[0], above.parts[1:]) if isinstance(above, Product) else (above, ())
    first = unmarked(first)
    order = _order_of_d(first)
    if order > 1:
        target = _product(rest, above) if rest and isinstance(above, Product) else None
        return _derivative("d", target, tuple(variables), order, span)
    if not isinstance(first, Differential):
        return _without_differential(first, Fractional(top, bottom, span), tuple(variables), below[0].sign, bool(rest))
    target = first.target
    if rest:
        assert isinstance(above, Product)
        target = (
            _product(rest, above)
            if target is None
            else Product((target, *rest), above.operations, Span(target.span.start, above.span.end))
        )
    return _derivative(below[0].sign, target, tuple(variables), first.order, span)


def _order_of_d(node: Surface) -> int:
    """The order that d² says; 1 for anything else."""
    plain = isinstance(node, Scripted) and isinstance(node.base, Name) and node.base.letter == "d" and node.sub is None
    if not isinstance(node, Scripted) or not plain or len(node.sup) != 1 or node.sup[0].value is None:
        return 1
    power = unmarked(node.sup[0].value)
    if not isinstance(power, Number) or power.text != "2":
        raise Refusal("not-yet", "derivatives of an order above the second are not read yet", node.span)
    return 2


def _product(parts: tuple[Surface, ...], whole: Product) -> Surface:
    if len(parts) == 1:
        return parts[0]
    return Product(parts, whole.operations[-len(parts) + 1 :], Span(parts[0].span.start, whole.span.end))


def _derivative(
    sign: Literal["d", "∂"], target: Surface | None, below: tuple[Surface, ...], order: int, span: Span
) -> Derivative:
    """A derivative whose variables, with their powers, are as many as its order. Raises `Refusal`."""
    variables: list[Surface] = []
    for variable in below:
        inner = unmarked(variable)
        power = (
            unmarked(inner.sup[-1].value) if isinstance(inner, Scripted) and inner.sup and inner.sup[-1].value else None
        )
        if order > 1 and isinstance(inner, Scripted) and isinstance(power, Number) and power.text == str(order):
            kept = replace(inner, sup=inner.sup[:-1]) if len(inner.sup) > 1 or inner.sub else inner.base
            variables += [kept] * order
        else:
            variables.append(variable)
    if len(variables) != order:
        message = f"the order above the bar is {order}, but {len(variables)} variables stand below it"
        raise Refusal("unreadable", message, span, expected=("as many variables below as the order says",))
    return Derivative(sign, target, tuple(variables), span, order)


def _without_differential(
    first: Surface, whole: Fractional, variables: tuple[Surface, ...], sign: str, more: bool
) -> Surface:
    """A fraction with differentials below its bar only: the operator d/dz, or no derivative."""
    if isinstance(first, Name) and first.letter == "d" and not more:
        return _derivative("d", None, variables, 1, whole.span)
    if sign == "d":
        return whole
    message = "∂ stands below the bar of this fraction and not above it"
    raise Refusal("unreadable", message, whole.span, expected=("\\frac{\\partial …}{\\partial …}",))


def _differentials(bottom: Surface) -> tuple[Differential, ...] | None:
    """The differentials that the lower side of a fraction consists of; None where it is something else."""
    below = unmarked(bottom)
    parts = below.parts if isinstance(below, Product) else (below,)
    found = tuple(part for part in map(unmarked, parts) if isinstance(part, Differential))
    return found if len(found) == len(parts) else None


def slashed(product: Product) -> Surface:
    """The product with each ∂L / ∂w in it made a derivative."""
    if "/" not in product.operations:
        return product
    parts, operations = [product.parts[0]], []
    for part, operation in zip(product.parts[1:], product.operations, strict=True):
        left = unmarked(parts[-1])
        above = isinstance(left, Differential) or (isinstance(left, Name) and left.letter == "d")
        if operation == "/" and above and isinstance(unmarked(part), Differential):
            parts[-1] = fraction(left, part, Span(left.span.start, part.span.end))
        else:
            parts.append(part)
            operations.append(operation)
    return parts[0] if len(parts) == 1 else Product(tuple(parts), tuple(operations), product.span)
