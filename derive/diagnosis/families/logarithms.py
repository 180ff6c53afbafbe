"""Logarithms to another base: the derivative has ln 10 too many or too few."""

from __future__ import annotations

import math
from collections.abc import Iterator

from derive.building import call, div, is_apply, mul, neg, number, unwrapped
from derive.constants import constant_value
from derive.diagnosis.desk import Desk
from derive.diagnosis.edits import Edit, Example, Mutation, Slip, change
from derive.diagnosis.sites import Site
from derive.diagnosis.values import CLOSE
from derive.ir import Expr, children

BASES = (10, 2)
SMALL = "it is too small by the factor {1}, as between natural logarithms and those to base {0}"
LARGE = "it is too large by the factor {1}, as between logarithms to base {0} and natural ones"


def _base(site: Site, desk: Desk) -> Iterator[Edit]:
    """The factor ln 10 or ln 2, or one over it."""
    if not site.is_head or site.constant is None:
        return
    for base in BASES:
        is_small = abs(site.constant / math.log(base) - 1) < CLOSE
        if is_small or abs(site.constant * math.log(base) - 1) < CLOSE:
            logarithm = call("log", number(base))
            slips = [Slip("log-base", words, (number(base), logarithm)) for words in (SMALL, LARGE)]
            if is_small:
                yield change(site, _times(site.part, logarithm), slips[0], slips[1], 13)
            else:
                yield change(site, _over(site.part, logarithm), slips[1], slips[0], 13)


def _times(part: Expr, factor: Expr) -> Expr:
    """The product; a divisor that is the factor goes."""
    if is_apply(part, "neg"):
        return neg(_times(children(part)[0], factor))
    if is_apply(part, "div"):
        top, bottom = children(part)
        rest = _without(bottom, factor)
        if rest is not None:
            return top if constant_value(rest) == 1 else div(top, rest)
    return mul(factor, part)


def _over(part: Expr, factor: Expr) -> Expr:
    """The quotient; the factor itself goes."""
    if is_apply(part, "neg"):
        return neg(_over(children(part)[0], factor))
    rest = _without(part, factor)
    return div(part, factor) if rest is None else rest


def _without(part: Expr, factor: Expr) -> Expr | None:
    """A product without the factor; None where it has no such factor."""
    factors = children(part) if is_apply(part, "mul") else (part,)
    rest = [other for other in factors if unwrapped(other) is not factor]
    return mul(*rest) if len(rest) == len(factors) - 1 else None


MUTATIONS = (
    Mutation(
        "base of the logarithm",
        _base,
        Example("data z", (r"L = \ln z",), r"\frac{\partial L}{\partial z} = \frac{1}{z \ln 10}", "log-base"),
        guided=True,
        stage=0,
    ),
)
