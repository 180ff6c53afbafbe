"""What the terminal and JSON show of a finished training.

The first step is written out with the loss before and after it, as on the slides; then follow the history, on request
all values on the way to the loss, what the model predicts for a new input, and how the gradient was checked.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from derive.building import total_derivative
from numeric.training import Step
from reports.spelling import error_text, text
from reports.training import Trained

FEW = 6
"""The most numbers of an array that are written into a line, and of all parameters that the history shows."""

SHORT = 3
"""The most numbers of an array whose step is written out."""

MANY = 24
"""The most numbers of an array that are shown among all values."""

DIGITS = 6
"""How many digits after the point are shown."""


def lines_of(made: Trained, values: bool) -> Iterator[str]:
    """What the terminal shows of a training; with ``values`` also all that is computed on the way to the loss."""
    yield from _read_as(made)
    yield ""
    yield from _first_step(made)
    if made.history.taken > 1:
        yield ""
        yield from _history(made)
    if values:
        yield ""
        yield from _all_values(made)
    if made.predictions is not None:
        yield ""
        yield from _prediction(made)
    yield ""
    yield from _ending(made)


def as_dict(made: Trained, values: bool) -> dict[str, Any]:
    """The same for programs: the start, the history, the end, and how the gradient was checked."""
    history, table = made.history, made.fit.table
    found: dict[str, Any] = {
        "model": made.fit.model.name or made.fit.model.title,
        "variant": table.label,
        "examples": table.examples,
        "columns": {name: list(map(str, columns)) for name, columns in table.columns.items()},
        "method": "newton" if made.rate is None else "descent",
        "rate": made.rate,
        "parameter_count": sum(np.size(array) for array in made.start.values()),
        "start": _lists(made.start),
        "steps": history.taken,
        "stopped": history.stopped or None,
        "rises": history.rises,
        "loss": {"before": history.losses[0], "after": history.losses[-1], "base": 10 if made.fit.log10 else "e"},
        "parameters": _lists(history.final),
        "history": [_step_as_dict(step) for step in history.steps],
        "checked": {"against": made.agreement.road, "error": made.agreement.error},
    }
    if values:
        found["values"] = {"start": _lists(made.run(made.start)), "end": _lists(made.run(history.final))}
    if made.predictions is not None and made.query is not None:
        before, after = (np.asarray(part).tolist() for part in made.predictions)
        found["query"] = {"input": _lists(made.query), "before": before, "after": after}
    return found


def _step_as_dict(step: Step) -> dict[str, Any]:
    return {
        "step": step.number,
        "loss_before": step.loss_before,
        "loss_after": step.loss_after,
        "gradient": _lists(step.gradient),
        "parameters": _lists(step.after),
    }


def _lists(arrays: Mapping[str, Any]) -> dict[str, Any]:
    return {name: np.asarray(array).tolist() for name, array in arrays.items()}


def figure(value: float) -> str:
    """A number with at most six digits after the point; very large and very small ones with a power of ten."""
    if value == 0 or 1e-3 <= abs(value) < 1e12:
        digits = f"{value:.{DIGITS}f}".rstrip("0").rstrip(".")
    else:
        mantissa, exponent = f"{value:.{DIGITS}e}".split("e")
        digits = f"{mantissa.rstrip('0').rstrip('.')}e{int(exponent)}"
    return digits.replace("-", "−")


def row(array: Any, most: int = FEW) -> str:
    """The numbers of an array in brackets; its shape alone where they are too many."""
    numbers = np.asarray(array, dtype=float)
    if numbers.ndim == 0:
        return figure(float(numbers))
    if numbers.size > most:
        return f"… ({' × '.join(map(str, numbers.shape))} numbers)"
    if numbers.size == 1:
        return figure(float(numbers.reshape(-1)[0]))
    if numbers.ndim == 1:
        return f"({', '.join(figure(float(number)) for number in numbers)})"
    return f"[{'; '.join(', '.join(figure(float(n)) for n in line) for line in numbers)}]"


def _read_as(made: Trained) -> Iterator[str]:
    table = made.fit.table
    label = f", {table.label}" if table.label else ""
    added = "mean" if made.fit.mean else "sum"
    how = f"one after the other, the {added} of their losses" if table.along else "all at once"
    name = made.fit.model.name or made.fit.model.title
    plural = "s" * (table.examples != 1)
    entries = sum(np.size(array) for array in made.start.values())
    yield f"{name}{label}: {table.examples} example{plural} of {made.source}, {how}"
    yield f"  {entries} parameter{'s' * (entries != 1)}: {', '.join(text(v) for v in made.fit.system.parameters)}"
    for data, found in table.columns.items():
        named = list(map(str, found))
        shown = named if len(named) <= FEW else [*named[:2], "…", f"{named[-1]}: {len(named)} columns"]
        yield f"  {data} from {', '.join(shown)}"
    if made.why_start:
        yield f"  the start is {made.why_start}"


def _first_step(made: Trained) -> Iterator[str]:
    """The loss, the gradients, the step, and the loss after it."""
    step, loss = made.history.steps[0], made.fit.system.loss
    unit = ", in base-10 logarithms" if made.fit.log10 else ""
    yield "Newton's step" if made.rate is None else f"one step at the rate {figure(made.rate)}"
    yield f"  {text(loss)} = {figure(step.loss_before)}{unit}"
    for v in made.fit.system.parameters:
        yield f"  {text(total_derivative(loss, v))} = {row(step.gradient[v.name])}"
    for v in made.fit.system.parameters:
        before, slope, after = (row(part[v.name]) for part in (step.before, step.gradient, step.after))
        if np.size(step.before[v.name]) > SHORT:
            continue
        how = f"{before} → " if made.rate is None else f"{before} − {figure(made.rate)} · {_bracketed(slope)} = "
        yield f"  {text(v)} ← {how}{after}"
    change = step.loss_after - step.loss_before
    said = f"{'less' if change < 0 else 'more'} by {figure(abs(change))}" if change else "unchanged"
    yield f"  {text(loss)} = {figure(step.loss_after)}, {said}"


def _bracketed(shown: str) -> str:
    return f"({shown})" if shown.startswith("−") else shown


def _history(made: Trained) -> Iterator[str]:
    """The steps that were kept: the loss behind each, the gradient that it went along, and few parameters."""
    steps, start = made.history.steps, made.start
    few = sum(np.size(array) for array in start.values()) <= FEW
    names = list(start) if few else []
    spelled = {v.name: text(v) for v in made.fit.system.parameters}
    lines = [["step", text(made.fit.system.loss), "‖gradient‖", *(spelled[name] for name in names)]]
    lines.append(["0", figure(steps[0].loss_before), "", *(row(start[name]) for name in names)])
    for step in steps:
        shown = [row(step.after[name]) for name in names]
        lines.append([str(step.number), figure(step.loss_after), figure(step.slope), *shown])
    yield from columns(lines)


def columns(lines: Sequence[Sequence[str]]) -> Iterator[str]:
    """Lines of cells, set right under each other."""
    widths = [max(len(line[place]) for line in lines) for place in range(len(lines[0]))]
    for line in lines:
        yield "  " + "  ".join(cell.rjust(width) for cell, width in zip(line, widths, strict=True)).rstrip()


def _all_values(made: Trained) -> Iterator[str]:
    before, after = made.run(made.start), made.run(made.history.final)
    yield "all values, at the start and at the end"
    for name in before:
        yield f"  {name}  {row(before[name], MANY)}"
        yield f"  {' ' * len(name)}  {row(after[name], MANY)}"


def _prediction(made: Trained) -> Iterator[str]:
    assert made.query is not None
    assert made.predictions is not None
    asked = ", ".join(f"{name} = {row(value)}" for name, value in made.query.items())
    before, after = (row(value) for value in made.predictions)
    yield f"for {asked} the model predicts {text(made.fit.output)} = {after}; before the training {before}"


def _ending(made: Trained) -> Iterator[str]:
    history = made.history
    taken = f"{history.taken} step{'s' * (history.taken != 1)}"
    yield f"stopped after {taken}: {history.stopped}" if history.stopped else f"{taken} taken"
    for v in made.fit.system.parameters:
        yield f"  {text(v)} = {row(history.final[v.name], MANY)}"
    if history.rises:
        hint = "" if made.rate is None else "; a smaller --rate makes it fall"
        yield f"  the loss rose in {history.rises} of {taken}{hint}"
    error = made.agreement.error
    how = f"agree to within {error_text(error)}" if error else "agree in every digit"
    yield f"checked at the start: {made.agreement.road} {how}"
