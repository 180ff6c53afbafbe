"""Digits: where the entry of a Kronecker product at a row stands in each of its factors.

Row i of A ⊗ B, counted from 0, is row i // p of A and row i mod p of B, where B has p rows: the two *digits* of i. A
digit is an index of its own, (i // stride) mod size, so that the entry of A ⊗ B is a product of plain atoms. Where i is
summed over, the digits that partition it are summed over instead; where i itself stands beside its digits, each digit
becomes a bound index with a factor that is 1 where it is that digit, and 0 elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol

from derive.algebra.heads import DELTA_NUMBER, Head, digest
from derive.algebra.terms import (
    DIGITS,
    FIXED,
    RESERVED,
    Component,
    Index,
    Monomial,
    NotCovered,
    Polynomial,
    Rational,
    add_to,
    atoms_of,
    constant,
    copies,
    is_bound,
    single,
)
from derive.shapes import ONE, Size


class Digit(NamedTuple):
    """(base // stride) mod size, counted from 0; ``base`` is an index of an axis of ``whole`` entries, and no digit."""

    base: Index
    stride: Size
    size: Size
    whole: Size


@dataclass
class Digits:
    """The digits of one algebra, each with the number by which it stands as an index."""

    known: dict[Index, Digit] = field(default_factory=dict)
    _numbers: dict[Digit, Index] = field(default_factory=dict)
    _of: dict[Index, list[Index]] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.known)

    def digit(self, index: Index, stride: Size, size: Size, whole: Size) -> Index:
        """A digit of an index as an index: of a digit a digit of its base, of a number a number where that is known.

        Raises `NotCovered` where a digit has not as many entries as are divided.
        """
        if size in (ONE, whole):
            return index if size == whole else FIXED + 1
        if index in self.known:
            base, own, length, all_of_them = self.known[index]
            if length != whole:
                raise NotCovered(f"it holds an index of {length} entries that stands where there are {whole}")
            return self.digit(base, own * stride, size, all_of_them)
        if FIXED <= index < RESERVED:
            if index == FIXED + 1:
                return index
            if stride.number is not None and size.number is not None:
                return FIXED + 1 + (index - FIXED - 1) // stride.number % size.number
        found = Digit(index, stride, size, whole)
        if found not in self._numbers:
            number = DIGITS + digest(f"{index} {stride} {size} {whole}") % (FIXED - DIGITS)
            while number in self.known:
                number = DIGITS + (number + 1 - DIGITS) % (FIXED - DIGITS)
            self._numbers[found], self.known[number] = number, found
            self._of.setdefault(index, []).append(number)
        return self._numbers[found]

    def split(self, index: Index, high: Size, low: Size) -> tuple[Index, Index]:
        """The two digits of an index of an axis with high · low entries."""
        whole = high * low
        return self.digit(index, low, high, whole), self.digit(index, ONE, low, whole)

    def renamed(self, names: Mapping[Index, Index], polynomial: Polynomial) -> Mapping[Index, Index]:
        """The names with those of the digits that stand in a polynomial, of the indices that get others.

        Raises `NotCovered` where an index gets the name of one that cannot be divided like this.
        """
        digits = [digit for index in names for digit in self._of.get(index, ()) if digit not in names]
        seen = set[Index]().union(*map(indices_in, polynomial)) if digits else set()
        more: dict[Index, Index] = {}
        for digit in digits:
            if digit in seen:
                base, *rest = self.known[digit]
                more[digit] = self.digit(names[base], *rest)
        return {**names, **more} if more else names

    def joined(self, pairs: Set[tuple[Index, Index]]) -> Set[tuple[Index, Index]] | None:
        """Equal indices, where digits of two of them make up all of these: the two instead; None for no such digits."""
        found: dict[tuple[Index, Index], dict[Digit, tuple[Index, Index]]] = {}
        for pair in pairs:
            first, second = (self.known.get(i) for i in pair)
            if first is not None and second is not None and first[1:] == second[1:]:
                bases = min(first.base, second.base), max(first.base, second.base)
                found.setdefault(bases, {})[first._replace(base=0)] = pair
        for bases, digits in found.items():
            if leftover(list(digits), next(iter(digits)).whole) == ONE:
                return (pairs - set(digits.values())) | {bases}
        return None

    def of(self, index: Index) -> Sequence[Index]:
        """The digits of an index that were spoken of."""
        return self._of.get(index, ())


