"""The functions that are read: which operator each one is, and which function its prime is.

A prime on a function is a function of its own (σ′ is the operator ``sigmoid_prime``), so that it has a value in every
domain of numbers, in balls too, and a definition that a proof can write out.
"""

from __future__ import annotations

from collections.abc import Sequence

from derive import building
from derive.ir import Const, Expr
from derive.notation import lifting
from derive.notation.lifting import Lifted, NotLifted, Value

LOGARITHMS = frozenset({"log", "ln", "log10"})
"""The functions whose brackets do not say how far their argument reaches: log (a)^2 has two readings."""

_SIGMOIDAL = frozenset({"sigmoid", "sigmoid_prime", "tanh", "tanh_prime", "relu", "softplus", "step"})
ENTRYWISE = LOGARITHMS | _SIGMOIDAL | {"exp", "abs", "sqrt"}
"""The functions of one argument that go entry by entry."""

OF_VECTORS = frozenset({"softmax", "norm"})
"""The functions of a whole vector."""

OF_TWO = frozenset({"max", "min"})
"""The functions of two arguments."""

PRIMES = {
    "sigmoid": "sigmoid_prime",
    "tanh": "tanh_prime",
    "relu": "step",
    "softplus": "sigmoid",
    "exp": "exp",
}
"""The function that the prime of a function is."""


def applied(operator: str, argument: Value) -> Value:
    """A function of one argument. Raises `ShapeError`, `NotLifted`, and `KeyError` for what is not read."""
    if operator in OF_VECTORS:
        if isinstance(argument, Lifted):
            raise NotLifted(f"{operator} of an indexed quantity")
        return building.call(operator, argument)
    if operator not in ENTRYWISE:
        raise KeyError(operator)
    if operator == "sqrt":
        half = building.div(building.ONE, building.number(2))
        return lifting.power(argument, half)
    if operator == "log10":
        ten = building.call("log", building.number(10))
        return lifting.entrywise(lambda x: building.div(building.call("log", x), ten), argument)
    name = "log" if operator == "ln" else operator
    return lifting.entrywise(lambda x: building.call(name, x), argument)


def of_two(operator: str, arguments: Sequence[Value]) -> tuple[Value, str]:
    """The larger or smaller of two arguments, and what is to be told about it. max(0, z) is the rectifier."""
    zero, other = _without_zero(arguments)
    if operator == "max" and zero:
        return applied("relu", other), "max(0, …) is the rectifier"
    p, q = arguments
    if isinstance(p, Lifted) or isinstance(q, Lifted):
        raise NotLifted(f"{operator} of indexed quantities")
    return building.call(operator, p, q), ""


def _without_zero(arguments: Sequence[Value]) -> tuple[bool, Value]:
    p, q = arguments
    if isinstance(p, Const) and p.value == 0:
        return True, q
    return isinstance(q, Const) and q.value == 0, p


def squares(x: Expr) -> Expr:
    """The sum of the squares of all entries."""
    return building.total(building.power(x, building.number(2)))
