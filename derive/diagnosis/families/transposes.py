"""Transposes: a factor, or the whole, that should be transposed or should not."""

from __future__ import annotations

from collections.abc import Iterator

from derive.building import is_apply, matmul, transpose
from derive.diagnosis.desk import Desk
from derive.diagnosis.edits import Edit, Example, Mutation, Slip, bracketed, change
from derive.diagnosis.sites import Site
from derive.ir import Expr, children


def _transposed(site: Site, desk: Desk) -> Iterator[Edit]:
    """One vector or matrix transposed, or no longer."""
    if site.part.shape.rank not in (1, 2) or (site.parent is not None and site.parent.op.name == "transpose"):
        return
    if is_apply(site.part, "transpose"):
        bare = children(site.part)[0]
        yield change(site, bare, _too_much(bare), _lacking(bare, site.part), 32)
    else:
        after = turned(site.part)
        yield change(site, after, _lacking(site.part, after), _too_much(site.part), 32)


def turned(part: Expr) -> Expr:
    """The transpose, as a person would write it: of a matrix product factor by factor."""
    if is_apply(part, "transpose"):
        return children(part)[0]
    if is_apply(part, "matmul"):
        a, b = children(part)
        return matmul(turned(b), turned(a))
    return transpose(part)


def _lacking(part: Expr, after: Expr) -> Slip:
    return Slip("transpose", f"{bracketed(part)} must be transposed: {{}}", (part, after))


def _too_much(part: Expr) -> Slip:
    return Slip("transpose", f"{bracketed(part)} must not be transposed", (part,))


MUTATIONS = (
    Mutation(
        "transposed",
        _transposed,
        Example(
            "shape A: n,n; shape x: n; data A, x",
            ("f = x^T A A x",),
            r"A^T A^T x = A A^T x",
            "transpose",
        ),
    ),
)
