"""Closed forms of what minimises a loss: w* = (XᵀX)⁻¹Xᵀy is judged by whether the gradient is 0 there.

That the loss is smallest there, and not largest or level, is not judged.
"""

from __future__ import annotations

from dataclasses import replace

from derive import building
from derive.findings import Finding, with_mistake
from derive.ir import Symbol, Var, variables
from derive.judging.equalities import judged_sides
from derive.judging.grounds import Grounds, equation
from derive.notation.labelling import BEST
from derive.notation.reading import Reading

STARS = frozenset({"∗", "*", "star", "ast"})
"""What stands above a name for its best value."""


def judged_minimiser(reading: Reading, base: Finding, grounds: Grounds) -> Finding | None:
    """What becomes of the equation of a starred name that the loss rests on; None for any other definition."""
    system = grounds.bench.system
    bare = _bare(reading.defines[0]) if len(reading.defines) == 1 else None
    name = grounds.scope.variables.get(bare) if bare is not None else None
    at = reading.sides[0]
    if name is None or system.loss not in system.equations or name in system.equations or at.shape != name.shape:
        return None
    loss = system.in_inputs[system.loss]
    if name not in variables(loss) or name in variables(at):
        return None
    gradient = building.evaluated(building.derivative(loss, name), name, at)
    sides = (gradient, building.zeros(name.shape))
    found = judged_sides(sides, replace(base, kind="claim"), grounds)
    value = {"proved": "0", "refuted": "not 0"}.get(found.outcome)
    message = f"∂{system.loss}/∂{name} is {value} where {name} is the right side" if value else ""
    said = (Var(reading.defines[0], at.shape), at)
    found = with_mistake(replace(found, correct="", message=message or found.message), None)
    return replace(found, kind="definition", read_as=equation(said), sides=said)


def _bare(symbol: Symbol) -> Symbol | None:
    """The name without the sign that it is the best value; None where it has none."""
    if symbol.layer in STARS:
        return replace(symbol, layer="")
    return replace(symbol, sub="") if symbol.sub in BEST else None
