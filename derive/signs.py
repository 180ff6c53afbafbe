"""What is known about the sign of an expression: a small lattice of facts, each of which holds wherever it is claimed.

Nothing here is numeric: a fact follows from how the expression is built (e^u > 0, 0 < σ(u) < 1, a sum of positives is
positive) and from the equations given for its names. What does not follow is not known, and callers must assume it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from derive.ir import Apply, Const, Expr, Var, children, postorder


@dataclass(frozen=True)
class Facts:
    """What is known of every entry: that it is > 0, that it is < 1, that it is not 0."""

    positive: bool = False
    below_one: bool = False
    nonzero: bool = False


UNKNOWN = Facts()
POSITIVE = Facts(positive=True, nonzero=True)
UNIT_INTERVAL = Facts(positive=True, below_one=True, nonzero=True)
_OPAQUE = (
    *("exp", "sigmoid", "log", "matmul", "transpose"),
    *("derivative", "partial", "total", "pullback", "vjp", "jacobian", "hessian", "evaluated"),
)
"""Operators about whose result something is known, or nothing, whatever the arguments are."""


def _product(args: tuple[Facts, ...]) -> Facts:
    positive = all(arg.positive for arg in args)
    return Facts(
        positive, positive and all(arg.below_one for arg in args), positive or all(arg.nonzero for arg in args)
    )


def _sum(args: tuple[Facts, ...]) -> Facts:
    return POSITIVE if all(arg.positive for arg in args) else UNKNOWN


def _quotient(args: tuple[Facts, ...]) -> Facts:
    p, q = args
    return Facts(positive=p.positive and q.positive, nonzero=p.nonzero and q.nonzero)


def _power(args: tuple[Facts, ...]) -> Facts:
    return Facts(positive=args[0].positive, nonzero=args[0].nonzero)


_FACTS: dict[str, Callable[[tuple[Facts, ...]], Facts]] = {
    "exp": lambda args: POSITIVE,
    "pi": lambda args: POSITIVE,
    "extent": lambda args: POSITIVE,
    "sigmoid": lambda args: UNIT_INTERVAL,
    "mul": _product,
    "add": _sum,
    "div": _quotient,
    "power": _power,
    "broadcast": lambda args: args[0],
    "neg": lambda args: Facts(nonzero=args[0].nonzero),
}


def _complement(node: Expr, known: Mapping[Expr, Facts]) -> Facts | None:
    """1 − x where x is known to be below 1: positive; and below 1 where x is positive."""
    if not (isinstance(node, Apply) and node.op.name == "add" and len(node.args) == 2):
        return None
    one, negative = node.args
    bare = one.args[0] if isinstance(one, Apply) and one.op.name == "broadcast" else one
    if bare is not Const(1) or not (isinstance(negative, Apply) and negative.op.name == "neg"):
        return None
    x = known[negative.args[0]]
    return Facts(positive=x.below_one, below_one=x.positive, nonzero=x.below_one) if x.below_one else None


def _constant(value: Const) -> Facts:
    return Facts(value.value > 0, value.value < 1, value.value != 0)


def _of_name(v: Var, given: Mapping[Var, Expr], positive: frozenset[Var]) -> Facts:
    if v in positive:
        return POSITIVE
    return facts(given[v], given, positive) if v in given else UNKNOWN


def facts(expr: Expr, given: Mapping[Var, Expr] | None = None, positive: frozenset[Var] = frozenset()) -> Facts:
    """What is known of the expression when each name in ``given`` stands for its expression.

    The names in ``positive`` are declared to be that.
    """
    given = given or {}
    known: dict[Expr, Facts] = {}

    def entered(node: Expr) -> bool:
        return not (isinstance(node, Apply) and node.op.name in _OPAQUE)

    for node in postorder(expr, within=entered):
        if isinstance(node, Const):
            known[node] = _constant(node)
        elif isinstance(node, Var):
            known[node] = _of_name(node, given, positive)
        else:
            rule = _FACTS.get(node.op.name)
            args = tuple(known.get(child, UNKNOWN) for child in children(node))
            known[node] = _complement(node, known) or (rule(args) if rule else UNKNOWN)
    return known[expr]
