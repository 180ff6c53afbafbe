"""What a wrong gradient looks like beside the right one: sign, factor, transposed, of another parameter, rows left out.

A guess fits the numbers at one point; another mistake may give the same numbers there.
"""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from numeric.arrays import Array

CLOSENESS = 1e-6
"""How well the guess must fit, relative to the largest entry; the error of the estimate is allowed on top."""


@dataclass(frozen=True, slots=True)
class Resemblance:
    """A guess at the mistake: a word for its kind, and a sentence.

    `kind` is one of sign, factor, sum-mean, log-base, transpose, zero-row, other-parameter, penalty, order, row-factors
    and sum-over-all.
    """

    kind: str
    message: str


@dataclass(frozen=True, slots=True)
class Compared:
    """A claimed gradient beside the estimated one, and what else may have been meant."""

    claimed: Array
    estimated: Array
    slack: float
    scale: float
    lengths: Mapping[int, str]
    others: Mapping[str, Array]
    own: Array | None


def find_resemblance(
    claimed: Array,
    estimated: Array,
    error: Array,
    lengths: Mapping[int, str],
    others: Mapping[str, Array] | None = None,
    own: Array | None = None,
) -> Resemblance | None:
    """The mistake that turns the estimated gradient into the claimed one, if it is one of the obvious.

    Arrays of one shape, `error` absolute and per entry. `lengths` says what in the model has which length, to
    recognise a factor n; `others` are the gradients of other parameters, `own` is the parameter itself. A single
    number is a multiple of any other, so there only factors with a name are reported.
    """
    scale = float(np.max(np.abs(estimated)))
    if scale == 0 or scale <= 4 * float(np.max(error)):
        return None
    slack = CLOSENESS * max(scale, float(np.max(np.abs(claimed)))) + float(np.max(error))
    compared = Compared(claimed, estimated, slack, scale, lengths, others or {}, own)
    return next((found for look in LOOKS if (found := look(compared)) is not None), None)


def _factor(c: Compared) -> Resemblance | None:
    factor = float(np.sum(c.claimed * c.estimated) / np.sum(c.estimated * c.estimated))
    if factor == 0 or not _close(c.claimed, factor * c.estimated, max(1.0, abs(factor)) * c.slack):
        return None
    named = _name_factor(factor, c.slack / c.scale, c.lengths)
    if named is None and c.claimed.size > 1 and abs(factor - 1) > CLOSENESS:
        return Resemblance("factor", f"every entry is {factor:.6g} times the right one")
    return named


def _transposed(c: Compared) -> Resemblance | None:
    """The transpose, or a multiple of it that has a name."""
    if c.estimated.ndim != 2 or c.estimated.shape[0] != c.estimated.shape[1]:
        return None
    if _close(c.claimed, c.estimated.T, c.slack):
        return Resemblance("transpose", "the gradient is transposed")
    factor = float(np.sum(c.claimed * c.estimated.T) / np.sum(c.estimated * c.estimated))
    if factor == 0 or not _close(c.claimed, factor * c.estimated.T, max(1.0, abs(factor)) * c.slack):
        return None
    named = _name_factor(factor, c.slack / c.scale, c.lengths)
    return Resemblance("transpose", f"the gradient is transposed; {named.message}") if named else None


def _of_another(c: Compared) -> Resemblance | None:
    if c.claimed.size < 2:
        return None
    for name, other in c.others.items():
        for turned, text in ((other, ""), (other.T, ", transposed")):
            if turned.shape == c.claimed.shape and _close(c.claimed, turned, c.slack):
                return Resemblance("other-parameter", f"it is the gradient of {name}{text}")
    return None


def _penalty(c: Compared) -> Resemblance | None:
    """A term that is a multiple of the parameter itself: the slope of a squared penalty."""
    if c.own is None or c.own.size < 2 or not np.any(c.own):
        return None
    difference = c.claimed - c.estimated
    factor = float(np.sum(difference * c.own) / np.sum(c.own * c.own))
    if abs(factor) * float(np.max(np.abs(c.own))) <= 8 * c.slack or not _close(difference, factor * c.own, c.slack):
        return None
    word = "too much" if factor > 0 else "missing"
    return Resemblance("penalty", f"{abs(factor):.6g} times the parameter itself is {word}: the term of a penalty?")


def _summed(c: Compared) -> Resemblance | None:
    """The sum or mean over all entries, or along an axis, in every entry."""
    if c.claimed.size < 2:
        return None
    for word, function in (("sum", np.sum), ("mean", np.mean)):
        for axis in (None, *range(c.estimated.ndim if c.estimated.ndim > 1 else 0)):
            folded = function(c.estimated, axis=axis, keepdims=True)
            if _close(c.claimed, np.broadcast_to(folded, c.claimed.shape), c.slack):
                along = "all entries" if axis is None else f"axis {axis}"
                return Resemblance("sum-over-all", f"every entry is the {word} of the right ones over {along}")
    return None


