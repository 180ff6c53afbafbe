"""The value of a polynomial in entries, in floating point, by what its heads mean: written without the algebra."""

from __future__ import annotations

import itertools
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from derive.algebra.core import Algebra
from derive.algebra.heads import Head
from derive.algebra.matrices import COLUMN, ROW
from derive.algebra.terms import FIXED, NAMED, RESERVED, Component, Index, Polynomial, is_bound
from derive.ir import Var
from numeric.activations import erf

FUNCTIONS = {
    "exp": np.exp,
    "log": np.log,
    "sign": np.sign,
    "sin": np.sin,
    "cos": np.cos,
    "arctan": np.arctan,
    "erf": erf,
}


@dataclass(frozen=True)
class Point:
    """Values of names, numbers of sizes."""

    algebra: Algebra
    values: Mapping[Var, Any]
    sizes: Mapping[str, int]

    def polynomial(self, p: Polynomial, at: Mapping[Index, int]) -> float:
        """The value where the indices that are visible outside are those numbers, counted from 0."""
        return sum(float(c) * math.prod(self.power(k, e, at) for k, e in m) for m, c in p.items())

    def power(self, component: Component, exponent: Any, at: Mapping[Index, int]) -> float:
        """The value of a power of a component."""
        if not is_bound(component):
            return float(self.atom(component, at)) ** float(exponent)
        lengths = [self.algebra.sizes[size].value(self.sizes) for size in component[1]]
        total = 0.0
        for places in itertools.product(*map(range, lengths)):
            inner = {**at, **{-1 - k: place for k, place in enumerate(places)}}
            total += math.prod(float(self.atom(a, inner)) ** float(e) for a, e in component[2])
        return total ** float(exponent)

    def atom(self, atom: Component, at: Mapping[Index, int]) -> float:
        """The value of an atom."""
        head, places = self.algebra.heads[atom[0]], tuple(self._place(i, at) for i in atom[1])
        if head.kind == "name":
            return float(np.asarray(self.values[head.of])[places])  # type: ignore[index]
        if head.kind == "delta":
            return float(places[0] == places[1])
        if head.kind == "digit":
            return float(self._digit(places[0], head.attrs) == places[1])
        if head.kind == "position":
            return float(places[0] + 1)
        if head.kind == "size":
            return float(self.sizes[str(head.of)])
        if head.kind == "pi":
            return math.pi
        return self._function(head, places)

    def _place(self, index: Index, at: Mapping[Index, int]) -> int:
        if FIXED <= index < RESERVED:
            return index - FIXED - 1
        if index in self.algebra.digits.known:
            base, *sizes = self.algebra.digits.known[index]
            return self._digit(self._place(base, at), sizes)
        if index >= NAMED:
            return int(self.values[self.algebra.heads[index - NAMED].of]) - 1  # type: ignore[index]
        return at[index]

    def _digit(self, place: int, sizes: Sequence[Any]) -> int:
        stride, size, _ = (one.value(self.sizes) for one in sizes)
        return int(place // stride % size)

    def _function(self, head: Head, places: tuple[int, ...]) -> float:
        payload = dict(head.payload or ())
        if head.kind in ("inverse", "det"):
            size = head.attrs[0].value(self.sizes) if head.attrs else len(next(iter(self.values.values())))
            grid = [[self.polynomial(payload, {ROW: i, COLUMN: j}) for j in range(size)] for i in range(size)]
            return float(np.linalg.inv(grid)[places]) if head.kind == "inverse" else float(np.linalg.det(grid))
        slots = dict(enumerate(places))
        if head.kind in ("max_along", "argmax", "prod_along"):
            lengths = [self.sizes[str(size)] for size in head.attrs]
            entries = [
                self.polynomial(payload, {**slots, **{RESERVED + k: place for k, place in enumerate(inner)}})
                for inner in itertools.product(*map(range, lengths))
            ]
            return float({"max_along": max, "prod_along": math.prod, "argmax": _argmax}[head.kind](entries))
        value = self.polynomial(payload, slots)
        return value if head.kind == "base" else float(FUNCTIONS[head.kind](value))


def _argmax(entries: list[float]) -> float:
    return float(np.argmax(entries)) + 1
