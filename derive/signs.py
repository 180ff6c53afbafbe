"""What is known about the sign of an expression: a small lattice of facts, each of which holds wherever it is claimed.

Nothing here is numeric: a fact follows from how the expression is built (e^u > 0, 0 < σ(u) < 1, a sum of positives is
positive) and from the equations given for its names. What does not follow is not known, and callers must assume it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from derive.constants import constant_value
from derive.ir import Apply, Const, Expr, Var, children, postorder


@dataclass(frozen=True)
class Facts:
    """What is known of every entry: that it is > 0, that it is < 1, that it is not 0, that it is ≥ 0."""

    positive: bool = False
    below_one: bool = False
    nonzero: bool = False
    not_negative: bool = False

    def __post_init__(self) -> None:
        object.__setattr__(self, "nonzero", self.nonzero or self.positive)
        object.__setattr__(self, "not_negative", self.not_negative or self.positive)


UNKNOWN = Facts()
POSITIVE = Facts(positive=True)
NOT_NEGATIVE = Facts(not_negative=True)
UNIT_INTERVAL = Facts(positive=True, below_one=True)
_OPAQUE = (
    *("exp", "sigmoid", "softmax", "softmax_along", "log"),
    *("derivative", "partial", "total", "pullback", "vjp", "jacobian", "hessian", "evaluated"),
)
"""Operators about whose result something is known, or nothing, whatever the arguments are."""


def _product(args: tuple[Facts, ...]) -> Facts:
    positive = all(arg.positive for arg in args)
    return Facts(
        positive,
        positive and all(arg.below_one for arg in args),
        positive or all(arg.nonzero for arg in args),
        all(arg.not_negative for arg in args),
    )


def _sum(args: tuple[Facts, ...]) -> Facts:
    """A sum of what is not negative is not, and is positive where one term is."""
    if not all(arg.not_negative for arg in args):
        return UNKNOWN
    return POSITIVE if any(arg.positive for arg in args) else NOT_NEGATIVE


def _quotient(args: tuple[Facts, ...]) -> Facts:
    p, q = args
    return Facts(
        positive=p.positive and q.positive,
        nonzero=p.nonzero and q.nonzero,
        not_negative=p.not_negative and q.positive,
    )


def _power(args: tuple[Facts, ...]) -> Facts:
    return Facts(positive=args[0].positive, nonzero=args[0].nonzero, not_negative=args[0].not_negative)


_FACTS: dict[str, Callable[[tuple[Facts, ...]], Facts]] = {
    "exp": lambda args: POSITIVE,
    "pi": lambda args: POSITIVE,
    "extent": lambda args: POSITIVE,
    "sigmoid": lambda args: UNIT_INTERVAL,
    "softmax": lambda args: POSITIVE,
    "softmax_along": lambda args: POSITIVE,
    "mul": _product,
    "add": _sum,
    "div": _quotient,
    "power": _power,
    **dict.fromkeys(("broadcast", "spread", "align", "transpose", "take"), lambda args: args[0]),
    "neg": lambda args: Facts(nonzero=args[0].nonzero),
    "abs": lambda args: Facts(nonzero=args[0].nonzero, positive=args[0].nonzero, not_negative=True),
    "norm": lambda args: NOT_NEGATIVE,
    "relu": lambda args: POSITIVE if args[0].positive else NOT_NEGATIVE,
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


def _square(node: Apply, known: Mapping[Expr, Facts]) -> Facts | None:
    """An even power, or a product of an expression with itself, where nothing more is known."""
    base = node.args[0] if node.args else node
    exponent = constant_value(node.args[1]) if node.op.name == "power" else None
    even = exponent is not None and exponent.denominator == 1 and exponent.numerator % 2 == 0
    twice = node.op.name == "mul" and len(node.args) == 2 and node.args[1] is base
    if not (even or twice) or known[base].positive:
        return None
    return Facts(nonzero=known[base].nonzero, positive=known[base].nonzero, not_negative=True)


SUMMING = ("sum", "sum_along", "matmul")
"""Operators whose entries are sums of entries, or of products of entries, of their arguments."""


def _summed(node: Apply, known: Mapping[Expr, Facts]) -> Facts | None:
    """A sum of what is not negative; positive only where it certainly has a term."""
    if node.op.name not in SUMMING:
        return None
    args = [known.get(arg, UNKNOWN) for arg in node.args]
    if not all(arg.not_negative for arg in args):
        return UNKNOWN
    has_terms = all(size.is_positive for arg in node.args for size in arg.shape.sizes)
    return POSITIVE if has_terms and all(arg.positive for arg in args) else NOT_NEGATIVE


def _constant(value: Const) -> Facts:
    return Facts(value.value > 0, value.value < 1, value.value != 0, value.value >= 0)


def facts(expr: Expr, given: Mapping[Var, Expr] | None = None, positive: frozenset[Var] = frozenset()) -> Facts:
    """What is known of the expression when each name in ``given`` stands for its expression.

    The names in ``positive`` are declared to be that.
    """
    known: dict[Expr, Facts] = dict.fromkeys(positive, POSITIVE)
    pending: dict[Expr, None] = {expr: None}
    while pending:
        missing = _facts_below(next(reversed(pending)), given or {}, known)
        if missing is None:
            pending.popitem()
        elif missing in pending:
            known[missing] = UNKNOWN  # the equations go in a circle
        else:
            pending[missing] = None
    return known[expr]


def _exceptional(node: Apply, known: Mapping[Expr, Facts]) -> Facts | None:
    """What is known from more than the facts about the arguments."""
    return _complement(node, known) or _square(node, known) or _summed(node, known)


def _facts_below(root: Expr, given: Mapping[Var, Expr], known: dict[Expr, Facts]) -> Expr | None:
    """Fill in ``known`` up to ``root``; the equation about which something must be known first, where there is one."""
    for node in postorder(root, within=lambda n: n not in known and not _is_opaque(n)):
        if node in known:
            continue
        if isinstance(node, Const):
            known[node] = _constant(node)
        elif isinstance(node, Var):
            if node in given and given[node] not in known:
                return given[node]
            known[node] = known[given[node]] if node in given else UNKNOWN
        else:
            rule = _FACTS.get(node.op.name)
            args = tuple(known.get(child, UNKNOWN) for child in children(node))
            known[node] = _exceptional(node, known) or (rule(args) if rule else UNKNOWN)
    return None


def _is_opaque(node: Expr) -> bool:
    return isinstance(node, Apply) and node.op.name in _OPAQUE
