"""Turning: the same expression over names that are stored transposed, written without transposes that cancel."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import NamedTuple

from derive import building
from derive.building import is_apply
from derive.ir import Apply, Expr, Var, children, fold, rebuild, variables

BINDING = frozenset({"derivative", "evaluated", "hessian", "jacobian", "partial", "pullback", "vjp"})
"""The operators that speak of a name itself, and not only of its value."""


class NotTurnable(Exception):
    """A name that is to be turned stands where only a name can stand. The message names the operator."""


class Both(NamedTuple):
    """An expression, and its transpose with the transpose carried inside as far as it goes."""

    plain: Expr
    turned: Expr


def turned_name(v: Var) -> Var:
    """The name of the same symbol whose array is stored transposed."""
    return Var(v.symbol, v.shape.transposed)


def over_turned(expr: Expr, names: Mapping[Var, Var]) -> Both:
    """The expression, and its transpose, with each name replaced by the transpose of the one that stands for it.

    Raises `NotTurnable`.
    """

    def visit(node: Expr, args: tuple[Both, ...]) -> Both:
        if isinstance(node, Var) and node in names:
            return Both(building.transpose(names[node]), names[node])
        if isinstance(node, Apply) and node.op.name == "total" and not names.keys().isdisjoint(node.args):
            return _gradient(node, names)
        if isinstance(node, Apply) and node.op.name in BINDING and not names.keys().isdisjoint(variables(node)):
            raise NotTurnable(f"{node.op.name} speaks of a name that is to be turned")
        if is_apply(node, "transpose"):
            return Both(args[0].turned, args[0].plain)
        plain = rebuild(node, tuple(arg.plain for arg in args)) if children(node) else node
        return Both(plain, _turned(plain, args))

    found: Both = fold(expr, visit)
    return found


def _gradient(node: Apply, names: Mapping[Var, Var]) -> Both:
    """The derivative of a number by a name, which is turned as the name is."""
    number, v = node.args
    if not number.shape.is_scalar or not isinstance(v, Var):
        raise NotTurnable("the derivative of an array by a name that is to be turned depends on the layout")
    taken = building.total_derivative(number, names[v])
    return Both(building.transpose(taken), taken)


def _turned(node: Expr, args: tuple[Both, ...]) -> Expr:
    """The transpose of a node over those arguments; the node itself where it has no other rows and columns."""
    if node.shape.rank not in (1, 2):
        return node
    if isinstance(node, Apply):
        if node.op.elementwise:
            return Apply(node.op, (arg.turned for arg in args), node.attrs)
        if node.op.name in _RULES:
            return _RULES[node.op.name](node, args)
    return building.transpose(node)


def _softmax_turned(node: Apply, args: tuple[Both, ...]) -> Expr:
    axis = node.attr("axis")
    assert isinstance(axis, int)
    return Apply(node.op, (args[0].turned,), (("axis", 1 - axis),))


_RULES: Mapping[str, Callable[[Apply, tuple[Both, ...]], Expr]] = MappingProxyType(
    {
        "matmul": lambda _, args: building.matmul(args[1].turned, args[0].turned),
        "broadcast": lambda node, args: building.broadcast(args[0].plain, node.shape.transposed),
        "softmax_along": _softmax_turned,
        "spread": lambda node, args: building.spread(args[0].turned, node.shape.transposed),
    }
)
"""The operators that a transpose passes through otherwise than entry by entry."""
