"""The sizes that occur in an expression: which they are, and others put in for them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar, cast

from derive.ir import Apply, Expr, Var, postorder
from derive.operators import AttrValue
from derive.shapes import Shape, Size

ExprT = TypeVar("ExprT", bound=Expr)


def resized(root: ExprT, sizes: Mapping[str, Size]) -> ExprT:
    """The expression with sizes put in for names of sizes, in shapes and as numbers."""
    results: dict[Expr, Expr] = {}
    for node in postorder(root):
        if isinstance(node, Var):
            results[node] = Var(node.symbol, node.shape.with_sizes(sizes))
        elif isinstance(node, Apply):
            attrs = tuple((name, _resized_value(value, sizes)) for name, value in node.attrs)
            results[node] = Apply(node.op, [results[arg] for arg in node.args], attrs)
        else:
            results[node] = node
    return cast(ExprT, results[root])


def _resized_value(value: AttrValue, sizes: Mapping[str, Size]) -> AttrValue:
    return value.with_sizes(sizes) if isinstance(value, Size | Shape) else value


def size_names(*roots: Expr) -> tuple[str, ...]:
    """The names of the sizes that occur below ``roots``, in shapes and as numbers, sorted."""
    found: set[str] = set()
    for node in postorder(*roots):
        found |= node.shape.names
        for _, value in node.attrs if isinstance(node, Apply) else ():
            found |= value.names if isinstance(value, Size) else frozenset()
    return tuple(sorted(found))
