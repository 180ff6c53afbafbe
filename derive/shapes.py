"""Sizes and shapes: what an expression's type is.

A *size* is an exact polynomial in size names with integer coefficients (``3``, ``m``, ``2*h + 1``), kept in normal
form so that equal sizes compare equal. A *shape* is a tuple of sizes; a rank-1 shape also says whether the vector
stands as a column or as a row, because ``w^T x`` is a number and ``x w^T`` is a matrix.

A named size never equals a number: ``m`` is not 1, even where a model happens to be used with one feature.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

Monomial: TypeAlias = tuple[str, ...]


class ShapeError(Exception):
    """Two shapes do not fit. The message says which operator, what it was given and what it needs."""


class UnknownSize(Exception):
    """A size has a name for which no number was given."""


@dataclass(frozen=True)
class Size:
    """A polynomial in size names, as sorted ``(monomial, coefficient)`` pairs without zero coefficients."""

    terms: tuple[tuple[Monomial, int], ...]

    @staticmethod
    def of(value: int | str | Size) -> Size:
        """The size that is a number (at least 1) or a single name."""
        if isinstance(value, Size):
            return value
        if isinstance(value, str):
            return Size((((value,), 1),))
        if value < 1:
            raise ShapeError(f"a size is at least 1, not {value}")
        return Size((((), value),))

    @staticmethod
    def _collect(terms: Iterable[tuple[Monomial, int]]) -> Size:
        sums: dict[Monomial, int] = {}
        for monomial, coefficient in terms:
            sums[monomial] = sums.get(monomial, 0) + coefficient
        return Size(tuple(sorted((m, c) for m, c in sums.items() if c)))

    def __add__(self, other: Size) -> Size:
        return Size._collect((*self.terms, *other.terms))

    def __mul__(self, other: Size) -> Size:
        return Size._collect((tuple(sorted(m1 + m2)), c1 * c2) for m1, c1 in self.terms for m2, c2 in other.terms)

    def over(self, other: Size) -> Size | None:
        """The size that times ``other`` is this one; None where there is none, or ``other`` is a sum and not equal."""
        if self == other:
            return ONE
        if len(other.terms) != 1:
            return None
        ((names, factor),) = other.terms
        quotients: list[tuple[Monomial, int]] = []
        for monomial, coefficient in self.terms:
            left, needed = Counter(monomial), Counter(names)
            if coefficient % factor or needed - left:
                return None
            quotients.append((tuple(sorted((left - needed).elements())), coefficient // factor))
        return Size._collect(quotients)

    @cached_property
    def number(self) -> int | None:
        """The size as a number, or None where a name occurs in it."""
        if not self.terms:
            return 0
        if len(self.terms) == 1 and self.terms[0][0] == ():
            return self.terms[0][1]
        return None

    @cached_property
    def names(self) -> frozenset[str]:
        """The size names that occur."""
        return frozenset(name for monomial, _ in self.terms for name in monomial)

    @property
    def is_positive(self) -> bool:
        """Whether it is at least 1 whatever its names are, which are at least 1: n + K − 1 is, N − K + 1 is not."""
        grows = all(count > 0 for monomial, count in self.terms if monomial)
        return grows and sum(count for _, count in self.terms) >= 1

    def with_sizes(self, sizes: Mapping[str, Size]) -> Size:
        """The size with other sizes put in for names."""
        total = Size(())
        for monomial, coefficient in self.terms:
            product = Size((((), coefficient),))
            for name in monomial:
                product = product * sizes.get(name, Size.of(name))
            total = total + product
        return total

    def value(self, sizes: Mapping[str, int]) -> int:
        """The number that the size is under ``sizes``; raises `UnknownSize` where a name is missing."""
        total = 0
        for monomial, coefficient in self.terms:
            product = coefficient
            for name in monomial:
                if name not in sizes:
                    raise UnknownSize(f"no number is given for the size {name}")
                product *= sizes[name]
            total += product
        return total

    def __str__(self) -> str:
        text = ""
        # A negative term stands first only where there is no other: T - 1.
        for monomial, coefficient in sorted(self.terms, key=lambda term: term[1] < 0):
            factors = [] if abs(coefficient) == 1 and monomial else [str(abs(coefficient))]
            sign = ("-" if coefficient < 0 else "") if not text else (" - " if coefficient < 0 else " + ")
            text += sign + "·".join([*factors, *monomial])
        return text or "0"


ONE = Size.of(1)


@dataclass(frozen=True)
class Shape:
    """The sizes along each axis; a vector is a column unless ``row`` says otherwise."""

    sizes: tuple[Size, ...] = ()
    row: bool = False

    def __post_init__(self) -> None:
        if self.row and len(self.sizes) != 1:
            raise ShapeError("only a vector can stand as a row")

    @staticmethod
    def of(*sizes: int | str | Size, row: bool = False) -> Shape:
        """The shape with these sizes; ``Shape.of()`` is a scalar."""
        return Shape(tuple(Size.of(size) for size in sizes), row)

    @property
    def rank(self) -> int:
        """The number of axes: 0 for a scalar, 1 for a vector, 2 for a matrix."""
        return len(self.sizes)

    @property
    def is_scalar(self) -> bool:
        """Whether this is a single number. A matrix declared 1×1 is not."""
        return not self.sizes

    @property
    def transposed(self) -> Shape:
        """The shape of the transpose: a column becomes a row, a scalar stays itself."""
        if self.rank == 1:
            return Shape(self.sizes, not self.row)
        return Shape(self.sizes[::-1])

    @cached_property
    def names(self) -> frozenset[str]:
        """The size names that occur."""
        return frozenset(name for size in self.sizes for name in size.names)

    def with_sizes(self, sizes: Mapping[str, Size]) -> Shape:
        """The shape with other sizes put in for names."""
        return Shape(tuple(size.with_sizes(sizes) for size in self.sizes), self.row)

    def numbers(self, sizes: Mapping[str, int]) -> tuple[int, ...]:
        """The array shape under ``sizes`` (orientation is not part of a NumPy array)."""
        return tuple([size.value(sizes) for size in self.sizes]) if self.sizes else ()

    def __str__(self) -> str:
        if self.is_scalar:
            return "scalar"
        if self.rank == 1:
            return f"(1, {self.sizes[0]})" if self.row else f"({self.sizes[0]}, 1)"
        return "(" + ", ".join(map(str, self.sizes)) + ")"


SCALAR = Shape()
