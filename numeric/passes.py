"""What a hand-written pass is: a forward and a backward pass of one model, values in by name, named results out."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

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
