"""SymPy as a road of its own: the loss in components, differentiated by SymPy's own chain rule.

This is the only module that imports SymPy. It carries no formulas of this package's rules and decides no verdicts: what
it returns is compared, entry by entry, with what was derived here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from math import prod
from typing import Any

import sympy
from sympy.functions.elementary.piecewise import ExprCondPair

from derive import building, ops
from derive.arrays import filled, mapped
from derive.ir import Apply, Const, Expr, Var, children, postorder, variables
from derive.lowering import Setting, evaluate
from derive.operators import Array, Call, Domain
from derive.shapes import SCALAR
from derive.systems import System

DEEPEST = 120
"""How deep an expression may be nested: SymPy takes several of Python's thousand calls for each level."""
DEPTH_OF_A_DEFINITION = 4
"""How deep a function that others define is nested, written out: 1/(1 + exp(−z))."""


class Unsupported(Exception):
    """SymPy returned a function that this module does not translate. The message names it."""


class Symbolic:
    """SymPy expressions as a domain: evaluating in it rewrites an expression as SymPy's."""

    name = "SymPy"

    def constant(self, numerator: int, denominator: int) -> Any:
        """The exact rational."""
        return sympy.Rational(numerator, denominator)

    def full(self, shape: tuple[int, ...], value: Any) -> Any:
        """An array with that value in every entry."""
        return filled(shape, lambda _: value)

    def exp(self, x: Any) -> Any:
        """e to the x, entry by entry."""
        return mapped(sympy.exp, x)

    def log(self, x: Any) -> Any:
        """The natural logarithm, entry by entry."""
        return mapped(sympy.log, x)

    def power(self, x: Any, p: Any) -> Any:
        """x to the p, entry by entry."""
        return x**p

    def sign(self, x: Any) -> Any:
        """SymPy's sign, entry by entry."""
        return mapped(sympy.sign, x)

    def sin(self, x: Any) -> Any:
        """The sine, entry by entry."""
        return mapped(sympy.sin, x)

    def cos(self, x: Any) -> Any:
        """The cosine, entry by entry."""
        return mapped(sympy.cos, x)

    def arctan(self, x: Any) -> Any:
        """The inverse tangent, entry by entry."""
        return mapped(sympy.atan, x)

    def erf(self, x: Any) -> Any:
        """The error function, entry by entry."""
        return mapped(sympy.erf, x)

    def choose(self, c: Any, a: Any, b: Any) -> Any:
        """A formula by cases, entry by entry."""
        return mapped(lambda c, a, b: sympy.Piecewise((a, sympy.Eq(c, 1)), (b, True)), c, a, b)

    def whole(self, x: Any) -> int | None:
        """The integer that SymPy writes, or None."""
        return int(x) if x.is_Integer else None

    def pi(self) -> Any:
        """SymPy's π."""
        return sympy.pi


WRITTEN_OUT = Symbolic()
"""Every function down to exponentials and logarithms."""


class Abbreviated(sympy.Function):  # type: ignore[misc]
    """A function that others define, such as σ, as one SymPy function, whose derivative SymPy takes of the definition.

    Where such functions are nested, what is written out grows fast, and SymPy's work with it.
    """

    definition: Definition

    def fdiff(self, argindex: int = 1) -> Any:
        """SymPy's derivative of the definition."""
        return self.definition.slope.xreplace({self.definition.z: self.args[0]})

    def _eval_is_extended_real(self) -> Any:
        return self.args[0].is_extended_real


@dataclass(frozen=True)
class Definition:
    """What a function of one number abbreviates, in SymPy's terms: the expression in z, and its derivative."""

    z: Any
    body: Any
    slope: Any


@cache
def _abbreviated(name: str) -> type[Abbreviated]:
    z = sympy.Dummy(real=True)
    body = ops.get(name).evaluate(Symbolic(), [z], Call((SCALAR,), {}, {}))
    found = Definition(z, body, sympy.diff(body, z))
    return type(name, (Abbreviated,), {"definition": found})


class Short(Symbolic):
    """The same with functions that others define as functions of their own."""

    def keep(self, name: str, values: list[Any]) -> Any:
        """The function of that name, entry by entry; one with cases is written out."""
        operator = ops.get(name)
        if operator.definition and len(values) == 1:
            return mapped(_abbreviated(name), values[0])
        return operator.evaluate(self, values, Call((SCALAR,) * len(values), {}, {}))


