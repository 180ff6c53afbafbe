"""`derive train`: a model is fitted to a table, as the options say.

A descent that runs away is explained by how the loss curves.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from derive.fitting import Agreement, Disagree, Fit
from derive.lowering import NoValue
from derive.modelling import Model
from derive.tabulating import DoesNotFit, Tabulated, Wishes, new_input, tabulated
from derive.valuefiles import BadValues, ValueFile, read_text
from numeric.arrays import Array
from numeric.curvature import steepest
from numeric.passes import Values
from numeric.tables import BadTable, Table, read_table
from numeric.training import Diverged, History, NoMinimum, Step, Stop, Watch, descend, flat, minimise, settled
from reports.failing import Failure

ROWS = 10
"""About how many lines of the history are shown, where nobody said how many."""

PATIENCE = 0.5
"""How many seconds lie between two lines that say how far it is."""

MOST_FOR_NEWTON = 400
"""The most entries that Newton's method is used for: it takes two backward passes for each, and their table."""


@dataclass(frozen=True)
class Trained:
    """A finished training: what was trained, from where, how it went, and what the model predicts for a new input."""

    fit: Fit
    source: str
    rate: float | None
    start: Mapping[str, Array]
    why_start: str
    agreement: Agreement
    history: History
    query: Mapping[str, Array] | None = None
    predictions: tuple[Any, Any] | None = None

    def run(self, parameters: Mapping[str, Array]) -> dict[str, Any]:
        """All that is computed on the way to the loss, with these parameters."""
        return self.fit.run({**self.fit.table.values, **parameters})


def trained(model: Model, options: argparse.Namespace) -> Trained:
    """Train the model as the options say. Raises `Failure` with the place of what is wrong."""
    try:
        table = read_table(options.data)
        wishes = _wishes(options)
        fit = Fit(model, tabulated(model, table, wishes), options.line_by_line != "sum", options.log == "10")
        start, why = _start(fit, options)
        values = fit.values(start)
        agreement = fit.checked(values)
        history = _trained(fit, values, options)
        query = _assigned(options.query, "--query") if options.query else None
        rate = None if options.method == "newton" else options.rate
        made = Trained(fit, table.source, rate, start, why, agreement, history)
        return made if query is None else _predicted(made, query, wishes)
    except (BadTable, BadValues, DoesNotFit, Disagree, NoMinimum, NoValue) as problem:
        raise Failure(str(problem)) from problem


def _wishes(options: argparse.Namespace) -> Wishes:
    headings = _read(options.columns, "--columns")
    sizes = _assigned(options.sizes, "--sizes")
    for name, number in sizes.items():
        if number.shape or number < 1 or number != int(number):
            raise Failure(f"--sizes: {name} is {number}, expected a whole number, at least 1")
    named = {name: str(given.value) for name, given in headings.values.items()} if headings else {}
    whole = {name: int(number) for name, number in sizes.items()}
    return Wishes(named, _assigned(options.set, "--set"), whole, options.line_by_line is not None)


def _read(text: str | None, option: str) -> ValueFile | None:
    """Names with values, as in ``w=[0.7, 0.2], b=0.1``. Raises `BadValues`."""
    return read_text("{" + text.replace("=", ": ") + "}", option) if text else None


def _assigned(text: str | None, option: str) -> dict[str, Array]:
    """The numbers, lists and tables that an option gives to names. Raises `BadValues`."""
    file = _read(text, option)
    found: dict[str, Array] = {}
    for name, given in file.values.items() if file else ():
        if isinstance(given.value, str):
            raise BadValues(f"{option}: {name} is {given.value!r}, expected a number, or a list such as [0.7, 0.2]")
        found[name] = np.array(_floats(given.value), dtype=float)
    return found


def _floats(value: Any) -> Any:
    return [_floats(item) for item in value] if isinstance(value, list) else float(value)


def _start(fit: Fit, options: argparse.Namespace) -> tuple[dict[str, Array], str]:
    """Where it starts, and a sentence that says so: zeros, unless some parameter would never leave them."""
    if options.seed < 0:
        raise Failure(f"--seed is {options.seed}, expected a whole number, at least 0")
    given = _assigned(options.start, "--start") if options.start != "random" else {}
    drawn = f"at random (seed {options.seed})"
    if options.start == "random":
        return fit.random(options.seed), f"{drawn}: all parameters"
    fit.values({**fit.zeros(), **given})
    rest = [name for name in fit.parameters if name not in given]
    if not rest:
        return {name: fit.values(given)[name] for name in fit.parameters}, ""
    zeros = fit.values({**fit.zeros(), **given})
    start = {name: zeros[name] for name in fit.parameters}
    without = f"; {fit.system.loss} does not depend on {', '.join(fit.idle)}" if fit.idle else ""
    stuck = [name for name in fit.unmoved(start) if name in rest and name not in fit.idle]
    if not stuck:
        return start, f"at 0: {', '.join(rest)}{without}"
    random = fit.random(options.seed)
    why = f"{drawn}: {', '.join(rest)}; at 0 the gradient of {', '.join(stuck)} is 0 for all data{without}"
    return {**start, **{name: random[name] for name in rest}}, why


