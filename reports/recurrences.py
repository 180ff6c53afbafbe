"""A model of many layers that are alike, written once: its equations and its published gradients, with the evidence.

Nothing here is derived: the derivation is that of the model's pieces, and of the whole every published formula was
judged in every layer.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from derive.building import is_apply, total_derivative
from derive.crosschecking import CrossCheck
from derive.findings import Finding
from derive.ir import Expr, Symbol, Var, children, substitute, variables
from derive.notation.math import EQUALS, Math, row
from derive.notation.typesetting import PLAIN, typeset, typeset_sides
from derive.systems import System
from reports.document import Block, Display, Equation, Formula, Heading, Paragraph, Table, Words, words
from reports.emitters.plain import plain
from reports.evidence import error_told, judgement, points_told, road_told
from reports.languages import Language
from reports.manner import Manner, manner

LARGE = 11
"""How many computed names a model has at least whose layers are written once."""
LAYER = "l"
"""What stands for the number of a layer."""


@dataclass(frozen=True)
class Run:
    """A formula that holds for several layers: its sides with `LAYER` for their number, and the layers."""

    sides: tuple[Expr, ...]
    layers: tuple[int, ...]
    told: str = ""

    @property
    def where(self) -> str:
        """For which layers, in words; empty where there is one, which then stands there as a number."""
        if len(self.layers) < 2:
            return ""
        low, high = min(self.layers), max(self.layers)
        whole = len(set(self.layers)) == high - low + 1
        return f"{LAYER} = {low}, …, {high}" if whole else f"{LAYER} = " + ", ".join(map(str, sorted(self.layers)))


def is_large(system: System) -> bool:
    """Whether a model's layers are written once: it has many that are alike, and all its gradients are published."""
    if len(system.nodes) < LARGE:
        return False
    named = [e for e in system.equations.values() if is_apply(e, "total")]
    goals = [*named, *(total_derivative(system.loss, v) for v in system.parameters)]
    if any(goal not in system.published for goal in goals):
        return False
    return 2 * len(runs(((v, e), "") for v, e in system.equations.items())) <= len(system.equations)


def title_of(label: str, system: System, labels: Collection[str], language: Language) -> str:
    """What a statement of a model is called, of one or of several; ``labels`` are those of all of them."""
    if label:
        return language.text("part labelled", label=language.called(label))
    if is_large(system):
        return language.text("part of layers")
    return language.text("part of one example" if any(o.endswith("examples") for o in labels) else "part alone")


def runs(formulas: Iterable[tuple[tuple[Expr, ...], str]]) -> list[Run]:
    """Formulas that differ by the number of the layer alone, taken together, in the order of the first of each.

    ``formulas`` are sides, and words that must be the same too.
    """
    found: dict[str, list[tuple[int, tuple[Expr, ...], tuple[Expr, ...], str]]] = {}
    for sides, told in formulas:
        layer = _layer_of(sides[0])
        general = sides if layer is None else _general(sides, layer)
        said = told if layer is None else _general_words(told, layer)
        key = " = ".join(plain(typeset(side, PLAIN)) for side in general) + said
        found.setdefault(key, []).append((layer or 0, sides, general, said))
    return [_run(members) for members in found.values()]


def _run(members: Sequence[tuple[int, tuple[Expr, ...], tuple[Expr, ...], str]]) -> Run:
    _, sides, general, told = members[0]
    return Run(general if len(members) > 1 else sides, tuple(member[0] for member in members), told)


def _layer_of(side: Expr) -> int | None:
    """The layer that a formula is about: that of the name on its left, or of what a derivative is by."""
    name = children(side)[-1] if is_apply(side, "total") else side
    return int(name.symbol.layer) if isinstance(name, Var) and name.symbol.layer.isdecimal() else None


def _general(sides: tuple[Expr, ...], layer: int) -> tuple[Expr, ...]:
    renamed: dict[Expr, Expr] = {v: Var(_shifted(v.symbol, layer), v.shape) for v in variables(*sides)}
    return tuple(substitute(side, renamed) for side in sides)


