"""Names that stand for positions: the y in p_y. A point at which they are no whole numbers would say nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from derive.ir import Apply, Const, Expr, Var, postorder
from derive.shapes import Size

REPEATS = ("align", "broadcast", "spread", "transpose")
"""Operators that give the entries of their argument again."""


def bounds_of_positions(roots: Iterable[Expr]) -> dict[Var, tuple[Size, ...]]:
    """The names that are used as positions below ``roots``, each with the sizes of the axes it points along.

    A name that is asked to equal a position, as in [y = k], is one too.
    """
    return positions_among(postorder(*roots))


def positions_among(nodes: Iterable[Expr]) -> dict[Var, tuple[Size, ...]]:
    """The names that are used as positions by these very nodes."""
    found: dict[Var, tuple[Size, ...]] = {}
    for node in nodes:
        if isinstance(node, Apply) and node.op.name == "equals":
            for one, other in (node.args, node.args[::-1]):
                name, size = _repeated(one), _positions(_repeated(other))
                if isinstance(name, Var) and size is not None:
                    found[name] = (*found.get(name, ()), size)
        if isinstance(node, Apply) and node.op.name in ("take", "scatter"):
            target = node.args[0].shape if node.op.name == "take" else node.shape
            for position, size in zip(node.args[1:], target.sizes, strict=True):
                name = _repeated(position)
                if isinstance(name, Var):
                    found[name] = (*found.get(name, ()), size)
    return found


def _repeated(expr: Expr) -> Expr:
    while isinstance(expr, Apply) and expr.op.name in REPEATS:
        expr = expr.args[0]
    return expr


def _positions(expr: Expr) -> Size | None:
    """The size along which an expression lists the positions."""
    size = expr.attr("size") if isinstance(expr, Apply) and expr.op.name == "positions" else None
    return size if isinstance(size, Size) else None


def last_position(v: Var, bounds: Mapping[Var, tuple[Size, ...]], sizes: Mapping[str, int]) -> int | None:
    """Up to which position a name can point everywhere it is used as one; None for a name that is not."""
    return min(size.value(sizes) for size in bounds[v]) if v in bounds else None


def least_sizes(nodes: Iterable[Expr]) -> dict[str, int]:
    """How large each size must be for the positions along it that are numbers: 3 for an x_3."""
    found: dict[str, int] = {}
    for node in nodes:
        if isinstance(node, Apply) and node.op.name in ("take", "scatter"):
            target = node.args[0].shape if node.op.name == "take" else node.shape
            for position, size in zip(node.args[1:], target.sizes, strict=True):
                number, name = _repeated(position), str(size)
                if isinstance(number, Const) and name in size.names:
                    found[name] = max(found.get(name, 0), int(number.value))
    return found
