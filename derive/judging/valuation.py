"""The values that a text prints: what was declared is exact, what was computed is rounded.

Only claims about numbers use them; nowhere does a value turn a name into a constant.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from derive.building import is_apply
from derive.constants import constant_value
from derive.ir import Apply, Expr, Symbol, Var, children, variables
from derive.notation.printed import Printed, literal
from derive.notation.reading import Reading


@dataclass(frozen=True)
class Listed:
    """The entries of an array, and how they are printed."""

    entries: Any
    text: str


@dataclass(frozen=True)
class Valuation:
    """The values so far: those declared, and those that were computed and rounded; ``results`` are the digits of all
    numbers that were printed as the result of something; ``arrays`` were declared by their entries.
    """

    declared: Mapping[Symbol, Printed] = field(default_factory=dict)
    computed: Mapping[Symbol, Printed] = field(default_factory=dict)
    results: frozenset[str] = frozenset()
    arrays: Mapping[Symbol, Listed] = field(default_factory=dict)

    def array(self, v: Var) -> Listed | None:
        """The value of an array, as it was declared whole, or entry by entry as w_1 = 0.1, w_2 = 0.2."""
        whole = self.arrays.get(v.symbol)
        if whole is not None or v.shape.rank != 1 or v.symbol.sub:
            return whole if whole is not None and whole.entries.ndim == v.shape.rank else None
        found: list[Printed] = []
        while (number := self.declared.get(replace(v.symbol, sub=str(len(found) + 1)))) is not None:
            found.append(number)
        text = ", ".join(number.text for number in found)
        return Listed(np.array([number.value for number in found], dtype=object), f"({text})") if found else None

    def behind(self, reading: Reading) -> Valuation:
        """The values behind a statement: one that gives a name a value, or prints what a name comes to."""
        sides = reading.surface.sides if reading.surface is not None else ()
        number = literal(sides[-1]) if len(sides) > 1 else None
        if number is None:
            return self._with_array(reading)
        if reading.kind == "value":
            return replace(self, declared={**self.declared, **dict.fromkeys(reading.defines, number)})
        if reading.kind not in ("claim", "definition", "continuation"):
            return self
        names = reading.defines or tuple(v.symbol for v in reading.sides[:1] if hasattr(v, "symbol"))
        computed = {**self.computed, **dict.fromkeys(names, number)}
        return replace(self, computed=computed, results=self.results | {number.text.lstrip("-")})

    def _with_array(self, reading: Reading) -> Valuation:
        """The values behind w = (0.1, 0.2)."""
        sides = reading.sides
        names = reading.defines or tuple(v.symbol for v in sides[:1] if isinstance(v, Var))
        if reading.kind not in ("claim", "definition") or not names or not sides or variables(sides[-1]):
            return self
        entries = _entries(sides[-1])
        if entries is None or reading.surface is None:
            return self
        span = reading.surface.sides[-1].span
        listed = Listed(entries, reading.text[span.start : span.end])
        return replace(self, arrays={**self.arrays, **dict.fromkeys(names, listed)})


def _entries(array: Expr) -> Any:
    """The entries of an array of numbers, exactly; None for anything else."""
    while is_apply(array, "transpose"):
        (array,) = children(array)
    if not isinstance(array, Apply) or array.op.name != "array":
        return None
    values = [constant_value(entry) for entry in array.args]
    if any(value is None for value in values):
        return None
    return np.array(values, dtype=object).reshape(array.shape.numbers({}))
