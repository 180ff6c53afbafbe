"""What is proved of numbers and is wrong of matrices: undeclared, W before x may be both."""

from __future__ import annotations

from dataclasses import replace

from derive.findings import Finding
from derive.judging.grounds import Grounds
from derive.judging.kinds import judged, read_on, unread
from derive.judging.reinterpreting import reinterpreted
from derive.notation.inferring import is_capital
from derive.notation.scope import Scope
from derive.notation.scoping import in_arrays

WRONG = frozenset({"refuted", "ill-shaped"})


def as_arrays(finding: Finding, grounds: Grounds) -> Finding:
    """The finding itself, or that its formula has two readings: right if all its names are numbers, and wrong if not.

    It stays where it is not proved, and where it is true of matrices in one convention or another.
    """
    if finding.outcome != "proved" or not grounds.scope.open:
        return finding
    scope = in_arrays(_as_written(grounds))
    if scope is None:
        return finding
    matrices = [s for s in scope.inferred if is_capital(s) and scope.variables[s].shape.rank > 0]
    if not matrices or any(symbol in grounds.scope.inferred for symbol in matrices):
        return finding
    reading, at = read_on(finding.latex, grounds.on(scope))
    if reading.error is not None and reading.error.kind != "ill-shaped":
        return finding
    other = unread(reading, finding.latex, at) if reading.error is not None else judged(reading, finding.latex, at)
    other = reinterpreted(other, at)
    if other.outcome not in WRONG:
        return finding
    names = ", ".join(symbol.plain for symbol in matrices)
    wrong = "its shapes do not fit" if other.outcome == "ill-shaped" else "it is wrong"
    readings = ("all names are numbers: it is proved", f"capital letters are matrices: {wrong}")
    hint = f"say which: shape {names}: n, m, or shape {names}: scalar"
    message = f"two readings: {'; '.join(readings)}\n  hint: {hint}"
    unjudged = replace(finding, outcome="ambiguous", verdict=None, certificate=None, sizes=None, assumptions=())
    return replace(unjudged, readings=readings, hint=hint, message=message)


def _as_written(grounds: Grounds) -> Scope:
    """The scope without the loss that stands for any loss."""
    scope = grounds.scope
    if not grounds.handed:
        return scope
    definitions = {name: equation for name, equation in scope.definitions.items() if name != scope.loss}
    return replace(scope, definitions=definitions, loss=None)
