"""The report of a model as a document: what is given, the derivation line by line, the cross-check, where it comes
from.

Nothing is written that was not checked: every chain is replayed before a line of it is set, and the gradients are
compared with those that other roads lead to. A failure of either is raised, and there is no document.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from derive import __version__
from derive.building import is_apply, total_derivative
from derive.claims import check
from derive.components import in_components
from derive.crosschecking import CrossCheck, cross_check, cross_check_along
from derive.curvature import Curvature, curvatures, with_named_loss
from derive.deriving import Order, derive_gradients
from derive.findings import Finding
from derive.ir import Apply, Expr, Symbol, Var, children
from derive.kernel import Replay, replay
from derive.modelling import Model, Variant
from derive.notation.math import EQUALS, Math, Sign, row
from derive.notation.typesetting import Style, typeset, typeset_sides
from derive.steps import Chain, Derivation
from derive.systems import System
from derive.valuefiles import ValueFile, read_text
from derive.working import Worked, fits, work_out
from reports import curving, evidence, nudged, recurrences, worked
from reports.chains import Detail, display
from reports.document import (
    Block,
    Display,
    Document,
    Equation,
    Formula,
    Heading,
    Inlines,
    Listing,
    Paragraph,
    Table,
    Words,
    words,
)
from reports.graphs import graph_of

FEATURES = "m"
"""The usual name for the number of features."""
NOTHING = Replay(0, 0, 0.0)


@dataclass(frozen=True)
class Options:
    """What a reader may choose; ``components`` is the number of features to write out, 0 for none."""

    order: Order = "outer-inner"
    detail: Detail = "full"
    seed: int = 0
    components: int = 2
    values: ValueFile | None = None
    log10: bool = False


@dataclass(frozen=True)
class Part:
    """One statement of a model, derived, replayed and cross-checked."""

    title: str
    system: System
    derivation: Derivation
    replayed: Replay
    checked: CrossCheck
    claims: tuple[Finding, ...] = ()
    notes: tuple[str, ...] = ()
    curved: tuple[Curvature, ...] = ()
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
class Report:
    """A document with what was counted on the way to it."""

    document: Document
    parts: tuple[Part, ...]
    replayed: Replay = field(default=NOTHING)

    @property
    def worst(self) -> float:
        """The largest relative error of all cross-checks."""
        return max(part.checked.worst for part in self.parts)


def report(model: Model, options: Options) -> Report:
    """The report of a model. Raises `ReplayError`, `Disagreement` and `DerivingError`: then there is no report.

    Raises `BadValues` for values that do not fit the model.
    """
    parts = tuple(_parts(model, options))
    numbers = _worked(model, parts, options)
    replayed = sum((part.replayed for part in parts), NOTHING)
    style = Style(order=options.order, whole_families=True)
    blocks: list[Block] = []
    for number, part in enumerate(parts, start=1):
        blocks += _part_blocks(part, style, options, f"part-{number}", seen=parts[: number - 1])
    if numbers:
        part, example = numbers
        blocks += worked.blocks_of(example, style)
        blocks += nudged.blocks_of(example, part.slopes, style)
    blocks += _cross_check(parts, style)
    blocks += evidence.published_section([f for part in parts if not part.is_whole for f in part.claims], style)
    blocks += _sources(model)
    document = Document(
        words(model.title),
        tuple(blocks),
        subtitle=words(model.summary),
        provenance=_provenance(model, replayed),
        keywords=("gradient", "backpropagation", model.title),
    )
    return Report(document, parts, replayed)


# Deriving, replaying, cross-checking.


def _parts(model: Model, options: Options) -> list[Part]:
    several = len(model.variants) > 1
    parts = []
    for label, variant in model.variants.items():
        title = recurrences.title_of(label, variant.system, several)
        if recurrences.is_large(variant.system):
            parts.append(_whole(title, model, variant, options))
            continue
        known = f"{model.name}/{label}" if label else model.name
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
        count = f"{options.components} features" if size == FEATURES else f"{size} = {options.components}"
        parts.append(_part(f"In components, for {count}", "", written_out, options, ()))
    return parts


def _judged(model: Model, variant: Variant) -> tuple[Finding, ...]:
    findings = (check(claim.formula.latex, model, variant.label) for claim in variant.claims)
    return tuple(replace(f, sides=tuple(with_named_loss(s, variant.system) for s in f.sides)) for f in findings)


def _part(title: str, known: str, system: System, options: Options, claims: tuple[Finding, ...]) -> Part:
    derivation = derive_gradients(system, order=options.order)
    replayed = replay(derivation, system.equations)
    evaluated = replace(system.settled(derivation.closed), facts=derivation.declared)
    checked = cross_check(evaluated, _closed(derivation, system), known, options.seed)
    return Part(title, system, derivation, replayed, checked, claims)


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


def _provenance(model: Model, replayed: Replay) -> str:
    origin = f"the model “{model.name}”" if model.name else "a model document"
    return f"Made by derive {__version__} from {origin}; {replayed.equalities} equalities replayed."


# What is given, and the graph.


def _part_blocks(part: Part, style: Style, options: Options, anchor: str, seen: Sequence[Part]) -> list[Block]:
    if part.is_whole:
        return [
            Heading(1, words(part.title), anchor),
            *recurrences.given(part.system, style, anchor),
            *recurrences.judged(part.claims, style, anchor),
            *recurrences.checked(part.checked, anchor),
        ]
    caption = words("Values flow forward, from left to right; gradients, in red, flow back.")
    return [
        Heading(1, words(part.title), anchor),
        *_given(part.system, style, anchor),
        *(Paragraph(words(f"{note[0].upper()}{note[1:]}.")) for note in part.notes),
        graph_of(part.system, part.results, style, caption),
        *_functions(part, style, options, seen),
        *_backward(part, style, options, anchor, seen),
        *_results(part, style, anchor),
        *(block for found in part.curved for block in curving.blocks(found, style, options.detail, anchor)),
    ]


def _equation(left: Expr, right: Expr, style: Style, reason: Inlines, *, result: bool = False) -> Equation:
    shown, equal = typeset_sides([left, right], style)
    return Equation(shown, EQUALS, equal, reason, result)


def _given(system: System, style: Style, anchor: str) -> list[Block]:
    blocks: list[Block] = [Heading(2, words("What is given"), f"{anchor}-given")]
    if system.size_names or any(not v.shape.is_scalar for v in (*system.parameters, *system.data)):
        blocks += _shapes(system, style)
    equations = tuple(_equation(v, e, style, words(_role(v, system))) for v, e in system.equations.items())
    number = system.learnt
    learnt = "One number is learnt." if number.number == 1 else f"{number} numbers are learnt."
    return [*blocks, Display(equations), Paragraph(words(learnt))]


def _role(v: Var, system: System) -> str:
    if v is system.loss:
        return "the loss"
    if is_apply(system.equations[v], "total"):
        return "a name for it"
    return "" if v in system.nodes else "an abbreviation"


NAMES_ON_A_PAGE = 30
"""How many names a table on one page may have."""


def _shapes(system: System, style: Style) -> list[Block]:
    rows = [
        ((Formula(typeset(v, style)),), words(_kind(v, system)), words(str(v.shape)))
        for v in (*system.parameters, *system.data, *system.equations)
    ]
    caption = words("A gradient has the shape of its variable (denominator layout).")
    header = (words("name"), words("what it is"), words("shape"))
    *others, last = evidence.on_pages(rows, NAMES_ON_A_PAGE)
    return [*(Table(header, tuple(part), "lll") for part in others), Table(header, tuple(last), "lll", caption)]


def _kind(v: Var, system: System) -> str:
    if v in system.parameters:
        return "parameter"
    if v in system.data:
        return "data"
    if v in system.equations and is_apply(system.equations[v], "total"):
        return "a derivative"
    return "the loss" if v is system.loss else "computed"


# The backward pass.


def _functions(part: Part, style: Style, options: Options, seen: Sequence[Part]) -> list[Block]:
    """The derivatives of functions that others define, where no earlier part has shown them."""
    shown = {chain.start for earlier in seen for chain in earlier.derivation.chains}
    blocks: list[Block] = []
    for chain in part.derivation.chains:
        if is_apply(chain.start, "derivative") and chain.start not in shown:
            body = children(chain.start)[0]
            assert isinstance(body, Apply)
            title: Inlines = (Words("The derivative of "), Formula(typeset(body, style)))
            blocks += [Heading(2, title, f"derivative-of-{body.op.name}"), display(chain, style, options.detail)]
    return blocks


def _backward(part: Part, style: Style, options: Options, anchor: str, seen: Sequence[Part]) -> list[Block]:
    """The chains node by node, each with a sentence before it; what an earlier part has shown is only named."""
    blocks: list[Block] = [Heading(2, words("Backward, one local derivative at a time"), f"{anchor}-backward")]
    shown = {chain for earlier in seen for chain in earlier.derivation.chains}
    chains = [chain for chain in part.derivation.chains if not is_apply(chain.start, "derivative")]
    repeated = [chain for chain in chains if chain in shown]
    if repeated:
        blocks.append(Paragraph(_as_before(repeated, style)))
    for chain in chains:
        if chain not in shown:
            blocks.append(Paragraph(_lead(chain, part.system, style)))
            blocks.append(display(chain, style, options.detail, f"{anchor}-{_name(chain)}"))
    return [*blocks, *evidence.assumptions_callout(part.derivation.assumptions, style)]


def _as_before(chains: Sequence[Chain], style: Style) -> Inlines:
    inlines: list[Words | Formula] = []
    for chain in chains:
        start, result = typeset_sides([chain.start, chain.result], style)
        equation = row(start, EQUALS, result)
        inlines += [Words(", " if inlines else "As before, "), Formula(equation)]
    return (*inlines, Words("."))


def _lead(chain: Chain, system: System, style: Style) -> Inlines:
    """The sentence before a chain: what is found, and how."""
    node, v = children(chain.start)[:2]
    if is_apply(chain.start, "partial"):
        return (
            Words("On the side, how "),
            Formula(typeset(node, style)),
            Words(" changes with "),
            Formula(typeset(v, style)),
            Words(":"),
        )
    assert isinstance(v, Var)
    consumers = system.consumers(v)
    if system.loss in consumers and len(consumers) == 1:
        return (Words("The loss depends on "), Formula(typeset(v, style)), Words(" directly:"))
    if not consumers:
        return (Words("The loss does not depend on "), Formula(typeset(v, style)), Words(":"))
    through: list[Words | Formula] = []
    for consumer in consumers:
        through += [*([Words(" and ")] if through else []), Formula(typeset(consumer, style))]
    return (Words("The loss depends on "), Formula(typeset(v, style)), Words(" through "), *through, Words(":"))


def _name(chain: Chain) -> str:
    node, v = children(chain.start)[:2]
    return f"d{node}-d{v}".replace("_", "-")


# Results and updates.


def _results(part: Part, style: Style, anchor: str) -> list[Block]:
    loss = part.system.loss
    gradients = tuple(
        _equation(total_derivative(loss, v), g, style, words(_shape_words(v)), result=True)
        for v, g in part.gradients.items()
    )
    updates = tuple(_update(v, loss, style) for v in part.gradients)
    return [
        Heading(2, words("The gradients"), f"{anchor}-gradients"),
        Display(gradients),
        Paragraph((Words("A step of gradient descent, with the learning rate "), Formula(_alpha(style)), Words(":"))),
        Display(updates),
    ]


def _shape_words(v: Var) -> str:
    return "" if v.shape.is_scalar else f"shape {v.shape}"


def _alpha(style: Style) -> Math:
    return typeset(Var(Symbol("alpha")), style)


def _update(v: Var, loss: Var, style: Style) -> Equation:
    name = typeset(v, style)
    slope = typeset(total_derivative(loss, v), style)
    return Equation(name, Sign("←", "relation"), row(name, Sign("−", "binary"), _alpha(style), slope))


# The cross-check and the sources.


def _cross_check(parts: Sequence[Part], style: Style) -> list[Block]:
    blocks = evidence.cross_check_heading([part.checked for part in parts])
    for part in [part for part in parts if not part.is_whole]:
        blocks.append(
            evidence.cross_check_table(part.checked, part.system.loss, tuple(part.gradients), part.title, style)
        )
        blocks += evidence.sympy_gradients(part.system, style)
    return blocks


def _sources(model: Model) -> list[Block]:
    if not model.sources:
        return []
    items = tuple(words(source) for source in model.sources)
    return [Heading(1, words("Sources"), "sources"), Listing(items)]
