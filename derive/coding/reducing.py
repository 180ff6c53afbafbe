"""Sums, matrix products and turned axes of terms, where arrays may lack the axes along which they would repeat."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from derive.coding import terms as t
from derive.coding.terms import Term
from derive.shapes import Size


def expanded(term: Term, axes: tuple[int, ...], rank: int) -> Term:
    """The term, of as many axes as ``axes`` has, with its axis k as axis ``axes[k]`` of ``rank``; axes are in order."""
    present = t.padded(term.shape, len(axes))
    kept = {place for place, length in zip(axes, present, strict=True) if length is not None}
    if not kept:
        return squeezed(term)
    slots = tuple(place in kept for place in range(min(kept), rank))
    inner = squeezed(term)
    if all(slots):
        return inner
    if inner.op == "power" and inner.data < 0:
        return t.power(expanded(inner.args[0], tuple(sorted(kept)), rank), inner.data)
    outside = [part for part in _scalars(inner) if part is not t.ONE]
    if outside:
        return t.product(*outside, expanded(_without_scalars(inner), tuple(sorted(kept)), rank))
    if inner.op == "sum_of" and any(m.is_scalar for m in inner.args):
        monomials = t.terms(inner)
        arrays = t.of_terms({m: c for m, c in monomials.items() if not m.is_scalar})
        numbers = t.of_terms({m: c for m, c in monomials.items() if m.is_scalar})
        return t.total(expanded(arrays, tuple(sorted(kept)), rank), numbers)
    lengths = iter(inner.shape)
    return Term("expand", (inner,), slots, tuple(next(lengths) if slot else None for slot in slots))


def squeezed(term: Term) -> Term:
    """The term without the axes along which it would repeat."""
    if None not in term.shape:
        return term
    if term.op == "expand":
        return term.args[0]
    axes = tuple(place for place, length in enumerate(term.shape) if length is None)
    parts = [squeezed(part) if t.padded(part.shape, len(term.shape)) != term.shape else part for part in term.args]
    whole = tuple(length for length in term.shape if length is not None)
    if term.op in ("product", "power", "sum_of") and all(part.shape in ((), whole) for part in map(squeezed, parts)):
        return _rebuilt(term, [squeezed(part) for part in term.args])
    return Term("squeeze", (term,), axes, whole)


def _rebuilt(term: Term, args: Sequence[Term]) -> Term:
    if term.op == "power":
        return t.power(args[0], term.data)
    if term.op == "product":
        return t.product(t.number(term.data), *args)
    return t.total(*(t.product(t.number(c), arg) for c, arg in zip(term.data, args, strict=True)))


def _scalars(term: Term) -> list[Term]:
    """The factors of a product that are numbers."""
    coefficient, bases = t.factors(term)
    return [t.number(coefficient), *(t.power(base, e) for base, e in bases.items() if base.is_scalar)]


def _without_scalars(term: Term) -> Term:
    _, bases = t.factors(term)
    return t.product(*(t.power(base, e) for base, e in bases.items() if not base.is_scalar))


def permuted(term: Term, order: tuple[int, ...], rank: int) -> Term:
    """The axes of a term, which stands for an array of that rank, in another order."""
    if order == tuple(range(rank)):
        return term
    present = t.padded(term.shape, rank)
    kept = [axis for axis in order if present[axis] is not None]
    outside = [part for part in _scalars(term) if part is not t.ONE]
    if outside and not term.is_scalar:
        return t.product(*outside, permuted(_without_scalars(term), order, rank))
    inner = squeezed(term)
    before = [axis for axis in range(rank) if present[axis] is not None]
    turned = _turned(inner, tuple(before.index(axis) for axis in kept))
    return expanded(turned, tuple(place for place, axis in enumerate(order) if axis in kept), rank)


def _turned(term: Term, order: tuple[int, ...]) -> Term:
    """The axes of a whole array in another order."""
    if order == tuple(range(len(order))):
        return term
    if term.op == "permute":
        return _turned(term.args[0], tuple(term.data[axis] for axis in order))
    if term.op == "inverse":
        return Term("inverse", (_turned(term.args[0], order),), None, term.shape)
    if term.op == "eye":
        return term
    if term.op == "outer":
        return _outer((term.args[1], ""), term.args[0])
    last = (*range(len(order) - 2), len(order) - 1, len(order) - 2)
    same = len({len(arg.shape) for arg in term.args}) == 1
    if term.op == "matmul" and order == last and same and any(arg.op == "permute" for arg in term.args):
        # (AᵀB)ᵀ is BᵀA: one transpose less.
        p, q = (_turned(arg, order) for arg in term.args)
        return Term("matmul", (q, p), None, (*q.shape[:-1], p.shape[-1]))
    return Term("permute", (term,), order, tuple(term.shape[axis] for axis in order))


# --- sums


def summed(term: Term, sizes: Sequence[Size], axes: tuple[int, ...]) -> Term:
    """The sum over some axes of the array of these sizes that a term stands for."""
    rank = len(sizes)
    present = t.padded(term.shape, rank)
    along = tuple(axis for axis in axes if present[axis] is not None)
    times = [t.size(sizes[axis]) for axis in axes if present[axis] is None]
    left = tuple(axis for axis in range(rank) if axis not in axes)
    if not along:
        # What is left are axes that are there or broadcast: those summed over were not.
        return t.product(*times, _dropped(term, left, rank))
    if term.op == "scatter" and along == tuple(range(rank)):
        # What was added in somewhere is added up.
        values = term.args[0]
        return summed(values, _whole(values), tuple(range(len(values.shape))))
    coefficient, bases = t.factors(term)
    apart = [b for b in bases if all(t.padded(b.shape, rank)[axis] is None for axis in along)]
    outside = [_dropped(t.power(b, bases[b]), left, rank) for b in apart]
    inside = t.of_factors(Fraction(1), {b: e for b, e in bases.items() if b not in apart})
    return t.product(*times, t.number(coefficient), *outside, _sum(inside, along, left, rank))


def _whole(term: Term) -> tuple[Size, ...]:
    """The sizes of an array that has all its axes."""
    return tuple(length for length in term.shape if length is not None)


def _dropped(term: Term, left: tuple[int, ...], rank: int) -> Term:
    """The term without its other axes, which broadcast."""
    present = t.padded(term.shape, rank)
    kept = tuple(place for place, axis in enumerate(left) if present[axis] is not None)
    return expanded(squeezed(term), kept, len(left)) if kept else squeezed(term)


def _sum(term: Term, along: tuple[int, ...], left: tuple[int, ...], rank: int) -> Term:
    """The sum along axes that are there."""
    product_ = _matrix_product(term, along, left, rank)
    if product_ is not None:
        return product_
    present = t.padded(term.shape, rank)
    inner = squeezed(term) if term.op == "expand" else term
    places = [axis for axis in range(rank - len(term.shape), rank) if inner is term or present[axis] is not None]
    axes = tuple(places.index(axis) for axis in along)
    if inner.op == "sum":
        # A sum of sums is one, along the axes of both.
        inner, axes = _at_once(inner, axes)
    if inner.op == "permute":
        # The sum of a turned array is that of the array, turned.
        order = inner.data
        places = [order[place] for place in range(len(order)) if place not in axes]
        result = _sum_of(inner.args[0], tuple(sorted(order[axis] for axis in axes)))
        result = _turned(result, tuple(sorted(places).index(place) for place in places))
    else:
        result = _sum_of(inner, axes)
    kept = tuple(place for place, axis in enumerate(left) if present[axis] is not None)
    return expanded(squeezed(result), kept, len(left)) if kept else squeezed(result)


def _sum_of(inner: Term, axes: tuple[int, ...]) -> Term:
    shape = tuple(length for place, length in enumerate(inner.shape) if place not in axes)
    return Term("sum", (inner,), axes, shape)


def _at_once(inner: Term, axes: tuple[int, ...]) -> tuple[Term, tuple[int, ...]]:
    """What a sum of sums adds up, and along which of its axes."""
    [summand] = inner.args
    left = [axis for axis in range(len(summand.shape)) if axis not in inner.data]
    return summand, tuple(sorted((*inner.data, *(left[axis] for axis in axes))))


def _matrix_product(term: Term, along: tuple[int, ...], left: tuple[int, ...], rank: int) -> Term | None:
    """Σ of a product of two arrays, each of which lacks an axis: a matrix product, maybe of many, with fewest turns.

    One axis is summed by the product, any other one after it.
    """
    _, bases = t.factors(term)
    if len(bases) != 2 or set(bases.values()) != {1}:
        return None
    parts = [(base, _labels(base, rank)) for base in bases]
    i, k = (set(labels) for _, labels in parts)
    if not (i - k and k - i and all(LETTERS[axis] in i & k for axis in along)):
        return None
    ways = []
    for axis in reversed(along):
        for one, other in ((parts[0], parts[1]), (parts[1], parts[0])):
            made = multiplied(squeezed(one[0]), one[1], squeezed(other[0]), other[1], LETTERS[axis])
            if made is not None:
                ways.append(_in_place(*made, tuple(a for a in along if a != axis), left))
    return min(ways, key=lambda way: sum(part.op == "permute" for part in t.below(way)), default=None)


LETTERS = "abcdefghijklmnopqrstuvwxyz"
"""Labels of axes."""


def _labels(term: Term, rank: int) -> str:
    return "".join(LETTERS[axis] for axis, length in enumerate(t.padded(term.shape, rank)) if length is not None)


def _in_place(result: Term, order: str, along: tuple[int, ...], left: tuple[int, ...]) -> Term:
    """A matrix product with axes of these labels, summed along some, and with its axes where they are to be."""
    if along:
        result = summed(result, _whole(result), tuple(order.index(LETTERS[axis]) for axis in along))
        order = "".join(label for label in order if LETTERS.index(label) not in along)
    wanted = [axis for axis in left if LETTERS[axis] in order]
    turned = permuted(result, tuple(order.index(LETTERS[axis]) for axis in wanted), len(order))
    return expanded(turned, tuple(left.index(axis) for axis in wanted), len(left))


# --- matrix products


def contracted(left: Term, i: str, right: Term, k: str, lengths: Mapping[str, Size]) -> Term:
    """The product of two arrays whose axes have these labels, summed over the label j where both have it."""
    present = [
        "".join(label for label, length in zip(labels, t.padded(term.shape, len(labels)), strict=True) if length)
        for term, labels in ((left, i), (right, k))
    ]
    outside = [part for term in (left, right) for part in _scalars(term) if part is not t.ONE]
    p, q = (squeezed(_without_scalars(term)) for term in (left, right))
    result = [label for label in i + k if label != "j"]
    if "j" in i and not all("j" in there for there in present):
        p, present[0], times = _summed_or_not(p, present[0], lengths)
        q, present[1], more = _summed_or_not(q, present[1], lengths)
        # Where neither has the axis, it is counted once.
        counted = [*times, *more] if len([*times, *more]) == 2 else []
        outside += counted[:1]
        result_term = _spread_out(p, present[0], q, present[1], result)
        return t.product(*outside, result_term)
    if "j" not in i:
        return t.product(*outside, _spread_out(p, present[0], q, present[1], result))
    made = multiplied(p, present[0], q, present[1], "j")
    assert made is not None
    term, order = made
    return t.product(*outside, expanded(term, tuple(result.index(label) for label in order), len(result)))


def _summed_or_not(term: Term, labels: str, lengths: Mapping[str, Size]) -> tuple[Term, str, list[Term]]:
    """The term summed along j where it has that axis; else how often it would be added."""
    if "j" not in labels:
        return term, labels, [t.size(lengths["j"])]
    sizes = [lengths[label] for label in labels]
    return summed(term, sizes, (labels.index("j"),)), labels.replace("j", ""), []


def _spread_out(p: Term, mine: str, q: Term, other: str, result: Sequence[str]) -> Term:
    """The product of what is left, entry by entry: an outer product where both are vectors."""
    if len(mine) == len(other) == 1 and mine != other:
        outside = [part for term in (p, q) for part in _scalars(term) if part is not t.ONE]
        p, q = _without_scalars(p), _without_scalars(q)
        return t.product(*outside, Term("outer", (p, q), None, (*p.shape, *q.shape)))
    return t.product(
        *(
            expanded(term, tuple(result.index(label) for label in labels), len(result)) if labels else term
            for term, labels in ((p, mine), (q, other))
        )
    )


def _outer(first: tuple[Term, str] | None, second: Term) -> Term:
    assert first is not None
    return Term("outer", (first[0], second), None, (*first[0].shape, *second.shape))


def multiplied(p: Term, i: str, q: Term, k: str, j: str) -> tuple[Term, str] | None:
    """A matrix product summed over the label j, and the labels of its axes; None where `@` cannot say it.

    Labels that both have, other than j, are the axes along which many products stand; one of the two arrays may have
    more such axes, along which the other one is repeated.
    """
    many = "".join(label for label in i if label in k and label != j)
    mine, others = ("".join(label for label in labels if label != j and label not in many) for labels in (i, k))
    rows, columns, more = mine[-1:], others[-1:], mine[:-1] + others[:-1]
    if (mine[:-1] and others[:-1]) or ((many or more) and not (rows and columns)):
        return None
    if "eye" in (p.op, q.op) and not many + more:
        return (q, rows + columns) if p.op == "eye" else (p, rows + columns)
    if rows and columns and not many + more and i == j + rows and k == columns + j:
        # Bᵀ Aᵀ is (A B)ᵀ: one transpose less.
        made = multiplied(q, k, p, i, j)
        assert made is not None
        return _turned(made[0], (1, 0)), rows + columns
    p = _turned(p, tuple(i.index(label) for label in mine[:-1] + many + rows + j))
    q = _turned(q, tuple(k.index(label) for label in others[:-1] + many + j + columns))
    if not rows and columns and q.op == "permute":
        # A vector times Aᵀ is A times the vector.
        p, q = _turned(q, (1, 0)), p
        return Term("matmul", (p, q), None, (p.shape[0],)), columns
    if "outer" in (p.op, q.op) and len(p.shape) == len(q.shape) == 2:
        # A(uvᵀ) is (Au)vᵀ, and (uvᵀ)B is u(vᵀB).
        if q.op == "outer":
            first = multiplied(p, "ij", q.args[0], "j", "j")
            return _outer(first, q.args[1]), rows + columns
        return _outer((p.args[0], ""), *(multiplied(p.args[1], "j", q, "jk", "j") or ())[:1]), rows + columns
    deeper = p if len(p.shape) >= len(q.shape) else q
    outside = deeper.shape[: len(more + many)]
    shape = (*outside, *(p.shape[-2:-1] if rows else ()), *(q.shape[-1:] if columns else ()))
    return Term("matmul", (p, q), None, shape), more + many + rows + columns
