"""What is trained: the passes of a model on the data of a table, the one written by hand and the derived one.

Where both exist they are compared before anything is trained; where nobody has written one, the derived gradient is
held against differences of the loss alone in a direction. That is evidence at one point, not proof.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from derive.building import is_apply, total_derivative
from derive.conditions import ancestors
from derive.ir import Apply, Expr, Var, postorder
from derive.lowering import Floats, Setting, evaluate
from derive.modelling import Model
from derive.systems import System
from derive.tabulating import DoesNotFit, Tabulated
from derive.working import base10_scale, outputs
from numeric.arrays import Array, Numbers
from numeric.differences import Estimate, NotAnalytic, complex_step, richardson
from numeric.networks import hand_written
from numeric.passes import Pass, Values, over_examples, take

AGREEMENT = 1e-7
"""The largest relative difference at which two gradients in floating point count as one."""

NOTHING = 1e-5
"""How small the gradient for one parameter may be beside all others before its own rounding no longer counts."""


class Disagree(Exception):
    """The gradient that would be trained with is not that of the loss. The message says by how much."""


@dataclass(frozen=True)
class Agreement:
    """How the gradient was checked: against what, and the relative difference that was found."""

    road: str
    error: float


@dataclass(frozen=True)
class Fit:
    """A model on a table, ready to be trained.

    ``mean`` says what is done with examples that come line by line; ``log10`` measures the loss in base-10 logarithms,
    which divides the gradient by ln 10 too.
    """

    model: Model
    table: Tabulated
    mean: bool = True
    log10: bool = False

    def __post_init__(self) -> None:
        """Raises `DoesNotFit` for a function that is left open: the one that stands in for it has no meaning."""
        name = self.system.left_open
        if name is not None:
            raise DoesNotFit(f"the model leaves the function {name} open; nothing can be computed before it is given")

    @property
    def system(self) -> System:
        """The equations of the variant that is trained."""
        return self.table.variant.system

    @property
    def parameters(self) -> tuple[str, ...]:
        """The names that are learnt."""
        return tuple(v.name for v in self.system.parameters)

    @cached_property
    def derived(self) -> Pass:
        """The pass whose gradients are the derived ones."""
        one = derived_pass(self.table, self._unit)
        if self.table.along and _is_elementwise(self.table):
            return _at_once(one, self.table, self.mean)
        return self._on_examples(one)

    @cached_property
    def _unit(self) -> float:
        """What a loss in natural logarithms is divided by. Raises `DoesNotFit` where that is no single number."""
        if not self.log10:
            return 1.0
        values = self.values(self.random(0))
        first = {name: values[name][0] if name in self.table.along else values[name] for name in values}
        arrays = {v: first[v.name] for v in (*self.system.parameters, *self.system.data)}
        with np.errstate(all="ignore"):
            scale = base10_scale(self.system, Setting(arrays, self.table.sizes, self.system.equations))
        if scale is None:
            raise DoesNotFit(
                "base-10 logarithms change only a part of this loss, so its gradient is not divided by ln 10"
            )
        return 1 / scale

    @cached_property
    def by_hand(self) -> Pass | None:
        """The pass that somebody wrote by hand, where there is one for these very names."""
        name = f"{self.model.name}/{self.table.label}" if self.table.label else self.model.name
        found = hand_written(name, log_base=10 if self.log10 else math.e) if self.model.name else None
        if found is None or set(found.inputs) != {v.name for v in (*self.system.parameters, *self.system.data)}:
            return None
        return self._on_examples(found)

    @property
    def pass_(self) -> Pass:
        """The pass that is trained with: the one written by hand, where there is one."""
        return self.by_hand or self.derived

    def _on_examples(self, pass_: Pass) -> Pass:
        return over_examples(pass_, self.table.along, mean=self.mean) if self.table.along else pass_

    def values(self, start: Mapping[str, Array]) -> dict[str, Array]:
        """The data and these parameters. Raises `DoesNotFit` for a parameter of another shape, missing or unknown."""
        for name in start:
            if name not in self.parameters:
                raise DoesNotFit(f"there is no parameter {name!r}; there are {', '.join(self.parameters)}")
        return {**self.table.values, **{v.name: self._started(v, start) for v in self.system.parameters}}

    def _started(self, v: Var, start: Mapping[str, Array]) -> Array:
        shape = self.table.shape_of(v)
        array = np.asarray(start[v.name], dtype=float)
        if array.ndim == 0 and math.prod(shape) == 1:
            array = array.reshape(shape)
        if array.shape != shape:
            wanted = f"a table of {' × '.join(map(str, shape))} numbers"
            wanted = ("a number", f"a list of {math.prod(shape)}", wanted)[len(shape)]
            given = " × ".join(map(str, array.shape)) or "one number"
            raise DoesNotFit(f"--start: {v.name} is {wanted}, and {given} was given")
        return array

    def zeros(self) -> dict[str, Array]:
        """All parameters at 0."""
        return {v.name: np.zeros(self.table.shape_of(v)) for v in self.system.parameters}

    def random(self, seed: int) -> dict[str, Array]:
        """Weights at random, with a variance of one over their last size so that sums keep theirs."""
        generator = np.random.default_rng(seed)
        shapes = {v.name: self.table.shape_of(v) for v in self.system.parameters}
        return {
            name: generator.normal(size=shape) / math.sqrt(shape[-1] if shape else 1) for name, shape in shapes.items()
        }

    @property
    def idle(self) -> tuple[str, ...]:
        """The parameters that the loss does not depend on."""
        moving = ancestors(self.system.loss, self.system.equations)
        return tuple(v.name for v in self.system.parameters if v not in moving)

    def unmoved(self, parameters: Mapping[str, Array]) -> list[str]:
        """The parameters whose gradient is zero in every entry here, whatever the data are: held at other data too."""
        generator = np.random.default_rng(0)
        data = {name: generator.uniform(0.1, 0.9, size=np.shape(value)) for name, value in self.table.values.items()}
        with np.errstate(all="ignore"):
            gradients = self.pass_.backward({**data, **parameters})
        return [name for name in self.parameters if not np.any(gradients[name])]

    def checked(self, values: Values) -> Agreement:
        """The gradient held against another road at these values.

        Raises `Disagree` where the two differ, and `DoesNotFit` where the loss has no value.
        """
        with np.errstate(all="ignore"):
            if not math.isfinite(self.pass_.loss(values)):
                raise DoesNotFit("the loss is no finite number at the start; other start values may help: --start")
            derived = self.derived.backward(values)
            if self.by_hand is not None:
                by_hand = self.by_hand.backward(values)
                error = _distance(derived, by_hand)
                road = "the derived gradient and the pass written by hand"
            else:
                error = self._against_differences(values, derived)
                road = "the derived gradient and differences of the loss in a direction"
        if not error <= AGREEMENT:
            raise Disagree(f"{road} differ by {error:.1e} at the start, so nothing was trained")
        return Agreement(road, error)

    def _against_differences(self, values: Values, gradients: Mapping[str, Array]) -> float:
        """The slope of the loss in a direction by the gradients and by differences: how far apart, beyond the error."""
        generator = np.random.default_rng(0)
        direction = {name: generator.choice((-1.0, 1.0), size=np.shape(values[name])) for name in self.parameters}
        slope = sum(float(np.sum(gradients[name] * along)) for name, along in direction.items())
        size = sum(float(np.sum(np.abs(gradients[name]))) for name in direction)

        def along(t: Any) -> Any:
            moved = {name: values[name] + t * part for name, part in direction.items()}
            return self.derived.loss({**values, **moved})

        found = _slope(along)
        excess = abs(slope - float(found.value)) - float(found.error)
        return max(0.0, excess) / max(size, abs(float(found.value)), 1e-300)

    def run(self, values: Values) -> dict[str, Any]:
        """All that is computed of the data, by name.

        Where the examples come line by line it is that of each example, the loss and its gradients too; these go by
        ``dL/dw``.
        """
        with np.errstate(all="ignore"):
            if not self.table.along:
                return dict(self.derived.forward(values))
            one = derived_pass(self.table, self._unit)
            lines = [
                {**values, **{name: np.asarray(values[name])[i] for name in self.table.along}}
                for i in range(self.table.examples)
            ]
            runs = [{**one.forward(line), **_as_slopes(one.loss_name, one.backward(line))} for line in lines]
            return {name: np.stack([run[name] for run in runs]) for name in runs[0]}

    def predicted(self, table: Tabulated, parameters: Mapping[str, Array]) -> Array:
        """What the model predicts for each example of a table, one after the other along the first axis."""
        lines = range(table.examples) if table.along else (slice(None),)
        found = [self._predicted(table, parameters, line) for line in lines]
        if table.along:
            return np.stack(found)
        counted = {str(v.shape.sizes[axis]) for v, axis in table.axes.items()}
        axes = [axis for axis, size in enumerate(self.output.shape.sizes) if str(size) in counted]
        return np.moveaxis(found[0], axes[0], 0) if axes else found[0][np.newaxis]

    def _predicted(self, table: Tabulated, parameters: Mapping[str, Array], line: int | slice) -> Array:
        values: dict[Var, Any] = {}
        for v in (*self.system.parameters, *self.system.data):
            if v.name in parameters:
                values[v] = parameters[v.name]
            elif v.name in table.values:
                values[v] = table.values[v.name][line] if v.name in table.along else table.values[v.name]
        with np.errstate(all="ignore"):
            return np.asarray(evaluate(self.output, Setting(values, table.sizes, self.system.equations), Floats()))

    @property
    def output(self) -> Var:
        """What the loss compares with the data: the first of the model's predictions."""
        return outputs(self.system)[0]

    @property
    def inputs_of_output(self) -> list[Var]:
        """The data that the prediction is made from."""
        below = ancestors(self.output, self.system.equations)
        return [v for v in self.system.data if v in below]


