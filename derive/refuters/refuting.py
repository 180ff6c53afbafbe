"""Refuting an equality in the scope of a model: at points, in each way to take the declared facts."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping, Sequence

from derive.declared import ways
from derive.ir import Expr, Var, postorder, variables
from derive.lowering import NoValue
from derive.refuters import supplies
from derive.refuters.points import Probe, search
from derive.resizing import sizes_among
from derive.shapes import Size
from derive.systems import System
from derive.tapes import Bound, Tape

LONG = 24
"""How many numbers a point may have before equal sizes are taken, to make it shorter."""


def refute(left: Expr, right: Expr, system: System, later: bool = False) -> Probe:
    """What points say of two sides: a counterexample counts only where there is one however the facts are taken.

    It is a short one, with other sizes at every second point. The work is bounded, whatever the sides are; where it
    ends first, the result says so. ``later`` asks at further points. No counterexample establishes nothing.
    """
    try:
        tape = Tape((left, right), system.equations)
        bounds = _bounds(tape)
    except NoValue as error:
        return Probe(None, reason=str(error))

    chosen: list[Probe] = []
    for facts in ways(system.facts):
        points = supplies.LATER if later else supplies.FIRST
        found = search(tape, bounds, facts, points, shrink=not chosen, parameters=system.parameters)
        if found.counterexample is None:
            return found
        chosen.append(found)
    return chosen[0]


def _bounds(tape: Tape) -> tuple[Bound, ...]:
    """The tape at small sizes, then at others, which alternate from point to point.

    The small ones are distinct, but for long points equal: the others are distinct in any case, and none of them is 2.
    """
    small = tape.at(supplies.sizes_of(tape))
    if sum(small.entries(v.shape) for v in tape.inputs) > LONG:
        small = tape.at(supplies.sizes_alike(tape))
    return (small, tape.at(supplies.sizes_of(tape, 1))) if tape.named else (small,)


def sizes_of(sides: Sequence[Expr], given: Mapping[Var, Expr]) -> frozenset[Size]:
    """The sizes that occur in the sides or in the equations that they rest on."""
    return sizes_among(all_parts(sides, given))


def all_parts(sides: Sequence[Expr], given: Mapping[Var, Expr]) -> list[Expr]:
    """Every part of the sides and of the equations that they rest on."""
    found: dict[Expr, None] = {}
    pending = list(reversed(sides))
    while pending:
        for node in postorder(pending.pop(), within=lambda n: n not in found):
            if node not in found:
                found[node] = None
                if isinstance(node, Var) and node in given:
                    pending.append(given[node])
    return list(found)


def all_names(sides: Sequence[Expr], given: Mapping[Var, Expr]) -> list[Var]:
    """The names that the sides speak of, by themselves or through equations."""
    found: dict[Var, None] = {}
    pending = deque(variables(*sides))
    while pending:
        v = pending.popleft()
        if v not in found:
            found[v] = None
            pending += variables(given[v]) if v in given else []
    return list(found)


def inputs_of(sides: Sequence[Expr], given: Mapping[Var, Expr]) -> list[Var]:
    """The names without an equation that the sides rest on."""
    return [v for v in all_names(sides, given) if v not in given]
