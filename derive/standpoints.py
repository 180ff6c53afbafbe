"""Where formulas are read and judged: a scope with its equations, which grows with every formula that is read.

A model has one standpoint for each of its variants; a scope of a person's own has one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache, cached_property

from derive import models
from derive.bench import Bench
from derive.checking import decide
from derive.findings import Finding
from derive.ir import Expr, Symbol, Var, substitute, variables
from derive.judging.flattened import as_arrays
from derive.judging.grounds import Grounds
from derive.judging.kinds import judged, read_on, unread
from derive.judging.reinterpreting import reinterpreted
from derive.modelling import Model, UnknownModel, Variant, library, system_of
from derive.notation import scoping
from derive.notation.counting import told_sizes
from derive.notation.reading import Reading
from derive.notation.scope import Scope
from derive.notation.scoping import BadScope
from derive.systems import System
from derive.verdicts import Proved


@dataclass(frozen=True)
class Standpoint:
    """The grounds on which formulas are judged, which grow. ``label`` is that of the model's variant.

    ``loss`` is the one that a model brought: what is defined later is another quantity, and not the loss.
    """

    grounds: Grounds
    label: str = ""
    loss: Symbol | None = None

    @property
    def scope(self) -> Scope:
        """The scope in which formulas are read."""
        return self.grounds.scope

    def after(self, reading: Reading) -> Standpoint:
        """The standpoint behind a formula: with what it defines and declares. One that was not read changes nothing."""
        if reading.error is not None or redeclared(reading, self.scope):
            return self
        scope = scoping.with_names(scoping.with_values(reading, self.scope), self.scope)
        grounds, values = self.grounds, self.grounds.values.behind(reading)
        if values is not grounds.values:
            grounds = replace(grounds, values=values)
        behind = replace(self, grounds=grounds)._named(scope)
        return behind if scope.definitions == self.scope.definitions else behind._having(reading.text)

    def _named(self, scope: Scope) -> Standpoint:
        """The standpoint on that scope, in which new names for nodes of the loss stand for these nodes.

        Whoever writes ŷ = σ(z) where the model says a = σ(z), and then ∂L/∂ŷ, means ∂L/∂a.
        """
        before, system = self.scope.definitions, self.grounds.bench.system
        new = {name: expr for name, expr in scope.definitions.items() if name not in before}
        if not new or system.loss not in system.equations or len(before) > MOST_NODES:
            return self._on(scope)
        meanings, inputs = dict(self.grounds.shorthands), system.in_inputs
        for name, equation in new.items():
            expr = substitute(equation, meanings)
            node = expr if isinstance(expr, Var) else _alike(expr, inputs, self.grounds.bench)
            if node is not None:
                meanings[scope.variables[name]] = node
            scope = replace(scope, definitions={**scope.definitions, name: expr})
        return replace(self, grounds=replace(self.grounds, shorthands=meanings))._on(scope)

    def with_equation(self, equation: str) -> Standpoint:
        """The standpoint behind an equation that is given. Raises `BadScope`."""
        return self._on(scoping.with_names(scoping.behind(self.scope, equation), self.scope))._having(equation)

    def with_declaration(self, text: str) -> Standpoint:
        """The standpoint behind declarations. Raises `BadScope`."""
        return self._on(scoping.with_declarations(self.scope, text))

    def _having(self, equation: str) -> Standpoint:
        """The standpoint on whose grounds an equation stands as it was written."""
        return replace(self, grounds=replace(self.grounds, written=(*self.grounds.written, equation)))

    def _on(self, scope: Scope) -> Standpoint:
        if self.loss is not None:
            scope = scope.with_loss(self.loss)
        return replace(self, grounds=self.grounds.on(scope))


MOST_NODES = 60
"""Up to how many equations it is looked for new names of what has a name already."""


def _alike(expr: Expr, inputs: Mapping[Expr, Expr], bench: Bench) -> Var | None:
    """The node of the system to which an expression is equal: spelt alike in the inputs, or proved to be."""
    system = bench.system
    nodes = [node for node in (system.loss, *reversed(system.nodes)) if node.shape == expr.shape]
    written = substitute(expr, inputs)
    found = next((node for node in nodes if inputs[node] is written), None)
    if found is not None or not set(variables(written)) <= {*variables(*inputs.values())}:
        return found
    return next((node for node in nodes if isinstance(decide(node, expr, bench), Proved)), None)


def on(standpoint: Standpoint, scope: Scope) -> Standpoint:
    """The standpoint on another scope."""
    return replace(standpoint, grounds=standpoint.grounds.on(scope))


def redeclared(reading: Reading, scope: Scope) -> tuple[Symbol, ...]:
    """The names that a formula declares although they have another shape already: the first one stands."""
    declares = [pair for part in (reading, *reading.statements) for pair in part.declares]
    known = scope.variables
    return tuple(name for name, shape in declares if name in known and known[name].shape != shape)


def renames_sizes(reading: Reading, scope: Scope, names: tuple[Symbol, ...]) -> bool:
    """Whether a formula declares those names as before, and only calls their sizes otherwise, by names that are new."""
    declares = [pair for part in (reading, *reading.statements) for pair in part.declares]
    new = {size for _, shape in declares for size in shape.names}
    shapes = dict(declares)
    alike = all(len(scope.variables[name].shape.sizes) == len(shapes[name].sizes) for name in names)
    return alike and not new & scope.sizes


def resized(standpoints: tuple[Standpoint, ...], reading: Reading, scope: Scope) -> tuple[Standpoint, ...] | None:
    """The standpoints on which sizes are what a formula says them to be; None where it says nothing new of sizes.

    The sizes of names whose shapes were only inferred have makeshift names until somebody declares them.
    """
    for symbol, shape in (pair for part in (reading, *reading.statements) for pair in part.declares):
        known = scope.variables.get(symbol)
        if known is None or known.shape == shape:
            continue
        told = told_sizes(known.shape, shape, scope.inferred_sizes)
        if told is None or any(str(name) not in known.shape.names for name, _ in told):
            return None
        for name, size in told:
            scope = scope.unified(name, size)
            standpoints = tuple(on(each, each.scope.unified(name, size)) for each in standpoints)
    return standpoints


@cache
def _grounds(model: str, label: str) -> Grounds:
    return _new_grounds(library(model).variants[label])


def _new_grounds(variant: Variant) -> Grounds:
    return Grounds(Bench(variant.system), variant.scope, written=tuple(formula.latex for formula in variant.equations))


def grounds_of(model: Model, variant: Variant) -> Grounds:
    """What a variant's formulas are judged against: kept for the models of the library, new for others."""
    in_library = model.name in models.names() and model is library(model.name)
    return _grounds(model.name, variant.label) if in_library else _new_grounds(variant)


