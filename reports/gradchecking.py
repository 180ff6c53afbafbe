"""What ``derive gradcheck`` prints of a check: a verdict for each gradient, the mistake, the right formula."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

import numpy as np

from derive.building import total_derivative
from derive.usercode.checking import Checked, Judged
from derive.usercode.points import Point
from reports.exits import FAILED, FINE, GRAVEST_FIRST, UNSETTLED, WRONG
from reports.spelling import text

CODES = {"wrong": WRONG, "missing": WRONG}
"""What the outcome of a gradient makes the exit code."""

LONGEST = 200
"""The longest right formula that is shown, in characters."""


def exit_code(checked: Checked, strict: bool) -> int:
    """2 where the function failed at a point, 1 where a gradient is wrong or missing, 3 with ``strict`` where one is
    undecided or at a kink."""
    codes = {CODES.get(one.outcome, FINE) for one in checked.judged}
    if checked.failures:
        codes.add(FAILED)
    if strict and any(one.outcome in ("undecided", "agrees at a kink") for one in checked.judged):
        codes.add(UNSETTLED)
    return next((code for code in GRAVEST_FIRST if code in codes), FINE)


def warning(seconds: float) -> str:
    """What is said before anything runs."""
    return f"runs as your own Python, in a process of its own, {seconds:g} s a call at most; what it prints is left out"


def lines_of(checked: Checked) -> Iterator[str]:
    """The verdicts, and what a person should know beside them."""
    yield _heading(checked)
    yield ""
    for one in checked.judged:
        yield from _verdict(one, checked)
    for note in (*checked.notes, *checked.failures):
        yield ""
        yield note
    yield ""
    yield _counted(checked)


def _heading(checked: Checked) -> str:
    task = checked.task
    against = f"{task.forward} in {task.forward.written}" if task.forward else f"the loss {checked.variant.system.loss}"
    of = f", for {checked.variant.label}" if checked.variant.label else ""
    model = task.model.name or task.model.title
    axes = ", vectors with two axes" if checked.vectors == "2d" else ""
    return f"{task.function} in {task.function.written}, against {against} of {model}{of}{axes}"


def _verdict(one: Judged, checked: Checked) -> Iterator[str]:
    name = f"{one.called}:" if one.outcome != "agrees" else f"{one.called}"
    if one.outcome == "agrees":
        places = _plural(len(checked.points) - len(checked.failures), "point")
        entries = _plural(one.entries, "entry", "entries")
        yield f"agrees:  {name}  in {entries} at each of {places}, to {_rounded(one.error)}"
        return
    if one.outcome == "missing":
        yield f"missing:  {one.called} is not among what was returned"
    elif one.guess is not None:
        yield f"{one.outcome}:  {one.called} {one.guess.message}"
    else:
        yield f"{one.outcome}:  {one.evidence[0]}"
    if one.correct is not None:
        yield f"  right:  {_formula(one, checked)}"
    sizes = ", ".join(f"{size} = {number}" for size, number in one.where.items())
    said = one.guess is None and one.outcome != "missing"
    if said and sizes:
        yield f"  at {sizes}"
    for number, line in enumerate(one.evidence):
        if number or not said:
            yield f"  at {sizes}: {line}" if sizes and not number else f"  {line}"


def _formula(one: Judged, checked: Checked) -> str:
    assert one.correct is not None
    formula = f"{text(total_derivative(checked.variant.system.loss, one.v))} = {text(one.correct)}"
    return formula if len(formula) <= LONGEST else f"see derive show {checked.task.model.name or 'the model'}"


def _rounded(error: float) -> str:
    """A relative error as a power of ten, rounded up; the last digits of a computer tell nobody anything."""
    return f"1e{max(math.ceil(math.log10(error)), -12)}" if error > 0 else "1e-12"


def _plural(count: int, one: str, many: str = "") -> str:
    return f"{count} {one if count == 1 else many or one + 's'}"


def _counted(checked: Checked) -> str:
    counts = {outcome: sum(one.outcome == outcome for one in checked.judged) for outcome in _ORDER}
    parts = [f"{number} {outcome}" for outcome, number in counts.items() if number]
    return f"{_plural(len(checked.judged), 'gradient')}: {', '.join(parts)}"


_ORDER = ("agrees", "agrees at a kink", "undecided", "wrong", "missing")


def as_dict(checked: Checked, seconds: float) -> dict[str, Any]:
    """The same for programs."""
    task = checked.task
    return {
        "file": task.function.written,
        "runs": warning(seconds),
        "function": task.function.name,
        "forward": str(task.forward) if task.forward else None,
        "model": task.model.name or task.model.title,
        "variant": checked.variant.label,
        "vectors": checked.vectors,
        "gradients": [_gradient(one, checked) for one in checked.judged],
        "points": [_point(point) for point in checked.points],
        "notes": list(checked.notes),
        "failures": list(checked.failures),
    }


def _gradient(one: Judged, checked: Checked) -> dict[str, Any]:
    return {
        "name": one.v.name,
        "called": one.called,
        "outcome": one.outcome,
        "mistake": {"kind": one.guess.kind, "message": f"{one.called} {one.guess.message}"} if one.guess else None,
        "correct": _formula(one, checked) if one.correct is not None else None,
        "evidence": list(one.evidence),
        "sizes": dict(one.where),
        "error": one.error,
        "entries": one.entries,
    }


def _point(point: Point) -> dict[str, Any]:
    values = {v.name: np.asarray(value).tolist() for v, value in point.values.items()}
    return {"sizes": dict(point.sizes), "values": values}
