"""Turning: the same expression over names that are stored transposed, written without transposes that cancel."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import NamedTuple

from derive import building
from derive.building import is_apply
from derive.ir import Apply, Expr, Var, children, fold, rebuild


class Both(NamedTuple):
    """An expression, and its transpose with the transpose carried inside as far as it goes."""

    plain: Expr
    turned: Expr


def turned_name(v: Var) -> Var:
    """The name of the same symbol whose array is stored transposed."""
    return Var(v.symbol, v.shape.transposed)


def over_turned(expr: Expr, names: Mapping[Var, Var]) -> Both:
    """The expression, and its transpose, with each name replaced by the transpose of the one that stands for it."""

    def visit(node: Expr, args: tuple[Both, ...]) -> Both:
        if isinstance(node, Var) and node in names:
            return Both(building.transpose(names[node]), names[node])
        if is_apply(node, "transpose"):
            return Both(args[0].turned, args[0].plain)
        plain = rebuild(node, tuple(arg.plain for arg in args)) if children(node) else node
        return Both(plain, _turned(plain, args))

    found: Both = fold(expr, visit)
    return found


def _turned(node: Expr, args: tuple[Both, ...]) -> Expr:
    if isinstance(node, Apply) and not node.shape.is_scalar:
        if node.op.elementwise:
            return Apply(node.op, (arg.turned for arg in args), node.attrs)
        if node.op.name in _RULES:
            return _RULES[node.op.name](node, args)
    return building.transpose(node)


_RULES: Mapping[str, Callable[[Apply, tuple[Both, ...]], Expr]] = MappingProxyType(
    {
        "matmul": lambda _, args: building.matmul(args[1].turned, args[0].turned),
        "broadcast": lambda node, args: building.broadcast(args[0].plain, node.shape.transposed),
        "spread": lambda node, args: building.spread(args[0].turned, node.shape.transposed),
    }
)
"""The operators that a transpose passes through otherwise than entry by entry."""
