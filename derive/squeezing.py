"""Squeezing: the same expression without the axes of length 1, so that a matrix of one entry is a number.

What cannot be said without such an axis is refused, never guessed: `NotSqueezable`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from derive import building
from derive.ir import Apply, Const, Expr, Var, postorder
from derive.shapes import ONE, SCALAR, Shape


class NotSqueezable(Exception):
    """An operator needs the axis of length 1. The message names the operator."""


def squeezed_shape(shape: Shape) -> Shape:
    """The shape without axes of length 1: (m, 1) is a column, (1, m) a row, (1, 1) a scalar."""
    kept = tuple(size for size in shape.sizes if size != ONE)
    if shape.rank == 2 and len(kept) == 1:
        return Shape(kept, row=shape.sizes[0] == ONE)
    return Shape(kept, shape.row and len(kept) == 1)


def squeezed(root: Expr) -> Expr:
    """The expression over names without axes of length 1. Raises `NotSqueezable`."""
    results: dict[Expr, Expr] = {}
    for node in postorder(root):
        found = _squeezed(node, tuple(results[arg] for arg in getattr(node, "args", ())))
        if found.shape != squeezed_shape(node.shape):
            raise NotSqueezable(f"{getattr(node, 'op', node)} needs an axis of length 1")
        results[node] = found
    return results[root]


def _squeezed(node: Expr, args: tuple[Expr, ...]) -> Expr:
    if isinstance(node, Var):
        return Var(node.symbol, squeezed_shape(node.shape))
    if isinstance(node, Const):
        return node
    if node.op.name in _BUILT:
        return _BUILT[node.op.name](node, args)
    if node.op.elementwise or all(new.shape == old.shape for new, old in zip(args, node.args, strict=True)):
        return Apply(node.op, args, node.attrs)
    raise NotSqueezable(f"{node.op.name} needs an axis of length 1")


def _product(_: Apply, args: tuple[Expr, ...]) -> Expr:
    return (
        building.mul(*(arg for arg in args if building.unwrapped(arg) is not building.ONE))
        if len(args) > 1
        else (args[0])
    )


def _quotient(_: Apply, args: tuple[Expr, ...]) -> Expr:
    return args[0] if building.unwrapped(args[1]) is building.ONE else building.div(*args)


def _broadcast(node: Apply, args: tuple[Expr, ...]) -> Expr:
    return building.broadcast(args[0], squeezed_shape(node.shape))


def _spread(node: Apply, args: tuple[Expr, ...]) -> Expr:
    shape = squeezed_shape(node.shape)
    if args[0].shape == shape or args[0].shape.is_scalar:
        return building.broadcast(args[0], shape)
    return building.spread(args[0], shape)


def _sum_along(node: Apply, args: tuple[Expr, ...]) -> Expr:
    sizes = node.args[0].shape.sizes
    kept = [axis for axis, size in enumerate(sizes) if size != ONE]
    axes = node.attr("axes")
    assert isinstance(axes, tuple)
    summed = building.sum_along(args[0], [kept.index(axis) for axis in axes if axis in kept])
    shape = squeezed_shape(node.shape)
    return building.transpose(summed) if summed.shape != shape == summed.shape.transposed else summed


def _softmax_along(node: Apply, args: tuple[Expr, ...]) -> Expr:
    """Over a single entry a softmax is 1; what is left of a matrix with one row or column is one vector."""
    axis, shape = node.attr("axis"), node.shape
    assert isinstance(axis, int)
    if shape.sizes[axis] == ONE:
        return building.broadcast(building.ONE, squeezed_shape(shape))
    if shape.sizes[1 - axis] == ONE:
        return building.call("softmax", args[0])
    return Apply(node.op, args, node.attrs)


def _trace(node: Apply, args: tuple[Expr, ...]) -> Expr:
    return args[0] if args[0].shape == SCALAR else Apply(node.op, args, node.attrs)


def _norm(node: Apply, args: tuple[Expr, ...]) -> Expr:
    return building.call("abs", args[0]) if args[0].shape == SCALAR else Apply(node.op, args, node.attrs)


_BUILT: Mapping[str, Callable[[Apply, tuple[Expr, ...]], Expr]] = MappingProxyType(
    {
        "mul": _product,
        "div": _quotient,
        "broadcast": _broadcast,
        "spread": _spread,
        "matmul": lambda _, args: building.matmul(*args),
        "transpose": lambda _, args: building.transpose(args[0]),
        "sum": lambda _, args: building.total(args[0]),
        "softmax_along": _softmax_along,
        "sum_along": _sum_along,
        "extent": lambda node, _: building.extent(node.attr("size")),  # type: ignore[arg-type]
        "total": lambda _, args: building.total_derivative(*args),  # type: ignore[arg-type]
        "single": lambda _, args: args[0],
        "trace": _trace,
        "norm": _norm,
    }
)
"""The operators whose arguments change their form with the axes."""
