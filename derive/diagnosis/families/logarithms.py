"""Logarithms to another base: the derivative has ln 10 too many or too few."""

from __future__ import annotations

import math
from collections.abc import Iterator

from derive.building import call, div, mul, number
from derive.diagnosis.desk import Desk
from derive.diagnosis.edits import Edit, Example, Mutation, Slip, change
from derive.diagnosis.sites import Site
from derive.diagnosis.values import CLOSE

BASES = (10, 2)
NATURAL = "the logarithm is natural here, and this is for base {0}: it is wrong by the factor {1}"
OTHER = "the logarithm has base {0} here, and this is for the natural one: it is wrong by the factor {1}"


def _base(site: Site, desk: Desk) -> Iterator[Edit]:
    """The factor ln 10 or ln 2, or one over it."""
    if not site.is_head or site.constant is None:
        return
    for base in BASES:
        is_small = abs(site.constant / math.log(base) - 1) < CLOSE
        if is_small or abs(site.constant * math.log(base) - 1) < CLOSE:
            logarithm = call("log", number(base))
            slips = [Slip("log-base", words, (number(base), logarithm)) for words in (NATURAL, OTHER)]
            if is_small:
                yield change(site, mul(logarithm, site.part), slips[0], slips[1], 13)
            else:
                yield change(site, div(site.part, logarithm), slips[1], slips[0], 13)


MUTATIONS = (
    Mutation(
        "base of the logarithm",
        _base,
        Example("data z", (r"L = \ln z",), r"\frac{\partial L}{\partial z} = \frac{1}{z \ln 10}", "log-base"),
        guided=True,
    ),
)
