"""Sections of a document: where a name gets another equation, because a new model begins.

Without a heading between them a second equation for a name is a claim about it. Behind a heading it takes the place of
the first one, if the two are not equal. Where its shapes fit nothing from before, all begins anew. A shape that is
given again behind a heading takes the place of the first one, too, and what rested on that is forgotten.

A shape may be given after the equation in which a name is used, as in "r = Xw - y, where X is a matrix": as long as
nothing was judged in between, the equation is then read anew, with the shape.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from derive.ir import Expr, Symbol, Var, variables
from derive.judging.grounds import equation
from derive.judging.kinds import read_on
from derive.notation.counting import SLOT
from derive.notation.reading import Reading
from derive.notation.scope import Scope
from derive.notation.scoping import BadScope
from derive.standpoints import Read, Standpoint, behind, best, on, redeclared, renames_sizes, resized, with_declarations

SETTLED = ("proved", "convention", "definition")
"""What becomes of an equation that says again what a name is already."""


@dataclass(frozen=True)
class Renewed:
    """Where a formula is a definition again: the standpoints before it, how it reads there, what it replaces."""

    standpoints: tuple[Standpoint, ...]
    found: Read
    replaces: str


@dataclass
class Sections:
    """The number of the section, the one in which each name got its equation and was met, and what was declared.

    ``told`` are the formulas that told something since anything was judged, and ``base`` is what was known before them.
    """

    beginning: tuple[Standpoint, ...]
    number: int = 0
    homes: dict[Symbol, int] = field(default_factory=dict)
    met: dict[Symbol, int] = field(default_factory=dict)
    base: tuple[Standpoint, ...] = ()
    told: list[str] = field(default_factory=list)
    declared: list[str] = field(default_factory=list)

    @property
    def given(self) -> frozenset[Symbol]:
        """The names that are known before the document begins: those of the model that it is about."""
        return frozenset(symbol for standpoint in self.beginning for symbol in standpoint.scope.variables)

    def copy(self) -> Sections:
        """The same, which may go on otherwise."""
        homes, met, told, declared = dict(self.homes), dict(self.met), list(self.told), list(self.declared)
        return replace(self, homes=homes, met=met, told=told, declared=declared)

    def note(self, standpoints: Sequence[Standpoint]) -> None:
        """Remember in which section names were defined that are new. Those of a model that was given are its own."""
        given = {symbol for standpoint in self.beginning for symbol in standpoint.scope.definitions}
        for standpoint in standpoints:
            for symbol in standpoint.scope.definitions:
                if symbol not in given:
                    self.homes.setdefault(symbol, self.number)
            for symbol in standpoint.scope.variables:
                self.met.setdefault(symbol, self.number)

    def forget(self) -> None:
        """Know no name of before: all begins anew."""
        self.homes.clear()
        self.met.clear()
        self.settle()

    def tell(self, text: str, standpoints: tuple[Standpoint, ...]) -> None:
        """Remember a formula that tells something, and what is known before it."""
        if not self.told:
            self.base = standpoints
        self.told.append(text)

    def settle(self) -> None:
        """Read no formula anew from here on: what was told so far has been used in a judgement."""
        self.told.clear()

    def renewed(self, found: Read, standpoints: tuple[Standpoint, ...]) -> Renewed | None:
        """What a formula is where it begins a new model, or tells what should have been known; or else None."""
        late = _sized(found, standpoints) or self._told_late(found)
        if late is not None:
            return late
        anew = self._begun(found, standpoints)
        if anew is not None:
            self.settle()
        return anew

    def _told_late(self, found: Read) -> Renewed | None:
        """What a formula is that gives shapes to names that were used before, and taken for others; or else None."""
        names = redeclared(found.reading, found.grounds.scope)
        if not names or not self.told or renames_sizes(found.reading, found.grounds.scope, names):
            return None
        first = best(self.base, found.text)
        parts = first.reading.statements or (first.reading,)
        known = {name for standpoint in self.base for name in standpoint.scope.variables}
        if known & set(names) or any(part.kind != "declaration" for part in parts):
            return None
        standpoints = behind(self.base, first)
        for text in self.told:
            again = best(standpoints, text)
            if again.reading.error is not None or redeclared(again.reading, again.grounds.scope):
                return None
            standpoints = behind(standpoints, again)
        before, after = found.grounds.scope, standpoints[found.place].scope
        lost = [name for name in before.definitions if name not in after.definitions]
        loss = [name for name in before.definitions if name == before.loss]
        if lost or any(before.variables[name].shape != after.variables[name].shape for name in loss):
            return None
        self.told.insert(0, found.text)
        return Renewed(standpoints, first, "")

    def _begun(self, found: Read, standpoints: tuple[Standpoint, ...]) -> Renewed | None:
        reading = found.reading
        if reading.error is not None:
            return self._begun_anew(found)
        anew = self._reshaped(found, standpoints)
        if anew is not None:
            return anew
        names = {name.symbol: name for name in self._given_again(found)}
        before = {symbol: found.grounds.scope.equation(symbol) for symbol in names}
        if not names or None in before.values():
            return None
        others = tuple(on(standpoint, without(standpoint.scope, *names)) for standpoint in standpoints)
        again = best(others, found.text)
        defined = {symbol for part in again.reading.statements or (again.reading,) for symbol in part.defines}
        if again.reading.error is not None or not names.keys() <= defined:
            return None
        reshaped = [s for s in names if again.reading.after(again.grounds.scope).variables[s].shape != names[s].shape]
        for symbol in reshaped:
            others = tuple(on(each, without(each.scope, *dependents(each.scope, symbol))) for each in others)
        self.homes.update(dict.fromkeys(names, self.number))
        replaces = "; ".join(equation((names[symbol], expr)) for symbol, expr in before.items() if expr is not None)
        return Renewed(others, best(others, found.text) if reshaped else again, replaces)

    def _reshaped(self, found: Read, standpoints: tuple[Standpoint, ...]) -> Renewed | None:
        """What a formula is that gives names of earlier sections other shapes; None where it does not."""
        scope = found.grounds.scope
        names = redeclared(found.reading, scope)
        if not names or renames_sizes(found.reading, scope, names):
            return None
        if any(self.met.get(name, self.number) >= self.number for name in names):
            return None
        for name in names:
            standpoints = tuple(
                on(each, without(each.scope, name, *dependents(each.scope, name))) for each in standpoints
            )
        again = best(standpoints, found.text)
        if again.reading.error is not None or redeclared(again.reading, again.grounds.scope):
            return None
        self.met.update(dict.fromkeys(names, self.number))
        return Renewed(standpoints, again, "")

    def _given_again(self, found: Read) -> Iterator[Var]:
        """The names of earlier sections to which a formula gives an equation that is not equal to what they are."""
        parts = found.reading.statements or (found.reading,)
        names = [part.sides[0] if part.kind == "claim" and len(part.sides) > 1 else None for part in parts]
        if not any(isinstance(name, Var) and self._is_earlier(name.symbol) for name in names):
            return
        findings = found.finding.links if found.reading.statements else (found.finding,)
        for name, finding in zip(names, findings, strict=False):
            if isinstance(name, Var) and self._is_earlier(name.symbol) and finding.outcome not in SETTLED:
                yield name

    def _begun_anew(self, found: Read) -> Renewed | None:
        """A formula that fits nothing from before, where it defines a name of an earlier section by itself.

        So does one about examples of what was a single one before: behind wᵀx, a sum over wᵀx⁽ⁱ⁾.
        """
        if not any(home < self.number for home in self.homes.values()):
            return None
        fresh = self.beginning
        for declaration in self.declared:
            try:
                fresh = with_declarations(fresh, declaration)
            except BadScope:
                continue
        reading, _ = read_on(found.text, fresh[0].grounds)
        if reading.error is not None or not reading.defines:
            return None
        if not all(map(self._is_earlier, reading.defines)) and not _counts_examples(reading, found.grounds.scope):
            return None
        self.forget()
        return Renewed(fresh, best(fresh, found.text), "")

    def _is_earlier(self, symbol: Symbol) -> bool:
        return self.homes.get(symbol, self.number) < self.number


def _sized(found: Read, standpoints: tuple[Standpoint, ...]) -> Renewed | None:
    """What a formula is that says what sizes are of which only names were made up; or else None."""
    if not redeclared(found.reading, found.grounds.scope):
        return None
    standpoints = resized(standpoints, found.reading, found.grounds.scope) or ()
    again = best(standpoints, found.text) if standpoints else found
    return None if redeclared(again.reading, again.grounds.scope) else Renewed(standpoints, again, "")


def _counts_examples(reading: Reading, scope: Scope) -> bool:
    """Whether a formula has examples of names that had none, and of no name with an equation: that is another one."""
    parts = reading.statements or (reading,)
    members = [v.symbol for part in parts for v in variables(*part.sides) if SLOT in (v.symbol.example, v.symbol.sub)]
    single = {replace(s, example=s.example.replace(SLOT, ""), sub=s.sub.replace(SLOT, "")) for s in members}
    return bool(single & scope.variables.keys()) and not single & scope.definitions.keys()


def without(scope: Scope, *names: Symbol) -> Scope:
    """The scope without the equations of those names, and without the names."""
    loss = None if scope.loss in names else scope.loss
    return replace(
        scope,
        variables={symbol: v for symbol, v in scope.variables.items() if symbol not in names},
        definitions={symbol: expr for symbol, expr in scope.definitions.items() if symbol not in names},
        loss=loss,
    )


def dependents(scope: Scope, name: Symbol) -> tuple[Symbol, ...]:
    """The names whose equations rest on that name, however far."""
    found = {name}
    equations: dict[Symbol, Expr] = dict(scope.definitions)
    grown = True
    while grown:
        new = {s for s, e in equations.items() if s not in found and any(v.symbol in found for v in variables(e))}
        grown = bool(new)
        found |= new
    return tuple(found - {name})
