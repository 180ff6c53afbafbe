"""The sizes that occur in an expression: which they are, and others put in for them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from math import prod
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
    return tuple(sorted({name for size in sizes_in(*roots) for name in size.names}))


def sizes_in(*roots: Expr) -> frozenset[Size]:
    """The sizes that occur below ``roots``, in shapes and as numbers."""
    return sizes_among(postorder(*roots))


def sizes_among(nodes: Iterable[Expr]) -> frozenset[Size]:
    """The sizes that occur in these very nodes, in shapes and as numbers."""
    found: set[Size] = set()
    for node in nodes:
        found.update(node.shape.sizes)
        if isinstance(node, Apply) and node.attrs:
            found.update(value for _, value in node.attrs if isinstance(value, Size))
    return frozenset(found)


SMALLER = ((2, 3, 4, 5, 6, 7), (2, 3), (1, 2))
"""Numbers for sizes, in turn, where larger ones would make too many entries."""


def numbered_within(most: int, numbers: Sequence[int], roots: Sequence[Expr]) -> dict[str, int]:
    """A number for each size name below ``roots``: ``numbers`` in turn, or smaller ones, repeated where they run out.

    They are the first with which no array has more than ``most`` entries; the smallest, where that cannot be.
    """
    names = size_names(*roots)
    shapes = {node.shape for node in postorder(*roots)}
    for tried in (numbers, *SMALLER):
        sizes = {name: tried[k % len(tried)] for k, name in enumerate(names)}
        if max((prod(shape.numbers(sizes)) for shape in shapes), default=0) <= most:
            break
    return sizes
