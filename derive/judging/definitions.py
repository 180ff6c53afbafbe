"""Definitions: a new name is what its equation says; what an equation says beyond that is judged."""

from __future__ import annotations

from dataclasses import replace

from derive.findings import Finding
from derive.ir import Expr, Var
from derive.judging.equalities import EQUALITIES, judged_sides, links_of, whole_chain
from derive.judging.grounds import Grounds, equation, said
from derive.judging.minimisers import judged_minimiser
from derive.judging.shorthands import error_of
from derive.judging.unjudged import not_judged
from derive.judging.worth import numbers_in
from derive.notation.reading import Reading
from derive.notation.spelling import spelled


def judged_definition(reading: Reading, text: str, grounds: Grounds) -> Finding:
    """What becomes of a definition.

    That of a δ is a claim about ∂L/∂z, that of w* that the gradient is 0 there, and in z = A = B it is claimed that
    A = B; all else is taken as it is.
    """
    meaning = error_of(reading.defines[0], grounds.scope) if len(reading.defines) == 1 else None
    if meaning is not None and meaning.shape == reading.sides[0].shape:
        sides = (meaning, *reading.sides)
        base = replace(said(reading, text), read_as=equation(sides))
        finding = judged_sides(sides, base, grounds)
        return replace(finding, message=f"δ is taken for {spelled(meaning)}. {finding.message}".strip())
    best = judged_minimiser(reading, said(reading, text), grounds) if reading.sides else None
    if best is not None:
        return best
    defined = defined_sides(reading)
    base = replace(said(reading, text), read_as=equation((*defined[:1], *reading.sides)))
    alone = replace(not_judged(reading, text, grounds), read_as=equation(defined), sides=defined)
    if (
        not reading.defines
        or len(reading.sides) < 2
        or any(relation not in EQUALITIES for relation in reading.relations)
    ):
        return alone
    links = links_of(reading.sides, base, grounds, reading.sides[0], numbers_in(reading, grounds))
    return whole_chain((alone, *links), base)


def defined_sides(reading: Reading) -> tuple[Expr, ...]:
    """The two sides of the equation that a definition gives to the first name on its left; none where it gives none."""
    if not reading.defines or not reading.sides:
        return ()
    return Var(reading.defines[0], reading.sides[0].shape), reading.sides[0]
