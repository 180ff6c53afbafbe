"""A number beside a matrix or a column of one entry: equal where that entry is taken as a number."""

from __future__ import annotations

from dataclasses import replace

from derive import conventions
from derive.building import is_apply, total
from derive.checking import decide
from derive.findings import Finding
from derive.ir import Expr, postorder
from derive.judging.grounds import Grounds, equation, with_proof
from derive.squeezing import squeezed_shape
from derive.verdicts import Proved

NAME = "1x1-scalar"
"""The convention under which this is true."""


def of_one_entry(sides: tuple[Expr, Expr], base: Finding, grounds: Grounds) -> Finding | None:
    """The finding for a number and an array of one entry that are equal as numbers; None for all other sides.

    Strictly the two are not equal: they differ in their shape. Nothing is found where the entry differs, too, and for
    derivatives, of which `derive.judging.reinterpreting` also tells what they are in scope.
    """
    left, right = sides
    shapes = left.shape, right.shape
    if left.shape.is_scalar == right.shape.is_scalar or not all(squeezed_shape(shape).is_scalar for shape in shapes):
        return None
    if any(is_apply(node, "total") for node in postorder(*sides)):
        return None
    verdict = decide(total(left), total(right), grounds.bench, total(left))
    if not isinstance(verdict, Proved):
        return None
    words = next(convention.words for convention in conventions.ordered() if convention.name == NAME)
    finding = with_proof(replace(base, read_as=equation(sides), verdict=verdict, sides=sides), verdict)
    return replace(finding, outcome="convention", conventions=(NAME,), message=f"true {words}")
