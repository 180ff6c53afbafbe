"""Code is run before it is shown: the text itself, in a namespace of its own, at points of several sizes.

It is our own text: it is made from the templates of a target, and of the model it has nothing but names that are
spelled as identifiers. What it returns is compared, entry by entry, with the gradients that `derive` evaluates itself,
and along random directions with differences of the loss alone. Floats that agree are evidence, not proof.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from importlib import import_module
from importlib.abc import InspectLoader
from importlib.machinery import ModuleSpec
from importlib.util import find_spec, module_from_spec
from typing import Any

import numpy as np

from derive import calculus, reverse
from derive.building import opaque
from derive.coding.target import Target
from derive.coding.writing import Function, module
from derive.ir import Expr, Var
from derive.lowering import Floats, NoValue, Setting, evaluate
from derive.proposing import DerivingError
from derive.refuters.supplies import Pointing, sizes_of
from derive.systems import System
from derive.tapes import Tape
from numeric.arrays import NotFinite
from numeric.differences import central, richardson

TOLERANCE = 1e-9
"""The largest relative error at which two results in floating point count as equal."""
RANGES = ((-2.0, 2.0), (0.1, 0.9), (1.1, 1.9), (-0.2, 0.2), (0.01, 0.09), (-0.9, -0.1))
"""Between which numbers values are drawn, in turn until all have a value; smaller ones for arrays with a long axis."""
NEAR, ROUGH = 1e-6, 1e4
"""A small step for differences, and how many times larger an error is then allowed."""
STARTS = (0, 3)
"""The sizes are numbered from 2 on, and from 5 on; and once all are 1."""


class WrongCode(Exception):
    """The text computes something else than the gradients. This is a mistake of `derive`; the message says where."""


class NotChecked(Exception):
    """The text could not be compared with anything. The message says why."""


@dataclass(frozen=True)
class Check:
    """What running the text said: the sizes at each point, and the largest relative error.

    ``target`` is the library it was run in: NumPy where its own is not installed.
    """

    target: str
    sizes: tuple[Mapping[str, int], ...]
    worst: float


def check(function: Function, stand_in: Function | None = None) -> Check:
    """Run a function, or what stands in for it where its library is not installed, and compare what it returns.

    Raises `WrongCode`, and `NotChecked` where the loss has no value at any point that is tried.
    """
    installed = find_spec(function.target.package) is not None
    run = function if installed or stand_in is None else stand_in
    system = run.program.plan.system
    call = _callable(run)
    expected = _gradients(system)
    tape = Tape((system.loss,), system.equations)
    found, worst = [], 0.0
    for sizes in _sizes(tape):
        setting = _setting(run, tape, sizes, expected)
        if setting is not None:
            found.append(sizes)
            worst = max(worst, _compared(run, call, setting, expected))
    if not found:
        raise NotChecked(
            f"{system.loss} has a value at none of the points that were tried, so the code was not checked"
        )
    return Check(run.target.name, tuple(found), worst)


def _facts(function: Function) -> dict[Var, frozenset[str]]:
    """What is declared of the inputs, and which vectors of a matrix are one-hot."""
    hot = {v: frozenset({f"one-hot {way}"}) for v, way in function.program.hot.items()}
    return {v: facts | hot.get(v, frozenset()) for v, facts in function.program.plan.system.facts.items()}


def _gradients(system: System) -> dict[Var, Expr]:
    """The gradients as `derive` finds them by its own rules, through the model's own equations."""
    operators = {op.name: op for node in system.nodes for op in calculus.needed_functions(system.equations[node])}
    try:
        chains = [calculus.function_chain(operator) for operator in operators.values()]
    except DerivingError as error:
        raise NotChecked(str(error)) from error
    functions = {chain.start: chain.result for chain in chains}
    return reverse.pullback(system.loss, system.parameters, system.equations, functions)


def _callable(function: Function) -> Callable[..., Any]:
    """The function itself."""
    return imported(module([function]), function.name)


def imported(text: str, name: str) -> Callable[..., Any]:
    """What a text of ours defines under that name: it is imported as a module of its own, which stands in no file."""
    loader = _FromText(text)
    made = module_from_spec(ModuleSpec("code_from_text", loader))
    loader.exec_module(made)
    called: Callable[..., Any] = getattr(made, name)
    return called


class _FromText(InspectLoader):
    """Imports a module from a text that stands in no file."""

    def __init__(self, text: str) -> None:
        self.text = text

    def get_source(self, fullname: str) -> str:
        """The text."""
        return self.text

    def is_package(self, fullname: str) -> bool:
        """It never is one."""
        return False


# --- points


def _sizes(tape: Tape) -> Iterator[Mapping[str, int]]:
    for start in STARTS:
        yield sizes_of(tape, start)
    if tape.named:
        ones = dict.fromkeys(tape.named, 1)
        if all(size.value(ones) > 0 for size in tape.sizes):
            yield ones


def _setting(function: Function, tape: Tape, sizes: Mapping[str, int], gradients: Mapping[Var, Expr]) -> Setting | None:
    """Values at which the loss and its gradients are numbers, as `derive` evaluates them; None where none are found."""
    system, pointing = function.program.plan.system, Pointing(tape, _facts(function))
    longest = max((length for v in tape.inputs for length in v.shape.numbers(sizes)), default=1)
    for low, high in RANGES:
        rng = np.random.default_rng(len(sizes))
        scale = 1 / math.sqrt(longest) if low < 0 < high else 1.0
        try:
            drawn = pointing.made(partial(_uniform, rng, low * scale, high * scale), sizes)
        except (ValueError, IndexError):
            return None  # positions that are there at no such sizes
        point = {v: np.asarray(value, dtype=float) for v, value in drawn.items()}
        for v in (*system.parameters, *system.data):
            # What the loss does not depend on has no part in it.
            point.setdefault(v, np.full(v.shape.numbers(sizes), 0.5))
        setting = Setting(point, sizes, system.equations)
        if all(np.all(np.isfinite(_value(root, setting))) for root in (system.loss, *gradients.values())):
            return setting
    return None