def is_digit(digit: Digit) -> Head:
    """1 where the second of two indices is such a digit of the first, 0 elsewhere; it stands in sums over both."""
    return Head("digit", attrs=digit[1:])


def indices_in(monomial: Monomial) -> set[Index]:
    """All indices that are visible outside."""
    return {index for component, _ in monomial for (_, at), _ in atoms_of(component) for index in at if index >= 0}


def outermost(digits: Sequence[Digit]) -> list[Digit]:
    """Those that are no digits of others among them."""
    return [d for d in digits if not any(d != other and within(d, other) is not None for other in digits)]


def within(inner: Digit, outer: Digit) -> Size | None:
    """The stride that makes ``inner`` a digit of ``outer``; None where it is none."""
    stride = inner.stride.over(outer.stride)
    fits = stride is not None and outer.size.over(stride * inner.size) is not None
    return stride if fits else None


def leftover(digits: Sequence[Digit], size: Size) -> Size | None:
    """How many indices below ``size`` have the same digits, whatever these are; None where that is not one number.

    It is one where each digit ends before, or where, the next begins, and the last within the size.
    """
    pending, reach, count = list(digits), ONE, size
    while pending:
        for d in pending:
            ends = d.stride * d.size
            if d.stride.over(reach) is not None and all(o is d or o.stride.over(ends) is not None for o in pending):
                break
        else:
            return None
        pending.remove(d)
        reach, left = ends, count.over(d.size)
        if left is None:
            return None
        count = left
    return count if size.over(reach) is not None else None


def check_own(digits: Digits, polynomial: Polynomial, own: Sequence[Index]) -> None:
    """Refuse a function of a whole array in which a digit of one of its own indices stands. Raises `NotCovered`."""
    for index in own:
        if any(digit in indices_in(monomial) for digit in digits.of(index) for monomial in polynomial):
            raise NotCovered("it holds a function of all entries of a Kronecker product")


# --- summing


class Sums(Protocol):
    """What summing needs of an algebra."""

    digits: Digits
    heads: dict[int, Head]
    sizes: dict[int, Size]

    def delta(self, i: Index, j: Index) -> Polynomial:
        """1 where two indices are equal, 0 elsewhere."""

    def fresh(self) -> Index:
        """An index that occurs nowhere else."""

    def renamed(self, polynomial: Polynomial, names: Mapping[Index, Index]) -> Polynomial:
        """The polynomial with other indices."""

    def multiply(self, *polynomials: Polynomial) -> Polynomial:
        """The product."""

    def extent(self, size: Size) -> Polynomial:
        """A size as a polynomial."""

    def atom(self, head: Head, at: tuple[Index, ...] = ()) -> Polynomial:
        """An atom on its own."""

    def number(self, head: Head) -> int:
        """The number of a head."""

    def is_within(self, index: Index, size: Size) -> bool:
        """Whether an index is one of an axis of that size."""

    def summed_plainly(self, monomial: Monomial, index: Index, size: Size) -> Polynomial:
        """The sum over an index of which no digit occurs."""


def has_digits(sums: Sums, component: Component, digits: Sequence[Index]) -> bool:
    """Whether one of these digits occurs, or a factor that is 1 for a digit."""
    return any(
        sums.heads[head].kind == "digit" or any(digit in at for digit in digits)
        for (head, at), _ in atoms_of(component)
    )


def opened(sums: Sums, powers: Iterable[tuple[Component, Rational]]) -> tuple[Polynomial, dict[Index, Size]]:
    """A product of components with their sums opened, and the indices that are to be summed over again."""
    product, sizes = constant(1), dict[Index, Size]()
    for component, exponent in powers:
        for _ in range(copies(component, exponent)):
            names: dict[Index, Index] = {}
            for place, own in enumerate(component[1] if is_bound(component) else ()):
                names[-1 - place] = sums.fresh()
                sizes[names[-1 - place]] = sums.sizes[own]
            for (number, at), own_exponent in atoms_of(component):
                head, now = sums.heads[number], tuple(names.get(i, i) for i in at)
                atom = number, tuple(sorted(now)) if head.symmetric else now
                power = single(atom, own_exponent if is_bound(component) else exponent)
                if head.kind == "digit":
                    power = sums.delta(sums.digits.digit(now[0], *head.attrs), now[1])
                product = sums.multiply(product, power)
    return product, sizes


