"""Definitions: a new name on the left claims nothing; what stands behind its equation, as in a = b = c, does."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from derive.findings import Finding, assumptions_of, decisive
from derive.judging.equalities import EQUALITIES, linked
from derive.judging.grounds import Grounds, said
from derive.judging.unjudged import not_judged
from derive.notation.reading import Reading


def judged_definition(reading: Reading, text: str, grounds: Grounds) -> Finding:
    """What becomes of a definition: nothing is judged of its equation, and every further link is."""
    alone = not_judged(reading, text, grounds)
    if len(reading.sides) < 2 or any(relation not in EQUALITIES for relation in reading.relations):
        return alone
    base, subject = said(reading, text), reading.sides[0]
    first = replace(alone, read_as="", sides=reading.sides[:1])
    links = (first, *(linked(left, right, base, grounds, subject) for left, right in pairwise(reading.sides)))
    whole = decisive(links)
    return replace(whole, read_as=base.read_as, links=links, assumptions=assumptions_of(links))
