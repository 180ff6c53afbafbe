"""Models whose examples are rows in place of columns, or the other way round: another model, to be derived anew.

Every array but the weights is stored transposed. The equations are then written without needless transposes, and each
is proved to be what it was, for all sizes; the model's published gradients are carried over as proposals, and kept
where they are proved. Nothing is derived here.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from typing import Literal

from derive.bench import Bench
from derive.building import broadcast, is_apply, rebuilt, total_derivative, transpose
from derive.checking import decide
from derive.ir import Apply, Expr, children, fold, rebuild
from derive.judging.grounds import Grounds
from derive.judging.restating import examples_size, turned, weights
from derive.layouts import gathered
from derive.modelling import Model
from derive.smoothing import smoothed
from derive.standpoints import grounds_of
from derive.systems import System
from derive.turning import NotTurnable, over_turned, turned_name
from derive.variants import Note, Variant
from derive.verdicts import Proved

Examples = Literal["rows", "columns"]


class NotStanding(Exception):
    """A model has no statement in which the examples could stand otherwise; the message says why."""


def standing(model: Model, examples: Examples) -> Model:
    """The model in which the examples stand that way, in each statement that has a matrix of them.

    Its published formulas are about the model as it stands, and are left out, and so is a worked example. Raises
    `NotStanding`.
    """
    if model.name.split()[:1] == ["network"]:
        raise NotStanding(f"a network has an option of its own: {model.name} --examples {examples}")
    changed = {label: _standing(model, variant, examples) for label, variant in model.variants.items()}
    if all(variant is None for variant in changed.values()):
        so = any(_stands(each.system, examples_size(grounds_of(model, each))) for each in model.variants.values())
        told = f"are {examples} already" if so else "are no rows or columns: no matrix of its data holds them"
        raise NotStanding(f"the examples of {model.title} {told}")
    return replace(model, variants={label: changed[label] or variant for label, variant in model.variants.items()})


def _standing(model: Model, variant: Variant, examples: Examples) -> Variant | None:
    """The statement with its examples that way; None where it has no matrix of them, or has them so already."""
    grounds = grounds_of(model, variant)
    if _stands(variant.system, examples_size(grounds)) in (None, examples):
        return None
    used, scope = weights(grounds), grounds.scope.with_setting("examples", examples)
    restated = turned(replace(grounds, scope=scope), [v for v in scope.variables.values() if v not in used])
    if restated is None:
        raise NotStanding(f"an equation of {model.title} speaks of a name itself, so its arrays cannot be turned")
    system = _neat(restated)
    scope = replace(restated.scope, definitions={v.symbol: e for v, e in system.equations.items()})
    system = replace(system, published=_published(variant.system, Grounds(Bench(system), scope)))
    note = Note(examples, f"the examples are {examples}", {})
    return Variant(variant.label, (), scope, system, (), notes=(*variant.notes, note), is_restated=True)


def _stands(system: System, size: str | None) -> Examples | None:
    """How the examples stand in the matrices of data; None where there is no such matrix, or they do not agree."""
    axes = {
        [size in each.names for each in v.shape.sizes].index(True)
        for v in system.data
        if v.shape.rank == 2 and size in v.shape.names
    }
    ways: tuple[Examples, Examples] = ("rows", "columns")
    return ways[axes.pop()] if len(axes) == 1 else None


def _neat(restated: Grounds) -> System:
    """The equations without needless transposes, each proved. Raises `NotStanding`."""
    system = restated.bench.system
    equations = {v: smoothed(without_transposes(e)) for v, e in system.equations.items()}
    for v, equation in equations.items():
        verdict = decide(system.equations[v], equation, restated.bench)
        if not isinstance(verdict, Proved) or verdict.sizes != "all":
            raise NotStanding(f"the equation of {v} with its arrays turned was not proved to be the same")
    return replace(system, equations=equations)


def without_transposes(root: Expr) -> Expr:
    """The expression with transposes taken out of functions of entries, products and sums, where all of it has one."""

    def visit(node: Expr, args: tuple[Expr, ...]) -> Expr:
        if is_apply(node, "transpose") and is_apply(args[0], "transpose"):
            return children(args[0])[0]
        if is_apply(node, "sum") and is_apply(args[0], "transpose"):
            return rebuild(node, (children(args[0])[0],))
        if isinstance(node, Apply) and node.op.elementwise and node.shape.rank in (1, 2):
            inner = [_untransposed(arg) for arg in args]
            turned = any(is_apply(arg, "transpose") for arg in args)
            if turned and all(part is not None for part in inner):
                return transpose(rebuilt(node, tuple(part for part in inner if part is not None)))
        return rebuilt(node, args)

    found: Expr = fold(root, visit)
    return found


def _untransposed(arg: Expr) -> Expr | None:
    """What an argument is the transpose of; a number in every entry is that of the same number."""
    if is_apply(arg, "transpose"):
        return children(arg)[0]
    if is_apply(arg, "broadcast"):
        return broadcast(children(arg)[0], arg.shape.transposed)
    return None


def _published(before: System, grounds: Grounds) -> dict[Expr, Expr]:
    """The gradients as they are published, over the arrays as they stand now, where they are proved."""
    system = grounds.bench.system
    names = {*system.parameters, *system.data, *system.equations}
    every = (*before.parameters, *before.data, *before.equations)
    other = {v: turned_name(v) for v in every if v not in names and turned_name(v) in names}
    found: dict[Expr, Expr] = {}
    for v in every:
        goal = total_derivative(before.loss, v)
        if goal not in before.published:
            continue
        here = total_derivative(system.loss, other.get(v, v))
        with suppress(NotTurnable, KeyError):
            both = over_turned(before.published[goal], other)
            form = gathered(without_transposes(both.turned if v in other else both.plain))
            verdict = decide(here, form, grounds.bench)
            if isinstance(verdict, Proved) and verdict.sizes == "all":
                found[here] = form
    return found