def summed_by_digits(sums: Sums, product: Polynomial, sizes: Mapping[Index, Size]) -> Polynomial:
    """The sum of a product of atoms over the indices in ``sizes``, of which digits may occur.

    Raises `NotCovered` and `TooBig`.
    """
    result: Polynomial = {}
    for monomial, coefficient in product.items():
        equal = _equal(monomial, sizes)
        if equal is not None:
            component, index, other = equal
            rest: Monomial = frozenset((c, e) for c, e in monomial if c != component)
            fits = _fits(sums, index, other, sizes)
            left = {i: size for i, size in sizes.items() if i != index}
            whole = summed_by_digits(sums, sums.renamed({rest: 1}, {index: other}), left) if fits else {}
        else:
            whole = _split(sums, monomial, sizes)
        add_to(result, whole, coefficient)
    return result


def _equal(monomial: Monomial, sizes: Mapping[Index, Size]) -> tuple[Component, Index, Index] | None:
    """A factor that says that an index summed over is another one, and these two."""
    for component, _ in sorted(monomial):
        if component[0] == DELTA_NUMBER:
            for index, other in (component[1], component[1][::-1]):
                if index in sizes:
                    return component, index, other
    return None


def _fits(sums: Sums, index: Index, other: Index, sizes: Mapping[Index, Size]) -> bool:
    """Whether the other index is one of those summed over. Raises `NotCovered` where that is not known."""
    size = sizes[index]
    if sizes.get(other, size) != size or other in sums.digits.of(index):
        raise NotCovered(f"it holds a sum over {size} entries, and an index of another size")
    return sums.is_within(other, size)


def _split(sums: Sums, monomial: Monomial, sizes: Mapping[Index, Size]) -> Polynomial:
    """The sum where no two indices are equal: by the digits of one that has some, else plainly."""
    seen = indices_in(monomial)
    for index in sizes:
        used = [digit for digit in sums.digits.of(index) if digit in seen]
        if used:
            return _by_parts(sums, monomial, sizes, index, used)
    result: Polynomial = {monomial: 1}
    for index, size in sizes.items():
        total: Polynomial = {}
        for term, coefficient in result.items():
            add_to(total, sums.summed_plainly(term, index, size), coefficient)
        result = total
    return result


def _by_parts(
    sums: Sums, monomial: Monomial, sizes: Mapping[Index, Size], index: Index, used: Sequence[Index]
) -> Polynomial:
    """The digits of one index as indices of their own, summed over instead of it, or with it."""
    known = {digit: sums.digits.known[digit] for digit in used}
    if any(own.whole != sizes[index] for own in known.values()):
        raise NotCovered(f"it holds a sum over {sizes[index]} entries, and an index of another size")
    places, more, factors = dict[Digit, Index](), dict[Index, Size](), list[Polynomial]()
    for part in outermost(list(known.values())):
        standing = _standing(sums, monomial, index, part)
        places[part] = sums.fresh() if standing is None else standing
        if standing is None:
            more[places[part]] = part.size
            factors.append(sums.atom(is_digit(part), (index, places[part])))
    names = dict[Index, Index]()
    for digit, own in known.items():
        stride, outer = next((stride, part) for part in places if (stride := within(own, part)) is not None)
        inner = places[outer]
        names[digit] = inner if own == outer else sums.digits.digit(inner, stride, own.size, outer.size)
    renamed = sums.renamed({monomial: 1}, names)
    count = leftover(list(places), sizes[index])
    if count is not None and len(more) == len(places) and not any(index in indices_in(term) for term in renamed):
        left = {i: size for i, size in sizes.items() if i != index}
        return summed_by_digits(sums, sums.multiply(sums.extent(count), renamed), {**left, **more})
    return summed_by_digits(sums, sums.multiply(*factors, renamed), {**sizes, **more})


def _standing(sums: Sums, monomial: Monomial, index: Index, part: Digit) -> Index | None:
    """What a factor says that a digit of an index is; None where there is no such factor."""
    head = sums.number(is_digit(part))
    return next((c[1][1] for c, _ in sorted(monomial) if c[0] == head and c[1][0] == index), None)
