"""Update rules: w ← w − α g claims that g is the gradient of the loss in w."""

from __future__ import annotations

from dataclasses import replace

from derive.building import neg, total_derivative
from derive.findings import Finding
from derive.ir import Expr, Var
from derive.judging.equalities import judged_sides
from derive.judging.grounds import Grounds, equation, said
from derive.judging.unjudged import not_judged
from derive.notation.reading import Reading


def judged_update(reading: Reading, text: str, grounds: Grounds) -> Finding:
    """What becomes of an update rule: the verdict on the gradient that it steps along."""
    sides = _gradients(reading, grounds)
    base = replace(said(reading, text), read_as=equation(sides))
    return judged_sides(sides, base, grounds) if sides else not_judged(reading, text, grounds)


def _gradients(reading: Reading, grounds: Grounds) -> tuple[Expr, ...]:
    """The gradient that is due and the one that the rule steps along; nothing where the rule is of another form."""
    update = reading.update
    if update is None or update.gradient is None or not isinstance(update.target, Var):
        return ()
    along = update.gradient if update.sign < 0 else neg(update.gradient)
    return total_derivative(grounds.bench.system.loss, update.target), along
