"""A gradient against the loss alone: do they agree, where least, and what does the difference look like?

The loss is differentiated by `numeric.differences`; no derivative rule is shared with the gradient that is
checked. An agreement is evidence at one point, to the precision stated in the report, and no proof.

How entries are compared. Let g be the claimed entry, d the estimated one, e the error of d, and S the largest
magnitude in either gradient of that parameter. The relative error is |g - d| / max(|g|, |d|, FLOOR * S):
relative to the larger of the two, but entries below FLOOR times the largest are measured on that scale, since
a gradient in float64 carries roundoff in proportion to S. An entry disagrees when |g - d| exceeds e by more
than tolerance * max(|g|, |d|, FLOOR * S). It agrees when it does not disagree and e itself is within that
allowance; otherwise the estimate is too rough to tell. Where S does not stand out from e at all (a gradient
of zero), e is compared with the slope of the loss over a distance of max(|x|, 1) / 4; where the loss is flat over
that distance, zero agrees.

Where the loss has a kink, its slopes to both sides are estimated, and an entry between them is accepted: see
`numeric.kinking`. Roundoff in the claim counts against the claim: a - y, computed where a is within 1e-11 of y, is
off by more than the tolerance if it is all there is.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any, Literal, TypeAlias

import numpy as np

from numeric.arrays import Array, Numbers, as_numbers, as_real, require_shape
from numeric.differences import Estimate, best, central, complex_step, richardson
from numeric.frameworks import is_foreign, is_single, like
from numeric.kinking import Landscape, settled
from numeric.outcomes import ACCEPTED, Entry, Outcome, Report
from numeric.passes import Pass, Values
from numeric.probing import Function
from numeric.resemblance import Resemblance, find_resemblance

Gradient: TypeAlias = Any
"""An array, a mapping of names to arrays, or a function of the point that returns one."""

Method: TypeAlias = Literal["best", "richardson", "central", "complex step"]

TOLERANCE = 1e-5
"""Relative to max(|g|, |d|, FLOOR * S). A factor of 1.0005 is fifty times this."""

FLOOR = 1e-4
"""Entries below this fraction of the largest entry of the same parameter are measured on that scale."""

_METHODS: Mapping[str, Callable[[Function, object], Estimate]] = {
    "best": best,
    "richardson": richardson,
    "central": central,
    "complex step": complex_step,
}

_ARRAY = "x"


def check_gradient(
    loss: Function,
    gradient: Gradient,
    point: object,
    *,
    parameters: tuple[str, ...] | None = None,
    tolerance: float = TOLERANCE,
    method: Method = "best",
) -> Report:
    """Compare a gradient with the loss alone, in every entry, at one point.

    `point` is an array or a mapping of names to arrays, and `loss` a function of such a point. `gradient` has
    the same form, or is a function of the point. `parameters` names what is differentiated by (all names by
    default); the gradient must have exactly these. The gradient of an array point goes by the name "x". Arrays of
    PyTorch and JAX are handed to the functions as they came, and taken back from them (`numeric.frameworks`).
    `method` is "best" unless said otherwise: the complex step where the loss carries it, else Richardson.
    Establishes nothing away from the point.

    Raises WrongShape and NotFinite, naming parameter, shape and entry; KeyError naming missing or surplus
    parameters; TypeError for values that are not real numbers; ValueError for a tolerance that is not
    positive; what `numeric.differences` raises; and what the functions raise at the point itself.
    """
    if not tolerance > 0:
        raise ValueError(f"tolerance is {tolerance}, expected a positive number")
    single = not isinstance(point, Mapping)
    values: dict[str, object] = dict(point) if isinstance(point, Mapping) else {_ARRAY: point}
    names = parameters if parameters is not None else tuple(values)
    at = {name: as_real(name, values[name]) for name in names}
    if any(is_foreign(value) for value in values.values()) and method == "best":
        method = "richardson"

    def handed(changed: Mapping[str, Numbers]) -> Any:
        new = {**values, **{name: like(values[name], array) for name, array in changed.items()}}
        return new[_ARRAY] if single else new

    def loss_of(changed: Mapping[str, Numbers]) -> Any:
        return loss(handed(changed))

    claimed = _claimed(gradient, handed({name: array.copy() for name, array in at.items()}), at, single)
    estimates = estimated(loss_of, at, method)
    report = _report(claimed, estimates, Landscape(loss_of, at), values, tolerance)
    if report.outcome is Outcome.TOO_ROUGH and any(is_single(value) for value in values.values()):
        return replace(report, remark="the point is in single precision: let JAX compute in double (jax_enable_x64)")
    return report


def estimated(
    loss: Callable[[Mapping[str, Numbers]], Any], at: Mapping[str, Array], method: Method = "best"
) -> dict[str, Estimate]:
    """The gradient of a loss in each of several arrays, from the loss alone.

    Raises what `numeric.differences` raises.
    """
    return {name: _METHODS[method](_restrict(loss, at, name), at[name]) for name in at}


def compared(
    loss: Callable[[Mapping[str, Numbers]], Any],
    claimed: Mapping[str, Array],
    estimates: Mapping[str, Estimate],
    at: Mapping[str, Array],
    tolerance: float = TOLERANCE,
) -> dict[str, Report]:
    """A report on each claimed array by itself, where the estimates are known; all are of the shapes in `at`."""
    return {
        name: _report({name: claim}, estimates, Landscape(loss, at), at, tolerance) for name, claim in claimed.items()
    }


def check_pass(pass_: Pass, values: Values, *, tolerance: float = TOLERANCE, method: Method = "best") -> Report:
    """Compare the backward pass of a hand-written pass with its loss alone, in all its parameters, at these
    values.

    Raises what `check_gradient` and the pass raise.
    """
    return check_gradient(
        pass_.loss,
        pass_.backward,
        {name: values[name] for name in pass_.inputs},
        parameters=pass_.parameters,
        tolerance=tolerance,
        method=method,
    )


def _restrict(loss_of: Callable[[Mapping[str, Numbers]], Any], at: Mapping[str, Array], name: str) -> Function:
    return lambda array: loss_of({**at, name: array})


def _claimed(gradient: Gradient, point: object, at: Mapping[str, Array], single: bool) -> dict[str, Array]:
    """The claimed gradient by parameter name, with its names, shapes and finiteness checked."""
    given = gradient(point) if callable(gradient) else gradient
    found = {_ARRAY: given} if single else given
    if not isinstance(found, Mapping):
        names = ", ".join(at)
        raise TypeError(f"the gradient is {type(found).__name__}, expected a mapping from {names} to arrays")
    missing, surplus = [name for name in at if name not in found], [name for name in found if name not in at]
    if missing or surplus:
        raise KeyError(f"the gradient must have {', '.join(at)}; missing: {missing}, surplus: {surplus}")
    claimed: dict[str, Array] = {}
    for name, array in at.items():
        title = f"the gradient of {name}"
        entries = as_numbers(title, found[name])
        turned = entries.ndim >= 2 and entries.shape == array.shape[::-1]
        reason = f"the shape of {name}" + ("; is it transposed?" if turned else "")
        require_shape(title, entries, array.shape, reason)
        claimed[name] = as_real(title, entries)
    return claimed


def _lengths(values: Mapping[str, object]) -> dict[int, str]:
    """What has which length, for recognising a factor n: the last name with that length wins."""
    lengths: dict[int, str] = {}
    for name, value in values.items():
        for axis, length in enumerate(np.shape(as_numbers(name, value))):
            lengths[length] = f"the length of {name}, axis {axis}"
    return lengths


def _report(
    claimed: Mapping[str, Array],
    estimates: Mapping[str, Estimate],
    landscape: Landscape,
    values: Mapping[str, object],
    tolerance: float,
) -> Report:
    judged = [pair for name in claimed for pair in _judge(name, claimed[name], estimates[name], tolerance)]
    judged, remark = settled(judged, claimed, landscape, tolerance)
    decisive = next(o for o in _GRAVEST_FIRST if any(outcome is o for outcome, _ in judged))
    worst = max((entry for outcome, entry in judged if outcome is decisive), key=lambda entry: entry.relative_error)
    wrong = dict.fromkeys(entry.parameter for outcome, entry in judged if outcome is Outcome.DISAGREES)
    return Report(
        outcome=decisive,
        worst=worst,
        resembles=_resemblance(worst, claimed, estimates, values) if decisive is Outcome.DISAGREES else None,
        entries=len(judged),
        evaluations=sum(estimates[name].evaluations for name in claimed) + landscape.evaluations,
        tolerance=tolerance,
        method=estimates[worst.parameter].method,
        kinks=tuple(entry for _, entry in judged if entry.kink is not None),
        remark=remark,
        wrong=tuple(wrong),
    )


_GRAVEST_FIRST = (Outcome.DISAGREES, Outcome.TOO_ROUGH, *reversed(ACCEPTED))


def _resemblance(
    worst: Entry, claimed: Mapping[str, Array], estimates: Mapping[str, Estimate], values: Mapping[str, object]
) -> Resemblance | None:
    name = worst.parameter
    right = estimates[name]
    others = {other: estimate.value for other, estimate in estimates.items() if other != name}
    own = as_real(name, values[name])
    return find_resemblance(claimed[name], right.value, right.error, _lengths(values), others, own)


def _judge(name: str, claimed: Array, estimate: Estimate, tolerance: float) -> Iterator[tuple[Outcome, Entry]]:
    """Every entry of one parameter with what it says; the rule stands at the top of the module."""
    scale = max(float(np.max(np.abs(claimed))), float(np.max(np.abs(estimate.value))))
    vanishes = scale <= 4 * float(np.max(estimate.error))
    for index in np.ndindex(claimed.shape):
        g, d, e = float(claimed[index]), float(estimate.value[index]), float(estimate.error[index])
        size = max(abs(g), abs(d), FLOOR * scale)
        distance = abs(g - d)
        relative = distance / size if size > 0 else 0.0
        if distance - e > tolerance * size:
            outcome = Outcome.DISAGREES
        elif e <= tolerance * (estimate.coarse_slope if vanishes else size) or (g == d == estimate.coarse_slope == 0):
            outcome = Outcome.AGREES
        else:
            outcome = Outcome.TOO_ROUGH
        yield outcome, Entry(name, index, g, d, e, relative)
