"""Worked numbers: the forward values, the loss, the gradients and one step of gradient descent at given inputs.

Everything is evaluated in floating point from the derived formulas; ``log10`` measures the loss in base-10
logarithms, which divides the loss and its gradient by ln 10.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np

from derive.conditions import ancestors
from derive.ir import Expr, Var, variables
from derive.lowering import Floats, Setting, evaluate
from derive.shapes import Shape
from derive.systems import System
from derive.valuefiles import Given, ValueFile

OPTIONS = ("alpha", "query")
"""What a file of values may give beside the inputs: the learning rate and a new input to predict for."""


@dataclass(frozen=True)
class Worked:
    """One worked example: all values before the step, the gradients, the parameters and the loss after it.

    ``predictions`` holds the model's output at the query, before and after the step, where there is a query.
    """

    system: System
    sizes: Mapping[str, int]
    values: Mapping[Var, Any]
    gradients: Mapping[Var, Any]
    rate: float
    updated: Mapping[Var, Any]
    loss_after: float
    query: Any = None
    predictions: tuple[Any, Any] | None = None
    log10: bool = False

    @property
    def loss(self) -> float:
        """The loss before the step."""
        return float(self.values[self.system.loss])


class _Base10(Floats):
    name = "floats, base-10 logarithms"

    def log(self, x: Any) -> Any:
        """The base-10 logarithm, entry by entry."""
        return np.log10(x)


def fits(system: System, file: ValueFile) -> bool:
    """Whether a file of values speaks of this system: every input has a value, whose rank can be the input's."""
    return all(_find(v, file) is not None and _shaped(v, file) is not None for v in _inputs(system))


def _inputs(system: System) -> tuple[Var, ...]:
    return (*system.parameters, *system.data)


def _find(v: Var, file: ValueFile) -> tuple[str, Given] | None:
    """The value for a name: under that name, or under its lower case, as x for the examples in X."""
    for name in (v.name, v.name.lower()):
        if name in file.values:
            return name, file.values[name]
    return None


def _shaped(v: Var, file: ValueFile) -> Any:
    """The value as an array of the rank of the name; a number may stand for one feature. None where it does not
    fit.
    """
    found = _find(v, file)
    if found is None or isinstance(found[1].value, str):
        return None
    array = np.array(_floats(found[1].value))
    if v.shape.rank == 1 and array.ndim == 0 and not v.shape.row:
        array = array.reshape(1)
    if v.shape.rank == 2 and array.ndim == 1:
        array = array.reshape(1, -1)
    return array if array.ndim == v.shape.rank else None


def _floats(value: Any) -> Any:
    return [_floats(item) for item in value] if isinstance(value, list) else float(value)


def work_out(system: System, gradients: Mapping[Var, Expr], file: ValueFile, log10: bool = False) -> Worked:
    """The worked example at the values of a file; raises `BadValues` with the line at fault.

    Values at which floating point overflows are refused as well: no number that is not one is ever returned.
    """
    if system.left_open is not None:
        raise file.complaint("", f"the model leaves the function {system.left_open} open: it has no numbers")
    with np.errstate(all="ignore"):
        worked = _worked_out(system, gradients, file, log10)
    for v, value in worked.values.items():
        _finite(f"{v} is", value, file)
    for v, value in worked.gradients.items():
        _finite(f"the gradient for {v} is", value, file)
    _finite("the loss after the step is", worked.loss_after, file)
    return worked


def _finite(what: str, value: Any, file: ValueFile) -> None:
    if not np.all(np.isfinite(value)):
        raise file.complaint("", f"{what} no finite number in floating point at these values")


def _worked_out(system: System, gradients: Mapping[Var, Expr], file: ValueFile, log10: bool) -> Worked:
    values, sizes = inputs_from(system, file)
    rate = _scalar("alpha", file, 1.0)
    domain = _Base10() if log10 else Floats()
    setting = Setting(values, sizes, system.equations)
    forward = {v: evaluate(v, setting, domain) for v in system.computable}
    scale = _scale(system, setting, file) if log10 else 1.0
    slopes = {v: evaluate(g, setting, Floats()) * scale for v, g in gradients.items()}
    updated = {v: values[v] - rate * slopes[v] for v in gradients}
    after = Setting({**values, **updated}, sizes, system.equations)
    query, predictions = _predict(system, file, setting, after)
    return Worked(
        system, sizes, {**values, **forward}, slopes, rate, updated, float(evaluate(system.loss, after, domain)),
        query, predictions, log10,
    )  # fmt: skip


def inputs_from(system: System, file: ValueFile) -> tuple[dict[Var, Any], dict[str, int]]:
    """The values of parameters and data that a file holds, and the sizes that follow; raises `BadValues`."""
    _check_names(system, file)
    values = {v: _input(v, file) for v in _inputs(system)}
    return values, _sizes(system, values, file)


