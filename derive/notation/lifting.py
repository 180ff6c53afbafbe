"""Indexed quantities read as whole arrays: inside Σᵢ, y⁽ⁱ⁾ is Y, and the sum is taken over the array.

A value with free indices is a product of factors, each an array whose axes carry the names of the indices.
``|`` marks an axis of the value itself: x⁽ⁱ⁾ is a column for each i, so X has the axes ``|`` and ``i``.
What cannot be written with whole arrays is refused, never guessed.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from derive import building
from derive.ir import Expr, children
from derive.shapes import Shape, Size

COLUMN, ROW = "|", "-"
"""The axis of a value that is itself a column or a row."""


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


def lifted(expr: Expr, *axes: str) -> Lifted:
    """One array with named axes."""
    return Lifted((Factor(expr, axes),))


def _factors(value: Value) -> tuple[Factor, ...]:
    if isinstance(value, Lifted):
        return value.factors
    if value.shape.is_scalar:
        return (Factor(value, ()),)
    if value.shape.rank == 1:
        return (Factor(value, (ROW if value.shape.row else COLUMN,)),)
    raise NotLifted("a matrix beside an indexed quantity")


def turned(factor: Factor, axes: tuple[str, ...], like: Shape | None) -> Expr:
    """The factor's array with its axes in that order, and a vector standing as ``like`` does."""
    expr = factor.expr if factor.axes == axes else building.transpose(factor.expr)
    if expr.shape.rank == 1 and like is not None and expr.shape != like:
        expr = building.transpose(expr)
    return expr


def _merged(factors: Sequence[Factor]) -> Factor:
    """The product of factors over the same axes, numbers among them, in their order."""
    arrays = [factor for factor in factors if factor.axes]
    if not arrays:
        return Factor(building.mul(*(factor.expr for factor in factors)), ())
    axes, like = arrays[0].axes, arrays[0].expr.shape
    if any(set(factor.axes) != set(axes) for factor in arrays):
        raise NotLifted("a product of quantities with different indices")
    exprs = [turned(factor, axes, like) if factor.axes else factor.expr for factor in factors]
    return Factor(building.mul(*exprs), axes)


def settled(value: Lifted) -> Factor:
    """The value as one array. Raises `NotLifted`."""
    return _merged(value.factors)


def add(terms: Sequence[tuple[int, Value]]) -> Value:
    """The sum of signed terms."""
    if not any(isinstance(term, Lifted) for _, term in terms):
        exprs = [_signed(sign, term) for sign, term in terms if not isinstance(term, Lifted)]
        return building.add(*_spread_out(exprs))
    parts = [(sign, _merged(_factors(term))) for sign, term in terms]
    first = max((part for _, part in parts), key=lambda part: len(part.axes))
    return lifted(building.add(*(_signed(sign, _spread_over(part, first)) for sign, part in parts)), *first.axes)


def _spread_out(exprs: list[Expr]) -> list[Expr]:
    """The terms of a sum, with columns and rows repeated where the others are matrices."""
    matrix = next((expr.shape for expr in exprs if expr.shape.rank == 2), None)
    if matrix is None:
        return exprs
    return [building.spread(expr, matrix) if expr.shape.rank == 1 else expr for expr in exprs]


def _spread_over(part: Factor, like: Factor) -> Expr:
    """A term of a sum with the axes of another: repeated along an index that it does not have."""
    if not part.axes:
        return part.expr
    if set(part.axes) == set(like.axes):
        return turned(part, like.axes, like.expr.shape)
    if len(part.axes) != 1 or part.axes[0] not in like.axes or like.axes.index(part.axes[0]) > 1:
        raise NotLifted("a sum of quantities with different indices")
    along_rows = like.axes.index(part.axes[0]) == 1
    expr = part.expr if part.expr.shape.row == along_rows else building.transpose(part.expr)
    return building.spread(expr, like.expr.shape)


def _signed(sign: int, expr: Expr) -> Expr:
    return expr if sign > 0 else building.neg(expr)


