"""A hand-written backward function against the loss of a model, or against the user's own forward function.

The function is called at a few points; what it returns is compared, entry by entry, with derivatives of the loss by
complex steps or differences, which share no rule with it. Agreement is evidence at these points, and no proof.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal, TypeAlias

import numpy as np

from derive.building import is_apply
from derive.ir import Expr, Var, postorder, substitute
from derive.kernel import ReplayError
from derive.modelling import Model, UnknownModel, Variant
from derive.proposing import DerivingError
from derive.usercode.explaining import Guess, Wrong, guessed
from derive.usercode.naming import DoesNotMatch, Returned, arguments_for, exactness, gradients_of
from derive.usercode.points import Point, given_point, points
from derive.usercode.process import Failed, Function, Other, Parameter, Process
from derive.valuefiles import ValueFile
from numeric.arrays import Array, first_index
from numeric.differences import Estimate
from numeric.gradcheck import TOLERANCE, compared, estimated
from numeric.outcomes import Outcome, Report

Vectors: TypeAlias = Literal["1d", "2d"]
"""How vectors are handed over: with one axis, or with two as in the formulas, (m, 1) and (1, m)."""

MOST_ENTRIES = 3000
"""How many entries are compared at a point."""

OUTCOMES = ("agrees", "agrees at a kink", "undecided", "wrong", "missing")
"""What becomes of a gradient, the gravest last."""


@dataclass(frozen=True)
class Task:
    """What is asked for: the function, the model, and what may be said beside them."""

    function: Function
    model: Model
    forward: Function | None = None
    variant: str | None = None
    vectors: Vectors | None = None
    values: ValueFile | None = None
    seed: int = 0


@dataclass(frozen=True)
class Judged:
    """What became of one gradient. ``name`` is the model's, ``called`` the user's.

    ``evidence`` says in words where it differs, ``where`` at which sizes, ``correct`` is the derived formula.
    """

    v: Var
    called: str
    outcome: str
    guess: Guess | None = None
    evidence: tuple[str, ...] = ()
    where: Mapping[str, int] = field(default_factory=dict)
    error: float = 0.0
    entries: int = 0
    correct: Expr | None = None


@dataclass(frozen=True)
class Checked:
    """What a check found. ``failures`` are points at which the function did not return anything that can be judged."""

    task: Task
    variant: Variant
    vectors: Vectors
    judged: tuple[Judged, ...]
    points: tuple[Point, ...]
    notes: tuple[str, ...]
    failures: tuple[str, ...] = ()


def check(task: Task, process: Process, write: Callable[[Expr], str]) -> Checked:
    """Judge every gradient that the function returns; ``write`` writes formulas.

    Raises `Failed` and `Unusable` for the user's code, `DoesNotMatch` where it does not fit the model, `BadValues` for
    the file of values, and `NoPoint`.
    """
    parameters = process.parameters(task.function)
    variant = _variant(task, parameters)
    where = [given_point(variant.system, task.values)] if task.values else points(variant.system, task.seed)
    _refuse_large(variant, where[0])
    runs = _Runs(task, process, variant, parameters)
    if task.forward is not None:
        runs.forward_takes = process.parameters(task.forward)
    vectors = _vectors(task, runs, where[0])
    tried, failures = [], []
    for point in where:
        try:
            tried.append(runs.tried(point, vectors))
        except (Failed, DoesNotMatch) as problem:
            if not tried:
                raise
            failures.append(f"at {_sizes(point)}: {problem}")
    names = dict.fromkeys((*variant.system.parameters, *(v for one in tried for v in one.claims)))
    right = _Right(variant, write, runs.is_models_loss(where[0], vectors), vectors)
    judged = tuple(_judged(v, tried, right) for v in names)
    return Checked(task, variant, vectors, judged, tuple(where), tuple(runs.notes(tried, vectors)), tuple(failures))


# --- which statement of the model


def _variant(task: Task, parameters: Sequence[Parameter]) -> Variant:
    """The statement of the model that the function's parameters fit best."""
    variants = task.model.variants
    if task.variant is not None:
        if task.variant not in variants:
            known = " and ".join(repr(label) for label in variants)
            raise DoesNotMatch(f"the model has no variant {task.variant!r}; there is {known}")
        chosen = variants[task.variant]
    else:
        fits = {label: exactness(parameters, _known(variant)) for label, variant in variants.items()}
        fitting = [label for label in variants if fits[label] is not None]
        chosen = variants[max(fitting, key=lambda label: fits[label] or (0, 0))] if fitting else task.model.main
    if any(getattr(node, "op", None) is not None and node.op.name == "opaque" for node in _nodes(chosen)):
        raise DoesNotMatch("the model leaves a function open, so that its loss has no value: choose one")
    return chosen


