"""Equations that come after the use of their name: a = σ(z), where z = wx + b."""

from __future__ import annotations

from derive.ir import Symbol, Var, variables
from derive.judging.grounds import Grounds
from derive.sections import dependents, without
from derive.standpoints import Read, Standpoint, best, on

GIVEN = frozenset({"w", "W", "b", "theta", "Theta", "beta", "x", "X", "y", "Y"})
"""The letters of what a model is given: an equation for one of them is a claim about it, such as where it is best."""


def given_late(found: Read, standpoints: tuple[Standpoint, ...]) -> tuple[Standpoint, ...] | None:
    """The standpoints on which a formula is the equation of a name that is used already; None where it is none.

    The name has no equation and no value, is not declared as data or as a parameter, and stands in an equation that
    is known; what it is said to be does not rest on it, and has its shape.
    """
    name = _left(found)
    if name is None or not _lacks_equation(name.symbol, found.grounds) or not _is_wrong(found):
        return None
    others = tuple(on(standpoint, without(standpoint.scope, name.symbol)) for standpoint in standpoints)
    again = best(others, found.text)
    if again.reading.error is not None or again.reading.defines != (name.symbol,):
        return None
    scope = again.reading.after(again.grounds.scope)
    rests = variables(scope.definitions[name.symbol])
    fits = scope.variables[name.symbol].shape == name.shape
    return others if fits and not {v.symbol for v in rests} & {name.symbol, *_resting(found, name.symbol)} else None


def _left(found: Read) -> Var | None:
    """The name on the left of a claim that is one statement."""
    reading = found.reading
    alone = reading.error is None and not reading.statements and reading.kind == "claim" and len(reading.sides) > 1
    return reading.sides[0] if alone and isinstance(reading.sides[0], Var) else None


def _lacks_equation(name: Symbol, grounds: Grounds) -> bool:
    scope, values = grounds.scope, grounds.values
    given = name.letter in GIVEN or name in scope.data or name in scope.parameters
    known = name in scope.definitions or name in values.declared or name in values.computed
    return scope.open and not given and not known and bool(dependents(scope, name))


def _is_wrong(found: Read) -> bool:
    return found.in_scope.outcome == "refuted"


def _resting(found: Read, name: Symbol) -> tuple[Symbol, ...]:
    """The names whose equations rest on that one."""
    return dependents(found.grounds.scope, name)
