"""Gradient descent with a pass, keeping its history; Newton's method for a handful of parameters.

The update is p := p - rate * dL/dp for all parameters at once (deck 002, L. 1502 and 1516; deck 003, L. 171
and 175; deck 004, L. 722 to 772). Newton's method puts the inverse of the Hessian in the place of the rate. Nothing
here establishes that the gradient is right, nor that a fall of the loss means convergence.
"""

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from numeric.arrays import Array, as_real, require_shape
from numeric.curvature import Curved, curved
from numeric.passes import Pass, Values


class Diverged(ArithmeticError):
    """Gradient descent met a NaN or an infinity; `step` (counted from 1) and `quantity` say where.

    `losses` are those until then.
    """

    def __init__(self, step: int, quantity: str, rate: float) -> None:
        super().__init__(f"step {step}: {quantity} is no longer finite; the learning rate {rate:g} may be too large")
        self.step = step
        self.quantity = quantity
        self.losses: tuple[float, ...] = ()


class NoMinimum(ArithmeticError):
    """Newton's step leads to no minimum: the Hessian is singular there, or the loss curves downwards."""


@dataclass(frozen=True, slots=True, eq=False)
class Step:
    """One update, numbered from 1: loss, parameters before and after, and the gradient taken before."""

    number: int
    loss_before: float
    loss_after: float
    before: dict[str, Array]
    gradient: dict[str, Array]
    after: dict[str, Array]

    @property
    def slope(self) -> float:
        """The length of the gradient over all parameters together."""
        largest = max(float(np.max(np.abs(part))) for part in self.gradient.values())
        if largest == 0:
            return 0.0
        # Divided by the largest entry first, so that no square overflows.
        return largest * math.sqrt(sum(float(np.sum((part / largest) ** 2)) for part in self.gradient.values()))


@dataclass(frozen=True, slots=True, eq=False)
class History:
    """The updates that were kept, in order: the first, the last, and all between them or every so manyth.

    `losses` are all of them: before the first update and after each one, whether it was kept or not. `stopped` is the
    reason why the descent ended before the steps were used up, and empty where it did not.
    """

    steps: tuple[Step, ...]
    losses: tuple[float, ...]
    stopped: str = ""

    @property
    def taken(self) -> int:
        """How many updates there were."""
        return len(self.losses) - 1

    @property
    def rises(self) -> int:
        """After how many updates the loss was larger than before, by more than rounding."""
        return sum(after - before > 1e-12 * abs(before) for before, after in pairwise(self.losses))

    @property
    def final(self) -> dict[str, Array]:
        """The parameters after the last update."""
        return self.steps[-1].after


Stop = Callable[[Step], str]
"""Asked after every update: why the descent ends here, or an empty text."""


def settled(change: float) -> Stop:
    """Stop when the loss changed by no more than this much."""

    def stop(step: Step) -> str:
        small = abs(step.loss_after - step.loss_before) <= change
        return f"the loss changed by no more than {change:g}" if small else ""

    return stop


def flat(slope: float) -> Stop:
    """Stop when the gradient before the update was no longer than this much."""
    return lambda step: f"the gradient is no longer than {slope:g}" if step.slope <= slope else ""


def take_step(
    pass_: Pass, values: Values, parameters: Sequence[str], rate: float, number: int = 1, loss: float | None = None
) -> Step:
    """One update of the named parameters; the other values stay as they are, and `values` is not changed.

    The rate has the unit of parameter^2 per loss. `loss` is that of the values, where it is known already. Raises
    Diverged when the loss, a gradient or a parameter leaves the finite numbers; ValueError for a parameter the pass
    has no gradient for, or a rate that is not finite; WrongShape when a gradient has another shape than its parameter.
    """
    _check(pass_, parameters, rate)
    before = {name: as_real(name, values[name]) for name in parameters}
    with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
        loss_before = _finite_loss(pass_, values, number, rate) if loss is None else loss
        gradient = _gradient(pass_, values, before, number, rate)
        after = {name: np.asarray(before[name] - rate * gradient[name]) for name in parameters}
        loss_after = _loss_at(pass_, values, after, number, rate)
    return Step(number, loss_before, loss_after, before, gradient, after)


def newton_step(
    pass_: Pass, values: Values, parameters: Sequence[str], number: int = 1, loss: float | None = None
) -> Step:
    """One step of Newton's method: to where the loss would be least if it were the quadratic that touches it here.

    The Hessian is taken from differences of the backward pass. Raises what `take_step` raises, and NoMinimum where
    the quadratic has no lowest point.
    """
    _check(pass_, parameters, 1.0)
    with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
        loss_before = _finite_loss(pass_, values, number, 1.0) if loss is None else loss
        here = curved(pass_, values, parameters)
        if not np.isfinite(here.hessian).all():
            raise Diverged(number, "the Hessian", 1.0)
        after = here.unpacked(here.point - _solved(here, number))
        loss_after = _loss_at(pass_, values, after, number, 1.0)
    return Step(number, loss_before, loss_after, here.unpacked(here.point), here.unpacked(here.gradient), after)


