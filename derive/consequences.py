"""What follows from a mistake: whether a later line is right for somebody who believes an earlier, wrong one.

Whoever claims ∂L/∂z = y − a and carries that on, correctly, to ∂L/∂w = (y − a) x has made one mistake and not two. To
tell, the claimed gradient is put in the place of the right one: the loss gets a term that is linear in z, with the
claimed gradient as its slope, while everything else that uses z is held constant. The gradients of that loss are what
the person should have found next.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TypeAlias

from derive import building
from derive.bench import Bench, derivatives
from derive.checking import is_supported
from derive.conditions import ancestors
from derive.ir import Expr, Symbol, Var, children, contains, substitute, variables
from derive.kernel import ReplayError
from derive.proposing import DerivingError
from derive.reverse import NoRule
from derive.systems import System

MOST = 8
"""How many earlier mistakes are looked at."""


Believed: TypeAlias = tuple[Expr, ...]
"""The two sides of a claim, and what somebody believes: each subject, and behind it what was claimed of it."""


@dataclass(frozen=True)
class Slip:
    """A mistake: what was claimed of ``subject``, and the line on which the first wrong step to it stands."""

    subject: Expr
    value: Expr
    line: int


def followed(
    left: Expr, right: Expr, slips: Sequence[Slip], bench: Bench, known: dict[Believed, bool] | None = None
) -> int | None:
    """The line of the earlier mistake from which the wrong claim ``left = right`` follows; None for a new mistake.

    The latest mistake is tried first, then those before it, then all of them together. ``known`` says what was found
    out of the same claim in the same model, and is added to.
    """
    known = {} if known is None else known
    fitting = (slip for slip in slips if slip.value.shape == slip.subject.shape)
    recent = list(dict.fromkeys(fitting))[-MOST:][::-1]
    tried = [[slip] for slip in recent]
    if len(recent) > 1:
        tried.append(list({slip.subject: slip for slip in reversed(recent)}.values()))
    for believed in tried:
        claimed = (left, right, *(expr for slip in believed for expr in (slip.subject, slip.value)))
        if claimed not in known:
            sides = _as_believed((left, right), believed, bench)
            known[claimed] = sides is not None and _holds(*sides, bench)
        if known[claimed]:
            return believed[0].line
    return None


def _holds(left: Expr, right: Expr, bench: Bench) -> bool:
    """Whether two sides are equal: proved, or alike wherever they were compared."""
    if left.shape != right.shape:
        return False
    return left is right or is_supported(left, right, bench)


def _as_believed(sides: tuple[Expr, Expr], slips: Sequence[Slip], bench: Bench) -> tuple[Expr, Expr] | None:
    """The sides as they are for somebody who believes what was claimed; None where that changes nothing."""
    claimed: dict[Expr, Expr] = {slip.subject: slip.value for slip in slips}
    believed = dict(claimed)
    try:
        for goal in derivatives(*sides):
            if goal not in believed:
                # What is derived may name what was claimed wrongly: 1 − a², where a = tanh(z) is believed.
                believed[goal] = substitute(_derived(goal, slips, bench), claimed)
    except (DerivingError, ReplayError, NoRule):
        return None
    left, right = (substitute(side, believed) for side in sides)
    return None if (left, right) == sides else (left, right)


def _derived(goal: Expr, slips: Sequence[Slip], bench: Bench) -> Expr:
    """A derivative as somebody who believes the slips should have found it: the goal itself where they do not matter.

    Raises `DerivingError`, `ReplayError` and `NoRule`.
    """
    system = bench.system
    given, facts = tuple(system.equations.items()), tuple(system.facts.items())
    claims = tuple((slip.subject, slip.value) for slip in slips)
    return _derived_once(goal, claims, given, facts, (system.loss, system.parameters, system.data))


@lru_cache(maxsize=512)
def _derived_once(
    goal: Expr,
    claims: tuple[tuple[Expr, Expr], ...],
    given: tuple[tuple[Var, Expr], ...],
    facts: tuple[tuple[Var, frozenset[str]], ...],
    names: tuple[Var, tuple[Var, ...], tuple[Var, ...]],
) -> Expr:
    """The same of plain values: each wrong line asks it of the same few derivatives and mistakes."""
    slips = [Slip(subject, value, 0) for subject, value in claims]
    system = System(dict(given), names[0], names[1], names[2], {}, dict(facts))
    node, v = children(goal)
    if not (building.is_apply(goal, "total") and isinstance(node, Var) and isinstance(v, Var)):
        return goal
    slopes = {var: slip.value for slip, loss, var in _gradients(slips) if loss is node and var is not node}
    slopes = {var: slope for var, slope in slopes.items() if var.shape == slope.shape}
    equations = _equations(system, slips, node)
    # A wrong gradient of what does not depend on v changes nothing in that of v.
    matters = any(v in ancestors(var, equations) for var in slopes) or equations != system.equations
    if node not in equations or not matters:
        return goal
    frozen = _frozen([*equations, *slopes, *variables(*equations.values(), *slopes.values())])
    held: dict[Expr, Expr] = {var: frozen[var] for var in slopes}
    cut = {name: substitute(equation, held) for name, equation in equations.items()}
    terms = [building.total(building.mul(substitute(slope, frozen), var)) for var, slope in slopes.items()]
    loss = Var(Symbol("believed loss"))
    whole = building.add(node, *terms) if terms else node
    surrogate = System({**cut, loss: whole}, loss, system.parameters, system.data, {}, system.facts)
    result = Bench(surrogate).derivation(loss, v).result
    return substitute(result, {copy: var for var, copy in frozen.items()})


def _gradients(slips: Sequence[Slip]) -> Iterator[tuple[Slip, Expr, Var]]:
    """The slips about a derivative, with what is differentiated and by what."""
    for slip in slips:
        if building.is_apply(slip.subject, "total"):
            node, v = children(slip.subject)
            assert isinstance(v, Var)
            yield slip, node, v


def _equations(system: System, slips: Sequence[Slip], goal: Var) -> dict[Var, Expr]:
    """The equations as they are believed to be: with wrong ones, and with wrong derivatives of one name by another."""
    equations = dict(system.equations)
    for slip in slips:
        if isinstance(slip.subject, Var) and slip.subject in equations and not contains(slip.value, slip.subject):
            equations[slip.subject] = slip.value
    for slip, node, v in _gradients(slips):
        direct = isinstance(node, Var) and node is not goal and node in equations and contains(equations[node], v)
        if direct and slip.value.shape == v.shape:
            assert isinstance(node, Var)
            slope = building.total(building.mul(substitute(slip.value, _frozen(variables(slip.value))), v))
            equations[node] = building.add(substitute(equations[node], _frozen([v])), slope)
    return equations


def _frozen(names: Sequence[Var]) -> dict[Expr, Expr]:
    """For each name a copy that is held constant: it has no equation, and nothing depends on it."""
    return {var: Var(replace(var.symbol, letter=f"frozen {var.symbol.letter}"), var.shape) for var in names}
