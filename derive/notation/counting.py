"""Indices: what stands in a subscript as positions along axes, and the indices that are in force."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from derive import building
from derive.ir import Span
from derive.notation import lifting
from derive.notation.lifting import Value
from derive.shapes import Shape, Size

FREE_LETTERS = frozenset("ijklmnpqrst")
"""The letters that count something where no sum says so: the i of xᵢ, but not the h of bₕ, a part of the name."""

SLOT = "·"
"""What stands for the index in the name of a family: x⁽·⁾ is the name of all x⁽ⁱ⁾ together."""


@dataclass
class Index:
    """An index in force: of a sum that is being read, or one that the statement is meant for all values of.

    It runs from ``first`` over ``size`` numbers. ``value`` is set while a sum is written out term by term.
    """

    name: str
    size: Size | None = None
    value: int | None = None
    first: int = 1
    free: bool = False

    def fits(self, size: Size) -> bool:
        """Whether the index may run over the whole of an axis of that size."""
        return self.first == 1 and (self.size is None or self.size == size)

    @property
    def last(self) -> Size | None:
        """The last number it takes, where that is known."""
        return None if self.size is None else shifted(self.size, self.first - 1)


class FreeIndex(Exception):
    """An index occurs that no sum binds: the statement is meant for each of its values."""

    def __init__(self, name: str, span: Span) -> None:
        super().__init__(name)
        self.name = name
        self.span = span


class Unified(Exception):
    """Two sizes turn out to be one: the statement must be read again with the first written as the second."""

    def __init__(self, name: str, size: Size) -> None:
        super().__init__(name)
        self.name = name
        self.size = size


def told_sizes(one: Shape, other: Shape, makeshift: Collection[str]) -> list[tuple[str, Size]] | None:
    """The makeshift names of sizes in two shapes with the sizes that they have if the shapes are one; None if not."""
    if len(one.sizes) != len(other.sizes) or one.row != other.row:
        return None
    found: dict[str, Size] = {}
    for pair in zip(one.sizes, other.sizes, strict=True):
        first, second = (found.get(str(size), size) for size in pair)
        name = next((size for size in (first, second) if str(size) in makeshift), None)
        if first == second:
            continue
        if name is None:
            return None
        found[str(name)] = second if name is first else first
    return list(found.items())


@dataclass(frozen=True)
class Position:
    """A position along an axis: a sum of letters and a number, such as i, 2 or i + k − 1."""

    letters: Mapping[str, int] = field(default_factory=dict)
    number: int = 0

    @property
    def letter(self) -> str:
        """The letter that the position is; empty where it is more, or a number."""
        alone = self.number == 0 and list(self.letters.values()) == [1]
        return next(iter(self.letters)) if alone else ""


def positions(pieces: Sequence[str]) -> tuple[Position, ...]:
    """The positions in a subscript: ``ij`` and ``i,j`` are two, ``i+k-1`` is one; empty where it is none."""
    found: list[Position] = []
    segment: list[str] = []
    for piece in (*pieces, ","):
        if piece != ",":
            segment.append(piece)
            continue
        read = _sum(segment) if {"+", "-"} & set(segment) else _side_by_side(segment)
        if not read:
            return ()
        found.extend(read)
        segment = []
    return tuple(found)


def _side_by_side(segment: Sequence[str]) -> tuple[Position, ...]:
    if all(_is_letter(piece) or piece.isdigit() for piece in segment):
        return tuple(Position({piece: 1}) if _is_letter(piece) else Position({}, int(piece)) for piece in segment)
    return ()


def _sum(segment: Sequence[str]) -> tuple[Position, ...]:
    letters: dict[str, int] = {}
    number, sign = 0, 0
    for piece in segment if segment[0] in "+-" else ("+", *segment):
        if piece in ("+", "-"):
            if sign:
                return ()
            sign = 1 if piece == "+" else -1
        elif sign and _is_letter(piece):
            letters[piece] = letters.get(piece, 0) + sign
            sign = 0
        elif sign and piece.isdigit():
            number, sign = number + sign * int(piece), 0
        else:
            return ()
    return () if sign else (Position(letters, number),)


def _is_letter(piece: str) -> bool:
    return len(piece) == 1 and piece.isalpha()


MAX_DIGITS = 9
"""How many digits a number in a subscript may have to be a position."""


def compound_letters(pieces: Sequence[str]) -> frozenset[str]:
    """The letters that stand in sums with numbers, such as the t of t − 1: they label steps or layers."""
    found = {letter for position in positions(pieces) for letter in position.letters if position.number}
    return frozenset(found)


def shifted(size: Size, by: int) -> Size:
    """The size that is larger by a whole number, or smaller."""
    terms = dict(size.terms)
    terms[()] = terms.get((), 0) + by
    return Size(tuple(sorted((names, count) for names, count in terms.items() if count)))


def difference(a: Size, b: Size) -> Size:
    """The size a − b, whatever its sign."""
    return a + Size(tuple((names, -count) for names, count in b.terms))


def counted(index: Index) -> Value:
    """The numbers that an index takes, along its own axis."""
    assert index.size is not None
    numbers = building.positions(index.size)
    shift = index.first - 1
    return lifting.lifted(building.add(numbers, building.number(shift)) if shift else numbers, index.name)


def furthest(position: Position, indices: Mapping[str, Index]) -> Size | None:
    """The largest number that a position takes; None where an index in it has no size yet."""
    total = Size((((), position.number),) if position.number else ())
    for letter, coefficient in position.letters.items():
        index = indices[letter]
        end = index.last if coefficient > 0 else Size.of(index.first) if index.first > 0 else Size(())
        if end is None:
            return None
        total = total + Size(tuple((names, count * coefficient) for names, count in end.terms))
    return total


def is_within(last: Size, size: Size) -> bool | None:
    """Whether a position fits on an axis; None where that depends on sizes that are not known."""
    gap = difference(size, last).number
    return None if gap is None else gap >= 0
