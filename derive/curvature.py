"""Second derivatives: the Hessian H of a loss by a column w, found by the rules for first derivatives.

The gradient g is carried along any direction p: the number q = gᵀp has the gradient Hp, because H is symmetric. A
published matrix M is the Hessian if Mp is the same for every p. So two chains are all there is: one from ∂q/∂w, one
from Mp, and both end in one expression.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from derive import approaching, ops, tidying
from derive.bookkeeping import QUIETLY
from derive.building import is_apply, matmul, total_derivative, transpose
from derive.conditions import Context
from derive.deriving import derive_gradients
from derive.ir import Apply, Expr, Var, children
from derive.matching import places
from derive.proposing import Draft
from derive.steps import Chain, Derivation
from derive.systems import System

DIRECTIONS, GRADIENTS, NUMBERS = "pdvu", "gGh", "qcse"
"""Letters for the direction, the gradient and the number of both, the first that is free."""


@dataclass(frozen=True)
class Curvature:
    """A published Hessian of the loss by ``v``, and why it is right: ``carried`` takes ∂q/∂v, ``acting`` takes Mp.

    ``system`` holds the equations with those for g and q. Neither chain has been replayed.
    """

    system: System
    v: Var
    loss: Var
    gradient: Var
    direction: Var
    matrix: Expr
    carried: Derivation
    acting: Chain

    @property
    def hessian(self) -> Expr:
        """The Hessian, not yet taken."""
        return Apply(ops.get("hessian"), (self.loss, self.v, self.v))

    @property
    def derivation(self) -> Derivation:
        """Both chains, as one derivation."""
        return replace(self.carried, chains=(*self.carried.chains, self.acting))


def curvatures(system: System, derivation: Derivation, claims: Iterable[tuple[Expr, ...]]) -> tuple[Curvature, ...]:
    """The published Hessians of the loss by a column; a claim whose chains do not meet is left out.

    Raises `DerivingError` where the gradient cannot be differentiated.
    """
    found = []
    for sides in claims:
        if len(sides) == 2 and _is_hessian(sides[0], system):
            v = children(sides[0])[1]
            assert isinstance(v, Var)
            found.append(_curvature(system.settled(derivation.closed), derivation, v, sides[1]))
    return tuple(curvature for curvature in found if curvature is not None)


def _is_hessian(side: Expr, system: System) -> bool:
    """Whether it is the Hessian of the loss by a column, once or with all names in it written out."""
    if not is_apply(side, "hessian"):
        return False
    body, v, w = children(side)
    column = v is w and v in system.parameters and v.shape.rank == 1 and not v.shape.row
    return column and (body is system.loss or body is system.in_inputs[system.loss])


def with_named_loss(side: Expr, system: System) -> Expr:
    """The Hessian of the loss by its name, where its formula is written out in one; any other expression as it is."""
    if is_apply(side, "hessian") and children(side)[0] is system.in_inputs[system.loss]:
        return Apply(ops.get("hessian"), (system.loss, *children(side)[1:]))
    return side


def _curvature(system: System, derivation: Derivation, v: Var, matrix: Expr) -> Curvature | None:
    names = {name.name for name in (*system.parameters, *system.data, *system.equations)}
    direction = Var(_free(DIRECTIONS, names), v.shape)
    gradient, number = Var(_free(GRADIENTS, names), v.shape), Var(_free(NUMBERS, names))
    slope = derivation.results[total_derivative(system.loss, v)]
    equations = {name: e for name, e in system.equations.items() if name is not system.loss}
    equations |= {gradient: slope, number: matmul(transpose(gradient), direction)}
    data = (*system.data, *(p for p in system.parameters if p is not v), direction)
    along = System(equations, number, (v,), data, {}, system.facts)
    carried = derive_gradients(along)
    acting = _acting(matmul(matrix, direction), carried, along)
    if acting.result is not carried.results[total_derivative(number, v)]:
        return None
    return Curvature(along, v, system.loss, gradient, direction, matrix, carried, acting)


def _free(letters: str, names: Iterable[str]) -> str:
    """The first letter that no name has."""
    taken = set(names)
    return next((letter for letter in letters if letter not in taken), f"{letters[0]}_{letters[0]}")


def _acting(start: Expr, carried: Derivation, along: System) -> Chain:
    """The matrix times the direction, one factor after the other, in the form that the other chain ends in."""
    goal = carried.results[total_derivative(along.loss, along.parameters[0])]
    draft = Draft(start, Context(along.equations, {}, along.facts))
    draft.exhaust(("a number in front", *QUIETLY))
    while draft.rewrite("a sum times a vector"):
        draft.end_line()
        draft.exhaust(("a number in front", *QUIETLY))
    while _from_the_right(draft):
        pass
    draft.end_line()
    while draft.rewrite("a diagonal matrix times a vector"):
        draft.end_line()
    tidying.tidy(draft)
    approaching.toward(draft, goal)
    return draft.finished()


def _from_the_right(draft: Draft) -> bool:
    """Group (AB)p as A(Bp) at the first place where that can be done."""
    for place, part in places(draft.standing):
        factors = children(part) if is_apply(part, "matmul") else ()
        if factors and is_apply(factors[0], "matmul"):
            a, b = children(factors[0])
            binding = {"a": a, "b": b, "c": factors[1]}
            if draft.apply("products of matrices in another grouping", 1, dict(binding), place):
                return True
    return False
