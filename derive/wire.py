"""A flat wire format for expressions: one row a node, arguments by row number, readable as JSON.

Reading back goes through the same constructors as any other expression, so a tampered file cannot make an ill-shaped
expression, an unknown operator or a cycle: each is refused with the row's number.
"""

from __future__ import annotations

import copyreg
from collections.abc import Sequence
from dataclasses import fields
from fractions import Fraction
from typing import Any

from derive import ops
from derive.ir import Apply, Const, Expr, Symbol, Var, children, postorder
from derive.operators import AttrValue
from derive.shapes import Shape, ShapeError, Size

_PARTS = tuple(part.name for part in fields(Symbol))


class WireError(Exception):
    """The data is not an expression on the wire. The message names the row."""


def size_out(size: Size) -> list[Any]:
    """A size as plain data."""
    return [[list(monomial), coefficient] for monomial, coefficient in size.terms]


def size_in(data: Any) -> Size:
    """The size that `size_out` wrote. Raises `ValueError` or `TypeError` for anything else."""
    return Size(tuple((tuple(str(n) for n in monomial), int(c)) for monomial, c in data))


def _shape_out(shape: Shape) -> list[Any]:
    return [[size_out(size) for size in shape.sizes], shape.row]


def _shape_in(data: Any) -> Shape:
    sizes, row = data
    return Shape(tuple(size_in(size) for size in sizes), bool(row))


def _attr_out(value: AttrValue) -> list[Any]:
    if isinstance(value, Shape):
        return ["shape", _shape_out(value)]
    if isinstance(value, Size):
        return ["size", size_out(value)]
    if isinstance(value, tuple):
        return ["axes", list(value)]
    return ["int" if isinstance(value, int) else "text", value]


def _attr_in(data: Any) -> AttrValue:
    kind, value = data
    if kind == "shape":
        return _shape_in(value)
    if kind == "size":
        return size_in(value)
    if kind == "axes":
        return tuple(int(axis) for axis in value)
    if kind == "int":
        return int(value)
    if kind == "text":
        return str(value)
    raise WireError(f"unknown kind of attribute {kind!r}")


def dump(*roots: Expr) -> dict[str, Any]:
    """The expressions as plain data: ``{"rows": […], "roots": […]}``, shared nodes written once."""
    rows: list[list[Any]] = []
    number: dict[Expr, int] = {}
    for node in postorder(*roots):
        number[node] = len(rows)
        if isinstance(node, Var):
            rows.append(["var", [getattr(node.symbol, part) for part in _PARTS], _shape_out(node.shape)])
        elif isinstance(node, Const):
            rows.append(["const", str(node.value)])
        else:
            attrs = [[name, _attr_out(value)] for name, value in node.attrs]
            rows.append(["apply", node.op.name, [number[child] for child in children(node)], attrs])
    return {"rows": rows, "roots": [number[root] for root in roots]}


def _row(row: Any, nodes: Sequence[Expr]) -> Expr:
    kind = row[0]
    if kind == "var":
        return Var(Symbol(*(str(part) for part in row[1])), _shape_in(row[2]))
    if kind == "const":
        return Const(Fraction(row[1]))
    if kind == "apply":
        if any(not isinstance(arg, int) or not 0 <= arg < len(nodes) for arg in row[2]):
            raise WireError("an argument points at no earlier row")
        attrs = tuple((str(name), _attr_in(value)) for name, value in row[3])
        return Apply(ops.get(row[1]), (nodes[arg] for arg in row[2]), attrs)
    raise WireError(f"unknown kind of row {kind!r}")


def load(data: Any) -> tuple[Expr, ...]:
    """The expressions that `dump` wrote; raises `WireError` for anything else."""
    nodes: list[Expr] = []
    try:
        for row in data["rows"]:
            nodes.append(_row(row, nodes))
        return tuple(nodes[root] for root in data["roots"])
    except (ArithmeticError, LookupError, TypeError, ValueError, ShapeError, WireError, ops.UnknownOperator) as error:
        raise WireError(f"row {len(nodes)} is no expression: {error}") from error


def _unpickle(data: dict[str, Any]) -> Expr:
    return load(data)[0]


def _reduce(expr: Any) -> tuple[Any, tuple[dict[str, Any]]]:
    return _unpickle, (dump(expr),)


for _kind in (Var, Const, Apply):
    copyreg.pickle(_kind, _reduce)