def _nodes(variant: Variant) -> Iterator[Any]:
    yield from postorder(*variant.system.equations.values())


def _known(variant: Variant) -> list[str]:
    """The names of the inputs, of all that is computed from them, and of the sizes."""
    system = variant.system
    return [*(v.name for v in (*system.parameters, *system.data, *system.computable)), *system.size_names]


def _refuse_large(variant: Variant, point: Point) -> None:
    count = sum(int(np.size(point.values[v])) for v in variant.system.parameters)
    if count > MOST_ENTRIES:
        raise DoesNotMatch(
            f"the gradient has {count:,} entries, more than {MOST_ENTRIES:,}: check it on a smaller model of the same "
            "kind, such as --layers 5,4,3"
        )


# --- running


@dataclass(frozen=True)
class Tried:
    """What the function returned at a point, and what the loss says."""

    point: Point
    returned: Returned
    claims: Mapping[Var, Any]
    estimates: Mapping[Var, Estimate]
    reports: Mapping[Var, Report]

    @property
    def faults(self) -> int:
        """How many gradients are not as they should be."""
        fine = [r for r in self.reports.values() if r.outcome is not Outcome.DISAGREES]
        return len(self.claims) - len(fine)


class _Runs:
    """Calls of the user's functions with arrays as these expect them."""

    def __init__(self, task: Task, process: Process, variant: Variant, parameters: Sequence[Parameter]) -> None:
        self.task, self.process, self.variant = task, process, variant
        self.takes = parameters
        self.forward_takes: Sequence[Parameter] = ()
        self.by_name = {v.name: v for v in (*variant.system.parameters, *variant.system.data)}
        self.by_name |= {v.name: v for v in variant.system.computable}
        self.learnt = [v.name for v in variant.system.parameters]

    def tried(self, point: Point, vectors: Vectors) -> Tried:
        """The function at a point, compared with the loss."""
        returned = self.returned(point, vectors)
        claims = {self.by_name[name]: value for name, value in returned.gradients.items()}
        values = point.all_values()
        # The user's own forward function takes inputs: what is computed on the way cannot be moved by itself.
        movable = values if self.task.forward is None else point.values
        claims = {v: value for v, value in claims.items() if v in movable}
        at = {v.name: values[v] for v in dict.fromkeys((*self.variant.system.parameters, *claims))}
        loss, method = self._loss(point, vectors)
        estimates = estimated(loss, at, method)
        shaped = {v.name: claim for v in claims if (claim := _flat(v, claims[v], at[v.name], vectors)) is not None}
        reports = compared(loss, shaped, estimates, at, TOLERANCE)
        return Tried(
            point, returned, claims, {self.by_name[n]: e for n, e in estimates.items()},
            {self.by_name[n]: r for n, r in reports.items()},
        )  # fmt: skip

    def returned(self, point: Point, vectors: Vectors) -> Returned:
        """What the function returns at a point, by the names of the model."""
        given, positional = self._arguments(self.takes, point, vectors)
        found = self.process.call(self.task.function, given, positional)
        return gradients_of(found, self.learnt, list(self.by_name))

    def _arguments(
        self, takes: Sequence[Parameter], point: Point, vectors: Vectors
    ) -> tuple[dict[str, Any], list[str]]:
        known = point.all_values()
        values = {v.name: shaped(v, known[v], vectors) for v in self.by_name.values() if v in known}
        return arguments_for(takes, values, self.learnt, point.sizes)

    def _loss(self, point: Point, vectors: Vectors) -> tuple[Callable[[Mapping[str, Any]], Any], Any]:
        """The loss that is differentiated, by the names of the model, and how."""
        forward = self.task.forward
        if forward is None:
            return lambda changed: point.loss({self.by_name[n]: value for n, value in changed.items()}), "best"

        def loss(changed: Mapping[str, Any]) -> Any:
            moved = replace(point, values={**point.values, **{self.by_name[n]: x for n, x in changed.items()}})
            given, positional = self._arguments(self.forward_takes, moved, vectors)
            return _number(self.process.call(forward, given, positional), forward)

        return loss, "richardson"

    def is_models_loss(self, point: Point, vectors: Vectors) -> bool:
        """Whether the loss that is differentiated is the model's, as far as its value at a point tells."""
        return self.task.forward is None or _near(float(self._loss(point, vectors)[0]({})), point.value)

    def notes(self, tried: Sequence[Tried], vectors: Vectors) -> Iterator[str]:
        """What a person should know beside the verdicts."""
        first = tried[0]
        again = self.returned(first.point, vectors)
        if any(not _same(again.gradients[name], value) for name, value in first.returned.gradients.items()):
            yield "called twice with the same values, the function returned different gradients: is something random?"
        expected = first.point.value
        loss = first.returned.loss
        if loss is not None and not _near(float(loss.ravel()[0]), expected):
            yield f"the loss that it returned is {float(loss.ravel()[0]):.7g}, that of the model {expected:.7g}"
        if self.task.forward is not None:
            found = float(self._loss(first.point, vectors)[0]({}))
            if not _near(found, expected):
                yield (
                    f"{self.task.forward} is {found:.7g} where the model's loss is {expected:.7g}: the gradients were "
                    f"compared with {self.task.forward}"
                )
        yield from map(str, self.variant.notes)
        yield from self.process.notes(*filter(None, (self.task.function, self.task.forward)))
        if first.returned.others:
            yield f"not judged, as the model has no derivative by such a name: {', '.join(first.returned.others)}"


