"""What is put in for names: short numbers that avoid accidental truths, and sizes that are small and distinct.

A number such as 0, 1 or ½, an entry that stands twice, or a size 1 can make a wrong claim true; so can x = 2 in
x² = 2x, which is why the points differ from one another in every name, in signs and in sizes.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Collection, Iterator, Mapping
from fractions import Fraction
from functools import partial
from itertools import count, cycle, islice
from typing import Any, TypeAlias

import numpy as np

from derive.arrays import filled
from derive.declared import as_declared
from derive.indexing import last_position, least_sizes, positions_among
from derive.ir import Var
from derive.lowering import NoValue
from derive.shapes import Size
from derive.tapes import Tape

Point: TypeAlias = dict[Var, Any]
Supply: TypeAlias = Iterator[Fraction]
Facts: TypeAlias = Mapping[Var, frozenset[str]]

SHORT = (
    *map(Fraction, ("3", "2", "-3/2", "5/2", "-2/3", "4/3", "-5/3", "3/4", "7/2", "-5/4", "1/3")),
    *map(Fraction, ("-7/4", "4", "-1/4", "7/3", "-8/3", "5", "-9/4", "6/5", "-4/5", "8/5", "-7/5")),
)
"""Numbers for a first point, which a person can put in by hand; no two of the same size, so that signs may go."""
MANY = 200
"""How many numbers are drawn for a point before they come again."""
MOST_RAISED = 50
"""How often a size is made larger until every size that is computed from the sizes is positive."""


def numbered(sizes: Collection[Size], start: int = 0) -> dict[str, int]:
    """A number for each name of a size, from 2 on, no two the same; from another ``start`` they are other numbers.

    Sizes that are computed from them are positive. Raises `NoValue` where no such numbers are found.
    """
    names = sorted({name for size in sizes for name in size.names})
    return _positive(dict(zip(names, count(2 + start), strict=False)), sizes, ())


def sizes_of(tape: Tape, start: int = 0) -> dict[str, int]:
    """A number for each size of a tape, distinct also from those that are numbers, and large enough.

    A size must reach as far as a position that is a number (x_3), and sizes computed from it (T − 1) must be positive.
    From an odd start the sizes grow the other way, since XᵀX is singular wherever X has more columns than rows.
    Raises `NoValue` where no such numbers are found.
    """
    if not tape.named:
        return {}
    fixed, least = {size.number for size in tape.sizes}, least_sizes(tape.nodes)
    found: dict[str, int] = {}
    for name in reversed(tape.named) if start % 2 else tape.named:
        found[name] = _free(max(2 + start, least.get(name, 0)), fixed.union(found.values()))
    return _positive(found, tape.sizes, fixed)


def _free(least: int, taken: Collection[int | None]) -> int:
    return next(k for k in count(least) if k not in taken)


def _positive(found: dict[str, int], sizes: Collection[Size], fixed: Collection[int | None]) -> dict[str, int]:
    """The numbers, where some are raised until no size that is computed from them is 0 or less: n for 1 + n − k.

    Raises `NoValue` where none are found.
    """
    for _ in range(MOST_RAISED):
        short = next((size for size in sizes if size.value(found) < 1), None)
        if short is None:
            return found
        for name in sorted(short.names):
            others = {k for other, k in found.items() if other != name}
            more = {**found, name: _free(found[name] + 1, others.union(fixed))}
            if short.value(more) > short.value(found):
                found = more
                break
        else:
            break
    raise NoValue(f"no small sizes are found for which {short} is positive")


def sizes_alike(tape: Tape) -> dict[str, int]:
    """2 for every size of a tape, as far as positions and computed sizes allow; else those of `sizes_of`."""
    least = least_sizes(tape.nodes)
    found = {name: max(2, least.get(name, 0)) for name in tape.named}
    return found if all(size.value(found) > 0 for size in tape.sizes) else sizes_of(tape)


def short() -> Supply:
    """Short numbers of both signs, and decimals after them."""
    yield from SHORT
    yield from signed_tenths(random.Random(2))


def turned() -> Supply:
    """The same numbers in other places, where every second one has the other sign."""
    for place, (number, other) in enumerate(zip(SHORT, (*SHORT[1:], SHORT[0]), strict=True)):
        yield _signed(abs(other), like=number, flipped=place % 2 == 0)
    yield from signed_tenths(random.Random(3))


def crossed(rng: random.Random) -> Supply:
    """Decimals up to 3, where those have the other sign that do not have it among the turned ones."""
    for place, (number, other) in enumerate(zip(SHORT, signed_tenths(rng), strict=False)):
        yield _signed(abs(other), like=number, flipped=place % 2 == 1)
    yield from signed_tenths(rng)


def _signed(number: Fraction, like: Fraction, flipped: bool) -> Fraction:
    return -number if (like < 0) != flipped else number


def fractions(rng: random.Random, steps: tuple[int, ...] = (10, 100)) -> Supply:
    """Decimals between 0 and 1, without ½, no two the same for long; tenths often add up to one another."""
    for step in steps:
        numbers = [k for k in range(1, step) if 2 * k != step and 10 * k % step + (step == 10)]
        rng.shuffle(numbers)
        yield from (Fraction(k, step) for k in numbers)
    while True:
        yield Fraction(rng.randint(1, 999), 1000)


def signed_tenths(rng: random.Random) -> Supply:
    """Decimals of both signs up to 3."""
    while True:
        yield Fraction(rng.choice((-1, 1)) * rng.choice([k for k in range(1, 30) if k % 10 and k != 5]), 10)


def signed(rng: random.Random, most: int) -> Supply:
    """Decimals of both signs, whose sizes are spread up to a number."""
    while True:
        yield Fraction(rng.choice((-1, 1)) * rng.randint(1, 97 * most), 97)


def large(rng: random.Random) -> Supply:
    """Whole numbers from 10 on, no two the same."""
    numbers = list(range(11, 99))
    rng.shuffle(numbers)
    yield from map(Fraction, numbers)
    while True:
        yield Fraction(rng.randint(100, 9_999))


_FIRST: tuple[Callable[[], Supply], ...] = (
    short,
    turned,
    lambda: fractions(random.Random(1)),
    lambda: crossed(random.Random(4)),
)


FIRST: tuple[Callable[[], Supply], ...] = tuple(partial(cycle, tuple(islice(supply(), MANY))) for supply in _FIRST)
"""The points that are always tried."""
OTHERS: tuple[Callable[[], Supply], ...] = (
    lambda: fractions(random.Random(5), (100,)),
    lambda: large(random.Random(6)),
    lambda: fractions(random.Random(7), (100,)),
    lambda: (-number for number in fractions(random.Random(8), (100,))),
    lambda: (1 + number for number in fractions(random.Random(9), (100,))),
    lambda: large(random.Random(10)),
)
"""Where the first ones have no values: between 0 and 1, below 0, between 1 and 2, and large."""
LATER: tuple[Callable[[], Supply], ...] = (
    *(lambda: fractions(random.Random(11), (100,)), lambda: signed(random.Random(12), 4)),
    *(lambda: signed(random.Random(13), 1), lambda: signed(random.Random(14), 16)),
    *(lambda: (3 * number for number in fractions(random.Random(15), (100,))), lambda: signed(random.Random(16), 2)),
    *(lambda: signed(random.Random(17), 8), lambda: fractions(random.Random(18), (100,))),
)
"""For claims that no point refuted and that were not proved: small and large numbers, so that all cases come up."""


class Pointing:
    """How points are made for a tape at sizes: as declared, positions as whole numbers that point somewhere."""

    def __init__(self, tape: Tape, facts: Facts) -> None:
        self.tape, self.facts = tape, facts
        self._bounds: Mapping[Var, tuple[Size, ...]] = positions_among(tape.nodes)

    @property
    def discrete(self) -> frozenset[Var]:
        """The names whose values are whole numbers by what they are: positions and one-hot arrays."""
        hot = (v for v, known in self.facts.items() if "one-hot" in known)
        return frozenset((*self._bounds, *hot))

    def drawn(self, supply: Supply, sizes: Mapping[str, int], dominant: bool = False) -> Point:
        """A point from a supply of numbers; ``dominant``: with square matrices that are certainly regular."""
        return self.made(lambda v, shape: _dominant(v, shape, supply) if dominant else _filled(shape, supply), sizes)

    def made(self, make: Callable[[Var, tuple[int, ...]], Any], sizes: Mapping[str, int]) -> Point:
        """A point from a rule for what each name is; declared facts are seen to, and positions count down."""
        point = {}
        for v in self.tape.inputs:
            shape = v.shape.numbers(sizes)
            end = last_position(v, self._bounds, sizes)
            value = make(v, shape) if end is None else _counting_down(shape, end)
            point[v] = as_declared(value, self.facts.get(v, frozenset()))
        return point


def _filled(shape: tuple[int, ...], supply: Supply) -> Any:
    return filled(shape, lambda _: next(supply))


def _counting_down(shape: tuple[int, ...], end: int) -> Any:
    numbers = (Fraction(end - k % end) for k in count())
    return filled(shape, lambda _: next(numbers))


def _dominant(v: Var, shape: tuple[int, ...], supply: Supply) -> Any:
    """Numbers from the supply, with larger ones on the diagonal of a square matrix."""
    result = _filled(shape, supply)
    if v.shape.rank == 2 and v.shape.sizes[0] == v.shape.sizes[1]:
        for k in range(shape[0]):
            most = sum(map(abs, np.concatenate((result[k], result[:, k]))))
            result[k, k] += 1 + most
    return result
