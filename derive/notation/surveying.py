"""What is known of an expression before any of it is written: its letters, and which parts have no whole form."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from derive.ir import Apply, Expr, Var, children, postorder, variables
from derive.notation import naming
from derive.notation.styling import Style
from derive.resizing import size_names

DERIVATIVES = frozenset({"derivative", "total", "partial", "vjp", "pullback", "jacobian", "hessian"})
"""The derivatives not yet taken; a product of them is written with the style's product sign."""


INDEXED = frozenset({"align", "argmax", "max_along", "positions", "prod_along", "scatter", "sum_along", "take"})
"""The operators that are written with an index for each axis, and never as a whole array."""

SUMMED = frozenset({"diagonal", "matmul", "trace"})
"""The operators of whole matrices that can be written with the entries of their arguments instead."""

A = TypeVar("A")


def attribute(expr: Expr, name: str, kind: type[A]) -> A:
    """The attribute of that name of an application."""
    value = expr.attr(name) if isinstance(expr, Apply) else None
    assert isinstance(value, kind)
    return value


def axes_of(expr: Expr) -> tuple[int, ...]:
    """The attribute ``axes`` of an application."""
    return attribute(expr, "axes", tuple)


def unfinished(*roots: Expr) -> frozenset[Expr]:
    """The parts that have a derivative not yet taken in them."""
    found: set[Expr] = set()
    for node in postorder(*roots):
        if isinstance(node, Apply) and (node.op.name in DERIVATIVES or not found.isdisjoint(node.args)):
            found.add(node)
    return frozenset(found)


def repeating(*roots: Expr) -> frozenset[Expr]:
    """The arrays that are written as what they repeat, as a broadcast number is, where their shape is known anyway."""
    found: set[Expr] = set()
    for node in postorder(*roots):
        if not isinstance(node, Apply) or not node.shape.rank:
            continue
        passes = (node.op.elementwise or node.op.name == "transpose") and found.issuperset(node.args)
        if node.op.name in ("broadcast", "spread") or passes:
            found.add(node)
    return frozenset(found)


def families(*roots: Expr) -> frozenset[Expr]:
    """The arrays in which all members of a family stand together: only a member has a form of its own."""
    found: set[Expr] = set()
    for node in postorder(*roots):
        if (isinstance(node, Var) and naming.count_slots(node.symbol)) or (
            node.shape.rank and any(arg.shape.rank and arg in found for arg in children(node))
        ):
            found.add(node)
    return frozenset(found)


def entrywise(style: Style, *roots: Expr) -> frozenset[Expr]:
    """The parts that can only be written entry by entry, with an index for each axis: a sum over one axis, say.

    A number among them is a matrix product or a trace that has to be written as the sum that it is.
    """
    found: set[Expr] = set()
    flat = repeating(*roots)
    powers = style.layout is not None
    indexed = INDEXED | _of_two_layouts(style, roots)
    for node in postorder(*roots):
        if not isinstance(node, Apply):
            continue
        raised = powers and node.op.name == "power" and node.shape.rank == 2
        summed = node.op.name in SUMMED and any(arg in found or _flattens(arg, flat) for arg in node.args)
        inside = any(arg.shape.rank and arg in found for arg in node.args)
        if summed or (node.shape.rank and (inside or raised or node.op.name in indexed)):
            found.add(node)
    return frozenset(found)


def unlike(*roots: Expr) -> frozenset[Expr]:
    """The arrays among these whose whole form does not say what is repeated along which axis.

    A column or row beside a matrix is understood as a term of a sum, and as nothing else.
    """
    flat = repeating(*roots)
    return frozenset(root for root in roots if root.shape.rank == 2 and _is_unlike(root, flat))


def _is_unlike(root: Expr, flat: frozenset[Expr]) -> bool:
    stack: list[tuple[Expr, bool]] = [(root, root.shape.rank == 2 and _is_op(root, "spread"))]
    while stack:
        node, told = stack.pop()
        if not isinstance(node, Apply):
            continue
        if node.op.name == "spread" and not told:
            return True
        if node.op.name in ("neg", "transpose"):
            stack.append((node.args[0], told))
        elif node.op.elementwise:
            beside = node.op.name == "add" and any(arg not in flat for arg in node.args)
            stack.extend((arg, beside) for arg in node.args)
    return False


def _is_op(node: Expr, name: str) -> bool:
    return isinstance(node, Apply) and node.op.name == name


def _of_two_layouts(style: Style, roots: Sequence[Expr]) -> frozenset[str]:
    """The Jacobian, if it occurs in another layout than the one in force: as a whole it is written alike in both."""
    jacobians = [node for node in postorder(*roots) if isinstance(node, Apply) and node.op.name == "jacobian"]
    layouts = {attribute(node, "layout", str) for node in jacobians}
    in_force = {style.layout} if style.layout is not None else set()
    large = style.layout is not None and any(node.shape.rank > 2 for node in jacobians)
    return frozenset({"jacobian"} if large or (layouts and len(layouts | in_force) > 1) else ())


def _flattens(factor: Expr, flat: frozenset[Expr]) -> bool:
    """Whether a factor of a matrix product is repeating, and no vector that is a number times the vector of ones."""
    while isinstance(factor, Apply) and factor.op.name == "transpose":
        factor = factor.args[0]
    ones = isinstance(factor, Apply) and factor.op.name == "broadcast" and factor.shape.rank == 1
    return factor in flat and not ones


def letters(style: Style, *roots: Expr) -> list[str]:
    """The letters that names and sizes use, here and around, which an index must not be."""
    found: set[str] = set(size_names(*roots)) | {symbol.letter for symbol in style.names}
    for v in variables(*roots):
        symbol = v.symbol
        found |= {symbol.letter, symbol.letter.lower(), *symbol.sub, *symbol.layer, *symbol.example}
    functions = (node for node in postorder(*roots) if isinstance(node, Apply) and node.op.name == "opaque")
    found |= {naming.function_symbol(attribute(node, "name", str)).letter for node in functions}
    return sorted(found)
