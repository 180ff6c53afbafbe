"""A function with an equation at each of many arguments: h(x⁽ⁱ⁾) of h(x) = θᵀx is entry i of θᵀX."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from derive import building
from derive.ir import Apply, Expr, Var, postorder
from derive.notation import contracting, functions, lifting
from derive.notation.lifting import COLUMN, Lifted, NotLifted, Value, lifted


def at_each(equation: Expr, parameter: Var, argument: Lifted) -> Value:
    """The value of an equation at each of many arguments, each of the parameter's shape.

    Raises `NotLifted` and `ShapeError` where an operation is not known to act on each of them alone.
    """
    results: dict[Expr, Value] = {parameter: argument}
    for node in postorder(equation):
        if node in results:
            continue
        changed = isinstance(node, Apply) and any(results[arg] is not arg for arg in node.args)
        results[node] = _at(node, [results[arg] for arg in node.args]) if isinstance(node, Apply) and changed else node
    found = results[equation]
    if lifting.rank(found) != equation.shape.rank:
        raise NotLifted("the value at each argument has another shape than the equation, which")
    return found


def _at(node: Apply, arguments: list[Value]) -> Value:
    if node.op.name in _WAYS:
        return _WAYS[node.op.name](*arguments)
    if not node.op.elementwise:
        raise NotLifted(f"{node.op.name} of what depends on an index")
    return lifting.together(lambda *values: building.rebuilt(node, values), arguments)


def _repeated(number: Value) -> Value:
    """A number that stands in every entry is left a number, which is repeated where it meets an array."""
    return number


def _softmax(logits: Value) -> Value:
    factor = lifting.settled(logits)
    if COLUMN not in factor.axes or len(factor.axes) != 2:
        raise NotLifted("a softmax of anything but columns")
    return lifted(functions.softmax_along(factor.expr, factor.axes.index(COLUMN)), *factor.axes)


def _total(terms: Value) -> Value:
    if COLUMN not in lifting.settled(terms).axes:
        raise NotLifted("a sum over anything but columns")
    return contracting.sum_over(terms, COLUMN, None)


_WAYS: Mapping[str, Callable[..., Value]] = {
    "broadcast": _repeated,
    "matmul": contracting.matmul,
    "transpose": lifting.transpose,
    "softmax": _softmax,
    "sum": _total,
}
"""The operations that act on each column alone, and do so in another way than entry by entry."""
