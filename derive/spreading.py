"""Numbers beside arrays: ((a − y) s) x is (a − y) s x, and (1/r) u is u/r.

A number that multiplies every entry of an array is a factor like any other, however it came to stand there.
"""

from __future__ import annotations

from derive.building import is_apply, unwrapped
from derive.ir import Const, Expr, Path, children
from derive.proposing import Draft


def numbers_beside_arrays(draft: Draft) -> None:
    """Write products of numbers beside an array without brackets, and one over a number as a denominator."""
    while any(_opened(draft, place, part) or _divided(draft, place, part) for place, part in draft.places().all):
        pass


def _opened(draft: Draft, place: Path, part: Expr) -> bool:
    for index, factor in _spread(part):
        product = unwrapped(factor)
        if is_apply(product, "mul"):
            binding = {"a": _before(part, index), "b": children(product), "y": part, "c": _behind(part, index)}
            return draft.apply("numbers beside an array", 0, binding, place)
    return False


def _divided(draft: Draft, place: Path, part: Expr) -> bool:
    """One over a number that is more than a size: (1/n) Σ … stays, as it is written."""
    for index, factor in _spread(part):
        fraction = unwrapped(factor)
        if not is_apply(fraction, "div") or children(fraction)[0] is not Const(1) or _is_size(children(fraction)[1]):
            continue
        p, q = children(fraction)
        binding = {"a": _before(part, index), "p": p, "q": q, "y": part, "c": _behind(part, index)}
        if draft.apply("numbers beside an array", 1, binding, place):
            draft.exhaust(("drop a factor 1",))
            return True
    return False


def _spread(part: Expr) -> list[tuple[int, Expr]]:
    """The factors of a product of arrays that are one number for all entries, with their places."""
    if not is_apply(part, "mul") or part.shape.is_scalar:
        return []
    return [(index, factor) for index, factor in enumerate(children(part)) if is_apply(factor, "broadcast")]


def _before(part: Expr, index: int) -> tuple[Expr, ...]:
    return children(part)[:index]


def _behind(part: Expr, index: int) -> tuple[Expr, ...]:
    return children(part)[index + 1 :]


def _is_size(part: Expr) -> bool:
    return isinstance(part, Const) or is_apply(part, "extent")