def _trained(fit: Fit, values: Values, options: argparse.Namespace) -> History:
    stops: list[Stop] = []
    if options.until_change is not None:
        stops.append(settled(options.until_change))
    if options.until_slope is not None:
        stops.append(flat(options.until_slope))
    keep = options.every or max(1, options.steps // ROWS)
    try:
        watch = Watch(tuple(stops), keep, _progress(options.steps))
        if options.method == "newton":
            return _newton(fit, values, options.steps, watch)
        return descend(fit.pass_, values, fit.parameters, options.rate, options.steps, watch)
    except Diverged as problem:
        raise Failure(_explained(problem, fit, values, options)) from problem
    except ValueError as problem:
        raise Failure(str(problem)) from problem


def _newton(fit: Fit, values: Values, steps: int, watch: Watch) -> History:
    entries = sum(np.size(values[name]) for name in fit.parameters)
    if entries > MOST_FOR_NEWTON:
        raise Failure(f"Newton's method is for at most {MOST_FOR_NEWTON} parameters, and there are {entries}")
    return minimise(fit.pass_, values, fit.parameters, steps, watch)


def _progress(steps: int) -> Callable[[Step], None] | None:
    """Tells a person who waits how far it is; nothing of that goes into a pipe."""
    if not sys.stderr.isatty():
        return None
    last = time.monotonic()

    def tell(step: Step) -> None:
        nonlocal last
        if time.monotonic() - last > PATIENCE:
            last = time.monotonic()
            sys.stderr.write(f"\rstep {step.number} of {steps}, loss {step.loss_after:.6g}\x1b[K")
        if step.number == steps:
            sys.stderr.write("\r\x1b[K")
        sys.stderr.flush()

    return tell


def _explained(problem: Diverged, fit: Fit, values: Values, options: argparse.Namespace) -> str:
    """Why the descent ran away: the losses on the way, and what they and the curvature at the start say."""
    with np.errstate(all="ignore"):
        losses = problem.losses or (fit.pass_.loss(values),)
    lines = [f"the training ran away at step {problem.step}: {problem.quantity} is no longer a finite number"]
    went = " → ".join(f"{loss:.3g}" for loss in losses[:5])
    lines.append(f"the loss went {went} → …")
    if options.method == "newton":
        lines.append("Newton's steps lead away from here; start nearer to the minimum, or use gradient descent")
    elif losses[-1] <= losses[0]:
        lines.append("it had not grown before: a logarithm or a quotient has left its domain; try a smaller --rate")
    else:
        lines += _overshooting(fit, values, options.rate)
    return "\n  ".join(lines)


def _overshooting(fit: Fit, values: Values, rate: float) -> list[str]:
    """Up to which rate the steps would not have overshot, were the loss the quadratic that touches it at the start."""
    with np.errstate(all="ignore"):
        curvature = steepest(fit.pass_, values, fit.parameters)
    if not (np.isfinite(curvature) and curvature > 0 and rate > 2 / curvature):
        return ["the loss curves little at the start, and more on the way; try a smaller --rate"]
    return [
        f"at the start the loss curves by up to {curvature:.3g}, so steps at a rate above 2/{curvature:.3g} = "
        f"{2 / curvature:.2g} overshoot further each time; the rate was {rate:g}",
        f"try --rate {_one_digit(1 / curvature)}; features of about the same size allow a larger one",
    ]


def _one_digit(rate: float) -> str:
    return f"{float(f'{rate:.0e}'):g}"


def _predicted(made: Trained, query: Mapping[str, Array], wishes: Wishes) -> Trained:
    """The training with the model's output for a new input, before and after."""
    fit, cells = made.fit, dict[str, float]()
    for name, value in query.items():
        cells.update(_cells(name, value, fit.table))
    table = Table("--query", tuple(cells), ((1, tuple(repr(cell) for cell in cells.values())),))
    taken = new_input(fit.table, table, wishes, fit.inputs_of_output)
    before, after = (fit.predicted(taken, parameters)[0] for parameters in (made.start, made.history.final))
    return replace(made, query=query, predictions=(before, after))


def _cells(name: str, value: Array, table: Tabulated) -> dict[str, float]:
    """What a new input gives to the columns of the data: a number to one, a list to those that are no constants."""
    if value.ndim > 1:
        raise DoesNotFit(f"--query: {name} is a table, expected a number, or a list of the features")
    if not value.ndim:
        return {name: float(value)}
    known = next((columns for data, columns in table.columns.items() if name in (data, data.lower())), ())
    names = [column.name for column in known if column.constant is None or len(value) == len(known)]
    if len(names) != len(value):
        wanted = ", ".join(names) or "a number"
        raise DoesNotFit(f"--query: {name} has {len(value)} numbers, expected {wanted}")
    return {key: float(part) for key, part in zip(names, value, strict=True)}
