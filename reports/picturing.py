"""The picture of a model by itself: its computation graph with the gradients, or its network of neurons."""

from __future__ import annotations

from derive.modelling import Model
from derive.notation.styling import Style
from reports import recurrences
from reports.failing import Failure
from reports.figures import Figure, figure
from reports.graphs import graph_of
from reports.manner import manner
from reports.neurons import NoNetwork, network
from reports.parts import Options, check_all
from reports.worked import vector

GRAPH, NETWORK = "graph", "network"
"""The kinds of pictures."""


def pictured(model: Model, kind: str, label: str | None, numbers: bool) -> tuple[Figure, str]:
    """The picture, and the same in words.

    The gradients in a graph are derived, replayed and cross-checked first. Raises `Failure` where a model has no such
    variant or picture, and what `reports.parts.check_all` raises.
    """
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
    if not numbers:
        part = checked.parts[list(model.variants).index(label)]
        graph = graph_of(part.system, part.results, style)
    elif checked.numbers is None:
        raise Failure(f"{model.title} has no worked example in numbers; leave --numbers out")
    else:
        part, worked = checked.numbers
        shown = {v: said for v, value in worked.values.items() if (said := vector(value)) is not None}
        graph = graph_of(part.system, part.results, style, values=shown)
    return figure(graph), graph.alternative