def neg(value: Value) -> Value:
    """The negative."""
    if not isinstance(value, Lifted):
        return building.neg(value)
    try:
        whole = settled(value)
    except NotLifted:
        first, *rest = value.factors
        return Lifted((Factor(building.neg(first.expr), first.axes), *rest))
    return lifted(building.neg(whole.expr), *whole.axes)


def mul(values: Sequence[Value]) -> Value:
    """The product, entry by entry where arrays stand side by side."""
    if not any(isinstance(value, Lifted) for value in values):
        return building.mul(*(value for value in values if not isinstance(value, Lifted)))
    return Lifted(tuple(factor for value in values for factor in _factors(value)))


def div(p: Value, q: Value) -> Value:
    """The quotient, entry by entry."""
    if not isinstance(p, Lifted) and not isinstance(q, Lifted):
        return building.div(p, q)
    above, below = _factors(p), _merged(_factors(q))
    try:
        top = _merged(above)
    except NotLifted:
        return Lifted((*above, Factor(building.div(building.ONE, below.expr), below.axes)))
    if top.axes and below.axes and set(top.axes) != set(below.axes):
        return Lifted((top, Factor(building.div(building.ONE, below.expr), below.axes)))
    axes = top.axes or below.axes
    like = (top if top.axes else below).expr.shape
    return lifted(building.div(*(turned(f, axes, like) if f.axes else f.expr for f in (top, below))), *axes)


def power(x: Value, p: Value) -> Value:
    """The power, entry by entry."""
    if not isinstance(x, Lifted) and not isinstance(p, Lifted):
        return building.power(x, p)
    base, exponent = _merged(_factors(x)), _merged(_factors(p))
    if exponent.axes and base.axes:
        raise NotLifted("a power whose base and exponent both have an index")
    return lifted(building.power(base.expr, exponent.expr), *(base.axes or exponent.axes))


def entrywise(function: Callable[[Expr], Expr], x: Value) -> Value:
    """A function of each entry."""
    if not isinstance(x, Lifted):
        return function(x)
    whole = settled(x)
    return lifted(function(whole.expr), *whole.axes)


def transpose(x: Value) -> Value:
    """The transpose; a column for each index becomes a row for each index."""
    if not isinstance(x, Lifted):
        return building.transpose(x)
    swap = {COLUMN: ROW, ROW: COLUMN}
    return Lifted(tuple(Factor(f.expr, tuple(swap.get(axis, axis) for axis in f.axes)) for f in x.factors))


def matmul(a: Value, b: Value) -> Value:
    """The matrix product, where one side may be a column or row for each index."""
    if not isinstance(a, Lifted) and not isinstance(b, Lifted):
        return building.matmul(a, b)
    if _is_number(a) or _is_number(b):
        return mul((a, b))
    if isinstance(a, Lifted) and isinstance(b, Lifted):
        return _inner(settled(a), settled(b))
    if isinstance(a, Lifted):
        assert not isinstance(b, Lifted)
        whole = settled(a)
        if ROW not in whole.axes:
            raise NotLifted("a column for each index times an array")
        return transpose(matmul(building.transpose(b), transpose(lifted(whole.expr, *whole.axes))))
    assert isinstance(b, Lifted)
    whole = settled(b)
    if COLUMN not in whole.axes or len(whole.axes) != 2:
        raise NotLifted("an array times a row for each index")
    index = next(axis for axis in whole.axes if axis != COLUMN)
    product = building.matmul(a, turned(whole, (COLUMN, index), None))
    return lifted(product, index) if product.shape.rank == 1 else lifted(product, COLUMN, index)


def _inner(a: Factor, b: Factor) -> Value:
    """Row times column for each index is a sum over the entries of the column; column times row waits for its sum."""
    if ROW in a.axes and COLUMN in b.axes and set(a.axes) - {ROW} == set(b.axes) - {COLUMN} and len(a.axes) == 2:
        index = next(axis for axis in b.axes if axis != COLUMN)
        axes = (COLUMN, index)
        left = turned(Factor(a.expr, tuple(COLUMN if x == ROW else x for x in a.axes)), axes, None)
        product = building.mul(left, turned(b, axes, None))
        ones = building.broadcast(building.ONE, Shape.of(product.shape.sizes[0], row=True))
        return lifted(building.matmul(ones, product), index)
    if COLUMN in a.axes and ROW in b.axes and set(a.axes) - {COLUMN} == set(b.axes) - {ROW} and len(a.axes) == 2:
        return Lifted((a, b))
    raise NotLifted("a product of a column and a row for each index")