def symbol_of(v: Var) -> Any:
    """The SymPy symbol of a scalar name, real."""
    return sympy.Symbol(v.name, real=True)


def symbols_of(v: Var, sizes: Mapping[str, int]) -> Any:
    """The SymPy symbols of a name: one, or an array of them with their indices in the name, counted from 1."""
    if v.shape.is_scalar:
        return symbol_of(v)

    def symbol(index: tuple[int, ...]) -> Any:
        suffix = "_".join(str(position + 1) for position in index)
        return sympy.Symbol(f"{v.name}_{suffix}", real=True)

    return filled(v.shape.numbers(sizes), symbol)


def to_sympy(
    expr: Expr,
    sizes: Mapping[str, int] | None = None,
    given: Mapping[Var, Expr] | None = None,
    domain: Symbolic = WRITTEN_OUT,
) -> Any:
    """An expression as SymPy's: a scalar as an expression, an array as an object array of them.

    Names in ``given`` are written out by their equations, all others become symbols.
    """
    sizes, given = sizes or {}, given or {}
    names = [v for v in _names(expr, given) if v not in given]
    return evaluate(expr, Setting({v: symbols_of(v, sizes) for v in names}, sizes, given), domain)


def _names(expr: Expr, given: Mapping[Var, Expr]) -> list[Var]:
    from_expr = variables(expr)
    seen = dict.fromkeys(from_expr)
    pending = list(from_expr)
    while pending:
        name = pending.pop()
        for other in variables(given[name]) if name in given else ():
            if other not in seen:
                seen[other] = None
                pending.append(other)
    return list(seen)


def gradient(system: System, v: Var, sizes: Mapping[str, int], domain: Symbolic = WRITTEN_OUT) -> Any:
    """SymPy's gradient of the loss with respect to ``v``, in the shape of ``v``, in components."""
    loss = to_sympy(system.loss, sizes, system.equations, domain)
    return mapped(lambda symbol: sympy.diff(loss, symbol), symbols_of(v, sizes))


def is_too_deep(system: System) -> bool:
    """Whether the loss, its equations put into one another, is nested deeper than SymPy's recursion can follow."""
    depths: dict[Expr, int] = {}
    for equation in (*system.equations.values(), system.loss):
        for node in postorder(equation, within=lambda node: node not in depths):
            own = DEPTH_OF_A_DEFINITION if isinstance(node, Apply) and node.op.definition else 1
            below = (system.equations[node],) if isinstance(node, Var) and node in system.equations else children(node)
            depths[node] = own + max((depths.get(part, 0) for part in below), default=0)
    return depths[system.loss] > DEEPEST


CASES = 10
"""How many times as much SymPy has to do where there are cases: it carries all conditions into one another."""


def work_of_gradients(system: System, sizes: Mapping[str, int], domain: Symbolic = WRITTEN_OUT) -> int:
    """How much SymPy has to do for all gradients: the parts of the loss, each as often as it occurs, for each entry."""
    loss = to_sympy(system.loss, sizes, system.equations, domain)
    parts: dict[Any, int] = {}
    for node in _parts(loss):
        several = CASES if isinstance(node, sympy.Piecewise) else 1
        parts[node] = several * (1 + sum(parts[arg] for arg in node.args))
    return parts[loss] * sum(prod(v.shape.numbers(sizes)) for v in system.parameters)


def value(expression: Any, point: Mapping[Any, Array], domain: Domain) -> Any:
    """The value of a SymPy expression in a domain of numbers, at values of its symbols. Raises `Unsupported`."""
    results: dict[Any, Any] = {}
    for node in _parts(expression):
        results[node] = _node_value(node, [results[arg] for arg in node.args], point, domain)
    return results[expression]


def _parts(expression: Any) -> list[Any]:
    """The parts of an expression, each once and behind its own, though it may stand in many places."""
    found: dict[Any, None] = {}
    pending = [expression]
    while pending:
        node = pending[-1]
        missing = [arg for arg in node.args if arg not in found]
        pending += missing
        if not missing:
            found[pending.pop()] = None
    return list(found)


