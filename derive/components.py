"""Writing a system out in components: every vector and matrix entry by entry, at chosen sizes.

The result is a system of scalars that computes the same loss. It holds for the sizes chosen and for no others.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from derive import building, constants, ops
from derive.arrays import filled, mapped
from derive.building import total_derivative
from derive.ir import Apply, Const, Expr, Symbol, Var, children, variables
from derive.lowering import Setting, evaluate
from derive.notation.counting import SLOT
from derive.systems import System


@dataclass(frozen=True)
class Entry:
    """A scalar expression that NumPy can add and multiply: arithmetic on it builds expressions."""

    expr: Expr

    def __add__(self, other: Entry) -> Entry:
        return Entry(building.add(self.expr, other.expr))

    def __sub__(self, other: Entry) -> Entry:
        return Entry(building.sub(self.expr, other.expr))

    def __mul__(self, other: Entry) -> Entry:
        square = other.expr is self.expr and not isinstance(self.expr, Const)
        return Entry(building.power(self.expr, building.number(2)) if square else building.mul(self.expr, other.expr))

    def __truediv__(self, other: Entry) -> Entry:
        return Entry(building.div(self.expr, other.expr))

    def __neg__(self) -> Entry:
        return Entry(building.neg(self.expr))


class Entries:
    """Expressions as a domain: evaluating in it writes an expression out in components."""

    name = "components"

    def constant(self, numerator: int, denominator: int) -> Entry:
        """The rational as an expression."""
        return Entry(building.number(f"{numerator}/{denominator}"))

    def full(self, shape: tuple[int, ...], value: Entry) -> Any:
        """An array with that expression in every entry."""
        return filled(shape, lambda _: value)

    def exp(self, x: Any) -> Any:
        """e to the x, entry by entry."""
        return _map("exp", x)

    def log(self, x: Any) -> Any:
        """The natural logarithm, entry by entry."""
        return _map("log", x)

    def keep(self, name: str, values: list[Any]) -> Any:
        """A function that others define, kept as it is written: σ(x) and not 1/(1 + e^(−x))."""
        return _map(name, *values)

    def power(self, x: Any, p: Any) -> Any:
        """x to the p, entry by entry."""
        return _map("power", x, p)

    def sign(self, x: Any) -> Any:
        """The sign, entry by entry."""
        return _map("sign", x)

    def sin(self, x: Any) -> Any:
        """The sine, entry by entry."""
        return _map("sin", x)

    def cos(self, x: Any) -> Any:
        """The cosine, entry by entry."""
        return _map("cos", x)

    def arctan(self, x: Any) -> Any:
        """The inverse tangent, entry by entry."""
        return _map("arctan", x)

    def erf(self, x: Any) -> Any:
        """The error function, entry by entry."""
        return _map("erf", x)

    def opaque(self, name: str, order: int, x: Any) -> Any:
        """An unspecified function, kept as it is written."""
        attrs = (("name", name), ("order", order))
        return mapped(lambda entry: Entry(Apply(ops.get("opaque"), (entry.expr,), attrs)), x)

    def choose(self, c: Any, a: Any, b: Any) -> Any:
        """A formula by cases, entry by entry."""
        return _map("choose", c, a, b)

    def whole(self, x: Entry) -> int | None:
        """The integer that an expression of numbers is, or None."""
        value = constants.constant_value(x.expr)
        return value.numerator if value is not None and value.denominator == 1 else None

    def pi(self) -> Entry:
        """The number π."""
        return Entry(building.call("pi"))


def _map(name: str, *args: Any) -> Any:
    return mapped(lambda *entries: Entry(building.call(name, *(entry.expr for entry in entries))), *args)


def component(v: Var, index: tuple[int, ...], example_sizes: frozenset[str]) -> Var:
    """The name of one entry: a feature or neuron index below, an example index above and in lower case."""
    if not index:
        return v
    symbol: Symbol = v.symbol
    for axis, position in zip(v.shape.sizes, index, strict=True):
        member = _member(symbol, str(position + 1))
        if member is not None:
            symbol = member
        elif axis.names & example_sizes:
            symbol = replace(symbol, letter=symbol.small, example=str(position + 1))
        else:
            below = f"{symbol.sub},{position + 1}" if symbol.sub else str(position + 1)
            symbol = replace(symbol, sub=below)
    return Var(symbol)


def _member(symbol: Symbol, position: str) -> Symbol | None:
    """The name with the position in the first slot of a family's name; None where no slot is left."""
    for part in ("layer", "example", "sub"):
        text = getattr(symbol, part)
        if SLOT in text:
            return replace(symbol, **{part: text.replace(SLOT, position, 1)})
    return None


def components_of(v: Var, sizes: Mapping[str, int], example_sizes: frozenset[str]) -> Any:
    """The entries of a name as an array of `Entry`, in its shape; a scalar is a single one."""
    return filled(v.shape.numbers(sizes), lambda index: Entry(component(v, index, example_sizes)))


def _flat(value: Any) -> list[Expr]:
    return [entry.expr for entry in value.ravel()] if isinstance(value, np.ndarray) else [value.expr]


def in_components(system: System, sizes: Mapping[str, int], example_sizes: frozenset[str] = frozenset("n")) -> System:
    """The same system with every name that can be computed written out in components.

    Raises `UnknownSize` for a size without a number.
    """
    values: dict[Var, Any] = {}
    equations: dict[Var, Expr] = {}
    written: dict[Var, list[Var]] = {}
    for name in (*system.parameters, *system.data, *system.computable):
        values[name] = components_of(name, sizes, example_sizes)
        written[name] = [v for v in _flat(values[name]) if isinstance(v, Var)]
    for name in system.computable:
        right = evaluate(system.equations[name], Setting(values, sizes), Entries())
        equations.update(zip(written[name], _flat(right), strict=True))
    return System(
        equations,
        system.loss,
        tuple(v for name in system.parameters for v in written[name]),
        tuple(v for name in system.data for v in written[name]),
        _published(system, Setting(values, sizes), written),
    )


def _published(system: System, setting: Setting, written: Mapping[Var, list[Var]]) -> dict[Expr, Expr]:
    """The published derivatives of scalar nodes that can be computed, entry by entry."""
    found: dict[Expr, Expr] = {}
    for goal, form in system.published.items():
        node, v = children(goal)
        given = written.keys() >= {node, *variables(form)}
        if isinstance(node, Var) and isinstance(v, Var) and node.shape.is_scalar and given:
            entries = _flat(evaluate(form, setting, Entries()))
            goals = [total_derivative(node, entry) for entry in written.get(v, [])]
            found.update(zip(goals, entries, strict=bool(goals)))
    return found
