"""Lots: choices that follow from a seed alone, the same on every machine and in every version of Python."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import TypeVar

T = TypeVar("T")


@dataclass(frozen=True)
class Lot:
    """A source of choices: of the same seed and about the same thing it always gives the same one."""

    seed: int
    about: tuple[str, ...] = ()

    def at(self, *about: object) -> Lot:
        """The lot for one thing among others, which is drawn apart from theirs."""
        return Lot(self.seed, (*self.about, *map(str, about)))

    def below(self, count: int, *about: object) -> int:
        """A number from 0 on and below ``count``, each nearly as likely as any other."""
        text = "|".join([str(self.seed), *self.about, *map(str, about)])
        return int.from_bytes(sha256(text.encode()).digest()[:8]) % count

    def one(self, items: Sequence[T], *about: object) -> T:
        """One of the items."""
        return items[self.below(len(items), *about)]

    def some(self, items: Iterable[T], count: int, *about: object) -> list[T]:
        """That many of the items, or all where there are fewer, in their order."""
        listed = list(items)
        return [listed[k] for k in sorted(self._places(listed, *about)[:count])]

    def shuffled(self, items: Sequence[T], *about: object) -> list[T]:
        """The items in another order."""
        return [items[k] for k in self._places(items, *about)]

    def _places(self, items: Sequence[T], *about: object) -> list[int]:
        return sorted(range(len(items)), key=lambda k: (self.below(1 << 60, *about, k), k))

    def between(self, least: int, most: int, *about: object) -> int:
        """A number from ``least`` to ``most``, both possible."""
        return least + self.below(max(most - least, 0) + 1, *about)
