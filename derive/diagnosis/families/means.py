"""Sums and means: the factor 1/n forgotten, or divided by once too often."""

from __future__ import annotations

from collections.abc import Iterator

from derive.building import ONE, div, extent, is_apply, mul, neg, number, power, unwrapped
from derive.diagnosis.desk import Desk
from derive.diagnosis.edits import Edit, Example, Mutation, Slip, change
from derive.diagnosis.sites import Site
from derive.diagnosis.values import CLOSE
from derive.ir import Expr, children

MEAN = (r"J = \frac{1}{n} \sum_{i=1}^{n} (w x_i - y_i)^2",)


def _mean(site: Site, desk: Desk) -> Iterator[Edit]:
    """The factor n or 1/n, for a size n that occurs in the model."""
    if not site.is_head or (site.constant is None and not site.unknown):
        return
    for name in desk.size_names:
        for is_sum in _confused(site.constant, desk.values.sizes[name]):
            n = extent(name)
            summed = Slip("sum-mean", "the factor {} is missing: this is the sum, not the mean", (div(ONE, n),))
            averaged = Slip("sum-mean", "the factor {} is one too many: the mean is taken already", (div(ONE, n),))
            if is_sum:
                yield change(site, _divided(site.part, n), summed, averaged, 20)
            else:
                yield change(site, _multiplied(site.part, n), averaged, summed, 20)


def _confused(constant: float | None, count: int) -> tuple[bool, ...]:
    """Whether a sum stands for a mean, or a mean for a sum; both may be where no constant is known."""
    if constant is None:
        return (True, False)
    return tuple(is_sum for is_sum in (True, False) if abs(constant * count ** (1 if is_sum else -1) - 1) < CLOSE)


def _divided(part: Expr, n: Expr) -> Expr:
    rest = _stripped(part, n)
    return mul(div(ONE, n), part) if rest is None else rest


def _multiplied(part: Expr, n: Expr) -> Expr:
    rest = _stripped(part, div(ONE, n))
    if rest is None and is_apply(part, "div") and unwrapped(children(part)[1]) is n:
        return children(part)[0]
    return mul(n, part) if rest is None else rest


def _stripped(part: Expr, factor: Expr) -> Expr | None:
    """A product without that factor; None where it is none."""
    if is_apply(part, "neg"):
        rest = _stripped(children(part)[0], factor)
        return None if rest is None else neg(rest)
    factors = children(part) if is_apply(part, "mul") else ()
    for k, other in enumerate(factors):
        if unwrapped(other) is factor:
            return mul(*factors[:k], *factors[k + 1 :])
        if unwrapped(other) is div(ONE, power(_size(factor), number(2))) and is_apply(factor, "div"):
            return mul(*factors[:k], factor, *factors[k + 1 :])
    return None


def _size(factor: Expr) -> Expr:
    """The n of 1/n."""
    return children(factor)[1] if is_apply(factor, "div") else factor


MUTATIONS = (
    Mutation(
        "sum for mean",
        _mean,
        Example(
            "shape x: n; shape y: n; data x, y; parameter w",
            MEAN,
            r"\frac{\partial J}{\partial w} = 2 \sum_{i=1}^{n} (w x_i - y_i) x_i",
            "sum-mean",
        ),
        guided=True,
    ),
)
