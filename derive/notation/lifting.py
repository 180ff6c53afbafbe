"""Indexed quantities read as whole arrays: inside Σᵢ, y⁽ⁱ⁾ is Y, and the sum is taken over the array.

A value with free indices is a product of factors, each an array whose axes carry the names of the indices.
``|`` and ``-`` mark axes of the value itself: x⁽ⁱ⁾ is a column for each i, so X has the axes ``|`` and ``i``.
How such values multiply as matrices, and how an index is summed over, is `derive.notation.contracting`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from derive import building
from derive.ir import Expr, Var, children
from derive.shapes import SCALAR, Shape, ShapeError, Size

COLUMN, ROW = "|", "-"
"""The axis of a value that is itself a column or a row."""

JOINT = "·"
"""The axis that a matrix product sums over."""

LONE = Shape.of(1, 1)
"""The shape of a matrix of one entry, which is added to every entry of a column or row."""


class NotLifted(Exception):
    """There is no way here to write this with whole arrays. The message says what is in the way."""


@dataclass(frozen=True)
class Factor:
    """An array and the index that each of its axes runs over; a number has no axes."""

    expr: Expr
    axes: tuple[str, ...]


@dataclass(frozen=True)
class Lifted:
    """A product of factors."""

    factors: tuple[Factor, ...]

    @property
    def axes(self) -> frozenset[str]:
        """All axes that occur."""
        return frozenset(axis for factor in self.factors for axis in factor.axes)

    @property
    def is_number(self) -> bool:
        """Whether the value is a number for each index, and not a column or row."""
        return not self.axes & {COLUMN, ROW}


Value: TypeAlias = Expr | Lifted


@dataclass(frozen=True)
class Entry:
    """A named vector, and the index or the place of one entry of it; a number has no place."""

    array: Var
    at: str | Expr | None


def lifted(expr: Expr, *axes: str) -> Lifted:
    """One array with named axes; an index that two axes share runs along the diagonal. Raises `NotLifted`."""
    if len(set(axes)) < len(axes):
        if len(axes) == 2:
            return lifted(building.call("diagonal", expr), axes[0])
        if {COLUMN, ROW} & set(axes):
            raise NotLifted("an index that runs along two axes of a column or row for each")
        along = zip(axes, expr.shape.sizes, strict=True)
        taken = entries(expr, [Lifted((Factor(building.positions(size), (axis,)),)) for axis, size in along])
        assert isinstance(taken, Lifted)
        return taken
    return Lifted((Factor(expr, axes),))


def is_number(value: Value) -> bool:
    """Whether the value is a number, for each index where it has some."""
    return value.is_number if isinstance(value, Lifted) else value.shape.is_scalar


def rank(value: Value) -> int:
    """How many axes the value has of its own."""
    return len(value.axes & {COLUMN, ROW}) if isinstance(value, Lifted) else value.shape.rank


def entry_of(value: Value) -> Entry | None:
    """The entry of a named vector that a value is, or the named number; None for anything else."""
    if isinstance(value, Lifted):
        [(array, axes), *others] = [(factor.expr, factor.axes) for factor in value.factors]
        fits = not others and len(axes) == 1 and axes[0] not in (COLUMN, ROW)
        return Entry(array, axes[0]) if isinstance(array, Var) and fits else None
    if building.is_apply(value, "take"):
        inner, *at = children(value)
        return Entry(inner, at[0]) if isinstance(inner, Var) and len(at) == 1 else None
    return Entry(value, None) if isinstance(value, Var) and value.shape.is_scalar else None


def factors_of(value: Value) -> tuple[Factor, ...]:
    """The factors of a value; a plain array is one factor, with its own axes."""
    if isinstance(value, Lifted):
        return value.factors
    if value.shape.rank > 2:
        raise NotLifted("an array of more than two axes beside an indexed quantity")
    own = ((), (ROW if value.shape.row else COLUMN,), (COLUMN, ROW))[value.shape.rank]
    return (Factor(value, own),)


# --- one array for several factors


def extents(factors: Sequence[Factor]) -> dict[str, Size]:
    """How far each axis runs. Raises `ShapeError` where two factors say different things."""
    found: dict[str, Size] = {}
    for factor in factors:
        for axis, size in zip(factor.axes, factor.expr.shape.sizes, strict=True):
            if found.setdefault(axis, size) != size:
                what = (
                    "the inner sizes are" if axis in (JOINT, COLUMN, ROW) else f"the index {axis} runs over the sizes"
                )
                raise ShapeError(f"{what} {found[axis]} and {size}")
    return found


def turned(factor: Factor, axes: tuple[str, ...], like: Shape | None) -> Expr:
    """The factor's array with its axes in that order, and a vector standing as ``like`` does."""
    expr = factor.expr if factor.axes == axes else _aligned(factor, axes, extents([factor]))
    if expr.shape.rank == 1 and like is not None and expr.shape != like:
        expr = building.transpose(expr)
    return expr


