"""Measures how often the error estimates of `numeric.differences` hold, and how good and how fast the values are.

    python benchmarks/differing.py            tables; the exit code is 1 if estimates hold less often than they should
    python benchmarks/differing.py --points 5 so many points for each function

An estimate holds where it is at least the distance from the right value, which SymPy knows in 50 digits. numdifftools
is measured on the same functions where it is installed; its own error estimates are judged like ours. Times are those
of whole gradients, Jacobians and Hessians, of cheap functions: what is measured is the method, not the function.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from typing import Any, TypeAlias

import numpy as np
from differing_cases import Case, array_cases, scalar_cases, wide_cases
from measuring import MeasurementError  # which puts this checkout first on the path

from numeric.arrays import NotFinite
from numeric.differences import NotAnalytic, best, central, complex_step, hessian, jacobian, richardson

POINTS = 20
PEER = "numdifftools"
HELD = 0.99
"""In what part of the entries our estimates have to hold, for each kind of function."""
EASIEST = "smooth"
"""The kind of function for which every way has to work."""
FEW = 100
"""Of fewer entries than this, one may be missed."""

Found: TypeAlias = tuple[Any, Any]
"""Values, and the error estimated for each."""
Way: TypeAlias = Callable[[Callable[[Any], Any], Any], Found]


@dataclass(frozen=True)
class Figures:
    """What became of a way on one kind of function: entries, how many estimates hold, median relative errors, seconds.

    `refused` counts the entries for which the way gave no finite number, or said that it is not for this function.
    """

    task: str
    kind: str
    way: str
    entries: int
    held: int
    refused: int
    error: float
    estimate: float
    seconds: float

    @property
    def share(self) -> float:
        """The part of the estimates that hold."""
        return self.held / self.entries if self.entries else 1.0

    @property
    def is_enough(self) -> bool:
        """Whether they hold as often as they should."""
        return self.held >= min(HELD * self.entries, self.entries - 1) if self.entries < FEW else self.share >= HELD


def holds(value: Any, estimate: Any, true: Any) -> Any:
    """Where an estimate holds, up to the rounding of the right value itself."""
    return np.abs(value - true) <= estimate + 1e-15 * np.abs(true) + 1e-300


def _ours(method: Callable[..., Any]) -> Way:
    def way(f: Callable[[Any], Any], x: Any) -> Found:
        estimate = method(f, x)
        return estimate.value, estimate.error

    return way


def _real(method: Callable[..., Any]) -> Way:
    """The method for a function that takes real numbers only."""
    return lambda f, x: _ours(method)(lambda point: f(np.real(point)), x)


def _theirs(name: str, **options: Any) -> Way:
    """A method of numdifftools, by its name there."""
    tool = import_module(PEER)

    def way(f: Callable[[Any], Any], x: Any) -> Found:
        answer = getattr(tool, name)(f, full_output=True, **options)(x)
        # Versions differ: some return the value and what belongs to it, newer ones all of it in one.
        info = answer if hasattr(answer, "error_estimate") else answer[1]
        return np.asarray(answer[0]), np.asarray(info.error_estimate)

    return way


def ways(with_peer: bool) -> dict[str, dict[str, Way]]:
    """What is measured for each task, ours first."""
    found: dict[str, dict[str, Way]] = {
        "gradient": {
            "central": _ours(central),
            "richardson": _ours(richardson),
            "complex step": _ours(complex_step),
            "best": _ours(best),
        },
        "jacobian": {"jacobian": _ours(jacobian), "jacobian, real only": _real(jacobian)},
        "hessian": {"hessian": _ours(hessian), "hessian, real only": _real(hessian)},
    }
    if with_peer:
        for task, method in (("gradient", "Gradient"), ("jacobian", "Jacobian"), ("hessian", "Hessian")):
            found[task] |= {
                f"{PEER}, central": _theirs(method),
                f"{PEER}, complex": _theirs(method, method="complex"),
            }
    return found


def cases(points: int, seed: int = 0) -> dict[str, tuple[list[Case], Callable[[Case], Any]]]:
    """The functions of each task, and what is right there."""
    return {
        "gradient": (list(scalar_cases(points, seed)), Case.gradient),
        "jacobian": (list(array_cases(points, seed)), Case.jacobian),
        "hessian": (list(wide_cases(points, seed)), Case.hessian),
    }


def measured(points: int, seed: int = 0, wanted: Mapping[str, Mapping[str, Way]] | None = None) -> Iterator[Figures]:
    """Figures for every task, kind of function and way."""
    for task, (functions, right) in cases(points, seed).items():
        table = (wanted or ways(find_spec(PEER) is not None)).get(task, {})
        truths = [(case, right(case)) for case in functions]
        for kind in dict.fromkeys(case.kind for case in functions):
            chosen = [(case, truth) for case, truth in truths if case.kind == kind]
            for name, way in table.items():
                yield figures(task, kind, name, way, chosen)


def figures(task: str, kind: str, name: str, way: Way, chosen: Iterable[tuple[Case, Any]]) -> Figures:
    """The figures of one way on some functions."""
    held, refused, errors, estimates, seconds = 0, 0, [0.0], [0.0], [0.0]
    for case, true in chosen:
        f = case.function
        start = time.perf_counter()
        try:
            with warnings.catch_warnings(), np.errstate(all="ignore"):
                warnings.simplefilter("ignore")
                value, estimate = way(f, case.x)
        except (NotAnalytic, NotFinite, ArithmeticError, ValueError, TypeError, IndexError):
            refused += true.size
            continue
        seconds.append(time.perf_counter() - start)
        value, estimate = np.reshape(value, true.shape), np.reshape(estimate, true.shape)
        finite = np.isfinite(value)
        refused += int(np.sum(~finite))
        held += int(np.sum(holds(value, estimate, true)[finite]))
        size = np.maximum(np.abs(true), 1e-300)
        errors += list((np.abs(value - true) / size)[finite])
        estimates += list((estimate / size)[finite])
    entries = len(errors) - 1
    if not entries and kind == EASIEST:
        raise MeasurementError(f"{name} refused every smooth function: it was not asked in the right way")
    middle = [statistics.median(figures[1:] or figures) for figures in (errors, estimates, seconds)]
    return Figures(task, kind, name, entries, held, refused, *middle)


def shown(rows: Sequence[Figures]) -> str:
    """The figures, aligned."""
    width = max(len(row.way) for row in rows)
    head = f"{'':10}{'':17}{'':{width}}  entries  refused   held  rel. error   estimate        ms"
    lines = [head]
    for row in rows:
        lines.append(
            f"{row.task:10}{row.kind:17}{row.way:{width}}  {row.entries:7}  {row.refused:7}  {row.share:5.1%}"
            f"  {row.error:10.0e}  {row.estimate:9.0e}  {1000 * row.seconds:8.2f}"
        )
    return "\n".join(lines)


def main(argv: Sequence[str] | None = None) -> int:
    """The tables, and the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--points", type=int, default=POINTS)
    options = parser.parse_args(argv)
    rows = list(measured(options.points))
    print(shown(rows))
    if find_spec(PEER) is None:
        print(f"{PEER} is not installed, and was not measured")
    return 0 if all(row.is_enough for row in rows if not row.way.startswith(PEER)) else 1


if __name__ == "__main__":
    sys.exit(main())
