"""What a hand-written pass is: a forward and a backward pass of one model, values in by name, named results out."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np

from numeric.arrays import Array, Numbers

Values: TypeAlias = Mapping[str, Any]
"""Plain names ("w", "x", "w_1" ...) to numbers or arrays."""


class MissingValue(KeyError):
    """A pass was not given all its inputs; the message names the pass, what it needs and what is missing."""

    def __str__(self) -> str:
        return str(self.args[0])


@dataclass(frozen=True, slots=True)
class Pass:
    """A hand-written forward and backward pass of one model, under the model's name.

    `forward(values)` gives the named intermediate values and the loss under `loss_name` ("L" for one example,
    "J" for the mean over a batch); it takes complex values too. `backward(values)` gives the gradient of the
    loss per parameter name, each with the shape of its parameter. Names not in `inputs` are ignored; a
    missing one raises MissingValue, ill-shaped or non-finite ones raise what `numeric.neurons` raises.
    Nothing here establishes that the pass is right: compare it with `numeric.gradcheck.check_pass`.
    """

    name: str
    inputs: tuple[str, ...]
    parameters: tuple[str, ...]
    loss_name: str
    forward: Callable[[Values], dict[str, Numbers]]
    backward: Callable[[Values], dict[str, Array]]

    def loss(self, values: Values) -> float:
        """The loss of these values as a Python number.

        Complex values give a complex number, so that complex steps can go through; the type says float, as
        that is what everybody else gets.
        """
        number: float = self.forward(values)[self.loss_name].item()
        return number


def take(name: str, values: Values, inputs: tuple[str, ...]) -> list[Any]:
    """The values of these inputs, in their order. Raises MissingValue, which names those that are not there."""
    missing = [key for key in inputs if key not in values]
    if missing:
        raise MissingValue(f"{name} needs {', '.join(inputs)}; missing: {', '.join(missing)}")
    return [values[key] for key in inputs]


def over_examples(pass_: Pass, names: tuple[str, ...], *, mean: bool = True) -> Pass:
    """The pass of one example as a loop over many: the mean of the losses and of the gradients, or their sum.

    The values of `names` have one axis more in front, along which the examples stand; all others are the same for
    each. Source: deck 002, L. 1497 to 1502 (the loop), L. 921 (the total cost, a sum). Raises ValueError for names
    that have different numbers of examples.
    """

    def each(values: Values) -> list[dict[str, Any]]:
        columns = {key: np.asarray(value) for key, value in zip(names, take(pass_.name, values, names), strict=True)}
        counts = {key: len(column) for key, column in columns.items()}
        if len(set(counts.values())) != 1:
            raise ValueError(f"{pass_.name}: the numbers of examples differ: {counts}")
        count = next(iter(counts.values()))
        return [{**values, **{key: column[i] for key, column in columns.items()}} for i in range(count)]

    def forward(values: Values) -> dict[str, Numbers]:
        runs = [pass_.forward(one) for one in each(values)]
        results = {key: np.stack([run[key] for run in runs]) for key in runs[0] if key != pass_.loss_name}
        losses = np.stack([run[pass_.loss_name] for run in runs])
        return {**results, pass_.loss_name: np.asarray(np.mean(losses) if mean else np.sum(losses))}

    def backward(values: Values) -> dict[str, Array]:
        runs = [pass_.backward(one) for one in each(values)]
        count = len(runs) if mean else 1
        return {key: np.asarray(sum(run[key] for run in runs) / count) for key in pass_.parameters}

    return Pass(
        f"{pass_.name}, one example after the other", pass_.inputs, pass_.parameters, pass_.loss_name, forward, backward
    )
