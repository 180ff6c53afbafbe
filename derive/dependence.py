"""What moves with a name: the nodes between the name and an expression, in the order of evaluation."""

from __future__ import annotations

from collections.abc import Callable

from derive.ir import Apply, Expr, Var

UNTAKEN = frozenset(("derivative", "partial", "pullback", "vjp", "total", "jacobian", "hessian", "evaluated"))
"""The derivatives that are evaluated from their bodies and not from the bodies' values."""
MOST_NODES = 200_000
"""How many nodes there may be below a derivative, or on a tape."""


def is_untaken(node: Expr) -> bool:
    """Whether a node is a derivative not yet taken, or an expression elsewhere."""
    return isinstance(node, Apply) and node.op.name in UNTAKEN


def dependence(body: Expr, v: Var, below: Callable[[Expr], tuple[Expr, ...]]) -> dict[Expr, bool] | None:
    """Each node below a body, in order, and whether it moves with v; None where a derivative is among them.

    ``below`` are a node's arguments, or the equation of a name. Raises ValueError where they go in a circle, or there
    are too many nodes.
    """
    depends: dict[Expr, bool] = {v: True}
    opened: set[Expr] = set()
    stack: list[tuple[Expr, bool]] = [(body, False)]
    while stack:
        node, done = stack.pop()
        if node in depends:
            continue
        if is_untaken(node):
            return None
        if len(opened) > MOST_NODES:
            raise ValueError(f"it has more than {MOST_NODES} nodes")
        parts = below(node)
        if done or not parts:
            depends[node] = any(map(depends.__getitem__, parts))
            continue
        if node in opened:
            raise ValueError(f"the equations of {node} go in a circle")
        opened.add(node)
        stack.append((node, True))
        stack.extend((child, False) for child in reversed(parts) if child not in depends)
    return depends
