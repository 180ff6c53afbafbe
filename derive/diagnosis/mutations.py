"""Diagnosis by mutation: change the right formula in the ways people go wrong, and see which change gives the claim.

A mutation is recognised by its values at a point, in balls; a mistake is named only where the changed formula and the
claim cannot be told apart there and the right formula can. What is found explains the claim; it proves nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from derive import building, resizing
from derive.building import is_apply
from derive.ir import Expr, children
from derive.matching import places


@dataclass(frozen=True)
class Mutant:
    """A changed formula: the kind of mistake, what was changed in words, and the formula."""

    kind: str
    message: str
    expr: Expr


def mutants(right: Expr) -> Iterator[Mutant]:
    """The single mistakes that can be made in a right formula, the commonest first."""
    yield Mutant("sign", "the sign is the wrong way round", building.neg(right))
    yield from _signs(right)
    yield from _means(right)
    yield from _factors(right)
    yield from _constants(right)
    yield from _terms(right)
    yield from _transposes(right)


def _signs(right: Expr) -> Iterator[Mutant]:
    """One minus sign lost, or one put in, anywhere in the formula."""
    for place, part in places(right):
        if is_apply(part, "neg"):
            inner = children(part)[0]
            yield Mutant("sign", "a minus sign was lost", building.replace_at(right, place, inner))
        elif is_apply(part, "add"):
            for index, term in enumerate(children(part)):
                flipped = children(term)[0] if is_apply(term, "neg") else building.neg(term)
                changed = building.replace_at(right, (*place, index), flipped)
                yield Mutant("sign", "the sign of a term is the wrong way round", changed)


def _factors(right: Expr) -> Iterator[Mutant]:
    """One factor lost from a product."""
    for place, part in places(right):
        if is_apply(part, "mul"):
            for index in range(len(children(part))):
                rest = building.mul(*(f for i, f in enumerate(children(part)) if i != index))
                if rest.shape == part.shape:
                    changed = building.replace_at(right, place, rest)
                    yield Mutant("missing-factor", "a factor is missing", changed)
                    if is_apply(building.unwrapped(children(part)[index]), "add"):
                        # −(y − a) x is (a − y) x: the sign goes with the difference that was lost.
                        yield Mutant("missing-factor", "a factor is missing", building.neg(changed))


def _constants(right: Expr) -> Iterator[Mutant]:
    """A constant factor too many or too few."""
    for value, word in (("2", "2"), ("1/2", "½")):
        yield Mutant("factor", f"there is a factor {word} too many", building.mul(building.number(value), right))


def _means(right: Expr) -> Iterator[Mutant]:
    """A sum for a mean, or a mean for a sum: more telling than the factor 1/n that is missing or too many."""
    for name in resizing.size_names(right):
        n = building.extent(name)
        yield Mutant("sum-mean", f"the mean over {name} was taken as a sum", building.mul(n, right))
        lost = building.mul(building.div(building.ONE, n), right)
        yield Mutant("sum-mean", f"the sum over {name} was taken as a mean", lost)


def _terms(right: Expr) -> Iterator[Mutant]:
    """One term lost from a sum."""
    for place, part in places(right):
        if is_apply(part, "add"):
            for index in range(len(children(part))):
                rest = building.add(*(t for i, t in enumerate(children(part)) if i != index))
                if rest.shape == part.shape:
                    changed = building.replace_at(right, place, rest)
                    yield Mutant("missing-term", "a term is missing", changed)


def _transposes(right: Expr) -> Iterator[Mutant]:
    if right.shape.rank in (1, 2):
        yield Mutant("transpose", "the whole gradient is transposed", building.transpose(right))
