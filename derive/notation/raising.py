"""What stands above a value: transposes, powers and primes, and an index that has fallen from there to the line."""

from __future__ import annotations

from derive import building
from derive.ir import Expr, Span, Symbol, Var, postorder
from derive.notation import lifting
from derive.notation.errors import Refusal
from derive.notation.lifting import Lifted, Value, rank
from derive.notation.members import Members
from derive.notation.surface import Group, Name, Part, Scripted, Surface, unmarked

MAX_EXPONENT = 10_000
"""The largest number that may stand as an exponent: powers are evaluated exactly."""


class Raising(Members):
    """Binds superscripts."""

    def on_the_line(self, head: Surface, group: Group) -> Scripted | None:
        """z^{[1]}(i), an example's index that stands on the line, as one name; None for anything else."""
        base = head.base if isinstance(head, Scripted) else head
        item = unmarked(group.items[0]) if group.bracket == "(" and len(group.items) == 1 else None
        if not isinstance(base, Name) or not isinstance(item, Name) or len(item.letter) > 1 or item.accent or item.font:
            return None
        if Symbol(item.letter) in self.scope.variables or item.letter in self.scope.sizes:
            return None
        sub, sup = (head.sub, head.sup) if isinstance(head, Scripted) else (None, ())
        symbol, examples, rest = self.symbol(base, sub, sup, "")
        arrays = list(self.arrays(symbol, [], [item.letter])) if not examples and not rest else []
        if not arrays or arrays[0][0].symbol == symbol:
            return None
        self.choose(f"({item.letter}) behind {self.shown(head.span)} is an example's index")
        part = Part("paren", item.letter, group.span, item)
        return Scripted(base, sub, (*sup, part), Span(head.span.start, group.span.end))

    def raised(self, value: Value, parts: list[Part], span: Span) -> Value:
        """The value under transposes, powers and primes, in their order."""
        for part in parts:
            value = self._raised_once(value, part, span)
        return value

    def _raised_once(self, value: Value, part: Part, span: Span) -> Value:
        if part.kind == "transpose" or (part.kind == "letter-T" and not self.is_known(Symbol("T"))):
            return self._transposed(value, part, span)
        if part.kind == "prime":
            if rank(value) == 0:
                raise Refusal("not-yet", "a prime on a number or function is not read yet", part.span)
            self.choose("the prime on an array is a transpose")
            return self._transposed(value, part, span)
        if part.kind == "star":
            raise Refusal("not-yet", "a star in a superscript is not read yet", part.span)
        assert part.value is not None
        exponent = self.bind(part.value)
        if rank(value) == 2:
            readings = ("the product with itself", "the power of each entry")
            message = f"a superscript on the matrix {self.shown(span)} has two readings"
            raise Refusal("ambiguous", message, part.span, expected=readings)
        if rank(value) == 1:
            self.choose(f"the power in {self.shown(span)} is taken entry by entry")
        if not isinstance(exponent, Lifted):
            self._check_exponent(exponent, part)
        return self.built(span, lifting.power, value, exponent)

    def _transposed(self, value: Value, part: Part, span: Span) -> Value:
        if isinstance(value, Var) and value.symbol in self.free:
            message = f"{value.name} is under a transpose, so it is no number, and nothing else is known about it"
            raise Refusal("unbound", message, span, hint=f"say what it is: shape {value.name}: m")
        if rank(value) == 0:
            self.choose(f"{self.shown(span)} is a number, and its own transpose")
        return self.built(part.span, lifting.transpose, value)

    def _check_exponent(self, exponent: Expr, part: Part) -> None:
        """Refuse a number too large to be a power of anything."""
        constant = building.constant_value(exponent)
        below = list(postorder(exponent))
        tower = any(building.is_apply(n, "power") for n in below) and not any(isinstance(n, Var) for n in below)
        if (constant is not None and abs(constant) > MAX_EXPONENT) or (constant is None and tower):
            raise Refusal("never", f"an exponent is at most {MAX_EXPONENT}", part.span)
