"""The pieces of a deep network, each a small model of its own: a layer between, with sizes of any names, and the last.

∂L/∂z of a layer depends on all that lies above it by way of δ of the next layer alone. So L stands there for
Σ δ z of the next layer, in which δ is any array: its derivative by z of that layer is this δ, as in the network.
"""

from __future__ import annotations

from collections.abc import Iterator

from derive.dense.plan import Plan

TOLD = (
    "One layer between stands for all: the loss depends on it by way of δ of the next layer alone, so that the sum of "
    "δ z over the next layer may stand for all above, whatever δ is."
)
"""Why a layer between is a model by itself."""
HERE, BELOW, ABOVE = "l", "l-1", "l+1"
"""The labels of a layer between, and of the layers before and behind it."""
INPUTS, NEURONS, NEXT = "p", "q", "r"
"""The names of their widths."""


def between(plan: Plan) -> Iterator[str]:
    """The sections about one layer between: its model, the loss that stands for all above, the claims."""
    writing, activation = plan.writing, plan.hidden
    yield "## Model for a layer between"
    yield f"<!-- derive: {'; '.join(_between_declared(plan))} -->"
    mask = f"{writing.mask(HERE)} \\odot " if plan.dropout else ""
    yield f"$${writing.z(HERE)} = {writing.into(HERE, BELOW)}$$"
    yield f"$${writing.a(HERE)} = {mask}{activation.latex.format(z=writing.z(HERE))}$$"
    yield f"$${writing.z(ABOVE)} = {writing.into(ABOVE, HERE)}$$"
    yield "## Loss for a layer between"
    upstream = f"{writing.transposed(writing.delta(ABOVE))} {writing.z(ABOVE)}"
    if writing.several:
        upstream = rf"\operatorname{{tr}}({upstream})"
    yield f"$${writing.loss} = {upstream}$$"
    yield f"$${writing.delta(HERE)} = {writing.by(writing.z(HERE))}$$"
    yield "## Claims for a layer between"
    yield f"$${writing.by(writing.z(ABOVE))} = {writing.delta(ABOVE)}$$"
    yield f"$${writing.delta(HERE)} = {plan.delta_between(HERE, ABOVE)}$$"
    yield from _gradients(plan, HERE, BELOW)


def last(plan: Plan) -> Iterator[str]:
    """The sections about the last layer: its model, the loss of the network, the claims."""
    writing, here, below = plan.writing, plan.last, plan.below(plan.last)
    label = f"layer {here}, the last one"
    yield f"## Model for {label}"
    yield f"<!-- derive: {'; '.join(_last_declared(plan))} -->"
    yield f"$${writing.z(here)} = {writing.into(here, below)}$$"
    yield f"$${writing.a(here)} = {plan.output.latex.format(z=writing.z(here))}$$"
    yield f"## Loss for {label}"
    yield f"$${writing.loss} = {plan.cost.loss(plan.end)}$$"
    yield f"$${writing.delta(here)} = {writing.by(writing.z(here))}$$"
    yield f"## Claims for {label}"
    yield f"$${writing.delta(here)} = {plan.end_delta}$$"
    yield from _gradients(plan, here, below)


def _gradients(plan: Plan, layer: str, below: str) -> Iterator[str]:
    writing = plan.writing
    yield f"$${writing.by(writing.weight(layer))} = {writing.weight_gradient(layer, below)}$$"
    yield f"$${writing.by(writing.bias(layer))} = {writing.bias_gradient(layer)}$$"


def _between_declared(plan: Plan) -> Iterator[str]:
    writing = plan.writing
    masks = [writing.mask(HERE)] if plan.dropout else []
    above = [writing.weight(ABOVE), writing.bias(ABOVE), writing.delta(ABOVE)]
    yield "data " + ", ".join([writing.a(BELOW), *above, *masks])
    yield from _learnt(plan, HERE)
    if plan.hidden.name == "g":
        yield "function g"
    yield f"shape {writing.a(BELOW)}: {writing.values(INPUTS)}"
    yield f"shape {writing.weight(HERE)}: {writing.weights_shape(NEURONS, INPUTS)}"
    yield f"shape {writing.bias(HERE)}: {writing.bias_shape(NEURONS)}"
    yield f"shape {writing.weight(ABOVE)}: {writing.weights_shape(NEXT, NEURONS)}"
    yield f"shape {writing.bias(ABOVE)}: {writing.bias_shape(NEXT)}"
    yield f"shape {writing.delta(ABOVE)}: {writing.values(NEXT)}"
    for mask in masks:
        yield f"shape {mask}: {writing.values(NEURONS)}"


def _last_declared(plan: Plan) -> Iterator[str]:
    writing, here, below = plan.writing, plan.last, plan.below(plan.last)
    width, inputs = plan.width(here), plan.width(below)
    yield f"data {writing.a(below)}, {writing.targets}"
    yield from _learnt(plan, here)
    if plan.cost.one_hot:
        yield f"one-hot {writing.targets}"
    if plan.output.name == "g":
        yield "function g"
    yield f"shape {writing.a(below)}: {writing.values(inputs)}"
    yield f"shape {writing.targets}: {writing.values(width)}"
    yield f"shape {writing.weight(here)}: {writing.weights_shape(width, inputs)}"
    yield f"shape {writing.bias(here)}: {writing.bias_shape(width)}"


def _learnt(plan: Plan, layer: str) -> Iterator[str]:
    yield f"parameter {plan.writing.weight(layer)}, {plan.writing.bias(layer)}"
    if plan.writing.several:
        yield f"examples {plan.writing.examples}"
