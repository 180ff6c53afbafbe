"""Proof by cases: which sign to split on next, which signs contradict one another, what is divided away at 0.

What is found is a step of `derive.algebra.proofs`, so that it can be replayed without this.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations, product

from derive.algebra.cases import WITHIN, Fact, at_sign, contradict
from derive.algebra.core import Algebra
from derive.algebra.heads import Head
from derive.algebra.proofs import POINTWISE, Case, Split, Step
from derive.algebra.terms import (
    Component,
    Index,
    Monomial,
    NotCovered,
    Polynomial,
    Rational,
    add_to,
    is_bound,
    simple,
    times,
)

MOST_CASES = 300
"""How many cases one proof may look at."""
MOST_FACTS = 3
"""How many facts a contradiction is looked for among."""
MOST_DIVISIONS = 200
"""How many terms are divided by a number that is 0."""

Reduce = Callable[[Polynomial], tuple[Polynomial, list[Step]]]


@dataclass
class Splitter:
    """Looks for a proof by cases; ``reduce`` brings a polynomial as far as it comes without any."""

    algebra: Algebra
    reduce: Reduce
    left: int = MOST_CASES

    def split(self, difference: Polynomial, known: tuple[Fact, ...] = ()) -> Split | None:
        """A split that shows that the difference is 0; None where none is found."""
        found = next(signs(self.algebra, difference), None)
        if found is None:
            return None
        head, at = found
        number, cases = self.algebra.payload_at(head, at), []
        atom = next(iter(next(iter(self.algebra.atom(head, at)))))[0]
        for value in (1, 0, -1):
            self.left -= 1
            if self.left < 0:
                return None
            facts = (*known, (number, value))
            impossible = contradiction(self.algebra, facts)
            case = Case(impossible=impossible) if impossible else self._case(difference, atom, facts)
            if case is None:
                return None
            cases.append(case)
        return Split(head, at, tuple(cases))

    def _case(self, difference: Polynomial, atom: Component, facts: tuple[Fact, ...]) -> Case | None:
        try:
            here = at_sign(self.algebra, difference, atom, facts[-1][1])
        except (NotCovered, ZeroDivisionError):
            return None
        quotients = []
        zero = solved(self.algebra, facts)
        for place in list(zero) * len(zero):
            here, quotient = divided(self.algebra, here, facts[place][0], zero[place])
            if quotient:
                quotients.append((place, quotient))
        here, steps = self.reduce(here)
        if not all(isinstance(step, POINTWISE) for step in steps):
            return None
        if here:
            inner = self.split(here, facts)
            if inner is None:
                return None
            steps = [*steps, inner]
        return Case(tuple(steps), tuple(quotients))


def signs(algebra: Algebra, polynomial: Polynomial) -> Iterator[tuple[Head, tuple[Index, ...]]]:
    """The signs that stand in no sum, those in the arguments of others first."""
    for monomial in sorted(polynomial, key=sorted):
        for component, _ in sorted(monomial):
            if is_bound(component) or algebra.heads[component[0]].kind not in WITHIN:
                continue
            head, at = algebra.heads[component[0]], component[1]
            yield from signs(algebra, algebra.payload_at(head, at))
            if head.kind == "sign":
                yield head, at


def contradiction(algebra: Algebra, facts: tuple[Fact, ...]) -> tuple[tuple[int, Rational], ...]:
    """A combination of the last fact and a few others that shows that they contradict one another; empty for none."""
    newest = len(facts) - 1
    for count in range(MOST_FACTS):
        for others in combinations(range(newest), count):
            chosen = (*others, newest)
            for factors in product(*((1, 2) if facts[place][1] else (1, -1, 2, -2) for place in chosen)):
                combined = tuple(zip(chosen, factors, strict=True))
                if contradict(algebra, facts, combined):
                    return combined
    return ()


def divided(
    algebra: Algebra, polynomial: Polynomial, number: Polynomial, leading: Component
) -> tuple[Polynomial, Polynomial]:
    """What is left of a polynomial where a number is 0, and by which multiple of the number it is less."""
    factor = number[frozenset(((leading, 1),))]
    left, quotient = dict(polynomial), dict[Monomial, Rational]()
    for _ in range(MOST_DIVISIONS):
        found = next((m for m in left if _holds(m, leading)), None)
        if found is None:
            break
        term = {times(found, frozenset(((leading, -1),))): simple(Fraction(left[found]) / factor)}
        add_to(quotient, term)
        add_to(left, algebra.multiply(term, number), -1)
    return left, quotient


def _holds(monomial: Monomial, component: Component) -> bool:
    return any(c == component and isinstance(e, int) and e > 0 for c, e in monomial)


def solved(algebra: Algebra, facts: tuple[Fact, ...]) -> dict[int, Component]:
    """The facts that say that a number is 0, each with an atom that is a term of it, and of none that came before."""
    found: dict[int, Component] = {}
    for place, (number, value) in enumerate(facts):
        for monomial in sorted(number, key=sorted) if not value else ():
            component, exponent = next(iter(monomial), (None, 0))
            others = [c for m in number if m != monomial for c, _ in m]
            alone = len(monomial) == 1 and exponent == 1 and component not in (*others, *found.values())
            if component is not None and alone and not is_bound(component):
                found[place] = component
                break
    return found
