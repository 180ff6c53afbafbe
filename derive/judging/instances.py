"""Claims that write out all entries of a vector: wᵀx = w₁x₁ + w₂x₂ + w₃x₃ is true of vectors of three entries.

A claim that fails for all sizes is judged once more with the size that the entries which it names tell: if it names
each of them from the first to the last, of every vector of that size. What is proved is proved for that size alone.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace

from derive.building import is_apply
from derive.checking import decide
from derive.constants import constant_value
from derive.findings import Finding
from derive.ir import Expr, Var, children, postorder
from derive.judging.grounds import Grounds, with_proof
from derive.resizing import resized
from derive.shapes import Size
from derive.verdicts import Proved

MOST_ENTRIES = 12


def for_sizes(finding: Finding, grounds: Grounds) -> Finding:
    """The finding of a claim; one that is refuted, but true of vectors of as many entries as it names, is proved so."""
    if finding.outcome != "refuted" or len(finding.sides) != 2:
        return finding
    told = told_sizes(*finding.sides)
    if not told or finding.sides[0].shape != finding.sides[1].shape:
        return finding
    scope = grounds.scope
    for name, number in told.items():
        scope = scope.unified(name, Size.of(number))
    left, right = (resized(side, {n: Size.of(k) for n, k in told.items()}) for side in finding.sides)
    verdict = decide(left, right, grounds.on(scope).bench)
    if not isinstance(verdict, Proved):
        return finding
    quiet = Finding(finding.outcome, finding.kind, finding.latex, read_as=finding.read_as, names=finding.names)
    found = with_proof(replace(quiet, choices=finding.choices, sides=finding.sides), verdict)
    return replace(found, sizes=[told])


def told_sizes(*sides: Expr) -> dict[str, int]:
    """The sizes with a name that tell themselves by the entries of vectors that are written out, and their numbers."""
    named: defaultdict[Var, set[int]] = defaultdict(set)
    for node in postorder(*sides):
        array, *at = children(node) if is_apply(node, "take") else (node,)
        number = constant_value(at[0]) if len(at) == 1 else None
        if isinstance(array, Var) and array.shape.rank == 1 and number is not None and number.denominator == 1:
            named[array].add(int(number))
    found: dict[str, set[int]] = {}
    for array, places in named.items():
        (name,) = array.shape.names if len(array.shape.names) == 1 else ("",)
        if name != str(array.shape.sizes[0]) or places != set(range(1, len(places) + 1)) or len(places) < 2:
            return {}
        found.setdefault(name, set()).add(len(places))
    if any(len(counts) > 1 or max(counts) > MOST_ENTRIES for counts in found.values()):
        return {}
    return {name: counts.pop() for name, counts in found.items()}
