"""The relations between atoms: polynomials that are 0 wherever they have a value, for all sizes.

One function for each; a certificate names it with its parameters, and subtracts a multiple of what it gives. Nothing
here decides where a relation is of use.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from derive.algebra import matrices, sized
from derive.algebra.core import Algebra
from derive.algebra.heads import Head
from derive.algebra.terms import Index, Polynomial, constant
from derive.declared import COLUMNS, DISTRIBUTION, DISTRIBUTIONS, ONE_HOT, ROWS
from derive.ir import Var
from derive.shapes import Size

At: TypeAlias = tuple[Index, ...]
Relation: TypeAlias = Callable[[Algebra, Head, At], Polynomial]


class NoRelation(Exception):
    """There is no such relation, or not for such a head. The message says which."""


def base(algebra: Algebra, head: Head, at: At) -> Polynomial:
    """A base is the sum that it stands for."""
    return algebra.subtracted(algebra.atom(_of_kind(head, "base"), at), algebra.payload_at(head, at))


def sign_squared(algebra: Algebra, head: Head, at: At) -> Polynomial:
    """sign(u)² = 1, where u is taken not to be 0."""
    if head not in algebra.nonzero:
        raise NoRelation("the square of a sign is 1 only where its argument is not 0")
    return algebra.subtracted(algebra.power(algebra.atom(_of_kind(head, "sign"), at), 2), constant(1))


def sign_of_size(algebra: Algebra, head: Head, at: At) -> Polynomial:
    """u sign(u)² = u, for u = 0 too."""
    squared, payload = algebra.power(algebra.atom(_of_kind(head, "sign"), at), 2), algebra.payload_at(head, at)
    return algebra.subtracted(algebra.multiply(payload, squared), payload)


def sign_cubed(algebra: Algebra, head: Head, at: At) -> Polynomial:
    """sign(u)³ = sign(u), for u = 0 too."""
    atom = algebra.atom(_of_kind(head, "sign"), at)
    return algebra.subtracted(algebra.power(atom, 3), atom)


def hot_sum(algebra: Algebra, head: Head, at: At) -> Polynomial:
    """Σ_k y_k = 1 of a one-hot vector and of a distribution; for a matrix of them ``at`` says which of them."""
    axis, size = shared_axis(algebra, head) or hot_axis(algebra, head)
    index = algebra.fresh()
    entry = algebra.atom(head, (*at[:axis], index, *at[axis:]))
    return algebra.subtracted(algebra.summed(entry, index, size), constant(1))


def hot_product(algebra: Algebra, head: Head, at: At) -> Polynomial:
    """y_k y_l = δ_kl y_k of a one-hot vector; ``at`` ends with k and l, and for a matrix says before which vector."""
    axis, _ = hot_axis(algebra, head)
    *others, k, m = at
    first, second = (algebra.atom(head, (*others[:axis], i, *others[axis:])) for i in (k, m))
    return algebra.subtracted(algebra.multiply(first, second), algebra.multiply(algebra.delta(k, m), first))


def inverse_before(algebra: Algebra, head: Head, at: At) -> Polynomial:
    """Σ_k A⁻¹_ik A_kj = δ_ij."""
    index, (i, j) = algebra.fresh(), at
    inside = algebra.multiply(
        algebra.atom(_of_kind(head, "inverse"), (i, index)), matrices.entry(algebra, head, index, j)
    )
    return algebra.subtracted(algebra.summed(inside, index, matrix_size(head)), algebra.delta(i, j))


def inverse_after(algebra: Algebra, head: Head, at: At) -> Polynomial:
    """Σ_k A_ik A⁻¹_kj = δ_ij."""
    index, (i, j) = algebra.fresh(), at
    inside = algebra.multiply(
        algebra.atom(_of_kind(head, "inverse"), (index, j)), matrices.entry(algebra, head, i, index)
    )
    return algebra.subtracted(algebra.summed(inside, index, matrix_size(head)), algebra.delta(i, j))


def sine_squared(algebra: Algebra, head: Head, at: At) -> Polynomial:
    """sin²u = 1 − cos²u."""
    sine = algebra.atom(_of_kind(head, "sin"), at)
    cosine = algebra.atom(Head("cos", payload=head.payload, symmetric=head.symmetric), at)
    return algebra.subtracted(algebra.power(sine, 2), algebra.subtracted(constant(1), algebra.power(cosine, 2)))


def minus_one_squared(algebra: Algebra, head: Head, at: At) -> Polynomial:
    """((−1)^s)² = 1 for a size s."""
    if dict(_of_kind(head, sized.KIND).payload or ()) != constant(-1):
        raise NoRelation("the square of a power is known for −1 alone")
    return algebra.subtracted(algebra.power(algebra.atom(head, at), 2), constant(1))


RELATIONS: dict[str, Relation] = {
    "base": base,
    "sign squared": sign_squared,
    "sign of a size": sign_of_size,
    "sign cubed": sign_cubed,
    "one-hot sum": hot_sum,
    "one-hot product": hot_product,
    "inverse before": inverse_before,
    "inverse after": inverse_after,
    "sine squared": sine_squared,
    "minus one squared": minus_one_squared,
}
"""All relations, by the name under which a certificate speaks of them."""


def relation(algebra: Algebra, name: str, head: Head, at: At) -> Polynomial:
    """What the relation of that name says is 0. Raises `NoRelation`."""
    if name not in RELATIONS:
        raise NoRelation(f"there is no relation {name!r}")
    return RELATIONS[name](algebra, head, at)


def hot_axis(algebra: Algebra, head: Head) -> tuple[int, Size]:
    """The axis along which the vectors that a name's array consists of are one-hot, and its size."""
    if isinstance(head.of, Var):
        known, shape = algebra.facts.get(head.of, frozenset()), head.of.shape
        if shape.rank == 1 and ONE_HOT in known:
            return 0, shape.sizes[0]
        if shape.rank == 2 and (COLUMNS in known) != (ROWS in known):
            axis = 0 if COLUMNS in known else 1
            return axis, shape.sizes[axis]
    raise NoRelation(f"{head.of} is not declared to be one-hot")


def shared_axis(algebra: Algebra, head: Head) -> tuple[int, Size] | None:
    """The axis along which the entries of a vector or matrix are declared to add up to 1, and its size."""
    if not isinstance(head.of, Var):
        return None
    known, sizes = algebra.facts.get(head.of, frozenset()), head.of.shape.sizes
    if len(sizes) == 1:
        return (0, sizes[0]) if DISTRIBUTION in known else None
    axis = next((axis for axis, fact in zip((1, 0), DISTRIBUTIONS, strict=True) if fact in known), None)
    return None if axis is None or len(sizes) != 2 else (axis, sizes[axis])


def _of_kind(head: Head, kind: str) -> Head:
    if head.kind != kind or head.payload is None:
        raise NoRelation(f"the relation speaks of {kind}, not of {head.kind}")
    return head


def matrix_size(head: Head) -> Size:
    """The number of rows and of columns of a matrix that is inverted."""
    (size,) = head.attrs
    assert isinstance(size, Size)
    return size
