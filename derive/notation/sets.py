"""Sets in declarations such as w ∈ ℝ^m: the shape that their members have."""

from __future__ import annotations

from derive.notation.binding import Binder
from derive.notation.declarations import shape_of
from derive.notation.errors import Refusal
from derive.notation.surface import Group, Name, Number, Product, Scripted, Surface, unmarked
from derive.shapes import SCALAR, Shape


def shape_of_members(node: Surface, binder: Binder) -> Shape:
    """The shape of the members of a set: ℝ, ℝ^m, ℝ^{m×n}, {0, 1}, (0, 1)."""
    base = node.base if isinstance(node, Scripted) else node
    reals = isinstance(base, Name) and (base.letter == "ℝ" or (base.letter == "R" and base.font in ("bb", "bold", "")))
    interval = isinstance(base, Group) and len(base.items) >= 2
    if not reals and not interval:
        raise Refusal("not-yet", f"the set {binder.shown(node.span)} is not read yet", node.span)
    if not isinstance(node, Scripted):
        return SCALAR
    if node.sub is not None or len(node.sup) != 1 or node.sup[0].value is None:
        raise Refusal("not-yet", f"the set {binder.shown(node.span)} is not read yet", node.span)
    if node.sup[0].kind != "value":
        return shape_of([_size(node.sup[0].value, binder)])
    power = unmarked(node.sup[0].value)
    if isinstance(power, Product) and set(power.operations) <= {"×"}:
        return shape_of([_size(part, binder) for part in power.parts])
    return shape_of([_size(power, binder)])


def _size(node: Surface, binder: Binder) -> int | str:
    node = unmarked(node)
    if isinstance(node, Number) and node.value.denominator == 1 and node.value >= 1:
        return int(node.value)
    if isinstance(node, Scripted) and len(node.sup) == 1 and node.sup[0].kind == "bracket" and not node.sub:
        base = binder.plain_name(node.base)
        return f"{base}{node.sup[0].text}"
    name = binder.plain_name(node)
    if name is None:
        raise Refusal("not-yet", f"the size {binder.shown(node.span)} is not read yet", node.span)
    return name
