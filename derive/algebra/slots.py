"""The order in which the indices of an argument become its slots: the same for arguments that differ in them alone."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import permutations

from derive.algebra.terms import Index, Polynomial, atoms_of

MOST_ORDERS = 24
"""How many orders are tried at most."""
MOST_ALIKE = 4
"""Among more indices than this that look alike, their own order is taken."""


def orders_of(
    polynomial: Polynomial, indices: Sequence[Index], symmetric: set[int]
) -> tuple[list[tuple[Index, ...]], bool]:
    """The orders that are left open by how the indices look, and whether all of them look alike."""
    looks = {i: _look(polynomial, i, symmetric) for i in indices}
    groups: list[list[Index]] = []
    for i in sorted(indices, key=looks.__getitem__):
        if groups and looks[groups[-1][0]] == looks[i]:
            groups[-1].append(i)
        else:
            groups.append([i])
    orders: list[tuple[Index, ...]] = [()]
    for group in groups:
        ways = list(permutations(group)) if len(group) <= MOST_ALIKE else [tuple(group)]
        orders = [(*order, *way) for order in orders for way in ways]
    return orders[:MOST_ORDERS], len(groups) == 1


def _look(polynomial: Polynomial, index: Index, symmetric: set[int]) -> tuple[object, ...]:
    """What can be said of an index without naming the others: in which terms and where it stands."""
    seen = []
    for monomial, coefficient in polynomial.items():
        for component, exponent in monomial:
            for (head, at), own in atoms_of(component):
                if index in at:
                    places = () if head in symmetric else tuple(k for k, i in enumerate(at) if i == index)
                    seen.append((head, places, own, exponent, coefficient, len(monomial)))
    return tuple(sorted(seen))