def _shifted(symbol: Symbol, layer: int) -> Symbol:
    return replace(symbol, layer=_label(int(symbol.layer) - layer)) if symbol.layer.isdecimal() else symbol


def _label(offset: int) -> str:
    return f"{LAYER}{offset:+d}" if offset else LAYER


def _general_words(told: str, layer: int) -> str:
    return re.sub(r"\[(\d+)\]", lambda found: f"[{_label(int(found[1]) - layer)}]", told)


# Blocks.


def given(system: System, style: Manner, anchor: str) -> list[Block]:
    """The shapes and the equations of the whole model."""
    loss = style.text("role loss")
    equations = runs(((v, e), loss if v is system.loss else "") for v, e in system.equations.items())
    return [
        Heading(2, style.say("given"), f"{anchor}-given"),
        _shapes(system, style),
        Display(tuple(_equation(run, style) for run in equations)),
    ]


def _equation(run: Run, style: Manner) -> Equation:
    left, right = typeset_sides(list(run.sides), style)
    return Equation(left, EQUALS, right, words(", ".join(filter(None, (run.told, run.where)))))


def _shapes(system: System, style: Manner) -> Table:
    kinds = dict.fromkeys(system.parameters, style.text("kind parameter"))
    kinds |= dict.fromkeys(system.data, style.text("kind data"))
    names = (*system.data, *system.parameters)
    rows = tuple(
        ((Formula(typeset(run.sides[0], style)),), words(run.where), *map(words, run.told.split("|")))
        for run in runs(((v,), f"{kinds[v]}|{style.shape_text(v.shape)}") for v in names)
    )
    header = (style.say("head name"), style.say("head layers"), style.say("head kind"), style.say("head shape"))
    return Table(header, rows, "llll")


def judged(findings: Sequence[Finding], style: Manner, anchor: str) -> list[Block]:
    """What was published, each formula once, with what became of it in all layers."""
    rows = tuple(
        ((Formula(_typeset(run.sides, style)),), words(run.where), words(run.told))
        for run in runs((finding.sides, _outcome(finding, style)) for finding in findings)
    )
    return [
        Heading(2, style.say("backward by layers"), f"{anchor}-backward"),
        Paragraph(style.say("layers repeat")),
        Table((style.say("head published"), style.say("head layers"), style.say("head verdict")), rows, "lll"),
    ]


def _outcome(finding: Finding, style: Manner) -> str:
    return "".join(part.text for part in judgement(finding, style) if isinstance(part, Words))


def _typeset(sides: tuple[Expr, ...], style: Manner) -> Math:
    from_sides = typeset_sides(list(sides), style)
    items = [from_sides[0]]
    for side in from_sides[1:]:
        items += [EQUALS, side]
    return row(*items)


def checked(check: CrossCheck, style: Manner, anchor: str) -> list[Block]:
    """What the other roads said of the whole model: their largest relative errors."""
    rows = tuple((road_told(road, style), error_told(max(road.errors.values(), default=None))) for road in check.roads)
    return [
        Heading(2, style.say("in numbers"), f"{anchor}-numbers"),
        Paragraph(style.say("numbers of layers")),
        Table((style.say("head road"), style.say("head worst")), rows, "lr", points_told(check, style)),
    ]


def lines(system: System, findings: Sequence[Finding] = ()) -> Iterator[str]:
    """The equations, and the published formulas, as lines of text."""
    for run in runs(((v, e), "") for v, e in system.equations.items()):
        yield _line(run)
    if findings:
        yield ""
        yield from (_line(run) for run in runs((f.sides, _outcome(f, manner(PLAIN))) for f in findings))


def _line(run: Run) -> str:
    equation = " = ".join(plain(side) for side in typeset_sides(list(run.sides), PLAIN))
    told = ", ".join(filter(None, (run.told, run.where)))
    return f"  {equation}   {told}".rstrip()