def _check_names(system: System, file: ValueFile) -> None:
    known = {name for v in _inputs(system) for name in (v.name, v.name.lower())} | set(OPTIONS)
    for name in file.values:
        if name not in known:
            raise file.complaint(name, f"there is no {name!r} here; expected {', '.join(sorted(known))}")
    inputs = {v.name for v in _inputs(system)}
    for name in inputs:
        other = name.lower()
        if other not in inputs and name in file.values and other in file.values:
            raise file.complaint(other, f"{name} is given twice, as {name} and as {other}")


def _input(v: Var, file: ValueFile) -> Any:
    found = _find(v, file)
    if found is None:
        raise file.complaint("", f"{v} is missing; expected {_expected(v.shape)}")
    array = _shaped(v, file)
    if array is None:
        raise file.complaint(found[0], f"{found[0]} is {_described(found[1].value)}, expected {_expected(v.shape)}")
    return array


def _expected(shape: Shape) -> str:
    """What a value of that shape looks like in a file."""
    sizes = [str(size) for size in shape.sizes]
    if len(sizes) < 2:
        return f"a list of {sizes[0]} numbers" if sizes else "a number"
    return f"a table of {' × '.join(sizes)} numbers, line by line"


def _described(value: Any) -> str:
    if isinstance(value, Fraction):
        return f"the number {float(value):g}"
    if isinstance(value, str):
        return f"the text {value!r}"
    return f"a table of {len(value)} × {len(value[0])}" if isinstance(value[0], list) else f"a list of {len(value)}"


def _sizes(system: System, values: Mapping[Var, Any], file: ValueFile) -> dict[str, int]:
    sizes: dict[str, int] = {}
    owner: dict[str, Var] = {}
    for v, value in values.items():
        for size, length in zip(v.shape.sizes, np.shape(value), strict=True):
            name = str(size)
            expected = size.number if size.number is not None else sizes.setdefault(name, length)
            owner.setdefault(name, v)
            if expected != length:
                found = _find(v, file)
                where = found[0] if found else v.name
                message = f"{where} has {length} along {name}, but {owner[name]} has {expected}"
                raise file.complaint(where, message)
    return sizes


def _scalar(name: str, file: ValueFile, default: float) -> float:
    if name not in file.values:
        return default
    value = file.values[name].value
    if not isinstance(value, Fraction):
        raise file.complaint(name, f"{name} is {_described(value)}, expected a number")
    return float(value)


def _scale(system: System, setting: Setting, file: ValueFile) -> float:
    scale = base10_scale(system, setting)
    if scale is None:
        message = "base-10 logarithms change only a part of this loss, so its gradient is not divided by ln 10"
        raise file.complaint("", message)
    return scale


def base10_scale(system: System, setting: Setting) -> float | None:
    """1/ln 10, where measuring the logarithms in base 10 divides the whole loss by ln 10; 1 where it has none.

    None where it changes a part of the loss only.
    """
    natural = float(evaluate(system.loss, setting, Floats()))
    base10 = float(evaluate(system.loss, setting, _Base10()))
    if natural == base10 or not math.isfinite(natural):
        return 1.0
    return 1 / math.log(10) if math.isclose(base10 * math.log(10), natural, rel_tol=1e-12) else None


def outputs(system: System) -> list[Var]:
    """The nodes that the loss compares with the data: the model's predictions."""
    return [v for v in variables(system.equations[system.loss]) if v in system.equations]


def _predict(system: System, file: ValueFile, before: Setting, after: Setting) -> tuple[Any, tuple[Any, Any] | None]:
    """The output at the query, a number or a vector; it goes into the single array of inputs that the model has."""
    if "query" not in file.values:
        return None, None
    names = [
        v for v in system.data if any(v in variables(e) for u, e in system.equations.items() if u is not system.loss)
    ]
    names = [v for v in names if v in ancestors(outputs(system)[0], system.equations)]
    if len(names) != 1:
        raise file.complaint("query", f"a query goes with one input, and this model has {len(names)}")
    given = file.values["query"].value
    if isinstance(given, str):
        raise file.complaint("query", f"query is {_described(given)}, expected numbers")
    query = np.array(_floats(given))
    x = names[0]
    shape = (*before.values[x].shape[:-1], 1) if x.shape.rank == 2 else before.values[x].shape
    if query.size != math.prod(shape):
        raise file.complaint("query", f"query has {query.size} numbers, expected {math.prod(shape)}")
    sizes = {**before.sizes, **({str(x.shape.sizes[-1]): 1} if x.shape.rank == 2 else {})}
    results = []
    for setting in (before, after):
        values = {v: value for v, value in setting.values.items() if v in system.parameters}
        put = Setting({**values, x: query.reshape(shape)}, sizes, system.equations)
        found = np.asarray(evaluate(outputs(system)[0], put, Floats()), dtype=float).reshape(-1)
        results.append(float(found[0]) if found.size == 1 else found)
    return query, (results[0], results[1])
