"""Differentials: the change of a formula that a small change of one name in it makes, to first order."""

from __future__ import annotations

from derive import building
from derive.ir import Expr, Var
from derive.shapes import ShapeError


def change_of(body: Expr, v: Var, change: Expr) -> Expr:
    """Σ ∂body/∂v · change, in the shape of the body. Raises `ShapeError` where the change has another shape than v."""
    if change.shape != v.shape:
        raise ShapeError(f"the change of {v.name} has the shape {change.shape}, and not {v.shape}")
    if body.shape.is_scalar:
        return building.total(building.mul(building.derivative(body, v), change))
    slopes = building.jacobian(body, v, "numerator")
    own = body.shape.rank
    if v.shape.is_scalar:
        return building.mul(slopes, change)
    if own == v.shape.rank == 1 and not (body.shape.row or v.shape.row):
        return building.matmul(slopes, change)
    moved = building.align(change, slopes.shape, tuple(range(own, own + v.shape.rank)))
    summed = building.sum_along(building.mul(slopes, moved), range(own, own + v.shape.rank))
    return building.transpose(summed) if summed.shape != body.shape else summed
