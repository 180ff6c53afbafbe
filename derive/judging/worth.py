"""What the sides of a statement about numbers come to: as printed, and within the rounding of what was computed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

import flint

from derive.arrays import mapped
from derive.balls import Balls, ball
from derive.building import is_apply
from derive.constants import constant_value
from derive.ir import Const, Expr, Var, children, substitute, variables
from derive.judging.grounds import Grounds
from derive.judging.sizes import is_instance, sizes_of
from derive.judging.valuation import Listed
from derive.lowering import NoValue, Setting, evaluate
from derive.notation.printed import Printed, with_names
from derive.notation.reading import Reading
from derive.notation.statements import interpret
from derive.shapes import Shape, Size, UnknownSize

ABOUT = "~="
"""The relation under which a number may be off by a whole unit, and an integer is rounded too."""


@dataclass(frozen=True)
class Numbers:
    """The sides of a statement with names for the decimals in them, what those stand for, and the text of each side.

    ``named`` says that the statement is about what a name comes to.
    """

    sides: tuple[Expr, ...]
    decimals: Mapping[Var, Printed]
    relations: tuple[str, ...]
    texts: tuple[str, ...]
    named: bool

    def new_on(self, place: int) -> frozenset[Var]:
        """The decimals on a side that stand on none before it: what the sides before came to."""
        before = {v for side in self.sides[:place] for v in variables(side)}
        return frozenset(v for v in variables(self.sides[place]) if v in self.decimals and v not in before)

    def printed(self, place: int) -> Printed | None:
        """The number that a side is, as printed; None where it is more than one."""
        side = self.sides[place]
        if is_apply(side, "neg"):
            (inner,) = children(side)
            found = self.decimals.get(inner) if isinstance(inner, Var) else None
            return Printed("-" + found.text, -found.value, found.unit) if found else None
        if isinstance(side, Const):
            return Printed(str(side.value), side.value)
        return self.decimals.get(side) if isinstance(side, Var) else None


def numbers_in(reading: Reading, grounds: Grounds) -> Numbers | None:
    """The sides of a statement with its decimals told apart; None where no side is made of numbers alone."""
    statement = reading.surface
    if statement is None or not any(map(is_closed, reading.sides)):
        return None
    renamed, found = with_names(statement)
    scope = reading.within(grounds.scope)
    for symbol, number in found.items():
        # With an equation it is no new name, which a formula could define.
        scope = scope.with_definition(symbol, Const(number.value), loss=False)
    again = interpret(renamed, reading.text, scope, defining=False) if found else reading
    if again.error is not None or len(again.sides) != len(reading.sides):
        return None
    decimals = {scope.variables[symbol]: number for symbol, number in found.items()}
    texts = tuple(reading.text[span.start : span.end] for span in reading.spans)
    named = bool(reading.defines) or isinstance(reading.sides[0], Var)
    return Numbers(again.sides, decimals, again.relations[-(len(again.sides) - 1) :], texts, named)


def is_closed(side: Expr) -> bool:
    """Whether a side is made of numbers alone."""
    return side.shape.is_scalar and not variables(side)


@dataclass(frozen=True)
class Link:
    """One link of numbers: its two sides, as read and with names for decimals, and what is known of the names."""

    numbers: Numbers
    place: int
    sides: tuple[Expr, Expr]
    grounds: Grounds

    @property
    def named(self) -> tuple[Expr, Expr]:
        """The two sides with names for decimals."""
        return self.numbers.sides[self.place], self.numbers.sides[self.place + 1]

    @property
    def about(self) -> bool:
        """Whether only nearness is claimed."""
        return self.numbers.relations[self.place] == ABOUT

    def missing(self) -> list[Var]:
        """The names of which no value is known, and whose equations, if any, do not give one."""
        values, given = self.grounds.values, self.grounds.bench.system.equations
        found: dict[Var, None] = {}
        pending, done = variables(*self.sides), set[Var]()
        while pending:
            v = pending.pop(0)
            if v in done or v.symbol in values.declared or v.symbol in values.computed or v in self._arrays:
                continue
            done.add(v)
            if v in given:
                pending += variables(given[v])
            else:
                found[v] = None
        return list(found)

    def exact(self, side: Expr) -> flint.arb | None:
        """What a side comes to with every number taken as it is printed."""
        values = self.grounds.values
        known = {v: ball(number.value) for v, number in self.numbers.decimals.items()}
        for v in self._names():
            if v.symbol in values.declared:
                known[v] = ball(values.declared[v.symbol].value)
        with_results = {v: ball(values.computed[v.symbol].value) for v in self._names() if v.symbol in values.computed}
        value = self._value(side, known)
        return self._value(side, {**with_results, **known}) if value is None else value

    def rough(self, side: Expr, new: Iterable[Var] = ()) -> flint.arb | None:
        """What a side may come to where numbers that were computed lie anywhere within their rounding."""
        values, new = self.grounds.values, frozenset(new)
        known = {}
        for v, number in self.numbers.decimals.items():
            is_result = v in new or number.text in values.results
            known[v] = _between(number) if is_result else ball(number.value)
        for v in self._names():
            if v.symbol in values.declared:
                known[v] = ball(values.declared[v.symbol].value)
            elif v.symbol in values.computed:
                known[v] = _between(values.computed[v.symbol])
        return self._value(side, known)

    def known(self, v: Var) -> Printed | None:
        """The value that was declared for a name."""
        return self.grounds.values.declared.get(v.symbol)

    def fraction(self, side: Expr) -> Fraction | None:
        """What a side comes to with the numbers as printed, where that is a rational number and easily found."""
        return constant_value(substitute(side, {v: Const(n.value) for v, n in self.numbers.decimals.items()}))

    def put_in(self, side: Expr) -> Expr:
        """A side with the numbers in place of its names that were declared for them, or printed as their values."""
        values = self.grounds.values
        known = {**values.computed, **values.declared}
        numbers: dict[Expr, Expr] = {v: Const(n.value) for v, n in self.numbers.decimals.items()}
        numbers |= {v: Const(known[v.symbol].value) for v in self._names() if v.symbol in known}
        return substitute(side, numbers)

    def valued(self) -> dict[str, str]:
        """The declared values that the link may rest on, as printed."""
        found = {v.name: number.text for v in self._names() if (number := self.known(v)) is not None}
        listed = {v.name: array.text for v, array in self._arrays.items()}
        return dict(sorted({**found, **listed}.items()))

    def result(self) -> tuple[Expr, Printed] | None:
        """The computation and the printed number that it should round to; None where neither side is one number."""
        first, second = self.numbers.printed(self.place), self.numbers.printed(self.place + 1)
        if second is not None:
            return self.named[0], second
        return (self.named[1], first) if first is not None else None

    @cached_property
    def _declared(self) -> tuple[dict[Var, Listed], dict[str, int]]:
        """The arrays whose entries were declared, and the sizes that those tell; arrays with equations are left out."""
        values, given = self.grounds.values, self.grounds.bench.system.equations
        found: dict[Var, Listed] = {}
        numbers: dict[str, Size] = {}
        for v in dict.fromkeys(variables(*self.sides, *given.values())):
            listed = values.array(v) if v.shape.rank and v not in given else None
            if listed is not None:
                shape = Shape(tuple(map(Size.of, listed.entries.shape)), row=v.shape.row)
                if is_instance(sizes_of(v.shape), sizes_of(shape), numbers):
                    found[v] = listed
        return found, {name: size.number for name, size in numbers.items() if size.number is not None}

    @property
    def _arrays(self) -> dict[Var, Listed]:
        return self._declared[0]

    def _names(self) -> list[Var]:
        given = self.grounds.bench.system.equations
        scalars = [v for v in {*variables(*self.sides, *given.values()), *given} if v.shape.is_scalar]
        return [v for v in scalars if v not in self.numbers.decimals]

    def _value(self, side: Expr, known: Mapping[Var, flint.arb]) -> flint.arb | None:
        own = {v: value for v, value in known.items() if side is not v}
        try:
            arrays = {v: mapped(ball, listed.entries) for v, listed in self._arrays.items()}
            setting = Setting({**own, **arrays}, self._declared[1], self.grounds.bench.system.equations)
            value = evaluate(side, setting, Balls())
        except (NoValue, UnknownSize, ZeroDivisionError):
            return None
        return value if isinstance(value, flint.arb) and value.is_finite() else None


def _between(number: Printed) -> flint.arb:
    low, high = number.bounds
    return ball(low).union(ball(high))
