"""The costs of dense networks: what they ask of the last layer, how they are written, and their δ as published."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from derive.dense.activations import SOFTMAX, Activation
from derive.dense.writing import Writing


@dataclass(frozen=True)
class End:
    """The end of a network: how it is written, the last layer's label, its width and activation, sum or mean."""

    writing: Writing
    layer: str
    width: str
    activation: Activation
    mean: bool = True

    @property
    def a(self) -> str:
        """What comes out."""
        return self.writing.a(self.layer)

    @property
    def y(self) -> str:
        """What should come out."""
        return self.writing.targets

    @property
    def divisors(self) -> list[str]:
        """The number of examples, where their mean is taken."""
        return ["n"] if self.writing.several and self.mean else []

    @property
    def is_number(self) -> bool:
        """Whether an example has one output."""
        return self.width == "1"


@dataclass(frozen=True)
class Cost:
    """A cost: the loss of an end, and ∂L/∂z at the end; which activations it goes with, none for any."""

    name: str
    loss: Callable[[End], str]
    delta: Callable[[End], str]
    activations: tuple[str, ...] = ()
    one_hot: bool = False
    one_output: bool = False


def _fraction(top: str, divisors: list[str]) -> str:
    """The top over the product of the divisors; empty where both are 1."""
    if divisors:
        return rf"\frac{{{top}}}{{{' '.join(divisors)}}} "
    return "" if top == "1" else f"{top} "


def _squares(end: End) -> str:
    """The sum of the squared errors of all entries."""
    error = f"{end.a} - {end.y}"
    if end.is_number and not end.writing.several:
        return f"({error})^2"
    frobenius = "_F" if end.writing.several and not end.is_number else ""
    return rf"\left\| {error} \right\|{frobenius}^2"


def _half_squares(end: End) -> str:
    return _fraction("1", ["2", *end.divisors]) + _squares(end)


def _mean_squares(end: End) -> str:
    return _fraction("1", _all_entries(end)) + _squares(end)


def _all_entries(end: End) -> list[str]:
    return [*end.divisors, *([] if end.is_number else [end.width])]


def _log_loss(end: End) -> str:
    index = "^{(i)}" if end.writing.several else ""
    y = f"y{index}"
    a = f"a^{{[{end.layer}](i)}}" if end.writing.several else end.a
    inner = rf"{y} \log {a} + (1 - {y}) \log(1 - {a})"
    if not end.writing.several:
        return rf"-\left[ {inner} \right]"
    return rf"-{_fraction('1', end.divisors)}\sum_{{i=1}}^{{n}} \left[ {inner} \right]"


def _cross_entropy(end: End) -> str:
    if not end.writing.several:
        return rf"-\sum_{{j=1}}^{{{end.width}}} y_j \log {end.a}_j"
    entry = "ji" if end.writing.examples == "columns" else "ij"
    inner = rf"\sum_{{j=1}}^{{{end.width}}} {end.y}_{{{entry}}} \log {end.a}_{{{entry}}}"
    return rf"-{_fraction('1', end.divisors)}\sum_{{i=1}}^{{n}} {inner}"


def _difference(end: End) -> str:
    """A difference that is all that is left: a − y, over the number of examples."""
    front = _fraction("1", end.divisors)
    return f"{front}({end.a} - {end.y})" if front else f"{end.a} - {end.y}"


def _squares_delta(top: str, divisors: list[str], end: End) -> str:
    front, activation = _fraction(top, divisors), end.activation
    if activation.zero:
        return "0"
    if activation is SOFTMAX:
        jacobian = rf"\left( \operatorname{{diag}}({end.a}) - {end.a} {end.writing.transposed(end.a)} \right)"
        return f"{front}{jacobian} ({end.a} - {end.y})"
    if not activation.slope:
        return f"{front}({end.a} - {end.y})" if front else f"{end.a} - {end.y}"
    slope = activation.slope.format(z=end.writing.z(end.layer))
    return rf"{front}({end.a} - {end.y}) \odot {slope}"


_ALL = (
    Cost("half-squared-error", _half_squares, lambda end: _squares_delta("1", end.divisors, end)),
    Cost("mean-squared-error", _mean_squares, lambda end: _squares_delta("2", _all_entries(end), end)),
    Cost("log-loss", _log_loss, _difference, ("sigmoid",), one_output=True),
    Cost("cross-entropy", _cross_entropy, _difference, ("softmax",), one_hot=True),
)

COSTS = {cost.name: cost for cost in _ALL}
"""The costs by their names."""