def _solved(here: Curved, number: int) -> Array:
    """The inverse of the Hessian times the gradient, with all parameters measured by what they change the loss."""
    scale = np.sqrt(np.abs(np.diag(here.hessian)))
    if not scale.all():
        raise NoMinimum(f"step {number}: the loss does not curve along {here.name_of(int(np.argmin(scale)))}")
    scaled = here.hessian / np.outer(scale, scale)
    lowest = float(np.linalg.eigvalsh(scaled)[0])
    if lowest <= FLATNESS:
        kind = "curves downwards in some direction" if lowest < -FLATNESS else "has a direction in which it is flat"
        raise NoMinimum(f"step {number}: Newton's step needs a minimum nearby, and the loss {kind} here")
    return np.asarray(np.linalg.solve(scaled, here.gradient / scale) / scale)


FLATNESS = 1e-9
"""The smallest eigenvalue of a Hessian with ones on its diagonal that counts as curvature, and not as rounding."""


@dataclass(frozen=True, slots=True)
class Watch:
    """What looks on: `stop` may end it, `progress` hears of every update, every `keep`-th update is kept.

    The first update and the last one are always kept. Raises ValueError when keep is below 1.
    """

    stop: Sequence[Stop] = ()
    keep: int = 1
    progress: Callable[[Step], None] | None = None

    def __post_init__(self) -> None:
        if self.keep < 1:
            raise ValueError(f"keep is {self.keep}, expected at least 1")


NOBODY = Watch()
"""Nothing stops it, and all is kept."""


def descend(
    pass_: Pass, values: Values, parameters: Sequence[str], rate: float, steps: int, watch: Watch = NOBODY
) -> History:
    """Gradient descent: this many updates, or fewer when a criterion of `watch` says why.

    Does not establish that the loss fell; the history shows whether it did. `values` is not changed. Raises what
    `take_step` raises, Diverged with the number of the update, and ValueError when steps is below 1.
    """

    def update(current: Values, number: int, loss: float | None) -> Step:
        return take_step(pass_, current, parameters, rate, number, loss)

    return _followed(update, values, steps, watch)


def minimise(pass_: Pass, values: Values, parameters: Sequence[str], steps: int, watch: Watch = NOBODY) -> History:
    """Newton's method: this many steps, or fewer when a criterion says why. Raises what `newton_step` raises."""

    def update(current: Values, number: int, loss: float | None) -> Step:
        return newton_step(pass_, current, parameters, number, loss)

    return _followed(update, values, steps, watch)


def _followed(update: Callable[[Values, int, float | None], Step], values: Values, steps: int, watch: Watch) -> History:
    if steps < 1:
        raise ValueError(f"steps is {steps}, expected at least 1")
    kept: list[Step] = []
    losses: list[float] = []
    try:
        for step in _updates(update, values, steps):
            if kept and kept[-1].number != 1 and kept[-1].number % watch.keep:
                kept.pop()
            kept.append(step)
            losses += [step.loss_after] if losses else [step.loss_before, step.loss_after]
            if watch.progress is not None:
                watch.progress(step)
            reason = next((reason for ask in watch.stop if (reason := ask(step))), "")
            if reason and step.number < steps:
                return History(tuple(kept), tuple(losses), reason)
    except Diverged as error:
        error.losses = tuple(losses)
        raise
    return History(tuple(kept), tuple(losses))


def _updates(update: Callable[[Values, int, float | None], Step], values: Values, steps: int) -> Iterator[Step]:
    current = dict(values)
    loss: float | None = None
    for number in range(1, steps + 1):
        step = update(current, number, loss)
        yield step
        current.update(step.after)
        loss = step.loss_after


def _check(pass_: Pass, parameters: Sequence[str], rate: float) -> None:
    unknown = [name for name in parameters if name not in pass_.parameters]
    if unknown or not parameters:
        asked = ", ".join(unknown) or "nothing"
        raise ValueError(f"{pass_.name} has gradients of {', '.join(pass_.parameters)}; asked for: {asked}")
    if not math.isfinite(rate):
        raise ValueError(f"the learning rate is {rate}, expected a finite number")


def _gradient(pass_: Pass, values: Values, before: dict[str, Array], number: int, rate: float) -> dict[str, Array]:
    gradients = pass_.backward(values)
    for name, parameter in before.items():
        require_shape(f"the gradient of {name}", gradients[name], parameter.shape, f"the shape of {name}")
        if not np.isfinite(gradients[name]).all():
            raise Diverged(number, f"the gradient of {name}", rate)
    return {name: gradients[name] for name in before}


def _loss_at(pass_: Pass, values: Values, after: dict[str, Array], number: int, rate: float) -> float:
    for name, parameter in after.items():
        if not np.isfinite(parameter).all():
            raise Diverged(number, f"parameter {name}", rate)
    return _finite_loss(pass_, {**values, **after}, number, rate)


def _finite_loss(pass_: Pass, values: Values, number: int, rate: float) -> float:
    loss = pass_.loss(values)
    if not math.isfinite(loss):
        raise Diverged(number, "the loss", rate)
    return loss