def _as_slopes(loss: str, gradients: Mapping[str, Array]) -> dict[str, Array]:
    return {f"d{loss}/d{name}": gradient for name, gradient in gradients.items()}


def _slope(along: Any) -> Estimate:
    try:
        return complex_step(along, 0.0)
    except NotAnalytic:
        return richardson(along, 0.0)


def _distance(one: Mapping[str, Array], other: Mapping[str, Array]) -> float:
    """The largest difference of two gradients, relative to the largest entry for each parameter.

    Entries that cancel to nothing leave rounding behind: a parameter counts as no smaller than `NOTHING` times the
    largest of all.
    """
    sizes = {name: max(float(np.max(np.abs(part))) for part in (one[name], other[name])) for name in one}
    least = max(NOTHING * max(sizes.values()), 1e-300)
    if any(one[name].shape != other[name].shape for name in one):
        return math.inf
    return max(float(np.max(np.abs(one[name] - other[name]))) / max(size, least) for name, size in sizes.items())


def _is_elementwise(table: Tabulated) -> bool:
    """Whether the model and its gradients are made of numbers by elementwise operators: then a column goes through."""
    roots = [*table.variant.system.equations.values(), *table.variant.derivation.closed.values()]
    nodes = {node for root in roots for node in postorder(root)}
    return all(
        node.shape.is_scalar and (not isinstance(node, Apply) or node.op.elementwise or is_apply(node, "total"))
        for node in nodes
    )