def _node_value(node: Any, args: list[Any], point: Mapping[Any, Array], domain: Domain) -> Any:
    if node.is_Symbol:
        return point[node]
    if node.is_Rational:
        return domain.constant(int(node.p), int(node.q))
    if node.is_Add:
        return sum(args[1:], args[0])
    if node.is_Mul:
        result = args[0]
        for arg in args[1:]:
            result = result * arg
        return result
    if node.is_Pow:
        return domain.power(args[0], args[1])
    if node in (sympy.E, sympy.pi):
        return domain.pi() if node is sympy.pi else domain.exp(domain.constant(1, 1))
    if node.func not in _FUNCTIONS and not isinstance(node, Abbreviated):
        raise Unsupported(f"SymPy's {node.func} has no counterpart here")
    if isinstance(node, Abbreviated):
        return value(node.definition.body, {node.definition.z: args[0]}, domain)
    return _FUNCTIONS[node.func](domain, *args)


def _is_equal(domain: Domain, p: Any, q: Any) -> Any:
    """1 where two numbers are equal, 0 where they are not."""
    apart = domain.sign(p - q)
    return domain.constant(1, 1) - apart * apart


def _by_cases(domain: Domain, *cases: tuple[Any, Any]) -> Any:
    """The value of the first case that holds; SymPy's last case always does."""
    result = cases[-1][0]
    for case, holds in reversed(cases[:-1]):
        result = domain.choose(holds, case, result)
    return result


_FUNCTIONS: dict[Any, Callable[..., Any]] = {
    sympy.exp: lambda domain, x: domain.exp(x),
    sympy.log: lambda domain, x: domain.log(x),
    sympy.sin: lambda domain, x: domain.sin(x),
    sympy.cos: lambda domain, x: domain.cos(x),
    sympy.atan: lambda domain, x: domain.arctan(x),
    sympy.erf: lambda domain, x: domain.erf(x),
    sympy.Abs: lambda domain, x: domain.power(x * x, domain.constant(1, 2)),
    sympy.sign: lambda domain, x: domain.sign(x),
    sympy.Eq: _is_equal,
    type(sympy.true): lambda domain: domain.constant(1, 1),
    ExprCondPair: lambda domain, value, holds: (value, holds),
    sympy.Piecewise: _by_cases,
}
"""SymPy's functions, and what its formulas by cases are made of, over the arithmetic of a domain."""


_OPERATORS: dict[Any, str] = {
    sympy.exp: "exp",
    sympy.log: "log",
    sympy.sin: "sin",
    sympy.cos: "cos",
    sympy.atan: "arctan",
    sympy.erf: "erf",
    sympy.Abs: "abs",
    sympy.sign: "sign",
}
"""The operators that SymPy's functions are written as."""


def from_sympy(expression: Any, names: Mapping[Any, Var]) -> Expr:
    """A scalar SymPy expression as an expression, in the order in which SymPy keeps it. Raises `Unsupported`."""
    results: dict[Any, Expr] = {}
    for node in sympy.postorder_traversal(expression):
        if node not in results:
            results[node] = _node_expr(node, [results[arg] for arg in node.args], names)
    return results[expression]


def _node_expr(node: Any, args: list[Expr], names: Mapping[Any, Var]) -> Expr:
    if node.is_Symbol:
        return names[node]
    if node.is_Rational:
        return Const(Fraction(int(node.p), int(node.q)))
    if node.is_Add:
        return building.add(*args)
    if node.is_Mul:
        return _product(args)
    if node.is_Pow:
        return building.power(args[0], args[1])
    if node is sympy.E:
        return building.call("exp", building.ONE)
    if node.func in _OPERATORS:
        return building.call(_OPERATORS[node.func], args[0])
    raise Unsupported(f"SymPy's {node.func} has no counterpart here")


def _product(args: list[Expr]) -> Expr:
    """A product with its negative powers as a denominator and a factor −1 as a minus sign."""
    above: list[Expr] = []
    below: list[Expr] = []
    negative = False
    for arg in args:
        if arg is Const(-1):
            negative = not negative
            continue
        exponent = arg.args[1] if building.is_apply(arg, "power") else None  # type: ignore[union-attr]
        if isinstance(exponent, Const) and exponent.value < 0:
            base = arg.args[0]  # type: ignore[union-attr]
            below.append(base if exponent.value == -1 else building.power(base, Const(-exponent.value)))
        else:
            above.append(arg)
    result = building.mul(*above)
    if below:
        result = building.div(result, building.mul(*below))
    return building.neg(result) if negative else result
