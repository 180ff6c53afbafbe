"""What a proof is: steps that turn the difference of two sides into 0, each of which can be re-checked by itself.

``difference = Σ multiplier · relation``, with three more kinds of steps: an argument of a function replaced by what it
is equal to, a factor that is not 0 multiplied on, and a sum opened. `applied` carries one out; it searches for nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

from derive.algebra import functions, matrices, rebuilding
from derive.algebra.cases import Fact, at_sign, contradict
from derive.algebra.core import FIRST_OPENED, Algebra
from derive.algebra.heads import Head
from derive.algebra.relations import matrix_size, relation
from derive.algebra.terms import Component, Index, Polynomial, Rational, add_to, is_bound, single
from derive.shapes import Size


class Unsound(Exception):
    """A step of a proof does not hold. The message says what is wrong."""


@dataclass(frozen=True)
class Multiple:
    """A multiple of a relation is subtracted: ``multiplier`` times the relation of ``head`` at ``at``, summed over the
    indices in ``bound``.
    """

    name: str
    head: Head
    at: tuple[Index, ...]
    multiplier: Polynomial
    bound: tuple[tuple[Index, Size], ...] = ()


@dataclass(frozen=True)
class Replacement:
    """f(u)^e is replaced by f(v)^e, where ``steps`` prove u = v: a multiple of their difference is subtracted."""

    head: Head
    at: tuple[Index, ...]
    exponent: Rational
    becomes: Polynomial
    steps: tuple[Step, ...]
    multiplier: Polynomial
    bound: tuple[tuple[Index, Size], ...] = ()


@dataclass(frozen=True)
class Cleared:
    """The difference is multiplied by a power of a base, which is not 0 because the difference divides by it."""

    component: Component
    exponent: Rational


@dataclass(frozen=True)
class Opened:
    """The difference is a sum over an index, and every term of the sum will be shown to be 0."""

    inside: Polynomial
    index: Index
    size: Size


@dataclass(frozen=True)
class Unwound:
    """The difference is multiplied by a matrix along one of its axes; the matrix has an inverse, which ``head`` is.

    ``before`` says that the axis takes the place of the matrix's columns, else of its rows.
    """

    head: Head
    axis: Index
    before: bool


@dataclass(frozen=True)
class Case:
    """What becomes of the difference where a number has one sign: ``steps`` show it to be 0, or it cannot have it.

    ``quotients`` are places of facts that say that a number is 0, with the multiples of these numbers that are
    subtracted first. ``impossible`` are places of facts with multipliers that contradict one another
    (`derive.algebra.cases.contradict`).
    """

    steps: tuple[Step, ...] = ()
    quotients: tuple[tuple[int, Polynomial], ...] = ()
    impossible: tuple[tuple[int, Rational], ...] = ()


@dataclass(frozen=True)
class Split:
    """The difference is 0 in each case: where the argument of a sign is positive, is 0, is negative."""

    head: Head
    at: tuple[Index, ...]
    cases: tuple[Case, ...]


Step: TypeAlias = Multiple | Replacement | Cleared | Opened | Unwound | Split
POINTWISE = (Multiple, Replacement, Cleared, Split)
"""The steps that hold for each value of the indices by itself, as a case does."""


def applied(algebra: Algebra, step: Step, difference: Polynomial, known: tuple[Fact, ...] = ()) -> Polynomial:
    """What is left of the difference after the step, where these facts are known. Raises `Unsound`."""
    if isinstance(step, Split):
        return _split(algebra, step, difference, known)
    if isinstance(step, Opened):
        if algebra.summed(step.inside, step.index, step.size) != difference:
            raise Unsound("what was opened is not the sum")
        return step.inside
    if isinstance(step, Unwound):
        return _unwound(algebra, step, difference)
    if isinstance(step, Cleared):
        _check_divisor(algebra, step, difference)
        return algebra.multiply(difference, single(step.component, step.exponent))
    result = dict(difference)
    add_to(result, instance(algebra, step), -1)
    return result


def _split(algebra: Algebra, step: Split, difference: Polynomial, known: tuple[Fact, ...]) -> Polynomial:
    """Nothing, where each of the three cases is closed."""
    if step.head.kind != "sign" or len(step.cases) != 3:
        raise Unsound("only the sign of a number is split on, in three cases")
    number = algebra.payload_at(step.head, step.at)
    atom = next(iter(next(iter(algebra.atom(step.head, step.at)))))[0]
    for value, case in zip((1, 0, -1), step.cases, strict=True):
        facts = (*known, (number, value))
        if case.impossible:
            if not contradict(algebra, facts, case.impossible):
                raise Unsound("a case is called impossible, and is not shown to be")
            continue
        if not all(isinstance(inner, POINTWISE) for inner in case.steps):
            raise Unsound("a step does not hold in one case alone")
        left = at_sign(algebra, difference, atom, value)
        for place, quotient in case.quotients:
            if not 0 <= place < len(facts) or facts[place][1]:
                raise Unsound("a multiple of a number is subtracted that is not known to be 0")
            left = algebra.subtracted(left, algebra.multiply(quotient, facts[place][0]))
        if after(algebra, case.steps, left, facts):
            raise Unsound("a difference is left in one case")
    return {}


def _unwound(algebra: Algebra, step: Unwound, difference: Polynomial) -> Polynomial:
    """Σ_k M_ik D_k or Σ_k D_k M_ki, for a matrix M that has an inverse: it is 0 for every i only where D is."""
    if step.head.kind != "inverse" or not 0 <= step.axis < FIRST_OPENED:
        raise Unsound("only a matrix that is inverted somewhere can be multiplied on, along a free axis")
    index, size = algebra.fresh(), matrix_size(step.head)
    place = (step.axis, index) if step.before else (index, step.axis)
    moved = algebra.renamed(difference, {step.axis: index})
    return algebra.summed(algebra.multiply(matrices.entry(algebra, step.head, *place), moved), index, size)


def instance(algebra: Algebra, step: Multiple | Replacement) -> Polynomial:
    """The multiple of a relation, or of the difference of two values of a function, that a step subtracts."""
    result = algebra.multiply(step.multiplier, _zero(algebra, step))
    for index, size in step.bound:
        result = algebra.summed(result, index, size)
    return result


def _zero(algebra: Algebra, step: Multiple | Replacement) -> Polynomial:
    if isinstance(step, Multiple):
        return relation(algebra, step.name, step.head, step.at)
    return _replaced(algebra, step)


def _replaced(algebra: Algebra, step: Replacement) -> Polynomial:
    """f(u)^e − f(v)^e at the indices of the step; equal matrices have equal inverses."""
    head = step.head
    if head.payload is None or not (head.is_slotted or head.kind == "inverse"):
        raise Unsound(f"{head.kind} has no argument that could be replaced")
    difference = algebra.subtracted(dict(head.payload), step.becomes)
    if after(algebra, step.steps, difference):
        raise Unsound(f"the new argument of {head.kind} is not shown to be equal to the old one")
    before = single(next(iter(next(iter(algebra.atom(head, step.at)))))[0], step.exponent)
    if head.kind == "inverse":
        matrix = algebra.renamed(step.becomes, {matrices.ROW: 0, matrices.COLUMN: 1})
        entry = matrices.inverse(algebra, matrix, matrix_size(head), step.at)
        return algebra.subtracted(before, functions.power(algebra, entry, step.exponent))
    argument = algebra.renamed(step.becomes, dict(enumerate(step.at)))
    return algebra.subtracted(before, rebuilding.power_of(algebra, head, argument, step.exponent))


def after(algebra: Algebra, steps: Sequence[Step], difference: Polynomial, known: tuple[Fact, ...] = ()) -> Polynomial:
    """What is left of the difference after all steps; nothing is left where they prove that it is 0."""
    for step in steps:
        difference = applied(algebra, step, difference, known)
    return difference


def _check_divisor(algebra: Algebra, step: Cleared, difference: Polynomial) -> None:
    """A base with a negative exponent in the difference, outside all sums, is not 0 where that has a value."""
    component = step.component
    if is_bound(component) or algebra.heads[component[0]].kind != "base":
        raise Unsound("only a base can be cleared")
    if not any(c == component and e < 0 for monomial in difference for c, e in monomial):
        raise Unsound("what was cleared is no denominator")
