"""What a wrong gradient looks like, from its numbers at several points: a mistake with a name that fits all.

A factor that is 3 where n is 3 and 5 where n is 5 is a factor n; at a single point it would be any of many things.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from derive.diagnosis.by_values import Seen, mistake_in_numbers
from derive.ir import Expr
from derive.systems import System
from derive.usercode.points import Point
from numeric.arrays import Array
from numeric.outcomes import Report

CLOSE = 1e-6
"""How well a guess must fit, relative to the largest entry."""
CONSTANTS = (
    (2.0, "twice the gradient"), (0.5, "half the gradient"), (math.log(10), "ln 10 times the gradient"),
    (1 / math.log(10), "the gradient over ln 10"),
)  # fmt: skip
"""Factors that have a name whatever the sizes."""


@dataclass(frozen=True)
class Wrong:
    """A wrong gradient at a point: what was returned, what the loss says, its error, and the report on it, if there is
    one: not for an array of another shape."""

    point: Point
    claimed: Array
    right: Array
    error: Array
    report: Report | None = None


@dataclass(frozen=True)
class Guess:
    """The mistake: a word for its kind, and a sentence that begins behind the name of the gradient."""

    kind: str
    message: str


def guessed(
    wrong: Sequence[Wrong], forms: Sequence[Expr], system: System, write: Callable[[Expr], str], batch: str
) -> Guess | None:
    """The mistake that fits at every point of distinct sizes, the most telling first; None where none has a name.

    ``batch`` is the size that counts examples, ``write`` writes formulas.
    """
    points = [one for one in wrong if not one.point.ones] or list(wrong)
    if points[0].claimed.shape != points[0].right.shape:
        return _of_shape(points, batch)
    found = _factor(points, batch) or _alike(points, telling=True)
    if found is None and not batch_only(points):
        seen = [Seen(one.point.values, one.point.sizes, one.claimed[()]) for one in points]
        mistake = mistake_in_numbers(forms, system, seen) if forms else None
        found = Guess(mistake.kind, f"looks as if {mistake.told(write)}") if mistake is not None else None
    return found or _alike(points, telling=False)


def batch_only(points: Sequence[Wrong]) -> bool:
    """Whether there is but one point, and one number, which anything would explain."""
    return len(points) < 2 and points[0].claimed.size < 2


def _close(a: Any, b: Any, one: Wrong) -> bool:
    scale = max(float(np.max(np.abs(a))), float(np.max(np.abs(b))))
    return bool(np.max(np.abs(np.asarray(a) - b)) <= CLOSE * scale + 4 * float(np.max(one.error)))


def _factor(points: Sequence[Wrong], batch: str) -> Guess | None:
    """One factor for all entries, which is a number or a size."""
    factors = []
    for one in points:
        below = float(np.sum(one.right * one.right))
        factor = float(np.sum(one.claimed * one.right)) / below if below else 0.0
        if not factor or not _close(one.claimed, factor * one.right, one):
            return None
        factors.append(factor)
    if batch_only(points):
        return _constant(factors[0]) if abs(abs(factors[0]) - 1) < CLOSE else None
    for sign in (1, -1):
        for name in _sizes(points, batch):
            sizes = [one.point.sizes[name] for one in points]
            if len(set(sizes)) < len(points) or len(points) < 2:
                continue
            for power in (1, -1):
                if all(abs(f / (sign * s**power) - 1) < CLOSE for f, s in zip(factors, sizes, strict=True)):
                    return _of_size(name, power, sign, batch)
    if all(abs(f / factors[0] - 1) < CLOSE for f in factors):
        return _constant(factors[0])
    return None


def _sizes(points: Sequence[Wrong], batch: str) -> Iterator[str]:
    """The names of the sizes, the number of examples first."""
    names = points[0].point.sizes
    yield from sorted(names, key=lambda name: (name != batch, name))


def _of_size(name: str, power: int, sign: int, batch: str) -> Guess:
    also = ", and the sign is reversed" if sign < 0 else ""
    over = f"over the {name} examples" if name == batch else f"over {name}"
    if power == 1:
        return Guess("sum-mean", f"misses the mean {over}: it is {name} times the gradient{also}")
    return Guess("sum-mean", f"has a mean {over} too much: it is 1/{name} of the gradient{also}")


def _constant(factor: float) -> Guess | None:
    if abs(factor - 1) < CLOSE:
        return None
    if abs(factor + 1) < CLOSE:
        return Guess("sign", "has the wrong sign")
    also = " with the wrong sign" if factor < 0 else ""
    for value, words in CONSTANTS:
        if abs(abs(factor) / value - 1) < CLOSE:
            return Guess("log-base" if "ln" in words else "factor", f"is {words}{also}")
    return Guess("factor", f"is {abs(factor):.7g} times the gradient{also}")


def _alike(points: Sequence[Wrong], *, telling: bool) -> Guess | None:
    """What the numbers resemble, where it is the same kind at every point."""
    found = [one.report.resembles if one.report is not None else None for one in points]
    first = found[0]
    if first is None or not all(other is not None and other.kind == first.kind for other in found):
        return None
    if (first.kind in ("row-factors", "factor", "sum-mean")) is telling:
        return None
    if first.kind == "transpose":
        return Guess(
            "transpose", first.message.replace("the gradient is transposed", "is the transpose of the gradient")
        )
    return Guess(first.kind, first.message.replace("it is the gradient", "is the gradient"))


# --- arrays of another shape


def _of_shape(points: Sequence[Wrong], batch: str) -> Guess:
    """What is wrong with a shape, and whether the numbers are right otherwise."""
    first = points[0]
    shapes = f"its shape is {_shape(first.claimed)}, expected {_shape(first.right)}"
    for kind, words, change in _CHANGES:
        if all(_fits(change, one) for one in points):
            return Guess(kind, f"{words.format(n=batch or 'n')}; {shapes}")
    return Guess("shape", f"has the wrong shape: {shapes.removeprefix('its shape is ')}")


def _shape(array: Array) -> str:
    return str(array.shape) if array.ndim else "a single number"


def _fits(change: Callable[[Array], Iterator[Any]], one: Wrong) -> bool:
    return any(np.shape(a) == one.right.shape and _close(a, one.right, one) for a in change(one.claimed))


def _transposed(claimed: Array) -> Iterator[Any]:
    if claimed.ndim == 2:
        yield claimed.T


def _summed(claimed: Array) -> Iterator[Any]:
    for axis in range(claimed.ndim):
        yield from (claimed.sum(axis=axis), claimed.sum(axis=axis, keepdims=True))
    yield claimed.sum()


def _averaged(claimed: Array) -> Iterator[Any]:
    for axis in range(claimed.ndim):
        yield from (claimed.mean(axis=axis), claimed.mean(axis=axis, keepdims=True))
    yield claimed.mean()


def _reshaped(claimed: Array) -> Iterator[Any]:
    bare = tuple(length for length in claimed.shape if length != 1)
    yield claimed.reshape(bare)
    if claimed.ndim < 2:
        yield from (claimed.reshape(-1, 1), claimed.reshape(1, -1))


_CHANGES: tuple[tuple[str, str, Callable[[Array], Iterator[Any]]], ...] = (
    ("transpose", "is the transpose of the gradient", _transposed),
    ("shape", "holds the right numbers in another shape", _reshaped),
    ("sum-mean", "misses the sum over the {n} examples", _summed),
    ("sum-mean", "misses the mean over the {n} examples", _averaged),
)
