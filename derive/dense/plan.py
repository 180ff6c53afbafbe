"""A network as planned: its widths, activations, cost, and how it is written. What makes no sense is refused."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from derive.dense import shapes
from derive.dense.activations import ACTIVATIONS, SOFTMAX, Activation
from derive.dense.costs import COSTS, Cost, End
from derive.dense.writing import Writing
from derive.families import BadOption

MOST_LAYERS = 200
"""How deep a network may be."""
LAMBDA, MU = r"\lambda", r"\mu"
DEFAULT = "3,4,1"
RESERVED = ("i", "j", "n", "L", "J")
"""Names that a width cannot have: they stand for something else in the formulas."""


@dataclass(frozen=True)
class Plan:
    """A network: ``widths`` begins with the number of inputs."""

    widths: tuple[str, ...]
    hidden: Activation
    output: Activation
    cost: Cost
    writing: Writing
    mean: bool = True
    l2: bool = False
    l1: bool = False
    dropout: bool = False

    @cached_property
    def layers(self) -> list[str]:
        """The labels of the layers that have weights: 1, 2, …"""
        return [str(number) for number in range(1, len(self.widths))]

    @property
    def last(self) -> str:
        """The label of the last layer."""
        return self.layers[-1]

    @property
    def hidden_layers(self) -> list[str]:
        """All but the last one."""
        return self.layers[:-1]

    def width(self, layer: str) -> str:
        """How many neurons a layer has; the number of inputs for layer 0."""
        return self.widths[int(layer)]

    @staticmethod
    def below(layer: str) -> str:
        """The layer before."""
        return str(int(layer) - 1)

    @staticmethod
    def above(layer: str) -> str:
        """The layer behind."""
        return str(int(layer) + 1)

    def activation(self, layer: str) -> Activation:
        """The activation function of a layer."""
        return self.output if layer == self.last else self.hidden

    @property
    def uses_g(self) -> bool:
        """Whether some activation function is left open."""
        return any(self.activation(layer).name == "g" for layer in self.layers)

    @property
    def penalties(self) -> list[str]:
        """The names of the factors before the penalties."""
        return [LAMBDA] * self.l2 + [MU] * self.l1

    @property
    def end(self) -> End:
        """The last layer as the cost sees it."""
        return End(self.writing, self.last, self.width(self.last), self.output, self.mean)

    # What is written.

    @property
    def title(self) -> str:
        """Such as "Dense network 3-4-1"."""
        if len(self.widths) > 8:
            return f"Dense network of {len(self.layers)} layers"
        return f"Dense network {'-'.join(self.widths)}"

    @property
    def summary(self) -> str:
        """One paragraph: the activations, the cost, the options."""
        output = "left as they come" if self.output.name == "identity" else f"through {self.output.name}"
        hidden = f"{self.hidden.name} in the hidden layers, " if self.hidden_layers else ""
        examples = {"one": "one example", "columns": "n examples as columns", "rows": "n examples as rows"}
        parts = [f"{len(self.layers)} layer{'s' * (len(self.layers) > 1)} of weights: {hidden}the outputs {output}"]
        parts[0] += f", {self.cost.name.replace('-', ' ')}; {examples[self.writing.examples]}."
        remarks = [self.hidden.remark] if self.hidden_layers else []
        return " ".join([*parts, *dict.fromkeys(remark for remark in (*remarks, self.output.remark) if remark)])

    @property
    def loss(self) -> str:
        """The loss with its penalties."""
        terms = [self.cost.loss(self.end)]
        if self.l2:
            squares = " + ".join(self._squared(layer) for layer in self.layers)
            terms.append(rf"\frac{{{LAMBDA}}}{{2}} \left( {squares} \right)")
        if self.l1:
            sizes = " + ".join(self._absolute(layer) for layer in self.layers)
            terms.append(rf"{MU} \left( {sizes} \right)")
        return " + ".join(terms)

    def _squared(self, layer: str) -> str:
        weight = self.writing.weight(layer)
        sizes = (self.width(layer), self.width(self.below(layer)))
        if sizes == ("1", "1"):
            return rf"\left( {weight} \right)^2"
        return rf"\left\| {weight} \right\|{'' if '1' in sizes else '_F'}^2"

    def _absolute(self, layer: str) -> str:
        weight = self.writing.weight(layer)
        first, second = self.width(layer), self.width(self.below(layer))
        if first == second == "1":
            return rf"\left| {weight} \right|"
        if self.writing.weights == "columns":
            first, second = second, first
        if "1" in (first, second):
            return rf"\sum_{{j=1}}^{{{second if first == '1' else first}}} \left| {weight}_j \right|"
        return rf"\sum_{{i=1}}^{{{first}}} \sum_{{j=1}}^{{{second}}} \left| {weight}_{{ij}} \right|"

    def decay(self, layer: str) -> str:
        """What the penalties add to ∂L/∂W."""
        weight = self.writing.weight(layer)
        square = f" + {LAMBDA} {weight}" if self.l2 else ""
        return square + (rf" + {MU} \operatorname{{sign}}({weight})" if self.l1 else "")

    @property
    def end_delta(self) -> str:
        """δ of the last layer."""
        return self.cost.delta(self.end)

    def delta(self, layer: str) -> str:
        """δ of a hidden layer, by that of the layer behind it."""
        return self.delta_between(layer, self.above(layer))

    def delta_between(self, layer: str, above: str) -> str:
        """The same with a label for the layer behind it."""
        activation, writing = self.hidden, self.writing
        back = writing.back(above)
        if activation.zero:
            return "0"
        factors = [writing.mask(layer)] if self.dropout else []
        if activation.slope:
            factors.append(activation.slope.format(z=writing.z(layer)))
        if not factors:
            return back
        return rf"\left( {back} \right) \odot " + r" \odot ".join(factors)


def planned(options: Mapping[str, str]) -> Plan:
    """The network that the options describe. Raises `BadOption` where they do not go together."""
    widths = _widths(options)
    output, cost = _end(options, widths[-1])
    several = options.get("examples", "one") != "one"
    if "reduce" in options and not several:
        raise BadOption("network: --reduce is about several examples; add --examples columns or --examples rows")
    hidden = ACTIVATIONS[options.get("hidden", "sigmoid")]
    if len(widths) == 2:
        needing = [name for name in ("hidden", "dropout") if name in options]
        if needing:
            raise BadOption(f"network: --{needing[0]} is about hidden layers, and {'-'.join(widths)} has none")
    writing = Writing(options.get("examples", "one"), options.get("weights", "rows"))
    mean = options.get("reduce", "mean") == "mean"
    flags = {name: name in options for name in ("l2", "l1", "dropout")}
    return Plan(widths, hidden, output, cost, writing, mean, **flags)


def _widths(options: Mapping[str, str]) -> tuple[str, ...]:
    if "depth" in options or "width" in options:
        return _equal_widths(options)
    text = options.get("layers", DEFAULT)
    widths = tuple(part.strip() for part in text.split(","))
    if len(widths) < 2:
        raise BadOption(f"network: --layers {text} has no layer: give the inputs and each layer, such as {text},4,1")
    for width in widths:
        _refuse_width(width, "--layers", several=options.get("examples", "one") != "one")
    _refuse_depth(len(widths) - 1)
    return widths


def _equal_widths(options: Mapping[str, str]) -> tuple[str, ...]:
    if "layers" in options:
        raise BadOption("network: --layers says the depth and the widths; leave out --depth and --width")
    if "depth" not in options or "width" not in options:
        raise BadOption("network: --depth and --width go together, as in --depth 50 --width 10")
    depth, width = options["depth"], options["width"]
    if not depth.isdecimal() or int(depth) < 1:
        raise BadOption(f"network: --depth is {depth}, expected a number of layers, at least 1")
    _refuse_width(width, "--width", several=options.get("examples", "one") != "one")
    _refuse_depth(int(depth))
    return (width,) * (int(depth) + 1)


def _refuse_depth(depth: int) -> None:
    if depth > MOST_LAYERS:
        raise BadOption(f"network: {depth} layers are more than the {MOST_LAYERS} that are derived")


def _refuse_width(width: str, option: str, several: bool) -> None:
    if not shapes.WIDTH.fullmatch(width):
        raise BadOption(f"network: a width in {option} is {width!r}, expected a number from 1, or a name such as h")
    if width in RESERVED and (width != "n" or several):
        raise BadOption(f"network: the width {width} in {option} has the name of something else; expected another")


def _end(options: Mapping[str, str], width: str) -> tuple[Activation, Cost]:
    """The last layer's activation and the cost: what is not said follows from the other, or from the width."""
    name, loss = options.get("output"), options.get("loss")
    if loss is None:
        loss = _usual_loss(name, width)
    cost = COSTS[loss]
    if name is None:
        name = cost.activations[0] if cost.activations else "identity"
    if cost.one_output and width != "1":
        raise BadOption(
            f"network: {loss} is for one output, and there are {width}; use --output softmax --loss cross-entropy, or "
            "let --layers end with 1"
        )
    if name == SOFTMAX.name and width == "1":
        raise BadOption("network: the softmax of one output is always 1; use --output sigmoid --loss log-loss")
    if cost.activations and name not in cost.activations:
        expected = " or ".join(f"--output {expected}" for expected in cost.activations)
        raise BadOption(f"network: {loss} takes probabilities, and --output {name} gives none; expected {expected}")
    if name == SOFTMAX.name and not cost.one_hot and options.get("examples", "one") != "one":
        raise BadOption(f"network: --output softmax with {loss} is for --examples one; expected --loss cross-entropy")
    return {**ACTIVATIONS, SOFTMAX.name: SOFTMAX}[name], cost


def _usual_loss(output: str | None, width: str) -> str:
    if output is None:
        return "log-loss" if width == "1" else "cross-entropy"
    usual = {"softmax": "cross-entropy"}
    if width == "1":
        usual["sigmoid"] = "log-loss"
    return usual.get(output, "half-squared-error")
