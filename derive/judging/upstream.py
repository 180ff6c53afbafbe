"""Claims about a loss without an equation: the gradients that come from above, and how one layer hands them on.

Where y = Wx and nothing says what L is, ∂L/∂x = Wᵀ ∂L/∂y is meant for every L that depends on y. First derivatives
depend on L by ∂L/∂y alone, so it holds for every L if it does for L = Σ g·y with any numbers g. That L rests on
the names of the equations by the last of them alone is an assumption.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from derive import building
from derive.ir import Apply, Expr, Symbol, Var, children, contains, postorder
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
    if any(contains(equation, loss) for equation in scope.definitions.values()):
        return grounds  # dz = ∂L/∂z is an equation: L would rest on itself
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
    names = ", ".join(spelled(name) for name in last)
    assumed = f"{spelled(loss)} depends on the names here only through {names}"
    return replace(grounds.on(scope), assumed=(*grounds.assumed, assumed), handed=handed)


def last_names(scope: Scope) -> tuple[Var, ...]:
    """The names with an equation on which no other rests."""
    used = {v for equation in scope.definitions.values() for v in postorder(equation) if isinstance(v, Var)}
    return tuple(v for symbol in scope.definitions if (v := scope.variables[symbol]) not in used)


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