def _uniform(rng: np.random.Generator, low: float, high: float, v: Var, shape: tuple[int, ...]) -> Any:
    return rng.uniform(low, high, shape)


def _value(root: Expr, setting: Setting) -> Any:
    """What `derive` itself finds, in floating point; not a number where it finds nothing."""
    try:
        with np.errstate(all="ignore"):
            return np.asarray(evaluate(root, setting, Floats()), dtype=float)
    except (NoValue, IndexError, np.linalg.LinAlgError):
        return np.asarray(math.nan)


# --- comparing


def _compared(function: Function, call: Callable[..., Any], setting: Setting, expected: Mapping[Var, Expr]) -> float:
    """The largest relative error at a point. Raises `WrongCode`."""
    loss = function.program.plan.system.loss
    found, gradients = _run(function, call, setting)
    worst = _error(function, f"the loss {loss}", found, _value(loss, setting))
    for v, gradient in expected.items():
        worst = max(worst, _error(function, f"∂{loss}/∂{v}", gradients[v], _value(gradient, setting)))
    _along_a_line(function, setting, gradients)
    return worst


def _run(function: Function, call: Callable[..., Any], setting: Setting) -> tuple[Any, dict[Var, Any]]:
    """What the text returns, as NumPy arrays."""
    parameters = function.program.plan.system.parameters
    to = _there(function.target.array)
    functions = {name: _opaque(*key, to) for name, key in function.functions.items()}

    def numbers(*given: Any) -> list[Any]:
        loss, gradients = call(*given, **functions)
        return [loss, *(gradients[function.program.names[v]] for v in parameters)]

    loss, *gradients = ran(function.target, numbers, [setting.values[v] for v in function.program.inputs])
    return loss, dict(zip(parameters, gradients, strict=True))


def ran(target: Target, call: Callable[..., Any], values: Sequence[Any]) -> Any:
    """What a function of the target's arrays gives for NumPy's, as NumPy's: an array, or a list of them."""
    to, precise = _there(target.array), _there(*target.precise)
    try:
        with np.errstate(all="ignore"), precise(True):
            found = call(*map(to, values))
            several = found if isinstance(found, list) else [found]
            numbers = [np.asarray(x, dtype=float) for x in several]
            return numbers if isinstance(found, list) else numbers[0]
    except (ArithmeticError, AttributeError, LookupError, NameError, RuntimeError, TypeError, ValueError) as error:
        raise WrongCode(f"the {target.name} code does not run: {type(error).__name__}: {error}") from error


def _there(*places: str) -> Any:
    """What stands at the first of the places ``module:name`` that there are."""
    for place in places:
        home, _, name = place.partition(":")
        found = getattr(import_module(home), name, None)
        if found is not None:
            return found
    raise NotChecked(f"there is no {' and no '.join(places)} in the version that is installed")


def _opaque(name: str, order: int, to: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """The function that stands for an unspecified one, or for its derivative."""
    z = Var("z")
    body = opaque(z, name, order)

    def function(value: Any) -> Any:
        return to(evaluate(body, Setting({z: np.asarray(value, dtype=float)}), Floats()))

    return function


def _error(function: Function, what: str, found: Any, derived: Any) -> float:
    found, derived = np.asarray(found, dtype=float), np.asarray(derived, dtype=float)
    if found.shape != derived.shape:
        raise WrongCode(f"the {function.target.name} code gives {what} the shape {found.shape}, not {derived.shape}")
    scale = max(float(np.max(np.abs(derived), initial=0)), 1.0)
    distance = float(np.max(np.abs(found - derived), initial=0))
    if not distance <= TOLERANCE * scale:
        raise WrongCode(f"the {function.target.name} code gives {found} for {what}, not {derived}")
    return distance / scale


def _along_a_line(function: Function, setting: Setting, gradients: Mapping[Var, Any]) -> None:
    """Compare with the slope of the loss along a random direction, from the values of the loss alone."""
    system = function.program.plan.system
    rng = np.random.default_rng(0)
    direction = {v: rng.uniform(-1, 1, np.shape(setting.values[v])) for v in system.parameters}

    def loss(step: Any) -> float:
        moved = {**setting.values, **{v: setting.values[v] + step * d for v, d in direction.items()}}
        return float(_value(system.loss, Setting(moved, setting.sizes, setting.given)))

    slope = sum(float(np.sum(gradients[v] * d)) for v, d in direction.items())
    allowed = TOLERANCE * max(abs(slope), 1.0)
    try:
        estimate = richardson(loss, 0.0)
        if abs(slope - float(estimate.value)) <= float(estimate.error) + allowed:
            return
        # A kink or a jump within its first steps misleads it; few lie within a small one.
        estimate = central(loss, 0.0, NEAR)
    except NotFinite:
        return  # the loss ends right here: differences say nothing
    if not abs(slope - float(estimate.value)) <= float(estimate.error) + allowed * ROUGH:
        raise WrongCode(
            f"the {function.target.name} code gives the slope {slope} along a line, and differences of "
            f"{system.loss} give {float(estimate.value)}"
        )
