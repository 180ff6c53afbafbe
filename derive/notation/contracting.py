"""Matrix products of indexed quantities, and sums and other reductions over one of their indices.

Sums become matrix products where they are ones; everything else is aligned along all its indices and summed over one.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from derive import building
from derive.ir import Apply, Expr, children
from derive.notation.lifting import (
    COLUMN,
    JOINT,
    ROW,
    Factor,
    Lifted,
    NotLifted,
    Value,
    extents,
    factors_of,
    is_number,
    lifted,
    merge,
    mul,
    renamed,
    transpose,
    turned,
)
from derive.shapes import Shape, ShapeError, Size


def matmul(a: Value, b: Value) -> Value:
    """The matrix product, where either side may be a column, row or matrix for each index. Raises `ShapeError`."""
    if not isinstance(a, Lifted) and not isinstance(b, Lifted):
        return building.matmul(a, b)
    if is_number(a) or is_number(b):
        return mul((a, b))
    try:
        return _of_whole_arrays(a, b)
    except NotLifted:
        return _contraction(a, b)


def _contraction(a: Value, b: Value) -> Value:
    """The matrix product as a sum over the axis that both sides share."""
    left, right = Lifted(factors_of(a)), Lifted(factors_of(b))
    if ROW in left.axes and COLUMN in right.axes:
        joined = renamed(left, {ROW: JOINT}).factors + renamed(right, {COLUMN: JOINT}).factors
        extents(joined)
        return sum_over(Lifted(joined), JOINT, None)
    if ROW in left.axes or COLUMN in right.axes:
        raise ShapeError("the inner sizes of this product do not fit")
    return Lifted(left.factors + right.factors)


def _of_whole_arrays(a: Value, b: Value) -> Value:
    """The product by one matrix product of the whole arrays, where it is one. Raises `NotLifted`."""
    if isinstance(a, Lifted) and isinstance(b, Lifted):
        return _inner(merge(a.factors, strict=True), merge(b.factors, strict=True))
    if isinstance(a, Lifted):
        assert not isinstance(b, Lifted)
        whole = merge(a.factors, strict=True)
        if ROW not in whole.axes:
            raise NotLifted("a column for each index times an array")
        return transpose(_of_whole_arrays(building.transpose(b), transpose(lifted(whole.expr, *whole.axes))))
    assert isinstance(b, Lifted)
    whole = merge(b.factors, strict=True)
    if COLUMN not in whole.axes or len(whole.axes) != 2 or ROW in whole.axes:
        raise NotLifted("an array times a row for each index")
    if not a.shape.row and a.shape.rank == 1:
        raise ShapeError("a column stands before a column")
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


# --- over an index


def sum_over(value: Value, index: str, size: Size | None) -> Value:
    """The sum over an index, of ``size`` terms where that is known. Raises `NotLifted`."""
    if not isinstance(value, Lifted) or index not in value.axes:
        if size is None:
            raise NotLifted(f"a sum over {index}, which does not occur in it")
        return mul((building.extent(size), value))
    try:
        whole = merge(value.factors, strict=True)
        if whole.axes == (index,):
            return building.total(_unsummed(whole.expr))
        return _contracted(Lifted((whole,)), index)
    except NotLifted:
        pass
    try:
        return _contracted(value, index)
    except NotLifted:
        return reduced(building.sum_along, value, index)


def reduced(function: Callable[[Expr, tuple[int, ...]], Expr], value: Lifted, index: str) -> Value:
    """An operation along the axis of an index: a sum, a product, the largest entry."""
    inside = [factor for factor in value.factors if index in factor.axes]
    outside = [factor for factor in value.factors if index not in factor.axes] if function is building.sum_along else []
    whole = merge(inside if outside else value.factors)
    axes = tuple(axis for axis in whole.axes if axis != index)
    result = Factor(_reduced(function, whole.expr, whole.axes.index(index)), axes)
    return finished([*outside, result])


def _reduced(function: Callable[[Expr, tuple[int, ...]], Expr], array: Expr, axis: int) -> Expr:
    """An operation along an axis; a sum of sums is one sum along all their axes."""
    if function is not building.sum_along or not building.is_apply(array, "sum_along"):
        return function(array, (axis,))
    summed = children(array)[0]
    axes = array.attr("axes") if isinstance(array, Apply) else ()
    assert isinstance(axes, tuple)
    left = [k for k in range(summed.shape.rank) if k not in axes]
    return building.sum_along(summed, tuple(sorted((*axes, left[axis]))))


def _unsummed(expr: Expr) -> Expr:
    """The matrix whose rows an expression sums, where it does no more than that: all sums together are one."""
    if not building.is_apply(expr, "matmul"):
        return expr
    matrix, ones = children(expr)
    if building.unwrapped(ones) is not building.ONE or ones.shape.row:
        return expr
    return children(matrix)[0] if building.is_apply(matrix, "transpose") else matrix


def _contracted(value: Lifted, index: str) -> Value:
    """The sum over an index of a product of at most two different arrays that have it, as a matrix product."""
    position = next(n for n, factor in enumerate(value.factors) if index in factor.axes)
    groups: dict[frozenset[str], list[Factor]] = {}
    for factor in value.factors:
        if index in factor.axes:
            groups.setdefault(frozenset(factor.axes), []).append(factor)
    merged = [merge(group) for group in groups.values()]
    if len(merged) == 1:
        size = merged[0].expr.shape.sizes[merged[0].axes.index(index)]
        merged.append(Factor(building.broadcast(building.ONE, Shape.of(size)), (index,)))
    if len(merged) != 2 or any(len(factor.axes) > 2 for factor in merged):
        raise NotLifted(f"a sum over {index} of more than two different arrays")
    merged.sort(key=lambda factor: -len(factor.axes))
    result = _pair(merged[0], merged[1], index)
    rest = [factor for factor in value.factors if index not in factor.axes]
    before = [factor for factor in value.factors[:position] if index not in factor.axes]
    return finished([*before, result, *rest[len(before) :]])


def _pair(a: Factor, b: Factor, index: str) -> Factor:
    """The sum over the index of the product of two arrays, as a matrix product."""
    extents([a, b])
    outer = tuple(axis for axis in a.axes if axis != index)
    inner = tuple(axis for axis in b.axes if axis != index)
    if not outer or set(outer) & set(inner):
        raise NotLifted(f"a sum over {index} that is no matrix product")
    left = a.expr if a.axes[-1] == index else building.transpose(a.expr)
    if not inner:
        right = building.transpose(b.expr) if b.expr.shape.row else b.expr
        return Factor(building.matmul(left, right), outer)
    right = b.expr if b.axes[0] == index else building.transpose(b.expr)
    return Factor(building.matmul(left, right), (*outer, *inner))


def finished(factors: Sequence[Factor]) -> Value:
    """The product as an ordinary expression where no index is left."""
    if any(axis not in (COLUMN, ROW) for factor in factors for axis in factor.axes):
        return Lifted(tuple(factors))
    if not any(factor.axes for factor in factors):
        return building.mul(*(factor.expr for factor in factors))
    if len({frozenset(factor.axes) for factor in factors if factor.axes}) == 1:
        return building.mul(*(standing(factor) for factor in factors))
    return standing(merge(factors))


def standing(factor: Factor) -> Expr:
    """The array of a factor without indices, a column or row standing as its axis says."""
    expr = factor.expr
    if len(factor.axes) == 1:
        return building.transpose(expr) if expr.shape.row != (factor.axes[0] == ROW) else expr
    return building.transpose(expr) if factor.axes == (ROW, COLUMN) else expr