def _at_once(one: Pass, table: Tabulated, mean: bool) -> Pass:
    """The mean over the examples of a model of numbers, or their sum: all examples as columns, without a loop."""

    def added(parts: Any) -> Array:
        spread = np.broadcast_to(parts, (table.examples,))
        return np.asarray(np.mean(spread) if mean else np.sum(spread))

    def forward(values: Values) -> dict[str, Numbers]:
        found = one.forward(values)
        return {**found, one.loss_name: added(found[one.loss_name])}

    def backward(values: Values) -> dict[str, Array]:
        return {name: added(part) for name, part in one.backward(values).items()}

    return Pass(one.name, one.inputs, one.parameters, one.loss_name, forward, backward)


def derived_pass(table: Tabulated, unit: float = 1.0) -> Pass:
    """The pass of a variant whose gradients are the derived ones, evaluated in NumPy; all divided by ``unit``."""
    results, sizes = table.variant.derivation.closed, table.sizes
    system = table.variant.system.settled(results)
    gradients = {v: results[total_derivative(system.loss, v)] for v in system.parameters}
    inputs = {v.name: v for v in (*system.parameters, *system.data)}

    def setting(values: Values) -> Setting:
        given = take("the model", values, tuple(inputs))
        arrays = {v: np.asarray(value) for v, value in zip(inputs.values(), given, strict=True)}
        return Setting(arrays, sizes, system.equations)

    def forward(values: Values) -> dict[str, Numbers]:
        where, shared = setting(values), dict[Expr, Any]()
        found = {v.name: np.asarray(evaluate(v, where, Floats(), shared)) for v in system.computable}
        return {**found, system.loss.name: np.asarray(found[system.loss.name] / unit)}

    def backward(values: Values) -> dict[str, Array]:
        where, shared = setting(values), dict[Expr, Any]()
        return {v.name: np.asarray(evaluate(g, where, Floats(), shared) / unit) for v, g in gradients.items()}

    parameters = tuple(v.name for v in gradients)
    return Pass("the derived gradients", tuple(inputs), parameters, system.loss.name, forward, backward)
