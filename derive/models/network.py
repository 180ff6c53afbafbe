"""Dense networks of any depth and widths, as documents: ``derive report network --layers 3,4,1 --hidden relu``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from derive.dense import pieces
from derive.dense.activations import ACTIVATIONS, SOFTMAX
from derive.dense.costs import COSTS
from derive.dense.plan import Plan, planned
from derive.families import Family, Option

MOST_WRITTEN_OUT = 4
"""Of how many layers each is derived by itself; of more, one layer between stands for all."""

SOURCES = """## Sources

- Deck 002, lines 198–746 and 1636–1736: a network of two layers, forward and backward.
- D. E. Rumelhart, G. E. Hinton, R. J. Williams: Learning representations by back-propagating errors (1986).
"""


def document(options: Mapping[str, str]) -> str:
    """The document of a network. Raises `BadOption` for options that do not go together."""
    plan = planned(options)
    is_deep = len(plan.layers) > MOST_WRITTEN_OUT
    sections = [
        f"# {plan.title}",
        f"{plan.summary} {pieces.TOLD}" if is_deep else plan.summary,
        *((*pieces.between(plan), *pieces.last(plan)) if is_deep else ()),
        "## Model",
        f"<!-- derive: {'; '.join(_declarations(plan))} -->",
        *_displayed(_forward(plan)),
        "## Loss",
        *_displayed([f"{plan.writing.loss} = {plan.loss}", *_names(plan)]),
        "## Claims",
        *_displayed(_claims(plan)),
        SOURCES,
    ]
    return "\n\n".join(sections)


def _displayed(formulas: Iterator[str] | list[str]) -> list[str]:
    return [f"$${formula}$$" for formula in formulas]


def _declarations(plan: Plan) -> Iterator[str]:
    """What is data, what is learnt, and the shapes of all that comes in."""
    writing = plan.writing
    masks = [writing.mask(layer) for layer in plan.hidden_layers] if plan.dropout else []
    yield "data " + ", ".join([writing.features, writing.targets, *masks, *plan.penalties])
    yield "parameter " + ", ".join(f"{writing.weight(k)}, {writing.bias(k)}" for k in plan.layers)
    if writing.several:
        yield f"examples {writing.examples}"
    if plan.cost.one_hot:
        yield f"one-hot {writing.targets}"
    if plan.uses_g:
        yield "function g"
    yield f"shape {writing.features}: {writing.values(plan.width('0'))}"
    yield f"shape {writing.targets}: {writing.values(plan.width(plan.last))}"
    for penalty in plan.penalties:
        yield f"shape {penalty}: scalar"
    for layer in plan.layers:
        width, below = plan.width(layer), plan.width(plan.below(layer))
        yield f"shape {writing.weight(layer)}: {writing.weights_shape(width, below)}"
        yield f"shape {writing.bias(layer)}: {writing.bias_shape(width)}"
        if writing.mask(layer) in masks:
            yield f"shape {writing.mask(layer)}: {writing.values(width)}"


def _forward(plan: Plan) -> Iterator[str]:
    writing = plan.writing
    for layer in plan.layers:
        yield f"{writing.z(layer)} = {writing.into(layer, plan.below(layer))}"
        value = plan.activation(layer).latex.format(z=writing.z(layer))
        mask = f"{writing.mask(layer)} \\odot " if plan.dropout and layer != plan.last else ""
        yield f"{writing.a(layer)} = {mask}{value}"


def _names(plan: Plan) -> Iterator[str]:
    """δ for the derivatives that are handed from layer to layer, the last one first."""
    for layer in reversed(plan.layers):
        yield f"{plan.writing.delta(layer)} = {plan.writing.by(plan.writing.z(layer))}"


def _claims(plan: Plan) -> Iterator[str]:
    """The published gradients: δ of the last layer, δ of a layer by that of the next one, and what they give."""
    writing = plan.writing
    for layer in reversed(plan.layers):
        delta = writing.delta(layer)
        yield f"{delta} = {plan.end_delta if layer == plan.last else plan.delta(layer)}"
    for layer in plan.layers:
        weights = writing.weight(layer)
        yield f"{writing.by(weights)} = {writing.weight_gradient(layer, plan.below(layer))}{plan.decay(layer)}"
        yield f"{writing.by(writing.bias(layer))} = {writing.bias_gradient(layer)}"


FAMILY = Family(
    "network",
    "A dense network of any depth and widths, as in --layers 3,4,1 --hidden relu.",
    (
        Option("layers", "the number of inputs, then the neurons of each layer: numbers, or names for any", "3,4,1"),
        Option("depth", "how many layers, with --width for all of them", "N"),
        Option("width", "the number of inputs and of neurons in each layer, with --depth", "M"),
        Option("hidden", "the activation of the hidden layers", "NAME", tuple(ACTIVATIONS)),
        Option("output", "the activation of the last layer", "NAME", (*ACTIVATIONS, SOFTMAX.name)),
        Option("loss", "what is minimised", "NAME", tuple(COSTS)),
        Option("examples", "one example, or n of them as columns or as rows", "HOW", ("one", "columns", "rows")),
        Option("weights", "the weights of a neuron: a row or a column of W", "HOW", ("rows", "columns")),
        Option("reduce", "over the examples", "HOW", ("mean", "sum")),
        Option("l2", "a penalty λ/2 on the squares of the weights", flag=True),
        Option("l1", "a penalty μ on their absolute values", flag=True),
        Option("dropout", "the hidden layers are multiplied by masks that are given", flag=True),
    ),
    document,
)