def _vectors(task: Task, runs: _Runs, point: Point) -> Vectors:
    """How vectors are handed over: as asked for, or in the way in which the function does best, one axis first."""
    flat = not any(v.shape.rank == 1 for v in runs.by_name.values())
    if task.vectors is not None or flat:
        return task.vectors or "1d"
    faults: dict[Vectors, int] = {}
    problems: dict[Vectors, Failed | DoesNotMatch] = {}
    for vectors in ("1d", "2d"):
        way: Vectors = "1d" if vectors == "1d" else "2d"
        try:
            faults[way] = runs.tried(point, way).faults
        except (Failed, DoesNotMatch) as problem:
            problems[way] = problem
        if faults.get(way) == 0:
            return way
    if not faults:
        raise problems["1d"]
    return min(faults, key=lambda way: faults[way])


def shaped(v: Var, value: Any, vectors: Vectors) -> Any:
    """A value as the function gets it."""
    if vectors == "1d" or v.shape.rank != 1:
        return value
    return np.reshape(value, (1, -1) if v.shape.row else (-1, 1))


def _flat(v: Var, claim: Any, at: Array, vectors: Vectors) -> Array | None:
    """A returned gradient with the axes that it has here; None for another shape, and for what is no number."""
    if isinstance(claim, Other) or not np.all(np.isfinite(claim)):
        return None
    array = np.asarray(claim, dtype=float)
    return array.reshape(np.shape(at)) if array.shape == np.shape(shaped(v, at, vectors)) else None


def _number(value: Any, forward: Function) -> float:
    """The loss that a forward function returned: a number, or a tuple that begins with one."""
    first = value[0] if isinstance(value, tuple) and value else value
    if isinstance(first, (Other, dict, tuple)) or np.size(first) != 1:
        what = first.kind if isinstance(first, Other) else f"an array of shape {np.shape(first)}"
        raise DoesNotMatch(f"{forward} returned {what}; expected the loss, a number, alone or first in a tuple")
    return float(np.ravel(first)[0])


def _near(a: float, b: float) -> bool:
    return bool(np.isclose(a, b, rtol=1e-6, atol=1e-12))


def _same(a: Any, b: Any) -> bool:
    """Whether two returned values are the same, NaN for NaN."""
    if isinstance(a, Other) or isinstance(b, Other):
        return bool(a == b)
    return bool(np.array_equal(a, b, equal_nan=True))


# --- judging


