"""What a report rests on, in whatever style it is written: the model derived, replayed, judged and cross-checked.

Nothing is written that was not checked: every chain is replayed before a line of it is set, and the gradients are
compared with those that other roads lead to. A failure of either is raised, and there is no document.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from derive import __version__
from derive.building import is_apply, total_derivative
from derive.claims import check_each
from derive.components import in_components
from derive.crosschecking import CrossCheck, cross_check, cross_check_along
from derive.curvature import Curvature, curvatures, with_named_loss
from derive.deriving import Order, derive_gradients
from derive.findings import Finding
from derive.ir import Expr, Var, children
from derive.kernel import Replay, replay
from derive.modelling import Model, Variant
from derive.notation.naming import is_differential
from derive.notation.styling import Style
from derive.steps import Chain, Derivation
from derive.systems import System
from derive.unrolling import unrolled
from derive.valuefiles import ValueFile, read_text
from derive.variants import Note
from derive.working import Worked, fits, work_out
from reports import houses, languages, recurrences
from reports.chains import Detail
from reports.houses import House
from reports.languages import Language
from reports.manner import Manner, manner

FEATURES = "m"
"""The usual name for the number of features."""
NOTHING = Replay(0, 0, 0.0)


@dataclass(frozen=True)
class Options:
    """What a reader may choose; ``components`` is the number of features to write out, 0 for none.

    ``unrolled`` asks for each gradient as one product of local derivatives too, where it is one; ``houses`` are the
    house styles of notation.
    """

    order: Order = "outer-inner"
    detail: Detail = "full"
    seed: int = 0
    components: int = 2
    values: ValueFile | None = None
    log10: bool = False
    unrolled: bool = False
    language: str = languages.DEFAULT
    houses: tuple[House, ...] = ()

    @property
    def manner(self) -> Manner:
        """How the report is written: its formulas, and the language of its words."""
        return manner(houses.under(Style(order=self.order, whole_families=True), self.houses), self.language)


@dataclass(frozen=True)
class Part:
    """One statement of a model, derived, replayed and cross-checked."""

    title: str
    system: System
    derivation: Derivation
    replayed: Replay
    checked: CrossCheck
    claims: tuple[Finding, ...] = ()
    notes: tuple[Note, ...] = ()
    curved: tuple[Curvature, ...] = ()
    unrolled: tuple[Chain, ...] = ()
    is_whole: bool = False
    """Whether it has many layers that are alike: then nothing is derived here, and what is published counts."""

    @property
    def results(self) -> Mapping[Expr, Expr]:
        """What each chain arrives at."""
        return self.system.published if self.is_whole else self.derivation.results

    @property
    def settled(self) -> System:
        """The system in which every equation has a value."""
        return self.system.settled(self.system.published if self.is_whole else self.derivation.closed)

    @property
    def gradients(self) -> dict[Var, Expr]:
        """The gradient of the loss for each parameter."""
        results = self.results
        return {v: results[total_derivative(self.system.loss, v)] for v in self.system.parameters}

    @property
    def closed(self) -> dict[Var, Expr]:
        """The same, without derivatives that are found elsewhere in the derivation: what can be evaluated."""
        return self.gradients if self.is_whole else _closed(self.derivation, self.system)

    @property
    def slopes(self) -> dict[Var, Expr]:
        """The derivative of the loss by every number on its way, from the loss back; empty where one is no number."""
        found = {}
        for start, result in self.derivation.closed.items():
            node, v = children(start) if is_apply(start, "total") else (None, None)
            if node is self.system.loss and isinstance(v, Var):
                found[v] = result
        inputs = (*self.system.parameters, *self.system.data)
        return found if all(v.shape.is_scalar for v in (*found, *inputs)) else {}


@dataclass(frozen=True)
class Checked:
    """A model with all that a style may write about it; every chain in it has been replayed.

    ``numbers`` is the worked example, with the part of the model that it is about.
    """

    model: Model
    options: Options
    parts: tuple[Part, ...]
    numbers: tuple[Part, Worked] | None = None

    def style_of(self, part: Part) -> Manner:
        """How a part is written, where the loss is that of the part."""
        style, system = self.options.manner, part.system
        if style.derivative != "short":
            return style
        names = (v.symbol for v in (*system.parameters, *system.data, *system.equations))
        return replace(style, loss=system.loss.symbol, names=frozenset(filter(is_differential, names)))

    @cached_property
    def replayed(self) -> Replay:
        """What was replayed, over all parts."""
        return sum((part.replayed for part in self.parts), NOTHING)

    @property
    def worst(self) -> float:
        """The largest relative error of all cross-checks."""
        return max(part.checked.worst for part in self.parts)

    @property
    def provenance(self) -> str:
        """The line that says which version made a document, and from what."""
        language, count = languages.get(self.options.language), str(self.replayed.equalities)
        if self.model.name:
            return language.text("made of model", version=__version__, model=self.model.name, count=count)
        return language.text("made of document", version=__version__, count=count)


def check_all(model: Model, options: Options) -> Checked:
    """The model derived, replayed, judged, cross-checked and worked out in numbers.

    Raises `ReplayError`, `Disagreement`, `DerivingError`, and `BadValues` for values that do not fit the model.
    """
    parts = tuple(_parts(model, options))
    return Checked(model, options, parts, _worked(model, parts, options))


# Deriving, replaying, cross-checking.


def _parts(model: Model, options: Options) -> list[Part]:
    parts, language = [], languages.get(options.language)
    for label, variant in model.variants.items():
        title = recurrences.title_of(label, variant.system, model.variants, language)
        if recurrences.is_large(variant.system):
            parts.append(_whole(title, model, variant, options))
            continue
        known = "" if variant.is_restated else f"{model.name}/{label}" if label else model.name
        part = _part(title, known, variant.system, options, _judged(model, variant))
        curved = curvatures(part.system, part.derivation, (claim.sides for claim in variant.claims))
        replayed = sum((replay(found.derivation, found.system.equations) for found in curved), part.replayed)
        parts.append(replace(part, notes=variant.notes, curved=curved, replayed=replayed))
    system = model.system
    # With other sizes beside the number of features, or arrays on the way to the loss, lines no longer fit a page.
    # What is declared of an array, that it is symmetric say, is nothing that its entries could be declared to be.
    fits = len(system.size_names) == 1 and all(v.shape.is_scalar for v in system.nodes)
    if options.components and fits and not any(v.shape.rank for v in system.facts):
        written_out = in_components(system, dict.fromkeys(system.size_names, options.components))
        [size] = system.size_names
        parts.append(_part(_in_components(str(size), options.components, language), "", written_out, options, ()))
    return parts


def _in_components(size: str, count: int, language: Language) -> str:
    if size == FEATURES:
        return language.text("part of features", count=str(count))
    return language.text("part of sizes", size=size, count=str(count))


def _judged(model: Model, variant: Variant) -> tuple[Finding, ...]:
    findings = check_each((claim.formula.latex for claim in variant.claims), model, variant.label)
    return tuple(replace(f, sides=tuple(with_named_loss(s, variant.system) for s in f.sides)) for f in findings)


def _part(title: str, known: str, system: System, options: Options, claims: tuple[Finding, ...]) -> Part:
    derivation = derive_gradients(system, order=options.order)
    products = unrolled(system, derivation, options.order) if options.unrolled else ()
    replayed = replay(replace(derivation, chains=(*derivation.chains, *products)), system.equations)
    evaluated = replace(system.settled(derivation.closed), facts=derivation.declared)
    checked = cross_check(evaluated, _closed(derivation, system), known, options.seed)
    return Part(title, system, derivation, replayed, checked, claims, unrolled=products)


def _whole(title: str, model: Model, variant: Variant, options: Options) -> Part:
    """A model of many layers: its published gradients, judged and compared with other roads."""
    system, claims = variant.system, _judged(model, variant)
    part = Part(
        title, system, Derivation((), system.equations), NOTHING, CrossCheck((), 0, 0, {}), claims, is_whole=True
    )
    known = f"{model.name}/{variant.label}" if variant.label else model.name
    return replace(part, checked=cross_check_along(part.settled, part.gradients, known, options.seed))


def _closed(derivation: Derivation, system: System) -> dict[Var, Expr]:
    return {v: derivation.closed[total_derivative(system.loss, v)] for v in system.parameters}


def _worked(model: Model, parts: Sequence[Part], options: Options) -> tuple[Part, Worked] | None:
    """The worked example: at the values asked for, or at those that the model's document brings."""
    candidates = list(zip(model.variants.values(), parts, strict=False))
    if options.values is not None:
        fitting = [part for variant, part in candidates if fits(part.system, options.values)]
        part = fitting[0] if fitting else parts[0]
        return part, work_out(part.settled, part.closed, options.values, options.log10)
    for variant, part in candidates:
        if variant.numbers is not None:
            file = read_text(variant.numbers.latex, model.source, variant.numbers.line)
            return part, work_out(part.settled, part.closed, file, options.log10)
    return None