def _aligned(factor: Factor, axes: tuple[str, ...], sizes: Mapping[str, Size]) -> Expr:
    """The factor's array along all the axes, repeated along those that it does not have."""
    shape = Shape(tuple(sizes[axis] for axis in axes))
    return building.align(factor.expr, shape, tuple(axes.index(axis) for axis in factor.axes))


def repeated(value: Value, sizes: Mapping[str, Size]) -> Value:
    """A value that is the same for each value of further indices."""
    whole = settled(value)
    if not whole.axes:
        return lifted(building.broadcast(whole.expr, Shape(tuple(sizes.values()))), *sizes)
    axes = (*whole.axes, *sizes)
    return lifted(_aligned(whole, axes, {**extents([whole]), **sizes}), *axes)


def _union(factors: Sequence[Factor]) -> tuple[str, ...]:
    """All the axes, those of the factor that has most of them first."""
    largest = max(factors, key=lambda factor: len(factor.axes))
    return tuple(dict.fromkeys([*largest.axes, *(axis for factor in factors for axis in factor.axes)]))


def _alike(factors: Sequence[Factor]) -> tuple[list[Expr], tuple[str, ...]]:
    """The factors' arrays along the same axes, numbers among them left alone; and those axes."""
    arrays = [factor for factor in factors if factor.axes]
    if not arrays:
        return [factor.expr for factor in factors], ()
    axes, sizes = _union(arrays), extents(arrays)
    like = next(factor.expr.shape for factor in arrays if set(factor.axes) == set(axes) or len(axes) > 1)
    exprs = []
    for factor in factors:
        if not factor.axes:
            exprs.append(factor.expr)
        elif set(factor.axes) == set(axes):
            exprs.append(turned(factor, axes, like if len(axes) == 1 else None))
        else:
            exprs.append(_aligned(factor, axes, sizes))
    return exprs, axes


def merge(factors: Sequence[Factor], *, strict: bool = False) -> Factor:
    """The product of factors as one array; ``strict`` demands that those with axes have the same."""
    arrays = [factor for factor in factors if factor.axes]
    if strict and any(set(factor.axes) != set(arrays[0].axes) for factor in arrays):
        raise NotLifted("a product of quantities with different indices")
    exprs, axes = _alike(factors)
    return Factor(building.mul(*exprs), axes)


def settled(value: Value) -> Factor:
    """The value as one array. Raises `NotLifted` and `ShapeError`."""
    return merge(factors_of(value))


def together(function: Callable[..., Expr], values: Sequence[Value]) -> Value:
    """A function of several arguments, entry by entry."""
    if not any(isinstance(value, Lifted) for value in values):
        return function(*values)
    exprs, axes = _alike([settled(value) for value in values])
    shape = next((expr.shape for expr in exprs if not expr.shape.is_scalar), Shape())
    return lifted(function(*(building.broadcast(e, shape) if e.shape.is_scalar else e for e in exprs)), *axes)


# --- arithmetic


def add(terms: Sequence[tuple[int, Value]]) -> Value:
    """The sum of signed terms."""
    if not any(isinstance(term, Lifted) for _, term in terms):
        whole = _spread_out([term for _, term in terms if not isinstance(term, Lifted)])
        return building.add(*(_signed(sign, expr) for (sign, _), expr in zip(terms, whole, strict=True)))
    exprs, axes = _alike([settled(term) for _, term in terms])
    signs = [sign for sign, _ in terms]
    return lifted(building.add(*(_signed(sign, expr) for sign, expr in zip(signs, exprs, strict=True))), *axes)