def _reordered(c: Compared) -> Resemblance | None:
    """The right rows, or columns, in another order."""
    for axis, word in enumerate(("rows", "columns")[: c.estimated.ndim]):
        count = c.estimated.shape[axis]
        claimed, right = np.moveaxis(c.claimed, axis, 0), np.moveaxis(c.estimated, axis, 0)
        order = [next((k for k in range(count) if _close(claimed[i], right[k], c.slack)), -1) for i in range(count)]
        if sorted(order) == list(range(count)) and order != list(range(count)):
            name = word if c.estimated.ndim > 1 else "entries"
            return Resemblance("order", f"the {name} are right, in another order: {', '.join(map(str, order))}")
    return None


def _row_factors(c: Compared) -> Resemblance | None:
    """Each row, or each column, its own multiple of the right one."""
    if c.estimated.ndim != 2 or min(c.estimated.shape) < 2:
        return None
    for axis, word in ((1, "row"), (0, "column")):
        below = np.sum(c.estimated * c.estimated, axis=axis, keepdims=True)
        if np.min(below) <= (8 * c.slack) ** 2:
            continue
        factors = np.sum(c.claimed * c.estimated, axis=axis, keepdims=True) / below
        if _close(c.claimed, factors * c.estimated, 4 * c.slack):
            wrong = [f"{k} by {x:.4g}" for k, x in enumerate(factors.ravel()) if abs(x - 1) > 8 * c.slack / c.scale]
            told = ", ".join(wrong[:4]) + (", …" if len(wrong) > 4 else "")
            hint = "; is an activation's derivative missing, or another one's?" if len(wrong) > 1 else ""
            return Resemblance("row-factors", f"each {word} is off by a factor of its own ({word} {told}){hint}")
    return None


def _zeroed(c: Compared) -> Resemblance | None:
    return _zero_row(c.claimed, c.estimated, c.slack)


LOOKS: tuple[Callable[[Compared], Resemblance | None], ...] = (
    _factor, _transposed, _of_another, _zeroed, _penalty, _summed, _reordered, _row_factors,
)  # fmt: skip
"""The ways to look at a wrong gradient, the most telling first."""


def _name_factor(factor: float, slack: float, lengths: Mapping[int, str]) -> Resemblance | None:
    """A name for the factor, where it has one."""

    def is_(value: float) -> bool:
        return abs(factor - value) <= max(1.0, abs(value)) * max(slack, CLOSENESS)

    if is_(1):
        return None
    if is_(-1):
        return Resemblance("sign", "the sign is reversed")
    for sign, opposite in ((1, ""), (-1, ", and the sign is reversed")):
        for length, what in lengths.items():
            if length > 1 and is_(sign * length):
                return Resemblance("sum-mean", f"a factor {length} too large ({what}): sum for mean?{opposite}")
            if length > 1 and is_(sign / length):
                return Resemblance("sum-mean", f"a factor 1/{length} too small ({what}): mean for sum?{opposite}")
        for base, text in ((math.log(10), "ln 10"), (1 / math.log(10), "1/ln 10")):
            if is_(sign * base):
                return Resemblance(
                    "log-base", f"a factor {text}: logarithms to base 10 mixed with natural ones?{opposite}"
                )
        for value, text in ((2.0, "2"), (0.5, "1/2")):
            if is_(sign * value):
                return Resemblance("factor", f"a constant factor {text}{opposite}")
    return None


def _zero_row(claimed: Array, estimated: Array, slack: float) -> Resemblance | None:
    """Rows (or columns, or entries of a vector) that are zero in the claim and not in the estimate, the rest
    right."""
    for axis, word in enumerate(("row", "column")[: estimated.ndim]):
        others = tuple(i for i in range(estimated.ndim) if i != axis)
        zero = np.all(claimed == 0, axis=others) & np.any(np.abs(estimated) > slack, axis=others)
        if not zero.any() or zero.all():
            continue
        rest = np.compress(~zero, np.arange(zero.size))
        if _close(np.take(claimed, rest, axis), np.take(estimated, rest, axis), slack):
            where = ", ".join(str(i) for i in np.flatnonzero(zero))
            name = word if estimated.ndim > 1 else "entry"
            return Resemblance("zero-row", f"{name} {where} is zero and should not be; the rest is right")
    return None


def _close(left: Array, right: Array, slack: float) -> bool:
    return bool(np.max(np.abs(left - right)) <= slack)
