"""A small change of one name, and what it does: the loss and the neighbouring nodes, evaluated before and after.

Derivatives are ratios of such changes, in the limit: only the equations are evaluated here, and no rule is used. A
ratio of a small change is near the derivative and establishes nothing; where all is linear, it is the derivative.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

from derive.conditions import ancestors
from derive.ir import Expr, Var
from derive.lowering import Floats, Setting, evaluate
from derive.systems import System
from derive.working import Worked

STEP = 0.001
"""By how much a name is changed."""


@dataclass(frozen=True)
class Nudge:
    """A name before and after a small change, the loss before and after it, and the derivative at that point."""

    name: Var
    before: float
    after: float
    loss_before: float
    loss_after: float
    slope: float

    @property
    def ratio(self) -> float:
        """How much the loss changes for each unit of the change."""
        return (self.loss_after - self.loss_before) / (self.after - self.before)


@dataclass(frozen=True)
class Link:
    """How much a node changes for each unit of a small change of a name in its equation, all others held."""

    node: Var
    below: Var
    ratio: float


def nudges(worked: Worked, slopes: Mapping[Var, Expr]) -> tuple[Nudge, ...]:
    """A small change of each name that has a derivative in ``slopes``, at the point of the worked example."""
    values, system = worked.values, worked.system
    inputs = {v: values[v] for v in (*system.parameters, *system.data)}
    made = []
    for v, slope in slopes.items():
        moved = {**inputs, v: values[v] + STEP}
        loss = float(evaluate(system.loss, Setting(moved, worked.sizes, system.equations), Floats()))
        derivative = float(evaluate(slope, Setting(values, worked.sizes, system.equations), Floats()))
        made.append(Nudge(v, float(values[v]), float(moved[v]), worked.loss, loss, derivative))
    return tuple(made)


def links(worked: Worked, v: Var) -> tuple[Link, ...]:
    """The links from the loss back to ``v``, outer ones first; empty where there is more than one way."""
    found = []
    for below, node in pairwise(_way(worked.system, v)):
        equation = worked.system.equations[node]
        setting = Setting({**worked.values, below: worked.values[below] + STEP}, worked.sizes)
        moved = float(evaluate(equation, setting, Floats()))
        before = float(worked.values[below])
        found.append(Link(node, below, (moved - float(worked.values[node])) / (before + STEP - before)))
    return tuple(reversed(found))


def _way(system: System, v: Var) -> list[Var]:
    """The nodes from ``v`` to the loss, where each has one consumer on the way; empty where one has several."""
    below = ancestors(system.loss, system.equations)
    way = [v]
    while way[-1] is not system.loss:
        consumers = [node for node in system.consumers(way[-1]) if node in below]
        if len(consumers) != 1:
            return []
        way += consumers
    return way
