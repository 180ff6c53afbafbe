"""What a wrong gradient looks like beside the right one: sign, factor, transposed, rows left out."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from numeric.arrays import Array

CLOSENESS = 1e-6
"""How well the guess must fit, relative to the largest entry; the error of the estimate is allowed on top."""


@dataclass(frozen=True, slots=True)
class Resemblance:
    """A guess at the mistake: `kind` is one of sign, factor, sum-mean, log-base, transpose, zero-row.

    A guess fits the numbers at one point; another mistake may give the same numbers there.
    """

    kind: str
    message: str


def find_resemblance(claimed: Array, estimated: Array, error: Array, lengths: Mapping[int, str]) -> Resemblance | None:
    """The mistake that turns the estimated gradient into the claimed one, if it is one of the obvious.

    Arrays of one shape, `error` absolute and per entry. `lengths` says what in the model has which length, to
    recognise a factor n. A single number is a multiple of any other, so there only factors with a name are
    reported.
    """
    scale = float(np.max(np.abs(estimated)))
    if scale == 0 or scale <= 4 * float(np.max(error)):
        return None
    slack = CLOSENESS * max(scale, float(np.max(np.abs(claimed)))) + float(np.max(error))
    factor = float(np.sum(claimed * estimated) / np.sum(estimated * estimated))
    if factor != 0 and _close(claimed, factor * estimated, max(1.0, abs(factor)) * slack):
        named = _name_factor(factor, slack / scale, lengths)
        if named or claimed.size > 1:
            return named or Resemblance("factor", f"every entry is {factor:.6g} times the right one")
    if estimated.ndim == 2 and estimated.shape[0] == estimated.shape[1] and _close(claimed, estimated.T, slack):
        return Resemblance("transpose", "the gradient is transposed")
    return _zero_row(claimed, estimated, slack)


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
