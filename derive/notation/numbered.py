"""A number below a letter that is no index but its layer: W₁ has the entries W₁,ᵢⱼ, and A₂ the examples a₂⁽ⁱ⁾."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from derive.ir import Span, Symbol
from derive.notation.counting import Position
from derive.notation.families import array_symbol
from derive.notation.lifting import Value
from derive.notation.members import Members


class Numbered(Members):
    """Binds indices behind the number that is part of an array's name, where no array has them as entries itself."""

    def found_member(
        self, bare: Symbol, symbol: Symbol, below: Sequence[Position | Value], examples: list[str], span: Span
    ) -> Value | None:
        """The entry as of any array, or else that of the array whose name ends in the first number below."""
        found = super().found_member(bare, symbol, below, examples, span)
        if found is not None or not (examples or len(below) > 1):
            return found
        number = symbol.sub.split(",")[0]
        named = replace(symbol, sub=number)
        if not number.isdigit() or not (self._is_array(named) or self._is_array(array_symbol(named))):
            return None
        return self.array_entry(named, tuple(below[1:]), examples, span)

    def _is_array(self, symbol: Symbol) -> bool:
        known = self.found(symbol)
        return known is not None and known in self.scope.variables and self.scope.variables[known].shape.rank > 0
