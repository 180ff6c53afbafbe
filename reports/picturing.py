"""The picture of a model by itself: its computation graph with the gradients, or its network of neurons."""

from __future__ import annotations

from derive.exercises.lots import Lot
from derive.exercises.numbers import drawn
from derive.exercises.statements import statement
from derive.modelling import Model
from derive.notation.styling import Style
from derive.working import Worked
from reports import recurrences
from reports.failing import Failure
from reports.figures import Figure, figure
from reports.graphs import graph_of
from reports.manner import manner
from reports.neurons import NoNetwork, network
from reports.parts import Checked, Options, Part, check_all
from reports.worked import vector

GRAPH, NETWORK = "graph", "network"
"""The kinds of pictures."""


def pictured(model: Model, kind: str, label: str | None, numbers: bool) -> tuple[Figure, str]:
    """The picture, and the same in words.

    The gradients in a graph are derived, replayed and cross-checked first. Raises `Failure` where a model has no such
    variant or picture, and what `reports.parts.check_all` raises.
    """
    asked = label is not None
    if label is None:  # of a deep network one layer is derived, and all are drawn
        label = "" if kind == NETWORK and "" in model.variants else next(iter(model.variants))
    if label not in model.variants:
        known = " and ".join(repr(one) for one in model.variants if one)
        raise Failure(f"there is no variant {label!r}; there is {known or 'only the model itself'}")
    system, style = model.variants[label].system, manner(Style(whole_families=True))
    if kind == NETWORK:
        try:
            return network(system, style), style.text("neurons in words", model=model.title)
        except NoNetwork as error:
            raise Failure(f"{model.title} cannot be drawn as neurons: {error}; take --kind {GRAPH}") from error
    if recurrences.is_large(system):
        raise Failure(f"{model.title} has too many layers for one graph; take fewer, or --kind {NETWORK}")
    checked = check_all(model, Options(components=0))
    part = checked.parts[list(model.variants).index(label)]
    shown = None
    if numbers:
        part, worked = _in_numbers(checked, part, label, asked)
        shown = {v: said for v, value in worked.values.items() if (said := vector(value)) is not None}
    graph = graph_of(part.system, part.results, style, values=shown)
    return figure(graph), graph.alternative


def _in_numbers(checked: Checked, part: Part, label: str, asked: bool) -> tuple[Part, Worked]:
    """The worked example, where it is about that part or no part was asked for; else values that are drawn."""
    if checked.numbers is not None and (checked.numbers[0] is part or not asked):
        return checked.numbers
    found = drawn(statement(checked.model, label, part.derivation), Lot(checked.options.seed))
    if found is None:
        raise Failure(
            f"{checked.model.title} has no worked example, and too many numbers, or an unknown function, to draw one; "
            "leave --numbers out"
        )
    return part, found
