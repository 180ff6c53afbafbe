"""Claims about a loss without an equation: the gradients that come from above, and how one layer hands them on.

Where y = Wx and nothing says what L is, ∂L/∂x = Wᵀ ∂L/∂y is meant for every L that depends on y. First derivatives
depend on L by ∂L/∂y alone, so it holds for every L if it does for L = Σ g·y with any numbers g. That L rests on
the names of the equations by the last of them alone is an assumption.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from derive import building
from derive.conditions import ancestors
from derive.ir import Apply, Expr, Symbol, Var, children, postorder
from derive.judging.grounds import Grounds
from derive.notation.reading import Reading
from derive.notation.scope import LOSS_LETTERS, Scope
from derive.notation.spelling import spelled

TAKEN = "total"
DERIVATIVES = frozenset({"total", "jacobian", "hessian", "derivative"})


def with_upstream(reading: Reading, grounds: Grounds) -> Grounds:
    """The grounds on which a loss without an equation is a linear function of what the equations lead to.

    They stay what they are where a claim says more of the loss than its first derivatives.
    """
    scope = grounds.scope
    if reading.kind != "claim" or scope.loss is not None or not scope.definitions or reading.error is not None:
        return grounds
    losses = {name for name in _differentiated(reading.sides) if _is_loss(name, scope)}
    if len(losses) != 1:
        return grounds
    (loss,) = losses
    last = last_names(scope)
    if not _only_first(loss, reading.sides) or not last:
        return grounds
    terms: list[Expr] = []
    handed: dict[Expr, Expr] = {}
    for name in last:
        gradient = Symbol("d" + name.symbol.letter, name.symbol.accent, name.symbol.sub, name.symbol.layer)
        if scope.declares(gradient):
            return grounds
        scope = scope.with_shape(gradient, name.shape)
        terms.append(building.total(building.mul(scope.variables[gradient], name)))
        handed[scope.variables[gradient]] = building.total_derivative(loss, name)
    scope = scope.with_definition(loss.symbol, building.add(*terms), loss=True)
    if not _carries_back(loss, reading, scope):
        return grounds
    names = ", ".join(spelled(name) for name in last)
    assumed = f"{spelled(loss)} depends on the names here only through {names}"
    return replace(grounds.on(scope), assumed=(*grounds.assumed, assumed), handed=handed)


def _carries_back(loss: Var, reading: Reading, scope: Scope) -> bool:
    """Whether each side has derivatives of the loss, or names for them, and the first leads to those of the others.

    Whoever writes ∂L/∂z = a − y means a loss of which more is known; and where an equation between two names was not
    read, nothing leads from one to the other. Then nothing is judged.
    """
    given = scope.given()
    found = [_nodes(loss, side, scope) for side in reading.sides]
    return all(found) and all(any(v in ancestors(u, given) for u in others) for v in found[0] for others in found[1:])


def _nodes(loss: Var, side: Expr, scope: Scope) -> set[Var]:
    """The names by which the loss is differentiated in a side, and in the equations of the names in it."""
    equations = scope.definitions
    whole = [equations.get(node.symbol, node) if isinstance(node, Var) else node for node in postorder(side)]
    pairs = [children(node) for node in postorder(*whole) if building.is_apply(node, TAKEN)]
    return {v for of, v in pairs if of is loss and isinstance(v, Var)}


def last_names(scope: Scope) -> tuple[Var, ...]:
    """The names with an equation on which no other rests.

    A name for a derivative, dy = ∂L/∂y, is none of them, and no more is what rests on it: L would rest on itself.
    """
    after: set[Var] = set()
    used: set[Var] = set()
    for symbol, equation in scope.definitions.items():
        inside = {v for v in postorder(equation) if isinstance(v, Var)}
        if [*_differentiated((equation,))] or inside & after:
            after.add(scope.variables[symbol])
        else:
            used |= inside
    return tuple(v for symbol in scope.definitions if (v := scope.variables[symbol]) not in used | after)


def _is_loss(name: Var, scope: Scope) -> bool:
    return name.symbol.letter in LOSS_LETTERS and name.symbol not in scope.definitions and name.shape.is_scalar


def _differentiated(sides: tuple[Expr, ...]) -> Iterator[Var]:
    for node in postorder(*sides):
        if isinstance(node, Apply) and node.op.name == TAKEN and isinstance(node.args[0], Var):
            yield node.args[0]


def _only_first(loss: Var, sides: tuple[Expr, ...]) -> bool:
    """Whether the loss stands nowhere but above in first derivatives, and not below a further one."""
    for node in postorder(*sides):
        below = children(node)
        if building.is_apply(node, TAKEN) and below[0] is loss:
            continue
        if loss in below:
            return False
        if isinstance(node, Apply) and node.op.name in DERIVATIVES and loss in postorder(below[0]):
            return False
    return True
