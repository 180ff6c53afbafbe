"""Heads: what an atom is an entry of, or a function of.

A head is a name, an array or a function of polynomials (its *payload*), whose free indices are slots that the atom's
indices fill: ``exp[X_01](i, j)`` is e^(X_ij). Two atoms are equal where their heads and indices are.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b
from typing import Any, TypeAlias

from derive.algebra.terms import Monomial, Rational, sort_key
from derive.ir import Var
from derive.shapes import Size

Payload: TypeAlias = "frozenset[tuple[Monomial, Rational]]"


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
    def is_slotted(self) -> bool:
        """Whether the atom's indices fill the slots of the payload; those of an inverse are its row and column."""
        return self.payload is not None and self.kind != "inverse"


def digest(text: str) -> int:
    """A number from 2 on that depends on the text alone."""
    return 2 + int.from_bytes(blake2b(text.encode(), digest_size=6).digest())


DELTA = Head("delta", symmetric=True)
"""1 where its two indices are equal, 0 where they are not."""
POSITION = Head("position")
"""The number of its index, counted from 1."""
DELTA_NUMBER, POSITION_NUMBER = 0, 1
