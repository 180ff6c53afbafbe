"""Refuting an equality in the scope of a model: at points, in each way to take the declared facts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from derive.ir import Expr, Var, variables
from derive.refuters.declared import ways
from derive.refuters.points import Probe, numbered, probe
from derive.resizing import size_names
from derive.systems import System


def refute(left: Expr, right: Expr, system: System) -> Probe:
    """What points say of two sides: a counterexample counts only where there is one however the facts are taken."""
    inputs, sizes = inputs_of((left, right), system.equations), sizes_of((left, right), system.equations)
    numbers = numbered(sizes)
    found = [probe(left, right, system.equations, inputs, numbers, facts=facts) for facts in ways(system.facts)]
    return next((one for one in found if one.counterexample is None), found[0])


def sizes_of(sides: Sequence[Expr], given: Mapping[Var, Expr]) -> tuple[str, ...]:
    """The names of the sizes that occur in the sides or in the equations that they rest on."""
    return size_names(*sides, *(given.get(v, v) for v in all_names(sides, given)))


def all_names(sides: Sequence[Expr], given: Mapping[Var, Expr]) -> list[Var]:
    """The names that the sides speak of, by themselves or through equations."""
    found: dict[Var, None] = {}
    pending = variables(*sides)
    while pending:
        v = pending.pop(0)
        if v not in found:
            found[v] = None
            pending += variables(given[v]) if v in given else []
    return list(found)


def inputs_of(sides: Sequence[Expr], given: Mapping[Var, Expr]) -> list[Var]:
    """The names without an equation that the sides rest on."""
    return [v for v in all_names(sides, given) if v not in given]
