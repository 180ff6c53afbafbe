"""Derivatives of names without an equation: nothing says how they depend on anything, so nothing is judged of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from derive.conditions import ancestors
from derive.findings import Finding
from derive.ir import Apply, Const, Expr, Var, postorder
from derive.judging.grounds import Grounds
from derive.notation.scope import LOSS_LETTERS

TAKEN = frozenset({"total", "jacobian", "hessian"})
"""The operators that differentiate a name through the equations of a model."""


def ungiven(sides: Sequence[Expr], base: Finding, grounds: Grounds) -> Finding | None:
    """The finding for sides that differentiate a name without an equation; None where there is no such name.

    The derivative of what is declared as data or as a parameter is 0, and asks for no equation; nor does that of a
    constant, where 0 is what is claimed: dk/dx = 0. A loss is no constant.
    """
    ungiven = (name for name, by in _taken(sides) if name is not by and not _is_given(name, grounds))
    zero = any(isinstance(side, Const) and side.value == 0 for side in sides)
    name = next((name for name in ungiven if not zero or name.symbol.letter in LOSS_LETTERS), None)
    if name is None:
        return None if zero else _unreached(sides, base, grounds)
    message = f"{name.name} has no equation here, so nothing says what its derivative is"
    hint = f"give its equation before the claim: {name.name} = …"
    told = f"unknown name: {message}\n  hint: {hint}"
    return replace(base, outcome="unbound", message=told, hint=hint)


def _unreached(sides: Sequence[Expr], base: Finding, grounds: Grounds) -> Finding | None:
    """The finding for sides that differentiate by a name of which nothing is known, and on which nothing rests.

    The derivative would be 0, and so would whatever is claimed of it, whoever meant another name.
    """
    equations, scope = grounds.bench.system.equations, grounds.scope
    for name, by in _taken(sides):
        known = not isinstance(by, Var) or by in equations or by.symbol in scope.data or by.symbol in scope.parameters
        if scope.open and name in equations and not known and by not in ancestors(name, equations) and name is not by:
            return _unknown(f"{name.name} is not computed from {by} here", f"from {by} to {name.name}", base)
    return None


def _unknown(why: str, between: str, base: Finding) -> Finding:
    message = f"{why}, so nothing says what this derivative is"
    hint = f"write the equations that lead {between}"
    return replace(base, outcome="unbound", message=f"unknown name: {message}\n  hint: {hint}", hint=hint)


def unrelated(sides: Sequence[Expr], base: Finding, grounds: Grounds) -> Finding | None:
    """The finding for wrong sides that differentiate by a name which is computed, but leads to nothing they speak of.

    Whoever defines u = wᵀx beside the model's z = wᵀx + b, and claims something of ∂L/∂u, does not mean 0.
    """
    equations = grounds.bench.system.equations
    for name, by in _taken(sides):
        if by in equations and name is not by and by not in ancestors(name, equations):
            return _unknown(f"{name.name} is not computed from {by} here", f"from {by} to {name.name}", base)
    return None


def _taken(sides: Sequence[Expr]) -> list[tuple[Var, Expr]]:
    """The names that are differentiated, each with the name that it is differentiated by."""
    nodes = (node for node in postorder(*sides) if isinstance(node, Apply) and node.op.name in TAKEN)
    return [(node.args[0], node.args[1]) for node in nodes if isinstance(node.args[0], Var)]


def _is_given(name: Var, grounds: Grounds) -> bool:
    scope = grounds.scope
    fixed = name.symbol in scope.data or name.symbol in scope.parameters
    return fixed or name in grounds.bench.system.equations
