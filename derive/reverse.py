"""The reverse sweep: gradients of a scalar with respect to any names, in one pass from the loss back.

One loop over the graph, one table of rules (the operators' own). It is linear in the graph and has no recursion limit;
shared nodes are visited once. The result is untidy and correct; `derive.deriving` finds the same gradient the way a
lecturer does, and the two must agree.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from derive import building, ops, ruletext
from derive.conditions import function_derivative
from derive.ir import Apply, Expr, Var, children
from derive.ruletext import Binding

Share: TypeAlias = Callable[[Apply, Expr], tuple[Expr, ...]]
"""A rule for an operator: from an application and its cotangent to the share of each argument."""


class NoRule(Exception):
    """An operator on the way from the loss to a name has no derivative rule."""


@dataclass(frozen=True)
class _Rules:
    """By what a cotangent is carried back: equations of names, derivatives of functions, rules for operators."""

    given: Mapping[Var, Expr]
    functions: Mapping[Expr, Expr]
    others: Mapping[str, Share]


def pullback(
    loss: Expr,
    wrt: Iterable[Var],
    given: Mapping[Var, Expr] | None = None,
    functions: Mapping[Expr, Expr] | None = None,
) -> dict[Var, Expr]:
    """∂loss/∂v for each v in ``wrt``, in the shape of v; zero where the loss does not depend on v.

    A name in ``given`` is passed through by its equation and stands for itself in the result, so that shared quantities
    stay shared. ``functions`` holds the derivatives of functions that are defined by others, as ``start -> result``.
    Raises `NoRule`.
    """
    return carried(loss, building.ONE, wrt, given, functions)


def carried(
    root: Expr,
    seed: Expr,
    wrt: Iterable[Var],
    given: Mapping[Var, Expr] | None = None,
    functions: Mapping[Expr, Expr] | None = None,
    others: Mapping[str, Share] | None = None,
) -> dict[Var, Expr]:
    """The cotangent ``seed`` of ``root`` carried back to each name in ``wrt``, as in `pullback`.

    ``others`` has rules, by the operator's name, that take the place of the operators' own.
    """
    rules = _Rules(given or {}, functions or {}, others or {})
    order = _order(root, rules.given)
    cotangents: dict[Expr, list[Expr]] = {root: [seed]}
    for node in reversed(order):
        if node not in cotangents:
            continue
        y_bar = building.add(*cotangents[node])
        for child, share in _shares(node, y_bar, rules):
            cotangents.setdefault(child, []).append(share)
    return {v: building.add(*cotangents[v]) if v in cotangents else building.zeros(v.shape) for v in wrt}


def _below(node: Expr, given: Mapping[Var, Expr]) -> tuple[Expr, ...]:
    if isinstance(node, Var):
        return (given[node],) if node in given else ()
    return children(node)


def _order(root: Expr, given: Mapping[Var, Expr]) -> list[Expr]:
    """All nodes, those of the equations included, each after everything it is computed from."""
    done: dict[Expr, None] = {}
    stack: list[tuple[Expr, bool]] = [(root, False)]
    while stack:
        node, expanded = stack.pop()
        if node in done:
            continue
        if expanded:
            done[node] = None
            continue
        stack.append((node, True))
        stack.extend((child, False) for child in _below(node, given) if child not in done)
    return list(done)


def _shares(node: Expr, y_bar: Expr, rules: _Rules) -> Iterator[tuple[Expr, Expr]]:
    """Each argument of a node with its share of the node's cotangent."""
    if isinstance(node, Var):
        if node in rules.given:
            yield rules.given[node], y_bar
        return
    if not isinstance(node, Apply):
        return
    if node.op.name in rules.others:
        yield from zip(node.args, rules.others[node.op.name](node, y_bar), strict=True)
        return
    for index, arg in enumerate(node.args):
        if isinstance(arg, Var) or children(arg):
            yield arg, _share(node, index, y_bar, rules.functions)


def _share(node: Apply, index: int, y_bar: Expr, functions: Mapping[Expr, Expr]) -> Expr:
    operator = node.op
    parameter = _parameter(node, index)
    if operator.definition:
        slope = function_derivative(node, node.args[0], functions)
        if slope is None:
            raise NoRule(f"the derivative of {operator.name} has not been derived")
        return _times(y_bar, slope)
    binding: Binding = {
        **dict(zip(operator.parameters, node.args, strict=False)),
        "y": node,
        "y_bar": y_bar,
        parameter: node.args[index],
        "before": node.args[:index],
        "after": node.args[index + 1 :],
    }
    if parameter in operator.local:
        return _times(y_bar, ruletext.instantiate(ruletext.parse(operator.local[parameter]), binding))
    if parameter in operator.pullback:
        return ruletext.instantiate(ruletext.parse(operator.pullback[parameter]), binding)
    raise NoRule(f"{operator.name} has no derivative rule for its {parameter}")


def _times(y_bar: Expr, slope: Expr) -> Expr:
    """The product of two, nested and not flattened: flat, the products along a chain grow with its length squared."""
    return Apply(ops.get("mul"), (y_bar, building.broadcast(slope, y_bar.shape)))


def _parameter(node: Apply, index: int) -> str:
    parameters = node.op.parameters
    return parameters[min(index, len(parameters) - 1)].lstrip("*")
