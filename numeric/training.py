"""Gradient descent with a hand-written pass, keeping its history.

The update is p := p - rate * dL/dp for all parameters at once (deck 002, L. 1502 and 1516; deck 003, L. 171
and 175; deck 004, L. 722 to 772). Nothing here establishes that the gradient is right, nor that a fall of the
loss means convergence.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from numeric.arrays import Array, as_real, require_shape
from numeric.passes import Pass, Values


class Diverged(ArithmeticError):
    """Gradient descent met a NaN or an infinity; `step` (counted from 1) and `quantity` say where."""

    def __init__(self, step: int, quantity: str, rate: float) -> None:
        super().__init__(f"step {step}: {quantity} is no longer finite; the learning rate {rate:g} may be too large")
        self.step = step
        self.quantity = quantity


@dataclass(frozen=True, slots=True, eq=False)
class Step:
    """One update, numbered from 1: loss, parameters before and after, and the gradient taken before."""

    number: int
    loss_before: float
    loss_after: float
    before: dict[str, Array]
    gradient: dict[str, Array]
    after: dict[str, Array]


@dataclass(frozen=True, slots=True, eq=False)
class History:
    """All updates in order. `stopped` is True when `stop` ended the descent before the steps were used up."""

    steps: tuple[Step, ...]
    stopped: bool

    @property
    def losses(self) -> tuple[float, ...]:
        """The loss before the first update and after every update: one more than there are steps."""
        return (self.steps[0].loss_before, *(step.loss_after for step in self.steps))

    @property
    def final(self) -> dict[str, Array]:
        """The parameters after the last update."""
        return self.steps[-1].after


def take_step(pass_: Pass, values: Values, parameters: Sequence[str], rate: float, number: int = 1) -> Step:
    """One update of the named parameters; the other values stay as they are, and `values` is not changed.

    The rate has the unit of parameter^2 per loss. Raises Diverged when the loss, a gradient or a parameter
    leaves the finite numbers; ValueError for a parameter the pass has no gradient for, or a rate that is not
    finite; WrongShape when a gradient has another shape than its parameter.
    """
    _check(pass_, parameters, rate)
    before = {name: as_real(name, values[name]) for name in parameters}
    with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
        loss_before = _finite_loss(pass_, values, number, rate)
        gradients = pass_.backward(values)
        gradient = {name: gradients[name] for name in parameters}
        after: dict[str, Array] = {}
        for name in parameters:
            require_shape(f"the gradient of {name}", gradient[name], before[name].shape, f"the shape of {name}")
            after[name] = np.asarray(before[name] - rate * gradient[name])
            if not np.isfinite(after[name]).all():
                raise Diverged(number, f"parameter {name}", rate)
        loss_after = _finite_loss(pass_, {**values, **after}, number, rate)
    return Step(number, loss_before, loss_after, before, gradient, after)


def descend(
    pass_: Pass,
    values: Values,
    parameters: Sequence[str],
    rate: float,
    steps: int,
    stop: Callable[[Step], bool] | None = None,
) -> History:
    """Gradient descent: this many updates, or fewer when `stop` says so of the last one.

    Does not establish that the loss fell; the history shows whether it did. `values` is not changed. Raises
    what `take_step` raises, Diverged with the number of the update, and ValueError when steps is below 1.
    """
    if steps < 1:
        raise ValueError(f"steps is {steps}, expected at least 1")
    current = dict(values)
    history: list[Step] = []
    for number in range(1, steps + 1):
        step = take_step(pass_, current, parameters, rate, number)
        history.append(step)
        current.update(step.after)
        if stop is not None and stop(step):
            return History(tuple(history), stopped=number < steps)
    return History(tuple(history), stopped=False)


def _check(pass_: Pass, parameters: Sequence[str], rate: float) -> None:
    unknown = [name for name in parameters if name not in pass_.parameters]
    if unknown or not parameters:
        asked = ", ".join(unknown) or "nothing"
        raise ValueError(f"{pass_.name} has gradients of {', '.join(pass_.parameters)}; asked for: {asked}")
    if not math.isfinite(rate):
        raise ValueError(f"the learning rate is {rate}, expected a finite number")


def _finite_loss(pass_: Pass, values: Values, number: int, rate: float) -> float:
    loss = pass_.loss(values)
    if not math.isfinite(loss):
        raise Diverged(number, "the loss", rate)
    return loss
