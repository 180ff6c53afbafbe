"""Definitions: a new name on the left claims nothing; what stands behind its equation, as in a = b = c, does."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from derive.findings import Finding, assumptions_of, decisive
from derive.ir import Expr, Var
from derive.judging.equalities import EQUALITIES, linked
from derive.judging.grounds import Grounds, equation, said
from derive.judging.unjudged import not_judged
from derive.notation.reading import Reading


def judged_definition(reading: Reading, text: str, grounds: Grounds) -> Finding:
    """What becomes of a definition: nothing is judged of its equation, and every further link is."""
    defined = defined_sides(reading)
    base = replace(said(reading, text), read_as=equation((*defined[:-1], *reading.sides)))
    alone = replace(not_judged(reading, text, grounds), read_as=base.read_as, sides=defined)
    if len(reading.sides) < 2 or any(relation not in EQUALITIES for relation in reading.relations):
        return alone
    first = replace(alone, read_as=equation(defined))
    links = (first, *(linked(left, right, base, grounds, defined[0]) for left, right in pairwise(reading.sides)))
    return replace(decisive(links), read_as=base.read_as, links=links, assumptions=assumptions_of(links))


def defined_sides(reading: Reading) -> tuple[Expr, ...]:
    """The two sides of the equation that a definition gives to the first name on its left; none where it gives none."""
    if not reading.defines or not reading.sides:
        return ()
    return Var(reading.defines[0], reading.sides[0].shape), reading.sides[0]
