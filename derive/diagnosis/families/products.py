"""Kinds of products: entry by entry for the matrix product, and the other way round."""

from __future__ import annotations

from collections.abc import Iterator

from derive.building import is_apply, matmul, mul, transpose
from derive.diagnosis.desk import Desk
from derive.diagnosis.edits import Edit, Example, Mutation, Slip, change
from derive.diagnosis.sites import Site
from derive.ir import Expr, children
from derive.shapes import ShapeError

MATRIX = "this is multiplied entry by entry, and must be the matrix product {1}, not {0}"
ENTRYWISE = "this is a matrix product, and must be multiplied entry by entry: {1}, not {0}"


def _matrix_product(site: Site, desk: Desk) -> Iterator[Edit]:
    """Two arrays multiplied as matrices and not entry by entry."""
    factors = children(site.part) if is_apply(site.part, "mul") else ()
    arrays = [factor for factor in factors if not is_apply(factor, "broadcast")]
    if len(arrays) != 2 or site.part.shape.is_scalar:
        return
    a, b = arrays
    scalars = [children(factor)[0] for factor in factors if is_apply(factor, "broadcast")]
    for pair in ((a, b), (b, a), (_turned(a), b), (a, _turned(b)), (_turned(b), a), (b, _turned(a))):
        product = _product(*pair)
        if product is not None:
            after = mul(*scalars, product)
            slip, reverse = _slip(MATRIX, site.part, after), _slip(ENTRYWISE, after, site.part)
            yield change(site, after, slip, reverse, 36)


def _entrywise(site: Site, desk: Desk) -> Iterator[Edit]:
    """Two arrays multiplied entry by entry and not as matrices."""
    if not is_apply(site.part, "matmul"):
        return
    a, b = children(site.part)
    for p, q in ((a, b), (_turned(a), b), (a, _turned(b))):
        if p.shape == q.shape:
            after = mul(p, q)
            slip, reverse = _slip(ENTRYWISE, site.part, after), _slip(MATRIX, after, site.part)
            yield change(site, after, slip, reverse, 36)


def _turned(factor: Expr) -> Expr:
    return children(factor)[0] if is_apply(factor, "transpose") else transpose(factor)


def _product(a: Expr, b: Expr) -> Expr | None:
    try:
        return matmul(a, b)
    except ShapeError:
        return None


def _slip(words: str, wrong: Expr, right: Expr) -> Slip:
    return Slip("elementwise-matrix", words, (wrong, right))


MUTATIONS = (
    Mutation(
        "matrix product",
        _matrix_product,
        Example("shape A: n,n; shape B: n,n; data A, B", (), r"(A B)^T = B^T \odot A^T", "elementwise-matrix"),
    ),
    Mutation(
        "product of entries",
        _entrywise,
        Example(
            "shape u: n,n; shape v: n,n; data u, v",
            (r"L = \frac{1}{2} \sum_{i,j} (u_{ij} v_{ij})^2",),
            r"\frac{\partial L}{\partial u} = (u \odot v) v",
            "elementwise-matrix",
        ),
    ),
)
