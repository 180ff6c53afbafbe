"""The article: what is given, the derivation line by line, the cross-check, where it comes from."""

from __future__ import annotations

from collections.abc import Sequence

from derive.building import is_apply, total_derivative
from derive.ir import Apply, Expr, Symbol, Var, children
from derive.modelling import Model
from derive.notation.math import EQUALS, Math, Sign, row
from derive.notation.typesetting import typeset, typeset_sides
from derive.steps import Chain
from derive.systems import System
from reports import curving, evidence, nudged, recurrences, shortening, worked
from reports.chains import display, lead
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
    words,
)
from reports.graphs import graph_of
from reports.manner import Manner
from reports.parts import Checked, Options, Part
from reports.spelling import count_math, shape_math
from reports.styles import ReportStyle


def compose(checked: Checked) -> Document:
    """The article: every part with its graph and its chains, the worked numbers, the cross-check, the sources."""
    model, parts, options = checked.model, checked.parts, checked.options
    style = options.manner
    blocks: list[Block] = []
    for number, part in enumerate(parts, start=1):
        blocks += _part_blocks(part, checked.style_of(part), options, f"part-{number}", seen=parts[: number - 1])
    if checked.numbers:
        part, example = checked.numbers
        blocks += worked.blocks_of(example, checked.style_of(part))
        blocks += nudged.blocks_of(example, part.slopes, checked.style_of(part))
    blocks += _cross_check(checked)
    blocks += evidence.published_section([f for part in parts if not part.is_whole for f in part.claims], style)
    blocks += _sources(model, style)
    return Document(
        words(style.speech.title(model)),
        tuple(blocks),
        subtitle=words(style.speech.summary(model)),
        provenance=checked.provenance,
        language=style.language,
        keywords=(style.text("keyword gradient"), style.text("keyword backpropagation"), style.speech.title(model)),
    )


STYLE = ReportStyle(compose)
"""The article, as one of the styles."""


# What is given, and the graph.


def _part_blocks(part: Part, style: Manner, options: Options, anchor: str, seen: Sequence[Part]) -> list[Block]:
    if part.is_whole:
        return [
            Heading(1, words(part.title), anchor),
            *recurrences.given(part.system, style, anchor),
            *recurrences.judged(part.claims, style, anchor),
            *recurrences.checked(part.checked, style, anchor),
        ]
    caption = style.say("values and gradients flow")
    return [
        Heading(1, words(part.title), anchor),
        *_given(part.system, style, anchor),
        *(Paragraph(style.say(f"note {note.kind}", **note.parts)) for note in part.notes),
        graph_of(part.system, part.results, style, caption),
        *_functions(part, style, options, seen),
        *_backward(part, style, options, anchor, seen),
        *_results(part, style, anchor),
        *(block for found in part.curved for block in curving.blocks(found, style, options.detail, anchor)),
    ]


def _equation(left: Expr, right: Expr, style: Manner, reason: Inlines, *, result: bool = False) -> Equation:
    shown, equal = typeset_sides([left, right], style)
    return Equation(shown, EQUALS, equal, reason, result)


def _given(system: System, style: Manner, anchor: str) -> list[Block]:
    blocks: list[Block] = [Heading(2, style.say("given"), f"{anchor}-given")]
    if has_shapes(system):
        blocks += shape_tables(system, style)
    equations = tuple(_equation(v, e, style, role(v, system, style)) for v, e in system.equations.items())
    count = system.learnt
    learnt = (
        style.say("one number learnt") if count.number == 1 else style.say("numbers learnt", count=count_math(count))
    )
    return [*blocks, Display(equations), Paragraph(learnt), *shortening.told(system, style)]


def role(v: Var, system: System, style: Manner) -> Inlines:
    """What an equation of a model is, in a few words; empty where it needs none."""
    if v is system.loss:
        return style.say("role loss")
    if is_apply(system.equations[v], "total"):
        return style.say("role derivative")
    return () if v in system.nodes else style.say("role abbreviation")


NAMES_ON_A_PAGE = 30
"""How many names a table on one page may have."""


def has_shapes(system: System) -> bool:
    """Whether there is more than numbers in a model, so that shapes tell something."""
    return bool(system.size_names) or any(not v.shape.is_scalar for v in (*system.parameters, *system.data))


def shape_tables(system: System, style: Manner) -> list[Table]:
    """All names with their shapes, and the layout of gradients."""
    rows = [
        ((Formula(typeset(v, style)),), style.say(kind_of(v, system)), _shape_told(v, style))
        for v in (*system.parameters, *system.data, *system.equations)
    ]
    caption = style.say("layout of variables")
    header = (style.say("head name"), style.say("head kind"), style.say("head shape"))
    *others, last = evidence.on_pages(rows, NAMES_ON_A_PAGE)
    return [*(Table(header, tuple(part), "lll") for part in others), Table(header, tuple(last), "lll", caption)]