def standpoints_of(model: Model | str | Scope, variant: str | None = None) -> tuple[Standpoint, ...]:
    """The standpoints of a model, or the one of a scope. Raises `UnknownModel` for an unknown model or variant."""
    if isinstance(model, Scope):
        known = scoping.with_names(model)
        return (Standpoint(Grounds(Bench(_own_system(known)), known)),)
    model = library(model) if isinstance(model, str) else model
    found = [v for label, v in model.variants.items() if variant in (None, label)]
    if not found:
        raise UnknownModel(f"the model has no variant {variant!r}; it has {', '.join(map(repr, model.variants))}")
    return tuple(Standpoint(grounds_of(model, v), v.label, v.scope.loss) for v in found)


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


@dataclass(frozen=True)
class Read:
    """A formula as it was read at the standpoint that understood most of it; ``place`` is the number of that one.

    ``grounds`` are those of the standpoint, with the shorthands that the formula needs.
    """

    text: str
    reading: Reading
    grounds: Grounds
    place: int
    label: str

    @cached_property
    def in_scope(self) -> Finding:
        """What becomes of the formula as it stands."""
        judge = judged if self.reading.error is None else unread
        found = judge(self.reading, self.text, self.grounds)
        return replace(as_arrays(found, self.grounds), variant=self.label)

    @cached_property
    def finding(self) -> Finding:
        """What becomes of the formula, which is read again under other conventions where it fails in scope."""
        return self.beside(())

    def beside(self, proved: tuple[str, ...]) -> Finding:
        """The same in a document in which those formulas are proved: no convention counts in which one is wrong."""
        if self.reading.error is not None and self.in_scope.verdict is not None:
            return self.in_scope
        found = self._elsewhere
        if proved and found is not self.in_scope:
            found = reinterpreted(self.in_scope, self.grounds, proved)
        return replace(found, variant=self.label)

    @cached_property
    def _elsewhere(self) -> Finding:
        """What becomes of it under other conventions, beside no others: what helps then may be forbidden by others."""
        return reinterpreted(self.in_scope, self.grounds)


def best(standpoints: tuple[Standpoint, ...], text: str) -> Read:
    """A formula as the first standpoint that can read it does.

    Where none can, it is as one that judges it all the same does, or reads it under another convention, or else as the
    one that knew its names does.
    """
    found: list[Read] = []
    for place, standpoint in enumerate(standpoints):
        reading, grounds = read_on(text, standpoint.grounds)
        found.append(Read(text, reading, grounds, place, standpoint.label))
        if reading.error is None:
            return found[-1]
    if len(found) == 1:
        return found[0]
    told = next((one for one in found if one.in_scope.verdict is not None), None)
    meant = told or next((one for one in found if one.finding.conventions), None)
    return meant or min(found, key=_ignorance)


def _ignorance(found: Read) -> tuple[bool, int]:
    error = found.reading.error
    assert error is not None
    return error.kind == "unbound", -error.span.start


def behind(standpoints: tuple[Standpoint, ...], found: Read) -> tuple[Standpoint, ...]:
    """The standpoints behind a formula: each that can read it has learnt from it."""
    readings = [
        found.reading if place == found.place else read_on(found.text, each.grounds)[0]
        for place, each in enumerate(standpoints)
    ]
    return tuple(_read_in(found, *pair).after(pair[0]) for pair in zip(readings, standpoints, strict=True))


def _read_in(found: Read, reading: Reading, standpoint: Standpoint) -> Standpoint:
    """The standpoint on the scope that a formula is read in: from there on capital letters may be matrices."""
    known = found.reading is reading and found.grounds.scope.arrays == standpoint.scope.arrays
    if known or not standpoint.scope.open:
        return standpoint
    return on(standpoint, scoping.read_in(found.text, standpoint.scope)[1])
