"""Where formulas are read and judged: a scope with its equations, which grows with every formula that is read.

A model has one standpoint for each of its variants; a scope of a person's own has one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

from derive import models
from derive.bench import Bench
from derive.findings import Finding
from derive.ir import Symbol, Var, variables
from derive.judging.grounds import Grounds
from derive.judging.kinds import judged, text_of, together
from derive.judging.unjudged import not_read
from derive.modelling import Model, UnknownModel, Variant, library, system_of
from derive.notation import scoping
from derive.notation.reading import Reading, read
from derive.notation.scope import EMPTY, Scope
from derive.notation.scoping import BadScope
from derive.systems import System


@dataclass(frozen=True)
class Standpoint:
    """A scope, and the bench of the system that its equations make. ``label`` is that of the model's variant.

    ``of_model`` says that a model brought the loss: what is defined later is another quantity, and not the loss.
    """

    scope: Scope
    bench: Bench
    label: str = ""
    of_model: bool = False

    @property
    def grounds(self) -> Grounds:
        """What a formula is judged against here."""
        return Grounds(self.bench, self.scope)

    def read(self, text: str) -> Reading:
        """What a formula means here."""
        return read(text, self.scope)

    def within(self, reading: Reading) -> Standpoint:
        """The standpoint with what was found out about names when the formula was read."""
        return self._grown(reading.within(self.scope))

    def after(self, reading: Reading) -> Standpoint:
        """The standpoint behind a formula: with what it defines and declares. One that was not read changes nothing."""
        if reading.error is not None or redeclared(reading, self.scope):
            return self
        return self._grown(scoping.with_values(reading, self.scope))

    def with_equation(self, equation: str) -> Standpoint:
        """The standpoint behind an equation that is given. Raises `BadScope`."""
        return self._grown(scoping.behind(self.scope, equation))

    def with_declaration(self, text: str) -> Standpoint:
        """The standpoint behind declarations. Raises `BadScope`."""
        return self._grown(scoping.with_declarations(self.scope, text))

    def _grown(self, scope: Scope) -> Standpoint:
        if scope is self.scope:
            return self
        scope = _known(scope, self.scope)
        if self.of_model:
            scope = scope.with_loss(self.scope.loss)
        system = _extended(self.bench.system, scope)
        # What was derived before holds as long as no equation has changed, not even in a size of it.
        kept = all(system.equations.get(v) is equation for v, equation in self.bench.system.equations.items())
        bench = replace(self.bench, system=system) if kept else Bench(system)
        return replace(self, scope=scope, bench=bench)


def redeclared(reading: Reading, scope: Scope) -> tuple[Symbol, ...]:
    """The names that a formula declares although they have another shape already: the first one stands."""
    declares = [pair for part in (reading, *reading.statements) for pair in part.declares]
    known = scope.variables
    return tuple(name for name, shape in declares if name in known and known[name].shape != shape)


def _known(scope: Scope, before: Scope = EMPTY) -> Scope:
    """The scope in which each name that stands in a new equation is known, so that a claim can be about it."""
    if not scope.open or scope.definitions is before.definitions:
        return scope
    new = [equation for name, equation in scope.definitions.items() if before.definitions.get(name) is not equation]
    for v in variables(*new):
        if v.symbol not in scope.variables:
            scope = scope.with_shape(v.symbol, v.shape)
    return scope


def _extended(system: System, scope: Scope) -> System:
    """The system with the equations, the facts and the loss that the scope has now."""
    loss = scope.variables[scope.loss] if scope.loss is not None else system.loss
    return replace(system, equations=scope.given(), facts=scope.facts_of_variables(), loss=loss)


@cache
def _bench(model: str, label: str) -> Bench:
    return Bench(library(model).variants[label].system)


def bench_of(model: Model, variant: Variant) -> Bench:
    """Where a variant's derivations are kept: one bench for each model of the library, a new one for others."""
    in_library = model.name in models.names() and model is library(model.name)
    return _bench(model.name, variant.label) if in_library else Bench(variant.system)


def standpoints_of(model: Model | str | Scope, variant: str | None = None) -> tuple[Standpoint, ...]:
    """The standpoints of a model, or the one of a scope. Raises `UnknownModel` for an unknown model or variant."""
    if isinstance(model, Scope):
        known = _known(model)
        return (Standpoint(known, Bench(_own_system(known))),)
    model = library(model) if isinstance(model, str) else model
    found = [v for label, v in model.variants.items() if variant in (None, label)]
    if not found:
        raise UnknownModel(f"the model has no variant {variant!r}; it has {', '.join(map(repr, model.variants))}")
    return tuple(Standpoint(v.scope, bench_of(model, v), v.label, of_model=True) for v in found)


def with_declarations(standpoints: tuple[Standpoint, ...], *texts: str) -> tuple[Standpoint, ...]:
    """The standpoints behind declarations such as ``shape c: m``. Raises `BadScope`."""
    for text in texts:
        standpoints = tuple(each.with_declaration(text) for each in standpoints)
    return standpoints


def with_equations(standpoints: tuple[Standpoint, ...], *equations: str) -> tuple[Standpoint, ...]:
    """The standpoints behind equations, each as far as it knows the names in them.

    Raises `BadScope` for an equation that none of them can read.
    """
    for equation in equations:
        grown: list[Standpoint] = []
        problems: list[BadScope] = []
        for standpoint in standpoints:
            try:
                grown.append(standpoint.with_equation(equation))
            except BadScope as problem:
                grown.append(standpoint)
                problems.append(problem)
        if len(problems) == len(standpoints):
            raise problems[0]
        standpoints = tuple(grown)
    return standpoints


def _own_system(scope: Scope) -> System:
    """The system of a scope of a person's own; without a loss in it, L stands for one that has no equation."""
    if scope.loss is not None and scope.loss in scope.definitions:
        return system_of(scope)
    parameters = tuple(v for s, v in scope.variables.items() if s in scope.parameters)
    data = tuple(v for s, v in scope.variables.items() if s in scope.data)
    return System(scope.given(), Var("L"), parameters, data, {}, scope.facts_of_variables())


def best(standpoints: tuple[Standpoint, ...], text: str) -> tuple[Standpoint, Reading]:
    """The first standpoint in which the formula can be read; where none can, the one that knew most of its names."""
    readings = [(standpoint, standpoint.read(text)) for standpoint in standpoints]
    for standpoint, reading in readings:
        if reading.error is None:
            return standpoint, reading
    return min(readings, key=lambda found: _ignorance(found[1]))


def _ignorance(reading: Reading) -> tuple[bool, int]:
    assert reading.error is not None
    return reading.error.kind == "unbound", -reading.error.span.start


def parts_of(reading: Reading, standpoint: Standpoint) -> Iterator[tuple[Reading, Standpoint]]:
    """The statements of a formula, each with the standpoint behind those before it."""
    for part in reading.statements or (reading,):
        yield part, standpoint.within(part)
        standpoint = standpoint.after(part)


def judged_from(standpoint: Standpoint, reading: Reading, text: str) -> Finding:
    """What becomes of a formula that was read at a standpoint."""
    if reading.error is not None:
        return replace(not_read(reading, text), variant=standpoint.label)
    if not reading.statements:
        return replace(judged(reading, text, standpoint.within(reading).grounds), variant=standpoint.label)
    found = [judged(part, text_of(part, text), at.grounds) for part, at in parts_of(reading, standpoint)]
    return replace(together(found, reading, text), variant=standpoint.label)