def _shape_told(v: Var, style: Manner) -> Inlines:
    return style.say("scalar") if v.shape.is_scalar else (Formula(shape_math(v.shape)),)


def kind_of(v: Var, system: System) -> str:
    """What a name of a model is: the key of the word for it."""
    if v in system.parameters:
        return "kind parameter"
    if v in system.data:
        return "kind data"
    if v in system.equations and is_apply(system.equations[v], "total"):
        return "kind derivative"
    return "kind loss" if v is system.loss else "kind computed"


# The backward pass.


def _functions(part: Part, style: Manner, options: Options, seen: Sequence[Part]) -> list[Block]:
    """The derivatives of functions that others define, where no earlier part has shown them."""
    shown = {chain.start for earlier in seen for chain in earlier.derivation.chains}
    blocks: list[Block] = []
    for chain in part.derivation.chains:
        if is_apply(chain.start, "derivative") and chain.start not in shown:
            body = children(chain.start)[0]
            assert isinstance(body, Apply)
            title = style.say("derivative of", function=typeset(body, style))
            anchor = f"derivative-of-{body.op.name}"
            blocks += [Heading(2, title, anchor), display(chain, style, options.detail, f"{anchor}-steps")]
    return blocks


def _backward(part: Part, style: Manner, options: Options, anchor: str, seen: Sequence[Part]) -> list[Block]:
    """The chains node by node, each with a sentence before it; what an earlier part has shown is only named."""
    blocks: list[Block] = [Heading(2, style.say("backward"), f"{anchor}-backward")]
    shown = {chain for earlier in seen for chain in earlier.derivation.chains}
    chains = [chain for chain in part.derivation.chains if not is_apply(chain.start, "derivative")]
    repeated = [chain for chain in chains if chain in shown]
    if repeated:
        blocks.append(Paragraph(_as_before(repeated, style)))
    for chain in chains:
        if chain not in shown:
            blocks.append(Paragraph(lead(chain, part.system, style)))
            blocks.append(display(chain, style, options.detail, f"{anchor}-{_name(chain)}"))
    return [*blocks, *evidence.assumptions_callout(part.derivation.assumptions, style)]


def _as_before(chains: Sequence[Chain], style: Manner) -> Inlines:
    sides = (typeset_sides([chain.start, chain.result], style) for chain in chains)
    equations = style.speech.joined("listed", [row(start, EQUALS, result) for start, result in sides])
    return style.say("as before", equations=equations)


def _name(chain: Chain) -> str:
    node, v = children(chain.start)[:2]
    return f"d{node}-d{v}".replace("_", "-")


# Results and updates.


def _results(part: Part, style: Manner, anchor: str) -> list[Block]:
    loss = part.system.loss
    gradients = tuple(
        _equation(total_derivative(loss, v), g, style, shape_words(v, style), result=True)
        for v, g in part.gradients.items()
    )
    updates = tuple(_update(v, loss, style) for v in part.gradients)
    return [
        Heading(2, style.say("gradients"), f"{anchor}-gradients"),
        Display(gradients),
        Paragraph(style.say("descent with rate", rate=_alpha(style))),
        Display(updates),
    ]


def shape_words(v: Var, style: Manner) -> Inlines:
    """The shape of a name, and so of its gradient; empty for a number."""
    return () if v.shape.is_scalar else style.say("of shape", shape=shape_math(v.shape))


def _alpha(style: Manner) -> Math:
    return typeset(Var(Symbol("alpha")), style)


def _update(v: Var, loss: Var, style: Manner) -> Equation:
    name = typeset(v, style)
    slope = typeset(total_derivative(loss, v), style)
    return Equation(name, Sign("←", "relation"), row(name, Sign("−", "binary"), _alpha(style), slope))


# The cross-check and the sources.


def _cross_check(checked: Checked) -> list[Block]:
    blocks = evidence.cross_check_heading([part.checked for part in checked.parts], checked.options.manner)
    for part in [part for part in checked.parts if not part.is_whole]:
        style = checked.style_of(part)
        blocks.append(
            evidence.cross_check_table(part.checked, part.system.loss, tuple(part.gradients), part.title, style)
        )
        blocks += evidence.sympy_gradients(part.system, style)
    return blocks


def _sources(model: Model, style: Manner) -> list[Block]:
    if not model.sources:
        return []
    items = tuple(words(source) for source in model.sources)
    return [Heading(1, style.say("sources"), "sources"), Listing(items)]