@dataclass(frozen=True)
class _Right:
    """The right formulas: those of the model, where its loss is what the gradients are of."""

    variant: Variant
    write: Callable[[Expr], str]
    known: bool
    vectors: Vectors

    def derived(self, v: Var) -> Expr | None:
        """The derived gradient, replayed; None where it cannot be had."""
        if not self.known:
            return None
        try:
            gradient = self.variant.gradient(v)
            gradient.replay()
        except (DerivingError, ReplayError, UnknownModel):
            return None
        return gradient.result

    def forms(self, v: Var) -> tuple[Expr, ...]:
        """The derived gradient, as it is written and without names for other derivatives, and what is published."""
        derived = self.derived(v)
        if derived is None:
            return ()
        published = self.variant.system.published
        stated = [right for derivative, right in published.items() if _is_of(derivative, v)]
        return tuple(dict.fromkeys((derived, *stated, self._spelled_out(derived))))

    def _spelled_out(self, derived: Expr) -> Expr:
        """The gradient with the derivatives of the layers behind it put in: mistakes are made in these too."""
        equations = self.variant.system.equations
        names: dict[Expr, Expr] = {
            name: equation for name, equation in equations.items() if is_apply(equation, "total")
        }
        found: dict[Expr, Expr] = {}
        for chain in self.variant.derivation.chains:
            found[chain.start] = substitute(substitute(chain.result, names), found)
        return substitute(substitute(derived, names), found)


def _judged(v: Var, tried: Sequence[Tried], right: _Right) -> Judged:
    """What becomes of one gradient over all points: the gravest, with the first place where it is so."""
    called = tried[0].returned.called.get(v.name, f"d{v.name}")
    if any(v not in one.claims for one in tried):
        return Judged(v, called, "missing", correct=right.derived(v))
    at = [(one, *_at(v, called, one)) for one in tried]
    gravest = max((outcome for _, outcome, _ in at), key=OUTCOMES.index)
    first, _, evidence = next(one for one in at if one[1] == gravest)
    error = max((one.reports[v].relative_error for one in tried if v in one.reports), default=0.0)
    size = int(np.size(first.estimates[v].value))
    judged = Judged(v, called, gravest, None, tuple(evidence), first.point.sizes, error, size)
    if gravest != "wrong":
        return judged
    wrong = [_wrong(v, one, right.vectors) for one, outcome, _ in at if outcome == "wrong" and _is_array(one.claims[v])]
    variant = right.variant
    guess = guessed(wrong, right.forms(v), variant.system, right.write, batch_of(variant)) if wrong else None
    return replace(judged, guess=guess, correct=right.derived(v))


def _at(v: Var, called: str, one: Tried) -> tuple[str, list[str]]:
    """The outcome at a point, and what there is to say."""
    claim, report = one.claims[v], one.reports.get(v)
    if isinstance(claim, Other):
        return "wrong", [f"{called} is {claim.kind}, expected an array of numbers"]
    if not np.all(np.isfinite(claim)):
        index = first_index(~np.isfinite(claim))
        return "wrong", [f"{called}{list(index) if index else ''} is {claim[index]}, expected a finite number"]
    if report is None:
        return "wrong", []
    worst = replace(report.worst, parameter=called)
    if report.outcome is Outcome.AGREES:
        return "agrees", []
    if report.outcome is Outcome.AT_A_KINK:
        kinks = [replace(entry, parameter=called).told() for entry in report.kinks[:3]]
        return "agrees at a kink", [*kinks, *([report.remark] if report.remark else [])]
    if report.outcome is Outcome.TOO_ROUGH:
        return "undecided", [f"differences of the loss are too rough to tell: {worst.told()}"]
    return "wrong", [worst.told(), *([report.remark] if report.remark else [])]


def _is_array(claim: Any) -> bool:
    return not isinstance(claim, Other) and bool(np.all(np.isfinite(claim)))


def _wrong(v: Var, one: Tried, vectors: Vectors) -> Wrong:
    estimate, claim = one.estimates[v], np.asarray(one.claims[v], dtype=float)
    report = one.reports.get(v)
    if report is None:
        return Wrong(one.point, claim, np.asarray(shaped(v, estimate.value, vectors)), estimate.error)
    return Wrong(one.point, claim.reshape(estimate.value.shape), estimate.value, estimate.error, report)


def _is_of(derivative: Expr, v: Var) -> bool:
    return getattr(derivative, "args", ())[-1:] == (v,)


def batch_of(variant: Variant) -> str:
    """The size that counts the examples, where the data have one: along the axis that the model declares."""
    axis = 1 if variant.scope.examples == "columns" else 0
    for v in variant.system.data:
        sizes = v.shape.sizes
        if len(sizes) == 2 and sizes[axis].number is None:
            return str(sizes[axis])
    return ""


def _sizes(point: Point) -> str:
    return ", ".join(f"{name} = {number}" for name, number in point.sizes.items()) or "the point"
