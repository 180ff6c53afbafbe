"""Fractions of differentials: which of them are derivatives, and of what by what."""

from __future__ import annotations

from derive.ir import Span
from derive.notation.errors import Refusal
from derive.notation.surface import (
    Derivative,
    Differential,
    Fractional,
    Group,
    Name,
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
        grouped = isinstance(inner, Group) and len(inner.items) == 1 and isinstance(unmarked(inner.items[0]), (Product, Sum))
        if grouped and part.sign == "∂":
            message = "a derivative is by a variable, and this is no name"
            raise Refusal("unreadable", message, inner.span, hint="give the expression a name, and use the chain rule")
        variables.append(part.target)
    above = unmarked(top)
    first, rest = (above.parts[0], above.parts[1:]) if isinstance(above, Product) else (above, ())
    first = unmarked(first)
    if not isinstance(first, Differential):
        return _without_differential(first, Fractional(top, bottom, span), tuple(variables), below[0].sign, bool(rest))
    target = first.target
    if rest:
        assert isinstance(above, Product)
        if target is None:
            raise Refusal("unreadable", f"{first.sign} needs a name behind it", first.span)
        target = Product((target, *rest), above.operations, Span(target.span.start, above.span.end))
    return Derivative(below[0].sign, target, tuple(variables), span)


def _without_differential(
    first: Surface, whole: Fractional, variables: tuple[Surface, ...], sign: str, more: bool
) -> Surface:
    """A fraction with differentials below its bar only: the operator d/dz, or no derivative."""
    if isinstance(first, Name) and first.letter == "d" and not more:
        return Derivative("d", None, variables, whole.span)
    if isinstance(first, Scripted) and isinstance(first.base, Name) and first.base.letter == "d" and first.sup:
        raise Refusal("not-yet", "derivatives of higher order are not read yet", first.span)
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
