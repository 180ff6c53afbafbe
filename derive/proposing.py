"""Building derivations: a chain of equalities that grows one rule application at a time.

Everything here proposes; `derive.kernel.replay` disposes. A rule whose conditions fail is not applied; a condition that
is open becomes an assumption of the step.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction
from typing import Any

from derive.building import unwrapped
from derive.conditions import Context, open_conditions
from derive.constants import constant_value
from derive.ir import Const, Expr, Path
from derive.matching import Index, matches
from derive.rewriting import Binding, Rule, applied
from derive.rules import get
from derive.steps import Chain, Line, Step

BUDGET = 300
"""How many rule applications a chain may have: far above any that a person reads, far below what hurts."""
LARGEST = 1000
"""How many places an expression of a chain may have, written out."""


class DerivingError(Exception):
    """A derivation could not be found. The message says where it got stuck."""


class Draft:
    """A chain in the making: the expression it stands at, and the lines so far."""

    def __init__(self, start: Expr, context: Context) -> None:
        self.start = self.standing = start
        self.context = context
        self.lines: list[Line] = []
        self._open: list[Step] = []
        self._index = Index(start)
        self._budget = BUDGET

    def apply(self, name: str, form: int, binding: Binding, place: Path = ()) -> bool:
        """Apply a rule with a known binding; False where it does not fit or a condition fails."""
        rule = get(name)
        completed = _completed(rule, form, binding, self.context)
        if completed is None:
            return False
        binding = completed
        needed = open_conditions(rule, form, binding, self.context)
        after = None if needed is None else applied(rule, form, binding, self.standing, place)
        if needed is None or after is None or after is self.standing or after.shape != self.standing.shape:
            return False
        if self._budget == 0:
            raise DerivingError(f"{BUDGET} steps were not enough; it stands at {self.standing}")
        self._budget -= 1
        self._open.append(Step(name, form, place, self.standing, after, binding, tuple(needed)))
        self.standing = after
        return True

    def places(self) -> Index:
        """The places of the current expression."""
        if self._index.root is not self.standing:
            self._index = Index(self.standing)
            if len(self._index.all) > LARGEST:
                raise DerivingError(f"an expression grew beyond {LARGEST} places, from {self.start}")
        return self._index

    def rewrite(
        self,
        name: str,
        where: Callable[[Expr], bool] | None = None,
        accepts: Callable[[Binding], bool] | None = None,
    ) -> bool:
        """Apply a rule at the first place where it fits, outer places first; False where there is none.

        ``where`` says at which parts it may be applied, ``accepts`` in which ways.
        """
        rule = get(name)
        for form in range(len(rule.forms)):
            left = rule.sides(form)[0]
            for place, part in self.places().candidates(rule, form):
                if where is None or where(part):
                    for binding in matches(left, part, {}):
                        if (accepts is None or accepts(binding)) and self.apply(name, form, binding, place):
                            return True
        return False

    def exhaust(self, names: Iterable[str]) -> bool:
        """Apply the rules, earlier ones first, until none fits; whether any did."""
        names = tuple(names)
        changed = False
        while any(self.rewrite(name) for name in names):
            changed = True
        return changed

    def end_line(self) -> None:
        """Close the current line; what follows starts a new one. Bookkeeping alone is added to the line before."""
        if self._open and self.lines and all(get(step.rule).minor for step in self._open):
            self._open = [*self.lines.pop().steps, *self._open]
        if self._open:
            self.lines.append(Line(tuple(self._open)))
            self._open = []

    def undo_line(self) -> None:
        """Forget the steps of the current line."""
        if self._open:
            self.standing = self._open[0].before
            self._open = []

    def finished(self) -> Chain:
        """The chain so far."""
        self.end_line()
        return Chain(self.start, tuple(self.lines))

    @property
    def last_place(self) -> Path:
        """Where the latest step of the current line was taken."""
        return self._open[-1].place


def _numbers(t: tuple[Expr, ...]) -> Binding:
    """The product of the numbers among factors, and the others."""
    product = Fraction(1)
    others: list[Expr] = []
    for factor in t:
        value = constant_value(factor)
        if value is None:
            others.append(factor)
        else:
            product *= value
    return {"k": Const(product), "u": tuple(others)}


def _shifted(value: Fraction | None, name: str, change: Callable[[Fraction], Fraction]) -> Binding | None:
    return None if value is None else {name: Const(change(value))}


def _looked_up(table: Mapping[Any, Expr], key: Expr, name: str) -> Binding | None:
    found = table.get(key)
    return None if found is None else {name: found}


_COMPUTED: dict[str, Callable[[Binding, list[str], Context], Binding | None]] = {
    "value": lambda b, p, _: _shifted(constant_value(_one(b[p[0]])), p[1], lambda c: c),
    "negated": lambda b, p, _: _shifted(constant_value(_one(b[p[0]])), p[1], lambda n: -n),
    "one-less": lambda b, p, _: _shifted(constant_value(_one(b[p[0]])), p[1], lambda n: n - 1),
    "numbers": lambda b, p, _: _numbers(_all(b[p[0]])),
    "given": lambda b, p, context: _looked_up(context.given, _one(b[p[0]]), p[1]),
    "result": lambda b, p, context: _looked_up(context.results, _one(b[p[0]]), p[1]),
}
"""The conditions that say what a part must be; here the part is worked out, for the condition to confirm."""


def _one(part: Expr | tuple[Expr, ...]) -> Expr:
    assert not isinstance(part, tuple)
    return part


def _all(part: Expr | tuple[Expr, ...]) -> tuple[Expr, ...]:
    return part if isinstance(part, tuple) else (part,)


def _completed(rule: Rule, form: int, binding: Binding, context: Context) -> Binding | None:
    """The binding with computed parts added, and with the parts that must be scalars bound below their broadcasts."""
    result = dict(binding)
    for name, *parts in rule.needs(form):
        if name == "scalar" and parts[0] in result:
            result[parts[0]] = unwrapped(_one(result[parts[0]]))
        if name in _COMPUTED and parts[-1] not in result:
            computed = _COMPUTED[name](result, parts, context)
            if computed is None:
                return None
            result.update(computed)
    return result
