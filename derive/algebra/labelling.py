"""Canonical names for bound indices: two sums that differ only in how their indices are called become one component.

A labelling is a renaming, so whatever it does the component keeps its value: a poor labelling makes equal sums look
different, never different ones equal. Colours are refined until they say which index is which; where they do not,
indices are told apart by trial, and of interchangeable ones only one is tried.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from derive.algebra.terms import BOUND, Atom, Component, Index, Rational, TooBig

Powers: TypeAlias = "Mapping[Atom, Rational]"
MOST_TRIALS = 2_000
"""How many labellings are tried at most for one component."""
MOST_WORK = 10_000
"""How many indices are told apart by trial at most in all components of one algebra."""


MOST_RENAMINGS, CLOSING = 12_000, 4
"""How many factors may be given other indices in one algebra, and as how many of them a sum counts that is closed."""


@dataclass
class Work:
    """How many indices may still be told apart by trial, and how many factors may still be given others."""

    left: int = MOST_WORK
    renamings: int = field(default_factory=lambda: MOST_RENAMINGS)

    def renames(self, count: int) -> None:
        """Note that so many factors are given other indices. Raises `TooBig`."""
        self.renamings -= count
        if self.renamings < 0:
            raise TooBig(f"more than {MOST_RENAMINGS:,} factors had to be given other indices")


def labelled(
    powers: Powers, sizes: Mapping[Index, int], symmetric: frozenset[int], work: Work | None = None
) -> Component:
    """The component that is the sum over the indices in ``sizes`` (all below 0) of the product of ``powers``.

    ``sizes`` gives each index the number of its size; ``symmetric`` are the heads whose indices have no order. Raises
    `TooBig` where it, or all that shares its ``work``, takes too many trials.
    """
    if len(sizes) == 1:
        ((index, size),) = sizes.items()
        return BOUND, (size,), _renamed(powers, {index: -1}, symmetric)
    search = _Search(powers, sizes, symmetric, work or Work())
    return search.best(search.refined(dict(sizes)))


def _renamed(powers: Powers, names: Mapping[Index, Index], symmetric: frozenset[int]) -> tuple[Any, ...]:
    result = []
    for (head, at), exponent in powers.items():
        now = [names.get(index, index) for index in at]
        result.append(((head, tuple(sorted(now) if head in symmetric else now)), exponent))
    return tuple(sorted(result))


class _Search:
    """The search for the smallest labelling of one component."""

    def __init__(self, powers: Powers, sizes: Mapping[Index, int], symmetric: frozenset[int], work: Work) -> None:
        self.powers, self.sizes, self.symmetric, self.work = powers, sizes, symmetric, work
        self.trials = 0
        self.places: dict[Index, list[tuple[Atom, Rational]]] = {index: [] for index in sizes}
        for atom, exponent in powers.items():
            for index in set(atom[1]) & sizes.keys():
                self.places[index].append((atom, exponent))

    def refined(self, colours: Mapping[Index, Any]) -> dict[Index, int]:
        """The coarsest colouring finer than this one in which indices of a colour see the same colours around them."""
        current = _ranks(colours)
        while True:
            finer = _ranks({i: (current[i], self._surroundings(i, current)) for i in current})
            if len(set(finer.values())) == len(set(current.values())):
                return finer
            current = finer

    def _surroundings(self, index: Index, colours: Mapping[Index, int]) -> tuple[Any, ...]:
        seen = []
        for (head, at), exponent in self.places[index]:
            around = [(0, 0) if i == index else (1, colours[i]) if i in colours else (2, i) for i in at]
            seen.append((head, exponent, tuple(sorted(around) if head in self.symmetric else around)))
        return tuple(sorted(seen))

    def best(self, colours: Mapping[Index, int]) -> Component:
        """The smallest component among the labellings that the colours leave open."""
        classes: dict[int, list[Index]] = {}
        for index, colour in colours.items():
            classes.setdefault(colour, []).append(index)
        open_classes = [members for _, members in sorted(classes.items()) if len(members) > 1]
        if not open_classes:
            return self._component(colours)
        found = []
        for chosen in self._distinct(open_classes[0]):
            self.trials += 1
            self.work.left -= len(colours)
            if self.trials > MOST_TRIALS:
                raise TooBig(f"more than {MOST_TRIALS} ways to name the indices of one sum")
            if self.work.left < 0:
                raise TooBig(f"more than {MOST_WORK:,} indices of sums had to be told apart by trial")
            split = {index: (colour, index != chosen) for index, colour in colours.items()}
            found.append(self.best(self.refined(split)))
        return min(found)

    def _distinct(self, members: Sequence[Index]) -> Iterator[Index]:
        """The members of a class, but of those that can be exchanged without any change only the first."""
        kept: list[Index] = []
        for index in members:
            if not any(self._interchangeable(index, other) for other in kept):
                kept.append(index)
                yield index

    def _interchangeable(self, i: Index, j: Index) -> bool:
        swap = {i: j, j: i}
        for (head, at), exponent in {*self.places[i], *self.places[j]}:
            now = [swap.get(index, index) for index in at]
            if self.powers.get((head, tuple(sorted(now) if head in self.symmetric else now))) != exponent:
                return False
        return True

    def _component(self, colours: Mapping[Index, int]) -> Component:
        order = sorted(colours, key=colours.__getitem__)
        names = {index: -1 - place for place, index in enumerate(order)}
        return BOUND, tuple(self.sizes[index] for index in order), _renamed(self.powers, names, self.symmetric)


def _ranks(colours: Mapping[Index, Any]) -> dict[Index, int]:
    rank = {colour: number for number, colour in enumerate(sorted(set(colours.values())))}
    return {index: rank[colour] for index, colour in colours.items()}
