"""The functions that are read: what each one builds, and which function its prime is.

A prime on a function is a function of its own (σ′ is the operator ``sigmoid_prime``), so that it has a value in every
domain of numbers, in balls too, and a definition that a proof can write out.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import astuple, dataclass, replace
from types import MappingProxyType

from derive import building, ops
from derive.ir import Apply, Const, Expr, Symbol, Var, postorder
from derive.notation import lifting
from derive.notation.lifting import Lifted, NotLifted, Value
from derive.shapes import ShapeError


@dataclass(frozen=True)
class Function:
    """A function: the name it goes by in the tables here, or for an unspecified one ``opaque`` and its own name.

    ``order`` counts the primes on it that are not yet part of the name.
    """

    name: str
    symbol: str = ""
    order: int = 0


LOGARITHMS = frozenset({"log", "ln", "log10", "log2"})
"""The functions whose brackets do not say how far their argument reaches: log (a)^2 has two readings."""

POWERED = frozenset({"sin", "cos", "tan", "sinh", "cosh", "tanh", "log", "ln", "sigmoid"})
"""The functions on whose name a square is commonly set: tanh² z is (tanh z)²."""


def _log_to(base: int) -> Callable[[Expr], Expr]:
    return lambda x: building.div(building.call("log", x), building.call("log", building.number(base)))


def _operator(name: str) -> Callable[[Expr], Expr]:
    return lambda x: building.call(name, x)


def root(x: Expr) -> Expr:
    """The square root."""
    return building.power(x, building.div(building.ONE, building.number(2)))


_ALIKE = (
    "log",
    "exp",
    "abs",
    "sigmoid",
    "tanh",
    "relu",
    "softplus",
    "step",
    "sign",
    "sin",
    "cos",
    "tan",
    "sinh",
    "cosh",
    "arctan",
    "erf",
    "normal_cdf",
    "gelu",
    "swish",
    "leaky_relu",
)


def _swish_slope(z: Expr) -> Expr:
    """σ(z) + z σ(z)(1 − σ(z))."""
    s = building.call("sigmoid", z)
    return building.add(s, building.mul(z, s, building.sub(building.ONE, s)))


def _gelu_slope(z: Expr) -> Expr:
    """Φ(z) + z e^(−z²/2)/√(2π)."""
    two = building.number(2)
    bell = building.call("exp", building.neg(building.div(building.power(z, two), two)))
    density = building.div(bell, root(building.mul(two, building.call("pi"))))
    return building.add(building.call("normal_cdf", z), building.mul(z, density))


def _leaky_slope(z: Expr) -> Expr:
    """1 to the right of 0, a hundredth to the left."""
    left = building.div(building.call("step", building.neg(z)), building.number(100))
    return building.add(building.call("step", z), left)


ENTRYWISE: Mapping[str, Callable[[Expr], Expr]] = MappingProxyType(
    {
        **{name: _operator(name) for name in _ALIKE},
        "ln": _operator("log"),
        "log10": _log_to(10),
        "log2": _log_to(2),
        "sqrt": root,
        "sgn": _operator("sign"),
        "sigmoid'": _operator("sigmoid_prime"),
        "tanh'": _operator("tanh_prime"),
        "relu'": _operator("step"),
        "softplus'": _operator("sigmoid"),
        "leaky_relu'": _leaky_slope,
        "swish'": _swish_slope,
        "gelu'": _gelu_slope,
        "exp'": _operator("exp"),
        "log'": lambda x: building.div(building.ONE, x),
        "ln'": lambda x: building.div(building.ONE, x),
        "sin'": _operator("cos"),
        "cos'": lambda x: building.neg(building.call("sin", x)),
    }
)
"""The functions of one argument that go entry by entry; a prime belongs to the name."""

OF_ARRAYS: Mapping[str, Callable[[Expr], Expr]] = MappingProxyType(
    {
        "softmax": _operator("softmax"),
        "norm": _operator("norm"),
        "tr": lambda x: x if x.shape.is_scalar else building.call("trace", x),
        "Tr": lambda x: x if x.shape.is_scalar else building.call("trace", x),
        "det": _operator("det"),
        "vec": lambda x: building.call("vec", x) if x.shape.rank == 2 else x,
        "transpose": building.transpose,
        "diag": lambda x: building.call("diagonal" if x.shape.rank == 2 else "diag", x),
    }
)
"""The functions of a whole vector or matrix."""

OF_TWO = frozenset({"max", "min"})
"""The functions of two arguments."""

PRIMES = {
    "sigmoid": "sigmoid_prime",
    "tanh": "tanh_prime",
    "relu": "step",
    "softplus": "sigmoid",
    "exp": "exp",
}
"""The operator that the derivative of an operator is."""


def function_name(symbol: Symbol) -> str:
    """The symbol of a function as the text that ``opaque`` keeps: its fields between bars, as ``g`` or ``f||1``."""
    return "|".join(astuple(symbol)).rstrip("|")


OF_SQUARES = frozenset({"tr", "Tr", "det"})
"""The functions of square matrices."""


def is_read(function: Function) -> bool:
    """Whether there is anything here that the function builds."""
    return function.symbol != "" or function.name in ENTRYWISE or function.name in OF_ARRAYS


def primed(function: Function) -> Function | None:
    """The derivative of a function of one argument; None for one whose derivative has no name here."""
    if function.symbol:
        return replace(function, order=function.order + 1)
    name = function.name + "'"
    return Function(name) if name in ENTRYWISE else None


def applied(function: Function, argument: Value) -> Value:
    """A function of one argument. Raises `ShapeError` and `NotLifted`."""
    if function.symbol:
        return lifting.entrywise(lambda x: building.opaque(x, function.symbol, function.order), argument)
    if function.name in ENTRYWISE:
        return lifting.entrywise(ENTRYWISE[function.name], argument)
    if isinstance(argument, Lifted):
        raise NotLifted(f"{function.name} of an indexed quantity")
    return OF_ARRAYS[function.name](argument)


def of_two(name: str, arguments: Sequence[Value]) -> tuple[Value, str]:
    """The larger or smaller of two arguments, and what is to be told about it. max(0, z) is the rectifier."""
    zero, other = _without_zero(arguments)
    if name == "max" and zero:
        return applied(Function("relu"), other), "max(0, …) is the rectifier"
    return lifting.together(lambda p, q: building.call(name, p, q), arguments), ""


def _without_zero(arguments: Sequence[Value]) -> tuple[bool, Value]:
    p, q = arguments
    if is_zero(p):
        return True, q
    return is_zero(q), p


def is_zero(value: Value) -> bool:
    """Whether a value is the number 0, or an array of it."""
    return not isinstance(value, Lifted) and building.unwrapped(value) is Const(0)


def at_each_entry(equation: Expr, parameter: Var, x: Expr) -> Expr:
    """The value of an equation in one number at each entry of an array.

    Raises `ShapeError` for what is not entrywise.
    """
    results: dict[Expr, Expr] = {parameter: x}
    for node in postorder(equation):
        if isinstance(node, Apply) and any(results[arg] is not arg for arg in node.args):
            if not node.op.elementwise:
                raise ShapeError(f"{node.op.name} is no function of each entry alone")
            results[node] = building.rebuilt(node, tuple(results[arg] for arg in node.args))
        else:
            results.setdefault(node, node)
    return building.broadcast(results[equation], x.shape)


def softmax_along(x: Expr, axis: int) -> Expr:
    """The softmax of each line of a matrix along an axis: of each row for 1, of each column for 0."""
    return Apply(ops.get("softmax_along"), (x,), (("axis", axis),))


def squares(x: Expr) -> Expr:
    """The sum of the squares of all entries."""
    return building.total(building.power(x, building.number(2)))