def _spread_out(exprs: list[Expr]) -> list[Expr]:
    """The terms of a sum, with columns and rows repeated where the others are matrices.

    A matrix of one entry is repeated in every entry of a column or row.
    """
    vector = next((expr.shape for expr in exprs if expr.shape.rank == 1), None)
    if vector is not None and all(expr.shape in (vector, SCALAR, LONE) for expr in exprs):
        return [building.broadcast(building.call("single", e), vector) if e.shape == LONE else e for e in exprs]
    matrix = next((expr.shape for expr in exprs if expr.shape.rank == 2), None)
    if matrix is None:
        return exprs
    return [building.spread(expr, matrix) if expr.shape.rank == 1 else expr for expr in exprs]


def _signed(sign: int, expr: Expr) -> Expr:
    return expr if sign > 0 else building.neg(expr)


def neg(value: Value) -> Value:
    """The negative."""
    if not isinstance(value, Lifted):
        return building.neg(value)
    try:
        whole = merge(value.factors, strict=True)
    except NotLifted:
        first, *rest = value.factors
        return Lifted((Factor(building.neg(first.expr), first.axes), *rest))
    return lifted(building.neg(whole.expr), *whole.axes)


def mul(values: Sequence[Value]) -> Value:
    """The product, entry by entry where arrays stand side by side."""
    if not any(isinstance(value, Lifted) for value in values):
        return building.mul(*(value for value in values if not isinstance(value, Lifted)))
    return Lifted(tuple(factor for value in values for factor in factors_of(value)))


def div(p: Value, q: Value) -> Value:
    """The quotient, entry by entry."""
    if not isinstance(p, Lifted) and not isinstance(q, Lifted):
        return building.div(p, q)
    above, below = factors_of(p), settled(q)
    try:
        top = merge(above, strict=True)
    except NotLifted:
        return Lifted((*above, Factor(building.div(building.ONE, below.expr), below.axes)))
    if top.axes and below.axes and set(top.axes) != set(below.axes):
        return Lifted((top, Factor(building.div(building.ONE, below.expr), below.axes)))
    exprs, axes = _alike([top, below])
    return lifted(building.div(*exprs), *axes)


def power(x: Value, p: Value) -> Value:
    """The power, entry by entry."""
    return together(building.power, (x, p)) if isinstance(p, Lifted) else _power(x, p)


def _power(x: Value, p: Expr) -> Value:
    if not isinstance(x, Lifted):
        return building.power(x, p)
    base = settled(x)
    if not p.shape.is_scalar:
        return together(building.power, (x, p))
    return lifted(building.power(base.expr, p), *base.axes)


def entrywise(function: Callable[[Expr], Expr], x: Value) -> Value:
    """A function of each entry."""
    if not isinstance(x, Lifted):
        return function(x)
    whole = settled(x)
    return lifted(function(whole.expr), *whole.axes)


def transpose(x: Value) -> Value:
    """The transpose; a column for each index becomes a row for each index."""
    return renamed(x, {COLUMN: ROW, ROW: COLUMN}) if isinstance(x, Lifted) else building.transpose(x)


def renamed(x: Lifted, names: Mapping[str, str]) -> Lifted:
    """The value with other names on its axes."""
    return Lifted(tuple(Factor(f.expr, tuple(names.get(axis, axis) for axis in f.axes)) for f in x.factors))


def entries(array: Expr, axes: Sequence[Value]) -> Value:
    """The entries of an array at a position along each axis; counted from 1. Raises `NotLifted` and `ShapeError`."""
    exprs, names = _alike([settled(position) for position in axes])
    shape = next((expr.shape for expr in exprs if not expr.shape.is_scalar), Shape())
    spread = [building.broadcast(e, shape) if e.shape.is_scalar else e for e in exprs]
    taken = building.call("take", array, *spread)
    return lifted(taken, *names) if names else taken
