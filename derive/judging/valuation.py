"""The values that a text prints: what was declared is exact, what was computed is rounded.

Only claims about numbers use them; nowhere does a value turn a name into a constant.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from derive.ir import Symbol
from derive.notation.printed import Printed, literal
from derive.notation.reading import Reading


@dataclass(frozen=True)
class Valuation:
    """The values so far: those declared, and those that were computed and rounded; ``results`` are the digits of all
    numbers that were printed as the result of something.
    """

    declared: Mapping[Symbol, Printed] = field(default_factory=dict)
    computed: Mapping[Symbol, Printed] = field(default_factory=dict)
    results: frozenset[str] = frozenset()

    def behind(self, reading: Reading) -> Valuation:
        """The values behind a statement: one that gives a name a value, or prints what a name comes to."""
        sides = reading.surface.sides if reading.surface is not None else ()
        number = literal(sides[-1]) if len(sides) > 1 else None
        if number is None:
            return self
        if reading.kind == "value":
            return replace(self, declared={**self.declared, **dict.fromkeys(reading.defines, number)})
        if reading.kind not in ("claim", "definition", "continuation"):
            return self
        names = reading.defines or tuple(v.symbol for v in reading.sides[:1] if hasattr(v, "symbol"))
        computed = {**self.computed, **dict.fromkeys(names, number)}
        return replace(self, computed=computed, results=self.results | {number.text.lstrip("-")})