def _is_number(value: Value) -> bool:
    return value.is_number if isinstance(value, Lifted) else value.shape.is_scalar


def sum_over(value: Value, index: str, size: Size | None) -> Value:
    """The sum over an index, of ``size`` terms where that is known. Raises `NotLifted`."""
    if not isinstance(value, Lifted) or index not in value.axes:
        if size is None:
            raise NotLifted(f"a sum over {index}, which does not occur in it")
        return mul((building.extent(size), value))
    try:
        whole = settled(value)
    except NotLifted:
        return _contracted(value, index)
    if whole.axes == (index,):
        return building.total(_unsummed(whole.expr))
    return _contracted(Lifted((whole,)), index)


def _unsummed(expr: Expr) -> Expr:
    """The matrix whose rows an expression sums, where it does no more than that: all sums together are one."""
    if not building.is_apply(expr, "matmul"):
        return expr
    matrix, ones = children(expr)
    if building.unwrapped(ones) is not building.ONE or ones.shape.row:
        return expr
    return children(matrix)[0] if building.is_apply(matrix, "transpose") else matrix


def _contracted(value: Lifted, index: str) -> Value:
    """The sum over an index of a product of at most two different arrays that have it."""
    position = next(n for n, factor in enumerate(value.factors) if index in factor.axes)
    groups: dict[frozenset[str], list[Factor]] = {}
    for factor in value.factors:
        if index in factor.axes:
            groups.setdefault(frozenset(factor.axes), []).append(factor)
    merged = [_merged(group) for group in groups.values()]
    if len(merged) == 1:
        size = merged[0].expr.shape.sizes[merged[0].axes.index(index)]
        merged.append(Factor(building.broadcast(building.ONE, Shape.of(size)), (index,)))
    if len(merged) != 2:
        raise NotLifted(f"a sum over {index} of more than two different arrays")
    merged.sort(key=lambda factor: -len(factor.axes))
    result = _pair(merged[0], merged[1], index)
    rest = [factor for factor in value.factors if index not in factor.axes]
    before = [factor for factor in value.factors[:position] if index not in factor.axes]
    return _finished([*before, result, *rest[len(before) :]])


def _pair(a: Factor, b: Factor, index: str) -> Factor:
    """The sum over the index of the product of two arrays, as a matrix product."""
    outer = tuple(axis for axis in a.axes if axis != index)
    left = a.expr if a.axes[-1] == index else building.transpose(a.expr)
    if not outer:
        raise NotLifted(f"a sum over {index} of different arrays with that index alone")
    if b.axes == (index,):
        right = building.transpose(b.expr) if b.expr.shape.row else b.expr
        return Factor(building.matmul(left, right), outer)
    inner = tuple(axis for axis in b.axes if axis != index)
    right = b.expr if b.axes[0] == index else building.transpose(b.expr)
    return Factor(building.matmul(left, right), (*outer, *inner))


def _finished(factors: list[Factor]) -> Value:
    """The product as an ordinary expression where no index is left."""
    left = {axis for factor in factors for axis in factor.axes}
    if left - {COLUMN, ROW}:
        return Lifted(tuple(factors))
    if len(left) > 1 and not all(len(factor.axes) in (0, 2) for factor in factors):
        raise NotLifted("a product of a column and a row")
    exprs = []
    for factor in factors:
        if len(factor.axes) == 2:
            exprs.append(factor.expr if factor.axes == (COLUMN, ROW) else building.transpose(factor.expr))
            continue
        stands = factor.expr.shape.rank == 1 and factor.expr.shape.row
        wrong = bool(factor.axes) and stands != (factor.axes[0] == ROW)
        exprs.append(building.transpose(factor.expr) if wrong else factor.expr)
    return building.mul(*exprs)
