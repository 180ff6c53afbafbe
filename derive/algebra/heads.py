"""Heads: what an atom is an entry of, or a function of.

A head is a name, an array or a function of polynomials (its *payload*), whose free indices are slots that the atom's
indices fill: ``exp[X_01](i, j)`` is e^(X_ij). Two atoms are equal where their heads and indices are.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b
from typing import Any, TypeAlias

from derive.algebra.terms import RESERVED, Index, Monomial, Rational, sort_key
from derive.ir import Var
from derive.shapes import Size

Payload: TypeAlias = "frozenset[tuple[Monomial, Rational]]"


FUNCTIONALS = ("max_along", "argmax", "prod_along")
"""Functions of all entries of an array along some axes; their ``attrs`` are the sizes of these."""


@dataclass(frozen=True)
class Head:
    """What stands in front of an atom's indices.

    ``kind`` is ``delta``, ``position``, ``name``, ``size`` or a function's name; ``of`` is the name or size, ``attrs``
    tells functions of one kind apart, ``payload`` is a function's argument. ``symmetric`` says that the order of the
    indices does not matter.
    """

    kind: str
    of: Var | Size | str | None = None
    attrs: tuple[Any, ...] = ()
    payload: Payload | None = None
    symmetric: bool = False

    @cached_property
    def digest(self) -> int:
        """A number made from what the head is, in the same way in every process. Two heads may share one."""
        payload = None if self.payload is None else sort_key(dict(self.payload))
        of = (self.of.symbol, str(self.of.shape)) if isinstance(self.of, Var) else str(self.of)
        return digest(repr((self.kind, of, [str(a) for a in self.attrs], payload, self.symmetric)))

    @property
    def own(self) -> frozenset[Index]:
        """The indices that a function of a whole array runs over."""
        count = {"inverse": 2, "det": 2}.get(self.kind, len(self.attrs) if self.kind in FUNCTIONALS else 0)
        return frozenset(range(RESERVED, RESERVED + count))

    @property
    def is_slotted(self) -> bool:
        """Whether the atom's indices fill the slots of the payload; those of an inverse are its row and column."""
        return self.payload is not None and self.kind != "inverse"


def digest(text: str) -> int:
    """A number from 2 on that depends on the text alone."""
    return 2 + int.from_bytes(blake2b(text.encode(), digest_size=6).digest())


DELTA = Head("delta", symmetric=True)
"""1 where its two indices are equal, 0 where they are not."""
DELTA_NUMBER = 0
"""The number of `DELTA`."""


def holds_delta(monomial: Monomial) -> bool:
    """Whether a δ is among the factors."""
    return any(component[0] == DELTA_NUMBER for component, _ in monomial)


def position(size: Size) -> Head:
    """The number of an index along an axis of that size, counted from 1."""
    return Head("position", size)
