"""Sums of products of entries: indices, atoms, components, monomials, polynomials, as plain hashable data.

An *index* is an integer: from 0 on it is visible outside (a free axis, a slot of an argument, an opened sum), below 0
it is bound inside its component; from `FIXED` on it is a position written as a number, from `RESERVED` on one of an
array's own axes, from `NAMED` on a name. An *atom* is a head (by number) with its indices. A *component* is an atom, or
the sum over bound indices of a product of powers of atoms that hang together. A *monomial* is a set of powers of
components, a *polynomial* maps monomials to rational numbers, without zeros. Nothing here knows what a head means.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from typing import Any, TypeAlias

Index: TypeAlias = int
Rational: TypeAlias = "int | Fraction"
Atom: TypeAlias = tuple[int, tuple[Index, ...]]
Component: TypeAlias = tuple[Any, ...]
"""An atom ``(head, indices)``, or ``(BOUND, sizes, ((atom, exponent), …))``."""
Monomial: TypeAlias = "frozenset[tuple[Component, Rational]]"
Polynomial: TypeAlias = "dict[Monomial, Rational]"

BOUND = -1
"""What stands in the place of a head in a component with bound indices."""
DIGITS = 100_000_000
"""From here on, up to `FIXED`, an index is a digit of another one."""
FIXED = 1_000_000_000
"""From here on an index is a position: ``FIXED + k`` is the k-th."""
RESERVED = 2_000_000_000
"""From here on an index is one that a function of a whole array runs over, in its payload."""
NAMED = 3_000_000_000
"""From here on an index is a name that stands for a position."""
UNIT: Monomial = frozenset()

LARGEST_POWER = 16
"""The largest power of a sum that is multiplied out."""
MOST_TERMS = 6_000
"""The largest number of terms that a polynomial may have."""
MOST_PRODUCTS = 100_000
"""How many products of terms one comparison may take."""
LONGEST = 20_000
"""The largest number of bits that a coefficient may have, above or below its fraction bar."""


class TooBig(Exception):
    """A polynomial grew beyond a budget. The message says which."""


class NotCovered(Exception):
    """Something occurs that the algebra has no way to write. The message says what."""


def index_rank(index: Index) -> tuple[int, Index]:
    """Orders indices that are equal to one another: a number says most, then a name; a digit says least."""
    rank = 0 if FIXED <= index < RESERVED else 1 if index >= NAMED else 3 if DIGITS <= index < FIXED else 2
    return rank, index


def is_bound(component: Component) -> bool:
    """Whether a component is a sum over bound indices, and no atom."""
    return bool(component[0] == BOUND)


def atoms_of(component: Component) -> Iterable[tuple[Atom, Rational]]:
    """The atoms of a component with their exponents."""
    return component[2] if is_bound(component) else (((component[0], component[1]), 1),)


def copies(component: Component, exponent: Rational) -> int:
    """How often a sum stands as a factor; an atom counts once, whatever its exponent. Raises `NotCovered`."""
    count = exponent if is_bound(component) else 1
    if not isinstance(count, int) or not 0 < count <= LARGEST_POWER:
        raise NotCovered(f"it holds a sum to the power {count} within a sum")
    return count


def mentions(component: Component, index: Index) -> bool:
    """Whether an index that is visible outside occurs in a component."""
    if component[0] != BOUND:
        return index in component[1]
    return any(index in atom[1] for atom, _ in component[2])


def free_indices(polynomial: Polynomial) -> set[Index]:
    """The indices that are visible outside and stand for no position; those of an array's own axes are among them."""
    return {
        index
        for monomial in polynomial
        for component, _ in monomial
        for (_, at), _ in atoms_of(component)
        for index in at
        if 0 <= index < FIXED or RESERVED <= index < NAMED
    }


def simple(value: Rational) -> Rational:
    """The number, as an integer where it is one."""
    return value.numerator if type(value) is Fraction and value.denominator == 1 else value


def constant(value: Rational) -> Polynomial:
    """A number."""
    return {UNIT: simple(value)} if value else {}


def single(component: Component, exponent: Rational = 1, coefficient: Rational = 1) -> Polynomial:
    """A power of one component."""
    return {frozenset(((component, exponent),)): coefficient}


def as_number(polynomial: Polynomial) -> Rational | None:
    """The number that a polynomial is, or None."""
    if not polynomial:
        return 0
    return polynomial[UNIT] if len(polynomial) == 1 and UNIT in polynomial else None


def times(m: Monomial, n: Monomial) -> Monomial:
    """The product of two monomials, as powers of the same components."""
    if not m or not n:
        return m or n
    powers = dict(m)
    for component, exponent in n:
        total = powers.get(component, 0) + exponent
        if total:
            powers[component] = simple(total)
        else:
            del powers[component]
    return frozenset(powers.items())


def add_to(total: Polynomial, polynomial: Mapping[Monomial, Rational], factor: Rational = 1) -> None:
    """Add a multiple of a polynomial to ``total``, in place. Raises `TooBig`."""
    for monomial, coefficient in polynomial.items():
        value = total.get(monomial, 0) + coefficient * factor
        if value:
            total[monomial] = simple(value)
        else:
            total.pop(monomial, None)
    if len(total) > MOST_TERMS:
        raise TooBig(f"more than {MOST_TERMS} terms")


def added(*polynomials: Polynomial) -> Polynomial:
    """The sum. Raises `TooBig`."""
    total: Polynomial = {}
    for polynomial in polynomials:
        add_to(total, polynomial)
    return total


def scaled(polynomial: Polynomial, factor: Rational) -> Polynomial:
    """A multiple."""
    return {m: simple(c * factor) for m, c in polynomial.items()} if factor else {}


def bounded(value: Rational) -> Rational:
    """The number, unless it is too long. Raises `TooBig`."""
    if type(value) is int and -DIGITS < value < DIGITS:
        return value
    if value.numerator.bit_length() > LONGEST or value.denominator.bit_length() > LONGEST:
        raise TooBig(f"a number of more than {LONGEST} bits")
    return value


def frozen(polynomial: Polynomial) -> frozenset[tuple[Monomial, Rational]]:
    """The polynomial as a hashable value."""
    return frozenset(polynomial.items())


def sort_key(polynomial: Polynomial) -> tuple[Any, ...]:
    """A key that orders polynomials the same way in every run of the same computation."""
    return tuple(sorted((monomial_key(m), c) for m, c in polynomial.items()))


def monomial_key(monomial: Monomial) -> tuple[Any, ...]:
    """A key that orders monomials."""
    return tuple(sorted(monomial))


def in_order(polynomial: Polynomial) -> Iterator[tuple[Monomial, Rational]]:
    """The terms in an order that does not depend on how they were found."""
    return iter(sorted(polynomial.items(), key=lambda term: monomial_key(term[0])))
