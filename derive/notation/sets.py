"""Sets in declarations such as w ∈ ℝ^m: the shape that their members have."""

from __future__ import annotations

from derive.notation.binding import Binder
from derive.notation.declarations import shape_of
from derive.notation.errors import Refusal
from derive.notation.surface import Group, Name, Number, Product, Scripted, Sum, Surface, unmarked
from derive.shapes import SCALAR, Shape, Size


def shape_of_members(node: Surface, binder: Binder) -> Shape:
    """The shape of the members of a set: ℝ, ℝ^m, ℝ^{m×n}, {0, 1}, (0, 1)."""
    base = node.base if isinstance(node, Scripted) else node
    reals = isinstance(base, Name) and (base.letter == "ℝ" or (base.letter == "R" and base.font in ("bb", "bold", "")))
    interval = isinstance(base, Group) and len(base.items) >= 2
    numbers = isinstance(base, Name) and base.letter in ("N", "Z", "Q", "ℕ", "ℤ", "ℚ") and base.font in ("bb", "bold")
    if numbers and not isinstance(node, Scripted):
        return SCALAR
    if not reals and not interval:
        raise Refusal("not-yet", f"the set {binder.shown(node.span)} is not read yet", node.span)
    if not isinstance(node, Scripted):
        return SCALAR
    if node.sub is not None or len(node.sup) != 1 or node.sup[0].value is None:
        raise Refusal("not-yet", f"the set {binder.shown(node.span)} is not read yet", node.span)
    if node.sup[0].kind != "value":
        return shape_of([_size(node.sup[0].value, binder)])
    return shape_of([_product(factors, node, binder) for factors in _axes(unmarked(node.sup[0].value))])


def _axes(power: Surface) -> list[list[Surface]]:
    """The factors of each size in m × 2n: what stands between the signs ×."""
    if not isinstance(power, Product):
        return [[power]]
    axes = [[power.parts[0]]]
    for operation, part in zip(power.operations, power.parts[1:], strict=True):
        if operation == "×":
            axes.append([])
        elif operation not in ("", "·", "*"):
            return [[power]]
        axes[-1].append(part)
    return axes


def _product(factors: list[Surface], node: Surface, binder: Binder) -> int | str | Size:
    sizes = [_size(factor, binder) for factor in factors]
    if len(sizes) == 1:
        return sizes[0]
    total = Size.of(1)
    for size in sizes:
        total = total * Size.of(size)
    return total if total.number is None else total.number


def _size(node: Surface, binder: Binder) -> int | str | Size:
    node = unmarked(node)
    if isinstance(node, Group) and node.bracket == "(" and len(node.items) == 1:
        node = unmarked(node.items[0])
    if isinstance(node, Sum):
        return _sum(node, binder)
    if isinstance(node, Number) and node.value.denominator == 1 and node.value >= 1:
        return int(node.value)
    if isinstance(node, Scripted) and len(node.sup) == 1 and node.sup[0].kind == "bracket" and not node.sub:
        base = binder.plain_name(node.base)
        return f"{base}{node.sup[0].text}"
    name = binder.plain_name(node)
    if name is None:
        raise Refusal("not-yet", f"the size {binder.shown(node.span)} is not read yet", node.span)
    return name


def _sum(node: Sum, binder: Binder) -> Size:
    """A size such as n + K − 1: only what is at least 1, whatever its names are."""
    total = Size(())
    for sign, term in node.terms:
        size = Size.of(_product(list(term.parts) if isinstance(term, Product) else [term], node, binder))
        total = total + size * Size((((), sign),))
    if not total.is_positive:
        message = f"{binder.shown(node.span)} may be less than 1, and every size is at least 1"
        raise Refusal("not-yet", message, node.span, hint="name the smaller size, and write the larger one as a sum")
    return total
